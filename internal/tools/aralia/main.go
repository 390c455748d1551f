// Command aralia compares analyzer/faulttree with SCRAM, an independent implementation
// in C++ (Debian package scram).
//
//	go run ./internal/tools/aralia [-order N] [-repeat N] [-second] [-race] DIR [TREE…]
//	go run ./internal/tools/aralia -random N
//
// DIR holds fault trees in Open-PSA XML, as those of the Aralia benchmark, and
// scram-0.16.2.csv with the counts that are to be met. The first form counts the
// minimal cut sets of each tree and tells the time; -second counts them with the other
// engine as well; -race runs SCRAM beside it. The second form makes random trees and
// compares every cut set and the probability. It fails when anything differs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
)

func main() {
	var o options
	flag.IntVar(&o.order, "order", 4, "largest size of a cut set")
	flag.IntVar(&o.repeat, "repeat", 3, "runs of which the fastest counts")
	flag.BoolVar(&o.second, "second", false, "count with the other engine as well")
	flag.BoolVar(&o.race, "race", false, "run SCRAM beside it")
	random := flag.Int("random", 0, "compare so many random trees with SCRAM")
	flag.Parse()
	var err error
	switch {
	case *random > 0:
		err = compareRandom(context.Background(), os.Stdout, *random)
	case flag.NArg() == 0:
		fmt.Fprintln(os.Stderr, "aralia: name the directory of the trees (make aralia ARALIA=…)")
		os.Exit(2)
	default:
		o.dir, o.only = flag.Arg(0), flag.Args()[1:]
		err = compare(context.Background(), os.Stdout, o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "aralia:", err)
		os.Exit(1)
	}
}
