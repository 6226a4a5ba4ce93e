//! Failures of templates, pointed to the line of the file that they come from.
//!
//! A builtin that fails attaches a [`Fault`] to its minijinja error; [`of_render`] takes it out
//! again, finds the file and line (of the model, or of the macro in which it happened) and makes
//! the [`ProjectError`]. `return()` uses the same road with a mark of its own.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use cauri_core::nearest;
use minijinja::{Error, ErrorKind};

use crate::adapter::AdapterError;
use crate::error::{Place, ProjectError, TemplateError};
use crate::jinja::engine::Render;
use crate::jinja::rewrite::RewriteError;
use crate::jinja::scan;

/// A failure that has a [`ProjectError`] of its own.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// `ref()` names nothing.
    UnknownRef { target: String, nearest: Option<String>, disabled: bool },
    /// `ref()` that was not there when the project was read.
    UndeclaredRef { target: String },
    /// `source()` names nothing.
    UnknownSource { target: String, nearest: Option<String>, disabled: bool },
    /// `doc()` names nothing.
    UnknownDoc { name: String },
    /// A call of a name that is no macro.
    UnknownMacro { name: String },
    /// `adapter.dispatch` finds no macro.
    NoDispatch { name: String, tried: Vec<String> },
    /// `var()` without a value and without a default.
    UnknownVar { name: String },
    /// `env_var()` without a value and without a default.
    MissingEnvVar { name: String },
    /// Macros that call each other without end.
    EndlessMacro { name: String },
    /// A variable whose text asks for itself.
    EndlessVar { name: String },
    /// `exceptions.raise_compiler_error(..)`.
    Raised { message: String },
    /// `config.require(..)` of what is not set.
    MissingConfig { key: String },
    /// Something of dbt that cauri does not have.
    Unsupported { what: String },
    /// The lake could not answer.
    Adapter(Arc<AdapterError>),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl StdError for Fault {}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Error::new(ErrorKind::InvalidOperation, fault.to_string()).with_source(fault)
    }
}

impl From<AdapterError> for Fault {
    fn from(error: AdapterError) -> Self {
        Self::Adapter(Arc::new(error))
    }
}

/// The mark of `return()`.
#[derive(Debug)]
struct ReturnMark;

impl fmt::Display for ReturnMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("return() outside of a macro")
    }
}

impl StdError for ReturnMark {}

/// The error that `return()` leaves a macro with.
pub(crate) fn return_error() -> Error {
    Error::new(ErrorKind::InvalidOperation, "return() outside of a macro").with_source(ReturnMark)
}

/// Whether an error is the way out of a `return()`.
pub(crate) fn is_return(error: &Error) -> bool {
    chain(error).any(|cause| cause.downcast_ref::<ReturnMark>().is_some())
}

fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}

/// An error of [`crate::jinja::rewrite`].
pub(crate) fn of_rewrite(error: &RewriteError, file: &str, first_line: usize, text: &str) -> ProjectError {
    let RewriteError::Unclosed(unclosed) = error;
    unclosed_block(unclosed, file, first_line, text)
}

/// An error of minijinja's parser.
pub(crate) fn of_syntax(error: &Error, file: &str, first_line: usize, text: &str) -> ProjectError {
    if let Some(unclosed) = scan::unbalanced(text) {
        return unclosed_block(&unclosed, file, first_line, text);
    }
    let line = error.line().unwrap_or(1);
    ProjectError::Template(Box::new(TemplateError {
        place: Place { file: file.to_owned(), line: first_line + line - 1 },
        excerpt: excerpt(text, line),
        message: detail(error),
        called_from: Vec::new(),
    }))
}

fn unclosed_block(unclosed: &scan::Unclosed, file: &str, first_line: usize, text: &str) -> ProjectError {
    ProjectError::UnclosedBlock {
        place: Place { file: file.to_owned(), line: first_line + unclosed.line - 1 },
        what: unclosed.what.clone(),
        excerpt: excerpt(text, unclosed.line),
    }
}

fn detail(error: &Error) -> String {
    match (error.detail(), error.kind()) {
        (Some(detail), _) => detail.to_owned(),
        (None, ErrorKind::UndefinedError) => "an attribute or item is asked of a value that is undefined".to_owned(),
        (None, kind) => kind.to_string(),
    }
}

