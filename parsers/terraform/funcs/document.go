package funcs

import (
	"errors"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v4"
)

// document returns the text to be decoded if it is known, and refuses one that is too long.
func document(args []cty.Value) (string, bool, error) {
	src, ok := known(args[0])
	if ok && len(src) > maxInputBytes {
		return "", false, fmt.Errorf("the document is longer than %d MiB", maxInputBytes>>20)
	}
	return src, ok, nil
}

// checkJSON bounds the nesting, which the decoder follows by recursion without a limit, and the number of values.
func checkJSON(args []cty.Value) error {
	src, ok, err := document(args)
	if !ok {
		return err
	}
	depth, values := 0, 0
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '"':
			for i++; i < len(src) && src[i] != '"'; i++ {
				if src[i] == '\\' {
					i++
				}
			}
		case '[', '{':
			values++
			if depth++; depth > maxDepth {
				return errTooDeep
			}
		case ']', '}':
			depth--
		case ',':
			values++
		}
	}
	if values > maxValues {
		return errTooLarge
	}
	return nil
}

// checkCSV bounds the number of fields. It counts those in quotes that are none, which is harmless.
func checkCSV(args []cty.Value) error {
	src, ok, err := document(args)
	if !ok {
		return err
	}
	if strings.Count(src, ",")+strings.Count(src, "\n") > maxValues {
		return errTooLarge
	}
	return nil
}

// checkYAML parses the document with a parser that is safe by itself and keeps aliases as such, to see whether it
// can be given to the one that makes cty values: that one repeats what an alias stands for wherever it is used,
// which can be exponentially larger than the source, and follows nesting by recursion without a limit.
func checkYAML(args []cty.Value) error {
	src, ok, err := document(args)
	if !ok {
		return err
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(src), &root); err != nil {
		return fmt.Errorf("reading YAML: %w", err)
	}
	e := expansion{sizes: make(map[*yaml.Node]int)}
	_, err = e.size(&root, 0)
	return err
}

// expansion counts the nodes of a document with its aliases written out. A node in the middle of being counted
// has the size zero.
type expansion struct{ sizes map[*yaml.Node]int }

func (e expansion) size(n *yaml.Node, depth int) (int, error) {
	if depth > maxDepth {
		return 0, errTooDeep
	}
	if n.Kind == yaml.AliasNode {
		return e.size(n.Alias, depth+1)
	}
	if size, found := e.sizes[n]; found {
		if size == 0 {
			return 0, errors.New("an anchor is referred to from inside its own definition")
		}
		return size, nil
	}
	e.sizes[n] = 0
	total := 1
	for _, child := range n.Content {
		size, err := e.size(child, depth+1)
		if err != nil {
			return 0, err
		}
		if total += size; total > maxValues {
			return 0, errTooLarge
		}
	}
	e.sizes[n] = total
	return total, nil
}
