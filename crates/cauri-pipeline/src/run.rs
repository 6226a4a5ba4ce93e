//! Runs a plan: walks its steps, keeps their results, writes the artifacts.
//!
//! `run/build.rs` builds one node, `run/batch.rs` a model batch by batch, `run/ephemeral.rs`
//! compiles what is not built, `run/hook.rs` runs the project's statements around a run.
//!
//! A step that fails leaves its table as it was and takes down only what stands on it. The
//! results are whole whatever happens: each step of the plan has one.

mod batch;
mod build;
mod ephemeral;
mod hook;

pub(crate) use hook::message as hook_message;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cauri_core::NodeStatus;
use cauri_lake::BoxError;
use cauri_project::{Adapter, Builder, Compiled, Node, Project, Situation, TEMPLATE_LOG};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use tokio::task::JoinError;

use crate::adapter::LakeAdapter;
use crate::data_test;
use crate::error::PipelineError;
use crate::fingerprint::Fingerprint;
use crate::freshness::FreshnessResults;
use crate::ingest::ingest;
use crate::lakehouse::{Lakehouse, target_dir};
use crate::memory::{Remembered, TestMemory};
use crate::plan::{Plan, Step, StepKind};
use crate::reporter::{Event, Reporter};
use crate::results::{BatchResults, Detail, NodeResult, RunResults, write_json, write_text};
use crate::unit_test;
use crate::walk::{Ended, Limits, SkipReason, Steps, walk};

/// How a plan is run; what it runs is in the [`Plan`].
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// A UUID of this start of the program, for the artifacts.
    pub invocation_id: String,
    /// Steps at the same time; at least 1.
    pub concurrency: usize,
    /// Start nothing new after the first failure. Steps already started finish.
    pub fail_fast: bool,
    /// Rebuild incremental models from all of their inputs.
    pub full_refresh: bool,
    /// Leave alone what would come out as it is.
    pub skip_unchanged: bool,
    /// Keep the rows that tests find as tables, where a test does not say otherwise.
    pub store_failures: bool,
    /// `--event-time-start`: the earliest batch of microbatch models.
    pub event_time_start: Option<DateTime<Utc>>,
    /// `--event-time-end`: what the last batch of microbatch models ends before.
    pub event_time_end: Option<DateTime<Utc>>,
    /// Microbatch models by unique id whose earlier run is gone on with: what failed is built again.
    pub earlier_batches: BTreeMap<String, BatchResults>,
    /// Let a test that only warns fail.
    pub warnings_fail: bool,
}

/// Runs a plan until its end, or until `interrupted` completes.
///
/// The `on-run-start` statements of the project run before the first step, those of `on-run-end`
/// after the last; each has a result.
///
/// # Errors
///
/// When the template of one of these statements is wrong, or the memory of tests cannot be written.
/// Failures of steps and statements are in the results.
pub async fn run(
    plan: &Plan,
    lakehouse: &Lakehouse,
    options: &RunOptions,
    reporter: Arc<dyn Reporter>,
    interrupted: impl Future<Output = ()>,
) -> Result<RunResults, PipelineError> {
    let started_us = lakehouse.now_us();
    reporter.tell(&Event::RunStarted { num_steps: plan.steps.len(), concurrency: options.concurrency });
    let lake = Arc::new(LakeAdapter::new(lakehouse));
    let shared = Arc::new(Shared {
        lakehouse: lakehouse.clone(),
        options: options.clone(),
        reporter,
        adapter: Arc::<LakeAdapter>::clone(&lake),
        lake: Arc::clone(&lake),
        results: Mutex::default(),
        memory: Mutex::new(TestMemory::read(&lakehouse.state_dir())),
        workers: Mutex::default(),
    });
    tell_of_grants(plan, lakehouse);
    let may_run = shared.on_run_start(plan).await?;
    let mut running = Running { plan, shared: Arc::clone(&shared), interrupted: false };
    let needs: Vec<Vec<usize>> = plan.steps.iter().map(|step| step.needs.clone()).collect();
    let limits = Limits { concurrency: options.concurrency, fail_fast: options.fail_fast };
    if may_run {
        walk(&needs, limits, interrupted, &mut running).await;
    } else {
        (0..plan.steps.len()).for_each(|step| running.skipped(step, SkipReason::FailFast));
    }
    let was_interrupted = running.interrupted;
    let ephemerals = if may_run && !was_interrupted { shared.ephemerals(plan).await? } else { BTreeMap::new() };
    if !was_interrupted {
        shared.on_run_end().await?;
    }
    lake.close().await?;
    if plan.steps.iter().any(|step| step.kind == StepKind::Test) {
        lock(&shared.memory).write()?;
    }
    let nodes = std::mem::take(&mut *lock(&shared.results));
    let elapsed_us = u64::try_from(lakehouse.now_us() - started_us).unwrap_or_default();
    Ok(RunResults {
        invocation_id: options.invocation_id.clone(),
        nodes,
        elapsed: Duration::from_micros(elapsed_us),
        interrupted: was_interrupted,
        ephemerals,
    })
}

