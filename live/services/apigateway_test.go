package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/apigateway/types"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	v2types "github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"
	"github.com/google/go-cmp/cmp"
)

func TestAPIGateway(t *testing.T) {
	s := &scenario{service: apigatewayService(), seed: seedAPIGateway}
	s.run(t, "moto")
}

const (
	testFunction  = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
	testInvokeURI = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/" + testFunction + "/invocations"
)

func seedAPIGateway(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	fixRandom(ctx, t, cfg)
	c := apigateway.NewFromConfig(cfg)
	api := must[*apigateway.CreateRestApiOutput](t)(c.CreateRestApi(ctx, &apigateway.CreateRestApiInput{
		Name: aws.String("shop"), Tags: map[string]string{"tier": "1"},
		EndpointConfiguration: &types.EndpointConfiguration{Types: []types.EndpointType{types.EndpointTypeRegional}},
	}))
	authorizer := must[*apigateway.CreateAuthorizerOutput](t)(c.CreateAuthorizer(ctx, &apigateway.CreateAuthorizerInput{
		RestApiId: api.Id, Name: aws.String("people"), Type: types.AuthorizerTypeCognitoUserPools, IdentitySource: aws.String("method.request.header.Authorization"),
		ProviderARNs: []string{"arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc"},
	}))
	link := must[*apigateway.CreateVpcLinkOutput](t)(c.CreateVpcLink(ctx, &apigateway.CreateVpcLinkInput{
		Name: aws.String("inside"), TargetArns: []string{"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/inside/0123456789abcdef"},
	}))
	orders := must[*apigateway.CreateResourceOutput](t)(c.CreateResource(ctx, &apigateway.CreateResourceInput{
		RestApiId: api.Id, ParentId: api.RootResourceId, PathPart: aws.String("orders"),
	}))
	for _, m := range []struct {
		verb        string
		authorizer  *string
		integration apigateway.PutIntegrationInput
	}{
		{"GET", authorizer.Id, apigateway.PutIntegrationInput{Type: types.IntegrationTypeAwsProxy, Uri: aws.String(testInvokeURI), TimeoutInMillis: aws.Int32(5000)}},
		{"POST", nil, apigateway.PutIntegrationInput{
			Type: types.IntegrationTypeHttpProxy, Uri: aws.String("https://user:planted-secret@inside.example.com/orders?key=planted-secret"),
			ConnectionType: types.ConnectionTypeVpcLink, ConnectionId: link.Id,
		}},
		{"PUT", nil, apigateway.PutIntegrationInput{
			Type: types.IntegrationTypeAws, Uri: aws.String("arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem"),
			Credentials:      aws.String("arn:aws:iam::123456789012:role/api"),
			RequestTemplates: map[string]string{"application/json": `{"TableName": "orders", "Item": {"key": "planted-secret"}}`},
		}},
	} {
		kind := "NONE"
		if m.authorizer != nil {
			kind = "COGNITO_USER_POOLS"
		}
		must[*apigateway.PutMethodOutput](t)(c.PutMethod(ctx, &apigateway.PutMethodInput{
			RestApiId: api.Id, ResourceId: orders.Id, HttpMethod: aws.String(m.verb), AuthorizationType: aws.String(kind), AuthorizerId: m.authorizer,
		}))
		in := m.integration
		in.RestApiId, in.ResourceId, in.HttpMethod, in.IntegrationHttpMethod = api.Id, orders.Id, aws.String(m.verb), aws.String("POST")
		must[*apigateway.PutIntegrationOutput](t)(c.PutIntegration(ctx, &in))
	}
	deployment := must[*apigateway.CreateDeploymentOutput](t)(c.CreateDeployment(ctx, &apigateway.CreateDeploymentInput{RestApiId: api.Id}))
	must[*apigateway.CreateStageOutput](t)(c.CreateStage(ctx, &apigateway.CreateStageInput{
		RestApiId: api.Id, StageName: aws.String("prod"), DeploymentId: deployment.Id, TracingEnabled: true, CacheClusterEnabled: true, CacheClusterSize: types.CacheClusterSizeSize0Point5Gb,
		Variables: map[string]string{"key": "planted-secret", "function": testFunction},
	}))
	must[*apigateway.CreateDomainNameOutput](t)(c.CreateDomainName(ctx, &apigateway.CreateDomainNameInput{
		DomainName: aws.String("api.example.com"), CertificateName: aws.String("api"),
		EndpointConfiguration: &types.EndpointConfiguration{Types: []types.EndpointType{types.EndpointTypeEdge}},
	}))
	must[*apigateway.CreateBasePathMappingOutput](t)(c.CreateBasePathMapping(ctx, &apigateway.CreateBasePathMappingInput{
		DomainName: aws.String("api.example.com"), RestApiId: api.Id, Stage: aws.String("prod"),
	}))
}

