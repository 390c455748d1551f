package cloudformation

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// function is AWS::Serverless::Function: the function, its role, versions, address,
// destinations, deployment, and what its events make.
func (p *part) function() {
	id := p.l.name
	props := p.taken("FunctionName", "Handler", "Runtime", "Description", "MemorySize", "Timeout", "VpcConfig", "Environment",
		"ReservedConcurrentExecutions", "Layers", "KmsKeyArn", "FileSystemConfigs", "Architectures", "EphemeralStorage", "SnapStart",
		"PackageType", "ImageConfig", "CodeSigningConfigArn", "RuntimeManagementConfig", "LoggingConfig", "RecursiveLoop",
		"TenancyConfig", "DurableConfig", "CapacityProviderConfig", "FunctionScalingConfig")
	code := p.functionCode()
	props = append(props, code, p.tags())
	if mode := renamed(p.props, "Tracing", "TracingConfig"); mode.val != nil {
		mode.val = p.object(p.entry("Mode", mode.val))
		props = append(props, mode)
	}
	if dlq := renamed(p.props, "DeadLetterQueue", "DeadLetterConfig"); dlq.val != nil {
		dlq.val = p.object(taken(dlq.val, "TargetArn")...)
		props = append(props, dlq)
	}
	role := p.role("AWS::IAM::Role", "lambda.amazonaws.com", "AWSLambdaBasicExecutionRole")
	hashed := props
	if p.get("Role") != nil {
		hashed = append(slices.Clone(props), role)
	}
	props = append(props, role)
	l := p.make(id, "AWS::Lambda::Function", props)

	target := p.getAtt(id, "Arn")
	name := p.ref(id)
	qualifier, invoked := "", id
	if alias := p.get("AutoPublishAlias"); alias != nil {
		qualifier = p.versions(p.word(alias), p.versionData(code.val, hashed))
		target, invoked = p.ref(qualifier), qualifier
		name = target
	}
	p.url(qualifier)
	p.invokeConfig(qualifier)
	p.deployment(qualifier)
	for _, e := range pairs(p.get("Events")) {
		(&event{part: p, id: id + keyOf(e.key), invoked: invoked, at: e.key, node: e.val, to: l, target: target, function: name}).expand()
	}
}

func (p *part) functionCode() pair {
	if inline := renamed(p.props, "InlineCode", "Code"); inline.val != nil {
		inline.val = p.object(p.entry("ZipFile", inline.val))
		return inline
	}
	if image := renamed(p.props, "ImageUri", "Code"); image.val != nil {
		image.val = p.object(p.entry("ImageUri", image.val))
		return image
	}
	code := p.code("CodeUri", "Code")
	if key := taken(p.props, "SourceKMSKeyArn"); code.val != nil && len(key) > 0 {
		code.val.Content = append(code.val.Content, key[0].key, key[0].val)
	}
	return code
}

// role is that of a function or state machine: the one given, or a generated one.
func (p *part) role(typ, service, managed string) pair {
	as := "Role"
	if p.l.typ == serverlessPrefix+"StateMachine" {
		as = "RoleArn"
	}
	if given := renamed(p.props, "Role", as); given.val != nil {
		return given
	}
	id := p.l.name + "Role"
	arns := p.list()
	if managed != "" {
		arns.Content = append(arns.Content, p.sub("arn:${AWS::Partition}:iam::aws:policy/service-role/"+managed))
	}
	inline := p.list()
	policies := p.get("Policies")
	entries := arguments(policies)
	if !isSequence(policies) && policies != nil {
		entries = []*yaml.Node{policies}
	}
	for i, e := range entries {
		if s, ok := plainText(e); ok || isCall(resolved(e)) {
			if ok && !strings.HasPrefix(s, "arn:") {
				e = p.sub("arn:${AWS::Partition}:iam::aws:policy/" + s)
			}
			arns.Content = append(arns.Content, e)
			continue
		}
		inline.Content = append(inline.Content, p.object(
			p.entry("PolicyName", p.text(id+"Policy"+strconv.Itoa(i))), p.entry("PolicyDocument", p.policy(e))))
	}
	trust := p.get("AssumeRolePolicyDocument")
	if trust == nil {
		trust = p.trust(service)
	}
	props := []pair{p.entry("AssumeRolePolicyDocument", trust), renamed(p.props, "RolePath", "Path")}
	props = append(props, p.taken("PermissionsBoundary")...)
	if len(arns.Content) > 0 {
		props = append(props, p.entry("ManagedPolicyArns", arns))
	}
	if len(inline.Content) > 0 {
		props = append(props, p.entry("Policies", inline))
	}
	p.make(id, typ, append(props, p.tags()))
	return p.entry(as, p.getAtt(id, "Arn"))
}

