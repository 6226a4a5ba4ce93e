//! Keeps the raw bytes of every file that was loaded, once, under the digest of its content.
//!
//! Bytes are hashed while they are copied into a spool file, which then becomes
//! `<warehouse>/raw/<ab>/<sha256>` by a rename; a warehouse on S3 gets an upload and the file
//! is read from the spool. A file that seems to be known is only hashed at first.

use std::io::Write;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use cauri_lake::LakeStorage;
use cauri_source::{ByteStream, Input, Source};
use futures::StreamExt;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use crate::error::PipelineError;
use crate::fingerprint::hex;
use crate::lakehouse::Lakehouse;

/// Pieces of a file on their way from reader to hasher. Each is up to about a megabyte.
const PIECES_IN_FLIGHT: usize = 8;

/// Where raw files are kept.
#[derive(Debug)]
pub(super) struct Landing {
    storage: LakeStorage,
    /// The folder as the storage names it.
    root: String,
    /// The folder on local disk, when it is there.
    local_root: Option<PathBuf>,
    /// Where spool files are written.
    spool: PathBuf,
}

/// The bytes of a file, landed.
#[derive(Debug, Clone)]
pub(crate) struct Landed {
    /// Digest of the bytes, in hex.
    pub(crate) sha256: String,
    /// How many there are.
    pub(crate) size_bytes: u64,
    /// Where they can be read; `None` when only the digest was taken.
    pub(crate) path: Option<PathBuf>,
    /// A spool file that goes away with this value.
    _spool: Option<std::sync::Arc<SpoolFile>>,
}

/// A file that is removed when nobody needs it any more.
#[derive(Debug)]
struct SpoolFile(PathBuf);

impl Drop for SpoolFile {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::debug!(path = %self.0.display(), %error, "could not remove a spool file");
        }
    }
}

impl Landing {
    /// The raw folder of a lakehouse; nothing is created yet.
    pub(super) fn new(lakehouse: &Lakehouse) -> Result<Self, PipelineError> {
        let warehouse = lakehouse.warehouse();
        let root = format!("{}/raw", warehouse.location().trim_end_matches('/'));
        let local_root = local_path(&root);
        let spool = match &local_root {
            Some(root) => root.join("incoming"),
            None => lakehouse.state_dir().join("incoming"),
        };
        Ok(Self { storage: warehouse.storage().clone(), root, local_root, spool })
    }

    /// Lands one file. `is_expected` says that its content probably is known: it is then hashed
    /// without being copied, and copied only if it is not there.
    pub(super) async fn land(
        &self,
        source: &dyn Source,
        input: &Input,
        is_expected: bool,
    ) -> Result<Landed, PipelineError> {
        if is_expected {
            let (sha256, size_bytes) = consume(source.fetch(input).await?, None).await?;
            if self.exists(&sha256).await? {
                let path = self.local_root.as_ref().map(|root| root.join(below(&sha256)));
                return Ok(Landed { sha256, size_bytes, path, _spool: None });
            }
        }
        let spool = self.new_spool_file()?;
        let (sha256, size_bytes) = consume(source.fetch(input).await?, Some(spool.0.clone())).await?;
        match &self.local_root {
            Some(root) => {
                let path = root.join(below(&sha256));
                keep(&spool.0, &path)?;
                Ok(Landed { sha256, size_bytes, path: Some(path), _spool: None })
            }
            None => {
                self.upload(&spool.0, &sha256).await?;
                let path = spool.0.clone();
                Ok(Landed { sha256, size_bytes, path: Some(path), _spool: Some(spool.into()) })
            }
        }
    }

    fn new_spool_file(&self) -> Result<SpoolFile, PipelineError> {
        std::fs::create_dir_all(&self.spool).map_err(|cause| unwritable(&self.spool, cause))?;
        Ok(SpoolFile(self.spool.join(uuid::Uuid::new_v4().to_string())))
    }

