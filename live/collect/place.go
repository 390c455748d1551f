package collect

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// place is a region of an account with the units that are to be read there; or what
// the account has in no region, under [Global].
type place struct {
	account, region string
	// waves are the units whose services are not late, then those that are.
	waves [2][]unitKey
	of    *accountPlaces
}

// accountPlaces is what the places of one account have in common: late services know
// the names of what is in no region, which are kept until the last place is done.
type accountPlaces struct {
	// global is closed when what has no region is read.
	global chan struct{}
	recall sync.Once
	mu     sync.Mutex
	left   int
}

// places are those with units that are not in the journal, in the order of the plan:
// of each account what is in no region comes first, so that no place waits for one
// that has not begun.
func (r *run) places() []*place {
	done := r.journal.done()
	type key struct{ account, region string }
	var order []*place
	known, accounts := map[key]*place{}, map[string]*accountPlaces{}
	for _, u := range r.plan.Units {
		if done[u] || r.service(u.Service) == nil {
			continue
		}
		k := key{u.Account, u.Region}
		p := known[k]
		if p == nil {
			of := accounts[u.Account]
			if of == nil {
				of = &accountPlaces{global: make(chan struct{})}
				if u.Region != Global {
					close(of.global) // there is none to wait for
				}
				accounts[u.Account] = of
			}
			p = &place{account: u.Account, region: u.Region, of: of}
			of.left++
			known[k] = p
			order = append(order, p)
		}
		wave := 0
		if r.service(u.Service).Late {
			wave = 1
		}
		p.waves[wave] = append(p.waves[wave], u)
		if wave == 1 { // what others call by name comes first
			slices.SortStableFunc(p.waves[1], func(a, b unitKey) int { return cmp.Compare(called(a.Service), called(b.Service)) })
		}
	}
	return order
}

// called puts the functions, which others name, before the other late services.
func called(service string) int {
	if strings.HasSuffix(service, "lambda") {
		return 0
	}
	return 1
}

// begin recalls what an interrupted run has found there.
func (p *place) begin(r *run) {
	r.recall(p.account, p.region)
	if p.region != Global {
		p.of.recall.Do(func() { r.recall(p.account, Global) })
	}
}

// worldwide waits until what the account has in no region is read.
func (p *place) worldwide(ctx context.Context) {
	if p.region == Global {
		return
	}
	select {
	case <-p.of.global:
	case <-ctx.Done():
	}
}

// end forgets the names that nothing needs any more.
func (p *place) end(r *run) {
	if p.region == Global {
		close(p.of.global)
	} else {
		r.names.forget(p.account, p.region)
	}
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	if p.of.left--; p.of.left == 0 {
		r.names.forget(p.account, Global)
	}
}

// recall has the names of what an interrupted run found in a region.
func (r *run) recall(account, region string) {
	_ = r.journal.each(func(u *snapshot.Unit) bool { return u.Account == account && u.Region == region }, func(records []snapshot.Record) error {
		for i := range records {
			if records[i].Resource != nil {
				at := *records[i].Resource
				at.Region = region // as Unit.known has it
				r.names.add(&at)
			}
		}
		return nil
	})
}
