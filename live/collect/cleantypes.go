package collect

// written reports whether a property of a type holds what somebody wrote freely, beside
// those that many types have: arguments, code, and what connectors are configured with.
func written(typ, name string) bool {
	switch name {
	case "Args", "Arguments", "ClientProperties", "ConnectorConfiguration", "Env", "Headers", "PropertyMap", "RuntimeEnvironmentSecrets", "Sqls", "TextContent":
		return true
	case "Url", "ConfirmationUrl":
		return typ == "AWS::IoT::TopicRule"
	}
	return false
}
