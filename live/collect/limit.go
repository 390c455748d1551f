package collect

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	smithymiddleware "github.com/aws/smithy-go/middleware"
	"golang.org/x/time/rate"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// attempts is how often a call is tried, as the AWS plugin of steampipe does.
const attempts = 9

// perSecond is the rate of calls of a service in one region of an account: AWS's
// published default where there is a lower one than the 5 a second that steampipe's AWS
// plugin keeps to, or where much more is granted. Bursts are of twice that.
func perSecond(service string) float64 {
	if inventoried(service) {
		return 4 // a hundred resources in each answer
	}
	switch service {
	case "organizations", "route53", "globalaccelerator":
		return 3 // Route 53: 5 requests a second for the whole account
	case "apigateway", "apigatewayv2":
		return 4 // 10 a second in all, but 5 every 2 seconds for some calls
	case "kafka", "mq", "dax", "memorydb", "servicequotas", "directconnect", "acm":
		return 3
	case "cloudcontrol", "cloudcontrol-global", "cloudcontrol-late":
		return 4
	case "ec2", "dynamodb", "lambda", "sqs", "sns":
		return 10
	case "s3":
		return 50 // ten settings of each bucket; S3 publishes no quota for them, and says SlowDown
	}
	return 5
}

// inventoried reports whether a service asks AWS Config.
func inventoried(service string) bool { return strings.HasPrefix(service, "config") }

// limits hold what the whole run has in common: rates and counts. It is safe for
// concurrent use.
type limits struct {
	// scale multiplies all rates.
	scale   float64
	mu      sync.Mutex
	buckets map[string]*rate.Limiter
	calls   atomic.Int64
	// observe sees every operation that is made; for tests.
	observe func(sdk, op string)
}

func newLimits(scale float64, observe func(sdk, op string)) *limits {
	return &limits{scale: scale, buckets: map[string]*rate.Limiter{}, observe: observe}
}

// bucket is that of a service in a region of an account.
func (l *limits) bucket(account, region, service string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := account + "/" + region + "/" + service
	if inventoried(service) {
		key = account + "/config" // one endpoint answers for all
	}
	b := l.buckets[key]
	if b == nil {
		r := perSecond(service) * l.scale
		b = rate.NewLimiter(rate.Limit(r), max(1, int(2*r)))
		l.buckets[key] = b
	}
	return b
}

// drop forgets the bucket of a unit that is done.
func (l *limits) drop(account, region, service string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.buckets, account+"/"+region+"/"+service)
}

// configure gives a configuration the limits of a unit: each attempt waits for its
// turn, and what the service does not declare is refused.
func (l *limits) configure(cfg aws.Config, s *Service, account, region string) aws.Config {
	cfg = cfg.Copy()
	bucket := l.bucket(account, region, s.Name)
	cfg.Retryer = newRetryer
	cfg.APIOptions = append(cfg.APIOptions, func(stack *smithymiddleware.Stack) error {
		guard := smithymiddleware.InitializeMiddlewareFunc("faultlineDeclared",
			func(ctx context.Context, in smithymiddleware.InitializeInput, next smithymiddleware.InitializeHandler) (
				smithymiddleware.InitializeOutput, smithymiddleware.Metadata, error,
			) {
				sdk, op := middleware.GetServiceID(ctx), middleware.GetOperationName(ctx)
				if !s.declares(sdk, op) {
					return smithymiddleware.InitializeOutput{}, smithymiddleware.Metadata{}, fmt.Errorf("%s %s: %w", sdk, op, errUndeclared)
				}
				if l.observe != nil {
					l.observe(sdk, op)
				}
				return next.HandleInitialize(ctx, in)
			})
		if err := stack.Initialize.Add(guard, smithymiddleware.After); err != nil {
			return err
		}
		wait := smithymiddleware.FinalizeMiddlewareFunc("faultlineRate",
			func(ctx context.Context, in smithymiddleware.FinalizeInput, next smithymiddleware.FinalizeHandler) (
				smithymiddleware.FinalizeOutput, smithymiddleware.Metadata, error,
			) {
				if err := bucket.Wait(ctx); err != nil {
					return smithymiddleware.FinalizeOutput{}, smithymiddleware.Metadata{}, fmt.Errorf("waiting for a turn: %w", context.DeadlineExceeded)
				}
				l.calls.Add(1)
				return next.HandleFinalize(ctx, in)
			})
		// Behind the retries, so that each attempt waits.
		return stack.Finalize.Insert(wait, "Retry", smithymiddleware.After)
	})
	return cfg
}

// newRetryer makes the adaptive retries of a client. What the endpoint does not
// know is not tried again, and what cannot be reached only a few times.
func newRetryer() aws.Retryer {
	adaptive := retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
		o.StandardOptions = append(o.StandardOptions, func(s *retry.StandardOptions) {
			s.MaxAttempts = attempts
			s.MaxBackoff = 20 * time.Second
		})
	})
	return &retryer{RetryerV2: adaptive}
}

// unreached is how often an endpoint that does not answer is tried.
const unreached = 3

type retryer struct {
	aws.RetryerV2
}

// IsErrorRetryable implements [aws.Retryer].
func (r *retryer) IsErrorRetryable(err error) bool {
	if kind, _, _ := classify(err); kind == snapshot.Unsupported || kind == snapshot.Denied {
		return false
	}
	return r.RetryerV2.IsErrorRetryable(err)
}

// RetryDelay implements [aws.Retryer]; it gives up on what is not reached.
func (r *retryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	if Code(err) == "" && attempt >= unreached {
		return 0, err
	}
	return r.RetryerV2.RetryDelay(attempt, err)
}

// bounded gives the SDK's HTTP client times within which an endpoint must answer; a
// client of the caller's own stays as it is.
func bounded(c aws.HTTPClient) aws.HTTPClient {
	own, ok := c.(*awshttp.BuildableClient)
	if c != nil && !ok {
		return c
	}
	if own == nil {
		own = awshttp.NewBuildableClient()
	}
	return own.WithTimeout(time.Minute).
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = 5 * time.Second }).
		WithTransportOptions(func(t *http.Transport) {
			t.ResponseHeaderTimeout = 30 * time.Second
			t.TLSHandshakeTimeout = 10 * time.Second
			t.MaxIdleConnsPerHost = 16
		})
}

// breaker stops the reading of a region that does not answer.
type breaker struct {
	mu     sync.Mutex
	silent map[string]int // units in a row that were not reached, by account and region
}

// broken is after how many units a region is given up.
const broken = 4

func (b *breaker) open(key string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.silent[key] >= broken
}

// result notes how a unit ended.
func (b *breaker) result(key string, records []snapshot.Record) {
	answered, silent := false, false
	for i := range records {
		if f := records[i].Failure; f != nil && f.Kind == snapshot.Unavailable && f.Code != noEndpoint {
			silent = true
		} else {
			answered = true
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case silent && !answered:
		b.silent[key]++
	default:
		b.silent[key] = 0
	}
}

var _ aws.RetryerV2 = (*retryer)(nil)
