package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// race runs SCRAM's three algorithms and gives the count and the time of the fastest,
// as SCRAM itself tells it. An algorithm that takes four times as long as another one
// is stopped and not run again.
func race(ctx context.Context, file string, o options) (recorded, error) {
	const most, least = 30 * time.Second, time.Second
	var best recorded
	algorithms := []string{"bdd", "zbdd", "mocus"}
	for range o.repeat {
		algorithms = slices.DeleteFunc(algorithms, func(algorithm string) bool {
			limit := most
			if best.fastest > 0 {
				limit = min(max(least, 4*best.fastest), most)
			}
			r, ok := timeSCRAM(ctx, limit, file, "--"+algorithm, "-l", strconv.Itoa(o.order))
			if ok && (best.fastest == 0 || r.fastest < best.fastest) {
				best = r
			}
			return !ok
		})
	}
	return best, ctx.Err()
}

// timeSCRAM runs it until it has told the number of cut sets, and does not wait for
// the report. The result is not ok when that takes longer than the limit.
func timeSCRAM(ctx context.Context, limit time.Duration, file string, args ...string) (r recorded, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	command := exec.CommandContext(ctx, "scram", append(args, "--verbosity", "5", "-o", os.DevNull, file)...) //nolint:gosec // what it runs is fixed
	log, err := command.StderrPipe()
	if err != nil || command.Start() != nil {
		return recorded{}, false
	}
	lines := bufio.NewScanner(log)
	for lines.Scan() && r.count == "" {
		if _, after, found := strings.Cut(lines.Text(), "The algorithm finished in "); found {
			seconds, err := strconv.ParseFloat(after, 64)
			ok = err == nil
			r.fastest = max(time.Duration(seconds*float64(time.Second)), 1)
		}
		_, r.count, _ = strings.Cut(lines.Text(), "# of products: ")
	}
	cancel()
	_ = command.Wait()
	return r, ok && r.count != ""
}

// result is what a report of SCRAM says of a top gate.
type result struct {
	Products    string  `xml:"products,attr"`
	Probability float64 `xml:"probability,attr"`
	Sets        []struct {
		Events []struct {
			Name string `xml:"name,attr"`
		} `xml:"basic-event"`
	} `xml:"product"`
}

// runSCRAM runs it on a file; DeadlineExceeded is the error when it takes longer.
func runSCRAM(ctx context.Context, limit time.Duration, file string, args ...string) (*result, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	report, err := os.CreateTemp("", "scram-*.xml")
	if err != nil {
		return nil, err
	}
	defer os.Remove(report.Name())
	if err := report.Close(); err != nil {
		return nil, err
	}
	var log bytes.Buffer
	args = append(args, "-o", report.Name(), file)
	command := exec.CommandContext(ctx, "scram", args...) //nolint:gosec // what it runs is fixed
	command.Stderr = &log
	if err := command.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("running scram (Debian package scram): %w\n%s", err, log.String())
	}
	raw, err := os.ReadFile(report.Name())
	if err != nil {
		return nil, err
	}
	var document struct {
		Results []result `xml:"results>sum-of-products"`
	}
	if err := xml.Unmarshal(raw, &document); err != nil {
		return nil, fmt.Errorf("reading SCRAM's report: %w", err)
	}
	if len(document.Results) != 1 {
		return nil, fmt.Errorf("SCRAM reports on %d top gates", len(document.Results))
	}
	return &document.Results[0], nil
}
