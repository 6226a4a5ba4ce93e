//! dbt's lines of what is no node of a run: statements around it, and the batches of a model.

use cauri_core::{Diagnose, Lang, NodeStatus};
use cauri_pipeline::{NodeResult, PipelineError, Step};
use cauri_project::Project;
use serde_json::json;

use super::run::{fancy, fields_of};
use super::{Entry, Log};
use crate::printer::Tone;
use crate::settings::flags::Level;

/// The number of a statement among those of its kind, and how many there are.
fn place(project: &Project, step: &Step) -> (usize, usize) {
    let kind = if step.name.contains(".on-run-end.") { "on-run-end" } else { "on-run-start" };
    let all = project.hooks(kind);
    let at = all.iter().position(|node| node.unique_id == step.id).unwrap_or_default();
    (at + 1, all.len())
}

/// A statement begins.
pub(super) fn hook_started(log: &Log, project: &Project, step: &Step) {
    let (index, total) = place(project, step);
    let line = fancy(&format!("START hook: {}", step.name), "RUN", Some((index, total)), None);
    let fields = json!({
        "statement": step.name, "index": index, "total": total, "node_info": fields_of(project, step),
    });
    log.fire(&Entry::new("LogHookStartLine", "Q032", Level::Info, line).with(fields));
}

/// A statement ended, or was skipped.
pub(super) fn hook_ended(log: &Log, project: &Project, step: &Step, result: &NodeResult) {
    let (index, total) = place(project, step);
    let (word, tone) = match result.status {
        NodeStatus::Skipped => ("SKIP", Tone::Warning),
        status if status.is_failure() => ("ERROR", Tone::Bad),
        _ => ("OK", Tone::Good),
    };
    let seconds = result.timing.elapsed().as_secs_f64();
    let text = format!("{word} hook: {}", step.name);
    let line = fancy(&text, &tone.paint(word), Some((index, total)), Some(seconds));
    let fields = json!({
        "statement": step.name, "status": result.status.as_str(), "index": index, "total": total,
        "execution_time": seconds, "node_info": fields_of(project, step),
    });
    log.fire(&Entry::new("LogHookEndLine", "Q033", Level::Info, line).with(fields));
}

/// A batch of a microbatch model ended.
pub(super) fn batch(log: &Log, (model, batch): (&str, &str), (at, of): (usize, usize), error: Option<&PipelineError>) {
    let what = format!("batch {batch} of {model}");
    let (text, status) = match error {
        Some(_) => (format!("ERROR creating {what}"), Tone::Bad.paint("ERROR")),
        None => (format!("OK created {what}"), Tone::Good.paint("OK")),
    };
    let line = format!("Batch {}", fancy(&text, &status, Some((at, of)), None));
    let message = error.map(|error| error.message(Lang::En));
    let fields = json!({
        "description": what, "status": if error.is_some() { "error" } else { "OK" },
        "batch_index": at, "total_batches": of, "msg": message,
    });
    let level = if error.is_some() { Level::Error } else { Level::Info };
    log.fire(&Entry::new("LogBatchResult", "Q046", level, line).with(fields));
}
