package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
)

// sourceDrift is which difference from the code is a weakness.
type sourceDrift struct {
	Weaker any      `yaml:"weaker"`
	Order  []string `yaml:"order"`
	Unless string   `yaml:"unless"`
}

// compile checks that the direction fits the kind of the attribute.
func (d *sourceDrift) compile(kind catalog.Kind) (catalog.Drift, error) {
	if d == nil {
		return catalog.Drift{}, nil
	}
	out := catalog.Drift{Order: d.Order, Unless: d.Unless}
	if len(d.Order) > 0 {
		out.Weaker = catalog.Earlier
	} else {
		out.Weaker = catalog.Weaker(fmt.Sprint(d.Weaker))
	}
	fits := map[catalog.Weaker][]catalog.Kind{
		catalog.Lower: {catalog.Number, catalog.String}, catalog.Higher: {catalog.Number, catalog.String},
		catalog.Off: {catalog.Bool, catalog.String}, catalog.On: {catalog.Bool, catalog.String},
		catalog.Fewer: {catalog.List, catalog.Blocks, catalog.Map, catalog.String, catalog.Any}, catalog.More: {catalog.List, catalog.Blocks},
		catalog.Earlier: {catalog.String},
	}[out.Weaker]
	if out.Weaker == catalog.Different {
		return out, nil
	}
	if slices.Contains(fits, kind) {
		return out, nil
	}
	return out, fmt.Errorf("drift %s does not fit an attribute of kind %s", out.Weaker, kind)
}

func driftLiteral(d catalog.Drift) string {
	fields := []string{"Weaker: " + fmt.Sprintf("%q", d.Weaker)}
	if len(d.Order) > 0 {
		fields = append(fields, fmt.Sprintf("Order: %#v", d.Order))
	}
	if d.Unless != "" {
		fields = append(fields, fmt.Sprintf("Unless: %q", d.Unless))
	}
	return "Drift{" + strings.Join(fields, ", ") + "}"
}

// driftRows lists the attributes that are compared.
func driftRows(all []catalog.Attribute, prefix string) (rows []string) {
	for _, a := range all {
		if a.Drift.Weaker != "" {
			rows = append(rows, fmt.Sprintf("`%s%s` %s", prefix, a.Name, driftText(a.Drift)))
		}
		rows = append(rows, driftRows(a.Attributes, prefix+a.Name+".")...)
	}
	return rows
}

// driftText says the same in words.
func driftText(d catalog.Drift) string {
	text := map[catalog.Weaker]string{
		catalog.Lower: "lower", catalog.Higher: "higher", catalog.Off: "false", catalog.On: "true", catalog.Fewer: "fewer or absent",
		catalog.More: "more", catalog.Different: "no direction", catalog.Earlier: "in order " + strings.Join(d.Order, ", "),
	}[d.Weaker]
	if d.Unless != "" {
		text += ", unless " + d.Unless
	}
	return text
}
