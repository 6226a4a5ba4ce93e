//! A CSV file of the project as a table. Values travel as text and are cast to their types.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use cauri_engine::Dialect;
use cauri_lake::schema::{Coercion, DOC};
use cauri_lake::{FileNaming, TableDefinition, TableWriter};
use cauri_project::{SeedColumn, SeedTable, SeedType};

use super::Build;
use crate::adapter::quoted_part;
use crate::error::PipelineError;
use crate::results::Detail;

/// Replaces the table with the rows of the file.
pub(super) async fn load(build: &Build<'_>) -> Result<Detail, PipelineError> {
    let warehouse = build.lakehouse.warehouse();
    let seed = build.lakehouse.project().seed(&build.node.unique_id)?;
    let schema = schema(build, &seed).await?;
    let rows =
        rows(&seed, &schema).map_err(|cause| PipelineError::Rows { stream: build.node.unique_id.clone(), cause })?;
    let definition = TableDefinition {
        schema,
        partition_by: Vec::new(),
        sort_by: Vec::new(),
        properties: build.node.config.tblproperties().into_iter().collect(),
        comment: super::comment(build.node),
    };
    build.existing_table().await?;
    let staged = warehouse.stage_table(&build.name, &definition).await?;
    let mut writer = TableWriter::open(staged.target(), FileNaming::Uuid)?;
    writer.write(&rows).await?;
    let files = writer.finish().await?;
    let num_files = Some(files.as_ref().map_or(0, |files| files.num_files() as u64));
    let table = warehouse.replace(staged, files, build.summary()).await?;
    let num_rows = u64::try_from(seed.num_rows).unwrap_or_default();
    let snapshot_id = table.metadata().current_snapshot_id();
    Ok(Detail::Built { num_rows: Some(num_rows), num_files, snapshot_id })
}

/// The columns with the types that the dialect gives to the declared and inferred ones.
async fn schema(build: &Build<'_>, seed: &SeedTable) -> Result<SchemaRef, PipelineError> {
    let casts: Vec<String> = seed
        .columns
        .iter()
        .map(|column| {
            format!(
                "cast(null as {}) as {}",
                sql_type(build.lakehouse.engine().options().dialect, column),
                quoted_part(build.lakehouse.engine(), &column.name)
            )
        })
        .collect();
    let planned = build.lakehouse.engine().schema(&format!("select {}", casts.join(", "))).await?;
    let described = planned.fields().iter().zip(&seed.columns).map(|(field, column)| {
        let field = Field::new(&column.name, field.data_type().clone(), true);
        match build.node.columns.get(&column.name).filter(|column| !column.description.is_empty()) {
            Some(column) => field.with_metadata([(DOC.to_owned(), column.description.clone())].into()),
            None => field,
        }
    });
    let coercion = Coercion::new(&Schema::new(described.collect::<Vec<_>>()))?;
    Ok(Arc::clone(coercion.schema()))
}

/// The type that dbt's adapters give: whole numbers are `bigint` on Spark and `integer` elsewhere, unless
/// one of them needs more.
fn sql_type(dialect: Dialect, column: &SeedColumn) -> &str {
    match &column.seed_type {
        SeedType::Text if dialect == Dialect::Spark => "string",
        SeedType::Text => "text",
        SeedType::Integer if dialect != Dialect::Spark && fits_integer(column) => "integer",
        SeedType::Integer => "bigint",
        SeedType::Decimal if dialect == Dialect::Spark => "double",
        SeedType::Decimal => "double precision",
        SeedType::Boolean => "boolean",
        SeedType::Date => "date",
        SeedType::Timestamp if dialect == Dialect::Postgres => "timestamp without time zone",
        SeedType::Timestamp => "timestamp",
        SeedType::Declared(kind) => kind,
    }
}

fn fits_integer(column: &SeedColumn) -> bool {
    column.values.iter().flatten().all(|value| value.parse::<i32>().is_ok())
}

/// Casts every value; one that does not fit is an error.
fn rows(seed: &SeedTable, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let options = CastOptions { safe: false, ..CastOptions::default() };
    let columns = seed.columns.iter().zip(schema.fields()).map(|(column, field)| {
        let is_text = field.data_type() == &DataType::Utf8;
        let texts: ArrayRef = Arc::new(
            column
                .values
                .iter()
                .map(|value| value.map(|value| written(value, field.data_type())))
                .collect::<StringArray>(),
        );
        if is_text { Ok(texts) } else { cast_with_options(&texts, field.data_type(), &options) }
    });
    let columns: Vec<ArrayRef> = columns.collect::<Result<_, _>>()?;
    debug_assert!(columns.iter().all(|column| column.len() == seed.num_rows), "each column has all rows");
    RecordBatch::try_new(Arc::clone(schema), columns)
}

/// A value as it is cast to the type of its column.
fn written<'v>(value: &'v str, kind: &DataType) -> Cow<'v, str> {
    match kind {
        DataType::Timestamp(..) => with_seconds(value.trim()),
        DataType::Utf8 => Cow::Borrowed(value),
        _ => Cow::Borrowed(value.trim()),
    }
}

/// `2021-01-01 10:00` with its seconds, which databases fill in and Arrow's parser asks for.
fn with_seconds(value: &str) -> Cow<'_, str> {
    let is_short = value.len() == 16 && value.bytes().filter(|byte| *byte == b':').count() == 1;
    if is_short { Cow::Owned(format!("{value}:00")) } else { Cow::Borrowed(value) }
}
