package snapshot

import (
	"regexp"
	"slices"
	"strings"
)

// An address names one resource of all there are: an ARN, a host that AWS gives out, the
// URL of a queue. A name is what a resource is called in its region and account.

// addressed finds ARNs, queues and hosts of AWS in a text. What an ARN and a host cannot
// contain ends them, so that of a URL with credentials the host alone is found.
var addressed = regexp.MustCompile(`arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[A-Za-z0-9_.-]*:[A-Za-z0-9_./:*+=,@-]*[A-Za-z0-9_*]|` +
	`sqs\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/[0-9]{12}/[A-Za-z0-9_.-]+|` +
	`[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/[a-z0-9._/-]+|` +
	`[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:` + strings.Join([]string{
	`amazonaws\.com(?:\.cn)?`, `on\.aws`, `api\.aws`, `cloudfront\.net`, `awsglobalaccelerator\.com`, `elasticbeanstalk\.com`, `awsapprunner\.com`,
}, "|") + `)\b`)

// longest is how much of a text is looked at.
const longest = 64 << 10

// Addresses returns the addresses in a text, sorted, each once; queues as
// "sqs.REGION.amazonaws.com/ACCOUNT/NAME", images without their tag. Nothing else of the text is in them: of an
// ARN with a query or a key behind it the ARN alone.
func Addresses(text string) []string {
	if !strings.Contains(text, "arn:") && !strings.Contains(text, ".") {
		return nil
	}
	found := addressed.FindAllString(text[:min(len(text), longest)], -1)
	for i, a := range found {
		if strings.HasPrefix(a, "arn:") {
			found[i] = wholeARN(a)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// wholeARN is an ARN without what some services write behind one: the key inside of a
// secret, and what else an ARN as long as that of a service's longest resource has not.
func wholeARN(arn string) string {
	parts := strings.Split(arn, ":")
	const resource = 5 // arn:aws:SERVICE:REGION:ACCOUNT:…
	if len(parts) <= resource {
		return arn
	}
	if parts[2] == "apigateway" {
		if inside := strings.LastIndex(arn, "arn:"); inside > 0 {
			return wholeARN(arn[inside:]) // by which an API calls it
		}
	}
	most := len(parts)
	switch parts[2] {
	case "secretsmanager":
		most = resource + 2 // secret:NAME
	case "sqs", "sns", "s3", "dynamodb":
		most = resource + 1
	case "lambda", "states":
		most = resource + 3 // function:NAME:ALIAS
	}
	whole := strings.Join(parts[:min(most, len(parts))], ":")
	if parts[2] == "s3" {
		whole, _, _ = strings.Cut(whole, "/") // the bucket, not what is in it
	}
	if end := strings.IndexAny(whole, "=,@+"); end >= 0 && parts[2] != "secretsmanager" && parts[2] != "ssm" {
		whole = whole[:end]
	}
	return strings.TrimRight(whole, ":/.")
}

// IsAddress reports whether a text as a whole is an ARN, or a host or URL of AWS.
func IsAddress(s string) bool {
	if strings.HasPrefix(s, "arn:") {
		return !strings.ContainsAny(s, " \n\"")
	}
	return strings.Contains(s, ".") && !strings.ContainsAny(s, " ,;\n{\"'") && addressed.MatchString(s)
}

// Host is the host in a URL of AWS, in lower case; of a queue's URL all of it after the
// scheme, of an image its repository. An ARN stays.
func Host(s string) string {
	if strings.HasPrefix(s, "arn:") {
		return s
	}
	if _, after, ok := strings.Cut(s, "://"); ok {
		s = after
	}
	if strings.HasPrefix(s, "sqs.") {
		return strings.ToLower(s)
	}
	ends := "/:?#"
	if strings.Contains(s, ".dkr.ecr.") {
		ends = ":@?#"
	}
	if at := strings.LastIndexByte(s[:authority(s)], '@'); at >= 0 && ends[0] == '/' {
		s = s[at+1:] // behind a user and password
	}
	if end := strings.IndexAny(s, ends); end >= 0 {
		s = s[:end]
	}
	return strings.ToLower(s)
}

// authority is where that part of a URL without its scheme ends.
func authority(s string) int {
	if end := strings.IndexAny(s, "/?#"); end >= 0 {
		return end
	}
	return len(s)
}

// Distinct reports whether a name means its resource wherever it stands. Others, such
// as "orders" or "default", are words.
func Distinct(name string) bool {
	const shortest = 6
	return len(name) >= shortest && strings.ContainsAny(name, "-_./0123456789") && strings.ContainsFunc(name, letter)
}

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
