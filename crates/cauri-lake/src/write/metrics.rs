//! What a manifest says of a data file, computed from the file's own footer.
//!
//! Counts are exact. Bounds are bounds: a truncated minimum is cut, a truncated maximum is raised,
//! and a column of which any row group has no statistics has no bounds at all, since a bound that
//! knows only some row groups loses rows. (Iceberg specification, "Manifests", field `data_file`.)

use std::collections::HashMap;

use iceberg::spec::{
    DataContentType, DataFile, DataFileBuilder, DataFileFormat, Datum, PrimitiveType, Schema, Struct, Type,
};
use parquet::basic::Type as PhysicalType;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::statistics::Statistics;

use crate::LakeError;
use crate::transform::{first_letters, minimal_bytes};

const MODE: &str = "write.metadata.metrics.default";
const COLUMN_MODE: &str = "write.metadata.metrics.column.";
/// Letters or bytes of a bound, unless a property says otherwise.
const BOUND_LENGTH: usize = 16;

/// How much a manifest says of a column (`write.metadata.metrics.*`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    None,
    Counts,
    Truncate(usize),
    Full,
}

/// What is known of one column over the row groups seen so far.
#[derive(Debug, Default)]
struct Column {
    size: u64,
    values: u64,
    nulls: Option<u64>,
    lower: Option<Datum>,
    upper: Option<Datum>,
    /// A row group with values had no statistics: no bound holds.
    unknown: bool,
}

/// A data file that has been written, as the footer knows it.
pub(super) struct Written<'a> {
    pub(super) path: String,
    pub(super) size_bytes: u64,
    pub(super) footer: &'a ParquetMetaData,
    /// NaNs by field id; Parquet's footer does not count them.
    pub(super) nans: HashMap<i32, u64>,
    pub(super) partition: Struct,
    pub(super) spec_id: i32,
    pub(super) sort_order_id: Option<i32>,
}

/// The entry of a manifest for a file.
pub(super) fn data_file(
    written: Written<'_>,
    schema: &Schema,
    properties: &HashMap<String, String>,
) -> Result<DataFile, LakeError> {
    let mut columns: HashMap<i32, Column> = HashMap::new();
    for group in written.footer.row_groups() {
        for chunk in group.columns() {
            let id = chunk.column_descr().self_type().get_basic_info();
            if id.has_id() {
                add(columns.entry(id.id()).or_default(), chunk, primitive(schema, id.id()))?;
            }
        }
    }
    let rows = u64::try_from(written.footer.file_metadata().num_rows()).unwrap_or_default();
    let mut file = DataFileBuilder::default();
    file.content(DataContentType::Data)
        .file_path(written.path)
        .file_format(DataFileFormat::Parquet)
        .partition(written.partition)
        .partition_spec_id(written.spec_id)
        .record_count(rows)
        .file_size_in_bytes(written.size_bytes)
        .split_offsets(Some(split_offsets(written.footer)));
    if let Some(id) = written.sort_order_id {
        file.sort_order_id(id);
    }
    let mut out = Maps::default();
    for (id, column) in columns {
        out.add(id, column, mode(schema, id, properties)?, &written.nans);
    }
    file.column_sizes(out.sizes)
        .value_counts(out.values)
        .null_value_counts(out.nulls)
        .nan_value_counts(out.nans)
        .lower_bounds(out.lower)
        .upper_bounds(out.upper);
    file.build().map_err(|cause| LakeError::format("describe a data file", cause))
}

#[derive(Default)]
struct Maps {
    sizes: HashMap<i32, u64>,
    values: HashMap<i32, u64>,
    nulls: HashMap<i32, u64>,
    nans: HashMap<i32, u64>,
    lower: HashMap<i32, Datum>,
    upper: HashMap<i32, Datum>,
}

impl Maps {
    fn add(&mut self, id: i32, column: Column, mode: Mode, nans: &HashMap<i32, u64>) {
        self.sizes.insert(id, column.size);
        if mode == Mode::None {
            return;
        }
        self.values.insert(id, column.values);
        if let Some(nulls) = column.nulls {
            self.nulls.insert(id, nulls);
        }
        if let Some(count) = nans.get(&id) {
            self.nans.insert(id, *count);
        }
        let length = match mode {
            Mode::Truncate(length) => length,
            Mode::Full => usize::MAX,
            Mode::None | Mode::Counts => return,
        };
        if column.unknown {
            return;
        }
        if let Some(bound) = column.lower.and_then(|bound| lower(bound, length)) {
            self.lower.insert(id, bound);
        }
        if let Some(bound) = column.upper.and_then(|bound| upper(bound, length)) {
            self.upper.insert(id, bound);
        }
    }
}

