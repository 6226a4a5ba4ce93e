"""Judges a warehouse that cauri wrote: PyIceberg and DuckDB must read what cauri reads.

usage: read_warehouse.py CAURI PROJECT

Every table of the project's catalog is read three times: by cauri (`cauri sql`, as Parquet),
by PyIceberg through its own SqlCatalog on the same database, and by DuckDB's iceberg_scan.
The database is the project's SQLite file, or $LAKE_CATALOG with the tables at $LAKE_ROOT on
the S3 server of $CAURI_TEST_S3_ENDPOINT.
The three must agree on the number of rows and on a checksum that does not depend on order:
the sum modulo 2^64 of a hash of each row's canonical text. Exits 1 on any difference.
"""

import datetime
import decimal
import hashlib
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg.catalog.sql import SqlCatalog


def canonical(value):
    """One text for one value, whichever engine read it."""
    if value is None:
        return "\x00"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, decimal.Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, float):
        return "nan" if math.isnan(value) else repr(value)
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        return value.isoformat(timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{canonical(item)}" for key, item in value.items()) + "}"
    return str(value)


def digest(table: pa.Table):
    """(rows, checksum) of an Arrow table; columns are taken by name."""
    names = sorted(table.column_names)
    columns = [table.column(name).to_pylist() for name in names]
    total = 0
    for row in zip(*columns):
        text = "\x1f".join(canonical(value) for value in row)
        total = (total + int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")) % 2**64
    return table.num_rows, f"{total:016x}", names


def read_with_cauri(cauri, project, name, folder):
    target = Path(folder) / "rows.parquet"
    with target.open("wb") as out:
        subprocess.run(
            [cauri, "sql", "--project", project, "--output", "parquet", f"select * from {name}"], stdout=out, check=True
        )
    return pq.read_table(target)


def open_catalog(project):
    """PyIceberg's catalog of the project, and a DuckDB that reaches its files."""
    duck = duckdb.connect()
    duck.execute("LOAD iceberg")
    if "LAKE_CATALOG" not in os.environ:
        state = Path(project).resolve() / ".cauri"
        warehouse = f"file://{state / 'warehouse'}"
        return SqlCatalog("cauri", uri=f"sqlite:///{state / 'catalog.db'}", warehouse=warehouse), duck
    endpoint = os.environ["CAURI_TEST_S3_ENDPOINT"]
    key, secret = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
    properties = {
        "uri": os.environ["LAKE_CATALOG"].replace("postgres://", "postgresql+psycopg2://"),
        "warehouse": os.environ["LAKE_ROOT"],
        "s3.endpoint": endpoint,
        "s3.region": "us-east-1",
        "s3.access-key-id": key,
        "s3.secret-access-key": secret,
    }
    host = endpoint.removeprefix("http://")
    duck.execute(
        f"LOAD httpfs; CREATE SECRET (TYPE s3, KEY_ID '{key}', SECRET '{secret}', ENDPOINT '{host}',"
        " URL_STYLE 'path', USE_SSL false, REGION 'us-east-1')"
    )
    return SqlCatalog("cauri", **properties), duck


def main():
    cauri, project = sys.argv[1], sys.argv[2]
    catalog, duck = open_catalog(project)
    failures = 0
    tables = [table for namespace in catalog.list_namespaces() for table in catalog.list_tables(namespace)]
    if not tables:
        sys.exit("the catalog has no table: nothing was judged")
    with tempfile.TemporaryDirectory() as folder:
        for identifier in sorted(tables):
            name = ".".join(identifier)
            table = catalog.load_table(identifier)
            ours = digest(read_with_cauri(cauri, project, name, folder))
            iceberg = digest(table.scan().to_arrow())
            duckdb_rows = duck.execute(f"select * from iceberg_scan('{table.metadata_location}')").to_arrow_table()
            ducks = digest(duckdb_rows)
            agree = ours == iceberg == ducks
            failures += not agree
            print(f"{'ok  ' if agree else 'DIFF'} {name}: {ours[0]} rows {ours[1]}")
            if not agree:
                print(f"     cauri     {ours}\n     pyiceberg {iceberg}\n     duckdb    {ducks}")
    print(f"{len(tables) - failures} passed, {failures} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
