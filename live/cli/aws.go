package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/internal/suggest"
	"github.com/faultline-dev/faultline/live/collect"
	"github.com/faultline-dev/faultline/live/services"
)

type awsFlags struct {
	output       string
	resume       bool
	regions      []string
	services     []string
	skip         []string
	profile      string
	roleARN      string
	roleName     string
	externalID   string
	organization bool
	accounts     []string
	workers      int
	rate         float64
	unitTimeout  time.Duration
	aggregator   string
	configRegion string
	printPolicy  bool
	quiet        bool
}

func newAWS(env *Env) *cobra.Command {
	var f awsFlags
	cmd := &cobra.Command{
		Use:   "aws",
		Short: "Read AWS accounts into a snapshot",
		Args:  cobra.NoArgs,
		Long: `aws reads the resources of an account in all regions that it has enabled, or of every
account of an organisation, into one file.

Credentials are found as the AWS CLI finds them: environment, profiles, SSO, web
identity, the role of the machine. AWS_ENDPOINT_URL and the other settings of the SDK
are honoured.

What the role may not see is recorded in the snapshot: what depends on it is then
undetermined when it is judged, and the exit code is 3. Each service of each region is
called at the rate that AWS grants by default, which leaves room for others; throttled
calls are tried again. An interrupted run is continued with --resume.

For a very large organisation --config-aggregator asks an aggregator of AWS Config in
its place: it takes one role and minutes, and knows only the types that AWS Config
records, as they were when it last looked. What it does not record is undetermined.`,
		Example: `  faultline-live snapshot aws --output prod.snapshot
  faultline-live snapshot aws --profile prod --regions eu-west-1,eu-central-1
  faultline-live snapshot aws --organization --role-name faultline-read --external-id 7f3b --output org.snapshot
  faultline-live snapshot aws --config-aggregator org --config-region eu-west-1 --output org.snapshot
  faultline-live snapshot aws --print-policy > policy.json`,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), env) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.output, "output", "o", "aws.snapshot", "`FILE` to write")
	fl.BoolVar(&f.resume, "resume", false, "continue the interrupted run whose journal lies beside the output")
	fl.StringSliceVar(&f.regions, "regions", nil, "read only these `REGIONS` (default: those that each account has enabled)")
	fl.StringSliceVar(&f.services, "services", nil, "read only these `SERVICES`; what the others have is then unknown (default: all)")
	fl.StringSliceVar(&f.skip, "skip-services", nil, "read all but these `SERVICES`")
	fl.StringVar(&f.profile, "profile", "", "`NAME` of a profile of the AWS configuration")
	fl.StringVar(&f.roleARN, "role-arn", "", "`ARN` of a role to assume first")
	fl.StringVar(&f.externalID, "external-id", "", "external `ID` for assuming roles")
	fl.BoolVar(&f.organization, "organization", false, "read every active account of the organisation; needs --role-name")
	fl.StringVar(&f.roleName, "role-name", "", "`NAME` of the role to assume in each account of the organisation")
	fl.StringSliceVar(&f.accounts, "accounts", nil, "of the organisation only these `ACCOUNTS`")
	fl.IntVar(&f.workers, "workers", 32, "`NUMBER` of services read at a time")
	fl.Float64Var(&f.rate, "rate", 1, "`FACTOR` on the rates of calls, 0.5 for half of them")
	fl.DurationVar(&f.unitTimeout, "unit-timeout", time.Hour, "`TIME` after which the reading of one service of one region ends")
	fl.StringVar(&f.aggregator, "config-aggregator", "", "read what the aggregator `NAME` of AWS Config has recorded, in place of the accounts themselves")
	fl.StringVar(&f.configRegion, "config-region", "", "`REGION` of the aggregator (default: that of the credentials)")
	fl.BoolVar(&f.printPolicy, "print-policy", false, "print the least IAM policy that the reading needs, for use as an inline policy of a role, and do nothing else")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "print errors only")
	_ = cmd.RegisterFlagCompletionFunc("services", cobra.FixedCompletions(names(services.All()), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("skip-services", cobra.FixedCompletions(names(services.All()), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func names(all []*collect.Service) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = s.Name
	}
	return out
}

// chosen are the services that the flags name.
func (f *awsFlags) chosen(all []*collect.Service) ([]*collect.Service, error) {
	for flag, given := range map[string][]string{"services": f.services, "skip-services": f.skip} {
		for _, name := range given {
			if !slices.Contains(names(all), name) {
				return nil, fmt.Errorf("--%s %s: there is no such service%s; known are %s", flag, name, suggest.Nearest(name, names(all)), strings.Join(names(all), ", "))
			}
		}
	}
	var out []*collect.Service
	for _, s := range all {
		if (len(f.services) == 0 || slices.Contains(f.services, s.Name)) && !slices.Contains(f.skip, s.Name) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("no service is left to read")
	}
	return out, nil
}

// checkAggregator checks what goes with an aggregator of AWS Config.
func (f *awsFlags) checkAggregator() error {
	switch {
	case f.aggregator == "" && f.configRegion != "":
		return errors.New("--config-region is for --config-aggregator")
	case f.aggregator != "" && f.organization:
		return errors.New("--config-aggregator reads all accounts that the aggregator has; leave --organization out")
	case f.aggregator != "" && (len(f.services) > 0 || len(f.skip) > 0):
		return errors.New("--config-aggregator reads all that AWS Config records; leave --services and --skip-services out")
	}
	return nil
}

func (f *awsFlags) check() error {
	switch {
	case f.organization && f.roleName == "" && !f.printPolicy:
		return errors.New("--organization needs --role-name, the role to assume in each account")
	case !f.organization && f.roleName != "":
		return errors.New("--role-name is for --organization; a single account's role is --role-arn")
	case !f.organization && len(f.accounts) > 0:
		return errors.New("--accounts is for --organization")
	case f.externalID != "" && f.roleARN == "" && f.roleName == "":
		return errors.New("--external-id is for --role-arn or --role-name")
	case f.rate <= 0 || f.rate > 100:
		return fmt.Errorf("--rate %g: it must be above 0 and at most 100", f.rate)
	case f.workers < 1 || f.workers > 1024:
		return fmt.Errorf("--workers %d: it must be from 1 to 1024", f.workers)
	case f.output == "":
		return errors.New("--output is empty")
	}
	return f.checkAggregator()
}

func (f *awsFlags) run(ctx context.Context, env *Env) error {
	all := services.All()
	if err := f.check(); err != nil {
		return err
	}
	chosen, err := f.chosen(all)
	if err != nil {
		return err
	}
	var inventory *collect.Inventory
	if f.aggregator != "" {
		inventory, chosen = services.Inventory(f.aggregator, f.configRegion)
		all = append(all, chosen...)
	}
	if f.printPolicy {
		if inventory != nil {
			chosen = append(chosen, inventory.Service)
		}
		return printPolicy(env, chosen, f.organization, f.roleName)
	}
	var options []func(*config.LoadOptions) error
	if f.profile != "" {
		options = append(options, config.WithSharedConfigProfile(f.profile))
	}
	cfg, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return fmt.Errorf("reading the AWS configuration: %w", err)
	}
	if inventory != nil && f.configRegion == "" {
		if cfg.Region == "" {
			return errors.New("--config-aggregator needs --config-region, the region of the aggregator: the configuration has none")
		}
		inventory, chosen = services.Inventory(f.aggregator, cfg.Region)
		all = append(services.All(), chosen...)
	}
	p := newProgress(env, f.quiet)
	result, err := collect.Run(ctx, collect.Options{
		Config: cfg, Services: chosen, All: all, Regions: f.regions, RoleARN: f.roleARN, RoleName: f.roleName, ExternalID: f.externalID,
		Organization: f.organization, Inventory: inventory, Accounts: f.accounts, Output: f.output, Resume: f.resume, Workers: f.workers, Rate: f.rate,
		UnitTimeout: f.unitTimeout, Tool: "faultline-live " + version(), Now: env.Now, Progress: p.update,
	})
	p.end()
	if errors.Is(err, collect.ErrInterrupted) {
		fmt.Fprintf(env.Stderr, "faultline-live: interrupted; what was read is in %s. Continue with the same command and --resume.\n", f.output+collect.JournalSuffix)
		return exitError{exitIncomplete}
	}
	if errors.Is(err, collect.ErrExpired) {
		fmt.Fprintf(env.Stderr, "faultline-live: the credentials have expired; what was read is in %s. Renew them, and continue with the same command and --resume.\n", f.output+collect.JournalSuffix)
		return exitError{exitIncomplete}
	}
	if err != nil {
		return err
	}
	if !f.quiet {
		summary(env, f.output, result, env.Now().Sub(p.started))
	}
	if result.Incomplete {
		return exitError{exitIncomplete}
	}
	return nil
}

// printPolicy writes the policy as JSON.
func printPolicy(env *Env, chosen []*collect.Service, organization bool, role string) error {
	out := json.NewEncoder(env.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(collect.Document(chosen, organization, role))
}
