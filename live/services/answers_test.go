package services

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/live/collect"
	"github.com/faultline-dev/faultline/live/internal/fakeaws"
)

// answered reads a service from an endpoint that has the given answers, written after
// AWS's API reference, for what no emulator does, and compares what was read with
// testdata/handwritten/SERVICE.golden, which -record writes. The key of an answer is its
// operation, or "Operation text" where the request has to mention a text. An answer is
// JSON, the inside of an XML response, or "!Code" for a refusal; of all other calls the
// answer is that there is nothing.
func answered(t *testing.T, service *collect.Service, answers map[string]string) {
	t.Helper()
	got := read(t, answering(t, answers), &scenario{service: service})
	if strings.Contains(got, "planted") {
		t.Error("a secret is in the snapshot")
	}
	matches(t, service.Name, got)
}

// answering is how to reach an endpoint that has the answers.
func answering(t *testing.T, answers map[string]string) aws.Config {
	t.Helper()
	server := &fakeaws.Server{Management: testAccount, Regions: []string{testRegion}}
	server.Answer = func(w http.ResponseWriter, c *fakeaws.Call) bool {
		answer, ok := answers[c.Op]
		for key, specific := range answers {
			if op, text, _ := strings.Cut(key, " "); op == c.Op && text != "" && (strings.Contains(c.Body, text) || mentionsForm(c, text)) {
				answer, ok = specific, true
			}
		}
		switch {
		case c.Service == "globalaccelerator" && c.Region != "us-west-2":
			fakeaws.Fail(w, c, http.StatusBadRequest, "UnknownOperationException") // it is nowhere else
		case !ok:
			return false
		case strings.HasPrefix(answer, "!"):
			fakeaws.Fail(w, c, http.StatusBadRequest, answer[1:])
		case strings.HasPrefix(answer, "{"):
			fakeaws.JSON(w, answer)
		case c.Service == "ec2":
			fakeaws.EC2(w, c, answer)
		default:
			fakeaws.Query(w, c, answer)
		}
		return true
	}
	return aws.Config{
		Region: testRegion, BaseEndpoint: aws.String(server.Start(t.Cleanup, false)), HTTPClient: http.DefaultClient,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}
}

// matches compares a text with testdata/handwritten/NAME.golden.
func matches(t *testing.T, name, got string) {
	t.Helper()
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
		t.Errorf("read from answers (-golden +read):\n%s", diff)
	}
}

// mentionsForm reports whether a parameter of a call has a text in it.
func mentionsForm(c *fakeaws.Call, text string) bool {
	for _, values := range c.Form {
		for _, v := range values {
			if strings.Contains(v, text) {
				return true
			}
		}
	}
	return false
}
