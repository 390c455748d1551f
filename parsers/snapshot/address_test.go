package snapshot_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"none", "postgres://app:secret@db.example.com/x", nil},
		{"host of a URL", "postgres://app:s.e.cret@a.b.eu-west-1.rds.amazonaws.com:5432/x", []string{"a.b.eu-west-1.rds.amazonaws.com"}},
		{"hosts of other domains", "https://x.lambda-url.eu-west-1.on.aws/?k=v d1.cloudfront.net,g.awsglobalaccelerator.com", []string{"d1.cloudfront.net", "g.awsglobalaccelerator.com", "x.lambda-url.eu-west-1.on.aws"}},
		{"a domain that only looks like AWS's", "https://evil-amazonaws.com.example.com", nil},
		{"queue", "https://sqs.eu-west-1.amazonaws.com/123456789012/orders?Action=x", []string{"sqs.eu-west-1.amazonaws.com/123456789012/orders"}},
		{"image", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:latest", []string{"123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web"}},
		{"twice", "a.rds.amazonaws.com a.rds.amazonaws.com", []string{"a.rds.amazonaws.com"}},
		{"key of a secret", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf:password::", []string{"arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf"}},
		{"object in a bucket", "arn:aws:s3:::b/key", []string{"arn:aws:s3:::b"}},
		{"function with an alias", "arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST", []string{"arn:aws:lambda:eu-west-1:123456789012:function:f"}},
		{"what an API calls", "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations", []string{"arn:aws:lambda:eu-west-1:123456789012:function:f/invocations"}},
		{"of China", "arn:aws-cn:sns:cn-north-1:123456789012:t x.cn-north-1.rds.amazonaws.com.cn", []string{"arn:aws-cn:sns:cn-north-1:123456789012:t", "x.cn-north-1.rds.amazonaws.com.cn"}},
		{"no ARN", "arn:", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, snapshot.Addresses(tt.text)); diff != "" {
				t.Errorf("Addresses(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestHost(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://user:p@ss@A.eu-west-1.rds.amazonaws.com:5432/x@y": "a.eu-west-1.rds.amazonaws.com",
		"Web-1.eu-west-1.elb.amazonaws.com":                        "web-1.eu-west-1.elb.amazonaws.com",
		"https://sqs.eu-west-1.amazonaws.com/123456789012/Orders":  "sqs.eu-west-1.amazonaws.com/123456789012/orders",
		"1.dkr.ecr.eu-west-1.amazonaws.com/a/b:c":                  "1.dkr.ecr.eu-west-1.amazonaws.com/a/b",
		"arn:aws:sns:eu-west-1:123456789012:Topic":                 "arn:aws:sns:eu-west-1:123456789012:Topic",
	} {
		if got := snapshot.Host(in); got != want {
			t.Errorf("Host(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDistinct(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{"orders": false, "default": false, "orders-eu": true, "db.internal.example.com": true, "12345678": false, "a-1": false, "/app/db": true} {
		if got := snapshot.Distinct(in); got != want {
			t.Errorf("Distinct(%q) = %t", in, got)
		}
	}
}

// FuzzAddresses holds that addresses are parts of the text, and addresses.
func FuzzAddresses(f *testing.F) {
	for _, seed := range []string{
		"", "arn:aws:s3:::b/k", "postgres://a:b@c.rds.amazonaws.com/x", "arn:aws:apigateway:a:lambda:path/arn:aws:lambda:a:1:function:f/invocations", "arn:aws:apigateway:::arn:arn:",
		"https://sqs.eu-west-1.amazonaws.com/123456789012/orders", "x.on.aws.", "\xff.amazonaws.com",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, a := range snapshot.Addresses(text) {
			if !strings.Contains(text, a) {
				t.Errorf("%q is not in %q", a, text)
			}
			if !snapshot.IsAddress(a) {
				t.Errorf("%q of %q is no address", a, text)
			}
			_ = snapshot.Host(a)
		}
	})
}
