package funcs

import (
	"fmt"
	"math/big"
	"net"
	"strings"

	"github.com/apparentlymart/go-cidr/cidr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
)

func networkFunctions() map[string]function.Function {
	return map[string]function.Function{
		"cidrhost":    guard(cidrHostFunc(), options{}),
		"cidrnetmask": guard(cidrNetmaskFunc(), options{}),
		"cidrsubnet":  guard(cidrSubnetFunc(), options{}),
		"cidrsubnets": guard(cidrSubnetsFunc(), options{}),
	}
}

// parsePrefix reads a prefix as Terraform does, where an octet with leading zeros is decimal: Go has refused them
// since 1.17.
func parsePrefix(s string) (*net.IPNet, error) {
	if addr, bits, ok := strings.Cut(s, "/"); ok && !strings.Contains(addr, ":") {
		octets := strings.Split(addr, ".")
		for i, octet := range octets {
			if trimmed := strings.TrimLeft(octet, "0"); octet != "" {
				octets[i] = trimmed
				if trimmed == "" {
					octets[i] = "0"
				}
			}
		}
		s = strings.Join(octets, ".") + "/" + bits
	}
	_, network, err := net.ParseCIDR(s)
	if err != nil {
		return nil, fmt.Errorf("invalid CIDR expression: %w", err)
	}
	return network, nil
}

func cidrHostFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Returns an address within a prefix.",
		Params:       []function.Parameter{stringParam("prefix"), {Name: "hostnum", Type: cty.Number}},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			var host *big.Int
			if err := gocty.FromCtyValue(args[1], &host); err != nil {
				return cty.NilVal, err
			}
			network, err := parsePrefix(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			ip, err := cidr.HostBig(network, host)
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(ip.String()), nil
		},
	})
}

func cidrNetmaskFunc() function.Function {
	return stringFunc("Returns the subnet mask of an IPv4 prefix.", []string{"prefix"},
		func(args []string) (string, error) {
			network, err := parsePrefix(args[0])
			if err != nil {
				return "", err
			}
			if network.IP.To4() == nil {
				return "", fmt.Errorf("IPv6 addresses cannot have a netmask: %s", args[0])
			}
			return net.IP(network.Mask).String(), nil
		})
}

func cidrSubnetFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns a prefix within another.",
		Params: []function.Parameter{
			stringParam("prefix"), {Name: "newbits", Type: cty.Number}, {Name: "netnum", Type: cty.Number},
		},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			var bits int
			if err := gocty.FromCtyValue(args[1], &bits); err != nil {
				return cty.NilVal, err
			}
			var number *big.Int
			if err := gocty.FromCtyValue(args[2], &number); err != nil {
				return cty.NilVal, err
			}
			network, err := parsePrefix(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			if bits < 0 {
				return cty.NilVal, fmt.Errorf("cannot extend a prefix by %d bits", bits)
			}
			subnet, err := cidr.SubnetBig(network, bits, number)
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(subnet.String()), nil
		},
	})
}

// cidrSubnetsFunc allocates consecutive prefixes of the given sizes.
func cidrSubnetsFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Returns consecutive prefixes within another.",
		Params:       []function.Parameter{stringParam("prefix")},
		VarParam:     &function.Parameter{Name: "newbits", Type: cty.Number},
		Type:         function.StaticReturnType(cty.List(cty.String)),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			network, err := parsePrefix(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			if len(args) == 1 {
				return cty.ListValEmpty(cty.String), nil
			}
			start, size := network.Mask.Size()
			protocol := map[int]string{32: "IPv4", 128: "IPv6"}[size]
			var current *net.IPNet
			subnets := make([]cty.Value, 0, len(args)-1)
			for i, arg := range args {
				if i == 0 {
					continue
				}
				var bits int
				if err := gocty.FromCtyValue(arg, &bits); err != nil {
					return cty.NilVal, function.NewArgError(i, err)
				}
				if bits < 1 {
					return cty.NilVal, function.NewArgErrorf(i, "must extend prefix by at least one bit")
				}
				if bits > size-start {
					return cty.NilVal, function.NewArgErrorf(i,
						"would extend prefix to %d bits, which is too long for an %s address", start+bits, protocol)
				}
				if current == nil {
					current, _ = cidr.PreviousSubnet(network, start+bits)
				}
				// After its last subnet NextSubnet goes on outside of the network.
				next, rollover := cidr.NextSubnet(current, start+bits)
				if rollover || !network.Contains(next.IP) {
					return cty.NilVal, function.NewArgErrorf(i,
						"not enough remaining address space for a subnet with a prefix of %d bits after %s",
						start+bits, current)
				}
				current = next
				subnets = append(subnets, cty.StringVal(current.String()))
			}
			return cty.ListVal(subnets), nil
		},
	})
}
