//! Whether staged files still belong to the table that they are to be committed to.
//!
//! Rows may be written long before their commit. A table that was replaced in the meantime has
//! other columns under other ids: the rows would be there, and every value of them NULL.

use cauri_core::TableName;
use iceberg::spec::{FormatVersion, NestedFieldRef, Schema, TableMetadata, Type};

use crate::LakeError;
use crate::evolve::is_wider;
use crate::write::StagedFiles;

/// Refuses what a snapshot of this table cannot hold.
///
/// # Errors
///
/// [`LakeError::InvalidChange`] for a table of a format version that is not written here and for
/// files of another table; [`LakeError::CommitConflict`] when columns or partitions have changed so
/// that the files no longer fit.
pub(super) fn check(name: &TableName, metadata: &TableMetadata, added: Option<&StagedFiles>) -> Result<(), LakeError> {
    let invalid = |reason: &str| LakeError::InvalidChange { table: name.clone(), reason: reason.to_owned() };
    if metadata.format_version() != FormatVersion::V2 {
        return Err(invalid("cauri writes tables of format version 2 only, and this one has another"));
    }
    let Some(added) = added else { return Ok(()) };
    if added.uuid != metadata.uuid() {
        return Err(invalid("the rows were written for another table"));
    }
    let conflict = |reason: String| LakeError::CommitConflict { table: name.clone(), reason };
    if metadata.partition_spec_by_id(added.spec.spec_id()).is_none_or(|spec| spec.fields() != added.spec.fields()) {
        return Err(conflict("the partitions that the rows were written for are gone".to_owned()));
    }
    match misfit(&added.schema, metadata.current_schema()) {
        None => Ok(()),
        Some(column) => Err(conflict(format!("the column {column} has changed since the rows were written"))),
    }
}

/// The first column under which rows of `written` would be read wrongly or not at all.
fn misfit(written: &Schema, current: &Schema) -> Option<String> {
    if written.as_struct() == current.as_struct() {
        return None;
    }
    let name = |schema: &Schema, field: &NestedFieldRef| {
        schema.name_by_field_id(field.id).map_or_else(|| field.name.clone(), str::to_owned)
    };
    let lost = fields(written)
        .find(|field| current.field_by_id(field.id).is_none_or(|now| !is_readable(&field.field_type, &now.field_type)));
    if let Some(field) = lost {
        return Some(name(written, field));
    }
    let missing =
        fields(current).find(|field| field.required && written.field_by_id(field.id).is_none_or(|old| !old.required));
    missing.map(|field| name(current, field))
}

/// Every field of a schema, nested ones included.
fn fields(schema: &Schema) -> impl Iterator<Item = &NestedFieldRef> {
    (0..=schema.highest_field_id()).filter_map(|id| schema.field_by_id(id))
}

fn is_readable(written: &Type, now: &Type) -> bool {
    match (written, now) {
        (Type::Primitive(written), Type::Primitive(now)) => written == now || is_wider(written, now),
        (Type::Struct(_), Type::Struct(_)) | (Type::List(_), Type::List(_)) | (Type::Map(_), Type::Map(_)) => true,
        _ => false,
    }
}
