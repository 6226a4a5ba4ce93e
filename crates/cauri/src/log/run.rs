//! A run as dbt's log tells it: a start and a result a node, and the sums at the end.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cauri_core::NodeStatus;
use cauri_pipeline::{DBT_VERSION, Detail, Event, NodeResult, Plan, Reporter, RunResults, Step, StepKind};
use cauri_project::{Project, ResourceType};
use chrono::{DateTime, Utc};
use serde_json::{Value as Json, json};

use super::{Entry, Log};
use crate::printer::Tone;
use crate::settings::flags::Level;

/// dbt's width of a line of results.
const WIDTH: usize = 80;

/// Tells the log of a run.
#[derive(Debug)]
pub(crate) struct RunLog {
    log: Log,
    project: Project,
    total: usize,
    started: Mutex<Started>,
}

/// The nodes that have begun.
#[derive(Debug, Default)]
struct Started {
    count: usize,
    running: BTreeMap<String, Running>,
}

#[derive(Debug, Clone)]
struct Running {
    step: Step,
    /// Its number, in the order of starts.
    index: usize,
    /// The worker, from 1.
    worker: usize,
    at: DateTime<Utc>,
}

impl RunLog {
    /// Begins the log of a run.
    pub(crate) fn new(log: &Log, project: &Project, plan: &Plan, concurrency: usize) -> Self {
        let target = &project.profile().target;
        if !plan.steps.is_empty() {
            log.fire(&Entry::blank());
            let line = format!("Concurrency: {concurrency} threads (target='{target}')");
            let fields = json!({"num_threads": concurrency, "target_name": target, "node_count": plan.steps.len()});
            log.fire(&Entry::new("ConcurrencyLine", "Q026", Level::Info, line).with(fields));
            log.fire(&Entry::blank());
        }
        let started = Mutex::default();
        Self { log: log.clone(), project: project.clone(), total: plan.steps.len(), started }
    }

