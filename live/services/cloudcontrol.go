package services

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudcontrol"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/live/collect"
)

// cloudcontrolServices read, through Cloud Control, every type of the catalog that none
// of the others reads: in each region, what runs code after what its settings may name,
// and what has no region once.
func cloudcontrolServices(others []*collect.Service) []*collect.Service {
	return []*collect.Service{
		cloudcontrolService("cloudcontrol", controllable(others, regional)),
		cloudcontrolService("cloudcontrol-global", controllable(others, global)),
		cloudcontrolService("cloudcontrol-late", controllable(others, late)),
	}
}

func cloudcontrolService(name string, types []*controlled) *collect.Service {
	list, read := []string{"cloudformation:ListResources"}, []string{"cloudformation:GetResource"}
	s := &collect.Service{
		Name: name, SDK: "CloudControl", IAM: "cloudformation", Global: name == "cloudcontrol-global", Late: name == "cloudcontrol-late",
	}
	for _, t := range types {
		s.Types = append(s.Types, t.name)
		list = append(list, onlyReading(t.list)...)
		if !partly(t.name) {
			read = append(read, onlyReading(t.read)...)
		}
		if t.name == "AWS::Cassandra::Table" {
			// Keyspaces has no action for listing: what there is stands in tables of its own.
			s.Grants = append(s.Grants, collect.Grant{Action: "cassandra:Select", Resource: "arn:aws:cassandra:*:*:/keyspace/system*"})
		}
	}
	s.Calls = []collect.Call{{Op: "ListResources", Actions: list}, {Op: "GetResource", Actions: read}}
	s.Read = func(ctx context.Context, u *collect.Unit) {
		r := &controlReader{u: u, client: cloudcontrol.NewFromConfig(u.Config), found: map[string][]collect.Object{}}
		for i, t := range types {
			r.all(ctx, t)
			if rest := types[i+1:]; r.refused >= giveUp && !r.answered && len(rest) > 0 {
				r.giveUp(rest)
				return
			}
		}
	}
	return s
}

// controlReader reads one unit.
type controlReader struct {
	u      *collect.Unit
	client *cloudcontrol.Client
	// found are the properties of what was read, by type, for the types that are listed by it.
	found map[string][]collect.Object
	// answered is set once a type could be listed; refused counts those that could not, and
	// last is why.
	answered bool
	refused  int
	last     error
}

// giveUp is after how many types Cloud Control itself is taken to be out of reach, if none
// could be listed: a role that may not ask it, or an endpoint that does not know it.
const giveUp = 3

func (r *controlReader) giveUp(rest []*controlled) {
	names := make([]string, len(rest))
	for i, t := range rest {
		names[i] = t.name
	}
	r.u.Failed(r.last, names...)
}

// all reads the resources of a type: those of each parent, where it has one.
func (r *controlReader) all(ctx context.Context, t *controlled) {
	if len(t.needs) == 0 {
		r.list(ctx, t, nil)
		return
	}
	p, _ := parents(t.name)
	for _, of := range r.found[p.typ] {
		model := collect.Object{}
		for name, from := range p.model {
			model.Set(name, of.Get(from))
		}
		if len(model) == len(p.model) {
			r.list(ctx, t, model)
		}
	}
}

