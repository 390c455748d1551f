package services

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/smithy-go"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/live/collect"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

const configSDK = "Config Service"

// Inventory is an aggregator of AWS Config, asked in its region, in place of the accounts
// themselves; services are those that ask it, one for each service of AWS.
func Inventory(aggregator, region string) (*collect.Inventory, []*collect.Service) {
	byName := map[string][]*inventoried{}
	for _, t := range inventory() {
		byName[service(t.typ)] = append(byName[service(t.typ)], t)
	}
	var services []*collect.Service
	for name, all := range byName {
		s := &collect.Service{
			Name: "config-" + name, SDK: configSDK, IAM: "config", Calls: collect.Ops("SelectAggregateResourceConfig"),
			Late: name == "ecs" || name == "lambda" || name == "stepfunctions" || name == "batch",
			Read: func(ctx context.Context, u *collect.Unit) {
				cfg := u.Config.Copy()
				cfg.Region = region
				r := &inventoryReader{u: u, client: configservice.NewFromConfig(cfg), aggregator: aggregator}
				for _, t := range all {
					r.read(ctx, t)
				}
			},
		}
		for _, t := range all {
			s.Types = append(s.Types, t.yields()...)
		}
		slices.Sort(s.Types)
		s.Types = slices.Compact(s.Types)
		services = append(services, s)
	}
	slices.SortFunc(services, func(a, b *collect.Service) int { return strings.Compare(a.Name, b.Name) })
	return &collect.Inventory{
		Region: region,
		Service: &collect.Service{
			Name: "config", SDK: configSDK, IAM: "config", Calls: collect.Ops("DescribeConfigurationAggregatorSourcesStatus"),
		},
		Sources: func(ctx context.Context, cfg aws.Config) (*collect.Sources, error) {
			return sources(ctx, configservice.NewFromConfig(cfg), aggregator, services)
		},
	}, services
}

