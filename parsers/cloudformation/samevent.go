package cloudformation

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// event is one event of a function.
type event struct {
	*part
	id       string // of the resource that it makes
	invoked  string // logical ID of the function or its alias
	at, node *yaml.Node
	to       *logical
	target   *yaml.Node // ARN of the function or its alias
	function *yaml.Node // name of either
}

// expand makes what an event becomes.
func (e *event) expand() {
	props := lookup(e.node, "Properties")
	inner := *e.part
	inner.maker, inner.span = maker{e.at}, &pair{e.at, e.node}
	e.part = &inner
	switch kind := e.word(lookup(e.node, "Type")); kind {
	case "SQS", "Kinesis", "DynamoDB", "MSK", "MQ", "SelfManagedKafka", "DocumentDB":
		e.poll(kind, props)
	case "Api":
		e.rest(props)
	case "HttpApi":
		e.http(props)
	case "S3":
		e.bucket(props)
	case "SNS":
		e.topic(props)
	case "Schedule", "CloudWatchEvent", "EventBridgeRule":
		e.rule(kind, props)
	case "ScheduleV2":
		e.schedule(props)
	case "CloudWatchLogs":
		e.make(e.id, "AWS::Logs::SubscriptionFilter", append(taken(props, "LogGroupName", "FilterPattern"), e.entry("DestinationArn", e.target)))
		e.permission("logs.amazonaws.com", "")
	case "IoTRule":
		payload := e.object(append(taken(props, "Sql", "AwsIotSqlVersion"), e.entry("RuleDisabled", e.bool(false)),
			e.entry("Actions", e.list(e.object(e.entry("Lambda", e.object(e.entry("FunctionArn", e.target)))))))...)
		e.make(e.id, "AWS::IoT::TopicRule", []pair{e.entry("TopicRulePayload", payload)})
		e.permission("iot.amazonaws.com", "")
	case "AlexaSkill":
		e.permission("alexa-appkit.amazon.com", "")
	case "Cognito":
		e.pool(props)
	}
}

// poll is a source that Lambda reads from.
func (e *event) poll(kind string, props *yaml.Node) {
	source := ""
	switch kind {
	case "SQS":
		source = "Queue"
	case "Kinesis", "DynamoDB", "MSK":
		source = "Stream"
	case "MQ":
		source = "Broker"
	case "DocumentDB":
		source = "Cluster"
	}
	entries := []pair{e.entry("FunctionName", e.function)}
	if source != "" {
		entries = append(entries, renamed(props, source, "EventSourceArn"))
	}
	for _, p := range pairs(props) {
		switch keyOf(p.key) {
		case source, "SourceAccessConfigurations", "KafkaBootstrapServers", "DynamicPolicyName", "SecretsManagerKmsKeyId":
		default:
			if !isNull(p.val) {
				entries = append(entries, p)
			}
		}
	}
	entries = append(entries, taken(props, "SourceAccessConfigurations")...)
	if servers := lookup(props, "KafkaBootstrapServers"); servers != nil {
		entries = append(entries, e.entry("SelfManagedEventSource", e.object(e.entry("Endpoints", e.object(e.entry("KafkaBootstrapServers", servers))))))
	}
	e.make(e.id, "AWS::Lambda::EventSourceMapping", entries)
}

func (e *event) permission(principal, suffix string) { e.permissionOf(e.id, principal, suffix) }

func (e *event) permissionOf(prefix, principal, suffix string) {
	id := prefix + "Permission" + suffix
	if plainWord(suffix) != suffix {
		id = prefix + "Permission" + hash(suffix)
	}
	e.make(id, "AWS::Lambda::Permission", []pair{
		e.entry("Action", e.text("lambda:InvokeFunction")), e.entry("FunctionName", e.function), e.entry("Principal", e.text(principal)),
	})
}

// identifier is the logical ID that a property refers to, or the text that it is.
func (e *event) identifier(n *yaml.Node) string {
	if name, arg := call(resolved(n)); name == "Ref" {
		return keyOf(arg)
	}
	return e.word(n)
}

const (
	implicitRest = "ServerlessRestApi"
	implicitHTTP = "ServerlessHttpApi"
)

func (e *event) rest(props *yaml.Node) {
	id := implicitRest
	suffix := "Prod"
	if api := lookup(props, "RestApiId"); api != nil {
		id = e.identifier(api)
		suffix = "AllStages"
		if l := e.s.logicals[id]; l != nil && l.typ == serverlessPrefix+"Api" {
			suffix = "Stage"
			if name, ok := plainText(lookup(lookup(l.node, "Properties"), "StageName")); ok {
				suffix = name
			}
		}
	}
	e.serve(id, props)
	e.permission("apigateway.amazonaws.com", suffix)
}

