// Package suggest finds the word that somebody meant.
package suggest

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest ends an error about an unknown word with the nearest known one, as in
// `; did you mean "fail_on"?`. It is empty when none is near.
func Nearest(word string, known []string) string {
	best, score := "", 0
	for _, k := range known {
		d := levenshtein.ComputeDistance(word, k)
		if len(word) > 2 && strings.HasPrefix(k, word) {
			d = min(d, 2) // cut short, not misspelt
		}
		if d >= max(3, len(word)/3) {
			continue
		}
		// Words that begin alike are meant more often than those that end alike.
		if now := 4*d - commonPrefix(word, k); best == "" || now < score {
			best, score = k, now
		}
	}
	if best != "" {
		return fmt.Sprintf("; did you mean %q?", best)
	}
	return ""
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
