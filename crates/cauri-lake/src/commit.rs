//! The one commit: every change of every table passes through here, and is whole or absent.
//!
//! The order is what makes it so: check the requirements on the base, apply the updates,
//! check the result, write the new metadata file under a name that nobody has, and only then
//! move the pointer in the catalog. Nothing that comes after the move can fail. When the
//! answer to the move is lost, the same move is made again: the catalog lets it happen once,
//! so that what is found afterwards is the truth and not a guess. Writers (`operation`) and
//! foreign clients of the REST catalog both come this way.

mod metadata_file;
mod resolve;
mod rules;

use std::collections::BTreeSet;
use std::sync::Arc;

use cauri_core::TableName;
use iceberg::spec::TableMetadata;
use iceberg::{TableRequirement, TableUpdate};

use crate::catalog::{PointerKind, Swap};
use crate::error::LakeError;
use crate::location::Location;
use crate::table::Table;
use crate::warehouse::Warehouse;

pub(crate) use metadata_file::{decode, encode, is_unique, next_view_location};
use metadata_file::{first_location, next_location, stamped};

/// How often a change whose requirements still hold is made again on top of another one.
const ATTEMPTS: u32 = 10;

/// A change of one table: what must hold, and what to do.
///
/// These are the types of the Iceberg REST catalog, so that a writer of ours and a foreign
/// client say the same thing in the same way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// What must hold of the table at the moment of the change.
    pub requirements: Vec<TableRequirement>,
    /// What to do, in this order.
    pub updates: Vec<TableUpdate>,
}

/// A change that is ready: its metadata file is named, and may be written.
struct Prepared {
    table: Table,
    swap: Swap,
    /// Metadata files that the table no longer names, when it wants them deleted.
    expired: Vec<String>,
}

impl Warehouse {
    /// Makes one change of one table, whole or not at all. THE commit.
    ///
    /// When another writer came first and the requirements still hold on what it left, the
    /// change is made on top of that.
    ///
    /// # Errors
    ///
    /// [`LakeError::CommitConflict`] when a requirement does not hold,
    /// [`LakeError::InvalidChange`], [`LakeError::OutsideTable`],
    /// [`LakeError::CommitUnknown`] when it cannot be told whether the change was made.
    pub async fn commit(&self, base: &Table, change: Change) -> Result<Table, LakeError> {
        let changed = self.commit_many(vec![(base.clone(), change)]).await?;
        changed.into_iter().next().ok_or_else(|| conflict(base.name(), "no change came out"))
    }

