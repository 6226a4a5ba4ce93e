"""Checks the OpenLineage events of a project with OpenLineage's own package, and the catalog with dbt's schema.

usage: check_lineage.py CAURI PROJECT [CATALOG_SCHEMA]; needs openlineage-python, and jsonschema for the schema
"""

import json
import subprocess
import sys
from datetime import datetime

import attr
from openlineage.client import event_v2
from openlineage.client.generated import (
    column_lineage_dataset,
    datasource_dataset,
    documentation_dataset,
    documentation_job,
    job_type_job,
    parent_run,
    schema_dataset,
    sql_job,
)

FACETS = {
    "columnLineage": column_lineage_dataset.ColumnLineageDatasetFacet,
    "dataSource": datasource_dataset.DatasourceDatasetFacet,
    "schema": schema_dataset.SchemaDatasetFacet,
    "sql": sql_job.SQLJobFacet,
    "jobType": job_type_job.JobTypeJobFacet,
    "parent": parent_run.ParentRunFacet,
}


def facets(of, where, documentation):
    """Every facet as the package reads it: a field that it does not know, or lacks, is an error."""
    for name, facet in of.items():
        kind = documentation if name == "documentation" else FACETS[name]
        content = {key: value for key, value in facet.items() if not key.startswith("_")}
        known = {field.name for field in attr.fields(kind) if not field.name.startswith("_")}
        assert set(content) <= known, f"{where}: {name} has {set(content) - known}"
        read = kind(**content)
        expected = read._get_schema()
        assert facet["_schemaURL"].split("/")[-1] == expected.split("/")[-1], f"{where}: {facet['_schemaURL']}"
        assert facet["_producer"].startswith("https://"), f"{where}: {facet['_producer']}"


def event(one):
    datetime.fromisoformat(one["eventTime"])
    read = event_v2.RunEvent(
        eventType=event_v2.RunState[one["eventType"]],
        eventTime=one["eventTime"],
        run=event_v2.Run(runId=one["run"]["runId"]),
        job=event_v2.Job(namespace=one["job"]["namespace"], name=one["job"]["name"]),
        producer=one["producer"],
        inputs=[event_v2.InputDataset(namespace=i["namespace"], name=i["name"]) for i in one["inputs"]],
        outputs=[event_v2.OutputDataset(namespace=o["namespace"], name=o["name"]) for o in one["outputs"]],
    )
    assert read.schemaURL == one["schemaURL"], f"{one['schemaURL']}, the package has {read.schemaURL}"
    name = one["job"]["name"]
    facets(one["run"]["facets"], name, None)
    facets(one["job"]["facets"], name, documentation_job.DocumentationJobFacet)
    for dataset in one["inputs"] + one["outputs"]:
        facets(dataset["facets"], dataset["name"], documentation_dataset.DocumentationDatasetFacet)
    lineage = one["outputs"][0]["facets"]["columnLineage"]
    columns = {field["name"] for field in one["outputs"][0]["facets"]["schema"]["fields"]}
    of_input = {i["name"]: {f["name"] for f in i["facets"].get("schema", {}).get("fields", [])} for i in one["inputs"]}
    assert set(lineage["fields"]) <= columns, f"{name}: {set(lineage['fields']) - columns}"
    for field in [f for of in lineage["fields"].values() for f in of["inputFields"]] + lineage["dataset"]:
        assert field["field"] in of_input[field["name"]], f"{name}: {field} is no column of an input"
    return sum(len(of["inputFields"]) for of in lineage["fields"].values())


def main(cauri, project, schema=None):
    command = [cauri, "lineage", "--project", project, "--openlineage", "-"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    events = [json.loads(line) for line in lines]
    assert events, "there are no events"
    edges = sum(event(one) for one in events)
    print(f"ok    {len(events)} OpenLineage events, {edges} column dependencies")
    if schema:
        import jsonschema

        subprocess.run([cauri, "docs", "generate", "--project", project, "--quiet"], check=True)
        with open(f"{project}/target/catalog.json") as catalog, open(schema) as form:
            read = json.load(catalog)
            jsonschema.validate(read, json.load(form))
        print(f"ok    catalog.json: {len(read['nodes'])} nodes, {len(read['sources'])} sources")


if __name__ == "__main__":
    main(*sys.argv[1:])
