//! `information_schema`: what the catalog holds, as DuckDB and PostgreSQL list it.
//!
//! Read when a query names it. Spark has none; there `SHOW` lists tables.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int32Array, RecordBatch, StringArray};
use cauri_core::{Namespace, TableName};
use cauri_lake::arrow_schema;
use datafusion::catalog::{MemTable, TableProvider};

use super::relations::Named;
use super::{Found, Resolver};
use crate::duckdb;
use crate::error::{EngineError, from_datafusion};
use crate::options::Dialect;

/// The schema that the lists stand in.
const SCHEMA: &str = "information_schema";

/// One list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Tables,
    Columns,
    Schemata,
    Views,
}

impl List {
    /// The list that a name stands for: `information_schema.tables`, in PostgreSQL also after the name of the
    /// database. DuckDB keeps the schema in its catalog `system`, and no database of a user has one.
    pub(super) fn of(named: &Named, dialect: Dialect) -> Option<Self> {
        if dialect == Dialect::Spark {
            return None;
        }
        let parts: Vec<String> = named.parts.iter().map(|part| part.value.to_lowercase()).collect();
        let (catalog, schema, list) = match parts.as_slice() {
            [schema, list] => (None, schema, list),
            [catalog, schema, list] => (Some(catalog.as_str()), schema, list),
            _ => return None,
        };
        let is_elsewhere = dialect == Dialect::DuckDb && catalog.is_some_and(|catalog| catalog != "system");
        if schema != SCHEMA || is_elsewhere {
            return None;
        }
        Some(match list.as_str() {
            "tables" => Self::Tables,
            "columns" => Self::Columns,
            "schemata" => Self::Schemata,
            "views" => Self::Views,
            _ => return None,
        })
    }
}

/// Columns of texts that are being filled.
#[derive(Debug, Default)]
struct Texts(Vec<(&'static str, Vec<Option<String>>)>);

impl Texts {
    fn of(names: &[&'static str]) -> Self {
        Self(names.iter().map(|name| (*name, Vec::new())).collect())
    }

    fn push(&mut self, row: Vec<Option<String>>) {
        for ((_, column), value) in self.0.iter_mut().zip(row) {
            column.push(value);
        }
    }

    fn columns(self) -> Vec<(&'static str, ArrayRef)> {
        self.0.into_iter().map(|(name, texts)| (name, Arc::new(StringArray::from(texts)) as ArrayRef)).collect()
    }
}

impl Resolver<'_> {
    /// The rows of a list.
    pub(super) async fn inventory(&mut self, list: List) -> Result<Arc<dyn TableProvider>, EngineError> {
        let catalog = self.shared.options.catalog_name.clone().unwrap_or_else(|| "cauri".to_owned());
        let catalog = || Some(catalog.clone());
        let columns = match list {
            List::Schemata => {
                let mut rows = Texts::of(&["catalog_name", "schema_name", "schema_owner"]);
                for namespace in self.namespaces().await? {
                    rows.push(vec![catalog(), Some(namespace.to_string()), catalog()]);
                }
                rows.columns()
            }
            List::Tables => {
                let mut rows = Texts::of(&["table_catalog", "table_schema", "table_name", "table_type"]);
                for (name, is_view) in self.relations().await? {
                    let kind = if is_view { "VIEW" } else { "BASE TABLE" };
                    let schema = Some(name.namespace().to_string());
                    rows.push(vec![catalog(), schema, Some(name.name().to_owned()), Some(kind.to_owned())]);
                }
                rows.columns()
            }
            List::Views => {
                let mut rows = Texts::of(&["table_catalog", "table_schema", "table_name", "view_definition"]);
                for (name, _) in self.relations().await?.into_iter().filter(|(_, is_view)| *is_view) {
                    let Some(Found::View(view)) = self.find(&name).await? else { continue };
                    let text = view.sql(self.shared.options.dialect.as_str()).map(str::to_owned);
                    rows.push(vec![catalog(), Some(name.namespace().to_string()), Some(name.name().to_owned()), text]);
                }
                rows.columns()
            }
            List::Columns => self.listed_columns(catalog()).await?,
        };
        let failed = |cause| from_datafusion(cause, "");
        let rows =
            RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)));
        let rows = rows.map_err(|cause| failed(cause.into()))?;
        Ok(Arc::new(MemTable::try_new(rows.schema(), vec![vec![rows]]).map_err(failed)?))
    }

    async fn listed_columns(&mut self, catalog: Option<String>) -> Result<Vec<(&'static str, ArrayRef)>, EngineError> {
        let names = [
            "table_catalog",
            "table_schema",
            "table_name",
            "column_name",
            "column_default",
            "is_nullable",
            "data_type",
        ];
        let (mut rows, mut positions) = (Texts::of(&names), Vec::new());
        for (name, _) in self.relations().await? {
            let schema = match self.find(&name).await? {
                Some(Found::Table(table)) => arrow_schema(table.metadata().current_schema())?,
                Some(Found::View(view)) => arrow_schema(view.metadata().current_schema())?,
                None => continue,
            };
            for (position, field) in (1..).zip(schema.fields()) {
                positions.push(position);
                let kind = duckdb::type_name(field.data_type());
                let kind = if self.shared.options.dialect == Dialect::Postgres { kind } else { kind.to_uppercase() };
                rows.push(vec![
                    catalog.clone(),
                    Some(name.namespace().to_string()),
                    Some(name.name().to_owned()),
                    Some(field.name().clone()),
                    None,
                    Some(if field.is_nullable() { "YES" } else { "NO" }.to_owned()),
                    Some(kind),
                ]);
            }
        }
        let mut columns = rows.columns();
        columns.insert(4, ("ordinal_position", Arc::new(Int32Array::from(positions)) as ArrayRef));
        Ok(columns)
    }

    /// All namespaces, also those inside of others.
    async fn namespaces(&self) -> Result<Vec<Namespace>, EngineError> {
        let warehouse = &self.shared.warehouse;
        let mut found = warehouse.list_namespaces(None).await?;
        let mut next = 0;
        while let Some(parent) = found.get(next).cloned() {
            for inner in warehouse.list_namespaces(Some(&parent)).await? {
                if !found.contains(&inner) {
                    found.push(inner);
                }
            }
            next += 1;
        }
        found.sort_by_key(ToString::to_string);
        Ok(found)
    }

    /// All tables and views; whether each is a view.
    async fn relations(&self) -> Result<Vec<(TableName, bool)>, EngineError> {
        let warehouse = &self.shared.warehouse;
        let mut found = Vec::new();
        for namespace in self.namespaces().await? {
            found.extend(warehouse.list_tables(&namespace).await?.into_iter().map(|name| (name, false)));
            found.extend(warehouse.list_views(&namespace).await?.into_iter().map(|name| (name, true)));
        }
        found.sort_by_key(|(name, _)| name.to_string());
        Ok(found)
    }
}
