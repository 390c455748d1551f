// Package services reads the services of AWS: a file for each, which makes the calls
// that it declares and brings the answers to the properties of CloudFormation.
//
// Start with [All], and with rds.go for what a service looks like. The properties that
// the catalog does not know are dropped by package collect, so a service sets what the
// two languages call differently and leaves the rest as the API has it.
package services

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/live/collect"
)

// All returns every service, sorted by name. It is made anew, and the caller's.
func All() []*collect.Service {
	all := slices.Concat(networkServices(), dataServices(), platformServices(), edgeServices())
	all = append(all, cloudcontrolServices(all)...)
	slices.SortFunc(all, func(a, b *collect.Service) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// tagList makes of a map of tags, or of a list of pairs with other names, the list that
// CloudFormation has.
func tagList(tags map[string]string) []any {
	out := make([]any, 0, len(tags))
	for key, value := range tags {
		out = append(out, map[string]any{"Key": key, "Value": value})
	}
	slices.SortFunc(out, func(a, b any) int {
		x, _ := a.(map[string]any)["Key"].(string)
		y, _ := b.(map[string]any)["Key"].(string)
		return strings.Compare(x, y)
	})
	return out
}
