package snapshot_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// resource is number i of very many.
func resource(i int) *snapshot.Resource {
	return &snapshot.Resource{
		Type: "AWS::RDS::DBInstance", ID: fmt.Sprintf("arn:aws:rds:eu-west-1:%012d:db:orders-%d", i/100_000, i), Ref: fmt.Sprintf("orders-%d", i),
		Account: fmt.Sprintf("%012d", i/100_000), Region: "eu-west-1",
		Properties: map[string]any{
			"MultiAZ": i%3 == 0, "BackupRetentionPeriod": i % 35, "Engine": "postgres", "DBSubnetGroupName": fmt.Sprintf("data-%d", i%50),
			"Tags": []any{map[string]any{"Key": "Name", "Value": fmt.Sprintf("orders-%d", i)}},
		},
	}
}

// BenchmarkMillion writes a million resources and reads them again record by record.
// The heap that either needs is reported, and bounded: it does not grow with the file.
func BenchmarkMillion(b *testing.B) {
	const many = 1_000_000
	const bound = 64 << 20
	for b.Loop() {
		var base, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&base)
		most := uint64(0)
		look := func(i int) {
			if i%100_000 == 0 {
				runtime.GC()
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc-min(base.HeapAlloc, now.HeapAlloc))
			}
		}
		from, to := io.Pipe()
		go func() {
			w, err := snapshot.NewWriter(to, header())
			for i := 0; i < many && err == nil; i++ {
				err = w.Write(snapshot.Record{Resource: resource(i)})
			}
			if err == nil {
				err = w.Close()
			}
			to.CloseWithError(err)
		}()
		in, err := snapshot.NewReader(from)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for ; err == nil; n++ {
			look(n)
			_, err = in.Next()
		}
		in.Close()
		if n != many+1 || err != io.EOF { //nolint:errorlint // a pipe's reader and ours give it as it is
			b.Fatalf("%d resources, then %v", n-1, err)
		}
		b.ReportMetric(float64(most)/(1<<20), "MiB-heap")
		if most > bound {
			b.Errorf("the heap grew to %d MiB", most>>20)
		}
	}
}
