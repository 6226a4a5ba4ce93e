"""Builds one dbt project with dbt-core on DuckDB and with cauri, and compares what they made.

    python compare.py --cauri BIN --dbt BIN --project DIR --work DIR [--package-root DIR] COMMAND [COMMAND ..]

Compared are, per node: its status in run_results.json, its compiled SQL but for white space, the rows of its
relation; and the manifests, entry by entry and key by key. Both run in copies of the project below the work
folder. `--explained FILE` names differences that are known, one a line: `unique_id key reason`, where the key is
`status`, `compiled`, `rows` or one of the entry. Exits 1 when there is one that it does not name.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import relations

SECTIONS = ("nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries", "unit_tests", "groups",
            "selectors", "docs", "disabled", "parent_map", "child_map", "group_map")

# Not of the project: times, places on this machine, what a run adds (compared on its own), and what only some
# versions of dbt write.
VOLATILE = {"created_at", "compiled", "compiled_code", "compiled_path", "build_path", "extra_ctes",
            "extra_ctes_injected", "functions", "root_path"}

# Macros of dbt that are functions of cauri, and what dbt adds to a test when it runs it.
FUNCTIONS = {f"macro.dbt.{name}" for name in (
    "statement", "noop_statement", "run_query", "is_incremental", "load_relation", "get_limit_subquery_sql",
    "should_store_failures", "get_where_subquery", "py_script_postfix", "materialization_test_default",
)}  # fmt: skip
INTERNAL = ("macro.dbt.", "macro.dbt_duckdb.", "macro.dbt_spark.", "macro.dbt_postgres.")


def run(name, line, folder, environment, required=True):
    done = subprocess.run(line, capture_output=True, text=True, cwd=folder, env=environment)
    if required and done.returncode not in (0, 1):
        sys.exit(f"{name}: {shlex.join(map(str, line))}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def build(name, program, folder, commands, profiles):
    """Runs the commands; gives statuses by unique id, compiled SQL by unique id, and the manifest."""
    environment = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_PROFILES_DIR": str(profiles)}
    status, codes = {}, []
    for command in commands:
        codes.append(run(name, [program, *shlex.split(command)], folder, environment).returncode)
        results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
        status.update({result["unique_id"]: result for result in results})
    manifest = json.loads((folder / "target" / "manifest.json").read_text())
    return status, manifest, codes


def without_blanks(text):
    return " ".join((text or "").split())


def comparable(key, value):
    """Without the order that means nothing; what dbt's two parsers give once or twice, once."""
    if key == "sources":
        return sorted(set(map(tuple, value or [])))
    if key == "depends_on":
        return {name: sorted(set(listed or []) - FUNCTIONS) for name, listed in (value or {}).items()}
    return value


def keys_of_both(one, other, leave_out, unique_id, differ):
    """Compares two entries key by key, also the keys that only one of them has."""
    for key in sorted((one.keys() | other.keys()) - leave_out):
        mine, his = comparable(key, other.get(key)), comparable(key, one.get(key))
        if his != mine or (key in one) != (key in other):
            differ(unique_id, key, f"dbt {his!r}, cauri {mine!r}")


def compare_manifests(theirs, ours, differ):
    equal = 0
    for section in SECTIONS:
        left, right = theirs.get(section) or {}, ours.get(section) or {}
        for unique_id in sorted(left.keys() | right.keys()):
            if unique_id.startswith("doc.dbt."):
                continue
            if unique_id not in right or unique_id not in left:
                differ(unique_id, section, f"only in the manifest of {'dbt' if unique_id in left else 'cauri'}")
                continue
            one, other = left[unique_id], right[unique_id]
            equal += 1
            if not isinstance(one, dict):
                if section != "disabled" and sorted(one) != sorted(other):
                    differ(unique_id, section, f"dbt {sorted(one)!r}, cauri {sorted(other)!r}")
                continue
            if section == "groups":
                # dbt gives groups the settings of the tree of models, which mean nothing there.
                one, other = ({**entry, "config": {"meta": entry["config"].get("meta")}} for entry in (one, other))
            keys_of_both(one, other, VOLATILE, unique_id, differ)
    # dbt's own macros are not cauri's.
    left, right = ({name: entry for name, entry in manifest["macros"].items() if not name.startswith(INTERNAL)}
                   for manifest in (theirs, ours))  # fmt: skip
    for unique_id in sorted(left.keys() ^ right.keys()):
        differ(unique_id, "macros", f"only in the manifest of {'dbt' if unique_id in left else 'cauri'}")
    for unique_id in sorted(left.keys() & right.keys()):
        equal += 1
        # Only later versions of dbt have the settings of a macro.
        keys_of_both(left[unique_id], right[unique_id], VOLATILE | {"config"}, unique_id, differ)
    return equal


