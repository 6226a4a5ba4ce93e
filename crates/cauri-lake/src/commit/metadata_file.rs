//! Metadata files: their names, their bytes, and the time they bear.

use std::io::{Read, Write};

use bytes::Bytes;
use cauri_core::TableName;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use iceberg::spec::TableMetadata;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::LakeError;

const FOLDER: &str = "write.metadata.path";
const CODEC: &str = "write.metadata.compression-codec";
const DELETE_EXPIRED: &str = "write.metadata.delete-after-commit.enabled";
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The name of the first metadata file of a new table.
pub(super) fn first_location(metadata: &TableMetadata) -> String {
    location(metadata, 0)
}

/// The name of the metadata file after `current`. It holds a new UUID: two writers that start
/// from the same file never write the same one.
pub(super) fn next_location(metadata: &TableMetadata, current: &str) -> String {
    location(metadata, version(current).map_or(1, |version| version + 1))
}

fn location(metadata: &TableMetadata, version: u32) -> String {
    let own = metadata.properties().get(FOLDER).map(|folder| folder.trim_end_matches('/').to_owned());
    let folder = own.unwrap_or_else(|| format!("{}/metadata", metadata.location().trim_end_matches('/')));
    named(&folder, version, is_compressed(metadata))
}

/// The name of the metadata file of a view at `folder`, after `current`.
pub(crate) fn next_view_location(folder: &str, current: Option<&str>) -> String {
    let version = current.map_or(0, |current| version(current).map_or(1, |version| version + 1));
    named(&format!("{}/metadata", folder.trim_end_matches('/')), version, false)
}

fn named(folder: &str, version: u32, compressed: bool) -> String {
    let suffix = if compressed { ".gz" } else { "" };
    format!("{folder}/{version:05}-{}{suffix}.metadata.json", Uuid::new_v4())
}

/// Whether the name of a metadata file holds a UUID, so that no other file ever has it.
pub(crate) fn is_unique(location: &str) -> bool {
    let name = location.rsplit('/').next().unwrap_or_default();
    name.split_once('-').and_then(|(_, rest)| rest.get(..36)).is_some_and(|id| Uuid::parse_str(id).is_ok())
}

/// The number in `00042-<uuid>.metadata.json`, or in `v42.metadata.json` of Hadoop's catalog.
fn version(location: &str) -> Option<u32> {
    let name = location.rsplit('/').next()?;
    let digits = name.strip_prefix('v').unwrap_or(name);
    digits.split(['-', '.']).next()?.parse().ok()
}

fn is_compressed(metadata: &TableMetadata) -> bool {
    metadata.properties().get(CODEC).is_some_and(|codec| codec.eq_ignore_ascii_case("gzip"))
}

/// Whether metadata files that leave the log are to be deleted.
pub(super) fn deletes_expired(metadata: &TableMetadata) -> bool {
    metadata.properties().get(DELETE_EXPIRED).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The bytes of a metadata file, compressed when its name says so.
///
/// # Errors
///
/// [`LakeError::InvalidChange`] when the metadata cannot be written as JSON.
pub(crate) fn encode(name: &TableName, metadata: &impl Serialize, location: &str) -> Result<Bytes, LakeError> {
    let failed = |reason: String| LakeError::InvalidChange { table: name.clone(), reason };
    let json = serde_json::to_vec(metadata).map_err(|error| failed(error.to_string()))?;
    if !location.ends_with(".gz.metadata.json") {
        return Ok(json.into());
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let compressed = encoder.write_all(&json).and_then(|()| encoder.finish());
    compressed.map(Bytes::from).map_err(|error| failed(error.to_string()))
}

/// What a metadata file says, compressed or not.
///
/// # Errors
///
/// [`LakeError::InvalidMetadata`].
pub(crate) fn decode<T: DeserializeOwned>(location: &str, bytes: &[u8]) -> Result<T, LakeError> {
    let mut json = Vec::new();
    let parsed = if bytes.starts_with(&GZIP_MAGIC) {
        let read = GzDecoder::new(bytes).read_to_end(&mut json);
        read.map_err(serde_json::Error::io).and_then(|_| serde_json::from_slice(&json))
    } else {
        serde_json::from_slice(bytes)
    };
    parsed.map_err(|error| LakeError::InvalidMetadata { path: location.to_owned(), source: error.into() })
}

/// The metadata with the time of the warehouse's clock where the format library has put the
/// machine's: in `last-updated-ms`, and in what was added to the log of snapshots.
pub(super) fn stamped(
    name: &TableName,
    metadata: &TableMetadata,
    base: Option<&TableMetadata>,
    now_ms: i64,
) -> Result<TableMetadata, LakeError> {
    let now_ms = base.map_or(now_ms, |base| now_ms.max(base.last_updated_ms()));
    let failed = |error: serde_json::Error| LakeError::InvalidChange { table: name.clone(), reason: error.to_string() };
    let machine_ms = metadata.last_updated_ms();
    let mut json = serde_json::to_value(metadata).map_err(failed)?;
    json["last-updated-ms"] = now_ms.into();
    let logged = base.map_or(0, |base| base.history().len());
    if let Some(log) = json.get_mut("snapshot-log").and_then(|log| log.as_array_mut()) {
        let added = log.iter_mut().skip(logged);
        for entry in added.filter(|entry| entry["timestamp-ms"] == machine_ms) {
            entry["timestamp-ms"] = now_ms.into();
        }
    }
    serde_json::from_value(json).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_metadata_file_is_read_from_its_name() {
        for (name, number) in [
            ("s3://b/t/metadata/00042-7f4b.metadata.json", Some(42)),
            ("/t/metadata/00000-7f4b.gz.metadata.json", Some(0)),
            ("/t/metadata/v7.metadata.json", Some(7)),
            ("/t/metadata/latest.metadata.json", None),
        ] {
            assert_eq!(version(name), number, "{name}");
        }
    }

    #[test]
    fn what_is_written_compressed_is_read_again() {
        let name: TableName = "a.t".parse().unwrap();
        let bytes = encode(&name, &vec![1, 2, 3], "/t/00001-x.gz.metadata.json").unwrap();
        assert!(bytes.starts_with(&GZIP_MAGIC));
        assert_eq!(decode::<Vec<i32>>("x", &bytes).unwrap(), [1, 2, 3]);
        let half = &bytes[..bytes.len() / 2];
        assert!(matches!(decode::<Vec<i32>>("x", half), Err(LakeError::InvalidMetadata { .. })));
        assert!(matches!(decode::<Vec<i32>>("x", b"[1, 2"), Err(LakeError::InvalidMetadata { .. })));
    }
}
