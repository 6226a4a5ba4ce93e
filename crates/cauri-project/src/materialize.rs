//! Materializations that are written in Jinja: which one builds a node, and running it.
//!
//! cauri builds views, tables, incremental models, seeds and snapshots itself, each as one commit.
//! Where a project or package has a materialization of its own, or replaces a macro that dbt's
//! materialization would call, the Jinja is run instead: its statements go through the [`Adapter`].
//!
//! [`Adapter`]: crate::Adapter

use std::sync::Arc;

use minijinja::Value;
use serde_json::{Map, Value as Json, json};

use crate::adapter::{RelationKind, RelationName};
use crate::batch::{Batch, python_text};
use crate::compile::{Compiler, Known};
use crate::jinja::engine::{Render, Subject};
use crate::jinja::macro_object::{INTERNAL_PACKAGE, MacroDefinition};
use crate::jinja::relation::Relation;
use crate::jinja::value::{from_json, items};
use crate::node::Node;
use crate::profile::INCREMENTAL_STRATEGIES;
use crate::{Place, ProjectError};

/// Macros that dbt's materializations call whatever they build.
const OF_ALL: [&str; 6] =
    ["run_hooks", "persist_docs", "alter_relation_comment", "alter_column_comment", "apply_grants", "create_indexes"];
const OF_VIEWS: [&str; 4] =
    ["create_view_as", "get_create_view_as_sql", "get_replace_view_sql", "handle_existing_table"];
const OF_TABLES: [&str; 3] = ["create_table_as", "get_create_table_as_sql", "get_replace_table_sql"];
const OF_INCREMENTAL: [&str; 23] = [
    "create_table_as",
    "get_create_table_as_sql",
    "get_incremental_append_sql",
    "get_incremental_delete_insert_sql",
    "get_incremental_merge_sql",
    "get_incremental_insert_overwrite_sql",
    "get_incremental_microbatch_sql",
    "get_incremental_default_sql",
    "get_insert_into_sql",
    "get_delete_insert_merge_sql",
    "get_merge_sql",
    "get_merge_update_columns",
    "get_merge_unique_key_match",
    "get_insert_overwrite_merge_sql",
    "get_insert_overwrite_sql",
    "dbt_spark_get_incremental_sql",
    "dbt_spark_validate_get_incremental_strategy",
    "incremental_validate_on_schema_change",
    "process_schema_changes",
    "check_for_schema_changes",
    "sync_column_schemas",
    "alter_relation_add_remove_columns",
    "diff_column_data_types",
];

/// Who builds a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builder {
    /// cauri itself.
    Native,
    /// A materialization in Jinja.
    Macro,
    /// Nobody: there is no materialization of that name.
    Missing,
}

/// What a node is built for, beside itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Situation {
    /// The batch of a microbatch model.
    pub batch: Option<Batch>,
    /// What `is_incremental()` says, where it is known already.
    pub incremental: Option<bool>,
    /// Leave out the hooks that run before.
    pub without_pre_hooks: bool,
    /// Leave out the hooks that run after.
    pub without_post_hooks: bool,
}

impl Situation {
    /// Lets a template know.
    pub(crate) fn apply(&self, subject: &mut Subject, node: &Node) {
        let size = node.config.batch_size();
        if let Some((batch, size)) = self.batch.zip(size) {
            // Of a sample only what the batch shares with it is read.
            subject.batch = Some(subject.batch.map_or(batch, |sample| batch.within(sample)));
            if let Some(model) = subject.model.entries_mut() {
                model.insert("batch".to_owned(), batch.to_json(size));
            }
            for (key, time) in [("start", batch.start), ("end", batch.end)] {
                let key = format!("__dbt_internal_microbatch_event_time_{key}");
                subject.config.values_mut().insert(key, Json::from(python_text(time)));
            }
        }
        let answers: &[(&str, bool)] = match self.incremental {
            Some(true) => &[("is_incremental", true), ("should_full_refresh", false)],
            Some(false) => &[("is_incremental", false)],
            None => &[],
        };
        for (name, answer) in answers.iter().copied() {
            subject.variables.insert(name.to_owned(), Value::from_function(move || answer));
        }
        if self.without_pre_hooks {
            subject.config.values_mut().insert("pre-hook".to_owned(), json!([]));
        }
        if self.without_post_hooks {
            subject.config.values_mut().insert("post-hook".to_owned(), json!([]));
        }
    }
}

