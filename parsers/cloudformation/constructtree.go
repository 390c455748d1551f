package cloudformation

import (
	"encoding/json"
	"path"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// The CDK writes the tree of its constructs beside the manifest, with the class of each:
// that tells what a program declares (a Vpc) from what that makes (its subnets).

// constructTree is what the tree of an assembly says. Nil and empty ones know nothing.
type constructTree struct {
	file string // where it is; empty without one
	// containers are the paths of stacks and stages.
	containers map[string]bool
	// classes are those of the declared constructs, by path.
	classes map[string]string
}

// treeNode is what faultline reads of a construct of the tree.
type treeNode struct {
	Path string `json:"path"`
	Info struct {
		// Class is the nearest one that a library publishes: that of a program's own
		// construct is constructs.Construct.
		Class string `json:"fqn"`
	} `json:"constructInfo"`
	Children map[string]*treeNode `json:"children"`
}

// constructTree reads the tree of an assembly. Without it, or with a broken one, only what
// groups the findings is lost.
func (r *run) constructTree(t *constructTree) {
	src, err := readBounded(r.fs, t.file, maxManifestSize)
	if err != nil {
		return
	}
	var doc struct {
		Tree *treeNode `json:"tree"`
	}
	if json.Unmarshal(src, &doc) != nil || doc.Tree == nil {
		return
	}
	t.classes = map[string]string{}
	t.walk(doc.Tree, 0)
}

// walk records the outermost constructs of libraries.
func (t *constructTree) walk(n *treeNode, depth int) {
	if n == nil || depth > maxDepth {
		return
	}
	if !t.contains(n) {
		t.classes[n.Path] = n.Info.Class
		return
	}
	for _, c := range n.Children {
		t.walk(c, depth+1)
	}
}

// contains reports whether a construct only holds what the program declares in it.
func (t *constructTree) contains(n *treeNode) bool {
	if n.Path == "" || t.containers[n.Path] {
		return true
	}
	switch module, class, _ := strings.Cut(n.Info.Class, "."); module {
	case "": // the CDK did not say
		return true
	case "constructs":
		return true
	case "aws-cdk-lib", "@aws-cdk/core", "monocdk":
		switch class {
		case "App", "Stage", "Stack", "NestedStack", "Construct", "Resource", "cloudformation_include.CfnInclude":
			return true
		}
	}
	return n.Info.Class == "@aws-cdk/cloudformation-include.CfnInclude"
}

// construct finds what the program declares of a construct that became a resource. Where
// the tree does not tell it is the construct without what every library adds.
func (t *constructTree) construct(p string) graph.Construct {
	out := graph.Construct{Path: p, Declared: p}
	if t != nil {
		for i := 0; i <= len(p); i++ {
			if i < len(p) && p[i] != '/' {
				continue
			}
			if class, ok := t.classes[p[:i]]; ok {
				out.Declared, out.Class = p[:i], class
				break
			}
		}
	}
	out.Declared = outermost(out.Declared)
	return out
}

// outermost takes off the last name of a path if it is that of the resource in a construct
// of AWS: Resource or Default, and X.NestedStack/X.NestedStackResource for a nested stack X.
func outermost(p string) string {
	before, last := path.Split(p)
	before = strings.TrimSuffix(before, "/")
	switch {
	case before == "":
		return p
	case last == "Resource", last == "Default":
		return before
	}
	if name, ok := strings.CutSuffix(last, ".NestedStackResource"); ok && path.Base(before) == name+".NestedStack" {
		return path.Join(path.Dir(before), name)
	}
	return p
}
