//! Warnings: said on the terminal and in the log, or an error when `--warn-error` says so.

use anyhow::Result;
use cauri_core::{Diagnose, Lang, say};
use cauri_project::{Project, ProjectError};
use serde_json::json;

use crate::error::CliError;
use crate::log::Entry;
use crate::printer::Tone;
use crate::settings::Settings;
use crate::settings::flags::Level;
use crate::settings::warn_error::Verdict;

/// A warning under the name and code that dbt gives to its event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    event: &'static str,
    code: &'static str,
}

/// Nothing fits an expression of the selection.
const NO_MATCH: Kind = Kind { event: "NoNodesForSelectionCriteria", code: "M030" };
/// A model has lost what others rely on.
const BROKEN_CONTRACT: Kind = Kind { event: "UnversionedBreakingChange", code: "I069" };
/// The selection as a whole is empty.
const NOTHING_SELECTED: Kind = Kind { event: "NothingToDo", code: "Q035" };

/// Says a warning, unless it is silenced; gives it back as an error when it is one.
///
/// # Errors
///
/// [`CliError::Warning`].
pub(crate) fn warn(kind: Kind, texts: [String; 2], settings: &Settings) -> Result<(), CliError> {
    let [english, french] = texts;
    let text = match settings.printer.lang {
        Lang::En => english.clone(),
        Lang::Fr => french,
    };
    match settings.flags.warn_errors.judge(kind.event) {
        Verdict::Silence => Ok(()),
        Verdict::Fail => Err(CliError::Warning { message: text, event: kind.event }),
        Verdict::Warn => {
            settings.printer.say(format!("{} {text}", Tone::Warning.paint("!")));
            let line = format!("[{}]: {english}", Tone::Warning.paint("WARNING"));
            settings.log.fire(&Entry::new(kind.event, kind.code, Level::Warn, line).with(json!({"msg": english})));
            Ok(())
        }
    }
}

/// Says what is odd in a project.
///
/// # Errors
///
/// [`CliError::Warning`].
pub(crate) fn of_project(project: &Project, settings: &Settings) -> Result<(), CliError> {
    for warning in project.warnings() {
        let kind = match warning {
            // A property of a model that does not exist is told with the key of its YAML section.
            ProjectError::UnknownRef { node, .. } if !node.contains('.') => {
                Kind { event: "NoNodeForYamlKey", code: "I058" }
            }
            ProjectError::UnknownRef { .. } | ProjectError::UnknownSource { .. } => {
                Kind { event: "NodeNotFoundOrDisabled", code: "I060" }
            }
            ProjectError::DuplicateKey { .. } => Kind { event: "DuplicateYAMLKeysDeprecation", code: "D024" },
            _ => Kind { event: "Note", code: "Z050" },
        };
        warn(kind, [warning.message(Lang::En), warning.message(Lang::Fr)], settings)?;
    }
    Ok(())
}

/// Says which contracts a project has broken since the state that it is compared with.
///
/// # Errors
///
/// [`CliError::Warning`].
pub(crate) fn of_comparison(broken: &[ProjectError], settings: &Settings) -> Result<(), CliError> {
    for warning in broken {
        warn(BROKEN_CONTRACT, [warning.message(Lang::En), warning.message(Lang::Fr)], settings)?;
    }
    Ok(())
}

/// Says which expressions of a selection fit nothing, and whether nothing at all was selected.
///
/// # Errors
///
/// [`CliError::Warning`].
pub(crate) fn of_selection(unmatched: &[String], is_empty: bool, settings: &Settings) -> Result<(), CliError> {
    for expression in unmatched {
        let texts = [Lang::En, Lang::Fr].map(|lang| {
            say!(
                lang,
                "the selection \"{expression}\" matches nothing",
                "la sélection « {expression} » ne correspond à rien"
            )
        });
        warn(NO_MATCH, texts, settings)?;
    }
    if is_empty && unmatched.is_empty() {
        let texts = [Lang::En, Lang::Fr]
            .map(|lang| say!(lang, "nothing to do: the selection is empty", "rien à faire : la sélection est vide"));
        warn(NOTHING_SELECTED, texts, settings)?;
    }
    Ok(())
}
