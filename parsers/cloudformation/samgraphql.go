package cloudformation

import "go.yaml.in/yaml/v4"

// graphQL is AWS::Serverless::GraphQLApi: the API, its schema, data sources, functions
// and resolvers, cache, keys and domain.
func (p *part) graphQL() {
	id := p.l.name
	api := func(entries ...pair) []pair { return append(entries, p.entry("ApiId", p.getAtt(id, "ApiId"))) }
	props := p.taken("Name", "XrayEnabled", "Visibility", "OwnerContact", "IntrospectionConfig", "QueryDepthLimit", "ResolverCountLimit")
	if auth := p.get("Auth"); auth != nil {
		props = append(props, renamed(auth, "Type", "AuthenticationType"))
	}
	logging := p.get("Logging")
	if off, ok := plainText(logging); !ok || off != "false" {
		role := lookup(logging, "CloudWatchLogsRoleArn")
		if role == nil {
			p.make(id+"CloudWatchRole", "AWS::IAM::Role", []pair{p.entry("AssumeRolePolicyDocument", p.trust("appsync.amazonaws.com"))})
			role = p.getAtt(id+"CloudWatchRole", "Arn")
		}
		props = append(props, p.entry("LogConfig", p.object(p.entry("CloudWatchLogsRoleArn", role))))
	}
	p.make(id, "AWS::AppSync::GraphQLApi", append(props, p.tags()))
	p.make(id+"Schema", "AWS::AppSync::GraphQLSchema", api(renamed(p.props, "SchemaInline", "Definition"), renamed(p.props, "SchemaUri", "DefinitionS3Location")))
	p.dataSources()
	for _, f := range pairs(p.get("Functions")) {
		p.make(id+keyOf(f.key), "AWS::AppSync::FunctionConfiguration", api(append(taken(f.val, "Name"), p.source(f.val))...))
	}
	for _, typ := range pairs(p.get("Resolvers")) {
		for _, r := range pairs(typ.val) {
			p.make(id+keyOf(typ.key)+keyOf(r.key), "AWS::AppSync::Resolver", api(p.entry("TypeName", typ.key), p.entry("FieldName", r.key)))
		}
	}
	if cache := p.get("Cache"); cache != nil {
		p.make(id+"ApiCache", "AWS::AppSync::ApiCache", api(pairs(cache)...))
	}
	for _, key := range pairs(p.get("ApiKeys")) {
		p.make(id+keyOf(key.key), "AWS::AppSync::ApiKey", api(taken(key.val, "Description")...))
	}
	if domain := p.get("DomainName"); domain != nil {
		p.make(id+"DomainName", "AWS::AppSync::DomainName", taken(domain, "CertificateArn", "DomainName", "Description"))
		p.make(id+"DomainNameApiAssociation", "AWS::AppSync::DomainNameApiAssociation",
			api(p.entry("DomainName", p.getAtt(id+"DomainName", "DomainName"))))
	}
}

// source is the data source of a function: one of this API by its name, or another one.
func (p *part) source(n *yaml.Node) pair {
	name := lookup(n, "DataSource")
	if name == nil {
		return pair{}
	}
	for _, kind := range []string{"DynamoDb", "Lambda"} {
		if lookup(p.get("DataSources", kind), p.word(name)) != nil {
			return p.entry("DataSourceName", p.getAtt(p.sourceID(kind, p.word(name)), "Name"))
		}
	}
	return p.entry("DataSourceName", name)
}

func (p *part) sourceID(kind, name string) string {
	if kind == "DynamoDb" {
		kind = "DynamoDB"
	}
	return p.l.name + name + kind + "DataSource"
}

