#!/usr/bin/env bash
# dbt's own tools judge the artifacts and the log that cauri writes.
#
#   bash tests/dbt/artifacts.sh WORK CAURI
#
# WORK is a folder for what is installed from PyPI and built; CAURI is the program. In the project
# tests/dbt/projects/shop:
#   * manifest.json, semantic_manifest.json and run_results.json fit the schemas of dbt-core's own classes;
#   * dbt-artifacts-parser and openlineage-dbt read them, and dbt-ol follows a run through the link `dbt`;
#   * dbt-core 1.12 runs the project from the manifest of `cauri parse`, with the same result a node.
# Whatever is missing, or differs, fails.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(realpath -m "$1")/dbt-artifacts
cauri=$(realpath "$2")
mkdir -p "$work/bin"
export DBT_SEND_ANONYMOUS_USAGE_STATS=false PIP_DISABLE_PIP_VERSION_CHECK=1

# dbt-core 1.12 asks for a parser of its own, whose package fetches a program from the network when it is
# installed. cauri takes its place, so everything but that one is installed.
core=1.12.6
if [ ! -x "$work/core/bin/dbt" ]; then
    python3 -m venv "$work/core"
    "$work/core/bin/pip" install -q --no-deps "dbt-core==$core" dbt-duckdb==1.11.1 duckdb==1.5.5
    "$work/core/bin/python" - > "$work/core.txt" <<'PYTHON'
import importlib.metadata
for need in importlib.metadata.requires("dbt-core"):
    if not need.startswith("dbt-core-experimental-parser") and "extra ==" not in need:
        print(need)
PYTHON
    "$work/core/bin/pip" install -q -r "$work/core.txt" 2>&1 | grep -v "experimental-parser\|dependency resolver" || true
fi
if [ ! -x "$work/readers/bin/dbt-ol" ]; then
    python3 -m venv "$work/readers"
    "$work/readers/bin/pip" install -q dbt-core==1.10.23 dbt-artifacts-parser==0.15.0 openlineage-dbt==1.54.0
fi
grep -q "installed: $core" <<< "$("$work/core/bin/dbt" --version 2>&1)"

# Tools look for a program called dbt.
ln -sf "$cauri" "$work/bin/dbt"
grep -q "installed: 1\.10\." <<< "$("$work/bin/dbt" --version)"

for source in "$here"/projects/shop/; do
    name=$(basename "$source")
    echo "-- $name"
    ours=$work/$name-cauri theirs=$work/$name-core
    rm -rf "$ours" "$theirs"
    cp -r "$source" "$ours"
    cp -r "$source" "$theirs"
    ( cd "$ours"
      if [ -f packages.yml ]; then "$cauri" deps --quiet; fi
      "$cauri" seed --quiet
      # A project may hold a test that fails on purpose: then the exit code is 1.
      "$cauri" build --quiet > build.out 2>&1 || [ $? -eq 1 ] || { cat build.out; exit 1; } )
    "$work/core/bin/python" "$here/artifacts.py" schemas "$ours/target"
    "$work/readers/bin/python" "$here/artifacts.py" readers "$ours"
    ( cd "$ours"
      rm -f events.jsonl
      export OPENLINEAGE__TRANSPORT='{"type":"file","log_file_path":"events.jsonl","append":true}'
      PATH=$work/bin:$PATH "$work/readers/bin/dbt-ol" --consume-structured-logs build > ol.out 2>&1 ||
          [ $? -eq 1 ] || { cat ol.out; exit 1; } )
    "$work/readers/bin/python" "$here/artifacts.py" events "$ours"
    ( cd "$theirs"
      if [ -f packages.yml ]; then "$cauri" deps --quiet; fi
      parser=(--use-v2-parser --v2-parser "$cauri parse")
      "$work/core/bin/dbt" --quiet seed "${parser[@]}" > seed.out 2>&1 || { cat seed.out; exit 1; }
      "$work/core/bin/dbt" build "${parser[@]}" > build.out 2>&1 || [ $? -eq 1 ] || { cat build.out; exit 1; } )
    "$work/core/bin/python" "$here/artifacts.py" same "$ours/target" "$theirs/target"
done
echo "artifacts: all projects read, validated and run"
