//! One batch: the new files of a stream become rows, and the rows become one snapshot.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::filter_record_batch;
use arrow::datatypes::{Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use cauri_lake::{
    Coercion, FileNaming, Position, SchemaChange, StagedAppend, StagedFiles, StagedTable, Summary, Table,
    TableDefinition, TableWriter, bronze_properties,
};
use cauri_source::{Chunk, Landed, Reading};
use futures::StreamExt;

use super::bronze::{self, FileFacts};
use super::contract::{self, FileColumns};
use super::duplicates::Seen;
use super::ledger::{self, Ledger, LoadedFile};
use super::quarantine::QuarantineWriter;
use super::settings::Duplicates;
use super::{NewFile, Stream};
use crate::error::{FirstRejected, PipelineError};
use crate::reporter::Progress;
use crate::results::IngestCounts;

/// Chunks that are read while earlier ones are written. Each is some thousand rows.
const CHUNKS_IN_FLIGHT: usize = 4;

/// A batch of a stream.
pub(super) struct Load<'a> {
    stream: &'a Stream<'a>,
    table: Option<Table>,
    ledger: &'a Ledger,
    batch_id: String,
    ingested_at_ms: i64,
}

/// Where the accepted rows go.
enum Place {
    New(StagedTable),
    Existing(StagedAppend),
}

/// What the rows of a batch pass through.
struct Passage {
    writer: TableWriter,
    quarantine: QuarantineWriter,
    /// The columns of the table.
    schema: SchemaRef,
}