/// Says once that privileges are not granted: tables of a lake have none, its storage has them.
fn tell_of_grants(plan: &Plan, lakehouse: &Lakehouse) {
    let nodes = plan.steps.iter().filter_map(|step| lakehouse.project().node(&step.id));
    if let Some(node) = nodes.into_iter().find(|node| node.config.has_grants()) {
        let id = node.unique_id.as_str();
        tracing::info!(
            target: TEMPLATE_LOG, kind = "info", node = id,
            "grants ({id}) are not applied: who reads a table of the lake is decided by its storage"
        );
    }
}

/// What all steps of a run share.
#[derive(Debug)]
struct Shared {
    lakehouse: Lakehouse,
    options: RunOptions,
    reporter: Arc<dyn Reporter>,
    /// The lake as templates see it.
    adapter: Arc<dyn Adapter>,
    lake: Arc<LakeAdapter>,
    results: Mutex<Vec<NodeResult>>,
    memory: Mutex<TestMemory>,
    /// The workers that run a step now.
    workers: Mutex<BTreeSet<usize>>,
}

/// The plan as the walk sees it.
struct Running<'a> {
    plan: &'a Plan,
    shared: Arc<Shared>,
    interrupted: bool,
}

impl Steps for Running<'_> {
    fn begin(&mut self, step: usize) -> impl Future<Output = Ended> + Send + 'static {
        let shared = Arc::clone(&self.shared);
        let step = self.plan.steps[step].clone();
        async move {
            let worker = shared.take_worker();
            shared.reporter.tell(&Event::StepStarted { step: &step, worker });
            let mut result = NodeResult::begun(&step, shared.lakehouse.now_us());
            result.worker = worker;
            // The future of a step holds a whole query; on the heap it does not weigh on the walk.
            match Box::pin(shared.step(&step, &mut result)).await {
                Ok(status) => result.status = status,
                Err(error) => {
                    result.status = NodeStatus::Error;
                    result.error = Some(Arc::new(error));
                }
            }
            lock(&shared.workers).remove(&worker);
            let ended = if result.status.is_failure() { Ended::Badly } else { Ended::Well };
            shared.finish(&step, result);
            ended
        }
    }

    fn skipped(&mut self, step: usize, reason: SkipReason) {
        self.interrupted |= reason == SkipReason::Interrupted;
        let because_of = match reason {
            SkipReason::Needs(above) => Some(self.plan.steps[above].name.clone()),
            SkipReason::FailFast | SkipReason::Interrupted => None,
        };
        let step = &self.plan.steps[step];
        let mut result = NodeResult::begun(step, self.shared.lakehouse.now_us());
        result.status = NodeStatus::Skipped;
        let fail_fast = self.shared.options.fail_fast && reason != SkipReason::Interrupted;
        result.detail = Detail::Skipped { because_of, fail_fast };
        self.shared.finish(step, result);
    }

    fn broke_off(&mut self, step: usize, error: &JoinError) {
        let step = &self.plan.steps[step];
        let mut result = NodeResult::begun(step, self.shared.lakehouse.now_us());
        result.error = Some(Arc::new(if error.is_cancelled() {
            self.interrupted = true;
            PipelineError::Interrupted
        } else {
            PipelineError::Internal { what: format!("the step panicked: {error}") }
        }));
        self.shared.finish(step, result);
    }
}

