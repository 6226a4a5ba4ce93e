//! Files of the lake, on local disk or S3, behind one door.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use iceberg::io::FileIO;
use object_store::ObjectStore;
use url::Url;

use crate::error::LakeError;

/// A file that [`LakeStorage::list`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFile {
    /// Its location.
    pub path: String,
    /// Its size.
    pub size_bytes: u64,
    /// When it was last changed, in milliseconds since 1970 (UTC).
    pub modified_ms: i64,
}

/// Where the files of a warehouse are. Cheap to clone; clones share their clients.
#[derive(Clone, Debug)]
pub struct LakeStorage {
    file_io: FileIO,
}

/// A file that is being written. It exists only once [`FileWriter::close`] has succeeded;
/// dropping it leaves nothing behind.
#[derive(Debug)]
pub struct FileWriter {}

impl LakeStorage {
    /// Prepares storage with Iceberg's properties (`s3.endpoint`, ...). Connects to nothing.
    ///
    /// # Errors
    ///
    /// [`LakeError::StorageSetting`].
    pub fn new(properties: &BTreeMap<String, String>) -> Result<Self, LakeError> {
        todo!("{properties:?}")
    }

    /// The same files, for the format library.
    pub fn file_io(&self) -> &FileIO {
        &self.file_io
    }

    /// The store of a bucket (`s3://bucket/...`) or of the local disk (`file:///...`), one client each.
    ///
    /// # Errors
    ///
    /// [`LakeError::InvalidLocation`] for another scheme, [`LakeError::StorageSetting`].
    pub fn object_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>, LakeError> {
        todo!("{url}")
    }

    /// Reads a whole file.
    ///
    /// # Errors
    ///
    /// [`LakeError::FileNotFound`], [`LakeError::PermissionDenied`], [`LakeError::Storage`].
    pub async fn read(&self, path: &str) -> Result<Bytes, LakeError> {
        todo!("{path}")
    }

    /// Whether a file exists.
    ///
    /// # Errors
    ///
    /// As [`LakeStorage::read`], but for the missing file.
    pub async fn exists(&self, path: &str) -> Result<bool, LakeError> {
        todo!("{path}")
    }

    /// Writes a whole file, in place of one that exists. It is there whole, and safe from a
    /// crash, when this returns.
    ///
    /// # Errors
    ///
    /// [`LakeError::PermissionDenied`], [`LakeError::Storage`].
    pub async fn put(&self, path: &str, bytes: Bytes) -> Result<(), LakeError> {
        todo!("{path} {bytes:?}")
    }

    /// As [`LakeStorage::put`], for a file that must not exist yet.
    ///
    /// # Errors
    ///
    /// [`LakeError::FileExists`] and those of [`LakeStorage::put`].
    pub async fn put_if_absent(&self, path: &str, bytes: Bytes) -> Result<(), LakeError> {
        todo!("{path} {bytes:?}")
    }

    /// Removes a file; one that does not exist is no error.
    ///
    /// # Errors
    ///
    /// [`LakeError::PermissionDenied`], [`LakeError::Storage`].
    pub async fn delete(&self, path: &str) -> Result<(), LakeError> {
        todo!("{path}")
    }

    /// All files below a folder, at any depth, in no order. A folder that does not exist is empty.
    pub fn list(&self, prefix: &str) -> BoxStream<'static, Result<ListedFile, LakeError>> {
        todo!("{prefix}")
    }

    /// Starts a new file, for writing it piece by piece.
    ///
    /// # Errors
    ///
    /// [`LakeError::PermissionDenied`], [`LakeError::Storage`].
    pub async fn writer(&self, path: &str) -> Result<FileWriter, LakeError> {
        todo!("{path}")
    }
}

impl FileWriter {
    /// Adds a piece.
    ///
    /// # Errors
    ///
    /// [`LakeError::Storage`].
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), LakeError> {
        todo!("{bytes:?}")
    }

    /// Makes the file appear, whole and safe from a crash, and gives its size in bytes.
    ///
    /// # Errors
    ///
    /// [`LakeError::FileExists`], [`LakeError::Storage`].
    pub async fn close(&mut self) -> Result<u64, LakeError> {
        todo!()
    }
}
