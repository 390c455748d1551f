package collect

import "sync"

// atOnce is how many calls about single resources a unit makes at a time.
const atOnce = 8

// Parallel fetches something for each of many items, several at a time, and hands over
// what came, one after the other and in the order of the items: a thousand buckets with
// ten settings each would else wait for ten thousand answers in turn. fetch must not
// use the unit; each may.
func Parallel[T, R any](items []T, fetch func(T) R, each func(T, R)) {
	for len(items) > 0 {
		part := items[:min(atOnce, len(items))]
		items = items[len(part):]
		results := make([]R, len(part))
		panics := make([]any, len(part))
		var all sync.WaitGroup
		for i := range part {
			all.Go(func() {
				defer func() { panics[i] = recover() }()
				results[i] = fetch(part[i])
			})
		}
		all.Wait()
		for i := range part {
			if panics[i] != nil {
				panic(panics[i]) // where the run catches it
			}
			each(part[i], results[i])
		}
	}
}
