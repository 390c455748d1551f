package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

// race runs SCRAM's three algorithms and gives the count and the time of the fastest,
// as SCRAM itself tells it. An algorithm that takes four times as long as another one
// is stopped.
func race(ctx context.Context, file string, o options) (recorded, error) {
	const most, least = 30 * time.Second, time.Second
	var best recorded
	for range o.repeat {
		for _, algorithm := range []string{"bdd", "zbdd", "mocus"} {
			limit := most
			if best.fastest > 0 {
				limit = min(max(least, 4*best.fastest), most)
			}
			r, err := runSCRAM(ctx, limit, file, "--"+algorithm, "-l", strconv.Itoa(o.order))
			switch {
			case errors.Is(err, context.DeadlineExceeded):
				continue
			case err != nil:
				return best, err
			case best.count != "" && best.count != r.Products:
				return best, fmt.Errorf("SCRAM contradicts itself: %s and %s cut sets", best.count, r.Products)
			}
			best.count = r.Products
			if best.fastest == 0 || r.time < best.fastest {
				best.fastest = r.time
			}
		}
		if best.fastest == 0 {
			break
		}
	}
	return best, nil
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

	time time.Duration
}

// runSCRAM runs it on a file; DeadlineExceeded is the error when it takes longer.
func runSCRAM(ctx context.Context, limit time.Duration, file string, args ...string) (*result, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	report, err := os.CreateTemp("", "scram-*.xml")
	if err != nil {
		return nil, err
	}
	defer os.Remove(report.Name()) //nolint:errcheck // a temporary file
	if err := report.Close(); err != nil {
		return nil, err
	}
	var log bytes.Buffer
	args = append(args, "--verbosity", "5", "-o", report.Name(), file)
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
	r := &document.Results[0]
	if found := regexp.MustCompile(`algorithm finished in ([0-9.e+-]+)`).FindSubmatch(log.Bytes()); found != nil {
		seconds, err := strconv.ParseFloat(string(found[1]), 64)
		if err != nil {
			return nil, fmt.Errorf("reading SCRAM's time: %w", err)
		}
		r.time = max(time.Duration(seconds*float64(time.Second)), 1)
	}
	return r, nil
}
