#!/bin/sh
# Fails on any error or warning that Microsoft's SARIF validator has for the given
# files, with GitHub's rules switched on. Notes are printed and accepted.
#
#   internal/tools/sarifcheck.sh FILE...
#
# Needs node's npm on Linux; the pinned package (about 100 MB) is kept in
# $SARIF_MULTITOOL_CACHE, by default below ~/.cache.
set -eu

version=5.7.0
cache=${SARIF_MULTITOOL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/faultline/sarif-multitool-$version}
tool=$cache/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

[ $# -gt 0 ] || { echo "usage: $0 FILE..." >&2; exit 2; }

if [ ! -f "$tool" ]; then
	mkdir -p "$cache"
	npm install --prefix "$cache" --ignore-scripts --no-audit --no-fund --no-save --loglevel=error \
		"@microsoft/sarif-multitool-linux@$version" >&2
fi
chmod u+x "$tool"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The binary is called directly: the package's own launcher hands its arguments to a
# shell, which takes the semicolon for the end of the command and drops GitHub's rules.
# It returns 0 whatever it finds, and skips files above its size limit.
validate() {
	"$tool" validate "$1" --rule-kind "Sarif;Ghas" --level "Error;Warning;Note" --kind "Fail" \
		--max-file-size-in-kb 1000000 --output "$work/out.sarif" --log ForceOverwrite >"$work/log" 2>&1 || return 1
	grep -q '^Done\. 1 files scanned' "$work/log"
}

# A file that GitHub refuses proves that the rules are on.
printf '%s' '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"ruleId":"x","message":{"text":"x"}}]}]}' >"$work/bad.sarif"
if ! validate "$work/bad.sarif" || ! grep -q ': error GH' "$work/log"; then
	cat "$work/log" >&2
	echo "the validator does not apply GitHub's rules" >&2
	exit 1
fi

failed=0
for file in "$@"; do
	if ! validate "$file"; then
		cat "$work/log" >&2
		echo "$file: not validated" >&2
		failed=1
		continue
	fi
	if grep -E ': (error|warning) ' "$work/log" >&2; then
		failed=1
	else
		echo "$file: no errors, no warnings, $(grep -c ': note ' "$work/log" || true) notes"
	fi
done
exit $failed
