//! The metadata that was read last, so that a query does not parse it again.
//!
//! Metadata files never change and their names are never given again, so that an entry is
//! right for ever; which file is current is always asked of the catalog.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use iceberg::spec::TableMetadata;

const CAPACITY: usize = 64;

/// The last files used come last.
#[derive(Debug, Default)]
pub(super) struct MetadataCache(Mutex<VecDeque<(String, Arc<TableMetadata>)>>);

impl MetadataCache {
    pub(super) fn get(&self, location: &str) -> Option<Arc<TableMetadata>> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = entries.iter().position(|(known, _)| known == location)?;
        let entry = entries.remove(at)?;
        let metadata = Arc::clone(&entry.1);
        entries.push_back(entry);
        Some(metadata)
    }

    pub(super) fn put(&self, location: &str, metadata: Arc<TableMetadata>) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.iter().any(|(known, _)| known == location) {
            return;
        }
        if entries.len() == CAPACITY {
            entries.pop_front();
        }
        entries.push_back((location.to_owned(), metadata));
    }
}
