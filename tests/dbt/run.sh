#!/usr/bin/env bash
# dbt-core itself says what cauri's selections have to be: generated expressions over two projects
# that use every kind of resource, what changed since an earlier run, what a build gives, and the SQL
# of dbt's own macros.
# usage: run.sh FOLDER CAURI, the folder for the virtual environment, the program to test
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1/dbt
cauri=$(realpath "$2")
export DBT_SEND_ANONYMOUS_USAGE_STATS=false
mkdir -p "$work"
if [ ! -x "$work/venv/bin/dbt" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install -q "dbt-core==1.10.23" "dbt-duckdb==1.10.1"
fi
"$work/venv/bin/pip" install -q "dbt-postgres==1.10.2" "dbt-spark[session]==1.10.3"
python=$work/venv/bin/python
failed=0
for name in comptoir registre; do
    rm -rf "${work:?}/$name"
    cp -r "$here/projects/$name" "$work/$name"
    "$work/venv/bin/dbt" --quiet deps --project-dir "$work/$name" --profiles-dir "$work/$name"
    "$python" "$here/selection.py" --project "$work/$name" --cauri "$cauri" || failed=1
done
"$python" "$here/states.py" --work "$work/states" --cauri "$cauri" || failed=1
for name in comptoir shop; do
    database=$(grep -o '[a-z/]*\.duckdb' "$here/projects/$name/profiles.yml")
    rm -rf "${work:?}/both/$name"
    cp -r "$here/projects/$name" "$work/$name-source"
    "$work/venv/bin/dbt" --quiet deps --project-dir "$work/$name-source" --profiles-dir "$work/$name-source"
    "$python" "$here/compare.py" --cauri "$cauri" --dbt "$work/venv/bin/dbt" --project "$work/$name-source" \
        --profiles-dir "$here/projects/$name" --database "$database" --work "$work/both/$name" \
        --explained "$here/explained.txt" seed build || failed=1
done
"$python" "$here/macros.py" --cauri "$cauri" --dbt "$work/venv/bin/dbt" --work "$work/macros" || failed=1
exit "$failed"
