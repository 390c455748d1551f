#!/bin/sh
# Validates what CI servers read of ours (action.yml, templates/, the workflows of
# docs/examples) against the schemas of SchemaStore and GitLab, and lints the workflows
# together with the action that they use.
#
#   internal/tools/cicheck.sh ACTIONLINT
#
# ACTIONLINT is that linter's binary. Needs python3 with venv; check-jsonschema, which
# ships the schemas, comes from PyPI and is kept in $FAULTLINE_PYTHON, by default below
# ~/.cache.
set -eu

version=0.39.0
[ $# = 1 ] || { echo "usage: $0 ACTIONLINT" >&2; exit 2; }
actionlint=$1
cd "$(dirname "$0")/../.."
venv=${FAULTLINE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/faultline/python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check "check-jsonschema==$version"
schema() {
	name=$1
	shift
	"$venv/bin/check-jsonschema" --builtin-schema "vendor.$name" "$@"
}

schema github-actions action.yml
schema github-workflows docs/examples/github/*.yml
# A component has its inputs in a document of their own, which the validator does not take.
awk '/^---$/ { part = 2; next } { print > (work "/" (part ? "job.yml" : "spec.yml")) }' work="$work" templates/scan.yml
schema gitlab-ci "$work/spec.yml" "$work/job.yml" docs/examples/gitlab/.gitlab-ci.yml

# As a repository of a user has them: the workflows, and the action checked out beside.
# The linter knows the inputs and outputs of an action that is there.
mkdir -p "$work/repo/.git" "$work/repo/.github/workflows" "$work/repo/.faultline"
cp action.yml "$work/repo/.faultline/action.yml"
cp docs/examples/github/*.yml "$work/repo/.github/workflows/"
(cd "$work/repo" && "$actionlint" -shellcheck= -pyflakes=)

# Both notice something: an input that the action does not have, a key that no action has.
sed 's/fail-on:/fail-onn:/' docs/examples/github/scan.yml >"$work/repo/.github/workflows/scan.yml"
if (cd "$work/repo" && "$actionlint" -shellcheck= -pyflakes=) >"$work/log" 2>&1 || ! grep -q 'fail-onn' "$work/log"; then
	cat "$work/log" >&2
	echo 'actionlint does not notice an input that the action does not have' >&2
	exit 1
fi
sed 's/^runs:/run:/' action.yml >"$work/action.yml"
if schema github-actions "$work/action.yml" >"$work/log" 2>&1; then
	echo 'the validator does not notice an action without runs' >&2
	exit 1
fi
