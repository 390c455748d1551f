package snapshots

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// deployed is a snapshot of what the templates of all rules' fixtures would make, each
// in an account of its own: a file of every type that rules judge, with its relations.
func deployed(t *testing.T) []byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "rules", "*", "*", "*", "*.cfn.yaml"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	h := &snapshot.Header{
		Provider: "aws", Tool: "test", Created: time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC), Partition: "aws", Organization: "o-acmecorp12",
		Regions: []string{"eu-west-1"}, Services: []string{"all"},
	}
	var out bytes.Buffer
	for i := range files {
		h.Accounts = append(h.Accounts, snapshot.Account{ID: accountOf(i), Name: fmt.Sprintf("acme-%d", i), Status: "ACTIVE"})
	}
	w, err := snapshot.NewWriter(&out, h)
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		u := snapshot.Unit{Account: accountOf(i), Region: "eu-west-1", Service: "all", Captured: h.Created}
		if err := w.Write(snapshot.Record{Unit: &u}); err != nil {
			t.Fatal(err)
		}
		resources, _ := deploy(t, file, accountOf(i))
		for _, r := range resources {
			if err := w.Write(snapshot.Record{Resource: r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func accountOf(i int) string { return fmt.Sprintf("%012d", 700_000_000_000+i*7919) }

// deploy makes live resources of a template: what refers to another gets its name or ARN.
// It also returns their logical IDs.
func deploy(t *testing.T, file, account string) (found []*snapshot.Resource, logicals []string) {
	t.Helper()
	b, _, err := cloudformation.Parse(t.Context(), cloudformation.Options{
		FS: os.DirFS(filepath.Dir(file)), Files: []string{filepath.Base(file)}, Region: "eu-west-1", Account: account,
	})
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	logical := func(id string) string { return "acme" + strings.ToLower(id[strings.LastIndexByte(id, '/')+1:]) }
	arn := func(id string) string {
		r := b.Resources[0]
		for _, o := range b.Resources {
			if o.ID == id {
				r = o
			}
		}
		service := strings.ToLower(strings.Split(r.Type+"::::", "::")[1])
		return fmt.Sprintf("arn:aws:%s:eu-west-1:%s:%s/%s", service, account, strings.ToLower(strings.ReplaceAll(r.Type, "::", "-")), logical(id))
	}
	ref := func(id string) string {
		for _, r := range b.Resources {
			if r.ID == id && refersByARN(r.Type) {
				return arn(id)
			}
		}
		return logical(id)
	}
	for _, r := range b.Resources {
		if !strings.HasPrefix(r.Type, "AWS::") {
			continue
		}
		out := &snapshot.Resource{
			Type: r.Type, ID: arn(r.ID), Ref: ref(r.ID), Account: account, Region: "eu-west-1", Properties: r.Attributes,
		}
		for name, by := range returned(r.Type) {
			if _, given := out.Properties[name]; !given && by == "arn" {
				out.Properties[name] = arn(r.ID)
			} else if !given {
				out.Properties[name] = logical(r.ID)
			}
		}
		known := map[graph.Path]bool{}
		for _, mention := range r.Refs {
			if !mention.Exact {
				continue
			}
			value := ref(mention.To)
			if strings.Contains(mention.Attr, "Arn") || strings.Contains(mention.Attr, "ARN") {
				value = arn(mention.To)
			}
			if setAt(out.Properties, mention.Path.Steps(), value) {
				known[mention.Path] = true
			}
		}
		for _, u := range r.Unknown {
			if !known[u.Path] {
				if out.Unknown == nil {
					out.Unknown = map[string]string{}
				}
				out.Unknown[string(u.Path)] = "x:Y (AccessDenied)"
			}
		}
		found = append(found, out)
		logicals = append(logicals, r.ID[strings.LastIndexByte(r.ID, '/')+1:])
	}
	return found, logicals
}

// refersByARN reports whether Ref gives the ARN of resources of a type.
func refersByARN(native string) bool {
	for _, name := range catalog.Mapped(native) {
		t, _ := catalog.Lookup(name)
		for i := range t.CloudFormation {
			if m := &t.CloudFormation[i]; m.Type == native && m.Each == "" && m.Ref == "arn" {
				return true
			}
		}
	}
	return false
}

// returned are the names and ARNs that GetAtt gives of a type, which live are properties.
func returned(native string) map[string]string {
	all := map[string]string{}
	for _, name := range catalog.Mapped(native) {
		t, _ := catalog.Lookup(name)
		for i := range t.CloudFormation {
			if m := &t.CloudFormation[i]; m.Type == native && m.Each == "" {
				for _, a := range m.Attributes {
					if a.To == "arn" || a.To == "name" {
						all[a.From] = a.To
					}
				}
			}
		}
	}
	return all
}

// setAt sets what stands at a path, if something stands there.
func setAt(v any, steps []string, value any) bool {
	last := len(steps) == 1
	switch v := v.(type) {
	case map[string]any:
		inner, ok := v[steps[0]]
		if last && ok {
			v[steps[0]] = value
			return true
		}
		return ok && setAt(inner, steps[1:], value)
	case []any:
		i, err := strconv.Atoi(steps[0])
		if err != nil || i >= len(v) {
			return false
		}
		if last {
			v[i] = value
			return true
		}
		return setAt(v[i], steps[1:], value)
	}
	return false
}
