package collect

import (
	"strings"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// handler reports whether a code is one by which Cloud Control says how the handler of
// a type fared, which calls the service with the caller's credentials.
func handler(code string) bool {
	switch code {
	case "GeneralServiceException", "HandlerFailureException", "HandlerInternalFailureException", "InvalidCredentialsException",
		"NetworkFailureException", "NotStabilizedException", "ServiceInternalErrorException", "TypeNotFoundException", "UnsupportedActionException":
		return true
	}
	return false
}

// closed reports whether a service says that it takes no new customers, as Timestream
// for LiveAnalytics does in the words of a denial: the account has nothing in it.
func closed(message string) bool {
	return strings.Contains(message, "Only existing ") && strings.Contains(message, " customers can access the service")
}

// handled tells what kind of failure a handler's is: what the service said is in the message.
func handled(code, message string) (kind snapshot.FailureKind, _, _ string) {
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(message, p) {
				return true
			}
		}
		return false
	}
	switch {
	case code == "TypeNotFoundException", code == "UnsupportedActionException":
		return snapshot.Unsupported, code, message
	case closed(message), has("UnknownHostException", "Name or service not known", "is not supported in this region", "is not available in this region"):
		// The handler is there, and the service not: a region without it.
		return snapshot.Unsupported, code, message
	case code == "InvalidCredentialsException", has("AccessDenied", "not authorized to perform", "Status Code: 403"):
		return snapshot.Denied, code, message
	case has("Throttl", "Rate exceeded", "Too Many Requests"):
		return snapshot.Throttled, code, message
	}
	return snapshot.Unavailable, code, message
}
