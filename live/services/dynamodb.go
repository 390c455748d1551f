package services

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/faultline-dev/faultline/live/collect"
)

// dynamodbService reads tables. One with replicas is an AWS::DynamoDB::GlobalTable, the
// type that says in which regions they are; each region has its own.
func dynamodbService() *collect.Service {
	return &collect.Service{
		Name: "dynamodb", SDK: "DynamoDB",
		Calls: collect.Ops("ListTables", "DescribeTable", "DescribeContinuousBackups", "DescribeGlobalTable", "ListTagsOfResource"),
		Types: []string{tableType, globalTableType},
		Read:  readDynamoDB,
	}
}

const (
	tableType       = "AWS::DynamoDB::Table"
	globalTableType = "AWS::DynamoDB::GlobalTable"
)

func readDynamoDB(ctx context.Context, u *collect.Unit) {
	c := dynamodb.NewFromConfig(u.Config)
	var names []string
	collect.Pages(ctx, u, dynamodb.NewListTablesPaginator(c, &dynamodb.ListTablesInput{}), []string{tableType, globalTableType},
		func(page *dynamodb.ListTablesOutput) { names = append(names, page.TableNames...) })
	collect.Parallel(names,
		func(name string) *table {
			t := &table{name: name, region: u.Region, arn: u.ARN("dynamodb", "table/"+name)}
			t.ask(ctx, c)
			return t
		},
		func(_ string, t *table) { t.add(u) })
}

// table is what the calls about one table answered, each with its error.
type table struct {
	name, region, arn string

	described    collect.Object
	describedErr error
	tags         []any
	tagsErr      error
	// copies are the table's own region first, then those of its replicas.
	copies []replica
	// legacyErr is about the replicas of a global table of 2017.
	legacyErr error
}

// replica is a copy of a table in a region.
type replica struct {
	region, key string
	// recovery is its PointInTimeRecoverySpecification; nil where it is not known.
	recovery    any
	recoveryErr error
}

func (t *table) ask(ctx context.Context, c *dynamodb.Client) {
	out, err := c.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &t.name})
	if t.describedErr = err; err != nil {
		return
	}
	t.described = collect.Answer(out.Table)
	t.copies = append([]replica{{region: t.region}}, t.replicas(ctx, c)...)
	for i := range t.copies {
		t.copies[i].ask(ctx, c, t.name)
	}
	t.tags, t.tagsErr = tableTags(ctx, c, t.described.Text("TableArn"))
}

func tableTags(ctx context.Context, c *dynamodb.Client, arn string) ([]any, error) {
	tags := []any{} // 50 at most
	in := &dynamodb.ListTagsOfResourceInput{ResourceArn: &arn}
	for range 50 {
		out, err := c.ListTagsOfResource(ctx, in)
		if err != nil {
			return nil, err
		}
		list, _ := collect.Answer(out).Get("Tags").([]any)
		tags = append(tags, list...)
		if in.NextToken = out.NextToken; aws.ToString(in.NextToken) == "" {
			break
		}
	}
	return tags, nil
}

// replicas are those in other regions from which a table can be read.
func (t *table) replicas(ctx context.Context, c *dynamodb.Client) []replica {
	list := t.described.List("Replicas")
	if t.described.Text("GlobalTableVersion") == "2017.11.29" { // DescribeTable does not tell these
		out, err := c.DescribeGlobalTable(ctx, &dynamodb.DescribeGlobalTableInput{GlobalTableName: &t.name})
		if t.legacyErr = err; err != nil {
			return nil
		}
		list = collect.Answer(out.GlobalTableDescription).List("ReplicationGroup")
	}
	var all []replica
	for _, r := range list {
		usable := slices.Contains([]string{"", "ACTIVE", "UPDATING", "CREATING"}, r.Text("ReplicaStatus"))
		if region := r.Text("RegionName"); usable && region != t.region {
			all = append(all, replica{region: region, key: r.Text("KMSMasterKeyId")})
		}
	}
	return all
}

