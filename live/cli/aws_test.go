package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestConfigAggregatorFlags(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"--config-region eu-west-1":                              "--config-region is for --config-aggregator",
		"--config-aggregator org --organization --role-name r":   "leave --organization out",
		"--config-aggregator org --services rds":                 "leave --services and --skip-services out",
		"--config-aggregator org --skip-services rds":            "leave --services and --skip-services out",
		"--config-aggregator org --accounts 111111111111":        "--accounts is for --organization",
		"--config-aggregator org --config-region x --workers -1": "--workers -1",
	} {
		var stdout, stderr strings.Builder
		code := Main(t.Context(), append([]string{"snapshot", "aws"}, strings.Fields(args)...), &Env{Stdout: &stdout, Stderr: &stderr, Now: time.Now})
		if code != exitUsage || !strings.Contains(stderr.String(), want) {
			t.Errorf("%s: exit code %d, %q; want 2 and %q", args, code, stderr.String(), want)
		}
	}
}

// The role that asks an aggregator needs next to nothing, and the one that reads through
// Cloud Control nothing that changes anything or reads data.
func TestPrintPolicy(t *testing.T) {
	t.Parallel()
	type statement struct {
		Action   []string `json:"Action"`
		Resource string   `json:"Resource"`
	}
	policy := func(args ...string) []statement {
		var stdout, stderr strings.Builder
		if code := Main(t.Context(), append([]string{"snapshot", "aws", "--print-policy"}, args...), &Env{Stdout: &stdout, Stderr: &stderr, Now: time.Now}); code != exitClean {
			t.Fatalf("exit code %d: %s", code, stderr.String())
		}
		var p struct {
			Statement []statement `json:"Statement"`
		}
		if err := json.Unmarshal([]byte(stdout.String()), &p); err != nil {
			t.Fatal(err)
		}
		return p.Statement
	}
	for _, action := range policy("--config-aggregator", "org")[0].Action {
		if !slices.Contains([]string{"config:DescribeConfigurationAggregatorSourcesStatus", "config:SelectAggregateResourceConfig", "ec2:DescribeRegions", "sts:GetCallerIdentity"}, action) {
			t.Errorf("reading an aggregator needs no %s", action)
		}
	}
	for _, s := range policy("--services", "cloudcontrol") {
		if slices.Contains(s.Action, "cassandra:Select") && s.Resource != "arn:aws:cassandra:*:*:/keyspace/system*" {
			t.Errorf("cassandra:Select is granted on %s", s.Resource)
		}
	}
}
