//! The settings of a node, as `config()`, properties and `dbt_project.yml` give them.
//!
//! A [`NodeConfig`] is the merged map that the manifest carries, with an accessor per setting
//! that cauri acts upon. Types are checked when a project is loaded, so the accessors cannot
//! fail: a setting that is absent has its default. Keys that cauri does not know are kept.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::batch::{self, BatchSize};

/// The merged settings of one node. Nodes with the same settings may share them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeConfig {
    values: Arc<Map<String, Json>>,
}

/// What to do with a column that a model has and its incremental table has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnSchemaChange {
    /// Nothing: the new column is dropped from the insert.
    #[default]
    Ignore,
    /// Stop the node.
    Fail,
    /// Add what is new, keep what is gone.
    AppendNewColumns,
    /// Add what is new, remove what is gone.
    SyncAllColumns,
}

/// What a failing test does to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Severity {
    /// It fails.
    #[default]
    Error,
    /// It is reported and goes on.
    Warn,
}

/// SQL that runs before or after a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// The statement, Jinja included.
    pub sql: String,
    /// Whether it runs inside the transaction of the node, where there is one.
    pub transaction: bool,
}

/// Which descriptions are written into the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersistDocs {
    /// That of the table.
    pub relation: bool,
    /// Those of its columns.
    pub columns: bool,
}

impl NodeConfig {
    /// Wraps a map whose types have been checked.
    pub(crate) fn new(values: Map<String, Json>) -> Self {
        Self { values: Arc::new(values) }
    }

    /// Every setting, in the order of the manifest.
    pub fn values(&self) -> &Map<String, Json> {
        &self.values
    }

    /// The map, to be changed for this node alone.
    pub(crate) fn values_mut(&mut self) -> &mut Map<String, Json> {
        Arc::make_mut(&mut self.values)
    }

    /// The settings, to be changed and made into others.
    pub(crate) fn into_values(self) -> Map<String, Json> {
        Arc::unwrap_or_clone(self.values)
    }

