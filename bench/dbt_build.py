"""Building and testing a dbt project: cauri against dbt-core with dbt-duckdb.

    python bench/dbt_build.py --cauri BIN --project DIR [--profiles-dir DIR] [--command build] [--runs 5]
    python bench/dbt_build.py --cauri BIN --small-tests 1600
    python bench/dbt_build.py --cauri BIN --project DIR --spark --runs 1

Each builds a copy of the project of its own, from a warm start: what was built before is built again, and dbt may
use its partial parse. `--small-tests N` makes a project of one model with N generic tests and times `test`.
`--spark` gives both a profile of type spark: dbt-spark runs a Spark session of its own (Java 17, `dbt-spark[session]`).
The first node's start is measured by cauri's own results: the time between the start of the process and of the
first node.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from side_by_side import in_turn, measured, median, print_table

PROFILE = """{name}:
  target: dev
  outputs:
    dev: {{type: duckdb, path: bench.duckdb, schema: main, threads: 2}}
"""

SPARK_PROFILE = """{name}:
  target: dev
  outputs:
    dev: {{type: spark, method: session, host: none, schema: bench, threads: 1}}
"""


def small_tests(folder, count):
    """A project of one table with `count` tests of its columns."""
    (folder / "models").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text("name: small\nversion: '1.0'\nprofile: small\nmodel-paths: [models]\n")
    (folder / "profiles.yml").write_text(PROFILE.format(name="small"))
    columns = count // 4
    (folder / "models" / "wide.sql").write_text(
        "{{ config(materialized='table') }}\nselect\n"
        + ",\n".join(f"    value + {at} as c{at}" for at in range(columns))
        + "\nfrom (values (1), (2), (3), (4), (5)) as t(value)\n"
    )
    lines = ["version: 2", "models:", "  - name: wide", "    columns:"]
    for at in range(columns):
        allowed = ", ".join(str(value + at) for value in range(1, 6))
        lines += [
            f"      - name: c{at}",
            "        tests:",
            "          - unique",
            "          - not_null",
            f"          - accepted_values: {{arguments: {{values: [{allowed}], quote: false}}}}",
            f"          - relationships: {{arguments: {{to: ref('wide'), field: c{at}}}}}",
        ]
    (folder / "models" / "wide.yml").write_text("\n".join(lines) + "\n")


def first_node_ms(project, started):
    """Milliseconds from the start of the process to that of its first node."""
    results = json.loads((project / "target" / "run_results.json").read_text())["results"]
    starts = [timing["started_at"] for result in results for timing in result["timing"] if timing["started_at"]]
    first = min(datetime.fromisoformat(start.replace("Z", "+00:00")).timestamp() for start in starts)
    return (first - started) * 1000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--dbt", default=str(Path(sys.executable).parent / "dbt"))
    parser.add_argument("--project", type=Path)
    parser.add_argument("--profiles-dir", type=Path)
    parser.add_argument("--small-tests", type=int)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--command", default="build")
    parser.add_argument("--before", action="append", default=[], help="a command to run once first, such as seed")
    parser.add_argument("--vars", default="{}")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    cauri = str(Path(options.cauri).resolve())
    folder = Path(tempfile.mkdtemp())
    source, command = options.project, options.command
    if options.small_tests:
        source, command = folder / "source", "test"
        small_tests(source, options.small_tests)
        options.before.append("run")
    copies, first_nodes = {}, []
    for name, program in (("cauri", cauri), ("dbt", options.dbt)):
        copies[name] = folder / name / source.name
        leave_out = shutil.ignore_patterns(".cauri", "target", "logs", "*.duckdb", ".git")
        shutil.copytree(source, copies[name], ignore=leave_out, symlinks=True)
        profiles = (options.profiles_dir or copies[name]).resolve()
        if options.spark:
            profiles = folder / "profiles"
            profiles.mkdir(exist_ok=True)
            profile = re.search(r"^profile:\s*['\"]?(\w+)", (source / "dbt_project.yml").read_text(), re.MULTILINE)
            (profiles / "profiles.yml").write_text(SPARK_PROFILE.format(name=profile.group(1)))
        tail = ["--project-dir", str(copies[name]), "--profiles-dir", str(profiles), "--vars", options.vars]
        for before in options.before:
            measured([program, before, *tail], cwd=copies[name])
        copies[name] = (program, copies[name], tail)

    def run(name):
        program, copy, tail = copies[name]
        started = time.time()
        result = measured([program, command, *tail], cwd=copy)
        if name == "cauri":
            first_nodes.append(first_node_ms(copy, started))
        return result

    results = in_turn(options.runs, cauri=lambda: run("cauri"), dbt=lambda: run("dbt"))
    base = median([wall for wall, _, _ in results["cauri"]])
    table = []
    for name, measurements in results.items():
        wall = median([wall for wall, _, _ in measurements])
        memory = max(megabytes for _, megabytes, _ in measurements)
        table.append((name, f"{wall:.3f} s", f"{memory:.0f} MB", f"{wall / base:.1f}"))
    print(f"{source.name}: {command}")
    print_table(("program", "wall", "peak memory", "it / cauri"), table)
    print(f"cauri: {median(first_nodes):.0f} ms from the start of the process to that of the first node")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