impl Shared {
    /// The first worker that is free.
    fn take_worker(&self) -> usize {
        let mut busy = lock(&self.workers);
        let worker = (1..).find(|worker| !busy.contains(worker)).unwrap_or(1);
        busy.insert(worker);
        worker
    }

    fn finish(&self, step: &Step, mut result: NodeResult) {
        result.timing.ended_us = self.lakehouse.now_us();
        result.timing.compiled_us = result.timing.compiled_us.max(result.timing.started_us);
        let num_finished = {
            let mut results = lock(&self.results);
            results.push(result.clone());
            results.len()
        };
        self.reporter.tell(&Event::StepFinished { step, result: &result, num_finished });
    }

    async fn step(&self, step: &Step, result: &mut NodeResult) -> Result<NodeStatus, PipelineError> {
        if step.kind == StepKind::Ingest {
            let stream = step.id.rsplit('.').next().unwrap_or_default();
            let counts = ingest(&self.lakehouse, stream, step, self.reporter.as_ref()).await?;
            result.unchanged = counts.new_files == 0;
            result.detail = Detail::Ingested(counts);
            return Ok(NodeStatus::Success);
        }
        if step.kind == StepKind::NoOp {
            return Ok(NodeStatus::NoOp);
        }
        if step.kind == StepKind::UnitTest {
            return self.unit_test(&step.id, result).await;
        }
        let Some(node) = self.lakehouse.project().node(&step.id) else {
            return Err(PipelineError::Internal { what: format!("the plan has no node \"{}\"", step.id) });
        };
        match step.kind {
            StepKind::Test => self.test(node, result).await,
            kind => self.build(node, kind, result).await,
        }
    }

    async fn test(&self, node: &Node, result: &mut NodeResult) -> Result<NodeStatus, PipelineError> {
        let compiled = self.compile(node, result).await?;
        if self.lakehouse.project().builder(&node.unique_id) == Builder::Macro {
            let (status, finding) =
                data_test::run_by_macro(&self.lakehouse, &self.adapter, node, &compiled.sql).await?;
            result.detail = Detail::Tested(finding);
            return Ok(self.judged(status));
        }
        let fingerprint = Fingerprint::of(&self.lakehouse, node, &compiled.sql).await?;
        let digest = fingerprint.digest();
        let stores = node.config.store_failures().unwrap_or(self.options.store_failures);
        if self.options.skip_unchanged && !fingerprint.is_restless && !stores {
            let remembered = lock(&self.memory).of(&node.unique_id, &digest).cloned();
            if let Some(remembered) = remembered {
                result.unchanged = true;
                result.detail = Detail::Tested(remembered.finding);
                return Ok(remembered.status);
            }
        }
        let store = stores.then_some(&fingerprint);
        let (status, finding) = data_test::run(&self.lakehouse, node, &compiled.sql, store).await?;
        let status = self.judged(status);
        let remembered = Remembered { digest, status, finding: finding.clone() };
        lock(&self.memory).learn(&node.unique_id, remembered);
        result.detail = Detail::Tested(finding);
        Ok(status)
    }

    /// With `--warn-error` what warns fails.
    fn judged(&self, status: NodeStatus) -> NodeStatus {
        if status == NodeStatus::Warn && self.options.warnings_fail { NodeStatus::Fail } else { status }
    }

