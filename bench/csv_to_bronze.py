"""One CSV of a gigabyte to a table: cauri's ingest against DuckDB's COPY … TO parquet and PyIceberg's append.

cauri's time includes the raw copy, the digest, row numbers, bookkeeping columns and the commit.
"""

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

from side_by_side import in_turn, measured, median, print_table

HEADER = "pays,annee,mois,produit,valeur,quantite,libelle,jour\n"
COUNTRIES = ["BEN", "BFA", "CIV", "GNB", "MLI", "NER", "SEN", "TGO"]

CAURI_YML = """version: 1
sources:
  - name: commerce
    kind: file
    path: "{csv}"
    format: csv
    vintage: {{date: 2024-12-31}}
    columns:
      - {{name: pays, type: string, required: true}}
      - {{name: annee, type: int}}
      - {{name: mois, type: int}}
      - {{name: produit, type: string}}
      - {{name: valeur, type: double}}
      - {{name: quantite, type: bigint}}
      - {{name: libelle, type: string}}
      - {{name: jour, type: date}}
"""

DUCK = """
import duckdb, sys
duck = duckdb.connect()
duck.execute("SET threads=2")
duck.execute(f"COPY (SELECT * FROM read_csv('{sys.argv[1]}')) TO '{sys.argv[2]}' (FORMAT parquet, COMPRESSION snappy)")
"""

PYICEBERG = """
import sys, pyarrow.csv
from pyiceberg.catalog.sql import SqlCatalog
rows = pyarrow.csv.read_csv(sys.argv[1])
catalog = SqlCatalog("c", uri=f"sqlite:///{sys.argv[2]}/c.db", warehouse=f"file://{sys.argv[2]}")
catalog.create_namespace("bronze")
catalog.create_table("bronze.commerce", rows.schema).append(rows)
"""


def generate(path, megabytes):
    rng = random.Random(7)
    block = []
    for _ in range(50_000):
        block.append(
            f"{rng.choice(COUNTRIES)},{rng.randint(1990, 2024)},{rng.randint(1, 12)},{rng.randint(100000, 999999)},"
            f"{rng.uniform(0, 1e6):.3f},{rng.randint(0, 10**9)},\"produit n° {rng.randint(1, 9999)}, divers\","
            f"20{rng.randint(10, 24)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}\n"
        )
    rows = 0
    with path.open("w") as out:
        out.write(HEADER)
        size = 0
        while size < megabytes * 1_000_000:
            rng.shuffle(block)
            text = "".join(block)
            out.write(text)
            size += len(text.encode())
            rows += len(block)
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--mb", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    cauri = str(Path(options.cauri).resolve())
    folder = Path(tempfile.mkdtemp())
    csv = folder / "commerce.csv"
    rows = generate(csv, options.mb)
    project = folder / "project"

    def ours():
        shutil.rmtree(project, ignore_errors=True)
        project.mkdir()
        (project / "dbt_project.yml").write_text('name: commerce\nversion: "1.0"\nprofile: commerce\n')
        (project / "cauri.yml").write_text(CAURI_YML.format(csv=csv))
        return measured([cauri, "ingest", "--project", str(project)])

    def duckdb():
        return measured([sys.executable, "-c", DUCK, str(csv), str(folder / "out.parquet")])

    def pyiceberg():
        target = folder / "pyiceberg"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        return measured([sys.executable, "-c", PYICEBERG, str(csv), str(target)])

    results = in_turn(options.runs, cauri=ours, duckdb=duckdb, pyiceberg=pyiceberg)
    base = median([wall for wall, _, _ in results["cauri"]])
    table = []
    for name, measurements in results.items():
        wall = median([wall for wall, _, _ in measurements])
        memory = max(mb for _, mb, _ in measurements)
        table.append((name, f"{wall:.2f} s", f"{rows / wall:,.0f} rows/s", f"{base / wall:.2f}", f"{memory:.0f} MB"))
    print_table(("program", "wall", "rate", "cauri / it", "peak memory"), table)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
