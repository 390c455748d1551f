package terraform

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// dataObject is the value of a data source. What the account alone can tell is
// unknown and names the data source; what is common knowledge is assumed.
func (i *resourceInstance) dataObject(schema *provider.Block, u *usage) cty.Value {
	v := i.evaluated()
	mark := i.mark("")
	assumed := i.assumed(v, u)
	if schema == nil {
		return i.schemalessData(v, assumed, u)
	}
	attrs := map[string]cty.Value{}
	for a := range schema.Attributes() {
		if u != nil && !u.whole && !u.attrs[a.Name] {
			continue
		}
		w, written := v.attrs[a.Name]
		switch known, ok := assumed[a.Name]; {
		case ok:
			attrs[a.Name] = known
		case written:
			attrs[a.Name] = w
		case a.Computed:
			// What a data source reads is there: unknown here, but never null.
			attrs[a.Name] = cty.UnknownVal(a.Type).RefineNotNull().Mark(mark)
		default:
			attrs[a.Name] = cty.NullVal(a.Type)
		}
	}
	for b := range schema.Blocks() {
		if u == nil || u.whole || u.attrs[b.Name] {
			attrs[b.Name] = i.blockValue(v, b, mark)
		}
	}
	return cty.ObjectVal(attrs)
}

// schemalessData is the value of a data source whose provider is not known.
func (i *resourceInstance) schemalessData(v *values, assumed map[string]cty.Value, u *usage) cty.Value {
	if u == nil || u.whole {
		return cty.DynamicVal.Mark(i.mark(""))
	}
	outputs, linked := assumed["outputs"]
	attrs := map[string]cty.Value{}
	for name := range u.attrs {
		switch known, ok := assumed[name]; {
		case ok:
			attrs[name] = known
		case v.attrs[name] != cty.NilVal:
			attrs[name] = v.attrs[name]
		case linked && outputs.Type().IsObjectType() && outputs.Type().HasAttribute(name):
			// Terraform 0.11 had a remote state's outputs as attributes.
			attrs[name] = outputs.GetAttr(name)
		default:
			attrs[name] = cty.DynamicVal.Mark(i.mark(name))
		}
	}
	return cty.ObjectVal(attrs)
}

// assumed gives the attributes of data sources that do not need an account: those
// that follow from the region, those that only compute, and the zones and the
// account that the options assume.
func (i *resourceInstance) assumed(v *values, u *usage) map[string]cty.Value {
	m := i.of.m
	region := text(v.attrs["region"])
	region = cmp.Or(region, i.region())
	str := cty.StringVal
	switch i.of.cfg.typ {
	case "aws_availability_zones":
		return assumedZones(region, v, m.root.opts.Zones)
	case "aws_region":
		return regionFacts(cmp.Or(text(v.attrs["name"]), region))
	case "aws_partition":
		return partitionFacts(region)
	case "aws_caller_identity":
		account := cmp.Or(i.provider().account, m.root.opts.Account)
		return map[string]cty.Value{"account_id": str(account), "id": str(account)}
	case "aws_canonical_user_id":
		return map[string]cty.Value{"id": str(m.root.opts.CanonicalUser)}
	case "aws_organizations_organization":
		if id := m.root.opts.Organization; id != "" {
			return map[string]cty.Value{"id": str(id)}
		}
		return nil
	case "aws_cloudfront_log_delivery_canonical_user_id":
		return map[string]cty.Value{"id": str(logDeliveryUser(region))}
	case "aws_vpc_endpoint_service":
		return endpointService(region, v)
	case "aws_cloudwatch_event_bus":
		return i.eventBus(region, v)
	case "aws_service_principal":
		return servicePrincipal(region, v)
	case "aws_arn":
		return parsedARN(v)
	case "aws_default_tags":
		if tags := i.provider().tags; tags != cty.NilVal {
			return map[string]cty.Value{"tags": tags}
		}
		return map[string]cty.Value{"tags": cty.MapValEmpty(cty.String)}
	case "aws_iam_policy_document":
		return policyDocument(v)
	case "terraform_remote_state":
		return map[string]cty.Value{"outputs": i.remoteState(v, u)}
	case "template_file":
		return i.template(v)
	case "null_data_source":
		if in, ok := v.attrs["inputs"]; ok {
			return map[string]cty.Value{"outputs": in}
		}
	}
	return nil
}

// assumedZones gives a region the zones of the options: three, as most have at least that
// many, unless the user says otherwise. Where
// the region itself is unknown they are symbols, distinct by index.
func assumedZones(region string, v *values, suffixes []string) map[string]cty.Value {
	only, plain := filteredZones(v)
	if !plain {
		return nil
	}
	excluded := map[string]bool{}
	for _, name := range []string{"exclude_names", "exclude_zone_ids"} {
		if ex, ok := v.attrs[name]; ok {
			if u, _ := ex.UnmarkDeep(); u.IsWhollyKnown() && !u.IsNull() && u.CanIterateElements() {
				for _, e := range u.AsValueSlice() {
					excluded[text(e)] = true
				}
			}
		}
	}
	if len(only) == 0 {
		for n, suffix := range suffixes {
			name := region + suffix
			if region == "" {
				name = "?" + strconv.Itoa(n)
			}
			only = append(only, name)
		}
	}
	var names, ids []cty.Value
	for n, name := range only {
		id := zoneID(region, n)
		if letter, ok := strings.CutPrefix(name, region); ok && len(letter) == 1 && region != "" {
			id = zoneID(region, int(letter[0])-'a')
		}
		if !excluded[name] && !excluded[id] {
			names = append(names, cty.StringVal(name))
			ids = append(ids, cty.StringVal(id))
		}
	}
	if len(names) == 0 {
		return nil
	}
	out := map[string]cty.Value{"names": cty.ListVal(names)}
	if region != "" {
		out["zone_ids"], out["id"] = cty.ListVal(ids), cty.StringVal(region)
	}
	return out
}

