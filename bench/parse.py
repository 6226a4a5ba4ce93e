"""A project of 2,000 nodes: `cauri ls` against `dbt parse` from nothing, and against dbt's partial parse.

cauri has no cache of parsed files: it reads the whole project at each start. What a second start
costs is printed beside what dbt's second start costs.
"""

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from side_by_side import in_turn, measured, median, print_table

MODELS_PER_FOLDER = 50
PROJECT = """name: large
version: "1.0.0"
profile: large
models:
  large:
    +materialized: view
    +tags: [all]
    folder_3: {+materialized: table, +tags: [third]}
vars: {start: "2024-01-01"}
"""
PROFILES = """large:
  target: dev
  outputs:
    dev: {type: duckdb, path: large.duckdb, schema: main, threads: 2}
"""
MACROS = """{% macro cents_to_units(column) %}({{ column }} / 100.0){% endmacro %}
{% macro since(column) %}{{ column }} >= '{{ var("start") }}'{% endmacro %}
{% macro columns_of(names) %}{% for name in names %}{{ name }}{{ ", " if not loop.last }}{% endfor %}{% endmacro %}
"""
MODEL = """{{{{ config(tags=['m{at}']) }}}}
with base as (
    select id, {{{{ cents_to_units('amount') }}}} as amount, day from {parent}
),
kept as (
    select {{{{ columns_of(['id', 'amount', 'day']) }}}} from base where {{{{ since('day') }}}}
)
select * from kept
"""


def generate(root, nodes):
    """A third of the nodes are models, in layers that read each other; the rest are their tests."""
    models = nodes // 3
    (root / "macros").mkdir(parents=True)
    (root / "dbt_project.yml").write_text(PROJECT)
    (root / "profiles.yml").write_text(PROFILES)
    (root / "macros/own.sql").write_text(MACROS)
    for start in range(0, models, MODELS_PER_FOLDER):
        folder = root / f"models/folder_{start // MODELS_PER_FOLDER}"
        folder.mkdir(parents=True)
        described = ["version: 2", "models:"]
        for at in range(start, min(start + MODELS_PER_FOLDER, models)):
            first = at < MODELS_PER_FOLDER
            parent = f"{{{{ source('raw', 'table_{at}') }}}}" if first else f"{{{{ ref('model_{at - MODELS_PER_FOLDER}') }}}}"
            (folder / f"model_{at}.sql").write_text(MODEL.format(at=at, parent=parent))
            described += [
                f"  - name: model_{at}", f"    description: The model number {at}.", "    columns:",
                "      - {name: id, description: Its key., data_tests: [unique, not_null]}",
                "      - {name: amount, description: In units.}",
            ]  # fmt: skip
        (folder / "models.yml").write_text("\n".join(described) + "\n")
    tables = ", ".join(f"{{name: table_{at}}}" for at in range(MODELS_PER_FOLDER))
    (root / "models/sources.yml").write_text(f"version: 2\nsources: [{{name: raw, tables: [{tables}]}}]\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--dbt", default="dbt")
    parser.add_argument("--nodes", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    root = Path(tempfile.mkdtemp()) / "large"
    generate(root, options.nodes)
    cauri = [str(Path(options.cauri).resolve()), "--project", str(root), "--quiet", "ls", "--output", "name"]
    dbt = [options.dbt, "--quiet", "parse", "--project-dir", str(root), "--profiles-dir", str(root)]

    def changed(run):
        """A start after one model was edited."""

        def edited():
            path = root / "models/folder_0/model_0.sql"
            path.write_text(path.read_text() + "\n")
            return run()

        return edited

    runs = in_turn(
        options.runs,
        cauri=lambda: measured(cauri),
        cauri_after_edit=changed(lambda: measured(cauri)),
        dbt_full=lambda: measured([*dbt, "--no-partial-parse"]),
        dbt_partial=lambda: measured(dbt),
        dbt_after_edit=changed(lambda: measured(dbt)),
    )
    listed = len(measured(cauri)[2].splitlines())
    print(f"{listed} nodes listed by cauri")
    wall = {name: median([run[0] for run in measurements]) for name, measurements in runs.items()}
    memory = {name: median([run[1] for run in measurements]) for name, measurements in runs.items()}
    pairs = [("from nothing", "cauri", "dbt_full"), ("again", "cauri", "dbt_partial"), ("after an edit", "cauri_after_edit", "dbt_after_edit")]
    print_table(
        ["start", "cauri s", "dbt s", "dbt / cauri", "cauri MB", "dbt MB"],
        [
            [name, f"{wall[ours]:.3f}", f"{wall[theirs]:.3f}", f"{wall[theirs] / wall[ours]:.1f}", f"{memory[ours]:.0f}", f"{memory[theirs]:.0f}"]
            for name, ours, theirs in pairs
        ],
    )
    shutil.rmtree(root.parent)


if __name__ == "__main__":
    main()