// ask asks the region of the replica, the only one that tells whether it can be restored.
func (r *replica) ask(ctx context.Context, c *dynamodb.Client, table string) {
	out, err := c.DescribeContinuousBackups(ctx, &dynamodb.DescribeContinuousBackupsInput{TableName: &table},
		func(o *dynamodb.Options) { o.Region = r.region })
	if r.recoveryErr = err; err != nil {
		return
	}
	recovery := collect.Answer(out.ContinuousBackupsDescription)
	specification := collect.Object{"PointInTimeRecoveryEnabled": recovery.Text("PointInTimeRecoveryDescription.PointInTimeRecoveryStatus") == "ENABLED"}
	specification.Set("RecoveryPeriodInDays", recovery.Get("PointInTimeRecoveryDescription.RecoveryPeriodInDays"))
	r.recovery = map[string]any(specification)
}

// noTable is the code for a table that was deleted since it was listed.
const noTable = "ResourceNotFoundException"

func (t *table) add(u *collect.Unit) {
	if collect.Code(t.describedErr) == noTable {
		return
	}
	if t.describedErr != nil {
		u.Add(collect.Found{Type: tableType, Ref: t.name, ARN: t.arn, Properties: collect.Object{"TableName": t.name}})
		u.Part(t.describedErr, t.arn, []string{""})
		return
	}
	o := t.properties()
	t.arn = o.Text("Arn")
	found := collect.Found{Type: tableType, Ref: t.name, ARN: t.arn, Properties: o}
	if len(t.copies) > 1 {
		found.Type = globalTableType
		t.global(o)
		u.Add(found)
		t.parts(u, "Replicas[0].Tags", func(i int) string { return fmt.Sprintf("Replicas[%d].PointInTimeRecoverySpecification", i) })
		return
	}
	o.Set("PointInTimeRecoverySpecification", t.copies[0].recovery)
	if t.tagsErr == nil {
		o.Set("Tags", t.tags)
	}
	u.Add(found)
	t.parts(u, "Tags", func(int) string { return "PointInTimeRecoverySpecification" })
	u.Part(t.legacyErr, t.arn, []string{"replica"}) // the type has no property for them
}

// parts records what could not be read of a table.
func (t *table) parts(u *collect.Unit, tags string, recovery func(int) string) {
	for i := range t.copies {
		u.Part(t.copies[i].recoveryErr, t.arn, []string{recovery(i)})
	}
	u.Part(t.tagsErr, t.arn, []string{tags})
}

// properties are those that a table has with and without replicas.
func (t *table) properties() collect.Object {
	o := t.described
	o.Rename("TableArn", "Arn", "LatestStreamArn", "StreamArn",
		"BillingModeSummary.BillingMode", "BillingMode", "TableClassSummary.TableClass", "TableClass",
		"SSEDescription.KMSMasterKeyArn", "SSESpecification.KMSMasterKeyId")
	if status := o.Text("SSEDescription.Status"); status == "ENABLED" || status == "UPDATING" || status == "ENABLING" {
		o.Set("SSESpecification.SSEEnabled", true)
	}
	if on, ok := o.Get("StreamSpecification.StreamEnabled").(bool); ok && !on {
		o.Take("StreamSpecification")
	}
	o.Take("Replicas")
	return o
}

// global gives the properties of a global table: what it has in each region is in its
// replicas, the own one first.
func (t *table) global(o collect.Object) {
	list := make([]any, len(t.copies))
	var own collect.Object
	for i, c := range t.copies {
		r := collect.Object{"Region": c.region}
		if i == 0 {
			own = r
		}
		r.Set("SSESpecification.KMSMasterKeyId", c.key)
		r.Set("PointInTimeRecoverySpecification", c.recovery)
		list[i] = map[string]any(r)
	}
	own.Set("SSESpecification.KMSMasterKeyId", o.Take("SSESpecification.KMSMasterKeyId"))
	own.Set("DeletionProtectionEnabled", o.Take("DeletionProtectionEnabled"))
	if t.tagsErr == nil {
		own["Tags"] = t.tags
	}
	o["Replicas"] = list
}
