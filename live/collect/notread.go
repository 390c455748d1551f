package collect

import "strings"

// NotRead marks properties of a resource as unknown that no call of the service gives,
// with the reason. What the resource has of them stays known. Paths are names with dots.
func (u *Unit) NotRead(arn, reason string, properties ...string) {
	i, ok := u.listed[arn]
	if !ok {
		return
	}
	r := u.records[i].Resource
	shape := u.shapes[r.Type]
	for _, path := range properties {
		root := path
		if end := strings.IndexAny(path, ".["); end >= 0 {
			root = path[:end]
		}
		if shape == nil || shape.Of[root] == nil || Object(r.Properties).Get(path) != nil {
			continue
		}
		if r.Unknown == nil {
			r.Unknown = map[string]string{}
		}
		r.Unknown[path] = reason
	}
}
