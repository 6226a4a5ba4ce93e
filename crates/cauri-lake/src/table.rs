//! A table as it was when its pointer was read.
//!
//! Everything that reads or changes a table starts from one of these. A [`Table`] never
//! changes and never looks at the catalog again: a change gives a new one.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use cauri_core::TableName;
use iceberg::io::FileIO;
use iceberg::spec::{SchemaRef, SnapshotRef, SnapshotReference, TableMetadata};

use crate::error::LakeError;
use crate::storage::LakeStorage;

/// The name of the branch that a table is read from when nothing else is said.
pub const MAIN: &str = "main";

/// Which state of a table is meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum At {
    /// The state of the branch `main`.
    #[default]
    Current,
    /// The snapshot with this id.
    Snapshot(i64),
    /// What `main` was at this time, in milliseconds since 1970 (UTC).
    Timestamp(i64),
    /// The snapshot of this branch or tag.
    Ref(String),
}

/// A table of the warehouse, pinned to one metadata file. Cheap to clone.
#[derive(Clone)]
pub struct Table {
    name: TableName,
    metadata: Arc<TableMetadata>,
    metadata_location: Arc<str>,
    storage: LakeStorage,
    refs: Arc<OnceLock<BTreeMap<String, SnapshotReference>>>,
}

impl Table {
    pub(crate) fn new(
        name: TableName,
        metadata: impl Into<Arc<TableMetadata>>,
        metadata_location: impl Into<Arc<str>>,
        storage: LakeStorage,
    ) -> Self {
        Self {
            name,
            metadata: metadata.into(),
            metadata_location: metadata_location.into(),
            storage,
            refs: Arc::default(),
        }
    }

    /// Its name in the catalog.
    pub fn name(&self) -> &TableName {
        &self.name
    }

    /// Its metadata: schemas, partition specs, snapshots, properties.
    pub fn metadata(&self) -> &TableMetadata {
        &self.metadata
    }

    /// The same metadata, shared.
    pub fn metadata_ref(&self) -> Arc<TableMetadata> {
        Arc::clone(&self.metadata)
    }

    /// The file that the metadata was read from.
    pub fn metadata_location(&self) -> &str {
        &self.metadata_location
    }

    /// The folder of the table, without a slash at its end.
    pub fn location(&self) -> &str {
        self.metadata.location().trim_end_matches('/')
    }

    /// Where the files of the table are.
    pub fn storage(&self) -> &LakeStorage {
        &self.storage
    }

    /// The same files, for the format library.
    pub fn file_io(&self) -> &FileIO {
        self.storage.file_io()
    }

    /// The branches and tags of the table, by name. Empty while the table has no snapshot.
    pub fn refs(&self) -> &BTreeMap<String, SnapshotReference> {
        self.refs.get_or_init(|| refs_of(&self.metadata))
    }

    /// The snapshot that `at` means; `None` when the current state of an empty table is asked for.
    ///
    /// # Errors
    ///
    /// [`LakeError::SnapshotNotFound`] when the table has no such snapshot, branch or tag, or
    /// had none yet at that time.
    pub fn snapshot_at(&self, at: &At) -> Result<Option<SnapshotRef>, LakeError> {
        let found = match at {
            At::Current => return Ok(self.metadata.current_snapshot().map(Arc::clone)),
            At::Snapshot(id) => self.metadata.snapshot_by_id(*id),
            At::Ref(name) => self.metadata.snapshot_for_ref(name),
            At::Timestamp(ms) => self
                .metadata
                .history()
                .iter()
                .rev()
                .find(|entry| entry.timestamp_ms() <= *ms)
                .and_then(|entry| self.metadata.snapshot_by_id(entry.snapshot_id)),
        };
        found.map(Arc::clone).map(Some).ok_or_else(|| self.snapshot_not_found(at))
    }

