package cloudformation

import "go.yaml.in/yaml/v4"

// implicit makes the APIs that events without one of their own are served by.
func (x *sam) implicit() {
	for _, id := range []string{implicitRest, implicitHTTP} {
		routes := x.routes[id]
		if len(routes) == 0 || x.s.logicals[id] != nil {
			continue
		}
		first := routes[0].to
		l := &logical{name: id, id: x.s.id + "/" + id, typ: serverlessPrefix + "Api", key: first.key, frame: first.frame, origin: first.origin, waits: first.waits}
		m := maker{first.key}
		props := []pair{m.entry("StageName", m.text("Prod"))}
		if id == implicitHTTP {
			l.typ = serverlessPrefix + "HttpApi"
			props = nil
		}
		l.node = m.object(m.entry("Type", m.text(l.typ)), m.entry("Properties", m.object(props...)), m.entry("Condition", condition(m, routes)))
		x.part(l).api()
	}
}

// condition is that under which one of the routes exists; nil when one always does.
func condition(m maker, routes []route) *yaml.Node {
	var any1 []*yaml.Node
	for _, r := range routes {
		c := lookup(r.to.node, "Condition")
		if c == nil {
			return nil
		}
		any1 = append(any1, m.object(m.entry("Condition", c)))
	}
	if len(any1) == 1 {
		return lookup(any1[0], "Condition")
	}
	return m.object(m.entry("Fn::Or", m.list(any1...)))
}

// api is AWS::Serverless::Api or HttpApi: the API, its stage and its domain.
func (p *part) api() {
	if p.l.typ == serverlessPrefix+"HttpApi" {
		p.httpAPI()
		return
	}
	id := p.l.name
	props := p.taken("Name", "Description", "EndpointConfiguration", "BinaryMediaTypes", "MinimumCompressionSize",
		"DisableExecuteApiEndpoint", "ApiKeySourceType", "FailOnWarnings", "Mode", "SecurityPolicy", "Policy")
	if endpoint := p.get("EndpointConfiguration"); endpoint != nil {
		if typ := lookup(endpoint, "Type"); typ != nil {
			props = append(props, p.entry("EndpointConfiguration", p.object(append(
				[]pair{p.entry("Types", p.list(typ)), renamed(endpoint, "VPCEndpointIds", "VpcEndpointIds")}, taken(endpoint, "IpAddressType")...)...)))
		} else if s, ok := plainText(endpoint); ok {
			props = append(props, p.entry("EndpointConfiguration", p.object(p.entry("Types", p.list(p.text(s))))))
		}
	}
	props = append(props, p.body("BodyS3Location"), p.tags())
	p.make(id, "AWS::ApiGateway::RestApi", props)
	p.make(id+"Deployment", "AWS::ApiGateway::Deployment", []pair{p.entry("RestApiId", p.ref(id))})
	stage := p.stageID()
	settings := p.taken("StageName", "CacheClusterEnabled", "CacheClusterSize", "Variables", "MethodSettings", "AccessLogSetting", "CanarySetting", "TracingEnabled")
	p.make(stage, "AWS::ApiGateway::Stage", append(settings, p.entry("RestApiId", p.ref(id)), p.entry("DeploymentId", p.ref(id+"Deployment")), p.tags()))
	p.alias(id+".Stage", stage)
	p.alias(id+".Deployment", id+"Deployment")
	p.domain(domainForm{
		prefix: "ApiGatewayDomainName", typ: "AWS::ApiGateway::DomainName", mapping: "AWS::ApiGateway::BasePathMapping",
		suffix: "BasePathMapping", target: "RegionalDomainName", zone: "RegionalHostedZoneId", stage: stage, api: "RestApiId",
	})
	p.usagePlan(stage)
}

