package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ecr"

	"github.com/faultline-dev/faultline/live/collect"
)

// ecrService reads repositories and the replication of the registry.
func ecrService() *collect.Service {
	return &collect.Service{
		Name: "ecr", SDK: "ECR",
		Calls: collect.Ops("DescribeRepositories", "ListTagsForResource", "DescribeRegistry"),
		Types: []string{"AWS::ECR::Repository", "AWS::ECR::ReplicationConfiguration"},
		Read:  readECR,
	}
}

func readECR(ctx context.Context, u *collect.Unit) {
	c := ecr.NewFromConfig(u.Config)
	var arns []string
	collect.Pages(ctx, u, ecr.NewDescribeRepositoriesPaginator(c, &ecr.DescribeRepositoriesInput{}), []string{"AWS::ECR::Repository"},
		func(page *ecr.DescribeRepositoriesOutput) {
			for i := range page.Repositories {
				o := collect.Answer(page.Repositories[i])
				arns = append(arns, o.Text("RepositoryArn"))
				u.Add(collect.Found{Type: "AWS::ECR::Repository", Ref: o.Text("RepositoryName"), ARN: o.Text("RepositoryArn"), Properties: o})
			}
		})
	if out, ok := collect.Ask(ctx, u, c.DescribeRegistry, &ecr.DescribeRegistryInput{}, "AWS::ECR::ReplicationConfiguration"); ok {
		o := collect.Answer(*out)
		if len(o.List("ReplicationConfiguration.Rules")) > 0 {
			u.Add(collect.Found{
				Type: "AWS::ECR::ReplicationConfiguration", Ref: o.Text("RegistryId"), ARN: u.ARN("ecr", "replication-configuration"), Properties: o,
			})
		}
	}
	for _, arn := range arns {
		out, err := c.ListTagsForResource(ctx, &ecr.ListTagsForResourceInput{ResourceArn: &arn})
		if u.Part(err, arn, []string{"Tags"}, "RepositoryNotFoundException") {
			u.Extend(arn, collect.Object{"Tags": collect.Answer(*out)["Tags"]})
		}
	}
}
