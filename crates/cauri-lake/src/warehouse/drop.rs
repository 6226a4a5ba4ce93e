//! Dropping tables, and deleting what only they reached.
//!
//! Files are deleted by name, one by one, from what the metadata of the table reaches: a
//! folder may hold files of others.

use std::collections::BTreeSet;

use cauri_core::TableName;
use futures::StreamExt;

use super::Warehouse;
use crate::catalog::PointerKind;
use crate::error::LakeError;
use crate::location::Location;
use crate::manifest::{manifest, manifest_list};
use crate::table::Table;

/// How many files are deleted at the same time.
const DELETES_AT_ONCE: usize = 16;
/// `false` says that other tables use the data files of this one.
const GC_ENABLED: &str = "gc.enabled";

impl Warehouse {
    /// Removes a table from the catalog; with `purge`, then deletes the files that it reaches
    /// inside its folder (its data files only when its property `gc.enabled` is not `false`).
    ///
    /// The table is gone from the moment it has left the catalog: a file that cannot be deleted
    /// afterwards stays as an orphan, and is logged.
    ///
    /// # Errors
    ///
    /// [`LakeError::TableNotFound`]; with `purge`, also when a manifest of the table cannot be
    /// read. The table is still there then.
    pub async fn drop_table(&self, name: &TableName, purge: bool) -> Result<(), LakeError> {
        let table = self.table(name).await?;
        let mut files = if purge { self.reachable_files(&table).await? } else { BTreeSet::new() };
        let pointer = self.catalog.remove(name, PointerKind::Table).await?;
        if purge && pointer.metadata_location != table.metadata_location() {
            // Somebody has committed meanwhile; what they added is dropped as well.
            let metadata = self.read_table_metadata(&pointer.metadata_location).await?;
            let last = Table::new(name.clone(), metadata, pointer.metadata_location, self.storage.clone());
            files.extend(self.reachable_files(&last).await?);
        }
        let deletes = futures::stream::iter(files).map(|file| async move {
            if let Err(error) = self.storage.delete(&file).await {
                tracing::warn!(file, %error, "a file of a dropped table stays behind");
            }
        });
        deletes.buffer_unordered(DELETES_AT_ONCE).collect::<()>().await;
        Ok(())
    }

    /// Every file inside the table's folder that its metadata leads to, itself included.
    pub(crate) async fn reachable_files(&self, table: &Table) -> Result<BTreeSet<String>, LakeError> {
        let metadata = table.metadata();
        let with_data = metadata.properties().get(GC_ENABLED).is_none_or(|value| !value.eq_ignore_ascii_case("false"));
        let mut files = BTreeSet::from([table.metadata_location().to_owned()]);
        files.extend(metadata.metadata_log().iter().map(|entry| entry.metadata_file.clone()));
        files.extend(metadata.statistics_iter().map(|file| file.statistics_path.clone()));
        files.extend(metadata.partition_statistics_iter().map(|file| file.statistics_path.clone()));
        let mut seen = BTreeSet::new();
        for snapshot in metadata.snapshots() {
            files.insert(snapshot.manifest_list().to_owned());
            for file in manifest_list(metadata, &self.storage, snapshot).await? {
                if seen.insert(file.manifest_path.clone()) && with_data {
                    let read = manifest(&self.storage, &file).await?;
                    files.extend(read.entries().iter().map(|entry| entry.file_path().to_owned()));
                }
                files.insert(file.manifest_path);
            }
        }
        let folder = Location::parse(table.location())?;
        files.retain(|file| Location::parse(file).is_ok_and(|file| file.is_inside(&folder)));
        Ok(files)
    }
}
