//! Makes a snapshot: new manifests, a manifest list, and the summary that Iceberg's Java writes.
//!
//! Files that go are marked deleted in the manifests that named them, files that come are in one
//! new manifest, and manifests that neither touches are carried over unread. Nothing is visible
//! until the [`Change`] that comes out is committed; if it never is, the files are orphans.

mod summary;

use std::collections::BTreeMap;
use std::sync::Arc;

use iceberg::spec::{
    DataFile, ManifestContentType, ManifestFile, ManifestListWriter, ManifestWriter, ManifestWriterBuilder, Operation,
    PartitionSpecRef, SchemaRef, Snapshot, SnapshotReference, SnapshotRetention, Struct, Summary as SnapshotSummary,
    TableMetadata, UNASSIGNED_SEQUENCE_NUMBER,
};
use iceberg::{TableRequirement, TableUpdate};

use crate::manifest::{manifest, manifest_list};
use crate::table::MAIN;
use crate::write::StagedFiles;
use crate::{Change, LakeError, LakeStorage};
use summary::Counts;

/// Properties of a snapshot beside Iceberg's own: batch, digests, counts, cursor.
pub type Summary = BTreeMap<String, String>;

/// Which live files a snapshot takes away.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Gone {
    /// None: an append.
    Nothing,
    /// All of them.
    All,
    /// Those of these partitions of one spec.
    Partitions(i32, Vec<Struct>),
    /// Those with these paths.
    Files(std::collections::HashSet<String>),
}

impl Gone {
    fn takes(&self, file: &DataFile, spec_id: i32) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Partitions(spec, partitions) => *spec == spec_id && partitions.contains(file.partition()),
            Self::Files(paths) => paths.contains(file.file_path()),
        }
    }
}

/// A snapshot to be made.
pub(crate) struct Draft<'a> {
    /// The metadata that the snapshot is added to, staged schema and spec included.
    pub(crate) metadata: &'a TableMetadata,
    pub(crate) storage: &'a LakeStorage,
    pub(crate) added: Option<&'a StagedFiles>,
    pub(crate) gone: Gone,
    pub(crate) operation: Operation,
    pub(crate) summary: Summary,
    pub(crate) now_ms: i64,
}

/// The change that adds the snapshot to `main`, and the snapshot itself.
pub(crate) async fn draft(draft: Draft<'_>) -> Result<(Change, Snapshot), LakeError> {
    let metadata = draft.metadata;
    let parent = metadata.current_snapshot();
    let mut making = Making::new(draft.metadata, draft.storage);
    let carried = making.carry(&draft.gone).await?;
    if let Gone::Files(paths) = &draft.gone
        && making.counts.deleted_files() < paths.len()
    {
        return Err(LakeError::FilesGone { wanted: paths.len(), found: making.counts.deleted_files() });
    }
    let mut manifests = Vec::with_capacity(carried.len() + 1);
    if let Some(added) = draft.added {
        manifests.push(making.add(added).await?);
    }
    manifests.extend(carried);
    let sequence_number = metadata.next_sequence_number();
    let location = making.write_list(manifests, sequence_number).await?;
    let previous = parent.map(|parent| &parent.summary().additional_properties);
    let properties = making.counts.summary(previous, draft.summary);
    let snapshot = Snapshot::builder()
        .with_snapshot_id(making.snapshot_id)
        .with_parent_snapshot_id(metadata.current_snapshot_id())
        .with_sequence_number(sequence_number)
        .with_timestamp_ms(draft.now_ms.max(metadata.last_updated_ms()))
        .with_manifest_list(location)
        .with_summary(SnapshotSummary { operation: draft.operation, additional_properties: properties })
        .with_schema_id(metadata.current_schema_id())
        .build();
    let reference = SnapshotReference::new(making.snapshot_id, branch_retention(metadata));
    let change = Change {
        requirements: vec![
            TableRequirement::UuidMatch { uuid: metadata.uuid() },
            TableRequirement::RefSnapshotIdMatch {
                r#ref: MAIN.to_owned(),
                snapshot_id: metadata.current_snapshot_id(),
            },
        ],
        updates: vec![
            TableUpdate::AddSnapshot { snapshot: snapshot.clone() },
            TableUpdate::SetSnapshotRef { ref_name: MAIN.to_owned(), reference },
        ],
    };
    Ok((change, snapshot))
}

/// What `main` says of its own retention, which a commit must not reset.
fn branch_retention(metadata: &TableMetadata) -> SnapshotRetention {
    crate::table::refs_of(metadata)
        .remove(MAIN)
        .map_or_else(|| SnapshotRetention::branch(None, None, None), |reference| reference.retention)
}

/// A snapshot while its files are written.
struct Making<'a> {
    metadata: &'a TableMetadata,
    storage: &'a LakeStorage,
    snapshot_id: i64,
    commit: uuid::Uuid,
    num_manifests: usize,
    counts: Counts,
}

impl<'a> Making<'a> {
    fn new(metadata: &'a TableMetadata, storage: &'a LakeStorage) -> Self {
        Self {
            metadata,
            storage,
            snapshot_id: new_snapshot_id(metadata),
            commit: uuid::Uuid::new_v4(),
            num_manifests: 0,
            counts: Counts::default(),
        }
    }

