package services

import (
	"cmp"
	"maps"
	"slices"

	"github.com/faultline-dev/faultline/live/collect"
)

// platformServices are functions, containers, queues, streams and APIs.
func platformServices() []*collect.Service {
	return []*collect.Service{
		apigatewayService(), apigatewayv2Service(), ecrService(), ecsService(), eksService(), eventbridgeService(), firehoseService(),
		kinesisService(), lambdaService(), snsService(), sqsService(), stepfunctionsService(),
	}
}

// turns asks for page after page of an operation for which the SDK has no paginator:
// ask gets the token of the page and returns that of the next one, nil after the last.
// Of the types there may be more when a page could not be had.
func turns(u *collect.Unit, types []string, ask func(token *string) (*string, error)) {
	const most = 100_000 // an endpoint that always has a next page
	var token *string
	for range most {
		next, err := ask(token)
		if u.Failed(err, types...) || next == nil || *next == "" {
			return
		}
		token = next
	}
	u.Endless(types...)
}

// satellites lists something of each owner until a call fails: what is refused for one
// is refused for all, and then any of them may have such satellites. Owners that are
// gone since they were listed, which the service says by one of the codes in gone, have none.
func satellites[T any](u *collect.Unit, owners []T, types []string, list func(T) error, gone ...string) {
	for _, owner := range owners {
		err := list(owner)
		if err != nil && slices.Contains(gone, collect.Code(err)) {
			continue
		}
		if u.Failed(err, types...) {
			return
		}
	}
}

// pairs makes of a map the list of objects that CloudFormation has, sorted by key.
func pairs[V any](m map[string]V, key, value string) []any {
	out := make([]any, 0, len(m))
	for _, k := range slices.SortedFunc(maps.Keys(m), cmp.Compare[string]) {
		out = append(out, map[string]any{key: k, value: m[k]})
	}
	return out
}
