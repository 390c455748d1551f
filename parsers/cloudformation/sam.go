package cloudformation

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

// Serverless resources are expanded as the transform AWS::Serverless-2016-10-31 does,
// into the resources and logical IDs that it makes. The figures of defaults and the
// naming follow aws-sam-translator, https://github.com/aws/serverless-application-model.

const serverlessPrefix = "AWS::Serverless::"

// sam is the expansion of one stack.
type sam struct {
	s *stack
	// routes are the events of functions that an API serves, by the API.
	routes map[string][]route
	// done are the resources of the stack as they will be.
	done []*logical
}

// route is one path of an API.
type route struct {
	path, method string
	to           *logical // function or state machine
	target       *yaml.Node
}

// serverless replaces the serverless resources of the stack.
func (s *stack) serverless() {
	if !slices.ContainsFunc(s.order, func(l *logical) bool { return strings.HasPrefix(l.typ, serverlessPrefix) || embedsConnector(l) }) {
		return
	}
	x := &sam{s: s, routes: map[string][]route{}}
	before := s.order
	s.order = nil
	var apis, connectors []*logical
	for _, l := range before {
		switch strings.TrimPrefix(l.typ, serverlessPrefix) {
		case "Api", "HttpApi":
			apis = append(apis, l)
		case "Function":
			x.part(l).function()
		case "StateMachine":
			x.part(l).stateMachine()
		case "SimpleTable":
			x.part(l).table()
		case "LayerVersion":
			x.part(l).layer()
		case "Application":
			x.part(l).application()
		case "GraphQLApi":
			x.part(l).graphQL()
		case "WebSocketApi":
			x.part(l).webSocket()
		case "CapacityProvider":
			x.part(l).capacity()
		case "Connector":
			connectors = append(connectors, l)
		default:
			if strings.HasPrefix(l.typ, serverlessPrefix) {
				l.frame.report(l.key, graph.SeverityError, true, "Serverless resource not expanded",
					"faultline does not know what %s becomes; %s is not judged.", clip(l.typ), clip(l.name))
				s.notLoaded("serverless resource " + l.name)
				continue
			}
			s.add(l)
		}
	}
	for _, l := range apis {
		x.part(l).api()
	}
	x.implicit()
	x.connectors(connectors, before)
	s.order = append(s.order, x.done...)
}

// part is a serverless resource with its properties, those of Globals under its own.
type part struct {
	*sam
	maker
	l     *logical
	props *yaml.Node
	span  *pair // of an event; nil for the resource as a whole
}

func (x *sam) part(l *logical) *part {
	p := &part{sam: x, maker: maker{l.key}, l: l, props: resolved(lookup(l.node, "Properties"))}
	section := strings.TrimPrefix(l.typ, serverlessPrefix)
	globals := lookup(lookup(x.s.tpl.root, "Globals"), section)
	if ignore := lookup(l.node, "IgnoreGlobals"); ignore != nil && globals != nil {
		globals = without(globals, ignore)
	}
	if globals != nil {
		p.props = combined(globals, p.props, 0)
	}
	if p.props == nil {
		p.props = p.object()
	}
	return p
}

// without leaves out of Globals what a resource ignores: all of it, or some names.
func without(globals, ignore *yaml.Node) *yaml.Node {
	if name, ok := plainText(ignore); ok && name == "*" {
		return nil
	}
	n := *resolved(globals)
	n.Content = nil
	for _, p := range pairs(globals) {
		if !slices.ContainsFunc(arguments(ignore), func(e *yaml.Node) bool { return keyOf(e) == keyOf(p.key) }) {
			n.Content = append(n.Content, p.key, p.val)
		}
	}
	return &n
}

// get is a property of the serverless resource; nil without.
func (p *part) get(names ...string) *yaml.Node {
	n := p.props
	for _, name := range names {
		n = lookup(n, name)
	}
	if isNull(n) {
		return nil
	}
	return n
}

// word is a property that must be known to name things; empty when it is not.
func (p *part) word(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	if v := p.l.frame.eval(n); v.scalar() {
		return v.text
	}
	return ""
}

// takenAs are properties of the serverless resource under their own names.
func (p *part) taken(names ...string) []pair { return taken(p.props, names...) }

// make adds a generated resource. What is written beside the properties of the
// serverless one holds for it, too.
func (p *part) make(id, typ string, props []pair) *logical {
	l := &logical{name: id, id: p.s.id + "/" + id, typ: typ, key: p.l.key, frame: p.l.frame, waits: p.l.waits, origin: p.l, span: p.span}
	if p.l.origin != nil {
		l.origin = p.l.origin
	}
	entries := []pair{p.entry("Type", p.text(typ)), p.entry("Properties", p.object(props...))}
	names := []string{"Condition", "DeletionPolicy", "UpdateReplacePolicy"}
	if id == p.l.name {
		names = append(names, "DependsOn", "Metadata", "CreationPolicy", "UpdatePolicy")
	}
	entries = append(entries, taken(p.l.node, names...)...)
	l.node = p.object(entries...)
	p.s.logicals[id] = l
	p.done = append(p.done, l)
	return l
}

