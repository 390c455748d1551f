package collect

import (
	"slices"
	"testing"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// TestParallel hands over in order, whatever is fetched first, and passes a defect on to
// where the run catches it.
func TestParallel(t *testing.T) {
	t.Parallel()
	items := make([]int, 3*atOnce+1)
	for i := range items {
		items[i] = i
	}
	later := make(chan struct{})
	var got []int
	Parallel(items, func(i int) int {
		switch i {
		case 0:
			<-later
		case 1:
			close(later)
		}
		return i * i
	}, func(i, square int) {
		if square != i*i {
			t.Errorf("%d has the answer %d", i, square)
		}
		got = append(got, i)
	})
	if !slices.Equal(got, items) {
		t.Errorf("order: %v", got)
	}
	defer func() {
		if recover() != "defect" {
			t.Error("a defect did not reach the caller")
		}
	}()
	Parallel(items, func(i int) int {
		if i == atOnce+1 {
			panic("defect")
		}
		return 0
	}, func(int, int) {})
}

// TestGlobalNames has what is read once an account be known in all regions, wherever it lives.
func TestGlobalNames(t *testing.T) {
	t.Parallel()
	u := &Unit{
		Account: "1", Region: Global, Partition: "aws", service: &Service{Name: "s3"}, names: &names{known: map[string]map[string]struct{}{}},
		listed: map[string]int{}, shapes: map[string]*catalog.Shape{},
	}
	u.Add(Found{Type: "AWS::S3::Bucket", Ref: "pictures", ARN: "arn:aws:s3:::pictures", Region: "us-east-1", Properties: Object{}})
	if at := u.records[0].Resource.Region; at != "us-east-1" {
		t.Errorf("it lives in %s", at)
	}
	if !u.names.has("1", "eu-west-1", "pictures") {
		t.Error("its name means nothing in another region")
	}
	// Many alike are one failure.
	for range 3 {
		u.fail(snapshot.Failure{Call: "s3:GetBucketPolicy", Code: "AccessDenied", Types: []string{"AWS::S3::BucketPolicy"}})
	}
	u.fail(snapshot.Failure{Call: "s3:GetBucketPolicy", Code: "AccessDenied", Types: []string{"AWS::S3::Bucket"}})
	if len(u.records) != 3 {
		t.Errorf("%d records", len(u.records))
	}
}
