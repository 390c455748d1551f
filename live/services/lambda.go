package services

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// lambdaService reads functions with all that configures them. GetFunction also answers
// where the code can be had; that is never kept. It is called because it alone has a
// quota of its own (100 a second; the other calls share 15) and knows image and limit.
func lambdaService() *collect.Service {
	return &collect.Service{
		Name: "lambda", SDK: "Lambda", Late: true,
		Calls: append(collect.Ops("ListFunctions", "ListEventSourceMappings", "ListAliases", "ListProvisionedConcurrencyConfigs",
			"ListFunctionEventInvokeConfigs", "ListFunctionUrlConfigs", "GetPolicy"),
			collect.Call{Op: "GetFunction", Actions: []string{"lambda:GetFunction", "lambda:ListTags"}}),
		Types: []string{
			"AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping", "AWS::Lambda::Alias", "AWS::Lambda::Version",
			"AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Url", "AWS::Lambda::Permission",
		},
		Read: readLambda,
	}
}

// notThere is Lambda's code for a function, or a setting of one, that does not exist.
const notThere = "ResourceNotFoundException"

// function is what later calls need to know of one.
type function struct{ name, arn string }

func readLambda(ctx context.Context, u *collect.Unit) {
	c := lambda.NewFromConfig(u.Config)
	var all []function
	collect.Pages(ctx, u, lambda.NewListFunctionsPaginator(c, &lambda.ListFunctionsInput{}),
		[]string{"AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::Lambda::Version", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Url", "AWS::Lambda::Permission"},
		func(page *lambda.ListFunctionsOutput) {
			for i := range page.Functions {
				all = append(all, addFunction(u, &page.Functions[i]))
			}
		})
	collect.Pages(ctx, u, lambda.NewListEventSourceMappingsPaginator(c, &lambda.ListEventSourceMappingsInput{}),
		[]string{"AWS::Lambda::EventSourceMapping"},
		func(page *lambda.ListEventSourceMappingsOutput) {
			for i := range page.EventSourceMappings {
				addEventSource(u, collect.Answer(page.EventSourceMappings[i]))
			}
		})
	for _, f := range all {
		functionDetails(ctx, u, c, f)
	}
	// In the order of what hangs on it: a unit whose time is up has the first.
	capacities := map[string]capacity{}
	satellites(u, all, []string{"AWS::Lambda::Alias", "AWS::Lambda::Version"}, func(f function) (err error) {
		capacities[f.name], err = provisioned(ctx, c, f)
		return err
	}, notThere, "ProvisionedConcurrencyConfigNotFoundException")
	satellites(u, all, []string{"AWS::Lambda::Alias"}, func(f function) error { return aliases(ctx, u, c, f, capacities[f.name]) }, notThere)
	satellites(u, all, []string{"AWS::Lambda::EventInvokeConfig"}, func(f function) error { return invokeConfigs(ctx, u, c, f) }, notThere)
	satellites(u, all, []string{"AWS::Lambda::Url"}, func(f function) error { return functionURLs(ctx, u, c, f) }, notThere)
	satellites(u, all, []string{"AWS::Lambda::Permission"}, func(f function) error { return permissions(ctx, u, c, f) }, notThere)
}

func addFunction(u *collect.Unit, f *types.FunctionConfiguration) function {
	o := collect.Answer(*f)
	if len(f.Layers) > 0 {
		o.Each("Layers", "Arn", "Layers")
	} else {
		o.Take("Layers")
	}
	if subnets, _ := o.Get("VpcConfig.SubnetIds").([]any); len(subnets) == 0 {
		o.Take("VpcConfig") // of a function that was taken out of its VPC it is there, and empty
	}
	code := o.Text("Environment.Error.ErrorCode")
	if code != "" {
		o.Take("Environment") // which is there, and encrypted
	}
	u.Add(collect.Found{Type: "AWS::Lambda::Function", Ref: o.Text("FunctionName"), ARN: o.Text("FunctionArn"), Properties: o})
	if code != "" {
		u.Unreadable(o.Text("FunctionArn"), "kms:Decrypt", code, "Environment")
	}
	return function{o.Text("FunctionName"), o.Text("FunctionArn")}
}

func functionDetails(ctx context.Context, u *collect.Unit, c *lambda.Client, f function) {
	out, err := c.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: &f.name})
	if !u.Part(err, f.arn, []string{"Code", "ReservedConcurrentExecutions", "Tags"}, notThere) {
		return
	}
	o := collect.Object{"Tags": tagList(out.Tags)}
	if out.Code != nil && out.Code.ImageUri != nil {
		o.Set("Code.ImageUri", *out.Code.ImageUri)
	}
	if out.Concurrency != nil && out.Concurrency.ReservedConcurrentExecutions != nil {
		o.Set("ReservedConcurrentExecutions", float64(*out.Concurrency.ReservedConcurrentExecutions))
	}
	u.Extend(f.arn, o)
	if out.TagsError != nil {
		u.Unreadable(f.arn, "lambda:ListTags", collect.Answer(*out.TagsError).Text("ErrorCode"), "Tags")
	}
}

// unqualified is the ARN of a function without its version or alias, which is returned too.
func unqualified(arn string) (function, qualifier string) {
	parts := strings.Split(arn, ":")
	const whole = 7 // arn:aws:lambda:REGION:ACCOUNT:function:NAME
	if len(parts) <= whole {
		return arn, ""
	}
	return strings.Join(parts[:whole], ":"), strings.Join(parts[whole:], ":")
}

