//! How Parquet files are written: the table's `write.parquet.*` properties, with Iceberg's names.
//!
//! Defaults are zstd, row groups of 128 MB and pages of 1 MB. Bronze tables carry
//! [`bronze_properties`]: Snappy, for speed, as the landing files of the pipeline always had.

use std::collections::{BTreeMap, HashMap};

use arrow::datatypes::{DataType, Schema};
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;

use crate::LakeError;

/// Above this a row group is closed, whatever its bytes: it is what one thread reads at a time.
const MAX_ROW_GROUP_ROWS: usize = 1024 * 1024;
const ROW_GROUP_BYTES: usize = 128 * 1024 * 1024;
const PAGE_BYTES: usize = 1024 * 1024;
const PAGE_ROWS: usize = 20_000;
const DICTIONARY_BYTES: usize = 2 * 1024 * 1024;
/// The size of a data file above which the writer starts another.
pub(super) const TARGET_FILE_BYTES: u64 = 512 * 1024 * 1024;
/// zstd level 3 is zstd's own default; level 1 is a third faster for a tenth more bytes.
const ZSTD_LEVEL: i32 = 3;

/// The properties of a Bronze table: Snappy, row groups of 128 MB, pages of 1 MB.
pub fn bronze_properties() -> BTreeMap<String, String> {
    [
        ("write.parquet.compression-codec", "snappy"),
        ("write.parquet.row-group-size-bytes", "134217728"),
        ("write.parquet.page-size-bytes", "1048576"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect()
}

/// The settings of the writer for a table with these properties and columns.
pub(super) fn writer_properties(
    properties: &HashMap<String, String>,
    schema: &Schema,
) -> Result<WriterProperties, LakeError> {
    let rows = number(properties, "write.parquet.page-row-limit", PAGE_ROWS)?;
    let mut builder = WriterProperties::builder()
        .set_created_by(format!("cauri version {}", env!("CARGO_PKG_VERSION")))
        .set_compression(compression(properties)?)
        .set_max_row_group_row_count(Some(MAX_ROW_GROUP_ROWS))
        .set_max_row_group_bytes(Some(row_group_bytes(properties)?))
        .set_data_page_size_limit(number(properties, "write.parquet.page-size-bytes", PAGE_BYTES)?)
        .set_data_page_row_count_limit(rows)
        .set_dictionary_page_size_limit(number(properties, "write.parquet.dict-size-bytes", DICTIONARY_BYTES)?);
    for field in schema.fields() {
        builder = column(builder, properties, field.name(), field.data_type())?;
    }
    Ok(builder.build())
}

/// The bytes at which a row group is closed.
pub(super) fn row_group_bytes(properties: &HashMap<String, String>) -> Result<usize, LakeError> {
    number(properties, "write.parquet.row-group-size-bytes", ROW_GROUP_BYTES)
}

fn column(
    mut builder: WriterPropertiesBuilder,
    properties: &HashMap<String, String>,
    name: &str,
    kind: &DataType,
) -> Result<WriterPropertiesBuilder, LakeError> {
    let path = || ColumnPath::new(vec![name.to_owned()]);
    // A dictionary of distinct doubles is built, found too large and thrown away for each row group.
    if matches!(kind, DataType::Float32 | DataType::Float64) {
        builder = builder.set_column_dictionary_enabled(path(), false);
    }
    let bloom = format!("write.parquet.bloom-filter-enabled.column.{name}");
    if properties.get(&bloom).is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        builder = builder.set_column_bloom_filter_enabled(path(), true);
        let fpp = format!("write.parquet.bloom-filter-fpp.column.{name}");
        if let Some(text) = properties.get(&fpp) {
            let value: f64 = text.parse().map_err(|_| LakeError::property(&fpp, text))?;
            builder = builder.set_column_bloom_filter_fpp(path(), value);
        }
    }
    Ok(builder)
}

fn compression(properties: &HashMap<String, String>) -> Result<Compression, LakeError> {
    const CODEC: &str = "write.parquet.compression-codec";
    const LEVEL: &str = "write.parquet.compression-level";
    let codec = properties.get(CODEC).map_or("zstd", String::as_str);
    let level = properties.get(LEVEL).filter(|text| !text.eq_ignore_ascii_case("null"));
    let refuse = || LakeError::property(LEVEL, level.map_or("", String::as_str));
    match codec.to_ascii_lowercase().as_str() {
        "zstd" => {
            let level = level.map_or(Ok(ZSTD_LEVEL), |text| text.parse().map_err(|_| refuse()))?;
            Ok(Compression::ZSTD(ZstdLevel::try_new(level).map_err(|_| refuse())?))
        }
        "gzip" => {
            let level = level.map_or(Ok(6), |text| text.parse().map_err(|_| refuse()))?;
            Ok(Compression::GZIP(GzipLevel::try_new(level).map_err(|_| refuse())?))
        }
        "snappy" => Ok(Compression::SNAPPY),
        "lz4" => Ok(Compression::LZ4_RAW),
        "none" | "uncompressed" => Ok(Compression::UNCOMPRESSED),
        _ => Err(LakeError::property(CODEC, codec)),
    }
}

/// A number of bytes or rows; at least 1.
pub(super) fn number(properties: &HashMap<String, String>, key: &str, default: usize) -> Result<usize, LakeError> {
    match properties.get(key) {
        None => Ok(default),
        Some(text) => match text.trim().parse() {
            Ok(value) if value > 0 => Ok(value),
            _ => Err(LakeError::property(key, text)),
        },
    }
}