fn primitive(schema: &Schema, id: i32) -> Option<&PrimitiveType> {
    schema.field_by_id(id).and_then(|field| field.field_type.as_primitive_type())
}

/// Row groups begin here; readers split a file at these places.
fn split_offsets(footer: &ParquetMetaData) -> Vec<i64> {
    footer
        .row_groups()
        .iter()
        .filter_map(|group| {
            let first = group.columns().first()?;
            Some(first.dictionary_page_offset().unwrap_or_else(|| first.data_page_offset()))
        })
        .collect()
}

fn add(column: &mut Column, chunk: &ColumnChunkMetaData, kind: Option<&PrimitiveType>) -> Result<(), LakeError> {
    let first = column.values == 0 && column.size == 0;
    let values = u64::try_from(chunk.num_values()).unwrap_or_default();
    column.size += u64::try_from(chunk.compressed_size()).unwrap_or_default();
    column.values += values;
    let nulls = chunk.statistics().and_then(Statistics::null_count_opt);
    column.nulls = match (first, column.nulls, nulls) {
        (true, _, nulls) => nulls,
        (false, Some(sum), Some(nulls)) => Some(sum + nulls),
        _ => None,
    };
    if nulls == Some(values) {
        return Ok(()); // Nothing but NULL: no bound to add, and none lost.
    }
    if chunk.column_descr().max_rep_level() > 0 {
        column.unknown = true; // Bounds of what stands in lists and maps help no reader.
        return Ok(());
    }
    let bounds = kind.zip(chunk.statistics()).map(|(kind, statistics)| bounds(statistics, kind, chunk.column_type()));
    match bounds.transpose()?.flatten() {
        Some((low, high)) => {
            column.lower = Some(column.lower.take().map_or_else(|| low.clone(), |old| smaller(old, low.clone())));
            column.upper = Some(column.upper.take().map_or_else(|| high.clone(), |old| larger(old, high.clone())));
        }
        None => column.unknown = true,
    }
    Ok(())
}

fn smaller(one: Datum, other: Datum) -> Datum {
    if other < one { other } else { one }
}

fn larger(one: Datum, other: Datum) -> Datum {
    if other > one { other } else { one }
}

/// The least and greatest value that a row group's statistics allow.
fn bounds(
    statistics: &Statistics,
    kind: &PrimitiveType,
    physical: PhysicalType,
) -> Result<Option<(Datum, Datum)>, LakeError> {
    let (Some(low), Some(high)) = (statistics.min_bytes_opt(), statistics.max_bytes_opt()) else { return Ok(None) };
    if let PrimitiveType::Fixed(length) = kind
        && [low, high].iter().any(|bytes| u64::try_from(bytes.len()) != Ok(*length))
    {
        return Ok(None); // Cut short: no value of the type.
    }
    let low = datum(low, kind, physical)?;
    let high = datum(high, kind, physical)?;
    if low.is_nan() || high.is_nan() {
        return Ok(None);
    }
    Ok(Some((low, high)))
}

/// Parquet's plain bytes as Iceberg's single-value bytes; they differ for decimals only.
fn datum(bytes: &[u8], kind: &PrimitiveType, physical: PhysicalType) -> Result<Datum, LakeError> {
    let value = match (kind, physical) {
        (PrimitiveType::Decimal { .. }, PhysicalType::INT32 | PhysicalType::INT64) => {
            let mut big = bytes.to_vec();
            big.reverse();
            Datum::try_from_bytes(minimal_bytes(&big), kind.clone())
        }
        (PrimitiveType::Decimal { .. }, _) => Datum::try_from_bytes(minimal_bytes(bytes), kind.clone()),
        _ => Datum::try_from_bytes(bytes, kind.clone()),
    };
    value.map_err(|cause| LakeError::format("read the statistics of a data file", cause))
}

/// A bound that is at most `value`, in at most `length` letters or bytes.
fn lower(value: Datum, length: usize) -> Option<Datum> {
    use iceberg::spec::PrimitiveLiteral::{Binary, String as Text};
    match value.literal() {
        Text(text) => Some(Datum::string(first_letters(text, length))),
        Binary(bytes) if matches!(value.data_type(), PrimitiveType::Binary) => {
            Some(Datum::binary(bytes.iter().copied().take(length)))
        }
        _ => Some(value),
    }
}

