package config

import (
	"fmt"
	"regexp"

	"go.yaml.in/yaml/v4"
)

// Assume is what is taken for true of an account where its configuration asks for it.
// An empty value leaves the default, or leaves it unknown.
type Assume struct {
	// AccountID has twelve digits.
	AccountID string
	// Zones are the suffixes of the zones of every region: a, b, c.
	Zones []string
	// CanonicalUserID has 64 hexadecimal digits.
	CanonicalUserID string
	// OrganizationID begins with o-.
	OrganizationID string
}

func (a *Assume) readers() readers {
	return readers{
		"account_id":        formInto(&a.AccountID, "account_id", `^[0-9]{12}$`, "12 digits, in quotes"),
		"canonical_user_id": formInto(&a.CanonicalUserID, "canonical_user_id", `^[0-9a-f]{64}$`, "64 hexadecimal digits"),
		"organization_id":   formInto(&a.OrganizationID, "organization_id", `^o-[a-z0-9]{10,32}$`, "o- and 10 to 32 letters or digits"),
		"zones": func(n *yaml.Node) error {
			if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
				return fmt.Errorf("line %d: zones is empty; a region has at least one", n.Line)
			}
			var words []Word
			if err := wordsInto(&words)(n); err != nil {
				return err
			}
			for _, w := range words {
				if !regexp.MustCompile(`^[a-z]$`).MatchString(w.Text) {
					return fmt.Errorf("line %d: a zone is a letter such as a, not %q", w.Line, w.Text)
				}
				a.Zones = append(a.Zones, w.Text)
			}
			return nil
		},
	}
}

// formInto reads a text of a form. A number keeps the digits that were written.
func formInto(into *string, name, form, say string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if err := scalar(n, into); err != nil {
			return err
		}
		if !regexp.MustCompile(form).MatchString(*into) {
			return fmt.Errorf("line %d: %s must be %s, not %q", n.Line, name, say, *into)
		}
		return nil
	}
}
