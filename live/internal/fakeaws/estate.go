package fakeaws

import (
	"fmt"
	"net/http"
	"strings"
)

// EstateSize is how many resources [Estate] has in a region.
const EstateSize = 500

// The kinds of an estate and how many of each there are in a region; with one network of
// six subnets and one subnet group they make EstateSize.
const (
	estateDatabases = 60
	estateVolumes   = 120
	estateInstances = 100
	estateAlarms    = 72
	estateQueues    = 40
	estateTables    = 20
	estateFunctions = 80
)

// Estate answers as a region does that has a network, databases, instances with volumes,
// queues, tables, functions and alarms. Each region of each account has its own.
func Estate(w http.ResponseWriter, c *Call) bool {
	e := estate{account: c.Account, region: c.Region}
	switch c.Op {
	case "DescribeVpcs":
		EC2(w, c, fmt.Sprintf("<vpcSet><item><vpcId>%s</vpcId><cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet>", e.id("vpc", 0)))
	case "DescribeSubnets":
		EC2(w, c, "<subnetSet>"+items("item", 6, e.subnet)+"</subnetSet>")
	case "DescribeVolumes":
		EC2(w, c, "<volumeSet>"+items("item", estateVolumes, e.volume)+"</volumeSet>")
	case "DescribeInstances":
		EC2(w, c, "<reservationSet><item><instancesSet>"+items("item", estateInstances, e.instance)+"</instancesSet></item></reservationSet>")
	case "DescribeDBSubnetGroups":
		Query(w, c, "<DBSubnetGroups>"+items("DBSubnetGroup", 1, e.subnetGroup)+"</DBSubnetGroups>")
	case "DescribeDBInstances":
		Query(w, c, "<DBInstances>"+items("DBInstance", estateDatabases, e.database)+"</DBInstances>")
	case "DescribeAlarms":
		Query(w, c, "<MetricAlarms>"+items("member", estateAlarms, e.alarm)+"</MetricAlarms>")
	case "ListQueues":
		JSON(w, fmt.Sprintf(`{"QueueUrls":[%s]}`, list(estateQueues, func(i int) string {
			return fmt.Sprintf("%q", e.queueURL(i))
		})))
	case "GetQueueAttributes":
		JSON(w, e.queue(c.Body))
	case "ListTables":
		JSON(w, fmt.Sprintf(`{"TableNames":[%s]}`, list(estateTables, func(i int) string { return fmt.Sprintf(`"table-%d"`, i) })))
	case "DescribeTable":
		JSON(w, e.table(c.Body))
	case "DescribeContinuousBackups":
		JSON(w, `{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}}`)
	case "GET /2015-03-31/functions", "GET /2015-03-31/functions/":
		JSON(w, fmt.Sprintf(`{"Functions":[%s]}`, list(estateFunctions, e.function)))
	default:
		return false
	}
	return true
}

type estate struct{ account, region string }

func items(tag string, n int, item func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("<" + tag + ">" + item(i) + "</" + tag + ">")
	}
	return b.String()
}

func list(n int, item func(int) string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = item(i)
	}
	return strings.Join(all, ",")
}

// id is an ID that no other account or region has.
func (e estate) id(kind string, i int) string {
	sum := uint32(0)
	for _, r := range e.region {
		sum = sum*31 + uint32(r) //nolint:gosec // letters
	}
	return fmt.Sprintf("%s-%05x%08x%04x", kind, e.account[len(e.account)-5:], sum, i)
}

func (e estate) zone(i int) string { return e.region + string(rune('a'+i%3)) }

func (e estate) subnet(i int) string {
	return fmt.Sprintf("<subnetId>%s</subnetId><subnetArn>arn:aws:ec2:%s:%s:subnet/%s</subnetArn><vpcId>%s</vpcId><availabilityZone>%s</availabilityZone>"+
		"<cidrBlock>10.0.%d.0/24</cidrBlock>", e.id("subnet", i), e.region, e.account, e.id("subnet", i), e.id("vpc", 0), e.zone(i), i)
}