    /// The manifests of the parent, those rewritten that name a file which goes.
    async fn carry(&mut self, gone: &Gone) -> Result<Vec<ManifestFile>, LakeError> {
        let Some(parent) = self.metadata.current_snapshot() else { return Ok(Vec::new()) };
        let old = manifest_list(self.metadata, self.storage, parent).await?;
        if *gone == Gone::Nothing {
            return Ok(old);
        }
        let mut carried = Vec::with_capacity(old.len());
        for file in old {
            match self.without(&file, gone).await? {
                None => carried.push(file),
                Some(rewritten) => carried.push(rewritten),
            }
        }
        Ok(carried)
    }

    /// The manifest with its going files marked deleted; `None` when none of its files goes.
    async fn without(&mut self, file: &ManifestFile, gone: &Gone) -> Result<Option<ManifestFile>, LakeError> {
        let spec_id = file.partition_spec_id;
        let can_be_skipped = matches!(gone, Gone::Partitions(spec, _) if *spec != spec_id);
        if file.content != ManifestContentType::Data || can_be_skipped {
            return Ok(None);
        }
        let read = manifest(self.storage, file).await?;
        let live = || read.entries().iter().filter(|entry| entry.is_alive());
        if !live().any(|entry| gone.takes(entry.data_file(), spec_id)) {
            return Ok(None);
        }
        let spec = self.spec(spec_id)?;
        let schema = Arc::clone(read.metadata().schema());
        let mut writer = self.manifest_writer(&schema, &spec)?;
        let failed = |cause| LakeError::format("write a manifest", cause);
        let unassigned = || LakeError::unassigned(&file.manifest_path);
        for entry in live() {
            let data_file = entry.data_file().clone();
            let sequence = entry.sequence_number().ok_or_else(unassigned)?;
            if gone.takes(&data_file, spec_id) {
                self.counts.remove(&data_file, spec_id);
                writer.add_delete_file(data_file, sequence, entry.file_sequence_number).map_err(failed)?;
            } else {
                let snapshot = entry.snapshot_id().ok_or_else(unassigned)?;
                writer.add_existing_file(data_file, snapshot, sequence, entry.file_sequence_number).map_err(failed)?;
            }
        }
        fail::fail_point!("write::manifest");
        writer.write_manifest_file().await.map(Some).map_err(failed)
    }

    /// The manifest of the files that come.
    async fn add(&mut self, added: &StagedFiles) -> Result<ManifestFile, LakeError> {
        let mut writer = self.manifest_writer(&added.schema, &added.spec)?;
        let failed = |cause| LakeError::format("write a manifest", cause);
        for file in &added.files {
            self.counts.add(file, added.spec.spec_id());
            writer.add_file(file.clone(), UNASSIGNED_SEQUENCE_NUMBER).map_err(failed)?;
        }
        fail::fail_point!("write::manifest");
        writer.write_manifest_file().await.map_err(failed)
    }

    async fn write_list(&self, manifests: Vec<ManifestFile>, sequence_number: i64) -> Result<String, LakeError> {
        let location = format!("{}/snap-{}-0-{}.avro", self.folder(), self.snapshot_id, self.commit);
        let failed = |cause| LakeError::format("write a manifest list", cause);
        let out = self.storage.file_io().new_output(&location).map_err(failed)?.writer().await.map_err(failed)?;
        let parent = self.metadata.current_snapshot_id();
        let mut writer = ManifestListWriter::v2(out, self.snapshot_id, parent, sequence_number);
        writer.add_manifests(manifests.into_iter()).map_err(failed)?;
        fail::fail_point!("write::manifest_list");
        writer.close().await.map_err(failed)?;
        Ok(location)
    }

    fn manifest_writer(&mut self, schema: &SchemaRef, spec: &PartitionSpecRef) -> Result<ManifestWriter, LakeError> {
        let location = format!("{}/{}-m{}.avro", self.folder(), self.commit, self.num_manifests);
        self.num_manifests += 1;
        let failed = |cause| LakeError::format("write a manifest", cause);
        let out = self.storage.file_io().new_output(location).map_err(failed)?;
        let builder =
            ManifestWriterBuilder::new(out, Some(self.snapshot_id), Arc::clone(schema), spec.as_ref().clone());
        Ok(builder.build_v2_data())
    }

    fn spec(&self, id: i32) -> Result<PartitionSpecRef, LakeError> {
        self.metadata.partition_spec_by_id(id).map(Arc::clone).ok_or(LakeError::UnknownSpec { id })
    }

    fn folder(&self) -> String {
        format!("{}/metadata", self.metadata.location().trim_end_matches('/'))
    }
}

/// A positive id that no snapshot of the table has.
fn new_snapshot_id(metadata: &TableMetadata) -> i64 {
    loop {
        let (high, low) = uuid::Uuid::new_v4().as_u64_pair();
        let id = i64::try_from((high ^ low) >> 1).unwrap_or_default();
        if id > 0 && metadata.snapshot_by_id(id).is_none() {
            return id;
        }
    }
}
