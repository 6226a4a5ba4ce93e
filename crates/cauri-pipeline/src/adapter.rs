//! Answers what a template asks of the lake while it is compiled.
//!
//! Templates are synchronous, the lake is not: compiling runs on a blocking thread, and each
//! question blocks that thread on the runtime. It must therefore never be called from a task.

mod temporary;

use std::sync::Arc;

use arrow::datatypes::Field;
use cauri_core::{Namespace, TableName};
use cauri_engine::{Dialect, Engine, EngineError, Outcome};
use cauri_project::{Adapter, AdapterError, Cell, RelationColumn, RelationKind, RelationName, ResultTable};
use futures::StreamExt;
use tokio::runtime::Handle;

use crate::adapter::temporary::{Temporaries, Temporary};
use crate::cell::{cell, sql_type};
use crate::lakehouse::Lakehouse;

/// The lake, as templates see it.
#[derive(Debug, Clone)]
pub struct LakeAdapter {
    lakehouse: Lakehouse,
    runtime: Handle,
    temporaries: Arc<Temporaries>,
}

impl LakeAdapter {
    /// An adapter whose questions run on the current runtime.
    pub fn new(lakehouse: &Lakehouse) -> Self {
        Self { lakehouse: lakehouse.clone(), runtime: Handle::current(), temporaries: Arc::default() }
    }

    /// Runs a statement. What it makes for the time being is there until [`LakeAdapter::close`].
    pub(crate) async fn execute(&self, statement: &str) -> Result<Outcome, EngineError> {
        let engine = self.lakehouse.engine();
        match Temporary::read(statement) {
            Some(temporary) => {
                self.temporaries.remember(temporary.drop);
                engine.execute(&temporary.statement).await
            }
            None => engine.execute(statement).await,
        }
    }

    /// Drops the tables that templates have made for the time being.
    ///
    /// # Errors
    ///
    /// When one of them cannot be dropped.
    pub(crate) async fn close(&self) -> Result<(), EngineError> {
        for drop in self.temporaries.take() {
            self.lakehouse.engine().execute(&drop).await?;
        }
        Ok(())
    }

    fn column(&self, field: &Field) -> RelationColumn {
        let dialect = self.lakehouse.engine().options().dialect;
        RelationColumn { name: field.name().clone(), data_type: sql_type(dialect, field.data_type()) }
    }

    async fn kind(&self, name: &TableName) -> Result<Option<RelationKind>, AdapterError> {
        let warehouse = self.lakehouse.warehouse();
        if warehouse.find_table(name).await.map_err(failed)?.is_some() {
            return Ok(Some(RelationKind::Table));
        }
        Ok(warehouse.find_view(name).await.map_err(failed)?.map(|_| RelationKind::View))
    }

    async fn list(&self, schema: &str) -> Result<Vec<(RelationName, RelationKind)>, AdapterError> {
        let namespace = namespace(schema)?;
        let warehouse = self.lakehouse.warehouse();
        if warehouse.catalog().namespace(&namespace).await.map_err(failed)?.is_none() {
            return Ok(Vec::new());
        }
        let named = |name: TableName, kind| {
            (RelationName { database: None, schema: schema.to_owned(), identifier: name.name().to_owned() }, kind)
        };
        let tables = warehouse.list_tables(&namespace).await.map_err(failed)?;
        let views = warehouse.list_views(&namespace).await.map_err(failed)?;
        let tables = tables.into_iter().map(|name| named(name, RelationKind::Table));
        Ok(tables.chain(views.into_iter().map(|name| named(name, RelationKind::View))).collect())
    }

    /// Runs the statements of a text, and gives what the last of them gave.
    async fn script(&self, sql: &str) -> Result<ResultTable, AdapterError> {
        let mut last = ResultTable::default();
        for statement in Engine::split_statements(sql, self.lakehouse.engine().options().dialect).map_err(failed)? {
            if !is_transaction(&statement.text) {
                last = self.rows(&statement.text).await?;
            }
        }
        Ok(last)
    }

    async fn rows(&self, sql: &str) -> Result<ResultTable, AdapterError> {
        let mut rows = match self.execute(sql).await.map_err(failed)? {
            Outcome::Rows(rows) => rows,
            Outcome::Changed { num_rows, .. } => {
                return Ok(ResultTable { rows_affected: num_rows, ..ResultTable::default() });
            }
        };
        let fields = rows.schema.fields().iter();
        let columns = fields.map(|field| self.column(field)).collect();
        let mut cells: Vec<Vec<Cell>> = Vec::new();
        while let Some(batch) = rows.batches.next().await {
            let batch = batch.map_err(|cause| AdapterError {
                message: "a query of a template failed".to_owned(),
                source: Some(cause),
            })?;
            for row in 0..batch.num_rows() {
                let row = batch.columns().iter().map(|column| cell(column.as_ref(), row));
                cells.push(row.collect::<Result<_, _>>().map_err(failed)?);
            }
        }
        Ok(ResultTable { columns, rows: cells, rows_affected: None })
    }

