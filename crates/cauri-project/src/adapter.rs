//! What Jinja may ask of the lake while a project is compiled.
//!
//! [`Adapter`] is the seam between this pure crate and whoever runs SQL: the pipeline gives
//! one that asks the engine, tests give one that answers from memory, and [`NoAdapter`] knows
//! no relation and refuses every query. Calls are synchronous because a template is; the
//! caller blocks on its own runtime. An implementation never calls back into the project.

use std::fmt;

/// The three parts of a relation's name, unquoted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationName {
    /// The catalog; `None` for Spark, which has none.
    pub database: Option<String>,
    /// The namespace.
    pub schema: String,
    /// The table or view.
    pub identifier: String,
}

impl fmt::Display for RelationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(database) = &self.database {
            write!(f, "{database}.")?;
        }
        write!(f, "{}.{}", self.schema, self.identifier)
    }
}

/// What a relation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    /// It has files.
    Table,
    /// It is a stored query.
    View,
}

impl RelationKind {
    /// dbt's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
        }
    }
}

/// A column of an existing relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationColumn {
    /// Its name.
    pub name: String,
    /// Its SQL type, as the dialect of the profile writes it.
    pub data_type: String,
}

/// One value of a query's result.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// SQL NULL.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A binary floating-point number.
    Float(f64),
    /// A decimal number, as exact text.
    Decimal(String),
    /// Text; dates and times in ISO form.
    Text(String),
}

/// The rows of a query that a template asked for. All in memory: templates read few rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResultTable {
    /// Name and SQL type of each column.
    pub columns: Vec<RelationColumn>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// For a statement that changes rows, how many.
    pub rows_affected: Option<u64>,
}

/// Why the lake could not answer a template.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct AdapterError {
    /// What happened.
    pub message: String,
    /// Its cause, if there is one.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl AdapterError {
    /// An error without a cause.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }
}

/// Answers a template's questions about tables. See the module for who implements it.
///
/// Names are compared without regard to letter case by implementations whose dialect does so.
/// A call that changes something has happened when it returns.
pub trait Adapter: fmt::Debug + Send + Sync {
    /// What `relation` is, or `None` when it does not exist.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be read.
    fn relation(&self, relation: &RelationName) -> Result<Option<RelationKind>, AdapterError>;

    /// The relations of a namespace, in any order; none when the namespace does not exist.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be read.
    fn relations(&self, schema: &str) -> Result<Vec<(RelationName, RelationKind)>, AdapterError>;

    /// Whether the namespace exists.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be read.
    fn has_schema(&self, schema: &str) -> Result<bool, AdapterError>;

    /// The columns of a relation, in order; none when it does not exist.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be read.
    fn columns(&self, relation: &RelationName) -> Result<Vec<RelationColumn>, AdapterError>;

    /// Runs a statement, or several with `;` between them, and returns the rows of the last, none for
    /// a statement that has no result.
    ///
    /// # Errors
    ///
    /// When the statement is wrong or fails.
    fn run(&self, sql: &str) -> Result<ResultTable, AdapterError>;

    /// Creates a namespace unless it exists.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be written.
    fn create_schema(&self, schema: &str) -> Result<(), AdapterError>;

    /// Drops a namespace and all that is in it; nothing when it does not exist.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be written.
    fn drop_schema(&self, schema: &str) -> Result<(), AdapterError>;

    /// Drops a relation; nothing when it does not exist.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be written.
    fn drop_relation(&self, relation: &RelationName) -> Result<(), AdapterError>;

    /// Gives a relation another name.
    ///
    /// # Errors
    ///
    /// When `from` does not exist, `to` does, or the catalog cannot be written.
    fn rename_relation(&self, from: &RelationName, to: &RelationName) -> Result<(), AdapterError>;
}

/// An [`Adapter`] of an empty lake, for `compile` and `ls` without one.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoAdapter;

impl NoAdapter {
    fn refuse<T>(what: &str) -> Result<T, AdapterError> {
        Err(AdapterError::new(format!("no lake is open here to {what}")))
    }
}

impl Adapter for NoAdapter {
    fn relation(&self, _relation: &RelationName) -> Result<Option<RelationKind>, AdapterError> {
        Ok(None)
    }

    fn relations(&self, _schema: &str) -> Result<Vec<(RelationName, RelationKind)>, AdapterError> {
        Ok(Vec::new())
    }

    fn has_schema(&self, _schema: &str) -> Result<bool, AdapterError> {
        Ok(false)
    }

    fn columns(&self, _relation: &RelationName) -> Result<Vec<RelationColumn>, AdapterError> {
        Ok(Vec::new())
    }

    fn run(&self, sql: &str) -> Result<ResultTable, AdapterError> {
        Self::refuse(&format!("run \"{sql}\""))
    }

    fn create_schema(&self, schema: &str) -> Result<(), AdapterError> {
        Self::refuse(&format!("create the namespace \"{schema}\""))
    }

    fn drop_schema(&self, schema: &str) -> Result<(), AdapterError> {
        Self::refuse(&format!("drop the namespace \"{schema}\""))
    }

    fn drop_relation(&self, relation: &RelationName) -> Result<(), AdapterError> {
        Self::refuse(&format!("drop \"{relation}\""))
    }

    fn rename_relation(&self, from: &RelationName, _to: &RelationName) -> Result<(), AdapterError> {
        Self::refuse(&format!("rename \"{from}\""))
    }
}
