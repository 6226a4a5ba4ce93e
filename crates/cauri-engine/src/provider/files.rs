//! The file lists of snapshots, kept between queries: a snapshot never changes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use cauri_lake::spec::Snapshot;
use cauri_lake::{LakeError, ScanFile, Table, scan_files};

/// Files in all lists that are kept. One takes about 1 KB, so that this bounds the cache at some 200 MB.
const MAX_FILES: usize = 200_000;

/// The file lists that were read last.
#[derive(Debug, Default)]
pub(crate) struct FileCache {
    /// The oldest first. A list is known by the table's id and the snapshot's.
    lists: Mutex<VecDeque<(Key, Arc<Vec<ScanFile>>)>>,
}

type Key = (String, i64);

impl FileCache {
    /// The live files of a snapshot.
    ///
    /// # Errors
    ///
    /// As [`scan_files`].
    pub(crate) async fn files(&self, table: &Table, snapshot: &Snapshot) -> Result<Arc<Vec<ScanFile>>, LakeError> {
        let key = (table.metadata().uuid().to_string(), snapshot.snapshot_id());
        if let Some(known) = self.known(&key) {
            return Ok(known);
        }
        let files = Arc::new(scan_files(table, snapshot).await?);
        self.keep(key, Arc::clone(&files));
        Ok(files)
    }

    fn known(&self, key: &Key) -> Option<Arc<Vec<ScanFile>>> {
        let lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.iter().find(|(other, _)| other == key).map(|(_, files)| Arc::clone(files))
    }

    fn keep(&self, key: Key, files: Arc<Vec<ScanFile>>) {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|(other, _)| *other != key);
        lists.push_back((key, files));
        while lists.len() > 1 && lists.iter().map(|(_, files)| files.len()).sum::<usize>() > MAX_FILES {
            lists.pop_front();
        }
    }
}
