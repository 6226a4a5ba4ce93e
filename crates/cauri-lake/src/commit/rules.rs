//! What a change of a table must respect beyond what the format library checks.

use std::collections::HashMap;
use std::sync::Arc;

use cauri_core::TableName;
use iceberg::spec::{FormatVersion, Snapshot, SnapshotReference, TableMetadata};
use iceberg::{TableRequirement, TableUpdate};

use super::{conflict, is_inside_any};
use crate::error::LakeError;
use crate::location::Location;
use crate::table::refs_of;

/// Properties that name a folder for files of the table.
const FOLDERS: [&str; 4] =
    ["write.data.path", "write.metadata.path", "write.object-storage.path", "write.folder-storage.path"];
/// A table keeps the key it was made with.
const KEY_ID: &str = "encryption.key-id";

fn invalid(table: &TableName, reason: impl Into<String>) -> LakeError {
    LakeError::InvalidChange { table: table.clone(), reason: reason.into() }
}

/// Whether all requirements hold of the base.
pub(super) fn check_requirements(
    name: &TableName,
    base: &TableMetadata,
    requirements: &[TableRequirement],
) -> Result<(), LakeError> {
    for requirement in requirements {
        requirement.check(Some(base)).map_err(|error| {
            let reason = error.message().trim_start_matches("Requirement failed: ").to_owned();
            LakeError::CommitConflict { table: name.clone(), reason }
        })?;
    }
    Ok(())
}

/// Whether the updates may be applied to the base at all.
pub(super) fn check_updates(name: &TableName, base: &TableMetadata, updates: &[TableUpdate]) -> Result<(), LakeError> {
    let roots = roots(base);
    let inside = |location: &str| {
        let outside = || LakeError::OutsideTable { table: name.clone(), location: location.to_owned() };
        is_inside_any(&roots, location).then_some(()).ok_or_else(outside)
    };
    let mut refs: Option<HashMap<String, i64>> = None;
    let mut last_sequence = base.last_sequence_number();
    for update in updates {
        match update {
            TableUpdate::SetLocation { location }
                if location.trim_end_matches('/') != base.location().trim_end_matches('/') =>
            {
                return Err(LakeError::OutsideTable { table: name.clone(), location: location.clone() });
            }
            TableUpdate::AddSnapshot { snapshot } => {
                check_sequence(name, base, last_sequence, snapshot)?;
                last_sequence = last_sequence.max(snapshot.sequence_number());
                inside(snapshot.manifest_list())?;
            }
            TableUpdate::SetStatistics { statistics } => inside(&statistics.statistics_path)?,
            TableUpdate::SetPartitionStatistics { partition_statistics } => {
                inside(&partition_statistics.statistics_path)?;
            }
            TableUpdate::SetSnapshotRef { ref_name, reference } => {
                refs.get_or_insert_with(|| snapshots_of_refs(base)).insert(ref_name.clone(), reference.snapshot_id);
            }
            TableUpdate::RemoveSnapshotRef { ref_name } => {
                refs.get_or_insert_with(|| snapshots_of_refs(base)).remove(ref_name);
            }
            TableUpdate::RemoveSnapshots { snapshot_ids } => {
                // An expiry asserts the table's uuid only: a branch may have been made on the snapshot since.
                let refs = refs.get_or_insert_with(|| snapshots_of_refs(base));
                if let Some((ref_name, id)) = refs.iter().find(|(_, id)| snapshot_ids.contains(id)) {
                    return Err(conflict(
                        name,
                        &format!("the snapshot {id} is what the branch or tag {ref_name} means"),
                    ));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn snapshots_of_refs(base: &TableMetadata) -> HashMap<String, i64> {
    let id = |(name, reference): (String, SnapshotReference)| (name, reference.snapshot_id);
    refs_of(base).into_iter().map(id).collect()
}

/// A snapshot that was made for an older state must be made again: a conflict, not a mistake.
fn check_sequence(
    name: &TableName,
    base: &TableMetadata,
    last_sequence: i64,
    snapshot: &Snapshot,
) -> Result<(), LakeError> {
    let stale = base.format_version() != FormatVersion::V1
        && snapshot.parent_snapshot_id().is_some()
        && snapshot.sequence_number() <= last_sequence;
    if stale {
        let number = snapshot.sequence_number();
        return Err(conflict(name, &format!("its sequence number {number} is not after {last_sequence}")));
    }
    if let Some((first_row_id, _)) = snapshot.row_range()
        && first_row_id < base.next_row_id()
    {
        return Err(conflict(name, &format!("its first row id {first_row_id} is before {}", base.next_row_id())));
    }
    Ok(())
}

/// Whether the result is still the same table, in the same place.
pub(super) fn check_result(name: &TableName, old: &TableMetadata, new: &TableMetadata) -> Result<(), LakeError> {
    if new.uuid() != old.uuid() {
        return Err(invalid(name, "a table keeps its uuid"));
    }
    if let Some(key) = old.properties().get(KEY_ID)
        && new.properties().get(KEY_ID) != Some(key)
    {
        return Err(invalid(name, "a table keeps its encryption key"));
    }
    let roots = [Arc::from(old.location())];
    for folder in FOLDERS {
        let value = new.properties().get(folder);
        if let Some(location) = value.filter(|value| old.properties().get(folder) != Some(*value))
            && !is_inside_any(&roots, location)
        {
            return Err(LakeError::OutsideTable { table: name.clone(), location: location.clone() });
        }
    }
    // The builder gives the id of a removed schema or spec again when it was the highest.
    for schema in new.schemas_iter() {
        if old.schema_by_id(schema.schema_id()).is_some_and(|before| before != schema) {
            return Err(invalid(name, format!("the schema id {} was used before", schema.schema_id())));
        }
    }
    for spec in new.partition_specs_iter() {
        if old.partition_spec_by_id(spec.spec_id()).is_some_and(|before| before.fields() != spec.fields()) {
            return Err(invalid(name, format!("the partition spec id {} was used before", spec.spec_id())));
        }
    }
    Ok(())
}

/// Whether a new table may lie where its metadata says: inside the warehouse, with all it names.
pub(super) fn check_new(name: &TableName, metadata: &TableMetadata, warehouse: &str) -> Result<(), LakeError> {
    let outside = |location: &str| LakeError::OutsideTable { table: name.clone(), location: location.to_owned() };
    let (location, warehouse) = (Location::parse(metadata.location())?, Location::parse(warehouse)?);
    if location == warehouse || !location.is_inside(&warehouse) {
        return Err(invalid(name, format!("its location {location} is not a folder inside the warehouse {warehouse}")));
    }
    let root = [Arc::from(metadata.location())];
    let folders = FOLDERS.iter().filter_map(|folder| metadata.properties().get(*folder).map(String::as_str));
    let lists = metadata.snapshots().map(|snapshot| snapshot.manifest_list());
    match folders.chain(lists).find(|named| !is_inside_any(&root, named)) {
        Some(named) => Err(outside(named)),
        None => Ok(()),
    }
}

/// Where files of the table may be: its folder, and what it was told before it came to us.
fn roots(base: &TableMetadata) -> Vec<Arc<str>> {
    let own = FOLDERS.iter().filter_map(|folder| base.properties().get(*folder));
    std::iter::once(base.location()).chain(own.map(String::as_str)).map(Arc::from).collect()
}
