// Package fis writes what the failure model says as experiments for AWS Fault Injection
// Service, so that somebody can try whether it is so. Start with [Export].
//
// One experiment template is made for each zone and each single point of failure that
// FIS can take away. What an action needs and does is taken from the AWS FIS user guide
// (actions reference, targets), as of 2026-11; what FIS cannot do is a [Gap], never left
// out without a word.
package fis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/report"
)

// Gap is a loss, or a part of one, for which there is no experiment.
type Gap struct {
	Loss     string `json:"loss"`
	Resource string `json:"resource,omitempty"`
	Reason   string `json:"reason"`
}

// Template is a CloudFormation template; encoding/json writes it.
type Template struct {
	Version     string                `json:"AWSTemplateFormatVersion"`
	Description string                `json:"Description"`
	Metadata    metadata              `json:"Metadata"`
	Parameters  map[string]parameter  `json:"Parameters"`
	Conditions  map[string]any        `json:"Conditions,omitempty"`
	Resources   map[string]experiment `json:"Resources"`
}

type metadata struct {
	Faultline struct {
		NotCovered []Gap `json:"NotCovered"`
	} `json:"Faultline"`
}

type parameter struct {
	Type           string `json:"Type"`
	Description    string `json:"Description"`
	AllowedPattern string `json:"AllowedPattern,omitempty"`
	Default        string `json:"Default,omitempty"`
}

type experiment struct {
	Type       string     `json:"Type"`
	Condition  string     `json:"Condition"`
	Properties properties `json:"Properties"`
}

type properties struct {
	Description       string            `json:"Description"`
	RoleArn           any               `json:"RoleArn"`
	StopConditions    []stopCondition   `json:"StopConditions"`
	ExperimentOptions options           `json:"ExperimentOptions"`
	Targets           map[string]target `json:"Targets"`
	Actions           map[string]action `json:"Actions"`
	Tags              map[string]string `json:"Tags"`
}

type stopCondition struct {
	Source string `json:"Source"`
	Value  any    `json:"Value"`
}

type options struct {
	AccountTargeting          string `json:"AccountTargeting"`
	EmptyTargetResolutionMode string `json:"EmptyTargetResolutionMode"`
}

type target struct {
	ResourceType  string            `json:"ResourceType"`
	ResourceArns  []any             `json:"ResourceArns,omitempty"`
	ResourceTags  map[string]string `json:"ResourceTags,omitempty"`
	Filters       []filter          `json:"Filters,omitempty"`
	Parameters    map[string]string `json:"Parameters,omitempty"`
	SelectionMode string            `json:"SelectionMode"`
}

type filter struct {
	Path   string   `json:"Path"`
	Values []string `json:"Values"`
}

type action struct {
	ActionID    string            `json:"ActionId"`
	Description string            `json:"Description"`
	Parameters  map[string]any    `json:"Parameters,omitempty"`
	Targets     map[string]string `json:"Targets"`
}

// The parameters of the template.
const (
	roleParameter     = "ExperimentRoleArn"
	alarmParameter    = "StopAlarmArn"
	durationParameter = "Duration"
)

func ref(name string) map[string]string { return map[string]string{"Ref": name} }

// mostActions is how many actions FIS accepts in one experiment template.
const mostActions = 20

