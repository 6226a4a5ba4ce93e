//! SQL on the lake: the only importer of DataFusion.
//!
//! An [`Engine`] answers queries and carries out statements on the tables of one
//! [`Warehouse`](cauri_lake::Warehouse). The pipeline and the binary call it; only Arrow's types
//! come out. Every table that a query reads is read at one snapshot for the query's whole life,
//! and every change of a table is one Iceberg commit, made by cauri-lake. Nothing but the lake can
//! be read or written by SQL: no file of the host, no URL, no setting.

mod call_name;
mod change;
mod codes;
mod duckdb;
mod engine;
mod error;
mod execute;
mod lineage;
mod options;
mod postgres;
mod provider;
mod query;
mod rows;
mod script;
mod session;
mod spark;
mod sql;
mod statement;
mod tables;
mod time_travel;
mod write;

pub use codes::CODES;
pub use engine::Engine;
pub use error::{EngineError, Place};
pub use lineage::{ColumnLineage, Dependency, Input, KnownRelations, Lineage};
pub use options::{Dialect, EngineOptions, MergeSpec, RowWrite, TableSpec, WriteMode, Written};
pub use rows::{Outcome, Rows};
pub use script::Statement;
