//! The engine: what the pipeline and the binary call.

use std::sync::{Arc, Mutex, PoisonError};

use arrow::datatypes::SchemaRef;
use cauri_core::TableName;
use cauri_lake::{Summary, Warehouse};
use datafusion::execution::session_state::SessionState;

use crate::change::Existing;
use crate::duckdb::definition::{Definition, Definitions};
use crate::error::{EngineError, from_datafusion};
use crate::lineage::{self, KnownRelations, Lineage};
use crate::options::{Dialect, EngineOptions, MergeSpec, RowWrite, TableSpec, Written};
use crate::provider::ReadCache;
use crate::rows::{Outcome, Rows};
use crate::script::{self, Statement};
use crate::session::{self, Sessions};
use crate::tables::Resolver;
use crate::write::Matching;
use crate::{change, execute, statement};

/// Answers SQL on the tables of a warehouse. Cheap to clone; clones share memory limit and caches.
#[derive(Clone, Debug)]
pub struct Engine {
    shared: Arc<Shared>,
}

/// What all clones of an engine share.
pub(crate) struct Shared {
    pub(crate) warehouse: Warehouse,
    pub(crate) options: EngineOptions,
    /// The session that queries copy.
    pub(crate) state: SessionState,
    /// The same for plans over a few rows.
    pub(crate) light: SessionState,
    /// What queries know of tables from the queries before them.
    pub(crate) cache: Arc<ReadCache>,
    /// The macros and types that statements defined.
    definitions: Mutex<Arc<Definitions>>,
}

