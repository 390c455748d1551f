package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/ownrules"
	"github.com/faultline-dev/faultline/rules"
)

// ruleFlags say which rules there are: ours, and those of a user.
type ruleFlags struct {
	rules []string
}

func (f *ruleFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.rules, "rules", nil,
		"also use the rules of a directory or OPA bundle, by `PATH` (.tar.gz for a bundle); see faultline rules new (may be repeated)")
}

// load returns our rules together with own ones: those of the configuration, then those of
// the command line. The fixtures of own rules are left out of what is scanned.
func (f *ruleFlags) load(env *Env, ws *workspace) (*analyzer.RuleSet, error) {
	ours, err := analyzer.Load(rules.FS())
	if err != nil || len(f.rules)+len(ws.config.RuleDirs) == 0 {
		return ours, err
	}
	places, err := f.places(env, ws, "--rules ")
	if err != nil {
		return nil, err
	}
	var own []*analyzer.Own
	var problems []error
	for _, p := range places {
		o, err := p.read()
		if err != nil {
			problems = append(problems, err)
			continue
		}
		own = append(own, o)
		ws.excludeFixtures(p.path, o)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("reading own rules: %w", err)
	}
	set, err := ours.With(ownrules.Vocabulary(), own...)
	if err != nil {
		return nil, fmt.Errorf("these own rules cannot be used:\n%w", err)
	}
	return set, nil
}

// rulePlace is a directory or bundle of own rules.
type rulePlace struct {
	path string // absolute, without symbolic links
	read func() (*analyzer.Own, error)
}

// places resolves what names rules; errors put label before what was given.
func (f *ruleFlags) places(env *Env, ws *workspace, label string) ([]rulePlace, error) {
	var places []rulePlace
	add := func(p rulePlace) {
		if !slices.ContainsFunc(places, func(q rulePlace) bool { return p.path == q.path }) {
			places = append(places, p)
		}
	}
	for _, rel := range ws.config.RuleDirs {
		at, err := filepath.EvalSymlinks(filepath.Join(ws.boundary, filepath.FromSlash(rel)))
		if err != nil {
			return nil, err
		}
		add(rulePlace{at, func() (*analyzer.Own, error) { return ownrules.ReadWithin(ws.root, ws.display(rel), rel) }})
	}
	for _, arg := range f.rules {
		if arg == "" {
			return nil, errors.New("the name of a directory of rules is empty; name a directory or an OPA bundle")
		}
		at, err := filepath.Abs(inDir(env, arg))
		if err == nil {
			at, err = filepath.EvalSymlinks(at)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s%s: there is no such directory or bundle", label, arg)
		}
		if err != nil {
			return nil, fmt.Errorf("%s%s: %w", label, arg, err)
		}
		shown := filepath.ToSlash(filepath.Clean(arg))
		if rel, ok := relativeTo(ws.base, at); ok && rel != "." {
			shown = rel
		}
		add(rulePlace{at, func() (*analyzer.Own, error) { return ownrules.Read(shown, at) }})
	}
	return places, nil
}

// excludeFixtures keeps the fixtures of own rules, which are broken on purpose, from
// being scanned as roots.
func (ws *workspace) excludeFixtures(dir string, own *analyzer.Own) {
	rel, ok := relativeTo(ws.boundary, dir)
	if !ok {
		return
	}
	escape := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "{", `\{`)
	for _, d := range own.Dirs() {
		if pattern := escape.Replace(path.Join(rel, d)); !slices.Contains(ws.config.Exclude, pattern) {
			ws.config.Exclude = append(ws.config.Exclude, pattern)
		}
	}
}

// excludeConfigured does so for the rules of the configuration, whether or not the command
// judges: a graph has no fixtures in it either. Rules that cannot be read are for those
// commands to report that use them.
func (ws *workspace) excludeConfigured() {
	for _, rel := range ws.config.RuleDirs {
		if own, err := ownrules.ReadWithin(ws.root, rel, rel); err == nil {
			ws.excludeFixtures(filepath.Join(ws.boundary, filepath.FromSlash(rel)), own)
		}
	}
}

// ruleCommandFlags are those of commands that show rules and scan nothing: a
// faultline.yaml here or above names own rules for them too.
type ruleCommandFlags struct {
	ruleFlags
	config string
}

func (f *ruleCommandFlags) register(cmd *cobra.Command) {
	f.ruleFlags.register(cmd)
	cmd.Flags().StringVar(&f.config, "config", "", "configuration `FILE` (default: "+config.Name+" in this directory or above it)")
	_ = cmd.MarkFlagFilename("config", "yaml", "yml")
}

func (f *ruleCommandFlags) load(env *Env) (*analyzer.RuleSet, error) {
	in := inputFlags{configFile: f.config}
	ws, err := in.open(env, nil)
	if err != nil {
		return nil, err
	}
	defer ws.root.Close()
	return f.ruleFlags.load(env, ws)
}

// ids lists the rules for completion; when own rules are broken, ours.
func (f *ruleCommandFlags) ids(env *Env) []string {
	set, err := f.load(env)
	if err != nil {
		if set, err = analyzer.Load(rules.FS()); err != nil {
			return nil
		}
	}
	return ruleIDs(set)
}

func ruleIDs(set *analyzer.RuleSet) []string {
	ids := make([]string, 0, len(set.Rules()))
	for _, r := range set.Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}
