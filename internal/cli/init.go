package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
)

func newInit(env *Env) *cobra.Command {
	var in inputFlags
	var force bool
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a first faultline.yaml that fits what is found",
		Long: `init looks for root modules, environments (folders and variable files with such
names) and regions below a directory (default: the current one), and writes a
faultline.yaml there with comments. It changes nothing else.`,
		Example: `  faultline init
  faultline init infrastructure`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runInit(cmd.Context(), env, &in, args, force) },
	}
	in.register(cmd)
	cmd.Flags().BoolVar(&force, "force", false, "write over a faultline.yaml that exists")
	return cmd
}

func runInit(ctx context.Context, env *Env, in *inputFlags, args []string, force bool) error {
	dir, err := resolveDir(env, first(append(args, ".")...))
	if err != nil {
		return err
	}
	file := filepath.Join(dir, config.Name)
	if _, err := os.Lstat(file); err == nil && !force {
		return fmt.Errorf("%s exists; --force writes over it", shownFrom(env, file))
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking for a configuration: %w", err)
	}
	in.withoutConfig = true
	ws, err := in.open(env, []string{dir})
	if err != nil {
		return err
	}
	defer ws.root.Close()
	ws.target = shownFrom(env, dir)
	b, stats, err := in.parse(ctx, env, ws)
	if err != nil {
		return err
	}
	found := &finder{ws: ws, dir: ws.dirs[0]}
	f := found.look(b, stats.Roots)
	if err := os.WriteFile(file, config.Starter(f), 0o644); err != nil { //nolint:gosec // a configuration is for others to read
		return fmt.Errorf("writing the configuration: %w", err)
	}
	_, err = fmt.Fprint(env.Stdout, nextSteps(shownFrom(env, file), f))
	return err
}

func nextSteps(file string, f *config.Found) string {
	what := fmt.Sprintf("%d roots", len(f.Roots))
	if len(f.Roots) == 1 {
		what = "1 root"
	}
	var names []string
	for _, e := range f.Environments {
		names = append(names, e.Name)
	}
	if len(names) > 0 {
		what += ", " + named("environment", names)
	}
	if len(f.Regions) > 0 {
		what += ", " + named("region", f.Regions)
	}
	return fmt.Sprintf(`Wrote %s: %s.

Next
  faultline scan                     see what it finds
  faultline baseline                 then let only new findings fail a run
  faultline explain RULE             why a rule says what it says

A hook for pre-commit, and CI on GitHub, GitLab and Jenkins:
  https://github.com/faultline-dev/faultline/blob/main/docs/ci.md
`, file, what)
}

// finder looks for what a first configuration can say.
type finder struct {
	ws  *workspace
	dir string // of the configuration, below the boundary
}

func (f *finder) look(b *graph.Builder, roots []string) *config.Found {
	out := &config.Found{}
	environments := map[string][]string{}
	for _, shown := range roots {
		root := f.relative(f.ws.undisplay(shown))
		if folder := exampleFolder(root); folder != "" {
			if !slices.Contains(out.Examples, folder) {
				out.Examples = append(out.Examples, folder)
			}
			continue
		}
		out.Roots = append(out.Roots, root)
		if name, folder := environmentFolder(root); name != "" && !slices.Contains(environments[name], folder) {
			environments[name] = append(environments[name], folder)
		}
		out.VarFiles = append(out.VarFiles, f.varFiles(root)...)
	}
	slices.Sort(out.Roots)
	slices.Sort(out.Examples)
	for _, name := range slices.Sorted(maps.Keys(environments)) {
		slices.Sort(environments[name])
		out.Environments = append(out.Environments, config.FoundEnvironment{Name: name, Paths: environments[name]})
	}
	regions := map[string]bool{}
	for _, r := range b.Resources {
		switch {
		case r.Data || r.Scope.Provider != "aws":
		case r.Scope.Region == "":
			out.RegionUnknown = true
		case r.Scope.Region != graph.Global && isRegion(r.Scope.Region):
			regions[r.Scope.Region] = true
		}
	}
	out.Regions = slices.Sorted(maps.Keys(regions))
	return out
}

// isRegion keeps texts that only stand where a region should out of the file.
func isRegion(text string) bool {
	return strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// relative is a path below the boundary as seen from the configuration.
func (f *finder) relative(p string) string {
	rel, err := filepath.Rel(filepath.FromSlash(f.dir), filepath.FromSlash(p))
	if err != nil {
		return p
	}
	return filepath.ToSlash(rel)
}

// exampleFolder is the outermost folder of a root that is named as one for examples.
func exampleFolder(root string) string {
	parts := strings.Split(root, "/")
	for i, part := range parts {
		switch part {
		case "example", "examples", "fixtures", "testdata":
			return "./" + path.Join(parts[:i+1]...)
		}
	}
	return ""
}

// environmentFolder is the innermost folder of a root that an environment is named after.
func environmentFolder(root string) (name, folder string) {
	parts := strings.Split(root, "/")
	for i, part := range slices.Backward(parts) {
		if name := environmentOf(part); name != "" {
			return name, "./" + path.Join(parts[:i+1]...)
		}
	}
	return "", ""
}

// environmentOf is the environment that a word stands for; empty when it is none.
func environmentOf(word string) string {
	switch strings.ToLower(word) {
	case "prod", "prd", "production":
		return "production"
	case "stage", "staging", "stg", "preprod", "uat", "qa":
		return "staging"
	case "dev", "develop", "development":
		return "development"
	case "test", "testing", "tst":
		return "test"
	case "sandbox", "sbx", "playground":
		return "sandbox"
	default:
		return ""
	}
}

// varFiles are the files of variables in a root, and one folder below, that are named
// after an environment.
func (f *finder) varFiles(root string) []string {
	var found []string
	fsys := f.ws.root.FS()
	for _, pattern := range []string{"*.tfvars", "*/*.tfvars"} {
		files, err := fs.Glob(fsys, path.Join(f.dir, root, pattern))
		if err != nil {
			continue // a folder whose name is a pattern
		}
		for _, file := range files {
			base := strings.TrimSuffix(path.Base(file), ".tfvars")
			if strings.HasSuffix(base, ".auto") || environmentOf(base) == "" {
				continue
			}
			found = append(found, f.relative(file))
		}
	}
	return found
}

// named is a word, as one or several, before the names.
func named(word string, names []string) string {
	if len(names) > 1 {
		word += "s"
	}
	return word + " " + strings.Join(names, ", ")
}