    fn lock(&self) -> MutexGuard<'_, Started> {
        self.started.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, step: &Step, worker: usize) -> Running {
        let mut started = self.lock();
        started.count += 1;
        let now = cauri_core::Clock::now_us(&cauri_core::SystemClock);
        let at = DateTime::from_timestamp_micros(now).unwrap_or_default();
        let running = Running { step: step.clone(), index: started.count, worker, at };
        started.running.insert(step.id.clone(), running.clone());
        running
    }

    fn start(&self, step: &Step, worker: usize) {
        let running = self.begin(step, worker);
        let status = json!({"node_info": self.node(step, &running, "started", None)});
        self.node_event("NodeStart", "Q024", format!("Began running node {}", step.id), &running, status);
        let what = self.description(step);
        let mut fields = json!({"description": what, "index": running.index, "total": self.total});
        fields["node_info"] = self.node(step, &running, "started", None);
        let line = fancy(&format!("START {what}"), "RUN", Some((running.index, self.total)), None);
        self.log.fire(&Entry::new("LogStartLine", "Q011", Level::Info, line).with(fields).on(&thread(&running)));
        let fields = json!({"node_info": self.node(step, &running, "compiling", None)});
        self.node_event("NodeCompiling", "Q030", format!("Began compiling node {}", step.id), &running, fields);
    }

    fn execute(&self, id: &str, sql: &str) {
        let Some(running) = self.lock().running.get(id).cloned() else { return };
        let step = &running.step;
        let info = self.node(step, &running, "executing", None);
        let line = format!("Began executing node {}", step.id);
        self.node_event("NodeExecuting", "Q031", line, &running, json!({"node_info": info}));
        let line = format!("On {}: {sql}", step.id);
        let fields = json!({"conn_name": step.id, "sql": sql, "node_info": info});
        self.node_event("SQLQuery", "E016", line, &running, fields);
    }

    fn node_event(&self, name: &'static str, code: &'static str, line: String, running: &Running, fields: Json) {
        self.log.fire(&Entry::new(name, code, Level::Debug, line).with(fields).on(&thread(running)));
    }

    fn end(&self, step: &Step, result: &NodeResult) {
        let running = self.lock().running.remove(&step.id);
        let running = running.unwrap_or_else(|| {
            // Skipped: it never began.
            let begun = self.begin(step, 1);
            self.lock().running.remove(&step.id);
            begun
        });
        let info = self.node(step, &running, result.status.as_str(), Some(result));
        if result.status == NodeStatus::Skipped {
            self.skip(step, &running, &info);
            return;
        }
        let seconds = result.timing.elapsed().as_secs_f64();
        if result.compiled_code.is_some() && result.status != NodeStatus::Error {
            let line = format!("SQL status: OK in {seconds:.3} seconds");
            let fields = json!({"status": "OK", "elapsed": seconds, "query_id": "", "node_info": info});
            self.node_event("SQLQueryStatus", "E017", line, &running, fields);
        }
        self.result_line(step, result, &running, &info);
        let told = if self.log.takes_fields() { run_result(result, &thread(&running)) } else { Json::Null };
        let fields = json!({"node_info": info, "run_result": told});
        self.node_event("NodeFinished", "Q025", format!("Finished running node {}", step.id), &running, fields);
    }

    fn result_line(&self, step: &Step, result: &NodeResult, running: &Running, info: &Json) {
        let seconds = result.timing.elapsed().as_secs_f64();
        let (what, index, total) = (self.description(step), running.index, self.total);
        let failed = result.status == NodeStatus::Error;
        let message = result.message().unwrap_or_default();
        let status = if failed { Tone::Bad.paint("ERROR") } else { Tone::Good.paint(&message) };
        let common = json!({
            "index": index, "total": total, "execution_time": seconds, "node_info": info,
            "status": result.status.as_str(),
        });
        let (name, code, line, more) = match step.kind {
            StepKind::Test | StepKind::UnitTest => self.test_line(result, running),
            StepKind::NoOp => {
                let status = Tone::Warning.paint("NO-OP");
                let line = fancy(&format!("NO-OP {what}"), &status, Some((index, total)), None);
                let more = json!({"description": what, "status": "NO-OP"});
                ("LogNodeNoOpResult", "Q019", line, more)
            }
            StepKind::Seed => {
                let text = if failed { format!("ERROR loading {what}") } else { format!("OK loaded {what}") };
                let (schema, relation) = step.name.rsplit_once('.').unwrap_or(("", &step.name));
                let more = json!({"schema": schema, "relation": relation, "result_message": message});
                ("LogSeedResult", "Q016", fancy(&text, &status, Some((index, total)), Some(seconds)), more)
            }
            _ if step.id.starts_with("snapshot.") => {
                let text = if failed { format!("ERROR snapshotting {what}") } else { format!("OK snapshotted {what}") };
                let more = json!({"description": what, "cfg": {}, "result_message": message});
                ("LogSnapshotResult", "Q015", fancy(&text, &status, Some((index, total)), Some(seconds)), more)
            }
            _ => {
                let text = if failed { format!("ERROR creating {what}") } else { format!("OK created {what}") };
                let more = json!({"description": what, "status": if failed { "error" } else { &message }});
                ("LogModelResult", "Q012", fancy(&text, &status, Some((index, total)), Some(seconds)), more)
            }
        };
        let mut fields = common;
        if let (Json::Object(fields), Json::Object(more)) = (&mut fields, more) {
            fields.extend(more);
        }
        let level = match result.status {
            NodeStatus::Error | NodeStatus::Fail => Level::Error,
            NodeStatus::Warn => Level::Warn,
            _ => Level::Info,
        };
        self.log.fire(&Entry::new(name, code, level, line).with(fields).on(&thread(running)));
    }

    fn test_line(&self, result: &NodeResult, running: &Running) -> (&'static str, &'static str, String, Json) {
        let failures = match &result.detail {
            Detail::Tested(finding) => finding.failures,
            Detail::UnitTested(finding) => u64::from(!finding.is_equal()),
            _ => 0,
        };
        let (word, tone) = match result.status {
            NodeStatus::Pass | NodeStatus::Success | NodeStatus::NoOp => ("PASS".to_owned(), Tone::Good),
            NodeStatus::Warn => (format!("WARN {failures}"), Tone::Warning),
            NodeStatus::Fail => (format!("FAIL {failures}"), Tone::Bad),
            NodeStatus::Error | NodeStatus::Skipped | NodeStatus::PartialSuccess => ("ERROR".to_owned(), Tone::Bad),
        };
        let seconds = result.timing.elapsed().as_secs_f64();
        let line = format!("{word} {}", result.name);
        let line = fancy(&line, &tone.paint(&word), Some((running.index, self.total)), Some(seconds));
        let attached = self.project.node(&result.unique_id).and_then(|node| node.attached_node.clone());
        let more = json!({
            "name": result.name, "num_models": self.total, "num_failures": failures,
            "attached_node": attached.unwrap_or_default(),
        });
        ("LogTestResult", "Q007", line, more)
    }

    fn skip(&self, step: &Step, running: &Running, info: &Json) {
        let (schema, relation) = step.name.rsplit_once('.').unwrap_or(("", &step.name));
        let kind = self.project.node(&step.id).map_or("source", |node| node.resource_type.as_str());
        let what = if schema.is_empty() { format!("test {relation}") } else { format!("relation {}", step.name) };
        let status = Tone::Warning.paint("SKIP");
        let line = fancy(&format!("SKIP {what}"), &status, Some((running.index, self.total)), None);
        let fields = json!({
            "resource_type": kind, "schema": schema, "node_name": relation,
            "index": running.index, "total": self.total, "node_info": info,
        });
        self.log.fire(&Entry::new("SkippingDetails", "Q034", Level::Info, line).with(fields).on(&thread(running)));
        let line = format!("Finished running node {}", step.id);
        let skipped = json!({"status": "skipped", "message": "", "execution_time": 0.0});
        let fields = json!({"node_info": info, "run_result": skipped});
        self.node_event("NodeFinished", "Q025", line, running, fields);
    }

    fn description(&self, step: &Step) -> String {
        match self.project.node(&step.id) {
            Some(node) if node.resource_type == ResourceType::Seed => format!("seed file {}", step.name),
            Some(node) if node.resource_type == ResourceType::Snapshot => format!("snapshot {}", step.name),
            Some(node) if node.resource_type == ResourceType::Test => format!("test {}", step.name),
            Some(node) if node.resource_type == ResourceType::Model => {
                format!("{} {} model {}", node.language, node.config.materialized(), step.name)
            }
            None if step.kind == StepKind::NoOp => {
                let kind = step.id.split('.').next().unwrap_or_default();
                format!("{} {}", kind.replace('_', " "), step.name)
            }
            _ => format!("{} {}", step.kind.as_str(), step.name),
        }
    }

    /// dbt's `node_info`.
    /// What the fields of an event say of a node; nothing where no place takes fields.
    fn node(&self, step: &Step, running: &Running, status: &str, result: Option<&NodeResult>) -> Json {
        if !self.log.takes_fields() {
            return Json::Null;
        }
        let mut node = fields_of(&self.project, step);
        let instant = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string();
        let ended = result.and_then(|result| DateTime::from_timestamp_micros(result.timing.ended_us));
        node["node_status"] = json!(status);
        node["node_started_at"] = json!(instant(running.at));
        node["node_finished_at"] = json!(ended.map(instant).unwrap_or_default());
        node
    }
}

