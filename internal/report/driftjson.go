package report

import (
	"io"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/drift"
	"github.com/faultline-dev/faultline/graph"
)

type jsonPair struct {
	Code     string         `json:"code"`
	Live     string         `json:"live"`
	Type     string         `json:"type"`
	JoinedBy drift.JoinedBy `json:"joined_by"`
}

type jsonDifference struct {
	jsonPair
	Path      graph.Path      `json:"path"`
	Direction drift.Direction `json:"direction"`
	InCode    any             `json:"in_code"`
	Running   any             `json:"running"`
	// Counted is set where the values are numbers of elements.
	Counted  bool          `json:"counted"`
	Location *jsonLocation `json:"location"`
}

type jsonDriftFinding struct {
	jsonPair
	Finding jsonFinding `json:"finding"`
}

type jsonUnjoined struct {
	Code       string        `json:"code"`
	Type       string        `json:"type"`
	Why        string        `json:"why"`
	Candidates []string      `json:"candidates"`
	Location   *jsonLocation `json:"location"`
}

type jsonUnmanaged struct {
	Live  string   `json:"live"`
	Type  string   `json:"type"`
	Tier  string   `json:"tier"`
	Maybe []string `json:"maybe"`
}

type jsonDriftUnknown struct {
	jsonPair
	Path  graph.Path `json:"path"`
	Side  string     `json:"side"`
	Needs []string   `json:"needs"`
}

func toJSONPair(p *drift.Pair) jsonPair { return jsonPair{p.Code.ID, p.Live.ID, p.Code.Type, p.By} }

// WriteDriftJSON writes a comparison in the form of docs/schema/drift.schema.json.
func WriteDriftJSON(w io.Writer, d *Drift) error {
	out := newDocument(w)
	out.field("schema_version", SchemaVersion)
	out.field("code", d.Code)
	out.field("live", d.Live)
	out.field("compared", d.Compared)
	diagnostics := (&Report{Assessment: &analyzer.Assessment{Diagnostics: d.Diagnostics}}).diagnostics()
	out.array("diagnostics", len(diagnostics), func(i int) any { return toJSONDiagnostic(diagnostics[i]) })
	out.array("joined", len(d.Pairs), func(i int) any { return toJSONPair(&d.Pairs[i]) })
	out.array("differences", len(d.Differences), func(i int) any {
		x := &d.Differences[i]
		j := jsonDifference{
			jsonPair: toJSONPair(&x.Pair), Path: x.Path, Direction: x.Direction, InCode: x.InCode, Running: x.Running, Counted: x.Counted,
		}
		if d.Locate != nil {
			j.Location = toJSONLocation(d.Locate(x.Code, x.Path))
		}
		return j
	})
	out.array("findings", len(d.Findings), func(i int) any {
		return jsonDriftFinding{toJSONPair(&d.Findings[i].Pair), toJSONFinding(d.Findings[i].Finding)}
	})
	for _, part := range []struct {
		name string
		list []drift.Unjoined
	}{{"missing", d.Missing}, {"ambiguous", d.Ambiguous}, {"not_found", d.Unjoined}} {
		out.array(part.name, len(part.list), func(i int) any {
			u := &part.list[i]
			return jsonUnjoined{u.Resource.ID, u.Resource.Type, u.Why, ids(u.Candidates), toJSONLocation(u.Resource.Location)}
		})
	}
	out.array("unmanaged", len(d.Unmanaged), func(i int) any {
		u := &d.Unmanaged[i]
		return jsonUnmanaged{u.Resource.ID, u.Resource.Type, u.Tier, ids(u.Maybe)}
	})
	out.array("unknown", len(d.Unknown), func(i int) any {
		u := &d.Unknown[i]
		side := "code"
		if u.Live {
			side = "live"
		}
		return jsonDriftUnknown{toJSONPair(&u.Pair), u.Path, side, orEmpty(u.Needs)}
	})
	return out.close()
}
