package cli_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/rogpeppe/go-internal/testscript"
)

// writeBundle makes an OPA bundle of the Rego in a directory, as opa build does: "opabundle
// FILE DIR".
func writeBundle(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: opabundle FILE DIR")
	}
	b := bundle.Bundle{Data: map[string]any{}}
	root := os.DirFS(ts.MkAbs(args[1]))
	ts.Check(fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".rego" {
			return err
		}
		text, err := fs.ReadFile(root, p)
		if err != nil {
			return err
		}
		module, err := ast.ParseModule(p, string(text))
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: p, Path: p, Parsed: module, Raw: text})
		return err
	}))
	var out bytes.Buffer
	ts.Check(bundle.NewWriter(&out).DisableFormat(true).Write(b))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o600))
}