def compare_results(theirs, ours, differ):
    for unique_id in sorted(theirs.keys() | ours.keys()):
        left = theirs.get(unique_id, {}).get("status", "absent")
        right = ours.get(unique_id, {}).get("status", "absent")
        if left != right:
            differ(unique_id, "status", f"dbt {left}, cauri {right}: {ours.get(unique_id, {}).get('message')}")
        elif unique_id.startswith(("test.", "unit_test.")):
            failures = theirs[unique_id]["failures"], ours[unique_id]["failures"]
            if failures[0] != failures[1]:
                differ(unique_id, "failures", f"dbt {failures[0]}, cauri {failures[1]}")


def compare_compiled(theirs, ours, names, differ):
    compared, equal = 0, 0
    for unique_id, node in theirs["nodes"].items():
        if not node.get("compiled") or unique_id not in ours["nodes"]:
            continue
        compared += 1
        left, right = (without_blanks(one["nodes"][unique_id].get("compiled_code")) for one in (theirs, ours))
        for ours_name, their_name in names:
            right = right.replace(ours_name, their_name)
        if left == right:
            equal += 1
        else:
            at = next((i for i, pair in enumerate(zip(left, right)) if pair[0] != pair[1]), min(len(left), len(right)))
            at = max(0, at - 60)
            differ(unique_id, "compiled", f"dbt …{left[at : at + 200]!r}, cauri …{right[at : at + 200]!r}")
    return compared, equal


def compare_relations(options, folders, manifest, database, differ):
    compared, equal = 0, 0
    for unique_id, node in sorted(manifest["nodes"].items()):
        if node["resource_type"] not in ("model", "seed", "snapshot") or node["config"]["materialized"] == "ephemeral":
            continue
        relation = node["schema"], node["alias"]
        try:
            _, left, _ = relations.of_duckdb(database, relation)
        except Exception:  # dbt did not build it; its status says why.
            continue
        compared += 1
        try:
            _, right, _ = relations.of_cauri(options.cauri, folders["cauri"], relation, options.profiles_dir)
        except RuntimeError as problem:
            differ(unique_id, "rows", f"{'.'.join(relation)}: {str(problem)[:400]}")
            continue
        if left == right:
            equal += 1
        else:
            lines = [set(one.splitlines()) for one in (left, right)]
            only = [sorted(lines[0] - lines[1])[:2], sorted(lines[1] - lines[0])[:2]]
            differ(unique_id, "rows", f"of {'.'.join(relation)} only in dbt's {only[0]}, only in cauri's {only[1]}")
    if not compared:
        differ("relations", "rows", f"none could be read from dbt's {database}")
    return compared, equal


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--dbt", required=True)
    parser.add_argument("--project", required=True, type=Path)
    parser.add_argument("--package-root", type=Path, help="the folder to copy, when packages lie above the project")
    parser.add_argument("--profiles-dir", required=True, type=Path)
    parser.add_argument("--database", default="dbt.duckdb", help="DuckDB file that the profile names")
    parser.add_argument("--work", required=True, type=Path)
    parser.add_argument("--explained", type=Path)
    parser.add_argument("commands", nargs="+")
    options = parser.parse_args()
    options.profiles_dir = options.profiles_dir.resolve()
    root = (options.package_root or options.project).resolve()
    below = options.project.resolve().relative_to(root)
    folders = {}
    for name in ("dbt", "cauri"):
        copy = options.work / name
        shutil.rmtree(copy, ignore_errors=True)
        leave_out = shutil.ignore_patterns(".git", "target", "logs", ".cauri", "*.duckdb")
        shutil.copytree(root, copy, symlinks=True, ignore=leave_out)
        folders[name] = copy / below
    explained = {}
    if options.explained:
        lines = [line for line in options.explained.read_text().splitlines() if line and not line.startswith("#")]
        explained = {tuple(line.split(" ", 2)[:2]): line.split(" ", 2)[2] for line in lines}
    found = []

    def differ(unique_id, key, text):
        found.append((unique_id, key, text))

    theirs, their_manifest, their_codes = build("dbt", options.dbt, folders["dbt"], options.commands, options.profiles_dir)
    ours, our_manifest, our_codes = build("cauri", options.cauri, folders["cauri"], options.commands, options.profiles_dir)
    if their_codes != our_codes:
        found.append(("exit", "codes", f"dbt {their_codes}, cauri {our_codes}"))
    nodes = compare_manifests(their_manifest, our_manifest, differ)
    compare_results(theirs, ours, differ)
    compiled = compare_compiled(their_manifest, our_manifest, [], differ)
    built = compare_relations(options, folders, their_manifest, folders["dbt"] / options.database, differ)
    for unique_id, key, text in found:
        reason = explained.get((unique_id, key))
        print(f"  {unique_id}: {key}: {text}" + (f" [{reason}]" if reason else ""))
    statuses = sum(1 for key, one in theirs.items() if ours.get(key, {}).get("status") == one["status"])
    print(f"{options.project.name}: {nodes} entries of the manifest, {statuses} of {len(theirs)} statuses equal, "
          f"compiled SQL {compiled[1]} of {compiled[0]}, relations {built[1]} of {built[0]}")
    sys.exit(1 if any((unique_id, key) not in explained for unique_id, key, _ in found) else 0)


if __name__ == "__main__":
    main()
