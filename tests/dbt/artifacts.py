"""Checks of artifacts.sh. Each ends with an exit code of 1 and says what is wrong."""

import json
import pathlib
import sys


def load(path):
    return json.loads(pathlib.Path(path).read_text())


def fail(problems):
    for problem in problems[:40]:
        print("  ", problem)
    if problems:
        sys.exit(f"{len(problems)} problems")


def schemas(target):
    """The artifacts fit the schemas that dbt-core's own classes give."""
    import jsonschema
    from dbt.artifacts.schemas.manifest import WritableManifest
    from dbt.artifacts.schemas.run import RunResultsArtifact

    problems = []
    for name, artifact in [("manifest", WritableManifest), ("run_results", RunResultsArtifact)]:
        document = load(f"{target}/{name}.json")
        validator = jsonschema.Draft202012Validator(artifact.json_schema())
        for error in validator.iter_errors(document):
            place = "/".join(str(part) for part in error.absolute_path)
            problems.append(f"{name}.json {place}: {error.message[:300]}")
    manifest = WritableManifest.from_dict(load(f"{target}/manifest.json"))
    if not manifest.nodes:
        problems.append("the manifest has no nodes")
    fail(problems)
    print(f"   schemas: {len(manifest.nodes)} nodes")


def readers(project):
    """dbt-artifacts-parser and openlineage read what was written."""
    from dbt_semantic_interfaces.implementations.semantic_manifest import PydanticSemanticManifest
    from dbt_artifacts_parser.parser import parse_manifest_v12, parse_run_results_v6
    from openlineage.common.provider.dbt import DbtLocalArtifactProcessor

    target = f"{project}/target"
    PydanticSemanticManifest.parse_obj(load(f"{target}/semantic_manifest.json"))
    manifest = parse_manifest_v12(manifest=load(f"{target}/manifest.json"))
    results = parse_run_results_v6(run_results=load(f"{target}/run_results.json"))
    unknown = [one.unique_id for one in results.results if one.unique_id not in load_ids(target)]
    fail([f"the result of {one}, which the manifest does not have" for one in unknown])
    processor = DbtLocalArtifactProcessor(
        producer="https://cauri.example", job_namespace="tests", project_dir=project, skip_errors=False
    )
    events = processor.parse()
    built = {one.unique_id for one in results.results if one.unique_id.split(".")[0] == "model"}
    completed = list(events.completes) + list(events.fails)
    if built and not completed:
        sys.exit("openlineage found no run of a model")
    print(f"   readers: {len(manifest.nodes)} nodes, {len(results.results)} results, {len(completed)} runs with lineage")


def load_ids(target):
    manifest = load(f"{target}/manifest.json")
    return {id for section in ("nodes", "sources", "exposures", "unit_tests", "saved_queries") for id in manifest[section]}


def events(project):
    """What dbt-ol told of the run: a start and an end of each model that was built."""
    told = [json.loads(line) for line in pathlib.Path(f"{project}/events.jsonl").read_text().splitlines()]
    started = {one["job"]["name"] for one in told if one["eventType"] == "START"}
    ended = {one["job"]["name"] for one in told if one["eventType"] in ("COMPLETE", "FAIL")}
    results = load(f"{project}/target/run_results.json")["results"]
    models = [one["unique_id"] for one in results if one["unique_id"].startswith(("model.", "seed.", "snapshot."))]
    run = [id for id, one in zip(models, results) if one["status"] != "skipped"]
    fail([f"dbt-ol told nothing of {id}" for id in run if id not in started or id not in ended])
    print(f"   dbt-ol: {len(told)} events, {len(run)} nodes")


def same(ours, theirs):
    """dbt-core had the same outcome a node, from our manifest."""
    outcome = lambda target: {one["unique_id"]: one["status"] for one in load(f"{target}/run_results.json")["results"]}
    ours, theirs = outcome(ours), outcome(theirs)
    both = sorted(ours.keys() | theirs.keys())
    fail([f"{id}: cauri {ours.get(id)}, dbt-core {theirs.get(id)}" for id in both if ours.get(id) != theirs.get(id)])
    print(f"   dbt-core 1.12 from our manifest: {len(theirs)} equal outcomes")


if __name__ == "__main__":
    {"schemas": schemas, "readers": readers, "events": events, "same": same}[sys.argv[1]](*sys.argv[2:])
