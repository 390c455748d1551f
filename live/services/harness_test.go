package services

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"
	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"
	"gopkg.in/dnaeon/go-vcr.v4/pkg/recorder"

	"github.com/faultline-dev/faultline/live/collect"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// A scenario makes resources in an emulator of AWS with the calls of the SDK, and then
// reads the service. What the emulator answered is recorded, so that go test needs Go
// alone; with an emulator at hand it is asked again:
//
//	FAULTLINE_EMULATOR=moto FAULTLINE_ENDPOINT=http://127.0.0.1:5555 go test ./services
//
// and with -record the recording and the golden file are written anew. What was read is
// compared with testdata/EMULATOR/SERVICE.golden, where IDs that the emulator made up
// are numbered.
type scenario struct {
	service *collect.Service
	// seed makes resources; cfg is for clients of the emulator.
	seed func(ctx context.Context, t *testing.T, cfg aws.Config)
	// regions are those to read; empty for eu-west-1. Global services need one too.
	regions []string
	// mask are further patterns of what the emulator makes up.
	mask []string
	// unordered is set where the emulator makes up what records are sorted by: they are
	// put in the order of what else they say.
	unordered bool
}

var record = flag.Bool("record", false, "write recordings and golden files of the emulator at FAULTLINE_ENDPOINT")

const (
	testRegion  = "eu-west-1"
	testAccount = "123456789012"
	// recordedHost is the address that recordings have, whatever the emulator's was.
	recordedHost = "127.0.0.1:5555"
)

// run plays a scenario against one emulator.
func (s *scenario) run(t *testing.T, emulator string) {
	t.Helper()
	dir := filepath.Join("testdata", emulator)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	live := os.Getenv("FAULTLINE_EMULATOR")
	if live != "" && live != emulator {
		t.Skipf("the emulator at hand is %s", live)
	}
	endpoint := os.Getenv("FAULTLINE_ENDPOINT")
	if live == "" {
		endpoint = "http://" + recordedHost // nothing is sent there
	}
	cfg := aws.Config{
		Region: testRegion, BaseEndpoint: aws.String(endpoint), Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
		HTTPClient: &http.Client{Timeout: time.Minute},
	}
	if live != "" {
		reset(t, emulator, endpoint)
		s.seed(t.Context(), t, cfg)
	}
	file := filepath.Join(dir, s.service.Name)
	mode := recorder.ModeReplayOnly
	switch {
	case live != "" && *record:
		mode = recorder.ModeRecordOnly
	case live != "":
		mode = recorder.ModePassthrough
	}
	tape, err := recorder.New(file, recorder.WithMode(mode), recorder.WithSkipRequestLatency(true), recorder.WithReplayableInteractions(true),
		recorder.WithRealTransport(honest{http.DefaultTransport}), recorder.WithMatcher(sameCall), recorder.WithHook(anonymous, recorder.BeforeSaveHook))
	if err != nil {
		t.Fatal(err)
	}
	cfg.HTTPClient = tape.GetDefaultClient()
	got := read(t, cfg, s)
	if err := tape.Stop(); err != nil {
		t.Fatal(err)
	}
	got = numbered(emulated.ReplaceAllString(got, recordedHost), s.mask, s.unordered)
	golden := file + ".golden"
	if *record {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("read from %s (-golden +read):\n%s", emulator, diff)
	}
}

// runIn plays a scenario against several emulators, which can do different things.
func (s *scenario) runIn(t *testing.T, emulators ...string) {
	t.Helper()
	for _, emulator := range emulators {
		t.Run(emulator, func(t *testing.T) { s.run(t, emulator) })
	}
}

