package snapshots

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// Filter chooses records. Empty fields choose all.
type Filter struct {
	Types, Regions, Accounts []string
}

func chosen(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }

// Resource reports whether a resource is chosen.
func (f *Filter) Resource(r *snapshot.Resource) bool {
	return chosen(f.Types, r.Type) && chosen(f.Regions, r.Region) && chosen(f.Accounts, r.Account)
}

// Unit reports whether a unit is chosen.
func (f *Filter) Unit(u *snapshot.Unit) bool {
	return chosen(f.Regions, u.Region) && chosen(f.Accounts, u.Account)
}

// Failure reports whether a failure is chosen: also one that may concern a chosen type.
func (f *Filter) Failure(x *snapshot.Failure) bool {
	typed := len(f.Types) == 0 || len(x.Types) == 0 && x.Kind.Leaves() || slices.ContainsFunc(x.Types, func(t string) bool { return slices.Contains(f.Types, t) })
	return typed && chosen(f.Regions, x.Region) && chosen(f.Accounts, x.Account)
}

// Summary is what a snapshot holds. Its memory is that of the different types, regions
// and accounts, and of the failures.
type Summary struct {
	Header snapshot.Header
	// Units, Resources and Failures count what was chosen.
	Units, Resources int
	// Captured is when the first and the last unit were read; zero without any.
	First, Last time.Time
	// ByType, ByRegion, and ByAccount count resources.
	ByType, ByRegion, ByAccount map[string]int
	// Failures are in order of account, region and call.
	Failures []snapshot.Failure
	// Damaged is where the file broke; nil for a sound one.
	Damaged *snapshot.DamagedError
}

// Incomplete reports whether something was not read, by whoever wrote the file or now.
func (s *Summary) Incomplete() bool {
	return s.Damaged != nil || slices.ContainsFunc(s.Failures, func(f snapshot.Failure) bool { return f.Kind.Leaves() })
}

// Counts are the entries of one of the counting maps, the most frequent first.
func Counts(m map[string]int) []Count {
	var all []Count
	for _, name := range slices.Sorted(maps.Keys(m)) {
		all = append(all, Count{name, m[name]})
	}
	slices.SortStableFunc(all, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	return all
}

// Count is how many there are of something.
type Count struct {
	Name string `json:"name"`
	N    int    `json:"count"`
}

// Summarize reads a snapshot. Each record that the filter chooses is also handed to
// also, which may be nil. A damaged file is no error: what can be read of it counts.
func Summarize(s Source, f *Filter, also func(*snapshot.Header, *snapshot.Record) error) (*Summary, error) {
	out := &Summary{ByType: map[string]int{}, ByRegion: map[string]int{}, ByAccount: map[string]int{}}
	give := func(r *snapshot.Record) error {
		if also == nil {
			return nil
		}
		return also(nil, r)
	}
	_, err := s.each(func(h *snapshot.Header) error {
		out.Header = *h
		if also == nil {
			return nil
		}
		return also(h, nil)
	}, func(r *snapshot.Record) error {
		switch {
		case r.Unit != nil && f.Unit(r.Unit):
			out.unit(r.Unit)
			return give(r)
		case r.Resource != nil && f.Resource(r.Resource):
			out.Resources++
			out.ByType[r.Resource.Type]++
			out.ByRegion[r.Resource.Region]++
			out.ByAccount[r.Resource.Account]++
			return give(r)
		case r.Failure != nil && f.Failure(r.Failure):
			out.Failures = append(out.Failures, *r.Failure)
			return give(r)
		}
		return nil
	})
	if !errors.As(err, &out.Damaged) || out.Header.Version == 0 {
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out.Failures, func(a, b snapshot.Failure) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Call, b.Call))
	})
	return out, nil
}

func (s *Summary) unit(u *snapshot.Unit) {
	s.Units++
	if s.First.IsZero() || u.Captured.Before(s.First) {
		s.First = u.Captured
	}
	if u.Captured.After(s.Last) {
		s.Last = u.Captured
	}
}
