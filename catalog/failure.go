package catalog

import "github.com/faultline-dev/faultline/graph"

// Failure is how resources of a type fail, and how they come back. What its words
// mean for a service is stated in docs/failure-model.md.
type Failure struct {
	// Lives says what takes a resource down: the first entry whose conditions hold.
	Lives []Lives
	// Redundant is set where the targets of routes_to stand in for each other;
	// otherwise each of them serves requests of its own.
	Redundant bool
	// Soft is set where whatever uses the resource goes on without it, degraded.
	Soft bool
	// Recovery are the ways back: of those for a loss, the first whose conditions hold.
	Recovery []Recovery
	// SLA are the availabilities that the provider promises: the first that holds.
	SLA []SLA
}

// Habitat is where a resource lives, which decides what takes it down.
type Habitat string

// The habitats.
const (
	// InWorld is run by the provider in many regions: no loss of a region takes it down.
	InWorld Habitat = "world"
	// InRegion is run by the provider across the zones of its region.
	InRegion Habitat = "region"
	// InZones runs in each of the zones it was given and goes with the last of them.
	InZones Habitat = "zones"
	// InZone is one component in one zone, that can fail by itself.
	InZone Habitat = "zone"
	// InCopies is a number of running copies of which any one is enough.
	InCopies Habitat = "copies"
	// InMembers is up while one of its members is (edges member_of that end at it).
	InMembers Habitat = "members"
)

// Habitats lists every habitat.
func Habitats() []Habitat {
	return []Habitat{InWorld, InRegion, InZones, InZone, InCopies, InMembers}
}

// Lives is one habitat and when it applies.
type Lives struct {
	In   Habitat
	When []Condition
	// Count are the attributes that say how many copies run: the first that has a
	// value counts. A text is a number itself ("2").
	Count []string
	// Extra is added to the count (one primary beside the replicas).
	Extra int
	// Minimum is the attribute with the number of copies that the load needs; fewer
	// leave the resource degraded.
	Minimum string
	// Stacked is set where copies may share a zone although there are others.
	Stacked bool
	// Apart is set where the provider sees to it that the copies are in different zones,
	// whether or not those are known.
	Apart bool
	// Quorum is set where more than half of the zones with copies must be left.
	Quorum bool
	// Component is set where it can also fail as a whole by itself, in whatever zones.
	Component bool
	// Managed is set where the provider replaces what fails inside a zone without an
	// outage, so that only the zone takes it down.
	Managed bool
}

// Loss is what a recovery is from.
type Loss string

// The scopes of a loss.
const (
	LoseInstance Loss = "instance"
	LoseZone     Loss = "zone"
	LoseRegion   Loss = "region"
	LoseData     Loss = "data" // deleted or corrupted; the service itself runs
	LoseAccount  Loss = "account"
)

// Losses lists every scope, smallest first.
func Losses() []Loss { return []Loss{LoseInstance, LoseZone, LoseRegion, LoseData, LoseAccount} }

// Recovery is one way back from a loss.
type Recovery struct {
	Lose []Loss
	When []Condition
	// Given names a circumstance that is no attribute, such as a copy in another
	// region; see [Circumstances].
	Given     string
	Mechanism string
	// Automatic is set where nobody has to do anything.
	Automatic bool
	// Takeover is set where something that already runs takes over: the resource is
	// degraded until then. Otherwise it is down until it has recovered.
	Takeover bool
	// RTO and RPO are seconds; [NoFigure] where none is known, [Never] where the
	// mechanism brings nothing back.
	RTO, RPO float64
	// Estimate is set where a figure has no published source.
	Estimate bool
	// Source says who publishes the figures, and as of when.
	Source string
}

// Figures that are no seconds.
const (
	NoFigure = -1.0
	Never    = -2.0
)

// SLA is an availability that the provider promises: a threshold for refunds,
// neither forecast nor guarantee.
type SLA struct {
	When []Condition
	// Zones is in how many zones the resource has to run, for certain; 0 asks for none.
	Zones  int
	Value  float64 // 0.9995
	Source string
}

// Circumstances are what [Recovery.Given] can ask for; the failure analysis knows
// how to see each in the graph.
func Circumstances() []string {
	return []string{"backup_plan", "cross_account_backup", "cross_region_backup", "cross_region_replica", "spare_zone", "zone_replica"}
}

// Answer says whether conditions hold.
type Answer uint8

// The answers. Maybe means that it hangs on an unknown value.
const (
	No    = Answer(no)
	Maybe = Answer(maybe)
	Yes   = Answer(yes)
)

// Holds evaluates conditions on the attributes of a resource. For Maybe it also
// returns what would have to be supplied.
func Holds(when []Condition, r *graph.Resource) (Answer, []string) {
	a, needs := holds(when, r.Attributes, r, "")
	return Answer(a), needs
}

// Texts returns the known texts at a path shape of a resource, in the order in
// which they stand; "*" stands for any key.
func Texts(r *graph.Resource, shape string) []string {
	var all []string
	for _, t := range texts(r.Attributes, shape) {
		all = append(all, t.value)
	}
	return all
}
