//! What is wrong with a project, with the file and line of it.
//!
//! Loading reports every error that it can find, sorted by file and line; compiling and
//! selecting report one. Every variant is a situation that a user can tell from the others,
//! with the nearest valid name where there is one. The texts are in [`message`].

mod declaration;
mod message;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use cauri_core::{Diagnose, Lang};

use crate::adapter::AdapterError;

/// A line of a file of the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path below the project's root.
    pub file: String,
    /// 1-based; 0 when the whole file is meant.
    pub line: usize,
}

impl Place {
    /// A whole file.
    pub(crate) fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 { f.write_str(&self.file) } else { write!(f, "{}:{}", self.file, self.line) }
    }
}

/// A template that does not parse, or that fails while it is rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The line of the model or macro.
    pub place: Place,
    /// That line.
    pub excerpt: String,
    /// What Jinja says.
    pub message: String,
    /// The file of the node whose rendering failed, when the line is a macro's.
    pub called_from: Vec<String>,
}

/// Why a seed cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeedFault {
    /// There is not even a header.
    Empty,
    /// A quote is opened and not closed.
    OpenQuote,
    /// A column of the header has no name.
    NamelessColumn,
    /// A column is in the header twice, letter case aside.
    DuplicateColumn(String),
    /// What the CSV reader says.
    Csv(String),
}

/// A kind of declaration whose parts have to agree with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declared {
    /// A unit test.
    UnitTest,
    /// A snapshot.
    Snapshot,
    /// A semantic model, a metric or a saved query.
    Semantic,
    /// A contract or a constraint of a model.
    Contract,
    /// A version of a model.
    Version,
    /// An entry of a properties file.
    Entry,
    /// The name of a node.
    Name,
}

