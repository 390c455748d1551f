package plan

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Physical is what a state knows of a managed resource: what it became.
type Physical struct{ Address, ARN, ID string }

// ErrNotRawState is returned for input that is no state file itself, such as what
// terraform show -json prints of one.
var ErrNotRawState = errors.New("not a Terraform state file")

// rawVersion is the only form of state files that Terraform has written since 0.12.
const rawVersion = 4

// maxRawState bounds a state file; the largest that backends take are far smaller.
const maxRawState = 1 << 30

// ReadRawState reads the addresses and IDs of a state file as Terraform keeps it
// (terraform.tfstate, terraform state pull). Nothing else of it is read: its values have
// every secret, and their form is Terraform's own affair.
func ReadRawState(src io.Reader) ([]Physical, error) {
	var state struct {
		Version   int     `json:"version"`
		Lineage   *string `json:"lineage"`
		Serial    *int64  `json:"serial"`
		Resources []struct {
			Module    string `json:"module"`
			Mode      string `json:"mode"`
			Type      string `json:"type"`
			Name      string `json:"name"`
			Instances []struct {
				IndexKey   any    `json:"index_key"`
				Deposed    string `json:"deposed"`
				Attributes struct {
					ARN any `json:"arn"`
					ID  any `json:"id"`
				} `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.NewDecoder(io.LimitReader(src, maxRawState)).Decode(&state); err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	switch {
	case state.Lineage == nil && state.Serial == nil:
		return nil, ErrNotRawState
	case state.Version != rawVersion:
		return nil, fmt.Errorf("the state has version %d, this faultline reads version %d; terraform show -json prints one that it can read", state.Version, rawVersion)
	}
	var found []Physical
	for i := range state.Resources {
		r := &state.Resources[i]
		if r.Mode != "managed" {
			continue
		}
		address := r.Type + "." + r.Name
		if r.Module != "" {
			address = r.Module + "." + address
		}
		for _, instance := range r.Instances {
			if instance.Deposed != "" {
				continue
			}
			p := Physical{Address: address}
			switch key := instance.IndexKey.(type) {
			case float64:
				p.Address += "[" + strconv.Itoa(int(key)) + "]"
			case string:
				p.Address += "[" + strconv.Quote(key) + "]"
			}
			p.ARN, _ = instance.Attributes.ARN.(string)
			p.ID, _ = instance.Attributes.ID.(string)
			found = append(found, p)
		}
	}
	return found, nil
}