func TestAPIGatewayV2(t *testing.T) {
	s := &scenario{service: apigatewayv2Service(), seed: seedAPIGatewayV2}
	s.run(t, "moto")
}

func seedAPIGatewayV2(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	fixRandom(ctx, t, cfg)
	c := apigatewayv2.NewFromConfig(cfg)
	api := must[*apigatewayv2.CreateApiOutput](t)(c.CreateApi(ctx, &apigatewayv2.CreateApiInput{
		Name: aws.String("carts"), ProtocolType: v2types.ProtocolTypeHttp, Tags: map[string]string{"tier": "1"},
	}))
	link := must[*apigatewayv2.CreateVpcLinkOutput](t)(c.CreateVpcLink(ctx, &apigatewayv2.CreateVpcLinkInput{
		Name: aws.String("inside"), SubnetIds: []string{"subnet-11111111", "subnet-22222222"}, SecurityGroupIds: []string{"sg-11111111"},
	}))
	function := must[*apigatewayv2.CreateIntegrationOutput](t)(c.CreateIntegration(ctx, &apigatewayv2.CreateIntegrationInput{
		ApiId: api.ApiId, IntegrationType: v2types.IntegrationTypeAwsProxy, IntegrationUri: aws.String(testFunction), PayloadFormatVersion: aws.String("2.0"),
	}))
	must[*apigatewayv2.CreateIntegrationOutput](t)(c.CreateIntegration(ctx, &apigatewayv2.CreateIntegrationInput{
		ApiId: api.ApiId, IntegrationType: v2types.IntegrationTypeHttpProxy, IntegrationMethod: aws.String("ANY"),
		ConnectionType: v2types.ConnectionTypeVpcLink, ConnectionId: link.VpcLinkId,
		IntegrationUri:    aws.String("arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/carts/0123456789abcdef/fedcba9876543210"),
		RequestParameters: map[string]string{"append:header.x-key": "planted-secret"},
	}))
	must[*apigatewayv2.CreateRouteOutput](t)(c.CreateRoute(ctx, &apigatewayv2.CreateRouteInput{
		ApiId: api.ApiId, RouteKey: aws.String("GET /carts"), Target: aws.String("integrations/" + *function.IntegrationId),
	}))
	must[*apigatewayv2.CreateStageOutput](t)(c.CreateStage(ctx, &apigatewayv2.CreateStageInput{
		ApiId: api.ApiId, StageName: aws.String("$default"), AutoDeploy: aws.Bool(true), StageVariables: map[string]string{"key": "planted-secret"},
		DefaultRouteSettings: &v2types.RouteSettings{ThrottlingBurstLimit: aws.Int32(100), ThrottlingRateLimit: aws.Float64(50)},
	}))
	for _, name := range []string{"carts.example.com", "old.example.com"} {
		must[*apigatewayv2.CreateDomainNameOutput](t)(c.CreateDomainName(ctx, &apigatewayv2.CreateDomainNameInput{
			DomainName: aws.String(name), DomainNameConfigurations: []v2types.DomainNameConfiguration{{EndpointType: v2types.EndpointTypeRegional}},
		}))
	}
	must[*apigatewayv2.CreateApiMappingOutput](t)(c.CreateApiMapping(ctx, &apigatewayv2.CreateApiMappingInput{
		DomainName: aws.String("carts.example.com"), ApiId: api.ApiId, Stage: aws.String("$default"),
	}))
}

