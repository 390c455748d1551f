package snapshot

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// mention finds in settings the resources that they name, and refers to them as a
// template would: by an address wherever it is the value, and in the settings of what
// runs code by an address in a text, or by name in the same region of the account.
func mention(resources []*graph.Resource) {
	d := &directory{addresses: map[string]*graph.Resource{}, names: map[string][]*graph.Resource{}, kinds: map[string]kind{}}
	for _, r := range resources {
		if !r.Data {
			d.add(r)
		}
	}
	for _, r := range resources {
		if !r.Data {
			d.refer(r)
		}
	}
}

// kind is what resources of a native type are to settings.
type kind struct {
	// answers: code uses them. runs: they run code, or others are started from them.
	answers, runs bool
	// names are the properties that hold their names.
	names []string
}

func kindOf(native string) kind {
	has := func(is func(catalog.Role) bool) bool {
		return slices.ContainsFunc(catalog.Mapped(native), func(name string) bool {
			t, ok := catalog.Lookup(name)
			return ok && is(t.Role)
		})
	}
	return kind{
		answers: native == "AWS::Lambda::Url" || has(func(r catalog.Role) bool {
			return r.Stores() || r == catalog.Function || r == catalog.Workflow || r == catalog.API || r == catalog.Balancer || r == catalog.DNS
		}),
		runs:  has(func(r catalog.Role) bool { return r.Runs() || r == catalog.Template }),
		names: catalog.NativeNames(native),
	}
}

// directory finds resources by what settings call them.
type directory struct {
	addresses map[string]*graph.Resource   // nil where several have one
	names     map[string][]*graph.Resource // by group and name
	kinds     map[string]kind
}

// shortest is the length from which a name that stands alone is taken for one: "app"
// is too common a word.
const shortest = 3

func (d *directory) kind(native string) kind {
	k, ok := d.kinds[native]
	if !ok {
		k = kindOf(native)
		d.kinds[native] = k
	}
	return k
}

func (d *directory) add(r *graph.Resource) {
	if arn, ok := r.Attributes[catalog.LiveARN].(string); ok {
		d.address(arn, r)
		d.otherARNs(arn, r)
	}
	k := d.kind(r.Type)
	if !k.answers {
		return
	}
	if ref, ok := r.Attributes[catalog.LiveRef].(string); ok {
		d.called(ref, r)
		if r.Type == "AWS::S3::Bucket" {
			d.address(bucket+ref, r) // of all accounts only one has the name
		}
	}
	for _, property := range k.names {
		if name, ok := r.Attributes[property].(string); ok {
			d.called(name, r)
		}
	}
	for _, host := range hosts(r.Attributes, 0) {
		d.address(host, r)
	}
}

// bucket is before the names of buckets among the addresses.
const bucket = "s3://"

func (d *directory) called(name string, r *graph.Resource) {
	name = strings.TrimSuffix(name, ".") // of a record
	switch {
	case IsAddress(name):
		d.address(Host(name), r)
	case len(name) >= shortest:
		key := r.Group + "\x00" + name
		if !slices.Contains(d.names[key], r) {
			d.names[key] = append(d.names[key], r)
		}
	}
}

func (d *directory) address(a string, r *graph.Resource) {
	if other, taken := d.addresses[a]; taken && other != r {
		d.addresses[a] = nil // several: none is meant for certain
		return
	}
	d.addresses[a] = r
}

// otherARNs are those by which a resource is named as well: a secret without the random
// end of its name, a family of task definitions, which is its latest revision.
func (d *directory) otherARNs(arn string, r *graph.Resource) {
	switch r.Type {
	case "AWS::SecretsManager::Secret":
		if end := strings.LastIndexByte(arn, '-'); end > 0 {
			d.address(arn[:end], r)
		}
	case "AWS::ECS::TaskDefinition":
		end := strings.LastIndexByte(arn, ':')
		if end < 0 {
			return
		}
		if other := d.addresses[arn[:end]]; other == nil || later(r.ID, other.ID) {
			d.addresses[arn[:end]] = r
		}
	}
}

// later compares the revisions at the end of two ARNs.
func later(a, b string) bool {
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return a > b
}

