//! Files that SQL reads: `read_csv`, `read_parquet`, `read_json` and their kin, and `FROM 'file.csv'`.
//!
//! A call of such a function becomes, when a query is rewritten, a name that no text can have
//! ([`call::FileCall`]); [`open`] turns it into a table when the names of the query are bound. Only an
//! engine that is given a folder of files (`EngineOptions::files`) reads any: to all others such a
//! call is an error, and so is `COPY ... TO` ([`write`]). Nothing but files of this machine is read or written.

pub(crate) mod call;
mod csv;
mod find;
mod hive;
pub(super) mod json;
mod options;
mod parquet;
mod table;
#[cfg(test)]
mod tests;
pub(crate) mod write;

use std::path::Path;
use std::sync::Arc;

use datafusion::catalog::TableProvider;

use crate::EngineError;
use call::FileCall;
use find::FoundFile;
use table::FileTable;

/// What the functions read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    Parquet,
    Json,
    /// JSON, one value a line.
    JsonLines,
}

/// The format that a function reads.
pub(super) fn format_of(function: &str) -> Option<Format> {
    Some(match function {
        "read_csv" | "read_csv_auto" => Format::Csv,
        "read_parquet" | "parquet_scan" => Format::Parquet,
        "read_json" | "read_json_auto" => Format::Json,
        "read_ndjson" | "read_ndjson_auto" => Format::JsonLines,
        _ => return None,
    })
}

/// The function that reads a file of that name, by its ending.
pub(super) fn function_of(path: &str) -> Option<&'static str> {
    let lower = path.to_lowercase();
    let bare = lower.strip_suffix(".gz").or_else(|| lower.strip_suffix(".zst")).unwrap_or(&lower);
    let (_, ending) = bare.rsplit_once('.')?;
    Some(match ending {
        "csv" | "tsv" => "read_csv",
        "parquet" => "read_parquet",
        "json" => "read_json",
        "jsonl" | "ndjson" => "read_ndjson",
        _ => return None,
    })
}

/// The table of a call. `root` is the folder that relative paths start from; `None` reads nothing.
///
/// # Errors
///
/// [`EngineError::NotSupported`] without a root, for a place that is no file of this machine, and for an
/// option that is not done; [`EngineError::File`] for a file that is not there or not of its format.
pub(crate) async fn open(call: FileCall, root: Option<&Path>) -> Result<Arc<dyn TableProvider>, EngineError> {
    let Some(root) = root.map(Path::to_owned) else {
        let what = format!("reading files ({}) where no project runs", call.function);
        return Err(EngineError::not_supported(what));
    };
    let opened = tokio::task::spawn_blocking(move || open_now(&call, &root)).await;
    let table = opened.map_err(|cause| EngineError::Internal { message: cause.to_string() })??;
    Ok(Arc::new(table))
}

fn open_now(call: &FileCall, root: &Path) -> Result<FileTable, EngineError> {
    let files = find::all(&call.paths, root)?;
    let mut options = options::Options::new(call);
    let format = format_of(&call.function)
        .ok_or_else(|| EngineError::not_supported(format!("the table function {}", call.function)))?;
    let shared = options::Shared::take(&mut options, &files)?;
    let table = match format {
        Format::Csv => csv::open(&files, options, &shared)?,
        Format::Parquet => parquet::open(&files, options, &shared)?,
        Format::Json => json::open(&files, options, &shared, false)?,
        Format::JsonLines => json::open(&files, options, &shared, true)?,
    };
    Ok(table)
}

/// An error of a file.
fn wrong(file: &FoundFile, reason: impl std::fmt::Display) -> EngineError {
    EngineError::File { path: file.shown.clone(), reason: reason.to_string() }
}
