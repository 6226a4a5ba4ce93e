//! `cauri show`: the first rows that a model would give, without building it.

use std::sync::Arc;

use anyhow::Result;
use cauri_core::SystemClock;
use cauri_pipeline::{LakeAdapter, Lakehouse};
use cauri_project::{Adapter, ResourceType, Selected};

use super::{compile, execute};
use crate::cli::ShowArgs;
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::output::Output;
use crate::report::Ended;
use crate::settings::Settings;
use crate::state;

/// Runs the command.
pub(super) async fn run(arguments: &ShowArgs, settings: &Settings) -> Result<Ended> {
    let project = lakehouse::project(settings, &Invocation::new("show", settings))?;
    let selection = execute::selection(&arguments.selection, settings)?;
    let (project, selected) = state::select(&arguments.selection.state, selection, project)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(&lakehouse));
    let sql = match &arguments.inline {
        Some(text) => compile::inline(&lakehouse, &adapter, text).await?,
        None => {
            let id = the_one(&selected, &lakehouse)?;
            cauri_pipeline::compile(lakehouse.project(), &adapter, &id).await?.sql
        }
    };
    let sql = sql.trim().trim_end_matches(';');
    let limited = match u64::try_from(arguments.limit) {
        Ok(limit) => format!("select * from (\n{sql}\n) as shown limit {limit}"),
        Err(_) => sql.to_owned(),
    };
    let rows = lakehouse.engine().query(&limited).await?;
    Output::new(&arguments.rows, settings.printer).write(rows, settings.printer).await?;
    Ok(Ended::Well)
}

fn the_one(selected: &Selected, lakehouse: &Lakehouse) -> Result<String> {
    let shown = |kind: ResourceType| matches!(kind, ResourceType::Model | ResourceType::Analysis);
    let nodes = selected.ids.iter().filter_map(|id| lakehouse.project().node(id));
    let models: Vec<&str> =
        nodes.filter(|node| shown(node.resource_type)).map(|node| node.unique_id.as_str()).collect();
    match models.as_slice() {
        [one] => Ok((*one).to_owned()),
        other => Err(CliError::NotOneModel { found: other.len() }.into()),
    }
}
