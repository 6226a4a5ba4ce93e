//! Tells whether a node would give the same result again.
//!
//! A model's table carries in the summary of its current snapshot what it was built from: the
//! digest of its compiled SQL and settings, and the state of each of its inputs. When both are
//! what they were, building it again would write the same rows, so a refresh leaves it alone. A
//! query that asks for the time, for chance or for a file is never the same. Nothing is kept beside the
//! tables, so a rolled-back or restored table is seen for what it is.

use std::collections::BTreeMap;

use cauri_core::TableName;
use cauri_lake::{Relation, Table, View};
use cauri_project::{Node, Project};
use sha2::{Digest, Sha256};

use crate::error::PipelineError;
use crate::lakehouse::{Lakehouse, relation};

/// Key of the state of the inputs, in a snapshot's summary and a view's properties.
pub(crate) const INPUTS: &str = "cauri.inputs";
/// Key of the digest of SQL and settings.
pub(crate) const CODE: &str = "cauri.code-sha256";
/// Key of the node that built it.
pub(crate) const NODE: &str = "cauri.node";

/// Words that make a query depend on more than its inputs.
const RESTLESS: [&str; 18] = [
    "now(",
    "current_date",
    "current_timestamp",
    "localtimestamp",
    "rand(",
    "random(",
    "randn(",
    "uuid(",
    "unix_timestamp()",
    "monotonically_increasing_id",
    // Files of the project, which change as they please.
    "read_csv",
    "read_parquet",
    "parquet_scan",
    "read_json",
    "read_ndjson",
    ".csv",
    ".parquet",
    "json'",
];

/// What a node would be built from now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    /// Hex digest of the compiled SQL and the settings that shape the result.
    pub(crate) code: String,
    /// `relation@state` of each input, sorted, separated by spaces.
    pub(crate) inputs: String,
    /// Whether the query asks for the time, for chance, or for a file.
    pub(crate) is_restless: bool,
}

impl Fingerprint {
    /// Looks at the inputs of a node as they are now.
    ///
    /// # Errors
    ///
    /// When the catalog or a table's metadata cannot be read.
    pub(crate) async fn of(lakehouse: &Lakehouse, node: &Node, sql: &str) -> Result<Self, PipelineError> {
        let mut inputs = Vec::new();
        let mut is_restless = is_restless(sql);
        for (id, name) in inputs_of(lakehouse.project(), &node.unique_id)? {
            let relation = lakehouse.warehouse().find_relation(&name).await?;
            // The rows of a view are those that its own query gives.
            is_restless =
                is_restless || relation.as_ref().is_some_and(|relation| is_restless_view(lakehouse, relation));
            let state = relation.map_or_else(|| format!("absent:{id}"), |relation| state(&relation));
            inputs.push(format!("{name}@{state}"));
        }
        inputs.sort();
        Ok(Self { code: code_digest(node, sql), inputs: inputs.join(" "), is_restless })
    }

    /// The digest of a seed: its rows are its code, and it has no inputs.
    pub(crate) fn of_seed(node: &Node) -> Self {
        let code = code_digest(node, &node.checksum.checksum);
        Self { code, inputs: String::new(), is_restless: false }
    }

    /// The properties that the result carries.
    pub(crate) fn summary(&self, node: &Node) -> BTreeMap<String, String> {
        BTreeMap::from([
            (NODE.to_owned(), node.unique_id.clone()),
            (CODE.to_owned(), self.code.clone()),
            (INPUTS.to_owned(), self.inputs.clone()),
        ])
    }

    /// Whether a table's current snapshot was built from the same.
    pub(crate) fn is_of_table(&self, table: &Table) -> bool {
        let Some(snapshot) = table.metadata().current_snapshot() else { return false };
        let properties = &snapshot.summary().additional_properties;
        self.matches(|key| properties.get(key).map(String::as_str))
    }

    /// Whether a view stands for the same query on the same inputs.
    pub(crate) fn is_of_view(&self, view: &View) -> bool {
        let properties = view.metadata().properties();
        // A view has no rows: it is right as long as its query is.
        !self.code.is_empty() && properties.get(CODE) == Some(&self.code)
    }

    fn matches<'a>(&self, get: impl Fn(&str) -> Option<&'a str>) -> bool {
        !self.is_restless && get(CODE) == Some(&self.code) && get(INPUTS) == Some(&self.inputs)
    }

    /// One digest for both, as the memory of tests keeps it.
    pub(crate) fn digest(&self) -> String {
        hex(Sha256::new().chain_update(&self.code).chain_update("\n").chain_update(&self.inputs))
    }
}

/// Whether a relation is a view whose query asks for the time, for chance, or for a file.
fn is_restless_view(lakehouse: &Lakehouse, relation: &Relation) -> bool {
    let dialect = lakehouse.engine().options().dialect.as_str();
    matches!(relation, Relation::View(view) if view.sql(dialect).is_some_and(is_restless))
}

/// Whether a query asks for the time or for chance, or reads files.
pub(crate) fn is_restless(sql: &str) -> bool {
    let lower = sql.to_lowercase();
    RESTLESS.iter().any(|word| lower.contains(word))
}

/// Lower-case hex of a finished digest.
pub(crate) fn hex(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn code_digest(node: &Node, sql: &str) -> String {
    // The version of the program is part of the code: another one may compute otherwise.
    let mut digest = Sha256::new().chain_update(env!("CARGO_PKG_VERSION")).chain_update("\n").chain_update(sql);
    for (key, value) in node.config.values() {
        digest.update(format!("\n{key}={value}"));
    }
    for (name, column) in &node.columns {
        digest.update(format!("\n{name}:{}", column.description));
    }
    digest.update(&node.description);
    hex(digest)
}

/// The relations that a node reads, through ephemeral models, by id.
fn inputs_of(project: &Project, id: &str) -> Result<Vec<(String, TableName)>, PipelineError> {
    let mut found = BTreeMap::new();
    let mut stack: Vec<&str> = project.dag().parents(id).collect();
    while let Some(parent) = stack.pop() {
        if let Some(source) = project.sources().get(parent) {
            found.insert(parent.to_owned(), relation(parent, &source.schema, &source.identifier)?);
        } else if let Some(node) = project.node(parent) {
            if node.is_ephemeral() {
                stack.extend(project.dag().parents(parent));
            } else {
                found.insert(parent.to_owned(), relation(parent, &node.schema, &node.alias)?);
                if node.config.materialized() == "view" {
                    // A view's rows are those of what it reads.
                    stack.extend(project.dag().parents(parent));
                }
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// What identifies the rows of a relation now.
fn state(relation: &Relation) -> String {
    match relation {
        Relation::Table(table) => {
            let metadata = table.metadata();
            let snapshot = metadata.current_snapshot_id().map_or_else(|| "empty".to_owned(), |id| id.to_string());
            format!("{}.{}", snapshot, metadata.current_schema_id())
        }
        Relation::View(view) => {
            let metadata = view.metadata();
            metadata.properties().get(CODE).cloned().unwrap_or_else(|| metadata.current_version_id().to_string())
        }
    }
}
