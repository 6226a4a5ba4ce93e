"""Judges the tables that `interop_tables` wrote: PyIceberg and DuckDB must read the expected rows.

usage: read_back.py FOLDER

Rows are compared as multisets of canonical texts; a decimal has no trailing zero. For each table
the smallest and the largest value of the first column are also searched for with a filter, so that
bounds which lose rows are found. Exits 1 on any difference.
"""

import datetime
import decimal
import json
import sys
from collections import Counter
from pathlib import Path

import duckdb
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.expressions import EqualTo


def canonical(value):
    if value is None:
        return None
    if isinstance(value, decimal.Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, float):
        text = repr(value)
        return text[:-2] if text.endswith(".0") else text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        return value.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{inner(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(inner(item) for item in value) + "]"
    if isinstance(value, tuple):
        return "(" + ",".join(inner(item) for item in value) + ")"
    return str(value)


def inner(value):
    return "null" if value is None else canonical(value)


def rows_of(table, columns):
    taken = [table.column(name).to_pylist() for name in columns]
    return Counter(tuple(canonical(value) for value in row) for row in zip(*taken))


def main():
    folder = Path(sys.argv[1]).resolve()
    catalog = SqlCatalog("cauri", uri=f"sqlite:///{folder / 'catalog.db'}", warehouse=f"file://{folder / 'warehouse'}")
    duck = duckdb.connect()
    duck.execute("LOAD iceberg")
    checks = json.loads((folder / "expected.json").read_text())
    latest = {check["table"]: check["metadata_location"] for check in checks}
    passed = failed = 0
    for check in checks:
        columns, snapshot = check["columns"], check["snapshot_id"]
        wanted = Counter(tuple(row) for row in check["rows"])
        table = catalog.load_table(check["table"])
        readings = {}
        at = f", snapshot_from_id = {snapshot}" if snapshot else ""
        source = f"iceberg_scan('{check['metadata_location']}'{at})"
        readings["duckdb"] = rows_of(duck.execute(f"select * from {source}").to_arrow_table(), columns)
        if latest[check["table"]] == check["metadata_location"]:
            scan = table.scan(snapshot_id=snapshot) if snapshot else table.scan()
            readings["pyiceberg"] = rows_of(scan.to_arrow(), columns)
            ids = sorted(int(row[columns.index("id")]) for row in wanted) if "id" in columns else []
            for value in ids[:1] + ids[-1:]:
                name = f"id = {value}"
                found = wanted.__class__({row: n for row, n in wanted.items() if row[columns.index("id")] == str(value)})
                scan = table.scan(row_filter=EqualTo("id", value), snapshot_id=snapshot)
                if rows_of(scan.to_arrow(), columns) != found:
                    readings[f"pyiceberg where {name}"] = Counter()
        for reader, got in readings.items():
            if got == wanted:
                passed += 1
                continue
            failed += 1
            print(f"DIFF {check['table']} ({check['what']}) read by {reader}")
            print(f"  missing {list((wanted - got).items())[:3]}\n  surplus {list((got - wanted).items())[:3]}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
