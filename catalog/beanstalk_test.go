package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/graph"
)

func setting(namespace, name string, value any) attributes {
	return attributes{"namespace": namespace, "name": name, "value": value}
}

func TestBeanstalkSettings(t *testing.T) {
	t.Parallel()
	const id = "aws_elastic_beanstalk_environment.e"
	minSize := setting("aws:autoscaling:asg", "MinSize", "2")
	for _, c := range []struct {
		name string
		r    *graph.Resource
		path graph.Path
		want any
		open bool
	}{
		{"written", resource(id, attributes{"setting": list(minSize)}), "min_size", 2.0, false},
		{"absent", resource(id, attributes{"setting": list(minSize)}), "max_size", 4.0, false},
		{"other setting", resource(id, attributes{"setting": list(setting("aws:other", "MinSize", "9"))}), "min_size", 1.0, false},
		{"unknown value", resource(id, attributes{"setting": list(setting("aws:autoscaling:asg", "MinSize", nil))}, unknown("setting[0].value", "var.n")), "min_size", nil, true},
		{"unknown value of another", resource(id, attributes{"setting": list(minSize, setting("x", "y", nil))}, unknown("setting[1].value", "var.n")), "max_size", 4.0, false},
		{"unknown name", resource(id, attributes{"setting": list(minSize, setting("x", "", "1"))}, unknown("setting[1].name", "var.n")), "max_size", nil, true},
		{"unknown list", resource(id, attributes{"setting": nil}, unknown("setting", "var.settings")), "min_size", nil, true},
		{"saved configuration", resource(id, attributes{"template_name": "t", "setting": list(minSize)}), "max_size", nil, true},
		{"over a saved configuration", resource(id, attributes{"template_name": "t", "setting": list(minSize)}), "min_size", 2.0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := complete(t, c.r).Resource(id)
			if d := cmp.Diff(c.want, r.Attribute(c.path)); d != "" {
				t.Error(d)
			}
			if open := len(r.UnknownAt(c.path)) > 0; open != c.open {
				t.Error("unknown:", open)
			}
		})
	}
	g := complete(t, resource(id, attributes{"setting": list(minSize)}))
	if got := g.Locate(id, "min_size").Deciding().File; got != id+":setting[0].value" {
		t.Error("located at", got)
	}
}