func (e *event) http(props *yaml.Node) {
	id := implicitHTTP
	if api := lookup(props, "ApiId"); api != nil {
		id = e.identifier(api)
	}
	e.serve(id, props)
	e.permission("apigateway.amazonaws.com", "")
}

// serve adds a path to an API.
func (e *event) serve(api string, props *yaml.Node) {
	r := route{path: e.word(lookup(props, "Path")), method: strings.ToLower(e.word(lookup(props, "Method"))), to: e.to, target: e.target}
	if r.path == "" {
		r.path = "$default"
	}
	if r.method == "" || r.method == "any" {
		r.method = "x-amazon-apigateway-any-method"
	}
	e.routes[api] = append(e.routes[api], r)
}

// bucket adds the function to the notifications of a bucket of the template.
func (e *event) bucket(props *yaml.Node) {
	e.permission("s3.amazonaws.com", "")
	events := lookup(props, "Events")
	kinds := arguments(events)
	if !isSequence(events) {
		kinds = []*yaml.Node{events}
	}
	configs := e.list()
	for _, kind := range kinds {
		entries := append([]pair{e.entry("Event", kind), e.entry("Function", e.target)}, taken(props, "Filter")...)
		configs.Content = append(configs.Content, e.object(entries...))
	}
	e.amend(e.identifier(lookup(props, "Bucket")), e.object(e.entry("NotificationConfiguration", e.object(e.entry("LambdaConfigurations", configs)))))
}

// pool adds the function to the triggers of a user pool of the template.
func (e *event) pool(props *yaml.Node) {
	e.permissionOf(e.invoked+"Cognito", "cognito-idp.amazonaws.com", "")
	trigger := lookup(props, "Trigger")
	names := arguments(trigger)
	if !isSequence(trigger) {
		names = []*yaml.Node{trigger}
	}
	var entries []pair
	for _, n := range names {
		if name := e.word(n); name != "" {
			entries = append(entries, e.entry(name, e.target))
		}
	}
	e.amend(e.identifier(lookup(props, "UserPool")), e.object(e.entry("LambdaConfig", e.object(entries...))))
}

// amend puts properties over those of a resource of the template.
func (e *event) amend(id string, props *yaml.Node) {
	l := e.s.logicals[id]
	if l == nil {
		return
	}
	l.node = combined(l.node, e.object(e.entry("Properties", props)), 0)
}

