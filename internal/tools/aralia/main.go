package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
	"syscall"
	"runtime/pprof"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/analyzer/faulttree/openpsa"
)

func cpu() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(0, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func main() {
	order, _ := strconv.Atoi(os.Args[1])
	if p := os.Getenv("PROF"); p != "" {
		f, _ := os.Create(p)
		pprof.StartCPUProfile(f)
		defer pprof.StopCPUProfile()
	}
	var sum time.Duration
	for _, name := range os.Args[2:] {
		f, _ := os.Open(name)
		m, err := openpsa.Read(f)
		if err != nil {
			fmt.Println(name, err)
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		s, c0 := time.Now(), cpu()
		c, err := m.Tree.CutSets(ctx, m.Gates[m.Tops[0]], faulttree.Options{Order: order, Limit: 1})
		d := time.Since(s)
		sum += d
		fmt.Printf("%-12s %v %d %v %s %v %v\n", filepath.Base(name), m.Tops, c.Total, c.Order, c.Reason, d, cpu()-c0)
		if err != nil { fmt.Println(err) }
		cancel()
	}
	fmt.Println(sum)
}