/// What a materialization in Jinja has done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Materialized {
    /// The relations that it says it has made.
    pub relations: Vec<(RelationName, Option<RelationKind>)>,
    /// The rows that its statement `main` has written.
    pub rows_affected: Option<u64>,
    /// What its statement `main` said.
    pub message: String,
}

/// What the materialization of a test has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestVerdict {
    /// What `fail_calc` gave.
    pub failures: u64,
    /// Whether `warn_if` holds.
    pub warns: bool,
    /// Whether `error_if` holds.
    pub fails: bool,
}

/// Materializations of dbt's whose text is not Jinja here.
const NATIVE: [&str; 3] = ["seed", "snapshot", "unit"];

impl Known {
    /// Who builds the node.
    pub(crate) fn builder(&self, node: &Node) -> Builder {
        match self.materialization(node.config.materialized()) {
            None => Builder::Missing,
            Some(found) if found.package != INTERNAL_PACKAGE => Builder::Macro,
            // A file and a view on it, which only the macro makes.
            Some(_) if node.config.materialized() == "external" => Builder::Macro,
            Some(_) if self.is_changed(node) => Builder::Macro,
            Some(_) => Builder::Native,
        }
    }

    /// The macro of a materialization, in dbt's order: that of the adapter before the default, and then
    /// the project's before a package's before dbt's. A package alone does not replace one of dbt's.
    fn materialization(&self, name: &str) -> Option<&Arc<MacroDefinition>> {
        let engine = &self.loaded.engine;
        let macros = &engine.macros;
        let root = engine.facts.project.as_str();
        let found =
            |package: &str, prefix: &str| macros.in_package(package, &format!("materialization_{name}_{prefix}"));
        let prefixes = engine.facts.profile.adapter_type.prefixes();
        let is_internal =
            NATIVE.contains(&name) || prefixes.iter().any(|prefix| found(INTERNAL_PACKAGE, prefix).is_some());
        for prefix in prefixes {
            if let Some(own) = found(root, prefix) {
                return Some(own);
            }
            let others = macros.packages().filter(|package| *package != root && *package != INTERNAL_PACKAGE);
            let imported = others.filter(|_| !is_internal).find_map(|package| found(package, prefix));
            if let Some(one) = imported.or_else(|| found(INTERNAL_PACKAGE, prefix)) {
                return Some(one);
            }
        }
        None
    }

    /// Whether the project replaces a macro that dbt's own materialization would call.
    fn is_changed(&self, node: &Node) -> bool {
        let kind = node.config.materialized();
        let own: &[&str] = match kind {
            "view" => &OF_VIEWS,
            "table" => &OF_TABLES,
            "incremental" => &OF_INCREMENTAL,
            _ => return false,
        };
        let strategy = node.config.incremental_strategy().unwrap_or("append");
        if kind == "incremental" && !INCREMENTAL_STRATEGIES.contains(&strategy) && strategy != "default" {
            return true;
        }
        let facts = &self.loaded.engine.facts;
        let order = facts.dispatch.get(INTERNAL_PACKAGE).map(Vec::as_slice);
        let prefixes = facts.profile.adapter_type.prefixes();
        let mut names = own.iter().chain(&OF_ALL);
        names.any(|name| self.loaded.engine.macros.replacement(name, prefixes, order).is_some())
    }
}

