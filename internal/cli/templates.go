package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// isTemplate reports whether a file that is named is a CloudFormation template rather
// than a plan: by its ending, or for JSON by what it holds.
func isTemplate(file string) bool {
	if !strings.EqualFold(filepath.Ext(file), ".json") {
		return !strings.EqualFold(filepath.Ext(file), ".tfstate") && cloudformation.HasTemplateName(file)
	}
	f, err := os.Open(file) //nolint:gosec // the user names it
	if err != nil {
		return false
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, 16<<20))
	return err == nil && cloudformation.Recognise(src)
}

// templates are what was read of CloudFormation.
type templates struct {
	builder *graph.Builder
	stats   cloudformation.Stats
}

// found reports whether there are any.
func (t *templates) found() bool { return len(t.stats.Files) > 0 }

func (t *templates) addTo(b *graph.Builder, stats *terraform.Stats) {
	b.Merge(t.builder)
	stats.FilesRead += t.stats.FilesRead
	stats.FilesFailed += t.stats.FilesFailed
	stats.Roots = append(stats.Roots, t.stats.Stacks...)
}

func (in *inputFlags) parseTemplates(ctx context.Context, env *Env, ws *workspace, exclude []string) (*templates, error) {
	o := cloudformation.Options{
		FS: ws.root.FS(), Dirs: ws.dirs, Files: ws.templates, Exclude: exclude, Display: ws.display, Workers: in.workers,
		Region: first(in.region, ws.config.Region), Account: ws.config.Assume.AccountID, Zones: ws.config.Assume.Zones, Stacks: stacks(ws.config),
		Relative: func(p string) (string, bool) { return relativeTo(ws.boundary, filepath.FromSlash(p)) },
	}
	for _, v := range in.parameters {
		if v.file == "" {
			o.Inputs = append(o.Inputs, cloudformation.Input{Name: v.name, Value: v.text})
			continue
		}
		rel, err := ws.below(env, "parameter-file", v.file)
		if err != nil {
			return nil, err
		}
		o.Inputs = append(o.Inputs, cloudformation.Input{File: rel})
	}
	b, stats, err := cloudformation.Parse(ctx, o)
	if err != nil {
		return nil, err
	}
	if len(stats.Undeclared) > 0 {
		return nil, fmt.Errorf("no template declares the parameter %s, which --param sets", strings.Join(stats.Undeclared, ", "))
	}
	return &templates{b, stats}, nil
}

// stacks are the deployments of the configuration.
func stacks(c *config.Config) []cloudformation.Stack {
	var out []cloudformation.Stack
	for _, s := range c.Stacks {
		d := cloudformation.Stack{Template: s.Template, Name: s.Name, Region: s.Region, Account: s.Account}
		for _, f := range s.ParameterFiles {
			d.Inputs = append(d.Inputs, cloudformation.Input{File: f})
		}
		for _, p := range s.Parameters {
			d.Inputs = append(d.Inputs, cloudformation.Input{Name: p.Name, Value: parameterText(p)})
		}
		out = append(out, d)
	}
	return out
}

// parameterText is a value as CloudFormation's command line has it: lists with commas.
func parameterText(v config.Variable) string {
	items, ok := v.Data.([]any)
	if !ok {
		return v.Text
	}
	parts := make([]string, len(items))
	for i, e := range items {
		parts[i] = fmt.Sprint(e)
	}
	return strings.Join(parts, ",")
}
