//! Branches, tags and rollback: changes of which snapshot a name points to. No file is touched.

use iceberg::spec::{
    PartitionSpec, Schema, Snapshot, SnapshotRef, SnapshotReference, SnapshotRetention, SortOrder, UnboundPartitionSpec,
};
use iceberg::{TableRequirement, TableUpdate};

use crate::manifest::manifest_list;
use crate::table::{At, MAIN};
use crate::{Change, LakeError, Table, Warehouse};

impl Warehouse {
    /// Names a snapshot for good. A tag never moves; `max_age_ms` is how long it is kept, for ever
    /// by default.
    ///
    /// # Errors
    ///
    /// [`LakeError::RefExists`] when the name is taken, [`LakeError::SnapshotNotFound`].
    pub async fn create_tag(
        &self,
        table: &Table,
        name: &str,
        at: &At,
        max_age_ms: Option<i64>,
    ) -> Result<Table, LakeError> {
        self.create_ref(table, name, at, SnapshotRetention::Tag { max_ref_age_ms: max_age_ms }).await
    }

    /// Names a snapshot as the head of a branch.
    ///
    /// # Errors
    ///
    /// As [`Warehouse::create_tag`].
    pub async fn create_branch(&self, table: &Table, name: &str, at: &At) -> Result<Table, LakeError> {
        self.create_ref(table, name, at, SnapshotRetention::branch(None, None, None)).await
    }

    async fn create_ref(
        &self,
        table: &Table,
        name: &str,
        at: &At,
        retention: SnapshotRetention,
    ) -> Result<Table, LakeError> {
        if table.refs().contains_key(name) {
            return Err(LakeError::RefExists { table: table.name().clone(), name: name.to_owned() });
        }
        let snapshot = existing(table, at)?;
        let change = Change {
            requirements: vec![
                TableRequirement::UuidMatch { uuid: table.metadata().uuid() },
                TableRequirement::RefSnapshotIdMatch { r#ref: name.to_owned(), snapshot_id: None },
            ],
            updates: vec![TableUpdate::SetSnapshotRef {
                ref_name: name.to_owned(),
                reference: SnapshotReference::new(snapshot.snapshot_id(), retention),
            }],
        };
        self.commit(table, change).await
    }

    /// Forgets a branch or tag. The snapshot stays until it is expired.
    ///
    /// # Errors
    ///
    /// [`LakeError::MainBranch`] for `main`, [`LakeError::SnapshotNotFound`] when there is no such name.
    pub async fn drop_ref(&self, table: &Table, name: &str) -> Result<Table, LakeError> {
        if name == MAIN {
            return Err(LakeError::MainBranch { table: table.name().clone() });
        }
        let at = At::Ref(name.to_owned());
        let reference = table.refs().get(name).ok_or_else(|| table.snapshot_not_found(&at))?;
        let change = Change {
            requirements: vec![
                TableRequirement::UuidMatch { uuid: table.metadata().uuid() },
                TableRequirement::RefSnapshotIdMatch {
                    r#ref: name.to_owned(),
                    snapshot_id: Some(reference.snapshot_id),
                },
            ],
            updates: vec![TableUpdate::RemoveSnapshotRef { ref_name: name.to_owned() }],
        };
        self.commit(table, change).await
    }

    /// Lets `main` point to an earlier snapshot of its own history again, with the schema that it
    /// was written with. The snapshots after it stay readable by their ids.
    ///
    /// # Errors
    ///
    /// [`LakeError::SnapshotNotFound`], and [`LakeError::NotAnAncestor`] for a snapshot that `main`
    /// never had.
    pub async fn rollback_to(&self, table: &Table, at: &At) -> Result<Table, LakeError> {
        let snapshot = existing(table, at)?;
        if !is_ancestor(table, snapshot.snapshot_id()) {
            return Err(LakeError::NotAnAncestor { table: table.name().clone(), snapshot_id: snapshot.snapshot_id() });
        }
        let metadata = table.metadata();
        let retention = table
            .refs()
            .get(MAIN)
            .map_or_else(|| SnapshotRetention::branch(None, None, None), |reference| reference.retention.clone());
        let mut updates = vec![TableUpdate::SetSnapshotRef {
            ref_name: MAIN.to_owned(),
            reference: SnapshotReference::new(snapshot.snapshot_id(), retention),
        }];
        let past = snapshot.schema_id().and_then(|id| metadata.schema_by_id(id));
        if let Some(schema) = past.filter(|schema| schema.schema_id() != metadata.current_schema_id()) {
            updates.push(TableUpdate::SetCurrentSchema { schema_id: schema.schema_id() });
            updates.extend(binding_updates(table, &snapshot, schema).await?);
        }
        let change = Change {
            requirements: vec![
                TableRequirement::UuidMatch { uuid: metadata.uuid() },
                TableRequirement::RefSnapshotIdMatch {
                    r#ref: MAIN.to_owned(),
                    snapshot_id: metadata.current_snapshot_id(),
                },
            ],
            updates,
        };
        self.commit(table, change).await
    }
}

/// What sets the partitions and the order to some that the columns of an earlier schema allow, when
/// those of today are made of columns which came later.
async fn binding_updates(table: &Table, snapshot: &Snapshot, schema: &Schema) -> Result<Vec<TableUpdate>, LakeError> {
    let metadata = table.metadata();
    let mut updates = Vec::new();
    let has = |id: i32| schema.field_by_id(id).is_some();
    let binds = |spec: &PartitionSpec| spec.fields().iter().all(|field| has(field.source_id));
    if !binds(metadata.default_partition_spec()) {
        // The partitions that the files of that state have; the latest, if it has several.
        let manifests = manifest_list(metadata, table.storage(), snapshot).await?;
        let own = manifests.iter().map(|file| file.partition_spec_id).max();
        let own = own.and_then(|id| metadata.partition_spec_by_id(id)).filter(|spec| binds(spec));
        match own.or_else(|| metadata.partition_specs_iter().find(|spec| spec.is_unpartitioned())) {
            Some(spec) => updates.push(TableUpdate::SetDefaultSpec { spec_id: spec.spec_id() }),
            None => updates.extend([
                TableUpdate::AddSpec { spec: UnboundPartitionSpec::default() },
                TableUpdate::SetDefaultSpec { spec_id: -1 },
            ]),
        }
    }
    if !metadata.default_sort_order().fields.iter().all(|field| has(field.source_id)) {
        updates.extend([
            TableUpdate::AddSortOrder { sort_order: SortOrder::unsorted_order() },
            TableUpdate::SetDefaultSortOrder { sort_order_id: -1 },
        ]);
    }
    Ok(updates)
}

fn existing(table: &Table, at: &At) -> Result<SnapshotRef, LakeError> {
    table.snapshot_at(at)?.ok_or_else(|| table.snapshot_not_found(at))
}

/// Whether `main` has or had the snapshot: on the way up from its head, or in its log.
fn is_ancestor(table: &Table, snapshot_id: i64) -> bool {
    let metadata = table.metadata();
    let mut next = metadata.current_snapshot_id();
    while let Some(id) = next {
        if id == snapshot_id {
            return true;
        }
        next = metadata.snapshot_by_id(id).and_then(|snapshot| snapshot.parent_snapshot_id());
    }
    metadata.history().iter().any(|entry| entry.snapshot_id == snapshot_id)
}
