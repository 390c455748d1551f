# METADATA
# title: Recovery Services vault keeps its backups in one datacentre
# description: |
#   With locally redundant storage every copy of a backup is in one datacentre, often the one of the
#   machines it is made from: what takes the machines takes their backups as well. The storage can
#   be changed only while the vault protects nothing.
#
#   Zone redundancy is enough where data may not leave the region, and is not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/backup/backup-create-recovery-services-vault
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-backup
# custom:
#   severity: medium
#   theme: backup
#   types: [azurerm_recovery_services_vault]
#   controls: [azure-rsv-redundancy]
#   frameworks:
#     well_architected: [REL09-BP01]
#   remediation:
#     terraform: Set storage_mode_type = "GeoRedundant" (the default) or "ZoneRedundant", in a new vault if this one already protects something.
package rules.azurerm.recovery_services_vault.local_only

import data.lib.attr

fail contains {
	"resource": r.id,
	"path": "storage_mode_type",
	"message": sprintf("Losing one datacentre can take machines and their backups at once. %s keeps all copies in one: its storage is locally redundant.", [r.id]),
} if {
	some r in input.resources.azurerm_recovery_services_vault
	attr.equals(r, "storage_mode_type", "LocallyRedundant")
}

undetermined contains {"resource": r.id, "path": "storage_mode_type"} if {
	some r in input.resources.azurerm_recovery_services_vault
	attr.unknown(r, "storage_mode_type")
}
