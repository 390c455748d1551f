package services

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/apigateway/types"

	"github.com/faultline-dev/faultline/live/collect"
)

const (
	restAPI             = "AWS::ApiGateway::RestApi"
	restResource        = "AWS::ApiGateway::Resource"
	restMethod          = "AWS::ApiGateway::Method"
	restStage           = "AWS::ApiGateway::Stage"
	restDeployment      = "AWS::ApiGateway::Deployment"
	restAuthorizer      = "AWS::ApiGateway::Authorizer"
	restVPCLink         = "AWS::ApiGateway::VpcLink"
	restDomainName      = "AWS::ApiGateway::DomainName"
	restBasePathMapping = "AWS::ApiGateway::BasePathMapping"
)

// apigatewayService reads REST APIs. The service grants few calls: one for each API
// lists paths, methods and integrations together, one its stages, and authorizers are
// asked for only where a method has one. Regional domain names, which REST APIs and
// HTTP APIs have in common, are read by apigatewayv2 although their types stand here.
func apigatewayService() *collect.Service {
	var calls []collect.Call
	for _, op := range []string{"GetRestApis", "GetResources", "GetStages", "GetAuthorizers", "GetVpcLinks", "GetDomainNames", "GetBasePathMappings"} {
		calls = append(calls, collect.Call{Op: op, Actions: []string{"apigateway:GET"}})
	}
	return &collect.Service{
		Name: "apigateway", SDK: "API Gateway", Late: true, Calls: calls,
		Types: []string{
			restAPI, restResource, restMethod, restStage, restDeployment, restAuthorizer, restVPCLink, restDomainName, restBasePathMapping,
		},
		Read: readAPIGateway,
	}
}

func readAPIGateway(ctx context.Context, u *collect.Unit) {
	c := apigateway.NewFromConfig(u.Config)
	collect.Pages(ctx, u, apigateway.NewGetVpcLinksPaginator(c, &apigateway.GetVpcLinksInput{}), []string{restVPCLink},
		func(page *apigateway.GetVpcLinksOutput) {
			for i := range page.Items {
				o := collect.Answer(page.Items[i])
				o.Rename("Id", "VpcLinkId")
				o.Set("Tags", tagList(page.Items[i].Tags))
				u.Add(collect.Found{Type: restVPCLink, Ref: o.Text("VpcLinkId"), ARN: gatewayARN(u, "/vpclinks/"+o.Text("VpcLinkId")), Properties: o})
			}
		})
	readRestDomainNames(ctx, u, c)
	var apis []string
	listed := []string{restAPI, restResource, restMethod, restStage, restDeployment, restAuthorizer}
	collect.Pages(ctx, u, apigateway.NewGetRestApisPaginator(c, &apigateway.GetRestApisInput{Limit: aws.Int32(mostGatewayItems)}), listed,
		func(page *apigateway.GetRestApisOutput) {
			for i := range page.Items {
				o := collect.Answer(page.Items[i])
				id := o.Text("Id")
				o.Set("RestApiId", id)
				o.Set("Tags", tagList(page.Items[i].Tags))
				u.Add(collect.Found{Type: restAPI, Ref: id, ARN: gatewayARN(u, "/restapis/"+id), Properties: o})
				apis = append(apis, id)
			}
		})
	for _, id := range apis {
		if readRestResources(ctx, u, c, id) {
			readRestAuthorizers(ctx, u, c, id)
		}
		readRestStages(ctx, u, c, id)
	}
}

// mostGatewayItems is the largest page.
const mostGatewayItems = 500

// gatewayARN makes an ARN of API Gateway, which has no account in it.
func gatewayARN(u *collect.Unit, path string) string {
	return "arn:" + u.Partition + ":apigateway:" + u.Region + "::" + path
}

// readRestResources reads the paths of an API with their methods and integrations, and
// reports whether a method has an authorizer, or may have one.
func readRestResources(ctx context.Context, u *collect.Unit, c *apigateway.Client, api string) (authorized bool) {
	pages := apigateway.NewGetResourcesPaginator(c, &apigateway.GetResourcesInput{
		RestApiId: aws.String(api), Embed: []string{"methods"}, Limit: aws.Int32(mostGatewayItems),
	})
	complete := collect.Pages(ctx, u, pages, []string{restResource, restMethod}, func(page *apigateway.GetResourcesOutput) {
		for i := range page.Items {
			r := &page.Items[i]
			o := collect.Answer(r)
			id := o.Text("Id")
			o.Rename("Id", "ResourceId")
			o.Set("RestApiId", api)
			arn := gatewayARN(u, "/restapis/"+api+"/resources/"+id)
			u.Add(collect.Found{Type: restResource, Ref: id, ARN: arn, Properties: o})
			for _, verb := range slices.Sorted(maps.Keys(r.ResourceMethods)) {
				m := collect.Answer(r.ResourceMethods[verb])
				authorized = authorized || m.Text("AuthorizerId") != ""
				method(u, m, api, id, verb)
			}
		}
	})
	return authorized || !complete
}

