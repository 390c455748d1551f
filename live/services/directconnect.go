package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	dx "github.com/aws/aws-sdk-go-v2/service/directconnect"

	"github.com/faultline-dev/faultline/live/collect"
)

// directConnectService reads connections, link aggregation groups and virtual interfaces.
// Keys of BGP sessions are in the answers and are not taken along.
func directConnectService() *collect.Service {
	return &collect.Service{
		Name: "directconnect", SDK: "Direct Connect",
		Calls: collect.Ops("DescribeConnections", "DescribeLags", "DescribeVirtualInterfaces"),
		Types: []string{
			"AWS::DirectConnect::Connection", "AWS::DirectConnect::Lag", "AWS::DirectConnect::PrivateVirtualInterface",
			"AWS::DirectConnect::TransitVirtualInterface",
		},
		Read: readDirectConnect,
	}
}

// directConnectGatewayService reads Direct Connect gateways, which belong to no region:
// every region lists the same.
func directConnectGatewayService() *collect.Service {
	return &collect.Service{
		Name: "directconnect-gateways", SDK: "Direct Connect", IAM: "directconnect", Global: true,
		Calls: collect.Ops("DescribeDirectConnectGateways"),
		Types: []string{"AWS::DirectConnect::DirectConnectGateway"},
		Read:  readDirectConnectGateways,
	}
}

func readDirectConnect(ctx context.Context, u *collect.Unit) {
	c := dx.NewFromConfig(u.Config)
	directConnectPages(func(token *string) (*string, bool) {
		out, ok := collect.Ask(ctx, u, c.DescribeConnections, &dx.DescribeConnectionsInput{NextToken: token}, "AWS::DirectConnect::Connection")
		if !ok {
			return nil, false
		}
		for i := range out.Connections {
			o := collect.Answer(out.Connections[i])
			directConnectAdd(u, "Connection", "dxcon/"+o.Text("ConnectionId"), o.Text("ConnectionState"), o)
		}
		return out.NextToken, true
	})
	directConnectPages(func(token *string) (*string, bool) {
		out, ok := collect.Ask(ctx, u, c.DescribeLags, &dx.DescribeLagsInput{NextToken: token}, "AWS::DirectConnect::Lag")
		if !ok {
			return nil, false
		}
		for i := range out.Lags {
			o := collect.Answer(out.Lags[i])
			directConnectAdd(u, "Lag", "dxlag/"+o.Text("LagId"), o.Text("LagState"), o)
		}
		return out.NextToken, true
	})
	directConnectPages(func(token *string) (*string, bool) {
		out, ok := collect.Ask(ctx, u, c.DescribeVirtualInterfaces, &dx.DescribeVirtualInterfacesInput{NextToken: token},
			"AWS::DirectConnect::PrivateVirtualInterface", "AWS::DirectConnect::TransitVirtualInterface")
		if !ok {
			return nil, false
		}
		for i := range out.VirtualInterfaces {
			directConnectInterface(u, collect.Answer(out.VirtualInterfaces[i]))
		}
		return out.NextToken, true
	})
}

// directConnectPages asks until there is no next page; the SDK has no paginators here.
func directConnectPages(ask func(token *string) (next *string, ok bool)) {
	const most = 10_000
	var token *string
	for range most {
		next, ok := ask(token)
		if !ok || aws.ToString(next) == "" {
			return
		}
		token = next
	}
}

// directConnectInterface records an interface that leads to the account's own networks;
// public ones lead to AWS itself, and one that another account accepts is in that account.
func directConnectInterface(u *collect.Unit, o collect.Object) {
	if owner := o.Text("OwnerAccount"); owner != "" && owner != u.Account {
		return
	}
	switch o.Text("VirtualInterfaceType") {
	case "private":
		directConnectAdd(u, "PrivateVirtualInterface", "dxvif/"+o.Text("VirtualInterfaceId"), o.Text("VirtualInterfaceState"), o)
	case "transit":
		directConnectAdd(u, "TransitVirtualInterface", "dxvif/"+o.Text("VirtualInterfaceId"), o.Text("VirtualInterfaceState"), o)
	}
}

func readDirectConnectGateways(ctx context.Context, u *collect.Unit) {
	c := dx.NewFromConfig(u.Config)
	directConnectPages(func(token *string) (*string, bool) {
		out, ok := collect.Ask(ctx, u, c.DescribeDirectConnectGateways, &dx.DescribeDirectConnectGatewaysInput{NextToken: token},
			"AWS::DirectConnect::DirectConnectGateway")
		if !ok {
			return nil, false
		}
		for i := range out.DirectConnectGateways {
			o := collect.Answer(out.DirectConnectGateways[i])
			directConnectAdd(u, "DirectConnectGateway", "dx-gateway/"+o.Text("DirectConnectGatewayId"), o.Text("DirectConnectGatewayState"), o)
		}
		return out.NextToken, true
	})
}

// directConnectAdd records a resource that is not gone by its ARN, which is what Ref
// gives; others name it by its ID.
func directConnectAdd(u *collect.Unit, typ, resource, state string, o collect.Object) {
	if goneState(state) {
		return
	}
	arn := u.ARN("directconnect", resource)
	u.Add(collect.Found{Type: "AWS::DirectConnect::" + typ, Ref: arn, ARN: arn, Properties: o})
}
