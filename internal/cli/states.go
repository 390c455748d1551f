package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"github.com/faultline-dev/faultline/analyzer/drift"
	"github.com/faultline-dev/faultline/parsers/plan"
)

// states reads what state files know of addresses. One address in several files is none.
func states(ctx context.Context, env *Env, files []string) (map[string]drift.Physical, error) {
	known := map[string]drift.Physical{}
	twice := map[string]bool{}
	for _, file := range files {
		list, err := readState(ctx, env, file)
		if err != nil {
			return nil, fmt.Errorf("--state %s: %w", file, err)
		}
		for _, p := range list {
			if p.ARN == "" && p.ID == "" {
				continue
			}
			if _, again := known[p.Address]; again {
				twice[p.Address] = true
			}
			known[p.Address] = drift.Physical{ARN: p.ARN, ID: p.ID}
		}
	}
	maps.DeleteFunc(known, func(address string, _ drift.Physical) bool { return twice[address] })
	return known, nil
}

// readState reads a state that joins and is no input: the file itself, or what terraform
// show -json prints of it.
func readState(ctx context.Context, env *Env, file string) ([]plan.Physical, error) {
	name := inDir(env, file)
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	defer root.Close()
	f, err := root.Open(filepath.Base(name))
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	defer f.Close()
	list, err := plan.ReadRawState(f)
	if !errors.Is(err, plan.ErrNotRawState) {
		return list, err
	}
	read, err := plan.Read(ctx, plan.Options{FS: root.FS(), Path: filepath.Base(name), Display: file})
	if err != nil {
		return nil, err
	}
	for _, r := range read.Build(plan.BuildOptions{Group: file}).Resources {
		arn, _ := r.Attributes["arn"].(string)
		id, _ := r.Attributes["id"].(string)
		if !r.Data {
			list = append(list, plan.Physical{Address: r.ID, ARN: arn, ID: id})
		}
	}
	return list, nil
}
