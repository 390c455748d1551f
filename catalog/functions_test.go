package catalog

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/graph"
)

func TestExtractors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"alarm_rule", `ALARM("a b") AND NOT (OK(c) OR insufficient_data('d')) AND TRUE`, []string{"a b", "c", "d"}},
		{"alarm_rule", "ALARM(", nil},
		{"balancer", "app/web/01", []string{"app/web/01", "web"}},
		{"balancer", "web", []string{"web"}},
		{"broker_member", "b-1", []string{"b-1", "b"}},
		{"broker_member", "b-12", []string{"b-12"}},
		{"listed", "a, b,", []string{"a", "b"}},
		{"cache_member", "r-001", []string{"r-001", "r"}},
		{"cache_member", "r-0002-003", []string{"r-0002-003", "r"}},
		{"cache_member", "r-1", []string{"r-1"}},
		{"scalable", "service/c/s", []string{"s"}},
		{"scalable", "table/t/index/i", []string{"t"}},
		{"scalable", "cluster:c", []string{"c"}},
		{"scalable", "function:f:live", []string{"f"}},
		{"scalable", "other", []string{"other"}},
		{"origin_domain", "b.s3.eu-west-1.amazonaws.com", []string{"b.s3.eu-west-1.amazonaws.com", "b"}},
		{"origin_domain", "a1.execute-api.eu-west-1.amazonaws.com", []string{"a1.execute-api.eu-west-1.amazonaws.com", "a1"}},
		{"origin_domain", "example.com", []string{"example.com"}},
		{"mentioned", "orders", []string{"orders"}},
		{"mentioned", `{"a": "arn:aws:lambda:r:1:function:f:live", "b": "arn:aws:lambda:r:1:function:f:live"}`, []string{"arn:aws:lambda:r:1:function:f:live", "arn:aws:lambda:r:1:function:f"}},
		{
			"mentioned", "arn:aws:apigateway:r:lambda:path/2015-03-31/functions/arn:aws:lambda:r:1:function:f/invocations",
			[]string{"arn:aws:apigateway:r:lambda:path/2015-03-31/functions/arn:aws:lambda:r:1:function:f/invocations", "arn:aws:lambda:r:1:function:f"},
		},
		{"mentioned", `{"uri": "arn:aws:apigateway:r:sqs:path/1/q"}`, []string{"arn:aws:sqs:r:1:q"}},
		{"mentioned", `{"uri": "https://sqs.r.amazonaws.com/1/q"}`, []string{"sqs.r.amazonaws.com", "arn:aws:sqs:r:1:q"}},
		{"mentioned", `{"uri": "http://lb.example.com:80/x"}`, []string{"lb.example.com"}},
		{"mentioned", `{"TableName": "t", "b": "{\"StreamName\":\"s\"}", "TableNames": "x"}`, []string{"s", "t"}},
		{"mentioned", "arn:", []string{"arn:"}},
	} {
		f, ok := extractor(c.name)
		if !ok {
			t.Fatal(c.name)
		}
		if got := f(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s(%q) = %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestRelated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path, shape string
		want        bool
	}{
		{"a", "a", true},
		{"a[0].b", "a.b", true},
		{"a", "a.b", true},
		{"a[0].b.c", "a.b", true},
		{"a[0].c", "a.b", false},
		{"ab", "a", false},
		{"", "a", true},
		{"a.x", "a.*", true},
		{`a["x.y"].c`, "a.x.y", false},
		{`a["x"].c`, "a.x.c", true},
		{`a["x"]`, "a", true},
	} {
		if got := related(graph.Path(c.path), c.shape); got != c.want {
			t.Errorf("related(%q, %q) = %v", c.path, c.shape, got)
		}
	}
}

// TestMentionedIsLinear: a text of a stranger may be made of the beginnings of names.
func TestMentionedIsLinear(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"arn:", "arn:aws:apigateway:", "://", "TableName:", "arn:a:b:c:d:e ", `arn\"`} {
		start := time.Now()
		if names := mentioned(strings.Repeat(part, 1<<20/len(part))); len(names) > maxMentioned {
			t.Errorf("%q: %d names", part, len(names))
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q: %s", part, took)
		}
	}
}
