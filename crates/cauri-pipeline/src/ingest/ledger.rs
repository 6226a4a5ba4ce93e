//! Which files a table holds, as the summaries of its snapshots say.
//!
//! Only snapshots that the current one descends from count: after a rollback the files of the
//! later loads are new again. When old snapshots have been expired, the digests that they
//! carried are read from the rows.

use std::collections::{BTreeMap, BTreeSet};

use cauri_lake::Table;
use cauri_source::Input;
use futures::StreamExt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bronze;
use crate::adapter::quoted;
use crate::error::PipelineError;
use crate::fingerprint::hex;
use crate::lakehouse::Lakehouse;

/// Key of a snapshot's summary: the files of the batch, as JSON.
pub(crate) const FILES: &str = "cauri.source-files";
/// Key of a snapshot's summary: the batch.
pub(crate) const BATCH: &str = "cauri.batch-id";

/// A file whose rows are in a table. The same content under another vintage is another file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct LoadedFile {
    /// Digest of its bytes, in hex.
    pub(crate) sha256: String,
    /// Its publication date, as `2024-09-30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) vintage: Option<String>,
    /// Its address when it was loaded.
    #[serde(default)]
    pub(crate) uri: String,
    /// Its size as stored.
    #[serde(default)]
    pub(crate) size_bytes: u64,
}

impl LoadedFile {
    /// An input with the digest of its bytes.
    pub(crate) fn of(input: &Input, sha256: &str) -> Self {
        Self {
            sha256: sha256.to_owned(),
            vintage: input.vintage.map(|date| date.to_string()),
            uri: input.uri.clone(),
            size_bytes: input.size_bytes,
        }
    }

    fn key(&self) -> (String, Option<String>) {
        (self.sha256.clone(), self.vintage.clone())
    }
}

/// The files and batches that a table holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger {
    files: BTreeSet<(String, Option<String>)>,
    /// Sizes by address, to guess before reading whether a file is known.
    sizes: BTreeMap<String, u64>,
    batches: BTreeSet<String>,
}

impl Ledger {
    /// Reads the ledger of a table.
    ///
    /// # Errors
    ///
    /// When digests have to be read from the rows and that fails.
    pub(crate) async fn of(lakehouse: &Lakehouse, table: &Table) -> Result<Self, PipelineError> {
        let (mut ledger, is_complete) = Self::of_summaries(table);
        if !is_complete {
            ledger.read_rows(lakehouse, table).await?;
        }
        Ok(ledger)
    }

    /// What the summaries say, and whether they go back to the first snapshot.
    pub(crate) fn of_summaries(table: &Table) -> (Self, bool) {
        let metadata = table.metadata();
        let mut ledger = Self::default();
        let mut next = metadata.current_snapshot_id();
        while let Some(id) = next {
            let Some(snapshot) = metadata.snapshot_by_id(id) else { return (ledger, false) };
            let properties = &snapshot.summary().additional_properties;
            if let Some(batch) = properties.get(BATCH) {
                ledger.batches.insert(batch.clone());
            }
            if let Some(files) = properties.get(FILES).and_then(|text| serde_json::from_str(text).ok()) {
                let files: Vec<LoadedFile> = files;
                for file in files {
                    ledger.add(file);
                }
            }
            next = snapshot.parent_snapshot_id();
        }
        (ledger, true)
    }

    async fn read_rows(&mut self, lakehouse: &Lakehouse, table: &Table) -> Result<(), PipelineError> {
        let sql = format!(
            "select distinct {}, cast({} as string), {} from {}",
            bronze::SHA256,
            bronze::PUBLISHED_ON,
            bronze::BATCH_ID,
            quoted(lakehouse.engine(), table.name())
        );
        let mut rows = lakehouse.engine().query(&sql).await?;
        while let Some(batch) = rows.batches.next().await {
            let batch = batch.map_err(crate::run::stream_error)?;
            for row in 0..batch.num_rows() {
                let text = |column: usize| {
                    let column = batch.column(column);
                    if column.is_null(row) { Ok(None) } else { crate::cell::text(column.as_ref(), row).map(Some) }
                };
                let read = || Ok::<_, arrow::error::ArrowError>((text(0)?, text(1)?, text(2)?));
                let (sha256, vintage, batch_id) =
                    read().map_err(|cause| PipelineError::Rows { stream: table.name().to_string(), cause })?;
                self.files.extend(sha256.map(|sha256| (sha256, vintage)));
                self.batches.extend(batch_id);
            }
        }
        Ok(())
    }

    /// Whether the content of a file has been loaded under its vintage.
    pub(crate) fn has(&self, file: &LoadedFile) -> bool {
        self.files.contains(&file.key())
    }

    /// Whether a batch is in the table.
    pub(crate) fn has_batch(&self, batch: &str) -> bool {
        self.batches.contains(batch)
    }

    /// Whether a file of this address and size was loaded, so that its content probably is known.
    pub(crate) fn seems_known(&self, input: &Input) -> bool {
        self.sizes.get(&input.uri) == Some(&input.size_bytes)
    }

    /// Adds a file.
    pub(crate) fn add(&mut self, file: LoadedFile) {
        self.files.insert(file.key());
        self.sizes.insert(file.uri, file.size_bytes);
    }

    /// The state of the ledger in one word: how many files, and a digest of which.
    pub(crate) fn cursor(&self) -> String {
        let mut digest = Sha256::new();
        for (sha256, vintage) in &self.files {
            digest.update(format!("{sha256}@{}\n", vintage.as_deref().unwrap_or_default()));
        }
        let digest = hex(digest);
        format!("{}:{}", self.files.len(), digest.get(..16).unwrap_or(&digest))
    }
}
