"""Compares `cauri ls` with dbt-core's `ls` over generated selections: the exact unique ids.

    python selection.py --project DIR --cauri BIN [--state DIR] [--count 160] [--seed 1]

dbt runs in this process and parses once. A selection that dbt refuses must be refused by cauri.
Selections that differ are printed with what is missing and what is too much; exit code 1 then.
"""

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import yaml

from expressions import selections


def asked(runner, project, arguments, state):
    """dbt's ids, or None when dbt refuses."""
    call = ["ls", "--quiet", "--output", "json", "--output-keys", "unique_id"]
    call += ["--project-dir", project, "--profiles-dir", project, *arguments]
    call += ["--state", state] if state else []
    with contextlib.redirect_stdout(io.StringIO()):
        answer = runner.invoke(call)
    if answer.exception or answer.result is None:
        return None
    return sorted(json.loads(line)["unique_id"] for line in answer.result)


def answered(cauri, project, arguments, state):
    """cauri's ids, or None when it refuses."""
    call = [cauri, "--project", project, "--quiet", "ls", "--output", "json", "--output-keys", "unique_id", *arguments]
    call += ["--state", state] if state else []
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None
    return sorted(json.loads(line)["unique_id"] for line in done.stdout.splitlines())


def differences(project, cauri, state, chosen, manifest):
    """Selections whose answers are not the same, with both answers."""
    from dbt.cli.main import dbtRunner

    runner = dbtRunner(manifest=manifest)
    with ThreadPoolExecutor(2) as pool:
        ours = list(pool.map(lambda arguments: answered(cauri, project, arguments, state), chosen))
    for arguments, mine in zip(chosen, ours):
        theirs = asked(runner, project, arguments, state)
        if mine != theirs:
            yield arguments, theirs, mine


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--project", required=True)
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--state")
    parser.add_argument("--count", type=int, default=160)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    project = os.path.abspath(options.project)
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    from dbt.cli.main import dbtRunner

    with contextlib.redirect_stdout(io.StringIO()):
        parsed = dbtRunner().invoke(["parse", "--quiet", "--project-dir", project, "--profiles-dir", project])
    if parsed.exception:
        raise parsed.exception
    manifest = parsed.result.writable_manifest().to_dict(omit_none=False)
    names = []
    selectors = os.path.join(project, "selectors.yml")
    if os.path.exists(selectors):
        with open(selectors, encoding="utf-8") as file:
            names = [selector["name"] for selector in yaml.safe_load(file)["selectors"]]
    chosen = selections(manifest, names, options.seed, options.count)
    differ = list(differences(project, options.cauri, options.state, chosen, parsed.result))
    for arguments, theirs, mine in differ:
        print("DIFFERS:", " ".join(arguments))
        if theirs is None or mine is None:
            print("  dbt refuses" if theirs is None else "  cauri refuses")
            continue
        print("  missing:", ", ".join(sorted(set(theirs) - set(mine))) or "-")
        print("  too much:", ", ".join(sorted(set(mine) - set(theirs))) or "-")
    print(f"{os.path.basename(project)}: {len(chosen) - len(differ)} of {len(chosen)} selections equal dbt's")
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