/// What is wrong with a declaration, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// What is wrong with the files of a project, or with a question about it.
#[derive(Debug)]
pub enum ProjectError {
    /// A file or folder cannot be read.
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        cause: std::io::Error,
    },
    /// There is no `dbt_project.yml`.
    NoProject {
        /// The folder that was looked into.
        root: PathBuf,
    },
    /// A file is not YAML.
    YamlSyntax {
        /// Where.
        place: Place,
        /// What the parser says.
        message: String,
    },
    /// A line of YAML is indented with a tab.
    YamlTab {
        /// Where.
        place: Place,
    },
    /// A key comes twice in one mapping.
    DuplicateKey {
        /// The second one.
        place: Place,
        /// The key.
        key: String,
        /// The line of the first one.
        first: usize,
    },
    /// A value has another type than its key asks for.
    WrongType {
        /// Where.
        place: Place,
        /// The key.
        key: String,
        /// What the key asks for, in English: `a list`, `a text`, ..
        expected: &'static str,
        /// What is there.
        got: &'static str,
    },
    /// A value is not among those that its key knows.
    BadValue {
        /// Where.
        place: Place,
        /// The key.
        key: String,
        /// What is there.
        value: String,
        /// What the key knows.
        known: Vec<String>,
    },
    /// A key that must be there is not.
    MissingKey {
        /// The mapping that should have it.
        place: Place,
        /// The key.
        key: String,
    },
    /// The project asks for a dbt version that cauri does not answer for.
    DbtVersion {
        /// Where.
        place: Place,
        /// The project or package.
        package: String,
        /// What it asks for.
        wanted: String,
    },
    /// A package that the project names is not there.
    MissingPackage {
        /// Where it is named.
        place: Place,
        /// Its name or path.
        package: String,
    },
    /// Two packages have one name.
    DuplicatePackage {
        /// The second one.
        place: Place,
        /// The name.
        package: String,
    },
    /// `profiles.yml` has no such profile, or the profile no such output.
    UnknownTarget {
        /// Where.
        place: Place,
        /// `profile` or `target`.
        what: &'static str,
        /// The name.
        name: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// A tag or block is opened and not closed.
    UnclosedBlock {
        /// Where it opens.
        place: Place,
        /// What was opened.
        what: String,
        /// The line.
        excerpt: String,
    },
    /// A template does not parse, or fails.
    Template(Box<TemplateError>),
    /// A template raised an error itself.
    Raised {
        /// Where.
        place: Place,
        /// What it says.
        message: String,
    },
    /// Macros call each other without end.
    EndlessMacro {
        /// Where.
        place: Place,
        /// The macro that was to be called once too often.
        name: String,
    },
    /// A variable's text asks for the variable itself.
    EndlessVar {
        /// Where.
        place: Place,
        /// The variable.
        name: String,
    },
    /// A template uses something of dbt that cauri does not have.
    Unsupported {
        /// Where.
        place: Place,
        /// What.
        what: String,
    },
    /// `ref()` names what does not exist or is disabled.
    UnknownRef {
        /// Where.
        place: Place,
        /// The node that asks.
        node: String,
        /// What it asks for.
        target: String,
        /// The closest name.
        nearest: Option<String>,
        /// Whether it exists and is disabled.
        disabled: bool,
    },
    /// `ref()` that runs only while the node is built, such as one in a condition: nothing says that what it
    /// asks for is built first.
    UndeclaredRef {
        /// Where.
        place: Place,
        /// The node that asks.
        node: String,
        /// The call, such as `ref('orders')`.
        target: String,
    },
    /// `source()` names what does not exist or is disabled.
    UnknownSource {
        /// Where.
        place: Place,
        /// The node that asks.
        node: String,
        /// What it asks for.
        target: String,
        /// The closest name.
        nearest: Option<String>,
        /// Whether it exists and is disabled.
        disabled: bool,
    },
    /// `doc()` names no block.
    UnknownDoc {
        /// Where.
        place: Place,
        /// The name.
        name: String,
    },
    /// A call of a name that is no macro.
    UnknownMacro {
        /// Where.
        place: Place,
        /// The name.
        name: String,
        /// The closest name.
        nearest: Option<String>,
    },
    /// `adapter.dispatch` finds no macro.
    NoDispatch {
        /// Where.
        place: Place,
        /// The name.
        name: String,
        /// What was looked for.
        tried: Vec<String>,
    },
    /// `var()` of what has no value and no default.
    UnknownVar {
        /// Where.
        place: Place,
        /// The name.
        name: String,
        /// The closest name.
        nearest: Option<String>,
    },
    /// `env_var()` of what is not set and has no default.
    MissingEnvVar {
        /// Where.
        place: Place,
        /// The name.
        name: String,
    },
    /// `config.require()` of what is not set.
    MissingConfig {
        /// Where.
        place: Place,
        /// The node.
        node: String,
        /// The setting.
        key: String,
    },
    /// The lake could not answer a template.
    Adapter {
        /// Where it asked.
        place: Place,
        /// Why not.
        cause: Arc<AdapterError>,
    },
    /// Two things of one kind have one name.
    DuplicateName {
        /// The second one.
        place: Place,
        /// `model`, `source`, `macro`, ..
        kind: &'static str,
        /// The name.
        name: String,
        /// The first one.
        first: Place,
    },
    /// Two nodes would be written to one relation.
    DuplicateRelation {
        /// The second one.
        place: Place,
        /// The relation.
        relation: String,
        /// Both nodes.
        nodes: [String; 2],
    },
    /// A test is declared whose macro does not exist.
    UnknownTest {
        /// Where.
        place: Place,
        /// The name.
        name: String,
        /// The closest name.
        nearest: Option<String>,
    },
    /// A test is not written as a name, or a name with its arguments.
    BadTest {
        /// Where.
        place: Place,
    },
    /// The parts of a declaration do not fit together, or one is missing.
    Misdeclared {
        /// Where.
        place: Place,
        /// What is declared.
        what: Declared,
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: Problem,
    },
    /// `ref()` names a model that is kept for others.
    PrivateRef {
        /// Where.
        place: Place,
        /// The node that asks.
        node: String,
        /// The model that it asks for.
        target: String,
        /// `group` or `package`: what the model is kept for.
        border: &'static str,
        /// The name of the group or package.
        owner: String,
    },
    /// A model is past its `deprecation_date`, or soon will be, and a node refers to it.
    Deprecated {
        /// Where.
        place: Place,
        /// The model.
        model: String,
        /// Its date.
        date: String,
        /// The node that refers to it; `None` when the model itself is meant.
        node: Option<String>,
        /// Whether the date has passed.
        is_past: bool,
    },
    /// Nodes need each other in a circle.
    Cycle {
        /// The file of the first.
        place: Place,
        /// Their names, the first repeated at the end.
        names: Vec<String>,
    },
    /// A seed's row has another number of fields than its header.
    RaggedSeed {
        /// The row.
        place: Place,
        /// Fields of the header.
        expected: usize,
        /// Fields of the row.
        got: usize,
    },
    /// A seed cannot be read as CSV.
    BadSeed {
        /// Where.
        place: Place,
        /// Why not.
        fault: SeedFault,
    },
    /// A selector expression is not of the grammar.
    BadSelector {
        /// The expression.
        expression: String,
    },
    /// A selector names a method that dbt does not have.
    UnknownMethod {
        /// The method.
        method: String,
        /// The closest name.
        nearest: Option<String>,
    },
    /// A selector needs something that was not given, such as a former state.
    UnsupportedMethod {
        /// The method.
        method: String,
    },
    /// A model has not kept what its contract promised to its readers.
    BrokenContract {
        /// The id of the model.
        node: String,
        /// What would break them.
        changes: Vec<ContractChange>,
    },
    /// `--selector` names none of `selectors.yml`.
    UnknownSelector {
        /// The name.
        name: String,
        /// The closest name.
        nearest: Option<String>,
    },
    /// A question about a node that the project does not have.
    UnknownNode {
        /// The id.
        unique_id: String,
        /// The closest id.
        nearest: Option<String>,
    },
}

