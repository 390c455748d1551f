// Command faultline finds in cloud configuration what will take services down.
package main

import (
	"context"
	"os"
	"os/signal"
	"time"

	"golang.org/x/term"

	"github.com/faultline-dev/faultline/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	width, _, _ := term.GetSize(int(os.Stdout.Fd()))
	code := cli.Main(ctx, os.Args[1:], &cli.Env{
		Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ(), Now: time.Now, Width: width,
		StdoutTerminal: term.IsTerminal(int(os.Stdout.Fd())), StderrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
	})
	stop()
	os.Exit(code)
}
