package cli

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestDocuments holds what simulate and assess print for the examples against the
// published schemas.
func TestDocuments(t *testing.T) {
	t.Parallel()
	examples := filepath.Join("..", "..", "testdata", "examples")
	for _, command := range []string{"simulate", "assess"} {
		schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "docs", "schema", command+".schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, example := range []string{"webshop", "resilient", "webshop-azure"} {
			t.Run(command+" "+example, func(t *testing.T) {
				t.Parallel()
				var out, problems bytes.Buffer
				env := &Env{Stdout: &out, Stderr: &problems, Now: time.Now}
				args := []string{command, "--format", "json", filepath.Join(examples, example)}
				if command == "simulate" {
					args = append(args, "--all", "zones")
				}
				if code := Main(t.Context(), args, env); code != ExitClean {
					t.Fatalf("exit code %d: %s", code, problems.String())
				}
				document, err := jsonschema.UnmarshalJSON(&out)
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(document); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
