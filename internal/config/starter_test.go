package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/internal/config"
)

// TestStarter holds that whatever was found, hostile names among it, becomes a
// configuration that is read back and that the schema takes.
func TestStarter(t *testing.T) {
	t.Parallel()
	const hostile = "a\"b\n# c: \\ {d}\r\tü\u2028 - e"
	for name, found := range map[string]*config.Found{
		"nothing": {},
		"all": {
			Roots: []string{"live/prod", "live/dev"}, Examples: []string{"./examples"}, RegionUnknown: true, Regions: []string{"eu-west-1"},
			VarFiles:     []string{"app/prod.tfvars"},
			Environments: []config.FoundEnvironment{{Name: "development", Paths: []string{"./live/dev"}}, {Name: "production", Paths: []string{"./live/prod"}}},
		},
		"hostile": {
			Roots: []string{hostile}, Examples: []string{hostile}, VarFiles: []string{hostile},
			Environments: []config.FoundEnvironment{{Name: "test", Paths: []string{hostile}}},
		},
		"many": {Roots: make([]string, 100)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := config.Starter(found)
			c, err := config.Parse(text)
			if err != nil {
				t.Fatalf("%v in\n%s", err, text)
			}
			if err := validate(t, string(text)); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(found.Examples, c.Exclude); diff != "" {
				t.Errorf("examples (-found +read):\n%s", diff)
			}
			var read []config.FoundEnvironment
			for _, e := range c.Environments {
				f := config.FoundEnvironment{Name: e.Name.Text}
				for _, w := range e.Selector.Paths {
					f.Paths = append(f.Paths, w.Text)
				}
				read = append(read, f)
			}
			if diff := cmp.Diff(found.Environments, read); diff != "" {
				t.Errorf("environments (-found +read):\n%s", diff)
			}
		})
	}
}
