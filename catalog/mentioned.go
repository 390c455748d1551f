package catalog

import (
	"slices"
	"strings"
)

// maxMentioned bounds how many names are taken out of one text.
const maxMentioned = 256

// mentioned finds what a longer text names: a state machine's definition, an OpenAPI
// document, the address that an API calls. Those are ARNs, also inside the address by
// which API Gateway invokes a service, the hosts of URLs, and what requests to AWS call
// a table, a stream, a function. A short text is a name by itself.
func mentioned(s string) []string {
	var m mentions
	if len(s) < maxName && !strings.ContainsAny(s, " \n\"{") {
		m.add(s)
	}
	m.arns(s)
	m.hosts(s)
	for _, key := range requestNames() {
		m.members(s, key)
	}
	return m
}

// mentions are names, each once.
type mentions []string

func (m *mentions) add(name string) {
	if name != "" && len(*m) < maxMentioned && !slices.Contains(*m, name) {
		*m = append(*m, name)
	}
}

func (m *mentions) full() bool { return len(*m) >= maxMentioned }

// arns adds the ARNs in a text.
func (m *mentions) arns(s string) {
	for !m.full() {
		at := strings.Index(s, "arn:")
		if at < 0 {
			return
		}
		name := word(s[at:])
		if a, ok := parseARN(name); ok && a.service == "apigateway" {
			m.add(a.invoked())
			s = s[at+len("arn:"):] // there may be another ARN inside
			continue
		}
		s = s[at+len(name):]
		name = strings.TrimSuffix(name, "/invocations")
		m.add(name)
		m.add(unqualified(name))
		m.add(balancerOf(name))
	}
}

// hosts adds the hosts of the URLs in a text, and the queues that they name.
func (m *mentions) hosts(s string) {
	for !m.full() {
		_, after, ok := strings.Cut(s, "://")
		if !ok {
			return
		}
		s = after
		host := s[:min(len(s), maxHost)]
		if end := strings.IndexAny(host, "/:?#"); end >= 0 {
			host = host[:end]
		}
		host = word(host)
		m.add(host)
		if strings.HasPrefix(host, "sqs.") {
			m.add(queueOf(host, word(s)))
		}
	}
}

// maxHost is the greatest length of a host's name.
const maxHost = 253

// members adds the values that a member of an object has in a text: "TableName":
// "orders", which may be escaped where a document holds templates.
func (m *mentions) members(s, key string) {
	const around = "\\\" "
	for !m.full() {
		_, after, ok := strings.Cut(s, key)
		if !ok {
			return
		}
		s = after
		if value, ok := strings.CutPrefix(strings.TrimLeft(s, around), ":"); ok {
			m.add(word(strings.TrimLeft(value, around)))
		}
	}
}

// requestNames are the members of requests to AWS that hold a name.
func requestNames() []string {
	return []string{
		"Bucket", "Cluster", "DeliveryStreamName", "EventBusName", "FunctionName", "JobName", "JobQueue", "StreamName", "TableName",
	}
}

// queueOf is the ARN of the queue at "sqs.REGION.amazonaws.com/ACCOUNT/QUEUE".
func queueOf(host, url string) string {
	labels, parts := strings.Split(host, "."), strings.Split(url, "/")
	if len(labels) < 4 || labels[0] != "sqs" || labels[2] != "amazonaws" || len(parts) != 3 {
		return ""
	}
	return "arn:aws:sqs:" + labels[1] + ":" + parts[1] + ":" + parts[2]
}

// maxName is longer than any name or ARN.
const maxName = 2048

// word cuts a text at what no ARN or URL contains.
func word(s string) string {
	s = s[:min(len(s), maxName)]
	if end := strings.IndexAny(s, " \t\r\n\"'`,;<>(){}[]\\|$"); end >= 0 {
		s = s[:end]
	}
	return s
}

// unqualified is a function's or state machine's ARN without its version or alias;
// empty where there is none.
func unqualified(name string) string {
	a, ok := parseARN(name)
	if !ok {
		return ""
	}
	parts := strings.Split(a.resource, ":")
	if len(parts) < 3 || parts[0] != "function" && parts[0] != "stateMachine" {
		return ""
	}
	return strings.TrimSuffix(name, ":"+strings.Join(parts[2:], ":"))
}

// balancerOf is the ARN of the load balancer whose listener an ARN is of; else empty.
// An HTTP API reaches a balancer in a network by that of its listener.
func balancerOf(name string) string {
	a, ok := parseARN(name)
	path, isListener := strings.CutPrefix(a.resource, "listener/")
	if !ok || !isListener || a.service != "elasticloadbalancing" {
		return ""
	}
	parts := strings.Split(path, "/") // app/NAME/ID/LISTENER
	if len(parts) != 4 {
		return ""
	}
	return strings.TrimSuffix(name, a.resource) + "loadbalancer/" + strings.Join(parts[:3], "/")
}

// invoked is the ARN of what an API calls by "arn:…:apigateway:REGION:SERVICE:path/…":
// a queue after its account, a bucket before its key. Of other services the rest of
// the request says what is meant.
func (a arn) invoked() string {
	parts := strings.Split(a.resource, "/")
	if len(parts) < 2 || parts[0] != "path" {
		return ""
	}
	switch {
	case a.account == "sqs" && len(parts) == 3:
		return "arn:aws:sqs:" + a.region + ":" + parts[1] + ":" + parts[2]
	case a.account == "s3":
		return "arn:aws:s3:::" + parts[1]
	}
	return ""
}
