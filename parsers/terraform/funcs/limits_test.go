package funcs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"
)

func TestLimits(t *testing.T) {
	t.Parallel()
	run(t, []testCase{
		{`replace(big, "", big)`, `error: longer than 16 MiB`},
		{`replace(big, "/x/", "0123456789012345678901234567890")`, `error: longer than 16 MiB`},
		{`length(replace(big, "/x+/", "0123456789012345678901234567890"))`, `31`},
		{`replace(big, "/(.*)/", "$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1")`, `error: longer than 16 MiB`},
		{`join(big, range(100))`, `error: longer than 16 MiB`},
		{`join("", [for i in range(100) : big])`, `error: longer than 16 MiB`},
		{`indent(1e9, "a\nb")`, `error: longer than 16 MiB`},
		{`indent(-1, "a\nb")`, `error: must not be negative`},
		{`format("%10001s", "a")`, `error: width or precision is more than 10000`},
		{`format("%.10001f", 1)`, `error: width or precision is more than 10000`},
		{`format("%0099999999999999999999d", 1)`, `error: width or precision is more than 10000`},
		{`length(format("%10000s", "a"))`, `10000`},
		{`format(join("", [for i in range(20) : "%[1]s"]), big)`, `error: longer than 16 MiB`},
		{`formatlist("%s%s", big, range(20))`, `error: too large`},
		{`setproduct(range(300), range(300), [1])`, `error: too large`},
		{`setproduct(range(400), range(400))`, `error: more than 100000 elements`},
		{`length(setproduct(range(300), range(300)))`, `90000`},
		{`setproduct(range(400), range(400), [])`, `list[]`},
		{`split("", big)`, `error: more than 100000 parts`},
		{`regexall("", big)`, `error: more than 100000 matches`},
		{`regex("(x{1000}){1}(x{1000})+y", big)`, `error: too costly`},
		{`flatten([for i in range(1024) : setproduct(range(300), [1])])`, `error: more than 262144 elements`},
		{`concat([for i in range(1024) : range(300)]...)`, `error: more than 262144 elements`},
		{`length(concat([for i in range(1024) : range(200)]...))`, `204800`},
		{`parseint(big, 36)`, `error: more than 4096 digits`},
		{
			`matchkeys(setproduct(range(300), range(30)), setproduct(range(300), range(30)), setproduct(range(300), range(30)))`,
			`error: too large`,
		},
		{`tostring(huge)`, `error: the number is too large or too close to zero`},
		{`tostring(tiny)`, `error: the number is too large or too close to zero`},
		{`tolist([huge])`, `error: the number is too large or too close to zero`},
		{`toset([huge])`, `error: the number is too large or too close to zero`},
		{`jsonencode([huge])`, `error: the number is too large or too close to zero`},
		{`format("%d", huge)`, `error: the number is too large or too close to zero`},
		{`distinct([huge])`, `error: the number is too large or too close to zero`},
		{`cidrhost("10.0.0.0/8", huge)`, `error: the number is too large or too close to zero`},
		{`tonumber("1e600000000")`, `error: the number is too large or too close to zero`},
		{`jsondecode("[1e600000000]")`, `error: the number is too large or too close to zero`},
		{`yamldecode("[1e600000000]")`, `error: `},
		{`jsonencode([for i in range(20) : big])`, `error: the value is too large`},
		{`file("large")`, `error: the file "large" is larger than 8 MiB`},
		{`filesha256("large")`, `error: the file "large" is larger than 8 MiB`},
		{`templatefile("large", {})`, `error: larger than 8 MiB`},
		{`templatestring(join("", [big, "x"]), {})`, `error: larger than 1 MiB`},
		{`templatefile("lines.tmpl", {})`, `error: too complex`},
		{`templatefile("deep.tmpl", {})`, `error: too complex`},
		{`fileset(".", "{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}")`, `error: too many alternatives`},
		{`textdecodebase64(big, "UTF-8")`, `error: symbols that are not defined`},
	})
}

// TestDocuments gives functions that read a document more than an expression can conveniently have.
func TestDocuments(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	bomb := "a0: &a0 [x, x]\n"
	for i := 1; i < 40; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	long := strings.Repeat(" ", maxInputBytes+1)
	tests := []struct{ name, function, src, want string }{
		{"json deep", "jsondecode", deep(8 << 19), "nested deeper"},
		{"json not too deep", "jsondecode", deep(maxDepth), ""},
		{"json brackets in strings", "jsondecode", `["` + strings.Repeat(`[\"`, 1000) + `"]`, ""},
		{"json long", "jsondecode", long, "longer than 8 MiB"},
		{"json wide", "jsondecode", "[" + strings.Repeat("[],", maxValues) + "1]", "too large"},
		{"yaml deep", "yamldecode", deep(maxDepth + 1), "nested deeper"},
		{"yaml very deep", "yamldecode", deep(1 << 20), "depth"},
		{"yaml not too deep", "yamldecode", deep(maxDepth - 10), ""},
		{"yaml bomb", "yamldecode", bomb, "too large"},
		{"yaml loop", "yamldecode", "a: &a [*a]", "inside its own definition"},
		{"yaml long", "yamldecode", long, "longer than 8 MiB"},
		{"csv long", "csvdecode", long, "longer than 8 MiB"},
		{"csv wide", "csvdecode", strings.Repeat(",", maxValues+1), "too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, err := testTable()[tt.function].Call([]cty.Value{cty.StringVal(tt.src)})
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want one with %q", err, tt.want)
			}
			if d := time.Since(start); d > 20*time.Second {
				t.Errorf("it took %v", d)
			}
		})
	}
}

// TestNestedTry would not end in a lifetime if a try evaluated its arguments twice.
func TestNestedTry(t *testing.T) {
	t.Parallel()
	run(t, []testCase{{strings.Repeat("try(", 60) + `"a"` + strings.Repeat(")", 60), `"a"`}})
}
