package plan_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/parsers/plan"
)

const rawState = `{
  "version": 4, "serial": 7, "lineage": "l",
  "outputs": {"password": {"value": "secret", "type": "string"}},
  "resources": [
    {"mode": "data", "type": "aws_vpc", "name": "v", "instances": [{"attributes": {"id": "vpc-1"}}]},
    {"mode": "managed", "type": "aws_sqs_queue", "name": "q", "instances": [{"attributes": {"id": "https://q", "arn": "arn:q", "policy": "secret"}}]},
    {"module": "module.a[\"eu\"]", "mode": "managed", "type": "aws_subnet", "name": "s", "instances": [
      {"index_key": 0, "attributes": {"id": "subnet-0"}},
      {"index_key": "b\"c", "attributes": {"id": "subnet-b", "arn": null}},
      {"index_key": 1, "deposed": "d0", "attributes": {"id": "subnet-old"}},
      {"index_key": 2, "attributes": {"id": 5}}
    ]}
  ]
}`

func TestReadRawState(t *testing.T) {
	t.Parallel()
	got, err := plan.ReadRawState(strings.NewReader(rawState))
	if err != nil {
		t.Fatal(err)
	}
	want := []plan.Physical{
		{Address: "aws_sqs_queue.q", ARN: "arn:q", ID: "https://q"},
		{Address: `module.a["eu"].aws_subnet.s[0]`, ID: "subnet-0"},
		{Address: `module.a["eu"].aws_subnet.s["b\"c"]`, ID: "subnet-b"},
		{Address: `module.a["eu"].aws_subnet.s[2]`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := plan.ReadRawState(strings.NewReader(`{"format_version":"1.0","values":{}}`)); !errors.Is(err, plan.ErrNotRawState) {
		t.Errorf("what show -json prints: %v", err)
	}
	for text, want := range map[string]string{
		`{"version":3,"serial":1,"lineage":"l"}`: "the state has version 3, this faultline reads version 4; terraform show -json prints one that it can read",
		`{"version":4`:                           "reading the state: unexpected EOF",
	} {
		if _, err := plan.ReadRawState(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func FuzzRawState(f *testing.F) {
	f.Add(rawState)
	f.Add(`{"version":4,"serial":1,"resources":[{"mode":"managed","instances":[{"index_key":{}}]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		list, err := plan.ReadRawState(strings.NewReader(text))
		for _, p := range list {
			if err != nil || p.Address == "" {
				t.Errorf("%+v, %v", p, err)
			}
		}
	})
}