// filteredZones reports whether filters ask for plain availability zones, rather than
// for others such as local zones, which only the account knows; and the names that
// they give, if they do.
func filteredZones(v *values) (names []string, plain bool) {
	set := v.blocks["filter"]
	if set == nil {
		return nil, true
	}
	if set.waits != cty.NilVal {
		return nil, false
	}
	for _, f := range set.items {
		wanted := f.attrs["values"]
		if wanted == cty.NilVal {
			return nil, false
		}
		w, _ := wanted.UnmarkDeep()
		if !w.IsWhollyKnown() || w.IsNull() || !w.CanIterateElements() {
			return nil, false
		}
		var given []string
		for it := w.ElementIterator(); it.Next(); {
			_, e := it.Element()
			given = append(given, text(e))
		}
		switch text(f.attrs["name"]) {
		case "zone-name":
			names = given
			slices.Sort(names)
		case "zone-type":
			plain = slices.Contains(given, "availability-zone")
		case "opt-in-status":
			plain = slices.Contains(given, "opt-in-not-required")
		case "state":
			plain = slices.Contains(given, "available")
		case "region-name":
			plain = true
		default:
			plain = false
		}
		if !plain && names == nil {
			return nil, false
		}
	}
	return names, true
}

// zoneID abbreviates a region as AWS does: eu-west-1 → euw1-az1.
func zoneID(region string, n int) string {
	parts := strings.Split(region, "-")
	if len(parts) != 3 {
		return "?" + strconv.Itoa(n)
	}
	short := map[string]string{
		"north": "n", "south": "s", "east": "e", "west": "w", "central": "c",
		"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
	}
	return parts[0] + short[parts[1]] + parts[2] + "-az" + strconv.Itoa(n+1)
}

func regionFacts(region string) map[string]cty.Value {
	if region == "" {
		return nil
	}
	name := cty.StringVal(region)
	return map[string]cty.Value{
		"name": name, "id": name, "region": name, "endpoint": cty.StringVal("ec2." + region + "." + dnsSuffix(region)),
	}
}

func partitionFacts(region string) map[string]cty.Value {
	name := cty.StringVal(catalog.Partition(region))
	return map[string]cty.Value{
		"partition": name, "id": name, "dns_suffix": cty.StringVal(dnsSuffix(region)),
		"reverse_dns_prefix": cty.StringVal(reverseDNS(region)),
	}
}

func endpointService(region string, v *values) map[string]cty.Value {
	service := text(v.attrs["service"])
	if service == "" || region == "" {
		return nil
	}
	return map[string]cty.Value{"service_name": cty.StringVal(reverseDNS(region) + "." + region + "." + service)}
}

// eventBus gives the ARN, which follows from the name.
func (i *resourceInstance) eventBus(region string, v *values) map[string]cty.Value {
	name := text(v.attrs["name"])
	if name == "" || region == "" {
		return nil
	}
	account := cmp.Or(i.provider().account, i.of.m.root.opts.Account)
	arn := fmt.Sprintf("arn:%s:events:%s:%s:event-bus/%s", catalog.Partition(region), region, account, name)
	return map[string]cty.Value{"arn": cty.StringVal(arn).Mark(i.mark("arn"))}
}

// canonicalUser stands for the account's canonical user ID, as the account does for
// the account's number.
const canonicalUser = "0000000000000000000000000000000000000000000000000000000000000000"

// logDeliveryUser is the canonical user of CloudFront's standard logs. Source: Amazon
// CloudFront developer guide, "Configure standard logging", and the AWS provider.
func logDeliveryUser(region string) string {
	if strings.HasPrefix(region, "cn-") {
		return "a52cb28745c0c06e84ec548334e44bfa7fc2a85c54af20cd59e4969344b7af56"
	}
	return "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"
}

func dnsSuffix(region string) string {
	if strings.HasPrefix(region, "cn-") {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}

func reverseDNS(region string) string {
	if strings.HasPrefix(region, "cn-") {
		return "cn.com.amazonaws"
	}
	return "com.amazonaws"
}

func servicePrincipal(region string, v *values) map[string]cty.Value {
	service := text(v.attrs["service_name"])
	if service == "" {
		return nil
	}
	name := service + ".amazonaws.com"
	out := map[string]cty.Value{"name": cty.StringVal(name), "service_name": cty.StringVal(service), "suffix": cty.StringVal("amazonaws.com")}
	if region != "" {
		out["id"] = cty.StringVal(service + "." + region + ".amazonaws.com")
		out["region"] = cty.StringVal(region)
	}
	return out
}

func parsedARN(v *values) map[string]cty.Value {
	arn := text(v.attrs["arn"])
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 {
		return nil
	}
	out := map[string]cty.Value{"id": cty.StringVal(arn)}
	for n, name := range []string{"partition", "service", "region", "account", "resource"} {
		out[name] = cty.StringVal(parts[n+1])
	}
	return out
}

// template renders the template_file data source of the archived template provider.
func (i *resourceInstance) template(v *values) map[string]cty.Value {
	src, ok := v.attrs["template"]
	if !ok || text(src) == "" {
		return nil
	}
	vars, ok := v.attrs["vars"]
	if !ok {
		vars = cty.EmptyObjectVal
	}
	out, err := i.of.m.root.functions["templatestring"].Call([]cty.Value{src, vars})
	if err != nil {
		return nil
	}
	return map[string]cty.Value{"rendered": out}
}
