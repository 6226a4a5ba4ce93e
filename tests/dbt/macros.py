"""Renders calls of dbt's own macros with dbt-core and with cauri, for each adapter, and compares the SQL.

    python macros.py --cauri BIN --dbt BIN --work DIR

The calls are in macros.txt. Each becomes a model of a project in the work folder, which both compile; compared is
the text but for white space. dbt needs dbt-duckdb, dbt-postgres and dbt-spark[session], and connects to nothing.
Exits 1 when one differs.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROFILES = """macros:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: macros.duckdb, schema: main, threads: 1}
    postgres: {type: postgres, host: localhost, user: u, password: p, port: 5432, dbname: d, schema: s, threads: 1}
    spark: {type: spark, method: session, host: none, schema: s, threads: 1}
"""


def write_project(folder, calls):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "models").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text("name: macros\nversion: 1.0.0\nprofile: macros\n")
    (folder / "profiles.yml").write_text(PROFILES)
    for at, call in enumerate(calls):
        # Parsing calls no adapter: the call waits until the project is compiled.
        model = "{% if execute %}[{{ " + call + " }}]{% endif %}"
        (folder / "models" / f"call_{at:03}.sql").write_text(model)


def compiled(program, folder, target, options):
    shutil.rmtree(folder / "target", ignore_errors=True)
    line = [program, "compile", "--project-dir", folder, "--profiles-dir", folder, "--target", target, *options]
    environment = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    done = subprocess.run(line, capture_output=True, text=True, env=environment, cwd=folder)
    if done.returncode != 0:
        sys.exit(f"{program} compile --target {target}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
    below = folder / "target" / "compiled" / "macros" / "models"
    return {file.stem: " ".join(file.read_text().split()) for file in below.glob("*.sql")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--dbt", required=True)
    parser.add_argument("--work", required=True, type=Path)
    options = parser.parse_args()
    lines = (Path(__file__).parent / "macros.txt").read_text().splitlines()
    calls = [line for line in lines if line and not line.startswith("#")]
    folder = options.work.resolve()
    write_project(folder, calls)
    failed = False
    for target in ("duckdb", "postgres", "spark"):
        theirs = compiled(options.dbt, folder, target, ["--no-populate-cache", "--no-introspect"])
        ours = compiled(options.cauri, folder, target, [])
        equal = 0
        for at, call in enumerate(calls):
            name = f"call_{at:03}"
            if name in theirs and theirs[name] == ours.get(name):
                equal += 1
                continue
            failed = True
            print(f"  {target}: {call}\n    dbt   {theirs.get(name)}\n    cauri {ours.get(name)}")
        print(f"{target}: {equal} of {len(calls)} calls of dbt's macros give the same SQL")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
