package services

import (
	"os"
	"testing"
)

// runIn plays a scenario against several emulators, which can do different things.
func (s *scenario) runIn(t *testing.T, emulators ...string) {
	t.Helper()
	for _, emulator := range emulators {
		t.Run(emulator, func(t *testing.T) { s.run(t, emulator) })
	}
}

// at reports which emulator is seeded: none of them can do everything.
func at(emulator string) bool { return os.Getenv("FAULTLINE_EMULATOR") == emulator }

// done fails a test for an error of a seed whose answer nobody needs.
func done(t *testing.T) func(any, error) {
	t.Helper()
	return func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
}
