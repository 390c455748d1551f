// Package rules holds the rules that faultline comes with: one directory a rule,
// with the Rego, its test and the fixtures that it is tried on.
//
// Hand [FS] to analyzer.Load. After a change of a rule, run go generate.
package rules

import (
	_ "embed"
	"io/fs"
)

//go:generate go run ../internal/tools/ruleindex -dir .

// FS returns the rules and their libraries, without tests and fixtures, and their
// index.json.
func FS() fs.FS { return files }

//go:embed schemas/input.json
var schema string

// Schema returns the JSON Schema of the input of rules, for opa check --schema.
func Schema() string { return schema }
