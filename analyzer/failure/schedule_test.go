package failure

import "testing"

func TestInterval(t *testing.T) {
	t.Parallel()
	for schedule, want := range map[string]float64{
		"rate(12 hours)":            12 * hour,
		"rate(1 day)":               day,
		"rate(5 minutes)":           5 * minute,
		"cron(0 5 ? * * *)":         day,
		"cron(0 5 * * ? *)":         day,
		"cron(0 0/6 * * ? *)":       6 * hour,
		"cron(0 1,13 * * ? *)":      12 * hour,
		"cron(0 1,2 * * ? *)":       23 * hour, // the longest wait counts
		"cron(15 * * * ? *)":        hour,
		"cron(0/15 * * * ? *)":      15 * minute,
		"cron(0 5 ? * SUN *)":       7 * day,
		"cron(0 5 ? * MON-FRI *)":   3 * day, // over the weekend
		"cron(0 5 1 * ? *)":         31 * day,
		"cron(0 5 1 1 ? *)":         12 * 31 * day,
		"cron(0 5 ? * 2#1 *)":       7 * day,
		"cron(0 5 L * ? *)":         31 * day,
		"":                          0,
		"daily":                     0,
		"cron(0 5 * *)":             0,
		"cron(61 5 * * ? *)":        0,
		"cron(0 x * * ? *)":         0,
		"cron(0 0/0 * * ? *)":       0,
		"rate(0 hours)":             0,
		"rate(5 fortnights)":        0,
		"cron(0 5 ? * MON-FRI *":    0,
		"rate(1 hour) rate(1 hour)": 0,
	} {
		got, ok := Interval(schedule)
		if got != want || ok != (want > 0) {
			t.Errorf("%q: %g s (%t), want %g s", schedule, got, ok, want)
		}
	}
}

// FuzzInterval looks for texts that make reading a schedule crash or answer nonsense.
func FuzzInterval(f *testing.F) {
	f.Add("cron(0 5 ? * MON-FRI *)")
	f.Add("rate(5 minutes)")
	f.Fuzz(func(t *testing.T, text string) {
		if s, ok := Interval(text); ok && !(s > 0) {
			t.Errorf("%q: %g s", text, s)
		}
	})
}