    async fn exists(&self, sha256: &str) -> Result<bool, PipelineError> {
        match &self.local_root {
            Some(root) => Ok(root.join(below(sha256)).is_file()),
            None => Ok(self.storage.exists(&self.location(sha256)).await?),
        }
    }

    fn location(&self, sha256: &str) -> String {
        format!("{}/{}", self.root, below(sha256))
    }

    async fn upload(&self, spool: &Path, sha256: &str) -> Result<(), PipelineError> {
        let location = self.location(sha256);
        if self.storage.exists(&location).await? {
            return Ok(());
        }
        let mut file = tokio::fs::File::open(spool).await.map_err(|cause| unwritable(spool, cause))?;
        let mut writer = self.storage.writer(&location).await?;
        loop {
            let mut piece = Vec::with_capacity(1 << 20);
            let mut limited = tokio::io::AsyncReadExt::take(&mut file, 1 << 20);
            let read = tokio::io::AsyncReadExt::read_to_end(&mut limited, &mut piece).await;
            if read.map_err(|cause| unwritable(spool, cause))? == 0 {
                break;
            }
            writer.write(Bytes::from(piece)).await?;
        }
        match writer.close().await {
            // Another run has landed the same bytes meanwhile.
            Ok(_) | Err(cauri_lake::LakeError::FileExists { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// `ab/abcdef...`: a folder for each first byte, since some disks are slow with many files in one.
fn below(sha256: &str) -> String {
    format!("{}/{sha256}", sha256.get(..2).unwrap_or_default())
}

/// Hashes a stream of bytes on a blocking thread, and writes them to a file if there is one.
async fn consume(mut bytes: ByteStream, copy_to: Option<PathBuf>) -> Result<(String, u64), PipelineError> {
    let (sender, receiver) = mpsc::channel(PIECES_IN_FLIGHT);
    let worker = tokio::task::spawn_blocking(move || hash(receiver, copy_to.as_deref()));
    while let Some(piece) = bytes.next().await {
        // A worker that has gone away has an error, which is taken below.
        if sender.send(piece?).await.is_err() {
            break;
        }
    }
    drop(sender);
    worker.await.map_err(|error| PipelineError::Internal { what: format!("hashing broke off: {error}") })?
}

fn hash(mut pieces: mpsc::Receiver<Bytes>, copy_to: Option<&Path>) -> Result<(String, u64), PipelineError> {
    let mut file = match copy_to {
        Some(path) => Some((std::fs::File::create_new(path).map_err(|cause| unwritable(path, cause))?, path)),
        None => None,
    };
    let mut digest = Sha256::new();
    let mut size_bytes = 0;
    while let Some(piece) = pieces.blocking_recv() {
        size_bytes += piece.len() as u64;
        digest.update(&piece);
        if let Some((file, path)) = &mut file {
            file.write_all(&piece).map_err(|cause| unwritable(path, cause))?;
        }
    }
    if let Some((file, path)) = &file {
        file.sync_all().map_err(|cause| unwritable(path, cause))?;
    }
    Ok((hex(digest), size_bytes))
}

/// Moves a spool file to its place, so that it is there whole or not at all.
fn keep(spool: &Path, path: &Path) -> Result<(), PipelineError> {
    if path.is_file() {
        return std::fs::remove_file(spool).map_err(|cause| unwritable(spool, cause));
    }
    let failed = |cause| unwritable(path, cause);
    let Some(folder) = path.parent() else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::rename(spool, path).map_err(failed)?;
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}

/// The path of a `file://` location or of a plain path; `None` for any other scheme.
fn local_path(location: &str) -> Option<PathBuf> {
    if !location.contains("://") {
        return Some(PathBuf::from(location));
    }
    url::Url::parse(location).ok().filter(|url| url.scheme() == "file").and_then(|url| url.to_file_path().ok())
}

fn unwritable(path: &Path, cause: std::io::Error) -> PipelineError {
    PipelineError::StateUnwritable { path: path.to_path_buf(), cause }
}
