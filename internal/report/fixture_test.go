package report

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rivo/uniseg"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// numbered makes a file of empty lines with a few that have text.
func numbered(lines map[int]string) string {
	last := 0
	for n := range lines {
		last = max(last, n)
	}
	all := make([]string, last)
	for n, text := range lines {
		all[n-1] = text
	}
	return strings.Join(all, "\n") + "\n"
}

// fixtureSources are the files that the fixture's locations point into.
func fixtureSources() map[string]string {
	return map[string]string{
		"live/prod/main.tf": numbered(map[int]string{
			38: `module "orders" {`,
			39: `  source = "../../modules/db"`,
			41: `  high_availability = false`,
			42: `}`,
		}),
		"modules/db/main.tf": numbered(map[int]string{
			15: `resource "aws_db_instance" "this" {`,
			17: `  multi_az = var.high_availability`,
			20: `}`,
		}),
		"modules/db/variables.tf": numbered(map[int]string{
			1: `variable "high_availability" {`,
			2: `  type = bool`,
			3: `}`,
		}),
		"live/prod/volumes.tf": numbered(map[int]string{
			3: `resource "aws_ebs_volume" "data" {`,
			4: `  for_each = toset(["a", "b", "c", "d", "e"])`,
			6: "\tavailability_zone = \"us-east-1a\"\t# all of them",
			7: `}`,
		}),
		"live/prod/cache.tf": numbered(map[int]string{
			1: `resource "aws_elasticache_replication_group" "sessions" {`,
			4: `  num_cache_clusters = var.cache_nodes`,
			5: `}`,
		}),
		"live/prod/größe zürich.tf": numbered(map[int]string{
			2: `locals {`,
			3: `  name = "👩‍👩‍👧 日本語 naïve", minimum = 1, ` + strings.Repeat("padding = 0, ", 12) + `maximum = 1`,
			4: `}`,
		}),
		"live/prod/secret.tf": numbered(map[int]string{
			1: `resource "aws_db_instance" "legacy" {`,
			2: `  password = "hunter2", username = "admin"`,
			3: `}`,
		}),
	}
}

type located graph.Trace

func (l located) Locate(graph.Path) graph.Trace { return graph.Trace(l) }

func at(file string, line, column, endLine, endColumn int) graph.Location {
	return graph.Location{File: file, Line: line, Column: column, EndLine: endLine, EndColumn: endColumn}
}

// unicodeRange finds a text on a line of a fixture, in characters as they are seen.
func unicodeRange(file string, line int, text string) graph.Location {
	l := strings.Split(fixtureSources()[file], "\n")[line-1]
	before, _, _ := strings.Cut(l, text)
	column := uniseg.GraphemeClusterCount(before) + 1
	return at(file, line, column, line, column+uniseg.GraphemeClusterCount(text))
}

func fixtureRules() map[string]*analyzer.Rule {
	rules := map[string]*analyzer.Rule{}
	for _, r := range []*analyzer.Rule{
		{
			ID: "aws-rds-single-az", Title: "RDS instance runs in one zone", Severity: analyzer.High, Theme: "multi-az",
			Description: "An RDS instance without a standby is gone with its zone. Someone has to restore it from a backup, which takes about an hour and loses what was written since.",
			Types:       []string{"aws_db_instance"}, Reads: []string{"aws_rds_cluster"},
			Controls:   []string{"aws-rds-instance-multi-az"},
			Frameworks: map[string][]string{"well-architected": {"REL10-BP01"}, "fsbp": {"RDS.5"}},
			Remediation: map[string]string{
				"terraform":      "Set multi_az = true:\n\n  resource \"aws_db_instance\" \"x\" {\n    multi_az = true\n  }",
				"cloudformation": "Set MultiAZ: true.",
			},
			Params: map[string]any{"ignore_tag": "tier=dev"},
			Links:  []string{"https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html"},
		},
		{
			ID: "aws-ebs-one-zone", Title: "Volumes of a set share one zone", Severity: analyzer.Medium, Theme: "multi-az",
			Description: "A volume lives in one zone.", Types: []string{"aws_ebs_volume"},
		},
		{
			ID: "aws-elasticache-no-replica", Title: "Cache has no replica", Severity: analyzer.High, Theme: "cache",
			Description: "Without a replica a lost node is a cold cache.", Types: []string{"aws_elasticache_replication_group"},
		},
		{
			ID: "aws-rds-no-backup", Title: "Database has no backup", Severity: analyzer.Critical, Theme: "backup",
			Description: "Nothing brings the data back.", Types: []string{"aws_db_instance"}, Controls: []string{"aws-rds-instance-backup-disabled"},
		},
		{
			ID: "aws-autoscaling-fixed-size", Title: "Group cannot grow", Severity: analyzer.Low, Theme: "scaling",
			Description: "A group whose minimum equals its maximum does not scale.", Types: []string{"aws_autoscaling_group"},
		},
	} {
		rules[r.ID] = r
	}
	return rules
}