func (p *part) httpAPI() {
	id := p.l.name
	props := append(p.taken("Name", "Description", "DisableExecuteApiEndpoint", "FailOnWarnings", "CorsConfiguration"), p.body("BodyS3Location"))
	if tags := p.get("Tags"); tags != nil {
		props = append(props, p.entry("Tags", tags))
	}
	p.make(id, "AWS::ApiGatewayV2::Api", props)
	stage := id + "ApiGatewayDefaultStage"
	if p.get("StageName") != nil && p.word(p.get("StageName")) != "$default" {
		stage = p.stageID()
	}
	name := p.get("StageName")
	if name == nil {
		name = p.text("$default")
	}
	settings := append(p.taken("AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables"),
		p.entry("ApiId", p.ref(id)), p.entry("StageName", name), p.entry("AutoDeploy", p.bool(true)))
	p.make(stage, "AWS::ApiGatewayV2::Stage", settings)
	p.alias(id+".Stage", stage)
	p.domain(domainForm{
		prefix: "ApiGatewayDomainNameV2", typ: "AWS::ApiGatewayV2::DomainName", mapping: "AWS::ApiGatewayV2::ApiMapping",
		suffix: "ApiMapping", target: "RegionalDomainName", zone: "RegionalHostedZoneId", stage: stage, api: "ApiId",
	})
}

// stageID is the logical ID of a stage: it has the stage's name where that is plain.
func (p *part) stageID() string {
	name, _ := plainText(p.get("StageName"))
	switch {
	case name == "":
		return p.l.name + "Stage"
	case plainWord(name) == name:
		return p.l.name + name + "Stage"
	default:
		return p.l.name + "Stage" + hash(name)
	}
}

