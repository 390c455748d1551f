package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/internal/snapshots"
	"github.com/faultline-dev/faultline/parsers/snapshot"
	"github.com/faultline-dev/faultline/rules"
)

func newSnapshot(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "snapshot",
		Short: "Look into snapshots of live accounts, take the names out, merge them",
		Long: `snapshot works on files that faultline-live snapshot aws wrote. They are recognised by
what is in them, whatever their names, and every command that takes a plan takes them
too. Nothing is read but the files: it works offline like the rest of faultline.`,
		Example: `  faultline snapshot show org.snapshot
  faultline snapshot redact org.snapshot -o for-a-ticket.snapshot
  faultline snapshot merge monday.snapshot tuesday.snapshot -o week.snapshot`,
	}
	cmd.AddCommand(newSnapshotShow(env), newSnapshotRedact(env), newSnapshotMerge(env))
	return cmd
}

// snapshotSource is a file that a user named.
func snapshotSource(env *Env, arg string) snapshots.Source {
	return snapshots.Source{Name: arg, Open: func() (io.ReadCloser, error) {
		f, err := os.Open(inDir(env, arg))
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%s does not exist", arg)
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", arg, errors.Unwrap(err))
		}
		return f, nil
	}}
}

// unreadable says what to do about a file that is no snapshot, or of which nothing can be
// read.
func unreadable(env *Env, arg string, err error) error {
	if damaged, ok := errors.AsType[*snapshot.DamagedError](err); ok {
		fmt.Fprintf(env.Stderr, "faultline: %s: %v\n", arg, damaged)
		return exitError{ExitIncomplete}
	}
	if errors.Is(err, snapshot.ErrNotSnapshot) {
		return fmt.Errorf("%s is not a snapshot; faultline-live snapshot aws --output FILE writes one", arg)
	}
	return err
}

// writeAnew writes a file so that nothing half-written ever has its name: only when all
// went well. The inputs must not be the output.
func writeAnew(env *Env, name string, inputs []string, write func(io.Writer) error) error {
	target := inDir(env, name)
	for _, in := range inputs {
		a, errA := os.Stat(inDir(env, in))
		b, errB := os.Stat(target)
		if errA == nil && errB == nil && os.SameFile(a, b) {
			return fmt.Errorf("--output %s is an input; name another file", name)
		}
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".faultline-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, errors.Unwrap(err))
	}
	defer os.Remove(f.Name())
	if err := errors.Join(write(f), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), target); err != nil {
		return fmt.Errorf("writing %s: %w", name, errors.Unwrap(err))
	}
	return nil
}

func newSnapshotRedact(env *Env) *cobra.Command {
	var output, keyFile string
	cmd := &cobra.Command{
		Use:   "redact FILE",
		Short: "Write a snapshot without names, to hand on",
		Long: `redact replaces account IDs, names, IDs, ARNs, hosts, addresses and the values of tags by
pseudonyms: the same one for the same name wherever it stands, so that relations and
findings are the same as before but for the names. Types, regions, zones, numbers,
settings, the keys of tags and the words that rules look for stay; the messages with
which AWS refused a call are dropped.

Without --key the pseudonyms hang on the content of the file, so that nobody can try out
what they stand for. With the same key, snapshots are redacted alike and can be compared
with faultline diff; keep the key to yourself.`,
		Example: `  faultline snapshot redact org.snapshot -o for-a-ticket.snapshot
  faultline snapshot redact org.snapshot --key ~/redaction.key -o monday.snapshot`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if output == "" {
				return errors.New("--output is missing: name the file to write")
			}
			var key []byte
			if keyFile != "" {
				var err error
				if key, err = os.ReadFile(inDir(env, keyFile)); err != nil {
					return fmt.Errorf("--key %s: %w", keyFile, errors.Unwrap(err))
				}
				const shortest = 16
				if len(key) < shortest {
					return fmt.Errorf("--key %s: it has fewer than %d bytes, so that names could be tried out; openssl rand -out FILE 32 makes one", keyFile, shortest)
				}
			}
			words, err := snapshots.NewVocabulary(rules.FS())
			if err != nil {
				return err
			}
			var result *snapshots.Redacted
			err = writeAnew(env, output, args, func(w io.Writer) (err error) {
				result, err = snapshots.Redact(w, snapshotSource(env, args[0]), words, key)
				return err
			})
			if err != nil {
				return unreadable(env, args[0], err)
			}
			fmt.Fprintf(env.Stdout, "%s: %s, no names\n", output, counted(result.Resources, "resource"))
			if result.Damaged != nil {
				fmt.Fprintf(env.Stderr, "faultline: %s: %v; %s ends there too\n", args[0], result.Damaged, output)
				return exitError{ExitIncomplete}
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "`FILE` to write")
	cmd.Flags().StringVar(&keyFile, "key", "", "`FILE` with a secret key, for the same pseudonyms in several snapshots")
	return cmd
}

func newSnapshotMerge(env *Env) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "merge FILE FILE...",
		Short: "Put several snapshots into one",
		Long: `merge writes one snapshot of several: of accounts that were read apart, or of a later
reading of some regions or services. Of each service in each region of an account the
latest reading counts. If that failed in a call in which an earlier one did not, the
earlier stays, together with the failure: what is known is judged, and the run says that
it is incomplete. What not every input looked for everywhere counts as left out.

Damaged files are refused, and so is a redacted one together with one that is not.`,
		Example: `  faultline snapshot merge production.snapshot staging.snapshot -o all.snapshot
  faultline snapshot merge org.snapshot again.snapshot -o org-complete.snapshot`,
		Args: cobra.MinimumNArgs(2), //nolint:mnd // two are the least to merge
		RunE: func(_ *cobra.Command, args []string) error {
			if output == "" {
				return errors.New("--output is missing: name the file to write")
			}
			sources := make([]snapshots.Source, len(args))
			for i, a := range args {
				sources[i] = snapshotSource(env, a)
			}
			var result *snapshots.Merged
			err := writeAnew(env, output, args, func(w io.Writer) (err error) {
				result, err = snapshots.Merge(w, sources)
				return err
			})
			if err != nil {
				return fmt.Errorf("merging: %w", err)
			}
			fmt.Fprintf(env.Stdout, "%s: %s; %s replaced by later ones", output, counted(result.Resources, "resource"), counted(result.Replaced, "reading"))
			if result.Kept > 0 {
				fmt.Fprintf(env.Stdout, ", %d kept because the later one failed", result.Kept)
			}
			fmt.Fprintln(env.Stdout)
			return nil
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "`FILE` to write")
	return cmd
}

// counted writes "1 resource" or "2 resources".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
