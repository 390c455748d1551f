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
	// Reads are further types that it visits over edges, for documentation.
	Reads []string
	// Controls are the IDs of the published controls that the rule covers.
	Controls []string
	// Frameworks maps a framework ("well-architected", "fsbp", "aprl") to its references.
	Frameworks map[string][]string
	// Remediation says what to change, per source ("terraform", "cloudformation").
	Remediation map[string]string
	// Params are the tunable values with their defaults.
	Params map[string]any
	// Profiles that include the rule; empty means every profile.
	Profiles []string
	// Links are pages to read on.
	Links []string
	// Dir is the rule's directory in the rules file system.
	Dir string
}
