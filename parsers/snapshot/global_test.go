package snapshot_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// parsed writes records as a snapshot of eu-west-1 and us-east-1, reads them back and
// completes the graph.
func parsed(t *testing.T, resources ...*snapshot.Resource) (*graph.Graph, []graph.Diagnostic, snapshot.Stats) {
	t.Helper()
	var file bytes.Buffer
	w, err := snapshot.NewWriter(&file, &snapshot.Header{
		Provider: "aws", Partition: "aws", Tool: "test", Regions: []string{"eu-west-1", "us-east-1"}, Accounts: []snapshot.Account{{ID: "123456789012", Status: "ACTIVE"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range resources {
		r.Account = "123456789012"
		if err := w.Write(snapshot.Record{Resource: r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b, stats, err := snapshot.Parse(t.Context(), &file, snapshot.Options{Name: "a.snapshot"})
	if err != nil {
		t.Fatal(err)
	}
	g := catalog.Complete(b)
	return g, b.Diagnostics, stats
}

// TestListedEverywhere holds that a global database, which every region of its clusters
// lists, is one resource, and that the clusters of both regions are members of it.
func TestListedEverywhere(t *testing.T) {
	t.Parallel()
	global := func(region string) *snapshot.Resource {
		return &snapshot.Resource{
			Type: "AWS::RDS::GlobalCluster", ID: "arn:aws:rds::123456789012:global-cluster:stock", Ref: "stock", Region: region,
			Properties: map[string]any{"GlobalClusterIdentifier": "stock", "SourceDBClusterIdentifier": "arn:aws:rds:eu-west-1:123456789012:cluster:near"},
		}
	}
	cluster := func(region, name string) *snapshot.Resource {
		return &snapshot.Resource{
			Type: "AWS::RDS::DBCluster", ID: "arn:aws:rds:" + region + ":123456789012:cluster:" + name, Ref: name, Region: region,
			Properties: map[string]any{"DBClusterIdentifier": name, "GlobalClusterIdentifier": "stock", "Engine": "aurora-mysql"},
		}
	}
	g, diagnostics, stats := parsed(t, cluster("eu-west-1", "near"), global("eu-west-1"), cluster("us-east-1", "far"), global("us-east-1"))
	if len(diagnostics) > 0 {
		t.Errorf("diagnostics: %v", diagnostics)
	}
	if stats.Resources != 3 {
		t.Errorf("%d resources were read, want 3", stats.Resources)
	}
	var members []string
	for _, r := range g.Sources("arn:aws:rds::123456789012:global-cluster:stock", graph.MemberOf) {
		members = append(members, r.ID)
	}
	want := []string{"arn:aws:rds:eu-west-1:123456789012:cluster:near", "arn:aws:rds:us-east-1:123456789012:cluster:far"}
	if diff := cmp.Diff(want, members); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

// TestZonesOfStandby holds that an instance is where the account says that it and its
// standby are, of the three zones that its subnet group has.
func TestZonesOfStandby(t *testing.T) {
	t.Parallel()
	const id = "arn:aws:rds:eu-west-1:123456789012:db:orders"
	g, _, _ := parsed(t, &snapshot.Resource{
		Type: "AWS::RDS::DBInstance", ID: id, Ref: "orders", Region: "eu-west-1",
		Properties: map[string]any{"DBInstanceIdentifier": "orders", "MultiAZ": true, "AvailabilityZone": "eu-west-1c", "Zones": []any{"eu-west-1c", "eu-west-1a"}},
	})
	r := g.Resource(id)
	if diff := cmp.Diff([]string{"eu-west-1a", "eu-west-1c"}, r.Zones); diff != "" || !r.ZonesKnown {
		t.Errorf("zones, known %v (-want +got):\n%s", r.ZonesKnown, diff)
	}
}

// TestNamedByBroker holds that code which connects to brokers of MSK, of ActiveMQ or to
// an endpoint of a cache uses them.
func TestNamedByBroker(t *testing.T) {
	t.Parallel()
	const stream, queue, cache = "arn:aws:kafka:eu-west-1:123456789012:cluster/events/1", "arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1",
		"arn:aws:elasticache:eu-west-1:123456789012:cluster:alone"
	const function = "arn:aws:lambda:eu-west-1:123456789012:function:pay"
	g, _, _ := parsed(t,
		&snapshot.Resource{Type: "AWS::MSK::Cluster", ID: stream, Ref: stream, Region: "eu-west-1", Properties: map[string]any{
			"ClusterName": "events", "BootstrapBrokers": "b-1.events.abc.c2.kafka.eu-west-1.amazonaws.com:9094,b-2.events.abc.c2.kafka.eu-west-1.amazonaws.com:9094",
		}},
		&snapshot.Resource{Type: "AWS::AmazonMQ::Broker", ID: queue, Ref: "b-1", Region: "eu-west-1", Properties: map[string]any{
			"BrokerName": "orders", "AmqpEndpoints": []any{"amqp+ssl://b-1-1.mq.eu-west-1.amazonaws.com:5671"},
		}},
		&snapshot.Resource{Type: "AWS::ElastiCache::CacheCluster", ID: cache, Ref: "alone", Region: "eu-west-1", Properties: map[string]any{
			"ClusterName": "alone", "RedisEndpoint": map[string]any{"Address": "alone.abc.0001.euw1.cache.amazonaws.com"},
		}},
		&snapshot.Resource{Type: "AWS::Lambda::Function", ID: function, Ref: "pay", Region: "eu-west-1", Properties: map[string]any{
			"FunctionName": "pay", "Environment": map[string]any{"Variables": map[string]any{
				"BROKERS": "b-2.events.abc.c2.kafka.eu-west-1.amazonaws.com", "QUEUE": "b-1-1.mq.eu-west-1.amazonaws.com", "CACHE": "alone.abc.0001.euw1.cache.amazonaws.com",
			}},
		}},
	)
	uses := map[string]bool{}
	for _, e := range g.Out(function) {
		if e.Kind == graph.DependsOnData {
			uses[e.To] = true
		}
	}
	if diff := cmp.Diff(map[string]bool{stream: true, queue: true, cache: true}, uses); diff != "" {
		t.Errorf("what the function uses (-want +got):\n%s", diff)
	}
}
