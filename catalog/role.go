package catalog

// Role is what a type does in an architecture.
type Role string

// The closed set of roles.
const (
	Access      Role = "access" // who may do what
	Alarm       Role = "alarm"
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
	Group       Role = "group" // instances that are replaced by themselves
	Key         Role = "key"
	Network     Role = "network"
	Notice      Role = "notice" // who is told
	Queue       Role = "queue"
	Replication Role = "replication"
	Satellite   Role = "satellite" // configures another resource
	Scaling     Role = "scaling"
	Scope       Role = "scope" // holds others without doing anything: a resource group
	Server      Role = "server"
	Storage     Role = "storage"
	Stream      Role = "stream"
	Subnet      Role = "subnet"
	SubnetGroup Role = "subnet_group"
	TargetGroup Role = "target_group"
	Template    Role = "template" // what compute is started from
	Topic       Role = "topic"
)

// Roles lists every role, sorted.
func Roles() []Role {
	return []Role{
		Access, Alarm, Backup, Balancer, Cache, CDN, Cluster, Compute, Database, DNS, Function, Gateway, Group, Key, Network,
		Notice, Queue, Replication, Satellite, Scaling, Scope, Server, Storage, Stream, Subnet, SubnetGroup, TargetGroup,
		Template, Topic,
	}
}

// Runs reports whether resources of the role execute code of their own. A template
// does not: what is started from it does.
func (r Role) Runs() bool {
	return r == Compute || r == Function || r == Group
}

// Stores reports whether resources of the role keep data that compute reads or writes.
func (r Role) Stores() bool {
	return r == Database || r == Cache || r == Storage || r == Queue || r == Topic || r == Stream || r == Server
}
