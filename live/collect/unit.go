package collect

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// Unit is one service in one region of one account while it is read. It is used by
// one goroutine.
type Unit struct {
	// Config makes the clients of the unit: it has region, credentials, limits, and
	// refuses calls that the service does not declare.
	Config                     aws.Config
	Account, Region, Partition string

	service *Service
	names   *names
	// accounts are those whose resources an inventory shows in the unit.
	accounts []string
	// captured is when an inventory saw what is added; zero for now.
	captured time.Time
	// records are what was found, in the order found.
	records []snapshot.Record
	// listed are the indices in records of resources by ID, for parts that come later.
	listed map[string]int
	shapes map[string]*catalog.Shape
}

// Found is one resource as a service found it.
type Found struct {
	// Type is its CloudFormation type.
	Type string
	// Ref is what Ref gives in a template: the name or physical ID.
	Ref string
	// ARN is its ID in the snapshot. Of what has no ARN, one after the pattern of its
	// service ([Unit.ARN]) that no other has.
	ARN string
	// Region is where it lives, where that is not the unit's.
	Region string
	// Properties have the names of CloudFormation. What means nothing to the catalog is
	// dropped, and so are secrets.
	Properties Object
}

// ARN makes an ARN in the region and account of the unit.
func (u *Unit) ARN(service, resource string) string {
	region := u.Region
	if region == Global {
		region = ""
	}
	return strings.Join([]string{"arn", u.Partition, service, region, u.Account, resource}, ":")
}

// Add records a resource; the second one with an ID is dropped.
func (u *Unit) Add(f Found) {
	if f.ARN == "" {
		f.ARN = u.ARN(u.service.Name, strings.ToLower(f.Type)+"/"+f.Ref)
	}
	if _, twice := u.listed[f.ARN]; twice {
		return
	}
	u.listed[f.ARN] = len(u.records)
	if _, known := u.shapes[f.Type]; !known {
		u.shapes[f.Type] = catalog.NativeShape(f.Type)
	}
	properties := map[string]any{}
	if shape := u.shapes[f.Type]; shape != nil {
		properties = shape.Keep(u.cleaned(f.Type, f.Properties))
	} else if tags := f.Properties["Tags"]; tags != nil {
		properties["Tags"] = tags
	}
	r := &snapshot.Resource{
		Type: f.Type, ID: f.ARN, Ref: f.Ref, Account: u.Account, Region: first(f.Region, u.Region), Properties: properties,
	}
	if !u.captured.IsZero() {
		at := u.captured
		r.Captured = &at
	}
	u.known(r)
	u.records = append(u.records, snapshot.Record{Resource: r})
}

// As has what do adds be of another account of an inventory, which saw it at a time.
func (u *Unit) As(account string, captured time.Time, do func()) {
	own := u.Account
	defer func() { u.Account, u.captured = own, time.Time{} }()
	u.Account, u.captured = account, captured.UTC()
	do()
}

// known enters the names of a resource where its unit is read: a bucket that is in one
// region is called the same in all.
func (u *Unit) known(r *snapshot.Resource) {
	at := *r
	at.Region = u.Region
	u.names.add(&at)
}

// Failed records a call that failed. The types are those of the resources that it
// would have shown: they may exist. It reports whether err was an error at all.
func (u *Unit) Failed(err error, types ...string) bool {
	if err == nil {
		return false
	}
	f := u.failure(err)
	if f.Kind.Leaves() {
		f.Types = types
	}
	u.fail(f)
	return true
}

// Part says how a call ended that reads a part of one resource: properties that are
// unknown if it failed. Codes in absent are those by which the service says that
// there is no such setting. It reports whether there is an answer to use.
func (u *Unit) Part(err error, arn string, properties []string, absent ...string) bool {
	if err == nil {
		return true
	}
	for _, code := range absent {
		if Code(err) == code {
			return false
		}
	}
	f := u.failure(err)
	i, ok := u.listed[arn]
	if !ok {
		return false
	}
	// The resource is there, so whatever the reason, its setting is not known to be absent.
	if f.Kind.Leaves() {
		f.Resource = arn
	}
	r := u.records[i].Resource
	if r.Unknown == nil {
		r.Unknown = map[string]string{}
	}
	for _, p := range properties {
		r.Unknown[p] = f.Call + " (" + f.Code + ")"
	}
	u.fail(f)
	return false
}

