// Package collect reads AWS accounts into a snapshot: accounts, regions and services
// become units of work, whose resources and failures go through a journal into the
// file. It makes no call that changes anything, and none that is not declared.
//
// Start with [Run]. A [Service] (package services has one file for each) says which
// calls it makes and reads one [Unit]; run.go puts units in order, limit.go holds them
// to the rates that AWS grants, failure.go says what a refused call means, journal.go
// keeps what was read until the file is complete.
package collect

import (
	"context"
	"slices"
	"strings"
)

// Global is the region of units of services that have none.
const Global = "global"

// Service reads the resources of one AWS service.
type Service struct {
	// Name is what --services and the rate limits call it: rds, elasticloadbalancing.
	Name string
	// SDK is the ServiceID of the SDK's client ("RDS", "Elastic Load Balancing v2"), by
	// which its calls are known. SDKs lists further clients that it uses.
	SDK  string
	SDKs []string
	// IAM is the prefix of its actions; empty where it is Name.
	IAM string
	// Global is set where all regions give the same answer: it is read once an account.
	Global bool
	// Late services name what others have made in their settings: they are read after
	// the other services of the same region, so that such names are known ([Unit.Mentions]).
	Late bool
	// Regions are the only ones where the service is; empty for all.
	Regions []string
	// Calls are all that it makes.
	Calls []Call
	// Grants are actions beside those of the calls that are granted for some resources only.
	Grants []Grant
	// Types are the CloudFormation types that it reads.
	Types []string
	// Read reads one unit. It reports what fails through the unit and goes on.
	Read func(ctx context.Context, u *Unit)
}

// Grant is an IAM action on the resources that a pattern of ARNs matches.
type Grant struct{ Action, Resource string }

// Call is one operation.
type Call struct {
	// SDK is the ServiceID of the client; empty for the service's own.
	SDK string
	// Op is the operation: DescribeDBInstances.
	Op string
	// Actions are the IAM actions that it needs; empty where that is IAM:Op.
	Actions []string
}

// Ops makes calls of operations whose IAM action has the same name.
func Ops(names ...string) []Call {
	calls := make([]Call, len(names))
	for i, n := range names {
		calls[i] = Call{Op: n}
	}
	return calls
}

// actions are the IAM actions of a call of the service.
func (s *Service) actions(c Call) []string {
	if len(c.Actions) > 0 {
		return c.Actions
	}
	return []string{s.prefix() + ":" + c.Op}
}

func (s *Service) prefix() string {
	if s.IAM != "" {
		return s.IAM
	}
	return s.Name
}

// action names an operation as an IAM action, for people.
func (s *Service) action(sdk, op string) string {
	for _, c := range s.Calls {
		if c.Op == op && (c.SDK == sdk || c.SDK == "" && sdk == s.SDK) {
			return s.actions(c)[0]
		}
	}
	return strings.ToLower(strings.ReplaceAll(sdk, " ", "")) + ":" + op
}

// declares reports whether the service may make a call.
func (s *Service) declares(sdk, op string) bool {
	return slices.ContainsFunc(s.Calls, func(c Call) bool {
		return c.Op == op && (c.SDK == sdk || c.SDK == "" && sdk == s.SDK)
	})
}

// Actions are the IAM actions that the service needs, in the order of its calls.
func (s *Service) Actions() []string {
	var all []string
	for _, c := range s.Calls {
		all = append(all, s.actions(c)...)
	}
	return all
}

// Policy returns the IAM actions that reading the services needs, sorted, each once;
// those of finding accounts and regions are among them.
func Policy(services []*Service) []string {
	all := []string{"sts:GetCallerIdentity", "ec2:DescribeRegions"}
	for _, s := range services {
		all = append(all, s.Actions()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Document is the policy as IAM reads it; with organization also for walking one, with a
// role of that name in each account.
func Document(services []*Service, organization bool, role string) map[string]any {
	actions := Policy(services)
	if organization {
		actions = append(actions, "organizations:DescribeOrganization", "organizations:ListAccounts")
		slices.Sort(actions)
		actions = slices.Compact(actions)
	}
	statements := []any{map[string]any{"Sid": "FaultlineRead", "Effect": "Allow", "Action": actions, "Resource": "*"}}
	if organization {
		statements = append(statements, map[string]any{
			"Sid": "FaultlineEnter", "Effect": "Allow", "Action": []string{"sts:AssumeRole"}, "Resource": "arn:aws:iam::*:role/" + first(role, "*"),
		})
	}
	for _, s := range services {
		for _, g := range s.Grants {
			statements = append(statements, map[string]any{"Effect": "Allow", "Action": []string{g.Action}, "Resource": g.Resource})
		}
	}
	return map[string]any{"Version": "2012-10-17", "Statement": statements}
}