// body is the API's definition: the one that is written, or that of the events.
func (p *part) body(location string) pair {
	if written := renamed(p.props, "DefinitionBody", "Body"); written.val != nil {
		return written
	}
	if uri := p.code("DefinitionUri", location); uri.val != nil {
		return uri
	}
	paths := p.object()
	for _, r := range p.routes[p.l.name] {
		at := maker{r.to.key}
		integration := at.object(at.entry("type", at.text("aws_proxy")), at.entry("httpMethod", at.text("POST")),
			at.entry("uri", at.object(at.entry("Fn::Join", at.list(at.text(""), at.list(
				at.sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"), r.target, at.text("/invocations")))))))
		operation := at.object(at.entry("x-amazon-apigateway-integration", integration))
		added := at.object(at.entry(r.path, at.object(at.entry(r.method, operation))))
		paths = combined(paths, added, 0)
	}
	if len(paths.Content) == 0 {
		return pair{}
	}
	version := p.entry("swagger", p.text("2.0"))
	if p.l.typ == serverlessPrefix+"HttpApi" {
		version = p.entry("openapi", p.text("3.0.1"))
	}
	return p.entry("Body", p.object(version, p.entry("paths", paths)))
}

// domainForm is what the domains of the two kinds of API differ in.
type domainForm struct{ prefix, typ, mapping, suffix, target, zone, stage, api string }

func (p *part) domain(f domainForm) {
	domain := p.get("Domain")
	name := lookup(domain, "DomainName")
	if name == nil {
		return
	}
	id := f.prefix + hash(p.raw(name))
	props := []pair{p.entry("DomainName", name)}
	kind := p.word(lookup(domain, "EndpointConfiguration"))
	if kind == "" {
		kind = "REGIONAL"
	}
	edge := kind == "EDGE"
	switch {
	case f.api == "ApiId":
		props = append(props, p.entry("DomainNameConfigurations", p.list(p.object(
			renamed(domain, "CertificateArn", "CertificateArn"), p.entry("EndpointType", p.text(kind))))))
	case edge:
		props = append(props, p.entry("EndpointConfiguration", p.object(p.entry("Types", p.list(p.text(kind))))))
		props = append(props, taken(domain, "CertificateArn")...)
	default:
		props = append(props, p.entry("EndpointConfiguration", p.object(p.entry("Types", p.list(p.text(kind))))),
			renamed(domain, "CertificateArn", "RegionalCertificateArn"))
	}
	typ := f.typ
	mapping := f.mapping
	if kind == "PRIVATE" && f.api == "RestApiId" {
		typ, mapping = "AWS::ApiGateway::DomainNameV2", "AWS::ApiGateway::BasePathMappingV2"
		id = "ApiGatewayDomainNameV2" + hash(p.raw(name))
	}
	if p.s.logicals[id] == nil {
		p.make(id, typ, props)
	}
	p.alias(p.l.name+".DomainName", id)
	paths := arguments(lookup(domain, "BasePath"))
	if one := lookup(domain, "BasePath"); one != nil && len(paths) == 0 && p.word(one) != "" && f.api == "RestApiId" {
		paths = []*yaml.Node{one}
	}
	if len(paths) == 0 {
		p.mapping(p.l.name+f.suffix, mapping, id, f, nil)
	}
	for _, path := range paths {
		p.mapping(p.l.name+plainWord(p.word(path))+f.suffix, mapping, id, f, path)
	}
	p.records(lookup(domain, "Route53"), id, name, edge, f)
}

func (p *part) mapping(id, typ, domain string, f domainForm, path *yaml.Node) {
	key := "BasePath"
	if f.api == "ApiId" {
		key = "ApiMappingKey"
	}
	p.make(id, typ, []pair{
		p.entry("DomainName", p.ref(domain)), p.entry(f.api, p.ref(p.l.name)), p.entry("Stage", p.ref(f.stage)), p.entry(key, path),
	})
}

// records are the names of the domain in Route 53.
func (p *part) records(route *yaml.Node, domain string, name *yaml.Node, edge bool, f domainForm) {
	zone := lookup(route, "HostedZoneId")
	zoneEntry := "HostedZoneId"
	if zone == nil {
		zone, zoneEntry = lookup(route, "HostedZoneName"), "HostedZoneName"
	}
	if zone == nil {
		return
	}
	alias := p.object(p.entry("DNSName", p.getAtt(domain, f.target)), p.entry("HostedZoneId", p.getAtt(domain, f.zone)))
	if edge {
		alias = p.object(p.entry("DNSName", p.getAtt(domain, "DistributionDomainName")), p.entry("HostedZoneId", p.text("Z2FDTNDATAQYW2")))
	}
	alias.Content = append(alias.Content, p.object(taken(route, "EvaluateTargetHealth")...).Content...)
	kinds := []string{"A"}
	if p.word(lookup(route, "IpV6")) == "true" {
		kinds = append(kinds, "AAAA")
	}
	sets := p.list()
	for _, kind := range kinds {
		entries := []pair{p.entry("Name", name), p.entry("Type", p.text(kind)), p.entry("AliasTarget", alias)}
		sets.Content = append(sets.Content, p.object(append(entries, taken(route, "SetIdentifier", "Region")...)...))
	}
	data := p.raw(zone)
	if p.word(lookup(route, "SeparateRecordSetGroup")) == "true" {
		data = []any{data, p.raw(name)}
	}
	id := "RecordSetGroup" + hash(data)
	if have := p.s.logicals[id]; have != nil {
		have.node = combined(have.node, p.object(p.entry("Properties", p.object(p.entry("RecordSets", sets)))), 0)
		return
	}
	p.make(id, "AWS::Route53::RecordSetGroup", []pair{p.entry(zoneEntry, zone), p.entry("RecordSets", sets)})
}

func (p *part) usagePlan(stage string) {
	plan := lookup(p.get("Auth"), "UsagePlan")
	var id string
	switch p.word(lookup(plan, "CreateUsagePlan")) {
	case "PER_API":
		id = p.l.name
	case "SHARED":
		id = "Serverless"
		if p.s.logicals["ServerlessUsagePlan"] != nil {
			return
		}
	default:
		return
	}
	stages := p.list(p.object(p.entry("ApiId", p.ref(p.l.name)), p.entry("Stage", p.ref(stage))))
	p.make(id+"UsagePlan", "AWS::ApiGateway::UsagePlan", append(taken(plan, "Description", "Quota", "Throttle", "UsagePlanName"), p.entry("ApiStages", stages)))
	p.make(id+"ApiKey", "AWS::ApiGateway::ApiKey", []pair{p.entry("Enabled", p.bool(true))})
	p.make(id+"UsagePlanKey", "AWS::ApiGateway::UsagePlanKey", []pair{p.entry("KeyId", p.ref(id+"ApiKey")), p.entry("UsagePlanId", p.ref(id+"UsagePlan"))})
}
