//! The formats of files, each from landed bytes to a [`crate::Reading`].

pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod parquet;
pub(crate) mod pieces;
