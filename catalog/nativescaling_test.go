package catalog_test

import (
	"testing"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// TestScalingOfGlobalTable is about what a table declares inline and Terraform writes as
// resources of its own: targets with a policy, of reads in each region.
func TestScalingOfGlobalTable(t *testing.T) {
	t.Parallel()
	scaling := func(least float64) attributes {
		return attributes{"MinCapacity": least, "MaxCapacity": 100.0, "SeedCapacity": 5.0, "TargetTrackingScalingPolicyConfiguration": attributes{"TargetValue": 70.0}}
	}
	reads := func(least float64) attributes { return attributes{"ReadCapacityAutoScalingSettings": scaling(least)} }
	writes := func(least float64) attributes { return attributes{"WriteCapacityAutoScalingSettings": scaling(least)} }
	g := complete(t, stacked("Orders", "DynamoDB::GlobalTable", attributes{
		"WriteProvisionedThroughputSettings": writes(1),
		"GlobalSecondaryIndexes":             list(attributes{"IndexName": "a"}, attributes{"IndexName": "b", "WriteProvisionedThroughputSettings": writes(2)}),
		"Replicas": list(
			attributes{"ReadProvisionedThroughputSettings": reads(3)},
			attributes{"Region": "eu-central-1", "ReadProvisionedThroughputSettings": reads(4), "GlobalSecondaryIndexes": list(attributes{
				"IndexName": "b", "ReadProvisionedThroughputSettings": reads(5),
			})},
			attributes{"Region": "us-east-1", "ReadProvisionedThroughputSettings": attributes{"ReadCapacityUnits": 7.0}},
		),
	}, unknown("Replicas[0].Region", "AWS::Region")))
	const at = "app/Orders."
	equal(t, "scaling", edges(g, graph.ScaledBy), []string{
		"app/Orders > " + at + "GlobalSecondaryIndexes[1].WriteProvisionedThroughputSettings.WriteCapacityAutoScalingSettings (resource_id)",
		"app/Orders > " + at + "Replicas[0].ReadProvisionedThroughputSettings.ReadCapacityAutoScalingSettings (resource_id)",
		"app/Orders > " + at + "Replicas[1].GlobalSecondaryIndexes[0].ReadProvisionedThroughputSettings.ReadCapacityAutoScalingSettings (resource_id)",
		"app/Orders > " + at + "Replicas[1].ReadProvisionedThroughputSettings.ReadCapacityAutoScalingSettings (resource_id)",
		"app/Orders > " + at + "WriteProvisionedThroughputSettings.WriteCapacityAutoScalingSettings (resource_id)",
	})
	for _, c := range []struct {
		id, dimension, region string
		least                 float64
	}{
		{"WriteProvisionedThroughputSettings.WriteCapacityAutoScalingSettings", "table:WriteCapacityUnits", "eu-west-1", 1},
		{"GlobalSecondaryIndexes[1].WriteProvisionedThroughputSettings.WriteCapacityAutoScalingSettings", "index:WriteCapacityUnits", "eu-west-1", 2},
		{"Replicas[0].ReadProvisionedThroughputSettings.ReadCapacityAutoScalingSettings", "table:ReadCapacityUnits", "eu-west-1", 3},
		{"Replicas[1].ReadProvisionedThroughputSettings.ReadCapacityAutoScalingSettings", "table:ReadCapacityUnits", "eu-central-1", 4},
		{"Replicas[1].GlobalSecondaryIndexes[0].ReadProvisionedThroughputSettings.ReadCapacityAutoScalingSettings", "index:ReadCapacityUnits", "eu-central-1", 5},
	} {
		r := g.Resource(at + c.id)
		same(t, c.id, written(r, "service_namespace", "scalable_dimension", "min_capacity", "max_capacity", "scaling_policy"), attributes{
			"service_namespace": "dynamodb", "scalable_dimension": "dynamodb:" + c.dimension, "min_capacity": c.least, "max_capacity": 100.0,
			"scaling_policy": list(attributes{
				"policy_type": "TargetTrackingScaling",
				"target_tracking_scaling_policy_configuration": list(attributes{"target_value": 70.0}),
			}),
		})
		if r.Scope.Region != c.region {
			t.Errorf("%s is in %q", c.id, r.Scope.Region)
		}
		if file := g.Locate(r.ID, "min_capacity").Deciding().File; file != "app/Orders:"+c.id+".MinCapacity" {
			t.Errorf("%s: min_capacity is at %s", c.id, file)
		}
	}
	same(t, "the table", written(g.Resource("app/Orders"), "billing_mode"), attributes{"billing_mode": "PROVISIONED"})
}

func TestReplicaKey(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*graph.Resource{
		"CloudFormation": stacked("Copy", "KMS::ReplicaKey", attributes{"Enabled": false}, ref("PrimaryKeyArn", "app/Key", "Arn")),
		"Terraform":      resource("aws_kms_replica_key.copy", attributes{"enabled": false}, ref("primary_key_arn", "app/Key", "arn")),
	} {
		g := complete(t, r, stacked("Key", "KMS::Key", attributes{"MultiRegion": true}),
			stacked("Topic", "SNS::Topic", attributes{}, ref("KmsMasterKeyId", r.ID, "Arn")))
		same(t, name, written(g.Resource(r.ID), "is_enabled"), attributes{"is_enabled": false})
		if typ := g.Resource(r.ID).Type; typ != "aws_kms_key" {
			t.Error(name, typ)
		}
		equal(t, name, edges(g, graph.ReplicatesTo), []string{"app/Key > " + r.ID + " (primary_key_arn)"})
		equal(t, name, edges(g, graph.EncryptedBy), []string{"app/Topic > " + r.ID + " (kms_master_key_id)"})
	}
}

// TestBlockDevices tells the root volume from the others and from what is no volume.
func TestBlockDevices(t *testing.T) {
	t.Parallel()
	volume := func(device string, size float64) attributes {
		return attributes{"DeviceName": device, "Ebs": attributes{"VolumeSize": size, "DeleteOnTermination": false}}
	}
	g := complete(t, stacked("Vm", "EC2::Instance", attributes{"BlockDeviceMappings": list(
		attributes{"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"},
		volume("/dev/sdf", 1),
		volume("/dev/xvda", 2),
		attributes{"DeviceName": "/dev/sdg", "NoDevice": attributes{}},
		volume("/dev/sda1", 3),
	)}, unknown("BlockDeviceMappings[4].Ebs.KmsKeyId", "parameter Key")))
	vm := g.Resource("app/Vm")
	block := func(device string, size float64) attributes {
		return attributes{"device_name": device, "volume_size": size, "delete_on_termination": false}
	}
	same(t, "volumes", written(vm, "root_block_device", "ebs_block_device"), attributes{
		"root_block_device": list(block("/dev/xvda", 2)),
		"ebs_block_device":  list(block("/dev/sdf", 1), attributes{"device_name": "/dev/sda1", "volume_size": 3.0, "delete_on_termination": false}),
	})
	equal(t, "unknown", unknowns(vm), []string{"ebs_block_device[1].kms_key_id ? parameter Key"})
	for path, want := range map[string]string{
		"root_block_device[0].volume_size": "BlockDeviceMappings[2].Ebs.VolumeSize",
		"ebs_block_device[1].volume_size":  "BlockDeviceMappings[4].Ebs.VolumeSize",
		"ebs_block_device[0].device_name":  "BlockDeviceMappings[1].DeviceName",
	} {
		if got := g.Locate("app/Vm", graph.Path(path)).Deciding().File; got != "app/Vm:"+want {
			t.Errorf("%s is at %s", path, got)
		}
	}
	open := complete(t, stacked("Vm", "EC2::Instance", attributes{}, unknown("BlockDeviceMappings", "parameter Disks"))).Resource("app/Vm")
	equal(t, "unknown mappings", unknowns(open), []string{"ebs_block_device ? parameter Disks", "root_block_device ? parameter Disks"})
	same(t, "template", written(complete(t, stacked("T", "EC2::LaunchTemplate", attributes{"LaunchTemplateData": attributes{
		"BlockDeviceMappings": list(volume("/dev/xvda", 2)),
	}})).Resource("app/T"), "block_device_mappings"), attributes{
		"block_device_mappings": list(attributes{"device_name": "/dev/xvda", "ebs": list(attributes{"volume_size": 2.0, "delete_on_termination": "false"})}),
	})
	same(t, "mapped", catalog.Mapped("AWS::KMS::ReplicaKey"), []string{"aws_kms_key"})
}
