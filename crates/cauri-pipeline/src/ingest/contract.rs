//! Do the columns of a file fit the table? And which columns will the table have?
//!
//! Pure: schemas in, schema out. Types may widen (int to bigint, decimal to a larger decimal,
//! anything to text); everything else that differs is an error that names column and file.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use cauri_core::nearest;
use cauri_engine::Dialect;

use super::bronze;
use super::settings::Contract;
use crate::error::PipelineError;

/// The columns of one file.
#[derive(Debug, Clone)]
pub(super) struct FileColumns {
    pub(super) uri: String,
    pub(super) schema: SchemaRef,
}

/// What must become of the columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Agreed {
    /// Columns that the table has not yet, all nullable.
    pub(super) added: Vec<Field>,
}

/// The source columns of a new table: those declared, then those that files have beyond them.
pub(super) fn columns_of_new(
    stream: &str,
    declared: Option<&SchemaRef>,
    files: &[FileColumns],
    contract: Contract,
) -> Result<Vec<Field>, PipelineError> {
    let mut known: Vec<Field> = match declared {
        Some(declared) => declared.fields().iter().map(|field| field.as_ref().clone()).collect(),
        None => files.first().map(|file| plain_fields(&file.schema)).unwrap_or_default(),
    };
    for file in files {
        let agreed = agree(stream, &Schema::new(known.clone()), file, contract)?;
        known.extend(agreed.added);
    }
    Ok(known)
}

/// Compares a file with a table, bookkeeping columns aside.
pub(super) fn agree(
    stream: &str,
    table: &Schema,
    file: &FileColumns,
    contract: Contract,
) -> Result<Agreed, PipelineError> {
    for column in table.fields().iter().filter(|field| !bronze::is_bookkeeping(field.name())) {
        match file.schema.field_with_name(column.name()) {
            Ok(found) if fits(found.data_type(), column.data_type()) => {}
            Ok(found) => {
                return Err(PipelineError::ColumnChangedType {
                    stream: stream.to_owned(),
                    column: column.name().clone(),
                    expected: crate::cell::sql_type(Dialect::Spark, column.data_type()),
                    found: crate::cell::sql_type(Dialect::Spark, found.data_type()),
                    uri: file.uri.clone(),
                });
            }
            Err(_) if contract == Contract::Evolve && column.is_nullable() => {}
            Err(_) => return Err(missing(stream, table, column, file)),
        }
    }
    let added: Vec<Field> =
        plain_fields(&file.schema).into_iter().filter(|field| table.field_with_name(field.name()).is_err()).collect();
    match added.first() {
        Some(first) if contract == Contract::Freeze => Err(PipelineError::ColumnUnexpected {
            stream: stream.to_owned(),
            column: first.name().clone(),
            uri: file.uri.clone(),
        }),
        _ => Ok(Agreed { added: added.into_iter().map(|field| field.with_nullable(true)).collect() }),
    }
}

/// A missing column was perhaps renamed: the nearest name is one that the table does not have.
fn missing(stream: &str, table: &Schema, column: &Field, file: &FileColumns) -> PipelineError {
    let new = file.schema.fields().iter().map(|field| field.name().as_str());
    let new = new.filter(|name| table.field_with_name(name).is_err());
    PipelineError::ColumnMissing {
        stream: stream.to_owned(),
        column: column.name().clone(),
        uri: file.uri.clone(),
        nearest: nearest(column.name(), new).map(str::to_owned),
    }
}

fn plain_fields(schema: &SchemaRef) -> Vec<Field> {
    schema.fields().iter().map(|field| field.as_ref().clone()).collect()
}

/// Whether every value of one type is a value of the other.
fn fits(found: &DataType, wanted: &DataType) -> bool {
    use DataType::{Date32, Float32, Float64, Int8, Int16, Int32, Int64, LargeUtf8, Timestamp, Utf8, Utf8View};
    if found == wanted {
        return true;
    }
    match (found, wanted) {
        (DataType::Null, _) | (_, Utf8 | LargeUtf8 | Utf8View) => !found.is_nested(),
        (Int8 | Int16, Int32) | (Int8 | Int16 | Int32, Int64 | Float64) | (Float32, Float64) => true,
        (Int8 | Int16 | Int32 | Int64, DataType::Decimal128(precision, scale)) => {
            i16::from(*precision) - i16::from(*scale) >= 19
        }
        (DataType::Decimal128(p, s), DataType::Decimal128(precision, scale)) => {
            scale >= s && i16::from(*precision) - i16::from(*scale) >= i16::from(*p) - i16::from(*s)
        }
        (Timestamp(_, one), Timestamp(_, other)) => one.is_some() == other.is_some(),
        (Date32, DataType::Date64) => true,
        _ => false,
    }
}

/// The whole schema of a Bronze table: the source's columns, then the bookkeeping.
pub(super) fn with_bookkeeping(columns: Vec<Field>) -> SchemaRef {
    let columns = columns.into_iter().chain(bronze::fields());
    Arc::new(Schema::new(columns.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(columns: &[(&str, DataType)]) -> FileColumns {
        let fields: Vec<Field> = columns.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true)).collect();
        FileColumns { uri: "f.csv".to_owned(), schema: Arc::new(Schema::new(fields)) }
    }

    fn table(columns: &[(&str, DataType)]) -> SchemaRef {
        with_bookkeeping(plain_fields(&file(columns).schema))
    }

    #[test]
    fn a_new_column_is_added_and_a_renamed_one_stops_the_load() {
        let old = table(&[("pays", DataType::Utf8), ("inflation", DataType::Int64)]);
        let agreed = agree(
            "s",
            &old,
            &file(&[("pays", DataType::Utf8), ("inflation", DataType::Int64), ("note", DataType::Utf8)]),
            Contract::Additive,
        );
        assert_eq!(agreed.unwrap().added[0].name(), "note");
        let renamed = file(&[("pays", DataType::Utf8), ("inflations", DataType::Int64)]);
        let error = agree("s", &old, &renamed, Contract::Additive).unwrap_err();
        assert!(
            matches!(&error, PipelineError::ColumnMissing { column, nearest: Some(near), .. } if column == "inflation" && near == "inflations"),
            "{error}"
        );
        assert!(agree("s", &old, &renamed, Contract::Evolve).is_ok());
    }

    #[test]
    fn an_integer_that_becomes_text_stops_the_load() {
        let old = table(&[("annee", DataType::Int64)]);
        let error = agree("s", &old, &file(&[("annee", DataType::Utf8)]), Contract::Evolve).unwrap_err();
        assert_eq!(error.to_string(), "source \"s\": column \"annee\" is string in \"f.csv\", and bigint in the table");
    }

    #[test]
    fn a_frozen_table_takes_no_new_column() {
        let old = table(&[("annee", DataType::Int64)]);
        let wider = file(&[("annee", DataType::Int32), ("x", DataType::Int64)]);
        assert!(matches!(
            agree("s", &old, &wider, Contract::Freeze),
            Err(PipelineError::ColumnUnexpected { column, .. }) if column == "x"
        ));
    }
}
