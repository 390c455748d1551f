package terraform

import (
	"path"

	"github.com/zclconf/go-cty/cty"
)

const remoteStateType = "terraform_remote_state"

// link finds the roots that terraform_remote_state may connect and lets them find
// each other: those that read remote state and those that have a backend, when
// there is any reader at all. A state in a local file needs no backend.
func link(roots []*root) []*root {
	readers, local := false, false
	reads := make([]bool, len(roots))
	for i, r := range roots {
		for _, cfg := range r.main.mod.resources {
			if cfg.typ != remoteStateType {
				continue
			}
			reads[i], readers = true, true
			if x := cfg.body.attrs.get("backend"); x == nil || x.constant == cty.NilVal || text(x.constant) == "local" {
				local = true
			}
		}
	}
	if !readers {
		return nil
	}
	var linked []*root
	for i, r := range roots {
		if reads[i] || r.main.mod.backend != nil || local {
			linked = append(linked, r)
		}
	}
	for _, r := range linked {
		r.others = func(typ string, config cty.Value, workspace string) *root {
			var hit *root
			for _, o := range linked {
				if o != r && o.keepsState(r, typ, config, workspace) {
					if hit != nil {
						return nil // ambiguous
					}
					hit = o
				}
			}
			return hit
		}
	}
	return linked
}

// keepsState reports whether a root's backend is the one that a reader describes:
// the same type, every argument that locates the state equal, and the workspace the
// one that the root is evaluated for.
func (r *root) keepsState(reader *root, typ string, config cty.Value, workspace string) bool {
	b := r.main.mod.backend
	if b == nil {
		b = &backend{typ: "local", body: &body{}}
	}
	if b.typ != typ || config == cty.NilVal {
		return false
	}
	u, _ := config.UnmarkDeep()
	if !u.IsKnown() || u.IsNull() || !(u.Type().IsObjectType() || u.Type().IsMapType()) {
		return false
	}
	given := u.AsValueMap()
	if typ == "remote" {
		return r.keepsRemote(b, given, workspace)
	}
	if workspace != "" && workspace != text(r.workspace()) {
		return false
	}
	f := &frame{m: r.main}
	have := func(name string) string {
		if x := b.body.attrs.get(name); x != nil {
			return text(f.eval(x))
		}
		return ""
	}
	if typ == "local" {
		theirs, ours := text(given["path"]), have("path")
		if b.body.attrs.get("path") == nil {
			ours = "terraform.tfstate"
		}
		return theirs != "" && ours != "" && !path.IsAbs(theirs) && path.Join(reader.dir, theirs) == path.Join(r.dir, ours)
	}
	return sameState(b, given, have)
}

// sameState compares the arguments that locate a state.
func sameState(b *backend, given map[string]cty.Value, have func(string) string) bool {
	same := 0
	for _, name := range locating(b.typ) {
		want, written := text(given[name]), b.body.attrs.get(name) != nil
		if !written && want == "" && (given[name] == cty.NilVal || given[name].IsNull()) {
			continue
		}
		if !written || want == "" || have(name) != want {
			return false
		}
		same++
	}
	return same > 0
}

// keepsRemote compares what HCP Terraform and its like locate a state by.
func (r *root) keepsRemote(b *backend, given map[string]cty.Value, workspace string) bool {
	f := &frame{m: r.main}
	if x := b.body.attrs.get("organization"); x == nil || text(given["organization"]) == "" || text(f.eval(x)) != text(given["organization"]) {
		return false
	}
	want := func(name string) string {
		w := given["workspaces"]
		if w == cty.NilVal || !w.IsKnown() || w.IsNull() {
			return ""
		}
		if w.Type().IsTupleType() && w.LengthInt() == 1 {
			w = w.Index(cty.Zero)
		}
		if !w.Type().IsObjectType() && !w.Type().IsMapType() {
			return ""
		}
		return text(w.AsValueMap()[name])
	}
	have := func(name string) string {
		for _, v := range blockArguments(f, b.body, "workspaces", name) {
			return text(v)
		}
		return ""
	}
	name := want("name")
	if prefix := want("prefix"); name == "" && prefix != "" && workspace != "" {
		name = prefix + workspace
	}
	if name == "" {
		return false
	}
	if prefix := have("prefix"); prefix != "" {
		return r.opts.Workspace != "" && name == prefix+r.opts.Workspace
	}
	return have("name") == name
}

// locating lists the arguments that say where a backend keeps a state.
func locating(typ string) []string {
	switch typ {
	case "s3":
		return []string{"bucket", "key"}
	case "gcs":
		return []string{"bucket", "prefix"}
	case "azurerm":
		return []string{"storage_account_name", "container_name", "key"}
	case "http":
		return []string{"address"}
	default:
		return []string{"bucket", "key", "path"}
	}
}

// remoteState gives the outputs of another scanned root; unknown when none matches.
// Only the outputs that are used are evaluated: two roots may well read each other's.
func (i *resourceInstance) remoteState(v *values, u *usage) cty.Value {
	r := i.of.m.root
	if r.others == nil {
		return cty.DynamicVal.Mark(i.mark("outputs"))
	}
	config := cty.NilVal
	if w, ok := v.attrs["config"]; ok {
		config = w
	} else if set := v.blocks["config"]; set != nil && len(set.items) > 0 {
		config = cty.ObjectVal(set.items[0].attrs)
	}
	workspace := ""
	if w, ok := v.attrs["workspace"]; ok {
		if workspace = text(w); workspace == "" {
			return cty.DynamicVal.Mark(i.mark("outputs"))
		}
	}
	other := r.others(text(v.attrs["backend"]), config, workspace)
	if other == nil {
		return cty.DynamicVal.Mark(i.mark("outputs"))
	}
	names := []string{""}
	if u != nil && !u.whole && len(u.outputs) > 0 {
		names = u.outputs
	}
	return withDefaults(other.main.outputObject(names), v.attrs["defaults"])
}

// withDefaults adds the outputs that a state lacks.
func withDefaults(outputs, defaults cty.Value) cty.Value {
	if defaults == cty.NilVal {
		return outputs
	}
	u, marks := defaults.Unmark()
	if !u.IsKnown() || u.IsNull() || !(u.Type().IsObjectType() || u.Type().IsMapType()) {
		return outputs
	}
	all := map[string]cty.Value{}
	for name, v := range u.AsValueMap() {
		all[name] = v.WithMarks(marks)
	}
	for name, v := range outputs.AsValueMap() {
		if w, _ := v.Unmark(); !w.IsKnown() || !w.IsNull() {
			all[name] = v
		}
	}
	return cty.ObjectVal(all)
}
