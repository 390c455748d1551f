package analyzer_test

import (
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/analyzer"
)

// TestSandbox tries to get out: of the arguments of a function into the clock, the
// network, the environment or chance.
func TestSandbox(t *testing.T) {
	t.Parallel()
	for _, call := range []string{
		`http.send({"method": "get", "url": "http://localhost"})`,
		`net.lookup_ip_addr("localhost")`,
		`net.cidr_expand("10.0.0.0/8")`,
		`opa.runtime()`,
		`time.now_ns()`,
		`rand.intn("x", 10)`,
		`uuid.rfc4122("x")`,
		`io.jwt.decode("x")`,
		`crypto.x509.parse_certificates("x")`,
		`providers.aws.sign_req({}, {}, 1)`,
		`rego.parse_module("x", "package x")`,
		`graphql.parse_query("{x}")`,
		`json.match_schema({}, {"$ref": "http://localhost"})`,
		`trace("x")`,
	} {
		name, _, _ := strings.Cut(call, "(")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := "fail contains {\"resource\": r.id, \"message\": sprintf(\"%v\", [x])} if {\n\tsome r in input.resources.thing\n\tx := " + call + "\n}\n"
			_, err := analyzer.LoadDir(ruleFS("x", header, body), nil)
			if err == nil || !strings.Contains(err.Error(), "undefined function "+name) {
				t.Errorf("got %v, want an undefined function", err)
			}
		})
	}
}