fn excerpt(text: &str, line: usize) -> String {
    text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim_end().to_owned()
}

/// Where a failing template is: its file, first line and text, and the line inside of it.
fn locate(error: &Error, render: &Render) -> (Place, String) {
    let line = error.line().unwrap_or(1);
    let subject = &render.subject;
    let definition = error.name().and_then(|name| render.engine.macros.by_id(name));
    match definition {
        Some(definition) => {
            let place = Place { file: definition.file.clone(), line: definition.first_line + line - 1 };
            (place, excerpt(&definition.sql, line))
        }
        None => {
            let place = Place { file: subject.file.clone(), line: subject.first_line + line - 1 };
            (place, excerpt(&subject.source, line))
        }
    }
}

/// An error of a rendering.
pub(crate) fn of_render(error: &Error, render: &Render) -> ProjectError {
    let (place, excerpt) = locate(error, render);
    let node = render.subject.unique_id.clone();
    if let Some(fault) = chain(error).find_map(|cause| cause.downcast_ref::<Fault>()) {
        return of_fault(fault, place, node, render);
    }
    if let Some(name) = unknown_function(error).or_else(|| unknown_package(error, &excerpt)) {
        return of_fault(&Fault::UnknownMacro { name }, place, node, render);
    }
    let called_from = if place.file == render.subject.file { Vec::new() } else { vec![render.subject.file.clone()] };
    ProjectError::Template(Box::new(TemplateError { place, excerpt, message: detail(error), called_from }))
}

/// The name that minijinja could not call, if that is what happened.
fn unknown_function(error: &Error) -> Option<String> {
    if error.kind() != ErrorKind::UnknownFunction {
        return None;
    }
    error.detail()?.split(' ').next().map(str::to_owned)
}

/// `dbt_utils.star`, when the line calls a method of a name that means nothing: most often the
/// package is missing.
fn unknown_package(error: &Error, line: &str) -> Option<String> {
    let method = error.detail()?.strip_prefix("undefined has no method named ")?;
    let method = scan::leading_word(method);
    let (before, _) = line.split_once(&format!(".{method}("))?;
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let owner = before.get(before.trim_end_matches(is_name).len()..)?;
    (!owner.is_empty() && !before.trim_end_matches(is_name).ends_with('.')).then(|| format!("{owner}.{method}"))
}

fn of_fault(fault: &Fault, place: Place, node: String, render: &Render) -> ProjectError {
    let facts = &render.engine.facts;
    let package = &render.subject.package;
    match fault.clone() {
        Fault::UnknownRef { target, nearest, disabled } => {
            ProjectError::UnknownRef { place, node, target, nearest, disabled }
        }
        Fault::UnknownSource { target, nearest, disabled } => {
            ProjectError::UnknownSource { place, node, target, nearest, disabled }
        }
        Fault::UndeclaredRef { target } => ProjectError::UndeclaredRef { place, node, target },
        Fault::UnknownDoc { name } => ProjectError::UnknownDoc { place, name },
        Fault::UnknownMacro { name } => {
            let names = render.engine.macros.names(package);
            let nearest = nearest(&name, names).map(str::to_owned);
            ProjectError::UnknownMacro { place, name, nearest }
        }
        Fault::NoDispatch { name, tried } => ProjectError::NoDispatch { place, name, tried },
        Fault::UnknownVar { name } => {
            let names = facts.var_names(package);
            let nearest = nearest(&name, names.iter().map(String::as_str)).map(str::to_owned);
            ProjectError::UnknownVar { place, name, nearest }
        }
        Fault::MissingEnvVar { name } => ProjectError::MissingEnvVar { place, name },
        Fault::EndlessMacro { name } => ProjectError::EndlessMacro { place, name },
        Fault::EndlessVar { name } => ProjectError::EndlessVar { place, name },
        Fault::Raised { message } => ProjectError::Raised { place, message },
        Fault::MissingConfig { key } => ProjectError::MissingConfig { place, node, key },
        Fault::Unsupported { what } => ProjectError::Unsupported { place, what },
        Fault::Adapter(cause) => ProjectError::Adapter { place, cause },
    }
}
