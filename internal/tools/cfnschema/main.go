// Command cfnschema condenses the CloudFormation schemas that cfn-lint ships into
// the text against which cataloggen checks the catalog's mappings:
//
//	pip download --no-deps cfn-lint
//	go run ./internal/tools/cfnschema -o internal/tools/cataloggen/cloudformation.txt \
//	    -handlers live/services/cloudcontrol.txt cfn_lint-*.whl
//
// It holds the types that catalog files name, each with every property below it
// and what GetAtt returns. Run it after a file has named a new type. With -handlers it
// also writes what faultline-live has to know to read them through Cloud Control.
package main

import (
	"archive/zip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "cfnschema:", err)
		os.Exit(1)
	}
}

func run(args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet("cfnschema", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("o", "", "write to this `file`")
	cloudControl := flags.String("handlers", "", "write how Cloud Control lists and reads the types to this `file`")
	dir := flags.String("catalog", "catalog", "`directory` of the catalog, whose files say which types are wanted")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 || *out == "" {
		return errors.New("want -o FILE and one wheel of cfn-lint")
	}
	wanted, err := mapped(*dir)
	if err != nil {
		return err
	}
	wheel, err := zip.OpenReader(flags.Arg(0))
	if err != nil {
		return err
	}
	defer wheel.Close()
	text, err := condense(wheel, wanted)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(flags.Arg(0)), err)
	}
	if err := os.WriteFile(*out, text, 0o644); err != nil { //nolint:gosec // A source file, for all to read.
		return err
	}
	if *cloudControl == "" {
		return nil
	}
	if text, err = handlers(wheel, wanted); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(flags.Arg(0)), err)
	}
	return os.WriteFile(*cloudControl, text, 0o644) //nolint:gosec // A source file, for all to read.
}

// mapped lists the CloudFormation types that catalog files name, sorted.
func mapped(dir string) ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.yaml"))
	if err != nil {
		return nil, err
	}
	var types []string
	for _, path := range paths {
		text, err := os.ReadFile(path) //nolint:gosec // The path is below the named directory.
		if err != nil {
			return nil, err
		}
		var file struct {
			CloudFormation []struct {
				Type string `yaml:"type"`
			} `yaml:"cloudformation"`
		}
		if err := yaml.Unmarshal(text, &file); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, m := range file.CloudFormation {
			types = append(types, m.Type)
		}
	}
	slices.Sort(types)
	types = slices.Compact(types)
	if len(types) == 0 {
		return nil, fmt.Errorf("no file below %s names a CloudFormation type", dir)
	}
	return types, nil
}

// version is that of a wheel, from the name of its metadata folder.
func version(wheel *zip.ReadCloser) string {
	for _, f := range wheel.File {
		if folder, _, ok := strings.Cut(f.Name, ".dist-info/"); ok {
			if _, v, ok := strings.Cut(folder, "-"); ok {
				return v
			}
		}
	}
	return "unknown"
}