impl Compiler<'_> {
    /// Builds a node by its materialization.
    pub(crate) fn materialize(
        &self,
        unique_id: &str,
        compiled: &str,
        situation: &Situation,
    ) -> Result<Materialized, ProjectError> {
        let (render, returned, place) = self.run_materialization(unique_id, compiled, situation)?;
        let relations = returned.get_attr("relations").unwrap_or_default();
        if relations.is_undefined() || relations.is_none() {
            let message = "the materialization returns no relations; it must end with \
                           return({'relations': [..]})"
                .to_owned();
            return Err(ProjectError::Raised { place, message });
        }
        let relations = items(&relations).iter().filter_map(named).collect();
        let response = main_result(&render, place)?.get_attr("response").unwrap_or_default();
        let part = |name: &str| response.get_attr(name).unwrap_or_default();
        let message = if response.as_str().is_some() { response.clone() } else { part("_message") };
        Ok(Materialized {
            relations,
            rows_affected: part("rows_affected").as_i64().and_then(|rows| u64::try_from(rows).ok()),
            message: message.to_string(),
        })
    }

    /// Runs a test by its materialization.
    pub(crate) fn materialize_test(&self, unique_id: &str, compiled: &str) -> Result<TestVerdict, ProjectError> {
        let (render, _, place) = self.run_materialization(unique_id, compiled, &Situation::default())?;
        let main = main_result(&render, place.clone())?;
        let row = main.get_attr("data").ok().and_then(|rows| items(&rows).into_iter().next());
        let cells = row.map(|row| items(&row)).unwrap_or_default();
        let truth = |at: usize| cells.get(at).is_some_and(Value::is_true);
        match cells.first().map(crate::jinja::value::to_json) {
            Some(Json::Number(count)) if cells.len() == 3 => {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of rows")]
                let failures = count.as_u64().or_else(|| count.as_f64().map(|count| count as u64)).unwrap_or(0);
                Ok(TestVerdict { failures, warns: truth(1), fails: truth(2) })
            }
            // An aggregate over no row is NULL and means none.
            Some(Json::Null) if cells.len() == 3 => Ok(TestVerdict { failures: 0, warns: false, fails: false }),
            _ => {
                let message = "the statement \"main\" of the test gives no row of failures, should_warn, should_error";
                Err(ProjectError::Raised { place, message: message.to_owned() })
            }
        }
    }

    /// Calls the materialization of a node; gives its rendering, what it returns, and where it stands.
    fn run_materialization(
        &self,
        unique_id: &str,
        compiled: &str,
        situation: &Situation,
    ) -> Result<(Arc<Render>, Value, Place), ProjectError> {
        let node = self.node(unique_id)?;
        let name = node.config.materialized();
        let place = Place::file(node.file());
        let Some(definition) = self.known.materialization(name) else {
            let name = format!("materialization_{name}");
            return Err(ProjectError::UnknownMacro { place, name, nearest: None });
        };
        let mut subject = self.subject(node);
        situation.apply(&mut subject, node);
        for name in ["sql", "compiled_sql", "compiled_code"] {
            subject.variables.insert(name.to_owned(), Value::from(compiled));
        }
        if let Some(model) = subject.model.entries_mut() {
            model.insert("compiled".to_owned(), json!(true));
            model.insert("compiled_code".to_owned(), json!(compiled));
            model.insert("compiled_sql".to_owned(), json!(compiled));
        }
        let render = self.render(subject);
        let returned = render.call(definition, Vec::new())?;
        Ok((render, returned, Place { file: definition.file.clone(), line: definition.first_line }))
    }

    /// Renders an `on-run-start` or `on-run-end` statement.
    pub(crate) fn compile_operation(
        &self,
        unique_id: &str,
        context: &Map<String, Json>,
    ) -> Result<String, ProjectError> {
        let node = self.node(unique_id)?;
        let mut subject = self.subject(node);
        for (name, value) in context {
            subject.variables.insert(name.clone(), from_json(value));
        }
        self.render(subject).text(&node.raw_code)
    }

    /// Runs a macro.
    pub(crate) fn run_operation(&self, name: &str, arguments: &Map<String, Json>) -> Result<(), ProjectError> {
        let engine = &self.known.loaded.engine;
        let macros = &engine.macros;
        let root = engine.facts.project.as_str();
        let found = match name.split_once('.') {
            Some((package, name)) => macros.in_package(package, name),
            None => macros.find(root, name).or_else(|| macros.packages().find_map(|one| macros.in_package(one, name))),
        };
        let place = Place { file: format!("run-operation {name}"), line: 1 };
        let Some(definition) = found else {
            let nearest = cauri_core::nearest(name, macros.names(root)).map(str::to_owned);
            return Err(ProjectError::UnknownMacro { place, name: name.to_owned(), nearest });
        };
        let mut subject = Subject::setting(root, &place, "");
        subject.file.clone_from(&definition.file);
        subject.first_line = definition.first_line;
        subject.model = Json::Object(Map::new()).into();
        let arguments = arguments.iter().map(|(name, value)| (name.clone(), from_json(value))).collect();
        self.render(subject).call(definition, arguments)?;
        Ok(())
    }
}

/// The result of the statement `main`, which every materialization runs.
fn main_result(render: &Render, place: Place) -> Result<Value, ProjectError> {
    let missing =
        || ProjectError::Raised { place, message: "the materialization runs no statement \"main\"".to_owned() };
    render.result("main").ok_or_else(missing)
}

/// A relation that a materialization returns.
fn named(value: &Value) -> Option<(RelationName, Option<RelationKind>)> {
    let relation = value.downcast_object_ref::<Relation>()?;
    let kind = match relation.kind.as_deref() {
        Some("table") => Some(RelationKind::Table),
        Some("view") => Some(RelationKind::View),
        _ => None,
    };
    Some((relation.name()?, kind))
}
