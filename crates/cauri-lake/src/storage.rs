//! Files of the lake, on local disk or S3, behind one door.
//!
//! Writers, readers, the format library ([`LakeStorage::file_io`]) and the engine
//! ([`LakeStorage::object_store`]) all share the same clients, one a bucket. A file that a
//! call here has written is whole and survives a crash; one that was not finished does not
//! exist. Nothing here knows what a table is.

mod bridge;
mod local;
mod s3;
mod stores;
mod writer;

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use iceberg::io::{FileIO, FileIOBuilder};
use object_store::ObjectStore;
use url::Url;

use crate::error::LakeError;
use stores::Stores;

pub use writer::FileWriter;

/// A file that [`LakeStorage::list`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFile {
    /// Its location, in the canonical form of [`crate::location`].
    pub path: String,
    /// Its size.
    pub size_bytes: u64,
    /// When it was last changed, in milliseconds since 1970 (UTC).
    pub modified_ms: i64,
}

/// Where the files of a warehouse are. Cheap to clone; clones share their clients.
#[derive(Clone, Debug)]
pub struct LakeStorage {
    stores: Arc<Stores>,
    file_io: FileIO,
}

impl LakeStorage {
    /// Prepares storage with Iceberg's properties. Connects to nothing.
    ///
    /// Understood: `s3.endpoint`, `s3.region` (or `client.region`), `s3.access-key-id`,
    /// `s3.secret-access-key`, `s3.session-token`, `s3.path-style-access`, `s3.sse.type`
    /// (`none`, `s3`, `kms`), `s3.sse.key`, `s3.allow-anonymous`. What is not set comes from
    /// the environment (`AWS_*`) and the standard chain of credentials.
    ///
    /// # Errors
    ///
    /// [`LakeError::StorageSetting`].
    pub fn new(properties: &BTreeMap<String, String>) -> Result<Self, LakeError> {
        s3::check(properties)?;
        let stores = Arc::new(Stores::new(properties.clone()));
        let file_io = FileIOBuilder::new(Arc::new(bridge::LakeFiles::from(Arc::clone(&stores)))).build();
        Ok(Self { stores, file_io })
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
        self.stores.store_of(url.as_str())
    }

    /// Reads a whole file.
    ///
    /// # Errors
    ///
    /// [`LakeError::FileNotFound`], [`LakeError::PermissionDenied`], [`LakeError::Storage`].
    pub async fn read(&self, path: &str) -> Result<Bytes, LakeError> {
        self.stores.read(path).await
    }

    /// Whether a file exists.
    ///
    /// # Errors
    ///
    /// As [`LakeStorage::read`], but for the missing file.
    pub async fn exists(&self, path: &str) -> Result<bool, LakeError> {
        match self.stores.size(path).await {
            Ok(_) => Ok(true),
            Err(LakeError::FileNotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The size of a file, in bytes.
    ///
    /// # Errors
    ///
    /// As [`LakeStorage::read`].
    pub async fn size(&self, path: &str) -> Result<u64, LakeError> {
        self.stores.size(path).await
    }

    /// Writes a whole file, in place of one that exists. It is there whole, and safe from a
    /// crash, when this returns.
    ///
    /// # Errors
    ///
    /// [`LakeError::PermissionDenied`], [`LakeError::Storage`].
    pub async fn put(&self, path: &str, bytes: Bytes) -> Result<(), LakeError> {
        self.stores.put(path, bytes).await
    }

    /// As [`LakeStorage::put`], for a file that must not exist yet.
    ///
    /// On S3 a file that holds the very same bytes counts as written by this call: a request
    /// whose answer was lost is sent again, and cannot be told from another writer's.
    ///
    /// # Errors
    ///
    /// [`LakeError::FileExists`] and those of [`LakeStorage::put`].
    pub async fn put_if_absent(&self, path: &str, bytes: Bytes) -> Result<(), LakeError> {
        self.stores.put_if_absent(path, bytes).await
    }

    /// Removes a file; one that does not exist is no error.
    ///
    /// # Errors
    ///
    /// [`LakeError::PermissionDenied`], [`LakeError::Storage`].
    pub async fn delete(&self, path: &str) -> Result<(), LakeError> {
        self.stores.delete(path).await
    }

    /// All files below a folder, at any depth, in no order. A folder that does not exist is
    /// empty. Files that are still being written are left out.
    pub fn list(&self, prefix: &str) -> BoxStream<'static, Result<ListedFile, LakeError>> {
        self.stores.list(prefix)
    }

    /// Removes below a folder on disk the unfinished files of writers that were killed, and tells
    /// how many there were. Those of writers that live stay. Object stores keep no such files.
    ///
    /// # Errors
    ///
    /// [`LakeError::PermissionDenied`], [`LakeError::Storage`].
    pub async fn sweep(&self, folder: &str) -> Result<usize, LakeError> {
        self.stores.sweep(folder).await
    }

    /// Starts a new file, for writing it piece by piece.
    ///
    /// # Errors
    ///
    /// [`LakeError::PermissionDenied`], [`LakeError::Storage`].
    pub async fn writer(&self, path: &str) -> Result<FileWriter, LakeError> {
        self.stores.writer(path).await
    }
}

#[cfg(test)]
pub(crate) mod tests;
