package cli

import (
	"fmt"
	"time"
)

// progress writes one line on a terminal once a run takes longer than a second, and
// takes it away again. It is called from one goroutine at a time.
type progress struct {
	env     *Env
	started time.Time
	last    time.Time
	shown   bool
}

func newProgress(env *Env) *progress {
	return &progress{env: env, started: env.Now()}
}

func (p *progress) update(done, total int) {
	if !p.env.StderrTerminal {
		return
	}
	now := p.env.Now()
	if now.Sub(p.started) < time.Second || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprintf(p.env.Stderr, "\r\x1b[Kevaluating root modules: %d of %d", done, total)
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.env.Stderr, "\r\x1b[K")
	}
}
