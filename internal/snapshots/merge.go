package snapshots

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// Merged says what became of the inputs.
type Merged struct {
	Resources, Failures int
	// Replaced are units of which a later reading was taken, and Kept those whose
	// later reading failed where an earlier one had not.
	Replaced, Kept int
}

// Merge writes one snapshot of several. Of a unit (a service in a region of an
// account) that several have, the latest reading counts; one that failed in a call in
// which an earlier reading did not fail is left out but for its failures, so that the
// result has what is known, says that it may have changed since, and is incomplete.
// Names of units and the failures are in memory, resources are not.
//
// Damaged files, different providers or partitions, and redacted ones together with
// others are errors; nothing of use was then written.
func Merge(out io.Writer, sources []Source) (*Merged, error) {
	m := &merge{chosen: map[unit]*reading{}}
	for i := range sources {
		if err := m.scan(i, sources[i]); err != nil {
			return nil, err
		}
	}
	m.choose()
	header, err := m.header()
	if err != nil {
		return nil, err
	}
	w, err := snapshot.NewWriter(out, header)
	if err != nil {
		return nil, err
	}
	for i := range sources {
		if err := m.copy(w, i, sources[i]); err != nil {
			return nil, err
		}
	}
	m.result.Resources, m.result.Failures = w.Counts()
	return &m.result, w.Close()
}

// unreadable is the status of an account that a run could not enter.
const unreadable = "UNREADABLE"

// unit names what is read at once.
type unit struct{ account, region, service string }

// place is a region of an account.
type place struct{ account, region string }

// reading is one unit of one file.
type reading struct {
	file     int
	captured time.Time
	failures []snapshot.Failure
	// also are failures of later readings that were left out.
	also []snapshot.Failure
}

// failed are the calls that left something unknown.
func (r *reading) failed() map[string]bool {
	calls := map[string]bool{}
	for i := range r.failures {
		if f := &r.failures[i]; f.Kind.Leaves() {
			calls[f.Call] = true
		}
	}
	return calls
}

// input is one file.
type input struct {
	header  snapshot.Header
	places  map[place]bool
	outside []snapshot.Failure // those of no unit: an account that could not be entered
}

type merge struct {
	inputs   []input
	readings map[unit][]*reading
	chosen   map[unit]*reading
	result   Merged
}

