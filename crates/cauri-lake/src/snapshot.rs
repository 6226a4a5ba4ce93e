//! Makes a snapshot: new manifests, a manifest list, and the summary that Iceberg's Java writes.
//!
//! Files that go are marked deleted in the manifests that named them, files that come are in one
//! new manifest, and manifests that neither touches are carried over unread, until there are many
//! small ones, which are put together. Nothing is visible until the [`Change`] that comes out is
//! committed; if it never is, the files are orphans.

mod fits;
mod merge;
mod summary;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use cauri_core::TableName;
use iceberg::spec::{
    DataFile, Manifest, ManifestContentType, ManifestEntry, ManifestFile, ManifestListWriter, ManifestWriter,
    ManifestWriterBuilder, Operation, PartitionSpecRef, SchemaRef, Snapshot, SnapshotReference, SnapshotRetention,
    Struct, Summary as SnapshotSummary, TableMetadata, UNASSIGNED_SEQUENCE_NUMBER,
};
use iceberg::{TableRequirement, TableUpdate};

use crate::manifest::{has_live_files, manifest_list, manifests};
use crate::table::MAIN;
use crate::write::StagedFiles;
use crate::{Change, LakeError, LakeStorage};
use merge::MergeRules;
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
    Partitions(i32, HashSet<Struct>),
    /// Those with these paths.
    Files(HashSet<String>),
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

    /// Whether a manifest can name a file that goes, as far as is known before it is read.
    fn may_take_from(&self, file: &ManifestFile) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Partitions(spec, partitions) => *spec == file.partition_spec_id && !partitions.is_empty(),
            Self::Files(paths) => !paths.is_empty(),
        }
    }
}

/// A snapshot to be made.
pub(crate) struct Draft<'a> {
    /// The table, for errors.
    pub(crate) table: &'a TableName,
    /// The metadata that the snapshot is added to, staged schema and spec included.
    pub(crate) metadata: &'a TableMetadata,
    pub(crate) storage: &'a LakeStorage,
    pub(crate) added: Option<&'a StagedFiles>,
    pub(crate) gone: Gone,
    pub(crate) operation: Operation,
    pub(crate) summary: Summary,
    pub(crate) now_ms: i64,
}

/// A snapshot that was made and is not committed yet.
pub(crate) struct Drafted {
    /// What adds it to `main`.
    pub(crate) change: Change,
    /// The manifests and the list that were written for it: orphans, if the commit is refused.
    pub(crate) written: Vec<String>,
}

/// Writes the manifests of a snapshot and describes the change that adds it to `main`.
pub(crate) async fn draft(draft: Draft<'_>) -> Result<Drafted, LakeError> {
    let metadata = draft.metadata;
    fits::check(draft.table, metadata, draft.added)?;
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
    manifests.extend(making.merge(carried).await?);
    let sequence_number = metadata.next_sequence_number();
    let location = making.write_list(manifests, sequence_number).await?;
    let previous = metadata.current_snapshot().map(|parent| &parent.summary().additional_properties);
    let mut properties = making.counts.summary(previous, draft.summary);
    if draft.gone == Gone::All {
        // Delete files of other engines are not carried on, and they were not counted one by one.
        for total in ["total-delete-files", "total-position-deletes", "total-equality-deletes"] {
            properties.insert(total.to_owned(), "0".to_owned());
        }
    }
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
            TableUpdate::AddSnapshot { snapshot },
            TableUpdate::SetSnapshotRef { ref_name: MAIN.to_owned(), reference },
        ],
    };
    Ok(Drafted { change, written: making.written })
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
    written: Vec<String>,
    counts: Counts,
}