// list lists the resources of a type and reads each. The answer of the list has of some
// types all properties, of others the identifier alone.
func (r *controlReader) list(ctx context.Context, t *controlled, model collect.Object) {
	in := &cloudcontrol.ListResourcesInput{TypeName: aws.String(t.name)}
	if model != nil {
		text, err := json.Marshal(model)
		if err != nil {
			return
		}
		in.ResourceModel = aws.String(string(text))
	}
	var ids []string
	listed := map[string]collect.Object{}
	const most = 100_000 // an endpoint that always has a next page
	pages := cloudcontrol.NewListResourcesPaginator(r.client, in)
	for n := 0; pages.HasMorePages(); n++ {
		if n >= most {
			r.u.Endless(withChildren(t.name)...)
			break
		}
		page, err := pages.NextPage(ctx)
		if r.u.Failed(err, withChildren(t.name)...) {
			r.refused++
			r.last = err
			break
		}
		r.answered = true
		for _, d := range page.ResourceDescriptions {
			id := aws.ToString(d.Identifier)
			if _, twice := listed[id]; id == "" || twice {
				continue
			}
			listed[id] = properties(d.Properties)
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		o := listed[id]
		maps.Copy(o, model)
		if partly(t.name) {
			r.u.NotRead(r.add(t, id, o), "what Cloud Control's list of "+t.name+" does not say", t.properties()...)
			continue
		}
		r.read(ctx, t, id, o)
	}
}

// withChildren are a type and those that are listed by it.
func withChildren(typ string) []string {
	types := []string{typ}
	for _, name := range childrenOf(typ) {
		types = append(types, withChildren(name)...)
	}
	return types
}

func childrenOf(typ string) []string {
	var names []string
	for name, t := range controlledTypes() {
		if p, ok := parents(name); ok && p.typ == typ && len(t.needs) > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// read reads one resource. If that fails, what the list did not say is unknown.
func (r *controlReader) read(ctx context.Context, t *controlled, id string, o collect.Object) {
	out, err := r.client.GetResource(ctx, &cloudcontrol.GetResourceInput{TypeName: aws.String(t.name), Identifier: aws.String(id)})
	if err == nil && out.ResourceDescription != nil {
		maps.Copy(o, properties(out.ResourceDescription.Properties))
	}
	arn := r.add(t, id, o)
	if err != nil {
		unknown := slices.DeleteFunc(t.properties(), func(name string) bool { return o[name] != nil })
		r.u.Part(err, arn, unknown)
		if kids := withChildren(t.name)[1:]; len(kids) > 0 {
			r.u.Failed(err, kids...) // what it is the parent of may not be found by it
		}
	}
	r.u.NotRead(arn, "what Cloud Control does not return of "+t.name, t.hidden...)
	r.found[t.name] = append(r.found[t.name], o)
}

// properties are those that count of a type.
func (t *controlled) properties() []string {
	shape := catalog.NativeShape(t.name)
	if shape == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(shape.Of))
}

// add adds a resource and returns its ARN, or what stands for it.
func (r *controlReader) add(t *controlled, id string, o collect.Object) string {
	// Redshift Serverless returns what was given in an object called after the type.
	inner, _ := o[t.name[strings.LastIndexByte(t.name, ':')+1:]].(map[string]any)
	for _, name := range t.hidden {
		if v := inner[name]; v != nil && o[name] == nil {
			o[name] = v
		}
	}
	parts := strings.Split(id, "|")
	if len(parts) == len(t.id) {
		for i, name := range t.id {
			if o.Get(name) == nil {
				o.Set(name, parts[i])
			}
		}
	}
	canonical := canonicalType(t.name)
	arn := r.arn(t, canonical, id, o)
	f := collect.Found{Type: t.name, Ref: id, ARN: arn, Properties: o}
	if canonical != nil {
		for i := range canonical.CloudFormation {
			if m := &canonical.CloudFormation[i]; m.Type == t.name && m.Ref == "arn" {
				f.Ref = arn
			}
		}
	}
	r.u.Add(f)
	return arn
}

func canonicalType(native string) *catalog.Type {
	for _, name := range catalog.Mapped(native) {
		if t, ok := catalog.Lookup(name); ok {
			return t
		}
	}
	return nil
}

func (r *controlReader) arn(t *controlled, canonical *catalog.Type, id string, o collect.Object) string {
	for _, text := range []string{o.Text(t.arn), id} {
		if strings.HasPrefix(text, "arn:") {
			return text
		}
	}
	name := strings.ReplaceAll(id, "|", "/")
	if canonical != nil && canonical.ARN != "" {
		service, prefix, _ := strings.Cut(canonical.ARN, ":")
		if !strings.HasSuffix(prefix, "/") && !strings.HasSuffix(prefix, ":") && !strings.HasPrefix(name, "/") && prefix != "" {
			prefix += "/"
		}
		return r.u.ARN(service, prefix+name)
	}
	return r.u.ARN(service(t.name), strings.ToLower(t.name[strings.LastIndexByte(t.name, ':')+1:])+"/"+name)
}

// properties are those of a description, which has them as JSON text.
func properties(text *string) collect.Object {
	o := collect.Object{}
	if json.Unmarshal([]byte(aws.ToString(text)), &o) != nil || o == nil {
		return collect.Object{}
	}
	return o
}
