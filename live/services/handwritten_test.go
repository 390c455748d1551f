package services

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/live/collect"
)

// handwritten reads a service from a server that has documents after AWS's API reference,
// for what no emulator answers, and compares with testdata/handwritten/SERVICE.golden,
// which -record writes. A document's key is "METHOD /path?query" or, of a service that
// has its operation in a header, "Operation body", or "Operation" for all that has no
// document of its own. What has none is denied. A document "!Code message" is an error.
func handwritten(t *testing.T, service *collect.Service, documents map[string]string) {
	t.Helper()
	compare(t, service.Name, read(t, serve(t, documents), &scenario{service: service}))
}

// serve answers with documents until the test ends.
func serve(t *testing.T, documents map[string]string) aws.Config {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(string(body), "Action=GetCallerIdentity") {
			fmt.Fprintf(w, `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>%s</Account><Arn>arn:aws:iam::%[1]s:user/test</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`, testAccount)
			return
		}
		key := r.Method + " " + r.URL.RequestURI()
		if _, op, ok := strings.Cut(r.Header.Get("X-Amz-Target"), "."); ok {
			key = op + " " + string(body)
		}
		document, ok := documents[key]
		if op, _, _ := strings.Cut(key, " "); !ok && r.Header.Get("X-Amz-Target") != "" {
			document, ok = documents[op]
		}
		w.Header().Set("Content-Type", r.Header.Get("Content-Type"))
		switch {
		case !ok:
			w.Header().Set("X-Amzn-Errortype", "AccessDeniedException")
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"message": "no permission", "Message": "no permission"}`)
		case strings.HasPrefix(document, "!"):
			code, message, _ := strings.Cut(document[1:], " ")
			w.Header().Set("X-Amzn-Errortype", code)
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"__type": %q, "Message": %q}`, code, message)
		default:
			fmt.Fprint(w, document)
		}
	}))
	t.Cleanup(server.Close)
	return aws.Config{
		Region: testRegion, BaseEndpoint: aws.String(server.URL), Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""), HTTPClient: server.Client(),
	}
}

// compare holds what was read against testdata/handwritten/NAME.golden.
func compare(t *testing.T, name, got string) {
	t.Helper()
	if strings.Contains(got, "planted-secret") {
		t.Error("a secret is in the snapshot")
	}
	golden := filepath.Join("testdata", "handwritten", name+".golden")
	if *record {
		if err := os.MkdirAll(filepath.Dir(golden), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("read from documents (-golden +read):\n%s", diff)
	}
}
