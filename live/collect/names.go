package collect

import (
	"strings"
	"sync"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// names are what the resources of each region are called, so that settings that name
// one can be told from settings that are secrets. It is safe for concurrent use.
type names struct {
	mu    sync.Mutex
	known map[string]map[string]struct{} // by account and region
}

// shortest is the length from which a text that equals a name is taken for it.
const shortest = 3

func (n *names) add(r *snapshot.Resource) {
	if n == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	key := r.Account + "/" + r.Region
	if n.known[key] == nil {
		n.known[key] = map[string]struct{}{}
	}
	n.known[key][r.Ref] = struct{}{}
	for _, v := range r.Properties {
		n.addresses(key, v, 0)
	}
}

// addresses adds the hosts that a resource answers at.
func (n *names) addresses(key string, v any, depth int) {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, ".") && !strings.ContainsAny(v, " {\n") && strings.Contains(v, ".amazonaws.com") {
			n.known[key][v] = struct{}{}
		}
	case map[string]any:
		if depth < 2 {
			for _, inner := range v {
				n.addresses(key, inner, depth+1)
			}
		}
	}
}

// forget drops the names of a region that is read.
func (n *names) forget(account, region string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.known, account+"/"+region)
}

// has reports whether a text is what a resource of the region, or a global one of the
// account, is called.
func (n *names) has(account, region, text string) bool {
	if n == nil || len(text) < shortest {
		return false
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, r := range []string{region, Global} {
		if _, ok := n.known[account+"/"+r][text]; ok {
			return true
		}
	}
	return false
}
