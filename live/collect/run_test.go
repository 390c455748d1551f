package collect_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/live/collect"
	"github.com/faultline-dev/faultline/live/internal/fakeaws"
	"github.com/faultline-dev/faultline/live/services"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

const management = "111111111111"

// options read the RDS of a fake account as far as a test does not say otherwise.
func options(tb testing.TB, s *fakeaws.Server, names ...string) collect.Options {
	tb.Helper()
	if s.Management == "" {
		s.Management = management
	}
	if len(s.Regions) == 0 {
		s.Regions = []string{"eu-west-1"}
	}
	if len(names) == 0 {
		names = []string{"rds"}
	}
	all := services.All()
	var chosen []*collect.Service
	for _, svc := range all {
		if slices.Contains(names, svc.Name) {
			chosen = append(chosen, svc)
		}
	}
	return collect.Options{
		Config: aws.Config{
			Region: "eu-west-1", BaseEndpoint: aws.String(s.Start(tb.Cleanup, true)),
			Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
			HTTPClient:  &http.Client{Timeout: 2 * time.Second},
		},
		Services: chosen, All: all, Output: filepath.Join(tb.TempDir(), "a.snapshot"), Rate: 100, Tool: "test",
		Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
	}
}

// records reads a snapshot back.
func records(tb testing.TB, file string) (h snapshot.Header, resources []*snapshot.Resource, failures []*snapshot.Failure) {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	in, err := snapshot.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	defer in.Close()
	for {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return in.Header(), resources, failures
		}
		if err != nil {
			tb.Fatal(err)
		}
		switch {
		case r.Resource != nil:
			resources = append(resources, r.Resource)
		case r.Failure != nil:
			failures = append(failures, r.Failure)
		}
	}
}

// refs are the names of resources as ACCOUNT/REGION/REF.
func refs(resources []*snapshot.Resource) (out []string) {
	for _, r := range resources {
		out = append(out, r.Account+"/"+r.Region+"/"+r.Ref)
	}
	return out
}

// databases answers DescribeDBInstances with one instance a page.
func databases(n int) func(http.ResponseWriter, *fakeaws.Call) bool {
	return func(w http.ResponseWriter, c *fakeaws.Call) bool {
		if c.Op != "DescribeDBInstances" {
			return false
		}
		page := 0
		_, _ = fmt.Sscanf(c.Form.Get("Marker"), "page-%d", &page)
		marker := ""
		if page+1 < n {
			marker = fmt.Sprintf("<Marker>page-%d</Marker>", page+1)
		}
		fakeaws.Query(w, c, fmt.Sprintf("<DBInstances><DBInstance><DBInstanceIdentifier>db-%d</DBInstanceIdentifier><Engine>postgres</Engine>"+
			"<DBInstanceArn>arn:aws:rds:%s:%s:db:db-%d</DBInstanceArn><MultiAZ>true</MultiAZ></DBInstance></DBInstances>%s", page, c.Region, c.Account, page, marker))
		return true
	}
}

func TestOrganization(t *testing.T) {
	t.Parallel()
	s := &fakeaws.Server{
		Accounts: []fakeaws.Account{
			{ID: management, Name: "root", Status: "ACTIVE"},
			{ID: "222222222222", Name: "prod", Status: "ACTIVE"},
			{ID: "333333333333", Name: "old", Status: "SUSPENDED"},
			{ID: "444444444444", Name: "closed door", Status: "ACTIVE"},
		},
		Regions: []string{"eu-west-1", "us-east-1"},
	}
	s.Answer = func(w http.ResponseWriter, c *fakeaws.Call) bool {
		if c.Op == "AssumeRole" && strings.Contains(c.Form.Get("RoleArn"), "444444444444") {
			fakeaws.Fail(w, c, http.StatusForbidden, "AccessDenied")
			return true
		}
		return databases(1)(w, c)
	}
	o := options(t, s)
	o.Organization, o.RoleName, o.ExternalID = true, "faultline-read", "x-7"
	result, err := collect.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	h, resources, failures := records(t, o.Output)
	want := []string{
		"111111111111/eu-west-1/db-0", "111111111111/us-east-1/db-0", "222222222222/eu-west-1/db-0", "222222222222/us-east-1/db-0",
	}
	if diff := cmp.Diff(want, refs(resources)); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	var statuses []string
	for _, a := range h.Accounts {
		statuses = append(statuses, a.ID+" "+a.Status)
	}
	if diff := cmp.Diff([]string{"111111111111 ACTIVE", "222222222222 ACTIVE", "333333333333 SUSPENDED", "444444444444 UNREADABLE"}, statuses); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
	if len(failures) != 1 || failures[0].Call != "sts:AssumeRole" || failures[0].Account != "444444444444" || failures[0].Kind != snapshot.Denied {
		t.Errorf("failures: %+v", failures)
	}
	if !result.Incomplete {
		t.Error("an account that cannot be entered must make the run incomplete")
	}
	for _, c := range s.Calls() {
		if c.Account == "333333333333" {
			t.Errorf("%s was called in a suspended account", c.Op)
		}
		if c.Op == "AssumeRole" && c.Form.Get("ExternalId") != "x-7" {
			t.Errorf("AssumeRole without the external ID: %v", c.Form)
		}
	}
}

