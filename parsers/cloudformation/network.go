package cloudformation

import (
	"net"
	"net/netip"
	"strconv"

	"github.com/apparentlymart/go-cidr/cidr"
	"go.yaml.in/yaml/v4"
)

// maxBlocks is how many blocks Fn::Cidr may make, as CloudFormation has it.
const maxBlocks = 256

// cidr evaluates Fn::Cidr: a block, how many parts, and how many bits each leaves to hosts.
func (f *frame) cidr(arg *yaml.Node) *value {
	args := arguments(arg)
	if len(args) < 2 || len(args) > 3 {
		return f.shape(arg, "Fn::Cidr", "a block, a count and perhaps the number of host bits")
	}
	block, count := f.eval(args[0]), f.eval(args[1])
	bits := number("8")
	if len(args) == 3 {
		bits = f.eval(args[2])
	}
	if count.scalar() && bits.scalar() && block.unknown() {
		return unknownBlocks(block, count)
	}
	if !block.scalar() || !count.scalar() || !bits.scalar() {
		return computed(block, count, bits)
	}
	prefix, err := netip.ParsePrefix(block.text)
	n, err1 := strconv.Atoi(count.text)
	hostBits, err2 := strconv.Atoi(bits.text)
	if err != nil || err1 != nil || err2 != nil || n < 1 || n > maxBlocks {
		return f.shape(arg, "Fn::Cidr", "a block, a count of at most 256 and perhaps the number of host bits")
	}
	base := ipNet(prefix)
	newBits := prefix.Addr().BitLen() - hostBits - prefix.Bits()
	out := &value{kind: kindList}
	for i := range n {
		sub, err := cidr.Subnet(base, newBits, i)
		if err != nil || newBits < 0 {
			return f.invalid(arg, "Invalid arguments", "Fn::Cidr: %s has no room for %d blocks with %d host bits; the value is taken as unknown.", clip(block.text), n, hostBits)
		}
		out.items = append(out.items, text(sub.String()).taint(block))
	}
	return out
}

// unknownBlocks is a list whose length is known and whose elements are not.
func unknownBlocks(block, count *value) *value {
	n, err := strconv.Atoi(count.text)
	if err != nil || n < 1 || n > maxBlocks {
		return computed(block)
	}
	out := &value{kind: kindList}
	for range n {
		out.items = append(out.items, computed(block))
	}
	return out
}

func ipNet(p netip.Prefix) *net.IPNet {
	p = p.Masked()
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}
