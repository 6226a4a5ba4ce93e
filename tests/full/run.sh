#!/usr/bin/env bash
# Builds the UEMOA project on a folder of publications as they are (EDEN exports, bulletins, WEO, WDI), checks
# that every printed figure arrived, and asks the project's questions. usage: run.sh WORK FOLDER
set -euo pipefail
work=$1
publications=$(cd "$2" && pwd)
target=${CARGO_TARGET_DIR:-target}
cauri=$(cd "$target" && pwd)/release/cauri
project=$work/uemoa-full
rm -rf "$project"
cp -r projects/uemoa "$project"
rm -rf "$project/.cauri" "$project/target"
export CAURI_VAR_UEMOA_DATA=$publications
"$cauri" refresh --project "$project"
python3 tests/full/count_cells.py "$cauri" "$project" "$publications"
bash projects/uemoa/check_answers.sh "$cauri" "$project"
