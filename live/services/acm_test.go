package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/acm/types"
)

func TestACM(t *testing.T) {
	s := &scenario{service: acmService(), seed: seedACM}
	s.runIn(t, "moto", "ministack")
}

func seedACM(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := acm.NewFromConfig(cfg)
	done(t)(c.RequestCertificate(ctx, &acm.RequestCertificateInput{
		DomainName: aws.String("shop.example.com"), ValidationMethod: types.ValidationMethodDns, KeyAlgorithm: types.KeyAlgorithmEcPrime256v1,
	}))
}
