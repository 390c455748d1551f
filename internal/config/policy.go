package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// Policy is what was promised for some services: the first that means one counts.
type Policy struct {
	// Services and Addresses are patterns of names and of the addresses of entries,
	// Paths of the files that declare these.
	Services, Addresses, Paths []Word
	Tags                       map[string]string
	// Availability is between 0 and 1; 0 where none was promised.
	Availability float64
	// Targets by scope: instance, zone, region, data, account.
	Targets map[string]Target
	// Survive are scopes whose loss must not take a service down.
	Survive []Word
	Line    int
}

// Target are seconds; nil where nothing was promised.
type Target struct {
	RTO, RPO, Retention *float64
	// Approach is one of Approaches.
	Approach string
}

// Scopes are the kinds of loss for which targets can be given.
func Scopes() []string { return []string{"instance", "zone", "region", "data", "account"} }

// Approaches are the ways to recover in another region, as AWS Resilience Hub and
// the Well-Architected Framework name them, from the fastest to the cheapest.
func Approaches() []string {
	return []string{"active-active", "hot-standby", "warm-standby", "pilot-light", "backup-restore"}
}

func (p *Policy) readers() readers {
	r := readers{
		"services":     wordsInto(&p.Services),
		"addresses":    wordsInto(&p.Addresses),
		"paths":        wordsInto(&p.Paths),
		"tags":         textsInto(&p.Tags),
		"availability": percentInto(&p.Availability),
		"survive":      p.survive,
	}
	for _, scope := range Scopes() {
		r[scope] = func(n *yaml.Node) error {
			var t Target
			if err := mapping(n, scope, t.readers()); err != nil {
				return err
			}
			if p.Targets == nil {
				p.Targets = map[string]Target{}
			}
			p.Targets[scope] = t
			return nil
		}
	}
	return r
}

func (t *Target) readers() readers {
	return readers{
		"rto":       durationInto(&t.RTO),
		"rpo":       durationInto(&t.RPO),
		"retention": durationInto(&t.Retention),
		"approach":  oneOfInto(&t.Approach, "approach", Approaches()),
	}
}

// percentInto reads an availability, which is written in percent: 99.95.
func percentInto(into *float64) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		v, err := strconv.ParseFloat(strings.TrimSuffix(n.Value, "%"), 64)
		if n.Kind != yaml.ScalarNode || err != nil || v <= 50 || v >= 100 {
			return fmt.Errorf("line %d: availability must be percent, such as 99.95", n.Line)
		}
		*into = v / 100
		return nil
	}
}

func (p *Policy) survive(n *yaml.Node) error {
	if err := wordsInto(&p.Survive)(n); err != nil {
		return err
	}
	known := []string{"instance", "zone", "region"}
	for _, w := range p.Survive {
		var s string
		if err := oneOfInto(&s, "survive", known)(&yaml.Node{Kind: yaml.ScalarNode, Value: w.Text, Line: w.Line}); err != nil {
			return err
		}
	}
	return nil
}

// durationInto reads seconds, or a number with a unit: 90s, 5m, 4h, 7d.
func durationInto(into **float64) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		var text string
		if err := scalar(n, &text); err != nil {
			return err
		}
		seconds, err := ParseSeconds(text)
		if err != nil {
			return fmt.Errorf("line %d: %w", n.Line, err)
		}
		*into = &seconds
		return nil
	}
}

// ParseSeconds reads a duration: a number of seconds, or numbers with the units s, m, h
// and d, as in 1h30m.
func ParseSeconds(text string) (float64, error) {
	wrong := fmt.Errorf("%q is no duration; write 90s, 5m, 4h or 7d", text)
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		if n < 0 {
			return 0, wrong
		}
		return n, nil
	}
	days := 0.0
	rest := text
	if before, after, ok := strings.Cut(text, "d"); ok {
		n, err := strconv.ParseFloat(before, 64)
		if err != nil || n < 0 {
			return 0, wrong
		}
		days, rest = n, after
	}
	if rest == "" {
		return days * 86400, nil
	}
	d, err := time.ParseDuration(rest)
	if err != nil || d < 0 {
		return 0, wrong
	}
	return days*86400 + d.Seconds(), nil
}

func policies(c *Config, n *yaml.Node) error {
	return entries(n, "policy", func(e *yaml.Node) error {
		p := Policy{Line: e.Line}
		if err := mapping(e, "an entry of policy", p.readers()); err != nil {
			return err
		}
		if p.Availability == 0 && len(p.Targets) == 0 && len(p.Survive) == 0 {
			return fmt.Errorf("line %d: the policy promises nothing; give it availability, survive, or targets for %s", e.Line, strings.Join(Scopes(), ", "))
		}
		c.Policy = append(c.Policy, p)
		return nil
	})
}

// Fact is what the user knows better than the catalog about a recovery.
type Fact struct {
	Type, Address, Lose, Mechanism, Source string
	RTO, RPO                               *float64
	// Availability is between 0 and 1, instead of the SLA; 0 where none is given.
	Availability float64
	Line         int
}

func facts(c *Config, n *yaml.Node) error {
	return entries(n, "facts", func(e *yaml.Node) error {
		f := Fact{Line: e.Line}
		err := mapping(e, "an entry of facts", readers{
			"type":      textInto(&f.Type),
			"address":   textInto(&f.Address),
			"lose":      oneOfInto(&f.Lose, "lose", Scopes()),
			"mechanism": textInto(&f.Mechanism),
			"rto":       durationInto(&f.RTO),
			"rpo":       durationInto(&f.RPO),
			"source":    textInto(&f.Source),

			"availability": percentInto(&f.Availability),
		})
		switch {
		case err != nil:
			return err
		case f.Lose == "" && f.Availability == 0:
			return fmt.Errorf("line %d: the fact is about nothing; add availability, or lose: %s", e.Line, strings.Join(Scopes(), ", "))
		case f.Type == "" && f.Address == "":
			return fmt.Errorf("line %d: the fact names no type and no address", e.Line)
		}
		c.Facts = append(c.Facts, f)
		return nil
	})
}