// hosts are the addresses that a resource answers at, as far as they are AWS's.
func hosts(v any, depth int) (found []string) {
	const deepest = 3 // CacheNodes[0].Endpoint.Address
	if depth > deepest {
		return nil
	}
	switch v := v.(type) {
	case string:
		if strings.HasPrefix(v, "arn:") {
			return nil
		}
		for a := range strings.SplitSeq(v, ",") { // brokers are several in one text
			if IsAddress(a) {
				found = append(found, Host(a))
			}
		}
	case map[string]any:
		for name, inner := range v {
			if depth > 0 || ownAddress(name) {
				found = append(found, hosts(inner, depth+1)...)
			}
		}
	case []any:
		for _, inner := range v {
			found = append(found, hosts(inner, depth+1)...)
		}
	}
	return found
}

// ownAddress reports whether a property says where its resource answers, and not what
// that sends to.
func ownAddress(property string) bool {
	if strings.Contains(strings.ToLower(property), "endpoint") {
		return !strings.HasSuffix(property, "Configuration")
	}
	return slices.ContainsFunc([]string{"DNSName", "DomainName", "Url", "URL", "RepositoryUri", "Address", "CacheNodes"}, func(end string) bool {
		return strings.HasSuffix(property, end)
	}) || strings.HasPrefix(property, "BootstrapBroker")
}

// find returns what a text names in the settings of a resource: nothing, one resource,
// or all records of one name. The key says what it is for: ORDERS_TABLE.
func (d *directory) find(r *graph.Resource, key, text string) []*graph.Resource {
	if IsAddress(text) {
		if to := d.at(r, Host(text)); to != nil {
			return []*graph.Resource{to}
		}
		return nil
	}
	if len(text) < shortest {
		return nil
	}
	all := slices.Concat(d.names[r.Group+"\x00"+text], d.names[r.Scope.Account+"/"+graph.Global+"\x00"+text])
	if b := d.addresses[bucket+text]; b != nil && !slices.Contains(all, b) {
		all = append(all, b)
	}
	if meant := slices.DeleteFunc(slices.Clone(all), func(x *graph.Resource) bool { return !hinted(key, x.Type) }); len(meant) == 1 {
		return meant
	}
	if !Distinct(text) || len(all) > 1 && slices.ContainsFunc(all, func(x *graph.Resource) bool { return x.Type != "AWS::Route53::RecordSet" }) {
		return nil
	}
	return all
}

// at returns what answers at an address: of an ARN of something inside of a resource,
// such as an index or a version, that resource.
func (d *directory) at(r *graph.Resource, a string) *graph.Resource {
	if to := d.addresses[a]; to != nil {
		return to
	}
	if !strings.HasPrefix(a, "arn:") {
		return d.behind(r, a)
	}
	const fields = 5
	for strings.Count(a, ":") >= fields {
		end := strings.LastIndexAny(a, ":/")
		if a = a[:end]; strings.Count(a, ":") < fields {
			break
		}
		if to := d.addresses[a]; to != nil {
			return to
		}
	}
	return nil
}

// behind returns what a host belongs to whose first label is the resource's name: buckets,
// file systems and APIs have no attribute that says it.
func (d *directory) behind(r *graph.Resource, host string) *graph.Resource {
	if i := strings.Index(host, ".s3"); i > 0 {
		return d.addresses[bucket+host[:i]]
	}
	name, rest, _ := strings.Cut(host, ".")
	if !strings.HasPrefix(rest, "efs.") && !strings.HasPrefix(rest, "execute-api.") {
		return nil
	}
	if all := d.names[r.Group+"\x00"+name]; len(all) == 1 {
		return all[0]
	}
	return nil
}

// hinted reports whether a key speaks of resources of a type.
func hinted(key, native string) bool {
	key = strings.ToLower(key)
	return slices.ContainsFunc(hints(native), func(word string) bool { return strings.Contains(key, word) })
}