// Unreadable says that an answer leaves out properties of a resource that was added, as
// the action that showing them needs was refused; the call itself did not fail.
func (u *Unit) Unreadable(arn, action, code string, properties ...string) {
	i, ok := u.listed[arn]
	if !ok {
		return
	}
	r := u.records[i].Resource
	if r.Unknown == nil {
		r.Unknown = map[string]string{}
	}
	for _, p := range properties {
		r.Unknown[p] = action + " (" + code + ")"
	}
	u.fail(snapshot.Failure{
		Account: u.Account, Region: u.Region, Service: u.service.Name, Call: action, Code: code, Kind: snapshot.Denied, Resource: arn,
	})
}

// Unseen records that an inventory shows no resource of some types in those accounts of
// the unit that are not in seen: there are none, or the types are not recorded there.
func (u *Unit) Unseen(seen map[string]bool, call string, types ...string) {
	for _, account := range u.accounts {
		if !seen[account] {
			u.records = append(u.records, snapshot.Record{Failure: &snapshot.Failure{
				Account: account, Region: u.Region, Service: u.service.Name, Call: call, Code: "NotRecorded", Kind: snapshot.Unrecorded, Types: types,
			}})
		}
	}
}

// Endless records that the list of some types had no end.
func (u *Unit) Endless(types ...string) { u.Failed(errEndless, types...) }

// TaskDefinitions returns the ARNs, sorted, of task definitions that resources of the
// region read so far mention in their properties.
func (u *Unit) TaskDefinitions() []string { return u.names.mentioned(u.Account, u.Region) }

// fail keeps a failure, and of many alike of one unit only the first: ten thousand
// buckets that may not be looked into are one thing to say, and so are the mount targets
// of a hundred file systems. Each resource has its own unknown properties.
func (u *Unit) fail(f snapshot.Failure) {
	for i := range u.records {
		if o := u.records[i].Failure; o != nil && o.Call == f.Call && o.Code == f.Code && slices.Equal(o.Types, f.Types) {
			return
		}
	}
	if len(u.accounts) == 0 || len(f.Types) == 0 {
		u.records = append(u.records, snapshot.Record{Failure: &f})
		return
	}
	for _, id := range u.accounts { // each may have some
		of := f
		of.Account = id
		u.records = append(u.records, snapshot.Record{Failure: &of})
	}
}

// Extend adds properties to a resource that was added already: the answer of a
// further call, which makes them known. It does nothing for an unknown ID.
func (u *Unit) Extend(arn string, properties Object) {
	i, ok := u.listed[arn]
	if !ok {
		return
	}
	r := u.records[i].Resource
	shape := u.shapes[r.Type]
	if shape == nil {
		return
	}
	for name, v := range shape.Keep(u.cleaned(r.Type, properties)) {
		r.Properties[name] = v
		delete(r.Unknown, name)
	}
	u.known(r)
}

// Pager is a paginator of the SDK.
type Pager[O, P any] interface {
	HasMorePages() bool
	NextPage(ctx context.Context, opts ...func(*P)) (*O, error)
}

// Pages hands every page to each. When a page cannot be had, what came before it
// stays, and of the types there may be more; it then returns false.
func Pages[O, P any](ctx context.Context, u *Unit, p Pager[O, P], types []string, each func(*O)) bool {
	return !u.Failed(Every(ctx, p, each), types...)
}

// Every hands every page to each, until one cannot be had.
func Every[O, P any](ctx context.Context, p Pager[O, P], each func(*O)) error {
	const most = 100_000 // an endpoint that always has a next page
	for n := 0; p.HasMorePages(); n++ {
		if n >= most {
			return errEndless
		}
		out, err := p.NextPage(ctx)
		if err != nil {
			return err
		}
		each(out)
	}
	return nil
}

// Ask makes one call, whose failure leaves the types unknown.
func Ask[I, O, P any](
	ctx context.Context, u *Unit, call func(context.Context, *I, ...func(*P)) (*O, error), in *I, types ...string,
) (*O, bool) {
	out, err := call(ctx, in)
	return out, !u.Failed(err, types...)
}
