"""Generated rows through ingest, an incremental model and an aggregate, under a memory limit of 1 GB.

Prints wall time and peak resident memory; 10^8 rows have to finish under 1.5 GB.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from side_by_side import measured, print_table

PROJECT = 'name: large\nversion: "1.0"\nprofile: large\nmodels:\n  large:\n    +schema: gold\n'
CAURI = """version: 1
engine: {{memory_limit: 1GB}}
sources:
  - name: mesures
    kind: file
    path: "{folder}/mesures-*.csv"
    format: csv
    columns:
      - {{name: pays, type: string}}
      - {{name: jour, type: int}}
      - {{name: serie, type: int}}
      - {{name: valeur, type: double}}
"""
INCREMENTAL = """{{ config(materialized='incremental', incremental_strategy='append') }}
select pays, jour, serie, valeur, _cauri_batch_id as lot from {{ source('bronze', 'mesures') }}
{% if is_incremental() %}where _cauri_batch_id not in (select distinct lot from {{ this }}){% endif %}
"""
AGGREGATE = """{{ config(materialized='table') }}
select serie, pays, count(*) as n, sum(valeur) as total, max(jour) as dernier
from {{ ref('inc_mesures') }} group by serie, pays
"""
SOURCES = "version: 2\nsources:\n  - {name: bronze, schema: bronze, tables: [{name: mesures}]}\n"
COUNTRIES = ["BEN", "BFA", "CIV", "GNB", "MLI", "NER", "SEN", "TGO"]


def generate(path, rows, seed):
    state = seed
    with path.open("w", buffering=1 << 20) as out:
        out.write("pays,jour,serie,valeur\n")
        lines = []
        for at in range(rows):
            state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
            lines.append(f"{COUNTRIES[state >> 61]},{at % 20000},{(state >> 20) % 100000},{(state >> 33) / 1000}\n")
            if len(lines) == 10_000:
                out.write("".join(lines))
                lines.clear()
        out.write("".join(lines))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--files", type=int, default=4)
    options = parser.parse_args()
    cauri = str(Path(options.cauri).resolve())
    folder = Path(tempfile.mkdtemp())
    project = folder / "project"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text(PROJECT)
    (project / "cauri.yml").write_text(CAURI.format(folder=folder))
    (project / "models" / "sources.yml").write_text(SOURCES)
    (project / "models" / "inc_mesures.sql").write_text(INCREMENTAL)
    (project / "models" / "agg_mesures.sql").write_text(AGGREGATE)
    for number in range(options.files):
        generate(folder / f"mesures-{number}.csv", options.rows // options.files, number + 1)
    table = []
    for name, command in (
        ("ingest", ["ingest"]),
        ("incremental model", ["run", "--select", "inc_mesures"]),
        ("aggregate", ["run", "--select", "agg_mesures"]),
    ):
        wall, megabytes, _ = measured([cauri, *command, "--project", str(project)])
        table.append((name, f"{wall:.1f} s", f"{options.rows / wall:,.0f} rows/s", f"{megabytes:.0f} MB"))
    print_table(("step", "wall", "rate", "peak memory"), table)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