// TestFaults has each fault tell what it is, and the rest be read.
func TestFaults(t *testing.T) {
	t.Parallel()
	always := func(status int, code string) func(http.ResponseWriter, *fakeaws.Call) bool {
		return func(w http.ResponseWriter, c *fakeaws.Call) bool {
			if c.Op != "DescribeDBClusters" {
				return databases(1)(w, c)
			}
			fakeaws.Fail(w, c, status, code)
			return true
		}
	}
	for _, test := range []struct {
		name     string
		answer   func(http.ResponseWriter, *fakeaws.Call) bool
		kind     snapshot.FailureKind
		attempts int
	}{
		{"denied", always(http.StatusForbidden, "AccessDenied"), snapshot.Denied, 1},
		{"not opted in", always(http.StatusForbidden, "InvalidClientTokenId"), snapshot.Denied, 1},
		{"not implemented", always(http.StatusNotImplemented, "NotImplemented"), snapshot.Unsupported, 1},
		{"unknown call", always(http.StatusBadRequest, "InvalidAction"), snapshot.Unsupported, 1},
		{"garbage", func(w http.ResponseWriter, c *fakeaws.Call) bool {
			if c.Op != "DescribeDBClusters" {
				return databases(1)(w, c)
			}
			_, _ = io.WriteString(w, "<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters><DBCluster")
			return true
		}, snapshot.Malformed, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := &fakeaws.Server{Answer: test.answer}
			o := options(t, s)
			result, err := collect.Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			_, resources, failures := records(t, o.Output)
			if len(resources) != 1 || len(failures) != 1 {
				t.Fatalf("%d resources and failures %+v", len(resources), failures)
			}
			f := failures[0]
			if f.Kind != test.kind || f.Call != "rds:DescribeDBClusters" {
				t.Errorf("failure %+v, want kind %s", f, test.kind)
			}
			if leaves := slices.Contains(f.Types, "AWS::RDS::DBCluster"); leaves != test.kind.Leaves() || result.Incomplete != test.kind.Leaves() {
				t.Errorf("types %v and incomplete %v, want both %v", f.Types, result.Incomplete, test.kind.Leaves())
			}
			n := 0
			for _, c := range s.Calls() {
				if c.Op == "DescribeDBClusters" {
					n++
				}
			}
			if test.attempts > 0 && n != test.attempts {
				t.Errorf("%d attempts, want %d", n, test.attempts)
			}
		})
	}
}

// TestThrottling has throttled calls tried again until they are answered.
func TestThrottling(t *testing.T) {
	t.Parallel()
	s := &fakeaws.Server{}
	s.Answer = func(w http.ResponseWriter, c *fakeaws.Call) bool {
		if c.Op == "DescribeDBInstances" && c.N <= 2 {
			fakeaws.Fail(w, c, http.StatusBadRequest, "Throttling")
			return true
		}
		return databases(3)(w, c)
	}
	o := options(t, s)
	result, err := collect.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if result.Resources != 3 || result.Failures != 0 || result.Incomplete {
		t.Errorf("%+v", result)
	}
}

