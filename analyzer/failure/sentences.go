package failure

import (
	"cmp"

	"github.com/faultline-dev/faultline/graph"
)

// sentence says what to change, in the attributes of the type as the source spells them.
func (m *Model) sentence(c change) string {
	known := sentences()
	typ, spelled := "", ""
	if r := m.g.Resource(c.id); r != nil {
		typ = r.Type
		if r.Source == graph.CloudFormation {
			spelled = known[r.Type+"@"+string(graph.CloudFormation)][c.kind]
		}
	}
	return cmp.Or(spelled, known[typ][c.kind], known[""][c.kind], string(c.kind)) + " (" + c.id + ")"
}

// sentences say what each change is, for a type, or a type in a source with names of
// its own; those of "" for every other.
func sentences() map[string]map[changeKind]string {
	return map[string]map[changeKind]string{
		"": {
			addStandby:  "run a second copy in another zone",
			addZone:     "add a subnet of another zone, with a copy running there",
			onePerZone:  "one NAT gateway in each zone, with a route table of its own",
			addMember:   "add an instance in another zone",
			addReplica:  "add a replica in a second region",
			addBackup:   "switch on backups that can be restored to a point in time",
			moveBackups: "copy the backups to a second region",
			awayBackups: "copy the backups to a vault of another account",
		},
		"aws_db_instance": {
			addStandby:  "multi_az = true",
			moveBackups: "replicate the automated backups to a second region (aws_db_instance_automated_backups_replication)",
			addBackup:   "backup_retention_period of 7 or more",
		},
		"aws_autoscaling_group": {
			addStandby: "min_size and desired_capacity of 2 or more, over subnets of two zones",
			addZone:    "add a subnet of another zone to vpc_zone_identifier",
		},
		"aws_ecs_service":                   {addStandby: "desired_count of 2 or more, over subnets of two zones"},
		"aws_elasticache_replication_group": {addStandby: "automatic_failover_enabled, multi_az_enabled and two or more nodes"},
		"aws_dynamodb_table":                {addBackup: "point_in_time_recovery", addReplica: "add a replica block for a second region"},
		"aws_s3_bucket":                     {addBackup: "versioning", addReplica: "replicate the bucket to a second region"},
		"aws_db_instance@cloudformation": {
			addStandby:  "MultiAZ: true",
			moveBackups: "copy the backups to a second region (a backup plan with CopyActions)",
			addBackup:   "BackupRetentionPeriod of 7 or more",
		},
		"aws_autoscaling_group@cloudformation": {
			addStandby: "MinSize and DesiredCapacity of 2 or more, over subnets of two zones",
			addZone:    "add a subnet of another zone to VPCZoneIdentifier",
		},
		"aws_ecs_service@cloudformation":                   {addStandby: "DesiredCount of 2 or more, over subnets of two zones"},
		"aws_elasticache_replication_group@cloudformation": {addStandby: "AutomaticFailoverEnabled, MultiAZEnabled and two or more nodes"},
		"aws_dynamodb_table@cloudformation":                {addBackup: "PointInTimeRecoverySpecification", addReplica: "an AWS::DynamoDB::GlobalTable with a replica in a second region"},
		"azurerm_mssql_database":                           {addStandby: "zone_redundant = true", addReplica: "add a geo-secondary with a failover group"},
	}
}
