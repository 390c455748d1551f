package cloudformation

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// The CDK writes a cloud assembly (cdk.out): a manifest that names the stacks with
// their place of deployment and template, and for each stage an assembly below it.
// https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema

const (
	manifestName    = "manifest.json"
	maxManifestSize = 64 << 20
)

// manifest is what faultline reads of a manifest.json.
type manifest struct {
	Version   string              `json:"version"`
	Artifacts map[string]artifact `json:"artifacts"`
}

type artifact struct {
	Type        string `json:"type"`
	Environment string `json:"environment"`
	Properties  struct {
		TemplateFile  string            `json:"templateFile"`
		StackName     string            `json:"stackName"`
		Parameters    map[string]string `json:"parameters"`
		DirectoryName string            `json:"directoryName"`
		File          string            `json:"file"`
	} `json:"properties"`
	// DisplayName is the path of the construct: the stack, or the stage.
	DisplayName  string   `json:"displayName"`
	Metadata     metadata `json:"metadata"`
	MetadataFile string   `json:"additionalMetadataFile"`
}

// metadata has by construct path what the CDK says of it.
type metadata map[string][]struct {
	Type  string          `json:"type"`
	Data  json.RawMessage `json:"data"`
	Trace []string        `json:"trace"`
}

// assembled is a stack of an assembly.
type assembled struct {
	Stack
	shown string // manifest
	// templates are those of nested stacks, by the name under which they are uploaded.
	templates map[string]string
	// constructs are those that became a resource, by logical ID.
	constructs map[string][]construct
	tree       *constructTree // of the whole assembly
}

// construct is where in the program a resource comes from.
type construct struct {
	path   string
	frames []string
}

// assemblies takes the files that lie in cloud assemblies out of the candidates and
// reads the manifests instead.
func (r *run) assemblies(files []string) []string {
	var dirs []string
	for _, p := range files {
		if path.Base(p) == manifestName && r.isAssembly(path.Dir(p)) {
			dirs = append(dirs, path.Dir(p))
		}
	}
	outer := slices.DeleteFunc(slices.Clone(dirs), func(d string) bool {
		return slices.ContainsFunc(dirs, func(o string) bool { return o != d && below(o, d) })
	})
	for _, dir := range outer {
		tree := &constructTree{containers: map[string]bool{}}
		r.assembly(dir, tree, 0)
		if below(dir, tree.file) {
			r.constructTree(tree)
		}
	}
	return slices.DeleteFunc(files, func(p string) bool {
		return slices.ContainsFunc(outer, func(dir string) bool { return below(dir, p) })
	})
}

// isAssembly reports whether a directory's manifest is one of the CDK.
func (r *run) isAssembly(dir string) bool {
	if info, err := fs.Stat(r.fs, path.Join(dir, "cdk.out")); err == nil && info.Mode().IsRegular() {
		return true
	}
	src, err := readBounded(r.fs, path.Join(dir, manifestName), maxManifestSize)
	if err != nil {
		return false
	}
	var m manifest
	if json.Unmarshal(src, &m) != nil {
		return false
	}
	for _, a := range m.Artifacts {
		if a.Type == "aws:cloudformation:stack" || a.Type == "cdk:cloud-assembly" {
			return true
		}
	}
	return false
}

func (r *run) assembly(dir string, tree *constructTree, depth int) {
	p := path.Join(dir, manifestName)
	shown := r.opts.Display(p)
	fail := func(why string) {
		r.builder.Diagnostics = append(r.builder.Diagnostics, graph.Diagnostic{
			Severity: graph.SeverityError, Summary: "Assembly not read", Incomplete: true,
			Detail:   strings.TrimSuffix(why, ".") + ". Its stacks are not judged.",
			Location: &graph.Location{File: shown, Line: 1, Column: 1, EndLine: 1, EndColumn: 1},
		})
		r.failed++
	}
	if depth > maxStackDepth {
		fail("Assemblies are nested too deeply")
		return
	}
	src, err := readBounded(r.fs, p, maxManifestSize)
	if err != nil {
		fail("It cannot be read: " + cause(err))
		return
	}
	var m manifest
	if err := json.Unmarshal(src, &m); err != nil {
		fail("The text is broken: " + err.Error())
		return
	}
	templates := r.uploaded(dir, &m)
	for _, name := range sortedKeys(m.Artifacts) {
		a := m.Artifacts[name]
		switch a.Type {
		case "cdk:tree":
			if depth == 0 {
				tree.file = path.Join(dir, a.Properties.File)
			}
		case "cdk:cloud-assembly":
			inner := path.Join(dir, a.Properties.DirectoryName)
			if inner == dir || !below(dir, inner) {
				fail(fmt.Sprintf("The assembly %s lies outside of its folder", clip(name)))
				continue
			}
			tree.containers[a.DisplayName] = true
			r.assembly(inner, tree, depth+1)
		case "aws:cloudformation:stack":
			file := path.Join(dir, a.Properties.TemplateFile)
			if !below(dir, file) {
				fail(fmt.Sprintf("The template of %s lies outside of its folder", clip(name)))
				continue
			}
			s := &assembled{Stack: Stack{Template: file, Name: name}, shown: shown, templates: templates, tree: tree}
			tree.containers[a.DisplayName] = true
			if a.Properties.StackName != "" {
				s.Name = a.Properties.StackName
			}
			s.place(a.Environment)
			for _, k := range sortedKeys(a.Properties.Parameters) {
				s.Inputs = append(s.Inputs, Input{Name: k, Value: a.Properties.Parameters[k], deployed: true})
			}
			s.metadata(a.Metadata)
			if a.MetadataFile != "" {
				s.metadata(r.metadataFile(path.Join(dir, a.MetadataFile)))
			}
			r.assembled = append(r.assembled, s)
		}
	}
}

