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

# table NAME: makes a table of DynamoDB without backups.
table() {
	curl --silent --show-error --fail --output /dev/null -H 'X-Amz-Target: DynamoDB_20120810.CreateTable' -H 'Content-Type: application/x-amz-json-1.0' \
		-H 'Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x' \
		--data '{"TableName":"'"$1"'","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}' \
		"$endpoint/"
}

# night WANT: runs the script and compares its exit code.
night() {
	status=0
	# The emulator has all that these services are asked.
	sh "$script" "$work/state" --regions eu-west-1 --services dynamodb,backup --quiet >"$work/out" 2>"$work/err" || status=$?
	[ "$status" = "$1" ] || { cat "$work/out" "$work/err"; fail "exit code $status, want $1"; }
	sleep 1 # runs are named after the second
}

curl --silent --fail --output /dev/null -X POST "$endpoint/moto-api/reset"
table orders
night 1
grep -q 'aws-dynamodb-no-pitr' "$work/out" || fail 'the first report does not name what is wrong'

table carts
night 1
grep -q 'carts' "$work/out" || fail 'what is new is not reported'
if grep -q 'orders' "$work/out"; then fail 'what was known is reported again'; fi

night 0
[ "$(find "$work/state" -name aws.snapshot | wc -l)" = 2 ] || fail 'not two runs are kept'
last=$work/state/$(cat "$work/state/last")
for file in aws.snapshot report.txt report.json report.sarif changes.md; do
	[ -s "$last/$file" ] || fail "$file is missing"
done
echo 'schedulecheck: three nights, as they should be'