    /// The error for a state that the table does not have; it names those nearest to what was asked for.
    pub fn snapshot_not_found(&self, at: &At) -> LakeError {
        const MANY: usize = 3;
        let near = self.states_near(at).into_iter().take(MANY).collect();
        LakeError::SnapshotNotFound { table: self.name.clone(), at: at.clone(), near }
    }

    fn states_near(&self, at: &At) -> Vec<String> {
        let wanted = match at {
            At::Current => return Vec::new(),
            At::Ref(name) => name.clone(),
            At::Snapshot(id) => id.to_string(),
            At::Timestamp(ms) => {
                let mut history: Vec<_> = self.metadata.history().iter().collect();
                history.sort_by_key(|entry| entry.timestamp_ms().abs_diff(*ms));
                return history.iter().map(|entry| snapshot_text(entry.snapshot_id, entry.timestamp_ms())).collect();
            }
        };
        // Newest first, then the one whose spelling is nearest before all.
        let mut known: Vec<(String, String)> = match at {
            At::Ref(_) => self.refs().keys().map(|name| (name.clone(), name.clone())).collect(),
            _ => {
                let mut snapshots: Vec<_> = self.metadata.snapshots().collect();
                snapshots.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.timestamp_ms()));
                let text = |id: i64, ms: i64| (id.to_string(), snapshot_text(id, ms));
                snapshots.iter().map(|snapshot| text(snapshot.snapshot_id(), snapshot.timestamp_ms())).collect()
            }
        };
        let nearest = cauri_core::nearest(&wanted, known.iter().map(|(key, _)| key.as_str())).map(str::to_owned);
        known.sort_by_key(|(key, _)| Some(key) != nearest.as_ref());
        known.into_iter().map(|(_, shown)| shown).collect()
    }

    /// The schema to read `at` with: a branch is read with the current schema, anything else
    /// that lies in the past with the schema of its snapshot.
    ///
    /// # Errors
    ///
    /// As [`Table::snapshot_at`].
    pub fn schema_at(&self, at: &At) -> Result<SchemaRef, LakeError> {
        let current = Arc::clone(self.metadata.current_schema());
        let Some(snapshot) = self.snapshot_at(at)? else { return Ok(current) };
        let of_branch = match at {
            At::Current => true,
            At::Ref(name) => self.refs().get(name).is_some_and(SnapshotReference::is_branch),
            At::Snapshot(_) | At::Timestamp(_) => false,
        };
        let past = snapshot.schema_id().and_then(|id| self.metadata.schema_by_id(id));
        Ok(past.filter(|_| !of_branch).map_or(current, Arc::clone))
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table")
            .field("name", &self.name)
            .field("metadata_location", &self.metadata_location)
            .field("snapshot", &self.metadata.current_snapshot_id())
            .finish_non_exhaustive()
    }
}

/// A snapshot as a person looks for it: its id and its time.
fn snapshot_text(id: i64, ms: i64) -> String {
    match chrono::DateTime::from_timestamp_millis(ms) {
        Some(time) => format!("{id} ({})", time.format("%Y-%m-%d %H:%M:%S UTC")),
        None => id.to_string(),
    }
}

/// The format library lists no refs, but writes them.
pub(crate) fn refs_of(metadata: &TableMetadata) -> BTreeMap<String, SnapshotReference> {
    #[derive(serde::Deserialize)]
    struct Refs {
        #[serde(default)]
        refs: BTreeMap<String, SnapshotReference>,
    }
    let written = serde_json::to_vec(metadata).and_then(|bytes| serde_json::from_slice::<Refs>(&bytes));
    let mut refs = written.map(|written| written.refs).unwrap_or_default();
    if let Some(current) = metadata.current_snapshot_id() {
        // Version 1 has no refs of its own: its current snapshot is its only branch.
        let branch = iceberg::spec::SnapshotRetention::branch(None, None, None);
        refs.entry(MAIN.to_owned()).or_insert_with(|| SnapshotReference::new(current, branch));
    }
    refs
}
