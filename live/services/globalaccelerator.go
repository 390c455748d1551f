package services

import (
	"context"

	ga "github.com/aws/aws-sdk-go-v2/service/globalaccelerator"

	"github.com/faultline-dev/faultline/live/collect"
)

// acceleratorService reads accelerators with their listeners and endpoint groups.
func acceleratorService() *collect.Service {
	return &collect.Service{
		Name: "globalaccelerator", SDK: "Global Accelerator", Global: true,
		Calls: collect.Ops("ListAccelerators", "ListListeners", "ListEndpointGroups", "ListTagsForResource"),
		Types: []string{
			"AWS::GlobalAccelerator::Accelerator", "AWS::GlobalAccelerator::Listener", "AWS::GlobalAccelerator::EndpointGroup",
		},
		Read: readAccelerators,
	}
}

func readAccelerators(ctx context.Context, u *collect.Unit) {
	cfg := u.Config.Copy()
	cfg.Region = "us-west-2" // the only region where the API answers
	c := ga.NewFromConfig(cfg)
	var accelerators []string
	collect.Pages(ctx, u, ga.NewListAcceleratorsPaginator(c, &ga.ListAcceleratorsInput{}),
		[]string{"AWS::GlobalAccelerator::Accelerator", "AWS::GlobalAccelerator::Listener", "AWS::GlobalAccelerator::EndpointGroup"},
		func(page *ga.ListAcceleratorsOutput) {
			for i := range page.Accelerators {
				o := collect.Answer(page.Accelerators[i])
				arn := o.Text("AcceleratorArn")
				u.Add(collect.Found{Type: "AWS::GlobalAccelerator::Accelerator", Ref: arn, ARN: arn, Properties: o})
				accelerators = append(accelerators, arn)
			}
		})
	for _, arn := range accelerators {
		out, err := c.ListTagsForResource(ctx, &ga.ListTagsForResourceInput{ResourceArn: &arn})
		if u.Part(err, arn, []string{"Tags"}, "AcceleratorNotFoundException") {
			u.Extend(arn, collect.Object{"Tags": collect.Answer(out).Get("Tags")})
		}
		acceleratorListeners(ctx, u, c, arn)
	}
}

func acceleratorListeners(ctx context.Context, u *collect.Unit, c *ga.Client, accelerator string) {
	var listeners []string
	collect.Pages(ctx, u, ga.NewListListenersPaginator(c, &ga.ListListenersInput{AcceleratorArn: &accelerator}),
		[]string{"AWS::GlobalAccelerator::Listener", "AWS::GlobalAccelerator::EndpointGroup"},
		func(page *ga.ListListenersOutput) {
			for i := range page.Listeners {
				o := collect.Answer(page.Listeners[i])
				arn := o.Text("ListenerArn")
				o.Set("AcceleratorArn", accelerator)
				u.Add(collect.Found{Type: "AWS::GlobalAccelerator::Listener", Ref: arn, ARN: arn, Properties: o})
				listeners = append(listeners, arn)
			}
		})
	for _, listener := range listeners {
		collect.Pages(ctx, u, ga.NewListEndpointGroupsPaginator(c, &ga.ListEndpointGroupsInput{ListenerArn: &listener}),
			[]string{"AWS::GlobalAccelerator::EndpointGroup"},
			func(page *ga.ListEndpointGroupsOutput) {
				for i := range page.EndpointGroups {
					o := collect.Answer(page.EndpointGroups[i])
					arn := o.Text("EndpointGroupArn")
					o.Set("ListenerArn", listener)
					o.Rename("EndpointDescriptions", "EndpointConfigurations")
					u.Add(collect.Found{Type: "AWS::GlobalAccelerator::EndpointGroup", Ref: arn, ARN: arn, Properties: o})
				}
			})
	}
}
