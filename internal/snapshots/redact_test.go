package snapshots

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/snapshot"
	"github.com/faultline-dev/faultline/rules"
)

func source(name string, file []byte) Source {
	return Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }}
}

func words(tb testing.TB) *Vocabulary {
	tb.Helper()
	v, err := NewVocabulary(rules.FS())
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

func plainText(tb testing.TB, file []byte) string {
	tb.Helper()
	zip, err := zstd.NewReader(nil)
	if err != nil {
		tb.Fatal(err)
	}
	defer zip.Close()
	out, err := zip.DecodeAll(file, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return string(out)
}

// judged is what a scan says of a snapshot, without its words.
type judged struct {
	Rule     string
	Verdict  analyzer.Verdict
	Resource string
	Path     string
}

type related struct{ From, Kind, To string }

func judge(t *testing.T, file []byte, rename func(string) string) (found []judged, edges []related) {
	t.Helper()
	b, _, err := snapshot.Parse(t.Context(), bytes.NewReader(file), snapshot.Options{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range b.Resources {
		ids = append(ids, r.ID)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	name := func(id string) string {
		for _, known := range ids { // an element of a property has the ID of its resource before its own
			if rest, ok := strings.CutPrefix(id, known); ok && (rest == "" || rest[0] == '.') {
				return rename(known) + rest
			}
		}
		return id
	}
	g := catalog.Complete(b)
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	a, err := set.Run(t.Context(), g, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Findings {
		found = append(found, judged{f.Rule.ID, f.Verdict, name(f.Resource.ID), f.Path.Shape()})
	}
	for _, e := range g.Edges() {
		edges = append(edges, related{name(e.From), string(e.Kind), name(e.To)})
	}
	slices.SortFunc(found, func(a, b judged) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Verdict, b.Verdict))
	})
	slices.SortFunc(edges, func(a, b related) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.To, b.To))
	})
	return found, edges
}

// TestRedactVerdicts has every type that rules judge, with its relations, before and
// after: the same edges and verdicts under other names.
func TestRedactVerdicts(t *testing.T) {
	t.Parallel()
	file := deployed(t)
	var out bytes.Buffer
	key := []byte("key")
	if _, err := Redact(&out, source("a", file), words(t), key); err != nil {
		t.Fatal(err)
	}
	r := &redaction{words: words(t), names: newPseudonyms(key)}
	wantFound, wantEdges := judge(t, file, r.text)
	gotFound, gotEdges := judge(t, out.Bytes(), func(s string) string { return s })
	if len(wantFound) < 150 || len(wantEdges) < 300 {
		t.Fatalf("the templates have only %d verdicts and %d edges", len(wantFound), len(wantEdges))
	}
	if diff := gocmp.Diff(wantEdges, gotEdges); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff(wantFound, gotFound); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	for _, name := range []string{"acme", "700000000000", accountOf(3)} {
		text := strings.ToLower(plainText(t, out.Bytes()))
		if at := strings.Index(text, name); at >= 0 {
			t.Errorf("%s is still there: …%s…", name, text[max(0, at-100):min(at+100, len(text))])
		}
	}
}

