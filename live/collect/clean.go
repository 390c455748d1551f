package collect

import (
	"strings"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// What is kept of settings that may hold secrets. Properties are chosen by the catalog
// (catalog.NativeShape); of those that are free text only what names something of AWS
// stays (mentions.go), of programs their structure (program.go).

// cleaned returns properties without secrets; what it changes it copies.
func (u *Unit) cleaned(typ string, properties Object) Object {
	return u.clean(typ, properties)
}

func (u *Unit) clean(typ string, o map[string]any) map[string]any {
	out := make(map[string]any, len(o))
	for name, v := range o {
		switch {
		case name == "Tags" || name == "HostedZoneTags":
			out[name] = v
		case free(typ, name):
			if kept := u.mentions(name, v); kept != nil {
				out[name] = kept
			}
		case secret(name) && (name != "Options" || !strings.HasPrefix(typ, "AWS::EC2::")): // of a gateway's attachment they are settings
		case name == "Condition": // of a policy: a referrer may be a shared secret
			out[name] = u.condition(v)
		case name == "ResourcePath":
			if path, ok := v.(string); ok {
				out[name], _, _ = strings.Cut(path, "?")
			}
		case document(name):
			if kept := u.document(name, v); kept != nil {
				out[name] = kept
			}
		case (name == "Uri" || name == "IntegrationUri") && strings.HasPrefix(typ, "AWS::ApiGateway"):
			out[name] = withoutQuery(v)
		case webAddress(typ, name):
			out[name] = withoutSecrets(v)
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

// secret are properties that hold credentials, or code and payloads that may.
func secret(name string) bool {
	switch name {
	case "UserData", "OriginCustomHeaders", "CustomHeaders", "SecretString", "SecretBinary", "ZipFile", "InputTransformer",
		"PreSharedKey", "HeaderParameters", "QueryStringParameters", "AuthParameters", "Command", "EntryPoint", "CommonAttributes",
		"DefaultArguments", "NonOverridableArguments", "Options", "DockerLabels", "Labels", "DriverOpts", "HECToken", "HttpHeaderConfig", "QueryStringConfig", "Query", "PathParameterValues", "AccessKey", "BasicAuthCredentials":
		return true
	}
	return credential(name) && !strings.HasPrefix(strings.ToLower(name), "manage")
}

// credential reports whether something is called as credentials are.
func credential(name string) bool {
	var squeezed strings.Builder
	for _, r := range strings.ToLower(name) {
		if r >= 'a' && r <= 'z' {
			squeezed.WriteRune(r)
		}
	}
	for _, end := range []string{
		"password", "passwd", "passphrase", "pwd", "authtoken", "accesstoken", "apitoken", "bearertoken", "clientsecret", "secretkey", "privatekey", "apikey",
		"secretaccesskey", "credentials", "authorization", "signingkey", "masterpass",
	} {
		if strings.HasSuffix(squeezed.String(), end) {
			return true
		}
	}
	return false
}

// free are properties whose values somebody wrote freely: of each only what it names stays.
// The parameters of an engine are settings that it defines.
func free(typ, name string) bool {
	switch name {
	case "Parameters":
		return !strings.HasSuffix(typ, "ParameterGroup")
	case "Environment", "EnvironmentVariables", "RuntimeEnvironmentVariables", "Variables", "StageVariables", "RequestParameters",
		"RequestTemplates", "EnvironmentFiles", "OptionSettings", "RepositoryCredentials":
		return true
	case "Value":
		return typ == "AWS::SSM::Parameter"
	}
	return written(typ, name)
}

// document are properties that are programs: of their texts only keywords and names stay.
func document(name string) bool {
	switch name {
	case "DefinitionString", "Definition", "Body", "EventPattern", "FilterPolicy", "ConfigurationValues", "Input", "InputTemplate":
		return true
	}
	return false
}

// webAddress are properties that hold where something is sent, in which services let one
// write credentials.
func webAddress(typ, name string) bool {
	switch name {
	case "ClusterJDBCURL":
		return true
	case "Endpoint":
		return typ == "AWS::SNS::Subscription" || typ == "AWS::SNS::Topic"
	}
	return false
}

// condition keeps of the condition of a policy what names something, switches, and the
// numbers of accounts.
func (u *Unit) condition(v any) any {
	switch v := v.(type) {
	case string:
		if v == "true" || v == "false" || strings.Trim(v, "0123456789") == "" {
			return v
		}
		return u.named("Condition", v)
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			out[name] = u.condition(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = u.condition(e)
		}
		return out
	}
	return v
}

// withoutQuery is where an API sends requests: of a URL scheme and host, of all else what
// stands before a query. ARNs stay.
func withoutQuery(v any) any {
	s, ok := v.(string)
	if !ok {
		return nil
	}
	if scheme, rest, isURL := strings.Cut(s, "://"); isURL && !strings.HasPrefix(s, "arn:") {
		rest, _, _ = strings.Cut(rest, "/")
		return scheme + "://" + snapshot.Host(rest[strings.LastIndexByte(rest, '@')+1:])
	}
	s, _, _ = strings.Cut(s, "?")
	return s
}

// withoutSecrets is a URL of the web as scheme and host, and one of a database without
// what follows its name. People who are told, by mail or telephone, are nobody's
// business: that it is one of them stays. What is no URL stays.
func withoutSecrets(v any) any {
	s, ok := v.(string)
	if !ok {
		return nil
	}
	scheme, rest, isURL := strings.Cut(s, "://")
	switch {
	case isURL && scheme == "jdbc:redshift":
		rest, _, _ = strings.Cut(rest, "?")
		rest, _, _ = strings.Cut(rest, ";")
		return scheme + "://" + rest[strings.LastIndexByte(rest, '@')+1:]
	case isURL:
		host, _, _ := strings.Cut(rest, "/")
		return scheme + "://" + snapshot.Host(rest[strings.LastIndexByte(host, '@')+1:])
	case strings.HasPrefix(s, "arn:"):
		return s
	case strings.Contains(s, "@"):
		return "(a mail address)"
	}
	return "(a telephone number)"
}
