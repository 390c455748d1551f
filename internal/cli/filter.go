package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/triage"
)

// filterFlags say which rules and resources count, and how much; scan and baseline have
// them in common.
type filterFlags struct {
	own            ruleFlags
	ruleTimeout    time.Duration
	profile        string
	only, skip     filterLists
	noSuppressions bool
}

// filterLists are the values of --rule, --theme, … or of --skip-rule, --skip-theme, ….
type filterLists struct {
	rules, themes, paths, resources, tags, environments []string
}

func (f *filterFlags) register(cmd *cobra.Command, env *Env) {
	fl := cmd.Flags()
	f.own.register(cmd)
	fl.DurationVar(&f.ruleTimeout, "rule-timeout", 0, "`TIME` that one rule may take before it is stopped (default: 10s and 2ms a resource)")
	fl.StringVar(&f.profile, "profile", "", "how much is expected, by the `NAME` of a profile: "+strings.Join(config.Profiles(), ", ")+" (default: production)")
	for _, side := range []struct {
		into         *filterLists
		prefix, verb string
	}{{&f.only, "", "judge only"}, {&f.skip, "skip-", "leave out"}} {
		list := func(into *[]string, name, what string) {
			fl.StringSliceVar(into, side.prefix+name, nil, side.verb+" "+what+" (may be repeated)")
		}
		list(&side.into.rules, "rule", "rules by `ID` or pattern, as in 'aws-rds-*'")
		list(&side.into.themes, "theme", "rules of a `THEME`, as in backup")
		list(&side.into.paths, "path", "resources of roots or files that match a `PATTERN`, as in 'live/**'")
		fl.StringArrayVar(&side.into.resources, side.prefix+"resource", nil, side.verb+" resources by `ADDRESS` or pattern, as in 'module.db' (may be repeated)")
		list(&side.into.tags, "tag", "resources with a tag `NAME=VALUE`, as in tier=1 or 'team=pay*'")
		list(&side.into.environments, "environment", "resources of the environment `NAME`, which the configuration declares")
		_ = cmd.RegisterFlagCompletionFunc(side.prefix+"rule", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return (&ruleCommandFlags{ruleFlags: f.own}).ids(env), cobra.ShellCompDirectiveNoFileComp
		})
		complete(cmd, side.prefix+"theme", analyzer.Themes())
	}
	fl.BoolVar(&f.noSuppressions, "no-suppressions", false, "judge as if nobody had suppressed a finding")
	complete(cmd, "profile", config.Profiles())
}

// check reads the flags that need no sources.
func (f *filterFlags) check() error {
	if f.ruleTimeout < 0 {
		return fmt.Errorf("--rule-timeout %s: it must not be negative", f.ruleTimeout)
	}
	if f.profile == "" {
		return nil
	}
	return oneOf("profile", f.profile, config.Profiles())
}

func (l *filterLists) selection(env *Env, ws *workspace) config.Selection {
	words := func(list []string) []config.Word {
		var out []config.Word
		for _, text := range list {
			out = append(out, config.Word{Text: text})
		}
		return out
	}
	s := config.Selection{Rules: words(l.rules), Themes: words(l.themes)}
	s.Resources, s.Environments = words(l.resources), words(l.environments)
	for _, p := range l.paths {
		s.Paths = append(s.Paths, config.Word{Text: p, Anchored: ws.pattern(env, p)})
	}
	for _, t := range l.tags {
		name, value, given := strings.Cut(t, "=")
		if !given {
			value = "*"
		}
		s.Tags = append(s.Tags, config.Tag{Name: name, Value: value})
	}
	return s
}

// triage sets up how findings are settled.
func (f *filterFlags) triage(env *Env, ws *workspace, known *triage.Baseline) (*triage.Triage, error) {
	set, err := f.own.load(env, ws)
	if err != nil {
		return nil, err
	}
	return f.triageOf(env, ws, set, known)
}

// triageOf does so for rules that were loaded.
func (f *filterFlags) triageOf(env *Env, ws *workspace, set *analyzer.RuleSet, known *triage.Baseline) (*triage.Triage, error) {
	return triage.New(set, triage.Options{
		Config: ws.config, ConfigFile: ws.configFile, Profile: f.profile,
		Select: f.only.selection(env, ws), Skip: f.skip.selection(env, ws),
		Now: env.Now(), Path: ws.undisplay, Whole: ws.whole(), NoSuppressions: f.noSuppressions,
		Baseline: known, Scanned: ws.scanned,
	})
}
