package analyzer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// IndexFile is where a rules file system keeps what [Load] reads.
const IndexFile = "index.json"

// RuleSet is a collection of rules that run together. It is safe for concurrent
// use and does not change, except that it keeps what it compiled.
type RuleSet struct {
	rules   []*Rule
	modules map[string]*module // of rules, by rule ID
	libs    map[string]*module // by package: "lib.attr"

	mu       sync.Mutex
	compiled *compiled
}

// module is a Rego file that was checked when it was indexed.
type module struct {
	fsys     fs.FS
	path     string   // also in messages
	text     []byte   // of own rules, which are in memory; nil means read fsys
	imports  []string // packages of the libraries that it imports itself
	verdicts []string // which of fail and undetermined a rule defines
	// attributes are the names that it mentions, or anyAttribute.
	attributes []string
}

// anyAttribute stands for all names in the list of a module's attributes.
const anyAttribute = "*"

// The form of index.json.
type (
	index struct {
		Libs  []indexLib  `json:"libs"`
		Rules []indexRule `json:"rules"`
	}
	indexLib struct {
		Package string   `json:"package"`
		Path    string   `json:"path"`
		Imports []string `json:"imports,omitempty"`
		// Attributes that the Rego mentions, or "*": what the engine has to convert.
		Attributes []string `json:"attributes,omitempty"`
	}
	indexRule struct {
		ID          string              `json:"id"`
		Path        string              `json:"path"`
		Imports     []string            `json:"imports,omitempty"`
		Attributes  []string            `json:"attributes,omitempty"`
		Verdicts    []string            `json:"verdicts"`
		Title       string              `json:"title"`
		Description string              `json:"description"`
		Severity    Severity            `json:"severity"`
		Theme       string              `json:"theme"`
		Types       []string            `json:"types"`
		Reads       []string            `json:"reads,omitempty"`
		Controls    []string            `json:"controls,omitempty"`
		Frameworks  map[string][]string `json:"frameworks,omitempty"`
		Remediation map[string]string   `json:"remediation"`
		Params      map[string]any      `json:"params,omitempty"`
		ParamHelp   map[string]string   `json:"param_help,omitempty"`
		Profiles    []string            `json:"profiles,omitempty"`
		Links       []string            `json:"links,omitempty"`
	}
)

// Load reads the rules of a file system that has an index.json, such as that of
// package rules. No Rego is read before a rule has something to judge.
func Load(fsys fs.FS) (*RuleSet, error) {
	data, err := fs.ReadFile(fsys, IndexFile)
	if err != nil {
		return nil, fmt.Errorf("reading the index of the rules: %w", err)
	}
	var ix index
	if err := json.Unmarshal(data, &ix); err != nil {
		return nil, fmt.Errorf("reading the index of the rules: %w", err)
	}
	return newRuleSet(fsys, &ix), nil
}

// LoadDir reads rules that have no index, such as a user's own, checks them as
// strictly as ours are checked, and returns them together with those of base, which
// may be nil. Its rules can import the libraries of base. [RuleSet.With] also checks
// the names of types and attributes.
func LoadDir(fsys fs.FS, base *RuleSet) (*RuleSet, error) {
	own, err := ReadDir("", fsys)
	if err != nil {
		return nil, err
	}
	if base == nil {
		base = &RuleSet{}
	}
	return base.With(Vocabulary{}, own)
}

func newRuleSet(fsys fs.FS, ix *index) *RuleSet {
	s := &RuleSet{modules: make(map[string]*module, len(ix.Rules)), libs: make(map[string]*module, len(ix.Libs))}
	s.addIndex(ix, func(m module) *module {
		m.fsys = fsys
		return &m
	})
	s.sort()
	return s
}

// addIndex adds what an index lists; place says where the text of a module is.
func (s *RuleSet) addIndex(ix *index, place func(module) *module) {
	for _, l := range ix.Libs {
		s.libs[l.Package] = place(module{path: l.Path, imports: l.Imports, attributes: l.Attributes})
	}
	for i := range ix.Rules {
		r := &ix.Rules[i]
		s.modules[r.ID] = place(module{path: r.Path, imports: r.Imports, verdicts: r.Verdicts, attributes: r.Attributes})
		s.rules = append(s.rules, &Rule{
			ID: r.ID, Title: r.Title, Description: r.Description, Severity: r.Severity, Theme: r.Theme,
			Types: r.Types, Reads: r.Reads, Controls: r.Controls, Frameworks: r.Frameworks, Remediation: r.Remediation,
			Params: r.Params, ParamHelp: r.ParamHelp, Profiles: r.Profiles, Links: r.Links,
			Dir: r.Path[:strings.LastIndexByte(r.Path, '/')],
		})
	}
}

func (s *RuleSet) sort() {
	slices.SortFunc(s.rules, func(a, b *Rule) int { return cmp.Compare(a.ID, b.ID) })
}

// Rules returns every rule in order of ID. The slice is shared.
func (s *RuleSet) Rules() []*Rule { return s.rules }

// Rule returns the rule with that ID, or nil.
func (s *RuleSet) Rule(id string) *Rule {
	i, found := slices.BinarySearchFunc(s.rules, id, func(r *Rule, id string) int { return cmp.Compare(r.ID, id) })
	if !found {
		return nil
	}
	return s.rules[i]
}

// Select returns the set of those rules that keep accepts.
func (s *RuleSet) Select(keep func(*Rule) bool) *RuleSet {
	selected := &RuleSet{modules: s.modules, libs: s.libs}
	for _, r := range s.rules {
		if keep(r) {
			selected.rules = append(selected.rules, r)
		}
	}
	return selected
}
