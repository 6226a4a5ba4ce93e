#!/usr/bin/env bash
# Other engines read the tables that cauri wrote.
# usage: run.sh FOLDER CAURI, the folder for the virtual environment, the program that made the tables
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$1
cauri=$2
python3 -m venv "$work/interop"
"$work/interop/bin/pip" install -q "pyiceberg[pyarrow,sql-sqlite]==0.12.0" duckdb==1.5.5 \
    duckdb-extension-iceberg==1.5.5 duckdb-extension-avro==1.5.5 duckdb-extension-httpfs==1.5.5 duckdb-extensions
"$work/interop/bin/python" -c "
from duckdb_extensions import import_extension
for name in ('avro', 'httpfs', 'iceberg'):
    import_extension(name)
"
# Tables after append, overwrite, replace, rename, widened type, changed partitioning, delete, tag, rollback.
cargo build --quiet --workspace --examples
"${CARGO_TARGET_DIR:-target}/debug/examples/interop_tables" "$work/tables"
"$work/interop/bin/python" tests/interop/read_back.py "$work/tables"
# Every table of the UEMOA project, as the release build made them.
"$work/interop/bin/python" tests/interop/read_warehouse.py "$cauri" projects/uemoa
