package ownrules

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/faultline-dev/faultline/analyzer"
)

// Read reads the own rules of a directory or, where the path names a file, of an OPA
// bundle. Nothing outside the directory is read, wherever symbolic links lead. Errors
// and reports show the path as name.
func Read(name, path string) (*analyzer.Own, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, cause(err))
	}
	if info.IsDir() {
		root, err := os.OpenRoot(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, cause(err))
		}
		defer root.Close()
		return analyzer.ReadDir(name, root.FS())
	}
	return readBundle(name, info, func() (*os.File, error) { return os.Open(path) }) //nolint:gosec // the user names it
}

// ReadWithin is Read for a path below a root, which no symbolic link leaves.
func ReadWithin(root *os.Root, name, path string) (*analyzer.Own, error) {
	info, err := root.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, cause(err))
	}
	if info.IsDir() {
		dir, err := root.OpenRoot(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, cause(err))
		}
		defer dir.Close()
		return analyzer.ReadDir(name, dir.FS())
	}
	return readBundle(name, info, func() (*os.File, error) { return root.Open(path) })
}

func readBundle(name string, info fs.FileInfo, open func() (*os.File, error)) (*analyzer.Own, error) {
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: it is neither a directory nor a bundle", name)
	}
	f, err := open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, cause(err))
	}
	defer f.Close()
	return analyzer.ReadBundle(name, io.ReadSeeker(f))
}

func cause(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}
