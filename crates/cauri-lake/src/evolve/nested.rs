//! The way to a column inside another: `region.code`, `lines.element.price`, `rates.value`.
//!
//! A name is taken as it stands first, since a column's own name may hold dots.

use std::sync::Arc;

use iceberg::spec::{ListType, MapType, NestedFieldRef, StructType, Type};

use super::find;
use crate::LakeError;

/// Where a change takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Among the columns of the table.
    Table,
    /// Among the fields of a struct.
    Struct,
    /// The element of a list or the value of a map, which has no name or place of its own.
    Collection,
}

/// Lets `act` change the fields among which the last part of `path` is, or is to be.
///
/// # Errors
///
/// Those of `act`.
pub(super) fn at_path(
    fields: &mut Vec<NestedFieldRef>,
    (path, level): (&str, Level),
    act: &mut dyn FnMut(&mut Vec<NestedFieldRef>, &str, Level) -> Result<(), LakeError>,
) -> Result<(), LakeError> {
    if find(fields, path).is_err() {
        for (dot, _) in path.match_indices('.') {
            let (Some(head), Some(rest)) = (path.get(..dot), path.get(dot + 1..)) else { continue };
            let Some(at) = find(fields, head).ok().filter(|_| !rest.is_empty()) else { continue };
            let Some(outer) = fields.get(at) else { continue };
            if let Some(kind) = changed(&outer.field_type, rest, act)? {
                let mut outer = outer.as_ref().clone();
                outer.field_type = Box::new(kind);
                if let Some(slot) = fields.get_mut(at) {
                    *slot = Arc::new(outer);
                }
                return Ok(());
            }
        }
    }
    act(fields, path, level)
}

/// The type with what `path` names in it changed; `None` when it has no such inside.
fn changed(
    kind: &Type,
    path: &str,
    act: &mut dyn FnMut(&mut Vec<NestedFieldRef>, &str, Level) -> Result<(), LakeError>,
) -> Result<Option<Type>, LakeError> {
    match kind {
        Type::Primitive(_) => Ok(None),
        Type::Struct(nested) => {
            let mut fields = nested.fields().to_vec();
            at_path(&mut fields, (path, Level::Struct), act)?;
            Ok(Some(Type::Struct(StructType::new(fields))))
        }
        Type::List(list) => {
            let element = inside(&list.element_field, path, act)?;
            Ok(element.map(|element| Type::List(ListType::new(element))))
        }
        // The key of a map never changes: rows are found by it.
        Type::Map(map) => {
            let value = inside(&map.value_field, path, act)?;
            Ok(value.map(|value| Type::Map(MapType::new(Arc::clone(&map.key_field), value))))
        }
    }
}

fn inside(
    field: &NestedFieldRef,
    path: &str,
    act: &mut dyn FnMut(&mut Vec<NestedFieldRef>, &str, Level) -> Result<(), LakeError>,
) -> Result<Option<NestedFieldRef>, LakeError> {
    let head = path.split('.').next().unwrap_or_default();
    if !head.eq_ignore_ascii_case(&field.name) {
        return Ok(None);
    }
    let mut one = vec![Arc::clone(field)];
    at_path(&mut one, (path, Level::Collection), act)?;
    Ok(one.pop())
}