// Export makes the experiments of a model: one for each zone that it knows by name, one
// for each component that takes a service down by itself. The same model gives the same
// template. Gaps are in order of loss and resource, and in the template's metadata.
func Export(ctx context.Context, m *failure.Model) (*Template, []Gap, error) {
	sets, err := m.CutSets(ctx, nil, 1)
	if err != nil {
		return nil, nil, fmt.Errorf("finding single points of failure: %w", err)
	}
	x := &exporter{m: m, takes: map[failure.Event][]string{}, seen: map[*graph.Resource]bool{}}
	for i := range sets {
		for _, r := range sets[i].Service.Resources() {
			if !x.seen[r] && !r.Data {
				x.seen[r] = true
				x.resources = append(x.resources, r)
			}
		}
		for j := range sets[i].Certain {
			if c := &sets[i].Certain[j]; c.Order() == 1 {
				x.takes[c.Events[0]] = append(x.takes[c.Events[0]], sets[i].Service.ID)
			}
		}
	}
	slices.SortFunc(x.resources, func(a, b *graph.Resource) int { return cmp.Compare(a.ID, b.ID) })
	x.t = &Template{
		Version:     "2010-09-09",
		Description: "Experiments for AWS Fault Injection Service, made by faultline from the failure model. Each is started by hand.",
		Parameters: map[string]parameter{
			roleParameter:     {Type: "String", Description: "Role that lets FIS run the actions", AllowedPattern: "^arn:[^:]+:iam::[0-9]{12}:role/.+$"},
			alarmParameter:    {Type: "String", Description: "CloudWatch alarm that stops an experiment when it goes off", AllowedPattern: "^arn:[^:]+:cloudwatch:[^:]+:[0-9]{12}:alarm:.+$"},
			durationParameter: {Type: "String", Description: "How long what can be undone lasts (ISO 8601)", AllowedPattern: "^PT[0-9]+[MH]$", Default: "PT10M"},
		},
		Conditions: map[string]any{}, Resources: map[string]experiment{},
	}
	for _, e := range m.Events() {
		switch {
		case e.Kind == failure.Zone && !e.Unplaced():
			x.zone(e)
		case len(x.takes[e]) > 0:
			x.point(e)
		}
	}
	slices.SortStableFunc(x.gaps, func(a, b Gap) int { return cmp.Or(cmp.Compare(a.Loss, b.Loss), cmp.Compare(a.Resource, b.Resource)) })
	x.t.Metadata.Faultline.NotCovered = append([]Gap{}, x.gaps...)
	return x.t, x.gaps, nil
}

type exporter struct {
	m         *failure.Model
	t         *Template
	takes     map[failure.Event][]string // services that a loss takes down
	resources []*graph.Resource          // of all services, by ID
	seen      map[*graph.Resource]bool
	gaps      []Gap
}

func (x *exporter) gap(e failure.Event, r *graph.Resource, reason string) {
	g := Gap{Loss: e.String(), Reason: reason}
	if r != nil {
		g.Resource = r.ID
	}
	x.gaps = append(x.gaps, g)
}

// add puts an experiment into the template, if it does anything.
func (x *exporter) add(e failure.Event, region string, targets map[string]target, actions map[string]action) {
	if len(actions) == 0 {
		return
	}
	if region == "" || region == graph.Global || strings.HasPrefix(region, "?") {
		x.gap(e, nil, "nothing says in which region it is, and an experiment belongs to one")
		return
	}
	condition := "In" + logical(region)
	x.t.Conditions[condition] = map[string]any{"Fn::Equals": []any{ref("AWS::Region"), region}}
	id := logical(string(e.Kind) + "-" + e.ID)
	for base, n := id, 2; ; n++ {
		if _, taken := x.t.Resources[id]; !taken {
			break
		}
		id = fmt.Sprintf("%s%d", base, n)
	}
	expected := "No service should go down."
	if services := x.takes[e]; len(services) > 0 {
		expected = "It is expected to take down " + strings.Join(services, ", ") + "."
	}
	x.t.Resources[id] = experiment{
		Type: "AWS::FIS::ExperimentTemplate", Condition: condition,
		Properties: properties{
			Description:       short("Loss of "+e.Phrase()+". "+expected, 512),
			RoleArn:           ref(roleParameter),
			StopConditions:    []stopCondition{{Source: "aws:cloudwatch:alarm", Value: ref(alarmParameter)}},
			ExperimentOptions: options{AccountTargeting: "single-account", EmptyTargetResolutionMode: "skip"},
			Targets:           targets, Actions: actions,
			Tags: map[string]string{"Name": short("faultline "+e.String(), 256)},
		},
	}
}

// logical makes a logical ID, or a name, of letters and digits.
func logical(text string) string {
	var b strings.Builder
	up := true
	for _, c := range text {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			if up && c >= 'a' && c <= 'z' {
				c += 'A' - 'a'
			}
			b.WriteRune(c)
			up = false
		default:
			up = true
		}
	}
	return b.String()
}

// short cuts a text to so many characters.
func short(text string, most int) string {
	runes := []rune(report.Clean(text))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}