// hints are the words by which keys speak of a type.
func hints(native string) []string {
	parts := strings.Split(native, "::")
	if len(parts) != 3 {
		return nil
	}
	switch parts[1] {
	case "DynamoDB":
		return []string{"table", "dynamo", "ddb"}
	case "SQS":
		return []string{"queue", "sqs", "dlq"}
	case "SNS":
		return []string{"topic", "sns"}
	case "S3":
		return []string{"bucket", "s3"}
	case "Kinesis":
		return []string{"stream", "kinesis"}
	case "KinesisFirehose":
		return []string{"firehose", "delivery"}
	case "Lambda":
		return []string{"function", "lambda"}
	case "StepFunctions":
		return []string{"statemachine", "state_machine", "workflow", "sfn"}
	case "SecretsManager":
		return []string{"secret"}
	case "SSM":
		return []string{"param", "ssm"}
	case "Events":
		return []string{"bus"}
	case "ECR":
		return []string{"repository", "ecr"}
	case "Cognito":
		return []string{"pool", "cognito"}
	case "RDS", "DocDB", "Neptune", "Redshift":
		return []string{"db_", "db-", "dbinstance", "dbcluster", "dbidentifier", "database", "cluster", "instance", "rds", strings.ToLower(parts[1])}
	case "ElastiCache", "MemoryDB", "DAX":
		return []string{"cache", "redis", "memcache", "valkey", "dax"}
	case "MSK":
		return []string{"kafka", "msk"}
	case "OpenSearchService", "Elasticsearch":
		return []string{"opensearch", "elasticsearch", "domain"}
	case "EFS", "FSx":
		return []string{"efs", "fsx", "filesystem", "file_system", "volume"}
	}
	return nil
}

// refer adds the references of a resource's settings.
func (d *directory) refer(r *graph.Resource) {
	w := walker{d: d, r: r, runs: d.kind(r.Type).runs}
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		if name != catalog.LiveRef && name != catalog.LiveARN && name != "Tags" {
			w.walk(graph.Path("").Attr(name), name, r.Attributes[name])
		}
	}
	slices.SortFunc(w.refs, func(a, b graph.Ref) int { return strings.Compare(string(a.Path)+a.To, string(b.Path)+b.To) })
	r.Refs = append(r.Refs, slices.Compact(w.refs)...)
}

// walker finds the references of one resource.
type walker struct {
	d    *directory
	r    *graph.Resource
	runs bool
	refs []graph.Ref
}

func (w *walker) add(at graph.Path, exact bool, all ...*graph.Resource) {
	for _, to := range all {
		if to != nil && to != w.r {
			w.refs = append(w.refs, graph.Ref{Path: at, To: to.ID, Attr: "Ref", Exact: exact})
		}
	}
}

func (w *walker) walk(at graph.Path, key string, v any) {
	switch v := v.(type) {
	case string:
		w.text(at, key, v)
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(v)) {
			w.walk(at.Attr(member), member, v[member])
		}
	case []any:
		for i, inner := range v {
			pair, _ := inner.(map[string]any)
			name, _ := pair["Name"].(string)
			if value, ok := pair["Value"]; ok && name != "" { // one says what the other is for
				w.walk(at.Index(i).Attr("Value"), name, value)
				continue
			}
			w.walk(at.Index(i), key, inner)
		}
	}
}

func (w *walker) text(at graph.Path, key, s string) {
	if w.runs && s != "" && (s[0] == '{' || s[0] == '[') || key == "EventPattern" {
		var inside any
		if json.Unmarshal([]byte(s), &inside) == nil {
			w.document(at, key, inside)
			return
		}
	}
	if !w.runs {
		if IsAddress(s) {
			w.add(at, true, w.d.at(w.r, Host(s)))
		}
		return
	}
	if to := w.d.find(w.r, key, s); len(to) > 0 {
		w.add(at, true, to...)
		return
	}
	for _, word := range append(Addresses(s), strings.Fields(s)...) {
		w.add(at, false, w.d.find(w.r, key, word)...)
	}
}

// document refers to what the texts of a JSON document name; all of it is one value.
func (w *walker) document(at graph.Path, key string, v any) {
	switch v := v.(type) {
	case string:
		for _, word := range append(Addresses(v), v) {
			w.add(at, false, w.d.find(w.r, key, word)...)
		}
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(v)) {
			of := member
			if member == "name" || member == "Name" {
				of = key + "." + member // "bucket": {"name": …}
			}
			w.document(at, of, v[member])
		}
	case []any:
		for _, inner := range v {
			w.document(at, key, inner)
		}
	}
}
