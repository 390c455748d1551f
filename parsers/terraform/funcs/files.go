package funcs

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// Scope says what the functions that read files may see.
type Scope struct {
	// FS is the file tree up to the boundary. It must refuse by itself to follow links that leave it, as that of
	// an [os.Root] does. Without one there are no files.
	FS fs.FS
	// Base is the directory of the root module: a slash path relative to FS, "" and "." being FS itself.
	// Relative paths start there, as in Terraform, and may go up as long as they stay within FS.
	Base string
}

// OutsideError is the error of the functions that read files for a path that leaves the boundary, be it with "..",
// as an absolute path, relative to the home directory or by a symbolic link. [errors.As] finds it in the error of
// a function call, that of a template that met it included.
type OutsideError struct {
	Path string // as given by the caller of the function
}

func (e *OutsideError) Error() string {
	return fmt.Sprintf("the path %q is outside of the directory that may be read", e.Path)
}

// missingError is a path at which there is no file. It is an [fs.ErrNotExist].
type missingError struct{ path string }

func (e *missingError) Error() string {
	return fmt.Sprintf("no file exists at %q; this function works only with files that are part of the "+
		"configuration, not with those made by a resource", e.path)
}

// Is makes [errors.Is] take it for an [fs.ErrNotExist].
func (*missingError) Is(target error) bool { return target == fs.ErrNotExist }

// scopedFunctions are those that see s. Templates call the functions of table, which must be complete, but for
// those returned here, before it is used.
func scopedFunctions(s Scope, table map[string]function.Function) map[string]function.Function {
	fns := map[string]function.Function{
		"file":       guard(s.fileFunc("Reads a text file.", text), options{}),
		"filebase64": guard(s.fileFunc("Reads a file as base64.", inBase64), options{}),
		"fileexists": guard(s.fileExistsFunc(), options{}),
		"fileset":    guard(s.fileSetFunc(), options{}),
	}
	for name, d := range digests() {
		fns["file"+name] = guard(s.fileFunc("Hashes a file.", func(_ string, data []byte) (string, error) {
			return d.of(data), nil
		}), options{})
	}
	t := &templates{scope: s, functions: table, parsed: make(map[string]*template)}
	fns["templatefile"] = t.fileFunc(nesting{})
	fns["templatestring"] = t.stringFunc(nesting{})
	return fns
}

// pathFunctions work on the text of paths alone.
func pathFunctions() map[string]function.Function {
	return map[string]function.Function{
		"abspath": guard(pathFunc("Makes a path absolute.", func(p string) cty.Value {
			if path.IsAbs(p) {
				return cty.StringVal(path.Clean(p))
			}
			return cty.UnknownVal(cty.String) // it depends on where Terraform is started
		}), options{}),
		"basename": guard(pathFunc("Returns the last element of a path.", func(p string) cty.Value {
			return cty.StringVal(path.Base(p))
		}), options{}),
		"dirname": guard(pathFunc("Returns all but the last element of a path.", func(p string) cty.Value {
			return cty.StringVal(path.Dir(p))
		}), options{}),
		"pathexpand": guard(pathFunc("Replaces ~ by the home directory.", func(p string) cty.Value {
			if strings.HasPrefix(p, "~") {
				return cty.UnknownVal(cty.String) // it depends on who starts Terraform
			}
			return cty.StringVal(p)
		}), options{}),
	}
}

func pathFunc(description string, impl func(string) cty.Value) function.Function {
	return function.New(&function.Spec{
		Description:  description,
		Params:       []function.Parameter{stringParam("path")},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return impl(args[0].AsString()), nil
		},
	})
}

// fileFunc is a function of what is in a file.
func (s Scope) fileFunc(description string, convert func(p string, data []byte) (string, error)) function.Function {
	return stringFunc(description, []string{"path"}, func(args []string) (string, error) {
		data, err := s.read(args[0])
		if err != nil {
			return "", err
		}
		return convert(args[0], data)
	})
}

func text(p string, data []byte) (string, error) {
	if !utf8.Valid(data) {
		return "", fmt.Errorf("contents of %q are not valid UTF-8; use the filebase64 function to obtain the "+
			"Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file "+
			"hashing results instead", p)
	}
	return string(data), nil
}

func inBase64(_ string, data []byte) (string, error) {
	return base64.StdEncoding.EncodeToString(data), nil
}

// fileExistsFunc is an error for what is no regular file.
func (s Scope) fileExistsFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Tells whether there is a file.",
		Params:       []function.Parameter{stringParam("path")},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			_, err := s.stat(args[0].AsString())
			if errors.Is(err, fs.ErrNotExist) {
				return cty.False, nil
			}
			if err != nil {
				return cty.NilVal, err
			}
			return cty.True, nil
		},
	})
}

// resolve returns the path of p in s.FS.
func (s Scope) resolve(p string) (string, error) {
	full := path.Join(s.Base, p)
	if full == "" {
		full = "."
	}
	if path.IsAbs(p) || strings.HasPrefix(p, "~") || full == ".." || strings.HasPrefix(full, "../") {
		return "", &OutsideError{Path: p}
	}
	if s.FS == nil || !fs.ValidPath(full) {
		return "", &missingError{path: p}
	}
	return full, nil
}

// stat returns the path in s.FS of the regular file at p.
func (s Scope) stat(p string) (string, error) {
	full, err := s.resolve(p)
	if err != nil {
		return "", err
	}
	info, err := fs.Stat(s.FS, full)
	if err != nil {
		return "", fileError(p, err)
	}
	switch mode := info.Mode(); {
	case mode.IsRegular():
	case mode.IsDir():
		return "", fmt.Errorf("%q is a directory, not a file", p)
	default: // reading a named pipe would wait for ever
		return "", fmt.Errorf("%q is not a regular file", p)
	}
	return full, nil
}

// read returns what is in the file at p.
func (s Scope) read(p string) ([]byte, error) {
	full, err := s.stat(p)
	if err != nil {
		return nil, err
	}
	file, err := s.FS.Open(full)
	if err != nil {
		return nil, fileError(p, err)
	}
	defer func() { _ = file.Close() }() // nothing was written
	data, err := io.ReadAll(io.LimitReader(file, maxInputBytes+1))
	if err != nil {
		return nil, fileError(p, err)
	}
	if len(data) > maxInputBytes {
		return nil, tooBig(p)
	}
	return data, nil
}

func tooBig(p string) error {
	return fmt.Errorf("the file %q is larger than %d MiB", p, maxInputBytes>>20)
}

// fileError says what err means for the path p. It drops the path in err, which is the same or that of the machine.
func fileError(p string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &missingError{path: p}
	}
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		err = inner.Err
	}
	// This is the text of the error that os.Root does not export.
	if strings.Contains(err.Error(), "escapes from parent") {
		return &OutsideError{Path: p}
	}
	return fmt.Errorf("reading %q: %w", p, err)
}