func (p *part) dataSources() {
	for _, kind := range []string{"DynamoDb", "Lambda"} {
		for _, d := range pairs(p.get("DataSources", kind)) {
			id := p.sourceID(kind, keyOf(d.key))
			props := append(taken(d.val, "Name", "Description"), p.entry("ApiId", p.getAtt(p.l.name, "ApiId")))
			if lookup(d.val, "Name") == nil {
				props = append(props, p.entry("Name", d.key))
			}
			if kind == "DynamoDb" {
				region := lookup(d.val, "Region")
				if region == nil {
					region = p.ref("AWS::Region")
				}
				props = append(props, p.entry("Type", p.text("AMAZON_DYNAMODB")),
					p.entry("DynamoDBConfig", p.object(append(taken(d.val, "TableName"), p.entry("AwsRegion", region))...)))
			} else {
				props = append(props, p.entry("Type", p.text("AWS_LAMBDA")),
					p.entry("LambdaConfig", p.object(renamed(d.val, "FunctionArn", "LambdaFunctionArn"))))
			}
			role := lookup(d.val, "ServiceRoleArn")
			if role == nil {
				p.make(id+"Role", "AWS::IAM::Role", []pair{p.entry("AssumeRolePolicyDocument", p.trust("appsync.amazonaws.com"))})
				role = p.getAtt(id+"Role", "Arn")
			}
			p.make(id, "AWS::AppSync::DataSource", append(props, p.entry("ServiceRoleArn", role)))
		}
	}
}

// webSocket is AWS::Serverless::WebSocketApi: the API, its stage, and what serves each route.
func (p *part) webSocket() {
	id := p.l.name
	p.make(id, "AWS::ApiGatewayV2::Api", append(p.taken("Name", "Description", "ApiKeySelectionExpression", "DisableExecuteApiEndpoint",
		"DisableSchemaValidation", "IpAddressType", "RouteSelectionExpression", "Tags"), p.entry("ProtocolType", p.text("WEBSOCKET"))))
	for _, r := range pairs(p.get("Routes")) {
		name := plainWord(keyOf(r.key))
		if name != "" && name[0] >= 'a' && name[0] <= 'z' {
			name = string(name[0]-'a'+'A') + name[1:]
		}
		integration := id + name + "Integration"
		p.make(integration, "AWS::ApiGatewayV2::Integration", []pair{
			p.entry("ApiId", p.ref(id)), p.entry("IntegrationType", p.text("AWS_PROXY")),
			p.entry("IntegrationUri", p.object(p.entry("Fn::Join", p.list(p.text(""), p.list(
				p.sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"), lookup(r.val, "FunctionArn"), p.text("/invocations")))))),
		})
		p.make(id+name+"Permission", "AWS::Lambda::Permission", []pair{
			p.entry("Action", p.text("lambda:InvokeFunction")), renamed(r.val, "FunctionArn", "FunctionName"),
			p.entry("Principal", p.text("apigateway.amazonaws.com")),
		})
		p.make(id+name+"Route", "AWS::ApiGatewayV2::Route", append(taken(r.val, "ApiKeyRequired", "OperationName"),
			p.entry("ApiId", p.ref(id)), p.entry("RouteKey", r.key),
			p.entry("Target", p.object(p.entry("Fn::Join", p.list(p.text("/"), p.list(p.text("integrations"), p.ref(integration))))))))
	}
	name := p.get("StageName")
	stage := id + "DefaultStage"
	if name == nil {
		name = p.text("default")
	} else if s, ok := plainText(name); ok && s != "default" {
		stage = p.stageID()
	}
	p.make(stage, "AWS::ApiGatewayV2::Stage", append(p.taken("AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables", "Tags"),
		p.entry("ApiId", p.ref(id)), p.entry("StageName", name), p.entry("AutoDeploy", p.bool(true))))
	p.alias(id+".Stage", stage)
	p.domain(domainForm{
		prefix: "ApiGatewayDomainNameV2", typ: "AWS::ApiGatewayV2::DomainName", mapping: "AWS::ApiGatewayV2::ApiMapping",
		suffix: "ApiMapping", target: "RegionalDomainName", zone: "RegionalHostedZoneId", stage: stage, api: "ApiId",
	})
}

// capacity is AWS::Serverless::CapacityProvider.
func (p *part) capacity() {
	role := p.get("OperatorRole")
	if role == nil {
		p.make(p.l.name+"OperatorRole", "AWS::IAM::Role", []pair{p.entry("AssumeRolePolicyDocument", p.trust("lambda.amazonaws.com"))})
		role = p.getAtt(p.l.name+"OperatorRole", "Arn")
	}
	p.make(p.l.name, "AWS::Lambda::CapacityProvider", append(p.taken("CapacityProviderName", "VpcConfig", "InstanceRequirements", "KmsKeyArn"),
		renamed(p.props, "ScalingConfig", "CapacityProviderScalingConfig"),
		p.entry("PermissionsConfig", p.object(p.entry("CapacityProviderOperatorRoleArn", role))), p.tags()))
}
