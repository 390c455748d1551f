// Package fakeaws answers as AWS does, on loopback, for tests of how accounts are read:
// an organisation of any size, and faults on demand. It knows few operations well and
// answers all others with nothing found.
package fakeaws

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Call is one request, as far as it could be understood.
type Call struct {
	// Service is the name that requests are signed for: rds, dynamodb.
	Service, Region, Account string
	// Op is the operation; of REST services the method and path.
	Op string
	// Form are the parameters of the query protocols; Body is the request's.
	Form url.Values
	Body string
	// N counts the requests of that operation in that region of that account, from 1.
	N int
}

// Server is the endpoint.
type Server struct {
	// Management is the account of any credentials that are not an assumed role's.
	Management string
	// Accounts are those of the organisation.
	Accounts []Account
	// Regions are those that are enabled.
	Regions []string
	// Answer, where it is set, may answer a call in place of the server.
	Answer func(w http.ResponseWriter, c *Call) bool
	// Latency is how long every answer takes.
	Latency time.Duration

	mu    sync.Mutex
	calls map[string]int
	log   []Call
	keep  bool
}

// Account is one of the organisation.
type Account struct{ ID, Name, Status string }

// Start serves until the test or benchmark ends, and returns the address. With keep it remembers
// every call.
func (s *Server) Start(cleanup func(func()), keep bool) string {
	s.calls, s.keep = map[string]int{}, keep
	server := httptest.NewServer(s)
	cleanup(server.Close)
	return server.URL
}

// Forget has the server remember no calls, nor count them, from now on.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep, s.calls, s.log = false, nil, nil
}

// Calls returns the calls so far, in the order in which they came.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.log...)
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	c := s.understand(r, string(body))
	if s.Latency > 0 {
		time.Sleep(s.Latency)
	}
	if s.Answer != nil && s.Answer(w, c) {
		return
	}
	if text, ok := s.known(c); ok {
		kind := "text/xml"
		if strings.HasPrefix(text, "{") {
			kind = "application/x-amz-json-1.1"
		}
		w.Header().Set("Content-Type", kind)
		_, _ = io.WriteString(w, text)
		return
	}
	nothing(w, r, c)
}

func (s *Server) understand(r *http.Request, body string) *Call {
	c := &Call{Body: body, Account: s.Management}
	_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	if parts := strings.Split(scope, "/"); len(parts) >= 4 {
		c.Region, c.Service = parts[2], parts[3]
		if account, ok := strings.CutPrefix(parts[0], assumedKey); ok {
			c.Account = account
		}
	}
	c.Form, _ = url.ParseQuery(body)
	_, target, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	switch {
	case target != "":
		c.Op = target
	case c.Form.Get("Action") != "":
		c.Op = c.Form.Get("Action")
	case strings.Contains(r.URL.Path, "/operation/"):
		_, c.Op, _ = strings.Cut(r.URL.Path, "/operation/")
	default:
		c.Op = r.Method + " " + r.URL.Path
	}
	key := strings.Join([]string{c.Account, c.Region, c.Service, c.Op}, "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.calls != nil {
		s.calls[key]++
		c.N = s.calls[key]
	}
	if s.keep {
		s.log = append(s.log, *c)
	}
	return c
}

// assumedKey begins the access keys that AssumeRole gives; the account follows.
const assumedKey = "ASIA"

// known answers the calls by which accounts and regions are found.
func (s *Server) known(c *Call) (string, bool) {
	switch c.Op {
	case "GetCallerIdentity":
		return query(c.Op, fmt.Sprintf("<Account>%s</Account><Arn>arn:aws:iam::%s:user/reader</Arn><UserId>u</UserId>", c.Account, c.Account)), true
	case "AssumeRole":
		parts := strings.Split(c.Form.Get("RoleArn"), ":")
		if len(parts) < 5 {
			return "", false
		}
		return query(c.Op, fmt.Sprintf("<Credentials><AccessKeyId>%s%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"+
			"<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>", assumedKey, parts[4])), true
	case "DescribeOrganization":
		return `{"Organization":{"Id":"o-faultline00"}}`, true
	case "ListAccounts":
		var all []string
		for _, a := range s.Accounts {
			all = append(all, fmt.Sprintf(`{"Id":%q,"Name":%q,"Status":%q}`, a.ID, a.Name, a.Status))
		}
		return `{"Accounts":[` + strings.Join(all, ",") + `]}`, true
	case "DescribeRegions":
		var all strings.Builder
		for _, r := range s.Regions {
			fmt.Fprintf(&all, "<item><regionName>%s</regionName></item>", r)
		}
		return "<DescribeRegionsResponse><regionInfo>" + all.String() + "</regionInfo></DescribeRegionsResponse>", true
	}
	return "", false
}

func query(op, result string) string {
	return fmt.Sprintf("<%sResponse><%sResult>%s</%sResult></%sResponse>", op, op, result, op, op)
}

// Query answers a call of the query protocol with the content of its result.
func Query(w http.ResponseWriter, c *Call, result string) {
	w.Header().Set("Content-Type", "text/xml")
	_, _ = io.WriteString(w, query(c.Op, result))
}

// EC2 answers a call of EC2 with the content of its response.
func EC2(w http.ResponseWriter, c *Call, content string) {
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, "<%sResponse>%s</%sResponse>", c.Op, content, c.Op)
}

// JSON answers a call of the JSON protocols.
func JSON(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_, _ = io.WriteString(w, text)
}

// Fail answers with an error in the protocol of the call.
func Fail(w http.ResponseWriter, c *Call, status int, code string) {
	if c.Form.Get("Action") == "" {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.Header().Set("X-Amzn-Errortype", code)
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"__type":%q,"message":"made for a test"}`, code)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(status)
	if c.Service == "ec2" {
		fmt.Fprintf(w, "<Response><Errors><Error><Code>%s</Code><Message>made for a test</Message></Error></Errors></Response>", code)
		return
	}
	fmt.Fprintf(w, "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>made for a test</Message></Error></ErrorResponse>", code)
}

// nothing answers that there is nothing, in the protocol of the request.
func nothing(w http.ResponseWriter, r *http.Request, c *Call) {
	switch {
	case strings.Contains(r.URL.Path, "/operation/"):
		w.Header().Set("Content-Type", "application/cbor")
		w.Header().Set("Smithy-Protocol", "rpc-v2-cbor")
		_, _ = w.Write([]byte{0xa0})
	case c.Service == "ec2":
		EC2(w, c, "")
	case c.Form.Get("Action") != "":
		Query(w, c, "")
	case c.Service == "s3" || c.Service == "route53" || c.Service == "cloudfront":
		w.Header().Set("Content-Type", "text/xml")
		_, _ = io.WriteString(w, "<Nothing></Nothing>")
	default:
		JSON(w, "{}")
	}
}
