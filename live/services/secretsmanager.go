package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/faultline-dev/faultline/live/collect"
)

// secretsmanagerService reads secrets, never their values: it does not declare the call
// for these.
func secretsmanagerService() *collect.Service {
	return &collect.Service{
		Name: "secretsmanager", SDK: "Secrets Manager",
		Calls: collect.Ops("ListSecrets", "DescribeSecret"),
		Types: []string{"AWS::SecretsManager::Secret", "AWS::SecretsManager::RotationSchedule"},
		Read:  readSecretsManager,
	}
}

func readSecretsManager(ctx context.Context, u *collect.Unit) {
	c := secretsmanager.NewFromConfig(u.Config)
	var listed []collect.Object
	types := []string{"AWS::SecretsManager::Secret", "AWS::SecretsManager::RotationSchedule"}
	collect.Pages(ctx, u, secretsmanager.NewListSecretsPaginator(c, &secretsmanager.ListSecretsInput{MaxResults: aws.Int32(100)}), types,
		func(page *secretsmanager.ListSecretsOutput) {
			for i := range page.SecretList {
				listed = append(listed, collect.Answer(page.SecretList[i]))
			}
		})
	collect.Parallel(listed,
		func(o collect.Object) secretAnswer {
			arn := o.Text("ARN")
			out, err := c.DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: &arn})
			return secretAnswer{out, err}
		},
		func(o collect.Object, a secretAnswer) { secret(u, o, a) })
}

// secretAnswer is the description of one secret; only that has its replicas.
type secretAnswer struct {
	out *secretsmanager.DescribeSecretOutput
	err error
}

func secret(u *collect.Unit, o collect.Object, a secretAnswer) {
	if collect.Code(a.err) == "ResourceNotFoundException" {
		return // deleted since it was listed
	}
	arn := o.Text("ARN")
	o.Rename("ARN", "Id")
	primary := o.Text("PrimaryRegion")
	if primary == u.Region {
		primary = ""
	}
	if rotates, _ := o.Get("RotationEnabled").(bool); rotates && primary == "" {
		u.Add(collect.Found{
			Type: "AWS::SecretsManager::RotationSchedule", Ref: arn, ARN: arn + "/rotation",
			Properties: collect.Object{"SecretId": arn, "RotationLambdaARN": o.Get("RotationLambdaARN"), "RotationRules": o.Get("RotationRules")},
		})
	}
	if primary != "" { // it is a replica, and what it is copied from is its copy
		o["ReplicaRegions"] = []any{map[string]any{"Region": primary}}
	}
	u.Add(collect.Found{Type: "AWS::SecretsManager::Secret", Ref: arn, ARN: arn, Properties: o})
	if primary != "" || !u.Part(a.err, arn, []string{"ReplicaRegions"}) {
		return
	}
	replicas := []any{}
	for _, r := range collect.Answer(a.out).List("ReplicationStatus") {
		if r.Text("Status") != "Failed" { // that copy was not made
			replicas = append(replicas, map[string]any(r))
		}
	}
	u.Extend(arn, collect.Object{"ReplicaRegions": replicas})
}