func method(u *collect.Unit, o collect.Object, api, resource, verb string) {
	o.Set("RestApiId", api)
	o.Set("ResourceId", resource)
	o.Set("HttpMethod", verb)
	o.Rename("MethodIntegration", "Integration")
	if o.Get("Integration.TimeoutInMillis") == 0.0 {
		o.Take("Integration.TimeoutInMillis") // not said
	}
	o.Rename("Integration.HttpMethod", "Integration.IntegrationHttpMethod")
	o.Set("Integration.Uri", withoutQuery(o.Text("Integration.Uri")))
	path := "/restapis/" + api + "/resources/" + resource + "/methods/" + verb
	u.Add(collect.Found{Type: restMethod, Ref: api + "|" + resource + "|" + verb, ARN: gatewayARN(u, path), Properties: o})
}

// withoutQuery is an address without what may be a key in it.
func withoutQuery(address string) string {
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return address
	}
	address, _, _ = strings.Cut(address, "?")
	scheme, rest, _ := strings.Cut(address, "://")
	host, path, slash := strings.Cut(rest, "/")
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		host = host[at+1:]
	}
	if slash {
		host += "/" + path
	}
	return scheme + "://" + host
}

// readRestAuthorizers reads authorizers, which the SDK has no paginator for.
func readRestAuthorizers(ctx context.Context, u *collect.Unit, c *apigateway.Client, api string) {
	in := &apigateway.GetAuthorizersInput{RestApiId: aws.String(api), Limit: aws.Int32(mostGatewayItems)}
	turns(u, []string{restAuthorizer}, func(token *string) (*string, error) {
		in.Position = token
		out, err := c.GetAuthorizers(ctx, in)
		if err != nil {
			return nil, err
		}
		for i := range out.Items {
			o := collect.Answer(out.Items[i])
			id := o.Text("Id")
			o.Rename("Id", "AuthorizerId")
			o.Set("RestApiId", api)
			u.Add(collect.Found{Type: restAuthorizer, Ref: id, ARN: gatewayARN(u, "/restapis/"+api+"/authorizers/"+id), Properties: o})
		}
		return out.Position, nil
	})
}

// readRestStages reads stages, and knows by them of the deployments that are in use.
func readRestStages(ctx context.Context, u *collect.Unit, c *apigateway.Client, api string) {
	out, ok := collect.Ask(ctx, u, c.GetStages, &apigateway.GetStagesInput{RestApiId: aws.String(api)}, restStage, restDeployment)
	if !ok {
		return
	}
	for i := range out.Item {
		o := collect.Answer(out.Item[i])
		o.Set("RestApiId", api)
		o.Set("Tags", tagList(out.Item[i].Tags))
		o.Rename("AccessLogSettings", "AccessLogSetting", "CanarySettings", "CanarySetting")
		o.Take("CanarySetting.StageVariableOverrides")
		name := o.Text("StageName")
		u.Add(collect.Found{Type: restStage, Ref: name, ARN: gatewayARN(u, "/restapis/"+api+"/stages/"+name), Properties: o})
		for _, id := range []string{o.Text("DeploymentId"), o.Text("CanarySetting.DeploymentId")} {
			if id != "" {
				u.Add(collect.Found{
					Type: restDeployment, Ref: id, ARN: gatewayARN(u, "/restapis/"+api+"/deployments/"+id),
					Properties: collect.Object{"DeploymentId": id, "RestApiId": api},
				})
			}
		}
	}
}

// readRestDomainNames reads the domain names that only REST APIs have: at the edge, and
// private ones.
func readRestDomainNames(ctx context.Context, u *collect.Unit, c *apigateway.Client) {
	type domain struct{ name, id *string }
	var domains []domain
	collect.Pages(ctx, u, apigateway.NewGetDomainNamesPaginator(c, &apigateway.GetDomainNamesInput{Limit: aws.Int32(mostGatewayItems)}),
		[]string{restDomainName, restBasePathMapping},
		func(page *apigateway.GetDomainNamesOutput) {
			for i := range page.Items {
				d := &page.Items[i]
				if d.EndpointConfiguration != nil && slices.Equal(d.EndpointConfiguration.Types, []types.EndpointType{types.EndpointTypeRegional}) {
					continue
				}
				o := collect.Answer(d)
				o.Set("Tags", tagList(d.Tags))
				name := o.Text("DomainName")
				arn := gatewayARN(u, "/domainnames/"+name)
				if own := o.Text("DomainNameArn"); own != "" {
					arn = own
				}
				u.Add(collect.Found{Type: restDomainName, Ref: name, ARN: arn, Properties: o})
				domains = append(domains, domain{d.DomainName, d.DomainNameId})
			}
		})
	for _, d := range domains {
		pages := apigateway.NewGetBasePathMappingsPaginator(c, &apigateway.GetBasePathMappingsInput{
			DomainName: d.name, DomainNameId: d.id, Limit: aws.Int32(mostGatewayItems),
		})
		collect.Pages(ctx, u, pages, []string{restBasePathMapping}, func(page *apigateway.GetBasePathMappingsOutput) {
			for i := range page.Items {
				o := collect.Answer(page.Items[i])
				basePathMapping(u, o, aws.ToString(d.name))
			}
		})
	}
}

// basePathMapping adds what a path of a domain name leads to. The API has "(none)"
// where there is no path.
func basePathMapping(u *collect.Unit, o collect.Object, domain string) {
	if o.Text("BasePath") == "(none)" {
		o.Take("BasePath")
	}
	o.Set("DomainName", domain)
	path := o.Text("BasePath")
	u.Add(collect.Found{
		Type: restBasePathMapping, Ref: domain + "|" + path, ARN: gatewayARN(u, "/domainnames/"+domain+"/basepathmappings/"+path), Properties: o,
	})
}