// sources are the accounts and regions that an aggregator has resources of, or should have.
func sources(ctx context.Context, c *configservice.Client, aggregator string, services []*collect.Service) (*collect.Sources, error) {
	regions := map[string][]string{} // by account
	out := &collect.Sources{}
	in := &configservice.DescribeConfigurationAggregatorSourcesStatusInput{ConfigurationAggregatorName: aws.String(aggregator)}
	for pages := configservice.NewDescribeConfigurationAggregatorSourcesStatusPaginator(c, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range page.AggregatedSourceStatusList {
			id, region := aws.ToString(s.SourceId), aws.ToString(s.AwsRegion)
			if s.SourceType == types.AggregatedSourceTypeOrganization {
				out.Organization = id
				continue
			}
			regions[id] = append(regions[id], region)
			out.Regions = append(out.Regions, region)
			if s.LastUpdateStatus == types.AggregatedSourceStatusTypeFailed {
				out.Failures = append(out.Failures, notAggregated(&s, services))
			}
		}
	}
	slices.Sort(out.Regions)
	out.Regions = slices.Compact(out.Regions)
	for id, in := range regions {
		a := snapshot.Account{ID: id, Status: "ACTIVE"}
		slices.Sort(in)
		if in = slices.Compact(in); !slices.Equal(in, out.Regions) {
			a.Regions = in
		}
		out.Accounts = append(out.Accounts, a)
	}
	slices.SortFunc(out.Accounts, func(a, b snapshot.Account) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// notAggregated says that an account's resources of a region did not come.
func notAggregated(s *types.AggregatedSourceStatus, services []*collect.Service) snapshot.Failure {
	f := snapshot.Failure{
		Account: aws.ToString(s.SourceId), Region: aws.ToString(s.AwsRegion), Service: "config", Call: "config:DescribeConfigurationAggregatorSourcesStatus",
		Kind: snapshot.Unavailable, Code: aws.ToString(s.LastErrorCode), Message: aws.ToString(s.LastErrorMessage),
	}
	if f.Code == "" {
		f.Code = string(s.LastUpdateStatus)
	}
	for _, service := range services {
		f.Types = append(f.Types, service.Types...)
	}
	return f
}

// inventoryReader reads one unit: the resources of a service in a region, of all accounts.
type inventoryReader struct {
	u          *collect.Unit
	client     *configservice.Client
	aggregator string
}

func (r *inventoryReader) read(ctx context.Context, t *inventoried) {
	const page = 100
	query := fmt.Sprintf("SELECT resourceId, resourceName, arn, accountId, awsRegion, configurationItemCaptureTime, tags, configuration, supplementaryConfiguration"+
		" WHERE resourceType = '%s' AND awsRegion = '%s'", t.typ, r.u.Region)
	seen := map[string]bool{}
	whole := collect.Pages(ctx, r.u, configservice.NewSelectAggregateResourceConfigPaginator(r.client, &configservice.SelectAggregateResourceConfigInput{
		ConfigurationAggregatorName: aws.String(r.aggregator), Expression: aws.String(query), MaxResults: page,
	}), t.yields(), func(out *configservice.SelectAggregateResourceConfigOutput) {
		for _, text := range out.Results {
			i, err := item(r.u, text)
			if !r.u.Failed(err, t.yields()...) {
				seen[i.account] = true
				r.u.As(i.account, i.at, func() { t.add(i) })
			}
		}
	})
	if whole {
		r.u.Unseen(seen, "config:SelectAggregateResourceConfig", t.yields()...)
	}
}

// configItem is a configuration item: one resource as AWS Config recorded it.
type configItem struct {
	u *collect.Unit
	// o is its configuration, and also has what is recorded beside it.
	o, also collect.Object
	id, arn string
	account string
	tags    []any
	at      time.Time
	// unknown are paths that a shape finds not to be recorded.
	unknown []string
}

// item reads one result of a query, which is JSON text. Parts that were not recorded are absent.
func item(u *collect.Unit, text string) (*configItem, error) {
	var row struct {
		ResourceID    string          `json:"resourceId"`
		ARN           string          `json:"arn"`
		AccountID     string          `json:"accountId"`
		Captured      time.Time       `json:"configurationItemCaptureTime"`
		Tags          []configTag     `json:"tags"`
		Configuration json.RawMessage `json:"configuration"`
		Also          json.RawMessage `json:"supplementaryConfiguration"`
	}
	err := json.Unmarshal([]byte(text), &row)
	if err == nil && (row.AccountID == "" || row.ResourceID == "") {
		err = errors.New("a result of the query names no resource")
	}
	if err != nil {
		return nil, &smithy.DeserializationError{Err: err}
	}
	i := &configItem{u: u, id: row.ResourceID, arn: row.ARN, account: row.AccountID, at: row.Captured, o: recorded(row.Configuration), also: recorded(row.Also)}
	for name, v := range i.also {
		if text, ok := v.(string); ok { // each part is JSON text, or was made an object
			var inner any
			if json.Unmarshal([]byte(text), &inner) == nil {
				i.also[name] = inner
			}
		}
	}
	for _, t := range row.Tags {
		i.tags = append(i.tags, map[string]any{"Key": t.Key, "Value": t.Value})
	}
	return i, nil
}

type configTag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// recorded is a JSON object, or the text of one.
func recorded(raw json.RawMessage) collect.Object {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return collect.Object{}
	}
	if text, ok := v.(string); ok {
		v = nil
		_ = json.Unmarshal([]byte(text), &v)
	}
	o, _ := v.(map[string]any)
	if o == nil {
		return collect.Object{}
	}
	return o
}

// answer brings the names of AWS Config to those of the API, which begin with a capital.
func (i *configItem) answer() {
	i.o, _ = capital(map[string]any(i.o)).(map[string]any)
	i.also, _ = capital(map[string]any(i.also)).(map[string]any)
}

// capital makes the first letters of members capital. AWS Config has enumerations, and
// elements of some lists, as an object with a value. What is null is not set.
func capital(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if inner, ok := v["value"]; ok && len(v) == 1 {
			return capital(inner)
		}
		out := make(map[string]any, len(v))
		for name, e := range v {
			if e != nil && name != "" {
				out[strings.ToUpper(name[:1])+name[1:]] = capital(e)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = capital(e)
		}
		return out
	}
	return v
}

// record adds a resource that an item shows, and says what of it is unknown.
func (i *configItem) record(typ, ref, arn string, o collect.Object, says string) {
	f := collect.Found{Type: typ, Ref: ref, ARN: arn, Properties: o}
	if kindOf(typ) == global {
		f.Region = collect.Global
	}
	i.u.Add(f)
	i.unsaid(typ, arn, says)
}

// unsaid has every property of a resource be unknown that it has not got and that is not
// in says: those AWS Config records, and absent, they are not set.
func (i *configItem) unsaid(typ, arn, says string) {
	shape := catalog.NativeShape(typ)
	if shape == nil {
		return
	}
	said := strings.Fields(says)
	var unknown []string
	for name := range shape.Of {
		if !slices.Contains(said, name) {
			unknown = append(unknown, name)
		}
	}
	i.u.NotRead(arn, "what AWS Config does not record of "+typ, unknown...)
}