// taken is the file of a snapshot of services.
func taken(t *testing.T, cfg aws.Config, regions []string, services ...*collect.Service) string {
	t.Helper()
	if len(regions) == 0 {
		regions = []string{testRegion}
	}
	out := filepath.Join(t.TempDir(), "snapshot")
	_, err := collect.Run(t.Context(), collect.Options{
		Config: cfg, Services: services, All: All(), Regions: regions, Output: out, Rate: 100, Tool: "test",
		Now: func() time.Time { return time.Unix(0, 0) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// read takes a snapshot of the service and returns its records, a line each.
func read(t *testing.T, cfg aws.Config, s *scenario) string {
	t.Helper()
	f, err := os.Open(taken(t, cfg, s.regions, s.service))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := snapshot.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var lines []string
	for {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return strings.Join(lines, "\n") + "\n"
		}
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case r.Resource != nil:
			lines = append(lines, pretty(t, r.Resource))
		case r.Failure != nil:
			lines = append(lines, pretty(t, r.Failure))
		}
	}
}

func pretty(t *testing.T, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// numbered replaces IDs by their number in order of appearance.
func numbered(text string, more []string, unordered bool) string {
	patterns := slices.Concat(more, []string{
		`[a-z]+-[0-9a-f]{8,17}\b`, `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`,
	})
	id := regexp.MustCompile(strings.Join(patterns, "|"))
	if unordered {
		records := strings.SplitAfter(text, "\n}\n")
		name := roles(records, id)
		slices.SortStableFunc(records, func(a, b string) int {
			return strings.Compare(id.ReplaceAllStringFunc(a, name), id.ReplaceAllStringFunc(b, name))
		})
		text = strings.Join(records, "")
	}
	seen := map[string]string{}
	return id.ReplaceAllStringFunc(text, func(id string) string {
		if _, ok := seen[id]; !ok {
			seen[id] = fmt.Sprintf("<%s %d>", prefixOf(id), len(seen)+1)
		}
		return seen[id]
	})
}

// roles names IDs by what is said of them, so that what an emulator makes up has the same
// name each time: by the records that they stand in, and the roles of the IDs there.
func roles(records []string, id *regexp.Regexp) func(string) string {
	role := map[string]string{}
	name := func(s string) string {
		if r, ok := role[s]; ok {
			return prefixOf(s) + r
		}
		return prefixOf(s)
	}
	const far = 4
	for range far {
		said := map[string][]string{}
		for _, record := range records {
			found := id.FindAllString(record, -1)
			slices.Sort(found)
			for _, this := range slices.Compact(found) {
				said[this] = append(said[this], id.ReplaceAllStringFunc(record, func(s string) string {
					if s == this {
						return "*"
					}
					return name(s)
				}))
			}
		}
		next := map[string]string{}
		for this, all := range said {
			slices.Sort(all)
			next[this] = fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(all, ""))))
		}
		role = next
	}
	return name
}

// prefixOf is what the prefix of an ID says that it is.
func prefixOf(id string) string {
	kind, _, _ := strings.Cut(id, "-")
	if !regexp.MustCompile(`^[a-z]+$`).MatchString(kind) {
		return "id"
	}
	return kind
}

// sameCall reports whether a request is the recorded one.
func sameCall(r *http.Request, i cassette.Request) bool {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body.Close()
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return r.Method == i.Method && r.URL.String() == i.URL && string(body) == i.Body &&
		r.Header.Get("X-Amz-Target") == first(i.Headers["X-Amz-Target"]) && signedRegion(r.Header.Get("Authorization")) == first(i.Headers["Region"])
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// signedRegion is the region and service that a request is signed for: emulators have one
// address for all.
func signedRegion(authorization string) string {
	_, scope, _ := strings.Cut(authorization, "Credential=")
	parts := strings.Split(scope, "/")
	if len(parts) < 4 {
		return ""
	}
	return parts[2] + "/" + parts[3]
}

// emulated is the address of an emulator, whatever its port.
var emulated = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// anonymous keeps of a request what tells calls apart.
func anonymous(i *cassette.Interaction) error {
	kept := http.Header{"Region": {signedRegion(first(i.Request.Headers["Authorization"]))}}
	if target := i.Request.Headers["X-Amz-Target"]; len(target) > 0 {
		kept["X-Amz-Target"] = target
	}
	i.Request.Headers = kept
	if u, err := url.Parse(i.Request.URL); err == nil {
		u.Host, i.Request.Host = recordedHost, recordedHost
		i.Request.URL = u.String()
	}
	// Queues have the address in their name.
	i.Request.Body = emulated.ReplaceAllString(i.Request.Body, recordedHost)
	i.Response.Body = emulated.ReplaceAllString(i.Response.Body, recordedHost)
	i.Request.ContentLength, i.Response.ContentLength = int64(len(i.Request.Body)), int64(len(i.Response.Body))
	for name := range i.Response.Headers {
		if !slices.Contains([]string{"Content-Type", "Smithy-Protocol", "X-Amzn-Errortype"}, name) {
			delete(i.Response.Headers, name)
		}
	}
	return nil
}

// reset empties an emulator.
func reset(t *testing.T, emulator, endpoint string) {
	t.Helper()
	path := map[string]string{"moto": "/moto-api/reset", "ministack": "/_ministack/reset"}[emulator]
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("resetting %s: %s", emulator, response.Status)
	}
}

// must fails a test for an error of a seed.
func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// at reports which emulator is seeded: none of them can do everything.
func at(emulator string) bool { return os.Getenv("FAULTLINE_EMULATOR") == emulator }

// honest has an emulator that crashes for want of an operation say that it does not
// implement it, as others do, in place of a page about itself.
type honest struct{ inner http.RoundTripper }

// RoundTrip implements [http.RoundTripper].
func (h honest) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := h.inner.RoundTrip(r)
	if err != nil || response.StatusCode != http.StatusInternalServerError {
		return response, err //nolint:wrapcheck // it stands for the one inside
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil {
		return nil, err //nolint:wrapcheck // as above
	}
	if bytes.Contains(body, []byte("NotImplementedError")) || bytes.HasPrefix(bytes.ToLower(body), []byte("<!doctype html>")) {
		response.StatusCode, response.Status, body = http.StatusNotImplemented, "501 Not Implemented", nil
		response.ContentLength = 0
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}
