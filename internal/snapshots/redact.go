package snapshots

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// Redacted says what was written.
type Redacted struct {
	Resources, Failures int
	// Damaged is where the input broke; the output then ends there too, without an end
	// of its own. Nil for a sound one.
	Damaged *snapshot.DamagedError
}

// Redact writes a snapshot in which accounts, names, IDs, ARNs, hosts, addresses and
// the values of tags are pseudonyms: the same one for the same name wherever it
// stands, so that relations and verdicts stay. What says how something is built stays
// as it is: types, regions, zones, numbers, switches, and the words that the vocabulary
// has, which is what rules and catalog compare with.
//
// Pseudonyms hang on a key. With the same key, files are redacted alike and can be
// compared. Without one it is made of the content of the file: who does not have that
// can neither guess nor try out what a pseudonym stands for. The file is then read twice.
func Redact(out io.Writer, s Source, words *Vocabulary, key []byte) (*Redacted, error) {
	if len(key) == 0 {
		in, err := s.each(func(*snapshot.Header) error { return nil }, func(*snapshot.Record) error { return nil })
		var damaged *snapshot.DamagedError
		if err != nil && !(in != nil && errors.As(err, &damaged)) {
			return nil, err
		}
		key = []byte(in.Checksum())
	}
	r := &redaction{words: words, names: newPseudonyms(key)}
	result := &Redacted{}
	var w *snapshot.Writer
	_, err := s.each(func(h *snapshot.Header) (err error) {
		w, err = snapshot.NewWriter(out, r.header(h))
		return err
	}, func(record *snapshot.Record) error { return w.Write(r.record(record)) })
	if err != nil && (w == nil || !errors.As(err, &result.Damaged)) {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	result.Resources, result.Failures = w.Counts()
	if result.Damaged != nil {
		return result, w.Break()
	}
	return result, w.Close()
}

type redaction struct {
	words *Vocabulary
	names *pseudonyms
}

func (r *redaction) header(h *snapshot.Header) *snapshot.Header {
	out := *h
	out.Redacted = true
	out.Organization = r.text(h.Organization)
	out.Accounts = make([]snapshot.Account, len(h.Accounts))
	for i, a := range h.Accounts {
		a.ID, a.Name = r.text(a.ID), r.text(a.Name)
		out.Accounts[i] = a
	}
	return &out
}

func (r *redaction) record(in *snapshot.Record) snapshot.Record {
	switch {
	case in.Unit != nil:
		u := *in.Unit
		u.Account = r.text(u.Account)
		return snapshot.Record{Unit: &u}
	case in.Failure != nil:
		f := *in.Failure
		f.Account, f.Resource = r.text(f.Account), r.text(f.Resource)
		f.Message = "" // the service's own words, with whatever names
		return snapshot.Record{Failure: &f}
	default:
		return snapshot.Record{Resource: r.resource(in.Resource)}
	}
}

func (r *redaction) resource(in *snapshot.Resource) *snapshot.Resource {
	out := *in
	out.ID, out.Ref, out.Account = r.text(in.ID), r.text(in.Ref), r.text(in.Account)
	out.Properties, _ = r.value("", in.Properties).(map[string]any)
	if in.Unknown != nil {
		out.Unknown = make(map[string]string, len(in.Unknown))
		for path, why := range in.Unknown {
			if !reason.MatchString(why) {
				why = "not read"
			}
			out.Unknown[r.path(path)] = why
		}
	}
	return &out
}

// reason is what the collector says of a part that it could not read.
var reason = regexp.MustCompile(`\A[a-z0-9-]+:[A-Za-z0-9]+ \([A-Za-z0-9.]+\)\z`)

// path keeps properties and makes pseudonyms of the keys of maps.
func (r *redaction) path(path string) string {
	var out graph.Path
	for _, step := range graph.Path(path).Steps() {
		if i, err := strconv.Atoi(step); err == nil {
			out = out.Index(i)
		} else {
			out = out.Attr(r.key(step))
		}
	}
	return string(out)
}

// key keeps the name of a property. In what users write themselves (variables, documents)
// it is a name like any other.
func (r *redaction) key(name string) string {
	if r.words.properties[name] {
		return name
	}
	return r.text(name)
}

// value is that of a property; what stands at plain properties is a word of the service.
func (r *redaction) value(property string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		if v == nil {
			return nil
		}
		return r.object(property, v)
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = r.value(property, inner)
		}
		return out
	case string:
		if plainProperties[property] && plain.MatchString(v) {
			return v
		}
		return r.document(v)
	default:
		return v
	}
}

// object redacts what is in a map. The keys of tags stay, as they say what is written
// down, and not what it is; those of variables are names.
func (r *redaction) object(property string, v map[string]any) map[string]any {
	out := make(map[string]any, len(v))
	_, pair := v["Value"]
	for name, inner := range v {
		key := r.key(name)
		within := name
		switch property {
		case "Tags":
			key, within = name, ""
		case "Variables":
			key, within = r.text(name), ""
		}
		label, isText := inner.(string)
		if isText && (name == "Key" && pair || name == "ConditionKey" || name == "TagKey") {
			out[key] = label
			continue
		}
		out[key] = r.value(within, inner)
	}
	return out
}

