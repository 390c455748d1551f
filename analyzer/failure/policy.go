package failure

import (
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// Policy is what was promised for some services.
type Policy struct {
	// Services, Paths and Addresses are patterns, Tags are of entries; a service is
	// meant when all that are given match. None given means every service.
	Services, Paths, Addresses []string
	Tags                       map[string]string
	// Availability is between 0 and 1; 0 where none was promised.
	Availability float64
	// Targets by what is lost.
	Targets map[catalog.Loss]Target
	// Survive are the losses that must not take the service down.
	Survive []catalog.Loss
}

// Target are the most seconds that recovery may take and that data may be lost of;
// nil where nothing was promised.
type Target struct {
	RTO, RPO *float64
	// Retention is how many seconds backups have to be kept, for [catalog.LoseData].
	Retention *float64
	// Approach is how to recover in another region, in the words of AWS Resilience Hub.
	Approach string
}

// policyOf returns the first policy that means a service, or nil.
func policyOf(policies []Policy, s *Service) *Policy {
	for i := range policies {
		if policies[i].means(s) {
			return &policies[i]
		}
	}
	return nil
}

func (p *Policy) means(s *Service) bool {
	if len(p.Services) > 0 && !matchesAny(p.Services, s.ID) {
		return false
	}
	entry := s.Entry[0]
	if len(p.Addresses) > 0 && !matchesAny(p.Addresses, entry.ID) {
		return false
	}
	if len(p.Paths) > 0 && (entry.Location == nil || !matchesAny(p.Paths, entry.Location.File)) {
		return false
	}
	return tagged(entry, p.Tags)
}

// Fall is a loss that a policy says a service must survive and that takes it down.
type Fall struct {
	Service *Service
	Event   Event
	// Reasons say what went down and why, nearest to the entry first.
	Reasons []Reason
}

// Sentence says what happens.
func (f *Fall) Sentence() string {
	text := "Losing " + f.Event.Phrase() + " takes " + f.Service.ID + " down, which its policy says must survive it"
	if len(f.Reasons) > 0 {
		text += ": " + f.Reasons[0].Resource.ID + ", " + f.Reasons[0].Text
	}
	return text + "."
}

// Falls lists the losses that policies say must be survived and are not, by service.
// A nil list of services stands for all.
func (m *Model) Falls(services []*Service, policies []Policy) []Fall {
	if services == nil {
		services = m.services
	}
	var falls []Fall
	for _, s := range services {
		p := policyOf(policies, s)
		if p == nil {
			continue
		}
		x := m.simulatorOf(s)
		for _, lose := range p.Survive {
			for _, e := range x.losses(s, lose) {
				x.lose([]Event{e}, nil)
				if x.e.Failed(s.down) {
					falls = append(falls, Fall{Service: s, Event: e, Reasons: x.reasons(s, false)})
				}
			}
		}
	}
	return falls
}

// Graph is the graph that the model was made of.
func (m *Model) Graph() *graph.Graph { return m.g }