    async fn drop_one(&self, name: &TableName) -> Result<(), AdapterError> {
        let warehouse = self.lakehouse.warehouse();
        match self.kind(name).await? {
            Some(RelationKind::Table) => warehouse.drop_table(name, true).await.map_err(failed),
            Some(RelationKind::View) => warehouse.drop_view(name).await.map_err(failed),
            None => Ok(()),
        }
    }
}

impl Adapter for LakeAdapter {
    fn relation(&self, relation: &RelationName) -> Result<Option<RelationKind>, AdapterError> {
        let name = table_name(relation)?;
        self.runtime.block_on(self.kind(&name))
    }

    fn relations(&self, schema: &str) -> Result<Vec<(RelationName, RelationKind)>, AdapterError> {
        self.runtime.block_on(self.list(schema))
    }

    fn has_schema(&self, schema: &str) -> Result<bool, AdapterError> {
        let namespace = namespace(schema)?;
        let catalog = self.lakehouse.warehouse().catalog();
        Ok(self.runtime.block_on(catalog.namespace(&namespace)).map_err(failed)?.is_some())
    }

    fn columns(&self, relation: &RelationName) -> Result<Vec<RelationColumn>, AdapterError> {
        let name = table_name(relation)?;
        self.runtime.block_on(async {
            if self.kind(&name).await?.is_none() {
                return Ok(Vec::new());
            }
            let sql = format!("select * from {}", quoted(self.lakehouse.engine(), &name));
            let schema = self.lakehouse.engine().schema(&sql).await.map_err(failed)?;
            let fields = schema.fields().iter();
            Ok(fields.map(|field| self.column(field)).collect())
        })
    }

    fn run(&self, sql: &str) -> Result<ResultTable, AdapterError> {
        self.runtime.block_on(self.script(sql))
    }

    fn create_schema(&self, schema: &str) -> Result<(), AdapterError> {
        let namespace = namespace(schema)?;
        self.runtime.block_on(self.lakehouse.warehouse().ensure_namespace(&namespace)).map_err(failed)
    }

    fn drop_schema(&self, schema: &str) -> Result<(), AdapterError> {
        self.runtime.block_on(async {
            for (relation, _) in self.list(schema).await? {
                self.drop_one(&table_name(&relation)?).await?;
            }
            let namespace = namespace(schema)?;
            let warehouse = self.lakehouse.warehouse();
            if warehouse.catalog().namespace(&namespace).await.map_err(failed)?.is_some() {
                warehouse.drop_namespace(&namespace).await.map_err(failed)?;
            }
            Ok(())
        })
    }

    fn drop_relation(&self, relation: &RelationName) -> Result<(), AdapterError> {
        let name = table_name(relation)?;
        self.runtime.block_on(self.drop_one(&name))
    }

    fn rename_relation(&self, from: &RelationName, to: &RelationName) -> Result<(), AdapterError> {
        let (from, to) = (table_name(from)?, table_name(to)?);
        self.runtime.block_on(self.lakehouse.warehouse().rename_table(&from, &to)).map_err(failed)
    }
}

/// Whether a statement begins or ends a transaction. There are none: each statement is a commit of its own.
pub(crate) fn is_transaction(statement: &str) -> bool {
    let words = statement.trim().trim_end_matches(';').trim().to_lowercase();
    ["begin", "begin transaction", "start transaction", "commit"].contains(&words.as_str())
}

/// A table's name as the SQL of an engine's dialect reads it, each part quoted.
pub fn quoted(engine: &Engine, name: &TableName) -> String {
    let parts = name.namespace().levels().iter().map(String::as_str).chain([name.name()]);
    parts.map(|part| quoted_part(engine, part)).collect::<Vec<_>>().join(".")
}

/// A name in the quotes of an engine's dialect: backticks in Spark's, double quotes in the others.
pub fn quoted_part(engine: &Engine, name: &str) -> String {
    let quote = if engine.options().dialect == Dialect::Spark { '`' } else { '"' };
    format!("{quote}{}{quote}", name.replace(quote, &format!("{quote}{quote}")))
}

fn namespace(schema: &str) -> Result<Namespace, AdapterError> {
    schema.parse().map_err(failed)
}

fn table_name(relation: &RelationName) -> Result<TableName, AdapterError> {
    TableName::new(namespace(&relation.schema)?, &relation.identifier).map_err(failed)
}

fn failed(cause: impl std::error::Error + Send + Sync + 'static) -> AdapterError {
    AdapterError { message: cause.to_string(), source: cause.source().map(|source| source.to_string().into()) }
}
