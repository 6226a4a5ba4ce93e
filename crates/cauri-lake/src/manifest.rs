//! Reading manifest lists and manifests, through one cache for the whole process.
//!
//! Both are immutable files, named by their content's own id, so an entry of the cache never goes
//! stale; the oldest are dropped when the bytes of the files they came from pass a bound.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use futures::stream::{self, StreamExt, TryStreamExt};
use iceberg::spec::{Manifest, ManifestContentType, ManifestFile, ManifestList, Snapshot, TableMetadata};

use crate::{LakeError, LakeStorage, Table};

/// Bytes of Avro files whose parsed form is kept. Parsed, they take about four times as much.
const CACHE_BYTES: usize = 64 * 1024 * 1024;

/// Manifests fetched at the same time: on S3 each takes tens of milliseconds, most of them waiting.
const READS_AT_ONCE: usize = 8;

static CACHE: LazyLock<Mutex<Cache>> = LazyLock::new(|| Mutex::new(Cache::default()));

#[derive(Default)]
struct Cache {
    manifests: HashMap<String, (Arc<Manifest>, usize)>,
    /// Paths, the oldest first.
    order: VecDeque<String>,
    bytes: usize,
}

impl Cache {
    fn put(&mut self, path: String, manifest: Arc<Manifest>, size: usize) {
        if self.manifests.insert(path.clone(), (manifest, size)).is_some() {
            return;
        }
        self.order.push_back(path);
        self.bytes += size;
        while self.bytes > CACHE_BYTES {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some((_, size)) = self.manifests.remove(&oldest) {
                self.bytes -= size;
            }
        }
    }
}

/// The manifests of a snapshot.
///
/// # Errors
///
/// [`LakeError::FileNotFound`] when the list is gone, [`LakeError::Format`] when it is damaged.
pub(crate) async fn manifest_list(
    metadata: &TableMetadata,
    storage: &LakeStorage,
    snapshot: &Snapshot,
) -> Result<Vec<ManifestFile>, LakeError> {
    let bytes = storage.read(snapshot.manifest_list()).await?;
    let list = ManifestList::parse_with_version(&bytes, metadata.format_version())
        .map_err(|cause| LakeError::format(format!("read the manifest list {}", snapshot.manifest_list()), cause))?;
    Ok(list.entries().to_vec())
}

/// The entries of one manifest, with what they inherit from the list filled in.
///
/// # Errors
///
/// As [`manifest_list`].
pub(crate) async fn manifest(storage: &LakeStorage, file: &ManifestFile) -> Result<Arc<Manifest>, LakeError> {
    let cached = {
        let cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
        cache.manifests.get(&file.manifest_path).map(|(manifest, _)| Arc::clone(manifest))
    };
    if let Some(manifest) = cached {
        return Ok(manifest);
    }
    let parsed = file
        .load_manifest(storage.file_io())
        .await
        .map_err(|cause| LakeError::format(format!("read the manifest {}", file.manifest_path), cause))?;
    let parsed = Arc::new(parsed);
    let size = usize::try_from(file.manifest_length).unwrap_or_default();
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    cache.put(file.manifest_path.clone(), Arc::clone(&parsed), size);
    Ok(parsed)
}

/// The entries of several manifests, in their order, a few being fetched at the same time.
///
/// # Errors
///
/// As [`manifest_list`].
pub(crate) async fn manifests(storage: &LakeStorage, files: &[&ManifestFile]) -> Result<Vec<Arc<Manifest>>, LakeError> {
    // Named before they are polled: a closure in the stream would tie the answer to its lifetimes.
    let reads: Vec<_> = files.iter().map(|file| manifest(storage, file)).collect();
    stream::iter(reads).buffered(READS_AT_ONCE).try_collect().await
}

/// Whether a manifest names a file that is in its snapshot; one that names only deleted files is
/// of interest to the snapshot that deleted them, and to no later one.
pub(crate) fn has_live_files(file: &ManifestFile) -> bool {
    file.has_added_files() || file.has_existing_files()
}

/// Refuses a table that this version would read or change wrongly.
///
/// # Errors
///
/// [`LakeError::UnsupportedTable`] for delete files of other engines and for format v3.
pub(crate) fn check_supported(table: &Table, manifests: &[ManifestFile]) -> Result<(), LakeError> {
    let refuse = |feature| LakeError::UnsupportedTable { table: table.name().clone(), feature };
    if table.metadata().format_version() > iceberg::spec::FormatVersion::V2 {
        return Err(refuse("format version 3"));
    }
    let has_deletes = |file: &ManifestFile| file.content == ManifestContentType::Deletes && has_live_files(file);
    if manifests.iter().any(has_deletes) {
        return Err(refuse("delete files (merge-on-read)"));
    }
    Ok(())
}
