//! How a run ended, node by node, and the artifacts that say so.
//!
//! `target/run_results.json` is dbt's (v6), for the tools that read it; sources are no nodes
//! of dbt, so what was ingested goes to `target/ingest_results.json`, which is ours.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cauri_core::{Diagnose, Lang, NodeStatus};
use cauri_project::{Batch, Compiled, ExtraCte};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use crate::error::PipelineError;
use crate::plan::{Step, StepKind};
use crate::unit_test::UnitFinding;

/// dbt's identifier of the form of `run_results.json`.
const RUN_RESULTS_SCHEMA: &str = "https://schemas.getdbt.com/dbt/run-results/v6.json";

/// A whole run.
#[derive(Debug, Clone)]
pub struct RunResults {
    /// A UUID of this start of the program.
    pub invocation_id: String,
    /// One per step of the plan, in the order in which they ended.
    pub nodes: Vec<NodeResult>,
    /// From the first step to the last.
    pub elapsed: Duration,
    /// Whether the run was interrupted.
    pub interrupted: bool,
    /// The ephemeral models that were selected or put into others, compiled.
    pub ephemerals: BTreeMap<String, Compiled>,
}

/// How one step ended.
#[derive(Debug, Clone)]
pub struct NodeResult {
    /// dbt's unique id, or `ingest.<project>.<stream>`.
    pub unique_id: String,
    /// The name to show: `bronze.x`, `default_gold.y`, or the name of a test.
    pub name: String,
    /// What kind of step it was.
    pub kind: StepKind,
    /// How it ended.
    pub status: NodeStatus,
    /// Whether nothing had to be done because nothing it depends on has changed.
    pub unchanged: bool,
    /// When compiling began and ended, and when running ended.
    pub timing: Timing,
    /// What there is to say beyond the status.
    pub detail: Detail,
    /// Why it failed.
    pub error: Option<Arc<PipelineError>>,
    /// How the batches of a microbatch model ended.
    pub batches: Option<BatchResults>,
    /// The compiled SQL, of models and tests that came that far.
    pub compiled_code: Option<String>,
    /// The ephemeral models in it.
    pub extra_ctes: Vec<ExtraCte>,
    /// Ids of macros that it called only while it was compiled.
    pub depends_on_macros: Vec<String>,
    /// The relation as SQL writes it.
    pub relation_name: Option<String>,
    /// The file that declares it, below the project.
    pub file: String,
    /// Which of the workers ran it, from 1; 0 when none did.
    pub worker: usize,
}

/// The times of a step, in microseconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timing {
    /// When it began.
    pub started_us: i64,
    /// When its SQL was ready.
    pub compiled_us: i64,
    /// When it ended.
    pub ended_us: i64,
}

impl Timing {
    /// From beginning to end.
    pub fn elapsed(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.ended_us - self.started_us).unwrap_or(0))
    }
}

/// How the batches of a microbatch model ended, each list in the order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchResults {
    /// Those that were built, in this run or in one that it went on from.
    pub successful: Vec<Batch>,
    /// Those that failed, or were not begun.
    pub failed: Vec<Batch>,
}

impl BatchResults {
    /// Reads `batch_results` of a node in `run_results.json`; `None` when it has none.
    pub fn from_dbt(json: &Json) -> Option<Self> {
        let list = |key: &str| -> Option<Vec<Batch>> {
            let pairs = json.get(key)?.as_array()?.iter();
            pairs
                .map(|pair| {
                    let time = |at: usize| cauri_project::event_time(pair.get(at)?.as_str()?);
                    Some(Batch { start: time(0)?, end: time(1)? })
                })
                .collect()
        };
        Some(Self { successful: list("successful")?, failed: list("failed")? })
    }

    fn to_dbt(&self) -> Json {
        let list = |batches: &[Batch]| -> Json {
            batches.iter().map(|batch| json!([batch.start.to_rfc3339(), batch.end.to_rfc3339()])).collect()
        };
        json!({"successful": list(&self.successful), "failed": list(&self.failed)})
    }

    fn message(&self) -> String {
        match (self.successful.len(), self.failed.len()) {
            (_, 0) => "SUCCESS".to_owned(),
            (0, _) => "ERROR".to_owned(),
            (well, badly) => format!("PARTIAL SUCCESS ({well}/{})", well + badly),
        }
    }
}

