package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/report"
	"github.com/faultline-dev/faultline/rules"
)

func newRules(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List and show the rules",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var format, color string
	list := &cobra.Command{
		Use:   "list",
		Short: "List every rule",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := oneOf("format", format, []string{"text", "json"}); err != nil {
				return err
			}
			set, err := analyzer.Load(rules.FS())
			if err != nil {
				return err
			}
			if format == "json" {
				return report.WriteRulesJSON(env.Stdout, set.Rules())
			}
			return report.WriteRulesText(env.Stdout, set.Rules(), textOptions(env, color, true))
		},
	}
	list.Flags().StringVar(&format, "format", "text", "text or json")
	registerColor(list, &color)
	complete(list, "format", []string{"text", "json"})
	show := explainCommand(env, "show RULE", "Show one rule: what it finds, why it matters, how to mend it")
	cmd.AddCommand(list, show)
	return cmd
}

func newExplain(env *Env) *cobra.Command {
	return explainCommand(env, "explain RULE", "Explain a rule: what it finds, why it matters, how to mend it")
}

func explainCommand(env *Env, use, short string) *cobra.Command {
	var format, color string
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("name one rule; faultline rules list shows them all\nSee: %s --help", cmd.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oneOf("format", format, []string{"text", "json"}); err != nil {
				return err
			}
			r, err := findRule(args[0])
			if err != nil {
				return err
			}
			if format == "json" {
				return report.WriteRulesJSON(env.Stdout, []*analyzer.Rule{r})
			}
			return report.WriteExplain(env.Stdout, r, textOptions(env, color, true))
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	registerColor(cmd, &color)
	complete(cmd, "format", []string{"text", "json"})
	return cmd
}

func ruleIDs() []string {
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		return nil
	}
	ids := make([]string, 0, len(set.Rules()))
	for _, r := range set.Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

func findRule(id string) (*analyzer.Rule, error) {
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		return nil, err
	}
	for _, r := range set.Rules() {
		if r.ID == id {
			return r, nil
		}
	}
	return nil, fmt.Errorf("there is no rule %q%s (faultline rules list shows them all)", id, config.Suggest(id, ruleIDs()))
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
