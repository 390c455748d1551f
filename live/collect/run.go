package collect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/logging"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// Options say what to read and where to write it.
type Options struct {
	// Config has the credentials to begin with, and a region to ask first.
	Config aws.Config
	// Services are those to read; All are those that there are.
	Services, All []*Service
	// Regions limits the regions; empty for those that each account has enabled.
	Regions []string
	// RoleARN is assumed first of all, RoleName then in each account of the organisation
	// but the own one; both with ExternalID, where there is one.
	RoleARN, RoleName, ExternalID string
	// Organization walks all accounts of the organisation.
	Organization bool
	// Accounts limits the accounts of the organisation; empty for all.
	Accounts []string
	// Inventory is read in place of the accounts themselves, where it is set; Services are
	// then those that ask it.
	Inventory *Inventory
	// Output is the file to write; beside it lies the journal until all is read.
	Output string
	// Resume continues the journal beside Output.
	Resume bool
	// Workers is how many units are read at a time; zero means 32.
	Workers int
	// Rate multiplies the rates of calls; zero means 1.
	Rate float64
	// UnitTimeout ends the reading of one service of one region; zero means an hour.
	UnitTimeout time.Duration
	// Tool is the program with its version; Now the clock, which must be set.
	Tool string
	Now  func() time.Time
	// Progress is called when a unit is done; it must not block.
	Progress func(Progress)
	// Observe sees every operation that is made; for tests.
	Observe func(sdk, op string)
}

// Progress is how far a run is.
type Progress struct {
	Units, Of           int
	Resources, Failures int
	Calls               int64
}

// Result is what a run wrote.
type Result struct {
	Header              snapshot.Header
	Resources, Failures int
	// Incomplete is set where something could not be read that may exist.
	Incomplete bool
	Calls      int64
}

// JournalSuffix is what the journal is called after its snapshot.
const JournalSuffix = ".partial"

// ErrInterrupted is returned when the context ends; what was read is in the journal,
// and Resume goes on with it.
var ErrInterrupted = errors.New("interrupted")

// ErrExpired is returned when the credentials run out; what was read is in the journal.
var ErrExpired = errors.New("the credentials have expired")

func (o *Options) defaults() {
	if o.Workers <= 0 {
		o.Workers = 32
	}
	if o.Rate <= 0 {
		o.Rate = 1
	}
	if o.UnitTimeout <= 0 {
		o.UnitTimeout = time.Hour
	}
}

// Run reads and writes. What an account does not give is in the snapshot as failures;
// an error means that there is no snapshot.
func Run(ctx context.Context, o Options) (*Result, error) {
	o.defaults()
	r := &run{
		Options: o,
		names:   &names{},
		limits:  newLimits(o.Rate, o.Observe),
		breaker: &breaker{silent: map[string]int{}},
	}
	r.Config.HTTPClient = bounded(r.Config.HTTPClient)
	r.Config.Logger = logging.Nop{} // what went wrong is in the snapshot, not between lines of progress
	if err := r.prepare(ctx); err != nil {
		return nil, err
	}
	defer r.journal.Close()
	if err := r.read(ctx); err != nil {
		return nil, err
	}
	return r.write()
}

// run is one Run.
type run struct {
	Options
	names   *names
	limits  *limits
	breaker *breaker
	journal *journal
	plan    *plan
	configs accountConfigs
}

// prepare finds accounts and regions, or what an interrupted run found.
func (r *run) prepare(ctx context.Context) error {
	path := r.Output + JournalSuffix
	_, err := os.Stat(path)
	exists := err == nil
	switch {
	case r.Resume && !exists:
		return fmt.Errorf("there is nothing to resume: %s does not exist", path)
	case !r.Resume && exists:
		return fmt.Errorf("%s is what an interrupted run has read: continue it with --resume, or remove it", path)
	case r.Resume:
		r.journal, r.plan, err = openJournal(path)
		if err != nil {
			return err
		}
		if err := r.configs.begin(ctx, r); err != nil {
			return err
		}
		return r.same()
	}
	p, err := r.discover(ctx)
	if err != nil {
		return err
	}
	r.plan = p
	r.journal, err = newJournal(path, p)
	return err
}

// same refuses to continue a run with other credentials, roles or services than it was
// begun with: it would put another account's resources into the file, or leave out some.
func (r *run) same() error {
	p := r.plan
	switch {
	case p.Own != r.configs.own:
		return fmt.Errorf("the run was begun with credentials of account %s, these are of %s", p.Own, r.configs.own)
	case p.RoleARN != r.RoleARN || p.RoleName != r.RoleName:
		return fmt.Errorf("the run was begun with the role %q, not %q: give the same flags", first(p.RoleARN, p.RoleName), first(r.RoleARN, r.RoleName))
	case p.Inventory != (r.Inventory != nil):
		return errors.New("the run was begun otherwise with regard to --config-aggregator: give the same flags")
	}
	for _, u := range p.Units {
		if r.service(u.Service) == nil {
			return fmt.Errorf("the run was begun with the service %s, which this program does not know: continue it with the program that began it", u.Service)
		}
	}
	return nil
}

// units are the units of some accounts and regions, such that a region's services
// follow one another and late ones come last.
func (r *run) units(accounts []snapshot.Account, regions []string) []unitKey {
	var units []unitKey
	add := func(account, region string, s *Service) { units = append(units, unitKey{account, region, s.Name}) }
	for _, a := range accounts {
		if a.Status != "" && a.Status != active {
			continue
		}
		in := a.Regions
		if len(in) == 0 {
			in = regions
		}
		for _, s := range r.Services {
			if s.Global {
				add(a.ID, Global, s)
			}
		}
		for _, region := range in {
			for _, s := range r.Services {
				if !s.Global && (len(s.Regions) == 0 || slices.Contains(s.Regions, region)) {
					add(a.ID, region, s)
				}
			}
		}
	}
	return units
}