/// What a step has to say, by its kind.
#[derive(Debug, Clone, Default)]
pub enum Detail {
    /// Nothing.
    #[default]
    None,
    /// A source was ingested.
    Ingested(IngestCounts),
    /// A model or seed was built.
    Built {
        /// Rows written; `None` for a view.
        num_rows: Option<u64>,
        /// Data files written; `None` for a view.
        num_files: Option<u64>,
        /// The snapshot that holds them.
        snapshot_id: Option<i64>,
    },
    /// A test ran.
    Tested(TestFinding),
    /// The rows of a query were shown.
    Shown,
    /// A unit test ran.
    UnitTested(UnitFinding),
    /// The step was not begun.
    Skipped {
        /// The name of the step that it needs and that failed; `None` when the run was stopped.
        because_of: Option<String>,
        /// Whether the run stops at its first failure, which then is why.
        fail_fast: bool,
    },
}

/// The counts of a load: `read = accepted + quarantined + duplicates`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IngestCounts {
    /// Rows that the source handed over, from files that were new.
    pub read: u64,
    /// Rows that were added to the Bronze table.
    pub accepted: u64,
    /// Rows that went to the quarantine table.
    pub quarantined: u64,
    /// Rows equal in every column to an earlier row of the same file.
    pub duplicates: u64,
    /// Files that were read.
    pub new_files: u64,
    /// Files whose content had been loaded before.
    pub known_files: u64,
    /// Bytes of the files that were read.
    pub bytes: u64,
    /// The snapshot that holds the rows; `None` when there were none.
    pub snapshot_id: Option<i64>,
}

/// What a test found.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TestFinding {
    /// What `fail_calc` gave: the number of rows that should not be.
    pub failures: u64,
    /// Names of the columns of the first rows.
    pub columns: Vec<String>,
    /// The first rows, as text.
    pub rows: Vec<Vec<String>>,
}

impl RunResults {
    /// How many steps ended with `status`.
    pub fn count(&self, status: NodeStatus) -> usize {
        self.nodes.iter().filter(|node| node.status == status).count()
    }

    /// Whether a step failed, or the run was interrupted.
    pub fn has_failed(&self) -> bool {
        self.interrupted || self.nodes.iter().any(|node| node.status.is_failure())
    }

    /// What became of nodes that were not run as a plan.
    pub fn of(invocation_id: &str, nodes: Vec<NodeResult>) -> Self {
        let begun = nodes.iter().map(|node| node.timing.started_us).min().unwrap_or_default();
        let ended = nodes.iter().map(|node| node.timing.ended_us).max().unwrap_or_default();
        Self {
            invocation_id: invocation_id.to_owned(),
            nodes,
            elapsed: Duration::from_micros(u64::try_from(ended - begun).unwrap_or_default()),
            interrupted: false,
            ephemerals: BTreeMap::new(),
        }
    }

    /// dbt's `run_results.json`, version 6: when the program started, when this is written, how it was called.
    pub fn to_dbt(&self, (started_at, generated_at): (DateTime<Utc>, DateTime<Utc>), args: &Json) -> Json {
        let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let nodes = self.nodes.iter().filter(|node| node.kind != StepKind::Ingest);
        json!({
            "metadata": {
                "dbt_schema_version": RUN_RESULTS_SCHEMA,
                "dbt_version": crate::DBT_VERSION,
                "generated_at": time(generated_at),
                "invocation_id": self.invocation_id,
                "invocation_started_at": time(started_at),
                "env": env(),
            },
            "results": nodes.map(NodeResult::to_dbt).collect::<Vec<_>>(),
            "elapsed_time": self.elapsed.as_secs_f64(),
            "args": args,
        })
    }

    /// What was ingested, one object per stream.
    pub fn to_ingest_json(&self, generated_at: DateTime<Utc>) -> Json {
        let nodes = self.nodes.iter().filter(|node| node.kind == StepKind::Ingest);
        json!({
            "version": 1,
            "generated_at": generated_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "invocation_id": self.invocation_id,
            "results": nodes.map(NodeResult::to_ingest_json).collect::<Vec<_>>(),
        })
    }
}

