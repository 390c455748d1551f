// Package provider knows the arguments and blocks of Terraform's resource types
// and data sources, so that configuration can be evaluated without running a
// provider. Start at [Resource].
//
// The schemas are embedded. Nothing is decoded before it is asked for, what has
// been decoded is kept and shared, and everything here may be used concurrently.
package provider

import (
	_ "embed"
	"sync"
)

// schemas holds what internal/tools/providerschema wrote; see package layout.
// A string, so that names are slices of the program's own read-only pages.
//
//go:embed data/schemas.bin
var schemas string

// embedded is the table of the embedded schemas. Were they corrupt, which the
// tests exclude, it would be empty: every type unknown.
var embedded = sync.OnceValue(func() *Table { //nolint:gochecknoglobals // A constant that is read on first use.
	t, err := Open(schemas)
	if err != nil {
		return &Table{}
	}
	return t
})

// Resource returns the schema of a resource type such as "aws_db_instance",
// and false if no embedded schema has it.
func Resource(typ string) (*Block, bool) { return embedded().Resource(typ) }

// DataSource returns the schema of a data source such as "aws_availability_zones",
// and false if no embedded schema has it.
func DataSource(typ string) (*Block, bool) { return embedded().DataSource(typ) }

// Known reports whether the schema of a provider, by its local name ("aws"), is
// embedded. That alone does not promise data sources: azurerm's are missing.
func Known(provider string) bool { return embedded().Known(provider) }

// Version is the version of the provider whose schema is embedded ("6.34.0"),
// and "" for a provider that is not [Known].
func Version(provider string) string { return embedded().Version(provider) }
