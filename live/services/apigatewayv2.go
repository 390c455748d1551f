package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"

	"github.com/faultline-dev/faultline/live/collect"
)

const (
	httpAPI         = "AWS::ApiGatewayV2::Api"
	httpIntegration = "AWS::ApiGatewayV2::Integration"
	httpRoute       = "AWS::ApiGatewayV2::Route"
	httpStage       = "AWS::ApiGatewayV2::Stage"
	httpAuthorizer  = "AWS::ApiGatewayV2::Authorizer"
	httpVPCLink     = "AWS::ApiGatewayV2::VpcLink"
	httpDomainName  = "AWS::ApiGatewayV2::DomainName"
	httpMapping     = "AWS::ApiGatewayV2::ApiMapping"
)

// apigatewayv2Service reads HTTP and WebSocket APIs, and regional domain names with what
// they lead to, which may be REST APIs.
func apigatewayv2Service() *collect.Service {
	var calls []collect.Call
	for _, op := range []string{
		"GetApis", "GetIntegrations", "GetRoutes", "GetStages", "GetAuthorizers", "GetVpcLinks", "GetDomainNames", "GetApiMappings",
	} {
		calls = append(calls, collect.Call{Op: op, Actions: []string{"apigateway:GET"}})
	}
	return &collect.Service{
		Name: "apigatewayv2", SDK: "ApiGatewayV2", Late: true, Calls: calls,
		Types: []string{
			httpAPI, httpIntegration, httpRoute, httpStage, httpAuthorizer, httpVPCLink, httpDomainName, httpMapping,
		},
		Read: readAPIGatewayV2,
	}
}

func readAPIGatewayV2(ctx context.Context, u *collect.Unit) {
	c := apigatewayv2.NewFromConfig(u.Config)
	readHTTPVPCLinks(ctx, u, c)
	own := map[string]bool{}
	var apis []string
	in := &apigatewayv2.GetApisInput{}
	turns(u, []string{httpAPI, httpIntegration, httpRoute, httpStage, httpAuthorizer}, func(token *string) (*string, error) {
		in.NextToken = token
		out, err := c.GetApis(ctx, in)
		if err != nil {
			return nil, err
		}
		for i := range out.Items {
			o := collect.Answer(out.Items[i])
			id := o.Text("ApiId")
			o.Set("ExecuteApiArn", u.ARN("execute-api", id))
			u.Add(collect.Found{Type: httpAPI, Ref: id, ARN: gatewayARN(u, "/apis/"+id), Properties: o})
			own[id] = true
			apis = append(apis, id)
		}
		return out.NextToken, nil
	})
	for _, id := range apis {
		api := &httpParts{u: u, id: id}
		api.integrations(ctx, c)
		if api.routes(ctx, c) {
			api.authorizers(ctx, c)
		}
		api.stages(ctx, c)
	}
	readDomainNames(ctx, u, c, own)
}

// httpParts reads what belongs to one API.
type httpParts struct {
	u  *collect.Unit
	id string
}

// add adds a part. Its path is that of its ARN below the API's.
func (p *httpParts) add(typ, ref, path string, o collect.Object) {
	o.Set("ApiId", p.id)
	p.u.Add(collect.Found{Type: typ, Ref: ref, ARN: gatewayARN(p.u, "/apis/"+p.id+"/"+path+"/"+ref), Properties: o})
}

func (p *httpParts) integrations(ctx context.Context, c *apigatewayv2.Client) {
	in := &apigatewayv2.GetIntegrationsInput{ApiId: aws.String(p.id)}
	turns(p.u, []string{httpIntegration}, func(token *string) (*string, error) {
		in.NextToken = token
		out, err := c.GetIntegrations(ctx, in)
		if err != nil {
			return nil, err
		}
		for i := range out.Items {
			o := collect.Answer(out.Items[i])
			o.Set("IntegrationUri", withoutQuery(o.Text("IntegrationUri")))
			p.add(httpIntegration, o.Text("IntegrationId"), "integrations", o)
		}
		return out.NextToken, nil
	})
}

// routes reports whether a route has an authorizer, or may have one.
func (p *httpParts) routes(ctx context.Context, c *apigatewayv2.Client) (authorized bool) {
	in := &apigatewayv2.GetRoutesInput{ApiId: aws.String(p.id)}
	turns(p.u, []string{httpRoute}, func(token *string) (*string, error) {
		in.NextToken = token
		out, err := c.GetRoutes(ctx, in)
		if err != nil {
			authorized = true
			return nil, err
		}
		for i := range out.Items {
			o := collect.Answer(out.Items[i])
			authorized = authorized || o.Text("AuthorizerId") != ""
			p.add(httpRoute, o.Text("RouteId"), "routes", o)
		}
		return out.NextToken, nil
	})
	return authorized
}

