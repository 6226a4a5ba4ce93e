//! The lake's files in the shape that the format library asks for.
//!
//! Files of Iceberg are never changed: `write` and `writer` refuse a name that is taken.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt;
use futures::stream::BoxStream;
use iceberg::io::{FileMetadata, FileRead, FileWrite, InputFile, OutputFile, Storage, StorageConfig, StorageFactory};
use iceberg::{Error, ErrorKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::stores::Stores;
use super::writer::FileWriter;
use crate::error::LakeError;

/// How many files are deleted at the same time.
const DELETES_AT_ONCE: usize = 16;

/// Files and the factory of files at once: all of them are reached through the same stores.
///
/// Written out (for another process) it keeps its settings but no secret: the reader takes
/// credentials from its own environment.
#[derive(Debug, Clone)]
pub(super) struct LakeFiles(Arc<Stores>);

impl From<Arc<Stores>> for LakeFiles {
    fn from(stores: Arc<Stores>) -> Self {
        Self(stores)
    }
}

impl Serialize for LakeFiles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            properties: BTreeMap<&'a str, &'a str>,
        }
        Written { properties: self.0.public_properties() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LakeFiles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            properties: BTreeMap<String, String>,
        }
        let written = Written::deserialize(deserializer)?;
        Ok(Self(Arc::new(Stores::new(written.properties))))
    }
}

#[typetag::serde(name = "cauri")]
impl StorageFactory for LakeFiles {
    fn build(&self, _: &StorageConfig) -> iceberg::Result<Arc<dyn Storage>> {
        Ok(Arc::new(self.clone()))
    }
}

#[async_trait]
#[typetag::serde(name = "cauri")]
impl Storage for LakeFiles {
    async fn exists(&self, path: &str) -> iceberg::Result<bool> {
        match self.0.size(path).await {
            Ok(_) => Ok(true),
            Err(LakeError::FileNotFound { .. }) => Ok(false),
            Err(error) => Err(outwards(error)),
        }
    }

    async fn metadata(&self, path: &str) -> iceberg::Result<FileMetadata> {
        self.0.size(path).await.map(|size| FileMetadata { size }).map_err(outwards)
    }

    async fn read(&self, path: &str) -> iceberg::Result<Bytes> {
        self.0.read(path).await.map_err(outwards)
    }

    async fn reader(&self, path: &str) -> iceberg::Result<Box<dyn FileRead>> {
        Ok(Box::new(RangeReader { stores: Arc::clone(&self.0), path: path.to_owned() }))
    }

    async fn write(&self, path: &str, bytes: Bytes) -> iceberg::Result<()> {
        self.0.put_if_absent(path, bytes).await.map_err(outwards)
    }

    async fn writer(&self, path: &str) -> iceberg::Result<Box<dyn FileWrite>> {
        let writer = self.0.writer(path).await.map_err(outwards)?;
        Ok(Box::new(PieceWriter(writer)))
    }

    async fn delete(&self, path: &str) -> iceberg::Result<()> {
        self.0.delete(path).await.map_err(outwards)
    }

    /// Refused: what a table owns is deleted by name, since a folder may hold files of others.
    async fn delete_prefix(&self, path: &str) -> iceberg::Result<()> {
        Err(Error::new(ErrorKind::FeatureUnsupported, format!("files are deleted one by one, not all below {path}")))
    }

    async fn delete_stream(&self, paths: BoxStream<'static, String>) -> iceberg::Result<()> {
        let mut deletes = paths
            .map(|path| {
                let stores = Arc::clone(&self.0);
                async move { stores.delete(&path).await }
            })
            .buffer_unordered(DELETES_AT_ONCE);
        while let Some(deleted) = deletes.next().await {
            deleted.map_err(outwards)?;
        }
        Ok(())
    }

    fn new_input(&self, path: &str) -> iceberg::Result<InputFile> {
        Ok(InputFile::new(Arc::new(self.clone()), path.to_owned()))
    }

    fn new_output(&self, path: &str) -> iceberg::Result<OutputFile> {
        Ok(OutputFile::new(Arc::new(self.clone()), path.to_owned()))
    }
}

struct RangeReader {
    stores: Arc<Stores>,
    path: String,
}

#[async_trait]
impl FileRead for RangeReader {
    async fn read(&self, range: Range<u64>) -> iceberg::Result<Bytes> {
        self.stores.read_range(&self.path, range).await.map_err(outwards)
    }
}

struct PieceWriter(FileWriter);

#[async_trait]
impl FileWrite for PieceWriter {
    async fn write(&mut self, bytes: Bytes) -> iceberg::Result<()> {
        self.0.write(bytes).await.map_err(outwards)
    }

    async fn close(&mut self) -> iceberg::Result<()> {
        self.0.close().await.map(|_| ()).map_err(outwards)
    }
}

fn outwards(error: LakeError) -> Error {
    Error::new(ErrorKind::Unexpected, error.to_string()).with_source(error)
}
