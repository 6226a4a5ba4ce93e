//! The only place that writes to the terminal: results on standard output, talk on standard error.
//!
//! Commands get a [`Printer`] and never a stream. A reader that went away (`cauri ls | head`)
//! ends the command quietly. Colours follow `--color`, `NO_COLOR` and the terminal.

use std::fmt;
use std::io::{self, IsTerminal, Write};

use cauri_core::Lang;

/// What is said, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Printer {
    /// Language of everything that is said.
    pub(crate) lang: Lang,
    /// Only results and errors.
    pub(crate) quiet: bool,
}

/// The weight of a piece of text. Nothing is said by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Bold,
    Dim,
    Good,
    Warning,
    Bad,
    Hint,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Self::Bold => "\u{1b}[1m",
            Self::Dim => "\u{1b}[2m",
            Self::Good => "\u{1b}[32m",
            Self::Warning => "\u{1b}[1;33m",
            Self::Bad => "\u{1b}[1;31m",
            Self::Hint => "\u{1b}[1;36m",
        }
    }

    /// `text` in this tone. Colours that the stream cannot take are removed on the way out.
    pub(crate) fn paint(self, text: impl fmt::Display) -> String {
        format!("{}{text}\u{1b}[0m", self.code())
    }
}

impl Printer {
    /// Writes results to standard output, without a line end of its own.
    pub(crate) fn result(&self, text: &str) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Writes one line of results to standard output.
    pub(crate) fn result_line(&self, text: &str) -> io::Result<()> {
        self.result(&format!("{text}\n"))
    }

    /// Says one line on standard error, unless asked to be quiet. A stream that is gone is no error.
    pub(crate) fn say(&self, text: impl AsRef<str>) {
        if !self.quiet {
            self.insist(text);
        }
    }

    /// Says one line on standard error even when asked to be quiet: warnings and errors.
    pub(crate) fn insist(&self, text: impl AsRef<str>) {
        // Nobody is left to be told when standard error itself is closed.
        drop(writeln!(anstream::stderr().lock(), "{}", text.as_ref()));
    }

    /// Whether results go to a person.
    pub(crate) fn result_is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Whether talk goes to a person: progress is drawn only then.
    pub(crate) fn talk_is_terminal(&self) -> bool {
        io::stderr().is_terminal()
    }
}

/// Writes to standard output before any setting is known.
pub(crate) fn write_result(text: &str) -> io::Result<()> {
    anstream::stdout().lock().write_all(text.as_bytes())
}

/// Writes to standard error before any setting is known.
pub(crate) fn write_error(text: &str) -> io::Result<()> {
    anstream::stderr().lock().write_all(text.as_bytes())
}

/// Whether the error, or one of its causes, says that the reader of standard output went away.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// The width of the terminal in columns; 100 where there is none.
pub(crate) fn width() -> usize {
    console_width().unwrap_or(100)
}

fn console_width() -> Option<usize> {
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(columns))
}