func fixtureGraph() *graph.Graph {
	b := &graph.Builder{}
	add := func(r *graph.Resource, t graph.Trace) {
		r.NativeType = r.Type
		r.Source = graph.Terraform
		r.Group = "live/prod"
		if r.Scope == (graph.Scope{}) {
			r.Scope = graph.Scope{Provider: "aws", Region: "us-east-1"}
		}
		b.Add(r, located(t))
	}
	call := at("live/prod/main.tf", 38, 1, 42, 2)
	add(&graph.Resource{
		ID: "module.orders.aws_db_instance.this[0]", Type: "aws_db_instance",
		Zones: []string{"us-east-1a"}, ZonesKnown: true, Tags: map[string]string{"tier": "1"},
		Attributes: map[string]any{
			"multi_az": false, "backup_retention_period": 7.0, "password": "hunter2",
			"subnet_ids": []any{nil, "subnet-b"}, "kms_key_id": nil,
		},
		Unknown: []graph.Unknown{
			{Path: "subnet_ids[0]", Needs: []string{"data.aws_subnets.app"}}, {Path: "kms_key_id", Needs: []string{"var.key"}},
		},
		Sensitive: []graph.Path{"password"},
		Location:  new(at("modules/db/main.tf", 15, 1, 20, 2)),
	}, graph.Trace{
		Steps: []graph.Step{
			{Location: at("modules/db/main.tf", 17, 14, 17, 35), Note: "reads var.high_availability"},
			{Location: at("modules/db/variables.tf", 1, 1, 3, 2), Note: "var.high_availability"},
			{Location: at("live/prod/main.tf", 41, 23, 41, 28), Note: "decides multi_az"},
		},
		Decides: 2, Calls: []graph.Location{call},
	})
	for _, key := range []string{"a", "b", "c", "d", "e"} {
		add(&graph.Resource{
			ID: fmt.Sprintf("aws_ebs_volume.data[%q]", key), Type: "aws_ebs_volume", Zones: []string{"us-east-1a"}, ZonesKnown: true,
			Attributes: map[string]any{"availability_zone": "us-east-1a", "size": 10.0},
			Location:   new(at("live/prod/volumes.tf", 3, 1, 7, 2)),
		}, graph.Trace{Steps: []graph.Step{{Location: at("live/prod/volumes.tf", 6, 22, 6, 34), Note: "decides availability_zone"}}})
	}
	add(&graph.Resource{
		ID: "aws_elasticache_replication_group.sessions", Type: "aws_elasticache_replication_group",
		Attributes: map[string]any{"num_cache_clusters": nil},
		Unknown:    []graph.Unknown{{Path: "num_cache_clusters", Needs: []string{"var.cache_nodes"}}},
		Location:   new(at("live/prod/cache.tf", 1, 1, 5, 2)),
	}, graph.Trace{Steps: []graph.Step{{Location: at("live/prod/cache.tf", 4, 24, 4, 39), Note: "decides num_cache_clusters"}}})
	add(&graph.Resource{
		ID: "aws_autoscaling_group.größe", Type: "aws_autoscaling_group", MayExist: true, Needs: []string{"var.groups"},
		Zones:    []string{"us-east-1a", "us-east-1b"},
		Location: new(at("live/prod/größe zürich.tf", 2, 1, 4, 2)),
	}, graph.Trace{Steps: []graph.Step{{Location: unicodeRange("live/prod/größe zürich.tf", 3, "maximum = 1")}}})
	add(&graph.Resource{
		ID: "aws_db_instance.legacy", Type: "aws_db_instance", Tags: map[string]string{},
		Location: new(at("live/prod/secret.tf", 1, 1, 3, 2)),
	}, graph.Trace{Steps: []graph.Step{{Location: at("live/prod/secret.tf", 2, 3, 2, 23), Note: "decides password"}}})
	b.Add(&graph.Resource{
		ID: "arn:aws:rds:eu-west-1:123456789012:db:orphan", Type: "aws_db_instance", NativeType: "AWS::RDS::DBInstance", Source: graph.Live,
		Scope: graph.Scope{Provider: "aws", Account: "123456789012", Region: "eu-west-1"}, Zones: []string{"eu-west-1b"}, ZonesKnown: true,
	}, nil)
	b.Add(&graph.Resource{ID: "data.aws_subnets.app", Type: "aws_subnets", NativeType: "aws_subnets", Data: true, Group: "live/prod"}, nil)
	b.KeepOrigins()
	b.Edges = append(b.Edges,
		graph.Edge{From: "aws_autoscaling_group.größe", To: "module.orders.aws_db_instance.this[0]", Kind: graph.DependsOnData, Via: "user_data"},
		graph.Edge{From: "aws_autoscaling_group.größe", To: "aws_elasticache_replication_group.sessions", Kind: graph.DependsOnData, Via: "user_data"},
		graph.Edge{From: "module.orders.aws_db_instance.this[0]", To: "data.aws_subnets.app", Kind: graph.References, Via: "subnet_ids[0]"},
		graph.Edge{From: "aws_db_instance.legacy", To: "module.orders.aws_db_instance.this[0]", Kind: graph.References, Via: "replicate_source_db"},
	)
	return b.Freeze()
}