    /// Changes several tables at once: all of them or none. A table may be given once.
    ///
    /// # Errors
    ///
    /// As [`Warehouse::commit`].
    pub async fn commit_many(&self, changes: Vec<(Table, Change)>) -> Result<Vec<Table>, LakeError> {
        let mut names = BTreeSet::new();
        if let Some((table, _)) = changes.iter().find(|(table, _)| !names.insert(table.name().clone())) {
            let reason = "the table is given twice in one commit".to_owned();
            return Err(LakeError::InvalidChange { table: table.name().clone(), reason });
        }
        let mut bases: Vec<Table> = changes.iter().map(|(table, _)| table.clone()).collect();
        let mut attempt = 0;
        loop {
            if let Some(unchanged) = self.without_effect(&bases, &changes).await? {
                return Ok(unchanged);
            }
            let prepared = bases.iter().zip(&changes).map(|(base, (_, change))| self.prepare(base, change));
            let prepared = prepared.collect::<Result<Vec<_>, _>>()?;
            match self.publish(&prepared).await {
                Ok(()) => return Ok(self.finish(prepared).await),
                Err(LakeError::CommitConflict { table, reason }) => {
                    attempt += 1;
                    if attempt == ATTEMPTS {
                        return Err(LakeError::CommitConflict { table, reason });
                    }
                    tracing::debug!(%table, attempt, "another writer was first; looking at what it left");
                    tokio::time::sleep(crate::catalog::backoff(attempt)).await;
                    bases = self.reloaded(&bases).await?;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Creates a table from finished metadata. The new row of the catalog is the commit.
    ///
    /// # Errors
    ///
    /// [`LakeError::AlreadyExists`], [`LakeError::NamespaceNotFound`], [`LakeError::Overlap`],
    /// [`LakeError::InvalidChange`] when the metadata puts the table outside the warehouse,
    /// [`LakeError::CommitUnknown`].
    pub async fn create_table(&self, name: &TableName, metadata: TableMetadata) -> Result<Table, LakeError> {
        rules::check_new(name, &metadata, self.location())?;
        let now_ms = self.clock().now_ms();
        let has_snapshot = metadata.current_snapshot_id().is_some();
        let metadata = if has_snapshot { metadata } else { stamped(name, &metadata, None, now_ms)? };
        let location = first_location(&metadata);
        let table = Table::new(name.clone(), metadata, location.as_str(), self.storage().clone());
        let swap = Swap { name: name.clone(), kind: PointerKind::Table, expected: None, new: location };
        self.check_folder_is_free(name, table.location()).await?;
        let prepared = vec![Prepared { table: table.clone(), swap, expired: Vec::new() }];
        self.publish(&prepared).await?;
        self.finish(prepared).await;
        Ok(table)
    }

    /// What the change makes of the base, in memory.
    fn prepare(&self, base: &Table, change: &Change) -> Result<Prepared, LakeError> {
        let (name, old) = (base.name(), base.metadata());
        rules::check_requirements(name, old, &change.requirements)?;
        rules::check_updates(name, old, &change.updates)?;
        let refused = |error: iceberg::Error| LakeError::InvalidChange {
            table: name.clone(),
            reason: error.message().to_owned(),
        };
        let mut builder = old.clone().into_builder(Some(base.metadata_location().to_owned()));
        for update in change.updates.iter().cloned() {
            builder = update.apply(builder).map_err(refused)?;
        }
        let built = builder.build().map_err(refused)?;
        rules::check_result(name, old, &built.metadata)?;
        let metadata = if change.updates.iter().any(|update| matches!(update, TableUpdate::AddSnapshot { .. })) {
            built.metadata
        } else {
            stamped(name, &built.metadata, Some(old), self.clock().now_ms())?
        };
        let expired = if metadata_file::deletes_expired(&metadata) {
            built.expired_metadata_logs.into_iter().map(|log| log.metadata_file).collect()
        } else {
            Vec::new()
        };
        let location = next_location(&metadata, base.metadata_location());
        let swap = Swap {
            name: name.clone(),
            kind: PointerKind::Table,
            expected: Some(base.metadata_location().to_owned()),
            new: location.clone(),
        };
        let table = Table::new(name.clone(), metadata, location, self.storage().clone());
        Ok(Prepared { table, swap, expired })
    }

    /// Writes the metadata files and moves the pointers. What was written in vain is removed
    /// again, unless it is not known to be in vain.
    async fn publish(&self, prepared: &[Prepared]) -> Result<(), LakeError> {
        crate::fail_here!("commit::before_metadata");
        let mut swaps: Vec<Swap> = Vec::with_capacity(prepared.len());
        let mut failed = None;
        for one in prepared {
            swaps.push(one.swap.clone());
            let written = match encode(one.table.name(), one.table.metadata(), &one.swap.new) {
                Ok(bytes) => self.write_metadata(&one.swap.new, bytes).await,
                Err(error) => Err(error),
            };
            if let Err(error) = written {
                failed = Some(error);
                break;
            }
        }
        // The same order for all writers, so that two of them never wait for each other.
        swaps.sort_by(|one, other| one.name.cmp(&other.name));
        let result = match failed {
            Some(error) => Err(error),
            None => self.swap_for_certain(&swaps).await,
        };
        if let Err(error) = &result
            && !matches!(error, LakeError::CommitUnknown { .. })
        {
            self.discard(swaps.iter().map(|swap| swap.new.as_str())).await;
        }
        result
    }

    async fn write_metadata(&self, location: &str, bytes: bytes::Bytes) -> Result<(), LakeError> {
        #[cfg(feature = "failpoints")]
        fail::fail_point!("commit::metadata_half_written", |_| {
            if let Some(path) = Location::parse(location)?.local_path() {
                let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
                std::fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| std::fs::write(&path, half)).ok();
            }
            Err(LakeError::injected("commit::metadata_half_written"))
        });
        self.storage().put_if_absent(location, bytes).await
    }

    /// Past the point of no return: whatever happens here, the change is made.
    async fn finish(&self, prepared: Vec<Prepared>) -> Vec<Table> {
        let mut tables = Vec::with_capacity(prepared.len());
        for one in prepared {
            tracing::debug!(table = %one.table.name(), metadata = one.table.metadata_location(), "committed");
            self.discard(one.expired.iter().map(String::as_str)).await;
            self.remember(one.table.metadata_location(), one.table.metadata_ref());
            tables.push(one.table);
        }
        tables
    }

    /// Removes files that nothing names. One that stays is an orphan, not an error.
    async fn discard(&self, locations: impl Iterator<Item = &str>) {
        for location in locations {
            if let Err(error) = self.storage().delete(location).await {
                tracing::warn!(location, %error, "a metadata file that is not needed stays behind");
            }
        }
    }

    /// The bases themselves, when the changes do nothing to them and they are still current.
    async fn without_effect(
        &self,
        bases: &[Table],
        changes: &[(Table, Change)],
    ) -> Result<Option<Vec<Table>>, LakeError> {
        if changes.iter().any(|(_, change)| !change.updates.is_empty()) {
            return Ok(None);
        }
        let now = self.reloaded(bases).await?;
        for (table, (_, change)) in now.iter().zip(changes) {
            rules::check_requirements(table.name(), table.metadata(), &change.requirements)?;
        }
        Ok(Some(now))
    }

    /// The same tables as they are now.
    async fn reloaded(&self, bases: &[Table]) -> Result<Vec<Table>, LakeError> {
        let mut tables = Vec::with_capacity(bases.len());
        for base in bases {
            let Some(table) = self.find_table(base.name()).await? else {
                return Err(conflict(base.name(), "the table was dropped or renamed"));
            };
            if table.metadata().uuid() != base.metadata().uuid() {
                return Err(conflict(base.name(), "the table was dropped and made again"));
            }
            tables.push(table);
        }
        Ok(tables)
    }
}

fn conflict(table: &TableName, reason: &str) -> LakeError {
    LakeError::CommitConflict { table: table.clone(), reason: reason.to_owned() }
}

/// Whether `text` is a location inside one of `roots`.
fn is_inside_any(roots: &[Arc<str>], text: &str) -> bool {
    let Ok(location) = Location::parse(text) else { return false };
    roots.iter().any(|root| Location::parse(root).is_ok_and(|root| location.is_inside(&root)))
}

#[cfg(test)]
mod tests;
