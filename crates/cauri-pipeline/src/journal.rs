//! The journal of a run: which steps it has, and how each ended, written while it goes on.
//!
//! A run that ends well or badly leaves `run_results.json` and no journal. One that was killed
//! leaves the journal, so that `cauri retry` knows where to go on. A line is one JSON object;
//! a last line that was cut off is left out. The file is flushed to the operating system with
//! each line, which outlives the process; only a power cut may lose the last lines, and the
//! steps of lost lines are merely run again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value as Json, json};

use crate::error::PipelineError;
use crate::plan::{Plan, StepKind};
use crate::reporter::{Event, Reporter};

/// Writes down how the steps of a run end, and tells another reporter what it hears.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    next: Arc<dyn Reporter>,
}

/// A run that was broken off, as its journal has it.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenRun {
    /// How the command was called, with `which` for its name.
    pub args: Json,
    /// The ids of nodes that did not end well, or not at all.
    pub unfinished: BTreeSet<String>,
    /// The streams that were not loaded.
    pub streams: Vec<String>,
}

impl Journal {
    /// Begins the journal of a run; that of an earlier one is gone.
    ///
    /// # Errors
    ///
    /// [`PipelineError::StateUnwritable`].
    pub fn begin(state_dir: &Path, args: &Json, plan: &Plan, next: Arc<dyn Reporter>) -> Result<Self, PipelineError> {
        let path = state_dir.join("run.jsonl");
        let unwritable = |cause| PipelineError::StateUnwritable { path: path.clone(), cause };
        std::fs::create_dir_all(state_dir).map_err(unwritable)?;
        let mut file = File::create(&path).map_err(unwritable)?;
        let steps: Vec<Json> =
            plan.steps.iter().map(|step| json!({"id": step.id, "stream": step.kind == StepKind::Ingest})).collect();
        file.write_all(format!("{}\n", json!({"args": args, "steps": steps})).as_bytes()).map_err(unwritable)?;
        Ok(Self { path, file: Mutex::new(file), next })
    }

    /// Ends the journal: the artifacts of the run are written.
    ///
    /// # Errors
    ///
    /// [`PipelineError::StateUnwritable`].
    pub fn end(&self) -> Result<(), PipelineError> {
        match std::fs::remove_file(&self.path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(PipelineError::StateUnwritable { path: self.path.clone(), cause })
            }
            _ => Ok(()),
        }
    }
}

impl Reporter for Journal {
    fn tell(&self, event: &Event<'_>) {
        if let Event::StepFinished { step, result, .. } = event {
            let line = format!("{}\n", json!({"id": step.id, "status": result.status.as_str()}));
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = file.write_all(line.as_bytes()) {
                // The run itself is well; a retry after a kill would run this step again.
                tracing::warn!(%error, "could not write the journal of the run");
            }
        }
        self.next.tell(event);
    }
}

/// The run before this one, if it was broken off.
///
/// # Errors
///
/// [`PipelineError::StateUnwritable`] when the journal cannot be read.
pub fn broken_run(state_dir: &Path) -> Result<Option<BrokenRun>, PipelineError> {
    let path = state_dir.join("run.jsonl");
    let unreadable = |cause| PipelineError::StateUnwritable { path: path.clone(), cause };
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(unreadable(cause)),
    };
    let mut lines = BufReader::new(file).lines();
    let first = lines.next().transpose().map_err(unreadable)?.unwrap_or_default();
    // A run that was killed before its first line was whole has done nothing.
    let Ok(first) = serde_json::from_str::<Json>(&first) else { return Ok(None) };
    let mut left: BTreeMap<String, bool> = BTreeMap::new();
    for step in first.get("steps").and_then(Json::as_array).into_iter().flatten() {
        if let Some(id) = step.get("id").and_then(Json::as_str) {
            left.insert(id.to_owned(), step.get("stream") == Some(&Json::Bool(true)));
        }
    }
    for line in lines {
        let Ok(line) = serde_json::from_str::<Json>(&line.map_err(unreadable)?) else { continue };
        let (id, status) = (line.get("id").and_then(Json::as_str), line.get("status").and_then(Json::as_str));
        if let (Some(id), Some("success" | "pass" | "warn" | "no-op")) = (id, status) {
            left.remove(id);
        }
    }
    let name = |id: &String| id.rsplit('.').next().unwrap_or(id).to_owned();
    let streams = left.iter().filter(|(_, is_stream)| **is_stream).map(|(id, _)| name(id)).collect();
    let unfinished = left.into_iter().filter(|(_, is_stream)| !is_stream).map(|(id, _)| id).collect();
    Ok(Some(BrokenRun { args: first.get("args").cloned().unwrap_or_default(), unfinished, streams }))
}

#[cfg(test)]
mod tests {
    use cauri_core::NodeStatus;

    use super::*;
    use crate::plan::Step;
    use crate::reporter::Silent;
    use crate::results::NodeResult;

    fn step(id: &str, kind: StepKind) -> Step {
        Step {
            id: id.to_owned(),
            name: id.to_owned(),
            kind,
            relation_name: None,
            file: String::new(),
            needs: Vec::new(),
        }
    }

    fn finish(journal: &Journal, step: &Step, status: NodeStatus) {
        let mut result = NodeResult::begun(step, 0);
        result.status = status;
        journal.tell(&Event::StepFinished { step, result: &result, num_finished: 1 });
    }

    #[test]
    fn a_killed_run_knows_what_it_has_not_done() {
        let dir = tempfile::tempdir().unwrap();
        let steps = vec![
            step("ingest.p.ventes", StepKind::Ingest),
            step("model.p.a", StepKind::Table),
            step("model.p.b", StepKind::Table),
            step("model.p.c", StepKind::Table),
        ];
        let plan = Plan { steps: steps.clone(), ..Plan::default() };
        let args = json!({"which": "build"});
        let journal = Journal::begin(dir.path(), &args, &plan, Arc::new(Silent)).unwrap();
        finish(&journal, &steps[1], NodeStatus::Success);
        finish(&journal, &steps[2], NodeStatus::Error);
        // The process was killed while it wrote the last line.
        let mut file = std::fs::OpenOptions::new().append(true).open(dir.path().join("run.jsonl")).unwrap();
        file.write_all(b"{\"id\": \"model.p.c\", \"sta").unwrap();
        let unfinished = BTreeSet::from(["model.p.b".to_owned(), "model.p.c".to_owned()]);
        let streams = vec!["ventes".to_owned()];
        assert_eq!(broken_run(dir.path()).unwrap(), Some(BrokenRun { args, unfinished, streams }));
        journal.end().unwrap();
        assert_eq!(broken_run(dir.path()).unwrap(), None);
    }
}