// TestBrokenPages keeps the pages before the one that fails.
func TestBrokenPages(t *testing.T) {
	t.Parallel()
	s := &fakeaws.Server{}
	s.Answer = func(w http.ResponseWriter, c *fakeaws.Call) bool {
		if c.Form.Get("Marker") == "page-2" {
			fakeaws.Fail(w, c, http.StatusBadRequest, "InvalidParameterValue")
			return true
		}
		return databases(5)(w, c)
	}
	o := options(t, s)
	if _, err := collect.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	_, resources, failures := records(t, o.Output)
	if len(resources) != 2 || len(failures) != 1 || !slices.Contains(failures[0].Types, "AWS::RDS::DBInstance") {
		t.Errorf("%v, %+v", refs(resources), failures)
	}
}

// TestSilentRegion has a region that does not answer cost only itself.
func TestSilentRegion(t *testing.T) {
	t.Parallel()
	s := &fakeaws.Server{Regions: []string{"eu-west-1", "me-south-1"}}
	hang := make(chan struct{})
	s.Answer = func(w http.ResponseWriter, c *fakeaws.Call) bool {
		if c.Region == "me-south-1" {
			<-hang
			return true
		}
		return databases(1)(w, c)
	}
	o := options(t, s)
	t.Cleanup(func() { close(hang) }) // before the server is closed, which waits for its answers
	o.UnitTimeout = 500 * time.Millisecond
	result, err := collect.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	_, resources, failures := records(t, o.Output)
	if diff := cmp.Diff([]string{"111111111111/eu-west-1/db-0"}, refs(resources)); diff != "" || !result.Incomplete {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	for _, f := range failures {
		if f.Region != "me-south-1" || f.Kind != snapshot.Unavailable || f.Code != "Timeout" || len(f.Types) == 0 {
			t.Errorf("%+v", f)
		}
	}
	if len(failures) == 0 {
		t.Error("a region that did not answer must be recorded")
	}
}

// TestResume interrupts a run after each number of units, cuts what it was just
// writing, and has the next run give the same file as one that was never interrupted.
func TestResume(t *testing.T) {
	t.Parallel()
	regions := []string{"eu-west-1", "eu-west-2", "eu-central-1", "us-east-1"}
	whole := options(t, &fakeaws.Server{Regions: regions, Answer: databases(2)}, "rds", "ec2")
	if _, err := collect.Run(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(whole.Output)
	if err != nil {
		t.Fatal(err)
	}
	for stop := 1; stop < 8; stop++ {
		t.Run(fmt.Sprint(stop), func(t *testing.T) {
			t.Parallel()
			s := &fakeaws.Server{Regions: regions, Answer: databases(2)}
			o := options(t, s, "rds", "ec2")
			o.Workers = 2
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var done atomic.Int64
			o.Progress = func(collect.Progress) {
				if int(done.Add(1)) == stop {
					cancel()
				}
			}
			if _, err := collect.Run(ctx, o); !errors.Is(err, collect.ErrInterrupted) {
				t.Fatalf("interrupted: %v", err)
			}
			journal := o.Output + collect.JournalSuffix
			half, err := os.ReadFile(journal)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(journal, append(half, "a frame that was being wri"...), 0o600); err != nil {
				t.Fatal(err)
			}
			before := len(s.Calls())
			if _, err := collect.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "--resume") {
				t.Errorf("a run over a journal: %v", err)
			}
			o.Resume, o.Progress = true, nil
			if _, err := collect.Run(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(o.Output)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(want, got) {
				t.Error("the resumed run gives another file")
			}
			if _, err := os.Stat(journal); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the journal is still there: %v", err)
			}
			if again := len(s.Calls()) - before; stop >= 6 && again >= before {
				t.Errorf("%d calls before and %d after the interruption: nothing was kept", before, again)
			}
		})
	}
}

// TestUndeclared has calls that a service does not declare refused.
func TestUndeclared(t *testing.T) {
	t.Parallel()
	s := &fakeaws.Server{Answer: databases(1)}
	o := options(t, s)
	short := *o.Services[0]
	short.Calls = collect.Ops("DescribeDBInstances")
	o.Services = []*collect.Service{&short}
	o.All = o.Services
	if _, err := collect.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	_, resources, failures := records(t, o.Output)
	if len(resources) != 1 || len(failures) == 0 {
		t.Fatalf("%v %v", resources, failures)
	}
	for _, f := range failures {
		if f.Code != "Undeclared" {
			t.Errorf("%+v", f)
		}
	}
	for _, c := range s.Calls() {
		if c.Service == "rds" && c.Op != "DescribeDBInstances" {
			t.Errorf("%s was called", c.Op)
		}
	}
}
