// Package snapshot is the file in which live accounts are kept, and its reading into
// the resource graph.
//
// A snapshot is JSON Lines in one zstd stream: a header, then units (what one service
// of one region of one account answered) with their resources and failures, then an
// end with counts and a checksum. [Writer] writes it in bounded memory, [Reader] reads
// it record by record, and [Parse] turns it into a [graph.Builder]. docs/snapshot.md
// specifies the format.
//
// Properties of resources have the names and shapes of CloudFormation, so that package
// catalog knows live resources as it knows templates.
package snapshot

import (
	"time"
)

// Version is the version of the format that this package writes. A reader takes every
// version up to its own.
const Version = 1

// Header is the first record.
type Header struct {
	Version int `json:"version"`
	// Provider is "aws".
	Provider string `json:"provider"`
	// Tool and Created say what wrote the file, and when the reading began (UTC).
	Tool    string    `json:"tool"`
	Created time.Time `json:"created"`
	// Partition is the partition of the accounts: aws, aws-cn, aws-us-gov.
	Partition string `json:"partition,omitempty"`
	// Organization is the ID of the organisation that was walked; empty for single accounts.
	Organization string    `json:"organization,omitempty"`
	Accounts     []Account `json:"accounts"`
	// Regions are those that were asked, without "global".
	Regions []string `json:"regions"`
	// Services are those that were asked.
	Services []string `json:"services"`
	// Types are the CloudFormation types that were looked for in every region of every
	// account: what of these is neither in the file nor may exist by a failure does not
	// exist. Empty where the tool did not say.
	Types []string `json:"types,omitempty"`
	// Omitted are CloudFormation types that the tool can read and was told not to: of
	// these the file says nothing.
	Omitted []string `json:"omitted,omitempty"`
	// Redacted is set by snapshot redact: names and IDs are pseudonyms.
	Redacted bool `json:"redacted,omitempty"`
}

// Account is one account of a snapshot.
type Account struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// Status is ACTIVE; or SUSPENDED or PENDING_CLOSURE, of which nothing is read.
	Status string `json:"status,omitempty"`
	// Regions are the regions of the account that were read, where they are not all of
	// the header.
	Regions []string `json:"regions,omitempty"`
}

// Unit says that a service was read in one region of an account; its resources and
// failures follow.
type Unit struct {
	Account string `json:"account"`
	// Region is "global" for services without one.
	Region   string    `json:"region"`
	Service  string    `json:"service"`
	Captured time.Time `json:"captured"`
}

// Resource is one resource that exists.
type Resource struct {
	// Type is the type of CloudFormation, such as AWS::RDS::DBInstance.
	Type string `json:"type"`
	// ID is unique in the snapshot: the ARN, or of what has none one made after its pattern.
	ID string `json:"id"`
	// Ref is what Ref gives for it in a template: its name or physical ID.
	Ref     string `json:"ref"`
	Account string `json:"account"`
	Region  string `json:"region"`
	// Captured is set where it differs from the unit's: an inventory is older than its reading.
	Captured *time.Time `json:"captured,omitempty"`
	// Properties are those of CloudFormation, and what GetAtt gives, as far as they
	// matter to resilience; all else was left out when it was read.
	Properties map[string]any `json:"properties"`
	// Unknown are paths of properties that could not be read, with the reason.
	Unknown map[string]string `json:"unknown,omitempty"`
}

// Failure is something that could not be read.
type Failure struct {
	Account string `json:"account"`
	Region  string `json:"region"`
	Service string `json:"service"`
	// Call is the operation as an IAM action, rds:DescribeDBInstances.
	Call string `json:"call"`
	// Code is AWS's error code, or Timeout, Unreachable or Interrupted.
	Code    string `json:"code"`
	Message string `json:"message,omitempty"`
	// Kind says what to make of it.
	Kind FailureKind `json:"kind"`
	// Types are the types of resources that may exist and are not in the snapshot.
	Types []string `json:"types,omitempty"`
	// Resource is the ID of the resource of which only a part could not be read.
	Resource string `json:"resource,omitempty"`
}

// FailureKind tells apart why something could not be read.
type FailureKind string

// The kinds of failures.
const (
	// Denied: the role may not make the call.
	Denied FailureKind = "denied"
	// Throttled: the attempts were used up.
	Throttled FailureKind = "throttled"
	// Unavailable: the endpoint was not reached, hung or failed.
	Unavailable FailureKind = "unavailable"
	// Unsupported: the endpoint does not know the call, as that of an emulator or of a
	// region without the service: what it would list cannot be there. It leaves nothing unknown.
	Unsupported FailureKind = "unsupported"
	// Unrecorded: an inventory shows none there; whether it records the type is unknown. It
	// does not make a run incomplete.
	Unrecorded FailureKind = "unrecorded"
	// Malformed: the answer could not be understood.
	Malformed FailureKind = "malformed"
)

// Leaves reports whether something is unknown after a failure of that kind.
func (k FailureKind) Leaves() bool { return k != Unsupported }

// Remedy says what to do about a failure, in a sentence; empty for unsupported calls.
func (k FailureKind) Remedy() string {
	return map[FailureKind]string{
		Denied:      "Allow the call to the role that reads (faultline-live snapshot aws --print-policy prints all that it needs).",
		Throttled:   "Read that service again (--services, --regions), when fewer others use its quota, and join both files: faultline snapshot merge.",
		Unavailable: "Read that service again (--services, --regions) and join both files: faultline snapshot merge. A region that is not in use can be left out.",
		Unrecorded:  "Have AWS Config record the type there, or read the account itself.",
		Malformed:   "Please report it, with the version of faultline-live.",
	}[k]
}

// End is the last record. A file without it was cut off.
type End struct {
	Resources int `json:"resources"`
	Failures  int `json:"failures"`
	// SHA256 is the checksum, in hexadecimal, of all lines before this one, their
	// newlines included.
	SHA256 string `json:"sha256"`
}

// Record is one line after the header: exactly one field is set.
type Record struct {
	Unit     *Unit
	Resource *Resource
	Failure  *Failure
}

// line is a record as it is written.
type line struct {
	Snapshot *Header   `json:"snapshot,omitempty"`
	Unit     *Unit     `json:"unit,omitempty"`
	Resource *Resource `json:"resource,omitempty"`
	Failure  *Failure  `json:"failure,omitempty"`
	End      *End      `json:"end,omitempty"`
}
