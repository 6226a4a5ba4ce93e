//! `cauri sql` as a shell, in DuckDB's manner: SQL until `;`, commands that begin with a dot.
//!
//! The terminal is read on a blocking thread, since a line editor waits for keys; statements
//! run on the runtime. An error is shown and the shell goes on. Lines are kept in a history
//! file in the project's state folder.

mod completer;
mod dot;

use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::Instant;

use anyhow::{Context, Result};
use cauri_core::{Lang, say};
use cauri_engine::Engine;
use cauri_pipeline::Lakehouse;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor};

use crate::cli::Format;
use crate::commands::sql;
use crate::output::{Limits, Output};
use crate::printer::{Printer, Tone};
use crate::report::{self, Ended};
use completer::{Names, SqlHelper};

type LineEditor = Editor<SqlHelper, FileHistory>;

/// The state of a shell.
#[derive(Debug)]
pub(super) struct Shell<'a> {
    lakehouse: &'a Lakehouse,
    output: Output,
    timer: bool,
    printer: Printer,
    /// What a terminal completes; nothing completes a file.
    names: Option<Arc<RwLock<Names>>>,
}

/// What follows a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    GoOn,
    Quit,
}

/// Reads and answers until the end of the input or `.quit`.
pub(crate) async fn run(lakehouse: &Lakehouse, output: Output, timer: bool, printer: Printer) -> Result<Ended> {
    let names = Arc::new(RwLock::new(completer::load(lakehouse).await));
    let mut shell = Shell { lakehouse, output, timer, printer, names: Some(Arc::clone(&names)) };
    if shell.output.format == Format::Table {
        shell.output.limits = Limits::of_terminal();
    }
    let history = history_file(lakehouse);
    let mut editor = open_editor(names, &history)?;
    let version = env!("CARGO_PKG_VERSION");
    printer.say(say!(
        printer.lang,
        "cauri {version}. SQL ends with `;`. `.help` lists the other commands, `.quit` or Ctrl-D leaves.",
        "cauri {version}. Le SQL se termine par « ; ». `.help` liste les autres commandes, `.quit` ou Ctrl-D pour sortir."
    ));
    loop {
        let (returned, line) = read_line(editor).await?;
        editor = returned;
        let line = match line {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(error).context("reading the terminal"),
        };
        if line.trim().is_empty() {
            continue;
        }
        if let Err(error) = editor.add_history_entry(line.trim()).and_then(|_| editor.append_history(&history)) {
            tracing::debug!(%error, "could not keep the history");
        }
        if shell.line(line.trim()).await == Next::Quit {
            break;
        }
    }
    Ok(Ended::Well)
}

/// Answers a text as if its lines were typed one after the other, up to the first error.
pub(crate) async fn text(
    lakehouse: &Lakehouse,
    output: Output,
    timer: bool,
    printer: Printer,
    text: &str,
) -> Result<Ended> {
    let mut shell = Shell { lakehouse, output, timer, printer, names: None };
    for piece in pieces(text) {
        match piece {
            Piece::Statements(statements) => shell.script(&statements).await?,
            Piece::Command(line) => {
                if dot::run(&mut shell, line).await? == Next::Quit {
                    break;
                }
            }
        }
    }
    Ok(Ended::Well)
}

/// A part of a text: statements, or a line that is a command of the shell.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Statements(String),
    Command(&'a str),
}

/// Parts a text at the lines that begin with a dot where no statement is open.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut open) = (Vec::new(), String::new());
    for line in text.split_inclusive('\n') {
        let is_command = line.trim_start().starts_with('.');
        let between = open.trim().is_empty() || (open.trim_end().ends_with(';') && !sql::is_unfinished(&open));
        if is_command && between {
            if !open.trim().is_empty() {
                pieces.push(Piece::Statements(std::mem::take(&mut open)));
            }
            open.clear();
            pieces.push(Piece::Command(line.trim()));
        } else {
            open.push_str(line);
        }
    }
    if !open.trim().is_empty() {
        pieces.push(Piece::Statements(open));
    }
    pieces
}

/// Waits for a line on a thread of its own and gives the editor back.
async fn read_line(mut editor: LineEditor) -> Result<(LineEditor, Result<String, ReadlineError>)> {
    let read = tokio::task::spawn_blocking(move || {
        let line = editor.readline("cauri> ");
        (editor, line)
    });
    read.await.context("reading the terminal")
}

fn open_editor(names: Arc<RwLock<Names>>, history: &PathBuf) -> Result<LineEditor> {
    let config = Config::builder().completion_type(CompletionType::List).auto_add_history(false).build();
    let mut editor = LineEditor::with_config(config).context("opening the terminal")?;
    editor.set_helper(Some(SqlHelper::new(names)));
    if history.is_file()
        && let Err(error) = editor.load_history(history)
    {
        tracing::debug!(%error, "could not read the history");
    }
    Ok(editor)
}

fn history_file(lakehouse: &Lakehouse) -> PathBuf {
    lakehouse.state_dir().join("sql_history")
}

impl Shell<'_> {
    fn lang(&self) -> Lang {
        self.printer.lang
    }

    /// Answers one line: a command, or statements.
    async fn line(&mut self, line: &str) -> Next {
        if line.starts_with('.') {
            return match dot::run(self, line).await {
                Ok(next) => next,
                Err(error) => self.complain(&error),
            };
        }
        match self.script(line).await {
            Ok(()) => Next::GoOn,
            Err(error) => self.complain(&error),
        }
    }

    /// Answers every statement of a text.
    async fn script(&mut self, text: &str) -> Result<()> {
        for statement in Engine::split_statements(text, self.lakehouse.engine().options().dialect)? {
            let started = Instant::now();
            let answering = sql::answer(self.lakehouse.engine(), &statement.text, &self.output, self.printer);
            if self.names.is_none() {
                answering.await?;
            } else {
                // Ctrl-C stops the statement and not the shell; nothing of it is committed.
                tokio::select! {
                    answered = answering => answered?,
                    stopped = tokio::signal::ctrl_c() => {
                        stopped?;
                        self.printer.insist(Tone::Warning.paint(say!(self.lang(), "stopped", "arrêté")));
                    }
                }
            }
            if self.timer {
                let timing = sql::timing(started, self.lang());
                if self.names.is_some() { self.printer.insist(timing) } else { self.printer.say(timing) }
            }
            let Some(names) = &self.names else { continue };
            if !statement.text.trim_start().to_lowercase().starts_with("select") {
                // A new table or column is offered from the next line on.
                let fresh = completer::load(self.lakehouse).await;
                if let Ok(mut known) = names.write() {
                    *known = fresh;
                }
            }
        }
        Ok(())
    }

    fn complain(&self, error: &anyhow::Error) -> Next {
        report::print(error, self.printer);
        Next::GoOn
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn a_line_with_a_dot_is_a_command_only_between_statements() {
        let text = ".mode csv\nselect 1\n  .5;\n\n.timer on\nselect '\n.quit\n';\n";
        let statements = |text: &str| Piece::Statements(text.to_owned());
        let expected = [
            Piece::Command(".mode csv"),
            statements("select 1\n  .5;\n\n"),
            Piece::Command(".timer on"),
            statements("select '\n.quit\n';\n"),
        ];
        assert_eq!(pieces(text), expected);
    }
}