impl<'a> Load<'a> {
    /// A batch with an id of its own; nothing is done yet.
    pub(super) fn new(stream: &'a Stream<'a>, table: Option<Table>, ledger: &'a Ledger) -> Self {
        let ingested_at_ms = stream.lakehouse.now_ms();
        let seconds = u64::try_from(ingested_at_ms / 1_000).unwrap_or_default();
        let nanos = u32::try_from(ingested_at_ms.rem_euclid(1_000) * 1_000_000).unwrap_or_default();
        let instant = uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos);
        Self { stream, table, ledger, batch_id: uuid::Uuid::new_v7(instant).to_string(), ingested_at_ms }
    }

    /// Reads, checks, writes and commits the new files.
    pub(super) async fn run(mut self, new: &[NewFile], counts: &mut IngestCounts) -> Result<(), PipelineError> {
        let place = self.place(new).await?;
        let target = match &place {
            Place::New(staged) => staged.target(),
            Place::Existing(staged) => staged.target(),
        };
        let mut passage = Passage {
            schema: Arc::clone(target.arrow_schema()),
            writer: TableWriter::open(target, FileNaming::Landing)?,
            quarantine: QuarantineWriter::open(self.stream).await?,
        };
        for file in new {
            self.file(file, &mut passage, counts).await?;
        }
        let staged = passage.writer.finish().await?;
        counts.accepted = staged.as_ref().map_or(0, StagedFiles::num_rows);
        counts.quarantined = passage.quarantine.num_rows;
        self.check(counts, passage.quarantine.first.clone())?;
        let summary = self.summary(new, counts);
        passage.quarantine.commit(self.stream, self.ledger, summary.clone()).await?;
        fail::fail_point!("ingest::after_quarantine");
        let table = self.commit(place, staged, summary).await?;
        counts.snapshot_id = table.metadata().current_snapshot_id();
        Ok(())
    }

    /// Finds out which columns the table has to have, and prepares it.
    async fn place(&mut self, new: &[NewFile]) -> Result<Place, PipelineError> {
        let mut files = Vec::with_capacity(new.len());
        for file in new {
            let reading = self.read(file).await?;
            files.push(FileColumns { uri: file.input.uri.clone(), schema: coerced(&reading.schema)? });
        }
        let name = &self.stream.config.name;
        let contract = self.stream.settings.contract;
        let Some(table) = self.table.take() else {
            let declared = self.stream.source.schema().map(|schema| coerced(&schema)).transpose()?;
            let columns = contract::columns_of_new(name, declared.as_ref(), &files, contract)?;
            let definition = self.definition(columns);
            return Ok(Place::New(
                self.stream.lakehouse.warehouse().stage_table(&self.stream.table, &definition).await?,
            ));
        };
        let mut schema = cauri_lake::arrow_schema(table.metadata().current_schema())?.as_ref().clone();
        let mut added = Vec::new();
        for file in &files {
            let agreed = contract::agree(name, &schema, file, contract)?;
            let fields = schema.fields().iter().map(|field| field.as_ref().clone());
            schema = Schema::new(fields.chain(agreed.added.clone()).collect::<Vec<_>>());
            added.extend(agreed.added);
        }
        let changes = changes(&table, added)?;
        Ok(Place::Existing(self.stream.lakehouse.warehouse().stage_append(&table, changes)?))
    }

    fn definition(&self, columns: Vec<Field>) -> TableDefinition {
        let about = &self.stream.config.description;
        let texts: Vec<&str> = [&about.en, &about.fr].into_iter().flatten().map(String::as_str).collect();
        TableDefinition {
            // A required column may be missing in a later edition: Bronze keeps what is published.
            schema: contract::with_bookkeeping(columns.into_iter().map(|field| field.with_nullable(true)).collect()),
            partition_by: Vec::new(),
            sort_by: Vec::new(),
            properties: bronze_properties(),
            comment: (!texts.is_empty()).then(|| texts.join(" / ")),
        }
    }

    async fn read(&self, file: &NewFile) -> Result<Reading, PipelineError> {
        let Some(path) = &file.landed.path else {
            return Err(PipelineError::Internal { what: format!("\"{}\" was not landed", file.input.uri) });
        };
        Ok(self.stream.source.read(&file.input, &Landed::Path(path.clone())).await?)
    }

    /// Passes the rows of one file on. Reading and writing go on side by side.
    async fn file(
        &self,
        file: &NewFile,
        passage: &mut Passage,
        counts: &mut IngestCounts,
    ) -> Result<(), PipelineError> {
        let Reading { mut chunks, remarks, .. } = self.read(file).await?;
        for remark in remarks {
            tracing::debug!(uri = %file.input.uri, ?remark, "noticed while reading");
        }
        let (sender, mut receiver) = tokio::sync::mpsc::channel(CHUNKS_IN_FLIGHT);
        let reader = tokio::spawn(async move {
            while let Some(chunk) = chunks.next().await {
                if sender.send(chunk).await.is_err() {
                    break;
                }
            }
        });
        let facts = FileFacts {
            batch_id: &self.batch_id,
            input: &file.input,
            sha256: &file.landed.sha256,
            ingested_at_us: self.ingested_at_ms * 1_000,
        };
        let mut seen = Seen::default();
        while let Some(chunk) = receiver.recv().await {
            let chunk = chunk?;
            counts.read += chunk.num_read();
            passage.quarantine.write(self.stream, &chunk.rejected, &facts).await?;
            let chunk = self.without_duplicates(chunk, &mut seen, counts)?;
            let rows = bronze::rows(&chunk, &facts, &passage.schema).map_err(|cause| self.rows_error(cause))?;
            passage.writer.write(&rows).await?;
            let progress = Progress { bytes: 0, total_bytes: counts.bytes, num_rows: counts.read };
            self.stream.advance(progress);
        }
        if seen.is_full {
            tracing::warn!(uri = %file.input.uri, "the file is too large to look for duplicates in all of it");
        }
        reader.await.map_err(|error| PipelineError::Internal { what: format!("reading broke off: {error}") })
    }

    fn without_duplicates(
        &self,
        mut chunk: Chunk,
        seen: &mut Seen,
        counts: &mut IngestCounts,
    ) -> Result<Chunk, PipelineError> {
        if self.stream.settings.duplicates == Duplicates::Keep || chunk.rows.num_rows() == 0 {
            return Ok(chunk);
        }
        let first = seen.first_ones(&chunk.rows).map_err(|cause| self.rows_error(cause))?;
        let num_duplicates = chunk.rows.num_rows() - first.true_count();
        if num_duplicates == 0 {
            return Ok(chunk);
        }
        counts.duplicates += num_duplicates as u64;
        let filtered = filter(&chunk, &first).map_err(|cause| self.rows_error(cause))?;
        chunk.rows = filtered.0;
        chunk.positions = filtered.1;
        Ok(chunk)
    }

    fn rows_error(&self, cause: ArrowError) -> PipelineError {
        PipelineError::Rows { stream: self.stream.config.name.clone(), cause }
    }

    /// The two rules that hold before anything is committed.
    fn check(&self, counts: &IngestCounts, first: Option<FirstRejected>) -> Result<(), PipelineError> {
        let stream = self.stream.config.name.clone();
        let IngestCounts { read, accepted, quarantined, duplicates, .. } = *counts;
        if read != accepted + quarantined + duplicates {
            return Err(PipelineError::CountsDisagree { stream, read, accepted, quarantined, duplicates });
        }
        let limit_pct = self.stream.settings.max_quarantined_pct;
        // Counts of rows are far below 2^53, so that nothing is lost here.
        #[expect(clippy::cast_precision_loss, reason = "a share of two counts")]
        let share = quarantined as f64 * 100.0;
        #[expect(clippy::cast_precision_loss, reason = "a share of two counts")]
        let allowed = read as f64 * limit_pct;
        if share > allowed {
            let first = first.map(Box::new);
            return Err(PipelineError::TooManyQuarantined { stream, quarantined, read, limit_pct, first });
        }
        Ok(())
    }

    /// What the snapshot says of the batch.
    fn summary(&self, new: &[NewFile], counts: &IngestCounts) -> Summary {
        let files: Vec<LoadedFile> = new.iter().map(|file| LoadedFile::of(&file.input, &file.landed.sha256)).collect();
        let mut after = self.ledger.clone();
        files.iter().cloned().for_each(|file| after.add(file));
        let digests: Vec<&str> = files.iter().map(|file| file.sha256.as_str()).collect();
        let listed = serde_json::to_string(&files).unwrap_or_default();
        [
            ("cauri.pipeline", self.stream.lakehouse.project().name().to_owned()),
            ("cauri.stream", self.stream.config.name.clone()),
            (ledger::BATCH, self.batch_id.clone()),
            ("cauri.source-digests", digests.join(",")),
            (ledger::FILES, listed),
            ("cauri.cursor-before", self.ledger.cursor()),
            ("cauri.cursor-after", after.cursor()),
            ("cauri.rows-read", counts.read.to_string()),
            ("cauri.rows-accepted", counts.accepted.to_string()),
            ("cauri.rows-quarantined", counts.quarantined.to_string()),
            ("cauri.rows-duplicates", counts.duplicates.to_string()),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
    }

    /// THE commit of the batch: its rows, the columns they bring, and the cursor.
    async fn commit(&self, place: Place, files: Option<StagedFiles>, summary: Summary) -> Result<Table, PipelineError> {
        let warehouse = self.stream.lakehouse.warehouse();
        Ok(match place {
            Place::New(staged) => warehouse.replace(staged, files, summary).await?,
            Place::Existing(staged) => warehouse.append_staged(staged, files, summary).await?,
        })
    }
}

