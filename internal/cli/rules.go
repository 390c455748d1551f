package cli

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/report"
)

func newRules(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List, show, write and test rules",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var format, color string
	var from ruleCommandFlags
	list := &cobra.Command{
		Use:   "list",
		Short: "List every rule",
		Example: `  faultline rules list
  faultline rules list --rules faultline-rules --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := oneOf("format", format, []string{"text", "json"}); err != nil {
				return err
			}
			set, err := from.load(env)
			if err != nil {
				return err
			}
			if format == "json" {
				return report.WriteRulesJSON(env.Stdout, set.Rules())
			}
			return report.WriteRulesText(env.Stdout, set.Rules(), textOptions(env, color, true))
		},
	}
	from.register(list)
	list.Flags().StringVar(&format, "format", "text", "`FORMAT`: text or json")
	registerColor(list, &color)
	complete(list, "format", []string{"text", "json"})
	show := explainCommand(env, "rules show RULE", "Show one rule: what it finds, why it matters, how to mend it")
	cmd.AddCommand(list, show, newRulesNew(env), newRulesTest(env), newRulesLib(env))
	return cmd
}

func newExplain(env *Env) *cobra.Command {
	return explainCommand(env, "explain RULE", "Explain a rule: what it finds, why it matters, how to mend it")
}

// explainCommand makes the command with a path of words below faultline.
func explainCommand(env *Env, path, short string) *cobra.Command {
	var format, color string
	var from ruleCommandFlags
	cmd := &cobra.Command{
		Use:   strings.TrimPrefix(path, "rules "),
		Short: short,
		Example: "  faultline " + strings.Replace(path, "RULE", "aws-rds-single-az", 1) + "\n" +
			"  faultline " + strings.Replace(path, "RULE", "acme-rds-unprotected", 1) + " --rules faultline-rules",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("name one rule; faultline rules list shows them all\nSee: %s --help", cmd.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return from.ids(env), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oneOf("format", format, []string{"text", "json"}); err != nil {
				return err
			}
			set, err := from.load(env)
			if err != nil {
				return err
			}
			r := set.Rule(args[0])
			if r == nil {
				return fmt.Errorf("there is no rule %q%s (faultline rules list shows them all)", args[0], config.Suggest(args[0], ruleIDs(set)))
			}
			if format == "json" {
				return report.WriteRulesJSON(env.Stdout, []*analyzer.Rule{r})
			}
			return report.WriteExplain(env.Stdout, r, textOptions(env, color, true))
		},
	}
	from.register(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "`FORMAT`: text or json")
	registerColor(cmd, &color)
	complete(cmd, "format", []string{"text", "json"})
	return cmd
}

func newVersion(env *Env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(env.Stdout, "faultline %s\n", version())
			return err
		},
	}
}

// version is the module's version as the Go tool recorded it in the binary.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "0.0.0-dev"
	}
	return info.Main.Version
}
