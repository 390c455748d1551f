package catalog

import "slices"

// Role is what a type does in an architecture.
type Role string

// The closed set of roles.
const (
	Access      Role = "access" // who may do what
	Alarm       Role = "alarm"
	API         Role = "api"
	Backup      Role = "backup"
	Balancer    Role = "balancer"
	Cache       Role = "cache"
	CDN         Role = "cdn"
	Cluster     Role = "cluster"
	Compute     Role = "compute"
	Database    Role = "database"
	DNS         Role = "dns"
	Function    Role = "function"
	Gateway     Role = "gateway"
	Group       Role = "group"    // instances that are replaced by themselves
	Identity    Role = "identity" // who the users are
	Key         Role = "key"
	Network     Role = "network"
	Notice      Role = "notice" // who is told
	Queue       Role = "queue"
	Replication Role = "replication"
	Satellite   Role = "satellite" // configures another resource
	Scaling     Role = "scaling"
	Scope       Role = "scope"  // holds others without doing anything: a resource group
	Secret      Role = "secret" // credentials and settings that are read at run time
	Server      Role = "server"
	Storage     Role = "storage"
	Stream      Role = "stream"
	Subnet      Role = "subnet"
	SubnetGroup Role = "subnet_group"
	TargetGroup Role = "target_group"
	Template    Role = "template" // what compute is started from
	Topic       Role = "topic"
	Trigger     Role = "trigger"  // starts work at a time or on an event
	Workflow    Role = "workflow" // calls others, step by step
)

// Roles lists every role, sorted.
func Roles() []Role {
	return []Role{
		Access, Alarm, API, Backup, Balancer, Cache, CDN, Cluster, Compute, Database, DNS, Function, Gateway, Group, Identity, Key,
		Network, Notice, Queue, Replication, Satellite, Scaling, Scope, Secret, Server, Storage, Stream, Subnet, SubnetGroup,
		TargetGroup, Template, Topic, Trigger, Workflow,
	}
}

// Runs reports whether resources of the role execute code of their own, or steps. A
// template does not: what is started from it does.
func (r Role) Runs() bool {
	return r == Compute || r == Function || r == Group || r == Workflow
}

// Stores reports whether resources of the role keep data that compute reads or writes.
func (r Role) Stores() bool {
	return slices.Contains([]Role{Database, Cache, Storage, Queue, Topic, Stream, Server, Secret, Identity}, r)
}
