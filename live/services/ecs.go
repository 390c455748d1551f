package services

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// ecsService reads clusters, capacity providers, services, and those task definitions
// that something is started from. The capacity providers of a cluster are its own
// properties here, which is what the type of their association becomes anyway.
func ecsService() *collect.Service {
	return &collect.Service{
		Name: "ecs", SDK: "ECS", Late: true,
		Calls: collect.Ops("ListClusters", "DescribeClusters", "DescribeCapacityProviders", "ListServices", "DescribeServices",
			"ListTaskDefinitionFamilies", "DescribeTaskDefinition"),
		Types: []string{
			"AWS::ECS::Cluster", "AWS::ECS::ClusterCapacityProviderAssociations", "AWS::ECS::CapacityProvider", "AWS::ECS::Service",
			"AWS::ECS::TaskDefinition",
		},
		Read: readECS,
	}
}

func readECS(ctx context.Context, u *collect.Unit) {
	c := ecs.NewFromConfig(u.Config)
	var clusters []string
	collect.Pages(ctx, u, ecs.NewListClustersPaginator(c, &ecs.ListClustersInput{}),
		[]string{"AWS::ECS::Cluster", "AWS::ECS::Service"},
		func(page *ecs.ListClustersOutput) { clusters = append(clusters, page.ClusterArns...) })
	const clustersAtOnce, servicesAtOnce = 100, 10 // what the two calls take
	for some := range slices.Chunk(clusters, clustersAtOnce) {
		out, ok := collect.Ask(ctx, u, c.DescribeClusters, &ecs.DescribeClustersInput{
			Clusters: some, Include: []types.ClusterField{types.ClusterFieldSettings, types.ClusterFieldTags},
		}, "AWS::ECS::Cluster")
		if !ok {
			break
		}
		for i := range out.Clusters {
			ecsCluster(u, collect.Answer(out.Clusters[i]))
		}
	}
	capacityProviders(ctx, u, c)
	used := map[string]bool{}
	satellites(u, clusters, []string{"AWS::ECS::Service"}, func(cluster string) error {
		var arns []string
		p := ecs.NewListServicesPaginator(c, &ecs.ListServicesInput{Cluster: &cluster})
		if err := collect.Every(ctx, p, func(page *ecs.ListServicesOutput) { arns = append(arns, page.ServiceArns...) }); err != nil {
			return err
		}
		for some := range slices.Chunk(arns, servicesAtOnce) {
			out, err := c.DescribeServices(ctx, &ecs.DescribeServicesInput{
				Cluster: &cluster, Services: some, Include: []types.ServiceField{types.ServiceFieldTags},
			})
			if err != nil {
				return err
			}
			for i := range out.Services {
				ecsServiceOf(u, collect.Answer(out.Services[i]), used)
			}
		}
		return nil
	}, "ClusterNotFoundException")
	taskDefinitions(ctx, u, c, used)
}

const ecsGone = "INACTIVE" // deleted, and still answered for some time

func ecsCluster(u *collect.Unit, o collect.Object) {
	if o.Text("Status") == ecsGone {
		return
	}
	o.Rename("Settings", "ClusterSettings")
	u.Add(collect.Found{Type: "AWS::ECS::Cluster", Ref: o.Text("ClusterName"), ARN: o.Text("ClusterArn"), Properties: o})
}

func capacityProviders(ctx context.Context, u *collect.Unit, c *ecs.Client) {
	kinds := []string{"AWS::ECS::CapacityProvider"}
	turns(u, kinds, func(token *string) (*string, error) {
		out, err := c.DescribeCapacityProviders(ctx, &ecs.DescribeCapacityProvidersInput{
			NextToken: token, Include: []types.CapacityProviderField{types.CapacityProviderFieldTags},
		})
		if err != nil {
			return nil, err
		}
		for i := range out.CapacityProviders {
			o := collect.Answer(out.CapacityProviders[i])
			if name := o.Text("Name"); name == "FARGATE" || name == "FARGATE_SPOT" || o.Text("Status") == ecsGone {
				continue // the first two are AWS's
			}
			u.Add(collect.Found{Type: "AWS::ECS::CapacityProvider", Ref: o.Text("Name"), ARN: o.Text("CapacityProviderArn"), Properties: o})
		}
		return out.NextToken, nil
	})
}

// ecsServiceOf adds a service and marks the task definitions that it runs.
func ecsServiceOf(u *collect.Unit, o collect.Object, used map[string]bool) {
	if o.Text("Status") == ecsGone {
		return
	}
	o.Rename("ClusterArn", "Cluster", "PlacementStrategy", "PlacementStrategies")
	for _, d := range o.List("Deployments") {
		used[d.Text("TaskDefinition")] = true
		if d.Text("Status") == "PRIMARY" {
			o.Set("ServiceConnectConfiguration", d["ServiceConnectConfiguration"])
		}
	}
	// With an external controller of deployments, or blue/green ones, the task sets have
	// what otherwise is the service's.
	for _, s := range o.List("TaskSets") {
		used[s.Text("TaskDefinition")] = true
		if s.Text("Status") != "PRIMARY" {
			continue
		}
		for _, name := range []string{
			"CapacityProviderStrategy", "LaunchType", "LoadBalancers", "NetworkConfiguration", "PlatformVersion", "ServiceRegistries", "TaskDefinition",
		} {
			if list, ok := o[name].([]any); o[name] == nil || ok && len(list) == 0 {
				o.Set(name, s[name])
			}
		}
	}
	used[o.Text("TaskDefinition")] = true
	for _, name := range []string{"CapacityProviderStrategy", "LoadBalancers", "ServiceRegistries", "PlacementConstraints", "PlacementStrategies"} {
		if list, ok := o[name].([]any); ok && len(list) == 0 {
			o.Take(name)
		}
	}
	u.Add(collect.Found{Type: "AWS::ECS::Service", Ref: o.Text("ServiceArn"), ARN: o.Text("ServiceArn"), Properties: o})
}