impl Reporter for RunLog {
    fn tell(&self, event: &Event<'_>) {
        match event {
            Event::StepStarted { step, .. } if step.kind == StepKind::Operation => {
                super::around::hook_started(&self.log, &self.project, step);
            }
            Event::StepFinished { step, result, .. } if step.kind == StepKind::Operation => {
                super::around::hook_ended(&self.log, &self.project, step, result);
            }
            Event::BatchFinished { node, batch, at, of, error } => {
                let what = self.project.node(node).map_or_else(|| (*node).to_owned(), |node| node.name.clone());
                super::around::batch(&self.log, (&what, batch), (*at, *of), *error);
            }
            Event::StepStarted { step, worker } => self.start(step, *worker),
            Event::StepCompiled { id, sql } => self.execute(id, sql),
            Event::StepFinished { step, result, .. } => self.end(step, result),
            Event::RunStarted { .. } | Event::StepAdvanced { .. } => {}
        }
    }
}

fn thread(running: &Running) -> String {
    format!("Thread-{} (worker)", running.worker)
}

pub(super) fn fields_of(project: &Project, step: &Step) -> Json {
    let node = project.node(&step.id);
    let relation = node.and_then(|node| node.relation_name.clone()).unwrap_or_default();
    json!({
        "unique_id": step.id,
        "node_name": node.map_or(step.name.as_str(), |node| &node.name),
        "node_path": node.map_or(step.file.as_str(), |node| &node.path),
        "resource_type": node.map_or_else(|| kind_of_id(&step.id), |node| node.resource_type.as_str()),
        "materialized": node.map_or("source", |node| node.config.materialized()),
        "node_checksum": node.map_or("", |node| &node.checksum.checksum),
        "meta": node.map(|node| node.config.meta()).unwrap_or_default(),
        "node_relation": {
            "alias": node.map_or("", |node| &node.alias),
            "schema": node.map_or("", |node| &node.schema),
            "database": node.and_then(|node| node.database.as_deref()).unwrap_or_default(),
            "relation_name": if step.kind == StepKind::Test { String::new() } else { relation },
        },
    })
}

