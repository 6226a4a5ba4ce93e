//! The columns of tables as queries know them, kept between queries: a table of some hundred columns takes longer
//! to describe than a small query to run.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::datatypes::{Field, Schema, SchemaRef};
use cauri_lake::{LakeError, Table, arrow_schema, spec};

use crate::spark::Names;

/// Schemas that are kept; when there are more, all are forgotten.
const MAX_SCHEMAS: usize = 4_096;

/// The columns of a table under one of its schemas.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) of: spec::SchemaRef,
    /// Without the metadata of the lake.
    pub(super) stored: SchemaRef,
    /// The name of each.
    pub(super) names: Names,
    /// The field id of each.
    pub(super) ids: Arc<[i32]>,
}

/// The columns that were asked for, by the table's id and that of its schema.
#[derive(Debug, Default)]
pub(super) struct ColumnCache {
    known: Mutex<HashMap<(String, i32), Arc<Columns>>>,
}

impl ColumnCache {
    /// The columns of a table under a schema.
    ///
    /// # Errors
    ///
    /// When a column has a type that cannot be read.
    pub(super) fn of(&self, table: &Table, schema: &spec::SchemaRef) -> Result<Arc<Columns>, LakeError> {
        let key = (table.metadata().uuid().to_string(), schema.schema_id());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        // A change that has not been committed may have numbered its schema as another one did.
        if let Some(columns) =
            known.get(&key).filter(|columns| Arc::ptr_eq(&columns.of, schema) || columns.of == *schema)
        {
            return Ok(Arc::clone(columns));
        }
        let stored = readable(arrow_schema(schema)?.as_ref());
        let ids = schema.as_struct().fields().iter().map(|field| field.id).collect();
        let names = stored.fields().iter().map(|field| field.name().clone()).collect();
        let columns = Arc::new(Columns { of: Arc::clone(schema), stored, names, ids });
        if known.len() >= MAX_SCHEMAS {
            known.clear();
        }
        known.insert(key, Arc::clone(&columns));
        Ok(columns)
    }
}

/// The columns without their own metadata: DataFusion compares fields whole, and ids and
/// descriptions would make equal columns of two tables differ.
fn readable(schema: &Schema) -> SchemaRef {
    let fields: Vec<Field> =
        schema.fields().iter().map(|field| field.as_ref().clone().with_metadata(HashMap::new())).collect();
    Arc::new(Schema::new(fields))
}
