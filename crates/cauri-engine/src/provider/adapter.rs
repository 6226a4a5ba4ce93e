//! Finds a table's columns in a file by field id.
//!
//! A file has the columns of the day on which it was written. For each file the columns are given
//! the table's names where the ids agree, and DataFusion's own adapter does the rest by name:
//! casts to a wider type, NULL for a column that the file does not have. A file without ids (of
//! another writer) is read by name, as Iceberg's default name mapping does.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::{DataFusionError, Result};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr_adapter::{
    DefaultPhysicalExprAdapterFactory, PhysicalExprAdapter, PhysicalExprAdapterFactory,
};

use crate::error::EngineError;

/// The metadata key under which Parquet's reader gives a column's field id.
const FIELD_ID: &str = cauri_lake::schema::FIELD_ID;

/// Makes the adapter of each file of a table.
#[derive(Debug)]
pub(super) struct FieldIdAdapters {
    /// The field ids by the table's column names.
    ids: HashMap<String, i32>,
}

/// Turns expressions over the table's columns into ones over a file's.
#[derive(Debug)]
struct FieldIdAdapter {
    /// Knows the file by those columns alone that the table has, under the table's names.
    by_name: Arc<dyn PhysicalExprAdapter>,
    /// Where each of them stands in the file, and its name there.
    found: Vec<Column>,
}

impl FieldIdAdapters {
    pub(super) fn new(schema: &Schema, ids: &[i32]) -> Self {
        let names = schema.fields().iter().map(|field| field.name().clone());
        Self { ids: names.zip(ids.iter().copied()).collect() }
    }

    /// The position in the file of each column of the table. The first of a name or id counts.
    fn positions(&self, logical: &Schema, physical: &Schema) -> Vec<Option<usize>> {
        let columns = || physical.fields().iter().enumerate().rev();
        let by_id: HashMap<i32, usize> = columns().filter_map(|(at, field)| Some((id_of(field)?, at))).collect();
        let by_name: HashMap<&str, usize> = columns().map(|(at, field)| (field.name().as_str(), at)).collect();
        let find = |field: &Arc<Field>| match self.ids.get(field.name()).filter(|_| !by_id.is_empty()) {
            Some(id) => by_id.get(id).copied(),
            None => by_name.get(field.name().as_str()).copied(),
        };
        logical.fields().iter().map(find).collect()
    }
}

fn id_of(field: &Field) -> Option<i32> {
    field.metadata().get(FIELD_ID)?.parse().ok()
}

impl PhysicalExprAdapterFactory for FieldIdAdapters {
    fn create(&self, logical: SchemaRef, physical: SchemaRef) -> Result<Arc<dyn PhysicalExprAdapter>> {
        let mut named: Vec<Arc<Field>> = Vec::with_capacity(logical.fields().len());
        let mut found = Vec::with_capacity(logical.fields().len());
        for (field, at) in logical.fields().iter().zip(self.positions(&logical, &physical)) {
            let Some((at, stored)) = at.and_then(|at| Some((at, physical.fields().get(at)?))) else { continue };
            named.push(named_as(stored, field)?);
            found.push(Column::new(stored.name(), at));
        }
        let named = Arc::new(Schema::new(Fields::from(named)));
        let by_name = DefaultPhysicalExprAdapterFactory.create(logical, named)?;
        Ok(Arc::new(FieldIdAdapter { by_name, found }))
    }
}

/// The file's column under the table's name. When the types agree it becomes the table's column,
/// metadata included: DataFusion would otherwise cast it to itself, and prune no more.
fn named_as(found: &Field, wanted: &Arc<Field>) -> Result<Arc<Field>> {
    if found.data_type() == wanted.data_type() {
        return Ok(Arc::clone(wanted));
    }
    check_nested(found.data_type(), wanted.data_type(), wanted.name())?;
    Ok(Arc::new(found.clone().with_name(wanted.name())))
}

/// Below the first level columns are matched by name, which is right only while no id has
/// another name.
fn check_nested(found: &DataType, wanted: &DataType, column: &str) -> Result<()> {
    match (found, wanted) {
        (DataType::Struct(found), DataType::Struct(wanted)) => {
            for field in wanted {
                let by_name = found.iter().find(|other| other.name() == field.name());
                let by_id = found.iter().find(|other| id_of(other).is_some() && id_of(other) == id_of(field));
                match (by_name, by_id) {
                    (Some(one), Some(other)) if one.name() == other.name() => {
                        check_nested(one.data_type(), field.data_type(), column)?;
                    }
                    (None, None) => {}
                    (Some(one), None) if id_of(one).is_none() || id_of(field).is_none() => {
                        check_nested(one.data_type(), field.data_type(), column)?;
                    }
                    _ => return Err(refuse(column)),
                }
            }
            Ok(())
        }
        (DataType::List(found), DataType::List(wanted)) | (DataType::Map(found, _), DataType::Map(wanted, _)) => {
            check_nested(found.data_type(), wanted.data_type(), column)
        }
        _ => Ok(()),
    }
}

fn refuse(column: &str) -> DataFusionError {
    let what = format!("a rename inside the nested column {column}, for files from before it,");
    DataFusionError::External(Box::new(EngineError::not_supported(what)))
}

impl PhysicalExprAdapter for FieldIdAdapter {
    fn rewrite(&self, expr: Arc<dyn PhysicalExpr>) -> Result<Arc<dyn PhysicalExpr>> {
        let expr = self.by_name.rewrite(expr)?;
        expr.transform(|expr| {
            let Some(column) = expr.downcast_ref::<Column>() else { return Ok(Transformed::no(expr)) };
            Ok(match self.found.get(column.index()) {
                Some(found) => Transformed::yes(Arc::new(found.clone()) as Arc<dyn PhysicalExpr>),
                None => Transformed::no(expr),
            })
        })
        .data()
    }
}

#[cfg(test)]
mod tests;
