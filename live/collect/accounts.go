package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"golang.org/x/sync/errgroup"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// active is the status of an account that can be read.
const active = "ACTIVE"

// finding is the service of the calls that find accounts and regions.
func finding() *Service {
	return &Service{
		Name: "organizations", SDK: "Organizations",
		Calls: []Call{
			{Op: "ListAccounts"},
			{Op: "DescribeOrganization"},
			{SDK: "STS", Op: "GetCallerIdentity", Actions: []string{"sts:GetCallerIdentity"}},
			{SDK: "STS", Op: "AssumeRole", Actions: []string{"sts:AssumeRole"}},
			{SDK: "EC2", Op: "DescribeRegions", Actions: []string{"ec2:DescribeRegions"}},
		},
	}
}

// discover finds out whose credentials there are, which accounts and which regions.
func (r *run) discover(ctx context.Context) (*plan, error) {
	p := &plan{Header: snapshot.Header{Provider: "aws", Tool: r.Tool, Created: r.Now().UTC().Truncate(time.Second)}}
	for _, s := range r.All {
		if slices.Contains(r.Services, s) {
			p.Header.Services = append(p.Header.Services, s.Name)
			p.Header.Types = append(p.Header.Types, s.Types...)
		} else {
			p.Header.Omitted = append(p.Header.Omitted, s.Types...)
		}
	}
	slices.Sort(p.Header.Services)
	slices.Sort(p.Header.Omitted)
	p.Header.Omitted = slices.DeleteFunc(slices.Compact(p.Header.Omitted), func(typ string) bool {
		return slices.ContainsFunc(r.Services, func(s *Service) bool { return slices.Contains(s.Types, typ) })
	})
	slices.Sort(p.Header.Types)
	p.Header.Types = slices.Compact(p.Header.Types)
	if err := r.configs.begin(ctx, r); err != nil {
		return nil, err
	}
	p.Header.Partition = r.configs.partition
	p.Own, p.RoleARN, p.RoleName, p.Inventory = r.configs.own, r.RoleARN, r.RoleName, r.Inventory != nil
	if r.Inventory != nil {
		p.Header.Types = nil // which of them it records differs by account and region
		return p, r.inventory(ctx, p)
	}
	accounts, err := r.accounts(ctx, p)
	if err != nil {
		return nil, err
	}
	p.Header.Accounts = accounts
	if err := r.regions(ctx, p); err != nil {
		return nil, err
	}
	p.Units = r.units(p.Header.Accounts, p.Header.Regions)
	return p, nil
}

// accountConfigs has the configuration of each account, with its credentials. It is
// safe for concurrent use once begun.
type accountConfigs struct {
	partition string
	own       string     // the account of the credentials to begin with
	base      aws.Config // with these credentials
	mu        sync.Mutex
	by        map[string]aws.Config
}

// begin finds out whose credentials there are, after the first role is assumed.
func (c *accountConfigs) begin(ctx context.Context, r *run) error {
	c.by = map[string]aws.Config{}
	c.base = r.Config.Copy()
	if c.base.Region == "" {
		c.base.Region = "us-east-1"
	}
	c.base = r.limits.configure(c.base, finding(), "", "")
	if r.RoleARN != "" {
		c.base = c.assuming(r, r.RoleARN)
	}
	who, err := sts.NewFromConfig(c.base).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		_, code, message := classify(err)
		return fmt.Errorf("the credentials do not work: sts:GetCallerIdentity: %s: %s", code, first(message, err.Error()))
	}
	c.own = aws.ToString(who.Account)
	c.partition = "aws"
	if parts := strings.Split(aws.ToString(who.Arn), ":"); len(parts) > 1 && parts[1] != "" {
		c.partition = parts[1]
	}
	return nil
}

// assuming is the base configuration with the credentials of a role.
func (c *accountConfigs) assuming(r *run, role string) aws.Config {
	cfg := c.base.Copy()
	provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(c.base), role, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = "faultline"
		if r.ExternalID != "" {
			o.ExternalID = aws.String(r.ExternalID)
		}
	})
	cfg.Credentials = aws.NewCredentialsCache(provider)
	return cfg
}