/// Adds columns behind the last one of the source, so that the bookkeeping stays at the end.
fn changes(table: &Table, added: Vec<Field>) -> Result<Vec<SchemaChange>, PipelineError> {
    let schema = cauri_lake::arrow_schema(table.metadata().current_schema())?;
    let mut names = schema.fields().iter().map(|field| field.name());
    let mut last = names.rfind(|name| !bronze::is_bookkeeping(name)).cloned();
    let changes = added.into_iter().map(|field| {
        let position = last.replace(field.name().clone()).map(Position::After);
        let kind = field.data_type().clone();
        SchemaChange::Add { name: field.name().clone(), kind, doc: None, position }
    });
    Ok(changes.collect())
}

/// The columns as the lake keeps them.
fn coerced(schema: &SchemaRef) -> Result<SchemaRef, PipelineError> {
    Ok(Arc::clone(Coercion::new(schema)?.schema()))
}

/// The rows and positions for which `keep` is true.
fn filter(
    chunk: &Chunk,
    keep: &arrow::array::BooleanArray,
) -> Result<(RecordBatch, cauri_source::Positions), ArrowError> {
    use arrow::array::AsArray;
    let texts = |texts: &Option<arrow::array::StringArray>| match texts {
        Some(texts) => Ok::<_, ArrowError>(Some(arrow::compute::filter(texts, keep)?.as_string::<i32>().clone())),
        None => Ok(None),
    };
    let numbers = arrow::compute::filter(&chunk.positions.row_numbers, keep)?;
    let positions = cauri_source::Positions {
        blocks: texts(&chunk.positions.blocks)?,
        row_numbers: numbers.as_primitive::<arrow::datatypes::Int64Type>().clone(),
        cells: texts(&chunk.positions.cells)?,
    };
    Ok((filter_record_batch(&chunk.rows, keep)?, positions))
}
