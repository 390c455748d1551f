package plan_test

import (
	"testing"
	"testing/fstest"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/plan"
)

// FuzzPlan: no input panics, and no secret gets into the graph. The seeds are short, as
// the engine shortens what it finds byte by byte.
func FuzzPlan(f *testing.F) {
	for _, seed := range []string{
		`{"format_version":"1.2","resource_changes":[{"address":"module.m[\"k\"].aws_lb.b[0]","mode":"managed","type":"aws_lb","name":"b","index":0,` +
			`"change":{"actions":["create"],"after":{"subnets":[null,"x"],"access_logs":[{"bucket":"s"}]},"after_unknown":{"subnets":[true],"access_logs":[{"prefix":true}]},` +
			`"after_sensitive":{"access_logs":[{"bucket":true}]}}},{"address":"aws_subnet.s","mode":"managed","change":{"after_unknown":{"id":true}}}],` +
			`"configuration":{"provider_config":{"aws":{"expressions":{"region":{"references":["var.r"]}}}},"root_module":{"variables":{"r":{"default":"x"}},` +
			`"resources":[{"mode":"managed","type":"aws_subnet","name":"s"}],"module_calls":{"m":{"for_each_expression":{"references":["aws_subnet.s"]},` +
			`"expressions":{"v":{"references":["each.value.id","each.value"]},"w":{"references":["module.m"]}},"module":{"outputs":{"o":{"expression":{"references":["var.w"]}}},` +
			`"resources":[{"mode":"managed","type":"aws_lb","name":"b","provider_config_key":"aws","expressions":{"subnets":{"references":["var.v"]},` +
			`"access_logs":[{"bucket":{"constant_value":"s"},"prefix":{"references":["var.w"]}}]}}]}}}}}}`,
		`{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"aws_route_table.t","mode":"managed","type":"aws_route_table","name":"t",` +
			`"values":{"id":"rtb-1","route":[{"cidr_block":""}]},"sensitive_values":{"route":true},"depends_on":["aws_vpc.v"]},` +
			`{"address":"aws_route.r","mode":"managed","type":"aws_route","name":"r","values":{"route_table_id":"rtb-1"}}],"child_modules":[{}]}}}`,
		`{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"data.a.b","mode":"data","values":{"x":1}}]}},"errored":true}`,
		"\xff\xfe{\x00}\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := plan.Read(t.Context(), plan.Options{FS: fstest.MapFS{"p": {Data: src}}, Path: "p"})
		if err != nil {
			return
		}
		for _, r := range catalog.Complete(file.Build(plan.BuildOptions{Prefix: "p/"})).Origins() {
			for _, s := range r.Sensitive {
				if r.Attribute(s) != nil {
					t.Errorf("%s: the secret %s is in the graph", r.ID, s)
				}
			}
		}
	})
}
