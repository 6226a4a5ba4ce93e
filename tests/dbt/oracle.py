"""Runs a dbt project with cauri and compares it with what dbt-core and dbt-duckdb recorded of it.

    python oracle.py --cauri BIN --project DIR --oracle DIR [--profiles-dir DIR] COMMAND [COMMAND ..]

DIR of the oracle has `results.json` (status of each node) and `oracle.json` (rows and checksum of each
relation). The project is run where it stands. Prints each difference; exits 1 when there is one that the
file `--explained` does not name.
"""

import argparse
import json
import shlex
import subprocess
import sys
from pathlib import Path

import relations


def run(cauri, project, profiles, commands):
    status = {}
    for command in commands:
        line = [cauri, *shlex.split(command), "--project-dir", str(project), "--lang", "en"]
        if profiles:
            line += ["--profiles-dir", str(profiles)]
        done = subprocess.run(line, capture_output=True, text=True)
        print(f"$ cauri {command}: exit code {done.returncode}")
        sys.stdout.write("".join(f"  {text}\n" for text in (done.stdout + done.stderr).splitlines()[-25:]))
        results = project / "target" / "run_results.json"
        if results.exists():
            for result in json.loads(results.read_text())["results"]:
                status[result["unique_id"]] = (result["status"], result["message"] or "")
    return status


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--project", required=True, type=Path)
    parser.add_argument("--oracle", required=True, type=Path)
    parser.add_argument("--profiles-dir", type=Path)
    parser.add_argument("--explained", type=Path, help="lines `unique_id reason`")
    parser.add_argument("commands", nargs="+")
    options = parser.parse_args()
    explained = {}
    if options.explained:
        lines = [line for line in options.explained.read_text().splitlines() if line and not line.startswith("#")]
        explained = dict(line.split(" ", 1) for line in lines)
    expected = {one["unique_id"]: one for one in json.loads((options.oracle / "results.json").read_text())}
    status = run(options.cauri, options.project, options.profiles_dir, options.commands)
    differences, equal = {}, 0
    for unique_id in sorted(expected.keys() | status.keys()):
        theirs = expected.get(unique_id, {}).get("status", "absent")
        ours, message = status.get(unique_id, ("absent", ""))
        if ours == theirs:
            equal += 1
        else:
            differences[unique_id] = f"dbt {theirs}, cauri {ours}: {message[:300]}"
    print(f"statuses: {equal} equal of {len(expected)}")
    checked, same = 0, 0
    for unique_id, one in sorted(json.loads((options.oracle / "oracle.json").read_text()).items()):
        if not one.get("deterministic", True):
            continue
        checked += 1
        try:
            relation = one["relation"].split(".", 1)
            rows, body, digest = relations.of_cauri(options.cauri, options.project, relation, options.profiles_dir)
        except (RuntimeError, ValueError) as problem:
            differences.setdefault(unique_id, f"relation {one['relation']}: {str(problem)[:300]}")
            continue
        if digest == one["sha256"]:
            same += 1
        else:
            differences[unique_id] = f"relation {one['relation']}: {rows} rows of {one['rows']}, starts {body[:200]!r}"
    print(f"relations: {same} equal of {checked}")
    unexplained = {key: text for key, text in differences.items() if key not in explained}
    for unique_id, text in differences.items():
        print(f"  {unique_id}: {text}" + (f" [{explained[unique_id]}]" if unique_id in explained else ""))
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
