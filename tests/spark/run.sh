#!/usr/bin/env bash
# A real Spark 3.5.5 answers every line of expressions.sql again; its answers must be those that the engine's
# own test holds cauri to; with Iceberg it carries out the scripts of statements.sql again. Fails where Java is missing. usage: run.sh WORK
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$1
folder=crates/cauri-engine/tests/spark
if ! command -v java >/dev/null; then
    echo "this lane needs Java 17" >&2
    exit 1
fi
python3 -m venv "$work/spark"
"$work/spark/bin/pip" install -q pyspark==3.5.5 setuptools
(cd "$work" && "$work/spark/bin/python" "$OLDPWD/$folder/expectations.py" "$work/expressions.tsv" 2>/dev/null | tail -n 1)
diff "$folder/expressions.tsv" "$work/expressions.tsv"
diff "$folder/names.tsv" "$work/names.tsv"
# The scripts need Iceberg's runtime for Spark, which Spark itself takes from Maven's central repository.
if ! "$work/spark/bin/python" "$folder/statements.py" "$work/statements.tsv" "$work/ivy" 2>"$work/statements.log"; then
    tail -n 40 "$work/statements.log" >&2
    exit 1
fi
diff "$folder/statements.tsv" "$work/statements.tsv"
total=$(wc -l <"$folder/expressions.tsv")
refused=$(grep -vc '^#' "$folder/refused.txt" || true)
newer=$(grep -vc '^#' "$folder/newer.txt" || true)
echo "$total lines: cauri agrees with Spark on $((total - refused - newer)), refuses $refused more, answers $newer that Spark refuses"