// scan reads what units a file has.
func (m *merge) scan(file int, s Source) error {
	in := input{places: map[place]bool{}}
	if m.readings == nil {
		m.readings = map[unit][]*reading{}
	}
	var current *reading
	_, err := s.each(func(h *snapshot.Header) error {
		in.header = *h
		return nil
	}, func(r *snapshot.Record) error {
		switch {
		case r.Unit != nil:
			key := unit{r.Unit.Account, r.Unit.Region, r.Unit.Service}
			current = &reading{file: file, captured: r.Unit.Captured}
			m.readings[key] = append(m.readings[key], current)
			in.places[place{r.Unit.Account, r.Unit.Region}] = true
		case r.Failure != nil && current != nil:
			current.failures = append(current.failures, *r.Failure)
		case r.Failure != nil:
			in.outside = append(in.outside, *r.Failure)
		case r.Resource != nil && current == nil:
			return errors.New("a resource stands before any unit")
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	m.inputs = append(m.inputs, in)
	return nil
}

// choose takes of each unit the latest reading that is no worse than those before.
func (m *merge) choose() {
	for key, all := range m.readings {
		slices.SortStableFunc(all, func(a, b *reading) int { return a.captured.Compare(b.captured) })
		best := all[0]
		for _, r := range all[1:] {
			was, fails := best.failed(), r.failed()
			worse := false
			for call := range fails {
				worse = worse || !was[call]
			}
			if worse {
				best.also = append(best.also, r.failures...)
				m.result.Kept++
				continue
			}
			best = r
			m.result.Replaced++
		}
		m.chosen[key] = best
	}
}

// header is what the inputs asked for together.
func (m *merge) header() (*snapshot.Header, error) {
	h := m.inputs[0].header
	accounts := map[string]snapshot.Account{}
	regions := map[string]map[string]bool{}
	h.Regions, h.Services = nil, nil
	var tools []string
	order := slices.Clone(m.inputs)
	slices.SortStableFunc(order, func(a, b input) int { return a.header.Created.Compare(b.header.Created) })
	for i := range order {
		in := &order[i].header
		switch {
		case in.Provider != h.Provider || in.Partition != h.Partition:
			return nil, fmt.Errorf("they are of different partitions: %s and %s", cmp.Or(h.Partition, h.Provider), cmp.Or(in.Partition, in.Provider))
		case in.Redacted != h.Redacted:
			return nil, errors.New("one of them is redacted and another is not, so that what belongs together has different names; merge first, then redact")
		}
		if in.Organization != h.Organization {
			h.Organization = ""
		}
		if in.Created.Before(h.Created) {
			h.Created = in.Created
		}
		tools = append(tools, in.Tool)
		h.Services = append(h.Services, in.Services...)
		for _, a := range in.Accounts {
			if regions[a.ID] == nil {
				regions[a.ID] = map[string]bool{}
			}
			asked := a.Regions
			if len(asked) == 0 {
				asked = in.Regions
			}
			for _, region := range asked {
				regions[a.ID][region] = true
			}
			h.Regions = append(h.Regions, asked...)
			a.Regions = slices.Sorted(maps.Keys(regions[a.ID]))
			if before, ok := accounts[a.ID]; ok && a.Status == unreadable {
				a.Status = before.Status // it is about that reading only, whose failure stays
			}
			accounts[a.ID] = a
		}
		h.Regions = append(h.Regions, in.Regions...)
	}
	h.Tool = joined(tools)
	h.Regions, h.Services = sorted(h.Regions), sorted(h.Services)
	h.Accounts = nil
	for _, id := range slices.Sorted(maps.Keys(accounts)) {
		a := accounts[id]
		if slices.Equal(a.Regions, h.Regions) {
			a.Regions = nil
		}
		h.Accounts = append(h.Accounts, a)
	}
	h.Types, h.Omitted = m.types()
	return &h, nil
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// joined names each tool once, in the order of the files.
func joined(tools []string) string {
	var out string
	var seen []string
	for _, t := range tools {
		if slices.Contains(seen, t) {
			continue
		}
		seen = append(seen, t)
		if out != "" {
			out += ", "
		}
		out += t
	}
	return out
}

// types are those that some input looked for in every place that the result has; all
// others are omitted, as of these the result says nothing for certain.
func (m *merge) types() (asked, omitted []string) {
	places := map[place]bool{}
	known := map[string]bool{}
	for i := range m.inputs {
		maps.Copy(places, m.inputs[i].places)
		for _, t := range slices.Concat(m.inputs[i].header.Types, m.inputs[i].header.Omitted) {
			known[t] = true
		}
	}
	for _, t := range slices.Sorted(maps.Keys(known)) {
		if m.everywhere(t, places) {
			asked = append(asked, t)
		} else {
			omitted = append(omitted, t)
		}
	}
	return asked, omitted
}

func (m *merge) everywhere(t string, places map[place]bool) bool {
	for p := range places {
		if !slices.ContainsFunc(m.inputs, func(in input) bool { return in.places[p] && slices.Contains(in.header.Types, t) }) {
			return false
		}
	}
	return true
}

// copy writes the units of a file that were chosen.
func (m *merge) copy(w *snapshot.Writer, file int, s Source) error {
	for i := range m.inputs[file].outside {
		if f := &m.inputs[file].outside[i]; !m.settled(f, m.inputs[file].header.Created) {
			if err := w.Write(snapshot.Record{Failure: f}); err != nil {
				return err
			}
		}
	}
	take := false
	seen := map[unit]int{}
	var rest []snapshot.Failure
	finish := func() error {
		for i := range rest {
			if err := w.Write(snapshot.Record{Failure: &rest[i]}); err != nil {
				return err
			}
		}
		rest = nil
		return nil
	}
	_, err := s.each(func(*snapshot.Header) error { return nil }, func(r *snapshot.Record) error {
		if r.Unit != nil {
			if err := finish(); err != nil {
				return err
			}
			key := unit{r.Unit.Account, r.Unit.Region, r.Unit.Service}
			at := m.nth(key, file, seen[key])
			seen[key]++
			take = at != nil && m.chosen[key] == at
			if take {
				rest = at.also
			}
		}
		if !take {
			return nil
		}
		return w.Write(*r)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	return finish()
}

// nth is the reading of a unit that a file has as its n-th.
func (m *merge) nth(key unit, file, n int) *reading {
	for _, r := range m.readings[key] {
		if r.file != file {
			continue
		}
		if n == 0 {
			return r
		}
		n--
	}
	return nil
}

// settled reports whether a later reading has what a failure outside of all units kept
// from being read.
func (m *merge) settled(f *snapshot.Failure, at time.Time) bool {
	for key, r := range m.chosen {
		if key.account == f.Account && (f.Region == "" || f.Region == key.region || f.Region == "global") && r.captured.After(at) {
			return true
		}
	}
	return false
}