// settled is the fixture in a run with a baseline: the volumes are known but for two,
// one suppression is expired, one is of the configuration, a severity was changed, and
// something is fixed.
func settled() *Report {
	r := fixture()
	for _, f := range r.Assessment.Findings {
		f.Baseline = analyzer.New
		switch id := f.Resource.ID; {
		case f.Rule.ID == "aws-ebs-one-zone" && !strings.Contains(id, `"a"`) && !strings.Contains(id, `"b"`):
			f.Baseline = analyzer.Unchanged
			f.Known = &analyzer.Known{Since: "2026-05-04", Reason: "volumes of batch jobs"}
		case strings.HasSuffix(id, "orphan"):
			f.Suppressions = []analyzer.Suppression{{
				Kind: analyzer.InSource, Reason: "the team moves it", Until: "2026-10-31", Expired: true, Location: at("live/prod/rds.tf", 7, 3, 7, 40),
			}}
		case f.Rule.ID == "aws-autoscaling-fixed-size":
			f.Severity = analyzer.High
			f.Suppressions = []analyzer.Suppression{{
				Kind: analyzer.External, Reason: "Licensed for one instance. ::error::x \x1b[2J", Location: at("faultline.yaml", 12, 1, 12, 1),
			}}
		case f.Verdict == analyzer.Undetermined:
			f.Severity = analyzer.Low
		}
	}
	r.Assessment.Coverage.LeftOut = 7
	r.Assessment.Fixed = []analyzer.Known{{
		Rule: "aws-rds-no-backup", Resource: "live/prod/aws_db_instance.gone", Path: "backup_retention_period",
		Fingerprint: "0123456789abcdef0123456789abcdef", Since: "2026-03-02",
	}}
	return r
}

