package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

func TestCloudFront(t *testing.T) {
	s := &scenario{service: cloudfrontService(), seed: seedCloudFront}
	s.run(t, "moto")
}

func seedCloudFront(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	fixRandom(ctx, t, cfg)
	c := cloudfront.NewFromConfig(cfg)
	origin := func(id, domain string) types.Origin {
		return types.Origin{
			Id: aws.String(id), DomainName: aws.String(domain), CustomOriginConfig: &types.CustomOriginConfig{
				HTTPPort: aws.Int32(80), HTTPSPort: aws.Int32(443), OriginProtocolPolicy: types.OriginProtocolPolicyHttpsOnly,
				OriginSslProtocols: &types.OriginSslProtocols{Quantity: aws.Int32(1), Items: []types.SslProtocol{types.SslProtocolTLSv12}},
			},
			CustomHeaders: &types.CustomHeaders{Quantity: aws.Int32(1), Items: []types.OriginCustomHeader{
				{HeaderName: aws.String("X-Origin-Verify"), HeaderValue: aws.String("planted-secret")},
			}},
		}
	}
	must[*cloudfront.CreateDistributionWithTagsOutput](t)(c.CreateDistributionWithTags(ctx, &cloudfront.CreateDistributionWithTagsInput{
		DistributionConfigWithTags: &types.DistributionConfigWithTags{
			Tags: &types.Tags{Items: []types.Tag{{Key: aws.String("tier"), Value: aws.String("1")}}},
			DistributionConfig: &types.DistributionConfig{
				CallerReference: aws.String("shop"), Comment: aws.String("shop"), Enabled: aws.Bool(true), PriceClass: types.PriceClassPriceClass100,
				Aliases: &types.Aliases{Quantity: aws.Int32(1), Items: []string{"shop.example.com"}},
				Origins: &types.Origins{Quantity: aws.Int32(2), Items: []types.Origin{
					origin("first", "Shop-1.eu-west-1.elb.amazonaws.com"), origin("second", "shop-2.eu-central-1.elb.amazonaws.com"),
				}},
				OriginGroups: &types.OriginGroups{Quantity: aws.Int32(1), Items: []types.OriginGroup{{
					Id:               aws.String("both"),
					FailoverCriteria: &types.OriginGroupFailoverCriteria{StatusCodes: &types.StatusCodes{Quantity: aws.Int32(2), Items: []int32{502, 503}}},
					Members: &types.OriginGroupMembers{Quantity: aws.Int32(2), Items: []types.OriginGroupMember{
						{OriginId: aws.String("first")}, {OriginId: aws.String("second")},
					}},
				}}},
				DefaultCacheBehavior: &types.DefaultCacheBehavior{
					TargetOriginId: aws.String("first"), ViewerProtocolPolicy: types.ViewerProtocolPolicyRedirectToHttps,
					AllowedMethods: &types.AllowedMethods{
						Quantity: aws.Int32(2), Items: []types.Method{types.MethodGet, types.MethodHead},
						CachedMethods: &types.CachedMethods{Quantity: aws.Int32(2), Items: []types.Method{types.MethodGet, types.MethodHead}},
					},
					LambdaFunctionAssociations: &types.LambdaFunctionAssociations{Quantity: aws.Int32(1), Items: []types.LambdaFunctionAssociation{{
						EventType: types.EventTypeViewerRequest, LambdaFunctionARN: aws.String("arn:aws:lambda:us-east-1:123456789012:function:auth:1"),
					}}},
				},
				CacheBehaviors: &types.CacheBehaviors{Quantity: aws.Int32(1), Items: []types.CacheBehavior{{
					PathPattern: aws.String("/images/*"), TargetOriginId: aws.String("first"), ViewerProtocolPolicy: types.ViewerProtocolPolicyAllowAll,
				}}},
				CustomErrorResponses: &types.CustomErrorResponses{Quantity: aws.Int32(1), Items: []types.CustomErrorResponse{{ErrorCode: aws.Int32(503), ErrorCachingMinTTL: aws.Int64(5)}}},
				Logging:              &types.LoggingConfig{Enabled: aws.Bool(true), Bucket: aws.String("logs.s3.amazonaws.com"), Prefix: aws.String("cf/"), IncludeCookies: aws.Bool(false)},
			},
		},
	}))
}
