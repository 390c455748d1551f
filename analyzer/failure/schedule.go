package failure

import (
	"strconv"
	"strings"
)

const (
	minute = 60.0
	hour   = 60 * minute
	day    = 24 * hour
)

// Interval is the longest time between two runs of a schedule, in seconds: "rate(12
// hours)" or "cron(0 5 ? * * *)" as EventBridge and AWS Backup write them. It is what
// can be lost: the recovery point. Not ok where the text is no such schedule.
func Interval(schedule string) (float64, bool) {
	kind, rest, ok := strings.Cut(strings.TrimSpace(schedule), "(")
	rest, closed := strings.CutSuffix(rest, ")")
	if !ok || !closed {
		return 0, false
	}
	fields := strings.Fields(rest)
	switch kind {
	case "rate":
		return rate(fields)
	case "cron":
		return cron(fields)
	default:
		return 0, false
	}
}

func rate(fields []string) (float64, bool) {
	if len(fields) != 2 {
		return 0, false
	}
	n, err := strconv.ParseFloat(fields[0], 64)
	unit, known := map[string]float64{"minute": minute, "hour": hour, "day": day}[strings.TrimSuffix(fields[1], "s")]
	if err != nil || !known || n <= 0 {
		return 0, false
	}
	return n * unit, true
}

// cron reads minutes, hours, day of month, month, day of week, year.
func cron(fields []string) (float64, bool) {
	if len(fields) != 6 {
		return 0, false
	}
	minutes, ok1 := field(fields[0], 0, 59)
	hours, ok2 := field(fields[1], 0, 23)
	days, ok3 := field(fields[2], 1, 31)
	months, ok4 := field(fields[3], 1, 12)
	weekdays, ok5 := field(fields[4], 1, 7)
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 {
		return 0, false
	}
	switch {
	case len(months) < 12:
		return gap(months, 12) * 31 * day, true
	case len(days) < 31:
		return gap(days, 31) * day, true
	case len(weekdays) < 7:
		return gap(weekdays, 7) * day, true
	case len(hours) < 24:
		return gap(hours, 24) * hour, true
	default:
		return gap(minutes, 60) * minute, true
	}
}

// gap is the largest distance between neighbours on a circle of that length.
func gap(values []int, length int) float64 {
	largest := 0
	for i, v := range values {
		next := values[(i+1)%len(values)]
		if d := (next-v+length-1)%length + 1; d > largest {
			largest = d
		}
	}
	return float64(largest)
}

// field reads one field of a cron expression: "*", "?", lists, ranges, steps, names.
func field(text string, low, high int) ([]int, bool) {
	set := map[int]bool{}
	for part := range strings.SplitSeq(text, ",") {
		span, stepText, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			n, err := strconv.Atoi(stepText)
			if err != nil || n < 1 {
				return nil, false
			}
			step = n
		}
		from, to := low, high
		if span != "*" && span != "?" {
			first, last, ranged := strings.Cut(span, "-")
			var ok bool
			if from, ok = ordinal(first, low, high); !ok {
				return nil, false
			}
			switch {
			case ranged:
				if to, ok = ordinal(last, low, high); !ok {
					return nil, false
				}
			case !stepped:
				to = from
			}
		}
		for v := from; v <= to; v += step {
			set[v] = true
		}
	}
	var values []int
	for v := low; v <= high; v++ {
		if set[v] {
			values = append(values, v)
		}
	}
	return values, len(values) > 0
}

// ordinal reads a number or the name of a weekday or month; "L" and "W" and "#", which
// mean one day of the month or week, count as its first.
func ordinal(text string, low, high int) (int, bool) {
	names := "SUNMONTUEWEDTHUFRISAT"
	if high == 12 {
		names = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"
	}
	if i := strings.Index(names, strings.ToUpper(text)); len(text) == 3 && i >= 0 && i%3 == 0 {
		return i/3 + 1, true
	}
	if text == "L" {
		return low, true
	}
	text, _, _ = strings.Cut(strings.TrimRight(text, "LW"), "#")
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		return 0, false
	}
	return n, true
}
