package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/faultline-dev/faultline/live/collect"
)

// s3Service reads buckets, which one call lists for all regions: each is then asked
// about in its own.
func s3Service() *collect.Service {
	return &collect.Service{
		Name: "s3", SDK: "S3", Global: true,
		Calls: []collect.Call{
			{Op: "ListBuckets", Actions: []string{"s3:ListAllMyBuckets"}},
			{Op: "GetBucketLocation"},
			{Op: "GetBucketVersioning"},
			{Op: "GetBucketReplication", Actions: []string{"s3:GetReplicationConfiguration"}},
			{Op: "GetBucketLifecycleConfiguration", Actions: []string{"s3:GetLifecycleConfiguration"}},
			{Op: "GetObjectLockConfiguration", Actions: []string{"s3:GetBucketObjectLockConfiguration"}},
			{Op: "GetBucketEncryption", Actions: []string{"s3:GetEncryptionConfiguration"}},
			{Op: "GetBucketNotificationConfiguration", Actions: []string{"s3:GetBucketNotification"}},
			{Op: "GetBucketWebsite"},
			{Op: "GetBucketTagging"},
			{Op: "GetBucketPolicy"},
		},
		Types: s3Types(),
		Read:  readS3,
	}
}

func s3Types() []string { return []string{"AWS::S3::Bucket", "AWS::S3::BucketPolicy"} }

func readS3(ctx context.Context, u *collect.Unit) {
	b := &buckets{unit: u, clients: map[string]*s3.Client{}}
	var listed []bucket
	// Only a listing in pages says where each bucket is.
	pages := s3.NewListBucketsPaginator(b.client(""), &s3.ListBucketsInput{MaxBuckets: aws.Int32(1000)})
	collect.Pages(ctx, u, pages, s3Types(), func(page *s3.ListBucketsOutput) {
		for i := range page.Buckets {
			if x, ok := b.locate(ctx, aws.ToString(page.Buckets[i].Name), aws.ToString(page.Buckets[i].BucketRegion)); ok {
				listed = append(listed, x)
			}
		}
	})
	collect.Parallel(listed,
		func(x bucket) []bucketAnswer { return x.ask(ctx) },
		func(x bucket, answers []bucketAnswer) { x.add(u, answers) })
}

// buckets has a client for every region in which there is one.
type buckets struct {
	unit    *collect.Unit
	clients map[string]*s3.Client
}

func (b *buckets) client(region string) *s3.Client {
	c := b.clients[region]
	if c == nil {
		c = s3.NewFromConfig(b.unit.Config, func(o *s3.Options) {
			if region != "" {
				o.Region = region
			}
			// An endpoint of one's own has no name for each bucket.
			o.UsePathStyle = o.BaseEndpoint != nil
		})
		b.clients[region] = c
	}
	return c
}

// bucket is one, with a client for the region where it is.
type bucket struct {
	name, region string
	client       *s3.Client
}

// locate finds where a bucket is, if the listing does not say so.
func (b *buckets) locate(ctx context.Context, name, region string) (bucket, bool) {
	if region == "" {
		out, err := b.client("").GetBucketLocation(ctx, &s3.GetBucketLocationInput{Bucket: &name})
		if collect.Code(err) == noBucket || b.unit.Failed(err, s3Types()...) {
			return bucket{}, false
		}
		switch region = string(out.LocationConstraint); region {
		case "":
			region = "us-east-1"
		case "EU": // what buckets of 2008 say
			region = "eu-west-1"
		}
	}
	return bucket{name: name, region: region, client: b.client(region)}, true
}

// noBucket is the code for a bucket that was deleted since it was listed.
const noBucket = "NoSuchBucket"

// bucketPart is a call about one bucket, and the properties that are its answer. The
// code absent says that the bucket has no such setting.
type bucketPart struct {
	properties []string
	absent     string
	read       func(context.Context, *s3.Client, *string) (collect.Object, error)
}

func bucketParts() []bucketPart {
	return []bucketPart{
		{[]string{"VersioningConfiguration"}, "", bucketVersioning},
		{[]string{"ReplicationConfiguration"}, "ReplicationConfigurationNotFoundError", bucketReplication},
		{[]string{"LifecycleConfiguration"}, "NoSuchLifecycleConfiguration", bucketLifecycle},
		{[]string{"ObjectLockEnabled", "ObjectLockConfiguration"}, "ObjectLockConfigurationNotFoundError", bucketLock},
		{[]string{"BucketEncryption"}, "ServerSideEncryptionConfigurationNotFoundError", bucketEncryption},
		{[]string{"NotificationConfiguration"}, "", bucketNotification},
		{[]string{"WebsiteConfiguration"}, "NoSuchWebsiteConfiguration", bucketWebsite},
		{[]string{"Tags"}, "NoSuchTagSet", bucketTags},
	}
}

type bucketAnswer struct {
	properties collect.Object
	err        error
}

// ask makes all calls about a bucket; that about its policy comes last.
func (x *bucket) ask(ctx context.Context) []bucketAnswer {
	parts := bucketParts()
	answers := make([]bucketAnswer, 0, len(parts)+1)
	for i := range parts {
		properties, err := parts[i].read(ctx, x.client, &x.name)
		answers = append(answers, bucketAnswer{properties, err})
		if collect.Code(err) == noBucket {
			return nil
		}
	}
	properties, err := bucketPolicy(ctx, x.client, &x.name)
	return append(answers, bucketAnswer{properties, err})
}

func (x *bucket) add(u *collect.Unit, answers []bucketAnswer) {
	if len(answers) == 0 {
		return
	}
	arn := "arn:" + u.Partition + ":s3:::" + x.name
	u.Add(collect.Found{Type: "AWS::S3::Bucket", Ref: x.name, ARN: arn, Region: x.region, Properties: collect.Object{
		"BucketName": x.name, "Arn": arn,
		"DomainName":         x.name + ".s3." + partitionDomain(u.Partition),
		"RegionalDomainName": x.name + ".s3." + x.region + "." + partitionDomain(u.Partition),
	}})
	parts := bucketParts()
	for i, part := range parts {
		if u.Part(answers[i].err, arn, part.properties, part.absent) {
			u.Extend(arn, answers[i].properties)
		}
	}
	policy := answers[len(parts)]
	if collect.Code(policy.err) == "NoSuchBucketPolicy" || u.Failed(policy.err, "AWS::S3::BucketPolicy") {
		return
	}
	policy.properties["Bucket"] = x.name
	u.Add(collect.Found{Type: "AWS::S3::BucketPolicy", Ref: x.name, Region: x.region, Properties: policy.properties})
}

// domain is the one under which services answer.
func partitionDomain(partition string) string {
	if partition == "aws-cn" {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}
