package report

import (
	"slices"
	"strings"
)

// section is the blocks of one construct that a program of the CDK declares, or those
// that belong to several or to none.
type section struct {
	// construct is the path; empty for several and for none.
	construct string
	class     string // as it is written in a program; empty where it is not known
	several   bool
	blocks    []*group
}

// sections puts the blocks of one construct together, in the order of their first ones.
// Without any construct there is one section.
func sections(blocks []*group) []*section {
	type key struct {
		construct string
		several   bool
	}
	var list []*section
	at := map[key]*section{}
	for _, g := range blocks {
		s := g.section()
		k := key{s.construct, s.several}
		if at[k] == nil {
			at[k] = s
			list = append(list, s)
		}
		at[k].blocks = append(at[k].blocks, g)
	}
	return list
}

// titled reports whether the sections need headings: not where no program of the CDK wrote
// anything.
func titled(list []*section) bool {
	return slices.ContainsFunc(list, func(s *section) bool { return s.several || s.construct != "" })
}

// title is the heading of a section beside others.
func (s *section) title() string {
	switch {
	case s.construct != "":
		return s.construct
	case s.several:
		return "Several constructs"
	default:
		return "No construct"
	}
}

// section is that of the block, without blocks.
func (g *group) section() *section {
	c := g.first().Resource.Construct
	for _, f := range g.findings {
		if f.Resource.Construct.Declared != c.Declared {
			return &section{several: true}
		}
	}
	return &section{construct: c.Declared, class: strings.TrimPrefix(c.Class, "aws-cdk-lib.")}
}

// constructs are those of the resources of a block in which they are not the section's,
// and the parts of the section's that have a name of their own.
func (g *group) constructs() []string {
	declared := g.section().construct
	var list []string
	for _, f := range g.findings {
		c := f.Resource.Construct
		switch {
		case c.Path == "":
		case declared == "":
			list = append(list, c.Declared)
		default:
			part := strings.TrimPrefix(strings.TrimPrefix(c.Path, declared), "/")
			if part != "" && part != "Resource" && part != "Default" && strings.HasPrefix(c.Path, declared+"/") {
				list = append(list, part)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
