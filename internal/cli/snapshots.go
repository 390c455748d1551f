package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/snapshot"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// isSnapshot reports whether a file is a snapshot of accounts, by its first bytes.
func isSnapshot(file string) bool {
	f, err := os.Open(file) //nolint:gosec // the user names it
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 4<<10)
	n, _ := io.ReadFull(f, head)
	return snapshot.Recognise(head[:n])
}

// addSnapshot gives a snapshot the path to show, as addFile does for plans.
func (ws *workspace) addSnapshot(i input) {
	if slices.ContainsFunc(ws.snapshots, func(f planFile) bool { return f.path == i.path }) {
		return // named twice
	}
	shown, ok := relativeTo(ws.base, i.path)
	if !ok {
		shown = filepath.Base(i.path)
	}
	ws.snapshots = append(ws.snapshots, planFile{i.path, shown})
}

// parseSnapshots adds what snapshots hold.
func (ws *workspace) parseSnapshots(ctx context.Context, workers int, b *graph.Builder, stats *terraform.Stats) error {
	for _, s := range ws.snapshots {
		read, found, err := readSnapshot(ctx, s.path, snapshot.Options{Name: s.shown, Workers: workers})
		if err != nil {
			return err
		}
		b.Merge(read)
		ws.coverage.Add(found)
		if found.Cut {
			stats.FilesFailed++
		} else {
			stats.FilesRead++
		}
	}
	return nil
}

func readSnapshot(ctx context.Context, path string, o snapshot.Options) (*graph.Builder, snapshot.Stats, error) {
	f, err := os.Open(path) //nolint:gosec // the user names it
	if err != nil {
		return nil, snapshot.Stats{}, fmt.Errorf("reading %s: %w", o.Name, err)
	}
	defer f.Close()
	return snapshot.Parse(ctx, f, o)
}
