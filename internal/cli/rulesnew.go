package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/ownrules"
	"github.com/faultline-dev/faultline/rules"
)

// ownRulesDir is where new rules go when nothing else is said.
const ownRulesDir = "faultline-rules"

func newRulesNew(env *Env) *cobra.Command {
	var dir string
	var req ownrules.Request
	cmd := &cobra.Command{
		Use:   "new PROVIDER SERVICE DEFECT",
		Short: "Write a new rule with its tests and fixtures",
		Long: `new writes a rule of your own that works as it is: the Rego with its metadata, a Rego
test, and fixtures that are bad, good and unknown. Its id is PROVIDER-SERVICE-DEFECT.
The example judges one attribute of one resource type; change it to what you mean.

Beside the rule it lays copies of the libraries and of the input's schema, so that plain
opa test and opa check --schema work without faultline. Nothing is overwritten.`,
		Example: `  faultline rules new acme rds unprotected
  faultline rules new acme msk one_broker --type aws_msk_cluster --attribute number_of_broker_nodes
  faultline rules test faultline-rules`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 3 {
				return fmt.Errorf("name the provider, the service and the defect, as in: faultline rules new acme rds unprotected\nSee: %s --help", cmd.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			req.Provider, req.Service, req.Defect = args[0], args[1], args[2]
			return writeNewRule(cmd.Context(), env, dir, req)
		},
	}
	f := cmd.Flags()
	f.StringVar(&dir, "dir", "", "`DIR` of your rules (default: the first of rule_dirs in faultline.yaml, else "+ownRulesDir+")")
	f.StringVar(&req.Type, "type", "", "resource `TYPE` that the rule judges, as in aws_db_instance (default: by the service)")
	f.StringVar(&req.Attribute, "attribute", "", "attribute `NAME` that the example looks at (default: a likely one)")
	_ = cmd.MarkFlagDirname("dir")
	return cmd
}

func writeNewRule(ctx context.Context, env *Env, dir string, req ownrules.Request) error {
	ours, err := analyzer.Load(rules.FS())
	if err != nil {
		return err
	}
	s, err := ownrules.New(ctx, req, ours)
	if err != nil {
		return err
	}
	shown, root, err := openRulesDir(env, dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := s.Write(root); err != nil {
		return fmt.Errorf("%s: %w", shown, err)
	}
	if err := ownrules.WriteLibrary(root, true); err != nil {
		return fmt.Errorf("%s: %w", shown, err)
	}
	fmt.Fprintf(env.Stdout, " %s judges %s of %s; change it to what you mean:\n", s.ID, s.Attribute, s.Type)
	for _, name := range slices.Sorted(maps.Keys(s.Files)) {
		fmt.Fprintf(env.Stdout, "   %s\n", path.Join(shown, name))
	}
	_, err = fmt.Fprintf(env.Stdout, " Test it:   faultline rules test %[1]s\n With opa:  opa test %[1]s && opa check --strict --schema %[1]s/%[2]s %[1]s\n"+
		" Use it:    faultline scan --rules %[1]s, or rule_dirs: [%[1]s] in faultline.yaml\n", shown, ownrules.SchemaFile)
	return err
}

// openRulesDir opens the directory of a user's rules, and makes it where it is missing.
func openRulesDir(env *Env, dir string) (shown string, root *os.Root, err error) {
	at := inDir(env, dir)
	if dir == "" {
		if dir, at, err = configuredDir(env); err != nil {
			return "", nil, err
		}
	}
	if err := os.MkdirAll(at, 0o755); err != nil { //nolint:gosec // rules are for others to read
		return "", nil, fmt.Errorf("making the directory of the rules: %w", err)
	}
	root, err = os.OpenRoot(at)
	return filepath.ToSlash(filepath.Clean(dir)), root, err
}

// configuredDir is the first directory of rule_dirs, as a path from here, else the default.
func configuredDir(env *Env) (shown, at string, err error) {
	ws, err := (&inputFlags{}).open(env, nil)
	if err != nil {
		return "", "", err
	}
	defer ws.root.Close()
	for _, rel := range ws.config.RuleDirs {
		at := filepath.Join(ws.boundary, filepath.FromSlash(rel))
		if info, err := ws.root.Stat(rel); err == nil && info.IsDir() {
			return ws.fromHere(env, rel), at, nil
		}
	}
	return ownRulesDir, inDir(env, ownRulesDir), nil
}

func newRulesLib(env *Env) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "lib --output DIR",
		Short: "Write the libraries and the schema that plain opa needs",
		Long: `lib writes copies of the libraries that rules import (lib/) and of the JSON Schema of
their input (schemas/input.json) into a directory of your rules, so that plain opa works
there. faultline itself does not read the copies. Run it again after an upgrade.`,
		Example: `  faultline rules lib --output faultline-rules
  opa test faultline-rules
  opa check --strict --schema faultline-rules/schemas/input.json faultline-rules`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if dir == "" {
				return fmt.Errorf("give --output, the directory of your rules\nSee: %s --help", cmd.CommandPath())
			}
			shown, root, err := openRulesDir(env, dir)
			if err != nil {
				return err
			}
			defer root.Close()
			if err := ownrules.WriteLibrary(root, false); err != nil {
				return fmt.Errorf("%s: %w", shown, err)
			}
			_, err = fmt.Fprintf(env.Stdout, " Written: %[1]s/lib and %[1]s/%[2]s\n", shown, ownrules.SchemaFile)
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "output", "", "`DIR` to write to; it is made where it is missing")
	_ = cmd.MarkFlagDirname("output")
	return cmd
}
