package collect

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// What is kept of settings that may hold secrets. Properties are chosen by the catalog
// (catalog.NativeShape); of those that are free text, only what names something of AWS
// stays: ARNs, hosts of AWS, and names of resources that were found in the same region.

// cleaned returns properties without secrets; what it changes it copies.
func (u *Unit) cleaned(typ string, properties Object) Object {
	return u.clean(typ, properties)
}

func (u *Unit) clean(typ string, o map[string]any) map[string]any {
	out := make(map[string]any, len(o))
	for name, v := range o {
		switch {
		case secret(name) && (name != "Options" || !strings.HasPrefix(typ, "AWS::EC2::")): // of a gateway's attachment they are settings
		case name == "Tags" || name == "HostedZoneTags":
			out[name] = v
		case free(typ, name):
			out[name] = u.mentions(name, v)
		case document(name):
			out[name] = u.document(v)
		default:
			out[name] = u.inner(typ, v)
		}
	}
	return out
}

func (u *Unit) inner(typ string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		return u.clean(typ, v)
	case Object:
		return u.clean(typ, v)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = u.inner(typ, e)
		}
		return out
	}
	return v
}

// secret are properties that hold credentials, or code that may.
func secret(name string) bool {
	switch name {
	case "UserData", "OriginCustomHeaders", "CustomHeaders", "MasterUserPassword", "AuthToken", "SecretString", "SecretBinary", "ZipFile", "Input", "InputTemplate",
		"Password", "PrivateKey", "PreSharedKey", "HeaderParameters", "AuthParameters", "Command", "EntryPoint", "RepositoryCredentials",
		"DefaultArguments", "NonOverridableArguments", "Options", "DockerLabels", "Labels", "DriverOpts":
		return true
	}
	lower := strings.ToLower(name)
	for _, end := range []string{"password", "authtoken", "accesstoken", "clientsecret", "secretkey", "privatekey", "passphrase"} {
		if strings.HasSuffix(lower, end) && !strings.HasPrefix(lower, "manage") {
			return true
		}
	}
	return false
}

// free are properties whose values somebody wrote freely: of each only what it names stays.
func free(typ, name string) bool {
	switch name {
	case "Environment", "EnvironmentVariables", "RuntimeEnvironmentVariables", "Variables", "StageVariables", "RequestParameters",
		"RequestTemplates", "EnvironmentFiles", "OptionSettings":
		return true
	case "Parameters":
		// Of databases, only numbers and words of the engine are handed over.
		return typ != "AWS::RDS::DBParameterGroup" && typ != "AWS::RDS::DBClusterParameterGroup"
	case "Value":
		return typ == "AWS::SSM::Parameter"
	}
	return written(typ, name)
}

// document are properties that are programs: of their texts only keywords and names stay.
func document(name string) bool {
	return name == "DefinitionString" || name == "Definition" || name == "Body"
}

// mentions keeps the structure of a value, and of its texts what they name.
func (u *Unit) mentions(key string, v any) any {
	switch v := v.(type) {
	case string:
		if key == "Name" || key == "Namespace" || key == "OptionName" || key == "ParameterName" {
			return v
		}
		return u.named(v)
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			if kept := u.mentions(name, e); kept != nil {
				out[name] = kept
			}
		}
		return out
	case []any:
		out := make([]any, 0, len(v))
		for _, e := range v {
			if kept := u.mentions(key, e); kept != nil {
				out = append(out, kept)
			}
		}
		return out
	default:
		return nil
	}
}

// mention finds ARNs, queue URLs and hosts of AWS in a text.
var mention = regexp.MustCompile(`arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[A-Za-z0-9_./:*$-]+|` +
	`(?:sqs\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/[0-9]{12}/[A-Za-z0-9_.-]+)|` +
	`[A-Za-z0-9][A-Za-z0-9_.-]*\.amazonaws\.com(?:\.cn)?`)

// named is what a text names, separated by spaces; nil where that is nothing.
func (u *Unit) named(s string) any {
	if u.names.has(u.Account, u.Region, s) {
		return s
	}
	const longest = 64 << 10
	found := mention.FindAllString(s[:min(len(s), longest)], -1)
	if len(found) == 0 {
		return nil
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}

// document keeps a program in JSON: its structure and the keywords of Amazon States
// Language, and of other texts what they name. What is no JSON is kept as names only.
func (u *Unit) document(v any) any {
	text, ok := v.(string)
	if !ok {
		return u.program("", v)
	}
	var parsed any
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		return u.named(text)
	}
	out, err := json.Marshal(u.program("", parsed))
	if err != nil {
		return nil
	}
	return string(out)
}

func (u *Unit) program(key string, v any) any {
	switch v := v.(type) {
	case string:
		if keyword(key) {
			return v
		}
		if kept := u.named(v); kept != nil {
			return kept
		}
		return ""
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			if !secret(name) || name == "Parameters" {
				out[name] = u.program(name, e)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = u.program(key, e)
		}
		return out
	}
	return v
}

// keyword are the fields of Amazon States Language and OpenAPI whose texts are no payload.
func keyword(key string) bool {
	return slices.Contains([]string{
		"StartAt", "Type", "Next", "Resource", "Default", "ErrorEquals", "QueryLanguage", "Mode", "ExecutionType", "Version",
		"openapi", "swagger", "type", "httpMethod", "connectionType", "payloadFormatVersion",
	}, key)
}
