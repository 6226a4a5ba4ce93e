//! Which files a scan reads, and what is known of their columns before any is opened.
//!
//! The engine prunes and plans with this; nothing here reads a data file.

use std::sync::Arc;

use arrow::array::{ArrayRef, UInt64Array};
use arrow::datatypes::DataType;
use iceberg::spec::{DataFile, Datum, Literal, ManifestContentType, ManifestFile, PrimitiveLiteral, Snapshot, Struct};

use crate::manifest::{check_supported, has_live_files, manifest_list, manifests};
use crate::{LakeError, Table};

mod bound;

pub(crate) use bound::array as literal_array;

/// A live data file of a snapshot.
#[derive(Debug, Clone)]
pub struct ScanFile {
    /// Its location.
    pub path: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its rows.
    pub num_rows: u64,
    /// The schema that it was written with.
    pub schema_id: i32,
    /// The partition spec that it was written with.
    pub spec_id: i32,
    /// Its partition, in the order of the spec's fields.
    pub partition: Struct,
    /// Where its row groups begin, in bytes; may be empty when the writer did not say.
    pub split_offsets: Vec<i64>,
    /// The snapshot that added it.
    pub snapshot_id: i64,
    /// Its data sequence number.
    pub sequence_number: i64,
    /// All that its manifest says of it.
    pub data_file: Arc<DataFile>,
}

/// The live data files of a snapshot, in the order of its manifests.
///
/// # Errors
///
/// [`LakeError::UnsupportedTable`] for delete files and for format v3, which this version would
/// read wrongly.
pub async fn scan_files(table: &Table, snapshot: &Snapshot) -> Result<Vec<ScanFile>, LakeError> {
    let all = manifest_list(table.metadata(), table.storage(), snapshot).await?;
    check_supported(table, &all)?;
    let live: Vec<&ManifestFile> =
        all.iter().filter(|file| file.content == ManifestContentType::Data && has_live_files(file)).collect();
    let mut files = Vec::new();
    for (file, read) in live.iter().zip(manifests(table.storage(), &live).await?) {
        let schema_id = read.metadata().schema().schema_id();
        for entry in read.entries().iter().filter(|entry| entry.is_alive()) {
            let unassigned = || LakeError::unassigned(&file.manifest_path);
            let data_file = entry.data_file();
            files.push(ScanFile {
                path: data_file.file_path().to_owned(),
                size_bytes: data_file.file_size_in_bytes(),
                num_rows: data_file.record_count(),
                schema_id,
                spec_id: file.partition_spec_id,
                partition: data_file.partition().clone(),
                split_offsets: data_file.split_offsets().map(<[i64]>::to_vec).unwrap_or_default(),
                snapshot_id: entry.snapshot_id().ok_or_else(unassigned)?,
                sequence_number: entry.sequence_number().ok_or_else(unassigned)?,
                data_file: Arc::new(data_file.clone()),
            });
        }
    }
    Ok(files)
}

/// What manifests say of one column, one element a file. A NULL bound is an unknown one.
#[derive(Debug, Clone)]
pub struct Bounds {
    /// No value of the file is below.
    pub lower: ArrayRef,
    /// No value of the file is above. (NaN is neither below nor above.)
    pub upper: ArrayRef,
    /// NULLs, where the writer counted them.
    pub null_counts: UInt64Array,
    /// Values, NULLs included, where the writer counted them.
    pub value_counts: UInt64Array,
}

/// The bounds of the column with this field id, as Arrow arrays of type `to`.
///
/// A bound that was written under a narrower type (the column was widened since) is widened; one
/// that does not fit `to` is unknown. An identity partition value is both bounds of its column.
///
/// # Errors
///
/// Only if Arrow cannot hold the values, which is a bug.
pub fn bounds(table: &Table, files: &[ScanFile], field_id: i32, to: &DataType) -> Result<Bounds, LakeError> {
    let mut lower = Vec::with_capacity(files.len());
    let mut upper = Vec::with_capacity(files.len());
    for file in files {
        let partition = identity_value(table, file, field_id);
        let of = |bound: Option<&Datum>| partition.clone().or_else(|| bound.map(|bound| bound.literal().clone()));
        lower.push(of(file.data_file.lower_bounds().get(&field_id)));
        upper.push(of(file.data_file.upper_bounds().get(&field_id)));
    }
    let count = |counts: &dyn Fn(&DataFile) -> Option<u64>| -> UInt64Array {
        files.iter().map(|file| counts(&file.data_file)).collect()
    };
    Ok(Bounds {
        lower: bound::array(&lower, to)?,
        upper: bound::array(&upper, to)?,
        null_counts: count(&|file| file.null_value_counts().get(&field_id).copied()),
        value_counts: count(&|file| file.value_counts().get(&field_id).copied()),
    })
}

/// The value that all rows of the file have in a column, when it is partitioned by it.
fn identity_value(table: &Table, file: &ScanFile, field_id: i32) -> Option<PrimitiveLiteral> {
    let spec = table.metadata().partition_spec_by_id(file.spec_id)?;
    let at = spec
        .fields()
        .iter()
        .position(|field| field.source_id == field_id && field.transform == iceberg::spec::Transform::Identity)?;
    match file.partition.fields().get(at)? {
        // Zeros of both signs, and all NaNs, are one partition: its value is no bound.
        Some(Literal::Primitive(PrimitiveLiteral::Float(_) | PrimitiveLiteral::Double(_))) => None,
        Some(Literal::Primitive(value)) => Some(value.clone()),
        _ => None,
    }
}
