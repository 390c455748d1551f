package cloudformation

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

// maxComplaints bounds how much is said about one template.
const maxComplaints = 20

// check walks the text once and reports keys that are written twice, keys that are no
// text, and tags that are no function. Aliases are not followed, so it is linear.
func (t *template) check() {
	c := &checker{t: t}
	c.node(t.root)
}

type checker struct {
	t     *template
	count int
	// open are the anchors around the node that is looked at.
	open []*yaml.Node
}

func (c *checker) node(n *yaml.Node) {
	switch {
	case n == nil:
		return
	case n.Kind == yaml.AliasNode:
		if slices.Contains(c.open, n.Alias) {
			c.complain(n, n, "Alias of itself", fmt.Sprintf("*%s stands inside what it names; it is taken as empty.", clip(n.Value)))
			*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: n.Line, Column: n.Column}
		}
		return
	case n.Anchor != "":
		c.open = append(c.open, n)
		defer func() { c.open = c.open[:len(c.open)-1] }()
	}
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		if _, ok := functionOf(n.Tag); !ok && isRainValue(n.Tag) {
			c.note(n, "Value of another tool", fmt.Sprintf("rain puts in the value of %s when it packages the template; until then it is taken as unknown.", clip(n.Tag)))
		} else if !ok && n.Tag != rainModule {
			c.complain(n, n, "Unknown function", fmt.Sprintf("%s is no function of CloudFormation; the value is taken as unknown.", clip(n.Tag)))
		}
	}
	if n.Kind == yaml.MappingNode {
		c.keys(n)
	}
	for _, e := range n.Content {
		c.node(e)
	}
}

func (c *checker) keys(n *yaml.Node) {
	var seen map[string]*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := resolved(n.Content[i])
		if k == nil || k.Kind != yaml.ScalarNode {
			c.complain(n.Content[i], n.Content[i], "Key not understood", "A key must be a text; what it holds is not judged.")
			continue
		}
		if k.Tag == "!!merge" {
			continue
		}
		if seen == nil {
			seen = make(map[string]*yaml.Node, len(n.Content)/2)
		}
		if first := seen[k.Value]; first != nil {
			c.complain(k, k, "Duplicate key", fmt.Sprintf("%s is given at line %d already; only the last one counts. Remove one of them.", clip(k.Value), first.Line))
			continue
		}
		seen[k.Value] = k
	}
}

func (c *checker) complain(from, to *yaml.Node, summary, detail string) {
	if c.count++; c.count > maxComplaints {
		return
	}
	c.t.fail(c.t.location(from, to), summary, detail)
}

// note reports what makes nothing incomplete.
func (c *checker) note(n *yaml.Node, summary, detail string) {
	if c.count++; c.count > maxComplaints {
		return
	}
	c.t.diags = append(c.t.diags, graph.Diagnostic{Severity: graph.SeverityInfo, Summary: summary, Detail: detail, Location: c.t.location(n, n)})
}

// rainModule is the type of a resource for which rain puts in those of a file. What it
// stands for is reported where the resource is declared.
const rainModule = "!Rain::Module"

// isRainValue reports whether a tag is one that rain, an AWS tool that packages templates,
// replaces by a value. Its modules are more than that: they hold resources.
// https://github.com/aws-cloudformation/rain
func isRainValue(tag string) bool {
	switch tag {
	case "!Rain::Embed", "!Rain::Env", "!Rain::S3", "!Rain::S3Http":
		return true
	}
	return false
}

// clip shortens a text of the template for a message.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return s
}
