package cli

import "strings"

// formatsHelp says what the formats are for.
func formatsHelp() string {
	return "text, json, sarif (code scanning), junit (test reports), markdown (a job's summary), " +
		"github (annotations in GitHub Actions), gitlab (Code Quality), rdjson (reviewdog) or csv"
}

// linkBase is where the scanned files are shown, by what GitHub Actions and GitLab CI
// say of their job, or empty outside of both.
func linkBase(env *Env) string {
	get := func(name string) string {
		value, _ := env.lookup(name)
		return value
	}
	base := ""
	switch {
	case get("GITHUB_ACTIONS") == "true" && get("GITHUB_REPOSITORY") != "" && get("GITHUB_SHA") != "":
		base = get("GITHUB_SERVER_URL") + "/" + get("GITHUB_REPOSITORY") + "/blob/" + get("GITHUB_SHA")
	case get("GITLAB_CI") == "true" && get("CI_COMMIT_SHA") != "":
		base = get("CI_PROJECT_URL") + "/-/blob/" + get("CI_COMMIT_SHA")
	}
	if !strings.HasPrefix(base, "https://") && !strings.HasPrefix(base, "http://") {
		return ""
	}
	return base
}
