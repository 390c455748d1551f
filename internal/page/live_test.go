package page

import (
	"testing"

	"github.com/faultline-dev/faultline/graph"
)

func TestLiveName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		want string
		r    graph.Resource
	}{
		{"shop", graph.Resource{Type: "aws_vpc", ID: "arn:aws:ec2:eu-west-1:1:vpc/vpc-1", Tags: map[string]string{"Name": "shop"}}},
		{"vpc-1", graph.Resource{Type: "aws_vpc", ID: "arn:aws:ec2:eu-west-1:1:vpc/vpc-1", Attributes: map[string]any{"id": "vpc-1"}}},
		{"orders", graph.Resource{Type: "aws_db_instance", ID: "arn:aws:rds:eu-west-1:1:db:orders", Attributes: map[string]any{"identifier": "orders"}}},
		{"web", graph.Resource{Type: "aws_lb", ID: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/web/50d", Attributes: map[string]any{
			"name": "web", "dns_name": "web-1.eu-west-1.elb.amazonaws.com",
		}}},
		{"default", graph.Resource{Type: "AWS::Unknown::Thing", ID: "arn:aws:events:eu-west-1:1:event-bus/default"}},
	} {
		test.r.Source = graph.Live
		if got := called(&test.r, test.r.ID); got != test.want {
			t.Errorf("%s is called %q, want %q", test.r.ID, got, test.want)
		}
	}
}
