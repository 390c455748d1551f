package services

import (
	"context"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/live/collect"
)

// remembering is a paginator that keeps the error with which it ended, for settings of
// other resources that its answers would have shown.
type remembering[O, P any] struct {
	of  collect.Pager[O, P]
	err error
}

// HasMorePages implements [collect.Pager].
func (r *remembering[O, P]) HasMorePages() bool { return r.of.HasMorePages() }

// NextPage implements [collect.Pager].
func (r *remembering[O, P]) NextPage(ctx context.Context, opts ...func(*P)) (*O, error) {
	out, err := r.of.NextPage(ctx, opts...)
	r.err = err
	return out, err
}

// arnRegion is the region in an ARN.
func arnRegion(arn string) string {
	const region = 3
	if parts := strings.Split(arn, ":"); len(parts) > region {
		return parts[region]
	}
	return ""
}

// enabled reports whether a status of the API says that something is on, or is being
// turned on.
func enabled(status string) bool {
	switch strings.ToLower(status) {
	case "enabled", "enabling":
		return true
	}
	return false
}

// zones are the zones of a list's elements, in its order.
func zones(list []collect.Object, path string) []any {
	var all []any
	for _, e := range list {
		if zone := e.Text(path); zone != "" {
			all = append(all, zone)
		}
	}
	return all
}

// spread are the zones of nodes in several shards, each node once; nil where that says
// nothing of the whole: one shard has all its nodes in a zone where another has none.
func spread(shards [][]any) []any {
	all := distinct(slices.Concat(shards...))
	for _, in := range shards {
		if here := len(distinct(in)); here == 0 || here == 1 && len(all) > 1 {
			return nil
		}
	}
	return all
}

// distinct returns each value once, in order.
func distinct(all []any) []any {
	seen := map[any]bool{}
	var out []any
	for _, v := range all {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// following moves the token of a request without a paginator to the next page, and
// reports whether there is one.
func following(token **string, next *string) bool {
	if next == nil || *next == "" || *token != nil && **token == *next {
		return false
	}
	*token = next
	return true
}
