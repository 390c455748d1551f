package cloudformation

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// connectors are AWS::Serverless::Connector and the attribute Connectors of any resource:
// permissions from one resource to others. For each destination there is what lets it be
// used: a policy of a role, a queue or a topic, or permissions to call a function. They
// say what they are about; the actions that they allow are left out.
func (x *sam) connectors(written, all []*logical) {
	for _, l := range written {
		x.part(l).connector(l.name, nil)
	}
	for _, l := range all {
		for _, c := range pairs(lookup(l.node, "Connectors")) {
			m := maker{c.key}
			p := x.part(&logical{
				name: l.name + keyOf(c.key), id: l.id, typ: serverlessPrefix + "Connector", key: c.key,
				node:  m.object(append(pairs(c.val), taken(l.node, "Condition")...)...),
				frame: l.frame, origin: l, waits: l.waits,
			})
			p.span = &c
			p.connector(p.l.name, p.object(append([]pair{p.entry("Id", p.text(l.name))}, pairs(p.get("SourceReference"))...)...))
		}
	}
}

// embedsConnector reports whether a resource has connectors of its own.
func embedsConnector(l *logical) bool { return isMapping(lookup(l.node, "Connectors")) }

// end is one side of a connector.
type end struct {
	id, typ string     // id is empty for what is described by its properties only
	value   *yaml.Node // its ARN, or what names it
	queue   *yaml.Node // address of a queue
	role    *yaml.Node // name of the role
}

func (p *part) connector(id string, source *yaml.Node) {
	if source == nil {
		source = p.get("Source")
	}
	from, several := p.end(source), isSequence(p.get("Destination"))
	ends := []*yaml.Node{p.get("Destination")}
	if several {
		ends = arguments(p.get("Destination"))
	}
	for i, e := range ends {
		suffix := ""
		if several {
			suffix = "Destination" + strconv.Itoa(i)
		}
		p.connect(id, suffix, from, p.end(e))
	}
}

// end resolves a side of a connector: a resource of the stack, or properties.
func (p *part) end(n *yaml.Node) end {
	id := p.word(lookup(n, "Id"))
	l := p.s.logicals[id]
	if l == nil {
		l = p.s.logicals[p.s.aliases[id]]
	}
	if l == nil {
		out := end{typ: p.word(lookup(n, "Type")), value: lookup(n, "Arn"), queue: lookup(n, "QueueUrl"), role: lookup(n, "RoleName")}
		switch strings.TrimPrefix(out.typ, serverlessPrefix) {
		case "Function":
			out.typ = "AWS::Lambda::Function"
		case "StateMachine":
			out.typ = "AWS::StepFunctions::StateMachine"
		case "Api":
			out.typ = "AWS::ApiGateway::RestApi"
		case "HttpApi":
			out.typ = "AWS::ApiGatewayV2::Api"
		case "SimpleTable":
			out.typ = "AWS::DynamoDB::Table"
		}
		return out
	}
	out := end{id: l.name, typ: l.typ, value: p.ref(l.name), queue: p.ref(l.name)}
	if p.s.logicals[l.name+"Role"] != nil {
		out.role = p.ref(l.name + "Role")
	}
	return out
}

// connect makes what one destination needs. Which kind it is follows from both ends, as
// samtranslator/model/connector_profiles/profiles.json of SAM lists.
func (p *part) connect(id, suffix string, from, to end) {
	document := p.entry("PolicyDocument", p.object(p.entry("Statement", p.list(p.object(
		p.entry("Effect", p.text("Allow")), p.entry("Resource", p.about(from, to)))))))
	calls := []string{"AWS::Events::Rule", "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::SNS::Topic", "AWS::S3::Bucket", "AWS::AppSync::GraphQLApi"}
	switch sends := from.typ == "AWS::Events::Rule" || from.typ == "AWS::SNS::Topic"; {
	case to.typ == "AWS::Lambda::Function" && slices.Contains(calls, from.typ):
		for _, permission := range arguments(p.get("Permissions")) {
			p.make(id+p.word(permission)+"LambdaPermission"+suffix, "AWS::Lambda::Permission", []pair{
				p.entry("Action", p.text("lambda:InvokeFunction")), p.entry("FunctionName", to.value), p.entry("SourceArn", from.value),
			})
		}
	case to.typ == "AWS::SQS::Queue" && sends:
		p.make(id+"QueuePolicy"+suffix, "AWS::SQS::QueuePolicy", []pair{document, p.entry("Queues", p.list(to.queue))})
	case to.typ == "AWS::SNS::Topic" && from.typ == "AWS::Events::Rule":
		p.make(id+"TopicPolicy"+suffix, "AWS::SNS::TopicPolicy", []pair{document, p.entry("Topics", p.list(to.value))})
	default:
		role := from.role
		if to.typ == "AWS::Lambda::Function" && (from.typ == "AWS::DynamoDB::Table" || from.typ == "AWS::SQS::Queue") {
			role = to.role // the function reads
		}
		props := []pair{document}
		if role != nil {
			props = append(props, p.entry("Roles", p.list(role)))
		}
		p.make(id+"Policy"+suffix, "AWS::IAM::ManagedPolicy", props)
	}
}

// about is what a policy mentions: both ends, as far as they are known.
func (p *part) about(ends ...end) *yaml.Node {
	out := p.list()
	for _, e := range ends {
		if e.value != nil {
			out.Content = append(out.Content, p.object(p.entry("Fn::Join", p.list(p.text(""), p.list(p.text("arn:*:"), e.value)))))
		}
	}
	return out
}