// place reads an environment, aws://ACCOUNT/REGION.
func (s *assembled) place(environment string) {
	account, region, _ := strings.Cut(strings.TrimPrefix(environment, "aws://"), "/")
	if account != "unknown-account" {
		s.Account = account
	}
	if region != "unknown-region" {
		s.Region = region
	}
}

func (r *run) metadataFile(p string) metadata {
	var m metadata
	if src, err := readBounded(r.fs, p, maxManifestSize); err == nil {
		_ = json.Unmarshal(src, &m) // without it only the constructs' names are lost
	}
	return m
}

// metadata finds the construct of each resource.
func (s *assembled) metadata(m metadata) {
	if s.constructs == nil {
		s.constructs = map[string][]construct{}
	}
	for _, p := range sortedKeys(m) {
		c := construct{path: strings.TrimPrefix(p, "/")}
		var ids []string
		for _, e := range m[p] {
			switch e.Type {
			case "aws:cdk:logicalId":
				var id string
				if json.Unmarshal(e.Data, &id) == nil {
					ids = append(ids, id)
				}
				if len(c.frames) == 0 {
					c.frames = e.Trace
				}
			case "aws:cdk:creationStack":
				var frames []string
				if json.Unmarshal(e.Data, &frames) == nil && len(frames) > 0 {
					c.frames = frames
				}
			}
		}
		for _, id := range ids {
			s.constructs[id] = append(s.constructs[id], c)
		}
	}
}

// uploaded lists the templates among the files that a deployment uploads.
func (r *run) uploaded(dir string, m *manifest) map[string]string {
	out := map[string]string{}
	for _, a := range m.Artifacts {
		if a.Type != "cdk:asset-manifest" || a.Properties.File == "" {
			continue
		}
		src, err := readBounded(r.fs, path.Join(dir, a.Properties.File), maxManifestSize)
		if err != nil {
			continue
		}
		var assets struct {
			Files map[string]struct {
				Source struct {
					Path string `json:"path"`
				} `json:"source"`
				Destinations map[string]struct {
					ObjectKey string `json:"objectKey"`
				} `json:"destinations"`
			} `json:"files"`
		}
		if json.Unmarshal(src, &assets) != nil {
			continue
		}
		for _, f := range assets.Files {
			for _, d := range f.Destinations {
				if file := path.Join(dir, f.Source.Path); below(dir, file) && HasTemplateName(file) {
					out[path.Base(d.ObjectKey)] = file
				}
			}
		}
	}
	return out
}

// construct says where in the program a resource of the stack comes from.
func (s *stack) construct(l *logical) graph.Construct {
	var tree *constructTree
	if s.assembled != nil {
		tree = s.assembled.tree
	}
	return tree.construct(s.constructOf(l).path)
}

// constructOf is the construct that a resource of the stack comes from.
func (s *stack) constructOf(l *logical) construct {
	written, _ := plainText(lookup(lookup(l.node, "Metadata"), "aws:cdk:path"))
	if s.assembled == nil {
		return construct{path: written}
	}
	candidates := s.assembled.constructs[l.name]
	for _, c := range candidates {
		if c.path == written {
			return c
		}
	}
	if written != "" {
		return construct{path: written}
	}
	// A nested stack's constructs are listed with its parent's; of several with one
	// logical ID that one is meant which lies in the nested stack, or in none.
	inside := ""
	if s.parent != nil {
		inside, _, _ = strings.Cut(s.parent.constructOf(s.call).path, ".NestedStack")
		inside += "/"
	}
	for _, c := range candidates {
		if strings.HasPrefix(c.path, inside) && (inside != "" || len(candidates) == 1) {
			return c
		}
	}
	if len(candidates) > 0 && inside == "" {
		return candidates[0]
	}
	return construct{}
}
