//! The lineage as OpenLineage events (spec 2-0-2), one COMPLETE event a model, for Marquez and its like.
//!
//! A dataset is a table or view of the lake under its own name; its facets give columns, column
//! lineage and where the lake is. An event tells how a model is made, not that it was made now:
//! it holds no counts.

use std::collections::{BTreeMap, BTreeSet};

use cauri_project::{Node, ResourceType};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value as Json, json};

use super::{ColumnRef, NodeLineage, ProjectLineage};
use crate::lakehouse::Lakehouse;

const SPEC: &str = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
const PRODUCER: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/tree/v", env!("CARGO_PKG_VERSION"));

/// What the events say of themselves.
#[derive(Debug, Clone)]
pub struct EventFacts {
    /// The namespace of jobs, OpenLineage's `OPENLINEAGE_NAMESPACE`.
    pub job_namespace: String,
    /// A UUID of this start of the program, the parent of all runs.
    pub invocation_id: String,
    /// The time of the events.
    pub at: DateTime<Utc>,
}

/// The events of the models and snapshots of a project, in the order of the graph: of those in
/// `only`, when that is given.
pub fn openlineage_events(
    lakehouse: &Lakehouse,
    lineage: &ProjectLineage,
    only: Option<&BTreeSet<String>>,
    facts: &EventFacts,
) -> Vec<Json> {
    let writer = Writer { lakehouse, lineage, facts };
    let project = lakehouse.project();
    let wanted = |id: &&str| only.is_none_or(|only| only.contains(*id));
    let nodes = project.dag().order().filter(wanted).filter_map(|id| project.node(id));
    nodes.filter_map(|node| writer.event(node)).collect()
}

struct Writer<'a> {
    lakehouse: &'a Lakehouse,
    lineage: &'a ProjectLineage,
    facts: &'a EventFacts,
}

/// A facet: its content, who says it and what form it has.
fn facet(name: &str, version: &str, content: Json) -> Json {
    let mut all = Map::new();
    all.insert("_producer".to_owned(), json!(PRODUCER));
    let url = format!("https://openlineage.io/spec/facets/{version}/{name}.json#/$defs/{name}");
    all.insert("_schemaURL".to_owned(), json!(url));
    if let Json::Object(content) = content {
        all.extend(content);
    }
    Json::Object(all)
}