/// What a step is that is no node: its id says so.
fn kind_of_id(id: &str) -> &str {
    match id.split('.').next() {
        Some(kind @ ("unit_test" | "exposure" | "saved_query")) => kind,
        _ => "source",
    }
}

pub(super) fn run_result(result: &NodeResult, thread: &str) -> Json {
    let json = result.to_dbt();
    let failures = json["failures"].as_u64().unwrap_or(0);
    json!({
        "status": json["status"], "message": json["message"].as_str().unwrap_or_default(),
        "execution_time": json["execution_time"], "thread": thread, "num_failures": failures,
        "timing_info": json["timing"], "adapter_response": json["adapter_response"],
    })
}

/// dbt's line of a result: filled with dots to 80 letters, then the status in brackets.
pub(super) fn fancy(text: &str, status: &str, at: Option<(usize, usize)>, seconds: Option<f64>) -> String {
    let progress = at.map(|(index, total)| format!("{index} of {total} ")).unwrap_or_default();
    let prefix = format!("{progress}{text} ");
    let time = seconds.map(|seconds| format!(" in {seconds:.2}s")).unwrap_or_default();
    format!("{prefix:.<WIDTH$} [{status}{time}]")
}

/// Says under which version the program runs, as the first line of every command of dbt.
pub(crate) fn report_version(log: &Log, command_line: &str) {
    let line = format!("Running with dbt={DBT_VERSION}");
    let fields = json!({"version": format!("={DBT_VERSION}"), "log_version": 3});
    log.fire(&Entry::new("MainReportVersion", "A001", Level::Info, line).with(fields));
    let line = format!("running {command_line}");
    let fields = json!({"args": {"invocation_command": command_line}});
    log.fire(&Entry::new("MainReportArgs", "A002", Level::Debug, line).with(fields));
}

