"""Compares `state:`, `result:` and `source_status:` with dbt-core's, after each of several edits.

    python states.py --cauri BIN --work DIR

The project `comptoir` as it is makes the state: once dbt's manifest, once cauri's own. Then one
thing is edited at a time, and both programs are asked what has changed, cauri with either state.
"""

import argparse
import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from selection import answered, asked

HERE = Path(__file__).resolve().parent
ALWAYS = [
    "state:modified", "state:modified.body", "state:modified.configs", "state:modified.relation",
    "state:modified.persisted_descriptions", "state:modified.macros", "state:modified.contract", "state:new",
    "state:unmodified", "1+state:modified,resource_type:model",
]  # fmt: skip
ONCE = [
    ["--select", "state:old"],
    ["--select", "state:new+"],
    ["--select", "state:modified+"],
    ["--select", "state:modified.body state:modified.configs"],
    ["--select", "state:nonsense"],
    ["--select", "state:modified", "--exclude", "resource_type:test", "--indirect-selection", "cautious"],
    ["--select", "result:error"],
    ["--select", "result:error+", "result:fail"],
    ["--select", "1+result:fail"],
    ["--select", "result:skipped", "--exclude", "state:old"],
    ["--select", "result:warn", "result:success,state:modified"],
    ["--select", "source_status:fresher+"],
    ["--select", "source_status:fresher", "--resource-type", "source"],
]


def replace(path, old, new):
    """An edit of a file."""

    def edit(project):
        text = (project / path).read_text()
        assert old in text, f"{path} has no {old!r}"
        (project / path).write_text(text.replace(old, new, 1))

    return edit


def write(path, text):
    return lambda project: (project / path).write_text(text)


EDITS = {
    "nothing": lambda project: None,
    "the text of a model": replace("models/staging/stg_ventes.sql", "pays, client", "pays,  client"),
    "a setting in the properties": replace("models/or/_or.yml", "tags: [versionne]", "on_schema_change: fail"),
    "a tag": replace("models/or/_or.yml", "tags: [versionne]", "tags: [autre]"),
    "meta in the project": replace("dbt_project.yml", "niveau: 3", "niveau: 4"),
    "the schema in the project": replace("dbt_project.yml", "+schema: staging", "+schema: preparation"),
    "an alias": replace("models/or/or_ventes.sql", "config(", "config(alias='ventes', "),
    "a description": replace("models/staging/_staging.yml", "Une ligne par vente.", "Une ligne par vente faite."),
    "a macro": replace("macros/francs.sql", "100.0", "100.00"),
    "the macro of a test": replace("macros/est_un_code.sql", "!=", "<>"),
    "a macro of a package": replace("paquets/outils/macros/positif.sql", "< 0", "<= -1"),
    "the severity of a test": replace("models/staging/_staging.yml", "severity: warn", "severity: error"),
    "an argument of a test": replace("models/staging/_staging.yml", "[BJ, CI, SN]", "[BJ, CI, SN, TG]"),
    "a seed": replace("seeds/pays.csv", "SN,Sénégal", "SN,Sénégal\nTG,Togo"),
    "a new model": write("models/or/or_nouveau.sql", "select * from {{ ref('or_ventes') }}"),
    "a model that is gone": lambda project: (project / "models/intermediaire/int_vide.sql").unlink(),
    "the identifier of a source": replace("models/staging/_sources.yml", "produits_bruts", "produits"),
    "a freshness rule": replace("models/staging/_sources.yml", "count: 400", "count: 500"),
    "the owner of an exposure": replace("models/usages.yml", "{name: Etudes}", "{name: Recherche}"),
    "the label of a metric": replace("models/semantique.yml", "label: Panier moyen", "label: Panier"),
    "a measure": replace("models/semantique.yml", "agg: count, expr: id", "agg: count_distinct, expr: id"),
    "a saved query": replace("models/semantique.yml", "tags: [requete]", "tags: [requetes]"),
    "a unit test": replace("models/unites.yml", "total: 5}]\n      - input", "total: 6}]\n      - input"),
    "the latest version": replace("models/or/_or.yml", "latest_version: 2", "latest_version: 1"),
    "a type of a contract": replace("models/or/_or.yml", "data_type: double", "data_type: float"),
    "a column of a contract": replace("models/or/_or.yml", "      - name: nom\n        data_type: varchar\n", ""),
    "a contract that is off": replace("models/or/_or.yml", "enforced: true", "enforced: false"),
    "the access of a model": replace("models/or/_or.yml", "access: public", "access: protected"),
    "a snapshot": replace("snapshots/produits.yml", "strategy: timestamp", "hard_deletes: invalidate\n      strategy: timestamp"),
    "a file that moved": lambda project: shutil.move(
        project / "models/staging/stg_pays.sql", project / "models/intermediaire/stg_pays.sql"
    ),
}


