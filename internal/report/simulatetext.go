package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
)

// WriteSimulationText writes the scenarios and the cut sets for people.
func WriteSimulationText(w io.Writer, s *Simulation, o TextOptions) error {
	t := &simulationText{textWriter: &textWriter{w: bufio.NewWriterSize(w, 64<<10), o: o}}
	for i := range s.Scenarios {
		t.scenario(&s.Scenarios[i])
	}
	t.overview(s.CutSets)
	for i := range s.CutSets {
		t.service(&s.CutSets[i])
	}
	if len(s.CutSets) == 0 && len(s.Scenarios) == 0 {
		t.print(" No entry point was found: no DNS record, distribution, balancer, interface, queue with a consumer, compute, or store.")
	}
	return t.w.Flush()
}

type simulationText struct{ *textWriter }

// overview counts the services, of more than one.
func (t *simulationText) overview(all []failure.CutSets) {
	if len(all) < 2 {
		return
	}
	single := 0
	for i := range all {
		for j := range all[i].Certain {
			if c := &all[i].Certain[j]; c.Order() == 1 && c.Events[0].Kind != failure.Region {
				single++
				break
			}
		}
	}
	have := "have"
	if single == 1 {
		have = "has"
	}
	t.prose(1, fmt.Sprintf("%s, of which %d %s a single point of failure other than the region", count(len(all), "service"), single, have))
	t.print()
}

// scenario prints a line for each service, and below it why.
func (t *simulationText) scenario(s *failure.Scenario) {
	lost := make([]string, len(s.Lost))
	for i, e := range s.Lost {
		lost[i] = clean(e.Phrase())
	}
	t.print(t.o.paint(bold, " If "+strings.Join(lost, " and ")+verb(len(lost))+" lost"))
	up := 0
	for i := range s.Services {
		if s.Services[i].State == failure.Up {
			up++
			continue
		}
		t.outcome(&s.Services[i])
	}
	switch {
	case len(s.Services) == 0:
		t.print("   no service")
	case up == len(s.Services):
		t.print(fmt.Sprintf("   %s all %d services go on", t.o.paint(green, "UP"), up))
	case up > 0:
		t.print(fmt.Sprintf("   %s %d others go on", t.o.paint(green, "UP"), up))
	}
	t.print()
}

func verb(n int) string {
	if n > 1 {
		return " are"
	}
	return " is"
}

func stateInk(s failure.State) ink {
	switch s {
	case failure.Down:
		return boldRed
	case failure.Degraded:
		return yellow
	case failure.Open:
		return magenta
	case failure.Up:
		return green
	default:
		panic("report: state " + string(s))
	}
}

func (t *simulationText) outcome(o *failure.Outcome) {
	label := strings.ToUpper(string(o.State))
	t.print(fmt.Sprintf("   %s  %s", t.o.paint(stateInk(o.State), label), t.o.paint(bold, clean(o.Service.ID))))
	const most = 4
	for i, r := range o.Reasons {
		if i == most {
			t.prose(placeIndent, fmt.Sprintf("and %d more", len(o.Reasons)-most))
			break
		}
		t.placed(placeIndent, r.Resource.ID+": "+r.Text, r.Resource)
	}
	for i, d := range o.Doubts {
		if i == most {
			t.prose(placeIndent, fmt.Sprintf("or %d more", len(o.Doubts)-most))
			break
		}
		text := "if " + d.Text
		if len(d.Needs) > 0 {
			text += " (decided by " + strings.Join(d.Needs, ", ") + ")"
		}
		t.prose(placeIndent, clean(text))
	}
	for _, c := range o.Capacity {
		text := fmt.Sprintf("%s: %d of %d left", c.Resource.ID, c.Left, c.Running)
		if c.Needed > c.Left {
			text += fmt.Sprintf(", %d needed", c.Needed)
		}
		t.prose(placeIndent, clean(text))
	}
	if o.State != failure.Open {
		t.prose(placeIndent, "→ "+clean(wayBack(o.Mechanism, o.RTO, o.RPO, o.Estimate, o.Reason)))
	}
}

// wayBack is "failover to the standby: 2 min, nothing lost".
func wayBack(mechanism string, rto, rpo *float64, estimate bool, reason string) string {
	if mechanism == failure.None {
		return "nothing brings it back before what was lost returns"
	}
	star := ""
	if estimate {
		star = "*"
	}
	text := mechanism + ": "
	if rto == nil {
		text += "duration unknown"
		if reason != "" {
			text += " (" + reason + ")"
		}
	} else {
		text += Duration(*rto) + star
	}
	switch {
	case rpo == nil:
		text += ", data may be lost"
	case *rpo > 0:
		text += ", up to " + Duration(*rpo) + star + " of data lost"
	}
	return text
}

// Duration writes seconds for people: "2 min", "1 h 30 min", "1 day".
func Duration(seconds float64) string {
	s := int(seconds + 0.5)
	switch {
	case s == 0:
		return "at once"
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return parts(s, 60, "min", 1, "s")
	case s < 86400:
		return parts(s, 3600, "h", 60, "min")
	case s < 2*86400 && s%86400 == 0:
		return "1 day"
	default:
		return parts(s, 86400, "days", 3600, "h")
	}
}

