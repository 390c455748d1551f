package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// scannedDirs are the directories that decide the boundary: those given and those of
// templates. Plans are often kept elsewhere; theirs count only where there is nothing else.
func scannedDirs(inputs []input) []string {
	var scanned, others []string
	for _, i := range inputs {
		switch i.kind {
		case directory:
			scanned = append(scanned, i.path)
		case template:
			scanned = append(scanned, filepath.Dir(i.path))
		case planOrState, live:
			others = append(others, filepath.Dir(i.path))
		}
	}
	if len(scanned) == 0 {
		return others
	}
	return scanned
}

// inputKind is what an argument names.
type inputKind int

const (
	directory   inputKind = iota // of Terraform configuration and templates
	planOrState                  // in JSON
	template                     // of CloudFormation
	live                         // a snapshot of accounts
)

// input is one argument.
type input struct {
	arg  string
	path string // absolute
	kind inputKind
}

// resolveInputs makes arguments absolute, with symbolic links resolved so that they
// compare with the boundary.
func resolveInputs(env *Env, args []string) ([]input, error) {
	inputs := make([]input, len(args))
	for i, arg := range args {
		if arg == "" {
			return nil, errors.New("an argument is empty; name a directory or a plan, or give none for the current directory")
		}
		abs, err := filepath.Abs(inDir(env, arg))
		if err != nil {
			return nil, err
		}
		resolved, err := filepath.EvalSymlinks(abs)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s does not exist", arg)
		}
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(resolved)
		if err != nil {
			return nil, err
		}
		inputs[i] = input{arg: arg, path: resolved}
		switch {
		case info.IsDir():
		case info.Mode().IsRegular() && isSnapshot(resolved): // whatever its name
			inputs[i].kind = live
		case partOfModule(resolved):
			return nil, fmt.Errorf("%s is one file of a Terraform module, which is judged as a whole; give its directory: %s", arg, filepath.Dir(arg))
		case info.Mode().IsRegular():
			inputs[i].kind = kindOf(resolved)
		default:
			return nil, fmt.Errorf("%s is neither a directory nor a file", arg)
		}
	}
	return inputs, nil
}

// kindOf tells what a file is that is no snapshot.
func kindOf(file string) inputKind {
	if isTemplate(file) {
		return template
	}
	return planOrState
}

// partOfModule reports whether a file is configuration or variables of Terraform by its
// name. Plans are read whatever their name.
func partOfModule(name string) bool {
	switch filepath.Ext(name) {
	case ".tf", ".tofu", ".tfvars":
		return true
	}
	return strings.HasSuffix(name, ".tf.json") || strings.HasSuffix(name, ".tofu.json")
}

func resolveDir(env *Env, arg string) (string, error) {
	inputs, err := resolveInputs(env, []string{arg})
	if err != nil {
		return "", err
	}
	if inputs[0].kind != directory {
		return "", fmt.Errorf("%s is not a directory", arg)
	}
	return inputs[0].path, nil
}
