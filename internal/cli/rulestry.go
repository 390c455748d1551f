package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/ownrules"
	"github.com/faultline-dev/faultline/internal/ruletest"
	"github.com/faultline-dev/faultline/rules"
)

type rulesTestFlags struct {
	format  string
	least   float64
	verbose bool
	config  string
}

func newRulesTest(env *Env) *cobra.Command {
	var f rulesTestFlags
	cmd := &cobra.Command{
		Use:   "test [DIR|BUNDLE...]",
		Short: "Test rules of your own, and measure how much of them the tests cover",
		Long: `test checks rules of your own as a scan does, runs their Rego tests (test_… in
_test.rego) and judges the fixtures beside each rule with the real parser. The marks in a
fixture say what must come out: "# want ID" on the line that decides, "# undetermined
ID" where the value is unknown; a good fixture has none.

Without an argument it tests rule_dirs of faultline.yaml.

Exit codes: 0 passed, 1 a test or fixture failed, a rule has neither, or too few lines
are covered, 2 usage error: no such directory, or rules that cannot be used.`,
		Example: `  faultline rules test
  faultline rules test faultline-rules --coverage-min 90
  faultline rules test faultline-rules --format json`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), env, args) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "text", "`FORMAT`: text or json")
	fl.Float64Var(&f.least, "coverage-min", 0, "fail below this `PERCENT` of lines that the Rego tests cover")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "also list what passed")
	fl.StringVar(&f.config, "config", "", "configuration `FILE` (default: faultline.yaml in this directory or above it)")
	_ = cmd.MarkFlagFilename("config", "yaml", "yml")
	complete(cmd, "format", []string{"text", "json"})
	return cmd
}

func (f *rulesTestFlags) run(ctx context.Context, env *Env, args []string) error {
	if err := oneOf("format", f.format, []string{"text", "json"}); err != nil {
		return err
	}
	if f.least < 0 || f.least > 100 {
		return fmt.Errorf("--coverage-min %g: it must be between 0 and 100", f.least)
	}
	base, err := analyzer.Load(rules.FS())
	if err != nil {
		return err
	}
	sources, closeAll, err := f.sources(env, args)
	defer closeAll()
	if err != nil {
		return err
	}
	own := make([]*analyzer.Own, len(sources))
	for i, s := range sources {
		own[i] = s.Own
	}
	set, err := base.With(ownrules.Vocabulary(), own...)
	if err != nil {
		return fmt.Errorf("these own rules cannot be used:\n%w", err)
	}
	report, err := ruletest.Run(ctx, set, base, sources...)
	if err != nil {
		return err
	}
	if f.format == "json" {
		err = ruletest.WriteJSON(env.Stdout, report, f.least)
	} else {
		err = ruletest.WriteText(env.Stdout, report, f.least, f.verbose)
	}
	switch {
	case err != nil:
		return fmt.Errorf("writing the report: %w", err)
	case !report.Passed(f.least):
		return exitError{ExitFindings}
	}
	return nil
}

// sources opens the arguments, or what the configuration names.
func (f *rulesTestFlags) sources(env *Env, args []string) (sources []ruletest.Source, closeAll func(), err error) {
	var open []*os.Root
	closeAll = func() {
		for _, r := range open {
			r.Close()
		}
	}
	ws, err := (&inputFlags{configFile: f.config}).open(env, nil)
	if err != nil {
		return nil, closeAll, err
	}
	open = append(open, ws.root)
	if len(args) > 0 {
		ws.config.RuleDirs = nil
	}
	places, err := (&ruleFlags{rules: args}).places(env, ws, "")
	if err != nil {
		return nil, closeAll, err
	}
	if len(places) == 0 {
		return nil, closeAll, errors.New("name a directory of rules, or give rule_dirs in faultline.yaml; faultline rules new makes one")
	}
	for _, p := range places {
		own, err := p.read()
		if err != nil {
			return nil, closeAll, err
		}
		s := ruletest.Source{Own: own}
		if info, err := os.Stat(p.path); err == nil && info.IsDir() {
			root, err := os.OpenRoot(p.path)
			if err != nil {
				return nil, closeAll, err
			}
			open = append(open, root)
			s.FS = root.FS()
			warnStale(env, own.Name, s.FS)
		}
		sources = append(sources, s)
	}
	return sources, closeAll, nil
}

// warnStale says when plain opa would test with other libraries than faultline.
func warnStale(env *Env, name string, fsys fs.FS) {
	stale, err := ownrules.StaleLibrary(fsys)
	if err == nil && len(stale) > 0 {
		fmt.Fprintf(env.Stderr, "faultline: %s/%s is not what these rules and this version need; write it anew: faultline rules lib --output %s\n", name, stale[0], name)
	}
}