/// Says what a project holds.
pub(crate) fn found(log: &Log, project: &Project) {
    let adapter = project.profile().adapter_type.as_str();
    let line = format!("Registered adapter: {adapter}={DBT_VERSION}");
    let fields = json!({"adapter_name": adapter, "adapter_version": format!("={DBT_VERSION}")});
    log.fire(&Entry::new("AdapterRegistered", "E034", Level::Info, line).with(fields));
    let counts = counts(project);
    let parts = counts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| plural(*count, word));
    let line = parts.collect::<Vec<_>>().join(", ");
    let fields = json!({"stat_line": line});
    log.fire(&Entry::new("FoundStats", "W006", Level::Info, format!("Found {line}")).with(fields));
}

/// What there is of each kind, in the order in which dbt comes upon them.
fn counts(project: &Project) -> Vec<(&'static str, usize)> {
    let nodes = || project.nodes().values();
    let of = |kind: ResourceType| nodes().filter(|node| node.resource_type == kind).count();
    let semantic = |kind: ResourceType| project.semantics().values().filter(|node| node.resource_type == kind).count();
    let tests = ("data test", of(ResourceType::Test));
    // Tests in files of their own are read before the properties.
    let has_singular = nodes().any(|node| node.resource_type == ResourceType::Test && node.test_metadata.is_none());
    let (early, late) = if has_singular { (Some(tests), None) } else { (None, Some(tests)) };
    let of_files = [
        ("model", of(ResourceType::Model)),
        ("snapshot", of(ResourceType::Snapshot)),
        ("analysis", of(ResourceType::Analysis)),
    ];
    let then = [("seed", of(ResourceType::Seed)), ("operation", of(ResourceType::Operation))];
    let rest = [
        ("source", project.sources().len()),
        ("exposure", project.exposures().len()),
        ("metric", semantic(ResourceType::Metric)),
        ("macro", project.macros().len()),
        ("group", project.groups().len()),
        ("semantic model", semantic(ResourceType::SemanticModel)),
        ("saved query", semantic(ResourceType::SavedQuery)),
        ("unit test", project.unit_tests().len()),
    ];
    of_files.into_iter().chain(early).chain(then).chain(late).chain(rest).collect()
}

/// Says how a run ended.
pub(crate) fn ended(log: &Log, results: &RunResults) {
    let mut kinds: Vec<(String, usize)> = Vec::new();
    for result in &results.nodes {
        let word = counted_word(result);
        match kinds.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => kinds.push((word, 1)),
        }
    }
    // dbt sorts by the kind of resource, where a test of data is a `test`.
    kinds.sort_by_key(|(word, _)| match word.as_str() {
        "data test" => "test".to_owned(),
        word => word.to_owned(),
    });
    let line = kinds.iter().map(|(word, count)| plural(*count, word)).collect::<Vec<_>>().join(", ");
    let seconds = results.elapsed.as_secs_f64();
    let whole = results.elapsed.as_secs();
    let span = format!(
        " in {} hours {} minutes and {:.2} seconds",
        whole / 3600,
        whole / 60 % 60,
        seconds - (whole / 60 * 60) as f64
    );
    log.fire(&Entry::blank());
    let fields = json!({"stat_line": line, "execution": span, "execution_time": seconds});
    let text = format!("Finished running {line}{span} ({seconds:.2}s).");
    log.fire(&Entry::new("FinishedRunningStats", "E047", Level::Info, text).with(fields));
    log.fire(&Entry::blank());
    summary(log, results);
}

fn counted_word(result: &NodeResult) -> String {
    match result.kind {
        StepKind::Test => "data test".to_owned(),
        StepKind::UnitTest => "unit test".to_owned(),
        StepKind::NoOp => result.unique_id.split('.').next().unwrap_or_default().replace('_', " "),
        StepKind::Seed => "seed".to_owned(),
        StepKind::Ingest => "source".to_owned(),
        _ if result.unique_id.starts_with("snapshot.") => "snapshot".to_owned(),
        _ if result.unique_id.starts_with("operation.") => "project hook".to_owned(),
        kind => format!("{} model", kind.as_str()),
    }
}