impl ProjectError {
    /// Whether the error is in a file.
    pub(crate) fn is_in(&self, file: &str) -> bool {
        self.place().is_some_and(|place| place.file == file)
    }

    /// Where the error is, when it is in a file.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::YamlSyntax { place, .. }
            | Self::YamlTab { place }
            | Self::DuplicateKey { place, .. }
            | Self::WrongType { place, .. }
            | Self::BadValue { place, .. }
            | Self::MissingKey { place, .. }
            | Self::DbtVersion { place, .. }
            | Self::MissingPackage { place, .. }
            | Self::DuplicatePackage { place, .. }
            | Self::UnknownTarget { place, .. }
            | Self::UnclosedBlock { place, .. }
            | Self::Raised { place, .. }
            | Self::EndlessMacro { place, .. }
            | Self::EndlessVar { place, .. }
            | Self::Unsupported { place, .. }
            | Self::UnknownRef { place, .. }
            | Self::UndeclaredRef { place, .. }
            | Self::UnknownSource { place, .. }
            | Self::UnknownDoc { place, .. }
            | Self::UnknownMacro { place, .. }
            | Self::NoDispatch { place, .. }
            | Self::UnknownVar { place, .. }
            | Self::MissingEnvVar { place, .. }
            | Self::MissingConfig { place, .. }
            | Self::Adapter { place, .. }
            | Self::DuplicateName { place, .. }
            | Self::DuplicateRelation { place, .. }
            | Self::UnknownTest { place, .. }
            | Self::BadTest { place }
            | Self::Misdeclared { place, .. }
            | Self::PrivateRef { place, .. }
            | Self::Deprecated { place, .. }
            | Self::Cycle { place, .. }
            | Self::RaggedSeed { place, .. }
            | Self::BadSeed { place, .. } => Some(place),
            Self::Template(error) => Some(&error.place),
            Self::Unreadable { .. }
            | Self::NoProject { .. }
            | Self::BadSelector { .. }
            | Self::UnknownMethod { .. }
            | Self::UnsupportedMethod { .. }
            | Self::UnknownSelector { .. }
            | Self::BrokenContract { .. }
            | Self::UnknownNode { .. } => None,
        }
    }
}

/// A change of a model that breaks those who read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContractChange {
    /// The contract is no longer enforced.
    Unenforced,
    /// The model was deleted, renamed or switched off.
    ModelRemoved,
    /// A column is gone.
    ColumnRemoved {
        /// Its name.
        column: String,
    },
    /// A column has another type.
    TypeChanged {
        /// Its name.
        column: String,
        /// The type that it had.
        from: String,
        /// The type that it has.
        to: String,
    },
    /// A constraint that the target enforces is gone.
    ConstraintRemoved {
        /// The column; `None` for a constraint of the model.
        column: Option<String>,
    },
    /// A table with constraints became something that has none.
    Materialization {
        /// What it was.
        from: String,
        /// What it is.
        to: String,
    },
}

impl fmt::Display for ProjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for ProjectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { cause, .. } => Some(cause),
            Self::Adapter { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
