package services

import (
	"encoding/json"
	"strings"
)

// statement is one of a resource policy, as far as it becomes properties.
type statement struct {
	Sid       string                    `json:"Sid"`
	Action    any                       `json:"Action"`
	Principal any                       `json:"Principal"`
	Condition map[string]map[string]any `json:"Condition"`
}

// statements are those of a policy document; none of what is no document.
func statements(document *string) []statement {
	if document == nil {
		return nil
	}
	var policy struct {
		Statement []statement `json:"Statement"`
	}
	if json.Unmarshal([]byte(*document), &policy) != nil {
		return nil
	}
	return policy.Statement
}

// principal is the service or account of a statement: {"Service": "sns.amazonaws.com"}.
func (s *statement) principal() any {
	of, ok := s.Principal.(map[string]any)
	if !ok {
		return s.Principal
	}
	for _, kind := range []string{"Service", "AWS"} {
		if of[kind] != nil {
			return of[kind]
		}
	}
	return nil
}

// sourceARN is what a statement asks to be the source of the call.
func (s *statement) sourceARN() any {
	for _, test := range s.Condition {
		for key, value := range test {
			if strings.EqualFold(key, "AWS:SourceArn") {
				return value
			}
		}
	}
	return nil
}

// policyDocument is a policy as a structure, which CloudFormation has.
func policyDocument(text string) map[string]any {
	var document map[string]any
	if json.Unmarshal([]byte(text), &document) != nil || len(document) == 0 {
		return nil
	}
	return document
}
