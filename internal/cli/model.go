package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
)

// model is the failure model of a run's inputs, with what the configuration says of it.
type model struct {
	*failure.Model
	workspace   *workspace
	policies    []failure.Policy
	diagnostics []graph.Diagnostic
	close       func()
}

// model parses the inputs and builds the failure model. The caller closes it.
func (in *inputFlags) model(ctx context.Context, env *Env, args []string) (*model, error) {
	ws, err := in.open(env, args)
	if err != nil {
		return nil, err
	}
	b, _, err := in.parse(ctx, env, ws)
	if err != nil {
		ws.root.Close()
		return nil, err
	}
	b.WithoutOrigins = true
	m, err := newModel(ws, catalog.Complete(b))
	if err != nil {
		ws.root.Close()
		return nil, err
	}
	m.diagnostics, m.close = b.Diagnostics, func() { ws.root.Close() }
	return m, nil
}

// newModel builds the failure model of a graph with what the configuration says of it.
func newModel(ws *workspace, g *graph.Graph) (*model, error) {
	m := &model{
		Model:     failure.New(g, failure.Options{Services: declared(ws.config.Services), Facts: toFacts(ws.config.Facts)}),
		workspace: ws, policies: toPolicies(ws.config.Policy),
	}
	if err := m.unmatched(ws.config); err != nil {
		return nil, err
	}
	return m, nil
}

// unmatched refuses services and policies that mean nothing: a filter without effect
// is a mistake.
func (m *model) unmatched(c *config.Config) error {
	if names := m.Unmatched(); len(names) > 0 {
		return fmt.Errorf("services: no resource matches %s; faultline graph prints the addresses", strings.Join(names, ", "))
	}
	var ids []string
	for _, s := range m.Services() {
		ids = append(ids, s.ID)
	}
	for _, p := range c.Policy {
		for _, w := range p.Services {
			if !slices.ContainsFunc(ids, func(id string) bool { return failure.Matches(w.Text, id) }) {
				return fmt.Errorf("policy: line %d: there is no service %s%s", w.Line, w.Text, orElse(config.Suggest(w.Text, ids), ids))
			}
		}
	}
	return nil
}

func words(list []config.Word) []string {
	texts := make([]string, len(list))
	for i, w := range list {
		texts[i] = w.Text
	}
	return texts
}

func declared(services []config.Service) []failure.Declared {
	all := make([]failure.Declared, len(services))
	for i, s := range services {
		all[i] = failure.Declared{
			Name: s.Name, Entry: words(s.Entry), Members: words(s.Members), Hard: words(s.Hard), Soft: words(s.Soft),
			Criticality: s.Criticality, Tags: s.Tags,
		}
	}
	return all
}

func toPolicies(policies []config.Policy) []failure.Policy {
	all := make([]failure.Policy, len(policies))
	for i, p := range policies {
		q := failure.Policy{
			Services: words(p.Services), Addresses: words(p.Addresses), Paths: words(p.Paths), Tags: p.Tags,
			Availability: p.Availability, Targets: map[catalog.Loss]failure.Target{},
		}
		for scope, t := range p.Targets {
			q.Targets[catalog.Loss(scope)] = failure.Target{RTO: t.RTO, RPO: t.RPO, Retention: t.Retention, Approach: t.Approach}
		}
		for _, w := range p.Survive {
			q.Survive = append(q.Survive, catalog.Loss(w.Text))
		}
		all[i] = q
	}
	return all
}

func toFacts(facts []config.Fact) []failure.Fact {
	all := make([]failure.Fact, len(facts))
	for i, f := range facts {
		all[i] = failure.Fact{
			Type: f.Type, Address: f.Address, Lose: catalog.Loss(f.Lose), Mechanism: f.Mechanism, RTO: -1, RPO: -1,
			Availability: f.Availability, Source: f.Source,
		}
		if f.RTO != nil {
			all[i].RTO = *f.RTO
		}
		if f.RPO != nil {
			all[i].RPO = *f.RPO
		}
	}
	return all
}

// chosen returns the services with the given names; nil stands for all.
func chosen(m *failure.Model, names []string) ([]*failure.Service, error) {
	if len(names) == 0 {
		return nil, nil
	}
	var ids []string
	for _, s := range m.Services() {
		ids = append(ids, s.ID)
	}
	services := []*failure.Service{}
	for _, n := range names {
		s := m.Service(n)
		if s == nil {
			return nil, fmt.Errorf("--service %s: there is no such service%s", n, orElse(config.Suggest(n, ids), ids))
		}
		services = append(services, s)
	}
	return services, nil
}

// orElse falls back to a list of what there is.
func orElse(suggestion string, known []string) string {
	if suggestion != "" || len(known) == 0 {
		return suggestion
	}
	const most = 10
	if len(known) > most {
		known = append(slices.Clip(known[:most]), "…")
	}
	return "; there are " + strings.Join(known, ", ")
}
