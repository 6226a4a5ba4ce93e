//! The SQL that cauri carries out, written as sqllogictest files under `tests/slt`.
//!
//! Each file runs on its own warehouse in a temporary folder, with the namespaces bronze, silver
//! and gold, two streams, and a clock that moves by a millisecond at each look.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Schema};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use async_trait::async_trait;
use cauri_core::{Diagnose, FixedClock, Lang};
use cauri_engine::{Engine, EngineError, EngineOptions, Outcome};
use cauri_lake::{CatalogOptions, Warehouse, WarehouseOptions};
use libtest_mimic::{Arguments, Failed, Trial};
use sqllogictest::{AsyncDB, DBOutput, DefaultColumnType, Runner};

/// A debug build of the planner needs more stack than a thread usually has.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// 2024-11-19 07:06:40 UTC, in milliseconds since 1970.
const START_MS: i64 = 1_732_000_000_000;

/// An engine as sqllogictest sees it.
struct Database {
    engine: Engine,
    folder: Arc<tempfile::TempDir>,
}

impl Database {
    /// The text without what differs from run to run: the folder, names of files, byte ranges.
    fn settled(&self, text: &str) -> String {
        let folder = self.folder.path().display().to_string();
        let text = text.replace(&folder, "/LAKE").replace(folder.trim_start_matches('/'), "LAKE");
        let uuid = regex::Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").unwrap();
        let range = regex::Regex::new(r"parquet:\d+\.\.\d+").unwrap();
        range.replace_all(&uuid.replace_all(&text, "UUID"), "parquet:RANGE").into_owned()
    }
}

/// An error with its hint, as a user reads them, but for the ids of snapshots.
#[derive(Debug)]
struct Shown(EngineError);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hint = self.0.hint(Lang::En).map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
        let id = regex::Regex::new(r"\b\d{15,19}\b").unwrap();
        f.write_str(&id.replace_all(&format!("{} {}{hint}", self.0.code(), self.0), "SNAPSHOT"))
    }
}

impl std::error::Error for Shown {}

#[async_trait]
impl AsyncDB for Database {
    type Error = Shown;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Shown> {
        match self.engine.execute(sql).await.map_err(Shown)? {
            Outcome::Changed { num_rows, .. } => Ok(DBOutput::StatementComplete(num_rows.unwrap_or_default())),
            Outcome::Rows(rows) => {
                let schema = Arc::clone(&rows.schema);
                let batches = rows.collect().await.map_err(Shown)?;
                Ok(DBOutput::Rows {
                    types: types(&schema),
                    rows: batches.iter().flat_map(|batch| self.shown(batch)).collect(),
                })
            }
        }
    }

    async fn shutdown(&mut self) {}
}

fn types(schema: &Schema) -> Vec<DefaultColumnType> {
    let of = |kind: &DataType| match kind {
        kind if kind.is_integer() => DefaultColumnType::Integer,
        kind if kind.is_numeric() => DefaultColumnType::FloatingPoint,
        _ => DefaultColumnType::Text,
    };
    schema.fields().iter().map(|field| of(field.data_type())).collect()
}

impl Database {
    fn shown(&self, batch: &RecordBatch) -> Vec<Vec<String>> {
        let options = FormatOptions::default().with_null("NULL");
        let columns: Vec<ArrayFormatter<'_>> =
            batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options).unwrap()).collect();
        let cell = |column: &ArrayFormatter<'_>, row| match column.value(row).to_string() {
            text if text.is_empty() => "(empty)".to_owned(),
            text => self.settled(text.trim_end()),
        };
        let rows = (0..batch.num_rows()).map(|row| columns.iter().map(|column| cell(column, row)).collect::<Vec<_>>());
        rows.flat_map(lines).collect()
    }
}

/// A row, or one a line when a cell has several, as a plan has.
fn lines(row: Vec<String>) -> Vec<Vec<String>> {
    if !row.iter().any(|cell| cell.contains('\n')) {
        return vec![row];
    }
    row.join(" ").lines().map(|line| vec![line.to_owned()]).collect()
}

async fn database() -> Result<Database, Shown> {
    let folder = tempfile::tempdir().unwrap();
    let options = WarehouseOptions {
        clock: Arc::new(FixedClock::new(START_MS)),
        ..WarehouseOptions::new(folder.path().to_str().unwrap(), CatalogOptions::Memory)
    };
    let warehouse = Warehouse::open(options).await.map_err(|cause| Shown(cause.into()))?;
    for namespace in ["bronze", "silver", "gold"] {
        let made = warehouse.ensure_namespace(&namespace.parse().unwrap()).await;
        made.map_err(|cause| Shown(cause.into()))?;
    }
    let options = EngineOptions { stream_partitions: 2, ..EngineOptions::default() };
    let engine = Engine::new(warehouse, options).map_err(Shown)?;
    Ok(Database { engine, folder: Arc::new(folder) })
}

/// Runs a file; with CAURI_SLT_COMPLETE set, writes what came out into it instead.
fn run(file: &Path) -> Result<(), Failed> {
    let file = file.to_owned();
    let body = move || -> Result<(), String> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let mut runner = Runner::new(|| async { database().await });
            if std::env::var_os("CAURI_SLT_COMPLETE").is_some() {
                let separator = " ";
                let validate = sqllogictest::default_validator;
                let columns = sqllogictest::default_column_validator;
                let normalize = sqllogictest::default_normalizer;
                let done = runner.update_test_file(&file, separator, validate, normalize, columns).await;
                return done.map_err(|cause| cause.to_string());
            }
            runner.run_file_async(&file).await.map_err(|cause| cause.display(false).to_string())
        })
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(body).unwrap();
    thread.join().map_err(|_| Failed::from("the test panicked"))?.map_err(Failed::from)
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "slt") {
            found.push(path);
        }
    }
}

fn main() {
    // Asked when it runs: a build that is kept between checkouts may have been made in another one.
    let here = cauri_core::env::read("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&here).join("tests/slt");
    let mut files = Vec::new();
    files_below(&root, &mut files);
    files.sort();
    let trials = files
        .into_iter()
        .map(|file| {
            let name = file.strip_prefix(&root).unwrap_or(&file).with_extension("").display().to_string();
            Trial::test(name, move || run(&file))
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
