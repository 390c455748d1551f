package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
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

// workspace is a run's view of the file system.
type workspace struct {
	root     *os.Root // the boundary
	boundary string   // absolute
	base     string   // absolute; displayed paths are relative to it
	dirs     []string // scanned, below the boundary
	// templates are files named one by one, below the boundary.
	templates []string
	files     []planFile
	config    *config.Config
	// configFile is the configuration file as it is displayed, and configDir its
	// directory below the boundary; both empty without one.
	configFile, configDir string
	target                string
}

// open resolves the inputs, the boundary and the configuration.
func (in *inputFlags) open(env *Env, args []string) (*workspace, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	ws := &workspace{target: strings.Join(args, " ")}
	inputs, err := resolveInputs(env, args)
	if err != nil {
		return nil, err
	}
	scanned := scannedDirs(inputs)
	repository := enclosingRepository(scanned[0])
	ws.boundary = repository
	if ws.boundary == "" {
		ws.boundary = commonDir(scanned)
	}
	if in.boundary != "" {
		abs, err := resolveDir(env, in.boundary)
		if err != nil {
			return nil, fmt.Errorf("--boundary: %w", err)
		}
		ws.boundary = abs
	}
	ws.base = repository
	if ws.base == "" || !within(ws.boundary, ws.base) {
		ws.base = commonDir(scanned)
	}
	for _, i := range inputs {
		rel, ok := relativeTo(ws.boundary, i.path)
		switch {
		case i.kind == file:
			ws.addFile(i)
		case !ok:
			return nil, fmt.Errorf("%s lies outside the boundary %s; give --boundary a directory that holds both", i.arg, ws.boundary)
		case i.kind == template:
			ws.templates = append(ws.templates, rel)
		default:
			ws.dirs = append(ws.dirs, rel)
		}
	}
	root, err := os.OpenRoot(ws.boundary)
	if err != nil {
		return nil, fmt.Errorf("opening the boundary: %w", err)
	}
	ws.root = root
	if err := ws.readConfig(env, in, scanned[0]); err != nil {
		root.Close()
		return nil, err
	}
	return ws, nil
}

// scannedDirs are the directories that decide the boundary: those given and those of
// templates. Plans are often kept elsewhere; theirs count only where there is nothing else.
func scannedDirs(inputs []input) []string {
	var scanned, others []string
	for _, i := range inputs {
		switch i.kind {
		case directory:
			scanned = append(scanned, i.path)
		case template:
			scanned = append(scanned, filepath.Dir(i.path))
		case file:
			others = append(others, filepath.Dir(i.path))
		}
	}
	if len(scanned) == 0 {
		return others
	}
	return scanned
}

// inputKind is what an argument names.
type inputKind int

const (
	directory inputKind = iota // of Terraform configuration and templates
	file                       // a plan or a state in JSON
	template                   // of CloudFormation
)

// input is one argument.
type input struct {
	arg  string
	path string // absolute
	kind inputKind
}

// resolveInputs makes arguments absolute, with symbolic links resolved so that they
// compare with the boundary.
func resolveInputs(env *Env, args []string) ([]input, error) {
	inputs := make([]input, len(args))
	for i, arg := range args {
		if arg == "" {
			return nil, errors.New("an argument is empty; name a directory or a plan, or give none for the current directory")
		}
		abs, err := filepath.Abs(inDir(env, arg))
		if err != nil {
			return nil, err
		}
		resolved, err := filepath.EvalSymlinks(abs)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s does not exist", arg)
		}
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(resolved)
		if err != nil {
			return nil, err
		}
		inputs[i] = input{arg: arg, path: resolved}
		switch {
		case info.IsDir():
		case partOfModule(resolved):
			return nil, fmt.Errorf("%s is one file of a Terraform module, which is judged as a whole; give its directory: %s", arg, filepath.Dir(arg))
		case info.Mode().IsRegular():
			inputs[i].kind = file
			if isTemplate(resolved) {
				inputs[i].kind = template
			}
		default:
			return nil, fmt.Errorf("%s is neither a directory nor a file", arg)
		}
	}
	return inputs, nil
}

