package snapshots

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// file is a snapshot to write: units, each with its resources and failures.
type file struct {
	header snapshot.Header
	units  []part
}

type part struct {
	account, region, service string
	minute                   int
	resources                []string
	failed                   []string
}

func (f file) bytes(t *testing.T) []byte {
	t.Helper()
	at := func(minute int) time.Time { return time.Date(2026, 11, 27, 8, minute, 0, 0, time.UTC) }
	f.header.Provider, f.header.Partition = "aws", "aws"
	f.header.Created = at(0)
	if len(f.units) > 0 {
		f.header.Created = at(f.units[0].minute)
	}
	var out bytes.Buffer
	w, err := snapshot.NewWriter(&out, &f.header)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range f.units {
		records := []snapshot.Record{}
		if p.service != "" {
			records = append(records, snapshot.Record{Unit: &snapshot.Unit{Account: p.account, Region: p.region, Service: p.service, Captured: at(p.minute)}})
		}
		for _, name := range p.resources {
			records = append(records, snapshot.Record{Resource: &snapshot.Resource{
				Type: "AWS::X::" + p.service, ID: p.account + "/" + name, Ref: name, Account: p.account, Region: p.region,
			}})
		}
		for _, call := range p.failed {
			records = append(records, snapshot.Record{Failure: &snapshot.Failure{
				Account: p.account, Region: p.region, Service: p.service, Call: call, Code: "AccessDenied", Kind: snapshot.Denied,
			}})
		}
		for _, r := range records {
			if err := w.Write(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestMerge(t *testing.T) {
	t.Parallel()
	accounts := func(ids ...string) (list []snapshot.Account) {
		for _, id := range ids {
			list = append(list, snapshot.Account{ID: id, Status: "ACTIVE"})
		}
		return list
	}
	first := file{snapshot.Header{
		Tool: "t1", Accounts: accounts("1", "2"), Regions: []string{"r1", "r2"}, Services: []string{"a", "b"}, Types: []string{"A", "B"},
	}, []part{
		{account: "1", region: "r1", service: "a", minute: 1, resources: []string{"old"}},
		{account: "1", region: "r1", service: "b", minute: 1, resources: []string{"kept"}},
		{account: "1", region: "r2", service: "a", minute: 1, resources: []string{"only"}},
		{account: "2", region: "r1", service: "a", minute: 1, resources: []string{"partly"}, failed: []string{"a:List"}},
	}}
	second := file{snapshot.Header{
		Tool: "t2", Accounts: []snapshot.Account{{ID: "1", Status: "ACTIVE"}, {ID: "2", Status: "UNREADABLE"}, {ID: "3", Status: "ACTIVE"}},
		Regions: []string{"r1"}, Services: []string{"a", "b"}, Types: []string{"A", "B"}, Omitted: []string{"C"},
	}, []part{
		{account: "4", failed: []string{"sts:AssumeRole"}},
		{account: "3", region: "r1", service: "a", minute: 9, resources: []string{"third"}},
		{account: "1", region: "r1", service: "a", minute: 9, resources: []string{"new"}},
		{account: "1", region: "r1", service: "b", minute: 9, resources: []string{"half"}, failed: []string{"b:List"}},
		{account: "2", region: "r1", service: "a", minute: 9, resources: []string{"again"}, failed: []string{"a:List"}},
	}}
	type outcome struct {
		Header    snapshot.Header
		Resources []string
		Failures  []string
		Merged    Merged
	}
	want := outcome{
		Header: snapshot.Header{
			Version: 1, Provider: "aws", Tool: "t2, t1", Partition: "aws", Created: time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC),
			Accounts: []snapshot.Account{{ID: "1", Status: "ACTIVE"}, {ID: "2", Status: "ACTIVE"}, {ID: "3", Status: "ACTIVE", Regions: []string{"r1"}}},
			Regions:  []string{"r1", "r2"}, Services: []string{"a", "b"}, Types: []string{"A", "B"}, Omitted: []string{"C"},
		},
		Resources: []string{"again", "kept", "new", "only", "third"},
		Failures:  []string{"1/b:List", "2/a:List", "4/sts:AssumeRole"},
		Merged:    Merged{Resources: 5, Failures: 3, Replaced: 2, Kept: 1},
	}
	for name, order := range map[string][]file{"in order": {first, second}, "the other way round": {second, first}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			result, err := Merge(&out, []Source{source("a", order[0].bytes(t)), source("b", order[1].bytes(t))})
			if err != nil {
				t.Fatal(err)
			}
			got := outcome{Merged: *result}
			s, err := Summarize(source("c", out.Bytes()), &Filter{}, func(_ *snapshot.Header, r *snapshot.Record) error {
				if r != nil && r.Resource != nil {
					got.Resources = append(got.Resources, r.Resource.Ref)
				}
				return nil
			})
			if err != nil || s.Damaged != nil {
				t.Fatal(err, s)
			}
			got.Header = s.Header
			for _, f := range s.Failures {
				got.Failures = append(got.Failures, f.Account+"/"+f.Call)
			}
			slices.Sort(got.Resources)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMergeRefuses(t *testing.T) {
	t.Parallel()
	plain := file{header: snapshot.Header{Tool: "t"}, units: []part{{account: "1", region: "r", service: "a", resources: []string{"x"}}}}
	redacted := plain
	redacted.header.Redacted = true
	whole := plainText(t, plain.bytes(t))
	for _, test := range []struct {
		name string
		b    []byte
		want string
	}{
		{"redacted", redacted.bytes(t), "one of them is redacted and another is not, so that what belongs together has different names; merge first, then redact"},
		{"damaged", []byte(whole[:len(whole)-20]), "b: the snapshot is damaged at line 4: it ends there; its writing or copying was broken off"},
		{"another file", []byte("{}"), "b: not a snapshot"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Merge(&bytes.Buffer{}, []Source{source("a", plain.bytes(t)), source("b", test.b)})
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