    /// One setting, if it is set and not null.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.values.get(key).filter(|value| !value.is_null())
    }

    /// One setting as text, if it is a text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Json::as_str)
    }

    /// A setting that is a name or a list of names.
    pub fn names(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Json::Array(items)) => items.iter().map(plain_text).collect(),
            Some(Json::Null) | None => Vec::new(),
            Some(one) => vec![plain_text(one)],
        }
    }

    fn flag(&self, key: &str) -> Option<bool> {
        self.get(key).and_then(Json::as_bool)
    }

    /// Takes the node out of the project.
    pub(crate) fn switch_off(&mut self) {
        self.values_mut().insert("enabled".to_owned(), Json::Bool(false));
    }

    /// Whether the node takes part at all.
    pub fn enabled(&self) -> bool {
        self.flag("enabled").unwrap_or(true)
    }

    /// The name of the materialization; `view` when nothing is said.
    pub fn materialized(&self) -> &str {
        self.text("materialized").unwrap_or("view")
    }

    /// `append`, `merge`, `delete+insert`, `insert_overwrite` or `microbatch`; `None` for the default.
    pub fn incremental_strategy(&self) -> Option<&str> {
        self.text("incremental_strategy")
    }

    /// The columns that name a row; empty when there is no key.
    pub fn unique_key(&self) -> Vec<String> {
        self.names("unique_key")
    }

    /// Whether the columns of the query must be those that the properties declare.
    pub fn contract_enforced(&self) -> bool {
        self.get("contract").and_then(|contract| contract.get("enforced")).and_then(Json::as_bool).unwrap_or(false)
    }

    /// The columns or transforms to partition by, in order, such as `annee` or `month(d)`.
    ///
    /// BigQuery's mapping of a time is understood too, `{field: t, data_type: timestamp, granularity: month}`:
    /// packages carry it whatever the database is.
    pub fn partition_by(&self) -> Vec<String> {
        self.of_bigquery().map_or_else(|| self.names("partition_by"), |transform| vec![transform])
    }

    fn of_bigquery(&self) -> Option<String> {
        let given = self.get("partition_by")?.as_object()?;
        let text = |key: &str| given.get(key).and_then(Json::as_str);
        let is_time = matches!(text("data_type").unwrap_or("date"), "date" | "timestamp" | "datetime");
        let granularity = text("granularity").unwrap_or("day");
        let is_known = matches!(granularity, "hour" | "day" | "month" | "year");
        text("field").filter(|_| is_time && is_known).map(|field| format!("{granularity}({field})"))
    }

    /// The columns to sort files by, in order.
    pub fn sort_by(&self) -> Vec<String> {
        self.names("sort_by")
    }

    /// What to do when columns of an incremental model change.
    pub fn on_schema_change(&self) -> OnSchemaChange {
        match self.text("on_schema_change") {
            Some("fail") => OnSchemaChange::Fail,
            Some("append_new_columns") => OnSchemaChange::AppendNewColumns,
            Some("sync_all_columns") => OnSchemaChange::SyncAllColumns,
            _ => OnSchemaChange::Ignore,
        }
    }

    /// The columns that a merge updates; `None` for all.
    pub fn merge_update_columns(&self) -> Option<Vec<String>> {
        self.get("merge_update_columns").map(|_| self.names("merge_update_columns"))
    }

    /// The columns that a merge leaves as they are.
    pub fn merge_exclude_columns(&self) -> Vec<String> {
        self.names("merge_exclude_columns")
    }

    /// Further conditions of a merge or delete.
    pub fn incremental_predicates(&self) -> Vec<String> {
        let set = self.names("incremental_predicates");
        if set.is_empty() { self.names("predicates") } else { set }
    }

    /// The column that says when the event of a row happened.
    pub fn event_time(&self) -> Option<&str> {
        self.text("event_time")
    }

    /// For a microbatch model: the earliest time that it is built from.
    pub fn begin(&self) -> Option<DateTime<Utc>> {
        self.text("begin").and_then(batch::event_time)
    }

    /// For a microbatch model: how long a batch is.
    pub fn batch_size(&self) -> Option<BatchSize> {
        self.text("batch_size").and_then(BatchSize::from_name)
    }

    /// For a microbatch model: how many batches before the newest are built again.
    pub fn lookback(&self) -> u32 {
        self.get("lookback").and_then(Json::as_u64).and_then(|count| u32::try_from(count).ok()).unwrap_or(1)
    }

    /// Whether it is an incremental model that is built batch by batch.
    pub fn is_microbatch(&self) -> bool {
        self.materialized() == "incremental" && self.incremental_strategy() == Some("microbatch")
    }

    /// Statements to run before the one that builds the node.
    pub fn sql_header(&self) -> Option<&str> {
        self.text("sql_header").filter(|header| !header.trim().is_empty())
    }

    /// Whether dbt would grant privileges on the relation.
    pub fn has_grants(&self) -> bool {
        self.get("grants").and_then(Json::as_object).is_some_and(|grants| !grants.is_empty())
    }

    /// For a test whose rows are kept: whether as a view.
    pub fn stores_failures_as_view(&self) -> bool {
        self.text("store_failures_as") == Some("view")
    }

    /// Whether the node is rebuilt whole: `Some` overrides the flag of the command line.
    pub fn full_refresh(&self) -> Option<bool> {
        self.flag("full_refresh")
    }

    /// The file format, such as `iceberg`.
    pub fn file_format(&self) -> Option<&str> {
        self.text("file_format")
    }

    /// Properties of the table, as text.
    pub fn tblproperties(&self) -> Vec<(String, String)> {
        match self.get("tblproperties").or_else(|| self.get("table_properties")) {
            Some(Json::Object(map)) => map.iter().map(|(key, value)| (key.clone(), plain_text(value))).collect(),
            _ => Vec::new(),
        }
    }

    /// Tags, sorted, each once.
    pub fn tags(&self) -> Vec<String> {
        self.names("tags")
    }

    /// Free facts.
    pub fn meta(&self) -> Map<String, Json> {
        match self.get("meta") {
            Some(Json::Object(map)) => map.clone(),
            _ => Map::new(),
        }
    }

    /// Which descriptions are written into the table.
    pub fn persist_docs(&self) -> PersistDocs {
        let flag = |key: &str| self.get("persist_docs").and_then(|docs| docs.get(key)).and_then(Json::as_bool);
        PersistDocs { relation: flag("relation").unwrap_or(false), columns: flag("columns").unwrap_or(false) }
    }

    /// Statements to run before the node, in order. Each is rendered with
    /// [`crate::Project::render`] just before it runs.
    pub fn pre_hooks(&self) -> Vec<Hook> {
        self.hooks("pre-hook")
    }

    /// Statements to run after the node, in order.
    pub fn post_hooks(&self) -> Vec<Hook> {
        self.hooks("post-hook")
    }

    fn hooks(&self, key: &str) -> Vec<Hook> {
        let Some(Json::Array(hooks)) = self.get(key) else { return Vec::new() };
        hooks
            .iter()
            .map(|hook| Hook {
                sql: hook.get("sql").map(plain_text).unwrap_or_default(),
                transaction: hook.get("transaction").and_then(Json::as_bool).unwrap_or(true),
            })
            .collect()
    }

    /// For a test: what a failure does.
    pub fn severity(&self) -> Severity {
        match self.text("severity") {
            Some(word) if word.eq_ignore_ascii_case("warn") => Severity::Warn,
            _ => Severity::Error,
        }
    }

    /// For a test: the condition on the number of failures that warns, such as `!= 0`.
    pub fn warn_if(&self) -> &str {
        self.text("warn_if").unwrap_or("!= 0")
    }

    /// For a test: the condition on the number of failures that fails.
    pub fn error_if(&self) -> &str {
        self.text("error_if").unwrap_or("!= 0")
    }

    /// For a test: the expression that counts failures.
    pub fn fail_calc(&self) -> &str {
        self.text("fail_calc").unwrap_or("count(*)")
    }

    /// For a test: the most rows to look at.
    pub fn limit(&self) -> Option<u64> {
        self.get("limit").and_then(Json::as_u64)
    }

    /// For a test: whether the failing rows are kept as a table; `None` follows the command line.
    pub fn store_failures(&self) -> Option<bool> {
        self.flag("store_failures")
    }

    /// For a seed: the character between fields.
    pub fn delimiter(&self) -> char {
        self.text("delimiter").and_then(|text| text.chars().next()).unwrap_or(',')
    }

    /// For a seed: SQL types by column, over the inferred ones.
    pub fn column_types(&self) -> Vec<(String, String)> {
        match self.get("column_types") {
            Some(Json::Object(map)) => map.iter().map(|(key, value)| (key.clone(), plain_text(value))).collect(),
            _ => Vec::new(),
        }
    }

    /// For a seed: whether column names are quoted; `None` follows the adapter.
    pub fn quote_columns(&self) -> Option<bool> {
        self.flag("quote_columns")
    }
}

/// A scalar as YAML would write it in plain style.
pub(crate) fn plain_text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