    /// Runs the model of a unit test on the rows of the test, and compares.
    async fn unit_test(&self, id: &str, result: &mut NodeResult) -> Result<NodeStatus, PipelineError> {
        let (project, adapter, own) = (self.lakehouse.project().clone(), Arc::clone(&self.adapter), id.to_owned());
        let compiled = blocking(move || project.compile_unit_test(&own, &adapter)).await??;
        result.timing.compiled_us = self.lakehouse.now_us();
        result.compiled_code = Some(compiled.sql.clone());
        if let Some(test) = self.lakehouse.project().unit_tests().get(id) {
            let name = format!("{}.sql", test.versioned_name());
            for folder in ["compiled", "run"] {
                let below = self.lakehouse.target_dir().join(folder).join(&test.package).join(&test.original_path);
                write_text(&below.join(&test.path).join(&name), &compiled.sql)?;
            }
        }
        let finding = unit_test::run(&self.lakehouse, &self.adapter, id, &compiled.sql).await?;
        let status = if finding.is_equal() { NodeStatus::Pass } else { NodeStatus::Fail };
        result.detail = Detail::UnitTested(finding);
        Ok(status)
    }

    /// Renders the SQL of a node, keeps it in the result and writes it below `target/`.
    async fn compile(&self, node: &Node, result: &mut NodeResult) -> Result<Compiled, PipelineError> {
        self.compile_for(node, Situation::default(), None, result).await
    }

    /// Renders the SQL of a node for a situation. `part` ends the name of the file that it is written to.
    async fn compile_for(
        &self,
        node: &Node,
        situation: Situation,
        part: Option<&str>,
        result: &mut NodeResult,
    ) -> Result<Compiled, PipelineError> {
        let (project, adapter) = (self.lakehouse.project().clone(), Arc::clone(&self.adapter));
        let id = node.unique_id.clone();
        let compiled = blocking(move || project.compile_for(&id, &situation, &adapter)).await??;
        result.timing.compiled_us = self.lakehouse.now_us();
        result.compiled_code = Some(compiled.sql.clone());
        result.extra_ctes.clone_from(&compiled.extra_ctes);
        result.depends_on_macros.clone_from(&compiled.depends_on_macros);
        self.reporter.tell(&Event::StepCompiled { id: &node.unique_id, sql: &compiled.sql });
        let target = self.lakehouse.target_dir();
        for folder in ["compiled", "run"] {
            let path = compiled_path(&target.join(folder), node);
            let path = part.map_or(path.clone(), |part| part_path(&path, part));
            write_text(&path, &compiled.sql)?;
        }
        Ok(compiled)
    }
}

/// `x/x_2024-01-01.sql` for the part `2024-01-01` of `x.sql`, as dbt names it.
fn part_path(path: &Path, part: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(&stem).join(format!("{stem}_{part}.{ending}"))
}

/// Renders the SQL of a node without blocking the runtime.
///
/// # Errors
///
/// As [`Project::compile`].
pub async fn compile(project: &Project, adapter: &Arc<dyn Adapter>, id: &str) -> Result<Compiled, PipelineError> {
    let (project, adapter, id) = (project.clone(), Arc::clone(adapter), id.to_owned());
    Ok(blocking(move || project.compile(&id, &adapter)).await??)
}

/// Renders a text with `ref()`, `source()` and macros that is no file of the project.
///
/// # Errors
///
/// As [`Project::compile_inline`].
pub async fn render_inline(project: &Project, adapter: &Arc<dyn Adapter>, text: &str) -> Result<String, PipelineError> {
    let (project, adapter, text) = (project.clone(), Arc::clone(adapter), text.to_owned());
    Ok(blocking(move || project.compile_inline(&text, &adapter)).await??.sql)
}

/// Runs work that may block, such as rendering, which asks the lake.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, PipelineError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| PipelineError::Internal { what: format!("rendering broke off: {error}") })
}

/// Where dbt writes the SQL of a node below `target/compiled` and `target/run`.
fn compiled_path(folder: &Path, node: &Node) -> PathBuf {
    let below = folder.join(&node.package).join(&node.original_path);
    // What is declared in YAML shares the file with others: it becomes a folder.
    let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    if file(&node.path) == file(&node.original_path) { below } else { below.join(&node.path) }
}

