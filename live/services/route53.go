package services

import (
	"context"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53/types"

	"github.com/faultline-dev/faultline/live/collect"
)

const (
	hostedZone  = "AWS::Route53::HostedZone"
	recordSet   = "AWS::Route53::RecordSet"
	healthCheck = "AWS::Route53::HealthCheck"
)

// route53Service reads hosted zones with their records, and health checks.
func route53Service() *collect.Service {
	return &collect.Service{
		Name: "route53", SDK: "Route 53", Global: true,
		Calls: collect.Ops("ListHostedZones", "GetHostedZone", "ListResourceRecordSets", "ListHealthChecks", "ListTagsForResources"),
		Types: []string{hostedZone, recordSet, healthCheck},
		Read:  readRoute53,
	}
}

func readRoute53(ctx context.Context, u *collect.Unit) {
	c := route53.NewFromConfig(u.Config)
	readHealthChecks(ctx, u, c)
	var zones []string
	private := map[string]bool{}
	collect.Pages(ctx, u, route53.NewListHostedZonesPaginator(c, &route53.ListHostedZonesInput{}), []string{hostedZone, recordSet},
		func(page *route53.ListHostedZonesOutput) {
			for i := range page.HostedZones {
				o := collect.Answer(page.HostedZones[i])
				id := zoneID(o.Text("Id"))
				o.Set("Id", id)
				u.Add(collect.Found{Type: hostedZone, Ref: id, ARN: route53ARN(u, "hostedzone/"+id), Properties: o})
				zones = append(zones, id)
				private[id] = o.Get("Config.PrivateZone") == true
			}
		})
	readRoute53Tags(ctx, u, c, types.TagResourceTypeHostedzone, zones, "HostedZoneTags")
	for _, id := range zones {
		if private[id] {
			readZoneNetworks(ctx, u, c, id)
		}
		readRecords(ctx, u, c, id)
	}
}

// route53ARN makes the ARN of what belongs to no account and no region.
func route53ARN(u *collect.Unit, resource string) string {
	return "arn:" + u.Partition + ":route53:::" + resource
}

func zoneID(path string) string { return strings.TrimPrefix(path, "/hostedzone/") }

func readHealthChecks(ctx context.Context, u *collect.Unit, c *route53.Client) {
	var checks []string
	collect.Pages(ctx, u, route53.NewListHealthChecksPaginator(c, &route53.ListHealthChecksInput{}), []string{healthCheck},
		func(page *route53.ListHealthChecksOutput) {
			for i := range page.HealthChecks {
				o := collect.Answer(page.HealthChecks[i])
				id := o.Text("Id")
				o.Set("HealthCheckId", id)
				o.Set("Disabled", o.Get("HealthCheckConfig.Disabled")) // no property of a template
				u.Add(collect.Found{Type: healthCheck, Ref: id, ARN: route53ARN(u, "healthcheck/"+id), Properties: o})
				checks = append(checks, id)
			}
		})
	readRoute53Tags(ctx, u, c, types.TagResourceTypeHealthcheck, checks, "HealthCheckTags")
}

// readRoute53Tags reads tags, of ten resources in one call.
func readRoute53Tags(ctx context.Context, u *collect.Unit, c *route53.Client, kind types.TagResourceType, ids []string, property string) {
	const most = 10
	for len(ids) > 0 {
		some := ids[:min(most, len(ids))]
		ids = ids[len(some):]
		out, err := c.ListTagsForResources(ctx, &route53.ListTagsForResourcesInput{ResourceType: kind, ResourceIds: some})
		if err != nil {
			for _, id := range some {
				u.Part(err, route53ARN(u, string(kind)+"/"+id), []string{property})
			}
			continue
		}
		for _, set := range out.ResourceTagSets {
			tags, _ := collect.Answer(set)["Tags"].([]any)
			u.Extend(route53ARN(u, string(kind)+"/"+aws.ToString(set.ResourceId)), collect.Object{property: tags})
		}
	}
}

// readZoneNetworks reads which networks see a private zone.
func readZoneNetworks(ctx context.Context, u *collect.Unit, c *route53.Client, id string) {
	arn := route53ARN(u, "hostedzone/"+id)
	out, err := c.GetHostedZone(ctx, &route53.GetHostedZoneInput{Id: aws.String(id)})
	if u.Part(err, arn, []string{"VPCs"}) {
		u.Extend(arn, collect.Object{"VPCs": collect.Answer(out)["VPCs"]})
	}
}

func readRecords(ctx context.Context, u *collect.Unit, c *route53.Client, zone string) {
	pages := route53.NewListResourceRecordSetsPaginator(c, &route53.ListResourceRecordSetsInput{HostedZoneId: aws.String(zone)})
	collect.Pages(ctx, u, pages, []string{recordSet}, func(page *route53.ListResourceRecordSetsOutput) {
		for i := range page.ResourceRecordSets {
			addRecord(u, zone, collect.Answer(page.ResourceRecordSets[i]))
		}
	})
}

// addRecord adds a record. Several of one name and type have a set identifier each.
func addRecord(u *collect.Unit, zone string, o collect.Object) {
	name, kind := unescaped(o.Text("Name")), o.Text("Type")
	o.Set("Name", name)
	o.Set("HostedZoneId", zone)
	o.Each("ResourceRecords", "Value", "ResourceRecords")
	if kind == "TXT" || kind == "SPF" {
		o.Take("ResourceRecords") // proofs of ownership and keys; they lead nowhere
	}
	if target := o.Text("AliasTarget.DNSName"); target != "" {
		o.Set("AliasTarget.DNSName", aliasTarget(name, target))
	}
	id := route53ARN(u, "hostedzone/"+zone+"/recordset/"+strings.TrimSuffix(name, ".")+"/"+kind)
	if set := o.Text("SetIdentifier"); set != "" {
		id += "/" + set
	}
	u.Add(collect.Found{Type: recordSet, Ref: strings.TrimSuffix(name, "."), ARN: id, Properties: o})
}

// aliasTarget is the name by which the target calls itself: the console puts
// "dualstack." before a load balancer's, and of a bucket's website, which all buckets
// of a region share, the record's name says which one it is.
func aliasTarget(record, target string) string {
	target = strings.ToLower(strings.TrimSuffix(target, "."))
	target = strings.TrimPrefix(target, "dualstack.")
	if strings.HasPrefix(target, "s3-website") && strings.HasSuffix(target, ".amazonaws.com") {
		return strings.TrimSuffix(record, ".") + ".s3.amazonaws.com"
	}
	return target
}

// unescaped is a domain name with the characters that Route 53 writes as \052.
func unescaped(name string) string {
	const octal, bits = 8, 8
	var b strings.Builder
	for {
		before, after, found := strings.Cut(name, `\`)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name = after
		const digits = 3
		if len(after) >= digits {
			if code, err := strconv.ParseUint(after[:digits], octal, bits); err == nil {
				b.WriteByte(byte(code))
				name = after[digits:]
				continue
			}
		}
		b.WriteByte('\\')
	}
}
