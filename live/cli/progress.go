package cli

import (
	"fmt"
	"sync"
	"time"

	"github.com/faultline-dev/faultline/live/collect"
)

// progress tells how far a run is: on a terminal in one line that changes, elsewhere
// with a line now and then, so that a log of a scheduled run shows that it lives.
type progress struct {
	env     *Env
	quiet   bool
	started time.Time

	mu    sync.Mutex
	last  time.Time
	shown bool
}

// How often progress is shown.
const (
	onTerminal = 200 * time.Millisecond
	inLog      = 30 * time.Second
)

func newProgress(env *Env, quiet bool) *progress {
	now := env.Now()
	return &progress{env: env, quiet: quiet, started: now, last: now}
}

func (p *progress) update(s collect.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.env.Now()
	every := inLog
	if p.env.StderrTerminal {
		every = onTerminal
	}
	if p.quiet || now.Sub(p.last) < every {
		return
	}
	p.last = now
	elapsed := now.Sub(p.started)
	text := fmt.Sprintf("%d of %d services in regions · %d resources · %.0f calls/s", s.Units, s.Of, s.Resources, float64(s.Calls)/elapsed.Seconds())
	if s.Failures > 0 {
		text += fmt.Sprintf(" · %d not read", s.Failures)
	}
	if s.Units > 0 && s.Units < s.Of {
		left := time.Duration(float64(elapsed) / float64(s.Units) * float64(s.Of-s.Units))
		text += " · about " + left.Round(time.Second).String() + " left"
	}
	if p.env.StderrTerminal {
		fmt.Fprint(p.env.Stderr, "\r\x1b[K"+text)
		p.shown = true
		return
	}
	fmt.Fprintln(p.env.Stderr, text)
}

func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.env.Stderr, "\r\x1b[K")
	}
}

func summary(env *Env, file string, r *collect.Result, took time.Duration) {
	fmt.Fprintf(env.Stderr, "%s: %d resources of %d accounts in %d regions, %d calls in %s\n",
		file, r.Resources, len(r.Header.Accounts), len(r.Header.Regions), r.Calls, took.Round(100*time.Millisecond))
	if r.Failures > 0 {
		fmt.Fprintf(env.Stderr, "%d things were not read; faultline snapshot show %s lists them\n", r.Failures, file)
	}
	fmt.Fprintf(env.Stderr, "Next: faultline scan %s\n", file)
}
