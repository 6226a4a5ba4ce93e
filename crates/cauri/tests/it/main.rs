//! The one integration binary of the command line: each module asks the built program what a
//! user would ask it. Projects are text in temporary folders; nothing needs a server.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "a test stops at the first thing that fails"
)]

mod bad_input;
mod contracts;
mod data_test;
#[cfg(unix)]
mod dbt;
mod docs;
mod earlier_run;
#[cfg(feature = "failpoints")]
mod failpoint;
mod files;
mod help;
mod history;
mod incremental;
mod ingest;
mod inspect;
mod last_run;
mod materialization;
mod microbatch;
mod nodes;
mod refresh;
mod sql;
mod support;
mod unit_tests;
