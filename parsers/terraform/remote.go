package terraform

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// link finds the roots that terraform_remote_state may connect and lets them find
// each other: those that read remote state and those that have a backend, when
// there is any reader at all.
func link(roots []*root) []*root {
	readers := false
	var linked []*root
	for _, r := range roots {
		reads := slices.ContainsFunc(r.main.mod.order, func(key string) bool {
			return r.main.mod.resources[key].typ == "terraform_remote_state"
		})
		readers = readers || reads
		if reads || r.main.mod.backend != nil {
			linked = append(linked, r)
		}
	}
	if !readers {
		return nil
	}
	for _, r := range linked {
		r.others = func(typ string, config cty.Value) *root {
			var hit *root
			for _, o := range linked {
				if o != r && o.keepsState(typ, config) {
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
// the same type, and every argument that locates the state equal.
func (r *root) keepsState(typ string, config cty.Value) bool {
	b := r.main.mod.backend
	if b == nil || b.typ != typ || config == cty.NilVal {
		return false
	}
	u, _ := config.UnmarkDeep()
	if !u.IsKnown() || u.IsNull() || !(u.Type().IsObjectType() || u.Type().IsMapType()) {
		return false
	}
	given := u.AsValueMap()
	same := 0
	for _, name := range locating(typ) {
		want := text(given[name])
		x := b.body.attrs[name]
		if x == nil && want == "" {
			continue
		}
		if x == nil || want == "" || text((&frame{m: r.main}).eval(x)) != want {
			return false
		}
		same++
	}
	return same > 0
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
	case "local":
		return []string{"path"}
	case "http":
		return []string{"address"}
	default:
		return []string{"bucket", "key", "path", "organization", "workspaces"}
	}
}

// remoteState gives the outputs of another scanned root; unknown when none matches.
func (i *resourceInstance) remoteState(v *values) cty.Value {
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
	if other := r.others(text(v.attrs["backend"]), config); other != nil {
		return other.outputs()
	}
	return cty.DynamicVal.Mark(i.mark("outputs"))
}
