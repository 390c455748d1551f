package analyzer

// Rule is one check, as described by the metadata of its Rego package.
type Rule struct {
	// ID names the defect: provider-service-defect, from the package path.
	ID string
	// Title is at most 100 characters and says what is wrong.
	Title string
	// Description says why it matters: which loss it turns into which outage.
	Description string
	Severity    Severity
	// Theme is one of those of the control catalogue: spof, multi-az, backup, …
	Theme string
	// Types are the canonical resource types that the rule starts from.
	Types []string
	// Reads are further types that it looks at.
	Reads []string
	// Controls are the IDs of the published controls that the rule covers.
	Controls []string
	// Frameworks maps a framework ("well_architected", "fsbp", "aprl") to its references.
	Frameworks map[string][]string
	// Remediation says what to change, per source ("terraform", "cloudformation").
	Remediation map[string]string
	// Params are the tunable values with their defaults, as JSON values.
	Params map[string]any
	// ParamHelp says per parameter what it changes.
	ParamHelp map[string]string
	// Profiles that include the rule; empty means strict and production. See [Rule.In].
	Profiles []string
	// Links are pages to read on.
	Links []string
	// Dir is the rule's directory in the rules file system.
	Dir string
	// File is the file of an own rule, as it is shown; empty for those that faultline
	// comes with.
	File string
}

// Themes lists the themes that a rule can have.
func Themes() []string {
	return []string{
		"spof", "multi-az", "multi-region", "replication", "backup", "scaling", "load-balancing", "cache",
		"monitoring", "automation", "protection", "limits", "health-check", "dependency",
	}
}