// read reads every unit that is not in the journal: those of one region together, the
// late ones when the others are done, and those of the account that have no region.
func (r *run) read(ctx context.Context) error {
	order := r.places()
	slots := make(chan struct{}, r.Workers)
	var all sync.WaitGroup
	var failed firstError
	// So many regions are begun that every worker can have a unit, and no more: the
	// names of a region are in memory while it is read.
	begun := make(chan struct{}, max(2, r.Workers/4))
	for _, p := range order {
		select {
		case begun <- struct{}{}:
		case <-ctx.Done():
		}
		if ctx.Err() != nil || failed.get() != nil {
			break
		}
		all.Go(func() {
			defer func() { <-begun }()
			defer p.end(r)
			p.begin(r)
			for i, wave := range p.waves {
				if i > 0 {
					p.worldwide(ctx)
				}
				var units sync.WaitGroup
				for _, u := range wave {
					units.Go(func() {
						slots <- struct{}{}
						defer func() { <-slots }()
						if ctx.Err() == nil {
							failed.set(r.unit(ctx, u))
						}
					})
					if i > 0 {
						units.Wait() // what a late service may name is what those before it have: always the same
					}
				}
				units.Wait()
			}
		})
	}
	all.Wait()
	if err := failed.get(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	return nil
}

// firstError keeps the first error of many goroutines.
type firstError struct {
	mu  sync.Mutex
	err error
}

func (e *firstError) set(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err == nil {
		e.err = err
	}
}

func (e *firstError) get() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.err
}

func (r *run) service(name string) *Service {
	for _, s := range r.All {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// unit reads one unit into the journal. The error is only about the journal.
func (r *run) unit(ctx context.Context, key unitKey) error {
	s := r.service(key.Service)
	at := key.Account + "/" + key.Region
	u := &Unit{
		Account: key.Account, Region: key.Region, Partition: r.plan.Header.Partition, service: s, names: r.names,
		listed: map[string]int{}, shapes: map[string]*catalog.Shape{},
	}
	if r.Inventory != nil {
		u.accounts = r.accountsIn(key.Region)
	}
	stamp := snapshot.Unit{Account: key.Account, Region: key.Region, Service: key.Service, Captured: r.Now().UTC().Truncate(time.Second)}
	if r.breaker.open(at) {
		u.fail(snapshot.Failure{
			Account: u.Account, Region: u.Region, Service: s.Name, Call: s.Name, Kind: snapshot.Unavailable, Code: "Unreachable",
			Message: fmt.Sprintf("not tried: %d services of the region in a row did not answer", broken), Types: s.Types,
		})
	} else {
		u.Config = r.configs.of(r, key, s)
		r.guarded(ctx, u)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // it is not whole; it is read again when the run goes on
		}
		if expired(u.records) {
			return ErrExpired
		}
		r.breaker.result(at, u.records)
	}
	if err := r.journal.add(stamp, u.records); err != nil {
		return err
	}
	r.limits.drop(key.Account, key.Region, key.Service)
	if r.Progress != nil {
		units, resources, failures := r.journal.counts()
		r.Progress(Progress{Units: units, Of: len(r.plan.Units), Resources: resources, Failures: failures, Calls: r.limits.calls.Load()})
	}
	return nil
}

// guarded reads a unit in its time. A defect of one service costs only its unit.
func (r *run) guarded(ctx context.Context, u *Unit) {
	ctx, cancel := context.WithTimeout(ctx, r.UnitTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			u.fail(snapshot.Failure{
				Account: u.Account, Region: u.Region, Service: u.service.Name, Call: u.service.Name, Kind: snapshot.Malformed, Code: "Defect",
				Message: oneLine(fmt.Sprintf("reading it hit a defect in faultline-live: %v", p)), Types: u.service.Types,
			})
		}
	}()
	u.service.Read(ctx, u)
}

// write makes the snapshot of the journal, and removes that.
func (r *run) write() (*Result, error) {
	temporary := r.Output + ".writing"
	file, err := os.OpenFile(temporary, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // the user names it
	if err != nil {
		return nil, fmt.Errorf("writing the snapshot: %w", err)
	}
	defer os.Remove(temporary)
	result, err := r.snapshot(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("writing the snapshot: %w", err)
	}
	if err := os.Rename(temporary, r.Output); err != nil {
		return nil, fmt.Errorf("writing the snapshot: %w", err)
	}
	if err := os.Remove(r.Output + JournalSuffix); err != nil {
		return nil, fmt.Errorf("removing the journal: %w", err)
	}
	return result, nil
}

func (r *run) snapshot(file io.Writer) (*Result, error) {
	w, err := snapshot.NewWriter(file, &r.plan.Header)
	if err != nil {
		return nil, err
	}
	result := &Result{Header: r.plan.Header, Calls: r.limits.calls.Load()}
	put := func(record snapshot.Record) error {
		if f := record.Failure; f != nil && f.Code == noEndpoint && r.journal.answered(f.Account, f.Region) {
			f.Kind, f.Types = snapshot.Unsupported, nil
		}
		if record.Failure != nil && record.Failure.Kind.Leaves() && record.Failure.Kind != snapshot.Unrecorded {
			result.Incomplete = true
		}
		return w.Write(record)
	}
	for i := range r.plan.Failures {
		if err := put(snapshot.Record{Failure: &r.plan.Failures[i]}); err != nil {
			return nil, err
		}
	}
	err = r.journal.each(nil, func(records []snapshot.Record) error {
		for i := range records {
			if err := put(records[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	result.Resources, result.Failures = w.Counts()
	return result, w.Close()
}