impl Shared {
    /// What is defined now.
    pub(crate) fn definitions(&self) -> Arc<Definitions> {
        Arc::clone(&self.definitions.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes in what a statement defines.
    pub(crate) fn define(&self, definition: Definition) -> Result<(), EngineError> {
        let mut known = self.definitions.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut known).apply(definition)
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("warehouse", &self.warehouse)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine on a warehouse.
    ///
    /// # Errors
    ///
    /// [`EngineError::Setting`].
    pub fn new(warehouse: Warehouse, options: EngineOptions) -> Result<Self, EngineError> {
        let Sessions { whole: state, light } = session::build(&warehouse, &options)?;
        let cache = Arc::new(ReadCache::new(options.memory_limit_bytes));
        let definitions = Mutex::default();
        Ok(Self { shared: Arc::new(Shared { warehouse, options, state, light, cache, definitions }) })
    }

    /// The warehouse.
    pub fn warehouse(&self) -> &Warehouse {
        &self.shared.warehouse
    }

    /// The settings.
    pub fn options(&self) -> &EngineOptions {
        &self.shared.options
    }

    /// Cuts a script into its statements.
    ///
    /// # Errors
    ///
    /// [`EngineError::Syntax`] for a quote or comment that is not closed.
    pub fn split_statements(script: &str, dialect: Dialect) -> Result<Vec<Statement>, EngineError> {
        script::split(script, dialect)
    }

    /// The words that statements are made of, in upper case, for completion at a prompt.
    pub fn keywords() -> &'static [&'static str] {
        statement::KEYWORDS
    }

    /// The names of all functions, sorted, for completion at a prompt.
    pub fn function_names(&self) -> Vec<String> {
        let state = &self.shared.state;
        let scalar = state.scalar_functions().keys();
        let aggregate = state.aggregate_functions().keys();
        let window = state.window_functions().keys();
        let mut names: Vec<String> = scalar.chain(aggregate).chain(window).cloned().collect();
        // Functions that rewriting puts in have names that nobody writes.
        names.retain(|name| name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_'));
        names.retain(|name| !name.starts_with("__"));
        names.sort();
        names.dedup();
        names
    }

    /// The rows of one statement that gives rows. It has begun to run when this returns.
    ///
    /// # Errors
    ///
    /// Any; [`EngineError::NotSupported`] when the statement changes something.
    pub async fn query(&self, sql: &str) -> Result<Rows, EngineError> {
        let command = statement::read(sql, self.shared.options.dialect)?;
        execute::rows(&self.shared, command, sql).await
    }

    /// Carries out one statement of any kind. A change is one commit, whole or not at all.
    ///
    /// # Errors
    ///
    /// Any. The table is then as it was.
    pub async fn execute(&self, sql: &str) -> Result<Outcome, EngineError> {
        let command = statement::read(sql, self.shared.options.dialect)?;
        execute::execute(&self.shared, command, sql).await
    }

    /// The columns that a query gives, without running it.
    ///
    /// # Errors
    ///
    /// Those of planning.
    pub async fn schema(&self, sql: &str) -> Result<SchemaRef, EngineError> {
        let mut resolver = Resolver::for_plan(&self.shared);
        let plan = resolver.plan(sql).await?;
        let plan = resolver.state().optimize(&plan).map_err(|cause| from_datafusion(cause, sql))?;
        Ok(crate::query::shown(plan.schema().inner()))
    }

    /// Where the columns of a query come from, without running it. A view that it reads is named and
    /// not opened. Relations of `known` stand before those of the lake, which need not have them.
    ///
    /// # Errors
    ///
    /// Those of planning.
    pub async fn lineage(&self, sql: &str, known: &Arc<KnownRelations>) -> Result<Lineage, EngineError> {
        lineage::of(&self.shared, sql, known).await
    }

    /// Makes a table of the rows of a query: creates it, or replaces its columns, layout and rows
    /// in one commit that keeps its history. A description or property that `spec` leaves out is removed.
    ///
    /// # Errors
    ///
    /// Any. The table is then as it was.
    pub async fn replace_table(
        &self,
        name: &TableName,
        sql: &str,
        spec: &TableSpec,
        summary: Summary,
    ) -> Result<Written, EngineError> {
        let mut resolver = Resolver::new(&self.shared);
        let plan = resolver.plan(sql).await?;
        change::replace(&self.shared, &resolver, (plan, sql), (name, spec, Existing::Replace), summary).await
    }

    /// Adds the rows of a query to a table. Columns are matched by name; one that is missing is NULL.
    ///
    /// # Errors
    ///
    /// Any. The table is then as it was.
    pub async fn append(&self, name: &TableName, sql: &str, summary: Summary) -> Result<Written, EngineError> {
        let mut resolver = Resolver::new(&self.shared);
        let plan = resolver.plan(sql).await?;
        change::append(&self.shared, &mut resolver, (plan, sql), (name, &Matching::Name), summary).await
    }

    /// Replaces the partitions for which the query gives rows; all rows of a table without partitions.
    ///
    /// # Errors
    ///
    /// Any. The table is then as it was.
    pub async fn overwrite_partitions(
        &self,
        name: &TableName,
        sql: &str,
        summary: Summary,
    ) -> Result<Written, EngineError> {
        let mut resolver = Resolver::new(&self.shared);
        let plan = resolver.plan(sql).await?;
        let into = (name, &Matching::Name, change::Overwritten::SamePartitions);
        change::overwrite(&self.shared, &mut resolver, (plan, sql), into, summary).await
    }

    /// Updates the rows of a table whose key the query gives, and adds the others.
    ///
    /// # Errors
    ///
    /// [`EngineError::DuplicateKeys`] when the query gives a key twice. The table is then as it was.
    pub async fn merge(
        &self,
        name: &TableName,
        sql: &str,
        spec: &MergeSpec,
        summary: Summary,
    ) -> Result<Written, EngineError> {
        let mut resolver = Resolver::new(&self.shared);
        let plan = resolver.plan(sql).await?;
        change::merge(&self.shared, &mut resolver, (plan, sql), (name, spec), summary).await
    }

    /// Lets the rows of a query enter a table that exists, and its columns change with them, in one commit.
    /// Columns are matched by name; one that the query does not give is NULL.
    ///
    /// # Errors
    ///
    /// Any. The table is then as it was, columns and rows.
    pub async fn write_rows(
        &self,
        name: &TableName,
        sql: &str,
        write: &RowWrite,
        summary: Summary,
    ) -> Result<Written, EngineError> {
        let mut resolver = Resolver::new(&self.shared);
        let plan = resolver.plan(sql).await?;
        change::write_rows(&self.shared, &mut resolver, (plan, sql), (name, write), summary).await
    }

    /// Creates a view, or gives it a new version. The query is planned first, so that a view which
    /// cannot be read is not made. `properties` are kept with the view.
    ///
    /// # Errors
    ///
    /// Those of planning, and the lake's.
    pub async fn create_or_replace_view(
        &self,
        name: &TableName,
        sql: &str,
        comment: Option<&str>,
        properties: Summary,
    ) -> Result<(), EngineError> {
        let mut properties = properties;
        if let Some(comment) = comment {
            properties.insert("comment".to_owned(), comment.to_owned());
        }
        change::create_view(&self.shared, name, (sql, &(0..sql.len())), &[], properties).await
    }
}

#[cfg(test)]
mod tests;
