package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// inputFlags are the flags that say what is read and with which values; scan and
// graph have them in common.
type inputFlags struct {
	values     []value // --var and --var-file in the order given
	parameters []value // --param and --parameter-file in the order given
	region     string
	workspace  string
	boundary   string
	configFile string
	exclude    []string
	asRoot     []string
	moduleDirs []string
	workers    int
	// withoutConfig reads no configuration.
	withoutConfig bool
}

// value is one --var or --var-file.
type value struct{ file, name, text string }

func (in *inputFlags) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(&valueFlag{into: &in.values}, "var", "set a root variable, as `NAME=VALUE` (may be repeated)")
	f.Var(&valueFlag{into: &in.values, file: true}, "var-file", "read variables from a .tfvars or .tfvars.json `FILE` (may be repeated)")
	f.Var(&valueFlag{into: &in.parameters}, "param", "set a CloudFormation parameter, as `NAME=VALUE` (may be repeated)")
	f.Var(&valueFlag{into: &in.parameters, file: true}, "parameter-file", "read CloudFormation parameters from a JSON, YAML or samconfig.toml `FILE` (may be repeated)")
	f.StringVar(&in.region, "region", "", "AWS `REGION` where no provider block or stack names one (default: unknown, zones are told apart by index)")
	f.StringVar(&in.workspace, "workspace", "", "`NAME` that terraform.workspace has (default: default)")
	f.StringVar(&in.boundary, "boundary", "", "`DIR` that nothing is read outside of (default: the git work tree, else the scanned directory)")
	f.StringVar(&in.configFile, "config", "", "configuration `FILE` (default: "+config.Name+" in the scanned directory or above it)")
	f.StringArrayVar(&in.exclude, "exclude", nil, "leave out directories that match a `PATTERN`, as in '**/legacy' (may be repeated)")
	f.StringArrayVar(&in.asRoot, "as-root", nil, "judge a `DIR` as a root module although others call it (may be repeated)")
	f.StringArrayVar(&in.moduleDirs, "module-dir", nil, "look for remote modules in a `DIR` of vendored copies (may be repeated)")
	f.IntVar(&in.workers, "workers", 0, "`NUMBER` of root modules evaluated at a time (default: one a processor)")
	_ = cmd.MarkFlagDirname("boundary")
	_ = cmd.MarkFlagDirname("module-dir")
	_ = cmd.MarkFlagFilename("var-file", "tfvars", "json")
	_ = cmd.MarkFlagFilename("parameter-file", "json", "yaml", "yml", "toml")
	_ = cmd.MarkFlagFilename("config", "yaml", "yml")
}

// valueFlag keeps --var and --var-file in one order, as Terraform applies them.
type valueFlag struct {
	into *[]value
	file bool
}

var _ pflag.Value = (*valueFlag)(nil)

// Set implements pflag.Value.
func (v *valueFlag) Set(s string) error {
	if v.file {
		*v.into = append(*v.into, value{file: s})
		return nil
	}
	name, text, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return errors.New("it must have the form NAME=VALUE")
	}
	*v.into = append(*v.into, value{name: strings.TrimSpace(name), text: text})
	return nil
}

// String implements pflag.Value; the default is empty.
func (*valueFlag) String() string { return "" }

// Type implements pflag.Value.
func (v *valueFlag) Type() string {
	if v.file {
		return "FILE"
	}
	return "NAME=VALUE"
}

