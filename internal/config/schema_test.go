package config

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// node is what the test reads of a JSON Schema.
type node struct {
	Ref        string          `json:"$ref"`
	Properties map[string]node `json:"properties"`
	Additional json.RawMessage `json:"additionalProperties"`
	Items      *node           `json:"items"`
	Defs       map[string]node `json:"$defs"`
}

// TestSchemaKeys holds that the published schema has the keys that the reader knows, and
// no others, in every mapping.
func TestSchemaKeys(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "schema", "config.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema node
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	additional := func(n node) node {
		var inner node
		if err := json.Unmarshal(n.Additional, &inner); err != nil {
			t.Fatal(err)
		}
		return inner
	}
	environment := (&Selector{}).readers()
	delete(environment, "environments")
	for name, test := range map[string]struct {
		node node
		want []string
	}{
		"the file":       {schema, sortedKeys(keys())},
		"a rule":         {additional(schema.Properties["rules"]), sortedKeys((&Rule{}).readers())},
		"a selection":    {schema.Defs["selection"], sortedKeys((&Selection{}).readers())},
		"an environment": {additional(schema.Properties["environments"]), sortedKeys(environment)},
		"an override":    {*schema.Properties["overrides"].Items, sortedKeys((&Override{}).readers())},
		"a suppression":  {*schema.Properties["suppressions"].Items, sortedKeys((&Suppression{}).readers())},
		"a stack":        {schema.Defs["stack"], sortedKeys((&Stack{}).readers())},
		"assume":         {schema.Properties["assume"], sortedKeys((&Assume{}).readers())},
	} {
		if diff := cmp.Diff(test.want, slices.Sorted(maps.Keys(test.node.Properties))); diff != "" {
			t.Errorf("%s (-reader +schema):\n%s", name, diff)
		}
	}
}
