package provider

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/parsers/terraform/provider/layout"
)

func TestAttributes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		find      func(string) (*Block, bool)
		typ, path string // the last step is the attribute
		want      Attribute
	}{
		{Resource, "aws_db_instance", "multi_az", Attribute{Type: cty.Bool, Optional: true, Computed: true}},
		{Resource, "aws_db_instance", "instance_class", Attribute{Type: cty.String, Required: true}},
		{Resource, "aws_db_instance", "arn", Attribute{Type: cty.String, Computed: true}},
		{Resource, "aws_db_instance", "password", Attribute{Type: cty.String, Optional: true, Sensitive: true}},
		{Resource, "aws_db_instance", "password_wo", Attribute{
			Type: cty.String, Optional: true, Sensitive: true, WriteOnly: true,
		}},
		{Resource, "aws_db_instance", "timeouts.create", Attribute{Type: cty.String, Optional: true}},
		{Resource, "aws_autoscaling_group", "min_size", Attribute{Type: cty.Number, Required: true}},
		{Resource, "aws_autoscaling_group", "availability_zones", Attribute{
			Type: cty.Set(cty.String), Optional: true, Computed: true,
		}},
		{Resource, "aws_autoscaling_group", "mixed_instances_policy.launch_template.override.instance_type", Attribute{
			Type: cty.String, Optional: true,
		}},
		{Resource, "aws_instance", "root_block_device.volume_size", Attribute{
			Type: cty.Number, Optional: true, Computed: true,
		}},
		{Resource, "aws_iam_role", "managed_policy_arns", Attribute{
			Type: cty.Set(cty.String), Optional: true, Computed: true, Deprecated: true,
		}},
		{DataSource, "aws_availability_zones", "names", Attribute{Type: cty.List(cty.String), Computed: true}},
		{DataSource, "aws_availability_zones", "filter.values", Attribute{Type: cty.Set(cty.String), Required: true}},
		{Resource, "azurerm_linux_virtual_machine", "location", Attribute{Type: cty.String, Required: true}},
		{Resource, "azurerm_linux_virtual_machine", "allow_extension_operations", Attribute{
			Type: cty.DynamicPseudoType, Optional: true,
		}},
		{Resource, "azurerm_linux_virtual_machine", "os_disk.diff_disk_settings.option", Attribute{
			Type: cty.String, Required: true,
		}},
	}
	for _, test := range tests {
		t.Run(test.typ+"."+test.path, func(t *testing.T) {
			t.Parallel()
			b, ok := test.find(test.typ)
			if !ok {
				t.Fatal("no such type")
			}
			steps := strings.Split(test.path, ".")
			last := len(steps) - 1
			for _, step := range steps[:last] {
				n, ok := b.NestedBlock(step)
				if !ok {
					t.Fatalf("no block %s", step)
				}
				b = n.Block()
			}
			a, ok := b.Attribute(steps[last])
			if !ok {
				t.Fatal("no such attribute")
			}
			test.want.Name = steps[last]
			compare := cmp.FilterPath(func(p cmp.Path) bool {
				return p.String() == "constraint" || p.String() == "dynamic"
			}, cmp.Ignore())
			types := cmp.Comparer(func(x, y cty.Type) bool { return x.Equals(y) })
			if diff := cmp.Diff(test.want, *a, compare, types, cmp.AllowUnexported(Attribute{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNestedBlocks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typ, block string
		nesting    Nesting
		minimum    int
		maximum    int
	}{
		{"aws_instance", "root_block_device", NestingList, 0, 1},
		{"aws_instance", "ebs_block_device", NestingSet, 0, 0},
		{"aws_instance", "timeouts", NestingSingle, 0, 0},
		{"aws_autoscaling_group", "tag", NestingSet, 0, 0},
		{"aws_codepipeline", "stage", NestingList, 2, 0},
		{"aws_route53_resolver_endpoint", "ip_address", NestingSet, 2, 10},
		{"azurerm_linux_virtual_machine", "os_disk", NestingList, 1, 0},
		{"azurerm_linux_virtual_machine", "timeouts", NestingSingle, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.typ+"."+test.block, func(t *testing.T) {
			t.Parallel()
			b, ok := Resource(test.typ)
			if !ok {
				t.Fatal("no such type")
			}
			n, ok := b.NestedBlock(test.block)
			if !ok {
				t.Fatal("no such block")
			}
			want := fmt.Sprint(test.block, test.nesting, test.minimum, test.maximum)
			if got := fmt.Sprint(n.Name, n.Nesting, n.MinItems, n.MaxItems); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// Security group rules are an attribute, and are written as blocks all the same.
func TestAttributeAsBlock(t *testing.T) {
	t.Parallel()
	b, _ := Resource("aws_security_group")
	if _, ok := b.NestedBlock("ingress"); ok {
		t.Error("ingress is a block")
	}
	a, ok := b.Attribute("ingress")
	if !ok {
		t.Fatal("no attribute ingress")
	}
	n, ok := a.AsBlock()
	if !ok || n.Nesting != NestingSet {
		t.Fatalf("as a block: %v, %v", n, ok)
	}
	want := []string{
		"cidr_blocks", "description", "from_port", "ipv6_cidr_blocks", "prefix_list_ids",
		"protocol", "security_groups", "self", "to_port",
	}
	if diff := cmp.Diff(want, n.Block().AttributeNames()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProviders(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"aws", "azurerm"} {
		if !Known(name) || Version(name) == "" {
			t.Errorf("%s: known %v, version %q", name, Known(name), Version(name))
		}
	}
	if Known("google") || Version("google") != "" {
		t.Error("google is known")
	}
	if _, ok := Resource("google_compute_instance"); ok {
		t.Error("google_compute_instance is known")
	}
	aws, _ := Resource("aws_instance")
	azure, _ := Resource("azurerm_linux_virtual_machine")
	if aws.Partial() || !azure.Partial() {
		t.Errorf("partial: aws %v, azurerm %v", aws.Partial(), azure.Partial())
	}

	readme, err := os.ReadFile("data/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"aws", "azurerm"} {
		if want := "hashicorp/" + name + " " + Version(name); !strings.Contains(string(readme), want) {
			t.Errorf("data/README.md does not name %s", want)
		}
	}
}

// table opens the embedded data anew, with nothing decoded.
func table(tb testing.TB) *Table {
	tb.Helper()
	t, err := Open(schemas)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// names are the types of a section.
func (t *Table) names(section int) []string {
	s := t.sections[section]
	names := make([]string, s.count)
	for i := range names {
		names[i], _ = t.string(t.uint32(s.offset + 8*i))
	}
	return names
}

// decodeAll decodes every type, block and string that can be reached.
func decodeAll(t *Table) error {
	seen := map[*Block]bool{}
	for section, find := range map[int]func(string) (*Block, bool){
		layout.SectionResources:   t.Resource,
		layout.SectionDataSources: t.DataSource,
	} {
		for _, name := range t.names(section) {
			b, ok := find(name)
			if !ok {
				return fmt.Errorf("%s cannot be found or decoded", name)
			}
			if err := visit(b, seen); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if !b.ImpliedType().IsObjectType() {
				return fmt.Errorf("%s: not an object", name)
			}
		}
	}
	for _, name := range t.names(layout.SectionProviders) {
		if !t.Known(name) {
			return fmt.Errorf("provider %s is not known", name)
		}
		t.Version(name)
	}
	return nil
}

func visit(b *Block, seen map[*Block]bool) error {
	if seen[b] {
		return nil
	}
	seen[b] = true
	for _, name := range b.AttributeNames() {
		a, ok := b.Attribute(name)
		if !ok {
			return fmt.Errorf("%s: not found by its name", name)
		}
		if a.Type == cty.NilType || a.Constraint() == cty.NilType {
			return fmt.Errorf("%s: no type", name)
		}
		if !a.Required && !a.Optional && !a.Computed {
			return fmt.Errorf("%s: neither required, optional nor computed", name)
		}
		if a.Nested != nil {
			if err := visitNested(a.Nested, seen); err != nil {
				return err
			}
		}
	}
	for _, name := range b.BlockNames() {
		n, ok := b.NestedBlock(name)
		if !ok {
			return fmt.Errorf("%s: not found by its name", name)
		}
		if err := visitNested(n, seen); err != nil {
			return err
		}
	}
	return nil
}

func visitNested(n *NestedBlock, seen map[*Block]bool) error {
	if _, ok := n.table.block(n.id); !ok {
		return fmt.Errorf("%s: cannot be decoded", n.Name)
	}
	if err := visit(n.Block(), seen); err != nil {
		return fmt.Errorf("%s: %w", n.Name, err)
	}
	return nil
}

func TestEverythingDecodes(t *testing.T) {
	t.Parallel()
	all := table(t)
	if err := decodeAll(all); err != nil {
		t.Fatal(err)
	}
	for i := range all.blocks {
		if all.blocks[i].Load() == nil {
			t.Errorf("block %d belongs to nothing", i)
		}
	}
	for i := range all.types {
		if all.types[i].Load() == nil {
			t.Errorf("type %d belongs to nothing", i)
		}
	}
	if got := len(all.names(layout.SectionResources)); got < 2700 {
		t.Errorf("%d resource types", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	shared := table(t)
	var blocks [8]*Block
	var wg sync.WaitGroup
	for i := range blocks {
		wg.Go(func() {
			for _, name := range typesUsed() {
				if b, ok := shared.Resource(name); ok {
					b.ImpliedType()
				}
			}
			blocks[i], _ = shared.Resource("aws_wafv2_web_acl")
		})
	}
	wg.Wait()
	for _, b := range blocks {
		if b == nil || b != blocks[0] {
			t.Error("one type is decoded to several blocks")
		}
	}
}

// Statements of web ACLs and definitions of analyses repeat a few blocks
// thousands of times. Decoded and typed whole, they stay small.
func TestRepeatedBlocksAreShared(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typ    string
		blocks int // at most
	}{
		{"aws_wafv2_web_acl", 200},
		{"aws_quicksight_analysis", 1000},
	}
	for _, test := range tests {
		t.Run(test.typ, func(t *testing.T) {
			t.Parallel()
			b, ok := table(t).Resource(test.typ)
			if !ok {
				t.Fatal("no such type")
			}
			b.ImpliedType()
			seen := map[*Block]bool{}
			if err := visit(b, seen); err != nil {
				t.Fatal(err)
			}
			if len(seen) > test.blocks {
				t.Errorf("%d blocks", len(seen))
			}
		})
	}
}

// typesUsed is what a large configuration uses.
func typesUsed() []string {
	return strings.Fields(`
		aws_alb aws_ami aws_api_gateway_rest_api aws_appautoscaling_target aws_autoscaling_group
		aws_autoscaling_policy aws_backup_plan aws_batch_job_definition aws_cloudfront_distribution
		aws_cloudwatch_log_group aws_cloudwatch_metric_alarm aws_db_instance aws_db_subnet_group
		aws_dynamodb_table aws_ebs_volume aws_ecs_cluster aws_ecs_service aws_ecs_task_definition
		aws_efs_file_system aws_efs_mount_target aws_eip aws_eks_cluster aws_eks_node_group
		aws_elasticache_replication_group aws_elasticsearch_domain aws_iam_policy aws_iam_role
		aws_iam_role_policy_attachment aws_instance aws_internet_gateway aws_kms_key
		aws_lambda_function aws_launch_template aws_lb aws_lb_listener aws_lb_target_group
		aws_mq_broker aws_msk_cluster aws_nat_gateway aws_rds_cluster aws_route53_record
		aws_route_table aws_s3_bucket aws_security_group aws_sns_topic aws_sqs_queue aws_subnet
		aws_vpc aws_wafv2_web_acl aws_quicksight_analysis`)
}

func use(tb testing.TB, t *Table, whole bool) {
	tb.Helper()
	for _, name := range typesUsed() {
		b, ok := t.Resource(name)
		if !ok {
			tb.Fatalf("no resource type %s", name)
		}
		if whole {
			b.ImpliedType()
		}
	}
}

// The costs to which the package is held: 50 types in 5 ms and 3 MB.
func TestCosts(t *testing.T) { //nolint:paralleltest // It measures the whole process's memory.
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	held := table(t)
	use(t, held, false)
	elapsed := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	memory := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("%d types: %v, %d kB held", len(typesUsed()), elapsed, memory/1000)
	if memory > 3e6 {
		t.Errorf("%d bytes are held", memory)
	}

	use(t, held, true)
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("with implied types: %d kB held", (int64(after.HeapAlloc)-int64(before.HeapAlloc))/1000)
	runtime.KeepAlive(held)
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		table(b)
	}
}

func BenchmarkResourceCold(b *testing.B) {
	for _, name := range []string{"aws_db_instance", "aws_quicksight_analysis"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				table(b).Resource(name)
			}
		})
	}
}

func BenchmarkResourceWarm(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Resource("aws_db_instance")
	}
}

func BenchmarkFiftyTypesCold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		use(b, table(b), false)
	}
}

func BenchmarkFiftyTypesImpliedCold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		use(b, table(b), true)
	}
}

func BenchmarkImpliedTypeCold(b *testing.B) {
	for _, name := range []string{"aws_instance", "aws_wafv2_web_acl", "aws_quicksight_analysis"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				block, _ := table(b).Resource(name)
				block.ImpliedType()
			}
		})
	}
}
