package terraform

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/parsers/terraform/funcs"
)

// calledModule is a module call once it is expanded.
type calledModule struct {
	keyed     instanceKind
	instances []*moduleInstance // in order of key
	keys      []cty.Value
	expanding bool
	values    map[string]cty.Value // of all instances, with the outputs that the key lists
	missing   bool                 // its source is not on disk
	name      string
}

// callInstances expands a module call; nil when there is no such call.
func (m *moduleInstance) callInstances(name string) *calledModule {
	if c, ok := m.calls[name]; ok {
		return c
	}
	cfg := m.mod.calls[name]
	if cfg == nil {
		return nil
	}
	out := &calledModule{name: m.address("module." + name), values: map[string]cty.Value{}, expanding: true}
	m.calls[name] = out // for a cycle through count or for_each to find
	exp := m.expand(cfg.count, cfg.forEach, cfg.rng)
	out.keyed, out.expanding = exp.kind, false
	if len(exp.instances) == 0 {
		return out // switched off: that it is not on disk costs nothing
	}
	mod := m.loadCall(cfg, out)
	if mod == nil {
		out.missing = true
		return out
	}
	m.root.declareFunctions(mod)
	for _, inst := range exp.instances {
		child := newModuleInstance(m.root, mod, m, cfg, out.name+inst.suffix)
		child.frame = inst.frame
		if exp.kind == symbolic {
			child.mayExist = true
			child.mayNeeds = append(slices.Clone(m.mayNeeds), exp.needs...)
		}
		out.instances = append(out.instances, child)
		out.keys = append(out.keys, inst.key)
	}
	return out
}

// loadCall finds and parses the module that a call names, and reports why not.
func (m *moduleInstance) loadCall(cfg *call, out *calledModule) *module {
	r := m.root
	dir, why := r.resolveSource(m, cfg)
	if why == "" && m.depth >= maxModuleDepth {
		why = fmt.Sprintf("modules are nested deeper than %d levels", maxModuleDepth)
	}
	for up := m; up != nil && why == ""; up = up.parent {
		if up.mod.dir == dir {
			why = "the module calls itself"
		}
	}
	if why == "" {
		if mod := r.loader.load(dir); mod != nil {
			return mod
		}
		why = fmt.Sprintf("there is no Terraform configuration in %s", r.loader.display(dir))
	}
	rng := cfg.sourceRng
	r.warn(&rng, "Module not loaded", fmt.Sprintf("module %q (%s): %s. Its resources are not judged and its outputs are unknown.",
		cfg.name, cfg.source, why), true)
	r.builder.NotLoaded(r.group(), out.name)
	return nil
}

// resolveSource turns a source argument into a directory below the boundary, or
// says why it cannot.
func (r *root) resolveSource(m *moduleInstance, cfg *call) (dir, why string) {
	src := cfg.source
	switch {
	case src == "":
		return "", "its source is not a literal string"
	case strings.HasPrefix(src, "./") || strings.HasPrefix(src, "../") || src == "." || src == "..":
		dir = path.Join(m.mod.dir, src)
		if dir == ".." || strings.HasPrefix(dir, "../") {
			return "", "the source lies outside the boundary; raise --boundary if it should be read"
		}
		if info, err := fs.Stat(r.opts.FS, dir); err != nil || !info.IsDir() {
			return "", "there is no such directory"
		}
		return dir, ""
	}
	key := strings.TrimPrefix(m.callPath()+"."+cfg.name, ".")
	if dir, ok := r.manifest[key]; ok {
		if _, err := fs.Stat(r.opts.FS, dir); err == nil {
			return dir, ""
		}
	}
	if dir, ok := r.vendored(src, cfg.version); ok {
		return dir, ""
	}
	return "", fmt.Sprintf("it is not on disk. To bring it: terraform -chdir=%s get (or init -backend=false)", r.opts.FromHere(r.dir))
}

// callPath is the module's path without instance keys: "a.b".
func (m *moduleInstance) callPath() string {
	if m.parent == nil {
		return ""
	}
	if up := m.parent.callPath(); up != "" {
		return up + "." + m.call.name
	}
	return m.call.name
}

// readManifest reads what terraform get recorded, as module path → directory.
func readManifest(fsys fs.FS, dir string) map[string]string {
	src, err := readBounded(fsys, path.Join(dir, ".terraform/modules/modules.json"), maxFileSize)
	if err != nil {
		return nil
	}
	var file struct {
		Modules []struct {
			Key string `json:"Key"`
			Dir string `json:"Dir"`
		} `json:"Modules"`
	}
	if json.Unmarshal(src, &file) != nil {
		return nil
	}
	out := make(map[string]string, len(file.Modules))
	for _, e := range file.Modules {
		at := path.Join(dir, strings.ReplaceAll(e.Dir, "\\", "/"))
		if e.Key != "" && fs.ValidPath(at) {
			out[e.Key] = at
		}
	}
	return out
}