// options puts configuration and flags together; flags win.
func (in *inputFlags) options(env *Env, ws *workspace) (terraform.Options, error) {
	c := ws.config
	o := terraform.Options{
		FS: ws.root.FS(), Name: filepath.Base(ws.boundary), Dirs: ws.dirs, Display: ws.display,
		Region: first(in.region, c.Region), Account: c.Assume.AccountID, Zones: c.Assume.Zones,
		CanonicalUser: c.Assume.CanonicalUserID, Organization: c.Assume.OrganizationID, Workspace: first(in.workspace, c.Workspace), Workers: in.workers,
		FromHere: func(p string) string { return ws.fromHere(env, p) }, AsRoot: c.AsRoot, ModuleDirs: c.ModuleDirs,
		Env: map[string]string{},
	}
	ws.excludeConfigured()
	o.Exclude = c.Exclude
	for _, p := range in.exclude {
		o.Exclude = append(o.Exclude, ws.pattern(env, p))
	}
	for _, kv := range env.Environ {
		if rest, ok := strings.CutPrefix(kv, "TF_VAR_"); ok {
			name, text, _ := strings.Cut(rest, "=")
			o.Env[name] = text
		}
	}
	if o.Workspace == "" {
		o.Workspace, _ = env.lookup("TF_WORKSPACE")
	}
	for _, f := range c.VarFiles {
		o.Inputs = append(o.Inputs, terraform.Input{File: f})
	}
	for _, v := range c.Variables {
		o.Inputs = append(o.Inputs, terraform.Input{Name: v.Name, Value: v.Text, Data: v.Data})
	}
	for _, v := range in.values {
		if v.file == "" {
			o.Inputs = append(o.Inputs, terraform.Input{Name: v.name, Value: v.text})
			continue
		}
		rel, err := ws.below(env, "var-file", v.file)
		if err != nil {
			return o, err
		}
		o.Inputs = append(o.Inputs, terraform.Input{File: rel})
	}
	for _, d := range in.moduleDirs {
		rel, err := ws.below(env, "module-dir", d)
		if err != nil {
			return o, err
		}
		o.ModuleDirs = append(o.ModuleDirs, rel)
	}
	for _, d := range in.asRoot {
		rel, err := ws.below(env, "as-root", d)
		if err != nil {
			return o, err
		}
		o.AsRoot = append(o.AsRoot, rel)
	}
	return o, nil
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// parse reads the inputs and shows progress on a terminal.
func (in *inputFlags) parse(ctx context.Context, env *Env, ws *workspace) (*graph.Builder, terraform.Stats, error) {
	o, err := in.options(env, ws)
	if err != nil {
		return nil, terraform.Stats{}, err
	}
	p := newProgress(env)
	o.Progress = p.update
	defer p.clear()
	templates, err := in.parseTemplates(ctx, env, ws, o.Exclude)
	if err != nil {
		return nil, terraform.Stats{}, err
	}
	b, stats, err := ws.parseTerraform(ctx, o, templates.found() || len(ws.snapshots) > 0)
	if err != nil {
		return nil, stats, err
	}
	templates.addTo(b, &stats)
	if err := ws.parseSnapshots(ctx, in.workers, b, &stats); err != nil {
		return nil, stats, err
	}
	return b, stats, nil
}

// parseTerraform reads plans, states and directories. That a directory holds none of
// it is an error only where there is nothing else to judge.
func (ws *workspace) parseTerraform(ctx context.Context, o terraform.Options, others bool) (*graph.Builder, terraform.Stats, error) {
	if len(ws.files) > 0 {
		return ws.parseFiles(ctx, o, others)
	}
	if len(ws.dirs) == 0 {
		return &graph.Builder{}, terraform.Stats{}, nil
	}
	b, stats, err := terraform.Parse(ctx, o)
	if errors.Is(err, terraform.ErrNoConfiguration) {
		if others {
			return &graph.Builder{}, stats, undeclared(o)
		}
		return nil, stats, ws.nothing(err)
	}
	if err == nil && len(stats.Undeclared) > 0 {
		return nil, stats, fmt.Errorf("no root module declares the variable %s, which --var or the configuration sets", strings.Join(stats.Undeclared, ", "))
	}
	return b, stats, err
}

// undeclared is the error that variables are set where there is no Terraform at all.
func undeclared(o terraform.Options) error {
	for _, in := range o.Inputs {
		if in.File == "" {
			return fmt.Errorf("no root module declares the variable %s, which --var or the configuration sets", in.Name)
		}
	}
	return nil
}

// nothing is the error that the directories hold nothing to judge.
func (ws *workspace) nothing(err error) error {
	return fmt.Errorf("%s: %w (*.tf, *.tf.json, *.tofu), and no CloudFormation template (YAML or JSON)", ws.target, err)
}
