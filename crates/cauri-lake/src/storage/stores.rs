//! One client a bucket, and every operation on a file by its location.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryFutureExt, TryStreamExt};
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};

use super::local::{self, Existing, blocking};
use super::writer::FileWriter;
use super::{ListedFile, s3};
use crate::error::LakeError;
use crate::location::{Location, Scheme};

/// How often a new object is put again after the store said both that it exists and that it does not.
const CREATE_ATTEMPTS: u32 = 4;

pub(super) struct Stores {
    properties: BTreeMap<String, String>,
    open: Mutex<HashMap<(Scheme, String), Arc<dyn ObjectStore>>>,
}

impl std::fmt::Debug for Stores {
    /// Leaves the secrets out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stores").field("properties", &self.public_properties()).finish_non_exhaustive()
    }
}

impl Stores {
    pub(super) fn new(properties: BTreeMap<String, String>) -> Self {
        Self { properties, open: Mutex::default() }
    }

    /// The settings without those that must not be written anywhere.
    pub(super) fn public_properties(&self) -> BTreeMap<&str, &str> {
        let public = self.properties.iter().filter(|(key, _)| !s3::is_secret(key));
        public.map(|(key, value)| (key.as_str(), value.as_str())).collect()
    }

    pub(super) fn store_of(&self, url: &str) -> Result<Arc<dyn ObjectStore>, LakeError> {
        // A bucket alone may be written with a slash, and the whole disk is `file:///`.
        let location = match url {
            "file:///" => Location::parse("/")?,
            other => Location::parse(other)?,
        };
        self.store(&location)
    }

