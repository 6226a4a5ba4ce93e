//! What a snapshot says it changed, under the names that Iceberg's Java implementation uses.

use std::collections::{HashMap, HashSet};

use iceberg::spec::{DataFile, Struct};

use super::Summary;

#[derive(Debug, Default)]
struct Tally {
    files: u64,
    rows: u64,
    bytes: u64,
}

impl Tally {
    fn count(&mut self, file: &DataFile) {
        self.files += 1;
        self.rows += file.record_count();
        self.bytes += file.file_size_in_bytes();
    }
}

/// Files that came and went.
#[derive(Debug, Default)]
pub(super) struct Counts {
    added: Tally,
    deleted: Tally,
    partitions: HashSet<(i32, Struct)>,
}

impl Counts {
    pub(super) fn add(&mut self, file: &DataFile, spec_id: i32) {
        self.added.count(file);
        self.partitions.insert((spec_id, file.partition().clone()));
    }

    pub(super) fn remove(&mut self, file: &DataFile, spec_id: i32) {
        self.deleted.count(file);
        self.partitions.insert((spec_id, file.partition().clone()));
    }

    pub(super) fn deleted_files(&self) -> usize {
        usize::try_from(self.deleted.files).unwrap_or(usize::MAX)
    }

    /// The summary: what changed, the totals after it, and the caller's own properties.
    ///
    /// A total is left out, as Java does, when the parent's is unknown.
    pub(super) fn summary(&self, parent: Option<&HashMap<String, String>>, own: Summary) -> HashMap<String, String> {
        let mut out: HashMap<String, String> = own.into_iter().collect();
        let mut put = |key: &str, value: u64| {
            if value > 0 {
                out.insert(key.to_owned(), value.to_string());
            }
        };
        put("added-data-files", self.added.files);
        put("added-records", self.added.rows);
        put("added-files-size", self.added.bytes);
        put("deleted-data-files", self.deleted.files);
        put("deleted-records", self.deleted.rows);
        put("removed-files-size", self.deleted.bytes);
        out.insert("changed-partition-count".to_owned(), self.partitions.len().to_string());
        for (key, added, deleted) in [
            ("total-data-files", self.added.files, self.deleted.files),
            ("total-records", self.added.rows, self.deleted.rows),
            ("total-files-size", self.added.bytes, self.deleted.bytes),
            ("total-delete-files", 0, 0),
            ("total-position-deletes", 0, 0),
            ("total-equality-deletes", 0, 0),
        ] {
            let before = match parent {
                None => Some(0),
                Some(parent) => parent.get(key).and_then(|text| text.parse::<u64>().ok()),
            };
            let after = before.and_then(|before| (before + added).checked_sub(deleted));
            if let Some(after) = after {
                out.insert(key.to_owned(), after.to_string());
            }
        }
        out.insert("engine-name".to_owned(), "cauri".to_owned());
        out.insert("engine-version".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        out
    }
}
