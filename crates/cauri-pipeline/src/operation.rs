//! Runs a macro for what it does.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cauri_core::NodeStatus;
use cauri_project::{Adapter, ProjectError};
use serde_json::{Map, Value as Json};

use crate::adapter::LakeAdapter;
use crate::error::PipelineError;
use crate::lakehouse::Lakehouse;
use crate::plan::{Step, StepKind};
use crate::results::{NodeResult, RunResults};
use crate::run::blocking;

/// Runs a macro of the project, `name` or `package.name`. How it ended is in the results.
///
/// # Errors
///
/// When the rendering breaks off.
pub async fn run_operation(
    lakehouse: &Lakehouse,
    name: &str,
    arguments: &Map<String, Json>,
    invocation_id: &str,
) -> Result<RunResults, PipelineError> {
    let started_us = lakehouse.now_us();
    let (package, macro_name) = name.split_once('.').unwrap_or((lakehouse.project().name(), name));
    let step = Step {
        id: format!("macro.{package}.{macro_name}"),
        name: name.to_owned(),
        kind: StepKind::Operation,
        relation_name: None,
        file: String::new(),
        needs: Vec::new(),
    };
    let mut result = NodeResult::begun(&step, started_us);
    let lake = Arc::new(LakeAdapter::new(lakehouse));
    let adapter: Arc<dyn Adapter> = Arc::<LakeAdapter>::clone(&lake);
    let (project, called, values) = (lakehouse.project().clone(), name.to_owned(), arguments.clone());
    match blocking(move || project.run_operation(&called, &values, &adapter)).await? {
        Ok(()) => result.status = NodeStatus::Success,
        // A macro that is not there is a mistake in the command, and no failure of a macro.
        Err(error) if is_unknown(&error, name) => {
            lake.close().await?;
            return Err(error.into());
        }
        Err(error) => result.error = Some(Arc::new(error.into())),
    }
    lake.close().await?;
    result.timing.ended_us = lakehouse.now_us();
    let elapsed_us = u64::try_from(result.timing.ended_us - started_us).unwrap_or_default();
    Ok(RunResults {
        invocation_id: invocation_id.to_owned(),
        nodes: vec![result],
        elapsed: Duration::from_micros(elapsed_us),
        interrupted: false,
        ephemerals: BTreeMap::new(),
    })
}

fn is_unknown(error: &ProjectError, called: &str) -> bool {
    matches!(error, ProjectError::UnknownMacro { place, .. } if place.file == format!("run-operation {called}"))
}
