#!/usr/bin/env bash
# Installs the peers into the active virtual environment.
set -euo pipefail
pip install -q duckdb==1.5.5 duckdb-extension-{iceberg,httpfs,avro,tpch}==1.5.5 duckdb-extensions \
    "pyiceberg[pyarrow,sql-sqlite,pyiceberg-core]==0.12.0" dbt-core==1.11.16 dbt-duckdb==1.11.1 \
    "dbt-spark[session]==1.10.3" pyspark==3.5.5
python -c "
from duckdb_extensions import import_extension
for name in ('avro', 'httpfs', 'iceberg', 'tpch'):
    import_extension(name)
"