// What moto does not answer, or not as AWS does: the connection of an integration, templates
// of requests, authorizers of HTTP APIs, and a domain name that leads to a REST API.
func TestAPIGatewayDocuments(t *testing.T) {
	t.Parallel()
	handwritten(t, apigatewayService(), map[string]string{
		"GET /vpclinks":              `{"item": []}`,
		"GET /domainnames?limit=500": `{"item": []}`,
		"GET /restapis?limit=500":    `{"item": [{"id": "a1b2c3", "name": "shop", "rootResourceId": "r0", "createdDate": 1700000000, "endpointConfiguration": {"types": ["EDGE"]}}]}`,
		"GET /restapis/a1b2c3/resources?embed=methods&limit=500": `{"position": "next", "item": [{"id": "r0", "path": "/"}]}`,
		"GET /restapis/a1b2c3/resources?embed=methods&limit=500&position=next": `{"item": [{"id": "r1", "parentId": "r0", "pathPart": "orders", "path": "/orders",
			"resourceMethods": {
				"GET": {"httpMethod": "GET", "authorizationType": "NONE", "apiKeyRequired": false, "methodIntegration": {
					"type": "HTTP_PROXY", "httpMethod": "GET", "uri": "http://inside-1.elb.eu-west-1.amazonaws.com/orders", "connectionType": "VPC_LINK", "connectionId": "l1n2k3",
					"passthroughBehavior": "WHEN_NO_MATCH", "timeoutInMillis": 29000, "cacheNamespace": "r1", "cacheKeyParameters": []}},
				"PUT": {"httpMethod": "PUT", "authorizationType": "CUSTOM", "authorizerId": "au1", "methodIntegration": {
					"type": "AWS", "httpMethod": "POST", "uri": "arn:aws:apigateway:eu-west-1:states:action/StartExecution", "credentials": "arn:aws:iam::123456789012:role/api",
					"requestTemplates": {"application/json": "{\"stateMachineArn\": \"arn:aws:states:eu-west-1:123456789012:stateMachine:order\", \"input\": \"planted-secret\"}"},
					"timeoutInMillis": 29000}}}}]}`,
		"GET /restapis/a1b2c3/authorizers?limit=500": `{"item": [{"id": "au1", "name": "own", "type": "TOKEN", "authType": "custom", "authorizerUri": "` + testInvokeURI + `",
			"identitySource": "method.request.header.Authorization", "authorizerResultTtlInSeconds": 60}]}`,
		"GET /restapis/a1b2c3/stages": `{"item": [{"stageName": "prod", "deploymentId": "d1", "cacheClusterEnabled": false, "tracingEnabled": false, "createdDate": 1700000000,
			"canarySettings": {"percentTraffic": 10.0, "deploymentId": "d2", "useStageCache": false, "stageVariableOverrides": {"key": "planted-secret"}},
			"accessLogSettings": {"destinationArn": "arn:aws:logs:eu-west-1:123456789012:log-group:api", "format": "$context.requestId"}}]}`,
	})
	handwritten(t, apigatewayv2Service(), map[string]string{
		"GET /v2/vpclinks":                                `{"items": []}`,
		"GET /v2/apis":                                    `{"items": [{"apiId": "h1", "name": "carts", "protocolType": "HTTP", "apiEndpoint": "https://h1.execute-api.eu-west-1.amazonaws.com"}], "nextToken": "more"}`,
		"GET /v2/apis?nextToken=more":                     `{"items": [{"apiId": "h2", "name": "chat", "protocolType": "WEBSOCKET", "apiEndpoint": "wss://h2.execute-api.eu-west-1.amazonaws.com"}]}`,
		"GET /v2/apis/h1/integrations":                    `{"items": []}`,
		"GET /v2/apis/h1/routes":                          `{"items": [{"routeId": "ro1", "routeKey": "$default", "authorizationType": "JWT", "authorizerId": "au1"}]}`,
		"GET /v2/apis/h1/authorizers":                     `{"items": [{"authorizerId": "au1", "authorizerType": "JWT", "name": "people", "identitySource": ["$request.header.Authorization"], "jwtConfiguration": {"audience": ["shop"], "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc"}}]}`,
		"GET /v2/apis/h1/stages":                          `{"items": []}`,
		"GET /v2/apis/h2/integrations":                    `{"items": []}`,
		"GET /v2/apis/h2/routes":                          `{"items": []}`,
		"GET /v2/domainnames":                             `{"items": [{"domainName": "edge.example.com", "domainNameConfigurations": [{"endpointType": "EDGE"}]}, {"domainName": "old.example.com", "domainNameConfigurations": [{"endpointType": "REGIONAL", "apiGatewayDomainName": "d-abc.execute-api.eu-west-1.amazonaws.com", "hostedZoneId": "Z1"}]}, {"domainName": "new.example.com", "domainNameConfigurations": [{"endpointType": "REGIONAL", "apiGatewayDomainName": "d-def.execute-api.eu-west-1.amazonaws.com", "hostedZoneId": "Z1"}]}]}`,
		"GET /v2/domainnames/old.example.com/apimappings": `{"items": [{"apiId": "a1b2c3", "apiMappingId": "m1", "apiMappingKey": "orders", "stage": "prod"}]}`,
		"GET /v2/domainnames/new.example.com/apimappings": `{"items": [{"apiId": "h1", "apiMappingId": "m2", "apiMappingKey": "", "stage": "$default"}]}`,
	})
}

func TestAddressWithoutSecrets(t *testing.T) {
	t.Parallel()
	var got []string
	for _, address := range []string{
		"https://user:secret@example.com/a@b?key=secret", "http://example.com", "https://example.com?key=secret", testInvokeURI, "http", "https://",
	} {
		got = append(got, withoutQuery(address))
	}
	want := []string{"https://example.com/a@b", "http://example.com", "https://example.com", testInvokeURI, "http", "https://"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