func (e estate) volume(i int) string {
	return fmt.Sprintf("<volumeId>%s</volumeId><size>100</size><availabilityZone>%s</availabilityZone><volumeType>gp3</volumeType><status>in-use</status>"+
		"<attachmentSet><item><instanceId>%s</instanceId><device>/dev/xvda</device></item></attachmentSet>", e.id("vol", i), e.zone(i), e.id("i", i%estateInstances))
}

func (e estate) instance(i int) string {
	return fmt.Sprintf("<instanceId>%s</instanceId><instanceType>m7g.large</instanceType><instanceState><code>16</code><name>running</name></instanceState>"+
		"<subnetId>%s</subnetId><vpcId>%s</vpcId><placement><availabilityZone>%s</availabilityZone></placement>"+
		"<tagSet><item><key>Name</key><value>web-%d</value></item></tagSet>", e.id("i", i), e.id("subnet", i%3), e.id("vpc", 0), e.zone(i), i)
}

func (e estate) subnetGroup(int) string {
	return fmt.Sprintf("<DBSubnetGroupName>data</DBSubnetGroupName><DBSubnetGroupArn>arn:aws:rds:%s:%s:subgrp:data</DBSubnetGroupArn><Subnets>%s</Subnets>",
		e.region, e.account, items("Subnet", 3, func(i int) string { return "<SubnetIdentifier>" + e.id("subnet", i) + "</SubnetIdentifier>" }))
}

func (e estate) database(i int) string {
	return fmt.Sprintf("<DBInstanceIdentifier>db-%d</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:%s:%s:db:db-%d</DBInstanceArn><Engine>postgres</Engine>"+
		"<MultiAZ>%v</MultiAZ><BackupRetentionPeriod>%d</BackupRetentionPeriod><AllocatedStorage>100</AllocatedStorage><AvailabilityZone>%s</AvailabilityZone>"+
		"<DBSubnetGroup><DBSubnetGroupName>data</DBSubnetGroupName></DBSubnetGroup><DBInstanceClass>db.m7g.large</DBInstanceClass>"+
		"<TagList><Tag><Key>tier</Key><Value>gold</Value></Tag></TagList>", i, e.region, e.account, i, i%2 == 0, i%3*7, e.zone(i))
}

func (e estate) alarm(i int) string {
	return fmt.Sprintf("<AlarmName>space-%d</AlarmName><AlarmArn>arn:aws:cloudwatch:%s:%s:alarm:space-%d</AlarmArn><Namespace>AWS/RDS</Namespace>"+
		"<MetricName>FreeStorageSpace</MetricName><ActionsEnabled>true</ActionsEnabled><AlarmActions><member>arn:aws:sns:%s:%s:on-call</member></AlarmActions>"+
		"<Dimensions><member><Name>DBInstanceIdentifier</Name><Value>db-%d</Value></member></Dimensions>", i, e.region, e.account, i, e.region, e.account, i)
}

func (e estate) queueURL(i int) string {
	return fmt.Sprintf("https://sqs.%s.amazonaws.com/%s/queue-%d", e.region, e.account, i)
}

func (e estate) queue(body string) string {
	_, name, _ := strings.Cut(body, "/queue-")
	name, _, _ = strings.Cut(name, `"`)
	return fmt.Sprintf(`{"Attributes":{"QueueArn":"arn:aws:sqs:%s:%s:queue-%s","MessageRetentionPeriod":"345600","VisibilityTimeout":"30"}}`, e.region, e.account, name)
}

func (e estate) table(body string) string {
	_, name, _ := strings.Cut(body, `"TableName":"`)
	name, _, _ = strings.Cut(name, `"`)
	return fmt.Sprintf(`{"Table":{"TableName":%q,"TableArn":"arn:aws:dynamodb:%s:%s:table/%s","TableStatus":"ACTIVE","BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},`+
		`"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}}`, name, e.region, e.account, name)
}

func (e estate) function(i int) string {
	return fmt.Sprintf(`{"FunctionName":"fn-%d","FunctionArn":"arn:aws:lambda:%s:%s:function:fn-%d","Runtime":"python3.13","MemorySize":512,"Timeout":30,`+
		`"Environment":{"Variables":{"TABLE":"table-%d","TOKEN":"planted-secret-%d"}}}`, i, e.region, e.account, i, i%estateTables, i)
}
