#!/usr/bin/env bash
# A real DuckDB 2.0.1 answers every line of expressions.sql again; its answers must be those that the engine's
# own test holds cauri to. usage: run.sh WORK
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$1
folder=crates/cauri-engine/tests/duckdb
python3 -m venv "$work/duckdb"
"$work/duckdb/bin/pip" install -q duckdb==2.0.1 pytz
"$work/duckdb/bin/python" "$folder/expectations.py" "$work/duckdb-expressions.tsv" | tail -n 1
diff "$folder/expressions.tsv" "$work/duckdb-expressions.tsv"
diff "$folder/files.tsv" "$work/duckdb-files.tsv"
total=$(wc -l <"$folder/expressions.tsv")
refused=$(grep -vc '^#' "$folder/refused.txt")
echo "$total lines: cauri agrees with DuckDB on $((total - refused)), refuses $refused more"