// account is the configuration of an account.
func (c *accountConfigs) account(r *run, id string) aws.Config {
	if id == c.own || r.RoleName == "" {
		return c.base
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	cfg, ok := c.by[id]
	if !ok {
		cfg = c.assuming(r, fmt.Sprintf("arn:%s:iam::%s:role/%s", c.partition, id, r.RoleName))
		c.by[id] = cfg
	}
	return cfg
}

// of is the configuration of a unit: the credentials of its account, and the limits
// of its service in place of those of finding accounts.
func (c *accountConfigs) of(r *run, key unitKey, s *Service) aws.Config {
	cfg := r.Config.Copy()
	cfg.Credentials = c.account(r, key.Account).Credentials
	cfg.Region = key.Region
	if key.Region == Global {
		cfg.Region = mainRegion(c.partition)
	}
	return r.limits.configure(cfg, s, key.Account, key.Region)
}

// mainRegion is where services without a region answer.
func mainRegion(partition string) string {
	switch partition {
	case "aws-cn":
		return "cn-north-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	default:
		return "us-east-1"
	}
}

// accounts are those to read, sorted.
func (r *run) accounts(ctx context.Context, p *plan) ([]snapshot.Account, error) {
	if !r.Organization {
		return []snapshot.Account{{ID: r.configs.own, Status: active}}, nil
	}
	client := organizations.NewFromConfig(r.configs.base)
	org, err := client.DescribeOrganization(ctx, &organizations.DescribeOrganizationInput{})
	if err != nil {
		return nil, refused("organizations:DescribeOrganization", err)
	}
	p.Header.Organization = aws.ToString(org.Organization.Id)
	var found []snapshot.Account
	for pages := organizations.NewListAccountsPaginator(client, &organizations.ListAccountsInput{}); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, refused("organizations:ListAccounts", err)
		}
		for i := range page.Accounts {
			a := &page.Accounts[i]
			found = append(found, snapshot.Account{ID: aws.ToString(a.Id), Name: aws.ToString(a.Name), Status: first(string(a.State), string(a.Status))})
		}
	}
	var chosen []snapshot.Account
	for _, a := range found {
		if len(r.Accounts) == 0 || slices.Contains(r.Accounts, a.ID) {
			chosen = append(chosen, a)
		}
	}
	for _, id := range r.Accounts {
		if !slices.ContainsFunc(found, func(a snapshot.Account) bool { return a.ID == id }) {
			return nil, fmt.Errorf("account %s is not one of the %d of organisation %s", id, len(found), p.Header.Organization)
		}
	}
	slices.SortFunc(chosen, func(a, b snapshot.Account) int { return strings.Compare(a.ID, b.ID) })
	return chosen, nil
}

func refused(call string, err error) error {
	_, code, message := classify(err)
	return fmt.Errorf("the accounts of the organisation cannot be listed: %s: %s: %s; it must be asked from the management account or a delegated administrator",
		call, code, first(message, err.Error()))
}

// regions finds the regions that each account has enabled. An account that cannot be
// entered is a failure, and nothing of it is read.
func (r *run) regions(ctx context.Context, p *plan) error {
	accounts := p.Header.Accounts
	enabled := make([][]string, len(accounts))
	failures := make([]*snapshot.Failure, len(accounts))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, r.Workers/2))
	for i := range accounts {
		if accounts[i].Status != active {
			continue
		}
		g.Go(func() error {
			enabled[i], failures[i] = r.enabled(ctx, accounts[i].ID)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return ErrInterrupted
	}
	for _, regions := range enabled {
		p.Header.Regions = append(p.Header.Regions, regions...)
	}
	slices.Sort(p.Header.Regions)
	p.Header.Regions = slices.Compact(p.Header.Regions)
	for i := range accounts {
		switch {
		case failures[i] != nil:
			p.Failures = append(p.Failures, *failures[i])
			accounts[i].Status = unreadable
		case accounts[i].Status == active && !slices.Equal(enabled[i], p.Header.Regions):
			accounts[i].Regions = enabled[i]
		}
	}
	if len(p.Header.Regions) == 0 && len(p.Failures) > 0 {
		f := p.Failures[0]
		return fmt.Errorf("no account can be read: %s in account %s: %s: %s", f.Call, f.Account, f.Code, f.Message)
	}
	if len(p.Header.Regions) == 0 {
		return errors.New("no account is active, or none has a region")
	}
	return nil
}

// unreadable is the status of an account whose role could not be assumed, or whose
// regions could not be found out.
const unreadable = "UNREADABLE"

func (r *run) enabled(ctx context.Context, account string) ([]string, *snapshot.Failure) {
	cfg := r.configs.account(r, account).Copy()
	fail := func(call string, err error) *snapshot.Failure {
		f := &snapshot.Failure{Account: account, Region: Global, Service: "sts", Call: call}
		f.Kind, f.Code, f.Message = classify(err)
		if f.Kind == snapshot.Unsupported {
			f.Kind = snapshot.Unavailable // it leaves everything unknown all the same
		}
		return f
	}
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return nil, fail("sts:AssumeRole", err)
	}
	if len(r.Regions) > 0 {
		// One that does not exist has no endpoints, which leaves all of it unknown.
		return slices.Compact(slices.Sorted(slices.Values(r.Regions))), nil
	}
	out, err := ec2.NewFromConfig(cfg).DescribeRegions(ctx, &ec2.DescribeRegionsInput{
		Filters: []ec2types.Filter{{Name: aws.String("opt-in-status"), Values: []string{"opt-in-not-required", "opted-in"}}},
	})
	if err != nil {
		return nil, fail("ec2:DescribeRegions", err)
	}
	var regions []string
	for _, region := range out.Regions {
		regions = append(regions, aws.ToString(region.RegionName))
	}
	slices.Sort(regions)
	return regions, nil
}
