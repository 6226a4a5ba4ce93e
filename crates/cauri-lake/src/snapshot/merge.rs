//! Which manifests of a snapshot are put together, so that a scan of a table with many small
//! commits does not open one manifest for each of them.
//!
//! The rules and the properties are those of Iceberg's Java writer: manifests of one spec are
//! packed, the oldest first, into bins of the target size. A full bin becomes one manifest; the
//! newest bin waits until enough have come together.

use std::collections::BTreeMap;

use iceberg::spec::{ManifestContentType, ManifestFile, TableMetadata};

use crate::LakeError;

const ENABLED: &str = "commit.manifest-merge.enabled";
const MIN_COUNT: &str = "commit.manifest.min-count-to-merge";
const TARGET_BYTES: &str = "commit.manifest.target-size-bytes";
const DEFAULT_MIN_COUNT: usize = 100;
const DEFAULT_TARGET_BYTES: i64 = 8 * 1024 * 1024;

/// When manifests are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MergeRules {
    enabled: bool,
    min_count: usize,
    target_bytes: i64,
}

impl MergeRules {
    /// What the properties of the table say.
    pub(super) fn of(metadata: &TableMetadata) -> Result<Self, LakeError> {
        let property = |key: &'static str| metadata.properties().get(key).map(|text| (key, text.trim()));
        let mut rules = Self { enabled: true, min_count: DEFAULT_MIN_COUNT, target_bytes: DEFAULT_TARGET_BYTES };
        if let Some((key, text)) = property(ENABLED) {
            rules.enabled = text.to_ascii_lowercase().parse().map_err(|_| LakeError::property(key, text))?;
        }
        if let Some((key, text)) = property(MIN_COUNT) {
            rules.min_count = text.parse().map_err(|_| LakeError::property(key, text))?;
        }
        if let Some((key, text)) = property(TARGET_BYTES) {
            rules.target_bytes = text.parse().map_err(|_| LakeError::property(key, text))?;
        }
        Ok(rules)
    }

    /// The manifests, newest first, in bins: those of one bin are to be put together.
    ///
    /// What `snapshot_id` itself wrote is left alone, since it says what that snapshot deleted.
    pub(super) fn bins(self, manifests: Vec<ManifestFile>, snapshot_id: i64) -> Vec<Vec<ManifestFile>> {
        if !self.enabled {
            return manifests.into_iter().map(|file| vec![file]).collect();
        }
        let mut alone = Vec::new();
        let mut by_spec: BTreeMap<i32, Vec<ManifestFile>> = BTreeMap::new();
        for file in manifests {
            if file.content == ManifestContentType::Data && file.added_snapshot_id != snapshot_id {
                by_spec.entry(file.partition_spec_id).or_default().push(file);
            } else {
                alone.push(vec![file]);
            }
        }
        let packed = by_spec.into_values().rev().flat_map(|files| self.pack(files));
        alone.into_iter().chain(packed).collect()
    }

    /// Packs manifests, newest first, from the oldest on.
    fn pack(self, files: Vec<ManifestFile>) -> Vec<Vec<ManifestFile>> {
        let mut bins: Vec<Vec<ManifestFile>> = Vec::new();
        let mut bytes = 0_i64;
        for file in files.into_iter().rev() {
            let length = file.manifest_length.max(0);
            match bins.last_mut() {
                Some(bin) if bytes.saturating_add(length) <= self.target_bytes => {
                    bin.push(file);
                    bytes += length;
                }
                _ => {
                    bins.push(vec![file]);
                    bytes = length;
                }
            }
        }
        // The manifest of the commit under way will be one more.
        let newest = bins.pop().unwrap_or_default();
        let is_enough = newest.len() + 1 >= self.min_count;
        let newest: Vec<Vec<ManifestFile>> =
            if is_enough { vec![newest] } else { newest.into_iter().map(|file| vec![file]).collect() };
        let mut ordered: Vec<Vec<ManifestFile>> = bins.into_iter().chain(newest).collect();
        ordered.reverse();
        for bin in &mut ordered {
            bin.reverse();
        }
        ordered.retain(|bin| !bin.is_empty());
        ordered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(number: i64, length: i64, spec_id: i32) -> ManifestFile {
        ManifestFile {
            manifest_path: format!("m{number}"),
            manifest_length: length,
            partition_spec_id: spec_id,
            content: ManifestContentType::Data,
            sequence_number: number,
            min_sequence_number: number,
            added_snapshot_id: number,
            added_files_count: Some(1),
            existing_files_count: Some(0),
            deleted_files_count: Some(0),
            added_rows_count: Some(1),
            existing_rows_count: Some(0),
            deleted_rows_count: Some(0),
            partitions: None,
            key_metadata: None,
            first_row_id: None,
        }
    }

    fn names(bins: &[Vec<ManifestFile>]) -> Vec<String> {
        let name =
            |bin: &Vec<ManifestFile>| bin.iter().map(|file| file.manifest_path.as_str()).collect::<Vec<_>>().join("+");
        bins.iter().map(name).collect()
    }

    #[test]
    fn full_bins_are_merged_and_the_newest_waits() {
        let rules = MergeRules { enabled: true, min_count: 4, target_bytes: 100 };
        let files = |count: i64| (1..=count).rev().map(|n| manifest(n, 40, 0)).collect::<Vec<_>>();
        assert_eq!(names(&rules.bins(files(2), 99)), ["m2", "m1"]);
        assert_eq!(names(&rules.bins(files(3), 99)), ["m3", "m2+m1"]);
        let small = |count: i64| (1..=count).rev().map(|n| manifest(n, 1, 0)).collect::<Vec<_>>();
        assert_eq!(names(&rules.bins(small(2), 99)), ["m2", "m1"]);
        assert_eq!(names(&rules.bins(small(3), 99)), ["m3+m2+m1"]);
        let off = MergeRules { enabled: false, ..rules };
        assert_eq!(names(&off.bins(small(3), 99)), ["m3", "m2", "m1"]);
    }

    #[test]
    fn specs_are_kept_apart_and_the_own_manifests_alone() {
        let rules = MergeRules { enabled: true, min_count: 2, target_bytes: 100 };
        let files = vec![manifest(5, 1, 1), manifest(4, 1, 0), manifest(3, 1, 1), manifest(2, 1, 0)];
        assert_eq!(names(&rules.bins(files, 5)), ["m5", "m3", "m4+m2"]);
    }
}
