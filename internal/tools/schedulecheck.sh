#!/bin/sh
# Runs deploy/schedule/faultline-scheduled against an emulator of AWS as a schedule would:
# three nights, with a change before the second, and what it reports and leaves.
#
#   schedulecheck.sh BINARIES ENDPOINT      BINARIES holds faultline and faultline-live
set -eu
PATH=$1:$PATH
endpoint=$2
script=$(dirname "$0")/../../deploy/schedule/faultline-scheduled
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PATH AWS_ENDPOINT_URL="$endpoint" AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=eu-west-1 AWS_EC2_METADATA_DISABLED=true
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null FAULTLINE_KEEP=2
unset AWS_CA_BUNDLE

fail() {
	echo "schedulecheck: $1" >&2
	exit 1
}

rds() {
	curl --silent --show-error --fail --output /dev/null --data "Version=2014-10-31&$1" \
		-H 'Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/rds/aws4_request, SignedHeaders=host, Signature=x' "$endpoint/"
}

# night WANT: runs the script and compares its exit code.
night() {
	status=0
	sh "$script" "$work/state" --regions eu-west-1 --quiet >"$work/out" 2>"$work/err" || status=$?
	[ "$status" = "$1" ] || { cat "$work/out" "$work/err"; fail "exit code $status, want $1"; }
	sleep 1 # runs are named after the second
}

curl --silent --fail --output /dev/null -X POST "$endpoint/moto-api/reset"
create='Action=CreateDBInstance&Engine=postgres&DBInstanceClass=db.m6g.large&AllocatedStorage=20&MasterUsername=app&MasterUserPassword=planted-secret'
rds "$create&DBInstanceIdentifier=orders&BackupRetentionPeriod=7&MultiAZ=true"
night 1
grep -q 'aws-rds-no-alarm' "$work/out" || fail 'the first report does not name what is wrong'

rds "$create&DBInstanceIdentifier=carts&BackupRetentionPeriod=0&MultiAZ=false"
night 1
grep -q 'carts' "$work/out" || fail 'what is new is not reported'
if grep -q 'orders' "$work/out"; then fail 'what was known is reported again'; fi

night 0
[ "$(find "$work/state" -name aws.snapshot | wc -l)" = 2 ] || fail 'not two runs are kept'
last=$work/state/$(cat "$work/state/last")
for file in aws.snapshot report.txt report.json report.sarif changes.md; do
	[ -s "$last/$file" ] || fail "$file is missing"
done
if grep -rq planted-secret "$work/state"; then fail 'a secret is in a report'; fi
if faultline snapshot show --format jsonl "$last/aws.snapshot" | grep -q planted-secret; then fail 'a secret is in the snapshot'; fi
echo 'schedulecheck: three nights, as they should be'
