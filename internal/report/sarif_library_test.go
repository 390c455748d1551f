package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// TestSARIFReadsBack reads our output with an independent library. (Its Validate is of
// no use: it judges what the library would write, with the nulls that it adds.)
func TestSARIFReadsBack(t *testing.T) {
	t.Parallel()
	for _, o := range []SARIFOptions{{}, {OpenResults: true}} {
		ours, text := readSARIF(t, fixture(), o)
		log, err := sarif.FromBytes(text)
		if err != nil {
			t.Fatal(err)
		}
		type result struct {
			rule, level, message, uri, fingerprint string
			line, index, related, flows            int
		}
		var want, got []result
		for _, r := range ours.Results {
			at := r.Locations[0].PhysicalLocation
			want = append(want, result{
				r.RuleID, r.Level, r.Message.Text, at.ArtifactLocation.URI, r.PartialFingerprints["faultline/v1"],
				at.Region.StartLine, r.RuleIndex, len(r.RelatedLocations), len(r.CodeFlows),
			})
		}
		for _, r := range log.Runs[0].Results {
			at := r.Locations[0].PhysicalLocation
			got = append(got, result{
				*r.RuleID, r.Level, *r.Message.Text, *at.ArtifactLocation.URI, r.PartialFingerprints["faultline/v1"],
				*at.Region.StartLine, r.RuleIndex, len(r.RelatedLocations), len(r.CodeFlows),
			})
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
			t.Error(diff)
		}
	}
}
