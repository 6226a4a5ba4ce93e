//! Rows to data files: partitioned by the table's spec, rolled at the target size, measured.
//!
//! A [`TableWriter`] takes batches and gives [`StagedFiles`], which an operation commits. Several
//! writers may fill one table at the same time; their files are merged before the commit. Files
//! that are staged and never committed are orphans: they cost space and are named by nothing.
//! Nothing here reads or changes the catalog.

mod file;
mod location;
mod metrics;
mod parquet;
mod partition;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef as ArrowSchemaRef;
use cauri_core::Clock;
use iceberg::spec::{DataFile, PartitionSpecRef, SchemaRef, Struct};

pub use location::FileNaming;
pub use parquet::bronze_properties;

use crate::schema::{arrow_schema, same_type};
use crate::{LakeError, LakeStorage, Table};
use file::OpenFile;
use partition::Splitter;

/// Files that one writer keeps open. Rows spread over more partitions close files and begin others.
const MAX_OPEN_FILES: usize = 100;

/// Where rows go: the schema, the partition spec, the folder and the settings of a table.
#[derive(Clone, Debug)]
pub struct WriteTarget {
    /// Of the table, so that its files are committed to no other.
    pub(crate) uuid: uuid::Uuid,
    pub(crate) schema: SchemaRef,
    pub(crate) arrow: ArrowSchemaRef,
    pub(crate) spec: PartitionSpecRef,
    pub(crate) sort_order_id: Option<i32>,
    pub(crate) location: String,
    pub(crate) properties: Arc<HashMap<String, String>>,
    pub(crate) storage: LakeStorage,
    pub(crate) clock: Arc<dyn Clock>,
}

impl WriteTarget {
    /// The current schema and partition spec of a table.
    ///
    /// # Errors
    ///
    /// [`LakeError::UnsupportedType`] for a table whose types this version cannot write.
    pub fn of(table: &Table, clock: Arc<dyn Clock>) -> Result<Self, LakeError> {
        let metadata = table.metadata();
        Self::from_metadata(metadata, table.storage().clone(), clock)
    }

    pub(crate) fn from_metadata(
        metadata: &iceberg::spec::TableMetadata,
        storage: LakeStorage,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, LakeError> {
        Ok(Self {
            uuid: metadata.uuid(),
            schema: Arc::clone(metadata.current_schema()),
            arrow: arrow_schema(metadata.current_schema())?,
            spec: Arc::clone(metadata.default_partition_spec()),
            sort_order_id: None,
            location: metadata.location().trim_end_matches('/').to_owned(),
            properties: Arc::new(metadata.properties().clone()),
            storage,
            clock,
        })
    }

    /// The columns that batches must have, in this order.
    pub fn arrow_schema(&self) -> &ArrowSchemaRef {
        &self.arrow
    }

    /// The table's columns.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// How rows are spread over partitions.
    pub fn partition_spec(&self) -> &PartitionSpecRef {
        &self.spec
    }

    /// Whether rows are spread over partitions.
    pub fn is_partitioned(&self) -> bool {
        !self.spec.is_unpartitioned()
    }

    /// Declares that every file's rows are in the table's sort order, so that readers may rely on it.
    #[must_use]
    pub fn sorted_by(mut self, sort_order_id: i32) -> Self {
        self.sort_order_id = Some(sort_order_id);
        self
    }
}

/// Data files written for one table under one partition spec, not yet committed.
///
/// Only [`TableWriter::finish`] makes one: it is never empty and never mixes specs.
#[derive(Debug, Clone)]
pub struct StagedFiles {
    pub(crate) uuid: uuid::Uuid,
    pub(crate) files: Vec<DataFile>,
    pub(crate) spec: PartitionSpecRef,
    pub(crate) schema: SchemaRef,
}

impl StagedFiles {
    /// Rows in all files.
    pub fn num_rows(&self) -> u64 {
        self.files.iter().map(DataFile::record_count).sum()
    }

    /// How many files there are; at least one.
    pub fn num_files(&self) -> usize {
        self.files.len()
    }

    /// Bytes of all files.
    pub fn size_bytes(&self) -> u64 {
        self.files.iter().map(DataFile::file_size_in_bytes).sum()
    }

    /// Adds the files of another writer of the same table.
    ///
    /// # Errors
    ///
    /// [`LakeError::MixedSpecs`] when they were written under another partition spec,
    /// [`LakeError::Format`] when they were written for another table or under other columns.
    pub fn merge(mut self, other: Self) -> Result<Self, LakeError> {
        if self.uuid != other.uuid || self.schema.as_ref() != other.schema.as_ref() {
            return Err(LakeError::format("put files together", "they were written for different tables"));
        }
        if self.spec.spec_id() != other.spec.spec_id() {
            return Err(LakeError::MixedSpecs { one: self.spec.spec_id(), other: other.spec.spec_id() });
        }
        self.files.extend(other.files);
        Ok(self)
    }

    /// The files of several writers of one table; `None` when none of them wrote a row.
    ///
    /// # Errors
    ///
    /// As [`StagedFiles::merge`].
    pub fn merge_all(staged: impl IntoIterator<Item = Option<Self>>) -> Result<Option<Self>, LakeError> {
        staged.into_iter().flatten().try_fold(None, |all: Option<Self>, one| match all {
            None => Ok(Some(one)),
            Some(all) => all.merge(one).map(Some),
        })
    }