func (p *httpParts) authorizers(ctx context.Context, c *apigatewayv2.Client) {
	in := &apigatewayv2.GetAuthorizersInput{ApiId: aws.String(p.id)}
	turns(p.u, []string{httpAuthorizer}, func(token *string) (*string, error) {
		in.NextToken = token
		out, err := c.GetAuthorizers(ctx, in)
		if err != nil {
			return nil, err
		}
		for i := range out.Items {
			o := collect.Answer(out.Items[i])
			p.add(httpAuthorizer, o.Text("AuthorizerId"), "authorizers", o)
		}
		return out.NextToken, nil
	})
}

func (p *httpParts) stages(ctx context.Context, c *apigatewayv2.Client) {
	in := &apigatewayv2.GetStagesInput{ApiId: aws.String(p.id)}
	turns(p.u, []string{httpStage}, func(token *string) (*string, error) {
		in.NextToken = token
		out, err := c.GetStages(ctx, in)
		if err != nil {
			return nil, err
		}
		for i := range out.Items {
			o := collect.Answer(out.Items[i])
			p.add(httpStage, o.Text("StageName"), "stages", o)
		}
		return out.NextToken, nil
	})
}

func readHTTPVPCLinks(ctx context.Context, u *collect.Unit, c *apigatewayv2.Client) {
	in := &apigatewayv2.GetVpcLinksInput{}
	turns(u, []string{httpVPCLink}, func(token *string) (*string, error) {
		in.NextToken = token
		out, err := c.GetVpcLinks(ctx, in)
		if err != nil {
			return nil, err
		}
		for i := range out.Items {
			o := collect.Answer(out.Items[i])
			u.Add(collect.Found{Type: httpVPCLink, Ref: o.Text("VpcLinkId"), ARN: gatewayARN(u, "/vpclinks/"+o.Text("VpcLinkId")), Properties: o})
		}
		return out.NextToken, nil
	})
}

// readDomainNames reads regional domain names. Whether one was made for REST APIs or for
// HTTP APIs cannot be told from it: it is taken for what it leads to, and without an
// HTTP API for one of REST APIs.
func readDomainNames(ctx context.Context, u *collect.Unit, c *apigatewayv2.Client, own map[string]bool) {
	var domains []types.DomainName
	in := &apigatewayv2.GetDomainNamesInput{}
	turns(u, []string{httpDomainName, httpMapping, restDomainName, restBasePathMapping}, func(token *string) (*string, error) {
		in.NextToken = token
		out, err := c.GetDomainNames(ctx, in)
		if err != nil {
			return nil, err
		}
		for i := range out.Items {
			configs := out.Items[i].DomainNameConfigurations
			if len(configs) == 0 || configs[0].EndpointType != types.EndpointTypeEdge {
				domains = append(domains, out.Items[i])
			}
		}
		return out.NextToken, nil
	})
	for i := range domains {
		readDomainName(ctx, u, c, &domains[i], own)
	}
}

func readDomainName(ctx context.Context, u *collect.Unit, c *apigatewayv2.Client, d *types.DomainName, own map[string]bool) {
	var mappings []collect.Object
	http := false
	in := &apigatewayv2.GetApiMappingsInput{DomainName: d.DomainName}
	turns(u, []string{httpMapping, restBasePathMapping}, func(token *string) (*string, error) {
		in.NextToken = token
		out, err := c.GetApiMappings(ctx, in)
		if err != nil {
			return nil, err
		}
		for i := range out.Items {
			http = http || own[aws.ToString(out.Items[i].ApiId)]
			mappings = append(mappings, collect.Answer(out.Items[i]))
		}
		return out.NextToken, nil
	})
	o := collect.Answer(d)
	name := o.Text("DomainName")
	arn := gatewayARN(u, "/domainnames/"+name)
	o.Set("DomainNameArn", arn)
	if configs := o.List("DomainNameConfigurations"); len(configs) > 0 {
		o.Set("RegionalDomainName", strings.ToLower(configs[0].Text("ApiGatewayDomainName")))
		o.Set("RegionalHostedZoneId", configs[0].Text("HostedZoneId"))
	}
	if http {
		u.Add(collect.Found{Type: httpDomainName, Ref: name, ARN: arn, Properties: o})
		for _, m := range mappings {
			m.Set("DomainName", name)
			id := m.Text("ApiMappingId")
			u.Add(collect.Found{Type: httpMapping, Ref: id, ARN: arn + "/apimappings/" + id, Properties: m})
		}
		return
	}
	o.Set("EndpointConfiguration", map[string]any{"Types": []any{"REGIONAL"}})
	o.Set("Tags", tagList(d.Tags))
	u.Add(collect.Found{Type: restDomainName, Ref: name, ARN: arn, Properties: o})
	for _, m := range mappings {
		m.Rename("ApiId", "RestApiId", "ApiMappingKey", "BasePath")
		basePathMapping(u, m, name)
	}
}
