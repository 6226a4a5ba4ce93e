//! What can go wrong with SQL, and what to do about it.
//!
//! Errors of DataFusion are sorted into kinds in `error/translate.rs`; errors of the lake pass
//! through unchanged, with their own codes.

mod french;
mod hint;
mod phrase;
mod place;
mod translate;

use cauri_core::{Diagnose, Lang, TableName};
use cauri_lake::{BoxError, LakeError};

pub use place::Place;
pub(crate) use translate::{from_datafusion, likely_place, syntax_message};

/// An error of the engine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The text is not SQL.
    #[error("{message}{at}", at = place::suffix(place.as_deref(), Lang::En))]
    Syntax {
        /// What the parser expected and what it found.
        message: String,
        /// Where.
        place: Option<Box<Place>>,
    },
    /// A name in the query stands for no table or view.
    #[error("there is no table or view {name}{at}", at = place::suffix(place.as_deref(), Lang::En))]
    TableNotFound {
        /// The name as written.
        name: String,
        /// A name that exists and looks like it.
        nearest: Option<String>,
        /// Where it is written.
        place: Option<Box<Place>>,
    },
    /// A name in the query stands for no column.
    #[error("there is no column {name}{at}", at = place::suffix(place.as_deref(), Lang::En))]
    ColumnNotFound {
        /// The name as written.
        name: String,
        /// A column that exists and looks like it.
        nearest: Option<String>,
        /// The columns that exist there.
        columns: Vec<String>,
        /// Where it is written.
        place: Option<Box<Place>>,
    },
    /// A name in the query stands for no function.
    #[error("there is no function {name}{at}", at = place::suffix(place.as_deref(), Lang::En))]
    FunctionNotFound {
        /// The name as written.
        name: String,
        /// A function that exists and looks like it.
        nearest: Option<String>,
        /// Where it is written.
        place: Option<Box<Place>>,
    },
    /// SQL that is well formed and means nothing: types that do not fit, an ambiguous name, a column outside GROUP BY.
    #[error("{message}{at}", at = place::suffix(place.as_deref(), Lang::En))]
    Invalid {
        /// What is wrong.
        message: String,
        /// Where.
        place: Option<Box<Place>>,
    },
    /// SQL that cauri knows of and does not do.
    #[error("{what} is not supported{at}", at = place::suffix(place.as_deref(), Lang::En))]
    NotSupported {
        /// What is asked for.
        what: String,
        /// Where.
        place: Option<Box<Place>>,
    },
    /// The query needs more memory than it may use, and what it does cannot be spilled to disk.
    #[error("the query needs more memory than the limit allows")]
    MemoryExceeded {
        /// The limit in bytes, where one is set.
        limit_bytes: Option<u64>,
        /// Which operator asked for how much.
        source: BoxError,
    },
    /// A value that cannot be cast or computed: text that is no number, an overflow, a division by zero.
    #[error("a value cannot be computed: {message}")]
    Value {
        /// Which value, and why.
        message: String,
    },
    /// Rows whose columns are not those of the table that they are written to.
    #[error("the rows do not fit {table}: {reason}")]
    Columns {
        /// The table.
        table: TableName,
        /// What does not fit.
        reason: String,
    },
    /// A NULL for a column that takes none.
    #[error("column {column} of {table} takes no NULL, and a row has one")]
    NullValue {
        /// The table.
        table: TableName,
        /// The column.
        column: String,
    },
    /// Rows to merge of which several have the same key.
    #[error("{num_keys} keys occur more than once in the rows to merge into {table}, such as {example}")]
    DuplicateKeys {
        /// The table.
        table: TableName,
        /// How many keys.
        num_keys: u64,
        /// One of them, as `column = value`.
        example: String,
    },
    /// A table that is asked for is not one, or a view is written to.
    #[error("{name} is a {is}, not a {wanted}")]
    WrongKind {
        /// The name.
        name: TableName,
        /// What it is.
        is: &'static str,
        /// What is needed.
        wanted: &'static str,
    },
    /// A view that reads itself, directly or through others.
    #[error("the view {view} reads itself: {path}")]
    ViewCycle {
        /// The view.
        view: TableName,
        /// The way back to it.
        path: String,
    },
    /// A partition or sort clause of a table that cannot be used.
    #[error("\"{text}\" is not a {clause}: {reason}")]
    TableSpec {
        /// The clause as written.
        text: String,
        /// `partition field` or `sort field`.
        clause: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A setting of the engine that cannot be used.
    #[error("the engine setting {key} cannot be used: {reason}")]
    Setting {
        /// The setting.
        key: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A file that SQL names and that cannot be read.
    #[error("the file {path} cannot be read: {reason}")]
    File {
        /// Its path, or the pattern, as written.
        path: String,
        /// Why.
        reason: String,
    },
    /// The query failed while it ran.
    #[error("the query failed: {message}")]
    Execution {
        /// What failed.
        message: String,
        /// Why, when another library said so.
        source: Option<BoxError>,
    },
    /// A mistake of the engine.
    #[error("the engine made a mistake: {message}")]
    Internal {
        /// What the engine said.
        message: String,
    },
    /// An error of the lake.
    #[error(transparent)]
    Lake(#[from] LakeError),
}

impl EngineError {
    /// Text that is not SQL, at a line and column of `sql` (from 1).
    pub(crate) fn syntax(sql: &str, line: u64, column: u64, message: impl Into<String>) -> Self {
        Self::Syntax { message: message.into(), place: Place::new(sql, line, column).map(Box::new) }
    }

    /// Something that cauri knows of and does not do.
    pub(crate) fn not_supported(what: impl Into<String>) -> Self {
        Self::NotSupported { what: what.into(), place: None }
    }

    /// SQL that means nothing.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), place: None }
    }

    /// Where in the SQL text the error lies, when it is known.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Syntax { place, .. }
            | Self::TableNotFound { place, .. }
            | Self::ColumnNotFound { place, .. }
            | Self::FunctionNotFound { place, .. }
            | Self::Invalid { place, .. }
            | Self::NotSupported { place, .. } => place.as_deref(),
            _ => None,
        }
    }

    /// The same error with the line of `sql` that it lies in.
    pub(crate) fn showing(mut self, sql: &str) -> Self {
        if let Self::Syntax { place: Some(place), .. }
        | Self::TableNotFound { place: Some(place), .. }
        | Self::ColumnNotFound { place: Some(place), .. }
        | Self::FunctionNotFound { place: Some(place), .. }
        | Self::Invalid { place: Some(place), .. }
        | Self::NotSupported { place: Some(place), .. } = &mut self
            && let Some(shown) = place.shown_in(sql)
        {
            **place = shown;
        }
        self
    }

    /// The same error, at a place, unless it has one already.
    pub(crate) fn at(mut self, found: Option<Place>) -> Self {
        if let Self::Syntax { place, .. }
        | Self::TableNotFound { place, .. }
        | Self::ColumnNotFound { place, .. }
        | Self::FunctionNotFound { place, .. }
        | Self::Invalid { place, .. }
        | Self::NotSupported { place, .. } = &mut self
            && place.is_none()
        {
            *place = found.map(Box::new);
        }
        self
    }
}

