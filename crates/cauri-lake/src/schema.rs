//! Columns: Arrow's words for them and Iceberg's.
//!
//! [`arrow_schema`] turns a table's schema into Arrow's, with the field id of every column in the
//! metadata key that Parquet reads. [`iceberg_schema`] goes the other way for new tables, and
//! [`replacing_schema`] for `CREATE OR REPLACE`, where an id is reused only for a column of the same
//! name and type. [`Coercion`] turns what Iceberg v2 has no type for into what it has, or refuses.
//! No Arrow type of the `iceberg` crate is used: its Arrow is another version.

mod cast;
mod coerce;

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, Fields, Schema as ArrowSchema, SchemaRef, TimeUnit};
use iceberg::spec::{ListType, MapType, NestedField, NestedFieldRef, PrimitiveType, Schema, StructType, Type};

pub use coerce::Coercion;
pub(crate) use coerce::cast_batch as cast_to;

use crate::LakeError;

/// The metadata key under which Parquet and Arrow keep a column's Iceberg field id.
pub const FIELD_ID: &str = "PARQUET:field_id";

/// The metadata key of a column's description.
pub const DOC: &str = "comment";

/// The Arrow schema of an Iceberg schema; every field carries its id and its description.
///
/// # Errors
///
/// [`LakeError::UnsupportedType`] for a type of format v3 (nanosecond timestamps).
pub fn arrow_schema(schema: &Schema) -> Result<SchemaRef, LakeError> {
    let fields: Result<Vec<FieldRef>, LakeError> = schema.as_struct().fields().iter().map(arrow_field).collect();
    Ok(Arc::new(ArrowSchema::new(fields?)))
}

fn arrow_field(field: &NestedFieldRef) -> Result<FieldRef, LakeError> {
    let mut metadata = HashMap::from([(FIELD_ID.to_owned(), field.id.to_string())]);
    if let Some(doc) = &field.doc {
        metadata.insert(DOC.to_owned(), doc.clone());
    }
    let data_type = arrow_type(&field.field_type, &field.name)?;
    Ok(Arc::new(Field::new(&field.name, data_type, !field.required).with_metadata(metadata)))
}

fn arrow_type(kind: &Type, column: &str) -> Result<DataType, LakeError> {
    Ok(match kind {
        Type::Primitive(primitive) => arrow_primitive(primitive, column)?,
        Type::Struct(nested) => {
            let fields: Result<Vec<FieldRef>, LakeError> = nested.fields().iter().map(arrow_field).collect();
            DataType::Struct(Fields::from(fields?))
        }
        Type::List(list) => DataType::List(arrow_field(&list.element_field)?),
        Type::Map(map) => {
            let entries = Fields::from(vec![arrow_field(&map.key_field)?, arrow_field(&map.value_field)?]);
            DataType::Map(Arc::new(Field::new("key_value", DataType::Struct(entries), false)), false)
        }
    })
}

/// The Arrow type of an Iceberg primitive, `column` being named in the error.
pub(crate) fn arrow_primitive(kind: &PrimitiveType, column: &str) -> Result<DataType, LakeError> {
    Ok(match kind {
        PrimitiveType::Boolean => DataType::Boolean,
        PrimitiveType::Int => DataType::Int32,
        PrimitiveType::Long => DataType::Int64,
        PrimitiveType::Float => DataType::Float32,
        PrimitiveType::Double => DataType::Float64,
        PrimitiveType::Decimal { precision, scale } => {
            let unsupported = || LakeError::unsupported_type(column, kind);
            let precision = u8::try_from(*precision).map_err(|_| unsupported())?;
            let scale = i8::try_from(*scale).map_err(|_| unsupported())?;
            DataType::Decimal128(precision, scale)
        }
        PrimitiveType::Date => DataType::Date32,
        PrimitiveType::Time => DataType::Time64(TimeUnit::Microsecond),
        PrimitiveType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
        PrimitiveType::Timestamptz => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        PrimitiveType::String => DataType::Utf8,
        PrimitiveType::Uuid => DataType::FixedSizeBinary(16),
        PrimitiveType::Fixed(length) => {
            let length = i32::try_from(*length).map_err(|_| LakeError::unsupported_type(column, kind))?;
            DataType::FixedSizeBinary(length)
        }
        PrimitiveType::Binary => DataType::Binary,
        PrimitiveType::TimestampNs | PrimitiveType::TimestamptzNs => {
            return Err(LakeError::unsupported_type(column, kind));
        }
    })
}

/// The Iceberg schema of a new table, ids from 1: the columns first, then what is nested in them.
///
/// # Errors
///
/// [`LakeError::UnsupportedType`] for a type that has none in Iceberg v2; coerce first.
pub fn iceberg_schema(schema: &ArrowSchema) -> Result<Schema, LakeError> {
    replacing_schema(schema, None, 0)
}

/// The Iceberg schema that replaces `current`: a column keeps its id when its name and its type
/// stay, every other gets a new one above `last_column_id`.
///
/// # Errors
///
/// As [`iceberg_schema`].
pub fn replacing_schema(
    schema: &ArrowSchema,
    current: Option<&Schema>,
    last_column_id: i32,
) -> Result<Schema, LakeError> {
    let mut ids = Ids { next: last_column_id };
    let mut fields = Vec::with_capacity(schema.fields().len());
    // Iceberg numbers all columns of one level before it goes into them.
    let reused: Vec<Option<NestedFieldRef>> =
        schema.fields().iter().map(|field| reusable(field, current)).collect::<Result<_, _>>()?;
    let own: Vec<i32> = reused.iter().map(|kept| kept.as_ref().map_or_else(|| ids.take(), |kept| kept.id)).collect();
    for ((field, kept), id) in schema.fields().iter().zip(reused).zip(own) {
        let kind = match kept {
            Some(kept) => (*kept.field_type).clone(),
            None => iceberg_type(field.data_type(), field.name(), &mut ids)?,
        };
        fields.push(described(NestedField::new(id, field.name(), kind, !field.is_nullable()), field));
    }
    Schema::builder().with_fields(fields).build().map_err(|cause| LakeError::format("make the schema", cause))
}

