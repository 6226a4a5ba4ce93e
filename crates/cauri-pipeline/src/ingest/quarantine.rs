//! The table of the rows that a stream did not accept: the raw text, where it stood, and why.
//!
//! It is committed before the Bronze rows. Should the run die between the two, the batch is in
//! the quarantine and not in Bronze: the next load takes the files of such a batch away in the
//! same commit that adds its own, so that each refused row is there exactly once.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use cauri_core::Lang;
use cauri_lake::{
    FileNaming, Removal, StagedFiles, StagedTable, Summary, Table, TableDefinition, TableWriter, WriteTarget,
    bronze_properties, scan_files,
};
use cauri_source::Rejected;

use super::Stream;
use super::bronze::{self, FileFacts};
use super::ledger::{BATCH, Ledger};
use crate::error::{FirstRejected, PipelineError};

/// Writes refused rows. Nothing is made before the first one.
#[derive(Debug)]
pub(super) struct QuarantineWriter {
    writer: Option<(Place, TableWriter)>,
    existing: Option<Table>,
    pub(super) num_rows: u64,
    /// The first refused row, for the message of a load that stops.
    pub(super) first: Option<FirstRejected>,
}

/// Where refused rows go.
#[derive(Debug)]
enum Place {
    New(StagedTable),
    Existing(Table),
}

impl QuarantineWriter {
    pub(super) async fn open(stream: &Stream<'_>) -> Result<Self, PipelineError> {
        let existing = stream.lakehouse.warehouse().find_table(&stream.quarantine).await?;
        Ok(Self { writer: None, existing, num_rows: 0, first: None })
    }

    /// Adds the refused rows of a chunk.
    pub(super) async fn write(
        &mut self,
        stream: &Stream<'_>,
        rejected: &[Rejected],
        facts: &FileFacts<'_>,
    ) -> Result<(), PipelineError> {
        let Some(first) = rejected.first() else { return Ok(()) };
        if self.first.is_none() {
            self.first = Some(FirstRejected {
                uri: facts.input.uri.clone(),
                row_number: first.row_number,
                column: first.column.clone(),
                reason: first.reason.clone(),
            });
        }
        self.num_rows += rejected.len() as u64;
        if self.writer.is_none() {
            self.writer = Some(begin(stream, self.existing.clone()).await?);
        }
        let Some((_, writer)) = &mut self.writer else { return Ok(()) };
        let rows = rows(rejected, facts)
            .map_err(|cause| PipelineError::Rows { stream: stream.quarantine.to_string(), cause })?;
        Ok(writer.write(&rows).await?)
    }

    /// Commits the refused rows, and takes those away whose batch never came to be.
    pub(super) async fn commit(
        self,
        stream: &Stream<'_>,
        bronze: &Ledger,
        summary: Summary,
    ) -> Result<(), PipelineError> {
        let warehouse = stream.lakehouse.warehouse();
        let stale = match &self.existing {
            Some(table) => stale_files(table, bronze).await?,
            None => Vec::new(),
        };
        let (place, files): (Option<Place>, Option<StagedFiles>) = match self.writer {
            Some((place, writer)) => (Some(place), writer.finish().await?),
            None => (self.existing.map(Place::Existing), None),
        };
        match (place, files, stale.is_empty()) {
            (None, _, _) | (_, None, true) => {}
            (Some(Place::New(staged)), files, _) => {
                warehouse.replace(staged, files, summary).await?;
            }
            (Some(Place::Existing(table)), Some(files), true) => {
                warehouse.append(&table, files, summary).await?;
            }
            (Some(Place::Existing(table)), files, false) => {
                warehouse.overwrite(&table, Removal::Files(stale), files, summary).await?;
            }
        }
        Ok(())
    }
}

async fn begin(stream: &Stream<'_>, existing: Option<Table>) -> Result<(Place, TableWriter), PipelineError> {
    let (place, target) = match existing {
        Some(table) => {
            let target = WriteTarget::of(&table, Arc::clone(stream.lakehouse.clock()))?;
            (Place::Existing(table), target)
        }
        None => {
            let staged = stream.lakehouse.warehouse().stage_table(&stream.quarantine, &definition()).await?;
            let target = staged.target();
            (Place::New(staged), target)
        }
    };
    Ok((place, TableWriter::open(target, FileNaming::Landing)?))
}

/// Files of batches that the Bronze table does not hold.
async fn stale_files(table: &Table, bronze: &Ledger) -> Result<Vec<String>, PipelineError> {
    let metadata = table.metadata();
    let Some(current) = metadata.current_snapshot() else { return Ok(Vec::new()) };
    let batch_of =
        |snapshot: i64| metadata.snapshot_by_id(snapshot)?.summary().additional_properties.get(BATCH).cloned();
    let all_known = metadata.snapshots().all(|snapshot| {
        snapshot.summary().additional_properties.get(BATCH).is_none_or(|batch| bronze.has_batch(batch))
    });
    if all_known {
        return Ok(Vec::new());
    }
    let files = scan_files(table, current).await?;
    let stale =
        files.into_iter().filter(|file| batch_of(file.snapshot_id).is_some_and(|batch| !bronze.has_batch(&batch)));
    Ok(stale.map(|file| file.path).collect())
}

fn schema() -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    Arc::new(Schema::new(vec![
        text(bronze::BATCH_ID),
        text(bronze::SOURCE_URI),
        text(bronze::SHA256),
        text(bronze::BLOCK),
        Field::new(bronze::ROW_NUMBER, DataType::Int64, true),
        text("column_name"),
        text("raw"),
        text("reason_code"),
        text("reason"),
        text("motif"),
        Field::new(bronze::INGESTED_AT, bronze::instant_type(), true),
        Field::new(bronze::PUBLISHED_ON, DataType::Date32, true),
    ]))
}

fn definition() -> TableDefinition {
    TableDefinition {
        schema: schema(),
        partition_by: Vec::new(),
        sort_by: Vec::new(),
        properties: bronze_properties(),
        comment: Some(
            "Rows that were not accepted: the text as it was read, and why. / Lignes non acceptées : le texte lu, et la raison."
                .to_owned(),
        ),
    }
}

fn rows(rejected: &[Rejected], facts: &FileFacts<'_>) -> Result<RecordBatch, ArrowError> {
    let num_rows = rejected.len();
    let same = |text: &str| Arc::new(StringArray::from_iter_values(std::iter::repeat_n(text, num_rows))) as ArrayRef;
    let each = |of: &dyn Fn(&Rejected) -> Option<String>| -> ArrayRef {
        Arc::new(rejected.iter().map(of).collect::<StringArray>())
    };
    let row_numbers = rejected.iter().map(|one| i64::try_from(one.row_number).ok()).collect::<Int64Array>();
    let instants = TimestampMicrosecondArray::from_value(facts.ingested_at_us, num_rows).with_timezone("UTC");
    let vintage = facts.input.vintage.map(bronze::days_since_1970);
    RecordBatch::try_new(
        schema(),
        vec![
            same(facts.batch_id),
            same(&facts.input.uri),
            same(facts.sha256),
            each(&|one| one.block.clone()),
            Arc::new(row_numbers),
            each(&|one| one.column.clone()),
            each(&|one| Some(one.raw.clone())),
            each(&|one| Some(one.code().to_owned())),
            each(&|one| Some(one.reason.message(Lang::En))),
            each(&|one| Some(one.reason.message(Lang::Fr))),
            Arc::new(instants),
            Arc::new(arrow::array::Date32Array::from(vec![vintage; num_rows])),
        ],
    )
}
