package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/acm/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// acmService lists certificates. The catalog knows nothing of them yet, so a snapshot
// says only which there are.
func acmService() *collect.Service {
	return &collect.Service{
		Name: "acm", SDK: "ACM",
		Calls: collect.Ops("ListCertificates"),
		Types: []string{"AWS::CertificateManager::Certificate"},
		Read: func(ctx context.Context, u *collect.Unit) {
			c := acm.NewFromConfig(u.Config)
			// Without a filter it lists those with RSA keys only.
			in := &acm.ListCertificatesInput{Includes: &types.Filters{KeyTypes: types.KeyAlgorithm("").Values()}}
			collect.Pages(ctx, u, acm.NewListCertificatesPaginator(c, in), []string{"AWS::CertificateManager::Certificate"},
				func(page *acm.ListCertificatesOutput) {
					for i := range page.CertificateSummaryList {
						o := collect.Answer(page.CertificateSummaryList[i])
						arn := o.Text("CertificateArn")
						u.Add(collect.Found{Type: "AWS::CertificateManager::Certificate", Ref: arn, ARN: arn, Properties: o})
					}
				})
		},
	}
}
