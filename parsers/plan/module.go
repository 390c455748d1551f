package plan

import (
	"fmt"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// The form of resources in the file.
type (
	jsonChange struct {
		Address  string `json:"address"`
		Previous string `json:"previous_address"`
		Module   string `json:"module_address"`
		Mode     string `json:"mode"`
		Type     string `json:"type"`
		Name     string `json:"name"`
		Index    any    `json:"index"`
		Deposed  string `json:"deposed"`
		Change   struct {
			Actions   []string `json:"actions"`
			After     any      `json:"after"`
			Unknown   any      `json:"after_unknown"`
			Sensitive any      `json:"after_sensitive"`
		} `json:"change"`
	}
	jsonValue struct {
		Address   string   `json:"address"`
		Mode      string   `json:"mode"`
		Type      string   `json:"type"`
		Name      string   `json:"name"`
		Index     any      `json:"index"`
		Deposed   string   `json:"deposed_key"`
		Values    any      `json:"values"`
		Sensitive any      `json:"sensitive_values"`
		DependsOn []string `json:"depends_on"`
	}
)

// values walks the modules of planned_values, prior_state and a state; resource must
// consume one resource.
func (d *decoder) values(resource func() error) error {
	return d.object(func(key string) error {
		if key == "root_module" {
			return d.moduleValues(0, resource)
		}
		return d.skip()
	})
}

func (d *decoder) moduleValues(depth int, resource func() error) error {
	if depth > maxModules {
		return fmt.Errorf("modules nest deeper than %d", maxModules)
	}
	return d.object(func(key string) error {
		switch key {
		case "resources":
			return d.array(resource)
		case "child_modules":
			return d.array(func() error { return d.moduleValues(depth+1, resource) })
		}
		return d.skip()
	})
}

// stateResource reads resources of values into a list.
func (d *decoder) stateResource(into *[]*record) func() error {
	return func() error {
		var in jsonValue
		line := d.lines.line(d.dec.InputOffset() + 1)
		if err := d.dec.Decode(&in); err != nil {
			return err
		}
		r := d.record(in.Address, in.Mode, in.Type, in.Name, in.Index, line)
		if r == nil || in.Deposed != "" {
			return nil
		}
		for _, to := range in.DependsOn {
			r.dependsOn = append(r.dependsOn, d.intern(to))
		}
		if err := d.fill(r, in.Values, nil, in.Sensitive); err != nil {
			return err
		}
		*into = append(*into, r)
		return nil
	}
}

// change reads one element of resource_changes. What will not exist is left out.
func (d *decoder) change() error {
	var in jsonChange
	line := d.lines.line(d.dec.InputOffset() + 1)
	if err := d.dec.Decode(&in); err != nil {
		return err
	}
	r := d.record(in.Address, in.Mode, in.Type, in.Name, in.Index, line)
	if r == nil || in.Deposed != "" {
		return nil
	}
	d.changed[in.Address] = true
	if in.Previous != "" {
		d.changed[in.Previous] = true
	}
	if len(in.Change.Actions) == 1 && (in.Change.Actions[0] == "delete" || in.Change.Actions[0] == "forget") {
		return nil
	}
	if err := d.fill(r, in.Change.After, in.Change.Unknown, in.Change.Sensitive); err != nil {
		return err
	}
	d.file.records = append(d.file.records, r)
	return nil
}

// drift notes what was changed outside Terraform. The values that resource_drift has
// are in the prior state and, as far as the plan leaves them, in the changes.
func (d *decoder) drift() error {
	var in struct {
		Address string `json:"address"`
		Deposed string `json:"deposed"`
	}
	if err := d.dec.Decode(&in); err != nil {
		return err
	}
	if in.Address != "" && in.Deposed == "" {
		d.file.drifted = append(d.file.drifted, in.Address)
	}
	return nil
}

// record starts a resource; nil for what is none. The address says all; the members
// beside it only confirm it, and reduced plans lack some.
func (d *decoder) record(address, mode, typ, name string, index any, line int) *record {
	calls, rest := moduleCalls(address)
	block, data := strings.CutPrefix(rest, "data.")
	list, ok := steps(block)
	if !ok || len(list) < 2 || list[0].name == "" || list[1].name == "" || mode != "managed" && mode != "data" {
		return nil
	}
	r := &record{
		address: address, typ: d.intern(first(typ, list[0].name)), name: d.intern(first(name, list[1].name)), line: line,
		data: data || mode == "data",
	}
	if len(calls) > 0 {
		r.module = d.intern(address[:calls[len(calls)-1].end])
	}
	switch index.(type) {
	case float64, string:
		r.key = index
	default:
		if len(list) > 2 {
			r.key = list[2].key
		}
	}
	return r
}

// settle adds what the plan does not touch: data sources that were read, and, in a
// plan with -target or -refresh-only, resources that stay as they are.
func (d *decoder) settle() {
	f := d.file
	for _, r := range d.prior {
		if !d.changed[r.address] {
			f.records = append(f.records, r)
		}
	}
	switch d.broken {
	case "errored":
		f.partial = "the rest of " + f.opts.Display
		f.Diagnostics = append(f.Diagnostics, graph.Diagnostic{
			Severity: graph.SeverityError, Summary: "Plan with errors", Incomplete: true, Location: f.location(1),
			Detail: fmt.Sprintf("%s is of a run of terraform plan that ended with an error; it lacks what could not be planned. "+
				"Correct the error and plan again.", f.opts.Display),
		})
	case "partial":
		f.partial = "what " + f.opts.Display + " does not plan"
		f.Diagnostics = append(f.Diagnostics, graph.Diagnostic{
			Severity: graph.SeverityWarning, Summary: "Plan of a part", Location: f.location(1),
			Detail: fmt.Sprintf("%s was made with -target or defers changes; what it leaves out is judged as it is now, or not at all.",
				f.opts.Display),
		})
	}
}
