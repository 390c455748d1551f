package terraform_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/parsers/terraform"
)

// What is written another way must evaluate to the same. Addresses are compared
// without module paths and instance keys, diagnostics without places.
func TestMetamorphosis(t *testing.T) {
	t.Parallel()
	const plain = `
resource "aws_subnet" "s" {
  count      = 2
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
}
resource "aws_db_subnet_group" "g" {
  name       = "orders"
  subnet_ids = aws_subnet.s[*].id
}
resource "aws_db_instance" "d" {
  identifier           = "orders"
  multi_az             = false
  db_subnet_group_name = aws_db_subnet_group.g.name
  tags                 = { tier = "data" }
}
`
	subnets, rest, _ := strings.Cut(plain, "resource \"aws_db_subnet")
	rest = "resource \"aws_db_subnet" + rest
	want := normal(t, fstest.MapFS{"main.tf": {Data: []byte(plain)}})
	if !strings.Contains(want, "aws_db_instance.d") {
		t.Fatal(want)
	}
	for name, files := range map[string]map[string]string{
		"count = 1": {"main.tf": strings.NewReplacer(
			`"aws_db_instance" "d" {`, "\"aws_db_instance\" \"d\" {\n count = 1",
			`"aws_db_subnet_group" "g" {`, "\"aws_db_subnet_group\" \"g\" {\n count = 1",
			"aws_db_subnet_group.g.name", "aws_db_subnet_group.g[0].name").Replace(plain)},
		"for_each over one": {"main.tf": strings.NewReplacer(
			`"aws_db_instance" "d" {`, "\"aws_db_instance\" \"d\" {\n for_each = toset([\"orders\"])",
			`identifier           = "orders"`, `identifier = each.key`).Replace(plain)},
		"conditional count": {"main.tf": "variable \"create\" { default = true }\n" + strings.NewReplacer(
			`"aws_db_instance" "d" {`, "\"aws_db_instance\" \"d\" {\n count = var.create ? 1 : 0").Replace(plain)},
		"module called": {"main.tf": `module "m" { source = "./m" }`, "m/main.tf": plain},
		"module called twice deep": {
			"main.tf": `module "m" { source = "./m" }`, "m/main.tf": "module \"n\" {\n source = \"../n\"\n count = 1\n}", "n/main.tf": plain,
		},
		"variables": {
			"main.tf": "variable \"ha\" { type = bool }\nvariable \"name\" { default = \"orders\" }\n" +
				strings.NewReplacer("= false", "= var.ha", `"orders"`, "var.name").Replace(plain),
			"terraform.tfvars": "ha = \"false\"",
		},
		"locals": {
			"main.tf":   strings.NewReplacer("= false", "= !local.yes", `{ tier = "data" }`, "merge(local.tags, {})").Replace(plain),
			"locals.tf": "locals {\n tags = { for k in [local.key] : k => \"data\" }\n yes = true\n key = \"tier\"\n}",
		},
		"outputs": {
			"main.tf": "module \"net\" { source = \"./net\" }\n" + strings.NewReplacer("aws_subnet.s[*].id", "module.net.ids").Replace(rest),
			"net/main.tf": subnets +
				"output \"ids\" { value = [for s in aws_subnet.s : s.id] }",
		},
		"whitespace": {"main.tf": "# comment\n" + strings.ReplaceAll(strings.ReplaceAll(plain, "  ", "\t\t "), "\n", "\r\n")},
		"json": {"main.tf.json": `{"resource": {
			"aws_subnet": {"s": {"count": 2, "cidr_block": "${cidrsubnet(\"10.0.0.0/16\", 8, count.index)}"}},
			"aws_db_subnet_group": {"g": [{"name": "orders", "subnet_ids": "${aws_subnet.s[*].id}"}]},
			"aws_db_instance": {"d": {"identifier": "orders", "multi_az": false, "db_subnet_group_name": "${aws_db_subnet_group.g.name}", "tags": {"tier": "data"}}}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := fstest.MapFS{}
			for f, src := range files {
				fsys[f] = &fstest.MapFile{Data: []byte(src)}
			}
			if diff := cmp.Diff(want, normal(t, fsys)); diff != "" {
				t.Errorf("(-plain +rewritten):\n%s", diff)
			}
		})
	}
	t.Run("order and files", func(t *testing.T) {
		t.Parallel()
		blocks := strings.SplitAfter(strings.TrimSpace(plain)+"\n", "\n}\n")
		for seed := range uint64(20) {
			rnd := rand.New(rand.NewPCG(seed, 1))
			rnd.Shuffle(len(blocks), func(i, j int) { blocks[i], blocks[j] = blocks[j], blocks[i] })
			fsys := fstest.MapFS{}
			for i, b := range blocks {
				name := string(rune('a'+rnd.IntN(3))) + ".tf"
				if fsys[name] == nil {
					fsys[name] = &fstest.MapFile{}
				}
				fsys[name].Data = append(fsys[name].Data, blocks[i]...)
				_ = b
			}
			if diff := cmp.Diff(want, normal(t, fsys)); diff != "" {
				t.Fatalf("seed %d (-plain +shuffled):\n%s", seed, diff)
			}
		}
	})
}

func normal(t *testing.T, fsys fstest.MapFS) string {
	t.Helper()
	text := dump(parse(t, fsys, terraform.Options{Region: "eu-west-1"}))
	text = regexp.MustCompile(`module\.\w+(\[[^\]]*\])?\.`).ReplaceAllString(text, "")
	// The subnets keep their keys: they are two in every form.
	return regexp.MustCompile(`(aws_db\w+\.\w)\[[^\]]*\]`).ReplaceAllString(text, "$1")
}