// fixture has one finding of each sort: decided in a module's caller, fifty that are
// one, undetermined, accepted, without text, and with text that is hard to print.
func fixture() *Report {
	g, rules := fixtureGraph(), fixtureRules()
	var findings []*analyzer.Finding
	add := func(rule, id string, path graph.Path, f analyzer.Finding) {
		f.Rule, f.Resource, f.Path = rules[rule], g.Resource(id), path
		f.Severity = cmp.Or(f.Severity, f.Rule.Severity)
		if f.Verdict == "" {
			f.Verdict = analyzer.Fail
		}
		f.Trace = g.Locate(id, path)
		f.Fingerprint = fmt.Sprintf("%s|%s|%s", rule, id, path)
		findings = append(findings, &f)
	}
	add("aws-elasticache-no-replica", "aws_elasticache_replication_group.sessions", "num_cache_clusters", analyzer.Finding{
		Verdict: analyzer.Undetermined,
		Message: "Cannot tell whether a lost node empties the cache: num_cache_clusters comes from var.cache_nodes, which has no default.",
		Unknown: []analyzer.Needed{{
			Path: "num_cache_clusters", Needs: []string{"var.cache_nodes"},
			Supply: "--var cache_nodes=…, --var-file prod.tfvars, or a default in variables.tf:12",
		}},
	})
	add("aws-rds-single-az", "module.orders.aws_db_instance.this[0]", "multi_az", analyzer.Finding{
		Message:     `Losing one zone takes "orders" down until someone restores it (about 1 h*); 3 services depend on it: checkout, admin, reports.`,
		Related:     []analyzer.Related{{Resource: g.Resource("aws_autoscaling_group.größe"), Note: "depends on it"}},
		Remediation: "Set high_availability = true: a standby in a second zone, recovery 3600 s → 120 s, doubles the instance cost, no replacement.",
	})
	for _, key := range []string{"e", "d", "c", "b", "a"} {
		add("aws-ebs-one-zone", fmt.Sprintf("aws_ebs_volume.data[%q]", key), "availability_zone", analyzer.Finding{
			Message: "Losing us-east-1a takes every volume of the set.", Remediation: "Spread the volumes over zones.",
		})
	}
	add("aws-autoscaling-fixed-size", "aws_autoscaling_group.größe", "max_size", analyzer.Finding{
		Message: "The group stays at one instance whatever happens. \x1b[2JNot [a](link) nor {0}.",
	})
	add("aws-rds-no-backup", "arn:aws:rds:eu-west-1:123456789012:db:orphan", "backup_retention_period", analyzer.Finding{
		Message: "Nothing brings the data of orphan back once it is gone.", Remediation: "Turn automated backups on.",
	})
	add("aws-rds-no-backup", "aws_db_instance.legacy", "password", analyzer.Finding{
		Message: "Nothing brings the data of legacy back.",
		Suppressions: []analyzer.Suppression{{
			Kind: analyzer.InSource, Reason: "it is copied from the mainframe every night", Until: "2027-01-31",
			Location: at("live/prod/secret.tf", 1, 43, 1, 60),
		}},
	})
	list := make([]*analyzer.Rule, 0, len(rules))
	for _, r := range rules {
		list = append(list, r)
	}
	files := fixtureSources()
	return &Report{
		Assessment: &analyzer.Assessment{
			Graph: g, Rules: byID(list), Findings: findings,
			Diagnostics: []graph.Diagnostic{
				{
					Severity: graph.SeverityWarning, Summary: "Module not loaded", Incomplete: true,
					Detail:   `Module "dns" (registry.example.com/acme/dns/aws) is not on disk, so what it declares is not judged. Run: terraform -chdir=live/prod get`,
					Location: new(at("live/prod/dns.tf", 3, 1, 9, 2)),
				},
				{
					Severity: graph.SeverityError, Summary: "Invalid expression", Incomplete: true,
					Detail: "An expression is missing behind the equals sign.", Location: new(at("modules/legacy/broken.tf", 3, 10, 3, 10)),
				},
				{Severity: graph.SeverityWarning, Summary: "Unused variable file", Detail: "old.tfvars sets nothing that exists."},
			},
			Coverage: analyzer.Coverage{FilesRead: 44, FilesFailed: 1, Resources: 213, Rules: 5, Judged: 118, Undetermined: 1},
		},
		Target: "live/prod",
		Sources: func(file string) ([]byte, error) {
			if text, ok := files[file]; ok {
				return []byte(text), nil
			}
			return nil, errors.New("no such file")
		},
		Version: "0.1.0", Elapsed: 210 * time.Millisecond, GateThreshold: analyzer.Medium, ExitCode: 3,
	}
}