/// A bound that is at least `value`, in at most `length` letters or bytes; `None` when there is none.
fn upper(value: Datum, length: usize) -> Option<Datum> {
    use iceberg::spec::PrimitiveLiteral::{Binary, String as Text};
    match value.literal() {
        Text(text) => raised_text(text, length).map(Datum::string),
        Binary(bytes) if matches!(value.data_type(), PrimitiveType::Binary) => {
            raised_bytes(bytes, length).map(Datum::binary)
        }
        _ => Some(value),
    }
}

/// The shortest text of at most `length` letters that is not below `text`.
fn raised_text(text: &str, length: usize) -> Option<String> {
    let mut letters: Vec<char> = first_letters(text, length).chars().collect();
    if letters.iter().map(|letter| letter.len_utf8()).sum::<usize>() == text.len() {
        return Some(text.to_owned());
    }
    while let Some(last) = letters.pop() {
        if let Some(next) = next_letter(last) {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}

/// The next code point; surrogates are none.
fn next_letter(letter: char) -> Option<char> {
    let next = u32::from(letter) + 1;
    char::from_u32(if next == 0xd800 { 0xe000 } else { next })
}

fn raised_bytes(bytes: &[u8], length: usize) -> Option<Vec<u8>> {
    if bytes.len() <= length {
        return Some(bytes.to_vec());
    }
    let mut cut: Vec<u8> = bytes.iter().copied().take(length).collect();
    while let Some(last) = cut.pop() {
        if last < u8::MAX {
            cut.push(last + 1);
            return Some(cut);
        }
    }
    None
}

fn mode(schema: &Schema, id: i32, properties: &HashMap<String, String>) -> Result<Mode, LakeError> {
    let name = schema.name_by_field_id(id).unwrap_or_default();
    let key = format!("{COLUMN_MODE}{name}");
    let (key, text) = match (properties.get(&key), properties.get(MODE)) {
        (Some(text), _) => (key.as_str(), text),
        (None, Some(text)) => (MODE, text),
        (None, None) => return Ok(Mode::Truncate(BOUND_LENGTH)),
    };
    let refuse = || LakeError::property(key, text);
    match text.to_ascii_lowercase().as_str() {
        "none" => Ok(Mode::None),
        "counts" => Ok(Mode::Counts),
        "full" => Ok(Mode::Full),
        other => {
            let length = other.strip_prefix("truncate(").and_then(|rest| rest.strip_suffix(')')).ok_or_else(refuse)?;
            let length: usize = length.trim().parse().map_err(|_| refuse())?;
            if length == 0 { Err(refuse()) } else { Ok(Mode::Truncate(length)) }
        }
    }
}

/// Whether the type has NaNs.
pub(super) fn has_nan(kind: &Type) -> bool {
    matches!(kind, Type::Primitive(PrimitiveType::Float | PrimitiveType::Double))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_upper_bound_is_raised() {
        assert_eq!(raised_text("abc", 16).as_deref(), Some("abc"));
        assert_eq!(raised_text("abcd", 3).as_deref(), Some("abd"));
        assert_eq!(raised_text("ab\u{10ffff}d", 3).as_deref(), Some("ac"));
        assert_eq!(raised_text("\u{10ffff}\u{10ffff}", 1), None);
        assert_eq!(raised_text("\u{d7ff}x", 1).as_deref(), Some("\u{e000}"));
        assert_eq!(raised_bytes(&[1, 255, 255], 2), Some(vec![2]));
        assert_eq!(raised_bytes(&[255, 255], 1), None);
    }

    #[test]
    fn a_decimal_is_read_from_each_physical_type() {
        let kind = PrimitiveType::Decimal { precision: 9, scale: 2 };
        let small = datum(&(-1420i32).to_le_bytes(), &kind, PhysicalType::INT32).unwrap();
        let long = datum(&(-1420i64).to_le_bytes(), &kind, PhysicalType::INT64).unwrap();
        let fixed = datum(&(-1420i128).to_be_bytes(), &kind, PhysicalType::FIXED_LEN_BYTE_ARRAY).unwrap();
        assert_eq!(small, long);
        assert_eq!(small, fixed);
        assert_eq!(small.to_string(), "-14.20");
    }
}
