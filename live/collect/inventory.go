package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// Inventory is a place that knows the resources of many accounts, as an aggregator of
// AWS Config does. Units are then of its own account: one for each service and region,
// whose resources are of all accounts ([Unit.As]).
type Inventory struct {
	// Service declares the calls of Sources, and Region is where these are made.
	Service *Service
	Region  string
	// Sources finds what the inventory is of. Failures are of accounts and regions whose
	// resources it has not got.
	Sources func(ctx context.Context, cfg aws.Config) (*Sources, error)
}

// Sources are the accounts and regions of an inventory.
type Sources struct {
	Accounts     []snapshot.Account
	Regions      []string
	Organization string
	Failures     []snapshot.Failure
}

// inventory plans the reading of an inventory.
func (r *run) inventory(ctx context.Context, p *plan) error {
	cfg := r.configs.base.Copy()
	cfg.Region = r.Inventory.Region
	// The base has the limits of finding accounts; those of the inventory take their place.
	cfg.APIOptions = nil
	sources, err := r.Inventory.Sources(ctx, r.limits.configure(cfg, r.Inventory.Service, r.configs.own, cfg.Region))
	if err != nil {
		_, code, message := classify(err)
		return fmt.Errorf("the inventory cannot be read: %s: %s", first(code, "no answer"), first(message, err.Error()))
	}
	if len(r.Regions) > 0 {
		sources.Regions = slices.DeleteFunc(sources.Regions, func(region string) bool { return !slices.Contains(r.Regions, region) })
	}
	if len(sources.Accounts) == 0 || len(sources.Regions) == 0 {
		return errors.New("the inventory has no accounts in the regions to read")
	}
	p.Header.Accounts, p.Header.Regions, p.Header.Organization = sources.Accounts, sources.Regions, sources.Organization
	p.Failures = append(p.Failures, sources.Failures...)
	p.Units = r.units([]snapshot.Account{{ID: r.configs.own, Status: active}}, sources.Regions)
	return nil
}

// accountsIn are the accounts that have a region.
func (r *run) accountsIn(region string) []string {
	var ids []string
	for _, a := range r.plan.Header.Accounts {
		if len(a.Regions) == 0 || slices.Contains(a.Regions, region) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
