package cloudformation

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"github.com/faultline-dev/faultline/graph"
)

const (
	// maxFileSize bounds one template. CloudFormation itself takes 1 MB; what a build
	// writes before it is split can be larger.
	maxFileSize = 16 << 20
	// maxNesting bounds how deep values lie in each other.
	maxNesting = 200
)

// syntaxError is what is wrong with a text, and where.
type syntaxError struct {
	line int
	msg  string
}

func (e *syntaxError) Error() string { return e.msg }

// looksLikeTemplate is a quick look at the bytes, before anything is parsed. It lets
// through more than the templates, but never leaves one out.
func looksLikeTemplate(src []byte) bool {
	return bytes.Contains(src, []byte("AWSTemplateFormatVersion")) ||
		bytes.Contains(src, []byte("Resources")) && bytes.Contains(src, []byte("::"))
}

// claims reports whether a text that cannot be parsed says of itself that it is a template.
func claims(src []byte) bool {
	return regexp.MustCompile(`(?m)(^|\{)\s{0,8}["']?AWSTemplateFormatVersion["']?\s*:`).Match(src) ||
		regexp.MustCompile(`(?m)(^|\{)\s{0,8}["']?Resources["']?\s*:`).Match(src) &&
			regexp.MustCompile(`(?m)["']?Type["']?\s*:\s*["']?(AWS|Custom|Alexa)::`).Match(src)
}

// claim is who says that a file is a template.
type claim uint8

const (
	byContent  claim = iota // nobody
	byUser                  // who named it
	byManifest              // the manifest of an assembly
)

// read reads a file. It returns nil when that is no template and nobody claims that it
// is; otherwise this is a diagnostic.
func read(fsys fs.FS, path, shown string, by claim) *template {
	t := &template{path: path, file: shown}
	src, err := readBounded(fsys, path, maxFileSize)
	switch {
	case errors.Is(err, errTooLarge):
		if by == byContent && !looksLikeTemplate(src) {
			return nil
		}
		t.unreadable(nil, fmt.Sprintf("It is larger than %d MiB", maxFileSize>>20))
		return t
	case err != nil:
		t.unreadable(nil, "It cannot be read: "+cause(err))
		return t
	case by == byContent && !looksLikeTemplate(src):
		return nil
	}
	src = withoutMark(src)
	root, err := parse(src)
	if err != nil {
		if by == byContent && !claims(src) {
			return nil
		}
		var s *syntaxError
		errors.As(err, &s)
		t.unreadable(&graph.Location{File: shown, Line: max(s.line, 1), Column: 1, EndLine: max(s.line, 1), EndColumn: 1}, "The text is broken: "+s.msg)
		return t
	}
	if root = resolved(root); root == nil || root.Kind != yaml.MappingNode || by != byManifest && !isTemplate(root) {
		if by == byContent {
			return nil
		}
		t.unreadable(nil, "It is no CloudFormation template: neither AWSTemplateFormatVersion nor Resources with types such as AWS::S3::Bucket stand in it")
		return t
	}
	t.root, t.text = root, newSource(src)
	t.check()
	t.sections()
	t.findDirectives()
	return t
}

func (t *template) unreadable(at *graph.Location, why string) {
	t.failed = true
	if at == nil {
		at = &graph.Location{File: t.file, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
	}
	t.fail(at, "Template not read", strings.TrimSuffix(why, ".")+". Its resources are not judged.")
}

// withoutMark leaves out the byte order mark that a text may begin with.
func withoutMark(src []byte) []byte { return bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")) }

// parse reads the first document of a text into nodes.
func parse(src []byte) (*yaml.Node, error) {
	trimmed := bytes.TrimLeft(src, " \t\r\n")
	var asJSON error
	if len(trimmed) > 0 && trimmed[0] == '{' {
		root, err := parseJSON(src)
		if err == nil {
			return root, nil
		}
		asJSON = err
	}
	root, err := parseYAML(src)
	if err != nil && asJSON != nil {
		return nil, asJSON
	}
	return root, err
}

func parseYAML(src []byte) (root *yaml.Node, err error) {
	// A defect of the library must not cost more than the file.
	defer func() {
		if p := recover(); p != nil {
			root, err = nil, &syntaxError{msg: fmt.Sprintf("the YAML reader failed: %.200v", p)}
		}
	}()
	loader, err := yaml.NewLoader(bytes.NewReader(src), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxNesting))))
	if err != nil {
		return nil, &syntaxError{msg: err.Error()}
	}
	var doc yaml.Node
	if err := loader.Load(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, &syntaxError{msg: "the file is empty"}
		}
		if le, ok := errors.AsType[*yaml.LoadError](err); ok {
			line := le.Mark.Line
			if line == 0 {
				line = le.ContextMark.Line
			}
			return nil, &syntaxError{line: line, msg: le.Message}
		}
		return nil, &syntaxError{msg: err.Error()}
	}
	if len(doc.Content) == 0 {
		return nil, &syntaxError{msg: "the file is empty"}
	}
	return doc.Content[0], nil
}

var errTooLarge = errors.New("too large")

// readBounded reads a file of at most limit bytes; of a larger one it returns the
// beginning with errTooLarge.
func readBounded(fsys fs.FS, path string, limit int64) ([]byte, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	if info.Size() > limit {
		head := make([]byte, 64<<10)
		n, _ := io.ReadFull(f, head)
		return head[:n], errTooLarge
	}
	var buf bytes.Buffer
	buf.Grow(int(info.Size()) + bytes.MinRead)
	if _, err := buf.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
		return nil, err
	}
	if int64(buf.Len()) > limit {
		return buf.Bytes(), errTooLarge
	}
	return buf.Bytes(), nil
}

// cause is an error of the file system without the operation and path.
func cause(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	return err.Error()
}