func (m maker) trust(service string) *yaml.Node {
	return m.object(m.entry("Version", m.text("2012-10-17")), m.entry("Statement", m.list(m.object(
		m.entry("Effect", m.text("Allow")), m.entry("Action", m.list(m.text("sts:AssumeRole"))),
		m.entry("Principal", m.object(m.entry("Service", m.list(m.text(service)))))))))
}

// policy is an inline policy: a document, or a template of which the names that it is
// given are kept, as they say what the function uses.
func (p *part) policy(n *yaml.Node) *yaml.Node {
	if lookup(n, "Statement") != nil {
		return n
	}
	var resources []*yaml.Node
	for _, template := range pairs(n) {
		for _, param := range pairs(template.val) {
			resources = append(resources, p.object(p.entry("Fn::Join", p.list(p.text(""), p.list(p.text("arn:*:*:*:*:"), param.val)))))
		}
	}
	return p.object(p.entry("Statement", p.list(p.object(
		p.entry("Effect", p.text("Allow")), p.entry("Action", p.text("*")), p.entry("Resource", p.list(resources...))))))
}

// versions makes the version and the alias of AutoPublishAlias; it returns the alias.
func (p *part) versions(alias string, data map[string]any) string {
	id := p.l.name
	digest := hash(data)
	if given := p.word(p.get("AutoPublishCodeSha256")); len(given) >= 10 {
		digest = given[:10]
	}
	version := id + "Version" + digest
	l := p.make(version, "AWS::Lambda::Version", []pair{p.entry("FunctionName", p.ref(id)), renamed(p.props, "VersionDescription", "Description")})
	if lookup(l.node, "DeletionPolicy") == nil {
		l.node.Content = append(l.node.Content, p.text("DeletionPolicy"), p.text("Retain"))
	}
	aliasID := id + "Alias" + alphanumeric(alias)
	props := []pair{
		p.entry("Name", p.get("AutoPublishAlias")), p.entry("FunctionName", p.ref(id)),
		p.entry("FunctionVersion", p.getAtt(version, "Version")),
	}
	p.make(aliasID, "AWS::Lambda::Alias", append(props, p.taken("ProvisionedConcurrencyConfig")...))
	p.alias(id+".Version", version)
	p.alias(id+".Alias", aliasID)
	return aliasID
}

// versionData is what the name of a version hashes: the code with what is set around it,
// or all properties.
func (p *part) versionData(code *yaml.Node, props []pair) map[string]any {
	data, _ := p.raw(code).(map[string]any)
	if p.word(p.get("AutoPublishAliasAllProperties")) == "true" {
		return p.allProperties(props)
	}
	if data == nil {
		return nil
	}
	if env, ok := p.asWritten(p.get("Environment")).(map[string]any); ok {
		maps.Copy(data, env)
	}
	if size := p.get("MemorySize"); size != nil {
		data["MemorySize"] = p.asWritten(size)
	}
	if snap := p.get("SnapStart"); snap != nil && p.word(lookup(snap, "ApplyOn")) != "None" {
		data["SnapStart"] = p.asWritten(snap)
	}
	return data
}

// allProperties are those of the function as SAM hashes them, with those of its layers that
// publish it anew.
func (p *part) allProperties(props []pair) map[string]any {
	data, _ := p.asWritten(p.object(props...)).(map[string]any)
	tags, _ := data["Tags"].([]any)
	data["Tags"] = append([]any{map[string]any{"Key": "lambda:createdBy", "Value": "SAM"}}, tags...)
	for _, e := range arguments(p.get("Layers")) {
		name, arg := call(resolved(e))
		if name != "Ref" {
			continue
		}
		id := keyOf(untagged(arg))
		layer := lookup(lookup(p.s.tpl.root, "Resources"), id)
		props := lookup(layer, "Properties")
		if publish, _ := plainText(lookup(props, "PublishLambdaVersion")); publish == "true" {
			data[id] = p.asWritten(props)
		}
	}
	return data
}

// plainWord leaves out of a text what a logical ID cannot have.
func plainWord(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}

// alphanumeric writes a text so that it can be part of a logical ID.
func alphanumeric(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			return r
		case r == '-':
			return 'D'
		case r == '_':
			return 'U'
		default:
			return -1
		}
	}, s)
}

