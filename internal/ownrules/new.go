package ownrules

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing/fstest"
	"text/template"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/ruletest"
)

//go:embed scaffold
var scaffold embed.FS

// Request is what a new rule is to be.
type Request struct {
	// Provider, Service and Defect are the rule's directory, package and id.
	Provider, Service, Defect string
	// Type is the resource type that it judges; empty means that of our rules for the
	// service, or the first type with that name.
	Type string
	// Attribute is what the example looks at; empty means one that can be wrong.
	Attribute string
}

// Scaffold is a new rule, not yet written.
type Scaffold struct {
	ID, Type, Attribute string
	Dir                 string // below the directory of rules
	// Files are the rule, its test and its fixtures, by name below the directory of rules.
	Files map[string][]byte
}

var ruleWord = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// New makes a rule that works as it is: an example that judges one attribute, its Rego
// test, and fixtures that are bad, good and unknown. ours are the rules that faultline
// comes with, whose ids are taken.
func New(ctx context.Context, req Request, ours *analyzer.RuleSet) (*Scaffold, error) {
	for _, word := range []struct{ what, name string }{{"provider", req.Provider}, {"service", req.Service}, {"defect", req.Defect}} {
		if ruleWord.MatchString(word.name) {
			continue
		}
		hint := ""
		if fixed := strings.Trim(strings.ReplaceAll(strings.ToLower(word.name), "-", "_"), "_"); ruleWord.MatchString(fixed) {
			hint = fmt.Sprintf("; did you mean %q?", fixed)
		}
		return nil, fmt.Errorf("the %s %q must be lower-case letters and digits, joined with _%s", word.what, word.name, hint)
	}
	if req.Provider == "lib" || req.Provider == "schemas" {
		return nil, fmt.Errorf("the provider cannot be %q: the directory is that of the copies for opa", req.Provider)
	}
	dir := path.Join(req.Provider, req.Service, req.Defect)
	s := &Scaffold{Dir: dir, ID: strings.NewReplacer("/", "-", "_", "-").Replace(dir)}
	if ours.Rule(s.ID) != nil {
		return nil, fmt.Errorf("faultline comes with a rule %s (faultline explain %s); choose another defect or provider", s.ID, s.ID)
	}
	var err error
	if s.Type, err = req.resourceType(ours); err != nil {
		return nil, err
	}
	candidates, err := attributesFor(s.Type, req.Attribute)
	if err != nil {
		return nil, err
	}
	// An attribute can be one that the catalog reads differently: then the next is tried.
	for _, a := range candidates {
		s.Attribute = a.name
		if err := s.render(req, a); err != nil {
			return nil, err
		}
		works, err := s.works(ctx, ours)
		if err != nil {
			return nil, fmt.Errorf("a rule of the name %s would not work:\n%w", s.Dir, err)
		}
		if works {
			return s, nil
		}
	}
	return nil, fmt.Errorf("no example about %s of %s works; choose another attribute with --attribute", candidates[0].name, s.Type)
}

// blanks are what the templates fill in.
type blanks struct {
	ID, Package, Defect, Type, Attribute string
	TitleSubject                         string
	attribute
	Question, BadObject string
}

func (s *Scaffold) render(req Request, a attribute) error {
	b := blanks{
		ID: s.ID, Package: "rules." + strings.ReplaceAll(s.Dir, "/", "."), Defect: req.Defect, Type: s.Type, Attribute: a.name,
		TitleSubject: subject(s.Type), attribute: a,
		Question:  fmt.Sprintf(a.question, a.name),
		BadObject: fmt.Sprintf("{%q: %s}", a.name, a.Bad),
	}
	if a.BadIsAbsent {
		b.BadObject = "{}"
	}
	s.Files = map[string][]byte{}
	for name, from := range map[string]string{
		req.Defect + ".rego": "rule.rego.tmpl", req.Defect + "_test.rego": "test.rego.tmpl",
		"bad.tf": "bad.tf.tmpl", "good.tf": "good.tf.tmpl", "unknown.tf": "unknown.tf.tmpl",
	} {
		t, err := template.ParseFS(scaffold, "scaffold/"+from)
		if err != nil {
			return fmt.Errorf("reading a template: %w", err)
		}
		var text bytes.Buffer
		if err := t.Execute(&text, b); err != nil {
			return fmt.Errorf("filling in a template: %w", err)
		}
		s.Files[path.Join(s.Dir, name)] = text.Bytes()
	}
	return nil
}

// subject begins a title: the type, shortened where the title would not fit a line.
func subject(typ string) string {
	if len(typ) > 40 {
		return "Resource"
	}
	return typ
}

// works tries the rule as rules test does. The error says why it cannot even be loaded: a
// word of Rego, for one, is no name for a package.
func (s *Scaffold) works(ctx context.Context, ours *analyzer.RuleSet) (bool, error) {
	files := fstest.MapFS{}
	for name, text := range s.Files {
		files[name] = &fstest.MapFile{Data: text}
	}
	own, err := analyzer.ReadDir("", files)
	if err != nil {
		return false, err
	}
	set, err := ours.With(Vocabulary(), own)
	if err != nil {
		return false, err
	}
	report, err := ruletest.Run(ctx, set, ours, ruletest.Source{Own: own, FS: files})
	if err != nil {
		return false, err
	}
	return report.Passed(100), nil
}
