package services

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// changed is the source of parameters that somebody has set.
const changed = "user"

// parameterGroups reads the groups of RDS and Aurora with what was changed in them. The
// defaults of the engines cannot be changed; groups of DocumentDB and Neptune have no
// meaning to the catalog.
func (r *rdsReader) parameterGroups(ctx context.Context) {
	collect.Pages(ctx, r.Unit, rds.NewDescribeDBParameterGroupsPaginator(r.client, &rds.DescribeDBParameterGroupsInput{}),
		[]string{"AWS::RDS::DBParameterGroup"},
		func(page *rds.DescribeDBParameterGroupsOutput) {
			for i := range page.DBParameterGroups {
				o := collect.Answer(page.DBParameterGroups[i])
				o.Rename("DBParameterGroupFamily", "Family")
				name, arn := o.Text("DBParameterGroupName"), o.Text("DBParameterGroupArn")
				if !ownGroup(name, o.Text("Family")) {
					continue
				}
				r.Add(collect.Found{Type: "AWS::RDS::DBParameterGroup", Ref: name, ARN: arn, Properties: o})
				parameters(ctx, r.Unit, arn, rds.NewDescribeDBParametersPaginator(r.client,
					&rds.DescribeDBParametersInput{DBParameterGroupName: aws.String(name), Source: aws.String(changed)}),
					func(page *rds.DescribeDBParametersOutput) []types.Parameter { return page.Parameters })
			}
		})
	collect.Pages(ctx, r.Unit, rds.NewDescribeDBClusterParameterGroupsPaginator(r.client, &rds.DescribeDBClusterParameterGroupsInput{}),
		[]string{"AWS::RDS::DBClusterParameterGroup"},
		func(page *rds.DescribeDBClusterParameterGroupsOutput) {
			for i := range page.DBClusterParameterGroups {
				o := collect.Answer(page.DBClusterParameterGroups[i])
				o.Rename("DBParameterGroupFamily", "Family")
				name, arn := o.Text("DBClusterParameterGroupName"), o.Text("DBClusterParameterGroupArn")
				if !ownGroup(name, o.Text("Family")) {
					continue
				}
				r.Add(collect.Found{Type: "AWS::RDS::DBClusterParameterGroup", Ref: name, ARN: arn, Properties: o})
				parameters(ctx, r.Unit, arn, rds.NewDescribeDBClusterParametersPaginator(r.client,
					&rds.DescribeDBClusterParametersInput{DBClusterParameterGroupName: aws.String(name), Source: aws.String(changed)}),
					func(page *rds.DescribeDBClusterParametersOutput) []types.Parameter { return page.Parameters })
			}
		})
}

func ownGroup(name, family string) bool {
	return !strings.HasPrefix(name, "default.") && engine(family) == "RDS"
}

// parameters adds to a group the parameters that were changed and have a harmless value.
func parameters[O, P any](ctx context.Context, u *collect.Unit, arn string, pages collect.Pager[O, P], of func(*O) []types.Parameter) {
	all := map[string]any{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if !u.Part(err, arn, []string{"Parameters"}) {
			return
		}
		for _, p := range of(page) {
			if source := aws.ToString(p.Source); source != "" && source != changed {
				continue // an endpoint that does not filter
			}
			if v := aws.ToString(p.ParameterValue); setting(v, aws.ToString(p.AllowedValues)) {
				all[aws.ToString(p.ParameterName)] = v
			}
		}
	}
	u.Extend(arn, collect.Object{"Parameters": all})
}

var numeric = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// setting reports whether a value is a numeric or one of those that the engine has words
// for. What somebody wrote freely (init_connect) is not kept.
func setting(value, allowed string) bool {
	return numeric.MatchString(value) || slices.Contains([]string{"on", "off", "true", "false"}, strings.ToLower(value)) ||
		value != "" && slices.Contains(strings.Split(strings.ReplaceAll(allowed, " ", ""), ","), value)
}

// optionGroups reads the option groups that are not AWS's own, which have no options.
// The settings of options are left out: some are passwords.
func (r *rdsReader) optionGroups(ctx context.Context) {
	collect.Pages(ctx, r.Unit, rds.NewDescribeOptionGroupsPaginator(r.client, &rds.DescribeOptionGroupsInput{}), []string{"AWS::RDS::OptionGroup"},
		func(page *rds.DescribeOptionGroupsOutput) {
			for i := range page.OptionGroupsList {
				o := collect.Answer(page.OptionGroupsList[i])
				name := o.Text("OptionGroupName")
				if strings.HasPrefix(name, "default:") {
					continue
				}
				options := []any{}
				for _, option := range o.List("Options") {
					options = append(options, map[string]any{"OptionName": option["OptionName"], "OptionVersion": option["OptionVersion"], "Port": option["Port"]})
				}
				o.Set("OptionConfigurations", options)
				r.Add(collect.Found{Type: "AWS::RDS::OptionGroup", Ref: name, ARN: o.Text("OptionGroupArn"), Properties: o})
			}
		})
}
