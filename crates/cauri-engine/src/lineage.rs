//! Where the columns of a query come from, told from its logical plan.
//!
//! [`Engine::lineage`](crate::Engine::lineage) plans a query and walks the plan (`lineage/trace.rs`
//! over its nodes, `lineage/expression.rs` over its expressions). A view that the query reads is
//! named as it is, not opened: whoever wants the tables behind it asks for the view's own lineage.
//! Nothing is run and nothing is read but metadata.

mod expression;
#[cfg(test)]
mod tests;
mod trace;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use cauri_core::TableName;

use crate::engine::Shared;
use crate::error::EngineError;
use crate::query;
use crate::spark;
use crate::tables::Resolver;

/// How a column depends on another, in OpenLineage's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dependency {
    /// It is the other column, perhaps under another name.
    Identity,
    /// It is computed from values of one row.
    Transformation,
    /// It is computed from values of many rows.
    Aggregation,
    /// The other column chooses between values, as in CASE.
    Conditional,
    /// The other column partitions or orders a window.
    Window,
    /// The other column joins rows.
    Join,
    /// The other column groups rows.
    GroupBy,
    /// The other column keeps rows or leaves them out.
    Filter,
    /// The other column orders rows.
    Sort,
}

impl Dependency {
    /// Whether values of the other column end up in the column, rather than choose what does.
    pub fn is_direct(self) -> bool {
        matches!(self, Self::Identity | Self::Transformation | Self::Aggregation)
    }

    /// The word that artifacts carry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Transformation => "transformation",
            Self::Aggregation => "aggregation",
            Self::Conditional => "conditional",
            Self::Window => "window",
            Self::Join => "join",
            Self::GroupBy => "group_by",
            Self::Filter => "filter",
            Self::Sort => "sort",
        }
    }

    /// What this dependency on a column is on the columns that the column itself depends on by
    /// `earlier`: an influence stays one, an aggregate of a sum is an aggregate.
    #[must_use]
    pub fn after(self, earlier: Self) -> Self {
        match (self.is_direct(), earlier.is_direct()) {
            (false, _) => self,
            (true, false) => earlier,
            (true, true) => self.max(earlier),
        }
    }
}

/// A column that another depends on, and how.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Input {
    /// The table or view.
    pub table: TableName,
    /// Its column.
    pub column: String,
    /// How.
    pub dependency: Dependency,
}

/// An output column of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnLineage {
    /// Its name.
    pub name: String,
    /// What it depends on itself, sorted.
    pub inputs: Vec<Input>,
}

/// Where the columns and rows of a query come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// The output columns, in order, with their types.
    pub schema: SchemaRef,
    /// The output columns, in order.
    pub columns: Vec<ColumnLineage>,
    /// The columns that decide which rows there are and in which order: joins, filters, groups, sorts.
    pub rows: Vec<Input>,
    /// The tables and views that the query names, sorted.
    pub relations: Vec<TableName>,
}

/// Columns of relations that may not exist yet, by name: they stand before those of the lake.
pub type KnownRelations = BTreeMap<TableName, SchemaRef>;

/// Plans a query and tells where its columns come from.
pub(crate) async fn of(shared: &Shared, sql: &str, known: &Arc<KnownRelations>) -> Result<Lineage, EngineError> {
    let mut resolver = Resolver::for_lineage(shared, Arc::clone(known));
    let plan = resolver.plan(sql).await?;
    let relations = resolver.bound_relations();
    let traced = trace::Tracer::new(&relations).trace(&plan);
    let schema = query::shown(plan.schema().inner());
    let columns = schema
        .fields()
        .iter()
        .zip(&traced.columns)
        .map(|(field, inputs)| ColumnLineage {
            name: spark::column_name(field).to_owned(),
            inputs: inputs.iter().cloned().collect(),
        })
        .collect();
    let names: BTreeSet<TableName> = relations.into_values().collect();
    Ok(Lineage { schema, columns, rows: traced.rows.iter().cloned().collect(), relations: names.into_iter().collect() })
}