fn summary(log: &Log, results: &RunResults) {
    let partial = results.count(NodeStatus::PartialSuccess);
    let errors = results.nodes.iter().filter(|node| node.status.is_failure()).count() - partial;
    let warnings = results.count(NodeStatus::Warn);
    let text = if results.interrupted {
        Tone::Warning.paint("Exited because of keyboard interrupt")
    } else if errors + partial > 0 {
        let (errors, warnings) = (plural(errors, "error"), plural(warnings, "warning"));
        let partial = plural(partial, "partial success");
        Tone::Bad.paint(format!("Completed with {errors}, {partial}, and {warnings}:"))
    } else if warnings > 0 {
        Tone::Warning.paint(format!("Completed with {}:", plural(warnings, "warning")))
    } else {
        Tone::Good.paint("Completed successfully")
    };
    let fields = json!({
        "num_errors": errors, "num_warnings": warnings, "num_partial_success": partial,
        "keyboard_interrupt": results.interrupted,
    });
    log.fire(&Entry::new("EndOfRunSummary", "Z030", Level::Info, text).with(fields));
    for node in results.nodes.iter().filter(|node| node.status.is_failure() || node.status == NodeStatus::Warn) {
        fault(log, node);
    }
    log.fire(&Entry::blank());
    let (skip, total) = (results.count(NodeStatus::Skipped), results.nodes.len());
    let noop = results.count(NodeStatus::NoOp);
    // The last line knows two ways to end badly, and no third.
    let errors = errors + partial;
    let pass = total - errors - warnings - skip - noop;
    let text = format!("Done. PASS={pass} WARN={warnings} ERROR={errors} SKIP={skip} NO-OP={noop} TOTAL={total}");
    let stats = json!({"pass": pass, "warn": warnings, "error": errors, "skip": skip, "noop": noop, "total": total});
    log.fire(&Entry::new("StatsLine", "Z023", Level::Info, text).with(json!({"stats": stats})));
}

/// Says what is wrong with one node.
fn fault(log: &Log, node: &NodeResult) {
    let kind = node.unique_id.split('.').next().unwrap_or_default();
    let name = node.unique_id.split('.').nth(2).unwrap_or(&node.name);
    let (event, code, word, level, tone) = match node.status {
        NodeStatus::Warn => ("RunResultWarning", "Z021", "Warning", Level::Warn, Tone::Warning),
        _ => ("RunResultFailure", "Z022", "Failure", Level::Error, Tone::Bad),
    };
    log.fire(&Entry::blank());
    let text = tone.paint(format!("{word} in {kind} {name} ({})", node.file));
    let fields = json!({"resource_type": kind, "node_name": name, "path": node.file});
    log.fire(&Entry::new(event, code, level, text).with(fields));
    let message = node.message().unwrap_or_default();
    let fields = json!({"msg": message});
    log.fire(&Entry::new("RunResultError", "Z024", level, format!("  {message}")).with(fields));
}

/// `1 seed`, `3 seeds`, `2 analyses`.
fn plural(count: usize, word: &str) -> String {
    match (count, word) {
        (1, word) => format!("1 {word}"),
        (count, "analysis") => format!("{count} analyses"),
        (count, "saved query") => format!("{count} saved queries"),
        (count, "partial success") => format!("{count} partial successes"),
        (count, word) => format!("{count} {word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_results_is_filled_with_dots() {
        let line = fancy("OK created sql view model main.stg_customers", "OK", Some((4, 28)), Some(0.25));
        assert_eq!(
            line,
            "4 of 28 OK created sql view model main.stg_customers ........................... [OK in 0.25s]"
        );
    }

    #[test]
    fn counts_are_plural_as_in_dbt() {
        assert_eq!(plural(1, "seed"), "1 seed");
        assert_eq!(plural(2, "analysis"), "2 analyses");
        assert_eq!(plural(20, "data test"), "20 data tests");
    }
}
