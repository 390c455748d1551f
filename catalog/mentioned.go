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
func mentioned(s string) (names []string) {
	if len(s) < maxName && !strings.ContainsAny(s, " \n\"{") {
		names = append(names, s)
	}
	add := func(name string) {
		if name != "" && len(names) < maxMentioned && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for rest := s; ; {
		at := strings.Index(rest, "arn:")
		if at < 0 {
			break
		}
		rest = rest[at:]
		name := word(rest)
		rest = rest[len("arn:"):]
		if a, ok := parseARN(name); ok && a.service == "apigateway" {
			add(a.invoked())
			continue
		}
		name = strings.TrimSuffix(name, "/invocations")
		add(name)
		add(unqualified(name))
	}
	for rest := s; ; {
		_, after, ok := strings.Cut(rest, "://")
		if !ok {
			break
		}
		rest = after
		url := word(rest)
		host := url
		if end := strings.IndexAny(host, "/:?#"); end >= 0 {
			host = host[:end]
		}
		add(host)
		add(queueOf(host, url))
	}
	for _, key := range requestNames() {
		for rest := s; ; {
			_, after, ok := strings.Cut(rest, key)
			if !ok {
				break
			}
			rest = after
			// "TableName": "orders", also escaped in a template inside a document.
			value := strings.TrimLeft(after, "\\\" ")
			if !strings.HasPrefix(value, ":") {
				continue
			}
			add(word(strings.TrimLeft(value[1:], "\\\" ")))
		}
	}
	return names
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
