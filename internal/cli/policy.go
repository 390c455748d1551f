package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/internal/config"
)

func newPolicy(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Exchange resilience policies with AWS Resilience Hub",
		Long: `policy turns a policy of AWS Resilience Hub into an entry of faultline.yaml and back.
Both directions read and write JSON files; nothing is called.`,
	}
	cmd.AddCommand(newPolicyImport(env), newPolicyExport(env))
	return cmd
}

func newPolicyImport(env *Env) *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE.json",
		Short: "Print a policy of AWS Resilience Hub as an entry of faultline.yaml",
		Long: `import reads what CreatePolicy or GetPolicy of AWS Resilience Hub (either version) take
or answer, and prints the entry for policy: in faultline.yaml.`,
		Example: `  aws resiliencehubv2 get-policy --policy-arn … > policy.json
  faultline policy import policy.json >> faultline.yaml`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			src, err := readBounded(inDir(env, args[0]))
			if err != nil {
				return err
			}
			p, name, err := config.ImportPolicy(src)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			_, err = fmt.Fprint(env.Stdout, "policy:\n"+p.YAML(name))
			return err
		},
	}
}

// readBounded reads a file of at most a mebibyte.
func readBounded(file string) ([]byte, error) {
	const most = 1 << 20
	f, err := os.Open(file) //nolint:gosec // the user names it
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && len(src) > most {
		err = fmt.Errorf("%s is larger than %d KiB", file, most>>10)
	}
	return src, err
}

func newPolicyExport(env *Env) *cobra.Command {
	var in inputFlags
	var name string
	cmd := &cobra.Command{
		Use:   "export [DIR]",
		Short: "Print a policy of faultline.yaml as AWS Resilience Hub takes it",
		Example: `  faultline policy export --name checkout > policy.json
  aws resiliencehubv2 create-policy --cli-input-json file://policy.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			ws, err := in.open(env, args)
			if err != nil {
				return err
			}
			defer ws.root.Close()
			policies := ws.config.Policy
			if len(policies) == 0 {
				return fmt.Errorf("%s has no policy", config.Name)
			}
			if len(policies) > 1 {
				fmt.Fprintf(env.Stderr, "faultline: %s has %d policies; the first is written\n", config.Name, len(policies))
			}
			text, lost, err := config.ExportPolicy(&policies[0], name)
			if err != nil {
				return err
			}
			if len(lost) > 0 {
				fmt.Fprintf(env.Stderr, "faultline: AWS Resilience Hub has no place for %s\n", strings.Join(lost, ", "))
			}
			_, err = env.Stdout.Write(text)
			return err
		},
	}
	cmd.Flags().StringVar(&in.configFile, "config", "", "configuration `FILE` (default: "+config.Name+" in the directory or above it)")
	cmd.Flags().StringVar(&name, "name", "faultline", "`NAME` of the policy")
	return cmd
}