/// How the command was called, as dbt's `run_results.json` keeps it and `retry` reads it.
pub fn called_args(project: &Project) -> Json {
    let options = project.options();
    let mut args =
        options.flags.iter().map(|(name, value)| (name.to_lowercase(), value.clone())).collect::<Map<_, _>>();
    args.insert("vars".to_owned(), Json::Object(options.vars.clone()));
    args.extend(options.args.clone());
    Json::Object(args)
}

/// Writes `target/run_results.json`, `target/manifest.json` and, when sources were ingested,
/// `target/ingest_results.json`.
///
/// # Errors
///
/// [`PipelineError::StateUnwritable`].
pub fn write_artifacts(
    project: &Project,
    results: &RunResults,
    generated_at: DateTime<Utc>,
) -> Result<(), PipelineError> {
    let target = target_dir(project);
    write_results(project, results, generated_at)?;
    if results.nodes.iter().any(|node| node.kind == StepKind::Ingest) {
        write_json(&target.join("ingest_results.json"), &results.to_ingest_json(generated_at))?;
    }
    let mut compiled = results.ephemerals.clone();
    compiled.extend(results.nodes.iter().filter_map(|node| Some((node.unique_id.clone(), node.compiled()?))));
    write_manifest(project, &compiled, generated_at)
}

/// Writes `target/run_results.json`.
///
/// # Errors
///
/// [`PipelineError::StateUnwritable`].
pub fn write_results(
    project: &Project,
    results: &RunResults,
    generated_at: DateTime<Utc>,
) -> Result<(), PipelineError> {
    let times = (project.started_at(), generated_at);
    write_json(&target_dir(project).join("run_results.json"), &results.to_dbt(times, &called_args(project)))
}

/// Writes `sources.json` into the target folder, or to the path that is given, and the manifest.
///
/// # Errors
///
/// [`PipelineError::StateUnwritable`].
pub fn write_sources(
    project: &Project,
    results: &FreshnessResults,
    path: Option<&Path>,
    generated_at: DateTime<Utc>,
) -> Result<(), PipelineError> {
    let usual = target_dir(project).join("sources.json");
    write_json(path.unwrap_or(&usual), &results.to_dbt(generated_at))?;
    write_manifest(project, &BTreeMap::new(), generated_at)
}

/// Writes `target/manifest.json`, with the SQL of the nodes that were compiled, and
/// `target/semantic_manifest.json`.
///
/// # Errors
///
/// [`PipelineError::StateUnwritable`].
pub fn write_manifest(
    project: &Project,
    compiled: &BTreeMap<String, Compiled>,
    generated_at: DateTime<Utc>,
) -> Result<(), PipelineError> {
    let target = target_dir(project);
    write_json(&target.join("semantic_manifest.json"), &project.semantic_manifest())?;
    write_json(&target.join("manifest.json"), &project.manifest(compiled, generated_at))
}

/// Writes a file below `target/`, whole or not at all.
///
/// # Errors
///
/// [`PipelineError::StateUnwritable`].
pub fn write_artifact(project: &Project, name: &str, text: &str) -> Result<(), PipelineError> {
    write_text(&target_dir(project).join(name), text)
}

/// Writes the SQL of one node below `target/compiled`.
///
/// # Errors
///
/// [`PipelineError::StateUnwritable`].
pub(crate) fn write_compiled(project: &Project, id: &str, compiled: &Compiled) -> Result<(), PipelineError> {
    match project.node(id) {
        Some(node) => write_text(&compiled_path(&target_dir(project).join("compiled"), node), &compiled.sql),
        None => Ok(()),
    }
}

/// The error that ended a stream of rows, as what it was before it travelled inside of it.
pub(crate) fn stream_error(error: BoxError) -> PipelineError {
    match error.downcast::<cauri_engine::EngineError>() {
        Ok(error) => PipelineError::Engine(*error),
        Err(error) => match error.downcast::<cauri_lake::LakeError>() {
            Ok(error) => PipelineError::Lake(*error),
            Err(error) => PipelineError::Internal { what: format!("rows ended: {error}") },
        },
    }
}

/// A lock that a panicked step may have left behind is still good: each holder only reads or pushes.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
