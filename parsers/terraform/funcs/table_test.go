package funcs

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// terraformNames are the functions of Terraform 1.11, from its documentation; list and map are those it only has
// to say that they are gone.
const terraformNames = `
abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 basename bcrypt can ceil
chomp chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat contains csvdecode
dirname distinct element endswith ephemeralasnull file filebase64 filebase64sha256 filebase64sha512 fileexists
filemd5 fileset filesha1 filesha256 filesha512 flatten floor format formatdate formatlist indent index issensitive
join jsondecode jsonencode keys length list log lookup lower map matchkeys max md5 merge min nonsensitive one
parseint pathexpand plantimestamp pow range regex regexall replace reverse rsadecrypt sensitive setintersection
setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split startswith strcontains strrev substr sum
templatefile templatestring textdecodebase64 textencodebase64 timeadd timecmp timestamp title tobool tolist tomap
tonumber toset tostring transpose trim trimprefix trimspace trimsuffix try upper urlencode uuid uuidv5 values
yamldecode yamlencode zipmap`

func TestNames(t *testing.T) {
	t.Parallel()
	want := strings.Fields(terraformNames)
	if diff := cmp.Diff(want, Names()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var aliases []string
	for name := range Table(Scope{}) {
		if alias, ok := strings.CutPrefix(name, "core::"); ok {
			aliases = append(aliases, alias)
		}
	}
	slices.Sort(aliases)
	if diff := cmp.Diff(want, aliases); diff != "" {
		t.Errorf("aliases (-want +got)\n%s", diff)
	}
}

// TestEachFunctionIsTested looks for a call of each function in the table of TestFunctions.
func TestEachFunctionIsTested(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		if !slices.ContainsFunc(documented(), func(tt testCase) bool { return strings.HasPrefix(tt.src, name+"(") }) {
			t.Errorf("no case for %s", name)
		}
	}
}

func TestTableIsTheCallers(t *testing.T) {
	t.Parallel()
	table := Table(Scope{})
	clear(table)
	if len(Table(Scope{})) == 0 {
		t.Error("a change of the returned map changed the next one")
	}
}

func BenchmarkTable(b *testing.B) {
	for b.Loop() {
		Table(Scope{})
	}
}
