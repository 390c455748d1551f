package funcs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// boundary makes repo/root and repo/shared below a new directory, which also has what must not be seen from repo,
// and returns the scope of repo/root.
func boundary(t *testing.T) Scope {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"secret.txt":           "secret",
		"private/secret.json":  "{}",
		"repo/root/in.txt":     "in",
		"repo/root/out.tmpl":   `${try(file("../../secret.txt"), "hidden")}${file("link.txt")}`,
		"repo/shared/s.txt":    "shared",
		"repo/root/sub/x.json": "{}",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{
		"link.txt":      "../../secret.txt",
		"inner.txt":     "../shared/s.txt",
		"absolute.txt":  filepath.Join(dir, "secret.txt"),
		"dir":           "../../private",
		"loop":          ".",
		"sub/self.json": "self.json",
	} {
		if err := os.Symlink(target, filepath.Join(dir, "repo", "root", filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(filepath.Join(dir, "repo"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return Scope{FS: root.FS(), Base: "root"}
}

func TestBoundary(t *testing.T) {
	t.Parallel()
	fns := Table(boundary(t))
	tests := []struct {
		src     string
		want    string // as in testCase
		outside string // the path of the OutsideError
	}{
		{src: `file("in.txt")`, want: `"in"`},
		{src: `file("./sub/../in.txt")`, want: `"in"`},
		{src: `file("../shared/s.txt")`, want: `"shared"`},
		{src: `file("inner.txt")`, want: `"shared"`},
		{src: `fileexists("inner.txt")`, want: `true`},
		{src: `fileset("../shared", "*")`, want: `set["s.txt"]`},
		{src: `fileset(".", "*.tmpl")`, want: `set["out.tmpl"]`},
		{src: `file("../../secret.txt")`, outside: "../../secret.txt"},
		{src: `file("/etc/passwd")`, outside: "/etc/passwd"},
		{src: `file("~/.ssh/id_rsa")`, outside: "~/.ssh/id_rsa"},
		{src: `file("link.txt")`, outside: "link.txt"},
		{src: `file("absolute.txt")`, outside: "absolute.txt"},
		{src: `file("dir/secret.json")`, outside: "dir/secret.json"},
		{src: `filesha256("link.txt")`, outside: "link.txt"},
		{src: `fileexists("link.txt")`, outside: "link.txt"},
		{src: `fileexists("../../nothing")`, outside: "../../nothing"},
		{src: `templatefile("../../secret.txt", {})`, outside: "../../secret.txt"},
		{src: `templatefile("out.tmpl", {})`, outside: "link.txt"},
		{src: `fileset(".", "*.txt")`, outside: "root/absolute.txt"},
		{src: `fileset("../..", "*")`, outside: "../.."},
		{src: `fileset(".", "../../*.txt")`, outside: "../../*.txt"},
		{src: `fileset("/etc", "*")`, outside: "/etc"},
		{src: `fileset(".", "dir/*.json")`, outside: "root/dir"},
		{src: `file("nothing.txt")`, want: `error: no file exists at "nothing.txt"`},
		{src: `file("sub")`, want: `error: "sub" is a directory, not a file`},
		{src: `file("in.txt/x")`, want: `error: reading "in.txt/x"`},
		{src: `file("")`, want: `error: is a directory, not a file`},
		{src: `file("a\u0000b")`, want: `error: `},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			v, err := evaluate(tt.src, fns)
			var outside *OutsideError
			if errors.As(err, &outside) != (tt.outside != "") {
				t.Fatalf("error %v", err)
			}
			if outside != nil && outside.Path != tt.outside {
				t.Errorf("path %q; want %q", outside.Path, tt.outside)
			}
			switch text, wantErr := strings.CutPrefix(tt.want, "error: "); {
			case tt.outside != "":
			case wantErr:
				if err == nil || !strings.Contains(err.Error(), text) {
					t.Errorf("error %v; want one with %q", err, text)
				}
			case err != nil:
				t.Error(err)
			case show(v) != tt.want:
				t.Errorf("got %s; want %s", show(v), tt.want)
			}
		})
	}
}

func TestErrorsDoNotNameTheMachine(t *testing.T) {
	t.Parallel()
	fns := Table(boundary(t))
	for _, src := range []string{`file("in.txt/x")`, `file("nothing")`, `fileset(".", "sub/*")`, `fileset(".", "loop/*/*")`} {
		if _, err := evaluate(src, fns); err != nil && strings.Contains(err.Error(), t.Name()) {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func TestMissingFileIsNotExist(t *testing.T) {
	t.Parallel()
	_, err := evaluate(`templatefile("missing.tmpl", {})`, testTable())
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// TestFileSetReads is about what ends a walk through links that lead back to where they are.
func TestFileSetReads(t *testing.T) {
	t.Parallel()
	l := &limitedFS{fsys: files(), base: "root", reads: maxFileSetReads - 1}
	if _, err := l.Stat("hello.txt"); err != nil {
		t.Error(err)
	}
	if _, err := l.Stat("hello.txt"); !errors.Is(err, errManyFiles) {
		t.Errorf("error %v", err)
	}
	if _, err := l.ReadDir("."); !errors.Is(err, errManyFiles) {
		t.Errorf("error %v", err)
	}
}

func TestNoFiles(t *testing.T) {
	t.Parallel()
	fns := Table(Scope{})
	if _, err := evaluate(`file("a")`, fns); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// TestTemplatesInParallel is for the race detector.
func TestTemplatesInParallel(t *testing.T) {
	t.Parallel()
	fns := testTable()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			v, err := evaluate(`templatefile("outer.tmpl", {who = "you"})`, fns)
			if err != nil || v.AsString() != "<Hello, you!>" {
				t.Errorf("got %#v, %v", v, err)
			}
		})
	}
	wg.Wait()
}