// plain is how the words of a service look: no account, no ID, no address.
var plain = regexp.MustCompile(`\A[A-Za-z][A-Za-z0-9_.:/ -]{0,60}\z|\A[0-9]{1,6}(\.[0-9A-Za-z_-]{1,20}){0,5}\z`)

// plainProperties hold words of a service or of a protocol, never names.
var plainProperties = map[string]bool{ //nolint:gochecknoglobals // data
	"Engine": true, "EngineMode": true, "EngineVersion": true, "DBInstanceClass": true, "DBClusterInstanceClass": true, "InstanceType": true,
	"InstanceClass": true, "CacheNodeType": true, "NodeType": true, "BrokerType": true, "EngineType": true, "HostInstanceType": true,
	"StorageType": true, "VolumeType": true, "Runtime": true, "Protocol": true, "ProtocolVersion": true, "Type": true, "Scheme": true,
	"Status": true, "State": true, "Mode": true, "DeploymentMode": true, "DeploymentType": true, "LaunchType": true, "BillingMode": true,
	"Statistic": true, "ExtendedStatistic": true, "Unit": true, "ComparisonOperator": true, "TreatMissingData": true, "Effect": true,
	"Action": true, "RoutingPolicy": true, "Failover": true, "TargetType": true, "IpAddressType": true, "HealthCheckType": true,
	"HealthCheckProtocol": true, "PolicyType": true, "ScalableDimension": true, "ServiceNamespace": true, "PredefinedMetricType": true,
	"AdjustmentType": true, "MetricAggregationType": true, "PreferredBackupWindow": true, "PreferredMaintenanceWindow": true,
	"SnapshotWindow": true, "MaintenanceWindow": true, "ScheduleExpression": true, "CronExpression": true, "Engines": true,
	"NetworkType": true, "TableClass": true, "StreamMode": true, "StreamViewType": true, "SchedulingStrategy": true,
	"KubernetesVersion": true, "RoutingHttpDropInvalidHeaderFields": true, "ThroughputMode": true, "PerformanceMode": true,
	"AuthenticationMode": true, "ConnectivityType": true, "InstanceTenancy": true, "AppProtocol": true,
}

// document is a text; of one that is JSON the structure stays.
func (r *redaction) document(s string) string {
	if out, ok := r.json(s); ok {
		return out
	}
	return r.text(s)
}

// text replaces the names in a text, and nothing between them.
func (r *redaction) text(s string) string {
	if s == "" || r.words.whole[s] {
		return s
	}
	if strings.HasPrefix(s, "AWS::") && typeName.MatchString(s) {
		return s
	}
	start, end := hostIn(s)
	names := func(s string, host bool) string {
		return token.ReplaceAllStringFunc(s, func(t string) string { return r.token(t, host) })
	}
	return names(s[:start], false) + names(s[start:end], true) + names(s[end:], false)
}

// hostIn finds a host of AWS, which counts the same in capitals; an empty range without.
func hostIn(s string) (start, end int) {
	if strings.HasPrefix(s, "arn:") || !strings.Contains(strings.ToLower(s), ".amazonaws.com") {
		return 0, 0
	}
	if at := strings.Index(s, "://"); at >= 0 {
		start = at + len("://")
	}
	end = len(s)
	if at := strings.IndexAny(s[start:], "/:?"); at >= 0 {
		end = start + at
	}
	return start, end
}

var (
	typeName = regexp.MustCompile(`\AAWS::[A-Za-z0-9]+::[A-Za-z0-9]+\z`)
	// token is an address, or a run of what names are made of.
	token  = regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}\b|[\p{L}\p{N}_-]+`)
	ipv4   = regexp.MustCompile(`\A\d{1,3}(\.\d{1,3}){3}\z`)
	region = regexp.MustCompile(`\A(us|eu|ap|sa|ca|me|af|il|mx|cn)(-gov|-iso[a-z]?)?-[a-z]+-[0-9][a-z]?\z`)
	zoneID = regexp.MustCompile(`\A[a-z]{3,4}\d-az\d\z`)
	number = regexp.MustCompile(`\A-?\d{1,6}\z`)
	long   = regexp.MustCompile(`\A\d{7,}\z`)
	// physical is an ID that EC2 and others make.
	physical = regexp.MustCompile(`\A([a-z]{1,12}(?:-[a-z]{1,10})?-)([0-9a-f]{8}|[0-9a-f]{17})\z`)
	member   = regexp.MustCompile(`\A(.+?)(-\d{1,4})\z`)
	clock    = regexp.MustCompile(`\A\d{2,4}-\d{2}(-\d{2})?(T\d{2})?\z`)
)

// token is one name, or a word that is none.
func (r *redaction) token(t string, host bool) string {
	switch {
	case ipv4.MatchString(t):
		return r.names.address(t)
	case r.words.words[t], region.MatchString(t), zoneID.MatchString(t), number.MatchString(t), clock.MatchString(t), strings.Trim(t, "-_") == "":
		return t
	case long.MatchString(t):
		return r.names.digits(t)
	}
	if m := physical.FindStringSubmatch(t); m != nil {
		return m[1] + r.names.hex(t)
	}
	if host {
		t = strings.ToLower(t)
	}
	// orders-001 is a member of orders.
	if m := member.FindStringSubmatch(t); m != nil {
		return r.token(m[1], false) + m[2]
	}
	return r.names.name(t)
}
