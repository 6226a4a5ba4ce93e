//! `cauri sql`: a query, a file of queries, or a shell.

use std::io::Read;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use cauri_core::{Lang, say};
use cauri_engine::{Dialect, Engine, EngineError, Outcome};

use crate::cli::SqlArgs;
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::output::Output;
use crate::printer::{Printer, Tone};
use crate::report::Ended;
use crate::settings::Settings;
use crate::{shell, words};

/// Runs the command.
pub(super) async fn run(arguments: &SqlArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let script = match (&arguments.query, &arguments.file) {
        (Some(query), _) => Some(query.clone()),
        (None, Some(path)) => Some(read(path)?),
        (None, None) => None,
    };
    let lakehouse = lakehouse::open_tables(settings, &Invocation::new("sql", settings)).await?;
    let output = Output::new(&arguments.rows, printer);
    let Some(script) = script else {
        return shell::run(&lakehouse, output, arguments.timer, printer).await;
    };
    shell::text(&lakehouse, output, arguments.timer, printer, &script).await
}

/// Runs one statement and writes what it gives.
pub(crate) async fn answer(engine: &Engine, sql: &str, output: &Output, printer: Printer) -> Result<()> {
    match engine.execute(sql).await.map_err(anyhow::Error::new)? {
        Outcome::Rows(rows) => {
            output.write(rows, printer).await?;
        }
        Outcome::Changed { verb, target, num_rows, .. } => printer.say(changed(verb, &target, num_rows, printer.lang)),
    }
    Ok(())
}

fn changed(verb: &str, target: &str, num_rows: Option<u64>, lang: Lang) -> String {
    let rows = num_rows
        .map(|count| words::count(count, lang, &say!(lang, "row", "ligne"), &say!(lang, "rows", "lignes")))
        .map(|rows| format!(": {rows}"))
        .unwrap_or_default();
    format!("{verb} {target}{rows}")
}

/// How long a statement took, to the millisecond and in the words of DuckDB's shell.
pub(crate) fn timing(started: Instant, lang: Lang) -> String {
    let seconds = format!("{:.3}", started.elapsed().as_secs_f64());
    let text = match lang {
        Lang::En => format!("Run Time (s): real {seconds}"),
        Lang::Fr => format!("Durée (s) : {}", seconds.replace('.', ",")),
    };
    Tone::Dim.paint(text)
}

/// The text of a file; `-` is standard input.
pub(crate) fn read(path: &Path) -> Result<String, CliError> {
    let unreadable = |cause| CliError::FileUnreadable { path: path.to_path_buf(), cause };
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(unreadable)?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

/// Whether a statement is cut off in a quote or a comment, so that more lines are to come.
pub(crate) fn is_unfinished(text: &str) -> bool {
    let fails = |dialect| matches!(Engine::split_statements(text, dialect), Err(EngineError::Syntax { .. }));
    fails(Dialect::Spark) && fails(Dialect::DuckDb)
}
