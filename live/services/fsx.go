package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/fsx"

	"github.com/faultline-dev/faultline/live/collect"
)

// fsxService reads file systems of FSx, of all four kinds.
func fsxService() *collect.Service {
	return &collect.Service{
		Name: "fsx", SDK: "FSx",
		Calls: collect.Ops("DescribeFileSystems"),
		Types: []string{"AWS::FSx::FileSystem"},
		Read:  readFSx,
	}
}

func readFSx(ctx context.Context, u *collect.Unit) {
	c := fsx.NewFromConfig(u.Config)
	collect.Pages(ctx, u, fsx.NewDescribeFileSystemsPaginator(c, &fsx.DescribeFileSystemsInput{}), []string{"AWS::FSx::FileSystem"},
		func(page *fsx.DescribeFileSystemsOutput) {
			for i := range page.FileSystems {
				o := collect.Answer(page.FileSystems[i])
				u.Add(collect.Found{Type: "AWS::FSx::FileSystem", Ref: o.Text("FileSystemId"), ARN: o.Text("ResourceARN"), Properties: o})
			}
		})
}
