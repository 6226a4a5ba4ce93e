//! A file that is written piece by piece.

use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use object_store::buffered::BufWriter;
use parquet::arrow::async_writer::AsyncFileWriter;
use parquet::errors::ParquetError;
use tokio::io::AsyncWriteExt;

use super::local::{Existing, StagedFile, blocking};
use super::stores::describe;
use crate::error::LakeError;
use crate::location::Location;

/// A file that is being written. It exists only once [`FileWriter::close`] has succeeded;
/// dropping it leaves nothing behind.
#[derive(Debug)]
pub struct FileWriter {
    target: Target,
    location: Location,
    size_bytes: u64,
}

#[derive(Debug)]
enum Target {
    Local(StagedFile),
    Remote(Box<BufWriter>),
    Closed,
}

impl FileWriter {
    pub(super) fn local(file: StagedFile, location: Location) -> Self {
        Self { target: Target::Local(file), location, size_bytes: 0 }
    }

    pub(super) fn remote(upload: BufWriter, location: Location) -> Self {
        Self { target: Target::Remote(Box::new(upload)), location, size_bytes: 0 }
    }

    /// Where the file will be.
    pub fn location(&self) -> String {
        self.location.to_string()
    }

    /// How many bytes were written so far.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Adds a piece.
    ///
    /// # Errors
    ///
    /// [`LakeError::Storage`]; the file is given up then.
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), LakeError> {
        let length = bytes.len() as u64;
        match std::mem::replace(&mut self.target, Target::Closed) {
            Target::Local(mut file) => {
                let written = blocking(move || file.write(&bytes).map(|()| file)).await?;
                self.target = Target::Local(written);
            }
            Target::Remote(upload) => {
                // Back in its place first: if this future is dropped, or fails, the upload is given up by `drop`.
                self.target = Target::Remote(upload);
                if let Target::Remote(upload) = &mut self.target {
                    upload.put(bytes).await.map_err(|error| describe("write", &self.location, error))?;
                }
            }
            Target::Closed => return Err(self.closed()),
        }
        self.size_bytes += length;
        Ok(())
    }

    /// Makes the file appear, whole and safe from a crash, and gives its size in bytes.
    ///
    /// # Errors
    ///
    /// [`LakeError::FileExists`] (on local disk), [`LakeError::Storage`].
    pub async fn close(&mut self) -> Result<u64, LakeError> {
        match std::mem::replace(&mut self.target, Target::Closed) {
            Target::Local(file) => blocking(move || file.publish(Existing::Refuse)).await?,
            Target::Remote(mut upload) => {
                let finished = upload.shutdown().await;
                if let Err(error) = finished {
                    give_up(upload);
                    let path = self.location.to_string();
                    return Err(LakeError::Storage { action: "write", path, source: error.into() });
                }
            }
            Target::Closed => return Err(self.closed()),
        }
        Ok(self.size_bytes)
    }

    fn closed(&self) -> LakeError {
        let source = "the file was closed or given up before".into();
        LakeError::Storage { action: "write", path: self.location.to_string(), source }
    }
}

impl Drop for FileWriter {
    fn drop(&mut self) {
        if let Target::Remote(upload) = std::mem::replace(&mut self.target, Target::Closed) {
            give_up(upload);
        }
    }
}

/// Tells the store to forget the parts it was sent. What it does not hear, its own rules for
/// incomplete uploads clean up.
fn give_up(mut upload: Box<BufWriter>) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(async move {
            if let Err(error) = upload.abort().await {
                tracing::debug!(%error, "an incomplete upload stays behind");
            }
        });
    }
}

impl AsyncFileWriter for FileWriter {
    fn write(&mut self, bytes: Bytes) -> BoxFuture<'_, Result<(), ParquetError>> {
        Self::write(self, bytes).map(|done| done.map_err(|error| ParquetError::External(error.into()))).boxed()
    }

    fn complete(&mut self) -> BoxFuture<'_, Result<(), ParquetError>> {
        let closed = self.close().map(|done| done.map(|_| ()).map_err(|error| ParquetError::External(error.into())));
        closed.boxed()
    }
}
