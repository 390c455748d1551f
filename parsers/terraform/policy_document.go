package terraform

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// policyDocument computes what aws_iam_policy_document does: the JSON of its
// statements, merged over source and override documents. Anything unknown inside
// makes the whole JSON unknown, as in Terraform.
func policyDocument(v *values) map[string]cty.Value {
	d := &policyBuilder{marks: cty.ValueMarks{}}
	doc := map[string]any{}
	if version := d.text(v.attrs["version"]); version != "" {
		doc["Version"] = version
	} else {
		doc["Version"] = "2012-10-17"
	}
	if id := d.text(v.attrs["policy_id"]); id != "" {
		doc["Id"] = id
	}
	var statements []any
	for _, src := range append(d.texts(v.attrs["source_policy_documents"]), d.text(v.attrs["source_json"])) {
		statements = mergeStatements(statements, statementsOf(src), false)
	}
	if set := v.blocks["statement"]; set != nil {
		if set.waits != cty.NilVal {
			d.note(set.waits)
			d.unknown = true
		}
		own := make([]any, 0, len(set.items))
		for _, item := range set.items {
			own = append(own, d.statement(item))
		}
		statements = mergeStatements(statements, own, true)
	}
	for _, src := range append(d.texts(v.attrs["override_policy_documents"]), d.text(v.attrs["override_json"])) {
		statements = mergeStatements(statements, statementsOf(src), true)
	}
	if d.unknown {
		// The mark of the data source itself says what is waited for if nothing else does.
		u := cty.UnknownVal(cty.String).RefineNotNull().WithMarks(d.marks)
		return map[string]cty.Value{"json": u, "minified_json": u}
	}
	doc["Statement"] = statements
	if len(statements) == 0 {
		delete(doc, "Statement")
	}
	pretty, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil
	}
	compact, _ := json.Marshal(doc) //nolint:errchkjson // it was marshalled just now
	return map[string]cty.Value{
		"json":          cty.StringVal(string(pretty)).WithMarks(d.marks),
		"minified_json": cty.StringVal(string(compact)).WithMarks(d.marks),
	}
}

type policyBuilder struct {
	marks   cty.ValueMarks
	unknown bool
}

func (d *policyBuilder) note(v cty.Value) cty.Value {
	u, marks := v.UnmarkDeep()
	for m := range marks {
		d.marks[m] = struct{}{}
	}
	return u
}

func (d *policyBuilder) text(v cty.Value) string {
	if v == cty.NilVal {
		return ""
	}
	u := d.note(v)
	if !u.IsKnown() {
		d.unknown = true
		return ""
	}
	if u.IsNull() || u.Type() != cty.String {
		return ""
	}
	return u.AsString()
}

func (d *policyBuilder) texts(v cty.Value) []string {
	if v == cty.NilVal {
		return nil
	}
	u := d.note(v)
	if !u.IsWhollyKnown() {
		d.unknown = true
		return nil
	}
	if u.IsNull() || !u.CanIterateElements() {
		return nil
	}
	var out []string
	for it := u.ElementIterator(); it.Next(); {
		_, e := it.Element()
		out = append(out, text(e))
	}
	return out
}

// set gives a set of strings as the provider writes it: alone when single, else
// sorted in descending order.
func (d *policyBuilder) set(v cty.Value) any {
	list := d.texts(v)
	if len(list) == 0 {
		return nil
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) == 1 {
		return list[0]
	}
	slices.Reverse(list)
	return list
}

func (d *policyBuilder) statement(v *values) map[string]any {
	out := map[string]any{"Effect": "Allow"}
	if s := d.text(v.attrs["sid"]); s != "" {
		out["Sid"] = s
	}
	if s := d.text(v.attrs["effect"]); s != "" {
		out["Effect"] = s
	}
	for attr, key := range map[string]string{
		"actions": "Action", "not_actions": "NotAction", "resources": "Resource", "not_resources": "NotResource",
	} {
		if s := d.set(v.attrs[attr]); s != nil {
			out[key] = s
		}
	}
	for block, key := range map[string]string{"principals": "Principal", "not_principals": "NotPrincipal"} {
		if p := d.principals(v.blocks[block]); p != nil {
			out[key] = p
		}
	}
	if c := d.conditions(v.blocks["condition"]); c != nil {
		out["Condition"] = c
	}
	return out
}

func (d *policyBuilder) principals(set *blockSet) any {
	if set == nil {
		return nil
	}
	if set.waits != cty.NilVal {
		d.note(set.waits)
		d.unknown = true
	}
	out := map[string]any{}
	for _, item := range set.items {
		typ := d.text(item.attrs["type"])
		ids := d.set(item.attrs["identifiers"])
		if typ == "*" && ids == "*" && len(set.items) == 1 {
			return "*"
		}
		if typ == "*" {
			typ = "AWS"
		}
		out[typ] = union(out[typ], ids)
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func (d *policyBuilder) conditions(set *blockSet) any {
	if set == nil {
		return nil
	}
	if set.waits != cty.NilVal {
		d.note(set.waits)
		d.unknown = true
	}
	out := map[string]any{}
	for _, item := range set.items {
		test, variable := d.text(item.attrs["test"]), d.text(item.attrs["variable"])
		vals := d.texts(item.attrs["values"])
		tests, _ := out[test].(map[string]any)
		if tests == nil {
			tests = map[string]any{}
			out[test] = tests
		}
		if len(vals) == 1 {
			tests[variable] = union(tests[variable], vals[0])
		} else {
			tests[variable] = union(tests[variable], vals)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// union joins values that are a string or a list of them.
func union(a, b any) any {
	if a == nil {
		return b
	}
	var all []string
	for _, v := range []any{a, b} {
		switch v := v.(type) {
		case string:
			all = append(all, v)
		case []string:
			all = append(all, v...)
		}
	}
	return all
}

func statementsOf(src string) []any {
	if strings.TrimSpace(src) == "" {
		return nil
	}
	var doc struct {
		Statement any `json:"Statement"`
	}
	if json.Unmarshal([]byte(src), &doc) != nil {
		return nil
	}
	switch s := doc.Statement.(type) {
	case []any:
		return s
	case map[string]any:
		return []any{s}
	}
	return nil
}

// mergeStatements appends statements; one with a Sid that is there already replaces
// it when override is set.
func mergeStatements(into, more []any, override bool) []any {
	for _, s := range more {
		sid := sidOf(s)
		at := -1
		if sid != "" && override {
			at = slices.IndexFunc(into, func(o any) bool { return sidOf(o) == sid })
		}
		if at >= 0 {
			into[at] = s
			continue
		}
		into = append(into, s)
	}
	return into
}

func sidOf(s any) string {
	if m, ok := s.(map[string]any); ok {
		sid, _ := m["Sid"].(string)
		return sid
	}
	return ""
}
