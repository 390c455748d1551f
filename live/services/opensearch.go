package services

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/opensearch"

	"github.com/faultline-dev/faultline/live/collect"
)

// opensearchService reads domains of OpenSearch Service, old ones of Elasticsearch too.
func opensearchService() *collect.Service {
	return &collect.Service{
		Name: "opensearch", SDK: "OpenSearch", IAM: "es",
		Calls: collect.Ops("DescribeDomains", "ListDomainNames", "ListTags"),
		Types: []string{"AWS::Elasticsearch::Domain", "AWS::OpenSearchService::Domain"},
		Read:  readOpenSearch,
	}
}

// domainsAtOnce is how many domains one call describes.
const domainsAtOnce = 5

func readOpenSearch(ctx context.Context, u *collect.Unit) {
	c := opensearch.NewFromConfig(u.Config)
	types := []string{"AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"}
	listed, ok := collect.Ask(ctx, u, c.ListDomainNames, &opensearch.ListDomainNamesInput{}, types...)
	if !ok {
		return
	}
	var names []string
	for _, d := range listed.DomainNames {
		names = append(names, aws.ToString(d.DomainName))
	}
	for some := range slices.Chunk(names, domainsAtOnce) {
		out, ok := collect.Ask(ctx, u, c.DescribeDomains, &opensearch.DescribeDomainsInput{DomainNames: some}, types...)
		if !ok {
			return
		}
		for i := range out.DomainStatusList {
			searchDomain(ctx, u, c, collect.Answer(out.DomainStatusList[i]))
		}
	}
}

func searchDomain(ctx context.Context, u *collect.Unit, c *opensearch.Client, o collect.Object) {
	if deleted, _ := o.Get("Deleted").(bool); deleted {
		return // it is listed until its resources are gone
	}
	arn, typ := o.Text("ARN"), "AWS::OpenSearchService::Domain"
	o.Rename("ARN", "Arn", "Endpoint", "DomainEndpoint")
	if hosts, ok := o.Get("Endpoints").(map[string]any); ok { // of a domain in a VPC
		for _, name := range slices.Sorted(maps.Keys(hosts)) {
			if o.Text("DomainEndpoint") == "" || name == "vpc" {
				o.Set("DomainEndpoint", hosts[name])
			}
		}
	}
	if logs, ok := o.Get("LogPublishingOptions").(map[string]any); ok && len(logs) == 0 {
		o.Take("LogPublishingOptions")
	}
	// Texts of identity providers, which nothing asks for.
	o.Take("AdvancedSecurityOptions.SAMLOptions")
	o.Take("AdvancedSecurityOptions.JWTOptions")
	if version, old := strings.CutPrefix(o.Text("EngineVersion"), "Elasticsearch_"); old {
		typ = "AWS::Elasticsearch::Domain"
		o.Take("EngineVersion")
		o.Set("ElasticsearchVersion", version)
		o.Rename("ClusterConfig", "ElasticsearchClusterConfig")
	}
	u.Add(collect.Found{Type: typ, Ref: o.Text("DomainName"), ARN: arn, Properties: o})
	out, err := c.ListTags(ctx, &opensearch.ListTagsInput{ARN: aws.String(arn)})
	if u.Part(err, arn, []string{"Tags"}) {
		u.Extend(arn, collect.Object{"Tags": collect.Answer(*out)["TagList"]})
	}
}