impl Diagnose for EngineError {
    fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "C0501",
            Self::TableNotFound { .. } => "C0502",
            Self::ColumnNotFound { .. } => "C0503",
            Self::FunctionNotFound { .. } => "C0504",
            Self::Invalid { .. } => "C0505",
            Self::NotSupported { .. } => "C0506",
            Self::MemoryExceeded { .. } => "C0507",
            Self::Value { .. } => "C0508",
            Self::Columns { .. } => "C0509",
            Self::NullValue { .. } => "C0510",
            Self::DuplicateKeys { .. } => "C0511",
            Self::WrongKind { .. } => "C0512",
            Self::ViewCycle { .. } => "C0513",
            Self::TableSpec { .. } => "C0514",
            Self::Setting { .. } => "C0515",
            Self::Execution { .. } => "C0516",
            Self::Internal { .. } => "C0517",
            Self::File { .. } => "C0518",
            Self::Lake(error) => error.code(),
        }
    }

    fn message(&self, lang: Lang) -> String {
        match (lang, self) {
            (_, Self::Lake(error)) => error.message(lang),
            (Lang::En, _) => self.to_string(),
            (Lang::Fr, _) => french::message(self),
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        hint::hint(self, lang)
    }

    fn is_retryable(&self) -> bool {
        matches!(self, Self::Lake(error) if error.is_retryable())
    }
}

#[cfg(test)]
mod tests;
