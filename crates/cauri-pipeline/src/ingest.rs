//! Loads a stream: its files, landed and read, become rows of its Bronze table in one commit.
//!
//! ```text
//! inputs ─► landing (raw bytes by sha256) ─► ledger: loaded already? ─► read ─► contract
//!        ─► duplicates ─► bookkeeping columns ─► TableWriter ─► read = accepted + quarantined
//!        + duplicates ─► quarantine: one commit ─► Bronze: ONE append, its summary the cursor
//! ```
//!
//! What was loaded is known from the summaries of the table's own snapshots and from nowhere
//! else: a crash between any two steps repeats a read and never doubles a row, and a table
//! that is rolled back or restored takes its cursor with it. Rows are never overwritten: a
//! revised file adds its rows beside the earlier ones.

mod bronze;
mod contract;
mod duplicates;
mod landing;
mod ledger;
mod load;
mod quarantine;
mod settings;

use std::sync::Arc;

use cauri_core::{Namespace, TableName};
use cauri_project::{Project, SourceConfig};
use cauri_source::{Input, Registry, Source, SourceContext, SourceDeclaration, Stores};
use object_store::ObjectStore;
use serde_json::Value as Json;
use url::Url;

use crate::error::PipelineError;
use crate::lakehouse::{Lakehouse, relation};
use crate::plan::{BRONZE, Step};
use crate::reporter::{Event, Progress, Reporter};
use crate::results::IngestCounts;
use landing::Landing;
use ledger::{Ledger, LoadedFile};
use load::Load;
use settings::StreamSettings;

/// A stream while it is loaded.
#[derive(Debug)]
pub(crate) struct Stream<'a> {
    pub(crate) lakehouse: &'a Lakehouse,
    pub(crate) config: &'a SourceConfig,
    pub(crate) source: Box<dyn Source>,
    pub(crate) settings: StreamSettings,
    pub(crate) table: TableName,
    pub(crate) quarantine: TableName,
    pub(crate) step: &'a Step,
    pub(crate) reporter: &'a dyn Reporter,
}

/// A file of a stream whose content has not been loaded, and where its bytes are.
#[derive(Debug, Clone)]
pub(crate) struct NewFile {
    pub(crate) input: Input,
    pub(crate) landed: landing::Landed,
}

/// Loads what is new in a stream.
///
/// # Errors
///
/// Any; the table and its quarantine are then as they were.
pub(crate) async fn ingest(
    lakehouse: &Lakehouse,
    stream: &str,
    step: &Step,
    reporter: &dyn Reporter,
) -> Result<IngestCounts, PipelineError> {
    let config = declaration(lakehouse.project(), stream)?;
    let stream = Stream {
        lakehouse,
        config,
        source: open(lakehouse, config)?,
        settings: StreamSettings::read(config)?,
        table: relation(&step.id, BRONZE, &config.name)?,
        quarantine: relation(&step.id, BRONZE, &format!("{}__quarantine", config.name))?,
        step,
        reporter,
    };
    stream.run().await
}

impl Stream<'_> {
    async fn run(&self) -> Result<IngestCounts, PipelineError> {
        let inputs = self.source.inputs().await?;
        let warehouse = self.lakehouse.warehouse();
        let table = warehouse.find_table(&self.table).await?;
        let ledger = match &table {
            Some(table) => Ledger::of(self.lakehouse, table).await?,
            None => Ledger::default(),
        };
        let mut counts = IngestCounts::default();
        let new = self.land(inputs, &ledger, &mut counts).await?;
        if new.is_empty() && (table.is_some() || self.source.schema().is_none()) {
            return Ok(counts);
        }
        let namespace = Namespace::new([BRONZE]);
        let namespace = namespace.map_err(|cause| PipelineError::RelationName { node: self.step.id.clone(), cause })?;
        warehouse.ensure_namespace(&namespace).await?;
        Load::new(self, table, &ledger).run(&new, &mut counts).await?;
        Ok(counts)
    }

    /// Lands the bytes of every input and keeps those whose content is new.
    async fn land(
        &self,
        inputs: Vec<Input>,
        ledger: &Ledger,
        counts: &mut IngestCounts,
    ) -> Result<Vec<NewFile>, PipelineError> {
        let landing = Landing::new(self.lakehouse)?;
        let total_bytes = inputs.iter().map(|input| input.size_bytes).sum();
        let mut ledger = ledger.clone();
        let mut new = Vec::new();
        for input in inputs {
            let expected = ledger.seems_known(&input);
            let landed = landing.land(self.source.as_ref(), &input, expected).await?;
            let file = LoadedFile::of(&input, &landed.sha256);
            if ledger.has(&file) {
                counts.known_files += 1;
            } else {
                counts.new_files += 1;
                counts.bytes += landed.size_bytes;
                ledger.add(file);
                new.push(NewFile { input, landed });
            }
            self.advance(Progress { bytes: 0, total_bytes, num_rows: 0 });
        }
        Ok(new)
    }

    pub(crate) fn advance(&self, progress: Progress) {
        self.reporter.tell(&Event::StepAdvanced { step: self.step, progress });
    }
}

fn declaration<'a>(project: &'a Project, stream: &str) -> Result<&'a SourceConfig, PipelineError> {
    let sources = || project.cauri().into_iter().flat_map(|cauri| &cauri.sources);
    sources().find(|source| source.name == stream).ok_or_else(|| PipelineError::UnknownStream {
        name: stream.to_owned(),
        nearest: None,
        known: sources().map(|source| source.name.clone()).collect(),
    })
}

fn open(lakehouse: &Lakehouse, config: &SourceConfig) -> Result<Box<dyn Source>, PipelineError> {
    let declaration = SourceDeclaration {
        name: config.name.clone(),
        kind: config.kind.clone(),
        parameters: Json::Object(settings::without_own(&config.parameters)),
        base_dir: lakehouse.project().root().to_path_buf(),
    };
    let context = SourceContext { stores: Arc::new(LakeStores(lakehouse.clone())), ..SourceContext::local() };
    Ok(Registry::standard().open(&declaration, &context)?)
}

/// The object stores of the lake, for sources that lie on S3.
#[derive(Debug)]
struct LakeStores(Lakehouse);

impl Stores for LakeStores {
    fn store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>, Box<dyn std::error::Error + Send + Sync>> {
        Ok(self.0.warehouse().storage().object_store(url)?)
    }
}
