//! Names of data files.
//!
//! The folder of a partition is for people who look at the storage; readers take partition values
//! from manifests. So a value is shown with letters that every store and every reader of URIs
//! agrees on, and no value can lead out of the table's folder.

use cauri_core::Clock;
use chrono::{DateTime, Datelike};
use iceberg::spec::{PartitionSpec, Schema, Struct};

use crate::LakeError;

/// Letters of a value that are shown; the rest says nothing to a reader.
const SHOWN: usize = 60;

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

/// Percent signs are avoided too: some readers decode them in paths, some do not.
fn encode(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    text.chars().take(SHOWN).map(|letter| if plain(letter) { letter } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_climb_out_of_its_folder() {
        assert_eq!(encode("../../x/y z=1%"), "______x_y_z_1_");
        assert_eq!(encode(".."), "__");
        assert_eq!(encode("Côte d'Ivoire"), "C_te_d_Ivoire");
        assert_eq!(encode("2024-09-30"), "2024-09-30");
    }
}
