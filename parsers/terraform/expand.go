package terraform

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/faultline-dev/faultline/parsers/terraform/funcs"
)

// instanceKind says how the instances of a block are addressed.
type instanceKind uint8

const (
	single   instanceKind = iota // neither count nor for_each
	counted                      // count
	keyed                        // for_each
	symbolic                     // one stands for an unknown number
)

type expansion struct {
	kind      instanceKind
	instances []blockInstance
	needs     []string // of a symbolic one: what would tell the number
}

// blockInstance is one instance of a resource or module block.
type blockInstance struct {
	key    cty.Value // number or string; zero for single and symbolic
	suffix string    // of the address: "", "[0]", `["a"]`, "[*]"
	frame  *frame
}

// expand evaluates count and for_each.
func (m *moduleInstance) expand(count, forEach *expr, at hcl.Range) expansion {
	base := &m.base // what most blocks have in common
	if count != nil || forEach != nil {
		base = &frame{m: m, forEach: forEach, countExpr: count}
	}
	switch {
	case count != nil:
		return m.expandCount(base, count, at)
	case forEach != nil:
		return m.expandForEach(base, forEach, at)
	default:
		return expansion{instances: []blockInstance{{frame: base}}}
	}
}

// unknownNumber is the expansion of a block that stands for none, one or many.
func unknownNumber(base *frame, waits cty.Value, element cty.Type) expansion {
	needs := needsOf(waits)
	if x := cmp.Or(base.countExpr, base.forEach); len(needs) == 0 {
		needs = []string{fmt.Sprintf("%s:%d", x.rng.Filename, x.rng.Start.Line)}
	}
	_, marks := waits.UnmarkDeep()
	if !explained(waits) {
		for _, what := range needs {
			marks[base.m.root.need(what)] = struct{}{}
		}
	}
	f := *base
	f.count = cty.UnknownVal(cty.Number).WithMarks(marks)
	f.key = cty.UnknownVal(cty.String).WithMarks(marks)
	f.value = cty.UnknownVal(element).WithMarks(marks)
	if base.countExpr == nil {
		f.count = cty.NilVal
	} else {
		f.key = cty.NilVal
	}
	return expansion{kind: symbolic, needs: needs, instances: []blockInstance{{suffix: "[*]", frame: &f}}}
}

func (m *moduleInstance) expandCount(base *frame, x *expr, at hcl.Range) expansion {
	raw := base.eval(x)
	v, _ := raw.Unmark()
	if !v.IsKnown() {
		return unknownNumber(base, raw, cty.DynamicPseudoType)
	}
	if !v.IsNull() {
		if c, err := convert.Convert(v, cty.Number); err == nil {
			v = c
		} else if b, err := convert.Convert(v, cty.Bool); err == nil && b.True() {
			v = cty.NumberIntVal(1) // Terraform 0.11 counted booleans
		} else if err == nil {
			v = cty.Zero
		}
	}
	if v.IsNull() || v.Type() != cty.Number {
		m.root.warn(&x.rng, "Invalid count", "count must be a number; the block is judged as one of unknown number.", true)
		return unknownNumber(base, raw, cty.DynamicPseudoType)
	}
	f, _ := v.AsBigFloat().Float64()
	if f < 0 || f != math.Trunc(f) || f > maxInstances*1000 {
		m.root.warn(&x.rng, "Invalid count", fmt.Sprintf("count is %v, which is no number of instances; the block is judged as one of unknown number.", f), true)
		return unknownNumber(base, raw, cty.DynamicPseudoType)
	}
	n := int(f)
	if !m.root.spend(n, &at) {
		return unknownNumber(base, raw, cty.DynamicPseudoType)
	}
	out := expansion{kind: counted, instances: make([]blockInstance, n)}
	for i := range n {
		g := *base
		g.count = cty.NumberIntVal(int64(i))
		out.instances[i] = blockInstance{key: g.count, suffix: fmt.Sprintf("[%d]", i), frame: &g}
	}
	return out
}

func (m *moduleInstance) expandForEach(base *frame, x *expr, at hcl.Range) expansion {
	raw := base.eval(x)
	v, marks := raw.Unmark()
	if !v.IsKnown() {
		return unknownNumber(base, raw, elementOf(v.Type()))
	}
	if v.IsNull() || !v.CanIterateElements() {
		m.root.warn(&x.rng, "Invalid for_each", "for_each must be a map or a set of strings; the block is judged as one of unknown number.", true)
		return unknownNumber(base, raw, cty.DynamicPseudoType)
	}
	if _, secret := marks[funcs.Sensitive]; secret {
		m.root.warn(&x.rng, "Invalid for_each", "for_each must not be sensitive, because keys are shown; the block is judged as one of unknown number.", true)
		return unknownNumber(base, raw, elementOf(v.Type()))
	}
	if !m.root.spend(v.LengthInt(), &at) {
		return unknownNumber(base, raw, cty.DynamicPseudoType)
	}
	asMap := v.Type().IsMapType() || v.Type().IsObjectType()
	out := expansion{kind: keyed}
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		if !asMap {
			k = e
		}
		k, keyMarks := k.Unmark()
		if _, secret := keyMarks[funcs.Sensitive]; secret || !k.IsKnown() || k.IsNull() || k.Type() != cty.String {
			return unknownNumber(base, raw, cty.DynamicPseudoType)
		}
		g := *base
		g.key = k.WithMarks(keyMarks, marks)
		if g.value = e; !asMap {
			g.value = e.WithMarks(marks)
		}
		out.instances = append(out.instances, blockInstance{key: k, suffix: "[" + quote(k.AsString()) + "]", frame: &g})
	}
	slices.SortStableFunc(out.instances, func(a, b blockInstance) int { return cmp.Compare(a.key.AsString(), b.key.AsString()) })
	out.instances = slices.CompactFunc(out.instances, func(a, b blockInstance) bool { return a.suffix == b.suffix })
	return out
}

func elementOf(t cty.Type) cty.Type {
	if t.IsCollectionType() {
		return t.ElementType()
	}
	return cty.DynamicPseudoType
}

// quote writes an instance key as Terraform does in addresses.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, c := range s {
		switch c {
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case '$', '%':
			b.WriteRune(c)
			if strings.HasPrefix(s[i+1:], "{") {
				b.WriteRune(c)
			}
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