// TestRedactNames plants names of all kinds, and looks for them afterwards.
func TestRedactNames(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	var in, out bytes.Buffer
	w, err := snapshot.NewWriter(&in, &snapshot.Header{
		Provider: "aws", Tool: "faultline-live 1", Created: at, Organization: "o-zebracorp1", Regions: []string{"eu-west-1"}, Services: []string{"rds"},
		Accounts: []snapshot.Account{{ID: "424242424242", Name: "Zebra production"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	resource := &snapshot.Resource{
		Type: "AWS::RDS::DBInstance", ID: "arn:aws:rds:eu-west-1:424242424242:db:zebra-orders", Ref: "zebra-orders", Account: "424242424242",
		Region: "eu-west-1",
		Properties: map[string]any{
			"Engine": "aurora-postgresql", "EngineVersion": "16.3", "MultiAZ": true, "BackupRetentionPeriod": 7.0,
			"AvailabilityZone": "eu-west-1a", "DBSubnetGroupName": "zebra-data", "DBInstanceClass": "db.r6g.2xlarge",
			"Endpoint":          map[string]any{"Address": "Zebra-Orders.c9akcixyz012.eu-west-1.rds.amazonaws.com", "Port": 5432.0},
			"VPCSecurityGroups": []any{"sg-0123456789abcdef0"},
			"Tags": []any{
				map[string]any{"Key": "team", "Value": "zebra-payments"}, map[string]any{"Key": "owner", "Value": "Zoë Zebra <zoe@zebra.example>"},
			},
			"Environment": map[string]any{"Variables": map[string]any{"ZEBRA_DB": "postgres://zebra-orders.c9akcixyz012.eu-west-1.rds.amazonaws.com:5432/zebra"}},
			"CidrBlock":   "10.42.7.0/24", "Peer": "203.0.113.77",
			"Definition": `{"StartAt":"ZebraCharge","States":{"ZebraCharge":{"Type":"Task","Resource":"arn:aws:lambda:eu-west-1:424242424242:function:zebra-charge","End":true}}}`,
		},
		Unknown: map[string]string{`Environment.Variables["ZEBRA_DB"]`: "rds:X (AccessDenied)", "Tags": "because of zebra"},
	}
	for _, r := range []snapshot.Record{
		{Unit: &snapshot.Unit{Account: "424242424242", Region: "eu-west-1", Service: "rds", Captured: at}},
		{Resource: resource},
		{Failure: &snapshot.Failure{
			Account: "424242424242", Region: "eu-west-1", Service: "rds", Call: "rds:DescribeDBClusters", Code: "AccessDenied", Kind: snapshot.Denied,
			Message: "User: arn:aws:sts::424242424242:assumed-role/zebra/zoe is not authorized", Resource: resource.ID,
		}},
	} {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	result, err := Redact(&out, source("a", in.Bytes()), words(t), nil)
	if err != nil || result.Damaged != nil || result.Resources != 1 || result.Failures != 1 {
		t.Fatalf("%+v, %v", result, err)
	}
	text := plainText(t, out.Bytes())
	for _, planted := range []string{"zebra", "zoë", "zoe", "424242424242", "c9akcixyz012", "0123456789abcdef0", "10.42.7", "203.0.113", "@zebra"} {
		if strings.Contains(strings.ToLower(text), planted) {
			t.Errorf("%s is still there:\n%s", planted, text)
		}
	}
	for _, kept := range []string{
		`"redacted":true`, "aurora-postgresql", "16.3", "eu-west-1a", "db.r6g.2xlarge", `"Key":"team"`, ".rds.amazonaws.com", "arn:aws:rds:eu-west-1:",
		"rds:DescribeDBClusters", "faultline-live 1", `\"Task\"`, "/24",
	} {
		if !strings.Contains(text, kept) {
			t.Errorf("%s is gone:\n%s", kept, text)
		}
	}
	var again bytes.Buffer
	if _, err := Redact(&again, source("a", in.Bytes()), words(t), nil); err != nil || !bytes.Equal(again.Bytes(), out.Bytes()) {
		t.Errorf("it is another file the second time; %v", err)
	}
	again.Reset()
	if _, err := Redact(&again, source("a", in.Bytes()), words(t), []byte("k")); err != nil || bytes.Equal(again.Bytes(), out.Bytes()) {
		t.Errorf("another key gives the same names; %v", err)
	}
}

// TestRedactDamaged keeps what can be read, and that the rest is missing.
func TestRedactDamaged(t *testing.T) {
	t.Parallel()
	whole := plainText(t, deployed(t))
	cut := whole[:len(whole)/3]
	var out bytes.Buffer
	result, err := Redact(&out, source("a", []byte(cut)), words(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Summarize(source("b", out.Bytes()), &Filter{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if result.Damaged == nil || s.Damaged == nil || s.Resources != result.Resources || s.Resources != strings.Count(cut[:strings.LastIndexByte(cut, '\n')], "\n{\"resource\"") {
		t.Errorf("of a cut-off file comes %+v, which reads as %d resources, %v", result, s.Resources, s.Damaged)
	}
}

// TestPseudonymAddresses keeps which addresses are of one network.
func TestPseudonymAddresses(t *testing.T) {
	t.Parallel()
	p := newPseudonyms([]byte("k"))
	vpc, subnet, other := p.address("10.42.0.0"), p.address("10.42.7.0"), p.address("10.43.7.0")
	if !strings.HasSuffix(vpc, ".0.0") || strings.TrimSuffix(vpc, "0.0") != subnet[:strings.LastIndex(subnet[:len(subnet)-2], ".")+1] || strings.HasPrefix(other, strings.TrimSuffix(vpc, "0.0")) {
		t.Errorf("%s, %s in it, %s not", vpc, subnet, other)
	}
	if p.address("0.0.0.0") != "0.0.0.0" || p.address("169.254.169.253") != "169.254.169.253" {
		t.Error("addresses that are nobody's have changed")
	}
}