impl NodeResult {
    /// The result of a step that has just begun.
    pub(crate) fn begun(step: &Step, started_us: i64) -> Self {
        Self {
            unique_id: step.id.clone(),
            name: step.name.clone(),
            kind: step.kind,
            status: NodeStatus::Error,
            unchanged: false,
            timing: Timing { started_us, compiled_us: started_us, ended_us: started_us },
            detail: Detail::None,
            error: None,
            batches: None,
            compiled_code: None,
            extra_ctes: Vec::new(),
            depends_on_macros: Vec::new(),
            relation_name: step.relation_name.clone(),
            file: step.file.clone(),
            worker: 0,
        }
    }

    /// The node in dbt's `run_results.json`.
    pub fn to_dbt(&self) -> Json {
        let Timing { started_us, compiled_us, ended_us } = self.timing;
        let skipped = self.status == NodeStatus::Skipped;
        let timing = if skipped {
            json!([])
        } else {
            json!([
                {"name": "compile", "started_at": instant(started_us), "completed_at": instant(compiled_us)},
                {"name": "execute", "started_at": instant(compiled_us), "completed_at": instant(ended_us)},
            ])
        };
        let failures = match &self.detail {
            // What a test finds within its thresholds is no failure to dbt.
            Detail::Tested(finding) if matches!(self.status, NodeStatus::Fail | NodeStatus::Warn) => {
                json!(finding.failures)
            }
            Detail::Tested(_) => json!(0),
            _ if self.kind == StepKind::Operation => json!(u8::from(self.status != NodeStatus::Success)),
            Detail::UnitTested(finding) => json!(u64::from(!finding.is_equal())),
            _ if self.status == NodeStatus::NoOp => json!(0),
            _ => Json::Null,
        };
        // dbt says this of what it compiles, which seeds are not.
        let is_seed = self.kind == StepKind::Seed;
        json!({
            "status": self.status.as_str(),
            "timing": timing,
            "thread_id": self.thread(),
            "execution_time": self.timing.elapsed().as_secs_f64(),
            "adapter_response": self.adapter_response(),
            "message": self.message(),
            "failures": failures,
            "unique_id": self.unique_id,
            "compiled": if is_seed { Json::Null } else { json!(self.compiled_code.is_some()) },
            "compiled_code": self.compiled_code,
            "relation_name": if is_seed { Json::Null } else { json!(self.relation_name) },
            "batch_results": self.batches.as_ref().map(BatchResults::to_dbt),
        })
    }

    /// The node in one line for programs: what `--output json` writes.
    pub fn to_json_line(&self) -> Json {
        let (num_rows, num_files, snapshot_id) = match &self.detail {
            Detail::Built { num_rows, num_files, snapshot_id } => (*num_rows, *num_files, *snapshot_id),
            Detail::Ingested(counts) => (Some(counts.accepted), None, counts.snapshot_id),
            _ => (None, None, None),
        };
        let failures = match &self.detail {
            Detail::Tested(finding) => json!(finding.failures),
            _ => Json::Null,
        };
        json!({
            "unique_id": self.unique_id, "name": self.name, "kind": self.kind.as_str(),
            "status": self.status.as_str(), "unchanged": self.unchanged,
            "seconds": self.timing.elapsed().as_secs_f64(), "rows": num_rows, "files": num_files,
            "snapshot_id": snapshot_id, "failures": failures, "message": self.message(), "file": self.file,
        })
    }

    fn adapter_response(&self) -> Json {
        let code = match self.kind {
            StepKind::View => "CREATE VIEW",
            StepKind::Table => "CREATE TABLE",
            StepKind::Test | StepKind::UnitTest => "SELECT",
            _ => "INSERT",
        };
        match &self.detail {
            Detail::Built { num_rows: Some(num_rows), snapshot_id, .. } => json!({
                "_message": self.message(), "code": code, "rows_affected": num_rows, "snapshot_id": snapshot_id,
            }),
            Detail::Shown => json!({"_message": "OK"}),
            Detail::Built { .. } | Detail::Tested(_) | Detail::UnitTested(_) => json!({"_message": "OK", "code": code}),
            _ => json!({}),
        }
    }

    /// What it was compiled to, if it was.
    pub fn compiled(&self) -> Option<Compiled> {
        let (sql, extra_ctes) = (self.compiled_code.clone()?, self.extra_ctes.clone());
        Some(Compiled { sql, extra_ctes, depends_on_macros: self.depends_on_macros.clone() })
    }

    /// The worker that ran it, in dbt's words.
    pub fn thread(&self) -> String {
        if self.kind == StepKind::Operation {
            return "main".to_owned();
        }
        if self.worker == 0 { "MainThread".to_owned() } else { format!("Thread-{} (worker)", self.worker) }
    }

