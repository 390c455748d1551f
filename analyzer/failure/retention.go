package failure

import (
	"math"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// retentionDays are the attributes that say for how many days the backups of a type are
// kept, by the services that make them.
func retentionDays(typ string) string {
	switch typ {
	case "aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster":
		return "backup_retention_period"
	case "aws_elasticache_replication_group", "aws_elasticache_cluster", "aws_memorydb_cluster":
		return "snapshot_retention_limit"
	case "aws_redshift_cluster":
		return "automated_snapshot_retention_period"
	case "aws_fsx_windows_file_system", "aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system", "aws_fsx_lustre_file_system":
		return "automatic_backup_retention_days"
	case "azurerm_mssql_database":
		return "short_term_retention_policy.retention_days"
	case "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server":
		return "backup_retention_days"
	default:
		return ""
	}
}

// pointInTimeDays is how long DynamoDB keeps what it needs to restore a table, unless a
// shorter period is set (Amazon DynamoDB developer guide, point-in-time recovery).
const pointInTimeDays = 35

// retention is how long the longest kept backup of a store can be restored, in seconds:
// infinite where nothing deletes it, zero without any. Unknown gives what would decide it.
func (m *Model) retention(r *graph.Resource) (float64, []string) {
	best, needs := 0.0, []string(nil)
	if shape := retentionDays(r.Type); shape != "" {
		days, open := number(r, shape)
		best, needs = max(0, float64(days)*day), open
	}
	if r.Type == "aws_dynamodb_table" && r.Attribute("point_in_time_recovery[0].enabled") == true {
		days, _ := number(r, "point_in_time_recovery.recovery_period_in_days")
		if days <= 0 {
			days = pointInTimeDays
		}
		best = float64(days) * day
	}
	if r.Type == "aws_s3_bucket" && r.Attribute("versioning_configuration[0].status") == "Enabled" {
		best = math.Inf(1) // a lifecycle rule may shorten it, for some objects
	}
	for _, plan := range m.g.Targets(r.ID, graph.BackedUpBy) {
		rules, _ := plan.Attributes["rule"].([]any)
		for i := range rules {
			path := graph.Path("rule").Index(i).Attr("lifecycle").Index(0).Attr("delete_after")
			switch v := plan.Attribute(path).(type) {
			case float64:
				best = max(best, v*day)
			default:
				if u := plan.UnknownAt(path); len(u) > 0 {
					needs = append(needs, u[0].Needs...)
					continue
				}
				best = math.Inf(1)
			}
		}
	}
	return best, needs
}

// kept is the shortest retention of the stores of a service; nil where it keeps no data,
// or where the shortest may be one that is not known, which needs then decides.
func (x *simulator) kept(s *Service) (*float64, []string) {
	var shortest *float64
	var open []string
	for _, u := range s.units {
		if !keepsState(u.r) || x.isMember(s, u) || x.replicaOf(s, u) || roleOf(u.r) == catalog.Secret {
			continue
		}
		v, needs := x.m.retention(u.r)
		if x.m.has(u.r.ID, addBackup) {
			v, needs = max(v, 7*day), nil
		}
		if len(needs) > 0 {
			open = append(open, needs...)
			continue
		}
		if shortest == nil || v < *shortest {
			shortest = &v
		}
	}
	return shortest, open
}
