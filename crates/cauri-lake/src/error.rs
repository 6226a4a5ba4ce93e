//! What can go wrong with tables, and what to do about it.

mod advice;
mod french;

use cauri_core::{Diagnose, Lang, Namespace, TableName};

use crate::table::At;

/// The cause of an error, whatever library it comes from.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// An error of the lake.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    /// The name stands for no table.
    #[error("there is no table {table}")]
    TableNotFound {
        /// The name that was asked for.
        table: TableName,
        /// A name that exists and looks like it.
        nearest: Option<String>,
    },
    /// The name stands for no view.
    #[error("there is no view {view}")]
    ViewNotFound {
        /// The name that was asked for.
        view: TableName,
        /// A name that exists and looks like it.
        nearest: Option<String>,
    },
    /// The namespace does not exist.
    #[error("there is no namespace {namespace}")]
    NamespaceNotFound {
        /// The namespace that was asked for.
        namespace: Namespace,
        /// A name that exists and looks like it.
        nearest: Option<String>,
    },
    /// A table or view of that name exists; both share one space of names.
    #[error("{name} exists already")]
    AlreadyExists {
        /// The name that is taken.
        name: TableName,
    },
    /// The namespace exists.
    #[error("the namespace {namespace} exists already")]
    NamespaceExists {
        /// The namespace.
        namespace: Namespace,
    },
    /// A namespace is dropped only when it is empty.
    #[error("the namespace {namespace} is not empty")]
    NamespaceNotEmpty {
        /// The namespace.
        namespace: Namespace,
    },
    /// A name that this catalog cannot keep.
    #[error("{name} is not a possible name here: {reason}")]
    InvalidName {
        /// The name, as written.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The files of one table would lie inside the folder of another.
    #[error("{name} cannot be created beside {other}: the folder of one would lie inside the other's")]
    Overlap {
        /// What is to be created.
        name: String,
        /// What exists.
        other: String,
    },
    /// Someone else changed the table first, or a requirement does not hold.
    #[error("the change of {table} conflicts with another one: {reason}")]
    CommitConflict {
        /// The table.
        table: TableName,
        /// What did not hold.
        reason: String,
    },
    /// The answer to the commit was lost, and it could not be found out whether it happened.
    #[error("it is not known whether the change of {table} was made")]
    CommitUnknown {
        /// The table.
        table: TableName,
        /// Why the answer was lost.
        source: BoxError,
    },
    /// A change that the table's metadata cannot take.
    #[error("the change of {table} is not valid: {reason}")]
    InvalidChange {
        /// The table.
        table: TableName,
        /// What is wrong with it.
        reason: String,
    },
    /// A change that would move files of the table out of its folder.
    #[error("{table} may not use {location}: it lies outside the folder of the table")]
    OutsideTable {
        /// The table.
        table: TableName,
        /// The location that was asked for.
        location: String,
    },
    /// A location that is not written as a location may be.
    #[error("{location:?} is not a location: {reason}")]
    InvalidLocation {
        /// The location, as written.
        location: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A setting of the storage that is missing, wrong or not supported.
    #[error("the storage setting {key} cannot be used: {reason}")]
    StorageSetting {
        /// The name of the setting.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The file does not exist.
    #[error("there is no file {path}")]
    FileNotFound {
        /// Its location.
        path: String,
    },
    /// A file that must not exist yet does.
    #[error("the file {path} exists already")]
    FileExists {
        /// Its location.
        path: String,
    },
    /// The storage refuses access.
    #[error("no permission to {action} {path}")]
    PermissionDenied {
        /// What was tried: `read`, `write`, `list`, `delete`.
        action: &'static str,
        /// The location.
        path: String,
        /// What the storage said.
        source: BoxError,
    },
    /// The storage failed.
    #[error("could not {action} {path}")]
    Storage {
        /// What was tried: `read`, `write`, `list`, `delete`.
        action: &'static str,
        /// The location.
        path: String,
        /// What the storage said.
        source: BoxError,
    },
    /// The catalog could not be opened.
    #[error("could not open the catalog {catalog}")]
    CatalogOpen {
        /// Which catalog, without its password.
        catalog: String,
        /// What the database said.
        source: BoxError,
    },
    /// The catalog failed.
    #[error("the catalog could not {action}")]
    Catalog {
        /// What was tried.
        action: &'static str,
        /// What the database said.
        source: BoxError,
    },
    /// Other writers held the catalog for too long.
    #[error("the catalog is busy with other writers and could not {action}")]
    CatalogBusy {
        /// What was tried.
        action: &'static str,
        /// What the database said.
        source: BoxError,
    },
    /// The answer to a change of the catalog was lost.
    #[error("it is not known whether the catalog did {action}")]
    CatalogUnknown {
        /// What was tried.
        action: &'static str,
        /// Why the answer was lost.
        source: BoxError,
    },
    /// The metadata of a table or view cannot be read as such.
    #[error("{path} is not valid metadata")]
    InvalidMetadata {
        /// The metadata file.
        path: String,
        /// What is wrong with it.
        source: BoxError,
    },
    /// The format library refused.
    #[error("could not {action}")]
    Format {
        /// What was tried.
        action: String,
        /// What it said.
        source: BoxError,
    },
    /// The table has no such snapshot, branch or tag, or had none at that time.
    #[error("{table} has no {}", describe(at))]
    SnapshotNotFound {
        /// The table.
        table: TableName,
        /// What was asked for.
        at: At,
        /// States that the table does have, nearest first, as `VERSION AS OF` takes them or with their time.
        near: Vec<String>,
    },
    /// A column type that Iceberg v2 cannot hold, or that this version cannot read.
    #[error("column {column:?} has a type that an Iceberg v2 table cannot hold: {kind}")]
    UnsupportedType {
        /// The column.
        column: String,
        /// Its type.
        kind: String,
    },
    /// A partition transform that the column's type does not have.
    #[error("partition transform {transform} does not apply to a column of type {kind}")]
    UnsupportedTransform {
        /// The transform.
        transform: String,
        /// The type.
        kind: String,
    },
    /// A feature of the format that this version would read or change wrongly.
    #[error("table {table} uses {feature}, which cauri does not read yet")]
    UnsupportedTable {
        /// The table.
        table: TableName,
        /// What it uses.
        feature: &'static str,
    },
    /// A value that its column cannot hold without losing a part of it.
    #[error("column {column:?} holds a value that its type in the table cannot hold")]
    Lossy {
        /// The column.
        column: String,
        /// Which value, as Arrow says it.
        #[source]
        cause: arrow::error::ArrowError,
    },
    /// A time finer than a microsecond.
    #[error("column {column:?} holds a time of {value} ns, finer than the microseconds Iceberg keeps")]
    Nanoseconds {
        /// The column.
        column: String,
        /// Nanoseconds since 1970.
        value: i64,
    },
    /// Rows whose columns are not the table's.
    #[error("the columns of the rows are not those of the table: got {given:?}, expected {wanted:?}")]
    ColumnMismatch {
        /// What arrived.
        given: Vec<String>,
        /// What the table has.
        wanted: Vec<String>,
    },
    /// A NULL where the table requires a value.
    #[error("column {column:?} is required and a row has no value for it")]
    NullInRequired {
        /// The column.
        column: String,
    },
    /// A column that is named and does not exist.
    #[error("there is no column {column:?}")]
    NoSuchColumn {
        /// The name.
        column: String,
        /// The columns that exist.
        known: Vec<String>,
    },
    /// A table property with a value that cannot be used.
    #[error("the table property {key} cannot be {value:?}")]
    Property {
        /// The property.
        key: String,
        /// Its value.
        value: String,
    },
    /// Files that were written under different partition specs.
    #[error("files of partition specs {one} and {other} cannot be committed together")]
    MixedSpecs {
        /// One spec.
        one: i32,
        /// The other.
        other: i32,
    },
    /// A partition spec that a file names and the table does not have.
    #[error("the table has no partition spec {id}")]
    UnknownSpec {
        /// The spec.
        id: i32,
    },
    /// Files that were to be replaced are not live any more.
    #[error("{found} of the {wanted} files to be replaced are still in the table")]
    FilesGone {
        /// How many were to be replaced.
        wanted: usize,
        /// How many are there.
        found: usize,
    },
    /// Partitions are to be replaced in a table that has none.
    #[error("table {table} has no partitions to overwrite")]
    DynamicOverwrite {
        /// The table.
        table: TableName,
    },
    /// A change of the columns that readers of old files could not honour.
    #[error("column {column:?} of {table} cannot be changed so: {reason}")]
    SchemaChange {
        /// The table.
        table: TableName,
        /// The column.
        column: String,
        /// Why not.
        reason: &'static str,
    },
    /// A branch or tag of this name exists.
    #[error("{table} has a branch or tag {name:?} already")]
    RefExists {
        /// The table.
        table: TableName,
        /// The name.
        name: String,
    },
    /// `main` is every table's own branch.
    #[error("the branch main of {table} cannot be dropped")]
    MainBranch {
        /// The table.
        table: TableName,
    },
    /// A snapshot that `main` never had.
    #[error("snapshot {snapshot_id} is not in the history of {table}")]
    NotAnAncestor {
        /// The table.
        table: TableName,
        /// The snapshot.
        snapshot_id: i64,
    },
    /// Arrow failed on rows.
    #[error("could not convert rows")]
    Arrow(#[source] arrow::error::ArrowError),
    /// Parquet failed.
    #[error("could not encode {path}")]
    Parquet {
        /// The file.
        path: String,
        /// What Parquet said.
        source: parquet::errors::ParquetError,
    },
}

fn describe(at: &At) -> String {
    match at {
        At::Current => "snapshot yet".to_owned(),
        At::Snapshot(id) => format!("snapshot {id}"),
        At::Ref(name) => format!("branch or tag {name}"),
        At::Timestamp(ms) => format!("snapshot as old as {}", time(*ms)),
    }
}

fn time(ms: i64) -> String {
    chrono::DateTime::from_timestamp_millis(ms).map_or_else(|| ms.to_string(), |time| time.to_rfc3339())
}

/// Why keys sent with each request are refused.
pub(crate) const SSE_C: &str = "keys sent with each request (SSE-C) are not supported, since whoever loses the key \
                                loses the tables; use s3 or kms";

/// Ends the function with an error where a test asked for it; nothing without the feature `failpoints`.
macro_rules! fail_here {
    ($point:literal) => {
        #[cfg(feature = "failpoints")]
        fail::fail_point!($point, |_| Err($crate::error::LakeError::injected($point).into()));
    };
}
pub(crate) use fail_here;

impl LakeError {
    /// A type that a table cannot have.
    pub(crate) fn unsupported_type(column: &str, kind: impl std::fmt::Display) -> Self {
        Self::UnsupportedType { column: column.to_owned(), kind: kind.to_string() }
    }

    pub(crate) fn arrow(cause: arrow::error::ArrowError) -> Self {
        Self::Arrow(cause)
    }

    pub(crate) fn parquet(path: &str, source: parquet::errors::ParquetError) -> Self {
        Self::Parquet { path: path.to_owned(), source }
    }

    pub(crate) fn property(key: &str, value: &str) -> Self {
        Self::Property { key: key.to_owned(), value: value.to_owned() }
    }

    /// A manifest whose entries lack what they should have inherited.
    pub(crate) fn unassigned(path: &str) -> Self {
        Self::format(format!("read the manifest {path}"), "an entry has no sequence number or snapshot")
    }

    /// The error of a test that broke off on purpose.
    #[cfg(feature = "failpoints")]
    pub(crate) fn injected(point: &'static str) -> Self {
        Self::Format { action: "go on".to_owned(), source: format!("a test stopped at {point}").into() }
    }

    /// A refusal of the format library, with what was being done.
    pub(crate) fn format(action: impl Into<String>, source: impl Into<BoxError>) -> Self {
        Self::Format { action: action.into(), source: source.into() }
    }
}

impl Diagnose for LakeError {
    fn code(&self) -> &'static str {
        match self {
            Self::TableNotFound { .. } => "C0401",
            Self::ViewNotFound { .. } => "C0402",
            Self::NamespaceNotFound { .. } => "C0403",
            Self::AlreadyExists { .. } => "C0404",
            Self::NamespaceExists { .. } => "C0405",
            Self::NamespaceNotEmpty { .. } => "C0406",
            Self::InvalidName { .. } => "C0407",
            Self::Overlap { .. } => "C0408",
            Self::CommitConflict { .. } => "C0410",
            Self::CommitUnknown { .. } => "C0411",
            Self::InvalidChange { .. } => "C0412",
            Self::OutsideTable { .. } => "C0413",
            Self::InvalidLocation { .. } => "C0414",
            Self::StorageSetting { .. } => "C0415",
            Self::FileNotFound { .. } => "C0416",
            Self::FileExists { .. } => "C0417",
            Self::PermissionDenied { .. } => "C0418",
            Self::Storage { .. } => "C0419",
            Self::CatalogOpen { .. } => "C0420",
            Self::Catalog { .. } => "C0421",
            Self::CatalogBusy { .. } => "C0422",
            Self::CatalogUnknown { .. } => "C0426",
            Self::InvalidMetadata { .. } => "C0423",
            Self::Format { .. } => "C0424",
            Self::SnapshotNotFound { .. } => "C0425",
            Self::UnsupportedType { .. } => "C0430",
            Self::UnsupportedTransform { .. } => "C0431",
            Self::UnsupportedTable { .. } => "C0432",
            Self::Lossy { .. } => "C0433",
            Self::Nanoseconds { .. } => "C0434",
            Self::ColumnMismatch { .. } => "C0435",
            Self::NullInRequired { .. } => "C0436",
            Self::NoSuchColumn { .. } => "C0437",
            Self::Property { .. } => "C0438",
            Self::MixedSpecs { .. } => "C0439",
            Self::UnknownSpec { .. } => "C0440",
            Self::FilesGone { .. } => "C0441",
            Self::DynamicOverwrite { .. } => "C0442",
            Self::SchemaChange { .. } => "C0445",
            Self::RefExists { .. } => "C0446",
            Self::MainBranch { .. } => "C0447",
            Self::NotAnAncestor { .. } => "C0448",
            Self::Arrow(_) => "C0443",
            Self::Parquet { .. } => "C0444",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Fr => french::message(self),
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        advice::hint(self, lang)
    }

    fn is_retryable(&self) -> bool {
        matches!(self, Self::CommitConflict { .. } | Self::CatalogBusy { .. })
    }
}

#[cfg(test)]
mod tests;