// vendored looks for a module in the folders given by --module-dir, under its
// source's path, with or without the version, or under its repository's name.
func (r *root) vendored(src, version string) (string, bool) {
	base, sub, _ := strings.Cut(strings.TrimPrefix(stripScheme(src), "/"), "//")
	base, _, _ = strings.Cut(base, "?")
	sub, _, _ = strings.Cut(sub, "?")
	base = strings.TrimSuffix(base, ".git")
	candidates := []string{path.Join(base, version), base}
	parts := strings.Split(base, "/")
	if len(parts) >= 3 && !strings.Contains(parts[0], ".") {
		ns, name, provider := parts[len(parts)-3], parts[len(parts)-2], parts[len(parts)-1]
		repo := "terraform-" + provider + "-" + name
		candidates = append(candidates, path.Join(ns, repo), repo)
	}
	candidates = append(candidates, parts[len(parts)-1])
	for _, root := range r.opts.ModuleDirs {
		for _, c := range candidates {
			dir := path.Join(root, c, sub)
			if info, err := fs.Stat(r.opts.FS, dir); err == nil && info.IsDir() && r.loader.load(dir) != nil {
				return dir, true
			}
		}
	}
	return "", false
}

// stripScheme takes the getter and host notation off a module source.
func stripScheme(src string) string {
	if _, rest, ok := strings.Cut(src, "::"); ok {
		src = rest
	}
	if _, rest, ok := strings.Cut(src, "://"); ok {
		src = rest
	}
	if _, rest, ok := strings.Cut(src, "@"); ok {
		src = strings.Replace(rest, ":", "/", 1)
	}
	return src
}

// moduleValue is the value of module.NAME with the given outputs in it; an empty
// output name asks for all of them.
func (m *moduleInstance) moduleValue(name string, outputs []string) cty.Value {
	c := m.callInstances(name)
	if c == nil {
		return cty.DynamicVal.Mark(m.root.need(m.address("module." + name)))
	}
	if c.expanding {
		at := m.mod.calls[name].rng
		m.root.cycle(&at, c.name)
	}
	if c.expanding || c.missing || c.keyed == symbolic {
		return cty.DynamicVal.Mark(m.root.need(c.name))
	}
	key := strings.Join(outputs, " ")
	if v, ok := c.values[key]; ok {
		return v
	}
	values := make([]cty.Value, len(c.instances))
	for i, inst := range c.instances {
		values[i] = inst.outputObject(outputs)
	}
	c.values[key] = collect(c.keyed, c.keys, values)
	return c.values[key]
}

func (m *moduleInstance) outputObject(names []string) cty.Value {
	attrs := map[string]cty.Value{}
	if slices.Contains(names, "") {
		for name := range m.mod.outputs {
			attrs[name] = m.output(name)
		}
		return cty.ObjectVal(attrs)
	}
	for _, name := range names {
		if m.mod.outputs[name] != nil {
			attrs[name] = m.output(name)
		}
	}
	return cty.ObjectVal(attrs)
}

// output evaluates one output value.
func (m *moduleInstance) output(name string) cty.Value {
	x := m.mod.outputs[name]
	return m.once(refModule, name, &x.rng, func() cty.Value {
		v := (&frame{m: m}).eval(x)
		if m.mod.secret[name] {
			v = v.Mark(funcs.Sensitive)
		}
		return v
	})
}

// collect makes the value of a whole block of its instances' values.
func collect(kind instanceKind, keys, values []cty.Value) cty.Value {
	switch kind {
	case counted:
		return cty.TupleVal(values)
	case keyed:
		object := make(map[string]cty.Value, len(values))
		for i, k := range keys {
			k, _ = k.Unmark()
			object[k.AsString()] = values[i]
		}
		return cty.ObjectVal(object)
	case single, symbolic:
	}
	return values[0]
}

// splitKey cuts a resource's key into type and name.
func splitKey(key string) (typ, name string, data bool) {
	for _, prefix := range []string{"data.", "ephemeral."} {
		if rest, ok := strings.CutPrefix(key, prefix); ok {
			key, data = rest, true
			break
		}
	}
	typ, name, _ = strings.Cut(key, ".")
	return typ, name, data
}