/// A new optional column; ids above `last_id`, which is moved on.
pub(crate) fn new_field(name: &str, kind: &DataType, last_id: &mut i32) -> Result<NestedField, LakeError> {
    let mut ids = Ids { next: *last_id };
    let id = ids.take();
    let kind = iceberg_type(kind, name, &mut ids)?;
    *last_id = ids.next;
    Ok(NestedField::optional(id, name, kind))
}

/// The column of `current` whose id `field` may keep.
fn reusable(field: &Field, current: Option<&Schema>) -> Result<Option<NestedFieldRef>, LakeError> {
    let Some(old) = current.and_then(|schema| schema.as_struct().field_by_name(field.name())) else { return Ok(None) };
    let same = same_type(&arrow_type(&old.field_type, field.name())?, field.data_type());
    Ok(same.then(|| Arc::clone(old)))
}

/// Whether two types are the same but for field metadata.
pub(crate) fn same_type(left: &DataType, right: &DataType) -> bool {
    match (left, right) {
        (DataType::List(left), DataType::List(right)) => {
            left.is_nullable() == right.is_nullable() && same_type(left.data_type(), right.data_type())
        }
        (DataType::Struct(left), DataType::Struct(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| {
                    left.name() == right.name()
                        && left.is_nullable() == right.is_nullable()
                        && same_type(left.data_type(), right.data_type())
                })
        }
        (DataType::Map(left, _), DataType::Map(right, _)) => same_type(left.data_type(), right.data_type()),
        (left, right) => left == right,
    }
}

/// Hands out field ids.
struct Ids {
    next: i32,
}

impl Ids {
    fn take(&mut self) -> i32 {
        self.next += 1;
        self.next
    }
}

fn described(mut nested: NestedField, field: &Field) -> NestedFieldRef {
    if let Some(doc) = field.metadata().get(DOC).or_else(|| field.metadata().get("doc")) {
        nested = nested.with_doc(doc);
    }
    Arc::new(nested)
}

fn iceberg_type(kind: &DataType, column: &str, ids: &mut Ids) -> Result<Type, LakeError> {
    let primitive = match kind {
        DataType::Boolean => PrimitiveType::Boolean,
        DataType::Int8 | DataType::Int16 | DataType::Int32 => PrimitiveType::Int,
        DataType::Int64 => PrimitiveType::Long,
        DataType::Float32 => PrimitiveType::Float,
        DataType::Float64 => PrimitiveType::Double,
        DataType::Decimal128(precision, scale) if *scale >= 0 => {
            PrimitiveType::Decimal { precision: u32::from(*precision), scale: u32::from(scale.unsigned_abs()) }
        }
        DataType::Date32 => PrimitiveType::Date,
        DataType::Time64(TimeUnit::Microsecond) => PrimitiveType::Time,
        DataType::Timestamp(TimeUnit::Microsecond, None) => PrimitiveType::Timestamp,
        DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => PrimitiveType::Timestamptz,
        DataType::Utf8 => PrimitiveType::String,
        DataType::Binary => PrimitiveType::Binary,
        DataType::FixedSizeBinary(length) => {
            PrimitiveType::Fixed(u64::try_from(*length).map_err(|_| LakeError::unsupported_type(column, kind))?)
        }
        DataType::Struct(fields) => return iceberg_struct(fields, ids),
        DataType::List(element) => {
            let id = ids.take();
            let nested = iceberg_type(element.data_type(), column, ids)?;
            let element = NestedField::list_element(id, nested, !element.is_nullable());
            return Ok(Type::List(ListType::new(Arc::new(element))));
        }
        DataType::Map(entries, _) => return iceberg_map(entries, column, ids),
        other => return Err(LakeError::unsupported_type(column, other)),
    };
    Ok(Type::Primitive(primitive))
}

fn iceberg_struct(fields: &Fields, ids: &mut Ids) -> Result<Type, LakeError> {
    let own: Vec<i32> = fields.iter().map(|_| ids.take()).collect();
    let mut nested = Vec::with_capacity(fields.len());
    for (field, id) in fields.iter().zip(own) {
        let kind = iceberg_type(field.data_type(), field.name(), ids)?;
        nested.push(described(NestedField::new(id, field.name(), kind, !field.is_nullable()), field));
    }
    Ok(Type::Struct(StructType::new(nested)))
}

fn iceberg_map(entries: &Field, column: &str, ids: &mut Ids) -> Result<Type, LakeError> {
    let DataType::Struct(pair) = entries.data_type() else { return Err(LakeError::unsupported_type(column, entries)) };
    let [key, value] = pair.as_ref() else { return Err(LakeError::unsupported_type(column, entries)) };
    let (key_id, value_id) = (ids.take(), ids.take());
    let key_type = iceberg_type(key.data_type(), column, ids)?;
    let value_type = iceberg_type(value.data_type(), column, ids)?;
    let key = NestedField::map_key_element(key_id, key_type);
    let value = NestedField::map_value_element(value_id, value_type, !value.is_nullable());
    Ok(Type::Map(MapType::new(Arc::new(key), Arc::new(value))))
}

#[cfg(test)]
mod tests;
