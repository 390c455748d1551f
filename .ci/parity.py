"""Deploys the architectures of testdata/parity into an emulator and reads them back.

parity.py ENDPOINT FAULTLINE_LIVE OUT [PATTERN]: for each architecture and variant the
emulator (moto) is emptied, each resource of the templates is made by the calls of its
service that CloudFormation would make (in the region that a template is named after,
else eu-west-1), and OUT/ARCHITECTURE/VARIANT gets app.snapshot and names.json, which
says what each resource is called in its stack, by type and physical ID.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.request

import boto3
import botocore.exceptions
import yaml

HOME = "eu-west-1"
REGIONS = [HOME, "eu-central-1"]
OUTSIDE = "Z0123456789ABCDEFGHIJ"  # a hosted zone that somebody else manages


class Loader(yaml.SafeLoader):
    """YAML with the short forms of intrinsic functions."""


def function(loader, suffix, node):
    name = suffix if suffix == "Ref" else "Fn::" + suffix
    if isinstance(node, yaml.ScalarNode):
        return {name: node.value}
    return {name: loader.construct_sequence(node, deep=True)}


Loader.add_multi_constructor("!", function)


class Stack:
    """One template that is being deployed."""

    def __init__(self, region, resources, shared):
        self.region, self.resources, self.shared = region, resources, shared
        self.made = {}  # logical ID: (ref, attributes)

    def client(self, service):
        return boto3.client(service, endpoint_url=ENDPOINT, region_name=self.region, aws_access_key_id="test", aws_secret_access_key="test")

    def value(self, v):
        """A value with its references replaced; what they lead to is made first."""
        if isinstance(v, list):
            return [self.value(e) for e in v]
        if not isinstance(v, dict):
            return v
        if "Ref" in v:
            return self.make(v["Ref"])[0]
        if "Fn::GetAtt" in v:
            logical, _, attribute = v["Fn::GetAtt"].partition(".")
            return self.make(logical)[1][attribute]
        if "Fn::Sub" in v:
            return re.sub(r"\$\{(\w+)(?:\.(\w+))?\}", lambda m: self.make(m[1])[1][m[2]] if m[2] else self.make(m[1])[0], v["Fn::Sub"])
        return {k: self.value(e) for k, e in v.items()}

    def make(self, logical):
        if logical not in self.made:
            r = self.resources[logical]
            if r["Type"] not in MAKERS:
                raise SystemExit(f"parity.py does not know how to make {r['Type']}")
            made = MAKERS[r["Type"]](self, self.value(r.get("Properties", {})))
            self.made[logical] = made if isinstance(made, tuple) else (made, {})
        return self.made[logical]

    def call(self, service, operation, given, **more):
        """Calls an operation with those properties that it has a parameter for."""
        client = self.client(service)
        shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation]).input_shape
        return getattr(client, operation)(**fitting(shape, {**given, **more}))


    def attempt(self, service, operation, given, **more):
        """As call, for what the emulator may not have: then the architecture lacks it."""
        try:
            self.call(service, operation, given, **more)
        except botocore.exceptions.ClientError as e:
            print(f"  {service} {operation}: the emulator cannot ({e.response['Error']['Code']})")


def fitting(shape, v):
    """A value in the form of a parameter: known members, in their types, first letters as they are there."""
    if shape.type_name == "structure":
        if isinstance(v, list):  # as CloudFront has lists
            v = {"Quantity": len(v), "Items": v}
        members = {name[0].upper() + name[1:]: name for name in shape.members}
        return {members[k[0].upper() + k[1:]]: fitting(shape.members[members[k[0].upper() + k[1:]]], e)
                for k, e in v.items() if k[0].upper() + k[1:] in members and e is not None}
    if shape.type_name == "list":
        return [fitting(shape.member, e) for e in v]
    if shape.type_name == "map":
        return {k: fitting(shape.value, e) for k, e in v.items()}
    if shape.type_name in ("integer", "long"):
        return int(v)
    if shape.type_name in ("float", "double"):
        return float(v)
    if shape.type_name == "boolean":
        return v in (True, "true")
    return str(v) if isinstance(v, (int, float)) and not isinstance(v, bool) else v


def simple(service, operation, ref, attributes=None, **fixed):
    """A resource that one call makes; ref and attributes are paths in its answer."""
    def make(s, p):
        out = s.call(service, operation, p, **fixed)
        return at(out, ref), {k: at(out, path) for k, path in (attributes or {}).items()}
    return make


def at(v, path):
    for step in path.split("."):
        v = v[int(step)] if step.isdigit() else v[step]
    return v


def address(s, p):
    out = s.call("ec2", "allocate_address", p)
    if p.get("InstanceId"):
        s.client("ec2").associate_address(AllocationId=out["AllocationId"], InstanceId=p["InstanceId"])
    return out["PublicIp"], {"AllocationId": out["AllocationId"]}


def attachment(s, p):
    s.call("ec2", "attach_internet_gateway", p)
    return "IGW|" + p["VpcId"]


def route(s, p):
    s.call("ec2", "create_route", p)
    return p["RouteTableId"] + "|" + p["DestinationCidrBlock"]


def instance(s, p):
    id = s.call("ec2", "run_instances", p, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    for v in p.get("Volumes", []):
        s.call("ec2", "attach_volume", v, InstanceId=id)
    return id


def balancer(s, p):
    b = s.call("elbv2", "create_load_balancer", p)["LoadBalancers"][0]
    arn = b["LoadBalancerArn"]
    return arn, {"LoadBalancerFullName": arn.split(":loadbalancer/")[1], "DNSName": b["DNSName"], "CanonicalHostedZoneID": b["CanonicalHostedZoneId"]}


def group(s, p):
    s.call("autoscaling", "create_auto_scaling_group", {**p, "VPCZoneIdentifier": ",".join(p["VPCZoneIdentifier"])})
    return p["AutoScalingGroupName"]


def scaling(s, p):
    s.call("autoscaling", "put_scaling_policy", p, PolicyName="cpu")
    return s.client("autoscaling").describe_policies(PolicyNames=["cpu"])["ScalingPolicies"][0]["PolicyARN"]


def database(s, p):
    if "DBClusterIdentifier" not in p:
        p = {**p, "MasterUsername": "app", "MasterUserPassword": "planted-secret"}
    out = s.call("rds", "create_db_instance", p)["DBInstance"]
    if p.get("AutomaticBackupReplicationRegion"):
        s.shared["backups"] = (out["DBInstanceArn"], p["AutomaticBackupReplicationRegion"])
    return out["DBInstanceIdentifier"]


def cluster(s, p):
    out = s.call("rds", "create_db_cluster", p, MasterUsername="app", MasterUserPassword="planted-secret")["DBCluster"]
    return out["DBClusterIdentifier"]


def table(s, p):
    out = s.call("dynamodb", "create_table", p)["TableDescription"]
    recovery(s, p)
    return out["TableName"], {"Arn": out["TableArn"]}


def recovery(s, p):
    if p.get("PointInTimeRecoverySpecification"):
        s.attempt("dynamodb", "update_continuous_backups", p)


def global_table(s, p):
    table(s, {**p, "StreamSpecification": {"StreamEnabled": True, **p["StreamSpecification"]}})
    for replica in p["Replicas"]:
        there = Stack(replica["Region"], {}, s.shared)
        if replica["Region"] != s.region:
            s.client("dynamodb").update_table(TableName=p["TableName"], ReplicaUpdates=[{"Create": {"RegionName": replica["Region"]}}])
        recovery(there, {"TableName": p["TableName"], **replica})
    return p["TableName"]


def bucket(s, p):
    c, name = s.client("s3"), p["BucketName"]
    c.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": s.region})
    if "VersioningConfiguration" in p:
        s.call("s3", "put_bucket_versioning", p, Bucket=name)
    if "BucketEncryption" in p:
        rules = [{"ApplyServerSideEncryptionByDefault": r["ServerSideEncryptionByDefault"]}
                 for r in p["BucketEncryption"]["ServerSideEncryptionConfiguration"]]
        s.call("s3", "put_bucket_encryption", {}, Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})
    if "LifecycleConfiguration" in p:
        rules = [{"ID": r["Id"], "Status": r["Status"], "Filter": {"Prefix": ""}, "Expiration": {"Days": r["ExpirationInDays"]}} for r in p["LifecycleConfiguration"]["Rules"]]
        s.call("s3", "put_bucket_lifecycle_configuration", {}, Bucket=name, LifecycleConfiguration={"Rules": rules})
    if "ReplicationConfiguration" in p:
        s.shared["later"].append(lambda: replication(s, name, p["ReplicationConfiguration"]))
    return name, {"Arn": "arn:aws:s3:::" + name}


def replication(s, name, p):
    rules = []
    for r in p["Rules"]:
        r = {**r, "ID": r["Id"], "Destination": dict(r["Destination"])}
        if "EncryptionConfiguration" in r["Destination"]:
            r["Destination"]["EncryptionConfiguration"] = {"ReplicaKmsKeyID": r["Destination"]["EncryptionConfiguration"]["ReplicaKmsKeyID"]}
        rules.append(r)
    s.attempt("s3", "put_bucket_replication", {}, Bucket=name, ReplicationConfiguration={"Role": p["Role"], "Rules": rules})


def record(s, p):
    p = dict(p)
    zone = p.pop("HostedZoneId")
    if "ResourceRecords" in p:
        p["ResourceRecords"] = [{"Value": v} for v in p["ResourceRecords"]]
    s.call("route53", "change_resource_record_sets", {}, HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": p}]})
    parts = [p["Name"].rstrip("."), p["Type"]] + ([p["SetIdentifier"]] if "SetIdentifier" in p else [])
    return f"arn:aws:route53:::hostedzone/{zone}/recordset/" + "/".join(parts)


def zone(s, p):
    return s.call("route53", "create_hosted_zone", p, CallerReference=p["Name"])["HostedZone"]["Id"].split("/")[-1]


def topic(s, p):
    p = dict(p)
    subscriptions = p.pop("Subscription", [])
    arn = s.call("sns", "create_topic", {"Name": p["TopicName"]})["TopicArn"]
    for x in subscriptions:
        s.call("sns", "subscribe", x, TopicArn=arn)
    return arn


def queue(s, p):
    p = dict(p)
    name = p.pop("QueueName")
    attributes = {k: json.dumps(v) if isinstance(v, dict) else str(v) for k, v in p.items()}
    c = s.client("sqs")
    url = c.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url, {"Arn": c.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"], "QueueName": name}


def rule(s, p):
    s.call("events", "put_rule", p)
    s.call("events", "put_targets", p, Rule=p["Name"])
    return p["Name"]


def alarm(s, p):
    s.call("cloudwatch", "put_metric_alarm", p)
    return p["AlarmName"]


def role(s, p):
    out = s.call("iam", "create_role", p, AssumeRolePolicyDocument=json.dumps(p["AssumeRolePolicyDocument"]))["Role"]
    return out["RoleName"], {"Arn": out["Arn"]}


def code(s, p):
    c = s.client("s3")
    if "code" not in [b["Name"] for b in c.list_buckets()["Buckets"]]:
        c.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": s.region})
        c.put_object(Bucket="code", Key="app.zip", Body=b"PK\x05\x06" + b"\0" * 18)
    out = s.call("lambda", "create_function", p)
    return out["FunctionName"], {"Arn": out["FunctionArn"]}


def permission(s, p):
    s.call("lambda", "add_permission", p, StatementId="api")
    return "api"


def stream(s, p):
    s.call("kinesis", "create_stream", p, StreamName=p["Name"])
    if p.get("RetentionPeriodHours"):
        s.call("kinesis", "increase_stream_retention_period", p, StreamName=p["Name"])
    c = s.client("kinesis")
    return p["Name"], {"Arn": c.describe_stream_summary(StreamName=p["Name"])["StreamDescriptionSummary"]["StreamARN"]}


def definition(s, p):
    return s.call("ecs", "register_task_definition", p)["taskDefinition"]["taskDefinitionArn"]


def service(s, p):
    p.get("NetworkConfiguration", {}).get("AwsvpcConfiguration", {}).setdefault("SecurityGroups", [])
    out = s.call("ecs", "create_service", p)["service"]
    return out["serviceArn"], {"Name": out["serviceName"]}


def capacity(s, p):
    s.call("application-autoscaling", "register_scalable_target", p, RoleARN="arn:aws:iam::123456789012:role/scaling")
    return "|".join([p["ResourceId"], p["ScalableDimension"], p["ServiceNamespace"]])


def target_policy(s, p):
    return s.call("application-autoscaling", "put_scaling_policy", p, ResourceId=p["ScalingTargetId"].split("|")[0])["PolicyARN"]


def check(s, p):
    return s.call("route53", "create_health_check", p, CallerReference="check")["HealthCheck"]["Id"]


def distribution(s, p):
    d = json.loads(json.dumps(p["DistributionConfig"]))
    for o in d["Origins"]:
        o.setdefault("CustomHeaders", [])
        o.setdefault("OriginPath", "")
        if "CustomOriginConfig" in o:
            o["CustomOriginConfig"] = {"HTTPPort": 80, "HTTPSPort": 443, **o["CustomOriginConfig"]}
    d = {"CallerReference": "x", "Comment": "", **d}
    behaviour = d["DefaultCacheBehavior"]
    behaviour.setdefault("MinTTL", 0)
    behaviour["ForwardedValues"] = {"QueryString": False, "Cookies": {"Forward": "none"}}
    return s.call("cloudfront", "create_distribution", {}, DistributionConfig=d)["Distribution"]["Id"]


def files(s, p):
    out = s.call("efs", "create_file_system", p, CreationToken="files")
    if p.get("BackupPolicy"):
        s.attempt("efs", "put_backup_policy", p, FileSystemId=out["FileSystemId"])
    if p.get("LifecyclePolicies"):
        s.attempt("efs", "put_lifecycle_configuration", p, FileSystemId=out["FileSystemId"])
    return out["FileSystemId"]


def nodes(s, p):
    s.call("eks", "create_nodegroup", p)
    return p["ClusterName"] + "/" + p["NodegroupName"]


def destination(s, p):
    return s.call("firehose", "create_delivery_stream", p)["DeliveryStreamARN"].split("/")[-1]


def key(s, p):
    out = s.call("kms", "create_key", {"Description": p.get("Description", "")})["KeyMetadata"]
    return out["KeyId"], {"Arn": out["Arn"]}


def replicas(s, p):
    return s.call("elasticache", "create_replication_group", p)["ReplicationGroup"]["ReplicationGroupId"]


def cache(s, p):
    return s.call("elasticache", "create_cache_cluster", p, CacheClusterId=p["ClusterName"])["CacheCluster"]["CacheClusterId"]


MAKERS = {
    "AWS::ApiGatewayV2::Api": simple("apigatewayv2", "create_api", "ApiId"),
    "AWS::ApiGatewayV2::Integration": simple("apigatewayv2", "create_integration", "IntegrationId"),
    "AWS::ApiGatewayV2::Route": simple("apigatewayv2", "create_route", "RouteId"),
    "AWS::ApiGatewayV2::Stage": simple("apigatewayv2", "create_stage", "StageName"),
    "AWS::ApplicationAutoScaling::ScalableTarget": capacity,
    "AWS::ApplicationAutoScaling::ScalingPolicy": target_policy,
    "AWS::AutoScaling::AutoScalingGroup": group,
    "AWS::AutoScaling::ScalingPolicy": scaling,
    "AWS::CloudFront::Distribution": distribution,
    "AWS::CloudWatch::Alarm": alarm,
    "AWS::DynamoDB::GlobalTable": global_table,
    "AWS::DynamoDB::Table": table,
    "AWS::EC2::EIP": address,
    "AWS::EC2::Instance": instance,
    "AWS::EC2::InternetGateway": simple("ec2", "create_internet_gateway", "InternetGateway.InternetGatewayId"),
    "AWS::EC2::LaunchTemplate": simple("ec2", "create_launch_template", "LaunchTemplate.LaunchTemplateId"),
    "AWS::EC2::NatGateway": simple("ec2", "create_nat_gateway", "NatGateway.NatGatewayId"),
    "AWS::EC2::Route": route,
    "AWS::EC2::RouteTable": simple("ec2", "create_route_table", "RouteTable.RouteTableId"),
    "AWS::EC2::Subnet": simple("ec2", "create_subnet", "Subnet.SubnetId"),
    "AWS::EC2::SubnetRouteTableAssociation": simple("ec2", "associate_route_table", "AssociationId"),
    "AWS::EC2::VPC": simple("ec2", "create_vpc", "Vpc.VpcId"),
    "AWS::EC2::VPCGatewayAttachment": attachment,
    "AWS::EC2::Volume": simple("ec2", "create_volume", "VolumeId"),
    "AWS::ECS::Cluster": simple("ecs", "create_cluster", "cluster.clusterName"),
    "AWS::ECS::Service": service,
    "AWS::ECS::TaskDefinition": definition,
    "AWS::EFS::FileSystem": files,
    "AWS::EFS::MountTarget": simple("efs", "create_mount_target", "MountTargetId"),
    "AWS::EKS::Cluster": simple("eks", "create_cluster", "cluster.name"),
    "AWS::EKS::Nodegroup": nodes,
    "AWS::ElastiCache::CacheCluster": cache,
    "AWS::ElastiCache::ReplicationGroup": replicas,
    "AWS::ElastiCache::SubnetGroup": simple("elasticache", "create_cache_subnet_group", "CacheSubnetGroup.CacheSubnetGroupName", CacheSubnetGroupDescription="x"),
    "AWS::ElasticLoadBalancingV2::Listener": simple("elbv2", "create_listener", "Listeners.0.ListenerArn"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": balancer,
    "AWS::ElasticLoadBalancingV2::TargetGroup": simple("elbv2", "create_target_group", "TargetGroups.0.TargetGroupArn"),
    "AWS::Events::Rule": rule,
    "AWS::IAM::Role": role,
    "AWS::KMS::Key": key,
    "AWS::Kinesis::Stream": stream,
    "AWS::KinesisFirehose::DeliveryStream": destination,
    "AWS::Lambda::EventSourceMapping": simple("lambda", "create_event_source_mapping", "UUID"),
    "AWS::Lambda::Function": code,
    "AWS::Lambda::Permission": permission,
    "AWS::RDS::DBCluster": cluster,
    "AWS::RDS::DBInstance": database,
    "AWS::RDS::DBSubnetGroup": simple("rds", "create_db_subnet_group", "DBSubnetGroup.DBSubnetGroupName"),
    "AWS::RDS::GlobalCluster": simple("rds", "create_global_cluster", "GlobalCluster.GlobalClusterIdentifier"),
    "AWS::Route53::HealthCheck": check,
    "AWS::Route53::HostedZone": zone,
    "AWS::Route53::RecordSet": record,
    "AWS::S3::Bucket": bucket,
    "AWS::SNS::Topic": topic,
    "AWS::SQS::Queue": queue,
}


def deploy(variant):
    """Makes the resources of a variant and returns what each is called."""
    urllib.request.urlopen(urllib.request.Request(ENDPOINT + "/moto-api/reset", method="POST")).read()
    names, shared = {}, {"later": []}
    for template in sorted(variant.glob("*.yaml"), key=lambda t: t.stem.count("-") == 2):
        region = template.stem if template.stem.count("-") == 2 else HOME
        text = template.read_text()
        if OUTSIDE in text:
            text = text.replace(OUTSIDE, zone(Stack(region, {}, shared), {"Name": "example.com"}))
        s = Stack(region, yaml.load(text, Loader)["Resources"], shared)
        for logical, r in s.resources.items():
            # The emulator does not tell that a table is global.
            names[r["Type"].replace("GlobalTable", "Table") + " " + s.make(logical)[0]] = logical
    for step in shared["later"]:
        step()
    return names


def main():
    for variant in sorted(pathlib.Path("testdata/parity").glob("*/*/cloudformation")):
        architecture = "/".join(variant.parts[-3:-1])
        if not re.search(ONLY, architecture):
            continue
        names = deploy(variant)
        to = pathlib.Path(OUT) / architecture
        to.mkdir(parents=True, exist_ok=True)
        (to / "names.json").write_text(json.dumps(names, indent=2, sort_keys=True) + "\n")
        env = dict(os.environ, AWS_ENDPOINT_URL=ENDPOINT, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_REGION=HOME,
                   AWS_EC2_METADATA_DISABLED="true")
        env.pop("AWS_CA_BUNDLE", None)
        done = subprocess.run([LIVE, "snapshot", "aws", "--quiet", "--rate", "100", "--regions", ",".join(REGIONS),
                               "--skip-services", "cloudcontrol,cloudcontrol-global,cloudcontrol-late",  # which the emulator does not have
                               "-o", str(to / "app.snapshot")], env=env)
        if done.returncode not in (0, 3):
            raise SystemExit(f"{architecture}: faultline-live ended with {done.returncode}")
        print(architecture, len(names), "resources", flush=True)


if __name__ == "__main__":
    ENDPOINT, LIVE, OUT = sys.argv[1:4]
    ONLY = sys.argv[4] if len(sys.argv) > 4 else ""
    main()