    fn store(&self, location: &Location) -> Result<Arc<dyn ObjectStore>, LakeError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (location.scheme(), location.bucket().to_owned());
        if let Some(store) = open.get(&key) {
            return Ok(Arc::clone(store));
        }
        let store: Arc<dyn ObjectStore> = match location.scheme() {
            Scheme::File => Arc::new(LocalFileSystem::new()),
            Scheme::Memory => Arc::new(InMemory::new()),
            Scheme::S3 => Arc::new(s3::open(&self.properties, location.bucket())?),
        };
        open.insert(key, Arc::clone(&store));
        Ok(store)
    }

    /// The store and the key of an object that is not on the local disk.
    fn object(&self, location: &Location) -> Result<(Arc<dyn ObjectStore>, Key), LakeError> {
        let key = Key::parse(location.key()).map_err(|_| LakeError::InvalidLocation {
            location: location.to_string(),
            reason: "its path is not the key of an object",
        })?;
        Ok((self.store(location)?, key))
    }

    pub(super) async fn read(&self, path: &str) -> Result<Bytes, LakeError> {
        let location = Location::parse(path)?;
        if let Some(file) = location.local_path() {
            return blocking(move || local::read(&file)).await.map(Bytes::from);
        }
        let (store, key) = self.object(&location)?;
        let fetch = async { store.get(&key).await?.bytes().await };
        fetch.await.map_err(|error| describe("read", &location, error))
    }

    pub(super) async fn read_range(&self, path: &str, range: Range<u64>) -> Result<Bytes, LakeError> {
        let location = Location::parse(path)?;
        if let Some(file) = location.local_path() {
            return blocking(move || local::read_range(&file, range)).await.map(Bytes::from);
        }
        let (store, key) = self.object(&location)?;
        store.get_range(&key, range).await.map_err(|error| describe("read", &location, error))
    }

    pub(super) async fn size(&self, path: &str) -> Result<u64, LakeError> {
        let location = Location::parse(path)?;
        if let Some(file) = location.local_path() {
            return blocking(move || local::size(&file)).await;
        }
        let (store, key) = self.object(&location)?;
        store.head(&key).await.map(|found| found.size).map_err(|error| describe("read", &location, error))
    }

    pub(super) async fn put(&self, path: &str, bytes: Bytes) -> Result<(), LakeError> {
        let location = Location::parse(path)?;
        if let Some(file) = location.local_path() {
            return blocking(move || local::put(&file, &bytes, Existing::Replace)).await;
        }
        let (store, key) = self.object(&location)?;
        let put = store.put(&key, bytes.into()).await;
        put.map(|_| ()).map_err(|error| describe("write", &location, error))
    }

    pub(super) async fn put_if_absent(&self, path: &str, bytes: Bytes) -> Result<(), LakeError> {
        let location = Location::parse(path)?;
        if let Some(file) = location.local_path() {
            return blocking(move || local::put(&file, &bytes, Existing::Refuse)).await;
        }
        let (store, key) = self.object(&location)?;
        for _ in 0..CREATE_ATTEMPTS {
            let options = PutOptions::from(PutMode::Create);
            let taken = match store.put_opts(&key, bytes.clone().into(), options).await {
                Ok(_) => return Ok(()),
                Err(error) => describe("write", &location, error),
            };
            if !matches!(taken, LakeError::FileExists { .. }) {
                return Err(taken);
            }
            // A store also says so of a request that met another one, or of one that it had
            // carried out before its answer was lost. What is there now tells which it was.
            match self.read(path).await {
                Ok(there) if there == bytes => return Ok(()),
                Ok(_) => return Err(taken),
                Err(LakeError::FileNotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(LakeError::Storage {
            action: "write",
            path: location.to_string(),
            source: "the store says that the object exists, and that it does not".into(),
        })
    }

    pub(super) async fn delete(&self, path: &str) -> Result<(), LakeError> {
        let location = Location::parse(path)?;
        if let Some(file) = location.local_path() {
            return blocking(move || local::delete(&file)).await;
        }
        let (store, key) = self.object(&location)?;
        match store.delete(&key).await.map_err(|error| describe("delete", &location, error)) {
            Err(LakeError::FileNotFound { .. }) => Ok(()),
            other => other,
        }
    }

    pub(super) fn list(&self, prefix: &str) -> BoxStream<'static, Result<ListedFile, LakeError>> {
        match self.try_list(prefix) {
            Ok(files) => files,
            Err(error) => futures::stream::once(async { Err(error) }).boxed(),
        }
    }

    fn try_list(&self, prefix: &str) -> Result<BoxStream<'static, Result<ListedFile, LakeError>>, LakeError> {
        let location = Location::parse(prefix)?;
        if let Some(folder) = location.local_path() {
            let listed = blocking(move || local::list(&folder)).map_ok(|found| {
                let files = found.into_iter().map(|file| {
                    let path = format!("file://{}", file.path.display());
                    Ok(ListedFile { path, size_bytes: file.size_bytes, modified_ms: file.modified_ms })
                });
                futures::stream::iter(files)
            });
            return Ok(futures::stream::once(listed).try_flatten().boxed());
        }
        let (store, key) = self.object(&location)?;
        let root = location.root();
        let files = store.list(Some(&key)).map(move |found| match found {
            Ok(found) => Ok(ListedFile {
                path: format!("{root}/{}", found.location),
                size_bytes: found.size,
                modified_ms: found.last_modified.timestamp_millis(),
            }),
            Err(error) => Err(describe("list", &location, error)),
        });
        Ok(files.boxed())
    }

    pub(super) async fn sweep(&self, folder: &str) -> Result<usize, LakeError> {
        match Location::parse(folder)?.local_path() {
            Some(folder) => blocking(move || local::sweep(&folder)).await,
            None => Ok(0),
        }
    }

    pub(super) async fn writer(&self, path: &str) -> Result<FileWriter, LakeError> {
        let location = Location::parse(path)?;
        if let Some(file) = location.local_path() {
            return Ok(FileWriter::local(blocking(move || local::StagedFile::create(&file)).await?, location));
        }
        let (store, key) = self.object(&location)?;
        Ok(FileWriter::remote(BufWriter::new(store, key), location))
    }
}

/// Says what an error of a store means for a file of the lake.
pub(super) fn describe(action: &'static str, location: &Location, error: object_store::Error) -> LakeError {
    use object_store::Error;
    let path = location.to_string();
    match error {
        Error::NotFound { .. } => LakeError::FileNotFound { path },
        Error::AlreadyExists { .. } | Error::Precondition { .. } => LakeError::FileExists { path },
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
            LakeError::PermissionDenied { action, path, source: error.into() }
        }
        other => LakeError::Storage { action, path, source: other.into() },
    }
}
