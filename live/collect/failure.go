package collect

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

var (
	errEndless    = errors.New("the pages of the answer have no end")
	errUndeclared = errors.New("faultline-live does not declare this call")
)

// Code is the code of AWS for an error; empty where the service did not answer.
func Code(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode()
	}
	return ""
}

// failure describes an error of the SDK.
func (u *Unit) failure(err error) snapshot.Failure {
	f := snapshot.Failure{Account: u.Account, Region: u.Region, Service: u.service.Name, Call: u.service.Name}
	f.Kind, f.Code, f.Message = classify(err)
	if op, ok := errors.AsType[*smithy.OperationError](err); ok {
		f.Call = u.service.action(op.Service(), op.Operation())
	}
	return f
}

// classify tells what kind of failure an error is.
func classify(err error) (kind snapshot.FailureKind, code, message string) {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		code, message = api.ErrorCode(), oneLine(api.ErrorMessage())
	}
	status := 0
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		status = response.HTTPStatusCode()
	}
	switch {
	case errors.Is(err, context.Canceled):
		return snapshot.Unavailable, "Interrupted", "the reading was interrupted"
	case throttled(code):
		return snapshot.Throttled, code, message
	case handler(code):
		return handled(code, message)
	case denied(code) && closed(message):
		return snapshot.Unsupported, code, message
	case denied(code), code == "" && status == http.StatusForbidden:
		return snapshot.Denied, first(code, "Forbidden"), message
	case unsupported(code, status, message):
		return snapshot.Unsupported, first(code, http.StatusText(status)), message
	case code != "" && status < http.StatusInternalServerError:
		return snapshot.Malformed, code, message
	case code != "":
		return snapshot.Unavailable, code, message
	}
	return unanswered(err, status)
}

// unanswered tells apart errors without a code of AWS.
func unanswered(err error, status int) (kind snapshot.FailureKind, code, message string) {
	_, garbled := errors.AsType[*smithy.DeserializationError](err)
	network, timed := errors.AsType[net.Error](err)
	resolving, unresolved := errors.AsType[*net.DNSError](err)
	switch {
	case garbled || errors.Is(err, errEndless):
		return snapshot.Malformed, "Malformed", "the answer could not be read"
	case errors.Is(err, errUndeclared):
		return snapshot.Malformed, "Undeclared", errUndeclared.Error()
	case timed && network.Timeout() || errors.Is(err, context.DeadlineExceeded):
		return snapshot.Unavailable, "Timeout", "no answer in time"
	case unresolved && resolving.IsNotFound:
		// The service is not in that region, or names cannot be looked up any more: see settle.
		return snapshot.Unavailable, noEndpoint, "the name of the endpoint does not exist"
	case status > 0:
		return snapshot.Unavailable, http.StatusText(status), "the service failed"
	default:
		return snapshot.Unavailable, "Unreachable", "the endpoint was not reached"
	}
}

// noEndpoint is the code where the name of an endpoint does not exist.
const noEndpoint = "NoEndpoint"

// fewEndpoints is how many services of a region may have no endpoint for that to mean
// that they are not there: in the youngest regions it is about a dozen. Of more, it is
// the network.
const fewEndpoints = 16

// expired reports whether credentials have run out while a unit was read.
func expired(records []snapshot.Record) bool {
	for i := range records {
		if f := records[i].Failure; f != nil && (strings.HasPrefix(f.Code, "ExpiredToken") || f.Code == "RequestExpired") {
			return true
		}
	}
	return false
}

func throttled(code string) bool {
	_, ok := retry.DefaultThrottleErrorCodes[code]
	return ok || strings.Contains(code, "Throttl") || code == "RateExceeded"
}

// denied are the codes for missing permission and for credentials that do not hold,
// which is also what a region says that the account has not opted into.
func denied(code string) bool {
	switch code {
	case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "AuthorizationErrorException",
		"UnauthorizedException", "ForbiddenException", "Forbidden", "NotAuthorized", "AuthFailure", "UnrecognizedClientException",
		"InvalidClientTokenId", "ExpiredToken", "ExpiredTokenException", "SignatureDoesNotMatch", "OptInRequired",
		"SubscriptionRequiredException", "AccountDisabledException", "KmsAccessDeniedException", "KMSAccessDeniedException", "InvalidSignatureException", "MissingAuthenticationToken":
		return true
	}
	return false
}

// unsupported is an endpoint that does not know the operation: an emulator, or a
// region that has only a part of the service.
func unsupported(code string, status int, message string) bool {
	switch code {
	case "UnknownOperationException", "UnknownOperation", "InvalidAction", "NotImplemented", "NotImplementedException", "UnsupportedOperation",
		"UnsupportedOperationException", "UnsupportedCommand", "MethodNotAllowed", "UnknownService", "NotYetImplemented":
		return true
	case "InternalFailure", "InternalError", "UnknownError", "":
		return status == http.StatusNotImplemented || status == http.StatusNotFound && code != "InternalError" || strings.Contains(message, "not been implemented") || strings.Contains(message, "not implemented")
	}
	return status == http.StatusNotImplemented
}

// oneLine shortens a message to what fits a report.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const most = 300
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
