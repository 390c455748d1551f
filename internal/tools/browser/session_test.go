package browser

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// write has the binary write the page of some inputs.
func write(t *testing.T, args ...string) string {
	t.Helper()
	binary := os.Getenv("FAULTLINE")
	if binary == "" {
		t.Fatal("$FAULTLINE names no binary; run bash .ci/run browser")
	}
	var page, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, append([]string{"graph", "--format", "html"}, args...)...)
	cmd.Stdout, cmd.Stderr = &page, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	file := filepath.Join(t.TempDir(), "architecture.html")
	if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// session is a browser with one page. What the page logs, throws or asks the network
// for fails the test when it ends.
type session struct {
	t   *testing.T
	ctx context.Context
	// opened is how long it took from the start of loading until the page was ready.
	opened time.Duration

	mu   sync.Mutex
	said []string
}

type options struct {
	width, height int
	dark          bool
}

func open(t *testing.T, file string, o options) *session {
	t.Helper()
	if o.width == 0 {
		o.width, o.height = 1280, 800
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(o.width, o.height),
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.NoFirstRun)
	for _, name := range []string{"chromium-headless-shell", "chromium"} {
		if path, err := exec.LookPath(name); err == nil {
			flags = append(flags, chromedp.ExecPath(path))
			break
		}
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), flags...)
	ctx, cancel := chromedp.NewContext(allocator)
	ctx, expire := context.WithTimeout(ctx, 2*time.Minute)
	s := &session{t: t, ctx: ctx}
	t.Cleanup(func() {
		expire()
		cancel()
		stop()
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, line := range s.said {
			t.Errorf("the page is not quiet: %s", line)
		}
	})
	s.do() // starts the browser
	url := "file://" + file
	if err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if e.Request.URL != url {
				s.note("request " + e.Request.URL)
			}
		case *runtime.EventConsoleAPICalled:
			for _, arg := range e.Args {
				s.note("console " + string(arg.Value))
			}
		case *runtime.EventExceptionThrown:
			s.note("exception " + e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			s.note("log " + e.Entry.Text)
		}
	}); err != nil {
		t.Fatal(err)
	}
	scheme := "light"
	if o.dark {
		scheme = "dark"
	}
	call(s, network.Enable, network.EnableParams{})
	call(s, log.Enable, cdp.Empty{})
	call(s, runtime.Enable, cdp.Empty{})
	call(s, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	start := time.Now()
	s.do(chromedp.Navigate(url), chromedp.WaitReady("html[data-ready]"))
	s.opened = time.Since(start)
	return s
}

func call[P, R any](s *session, command cdp.Command[P, R], params P) {
	s.t.Helper()
	if _, err := chromedp.Call(s.ctx, command, params); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, line)
}

func (s *session) do(actions ...chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	if err := chromedp.Do(s.ctx, actions...); err != nil {
		s.t.Fatal(err)
	}
}

// eval runs a script in the page and returns its value.
func eval[T any](s *session, script string) T {
	s.t.Helper()
	v, err := chromedp.Run(s.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// click clicks the first element of a selector whose text has some words.
func (s *session) click(selector, words string) {
	s.t.Helper()
	found := eval[bool](s, `(() => {
		const e = [...document.querySelectorAll(`+quote(selector)+`)].find((e) => e.textContent.includes(`+quote(words)+`));
		if (e) e.click();
		return Boolean(e);
	})()`)
	if !found {
		s.t.Fatalf("nothing to click: %s with %q", selector, words)
	}
}

// find types into the search box, which "/" focuses.
func (s *session) find(text string) {
	s.t.Helper()
	s.do(chromedp.KeyEvent("/"))
	if id := eval[string](s, "document.activeElement.id"); id != "search" {
		s.t.Fatalf("/ focuses %q, want the search box", id)
	}
	eval[string](s, `document.activeElement.value = ""`) // the protocol types the slash although the page refuses it
	s.do(chromedp.KeyEvent(text))
}

// text is what an element shows.
func (s *session) text(selector string) string {
	s.t.Helper()
	return eval[string](s, `document.querySelector(`+quote(selector)+`).innerText`)
}

// want fails unless an element shows all words.
func (s *session) want(selector string, words ...string) {
	s.t.Helper()
	text := s.text(selector)
	for _, w := range words {
		if !strings.Contains(text, w) {
			s.t.Errorf("%s lacks %q:\n%s", selector, w, text)
		}
	}
}

// shot leaves a picture in $SCREENSHOTS.
func (s *session) shot(name string) {
	s.t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	s.do(chromedp.Sleep(200 * time.Millisecond))
	png, err := chromedp.Run(s.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func quote(text string) string {
	return "\"" + strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n").Replace(text) + "\""
}
