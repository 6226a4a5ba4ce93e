#!/usr/bin/env bash
# The UEMOA project with its warehouse and its files on S3 and its catalog in PostgreSQL: built, asked, and
# read back by PyIceberg and DuckDB. usage: run.sh WORK CAURI, after .ci/servers.sh and tests/interop/run.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$1
cauri=$2
python=$work/interop/bin/python
"$work/interop/bin/pip" install -q "pyiceberg[sql-postgres]==0.12.0"
project=$work/uemoa-s3
rm -rf "$project"
cp -r projects/uemoa "$project"
rm -rf "$project/.cauri" "$project/target"

psql=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")/psql
"$psql" -q "$CAURI_TEST_POSTGRES_URL" -c 'drop database if exists uemoa' -c 'create database uemoa'
export LAKE_CATALOG=${CAURI_TEST_POSTGRES_URL%/*}/uemoa
export LAKE_ROOT=s3://$CAURI_TEST_S3_BUCKET/uemoa
export AWS_ACCESS_KEY_ID=$CAURI_TEST_S3_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY=$CAURI_TEST_S3_SECRET_ACCESS_KEY

# The files of the sources go to S3 too, but the web events, which stay on disk.
"$python" tests/s3/upload.py "$project/data" "$CAURI_TEST_S3_BUCKET/uemoa-files"
rm -r "$project/data/indicateurs"
sed -i \
    -e "s|^warehouse: .*|warehouse: \"{{ env_var('LAKE_ROOT') }}\"|" \
    -e "s|^catalog: .*|catalog: {type: postgres, url: \"{{ env_var('LAKE_CATALOG') }}\"}\nstorage: {s3: {endpoint: \"$CAURI_TEST_S3_ENDPOINT\", path-style-access: true, region: us-east-1}}|" \
    -e "s|path: data/indicateurs/|path: s3://$CAURI_TEST_S3_BUCKET/uemoa-files/indicateurs/|" \
    "$project/cauri.yml"
grep -q "s3://$CAURI_TEST_S3_BUCKET/uemoa-files/indicateurs" "$project/cauri.yml"

"$cauri" refresh --project "$project" --lang en
"$cauri" refresh --project "$project" --lang en 2>&1 | tee "$work/uemoa-s3.log"
grep -q '^Nothing new' "$work/uemoa-s3.log"
bash projects/uemoa/check_answers.sh "$cauri" "$project"
"$python" tests/interop/read_warehouse.py "$cauri" "$project"
if [ -e "$project/.cauri/warehouse" ]; then
    echo "the warehouse is on S3, yet $project/.cauri/warehouse exists" >&2
    exit 1
fi