def results_of(manifest):
    """A run in which every kind of ending occurs, the same for both programs."""
    endings = ["success", "error", "skipped"], ["pass", "fail", "warn", "skipped"]
    found = []
    for at, (unique_id, node) in enumerate(sorted(manifest["nodes"].items())):
        if node["resource_type"] in ("model", "seed", "snapshot", "test"):
            of = endings[node["resource_type"] == "test"]
            found.append({
                "status": of[at % len(of)], "unique_id": unique_id, "timing": [], "thread_id": "Thread-1",
                "execution_time": 0.0, "adapter_response": {}, "message": None, "failures": None,
                "compiled": True, "compiled_code": None, "relation_name": None, "batch_results": None,
            })  # fmt: skip
    metadata = {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "dbt_version": "1.10.0",
                "generated_at": "2024-01-01T00:00:00Z", "invocation_id": "x", "env": {}}  # fmt: skip
    return {"metadata": metadata, "results": found, "elapsed_time": 0.0, "args": {}}


def sources_of(loaded):
    """A sources.json that says when each source was loaded."""
    def result(unique_id, at):
        return {
            "unique_id": unique_id, "max_loaded_at": at, "snapshotted_at": "2024-03-01T00:00:00Z",
            "max_loaded_at_time_ago_in_s": 1.0, "status": "pass", "adapter_response": {}, "timing": [],
            "criteria": {"warn_after": {"count": 1, "period": "day"}, "error_after": None, "filter": None},
            "thread_id": "Thread-1", "execution_time": 0.0,
        }  # fmt: skip

    metadata = {"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json", "dbt_version": "1.10.0",
                "generated_at": "2024-01-01T00:00:00Z", "invocation_id": "x", "env": {}}  # fmt: skip
    return {"metadata": metadata, "results": [result(*one) for one in loaded.items()], "elapsed_time": 0.0}


def parse(project):
    """dbt's manifest of a project."""
    from dbt.cli.main import dbtRunner

    call = ["parse", "--quiet", "--project-dir", str(project), "--profiles-dir", str(project)]
    with contextlib.redirect_stdout(io.StringIO()):
        parsed = dbtRunner().invoke(call)
    if parsed.exception:
        raise parsed.exception
    return parsed.result


def prepare(work, cauri):
    """The project as it is, with its packages, and the folders of the two states."""
    from dbt.cli.main import dbtRunner

    clean = work / "clean"
    shutil.copytree(HERE / "projects/comptoir", clean)
    with contextlib.redirect_stdout(io.StringIO()):
        dbtRunner().invoke(["deps", "--quiet", "--project-dir", str(clean), "--profiles-dir", str(clean)])
    manifest = parse(clean).writable_manifest().to_dict(omit_none=False)
    subprocess.run([cauri, "--project", clean, "--quiet", "compile", "--select", "no_such_node"], check=True)
    states = {"dbt's state": work / "state_of_dbt", "cauri's state": work / "state_of_cauri"}
    for name, folder in states.items():
        folder.mkdir()
        (folder / "run_results.json").write_text(json.dumps(results_of(manifest)))
        loaded = {"source.comptoir.brut.ventes": "2024-01-01T00:00:00Z", "source.comptoir.brut.produits": "2024-01-01T00:00:00Z"}
        (folder / "sources.json").write_text(json.dumps(sources_of(loaded)))
        if name == "cauri's state":
            shutil.copy(clean / "target/manifest.json", folder)
        else:
            (folder / "manifest.json").write_text(json.dumps(manifest, default=str))
    return clean, states


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cauri", required=True)
    parser.add_argument("--work", required=True)
    options = parser.parse_args()
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    work = Path(options.work).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    clean, states = prepare(work, options.cauri)
    from dbt.cli.main import dbtRunner

    equal = total = 0
    for name, edit in EDITS.items():
        project = work / "edited"
        shutil.rmtree(project, ignore_errors=True)
        shutil.copytree(clean, project, symlinks=False)
        edit(project)
        runner = dbtRunner(manifest=parse(project))
        now = {"source.comptoir.brut.ventes": "2024-02-01T00:00:00Z", "source.comptoir.brut.produits": "2024-01-01T00:00:00Z"}
        (project / "target/sources.json").write_text(json.dumps(sources_of(now)))
        # What does not depend on the edit is asked once.
        for arguments in [["--select", text] for text in ALWAYS] + (ONCE if name == "the text of a model" else []):
            theirs = asked(runner, str(project), arguments, str(states["dbt's state"]))
            for which, folder in states.items():
                mine = answered(options.cauri, str(project), arguments, str(folder))
                total += 1
                equal += mine == theirs
                if mine != theirs:
                    print(f"DIFFERS after {name}, with {which}:", " ".join(arguments), flush=True)
                    if theirs is None or mine is None:
                        print("  dbt refuses" if theirs is None else "  cauri refuses")
                        continue
                    print("  missing:", ", ".join(sorted(set(theirs) - set(mine))) or "-")
                    print("  too much:", ", ".join(sorted(set(mine) - set(theirs))) or "-")
    print(f"state: {equal} of {total} selections over {len(EDITS)} edits equal dbt's")
    sys.exit(equal != total)


if __name__ == "__main__":
    main()
