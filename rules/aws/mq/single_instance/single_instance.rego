# METADATA
# title: Amazon MQ broker is a single instance
# description: |
#   A single instance lives in one zone. When the zone is lost, nobody can send or receive messages
#   until the zone is back or somebody makes a new broker, and what the old one held waits with it.
#   Every maintenance stops it as well.
#
#   In the mode ACTIVE_STANDBY_MULTI_AZ (ActiveMQ) a second broker in another zone takes over; in
#   CLUSTER_MULTI_AZ (RabbitMQ) three brokers share the work.
# related_resources:
#   - https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html
#   - https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-broker-architecture.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_mq_broker]
#   controls: [aws-mq-deployment-mode]
#   frameworks:
#     well_architected: [REL10-BP01]
#     fsbp: [MQ.5, MQ.6]
#   remediation:
#     terraform: Set deployment_mode to ACTIVE_STANDBY_MULTI_AZ with two subnets (ActiveMQ) or to CLUSTER_MULTI_AZ (RabbitMQ). It replaces the broker, so drain the queues first.
#     cloudformation: Set DeploymentMode to ACTIVE_STANDBY_MULTI_AZ with two subnets (ActiveMQ) or to CLUSTER_MULTI_AZ (RabbitMQ). It replaces the broker, so drain the queues first.
package rules.aws.mq.single_instance

import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "deployment_mode",
	"message": sprintf("Losing one zone takes %s down until someone makes a new broker%s. It is a single instance.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_mq_broker
	attr.equals(r, "deployment_mode", "SINGLE_INSTANCE")
}

undetermined contains {"resource": r.id, "path": "deployment_mode"} if {
	some r in input.resources.aws_mq_broker
	attr.unknown(r, "deployment_mode")
}
