package cloudformation

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/catalog"
)

// The pseudo parameters that only the place of deployment tells.
const (
	needRegion  = "AWS::Region"
	needAccount = "AWS::AccountId"
	needName    = "AWS::StackName"
)

// pseudo evaluates a pseudo parameter; nil when there is none of that name.
func (s *stack) pseudo(name string) *value {
	given := func(val string) *value {
		if val == "" {
			return unknown(name)
		}
		return text(val)
	}
	switch name {
	case "AWS::NoValue":
		return absent()
	case needRegion:
		return given(s.region)
	case needAccount:
		return given(s.account)
	case needName:
		v := given(s.name)
		if s.name == "" {
			v.symbol = s.id
		}
		return v
	case "AWS::Partition":
		return text(catalog.Partition(s.region))
	case "AWS::URLSuffix":
		if strings.HasPrefix(s.region, "cn-") {
			return text("amazonaws.com.cn")
		}
		return text("amazonaws.com")
	case "AWS::StackId", "AWS::NotificationARNs":
		return unknown(name)
	}
	return nil
}

// zones evaluates Fn::GetAZs. The zones of an unknown region are symbols, distinct by index.
func (f *frame) zones(arg *yaml.Node) *value {
	v := f.eval(arg)
	region := f.s.region
	switch {
	case v.scalar() && v.text != "":
		region = v.text
	case v.unknown() && !(len(v.needs) == 1 && v.needs[0] == needRegion):
		return computed(v)
	}
	out := &value{kind: kindList}
	for i, letter := range f.s.run.opts.Zones {
		out.items = append(out.items, text(zone(region, letter, i)))
	}
	return out
}

// zone names a zone of a region.
func zone(region, letter string, i int) string {
	if region == "" {
		return "?" + strconv.Itoa(i)
	}
	return region + letter
}

// moreZones is a zone behind those that Fn::GetAZs is taken to list; nil for other lists.
func (f *frame) moreZones(from *value, i int) *value {
	zones := f.s.run.opts.Zones
	n := len(zones)
	if len(from.items) != n || i < n || i > 5 {
		return nil
	}
	last := from.items[n-1].text
	if last == "?"+strconv.Itoa(n-1) {
		return text(zone("", "", i))
	}
	if region, ok := strings.CutSuffix(last, zones[n-1]); ok && strings.Count(region, "-") >= 2 {
		return text(zone(region, "abcdef"[i:i+1], i))
	}
	return nil
}
