#!/bin/sh
# Installs the hooks of this checkout with pre-commit itself into a scratch repository,
# and fails unless findings stop a commit, a clean repository passes, and the hook runs
# for the files that it should.
#
#   internal/tools/hookcheck.sh FAULTLINE
#
# FAULTLINE is the binary that the hook faultline-system is to find. Needs git, Go and
# python3 with venv; pre-commit comes from PyPI, and is kept in $FAULTLINE_PYTHON, by
# default below ~/.cache.
set -eu

version=4.7.0
[ $# = 1 ] || { echo "usage: $0 FAULTLINE" >&2; exit 2; }
binary=$1
checkout=$(cd "$(dirname "$0")/../.." && pwd)
venv=${FAULTLINE_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/faultline/python}
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check "pre-commit==$version"
"$venv/bin/pre-commit" validate-manifest "$checkout/.pre-commit-hooks.yaml"

# pre-commit builds below a GOPATH of its own; the modules that are here need no second
# download.
GOMODCACHE=$(go env GOMODCACHE)
PRE_COMMIT_HOME=$work/home
export GOMODCACHE PRE_COMMIT_HOME NO_COLOR=1
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'

# repository NAME EXAMPLE: a repository that holds an example.
repository() {
	git init --quiet "$work/$1"
	cp -R "$checkout/testdata/examples/$2/." "$work/$1"
	git -C "$work/$1" add --all
}

# hook WANT REPOSITORY HOOK [ARG...]: runs it in a repository; WANT is Passed, Failed or Skipped.
hook() {
	want=$1 in=$2 id=$3
	shift 3
	status=0
	(cd "$work/$in" && "$venv/bin/pre-commit" try-repo "$checkout" "$id" "$@") >"$work/log" 2>&1 || status=$?
	case $want in Failed) code=1 ;; *) code=0 ;; esac
	if [ "$status" != "$code" ] || ! grep -Eq "^faultline\.+(\(no files to check\))?$want\$" "$work/log"; then
		cat "$work/log" >&2
		echo "hook $id in the $in repository, $*: exit code $status; want $want" >&2
		exit 1
	fi
	printf '%-18s %-6s %-28s %s\n' "$id" "$in" "$*" "$want"
}

repository weak webshop
repository clean resilient

hook Failed weak faultline --all-files
grep -q 'aws-rds-single-az' "$work/log" || { cat "$work/log" >&2; echo 'the hook fails without its finding' >&2; exit 1; }
hook Passed clean faultline --all-files

# What the files are for: whether it runs at all. With the built binary, for speed.
mkdir "$work/bin"
cp "$binary" "$work/bin/faultline"
PATH=$work/bin:$PATH
for name in main.tf main.tofu main.tf.json main.tofu.json prod.tfvars prod.auto.tfvars.json \
	stack.yaml stack.yml stack.json stack.template faultline.yaml; do
	[ -e "$work/clean/$name" ] || case $name in
	*.json) echo '{}' ;;
	faultline.yaml) echo 'version: 1' ;;
	*.y*ml) echo 'a: 1' ;;
	*) echo '# nothing' ;;
	esac >"$work/clean/$name"
	git -C "$work/clean" add --all
	hook Passed clean faultline-system --files "$name"
	# A file of the name main.tofu takes the place of main.tf.
	[ "$name" = main.tf ] || git -C "$work/clean" rm --quiet --force "$name"
done
for name in README.md main.go tf notes.yaml.txt; do
	echo x >"$work/clean/$name"
	git -C "$work/clean" add --all
	hook Skipped clean faultline-system --files "$name"
done
hook Failed weak faultline-system --all-files