func parts(s, unit int, name string, smaller int, smallerName string) string {
	text := fmt.Sprintf("%d %s", s/unit, name)
	if rest := s % unit / smaller; rest > 0 {
		text += fmt.Sprintf(" %d %s", rest, smallerName)
	}
	return text
}

// placed prints a text and where its resource is declared: on the same line where that fits.
func (t *simulationText) placed(indent int, text string, r *graph.Resource) {
	text = clean(text)
	if r.Location == nil {
		t.prose(indent, text)
		return
	}
	at := fmt.Sprintf("%s:%d", clean(r.Location.File), r.Location.Line)
	if indent+displayWidth(text)+2+displayWidth(at) <= t.o.prose() {
		t.print(spaces(indent), text, "  ", t.o.paint(dim, at))
		return
	}
	t.prose(indent, text)
	t.print(spaces(indent), t.o.paint(dim, at))
}

// service prints the single points of failure, and counts what is beyond them.
func (t *simulationText) service(c *failure.CutSets) {
	title := " " + t.o.paint(bold, clean(c.Service.ID))
	if c.Service.Criticality != "" {
		title += "  " + clean(c.Service.Criticality)
	}
	t.print(title)
	single := 0
	counts := map[int]int{}
	for i := range c.Certain {
		counts[c.Certain[i].Order()]++
	}
	for i := range c.Certain {
		set := &c.Certain[i]
		if set.Order() > 1 {
			break
		}
		if single++; single == 1 {
			t.print("   single points of failure")
		}
		t.set(set)
	}
	if single == 0 && c.Order != 0 {
		t.print("   " + t.o.paint(green, "no single point of failure"))
	}
	if pairs := counts[2]; pairs > 0 && (t.o.Verbose || pairs <= 4) {
		t.print("   pairs")
		for i := range c.Certain {
			if c.Certain[i].Order() == 2 {
				t.set(&c.Certain[i])
			}
		}
	}
	t.counts(counts)
	t.open(c)
	t.print()
}

func (t *simulationText) counts(counts map[int]int) {
	var beyond []string
	names := []string{2: "pairs", 3: "triples"}
	for order := 2; order <= 64; order++ {
		n := counts[order]
		if n == 0 || order == 2 && (t.o.Verbose || n <= 4) {
			continue
		}
		name := fmt.Sprintf("sets of %d", order)
		if order < len(names) {
			name = names[order]
		}
		beyond = append(beyond, fmt.Sprintf("%s: %d", name, n))
	}
	if len(beyond) > 0 {
		t.print("   " + strings.Join(beyond, " · "))
	}
}

func (t *simulationText) set(c *failure.CutSet) {
	losses := make([]string, len(c.Events))
	for i, e := range c.Events {
		losses[i] = e.Phrase()
	}
	if len(c.Events) == 1 && c.Events[0].Kind == failure.Region {
		t.print("     " + t.o.paint(red, clean(losses[0])) + "  nothing elsewhere takes over")
		return
	}
	for _, line := range wrap(clean(strings.Join(losses, " + ")), 5, t.o.prose()) {
		t.print("     " + t.o.paint(red, line))
	}
	for i, r := range c.Reasons {
		if i == 3 {
			t.prose(sourceIndent, fmt.Sprintf("and %d more", len(c.Reasons)-i))
			break
		}
		text := r.Text
		if len(c.Events) != 1 || r.Resource.ID != strings.TrimPrefix(c.Events[0].ID, "?") {
			text = r.Resource.ID + ": " + text
		}
		t.placed(sourceIndent, text, r.Resource)
	}
}

// open prints what the configuration leaves open, by resource.
func (t *simulationText) open(c *failure.CutSets) {
	type line struct {
		text   string
		events []string
	}
	var lines []*line
	byText := map[string]*line{}
	add := func(text string, events []failure.Event) {
		l := byText[text]
		if l == nil {
			l = &line{text: text}
			byText[text] = l
			lines = append(lines, l)
		}
		if len(events) == 1 {
			l.events = append(l.events, events[0].Phrase())
		}
	}
	unplaced := map[failure.Event]bool{}
	for i := range c.Certain {
		if set := &c.Certain[i]; set.Order() == 1 && set.Events[0].Unplaced() {
			unplaced[set.Events[0]] = true
		}
	}
	for i := range c.Possible {
		set := &c.Possible[i]
		if set.Order() != 1 || unplaced[failure.Event{Kind: failure.Zone, ID: "?" + set.Doubts[0].Resource.ID}] {
			continue // or said already: the zone of the resource, one of these
		}
		text := "if " + set.Doubts[0].Text
		if needs := set.Needs(); len(needs) > 0 {
			text += " (decided by " + strings.Join(needs, ", ") + ")"
		}
		add(text, set.Events)
	}
	for _, n := range c.Notes {
		text := n.Text
		if len(n.Needs) > 0 {
			text += " (" + strings.Join(n.Needs, ", ") + ")"
		}
		add(text, nil)
	}
	if len(lines) == 0 {
		return
	}
	t.print("   " + t.o.paint(magenta, "undetermined"))
	for i, l := range lines {
		if i == 8 && !t.o.Verbose {
			t.print(fmt.Sprintf("     and %d more; -v shows them", len(lines)-i))
			break
		}
		text := l.text
		if len(l.events) > 0 {
			text = strings.Join(l.events, ", ") + ", " + text
		}
		t.prose(placeIndent, clean(text))
	}
}
