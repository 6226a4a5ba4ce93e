"""Five queries over TPC-H lineitem and orders as Iceberg tables: cauri against DuckDB's iceberg_scan.

Both read the same files: the tables are built by cauri (`create table … as select`), DuckDB opens
their metadata.json. Each engine runs the five queries in one process, after one warm-up round; the
time of a query is the engine's own, the memory is the peak of the whole process.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from pyiceberg.catalog.sql import SqlCatalog

from side_by_side import measured, median, print_table

QUERIES = {
    "full aggregate": """select l_returnflag, l_linestatus, sum(l_quantity) as q, sum(l_extendedprice) as p,
        sum(l_extendedprice * (1 - l_discount)) as d, avg(l_discount) as a, count(*) as n
        from tpch.lineitem group by l_returnflag, l_linestatus order by l_returnflag, l_linestatus""",
    "selective filter": """select sum(l_extendedprice * l_discount) as revenue from tpch.lineitem
        where l_shipdate >= date '1994-01-01' and l_shipdate < date '1994-02-01'
        and l_discount between 0.05 and 0.07 and l_quantity < 24""",
    "group by high cardinality": """select l_orderkey, sum(l_quantity) as q from tpch.lineitem
        group by l_orderkey order by q desc, l_orderkey limit 10""",
    "join": """select o_orderpriority, count(*) as n, sum(l_extendedprice) as p from tpch.orders
        join tpch.lineitem on l_orderkey = o_orderkey
        where o_orderdate >= date '1995-01-01' and o_orderdate < date '1996-01-01'
        group by o_orderpriority order by o_orderpriority""",
    "top-k": """select l_orderkey, l_linenumber, l_extendedprice from tpch.lineitem
        order by l_extendedprice desc, l_orderkey, l_linenumber limit 100""",
}

PROJECT = """name: tpch
version: "1.0"
profile: tpch
"""

SOURCES = """version: 1
sources:
  - {{name: lineitem, kind: file, path: "{folder}/lineitem.parquet", format: parquet, vintage: {{date: 1998-12-01}}}}
  - {{name: orders, kind: file, path: "{folder}/orders.parquet", format: parquet, vintage: {{date: 1998-12-01}}}}
"""


GENERATE = r"""
import duckdb, sys
database, scale, parquet = sys.argv[1:]
duck = duckdb.connect(database)
duck.execute("SET memory_limit='4GB'; LOAD tpch")
duck.execute(f"CALL dbgen(sf={scale})")
for table in ("lineitem", "orders"):
    duck.execute(f"COPY {table} TO '{parquet}/{table}.parquet' (FORMAT parquet)")
"""


def build(cauri, folder, scale):
    """Makes the two tables with cauri in `folder`; does nothing when they are there."""
    project = folder / "project"
    if (project / "built").exists():
        return project
    project.mkdir(parents=True, exist_ok=True)
    parquet = folder / "parquet"
    parquet.mkdir(exist_ok=True)
    if not (parquet / "orders.parquet").exists():
        # In a process of its own: a child counts the memory of the one that starts it as its own peak.
        subprocess.run([sys.executable, "-c", GENERATE, str(folder / "gen.db"), str(scale), str(parquet)], check=True)
        (folder / "gen.db").unlink()
    (project / "dbt_project.yml").write_text(PROJECT)
    (project / "cauri.yml").write_text(SOURCES.format(folder=parquet))
    subprocess.run([cauri, "ingest", "--project", project], check=True)
    for statement in (
        "create schema if not exists tpch",
        "create table tpch.lineitem as select * except (_cauri_batch_id, _cauri_source_uri, _cauri_source_sha256, "
        "_cauri_block, _cauri_row_number, _cauri_ingested_at, _cauri_published_on) from bronze.lineitem",
        "create table tpch.orders as select * except (_cauri_batch_id, _cauri_source_uri, _cauri_source_sha256, "
        "_cauri_block, _cauri_row_number, _cauri_ingested_at, _cauri_published_on) from bronze.orders",
    ):
        subprocess.run([cauri, "sql", "--project", project, statement], check=True)
    (project / "built").touch()
    return project


def run_cauri(cauri, project, runs):
    script = "\n".join(f"{' '.join(query.split())};" for _ in range(runs + 1) for query in QUERIES.values())
    with tempfile.NamedTemporaryFile("w", suffix=".sql", delete=False) as file:
        file.write(script + "\n")
    command = [cauri, "sql", "--project", str(project), "--lang", "en", "--timer", "--output", "csv", "-f", file.name]
    child = subprocess.run(command, capture_output=True, text=True, check=True)
    text = child.stdout + child.stderr
    seconds = [float(value) for value in re.findall(r"Run Time \(s\): real ([\d.]+)", text)]
    names = list(QUERIES)
    if len(seconds) != (runs + 1) * len(names):
        raise SystemExit(f"expected {(runs + 1) * len(names)} timings, got {len(seconds)}:\n{text[-2000:]}")
    _, megabytes, _ = measured(command)
    return {name: seconds[len(names) + index :: len(names)] for index, name in enumerate(names)}, megabytes


DUCK = r"""
import duckdb, json, sys, time, resource
queries, locations, runs = json.loads(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
duck = duckdb.connect()
duck.execute("LOAD iceberg; SET enable_progress_bar=false; SET threads=" + sys.argv[4])
duck.execute("CREATE SCHEMA tpch")
for table, location in locations.items():
    duck.execute(f"CREATE VIEW tpch.{table} AS SELECT * FROM iceberg_scan('{location}')")
times = {name: [] for name in queries}
for turn in range(runs + 1):
    for name, query in queries.items():
        start = time.perf_counter()
        duck.execute(query).fetchall()
        if turn:
            times[name].append(time.perf_counter() - start)
print(json.dumps({"times": times, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def run_duckdb(project, runs, threads):
    state = project / ".cauri"
    catalog = SqlCatalog("cauri", uri=f"sqlite:///{state / 'catalog.db'}", warehouse=f"file://{state / 'warehouse'}")
    locations = {table: catalog.load_table(("tpch", table)).metadata_location for table in ("lineitem", "orders")}
    child = subprocess.run(
        [sys.executable, "-c", DUCK, json.dumps(QUERIES), json.dumps(locations), str(runs), str(threads)],
        capture_output=True, text=True, check=True,
    )
    result = json.loads(child.stdout)
    return result["times"], result["mb"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", default=None, help="keeps the tables between runs")
    options = parser.parse_args()
    cauri = str(Path(options.cauri).resolve())
    folder = Path(options.folder or tempfile.mkdtemp()).resolve() / f"sf{options.scale}"
    project = build(cauri, folder, options.scale)
    ours, our_mb = run_cauri(cauri, project, options.runs)
    theirs, their_mb = run_duckdb(project, options.runs, options.threads)
    again, _ = run_cauri(cauri, project, options.runs)
    rows, ratios = [], []
    for name in QUERIES:
        mine, duck = median(ours[name] + again[name]), median(theirs[name])
        ratios.append(mine / duck)
        rows.append((name, f"{mine * 1000:.0f} ms", f"{duck * 1000:.0f} ms", f"{mine / duck:.2f}"))
    print_table(("query", "cauri", "duckdb", "ratio"), rows)
    print(f"ratio: median {median(ratios):.2f}, worst {max(ratios):.2f}")
    print(f"peak memory: cauri {our_mb:.0f} MB, duckdb {their_mb:.0f} MB")


if __name__ == "__main__":
    main()
