//! Nodes that are compiled, or shown, and not built: the results of `compile`, `docs generate` and `show`.
//!
//! As in dbt each has a result too, so that `run_results.json` tells of the last command whatever it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use cauri_core::NodeStatus;
use cauri_project::{Adapter, Compiled, Project, ResourceType};

use crate::adapter::quoted;
use crate::error::PipelineError;
use crate::fingerprint::Fingerprint;
use crate::lakehouse::{Lakehouse, relation_of};
use crate::materialize::Build;
use crate::plan::{Step, StepKind};
use crate::results::NodeResult;
use crate::run::{compile, write_compiled};

/// What compiling came to.
#[derive(Debug, Default)]
pub struct CompiledNodes {
    /// The SQL of each node, by its id.
    pub sql: BTreeMap<String, Compiled>,
    /// The result of each node, in the order of the graph.
    pub results: Vec<NodeResult>,
    /// Why nodes could not be compiled.
    pub errors: Vec<PipelineError>,
}

/// Whether `compile` has a result for a kind of node: for what is run from SQL, and as in dbt for seeds.
pub fn is_compiled(kind: ResourceType) -> bool {
    use ResourceType::{Analysis, Model, Seed, Snapshot, Test};
    matches!(kind, Model | Test | Analysis | Snapshot | Seed)
}

/// Compiles the nodes that are wanted and writes each below `target/compiled`.
///
/// # Errors
///
/// When a file cannot be written. What cannot be compiled is in [`CompiledNodes::errors`].
pub async fn compile_nodes(
    lakehouse: &Lakehouse,
    adapter: &Arc<dyn Adapter>,
    wanted: impl Fn(&str) -> bool,
) -> Result<CompiledNodes, PipelineError> {
    let project = lakehouse.project();
    let mut all = CompiledNodes::default();
    for id in project.dag().order().filter(|id| wanted(id)) {
        let Some(node) = project.node(id).filter(|node| is_compiled(node.resource_type)) else { continue };
        let mut result = begun(lakehouse, id);
        if node.resource_type != ResourceType::Seed {
            match compile(project, adapter, id).await {
                Ok(compiled) => {
                    write_compiled(project, id, &compiled)?;
                    result.compiled_code = Some(compiled.sql.clone());
                    result.extra_ctes.clone_from(&compiled.extra_ctes);
                    result.depends_on_macros.clone_from(&compiled.depends_on_macros);
                    all.sql.insert(id.to_owned(), compiled);
                }
                Err(error) => {
                    all.errors.push(error);
                    continue;
                }
            }
        }
        result.timing.compiled_us = lakehouse.now_us();
        result.timing.ended_us = lakehouse.now_us();
        result.status = NodeStatus::Success;
        all.results.push(result);
    }
    Ok(all)
}

/// The result of a node that begins to be compiled or shown; one of a text of the command line has no node.
pub fn begun(lakehouse: &Lakehouse, id: &str) -> NodeResult {
    let mut result = NodeResult::begun(&step(lakehouse.project(), id), lakehouse.now_us());
    result.worker = 1;
    result
}

/// The query for the rows of a seed. As in dbt the seed is loaded first, unless its table is up to date.
///
/// # Errors
///
/// When the seed cannot be loaded.
pub async fn seed_query(lakehouse: &Lakehouse, adapter: &Arc<dyn Adapter>, id: &str) -> Result<String, PipelineError> {
    let unknown = || PipelineError::Internal { what: format!("the project has no seed \"{id}\"") };
    let node = lakehouse.project().node(id).ok_or_else(unknown)?;
    let name = relation_of(node)?;
    let query = format!("select * from {}", quoted(lakehouse.engine(), &name));
    let fingerprint = Fingerprint::of_seed(node);
    let build = Build { lakehouse, adapter, node, name, sql: "", fingerprint, full_refresh: false, batch: None };
    if !build.is_unchanged(StepKind::Seed).await? {
        build.run(StepKind::Seed).await?;
    }
    Ok(query)
}

fn step(project: &Project, id: &str) -> Step {
    let node = project.node(id);
    let kind = match node.map(|node| node.resource_type) {
        Some(ResourceType::Seed) => StepKind::Seed,
        Some(ResourceType::Test) => StepKind::Test,
        Some(ResourceType::Snapshot) => StepKind::Snapshot,
        _ => StepKind::View,
    };
    let relation = node.filter(|_| kind != StepKind::Test).and_then(|node| node.relation_name.clone());
    Step {
        id: id.to_owned(),
        name: node.map(|node| node.name.clone()).unwrap_or_default(),
        kind,
        relation_name: relation,
        file: node.map(|node| node.file()).unwrap_or_default(),
        needs: Vec::new(),
    }
}