    /// What dbt says of the result in one line.
    pub fn message(&self) -> Option<String> {
        if self.kind == StepKind::Operation {
            return Some(crate::run::hook_message(self));
        }
        if let Some(batches) = self.batches.as_ref().filter(|_| self.status == NodeStatus::PartialSuccess) {
            return Some(batches.message());
        }
        if let Some(error) = &self.error {
            return Some(with_causes(error));
        }
        match (&self.detail, self.status) {
            (Detail::Tested(finding), NodeStatus::Fail | NodeStatus::Warn) => {
                let verb = if self.status == NodeStatus::Warn { "warn" } else { "fail" };
                let plural = if finding.failures == 1 { "" } else { "s" };
                Some(format!("Got {} result{plural}, configured to {verb} if != 0", finding.failures))
            }
            (Detail::Built { .. }, _) if self.batches.is_some() => self.batches.as_ref().map(BatchResults::message),
            (Detail::UnitTested(finding), NodeStatus::Fail) => Some(finding.message()),
            (Detail::Skipped { fail_fast: true, .. }, _) => Some("Skipping due to fail_fast".to_owned()),
            (_, NodeStatus::NoOp) => Some("NO-OP".to_owned()),
            (Detail::Built { .. }, _) if self.unchanged => Some("UNCHANGED".to_owned()),
            (Detail::Built { num_rows: Some(num_rows), .. }, _) if self.kind == StepKind::Seed => {
                Some(format!("INSERT {num_rows}"))
            }
            (Detail::Built { .. }, _) => Some("OK".to_owned()),
            _ => None,
        }
    }

    fn to_ingest_json(&self) -> Json {
        let counts = match &self.detail {
            Detail::Ingested(counts) => *counts,
            _ => IngestCounts::default(),
        };
        json!({
            "stream": self.name,
            "status": self.status.as_str(),
            "started_at": instant(self.timing.started_us),
            "completed_at": instant(self.timing.ended_us),
            "rows_read": counts.read,
            "rows_accepted": counts.accepted,
            "rows_quarantined": counts.quarantined,
            "rows_duplicates": counts.duplicates,
            "files_new": counts.new_files,
            "files_known": counts.known_files,
            "bytes": counts.bytes,
            "snapshot_id": counts.snapshot_id,
            "message": self.message(),
        })
    }
}

/// An error and why it came about, each cause on a line of its own, as dbt writes what the database said.
fn with_causes(error: &PipelineError) -> String {
    let mut message = error.message(Lang::En);
    let mut cause = std::error::Error::source(error);
    while let Some(one) = cause {
        let text = one.to_string();
        // Some errors are what they wrap, and say the same.
        if !message.contains(&text) {
            message.push_str("\n  ");
            message.push_str(&text);
        }
        cause = one.source();
    }
    message
}

/// What dbt calls custom environment variables.
pub(crate) fn env() -> Json {
    Json::Object(cauri_core::env::custom().into_iter().map(|(name, value)| (name, Json::from(value))).collect())
}

/// Microseconds since 1970 as dbt writes an instant.
fn instant(us: i64) -> String {
    DateTime::<Utc>::from_timestamp_micros(us).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Writes a JSON file whole or not at all, creating its folder.
///
/// # Errors
///
/// [`PipelineError::StateUnwritable`].
pub(crate) fn write_json(path: &Path, value: &Json) -> Result<(), PipelineError> {
    let unwritable =
        |cause: serde_json::Error| PipelineError::StateUnwritable { path: path.to_path_buf(), cause: cause.into() };
    let mut text = serde_json::to_string(value).map_err(unwritable)?;
    text.push('\n');
    write_text(path, &text)
}

/// Writes a text file whole or not at all, creating its folder. One that says this already is left alone.
///
/// # Errors
///
/// [`PipelineError::StateUnwritable`].
pub(crate) fn write_text(path: &Path, text: &str) -> Result<(), PipelineError> {
    let unwritable = |cause| PipelineError::StateUnwritable { path: path.to_path_buf(), cause };
    let is_as_long = std::fs::metadata(path).is_ok_and(|there| there.len() == text.len() as u64);
    if is_as_long && std::fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let beside = path.with_file_name(name);
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path)).map_err(unwritable)
}

#[cfg(test)]
mod tests;
