//! `cauri run-operation`: a macro of the project, run for what it does.

use std::sync::Arc;

use anyhow::Result;
use cauri_core::SystemClock;
use cauri_pipeline::{Lakehouse, RunLock};
use serde_json::Value as Json;

use super::called;
use crate::cli::RunOperationArgs;
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::report::Ended;
use crate::settings::Settings;
use crate::summary;

/// Runs the command.
pub(super) async fn run(arguments: &RunOperationArgs, settings: &Settings) -> Result<Ended> {
    let given = arguments.args.as_deref().unwrap_or("{}");
    let known = "a mapping of the macro's arguments in YAML, such as '{role: reader}'";
    let wrong = || CliError::BadWord { option: "--args", given: given.to_owned(), known };
    let values = lakehouse::mapping(given).ok_or_else(wrong)?;
    let name = &arguments.macro_name;
    let invocation = Invocation::new("run-operation", settings)
        .called_with(called::every("run-operation", settings))
        .called_with([("macro", name.as_str().into())])
        .called_with((!values.is_empty()).then(|| ("args", Json::Object(values.clone()))));
    let project = lakehouse::project(settings, &invocation)?;
    let _lock = RunLock::take(&cauri_pipeline::state_dir(&project), "cauri run-operation", &SystemClock)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let results = cauri_pipeline::run_operation(&lakehouse, name, &values, &invocation.id).await?;
    if settings.flags.is_on("write_json") {
        cauri_pipeline::write_artifacts(lakehouse.project(), &results, lakehouse.now())?;
    }
    summary::print(&results, &[], settings.printer);
    Ok(if results.has_failed() { Ended::WithFailures } else { Ended::Well })
}
