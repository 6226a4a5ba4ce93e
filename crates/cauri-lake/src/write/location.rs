//! Names of data files.
//!
//! Values of partitions are percent-encoded, as Iceberg's Java writer does, so that no value can
//! lead out of the table's folder.

use cauri_core::Clock;
use chrono::{DateTime, Datelike};
use iceberg::spec::{PartitionSpec, Schema, Struct};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::LakeError;

/// What stays as it is in the name of a folder.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// How data files are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileNaming {
    /// `<table>/data/[<partition>/]<uuid>.parquet`: tables that models and statements write.
    Uuid,
    /// `<table>/<YYYY>_<MM>_<DD>_<EPOCH>_<UUID>.parquet`: the landing of a source, where EPOCH is
    /// the time of writing in milliseconds since 1970.
    Landing,
}

/// The location of a new data file.
pub(super) fn data_file(
    naming: FileNaming,
    table: &str,
    (spec, schema, partition): (&PartitionSpec, &Schema, &Struct),
    clock: &dyn Clock,
) -> Result<String, LakeError> {
    let id = uuid::Uuid::new_v4();
    Ok(match naming {
        FileNaming::Landing => {
            let now = clock.now_ms();
            let date = DateTime::from_timestamp_millis(now).unwrap_or_default();
            format!("{table}/{:04}_{:02}_{:02}_{now}_{id}.parquet", date.year(), date.month(), date.day())
        }
        FileNaming::Uuid if spec.is_unpartitioned() => format!("{table}/data/{id}.parquet"),
        FileNaming::Uuid => format!("{table}/data/{}/{id}.parquet", folder(spec, schema, partition)?),
    })
}

fn folder(spec: &PartitionSpec, schema: &Schema, partition: &Struct) -> Result<String, LakeError> {
    let kinds = spec.partition_type(schema).map_err(|cause| LakeError::format("name a partition", cause))?;
    let parts: Vec<String> = spec
        .fields()
        .iter()
        .zip(kinds.fields())
        .zip(partition.iter())
        .map(|((field, kind), value)| {
            let text = field.transform.to_human_string(&kind.field_type, value);
            format!("{}={}", encode(&field.name), encode(&text))
        })
        .collect();
    Ok(parts.join("/"))
}

/// A name that is only dots would climb out of its folder, so its dots are encoded too.
fn encode(text: &str) -> String {
    if !text.is_empty() && text.chars().all(|letter| letter == '.') {
        return text.replace('.', "%2E");
    }
    utf8_percent_encode(text, PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_climb_out_of_its_folder() {
        assert_eq!(encode("../../x/y z=1%"), "..%2F..%2Fx%2Fy%20z%3D1%25");
        assert_eq!(encode(".."), "%2E%2E");
        assert_eq!(encode("Côte d'Ivoire"), "C%C3%B4te%20d%27Ivoire");
    }
}
