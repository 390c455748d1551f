package catalog

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// tableScaling says what the inline scaling of an AWS::DynamoDB::GlobalTable scales: reads
// or writes, of the table or of an index, in the region of the replica that it stands in.
func tableScaling(t *translator) {
	a := t.out.Attributes
	a["service_namespace"] = "dynamodb"
	steps := t.base.Steps()
	unit, what := "WriteCapacityUnits", "table"
	if slices.Contains(steps, "ReadProvisionedThroughputSettings") {
		unit = "ReadCapacityUnits"
	}
	if slices.Contains(steps, "GlobalSecondaryIndexes") {
		what = "index"
	}
	a["scalable_dimension"] = "dynamodb:" + what + ":" + unit
	if policies, _ := a["scaling_policy"].([]any); len(policies) > 0 {
		put(a, "scaling_policy[0].policy_type", "TargetTrackingScaling")
	}
	if steps[0] != "Replicas" {
		return
	}
	replica := graph.Path("Replicas")
	if path := string(t.base); strings.HasPrefix(path, "Replicas[") {
		replica = graph.Path(path[:strings.IndexByte(path, ']')+1])
	}
	at := replica.Attr("Region")
	region, known := t.from.Attribute(at).(string)
	if known || !slices.Contains(needs(unknownAt(t.from, at)), "AWS::Region") {
		t.out.Scope.Region = region
	}
}

// blockDevices tells the root volume of an instance from the others, and leaves out what
// is no volume of EBS. Terraform's provider does the first by the image, which is not
// known here: by convention the root is /dev/xvda or /dev/sda1.
func blockDevices(t *translator) {
	const name, root = "ebs_block_device", "root_block_device"
	for _, u := range unknownAt(t.out, name) {
		if u.Path == name {
			t.out.Unknown = append(t.out.Unknown, graph.Unknown{Path: root, Needs: u.Needs})
			return
		}
	}
	all, _ := t.out.Attributes[name].([]any)
	if len(all) == 0 {
		return
	}
	to := make([]graph.Path, len(all))
	var volumes []any
	for i, e := range all {
		device, _ := e.(map[string]any)
		at := graph.Path(name).Index(i)
		_, virtual := device["VirtualName"]
		_, none := device["NoDevice"]
		switch device["device_name"] {
		case "/dev/xvda", "/dev/sda1":
			if !virtual && !none && !present(t.out, root) {
				t.out.Attributes[root] = []any{device}
				to[i] = graph.Path(root).Index(0)
				continue
			}
		}
		if virtual || none || len(unknownAt(t.out, at.Attr("NoDevice"))) > 0 {
			to[i] = graph.Path("BlockDeviceMappings").Index(i)
			continue
		}
		to[i] = graph.Path(name).Index(len(volumes))
		volumes = append(volumes, e)
	}
	delete(t.out.Attributes, name)
	if len(volumes) > 0 {
		t.out.Attributes[name] = volumes
	}
	t.repath(func(p graph.Path) graph.Path {
		for i := range to {
			if at := graph.Path(name).Index(i); at.Contains(p) {
				return to[i] + p[len(at):]
			}
		}
		return p
	})
}
