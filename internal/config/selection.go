package config

import "maps"

// Selection chooses rules, by id or theme, and resources.
type Selection struct {
	Rules  []Word // ids, or patterns of them
	Themes []Word
	Selector
}

func (s *Selection) readers() readers {
	r := readers{"rules": wordsInto(&s.Rules), "themes": wordsInto(&s.Themes)}
	maps.Copy(r, s.Selector.readers())
	return r
}
