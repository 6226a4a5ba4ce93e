//! Changes of tables by queries: create, replace, append, overwrite, merge, delete, update.
//!
//! Every function here makes at most one commit, and on an error none.

mod dml;
mod incremental;
mod merge;
mod view;
mod write_query;

pub(crate) use dml::dml;
pub(crate) use incremental::write_rows;
pub(crate) use merge::merge;
pub(crate) use view::{ViewColumn, create_view};
pub(crate) use write_query::{Existing, Overwritten, append, overwrite, replace};