func addEventSource(u *collect.Unit, o collect.Object) {
	name, _ := unqualified(o.Text("FunctionArn"))
	o.Set("FunctionName", name)
	switch o.Text("State") {
	case "Disabled", "Disabling", "Deleting":
		o.Set("Enabled", false)
	default:
		o.Set("Enabled", true)
	}
	arn := o.Text("EventSourceMappingArn")
	if arn == "" {
		arn = u.ARN("lambda", "event-source-mapping:"+o.Text("UUID"))
	}
	u.Add(collect.Found{Type: "AWS::Lambda::EventSourceMapping", Ref: o.Text("UUID"), ARN: arn, Properties: o})
}

// capacity is what is provisioned of a function, by alias or version.
type capacity map[string]float64

func provisioned(ctx context.Context, c *lambda.Client, f function) (capacity, error) {
	out := capacity{}
	p := lambda.NewListProvisionedConcurrencyConfigsPaginator(c, &lambda.ListProvisionedConcurrencyConfigsInput{FunctionName: &f.name})
	err := collect.Every(ctx, p, func(page *lambda.ListProvisionedConcurrencyConfigsOutput) {
		for i := range page.ProvisionedConcurrencyConfigs {
			o := collect.Answer(page.ProvisionedConcurrencyConfigs[i])
			_, qualifier := unqualified(o.Text("FunctionArn"))
			out[qualifier], _ = o.Get("RequestedProvisionedConcurrentExecutions").(float64)
		}
	})
	return out, err
}

// aliases reads the aliases of a function. Of versions, which every deployment adds, only
// those matter for which something is provisioned.
func aliases(ctx context.Context, u *collect.Unit, c *lambda.Client, f function, of capacity) error {
	config := func(o collect.Object, qualifier string) {
		if n, ok := of[qualifier]; ok {
			o.Set("ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions", n)
		}
	}
	for _, version := range slices.Sorted(maps.Keys(of)) {
		if strings.Trim(version, "0123456789") != "" {
			continue // an alias
		}
		o := collect.Object{"FunctionName": f.name, "Version": version}
		config(o, version)
		u.Add(collect.Found{Type: "AWS::Lambda::Version", Ref: f.arn + ":" + version, ARN: f.arn + ":" + version, Properties: o})
	}
	return collect.Every(ctx, lambda.NewListAliasesPaginator(c, &lambda.ListAliasesInput{FunctionName: &f.name}), func(page *lambda.ListAliasesOutput) {
		for i := range page.Aliases {
			o := collect.Answer(page.Aliases[i])
			o.Set("FunctionName", f.name)
			if routing := page.Aliases[i].RoutingConfig; routing != nil {
				o.Set("RoutingConfig.AdditionalVersionWeights", pairs(routing.AdditionalVersionWeights, "FunctionVersion", "FunctionWeight"))
			}
			config(o, o.Text("Name"))
			u.Add(collect.Found{Type: "AWS::Lambda::Alias", Ref: o.Text("AliasArn"), ARN: o.Text("AliasArn"), Properties: o})
		}
	})
}

func invokeConfigs(ctx context.Context, u *collect.Unit, c *lambda.Client, f function) error {
	p := lambda.NewListFunctionEventInvokeConfigsPaginator(c, &lambda.ListFunctionEventInvokeConfigsInput{FunctionName: &f.name})
	return collect.Every(ctx, p, func(page *lambda.ListFunctionEventInvokeConfigsOutput) {
		for i := range page.FunctionEventInvokeConfigs {
			o := collect.Answer(page.FunctionEventInvokeConfigs[i])
			_, qualifier := unqualified(o.Text("FunctionArn"))
			o.Set("FunctionName", f.name)
			o.Set("Qualifier", qualifier)
			u.Add(collect.Found{
				Type: "AWS::Lambda::EventInvokeConfig", Ref: f.name + "|" + qualifier, ARN: u.ARN("lambda", "event-invoke-config:"+f.name+":"+qualifier), Properties: o,
			})
		}
	})
}

func functionURLs(ctx context.Context, u *collect.Unit, c *lambda.Client, f function) error {
	p := lambda.NewListFunctionUrlConfigsPaginator(c, &lambda.ListFunctionUrlConfigsInput{FunctionName: &f.name})
	return collect.Every(ctx, p, func(page *lambda.ListFunctionUrlConfigsOutput) {
		for i := range page.FunctionUrlConfigs {
			o := collect.Answer(page.FunctionUrlConfigs[i])
			arn := o.Text("FunctionArn")
			_, qualifier := unqualified(arn)
			o.Set("TargetFunctionArn", f.name)
			o.Set("Qualifier", qualifier)
			u.Add(collect.Found{Type: "AWS::Lambda::Url", Ref: arn, ARN: u.ARN("lambda", "function-url:"+f.name+":"+qualifier), Properties: o})
		}
	})
}

// permissions are the statements of a function's policy.
func permissions(ctx context.Context, u *collect.Unit, c *lambda.Client, f function) error {
	out, err := c.GetPolicy(ctx, &lambda.GetPolicyInput{FunctionName: &f.name})
	if err != nil {
		return err
	}
	for _, s := range statements(out.Policy) {
		u.Add(collect.Found{
			Type: "AWS::Lambda::Permission", Ref: s.Sid, ARN: u.ARN("lambda", "permission:"+f.name+":"+s.Sid), Properties: collect.Object{
				"FunctionName": f.name, "Action": s.Action, "Principal": s.principal(), "SourceArn": s.sourceARN(),
			},
		})
	}
	return nil
}
