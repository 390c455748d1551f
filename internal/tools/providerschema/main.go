// Command providerschema condenses the schemas of Terraform providers into the
// file that package provider embeds:
//
//	go run ./internal/tools/providerschema -o parsers/terraform/provider/data FILE…
//
// A FILE is JSON, perhaps compressed with gzip: what `terraform providers schema
// -json` prints, or the condensed form that condensed.go describes. All providers
// to be known have to be named in one run.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "providerschema:", err)
		os.Exit(1)
	}
}

func run(args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet("providerschema", flag.ContinueOnError)
	flags.SetOutput(stderr)
	dir := flags.String("o", ".", "write schemas.bin to this `directory`")
	versions := map[string]string{}
	flags.Func("version", "`provider=version` of a file that does not say it; may be repeated", func(s string) error {
		name, version, ok := strings.Cut(s, "=")
		if !ok {
			return errors.New("want provider=version")
		}
		versions[name] = version
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("no schema files are named")
	}
	var schemas []*schema
	for _, name := range flags.Args() {
		s, err := readFile(name)
		if err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
		schemas = append(schemas, s...)
	}
	for _, s := range schemas {
		if v, ok := versions[s.name]; ok {
			s.version = v
		}
		if s.version == "" {
			return fmt.Errorf("no version of provider %s: give -version %s=…", s.name, s.name)
		}
	}
	out, err := encode(schemas)
	if err != nil {
		return fmt.Errorf("encoding: %w", err)
	}
	return os.WriteFile(filepath.Join(*dir, "schemas.bin"), out, 0o644) //nolint:gosec // A source file, for all to read.
}

func readFile(name string) ([]*schema, error) {
	data, err := os.ReadFile(name) //nolint:gosec // The user named it.
	if err != nil {
		return nil, err
	}
	return read(data)
}

// read takes either form, compressed or not.
func read(data []byte) ([]*schema, error) {
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		if data, err = io.ReadAll(z); err != nil {
			return nil, err
		}
	}
	var probe struct {
		ProviderSchemas json.RawMessage `json:"provider_schemas"`
		Provider        json.RawMessage `json:"provider"`
	}
	if err := json.Unmarshal(data, &probe); err != nil {
		return nil, err
	}
	switch {
	case probe.ProviderSchemas != nil:
		return readPlain(data)
	case probe.Provider != nil:
		s, err := readCondensed(data)
		return []*schema{s}, err
	default:
		return nil, errors.New("neither a provider nor provider_schemas is at the top")
	}
}
