package failure

import (
	"github.com/faultline-dev/faultline/catalog"
)

// change is a remedy that the improvement search tries: the model is built anew as if
// it had been made.
type change struct {
	id   string // of the resource
	kind changeKind
}

type changeKind string

const (
	addStandby  changeKind = "standby"  // a second running copy, in another zone
	addZone     changeKind = "zone"     // placed in a further zone, with a copy there
	onePerZone  changeKind = "per zone" // one gateway in each zone that leaves through it
	addMember   changeKind = "member"   // a further cluster member, in another zone
	addReplica  changeKind = "replica"  // a copy in another region
	addBackup   changeKind = "backup"   // backups that are kept
	moveBackups changeKind = "copy"     // backups copied to another region
	awayBackups changeKind = "away"     // backups copied to another account
)

func (m *Model) has(id string, kind changeKind) bool {
	for _, c := range m.options.changes {
		if c.id == id && c.kind == kind {
			return true
		}
	}
	return false
}

// changed is the habitat after the changes that are tried.
func (b *builder) changed(u *unit, l catalog.Lives) catalog.Lives {
	switch {
	case b.has(u.r.ID, addStandby):
		if len(u.places.list) == 1 && u.places.all {
			u.places = withZone(u.places, b.otherZone(u))
		}
		return catalog.Lives{In: catalog.InCopies, Count: []string{"2"}, Apart: true}
	case b.has(u.r.ID, addZone):
		u.places = withZone(u.places, b.otherZone(u))
		if l.In == catalog.InZone {
			return catalog.Lives{In: catalog.InZones}
		}
		if l.In == catalog.InCopies {
			n := max(2, len(u.places.list))
			return catalog.Lives{In: catalog.InCopies, Count: []string{itoa(n)}}
		}
	}
	return l
}

// otherZone is a zone in which a resource is not: the most used of its region, or one
// that nothing names yet.
func (b *builder) otherZone(u *unit) place {
	region := regionOf(u.r)
	for _, z := range b.zonesOf(region) {
		taken := false
		for _, at := range u.places.list {
			taken = taken || at.zone == z
		}
		if !taken {
			return place{zone: z, region: region}
		}
	}
	return place{zone: "another zone of " + region, region: region}
}

func withZone(p settled, at place) settled {
	p.list = append(append([]place{}, p.list...), at)
	p.all, p.sure = true, true
	return p
}
