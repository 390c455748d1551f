package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// BuildOptions say how the resources of a file enter a graph.
type BuildOptions struct {
	// Prefix stands before each ID; empty when the file is the only input.
	Prefix string
	// Group is the root that the file is of; empty means the file's own path.
	Group string
	// Sources is the configuration that the file was made of, where that is known.
	Sources *Sources
}

// maxRefs bounds the mentions of one file.
const maxRefs = 2 << 20

// Build writes the resources into a builder. It may be called once.
func (f *File) Build(o BuildOptions) *graph.Builder {
	if o.Group == "" {
		o.Group = f.opts.Display
	}
	b := &graph.Builder{Diagnostics: f.Diagnostics}
	if f.partial != "" {
		b.NotLoaded(o.Group, f.partial)
	}
	shared := &building{file: f, options: o, resolver: &resolver{file: f}, refs: maxRefs}
	f.dropReadBack()
	for _, r := range f.records {
		out := shared.resource(r)
		locator := o.Sources.locate(r.address, out)
		b.Add(out, locator)
	}
	if shared.refs <= 0 {
		b.Diagnostics = append(b.Diagnostics, graph.Diagnostic{
			Severity: graph.SeverityError, Summary: "Too many references", Incomplete: true, Location: f.location(1),
			Detail: fmt.Sprintf("The expressions in %s lead to more than %d resources in all. Those beyond are left out, so relations are missing.",
				f.opts.Display, maxRefs),
		})
	}
	return b
}

// building is what the resources of one Build have in common.
type building struct {
	file     *File
	options  BuildOptions
	resolver *resolver
	refs     int // that may still be added
}

// emitter makes one resource.
type emitter struct {
	*building
	r      *record
	config *configured // nil when the file does not say how it was written
	source *sourced    // nil without its text
	schema *provider.Block
	by     consumer
	out    *graph.Resource
}

func (b *building) resource(r *record) *graph.Resource {
	f := b.file
	e := &emitter{building: b, r: r, source: b.options.Sources.find(r.address)}
	if r.in.config != nil {
		e.config = r.in.config.resources[r.block()]
	}
	s := f.surrounding(r, e.config)
	providerName, _, _ := strings.Cut(r.typ, "_")
	e.out = &graph.Resource{
		ID: b.options.Prefix + r.address, Type: r.typ, NativeType: r.typ, Group: b.options.Group, Source: graph.Terraform,
		Data: r.data, Scope: graph.Scope{Provider: providerName, Account: s.account, Region: s.region},
		Attributes: r.attributes, Location: f.location(r.line), Sensitive: r.sensitive,
	}
	slices.Sort(e.out.Sensitive)
	if r.data {
		e.schema, _ = provider.DataSource(r.typ)
	} else {
		e.schema, _ = provider.Resource(r.typ)
	}
	var body *block
	if e.config != nil {
		body = e.config.body
		e.by = r.consumer(e.config)
	}
	e.object("", r.attributes, r.unknown, body, e.schema)
	e.dependencies()
	if !r.data {
		e.tags(s.tags)
		if _, has := e.attribute(e.schema, "region"); has && s.region != "" && r.unknown["region"] == nil {
			r.attributes["region"] = s.region
		}
	}
	return e.out
}

func (*emitter) attribute(schema *provider.Block, name string) (*provider.Attribute, bool) {
	if schema == nil {
		return nil, false
	}
	return schema.Attribute(name)
}

// object handles the attributes and blocks of one block; body is how it was written,
// nil where that is not said.
func (e *emitter) object(at graph.Path, values, unknown map[string]any, body *block, schema *provider.Block) {
	names := sortedKeys(unknown)
	if body != nil {
		names = slices.Concat(names, sortedKeys(body.attributes), sortedKeys(body.blocks))
		slices.Sort(names)
		names = slices.Compact(names)
	}
	for _, name := range names {
		e.member(member{
			path: at.Attr(name), name: name, value: values[name], waits: unknown[name], body: body, schema: schema,
		})
	}
	e.prune(values, body)
	for name, v := range values {
		if list, ok := v.([]any); ok && (body == nil || body.attributes[name] == nil) && (body == nil || len(body.blocks[name]) == 0) {
			for _, item := range list {
				if o, ok := item.(map[string]any); ok && unknown[name] == nil {
					e.pruneAll(o)
				}
			}
		}
	}
}

// member is one attribute or block of an object.
type member struct {
	path   graph.Path
	name   string
	value  any
	waits  any
	body   *block
	schema *provider.Block
}

func (e *emitter) member(m member) {
	if m.body != nil {
		if x := m.body.attributes[m.name]; x != nil {
			e.written(m, x)
			return
		}
		if list := m.body.blocks[m.name]; len(list) > 0 {
			e.blocks(m, list)
			return
		}
	}
	e.unwritten(m)
}

// blocks goes into nested blocks. An element is held against the written block at its
// position or, as a set has another order, against one whose constants it has.
func (e *emitter) blocks(m member, written []*block) {
	inner := nested(m.schema, m.name)
	switch v := m.value.(type) {
	case []any:
		waits, _ := m.waits.([]any)
		for i, item := range v {
			o, ok := item.(map[string]any)
			if !ok {
				continue
			}
			var w map[string]any
			if i < len(waits) {
				w, _ = waits[i].(map[string]any)
			}
			e.object(m.path.Index(i), o, w, fitting(written, o, i), inner)
		}
	case map[string]any:
		w, _ := m.waits.(map[string]any)
		e.object(m.path, v, w, written[0], inner)
	}
	if m.waits == unplanned || m.waits == secret {
		// How many there are is unknown, or what they hold was not read.
		all := &resolution{}
		for _, b := range written {
			e.mentions(all, b)
		}
		e.unknown(m, all)
	}
}

