//! Creates views.

use std::ops::Range;

use arrow::datatypes::{Field, Schema};
use cauri_core::TableName;
use cauri_lake::schema::{DOC, iceberg_schema};
use cauri_lake::{Coercion, Summary, ViewDefinition};

use crate::engine::Shared;
use crate::error::EngineError;
use crate::tables::Resolver;
use crate::write::output_schema;

/// A column of a view as CREATE VIEW lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ViewColumn {
    /// The name that the column of the query gets.
    pub(crate) name: String,
    /// Its description.
    pub(crate) comment: Option<String>,
}

/// Creates a view, or gives it a new version. `columns` renames those of the query; none keeps their names.
///
/// # Errors
///
/// Those of planning; [`EngineError::ViewCycle`] when the view would read itself.
pub(crate) async fn create_view(
    shared: &Shared,
    name: &TableName,
    (sql, query): (&str, &Range<usize>),
    columns: &[ViewColumn],
    properties: Summary,
) -> Result<(), EngineError> {
    let mut resolver = Resolver::for_view(shared);
    let plan = resolver.plan_part(sql, query).await?;
    if resolver.reads(name) {
        return Err(EngineError::ViewCycle { view: name.clone(), path: format!("{name} -> {name}") });
    }
    let given = output_schema(resolver.state(), &plan)?;
    let coerced = Coercion::new(&given)?;
    let schema = iceberg_schema(&named(coerced.schema(), columns, name)?)?;
    let definition = ViewDefinition {
        sql: sql.get(query.clone()).unwrap_or_default().trim().to_owned(),
        dialect: shared.options.dialect.as_str().to_owned(),
        schema,
        default_namespace: shared.options.default_namespace.clone(),
        properties,
    };
    shared.warehouse.create_or_replace_view(name, definition).await?;
    Ok(())
}

/// The columns of the query under the names that the view gives them.
fn named(schema: &Schema, columns: &[ViewColumn], view: &TableName) -> Result<Schema, EngineError> {
    let refuse = |reason: String| EngineError::Columns { table: view.clone(), reason };
    if !columns.is_empty() && columns.len() != schema.fields().len() {
        let (listed, given) = (columns.len(), schema.fields().len());
        return Err(refuse(format!("{listed} columns are listed and the query gives {given}")));
    }
    let mut fields: Vec<Field> = Vec::with_capacity(schema.fields().len());
    for (at, field) in schema.fields().iter().enumerate() {
        let listed = columns.get(at);
        let name = listed.map_or(field.name(), |column| &column.name);
        if fields.iter().any(|other| other.name().to_lowercase() == name.to_lowercase()) {
            return Err(refuse(format!("two columns are named {name}; give one an alias")));
        }
        let comment = listed.and_then(|column| column.comment.clone());
        let metadata = comment.map(|comment| (DOC.to_owned(), comment)).into_iter().collect();
        fields.push(Field::new(name, field.data_type().clone(), true).with_metadata(metadata));
    }
    Ok(Schema::new(fields))
}