func (p *part) url(alias string) {
	config := p.get("FunctionUrlConfig")
	if config == nil {
		return
	}
	id := p.l.name
	target := p.ref(id)
	if alias != "" {
		target = p.ref(alias)
	}
	p.make(id+"Url", "AWS::Lambda::Url", append(taken(config, "AuthType", "Cors", "InvokeMode"), p.entry("TargetFunctionArn", target)))
	if p.word(lookup(config, "AuthType")) == "NONE" {
		p.make(id+"UrlPublicPermissions", "AWS::Lambda::Permission", []pair{
			p.entry("Action", p.text("lambda:InvokeFunctionUrl")), p.entry("FunctionName", target), p.entry("Principal", p.text("*")),
		})
		p.make(id+"URLInvokeAllowPublicAccess", "AWS::Lambda::Permission", []pair{
			p.entry("Action", p.text("lambda:InvokeFunction")), p.entry("FunctionName", target), p.entry("Principal", p.text("*")),
		})
	}
}

// invokeConfig is where asynchronous invocations end: what is only named by its type
// is made.
func (p *part) invokeConfig(alias string) {
	config := p.get("EventInvokeConfig")
	if config == nil {
		return
	}
	id := p.l.name + "EventInvokeConfig"
	props := append(taken(config, "MaximumEventAgeInSeconds", "MaximumRetryAttempts"), p.entry("FunctionName", p.ref(p.l.name)))
	if alias != "" {
		props = append(props, p.entry("Qualifier", p.get("AutoPublishAlias")))
	} else {
		props = append(props, p.entry("Qualifier", p.text("$LATEST")))
	}
	var ends []pair
	for _, when := range []string{"OnSuccess", "OnFailure"} {
		dest := lookup(lookup(config, "DestinationConfig"), when)
		if dest == nil {
			continue
		}
		target := lookup(dest, "Destination")
		if target == nil {
			switch p.word(lookup(dest, "Type")) {
			case "SQS":
				target = p.getAtt(p.make(id+when+"Queue", "AWS::SQS::Queue", nil).name, "Arn")
				p.alias(p.l.name+".DestinationQueue", id+when+"Queue")
			case "SNS":
				target = p.ref(p.make(id+when+"Topic", "AWS::SNS::Topic", nil).name)
				p.alias(p.l.name+".DestinationTopic", id+when+"Topic")
			}
		}
		ends = append(ends, p.entry(when, p.object(p.entry("Destination", target))))
	}
	if len(ends) > 0 {
		props = append(props, p.entry("DestinationConfig", p.object(ends...)))
	}
	p.make(id, "AWS::Lambda::EventInvokeConfig", props)
}

// deployment is how traffic moves to a new version.
func (p *part) deployment(alias string) {
	config := p.get("DeploymentPreference")
	if config == nil || alias == "" || p.word(lookup(config, "Enabled")) == "false" {
		return
	}
	if p.s.logicals["ServerlessDeploymentApplication"] == nil {
		p.shared("ServerlessDeploymentApplication", "AWS::CodeDeploy::Application", []pair{p.entry("ComputePlatform", p.text("Lambda"))})
	}
	role := lookup(config, "Role")
	if role == nil {
		if p.s.logicals["CodeDeployServiceRole"] == nil {
			p.shared("CodeDeployServiceRole", "AWS::IAM::Role", []pair{p.entry("AssumeRolePolicyDocument", p.trust("codedeploy.amazonaws.com"))})
		}
		role = p.getAtt("CodeDeployServiceRole", "Arn")
	}
	props := []pair{
		p.entry("ApplicationName", p.ref("ServerlessDeploymentApplication")), p.entry("ServiceRoleArn", role),
		renamed(config, "Type", "DeploymentConfigName"),
	}
	if alarms := lookup(config, "Alarms"); alarms != nil {
		items := p.list()
		for _, a := range arguments(alarms) {
			items.Content = append(items.Content, p.object(p.entry("Name", a)))
		}
		props = append(props, p.entry("AlarmConfiguration", p.object(p.entry("Enabled", p.bool(true)), p.entry("Alarms", items))))
	}
	p.make(p.l.name+"DeploymentGroup", "AWS::CodeDeploy::DeploymentGroup", props)
}

// shared adds a resource that several serverless ones have in common.
func (p *part) shared(id, typ string, props []pair) {
	l := p.make(id, typ, props)
	l.node = p.object(p.entry("Type", p.text(typ)), p.entry("Properties", p.object(props...)))
}
