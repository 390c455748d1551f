package report

import (
	"io"
	"maps"
	"math"
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

type jsonResource struct {
	ID         string            `json:"id"`
	Type       string            `json:"type"`
	Provider   string            `json:"provider"`
	Account    string            `json:"account"`
	Region     string            `json:"region"`
	Zones      []string          `json:"zones"`
	Tags       map[string]string `json:"tags"`
	Attributes map[string]any    `json:"attributes"`
	Unknown    []graph.Path      `json:"unknown"`
	Sensitive  []graph.Path      `json:"sensitive"`
	Location   *jsonLocation     `json:"location"`
	Native     jsonNative        `json:"native"`
}

type jsonNative struct {
	Type      string `json:"type"`
	Construct string `json:"construct,omitempty"`
	Declared  string `json:"declared_construct,omitempty"`
}

type jsonEdge struct {
	From string         `json:"from"`
	To   string         `json:"to"`
	Kind graph.EdgeKind `json:"kind"`
	Via  graph.Path     `json:"via"`
}

type jsonOrigin struct {
	Address   string         `json:"address"`
	Mode      string         `json:"mode"`
	Type      string         `json:"type"`
	Values    map[string]any `json:"values"`
	Unknown   []string       `json:"unknown"`
	Sensitive []graph.Path   `json:"sensitive"`
}

// unknownMarker stands in raw values for something that is unknown inside an
// attribute that is known otherwise.
const unknownMarker = "__UNKNOWN__"

// WriteGraphJSON writes the graph that the rules judge, in the form of
// docs/schema/graph.schema.json. A sensitive value is null and its path is listed in
// "sensitive"; a sensitive tag is left out of "tags".
func WriteGraphJSON(w io.Writer, g *graph.Graph) error {
	resources, edges := g.Resources(), g.Edges()
	d := newDocument(w)
	d.field("schema_version", SchemaVersion)
	d.array("resources", len(resources), func(i int) any { return toJSONResource(resources[i]) })
	d.array("edges", len(edges), func(i int) any {
		e := edges[i]
		return jsonEdge{From: e.From, To: e.To, Kind: e.Kind, Via: e.Via}
	})
	return d.close()
}

// WriteGraphRawJSON writes each instance as its source wrote it, before satellites
// were folded and defaults applied, in the form of docs/schema/graph-raw.schema.json.
// A top-level attribute that is unknown as a whole is named in "unknown" and has no
// value; where only something inside is unknown, "__UNKNOWN__" stands in its place. A
// set with an unknown element is unknown as a whole, as in a plan.
func WriteGraphRawJSON(w io.Writer, g *graph.Graph) error {
	origins := g.Origins()
	d := newDocument(w)
	d.field("schema_version", SchemaVersion)
	d.array("resources", len(origins), func(i int) any { return toJSONOrigin(origins[i]) })
	return d.close()
}

func toJSONResource(r *graph.Resource) jsonResource {
	unknown := make([]graph.Path, 0, len(r.Unknown))
	for _, u := range r.Unknown {
		unknown = append(unknown, u.Path)
	}
	attributes := copyAttributes(r)
	hide(attributes, r.Sensitive)
	return jsonResource{
		ID: r.ID, Type: r.Type, Provider: r.Scope.Provider, Account: r.Scope.Account, Region: r.Scope.Region,
		Zones: orEmpty(r.Zones), Tags: publicTags(r), Attributes: attributes, Unknown: unknown,
		Sensitive: paths(r.Sensitive), Location: toJSONLocation(r.Location), Native: jsonNative{Type: r.NativeType, Construct: r.Construct.Path, Declared: r.Construct.Declared},
	}
}

func toJSONOrigin(r *graph.Resource) jsonOrigin {
	o := jsonOrigin{
		Address: r.ID, Mode: "managed", Type: r.NativeType, Values: copyAttributes(r),
		Unknown: []string{}, Sensitive: paths(r.Sensitive),
	}
	if r.Data {
		o.Mode = "data"
	}
	for _, u := range r.Unknown {
		steps := u.Path.Steps()
		if len(steps) == 0 {
			continue
		}
		whole := len(steps) == 1 || slices.Contains(r.Unordered, steps[0])
		if !whole && replaceInside(o.Values, steps) {
			continue
		}
		delete(o.Values, steps[0])
		if !slices.Contains(o.Unknown, steps[0]) {
			o.Unknown = append(o.Unknown, steps[0])
		}
	}
	hide(o.Values, r.Sensitive)
	return o
}

// replaceInside puts the marker at a path of values that the caller owns, and reports
// whether there is such a place.
func replaceInside(values map[string]any, steps []string) bool {
	var at any = values
	for i, step := range steps {
		last := i == len(steps)-1
		switch t := at.(type) {
		case map[string]any:
			if last {
				t[step] = unknownMarker
				return true
			}
			at = t[step]
		case []any:
			n, ok := arrayIndex(step, len(t))
			if !ok {
				return false
			}
			if last {
				t[n] = unknownMarker
				return true
			}
			at = t[n]
		case string:
			return t == unknownMarker
		default:
			return false
		}
	}
	return false
}

func copyAttributes(r *graph.Resource) map[string]any {
	values := make(map[string]any, len(r.Attributes))
	for name, v := range r.Attributes {
		values[name] = copyValue(v)
	}
	return values
}

// hide makes what is sensitive null in values that the caller owns.
func hide(values map[string]any, sensitive []graph.Path) {
	for _, path := range sensitive {
		if path != "" {
			redact(values, path.Steps())
			continue
		}
		for name := range values {
			values[name] = nil
		}
	}
}

func publicTags(r *graph.Resource) map[string]string {
	tags := make(map[string]string, len(r.Tags))
	maps.Copy(tags, r.Tags)
	for _, path := range r.Sensitive {
		steps := path.Steps()
		if len(steps) == 0 || len(steps) == 1 && (steps[0] == "tags" || steps[0] == "tags_all") {
			return map[string]string{}
		}
		if steps[0] == "tags" || steps[0] == "tags_all" {
			delete(tags, steps[1])
		}
	}
	return tags
}

// redact makes the value at a path null. A path without positions means that
// attribute of every element of an array.
func redact(v any, steps []string) {
	if len(steps) == 0 {
		return
	}
	switch t := v.(type) {
	case map[string]any:
		child, ok := t[steps[0]]
		switch {
		case !ok:
		case len(steps) == 1:
			t[steps[0]] = nil
		default:
			redact(child, steps[1:])
		}
	case []any:
		n, ok := arrayIndex(steps[0], len(t))
		switch {
		case ok && len(steps) == 1:
			t[n] = nil
		case ok:
			redact(t[n], steps[1:])
		default:
			for _, element := range t {
				redact(element, steps)
			}
		}
	}
}

// arrayIndex reads an index into an array of n elements.
func arrayIndex(step string, n int) (int, bool) {
	i := 0
	for _, c := range step {
		if c < '0' || c > '9' || i >= n {
			return 0, false
		}
		i = i*10 + int(c-'0')
	}
	return i, step != "" && i < n
}

// copyValue copies containers, so that the graph stays as it is, and replaces numbers
// that JSON does not have by null.
func copyValue(v any) any {
	switch t := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(t))
		for name, child := range t {
			m[name] = copyValue(child)
		}
		return m
	case []any:
		list := make([]any, len(t))
		for i, child := range t {
			list[i] = copyValue(child)
		}
		return list
	case float64:
		if math.IsNaN(t) || math.IsInf(t, 0) {
			return nil
		}
		return t
	default:
		return v
	}
}

func paths(list []graph.Path) []graph.Path {
	if list == nil {
		return []graph.Path{}
	}
	return list
}