    /// The distinct partitions that the files belong to.
    pub(crate) fn partitions(&self) -> HashSet<Struct> {
        self.files.iter().map(|file| file.partition().clone()).collect()
    }
}

/// Writes rows into the files of one table. Dropping it leaves at most orphan files.
#[derive(Debug)]
pub struct TableWriter {
    target: WriteTarget,
    naming: FileNaming,
    splitter: Splitter,
    open: Vec<OpenFile>,
    done: Vec<DataFile>,
    /// Bytes that all open files together hold in memory before the largest is relieved.
    max_buffered: usize,
    /// Counts writes, so that the file which has waited longest is known.
    turn: u64,
}

impl TableWriter {
    /// Starts a writer. No file is made before the first row.
    ///
    /// # Errors
    ///
    /// [`LakeError::UnsupportedTransform`] when the spec cannot be applied to the schema.
    pub fn open(target: WriteTarget, naming: FileNaming) -> Result<Self, LakeError> {
        let splitter = Splitter::new(&target.schema, &target.spec)?;
        let max_buffered = parquet::row_group_bytes(&target.properties)?;
        Ok(Self { target, naming, splitter, open: Vec::new(), done: Vec::new(), max_buffered, turn: 0 })
    }

    /// Adds the rows of a batch, whose columns are those of [`WriteTarget::arrow_schema`].
    ///
    /// # Errors
    ///
    /// [`LakeError::ColumnMismatch`] for other columns, [`LakeError::NullInRequired`], and those
    /// of the storage.
    pub async fn write(&mut self, batch: &RecordBatch) -> Result<(), LakeError> {
        if batch.num_rows() == 0 {
            return Ok(());
        }
        let batch = conform(batch, &self.target.arrow)?;
        for (partition, rows) in self.splitter.split(&batch)? {
            self.write_partition(partition, &rows).await?;
        }
        self.relieve().await
    }

    /// Closes what is open. `None` when no row was written.
    ///
    /// # Errors
    ///
    /// Those of the storage.
    pub async fn finish(mut self) -> Result<Option<StagedFiles>, LakeError> {
        for file in std::mem::take(&mut self.open) {
            self.done.push(file.close(&self.target).await?);
        }
        if self.done.is_empty() {
            return Ok(None);
        }
        Ok(Some(StagedFiles {
            uuid: self.target.uuid,
            files: self.done,
            spec: Arc::clone(&self.target.spec),
            schema: Arc::clone(&self.target.schema),
        }))
    }

    async fn write_partition(&mut self, partition: Struct, rows: &RecordBatch) -> Result<(), LakeError> {
        // Looked up before the match, whose arms wait: files are not shared between threads.
        let found = self.open.iter().position(|file| file.partition() == &partition);
        let at = match found {
            Some(at) => at,
            None => {
                if self.open.len() >= MAX_OPEN_FILES {
                    self.close_idlest().await?;
                }
                self.open.push(OpenFile::create(&self.target, &self.naming, partition).await?);
                self.open.len() - 1
            }
        };
        let Some(file) = self.open.get_mut(at) else { return Ok(()) };
        self.turn += 1;
        file.write(rows, self.turn).await?;
        if file.is_full() {
            let full = self.open.remove(at);
            self.done.push(full.close(&self.target).await?);
        }
        Ok(())
    }

    /// Closes the file that has waited longest for a row: with rows in order it is complete.
    async fn close_idlest(&mut self) -> Result<(), LakeError> {
        let idlest = self.open.iter().enumerate().min_by_key(|(_, file)| file.last_turn()).map(|(at, _)| at);
        if let Some(at) = idlest {
            let file = self.open.swap_remove(at);
            self.done.push(file.close(&self.target).await?);
        }
        Ok(())
    }

    /// Ends row groups until the open files hold no more than one row group's bytes in memory.
    async fn relieve(&mut self) -> Result<(), LakeError> {
        if self.open.len() < 2 {
            return Ok(()); // One file ends its row groups by itself.
        }
        let mut sizes: Vec<usize> = self.open.iter().map(OpenFile::buffered_bytes).collect();
        let mut total: usize = sizes.iter().sum();
        while total > self.max_buffered {
            let Some((at, size)) = sizes.iter().copied().enumerate().max_by_key(|(_, size)| *size) else { break };
            if let (Some(file), Some(slot)) = (self.open.get_mut(at), sizes.get_mut(at)) {
                file.end_row_group().await?;
                *slot = 0;
            }
            total = total.saturating_sub(size.max(1));
        }
        Ok(())
    }
}

/// The same rows under the table's own schema, so that field ids and requiredness are its.
fn conform(batch: &RecordBatch, target: &ArrowSchemaRef) -> Result<RecordBatch, LakeError> {
    let schema = batch.schema();
    let names = |schema: &ArrowSchemaRef| -> Vec<String> {
        schema.fields().iter().map(|field| format!("{} {}", field.name(), field.data_type())).collect()
    };
    let same = schema.fields().len() == target.fields().len()
        && schema.fields().iter().zip(target.fields()).all(|(given, wanted)| given.name() == wanted.name());
    if !same {
        return Err(LakeError::ColumnMismatch { given: names(&schema), wanted: names(target) });
    }
    for (field, column) in target.fields().iter().zip(batch.columns()) {
        if !field.is_nullable() && column.null_count() > 0 {
            return Err(LakeError::NullInRequired { column: field.name().clone() });
        }
    }
    let equal = schema.fields().iter().zip(target.fields()).all(|(given, wanted)| given == wanted);
    if equal {
        return Ok(batch.clone());
    }
    let castable = schema
        .fields()
        .iter()
        .zip(target.fields())
        .all(|(given, wanted)| same_type(given.data_type(), wanted.data_type()) && !wanted.data_type().is_nested());
    if castable {
        return RecordBatch::try_new(Arc::clone(target), batch.columns().to_vec()).map_err(LakeError::arrow);
    }
    crate::schema::cast_to(batch, target)
}

#[cfg(test)]
mod tests;
