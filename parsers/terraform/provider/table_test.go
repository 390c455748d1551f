package provider

import (
	"encoding/binary"
	"os"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/parsers/terraform/provider/layout"
)

// fixture is written by the tests of internal/tools/providerschema.
func fixture(tb testing.TB) string {
	tb.Helper()
	data, err := os.ReadFile("testdata/fixture.bin")
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	good := fixture(t)
	huge := []byte(good)
	binary.LittleEndian.PutUint32(huge[len(layout.Magic)+4:], 0xffffffff)
	for name, data := range map[string]string{
		"nothing":            "",
		"no header":          layout.Magic,
		"another layout":     strings.Replace(good, "\x01", "\x02", 1),
		"half":               good[:len(good)/2],
		"count without data": string(huge),
	} {
		if _, err := Open(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The zero table is what remains if the embedded data cannot be read.
func TestZeroTable(t *testing.T) {
	t.Parallel()
	var zero Table
	if _, ok := zero.Resource("aws_instance"); ok || zero.Known("aws") || zero.Version("aws") != "" {
		t.Error("the zero table knows something")
	}
}

// Any one byte may be wrong.
func TestCorruption(t *testing.T) {
	t.Parallel()
	good := fixture(t)
	for i := range len(good) {
		for _, b := range []byte{0, 1, 0x7f, 0x80, 0xff, good[i] + 1} {
			exercise(good[:i] + string([]byte{b}) + good[i+1:])
		}
	}
}

func TestCorruptBlockIsEmpty(t *testing.T) {
	t.Parallel()
	table, err := Open(fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	n := &NestedBlock{Name: "x", table: table, id: 1 << 30}
	b := n.Block()
	if !b.Partial() || len(b.AttributeNames()) > 0 || len(b.BlockNames()) > 0 {
		t.Errorf("got %v", b)
	}
}

// exercise uses all of a table, whatever comes of it.
func exercise(data string) {
	table, err := Open(data)
	if err != nil {
		return
	}
	_ = decodeAll(table)
	for i := range table.blocks {
		b, ok := table.block(uint32(i))
		if !ok {
			continue
		}
		b.ImpliedType()
		for a := range b.Attributes() {
			a.AsBlock()
		}
		for n := range b.Blocks() {
			n.Block()
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add(fixture(f))
	f.Add(layout.Magic)
	f.Fuzz(func(_ *testing.T, data string) { exercise(data) })
}
