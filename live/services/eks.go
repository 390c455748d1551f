package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/eks"

	"github.com/faultline-dev/faultline/live/collect"
)

// eksService reads clusters with what runs and extends them.
func eksService() *collect.Service {
	return &collect.Service{
		Name: "eks", SDK: "EKS",
		Calls: collect.Ops("ListClusters", "DescribeCluster", "ListNodegroups", "DescribeNodegroup", "ListFargateProfiles",
			"DescribeFargateProfile", "ListAddons", "DescribeAddon"),
		Types: []string{"AWS::EKS::Cluster", "AWS::EKS::Nodegroup", "AWS::EKS::FargateProfile", "AWS::EKS::Addon"},
		Read:  readEKS,
	}
}

func readEKS(ctx context.Context, u *collect.Unit) {
	c := eks.NewFromConfig(u.Config)
	var clusters []string
	collect.Pages(ctx, u, eks.NewListClustersPaginator(c, &eks.ListClustersInput{}),
		[]string{"AWS::EKS::Cluster", "AWS::EKS::Nodegroup", "AWS::EKS::FargateProfile", "AWS::EKS::Addon"},
		func(page *eks.ListClustersOutput) { clusters = append(clusters, page.Clusters...) })
	for _, name := range clusters {
		eksCluster(ctx, u, c, name)
	}
	satellites(u, clusters, []string{"AWS::EKS::Nodegroup"}, func(cluster string) error { return nodegroups(ctx, u, c, cluster) }, notThere)
	satellites(u, clusters, []string{"AWS::EKS::FargateProfile"}, func(cluster string) error { return fargateProfiles(ctx, u, c, cluster) }, notThere)
	satellites(u, clusters, []string{"AWS::EKS::Addon"}, func(cluster string) error { return addons(ctx, u, c, cluster) }, notThere)
}

// eksCluster adds one. A name alone is known of a cluster that may not be looked into.
func eksCluster(ctx context.Context, u *collect.Unit, c *eks.Client, name string) {
	arn := u.ARN("eks", "cluster/"+name)
	u.Add(collect.Found{Type: "AWS::EKS::Cluster", Ref: name, ARN: arn, Properties: collect.Object{"Name": name, "Arn": arn}})
	out, err := c.DescribeCluster(ctx, &eks.DescribeClusterInput{Name: &name})
	parts := []string{"ComputeConfig", "DeletionProtection", "Logging", "ResourcesVpcConfig", "Tags", "Version", "ZonalShiftConfig"}
	if !u.Part(err, arn, parts, notThere) {
		return
	}
	o := collect.Object{}
	if out.Cluster != nil {
		o = collect.Answer(*out.Cluster)
		o.Set("Tags", tagList(out.Cluster.Tags))
	}
	var enabled []any
	for _, l := range o.List("Logging.ClusterLogging") {
		types, _ := l["Types"].([]any)
		if l["Enabled"] != true {
			continue
		}
		for _, t := range types {
			enabled = append(enabled, map[string]any{"Type": t})
		}
	}
	if o.Take("Logging"); enabled != nil {
		o.Set("Logging.ClusterLogging.EnabledTypes", enabled)
	}
	u.Extend(arn, o)
}

func nodegroups(ctx context.Context, u *collect.Unit, c *eks.Client, cluster string) error {
	var names []string
	p := eks.NewListNodegroupsPaginator(c, &eks.ListNodegroupsInput{ClusterName: &cluster})
	if err := collect.Every(ctx, p, func(page *eks.ListNodegroupsOutput) { names = append(names, page.Nodegroups...) }); err != nil {
		return err
	}
	for _, name := range names {
		out, err := c.DescribeNodegroup(ctx, &eks.DescribeNodegroupInput{ClusterName: &cluster, NodegroupName: &name})
		switch {
		case collect.Code(err) == notThere:
			continue
		case err != nil:
			return err
		case out.Nodegroup == nil:
			continue
		}
		o := collect.Answer(*out.Nodegroup)
		o.Set("Tags", tagList(out.Nodegroup.Tags))
		u.Add(collect.Found{Type: "AWS::EKS::Nodegroup", Ref: cluster + "/" + name, ARN: o.Text("NodegroupArn"), Properties: o})
	}
	return nil
}

func fargateProfiles(ctx context.Context, u *collect.Unit, c *eks.Client, cluster string) error {
	var names []string
	p := eks.NewListFargateProfilesPaginator(c, &eks.ListFargateProfilesInput{ClusterName: &cluster})
	if err := collect.Every(ctx, p, func(page *eks.ListFargateProfilesOutput) { names = append(names, page.FargateProfileNames...) }); err != nil {
		return err
	}
	for _, name := range names {
		out, err := c.DescribeFargateProfile(ctx, &eks.DescribeFargateProfileInput{ClusterName: &cluster, FargateProfileName: &name})
		switch {
		case collect.Code(err) == notThere:
			continue
		case err != nil:
			return err
		case out.FargateProfile == nil:
			continue
		}
		o := collect.Answer(*out.FargateProfile)
		o.Set("Tags", tagList(out.FargateProfile.Tags))
		u.Add(collect.Found{Type: "AWS::EKS::FargateProfile", Ref: name, ARN: o.Text("FargateProfileArn"), Properties: o})
	}
	return nil
}

func addons(ctx context.Context, u *collect.Unit, c *eks.Client, cluster string) error {
	var names []string
	p := eks.NewListAddonsPaginator(c, &eks.ListAddonsInput{ClusterName: &cluster})
	if err := collect.Every(ctx, p, func(page *eks.ListAddonsOutput) { names = append(names, page.Addons...) }); err != nil {
		return err
	}
	for _, name := range names {
		out, err := c.DescribeAddon(ctx, &eks.DescribeAddonInput{ClusterName: &cluster, AddonName: &name})
		switch {
		case collect.Code(err) == notThere:
			continue
		case err != nil:
			return err
		case out.Addon == nil:
			continue
		}
		o := collect.Answer(*out.Addon)
		o.Set("Tags", tagList(out.Addon.Tags))
		u.Add(collect.Found{Type: "AWS::EKS::Addon", Ref: cluster + "|" + name, ARN: o.Text("AddonArn"), Properties: o})
	}
	return nil
}
