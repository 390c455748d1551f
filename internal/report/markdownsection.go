package report

import (
	"fmt"
	"strings"
)

// mdSection is what stands before and after a number of items, of which the first kept
// are written. Without items it is nothing.
type mdSection struct {
	before, after string
	// heading stands before the items of a title, which is its one argument.
	heading string
	items   []mdItem
	kept    int
}

// mdItem is whole lines under a title, which may be empty.
type mdItem struct{ title, text string }

func (s *mdSection) add(title, text string) { s.items = append(s.items, mdItem{title, text}) }

// fill keeps items as long as there is room for them and returns the room that is left.
func (s *mdSection) fill(room int) int {
	seen := map[string]bool{}
	for s.kept < len(s.items) {
		item := s.items[s.kept]
		size := len(item.text)
		if !seen[item.title] {
			size += len(s.opening(item.title))
		}
		if size > room {
			break
		}
		seen[item.title] = true
		room -= size
		s.kept++
	}
	return room
}

// opening is what stands before the first item of a title.
func (s *mdSection) opening(title string) string {
	if title == "" {
		return ""
	}
	return fmt.Sprintf(s.heading, title)
}

// text puts what is kept of each title together, in the order of their first items.
func (s *mdSection) text() string {
	var order []string
	under := map[string]*strings.Builder{}
	for _, item := range s.items[:s.kept] {
		if under[item.title] == nil {
			order = append(order, item.title)
			under[item.title] = &strings.Builder{}
			under[item.title].WriteString(s.opening(item.title))
		}
		under[item.title].WriteString(item.text)
	}
	var b strings.Builder
	b.WriteString(s.before)
	for _, title := range order {
		b.WriteString(under[title].String())
	}
	return b.String() + s.after
}

// titles are the headings of the blocks by construct; without constructs there is none.
func titles(blocks []*group) map[*group]string {
	list := sections(blocks)
	out := make(map[*group]string, len(blocks))
	if !titled(list) {
		return out
	}
	for _, s := range list {
		title := "**" + mdText(s.title()) + "**"
		if s.construct != "" {
			title = "**" + mdCode(truncate(s.construct, maxDescription)) + "**"
		}
		if s.class != "" {
			title += " " + mdCode(s.class)
		}
		for _, g := range s.blocks {
			out[g] = title
		}
	}
	return out
}
