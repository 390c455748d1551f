package cloudformation

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// frame of a stack trace: "new Bucket (/app/lib/site.ts:10:5)" of JavaScript, or
// "/app/site.py:10" of another language.
var stackFrame = regexp.MustCompile(`\(?((?:file://)?(?:[A-Za-z]:)?[/\\][^()]*?):(\d+)(?::(\d+))?\)?$`)

// frameSteps are the lines of the user's program that made a construct, innermost
// first: those in files below the boundary that are no package's.
func (r *run) frameSteps(c construct) []graph.Step {
	if r.opts.Relative == nil {
		return nil
	}
	var steps []graph.Step
	for _, f := range c.frames {
		m := stackFrame.FindStringSubmatch(strings.TrimSpace(f))
		if len(m) < 4 || strings.Contains(m[1], "node_modules") || strings.Contains(m[1], "site-packages") {
			continue
		}
		file, ok := r.opts.Relative(strings.TrimPrefix(m[1], "file://"))
		if !ok {
			continue
		}
		line, err := strconv.Atoi(m[2])
		if err != nil {
			continue
		}
		column, _ := strconv.Atoi(m[3])
		column = max(column, 1)
		note := "called here"
		if len(steps) == 0 {
			note = "construct made here"
		}
		steps = append(steps, graph.Step{
			Note:     note,
			Location: graph.Location{File: r.opts.Display(file), Line: line, Column: column, EndLine: line, EndColumn: column},
		})
		if len(steps) == maxFrames {
			break
		}
	}
	return steps
}

// maxFrames is how many lines of a program are shown; the rest is who called whom.
const maxFrames = 3