impl<'a> Making<'a> {
    fn new(metadata: &'a TableMetadata, storage: &'a LakeStorage) -> Self {
        Self {
            metadata,
            storage,
            snapshot_id: new_snapshot_id(metadata),
            commit: uuid::Uuid::new_v4(),
            written: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// The manifests of the parent, those rewritten that name a file which goes. What names only
    /// files that went earlier is not carried on.
    async fn carry(&mut self, gone: &Gone) -> Result<Vec<ManifestFile>, LakeError> {
        let Some(parent) = self.metadata.current_snapshot() else { return Ok(Vec::new()) };
        let mut old = manifest_list(self.metadata, self.storage, parent).await?;
        old.retain(has_live_files);
        if *gone == Gone::All {
            // Deletes of rows have nothing to delete from any more.
            old.retain(|file| file.content == ManifestContentType::Data);
        }
        let touched = |file: &ManifestFile| file.content == ManifestContentType::Data && gone.may_take_from(file);
        let to_read: Vec<&ManifestFile> = old.iter().filter(|file| touched(file)).collect();
        let mut read = manifests(self.storage, &to_read).await?.into_iter();
        let mut carried = Vec::with_capacity(old.len());
        for file in &old {
            let manifest = if touched(file) { read.next() } else { None };
            let rewritten = match manifest {
                Some(manifest) => self.without(file, &manifest, gone).await?,
                None => None,
            };
            carried.push(rewritten.unwrap_or_else(|| file.clone()));
        }
        Ok(carried)
    }

    /// The manifest with its going files marked deleted; `None` when none of its files goes.
    async fn without(
        &mut self,
        file: &ManifestFile,
        read: &Manifest,
        gone: &Gone,
    ) -> Result<Option<ManifestFile>, LakeError> {
        let spec_id = file.partition_spec_id;
        let live = || read.entries().iter().filter(|entry| entry.is_alive());
        if !live().any(|entry| gone.takes(entry.data_file(), spec_id)) {
            return Ok(None);
        }
        let spec = self.spec(spec_id)?;
        let mut writer = self.manifest_writer(read.metadata().schema(), &spec)?;
        for entry in live() {
            if gone.takes(entry.data_file(), spec_id) {
                self.counts.remove(entry.data_file(), spec_id);
                let sequence = entry.sequence_number().ok_or_else(|| LakeError::unassigned(&file.manifest_path))?;
                writer
                    .add_delete_file(entry.data_file().clone(), sequence, entry.file_sequence_number)
                    .map_err(manifest_failed)?;
            } else {
                keep(&mut writer, entry, &file.manifest_path)?;
            }
        }
        close(writer).await.map(Some)
    }

    /// The manifest of the files that come.
    async fn add(&mut self, added: &StagedFiles) -> Result<ManifestFile, LakeError> {
        let mut writer = self.manifest_writer(&added.schema, &added.spec)?;
        for file in &added.files {
            self.counts.add(file, added.spec.spec_id());
            writer.add_file(file.clone(), UNASSIGNED_SEQUENCE_NUMBER).map_err(manifest_failed)?;
        }
        close(writer).await
    }

    /// Puts small manifests together, as the table's `commit.manifest.*` properties say.
    async fn merge(&mut self, carried: Vec<ManifestFile>) -> Result<Vec<ManifestFile>, LakeError> {
        let rules = MergeRules::of(self.metadata)?;
        let mut merged = Vec::with_capacity(carried.len());
        for bin in rules.bins(carried, self.snapshot_id) {
            if bin.len() < 2 {
                merged.extend(bin);
                continue;
            }
            let files: Vec<&ManifestFile> = bin.iter().collect();
            let read = manifests(self.storage, &files).await?;
            // A manifest says for all of its files under which columns they were written.
            let mut groups: Vec<(i32, Vec<usize>)> = Vec::new();
            for (at, manifest) in read.iter().enumerate() {
                let schema_id = manifest.metadata().schema().schema_id();
                match groups.iter_mut().find(|(id, _)| *id == schema_id) {
                    Some((_, group)) => group.push(at),
                    None => groups.push((schema_id, vec![at])),
                }
            }
            for (_, group) in groups {
                let group: Vec<(&ManifestFile, &Manifest)> =
                    group.into_iter().filter_map(|at| Some((bin.get(at)?, read.get(at)?.as_ref()))).collect();
                merged.push(self.merged(&group).await?);
            }
        }
        Ok(merged)
    }

    /// One manifest of the live files of several, which have the same spec and the same columns.
    async fn merged(&mut self, group: &[(&ManifestFile, &Manifest)]) -> Result<ManifestFile, LakeError> {
        let Some((first, manifest)) = group.first() else {
            return Err(LakeError::format("put manifests together", "there is none"));
        };
        if group.len() == 1 {
            return Ok(ManifestFile::clone(first));
        }
        let spec = self.spec(first.partition_spec_id)?;
        let mut writer = self.manifest_writer(manifest.metadata().schema(), &spec)?;
        for (file, manifest) in group {
            for entry in manifest.entries().iter().filter(|entry| entry.is_alive()) {
                keep(&mut writer, entry, &file.manifest_path)?;
            }
        }
        close(writer).await
    }

    async fn write_list(&mut self, manifests: Vec<ManifestFile>, sequence_number: i64) -> Result<String, LakeError> {
        let location = format!("{}/snap-{}-0-{}.avro", self.folder(), self.snapshot_id, self.commit);
        self.written.push(location.clone());
        let failed = |cause| LakeError::format("write a manifest list", cause);
        let out = self.storage.file_io().new_output(&location).map_err(failed)?.writer().await.map_err(failed)?;
        let parent = self.metadata.current_snapshot_id();
        let mut writer = ManifestListWriter::v2(out, self.snapshot_id, parent, sequence_number);
        writer.add_manifests(manifests.into_iter()).map_err(failed)?;
        crate::fail_here!("write::manifest_list");
        writer.close().await.map_err(failed)?;
        Ok(location)
    }

    fn manifest_writer(&mut self, schema: &SchemaRef, spec: &PartitionSpecRef) -> Result<ManifestWriter, LakeError> {
        let location = format!("{}/{}-m{}.avro", self.folder(), self.commit, self.written.len());
        self.written.push(location.clone());
        let out = self.storage.file_io().new_output(location).map_err(manifest_failed)?;
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

fn manifest_failed(cause: iceberg::Error) -> LakeError {
    LakeError::format("write a manifest", cause)
}

async fn close(writer: ManifestWriter) -> Result<ManifestFile, LakeError> {
    crate::fail_here!("write::manifest");
    writer.write_manifest_file().await.map_err(manifest_failed)
}

/// Writes an entry on, with the snapshot and the sequence numbers that it had.
fn keep(writer: &mut ManifestWriter, entry: &ManifestEntry, path: &str) -> Result<(), LakeError> {
    let unassigned = || LakeError::unassigned(path);
    let snapshot = entry.snapshot_id().ok_or_else(unassigned)?;
    let sequence = entry.sequence_number().ok_or_else(unassigned)?;
    writer
        .add_existing_file(entry.data_file().clone(), snapshot, sequence, entry.file_sequence_number)
        .map_err(manifest_failed)
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
