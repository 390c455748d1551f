package collect

import (
	"encoding/json"
	"slices"
)

// document keeps a program in JSON: its structure, the keywords of its language, and of
// other texts what they name. What is no JSON is kept as names only; nil if it has none.
func (u *Unit) document(name string, v any) any {
	data := payload(name)
	text, ok := v.(string)
	if !ok {
		return u.program("", v, data)
	}
	var parsed any
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		return u.named("", text)
	}
	out, err := json.Marshal(u.program("", parsed, data))
	if err != nil {
		return nil
	}
	return string(out)
}

// program cleans a part of a program. In a payload, which the program hands on, nothing
// is a keyword and numbers are data.
func (u *Unit) program(key string, v any, inPayload bool) any {
	switch v := v.(type) {
	case string:
		if !inPayload && keyword(key) {
			return v
		}
		if kept := u.named(key, v); kept != nil {
			return kept
		}
		return ""
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			if credential(name) || name == "Comment" || name == "description" {
				continue
			}
			of := name
			if key == "bucket" && name == "name" {
				of = "bucket.name" // in the events of S3
			}
			if kept := u.program(of, e, inPayload || payload(name)); kept != nil {
				out[name] = kept
			}
		}
		return out
	case []any:
		out := make([]any, 0, len(v))
		for _, e := range v {
			if kept := u.program(key, e, inPayload); kept != nil {
				out = append(out, kept)
			}
		}
		return out
	case bool:
		return v
	default:
		if inPayload {
			return nil
		}
		return v
	}
}

// payload are the fields of Amazon States Language and OpenAPI whose content is data.
func payload(key string) bool {
	return slices.Contains([]string{
		"Parameters", "Arguments", "Result", "ResultSelector", "ItemSelector", "Output", "Assign", "Input", "InputTemplate", "BatchInput", "FilterPolicy", "example", "examples", "default",
		"requestTemplates", "responseTemplates", "requestParameters", "responseParameters",
	}, key)
}

// keyword are the fields of Amazon States Language, OpenAPI and event patterns whose
// texts are no payload.
func keyword(key string) bool {
	return slices.Contains([]string{
		"StartAt", "Type", "Next", "Resource", "Default", "ErrorEquals", "QueryLanguage", "Mode", "ExecutionType", "Version", "JitterStrategy",
		"Error",
		"openapi", "swagger", "type", "httpMethod", "connectionType", "payloadFormatVersion",
		"source", "detail-type", "account", "region", "resources", "bucket.name", "stateMachineArn", "repository-name", "jobQueue", "jobName",
		"state", "status", "eventName", "eventSource",
	}, key)
}
