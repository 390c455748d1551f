# METADATA
# title: KMS key that is in use is disabled
# description: |
#   What is encrypted with a disabled key can be neither read nor written: databases stop, objects
#   and messages cannot be opened, volumes do not attach, backups do not restore. It lasts until the
#   key is enabled again, and a database may have to be restored even then.
#
#   A key that nothing in the configuration uses is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
# custom:
#   severity: critical
#   theme: dependency
#   profiles: [strict, production, development]
#   types: [aws_kms_key]
#   controls: [aws-kms-key-disabled]
#   frameworks:
#     well_architected: [REL09-BP02]
#     fsbp: [KMS.3]
#   remediation:
#     terraform: Set is_enabled = true, or remove it. Move what uses the key to another one before the key is disabled.
#     cloudformation: "Set Enabled: true, or remove it. Move what uses the key to another one before the key is disabled."
package rules.aws.kms.key_disabled

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "is_enabled",
	"message": sprintf("What %s %s can be neither read nor written: it is encrypted with %s, which is disabled.", [say.names(users), verb(users), r.id]),
	"related": [{"resource": id, "note": "is encrypted with it"} | some id in array.slice(users, 0, 3)],
} if {
	some r in input.resources.aws_kms_key
	attr.is_false(r, "is_enabled")
	users := [u.id | some u in used_by(r); not u.may_exist]
	count(users) > 0
}

undetermined contains {"resource": r.id, "path": "is_enabled"} if {
	some r in input.resources.aws_kms_key
	attr.unknown(r, "is_enabled")
	count(used_by(r)) > 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether anything is encrypted with %s, which is disabled.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_kms_key
	attr.is_false(r, "is_enabled")
	count([u | some u in used_by(r); not u.may_exist]) == 0
	unknown := {{"resource": u.id} | some u in used_by(r)} | open(r)
	count(unknown) > 0
}

default verb(_) := "stores"

verb(users) := "store" if count(users) > 1

used_by(r) := array.concat(encrypted, others(r, {e.id | some e in encrypted})) if {
	encrypted := graph.sources(r.id, "encrypted_by")
}

# Types whose use of a key is not told apart from a mention; a policy or an alias is none.
others(r, known) := [u |
	some u in graph.sources(r.id, "references")
	not u.data
	not regex.match(`^(aws_(kms|iam)_|aws_.*_policy$|terraform_)`, u.type)
	not u.id in known
]

open(r) := {{"resource": o.holder, "path": o.via, "needs": o.needs} |
	some o in array.slice(graph.open("encrypted_by", r.type), 0, 5)
	graph.get(o.holder).group == r.group
}
