package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// stepfunctionsService reads state machines.
func stepfunctionsService() *collect.Service {
	return &collect.Service{
		Name: "stepfunctions", SDK: "SFN", IAM: "states", Late: true,
		Calls: collect.Ops("ListStateMachines", "DescribeStateMachine", "ListTagsForResource"),
		Types: []string{"AWS::StepFunctions::StateMachine"},
		Read:  readStepFunctions,
	}
}

func readStepFunctions(ctx context.Context, u *collect.Unit) {
	c := sfn.NewFromConfig(u.Config)
	var arns []string
	collect.Pages(ctx, u, sfn.NewListStateMachinesPaginator(c, &sfn.ListStateMachinesInput{}), []string{"AWS::StepFunctions::StateMachine"},
		func(page *sfn.ListStateMachinesOutput) {
			for i := range page.StateMachines {
				o := collect.Answer(page.StateMachines[i])
				o.Rename("Name", "StateMachineName", "Type", "StateMachineType")
				arn := o.Text("StateMachineArn")
				u.Add(collect.Found{Type: "AWS::StepFunctions::StateMachine", Ref: arn, ARN: arn, Properties: o})
				arns = append(arns, arn)
			}
		})
	for _, arn := range arns {
		stateMachine(ctx, u, c, arn)
	}
}

func stateMachine(ctx context.Context, u *collect.Unit, c *sfn.Client, arn string) {
	const gone = "StateMachineDoesNotExist"
	out, err := c.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: &arn})
	if collect.Code(err) == "KmsAccessDeniedException" || collect.Code(err) == "KmsInvalidStateException" {
		// The key of its definition may not be used; all else can be read without.
		u.Part(err, arn, []string{"DefinitionString"})
		out, err = c.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: &arn, IncludedData: types.IncludedDataMetadataOnly})
	}
	if u.Part(err, arn, []string{"DefinitionString", "EncryptionConfiguration", "LoggingConfiguration", "TracingConfiguration"}, gone) {
		o := collect.Answer(*out)
		o.Rename("Definition", "DefinitionString", "Name", "StateMachineName", "Type", "StateMachineType")
		u.Extend(arn, o)
	}
	tags, err := c.ListTagsForResource(ctx, &sfn.ListTagsForResourceInput{ResourceArn: &arn})
	if u.Part(err, arn, []string{"Tags"}, gone, "ResourceNotFound") {
		list := collect.Answer(*tags).List("Tags")
		all := map[string]string{}
		for _, t := range list {
			all[t.Text("Key")] = t.Text("Value")
		}
		u.Extend(arn, collect.Object{"Tags": tagList(all)})
	}
}