impl Writer<'_> {
    fn event(&self, node: &Node) -> Option<Json> {
        let entry = self.lineage.nodes.get(&node.unique_id)?;
        // What keeps no table, and what no query makes, is no job.
        let (Some(relation), Some(sql)) = (&entry.relation, &entry.sql) else { return None };
        let of_columns = entry.columns.iter().flat_map(|column| &column.inputs);
        let names: BTreeSet<&str> = of_columns.chain(&entry.rows).map(|input| input.node.as_str()).collect();
        let parents = self.lakehouse.project().dag().parents(&node.unique_id);
        let names: BTreeSet<&str> = names.into_iter().chain(parents).collect();
        let inputs: Vec<Json> = names.into_iter().filter_map(|id| self.dataset(id)).collect();
        let mut facets = self.facets(&node.unique_id, entry);
        if entry.problem.is_none() {
            facets.insert("columnLineage".to_owned(), self.column_lineage(entry));
        }
        Some(json!({
            "eventType": "COMPLETE",
            "eventTime": self.facts.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            "producer": PRODUCER,
            "schemaURL": SPEC,
            "run": {"runId": uuid::Uuid::new_v4().to_string(), "facets": {"parent": self.parent()}},
            "job": {
                "namespace": self.facts.job_namespace,
                "name": node.unique_id,
                "facets": self.job_facets(node, sql),
            },
            "inputs": inputs,
            "outputs": [{
                "namespace": self.namespace(), "name": relation.to_string(), "facets": facets,
                "outputFacets": {},
            }],
        }))
    }

    fn parent(&self) -> Json {
        let job = json!({"namespace": self.facts.job_namespace, "name": self.lakehouse.project().name()});
        let content = json!({"run": {"runId": self.facts.invocation_id}, "job": job});
        facet("ParentRunFacet", "1-0-1", content)
    }

    fn job_facets(&self, node: &Node, sql: &str) -> Json {
        let kind = if node.resource_type == ResourceType::Snapshot { "SNAPSHOT" } else { "MODEL" };
        let job_type = json!({"processingType": "BATCH", "integration": "CAURI", "jobType": kind});
        let mut facets = json!({
            "sql": facet("SQLJobFacet", "1-0-1", json!({"query": sql})),
            "jobType": facet("JobTypeJobFacet", "2-0-3", job_type),
        });
        if !node.description.is_empty() {
            let content = json!({"description": node.description});
            facets["documentation"] = facet("DocumentationJobFacet", "1-0-1", content);
        }
        facets
    }

    /// The namespace of datasets: the warehouse.
    fn namespace(&self) -> String {
        format!("cauri://{}", self.lakehouse.project().name())
    }

    /// A dataset that is read.
    fn dataset(&self, id: &str) -> Option<Json> {
        let Some(entry) = self.lineage.nodes.get(id) else {
            return Some(json!({"namespace": self.namespace(), "name": id, "facets": {}, "inputFacets": {}}));
        };
        let relation = entry.relation.as_ref()?;
        let facets = self.facets(id, entry);
        Some(json!({
            "namespace": self.namespace(), "name": relation.to_string(), "facets": facets, "inputFacets": {},
        }))
    }

    fn facets(&self, id: &str, entry: &NodeLineage) -> Map<String, Json> {
        let (description, described) = self.described(id);
        let column = |one: &super::NodeColumn| match described.get(one.name.to_lowercase().as_str()) {
            Some(text) => json!({"name": one.name, "type": one.data_type, "description": text}),
            None => json!({"name": one.name, "type": one.data_type}),
        };
        let fields: Vec<Json> = entry.columns.iter().map(column).collect();
        let source = json!({"name": self.namespace(), "uri": self.lakehouse.warehouse().location()});
        let mut facets = Map::new();
        facets.insert("schema".to_owned(), facet("SchemaDatasetFacet", "1-1-1", json!({"fields": fields})));
        facets.insert("dataSource".to_owned(), facet("DatasourceDatasetFacet", "1-0-1", source));
        if !description.is_empty() {
            let content = json!({"description": description});
            facets.insert("documentation".to_owned(), facet("DocumentationDatasetFacet", "1-0-1", content));
        }
        facets
    }

    /// What the project says of a node and of its columns, those by lower-case name.
    fn described(&self, id: &str) -> (&str, BTreeMap<String, &str>) {
        let project = self.lakehouse.project();
        let (text, columns) = match (project.node(id), project.sources().get(id)) {
            (Some(node), _) => (node.description.as_str(), &node.columns),
            (None, Some(source)) => (source.description.as_str(), &source.columns),
            (None, None) => return ("", BTreeMap::new()),
        };
        let columns = columns.values().filter(|column| !column.description.is_empty());
        (text, columns.map(|column| (column.name.to_lowercase(), column.description.as_str())).collect())
    }

    fn column_lineage(&self, entry: &NodeLineage) -> Json {
        let fields: Map<String, Json> = entry
            .columns
            .iter()
            .filter(|column| !column.inputs.is_empty())
            .map(|column| (column.name.clone(), json!({"inputFields": self.input_fields(&column.inputs)})))
            .collect();
        facet(
            "ColumnLineageDatasetFacet",
            "1-2-0",
            json!({"fields": fields, "dataset": self.input_fields(&entry.rows)}),
        )
    }

    /// The inputs, one an input column, each with all of its uses.
    fn input_fields(&self, inputs: &[ColumnRef]) -> Vec<Json> {
        let mut uses: BTreeMap<(&str, &str), Vec<Json>> = BTreeMap::new();
        for input in inputs {
            let subtype = input.dependency.as_str().to_uppercase();
            let kind = if input.dependency.is_direct() { "DIRECT" } else { "INDIRECT" };
            uses.entry((&input.node, &input.column)).or_default().push(json!({
                "type": kind, "subtype": subtype, "description": "", "masking": false,
            }));
        }
        let field = |((node, column), transformations): ((&str, &str), Vec<Json>)| {
            let relation = self.lineage.nodes.get(node).and_then(|entry| entry.relation.as_ref());
            let name = relation.map_or_else(|| node.to_owned(), ToString::to_string);
            json!({
                "namespace": self.namespace(), "name": name, "field": column, "transformations": transformations,
            })
        };
        uses.into_iter().map(field).collect()
    }
}