// alias lets a name refer to a generated resource.
func (p *part) alias(name, id string) {
	if p.s.aliases == nil {
		p.s.aliases = map[string]string{}
	}
	p.s.aliases[name] = id
}

// tags are the tags of a generated resource: a mapping in SAM, a list below it.
func (p *part) tags() pair {
	tags := p.get("Tags")
	if tags == nil || isCall(resolved(tags)) || !isMapping(tags) {
		return p.entry("Tags", tags)
	}
	out := p.list()
	for _, t := range pairs(tags) {
		out.Content = append(out.Content, p.object(p.entry("Key", t.key), p.entry("Value", t.val)))
	}
	k, _ := find(p.props, "Tags")
	return pair{k, out}
}

// application is AWS::Serverless::Application, a nested stack.
func (p *part) application() {
	location := renamed(p.props, "Location", "TemplateURL")
	if location.val != nil && isMapping(location.val) && !isCall(resolved(location.val)) {
		location = pair{} // of the Serverless Application Repository
	}
	p.make(p.l.name, nestedType, append(p.taken("Parameters", "NotificationARNs", "TimeoutInMinutes"), location, p.tags()))
}

// table is AWS::Serverless::SimpleTable.
func (p *part) table() {
	name, typ := "id", "S"
	if key := p.get("PrimaryKey"); key != nil {
		if s := p.word(lookup(key, "Name")); s != "" {
			name = s
		}
		if s := p.word(lookup(key, "Type")); s != "" {
			typ = strings.ToUpper(s[:1])
		}
	}
	props := []pair{
		p.entry("AttributeDefinitions", p.list(p.object(p.entry("AttributeName", p.text(name)), p.entry("AttributeType", p.text(typ))))),
		p.entry("KeySchema", p.list(p.object(p.entry("AttributeName", p.text(name)), p.entry("KeyType", p.text("HASH"))))),
	}
	if throughput := p.get("ProvisionedThroughput"); throughput == nil {
		props = append(props, p.entry("BillingMode", p.text("PAY_PER_REQUEST")))
	}
	props = append(props, p.taken("ProvisionedThroughput", "TableName", "SSESpecification", "PointInTimeRecoverySpecification")...)
	p.make(p.l.name, "AWS::DynamoDB::Table", append(props, p.tags()))
}

// layer is AWS::Serverless::LayerVersion. Each content makes a new resource, so its
// name ends in a hash.
func (p *part) layer() {
	id := p.l.name + hash(p.layerData())
	props := append(p.taken("LayerName", "Description", "CompatibleArchitectures", "CompatibleRuntimes", "LicenseInfo"), p.code("ContentUri", "Content"))
	if p.get("LayerName") == nil {
		props = append(props, p.entry("LayerName", p.text(p.l.name)))
	}
	delete(p.s.logicals, p.l.name)
	p.alias(p.l.name, id)
	l := p.make(id, "AWS::Lambda::LayerVersion", props)
	if lookup(l.node, "DeletionPolicy") == nil && !strings.EqualFold(p.word(p.get("RetentionPolicy")), "delete") {
		l.node.Content = append(l.node.Content, p.text("DeletionPolicy"), p.text("Retain"))
	}
}

// layerData is what the name of a layer hashes: the layer as it is written, but for texts
// about it, whose values count.
func (p *part) layerData() any {
	data, _ := p.asWritten(p.object(append([]pair{p.entry("Type", p.text(p.l.typ)), p.entry("Properties", p.props)},
		taken(p.l.node, "Condition", "DependsOn")...)...)).(map[string]any)
	if props, ok := data["Properties"].(map[string]any); ok {
		for _, name := range []string{"LayerName", "LicenseInfo", "Description", "RetentionPolicy"} {
			if n := p.get(name); n != nil {
				props[name] = p.raw(n)
			}
		}
	}
	return map[string]any{p.l.name: data}
}

// code is where the code of a function or layer is kept: s3://BUCKET/KEY, a mapping,
// or a folder that only packaging uploads.
func (p *part) code(from, as string) pair {
	out := renamed(p.props, from, as)
	n := resolved(out.val)
	if n == nil {
		return pair{}
	}
	if isMapping(n) && !isCall(n) {
		entries := []pair{
			renamed(n, "Bucket", "S3Bucket"), renamed(n, "Key", "S3Key"), renamed(n, "Version", "S3ObjectVersion"),
		}
		out.val = p.object(append(entries, taken(n, "S3Bucket", "S3Key", "S3ObjectVersion")...)...)
		return out
	}
	address := p.word(n)
	bucket, key, ok := strings.Cut(strings.TrimPrefix(address, "s3://"), "/")
	if !ok || !strings.HasPrefix(address, "s3://") {
		out.val = p.object(p.entry("S3Key", n))
		return out
	}
	key, version, _ := strings.Cut(key, "?versionId=")
	entries := []pair{p.entry("S3Bucket", p.text(bucket)), p.entry("S3Key", p.text(key))}
	if version != "" {
		entries = append(entries, p.entry("S3ObjectVersion", p.text(version)))
	}
	out.val = p.object(entries...)
	return out
}
