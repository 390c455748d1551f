package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/changes"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
)

// sides are two inputs that are judged by the same rules.
type sides struct {
	in            *inputFlags
	filter        *filterFlags
	before, after *workspace
	old, new      *analyzer.Assessment
	profile       analyzer.Profile
	// byOld has both judged by the rules and settings of the old side, which for drift is
	// the code.
	byOld bool
}

// judge reads and judges both, with the rules and settings of one of them.
func (s *sides) judge(ctx context.Context, env *Env, before, after []string) error {
	var err error
	if s.after, err = s.in.open(env, after); err != nil {
		return err
	}
	if s.before, err = s.in.open(env, before); err != nil {
		return err
	}
	leads, follows := s.after, s.before
	if s.byOld {
		leads, follows = s.before, s.after
	}
	follows.config = judgedBy(follows.config, leads.config)
	leads.config = judgedBy(leads.config, leads.config)
	set, err := s.filter.own.load(env, leads)
	if err != nil {
		return err
	}
	for _, side := range []struct {
		ws   *workspace
		into **analyzer.Assessment
		args []string
	}{{s.before, &s.old, before}, {s.after, &s.new, after}} {
		t, err := s.filter.triageOf(env, side.ws, set, nil)
		if err != nil {
			return err
		}
		s.profile = t.Profile()
		if *side.into, err = assess(ctx, env, s.in, side.ws, t, s.filter.ruleTimeout); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(side.args, " "), err)
		}
	}
	return nil
}

func (s *sides) close() {
	for _, ws := range []*workspace{s.before, s.after} {
		if ws != nil {
			ws.root.Close()
		}
	}
}

// judgedBy keeps of a configuration what says how to read its input, and takes from
// another how to judge.
func judgedBy(read, judge *config.Config) *config.Config {
	c := *read
	c.Profile, c.Rules, c.Select, c.Skip, c.Environments = judge.Profile, judge.Rules, judge.Select, judge.Skip, judge.Environments
	c.Overrides, c.Suppressions, c.Baseline, c.RuleDirs = judge.Overrides, judge.Suppressions, "", judge.RuleDirs
	return &c
}

// side is an input for the comparison.
func (*sides) side(ws *workspace, a *analyzer.Assessment) *changes.Side {
	side := &changes.Side{Assessment: a}
	if len(ws.snapshots) > 0 {
		side.Read = func(r *graph.Resource) bool {
			if r.Source != graph.Live {
				return !a.Incomplete()
			}
			return ws.coverage.Looked(r.NativeType, r.Scope.Account, r.Scope.Region)
		}
	}
	return side
}