func (e *event) topic(props *yaml.Node) {
	subscription := taken(props, "TopicArn", "Region", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy")
	if topic := renamed(props, "Topic", "TopicArn"); topic.val != nil {
		subscription = append(subscription, topic)
	}
	via := lookup(props, "SqsSubscription")
	if via == nil || e.word(via) == "false" {
		e.make(e.id, "AWS::SNS::Subscription", append(subscription, e.entry("Protocol", e.text("lambda")), e.entry("Endpoint", e.target)))
		e.permission("sns.amazonaws.com", "")
		return
	}
	arn, address := lookup(via, "QueueArn"), lookup(via, "QueueUrl")
	policy := e.id + "QueuePolicy"
	if arn == nil {
		queue := e.make(e.id+"Queue", "AWS::SQS::Queue", nil)
		arn, address = e.getAtt(queue.name, "Arn"), e.ref(queue.name)
	} else if named := e.word(lookup(via, "QueuePolicyLogicalId")); named != "" {
		policy = named
	}
	mapping := []pair{e.entry("FunctionName", e.function), e.entry("EventSourceArn", arn)}
	if size := taken(via, "BatchSize"); len(size) > 0 {
		mapping = append(mapping, size...)
	}
	e.make(e.id+"EventSourceMapping", "AWS::Lambda::EventSourceMapping", mapping)
	e.make(policy, "AWS::SQS::QueuePolicy", []pair{e.entry("Queues", e.list(address))})
	e.make(e.id, "AWS::SNS::Subscription", append(subscription, e.entry("Protocol", e.text("sqs")), e.entry("Endpoint", arn)))
}

// deadLetter is where an event goes that cannot be delivered: to the queue given, or
// to one that is made.
func (e *event) deadLetter(props *yaml.Node, policy bool) *yaml.Node {
	config := lookup(props, "DeadLetterConfig")
	if config == nil {
		return nil
	}
	arn := lookup(config, "Arn")
	if arn == nil {
		id := e.id + "Queue"
		if named := e.word(lookup(config, "QueueLogicalId")); named != "" {
			id = named
		}
		e.make(id, "AWS::SQS::Queue", nil)
		if policy {
			e.make(e.id+"QueuePolicy", "AWS::SQS::QueuePolicy", []pair{e.entry("Queues", e.list(e.ref(id)))})
		}
		arn = e.getAtt(id, "Arn")
	}
	return e.object(e.entry("Arn", arn))
}

// rule is a schedule or pattern of EventBridge.
func (e *event) rule(kind string, props *yaml.Node) {
	machine := e.l.typ == serverlessPrefix+"StateMachine"
	entries := append(taken(props, "Name", "Description", "EventBusName", "State"),
		renamed(props, "Pattern", "EventPattern"), renamed(props, "RuleName", "Name"))
	if kind == "Schedule" {
		entries = append(entries, renamed(props, "Schedule", "ScheduleExpression"))
		if enabled := lookup(props, "Enabled"); enabled != nil && e.word(enabled) == "false" {
			entries = append(entries, e.entry("State", e.text("DISABLED")))
		}
	}
	target := append([]pair{e.entry("Arn", e.target), e.entry("Id", e.text(e.id+"Target")), e.entry("DeadLetterConfig", e.deadLetter(props, true))},
		taken(props, "Input", "InputPath", "RetryPolicy", "InputTransformer")...)
	if machine {
		target = append(target, e.invoker("events.amazonaws.com"))
	}
	e.make(e.id, "AWS::Events::Rule", append(entries, e.entry("Targets", e.list(e.object(target...)))))
	if !machine {
		e.permission("events.amazonaws.com", "")
	}
}

// invoker is the role with which a service starts the target.
func (e *event) invoker(service string) pair {
	if given := renamed(lookup(e.node, "Properties"), "RoleArn", "RoleArn"); given.val != nil {
		return given
	}
	e.make(e.id+"Role", "AWS::IAM::Role", []pair{e.entry("AssumeRolePolicyDocument", e.trust(service))})
	return e.entry("RoleArn", e.getAtt(e.id+"Role", "Arn"))
}

func (e *event) schedule(props *yaml.Node) {
	entries := taken(props, "Name", "Description", "GroupName", "ScheduleExpression", "ScheduleExpressionTimezone", "StartDate", "EndDate", "State", "KmsKeyArn")
	window := lookup(props, "FlexibleTimeWindow")
	if window == nil {
		window = e.object(e.entry("Mode", e.text("OFF")))
	}
	target := append([]pair{e.entry("Arn", e.target), e.invoker("scheduler.amazonaws.com"), e.entry("DeadLetterConfig", e.deadLetter(props, false))},
		taken(props, "Input", "RetryPolicy")...)
	e.make(e.id, "AWS::Scheduler::Schedule", append(entries, e.entry("FlexibleTimeWindow", window), e.entry("Target", e.object(target...))))
}

// stateMachine is AWS::Serverless::StateMachine.
func (p *part) stateMachine() {
	id := p.l.name
	props := p.taken("Definition", "DefinitionString", "DefinitionSubstitutions", "EncryptionConfiguration")
	if uri := p.code("DefinitionUri", "DefinitionS3Location"); uri.val != nil {
		props = append(props, uri)
	}
	props = append(props, renamed(p.props, "Name", "StateMachineName"), renamed(p.props, "Type", "StateMachineType"),
		renamed(p.props, "Logging", "LoggingConfiguration"), renamed(p.props, "Tracing", "TracingConfiguration"), p.tags(),
		p.role("AWS::IAM::Role", "states.amazonaws.com", ""))
	l := p.make(id, "AWS::StepFunctions::StateMachine", props)
	target := p.ref(id)
	if alias := p.get("AutoPublishAlias"); alias != nil {
		version := id + "Version"
		p.make(version, "AWS::StepFunctions::StateMachineVersion", []pair{p.entry("StateMachineRevisionId", p.getAtt(id, "StateMachineRevisionId")), p.entry("StateMachineArn", p.ref(id))})
		aliasID := id + "Alias" + alphanumeric(p.word(alias))
		p.make(aliasID, "AWS::StepFunctions::StateMachineAlias", []pair{p.entry("Name", alias), p.entry("DeploymentPreference", p.object(p.entry("StateMachineVersionArn", p.ref(version))))})
		target = p.ref(aliasID)
	}
	for _, e := range pairs(p.get("Events")) {
		ev := &event{part: p, id: id + keyOf(e.key), invoked: id, at: e.key, node: e.val, to: l, target: target, function: p.ref(id)}
		ev.expandMachine()
	}
}

// expandMachine makes what an event of a state machine becomes.
func (e *event) expandMachine() {
	if e.word(lookup(e.node, "Type")) != "Api" {
		e.expand()
		return
	}
	props := lookup(e.node, "Properties")
	inner := *e.part
	inner.maker, inner.span = maker{e.at}, &pair{e.at, e.node}
	e.part = &inner
	id := implicitRest
	if api := lookup(props, "RestApiId"); api != nil {
		id = e.identifier(api)
	}
	e.serve(id, props)
	e.invoker("apigateway.amazonaws.com")
}