// partOfModule reports whether a file is configuration or variables of Terraform by its
// name. Plans are read whatever their name.
func partOfModule(name string) bool {
	switch filepath.Ext(name) {
	case ".tf", ".tofu", ".tfvars":
		return true
	}
	return strings.HasSuffix(name, ".tf.json") || strings.HasSuffix(name, ".tofu.json")
}

func resolveDir(env *Env, arg string) (string, error) {
	inputs, err := resolveInputs(env, []string{arg})
	if err != nil {
		return "", err
	}
	if inputs[0].kind != directory {
		return "", fmt.Errorf("%s is not a directory", arg)
	}
	return inputs[0].path, nil
}

// enclosingRepository finds the git work tree around a directory; empty without.
func enclosingRepository(dir string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// commonDir is the innermost directory that holds all of them.
func commonDir(dirs []string) string {
	common := dirs[0]
	for _, d := range dirs[1:] {
		for !within(common, d) {
			common = filepath.Dir(common)
		}
	}
	return common
}

func within(outer, inner string) bool {
	_, ok := relativeTo(outer, inner)
	return ok
}

// relativeTo gives a slash path below a directory, "." for itself.
func relativeTo(dir, p string) (string, bool) {
	rel, err := filepath.Rel(dir, p)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// readConfig takes the nearest faultline.yaml between the scanned directory and the boundary.
func (ws *workspace) readConfig(env *Env, in *inputFlags, from string) error {
	ws.config = &config.Config{}
	file := ""
	if in.withoutConfig {
		return nil
	}
	if in.configFile != "" {
		file = in.configFile
		if !filepath.IsAbs(file) {
			file = filepath.Join(env.Dir, file)
		}
	} else {
		for dir := from; ; dir = filepath.Dir(dir) {
			candidate := filepath.Join(dir, config.Name)
			if info, err := os.Lstat(candidate); err == nil && info.Mode().IsRegular() {
				file = candidate
				break
			}
			if dir == ws.boundary || !within(ws.boundary, filepath.Dir(dir)) {
				return nil
			}
		}
	}
	src, err := os.ReadFile(file) //nolint:gosec // the user names it, or it lies within the boundary
	if err != nil {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	shown := file
	if rel, ok := relativeTo(ws.base, file); ok {
		shown = rel
	}
	cfg, err := config.Parse(src)
	if err != nil {
		return fmt.Errorf("%s: %w", shown, err)
	}
	ws.config, ws.configFile = cfg, shown
	if filepath.IsAbs(shown) {
		ws.configFile = filepath.Base(shown) // a report names no folder of a machine
	}
	return ws.anchor(filepath.Dir(file), shown)
}

// anchor makes the configuration's paths relative to the boundary instead of to its file.
func (ws *workspace) anchor(dir, shown string) error {
	rel, ok := relativeTo(ws.boundary, dir)
	if !ok {
		rel = "."
	}
	ws.configDir = rel
	for i, p := range ws.config.Exclude {
		ws.config.Exclude[i] = anchored(rel, p)
	}
	for _, s := range ws.config.Selectors() {
		for i := range s.Paths {
			s.Paths[i].Anchored = anchored(rel, s.Paths[i].Text)
		}
	}
	if b := ws.config.Baseline; b != "" {
		ws.config.Baseline = path.Join(rel, filepath.ToSlash(b))
		if !fs.ValidPath(ws.config.Baseline) || filepath.IsAbs(b) {
			return fmt.Errorf("%s: the baseline %s lies outside the boundary", shown, b)
		}
	}
	for _, list := range [][]string{ws.config.VarFiles, ws.config.ModuleDirs, ws.config.AsRoot, ws.config.RuleDirs} {
		for i, p := range list {
			if p = path.Join(rel, filepath.ToSlash(p)); !fs.ValidPath(p) || filepath.IsAbs(list[i]) {
				return fmt.Errorf("%s: %s lies outside the boundary", shown, list[i])
			}
			if _, err := fs.Stat(ws.root.FS(), p); err != nil {
				return fmt.Errorf("%s: %s: there is no such file or directory", shown, list[i])
			}
			list[i] = p
		}
	}
	return ws.anchorStacks(rel, shown)
}

// anchorStacks does the same for the paths of stacks.
func (ws *workspace) anchorStacks(rel, shown string) error {
	anchored := func(p *string) error {
		below := path.Join(rel, filepath.ToSlash(*p))
		if !fs.ValidPath(below) || filepath.IsAbs(*p) {
			return fmt.Errorf("%s: %s lies outside the boundary", shown, *p)
		}
		if _, err := fs.Stat(ws.root.FS(), below); err != nil {
			return fmt.Errorf("%s: %s: there is no such file", shown, *p)
		}
		*p = below
		return nil
	}
	for i := range ws.config.Stacks {
		s := &ws.config.Stacks[i]
		if err := anchored(&s.Template); err != nil {
			return err
		}
		for j := range s.ParameterFiles {
			if err := anchored(&s.ParameterFiles[j]); err != nil {
				return err
			}
		}
	}
	return nil
}

// anchored makes a pattern of the configuration relative to the boundary. One without a
// slash matches at any depth below the file.
func anchored(rel, p string) string {
	if p = filepath.ToSlash(strings.TrimSuffix(p, "/")); !strings.Contains(p, "/") {
		p = "**/" + p
	}
	return path.Join(rel, p)
}

// whole reports whether everything that the configuration is for was scanned.
func (ws *workspace) whole() bool {
	return slices.ContainsFunc(ws.dirs, func(d string) bool { return below(d, ws.configDir) })
}

// undisplay turns a displayed path into one below the boundary.
func (ws *workspace) undisplay(p string) string {
	rel, ok := relativeTo(ws.boundary, filepath.Join(ws.base, filepath.FromSlash(p)))
	if !ok {
		return p
	}
	return rel
}

// display turns a path below the boundary into the one to show.
func (ws *workspace) display(p string) string {
	rel, err := filepath.Rel(ws.base, filepath.Join(ws.boundary, filepath.FromSlash(p)))
	if err != nil {
		return p
	}
	return filepath.ToSlash(rel)
}

// source reads a file by its displayed path. The text of plans and states is not for
// showing: it has every secret.
func (ws *workspace) source(file string) ([]byte, error) {
	rel, ok := relativeTo(ws.boundary, filepath.Join(ws.base, filepath.FromSlash(file)))
	if !ok || ws.isPlan(file) {
		return nil, fs.ErrNotExist
	}
	return fs.ReadFile(ws.root.FS(), rel)
}

// below turns a path given on the command line into one below the boundary.
func (ws *workspace) below(env *Env, flag, p string) (string, error) {
	abs := p
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(env.Dir, abs)
	}
	abs, err := filepath.Abs(abs)
	if err != nil {
		return "", err
	}
	if resolved, err := filepath.EvalSymlinks(abs); err == nil {
		abs = resolved
	} else if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("--%s %s: there is no such file or directory", flag, p)
	}
	rel, ok := relativeTo(ws.boundary, abs)
	if !ok {
		return "", fmt.Errorf("--%s %s lies outside the boundary %s; raise --boundary", flag, p, ws.boundary)
	}
	return rel, nil
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

// pattern anchors an exclusion of the command line: a path that starts with a dot
// is relative to the working directory, a bare name matches at any depth.
func (ws *workspace) pattern(env *Env, p string) string {
	p = filepath.ToSlash(p)
	if strings.HasPrefix(p, "./") || strings.HasPrefix(p, "../") {
		if abs, err := filepath.Abs(filepath.Join(env.Dir, p)); err == nil {
			if rel, ok := relativeTo(ws.boundary, abs); ok {
				return rel
			}
		}
	}
	p = strings.TrimSuffix(p, "/")
	if !strings.Contains(p, "/") {
		return "**/" + p
	}
	return p
}

// fromHere turns a path below the boundary into one that works in the user's shell.
func (ws *workspace) fromHere(env *Env, p string) string {
	here, err := filepath.Abs(first(env.Dir, "."))
	if err != nil {
		return ws.display(p)
	}
	if resolved, err := filepath.EvalSymlinks(here); err == nil {
		here = resolved
	}
	rel, err := filepath.Rel(here, filepath.Join(ws.boundary, filepath.FromSlash(p)))
	if err != nil {
		return ws.display(p)
	}
	return filepath.ToSlash(rel)
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
	b, stats, err := ws.parseTerraform(ctx, o, templates.found())
	if err != nil {
		return nil, stats, err
	}
	templates.addTo(b, &stats)
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
