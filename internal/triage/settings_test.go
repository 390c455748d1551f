package triage

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/rules"
)

// TestSettings holds what wins: the profile, then the settings of rules, then each
// override that matches, in order.
func TestSettings(t *testing.T) {
	t.Parallel()
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	const single, disabled, alarm = "aws-rds-single-az", "aws-kms-key-disabled", "aws-rds-no-alarm"
	prod := &graph.Resource{ID: "aws_db_instance.a", Group: "live/prod", Tags: map[string]string{"env": "prod"}}
	dev := &graph.Resource{ID: "module.m.aws_db_instance.a", Group: "live/dev", Location: &graph.Location{File: "modules/m/main.tf"}}
	for _, test := range []struct {
		name, config string
		rule         string
		resource     *graph.Resource
		want         string // severity, or off, or never where the rule is not even run
	}{
		{"by default", "", single, prod, "high"},
		{"profile", "profile: development", single, prod, "never"},
		{"profile that has it", "profile: development", disabled, prod, "critical"},
		{"rule switched on", "profile: development\nrules: {aws-rds-single-az: {enabled: true}}", single, prod, "high"},
		{"rule switched off", "rules: {aws-rds-single-az: {enabled: false}}", single, prod, "never"},
		{"later settings win", "rules: {aws-rds-*: {severity: low}, aws-rds-single-az: {severity: medium}}", single, prod, "medium"},
		{"override of a path", "overrides: [{paths: [live/dev], severity: {multi-az: low}}]", single, dev, "low"},
		{"override of another path", "overrides: [{paths: [live/dev], severity: {multi-az: low}}]", single, prod, "high"},
		{"override of the file that declares", "overrides: [{paths: [modules/m], severity: {multi-az: low}}]", single, dev, "low"},
		{"override of an address", "overrides: [{resources: [module.m], disable: [multi-az]}]", single, dev, "off"},
		{"override of another theme", "overrides: [{resources: [module.m], disable: [multi-az]}]", alarm, dev, "medium"},
		{"override of a tag", "overrides: [{tags: {env: p*}, disable: [aws-rds-*]}]", alarm, prod, "off"},
		{"override with two conditions", "overrides: [{tags: {env: p*}, paths: [live/dev], disable: [aws-rds-*]}]", alarm, prod, "medium"},
		{"profile of an override", "overrides: [{paths: [live/dev], profile: development}]", single, dev, "off"},
		{"profile of an override that has it", "overrides: [{paths: [live/dev], profile: development}]", disabled, dev, "critical"},
		{"override that switches on", "profile: development\noverrides: [{paths: [live/prod], profile: production}]", single, prod, "high"},
		{"and not elsewhere", "profile: development\noverrides: [{paths: [live/prod], enable: [multi-az]}]", single, dev, "off"},
		{"later overrides win", "overrides: [{paths: [live], disable: [multi-az]}, {paths: [live/dev], enable: [aws-rds-single-az]}]", single, dev, "high"},
		{"environment", "environments: {dev: {paths: [live/dev]}}\noverrides: [{environments: [dev], disable: [monitoring]}]", alarm, dev, "off"},
		{"the first environment", "environments: {all: {paths: [live]}, dev: {paths: [live/dev]}}\noverrides: [{environments: [dev], disable: [monitoring]}]", alarm, dev, "medium"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, err := config.Parse([]byte("version: 1\n" + test.config))
			if err != nil {
				t.Fatal(err)
			}
			triage, err := New(set, Options{Config: c})
			if err != nil {
				t.Fatal(err)
			}
			rule := set.Rule(test.rule)
			f := &analyzer.Finding{Rule: rule, Severity: rule.Severity, Verdict: analyzer.Fail, Resource: test.resource}
			got := "never"
			if triage.Rules().Rule(test.rule) != nil {
				a := &analyzer.Assessment{Graph: (&graph.Builder{}).Freeze(), Findings: []*analyzer.Finding{f}}
				if err := triage.Settle(a, nil); err != nil {
					t.Fatal(err)
				}
				got = "off"
				if len(a.Findings) > 0 {
					got = string(f.Severity)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
