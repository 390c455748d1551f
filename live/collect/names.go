package collect

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// names are what the resources of each region are called, so that settings that name
// one can be told from settings that are secrets. It is safe for concurrent use.
type names struct {
	mu    sync.Mutex
	known map[string]map[string]struct{} // by account and region
	// tasks are the task definitions that resources of each region mention.
	tasks map[string]map[string]struct{}
	// properties are those that hold names, by type.
	properties map[string][]string
}

// shortest is the length from which a text that equals a name is taken for it.
const shortest = 3

// add enters the names of a resource, and the task definitions that it mentions.
func (n *names) add(r *snapshot.Resource) {
	if n == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	key := r.Account + "/" + r.Region
	n.known = enter(n.known, key, r.Ref)
	for _, property := range n.named(r.Type) {
		if name, ok := r.Properties[property].(string); ok {
			n.known = enter(n.known, key, strings.TrimSuffix(name, ".")) // of a record
		}
	}
	for _, v := range r.Properties {
		n.mentions(key, v, 0)
	}
}

// named are the properties of a type that hold names.
func (n *names) named(native string) []string {
	properties, ok := n.properties[native]
	if !ok {
		properties = catalog.NativeNames(native)
		if n.properties == nil {
			n.properties = map[string][]string{}
		}
		n.properties[native] = properties
	}
	return properties
}

// enter adds a name to those of a region, in all, which it makes.
func enter(all map[string]map[string]struct{}, key, name string) map[string]map[string]struct{} {
	if len(name) < shortest {
		return all
	}
	if all == nil {
		all = map[string]map[string]struct{}{}
	}
	if all[key] == nil {
		all[key] = map[string]struct{}{}
	}
	all[key][name] = struct{}{}
	return all
}

// deepest is how far inside of properties they are: Targets[0].EcsParameters.TaskDefinitionArn.
const deepest = 4

// mentions enters the task definitions that properties mention.
func (n *names) mentions(key string, v any, depth int) {
	if depth > deepest {
		return
	}
	switch v := v.(type) {
	case string:
		if strings.HasPrefix(v, "arn:") && strings.Contains(v, taskDefinition) {
			n.tasks = enter(n.tasks, key, v)
		}
	case []any:
		for _, inner := range v {
			n.mentions(key, inner, depth+1)
		}
	case map[string]any:
		for _, inner := range v {
			n.mentions(key, inner, depth+1)
		}
	}
}

// taskDefinition is in the ARN of each.
const taskDefinition = ":task-definition/"

// mentioned are the ARNs of task definitions that resources of a region mention, sorted.
func (n *names) mentioned(account, region string) []string {
	if n == nil {
		return nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Sorted(maps.Keys(n.tasks[account+"/"+region]))
}

// forget drops the names of a region that is read.
func (n *names) forget(account, region string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.known, account+"/"+region)
	delete(n.tasks, account+"/"+region)
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
