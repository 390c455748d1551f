package analyzer

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// metadataLines finds the lines of the keys of the first METADATA comment, by path, as in
// "custom.severity"; the empty path is the comment's own line. OPA reads the
// comment too, but keeps no lines of what is in it.
func metadataLines(text string) map[string]int {
	found := map[string]int{}
	var comment strings.Builder
	row, start := 0, 0
	for line := range strings.Lines(text) {
		row++
		line = strings.TrimRight(line, "\r\n")
		switch {
		case start == 0 && strings.TrimRight(line, " ") == "# METADATA":
			start = row
		case start > 0 && strings.HasPrefix(line, "#"):
			comment.WriteString(strings.TrimPrefix(line[1:], " ") + "\n")
			continue
		}
		if start > 0 && row > start {
			break
		}
	}
	if start == 0 {
		return found
	}
	found[""] = start
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(comment.String()), &doc); err == nil && len(doc.Content) > 0 {
		keyLines(doc.Content[0], "", start, found)
	}
	return found
}

// keyLines records the keys of a mapping and of those in it; an alias leads nowhere, so
// that the walk is no longer than the text.
func keyLines(n *yaml.Node, prefix string, offset int, found map[string]int) {
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := prefix + n.Content[i].Value
		found[key] = offset + n.Content[i].Line
		keyLines(n.Content[i+1], key+".", offset, found)
	}
}
