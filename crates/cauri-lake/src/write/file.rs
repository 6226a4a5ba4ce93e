//! One data file while it is being written.
//!
//! Parquet pages are encoded in memory and handed to the storage as soon as a row group is
//! closed, so that a file of any size costs the memory of one row group.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Float32Type, Float64Type};
use bytes::Bytes;
use iceberg::spec::{DataFile, Struct};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;

use super::metrics::{Written, data_file, has_nan};
use super::parquet::{TARGET_FILE_BYTES, number, writer_properties};
use super::{FileNaming, WriteTarget, location};
use crate::{FileWriter, LakeError};

/// A file that takes rows of one partition.
pub(super) struct OpenFile {
    path: String,
    partition: Struct,
    encoder: ArrowWriter<Vec<u8>>,
    out: FileWriter,
    /// Field id and position of each column that may hold NaNs, and how many it held.
    nans: HashMap<i32, (usize, u64)>,
    target_bytes: u64,
    written_bytes: u64,
    last_turn: u64,
}

impl std::fmt::Debug for OpenFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenFile").field("path", &self.path).field("partition", &self.partition).finish_non_exhaustive()
    }
}

impl OpenFile {
    pub(super) async fn create(
        target: &WriteTarget,
        naming: &FileNaming,
        partition: Struct,
    ) -> Result<Self, LakeError> {
        let named = (target.spec.as_ref(), target.schema.as_ref(), &partition);
        let path = location::data_file(*naming, &target.location, named, target.clock.as_ref())?;
        let properties = writer_properties(&target.properties, &target.arrow)?;
        // The Arrow schema in the footer would repeat, for Arrow's readers only, what field ids say for all.
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let encoder = ArrowWriter::try_new_with_options(Vec::new(), Arc::clone(&target.arrow), options)
            .map_err(|cause| LakeError::parquet(&path, cause))?;
        let out = target.storage.writer(&path).await?;
        let fallback = usize::try_from(TARGET_FILE_BYTES).unwrap_or(usize::MAX);
        let size = number(&target.properties, "write.target-file-size-bytes", fallback)?;
        let nans = target
            .schema
            .as_struct()
            .fields()
            .iter()
            .enumerate()
            .filter(|(_, field)| has_nan(&field.field_type))
            .map(|(at, field)| (field.id, (at, 0)))
            .collect();
        let target_bytes = u64::try_from(size).unwrap_or(u64::MAX);
        Ok(Self { path, partition, encoder, out, nans, target_bytes, written_bytes: 0, last_turn: 0 })
    }

    pub(super) fn partition(&self) -> &Struct {
        &self.partition
    }

    /// Whether the file has reached its target size, what is still in memory included.
    pub(super) fn is_full(&self) -> bool {
        let buffered = u64::try_from(self.encoder.in_progress_size()).unwrap_or(u64::MAX);
        self.written_bytes.saturating_add(buffered) >= self.target_bytes
    }

    /// When rows were last written to it, as its writer counts.
    pub(super) fn last_turn(&self) -> u64 {
        self.last_turn
    }

    /// Bytes of memory that its unfinished row group takes.
    pub(super) fn buffered_bytes(&self) -> usize {
        self.encoder.memory_size()
    }

    /// Ends the row group, which frees its memory.
    pub(super) async fn end_row_group(&mut self) -> Result<(), LakeError> {
        self.encoder.flush().map_err(|cause| LakeError::parquet(&self.path, cause))?;
        self.drain().await
    }

    pub(super) async fn write(&mut self, rows: &RecordBatch, turn: u64) -> Result<(), LakeError> {
        self.last_turn = turn;
        for (at, count) in self.nans.values_mut() {
            *count += num_nans(rows.column(*at));
        }
        self.encoder.write(rows).map_err(|cause| LakeError::parquet(&self.path, cause))?;
        self.drain().await
    }

    pub(super) async fn close(mut self, target: &WriteTarget) -> Result<DataFile, LakeError> {
        let footer = self.encoder.finish().map_err(|cause| LakeError::parquet(&self.path, cause))?;
        self.drain().await?;
        crate::fail_here!("write::data_file");
        let size_bytes = self.out.close().await?;
        let written = Written {
            path: self.path,
            size_bytes,
            footer: &footer,
            nans: self.nans.into_iter().map(|(id, (_, count))| (id, count)).collect(),
            partition: self.partition,
            spec_id: target.spec.spec_id(),
            sort_order_id: target.sort_order_id,
        };
        data_file(written, &target.schema, &target.properties)
    }

    /// Hands what has been encoded to the storage.
    async fn drain(&mut self) -> Result<(), LakeError> {
        let encoded = std::mem::take(self.encoder.inner_mut());
        if encoded.is_empty() {
            return Ok(());
        }
        self.written_bytes += u64::try_from(encoded.len()).unwrap_or_default();
        self.out.write(Bytes::from(encoded)).await
    }
}

fn num_nans(column: &arrow::array::ArrayRef) -> u64 {
    let count = match column.data_type() {
        DataType::Float32 => column.as_primitive::<Float32Type>().iter().flatten().filter(|v| v.is_nan()).count(),
        DataType::Float64 => column.as_primitive::<Float64Type>().iter().flatten().filter(|v| v.is_nan()).count(),
        _ => 0,
    };
    u64::try_from(count).unwrap_or_default()
}
