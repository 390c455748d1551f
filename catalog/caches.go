package catalog

import (
	"github.com/faultline-dev/faultline/graph"
)

// cacheClusterMode turns the block of provider 4 and earlier,
// cluster_mode { num_node_groups = 2, replicas_per_node_group = 1 }, into the
// attributes that took its place.
func cacheClusterMode(r *graph.Resource) {
	const block = graph.Path("cluster_mode")
	blocks, ok := r.Attributes[string(block)].([]any)
	if !ok || len(blocks) == 0 {
		return
	}
	first, ok := blocks[0].(map[string]any)
	if !ok {
		return
	}
	names := []string{"num_node_groups", "replicas_per_node_group"}
	for _, name := range names {
		if r.Attributes[name] == nil {
			r.Attributes[name] = first[name]
			r.Folded(graph.Path(name), r.ID, block.Index(0).Attr(name))
		}
	}
	movePaths(r, func(p graph.Path) graph.Path {
		for _, name := range names {
			if from := block.Index(0).Attr(name); from.Contains(p) {
				return graph.Path(name) + p[len(from):]
			}
		}
		return p
	})
	delete(r.Attributes, string(block))
}

// nodesPerShard counts the primary with its replicas.
func nodesPerShard(r *graph.Resource) {
	if replicas, ok := r.Attributes["num_replicas_per_shard"].(float64); ok {
		r.Attributes["nodes_per_shard"] = replicas + 1
	}
}
