"""`cauri refresh` of projects/uemoa from nothing, and with nothing new, against `dbt build` with dbt-duckdb.

dbt has no ingest: a short script loads the same CSV files into DuckDB's `bronze` schema first, and
its time counts. The models, seeds and tests are the same files.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from side_by_side import in_turn, measured, median, print_table

LOAD = """
import duckdb, sys, yaml
project, database = sys.argv[1:]
duck = duckdb.connect(database)
duck.execute("create schema if not exists bronze")
types = {"int": "integer", "string": "varchar"}
for source in yaml.safe_load(open(f"{project}/cauri.yml"))["sources"]:
    if source.get("format") != "csv" or "{{" in source["path"]:
        continue
    columns = {c["name"]: types.get(c["type"], c["type"]) for c in source["columns"]}
    listed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    duck.execute(
        f"create or replace table bronze.{source['name']} as select *, "
        "regexp_extract(filename, 'vintage=([0-9-]+)', 1) as _vintage "
        f"from read_csv('{project}/{source['path']}', header=true, filename=true, columns={{{listed}}})")
"""

PROFILE = """uemoa:
  target: dev
  outputs:
    dev: {{type: duckdb, path: "{database}", schema: default, threads: 2}}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    cauri = str(Path(options.cauri).resolve())
    folder = Path(tempfile.mkdtemp())
    source = Path(__file__).resolve().parent.parent / "projects" / "uemoa"
    ours, theirs = folder / "ours", folder / "theirs"
    skip = shutil.ignore_patterns(".cauri", "target", "logs")
    for copy in (ours, theirs):
        shutil.copytree(source, copy, ignore=skip)
    database = folder / "uemoa.duckdb"
    (theirs / "profiles.yml").write_text(PROFILE.format(database=database))

    def first():
        shutil.rmtree(ours / ".cauri", ignore_errors=True)
        shutil.rmtree(ours / "target", ignore_errors=True)
        return measured([cauri, "refresh", "--project", str(ours)])

    def second():
        return measured([cauri, "refresh", "--project", str(ours)])

    def dbt():
        database.unlink(missing_ok=True)
        load = measured([sys.executable, "-c", LOAD, str(theirs), str(database)])
        command = [str(Path(sys.executable).parent / "dbt"), "build", "--project-dir", str(theirs)]
        build = measured(command + ["--profiles-dir", str(theirs), "--no-send-anonymous-usage-stats"])
        return load[0] + build[0], max(load[1], build[1]), build[2]

    results = in_turn(options.runs, **{"cauri refresh": first, "nothing new": second, "dbt build": dbt})
    base = median([wall for wall, _, _ in results["cauri refresh"]])
    table = []
    for name, measurements in results.items():
        wall = median([wall for wall, _, _ in measurements])
        memory = max(mb for _, mb, _ in measurements)
        table.append((name, f"{wall:.2f} s", f"{memory:.0f} MB", f"{wall / base:.2f}"))
    print_table(("run", "wall", "peak memory", "it / cauri refresh"), table)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
