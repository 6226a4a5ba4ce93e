//! Renders an error in its three parts: what happened, why, what to do.
//!
//! The other crates say these parts in either language ([`Diagnose`]); only here are they
//! joined, coloured and printed. Exit codes are dbt's: 0 done, 1 a node or test failed,
//! 2 cauri was misused, interrupted, or failed itself.

use std::error::Error;
use std::process::ExitCode;

use cauri_core::{Diagnose, Lang, say};
use serde_json::json;

use crate::error::CliError;
use crate::log::Entry;
use crate::printer::{Printer, Tone, is_broken_pipe};
use crate::settings::Settings;
use crate::settings::flags::Level;
use crate::state::error::StateError;

/// How a command ended when nothing stopped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// All was done.
    Well,
    /// A node or a test failed; what is to be said has been said.
    WithFailures,
    /// Interrupted, or an error that has been printed already.
    Broken,
}

/// Several errors that are reported together, in order: those of a project's files.
#[derive(Debug)]
pub(crate) struct Several(pub(crate) Vec<anyhow::Error>);

impl std::fmt::Display for Several {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} errors", self.0.len())
    }
}

impl Error for Several {}

/// Prints the error, if there is one, and gives the exit code.
pub(crate) fn finish(ended: anyhow::Result<Ended>, settings: &Settings) -> ExitCode {
    match ended {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::WithFailures) => ExitCode::from(1),
        Ok(Ended::Broken) => ExitCode::from(2),
        // The reader of the results has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let text = format!("Encountered an error:\n{}", text(&error, Lang::En));
            let entry = Entry::new("MainEncounteredError", "Z002", Level::Error, text.as_str());
            settings.log.fire(&entry.with(json!({"exc": anstream::adapter::strip_str(&text).to_string()})));
            // dbt's lines on the console have said it.
            if !settings.log.speaks() {
                print(&error, settings.printer);
            }
            ExitCode::from(2)
        }
    }
}

/// Prints an error that came before the settings were known, and gives the exit code.
pub(crate) fn refuse(error: &CliError, lang: Lang) -> ExitCode {
    Printer { lang, quiet: false }.insist(render(error, lang));
    ExitCode::from(2)
}

/// An error, or all those that came together, as text.
pub(crate) fn text(error: &anyhow::Error, lang: Lang) -> String {
    match error.downcast_ref::<Several>() {
        Some(several) => several.0.iter().map(|one| render(one.as_ref(), lang)).collect::<Vec<_>>().join("\n\n"),
        None => render(error.as_ref(), lang),
    }
}

/// Prints an error on standard error.
pub(crate) fn print(error: &anyhow::Error, printer: Printer) {
    if let Some(several) = error.downcast_ref::<Several>() {
        for (at, one) in several.0.iter().enumerate() {
            if at > 0 {
                printer.insist("");
            }
            printer.insist(render(one.as_ref(), printer.lang));
        }
        if several.0.len() > 1 {
            let count = CliError::ProjectErrors { count: several.0.len() };
            printer.insist("");
            printer.insist(render(&count, printer.lang));
        }
        return;
    }
    printer.insist(render(error.as_ref(), printer.lang));
}

/// An error with its causes, its hint and its code, without a line end at the end.
pub(crate) fn render(error: &(dyn Error + 'static), lang: Lang) -> String {
    let known = diagnose(error);
    let word = Tone::Bad.paint(say!(lang, "error", "erreur"));
    let code = known.map(|known| Tone::Dim.paint(format_args!("[{}]", known.code()))).unwrap_or_default();
    let colon = say!(lang, ":", " :");
    let mut text = format!("{word}{code}{colon} {}", message(error, lang));
    let mut last = message(error, lang);
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = message(error, lang);
        // Some libraries repeat their cause in their own text.
        if !last.contains(&message) {
            let word = Tone::Dim.paint(say!(lang, "cause", "cause"));
            text.push_str(&format!("\n  {word}{colon} {message}"));
        }
        last = message;
        cause = error.source();
    }
    let mut with_hint: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = with_hint {
        if let Some(hint) = diagnose(error).and_then(|known| known.hint(lang)) {
            let word = Tone::Hint.paint(say!(lang, "hint", "conseil"));
            text.push_str(&format!("\n{word}{colon} {hint}"));
            break;
        }
        with_hint = error.source();
    }
    text
}

fn message(error: &(dyn Error + 'static), lang: Lang) -> String {
    diagnose(error).map_or_else(|| error.to_string(), |known| known.message(lang))
}

/// The error as one that advises, if it is of a kind that cauri knows.
pub(crate) fn diagnose<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a dyn Diagnose> {
    fn known<'a, E: Diagnose + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a dyn Diagnose> {
        error.downcast_ref::<E>().map(|error| error as &dyn Diagnose)
    }
    known::<CliError>(error)
        .or_else(|| known::<StateError>(error))
        .or_else(|| known::<crate::packages::PackageError>(error))
        .or_else(|| known::<cauri_pipeline::PipelineError>(error))
        .or_else(|| known::<cauri_project::ProjectError>(error))
        .or_else(|| known::<cauri_source::SourceError>(error))
        .or_else(|| known::<cauri_engine::EngineError>(error))
        .or_else(|| known::<cauri_lake::LakeError>(error))
        .or_else(|| known::<cauri_server::ServerError>(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_has_its_code_its_causes_and_its_hint() {
        let cause = std::io::Error::other("no space left on device");
        let error = CliError::OutputUnwritable { path: "out.csv".into(), cause };
        let plain = anstream::adapter::strip_str(&render(&error, Lang::Fr)).to_string();
        assert_eq!(
            plain,
            "erreur[C0710] : impossible d'écrire « out.csv »\n  cause : no space left on device\nconseil : Vérifiez que \
             le dossier existe, qu'il est accessible en écriture et qu'il reste de la place."
        );
    }
}
