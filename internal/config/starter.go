package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Found is what a first configuration is fitted to.
type Found struct {
	// Roots are directories relative to the file, in order.
	Roots []string
	// Environments are names with the directories that belong to them, relative to the
	// file; they may be empty.
	Environments []FoundEnvironment
	// VarFiles are files of variables that belong to environments and that Terraform
	// does not load by itself.
	VarFiles []string
	// Regions occur in the resources, in order.
	Regions []string
	// RegionUnknown is set where some provider block names none.
	RegionUnknown bool
	// Examples are directories whose roots are examples or tests.
	Examples []string
}

// FoundEnvironment is an environment that a folder is named after.
type FoundEnvironment struct {
	Name  string
	Paths []string
}

// developmentNames are the environments from which less is expected.
func developmentNames() []string { return []string{"development", "sandbox", "test"} }

// Starter writes a first configuration: what is set fits what was found, and what could
// be set is a comment. Parse reads it.
func Starter(f *Found) []byte {
	s := &starter{}
	s.line("# How faultline judges this repository. Every key: %s", docs)
	s.line("# yaml-language-server: $schema=%s", schemaAddress)
	s.line("version: 1")
	s.line("")
	s.roots(f)
	s.line("# The least severity that fails a run: critical, high, medium, low or none.")
	s.line("fail_on: medium")
	s.line("")
	s.line("# How much is expected: strict, production or development.")
	s.line("profile: production")
	s.line("")
	s.region(f)
	s.environments(f)
	s.line("# Findings that are accepted, and why. One place is better accepted by a comment there:")
	s.line("# # faultline:ignore RULE reason=\"…\" until=2027-01-31")
	s.line("# suppressions:")
	s.line("#   - rules: [aws-rds-single-az]")
	s.line("#     resources: [module.reports]")
	s.line("#     reason: rebuilt every night from the warehouse")
	s.line("#     until: 2027-01-31")
	s.line("")
	s.line("# Findings that were there before, written by: faultline baseline")
	s.line("# baseline: faultline-baseline.json")
	return []byte(s.b.String())
}

const (
	docs          = "https://github.com/faultline-dev/faultline/blob/main/docs/configuration.md"
	schemaAddress = "https://raw.githubusercontent.com/faultline-dev/faultline/main/docs/schema/config.schema.json"
)

type starter struct{ b strings.Builder }

func (s *starter) line(format string, args ...any) {
	fmt.Fprintf(&s.b, format+"\n", args...)
}

func (s *starter) roots(f *Found) {
	const most = 20
	s.line("# Roots found here:")
	for i, r := range f.Roots {
		if i == most {
			s.line("#   and %d more", len(f.Roots)-most)
			break
		}
		s.line("#   %s", strconv.Quote(r))
	}
	if len(f.Examples) > 0 {
		s.line("# Examples are left out; take this away to judge them, too.")
		s.line("exclude: %s", list(f.Examples))
	} else {
		s.line("# exclude: [legacy, \"**/examples\"]")
	}
	s.line("")
}

func (s *starter) region(f *Found) {
	switch {
	case f.RegionUnknown && len(f.Regions) > 0:
		s.line("# Some provider blocks name no region. Others name %s.", strings.Join(f.Regions, ", "))
		s.line("# region: %s", f.Regions[0])
	case f.RegionUnknown:
		s.line("# No provider block names a region, so zones are told apart by index.")
		s.line("# region: eu-west-1")
	default:
		return
	}
	s.line("")
}

func (s *starter) environments(f *Found) {
	if len(f.VarFiles) > 0 {
		s.line("# These belong to environments, and Terraform loads none of them by itself. Scan each:")
		for _, file := range f.VarFiles {
			s.line("#   faultline scan --var-file %s", strconv.Quote(file))
		}
		s.line("")
	}
	var less []string
	if len(f.Environments) == 0 {
		s.line("# environments:")
		s.line("#   development: {paths: [\"**/dev\"]}")
	} else {
		s.line("environments:")
		for _, e := range f.Environments {
			s.line("  %s: {paths: %s}", e.Name, list(e.Paths))
			if slices.Contains(developmentNames(), e.Name) {
				less = append(less, e.Name)
			}
		}
	}
	s.line("")
	s.line("# Where less is expected than redundancy, backups and alarms.")
	if len(less) > 0 {
		s.line("overrides:")
		s.line("  - environments: %s", list(less))
		s.line("    profile: development")
	} else {
		s.line("# overrides:")
		s.line("#   - environments: [development]")
		s.line("#     profile: development")
	}
	s.line("")
}

// list writes a YAML list of texts in quotes, whatever is in them.
func list(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = strconv.QuoteToASCII(t)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
