//! The seam between the pipeline and the kinds of sources.

use std::error::Error;
use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use bytes::Bytes;
use chrono::NaiveDate;
use futures::stream::BoxStream;
use object_store::ObjectStore;
use url::Url;

use crate::{Reading, SourceError};

/// A source as the project declares it. The parameters are opaque to everything but the kind.
#[derive(Debug, Clone)]
pub struct SourceDeclaration {
    /// The stream, which is also the name of the Bronze table.
    pub name: String,
    /// Which kind reads it, such as `file`.
    pub kind: String,
    /// All other keys of the declaration, with templates already rendered.
    pub parameters: serde_json::Value,
    /// The project's folder: relative paths start here.
    pub base_dir: PathBuf,
}

/// What a source needs from outside.
#[derive(Debug, Clone)]
pub struct SourceContext {
    /// Gives the store of an `s3://` address.
    pub stores: Arc<dyn Stores>,
    /// How many pieces of one input are parsed at the same time; at least 1.
    pub num_threads: usize,
}

impl SourceContext {
    /// A context without object stores that uses every core.
    pub fn local() -> Self {
        let num_threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { stores: Arc::new(LocalOnly), num_threads }
    }
}

/// Finds the object store of an address. The lake owns the clients and passes itself in.
pub trait Stores: Debug + Send + Sync {
    /// The store of the bucket that `url` names; paths given to it are relative to the bucket.
    ///
    /// # Errors
    ///
    /// When the bucket is not configured.
    fn store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>, Box<dyn Error + Send + Sync>>;
}

/// Knows no object store: every `s3://` address is an error.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalOnly;

impl Stores for LocalOnly {
    fn store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>, Box<dyn Error + Send + Sync>> {
        Err(format!("no object store is configured for {url}").into())
    }
}

/// One thing to read: a file or an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its address: `s3://bucket/key`, or the path, relative to the project's folder when it
    /// lies inside it. Stable between runs; it is what Bronze rows carry.
    pub uri: String,
    /// Its size as stored, before any decompression.
    pub size_bytes: u64,
    /// When its content was published, if the declaration or its name says so. `None` when no
    /// vintage is declared at all.
    pub vintage: Option<NaiveDate>,
}

/// The raw bytes of an input, in pieces.
pub type ByteStream = BoxStream<'static, Result<Bytes, SourceError>>;

/// Where the landed bytes of an input are.
#[derive(Debug, Clone)]
pub enum Landed {
    /// In a local file, which must not change while it is read.
    Path(PathBuf),
    /// In memory.
    Bytes(Bytes),
}

/// A declared source that is ready to be read.
#[async_trait]
pub trait Source: Debug + Send + Sync {
    /// The columns that are known without reading anything: the declared ones. `None` when they
    /// are taken from the files. An `optional` source without files gets a table of these.
    fn schema(&self) -> Option<SchemaRef>;

    /// What there is to read now, ordered by `uri`. An `optional` source may give none.
    ///
    /// # Errors
    ///
    /// When nothing matches and the source is not optional, a folder or store cannot be listed,
    /// or a vintage cannot be told.
    async fn inputs(&self) -> Result<Vec<Input>, SourceError>;

    /// The raw bytes of `input` as they are stored, for landing.
    ///
    /// # Errors
    ///
    /// When it cannot be opened; later failures come through the stream.
    async fn fetch(&self, input: &Input) -> Result<ByteStream, SourceError>;

    /// Reads landed bytes of `input`. Header and schema are checked before this returns; the
    /// rows come through the stream, parsed on blocking threads with bounded memory.
    ///
    /// # Errors
    ///
    /// When the file as a whole cannot be read as declared.
    async fn read(&self, input: &Input, landed: &Landed) -> Result<Reading, SourceError>;
}
