// Command fidelity measures how far the graph that faultline builds without Terraform
// agrees with what Terraform planned.
//
//	go run ./internal/tools/fidelity -plans PLANS -sources SOURCES [-top N] [NAME…]
//
// PLANS holds index.json, NAME.json.gz and compare.py; SOURCES holds the laid-out
// sources of each plan. It runs `graph --raw` on every root and hands the results to
// the comparator, which prints the total and the top disagreements; the mean per plan
// is added here. Python 3 is needed for the comparator.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/faultline-dev/faultline/internal/cli"
)

func main() {
	plans := flag.String("plans", "", "directory of the plans")
	sources := flag.String("sources", "", "directory of the laid-out sources")
	top := flag.Int("top", 20, "disagreements to print")
	region := flag.String("region", "eu-west-1", "region where a provider block has none")
	flag.Parse()
	if *plans == "" || *sources == "" {
		fmt.Fprintln(os.Stderr, "fidelity: -plans and -sources are needed (make fidelity PLANS=… SOURCES=…)")
		os.Exit(2)
	}
	if err := run(*plans, *sources, *region, *top, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "fidelity:", err)
		os.Exit(1)
	}
}

func run(plans, sources, region string, top int, only []string) error {
	var index map[string]struct {
		Root string `json:"root"`
	}
	raw, err := os.ReadFile(filepath.Join(plans, "index.json")) //nolint:gosec // the caller names it
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, &index); err != nil {
		return fmt.Errorf("reading index.json: %w", err)
	}
	out, err := os.MkdirTemp("", "fidelity")
	if err != nil {
		return err
	}
	defer os.RemoveAll(out)
	var elapsed time.Duration
	for name, e := range index {
		if len(only) > 0 && !slices.Contains(only, name) {
			continue
		}
		start := time.Now()
		if err := evaluate(sources, filepath.Join(sources, name, e.Root), region, filepath.Join(out, name+".json")); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		elapsed += time.Since(start)
	}
	cmd := exec.Command("python3", filepath.Join(plans, "compare.py"), "--batch", plans, out, "--top", strconv.Itoa(top)) //nolint:gosec,noctx // the caller's own comparator
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.MultiWriter(os.Stdout, &text), os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("running the comparator: %w", err)
	}
	fmt.Printf("mean per plan: address recall %.2f%%, written attributes that agree %.2f%%\n", mean(text.String(), recall), mean(text.String(), agreement)) //nolint:forbidigo // a tool's output
	fmt.Printf("evaluation of %d roots: %.1f s wall\n", len(index), elapsed.Seconds())                                                                      //nolint:forbidigo // a tool's output
	return nil
}

func evaluate(boundary, dir, region, into string) error {
	f, err := os.Create(into) //nolint:gosec // in a folder made here
	if err != nil {
		return err
	}
	defer f.Close()
	var problems bytes.Buffer
	code := cli.Main(context.Background(), []string{
		"graph", "--raw", "--incomplete=warn", "--boundary", boundary, "--region", region, "--as-root", dir, dir,
	}, &cli.Env{Stdout: f, Stderr: &problems, Now: time.Now})
	if code != cli.ExitClean {
		return fmt.Errorf("exit code %d: %s", code, strings.TrimSpace(problems.String()))
	}
	return f.Close()
}

// The comparator prints per plan: name, planned, found, both, agreement of written
// attributes, agreement of the others.
var perPlan = regexp.MustCompile(`(?m)^(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s+([0-9.]+|nan)%`)

func recall(m []string) (float64, bool) {
	planned, err1 := strconv.ParseFloat(m[2], 64)
	both, err2 := strconv.ParseFloat(m[4], 64)
	return 100 * both / planned, err1 == nil && err2 == nil && planned > 0
}

func agreement(m []string) (float64, bool) {
	v, err := strconv.ParseFloat(m[5], 64)
	return v, err == nil && m[5] != "nan"
}

func mean(text string, f func([]string) (float64, bool)) float64 {
	sum, n := 0.0, 0
	for _, m := range perPlan.FindAllStringSubmatch(text, -1) {
		if v, ok := f(m); ok {
			sum, n = sum+v, n+1
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
