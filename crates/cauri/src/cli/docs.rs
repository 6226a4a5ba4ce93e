//! The arguments of `cauri docs` and `cauri lineage`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{IdleArgs, RowsArgs, SelectionArgs};

/// Arguments of `cauri docs`.
#[derive(Debug, Args)]
pub(crate) struct DocsArgs {
    #[command(subcommand)]
    pub(crate) command: DocsCommand,
}

/// What is done with the documentation.
#[derive(Debug, Subcommand)]
pub(crate) enum DocsCommand {
    /// Write manifest.json, catalog.json, lineage.json and index.html into target/
    Generate(DocsGenerateArgs),
    /// Serve the documentation that `cauri docs generate` wrote
    Serve(DocsServeArgs),
}

/// Arguments of `cauri docs generate`.
#[derive(Debug, Args)]
pub(crate) struct DocsGenerateArgs {
    #[command(flatten)]
    pub(crate) selection: SelectionArgs,
    /// Write no compiled SQL: manifest.json stays as it is
    #[arg(long, overrides_with = "compile")]
    pub(crate) no_compile: bool,
    #[arg(long, hide = true, overrides_with = "no_compile")]
    pub(crate) compile: bool,
    #[command(flatten)]
    pub(crate) idle: IdleArgs,
    /// Write a catalog of nothing, without a look at the tables
    #[arg(long)]
    pub(crate) empty_catalog: bool,
    /// Write static_index.html too, a single page that needs no server
    #[arg(long = "static")]
    pub(crate) is_static: bool,
}

/// Arguments of `cauri docs serve`.
#[derive(Debug, Args)]
pub(crate) struct DocsServeArgs {
    /// Port to listen on; 0 for a free one
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub(crate) port: u16,
    /// Address to listen on; 0.0.0.0 to serve other machines too
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub(crate) host: String,
    /// Open the browser, which is done anyway on a terminal
    #[arg(long, overrides_with = "no_browser")]
    pub(crate) browser: bool,
    /// Do not open the browser
    #[arg(long)]
    pub(crate) no_browser: bool,
}

/// Arguments of `cauri lineage`.
#[derive(Debug, Args)]
pub(crate) struct LineageArgs {
    /// The table, or a column: TABLE.COLUMN; a part of the name is enough when only one table has it
    #[arg(value_name = "TABLE[.COLUMN]", required_unless_present = "openlineage")]
    pub(crate) table: Option<String>,
    /// Show what is made of the columns instead
    #[arg(long)]
    pub(crate) uses: bool,
    /// Go one step only, instead of all the way to the sources
    #[arg(long)]
    pub(crate) direct: bool,
    /// Show also columns that only filter, join, group, sort or choose
    #[arg(long)]
    pub(crate) indirect: bool,
    /// Write OpenLineage events into this file instead, one a line; - for standard output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["uses", "direct", "indirect", "output", "output_file"])]
    pub(crate) openlineage: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) rows: RowsArgs,
}
