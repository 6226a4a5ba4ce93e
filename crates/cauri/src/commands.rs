//! The commands, one file each, and which arguments lead to which.

mod called;
mod clean;
mod clone;
mod compile;
mod completion;
mod debug;
mod deps;
mod diff;
mod docs;
mod execute;
mod explain;
mod freshness;
mod history;
mod ingest;
mod init;
mod lineage;
mod ls;
mod parse;
mod refresh;
mod retry;
mod rollback;
mod run_operation;
mod show;
pub(crate) mod sql;
mod tables;
mod tag;

use anyhow::Result;
use cauri_pipeline::Kinds;

use crate::cli::state::SourceCommand;
use crate::cli::{Command, DocsCommand};
use crate::report::Ended;
use crate::settings::Settings;

/// Runs one command to its end.
pub(crate) async fn dispatch(command: Command, settings: &Settings) -> Result<Ended> {
    let started = std::time::Instant::now();
    let logged = dbt_name(&command);
    if logged.is_some() {
        crate::log::report_version(&settings.log, &called::command_line(settings));
    }
    let ended = run(command, settings).await;
    if let Some(name) = logged {
        let success = matches!(ended, Ok(Ended::Well));
        crate::log::completed(&settings.log, name, success, started.elapsed());
    }
    ended
}

/// The name of a command that dbt has too: such a command is logged.
fn dbt_name(command: &Command) -> Option<&'static str> {
    Some(match command {
        Command::Run(_) => "run",
        Command::Build(_) => "build",
        Command::Test(_) => "test",
        Command::Seed(_) => "seed",
        Command::Retry(_) => "retry",
        Command::Source(_) => "freshness",
        Command::Snapshot(_) => "snapshot",
        Command::Compile(_) => "compile",
        Command::Parse(_) => "parse",
        Command::Ls(_) => "list",
        Command::Show(_) => "show",
        Command::Deps(_) => "deps",
        Command::Debug(_) => "debug",
        Command::Docs(docs) if matches!(docs.command, DocsCommand::Generate(_)) => "docs generate",
        _ => return None,
    })
}

async fn run(command: Command, settings: &Settings) -> Result<Ended> {
    // The futures of commands hold whole runs; on the heap they do not weigh on this one.
    match command {
        Command::Init(arguments) => init::run(&arguments, settings),
        Command::Refresh(arguments) => Box::pin(refresh::run(&arguments, settings)).await,
        Command::Ingest(arguments) => Box::pin(ingest::run(&arguments, settings)).await,
        Command::Run(arguments) => {
            let kinds = Kinds { models: true, ..Kinds::default() };
            Box::pin(execute::nodes("run", kinds, &arguments, settings)).await
        }
        Command::Build(arguments) => Box::pin(execute::nodes("build", Kinds::BUILD, &arguments, settings)).await,
        Command::Test(arguments) => {
            let kinds = Kinds { tests: true, ..Kinds::default() };
            Box::pin(execute::nodes("test", kinds, &arguments, settings)).await
        }
        Command::Seed(arguments) => {
            let kinds = Kinds { seeds: true, ..Kinds::default() };
            Box::pin(execute::nodes("seed", kinds, &arguments, settings)).await
        }
        Command::RunOperation(arguments) => Box::pin(run_operation::run(&arguments, settings)).await,
        Command::Clone(arguments) => Box::pin(clone::run(&arguments, settings)).await,
        Command::Retry(arguments) => Box::pin(retry::run(&arguments, settings)).await,
        Command::Source(arguments) => {
            let SourceCommand::Freshness(arguments) = arguments.command;
            Box::pin(freshness::run(&arguments, settings)).await
        }
        Command::Snapshot(arguments) => {
            let kinds = Kinds { snapshots: true, ..Kinds::default() };
            Box::pin(execute::nodes("snapshot", kinds, &arguments, settings)).await
        }
        Command::Compile(arguments) => Box::pin(compile::run(&arguments, settings)).await,
        Command::Parse(_) => parse::run(settings),
        Command::Deps(arguments) => Box::pin(deps::run(&arguments, settings)).await,
        Command::Debug(arguments) => Box::pin(debug::run(&arguments, settings)).await,
        Command::Ls(arguments) => Box::pin(ls::run(&arguments, settings)).await,
        Command::Docs(arguments) => Box::pin(docs::run(&arguments, settings)).await,
        Command::Lineage(arguments) => Box::pin(lineage::run(&arguments, settings)).await,
        Command::Show(arguments) => Box::pin(show::run(&arguments, settings)).await,
        Command::Sql(arguments) => Box::pin(sql::run(&arguments, settings)).await,
        Command::Tables(arguments) => Box::pin(tables::run(&arguments, settings)).await,
        Command::History(arguments) => Box::pin(history::run(&arguments, settings)).await,
        Command::Diff(arguments) => Box::pin(diff::run(&arguments, settings)).await,
        Command::Rollback(arguments) => Box::pin(rollback::run(&arguments, settings)).await,
        Command::Tag(arguments) => Box::pin(tag::run(&arguments, settings)).await,
        Command::Clean(arguments) => clean::run(&arguments, settings),
        Command::Explain(arguments) => explain::run(&arguments, settings),
        Command::Completion(arguments) => completion::run(&arguments, settings),
    }
}