// mentions resolves everything that is written in a block.
func (e *emitter) mentions(out *resolution, b *block) {
	for _, name := range sortedKeys(b.attributes) {
		out.add(e.resolver.expression(b.attributes[name], e.by))
	}
	for _, name := range sortedKeys(b.blocks) {
		for _, inner := range b.blocks[name] {
			e.mentions(out, inner)
		}
	}
}

func nested(schema *provider.Block, name string) *provider.Block {
	if schema == nil {
		return nil
	}
	if n, ok := schema.NestedBlock(name); ok {
		return n.Block()
	}
	if a, ok := schema.Attribute(name); ok {
		if n, ok := a.AsBlock(); ok {
			return n.Block()
		}
	}
	return nil
}

func fitting(written []*block, values map[string]any, i int) *block {
	if i < len(written) && written[i].fits(values) {
		return written[i]
	}
	var hit *block
	for _, b := range written {
		if b.fits(values) {
			if hit != nil {
				hit = nil
				break
			}
			hit = b
		}
	}
	if hit == nil && i < len(written) {
		return written[i]
	}
	return hit
}

// fits reports whether values can be of a block: its constants are theirs.
func (b *block) fits(values map[string]any) bool {
	for name, x := range b.attributes {
		if !x.isConstant || x.constant == nil {
			continue
		}
		switch x.constant.(type) {
		case string, float64, bool:
			if v, ok := values[name]; ok && text(v) != text(x.constant) {
				return false
			}
		}
	}
	return true
}

func text(v any) string { return fmt.Sprint(v) }

// written handles an attribute with an expression.
func (e *emitter) written(m member, x *expression) {
	res := e.resolver.expression(x, e.by)
	switch {
	case m.waits == nil:
		e.refsOfKnown(m, res)
	case m.waits == secret:
		e.unknown(m, res)
	case e.source.unset(m.path), len(res.needs("")) == 0 && (x.isConstant || len(x.refs) > 0) && !e.source.waits(m.path):
		// All that it is made of is known, so what was written is null: what the
		// provider then chooses is not for this plan to say.
		e.refsOfKnown(m, res)
		for _, l := range leavesOf(m.path, m.waits) {
			if l.why == secret {
				e.leaf(l, nil)
			}
		}
	default:
		e.unknown(m, res)
	}
}

// unwritten handles an attribute without an expression. What the provider computes is
// left out, as in configuration that was not planned: absent means what is in effect
// by default. Of what a dynamic block generates the file shows no expression either;
// there is something, though, of which parts are unknown.
func (e *emitter) unwritten(m member) {
	if m.waits == nil {
		return
	}
	if m.waits == unplanned && !e.source.waits(m.path) {
		a, ok := e.attribute(m.schema, m.name)
		if m.body != nil || ok && a.Computed && !a.Optional || m.path == "id" || m.path == "tags_all" {
			return
		}
	}
	inner := nested(m.schema, m.name)
	if list, ok := m.waits.([]any); ok && inner != nil {
		values, _ := m.value.([]any)
		for i, w := range list {
			w, _ := w.(map[string]any)
			var o map[string]any
			if i < len(values) {
				o, _ = values[i].(map[string]any)
			}
			e.object(m.path.Index(i), o, w, nil, inner)
		}
		return
	}
	e.unknown(m, &resolution{})
}

// mentioned is the path of references of which a state does not say where they stood. It
// is not depends_on, which says only what is made first.
const mentioned graph.Path = "dependencies"

// dependencies adds depends_on and what a state says instead of it.
func (e *emitter) dependencies() {
	if e.config != nil {
		for _, ref := range e.config.depends {
			if ref.kind != toResource {
				continue
			}
			block := (&record{typ: ref.typ, name: ref.name, data: ref.data}).block()
			for _, to := range e.r.in.resources[block] {
				e.ref(graph.Ref{Path: "depends_on", To: to.address})
			}
		}
		return
	}
	if e.fromText("") {
		return
	}
	for _, to := range e.file.stores(e.r) {
		e.ref(graph.Ref{Path: mentioned, To: to.address})
	}
}

// ref adds a mention, whose To is an address.
func (e *emitter) ref(ref graph.Ref) {
	ref.To = e.options.Prefix + ref.To
	if slices.Contains(e.out.Refs, ref) {
		return
	}
	if e.refs--; e.refs > 0 {
		e.out.Refs = append(e.out.Refs, ref)
	}
}

// tags are those in effect: the provider's own and the resource's.
func (e *emitter) tags(defaults map[string]any) {
	e.out.Tags = map[string]string{}
	for _, from := range []any{defaults, e.r.attributes["tags"], e.r.attributes["tags_all"]} {
		from, _ := from.(map[string]any)
		for k, v := range from {
			switch v := v.(type) {
			case string:
				e.out.Tags[k] = v
			case bool, float64:
				e.out.Tags[k] = text(v)
			}
		}
	}
}
