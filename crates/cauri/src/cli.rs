//! The arguments of every command. Their doc comments are the help, and the reference page.
//!
//! English is here; `french.rs` has the French of each text, and a test that none is missing.
//! Parsing has no effect but what it returns; a refusal (an error, `--help`, `--version`)
//! is printed by the caller.

pub(crate) mod flags;
pub(crate) mod packages;
pub(crate) mod state;
pub(crate) mod takers;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use cauri_core::Lang;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::cli::flags::{Switches, WordArgs};
use crate::cli::packages::DepsArgs;
use crate::cli::state::{RetryArgs, SourceArgs, StateArgs};
use crate::french;
use crate::program::Program;

mod docs;
pub(crate) use docs::{DocsArgs, DocsCommand, DocsGenerateArgs, DocsServeArgs, LineageArgs};

/// A lakehouse for economic indicators, in one program.
#[derive(Debug, Parser)]
#[command(name = "cauri", version, disable_help_subcommand = true, disable_version_flag = true, max_term_width = 100)]
pub(crate) struct Cli {
    /// Print version
    #[arg(long, short = 'V', short_alias = 'v', action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes, before or after its name.
#[derive(Debug, Clone, Args)]
pub(crate) struct GlobalArgs {
    /// Folder of the project [default: the current folder, or the one above that has a dbt_project.yml]
    #[arg(long, visible_alias = "project-dir", value_name = "DIR", global = true, help_heading = "Project")]
    pub(crate) project: Option<PathBuf>,
    /// Folder of profiles.yml [default: the project's, then ~/.dbt]
    #[arg(long, value_name = "DIR", global = true, help_heading = "Project")]
    pub(crate) profiles_dir: Option<PathBuf>,
    /// Target of the profile to use
    #[arg(long, short = 't', value_name = "NAME", global = true, help_heading = "Project")]
    pub(crate) target: Option<String>,
    /// Variables that override the project's, as YAML: '{annee: 2024}'
    #[arg(long, value_name = "YAML", global = true, help_heading = "Project")]
    pub(crate) vars: Option<String>,
    /// Language of messages: en or fr [default: the locale's]
    #[arg(
        long,
        value_enum,
        value_name = "LANG",
        global = true,
        help_heading = "Messages",
        hide_possible_values = true
    )]
    pub(crate) lang: Option<LangArg>,
    /// Colours: auto, always or never [default: auto]
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        global = true,
        help_heading = "Messages",
        hide_possible_values = true
    )]
    pub(crate) color: Option<ColorArg>,
    #[command(flatten)]
    pub(crate) words: WordArgs,
    #[command(flatten)]
    pub(crate) switches: Switches,
}

/// A language, as written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    En,
    Fr,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    Auto,
    Always,
    Never,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[value(alias = "text")]
    Table,
    Json,
    Csv,
    Parquet,
    Md,
}

/// A command of cauri.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a new project that runs as it is
    Init(InitArgs),
    /// Ingest every source, then build and test the models; what has not changed is left alone
    Refresh(RefreshArgs),
    /// Load the sources into Bronze
    Ingest(IngestArgs),
    /// Build the models
    Run(RunArgs),
    /// Build seeds and models and test them, in the order of the graph
    Build(RunArgs),
    /// Run the tests
    Test(RunArgs),
    /// Load the seeds (CSV files of the project)
    Seed(RunArgs),
    /// Run again what the last run did not bring to a good end
    Retry(RetryArgs),
    /// Look at the sources: how fresh they are
    Source(SourceArgs),
    /// Write the snapshots: keep the history of rows that change
    Snapshot(RunArgs),
    /// Run a macro of the project
    RunOperation(RunOperationArgs),
    /// Make the relations of another state of the project readable under the names of this one
    Clone(CloneArgs),
    /// Write the SQL of models and tests into target/compiled
    Compile(CompileArgs),
    /// Read the project and write its manifest.json
    Parse(ParseArgs),
    /// List the nodes of the project
    #[command(visible_alias = "list")]
    Ls(LsArgs),
    /// Write or serve the documentation of the project
    Docs(DocsArgs),
    /// Tell where the columns of a table come from
    Lineage(LineageArgs),
    /// Show the first rows that a model, or a query with ref(), would give
    Show(ShowArgs),
    /// Ask a query, or open a shell
    Sql(SqlArgs),
    /// List the tables of the lakehouse
    Tables(TablesArgs),
    /// Show the snapshots of a table
    History(HistoryArgs),
    /// Show which figures changed between two snapshots of a table
    Diff(DiffArgs),
    /// Put a table back to an earlier snapshot; its history is kept
    Rollback(RollbackArgs),
    /// Name a snapshot of a table, so that it stays
    Tag(TagArgs),
    /// Install the packages of packages.yml into dbt_packages
    Deps(DepsArgs),
    /// Check the project, its profile and its tables
    Debug(DebugArgs),
    /// Delete what commands write beside the lakehouse: the clean-targets of the project, or target/
    Clean(CleanArgs),
    /// Explain an error code, such as C0214
    Explain(ExplainArgs),
    /// Write the completion script of a shell
    Completion(CompletionArgs),
}

/// Which nodes a command works on: dbt's selection.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SelectionArgs {
    /// Nodes to take: name, path, tag:x, +node, node+, @node
    #[arg(long, short = 's', value_name = "NODES", num_args = 1.., help_heading = "Selection")]
    pub(crate) select: Vec<String>,
    /// The same; `ls` then lists models only
    #[arg(long, short = 'm', alias = "model", value_name = "NODES", num_args = 1.., help_heading = "Selection")]
    pub(crate) models: Vec<String>,
    /// Nodes to leave out
    #[arg(long, value_name = "NODES", num_args = 1.., help_heading = "Selection")]
    pub(crate) exclude: Vec<String>,
    /// Selector of selectors.yml to use
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub(crate) selector: Option<String>,
    /// Kinds of node to take: model, test, seed, source
    #[arg(long, visible_alias = "resource-types", value_name = "KIND", num_args = 1.., help_heading = "Selection")]
    pub(crate) resource_type: Vec<String>,
    /// Kinds of node to leave out
    #[arg(long, visible_alias = "exclude-resource-types", value_name = "KIND", num_args = 1.., help_heading = "Selection")]
    pub(crate) exclude_resource_type: Vec<String>,
    /// Tests that a selection brings along: eager, cautious, buildable or empty [default: eager]
    #[arg(long, value_name = "MODE", help_heading = "Selection")]
    pub(crate) indirect_selection: Option<String>,
    #[command(flatten)]
    pub(crate) state: StateArgs,
}

/// How nodes are run.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ExecutionArgs {
    /// Nodes built at the same time [default: the profile's threads, or the number of cores]
    #[arg(long, value_name = "N", help_heading = "Execution")]
    pub(crate) threads: Option<usize>,
    /// Rebuild incremental models from all of their inputs
    #[arg(long, short = 'f', help_heading = "Execution")]
    pub(crate) full_refresh: bool,
}

/// Options that dbt has for a command and that change nothing here.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct IdleArgs {
    #[arg(long, value_name = "N", hide = true)]
    pub(crate) threads: Option<usize>,
}

/// Arguments of `cauri init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Folder to write the project into
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) dir: PathBuf,
    /// Name of the project [default: the folder's]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

/// Arguments of `cauri refresh`.
#[derive(Debug, Args)]
pub(crate) struct RefreshArgs {
    #[command(flatten)]
    pub(crate) selection: SelectionArgs,
    #[command(flatten)]
    pub(crate) execution: ExecutionArgs,
    /// Build and test also what has not changed
    #[arg(long)]
    pub(crate) force: bool,
}

/// Arguments of `cauri ingest`.
#[derive(Debug, Args)]
pub(crate) struct IngestArgs {
    /// Sources to load, by name [default: all]
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    #[command(flatten)]
    pub(crate) execution: ExecutionArgs,
}

/// Arguments of `cauri run`, `build`, `test` and `seed`.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) selection: SelectionArgs,
    #[command(flatten)]
    pub(crate) execution: ExecutionArgs,
    /// Keep the rows that tests find in tables of their own
    #[arg(long)]
    pub(crate) store_failures: bool,
    #[command(flatten)]
    pub(crate) inputs: InputArgs,
    /// Write what became of each node to standard output: one JSON object a line
    #[arg(long, value_name = "FORM")]
    pub(crate) output: Option<RunForm>,
    /// Show the first rows of each seed that is loaded
    #[arg(long)]
    pub(crate) show: bool,
    // dbt's own platform exports saved queries; its open part, as this, does nothing for them.
    #[arg(long, hide = true)]
    pub(crate) export_saved_queries: bool,
    #[arg(long, hide = true)]
    pub(crate) no_export_saved_queries: bool,
}

/// In which form a run tells its nodes on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RunForm {
    Text,
    Json,
}

/// Which rows of their inputs models read.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct InputArgs {
    /// Read no row of any input: models are built with their columns only
    #[arg(long, overrides_with = "no_empty")]
    pub(crate) empty: bool,
    #[arg(long, hide = true, overrides_with = "empty")]
    pub(crate) no_empty: bool,
    /// Read inputs that have an `event_time` for a span only: "3 days", or "{start: 2024-01-01, end: 2024-02-01}"
    #[arg(long, value_name = "SPAN")]
    pub(crate) sample: Option<String>,
    /// Earliest time that microbatch models are built for, such as 2024-01-01
    #[arg(long, value_name = "TIME")]
    pub(crate) event_time_start: Option<String>,
    /// Time before which the last batch of microbatch models ends
    #[arg(long, value_name = "TIME")]
    pub(crate) event_time_end: Option<String>,
}

/// Arguments of `cauri run-operation`.
#[derive(Debug, Args)]
pub(crate) struct RunOperationArgs {
    /// The macro: its name, or package.name
    #[arg(value_name = "MACRO")]
    pub(crate) macro_name: String,
    /// Arguments of the macro by name, as YAML: '{role: reader}'
    #[arg(long, value_name = "YAML")]
    pub(crate) args: Option<String>,
    #[command(flatten)]
    pub(crate) idle: IdleArgs,
}

/// Arguments of `cauri clone`.
#[derive(Debug, Args)]
pub(crate) struct CloneArgs {
    #[command(flatten)]
    pub(crate) selection: SelectionArgs,
    #[command(flatten)]
    pub(crate) execution: ExecutionArgs,
}

/// Arguments of `cauri compile`.
#[derive(Debug, Args)]
pub(crate) struct CompileArgs {
    #[command(flatten)]
    pub(crate) selection: SelectionArgs,
    /// A query with ref(), source() and macros to compile instead
    #[arg(long, value_name = "SQL")]
    pub(crate) inline: Option<String>,
    /// Form of the SQL that is shown
    #[arg(long, value_enum, value_name = "FORM", default_value = "text")]
    pub(crate) output: CompiledForm,
    /// Compile incremental models as they are rebuilt, from all of their inputs
    #[arg(long, short = 'f')]
    pub(crate) full_refresh: bool,
    /// Compile inputs so that no row of them is read
    #[arg(long, overrides_with = "no_empty")]
    pub(crate) empty: bool,
    #[arg(long, hide = true, overrides_with = "empty")]
    pub(crate) no_empty: bool,
    #[command(flatten)]
    pub(crate) idle: IdleArgs,
}

/// How compiled SQL is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompiledForm {
    /// As it is
    #[default]
    Text,
    /// As an object with the name of the node
    Json,
}

impl CompiledForm {
    /// dbt's word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }
}

/// Arguments of `cauri parse`.
#[derive(Debug, Args)]
pub(crate) struct ParseArgs {
    #[arg(long, value_name = "N", hide = true)]
    pub(crate) threads: Option<usize>,
}

/// Arguments of `cauri debug`.
#[derive(Debug, Args)]
pub(crate) struct DebugArgs {
    /// Say where profiles.yml is looked for, and nothing else
    #[arg(long)]
    pub(crate) config_dir: bool,
    /// Check the tables only
    #[arg(long)]
    pub(crate) connection: bool,
}

/// Arguments of `cauri ls`.
#[derive(Debug, Args)]
pub(crate) struct LsArgs {
    #[command(flatten)]
    pub(crate) selection: SelectionArgs,
    /// What to write of each node: selector, name, path or json (one object a line); or table, csv, md
    #[arg(long, short = 'o', value_name = "FORM", default_value = "selector")]
    pub(crate) output: LsForm,
    /// Keys of the JSON objects
    #[arg(long, value_name = "KEYS", num_args = 1..)]
    pub(crate) output_keys: Vec<String>,
}

/// What `cauri ls` writes of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LsForm {
    Selector,
    Name,
    Path,
    Json,
    Table,
    Csv,
    Parquet,
    Md,
}

/// How rows leave a command.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RowsArgs {
    /// Form of the rows [default: table on a terminal, csv into a pipe]
    #[arg(long, short = 'o', value_enum, value_name = "FORM")]
    pub(crate) output: Option<Format>,
    /// File to write the rows into, instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output_file: Option<PathBuf>,
}

/// Arguments of `cauri show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    pub(crate) selection: SelectionArgs,
    /// A query with ref(), source() and macros to show instead
    #[arg(long, value_name = "SQL")]
    pub(crate) inline: Option<String>,
    /// Rows to show; -1 for all
    #[arg(long, value_name = "N", default_value_t = 5, allow_negative_numbers = true)]
    pub(crate) limit: i64,
    /// Compile incremental models as they are rebuilt, from all of their inputs
    #[arg(long, short = 'f')]
    pub(crate) full_refresh: bool,
    #[arg(long, value_name = "SQL", hide = true, conflicts_with = "inline")]
    pub(crate) inline_direct: Option<String>,
    #[command(flatten)]
    pub(crate) idle: IdleArgs,
    #[command(flatten)]
    pub(crate) rows: RowsArgs,
}

/// Arguments of `cauri sql`.
#[derive(Debug, Args)]
pub(crate) struct SqlArgs {
    /// The query, or several separated by `;` [default: open a shell]
    #[arg(value_name = "QUERY")]
    pub(crate) query: Option<String>,
    /// File of queries to run; - for standard input
    #[arg(long, short = 'f', value_name = "FILE", conflicts_with = "query")]
    pub(crate) file: Option<PathBuf>,
    /// Say how long each query took
    #[arg(long)]
    pub(crate) timer: bool,
    #[command(flatten)]
    pub(crate) rows: RowsArgs,
}

/// Arguments of `cauri tables`.
#[derive(Debug, Args)]
pub(crate) struct TablesArgs {
    /// Only tables of this namespace, such as default_gold
    #[arg(value_name = "NAMESPACE")]
    pub(crate) namespace: Option<String>,
    #[command(flatten)]
    pub(crate) rows: RowsArgs,
}

/// Arguments of `cauri history`.
#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    /// The table; a part of the name is enough when only one table has it
    #[arg(value_name = "TABLE")]
    pub(crate) table: String,
    #[command(flatten)]
    pub(crate) rows: RowsArgs,
}

/// Arguments of `cauri diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The table; a part of the name is enough when only one table has it
    #[arg(value_name = "TABLE")]
    pub(crate) table: String,
    /// Earlier state: snapshot id, tag, time, or `previous`
    #[arg(value_name = "FROM", default_value = "previous", allow_negative_numbers = true)]
    pub(crate) from: String,
    /// Later state: snapshot id, tag, time, or `current`
    #[arg(value_name = "TO", default_value = "current", allow_negative_numbers = true)]
    pub(crate) to: String,
    /// Columns that name a row [default: the unique_key of the model]
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', num_args = 1..)]
    pub(crate) key: Vec<String>,
    #[command(flatten)]
    pub(crate) rows: RowsArgs,
}

/// Arguments of `cauri rollback`.
#[derive(Debug, Args)]
pub(crate) struct RollbackArgs {
    /// The table; a part of the name is enough when only one table has it
    #[arg(value_name = "TABLE")]
    pub(crate) table: String,
    /// State to go back to: snapshot id, tag, time, or `previous`
    #[arg(long, value_name = "SNAPSHOT", default_value = "previous")]
    pub(crate) to: String,
}

/// Arguments of `cauri tag`.
#[derive(Debug, Args)]
pub(crate) struct TagArgs {
    /// The table; a part of the name is enough when only one table has it
    #[arg(value_name = "TABLE")]
    pub(crate) table: String,
    /// Name of the tag
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// State to name: snapshot id, tag, time, `previous` or `current`
    #[arg(long, value_name = "SNAPSHOT", default_value = "current")]
    pub(crate) at: String,
    /// Delete the tag instead
    #[arg(long)]
    pub(crate) delete: bool,
}

/// Arguments of `cauri clean`.
#[derive(Debug, Args)]
pub(crate) struct CleanArgs {
    /// Delete clean-targets that lie outside of the project too
    #[arg(long)]
    pub(crate) no_clean_project_files_only: bool,
    #[arg(long, hide = true)]
    pub(crate) clean_project_files_only: bool,
    /// Delete the local lakehouse too: catalog, tables and raw files under .cauri
    #[arg(long)]
    pub(crate) lakehouse: bool,
}

/// Arguments of `cauri explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The code; without one, all codes are listed
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

/// Arguments of `cauri completion`.
#[derive(Debug, Args)]
pub(crate) struct CompletionArgs {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL", value_enum, hide_possible_values = true)]
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments that were not accepted, or a page of help that was asked for.
#[derive(Debug)]
pub(crate) struct Refusal {
    error: clap::Error,
    /// What is said instead of clap's text.
    text: Option<String>,
    program: Program,
}

impl Refusal {
    /// Prints it where it belongs and gives the exit code: 0 for help, 2 for a mistake.
    pub(crate) fn print(&self, lang: Lang) -> ExitCode {
        let is_version = self.error.kind() == clap::error::ErrorKind::DisplayVersion;
        let written = match self.text.clone().or_else(|| french::refusal(&self.error, lang)) {
            Some(text) => crate::printer::write_error(&text),
            None if is_version && self.program == Program::Dbt => crate::printer::write_result(&Program::dbt_version()),
            None => self.error.print(),
        };
        match written {
            Ok(()) if !self.error.use_stderr() => ExitCode::SUCCESS,
            _ => ExitCode::from(2),
        }
    }
}

/// The whole command, with its texts in `lang`.
pub(crate) fn command(lang: Lang) -> clap::Command {
    french::localize(state::everywhere(takers::hide(Cli::command())), lang)
}

/// Reads the arguments.
pub(crate) fn parse(arguments: Vec<OsString>, lang: Lang) -> Result<Cli, Refusal> {
    let program = Program::of(arguments.first());
    let refused = |error| Refusal { error, text: None, program };
    let matches = command(lang).name(program.name()).try_get_matches_from(arguments).map_err(refused)?;
    if let Some(text) = takers::stranger(&matches, lang) {
        let error = clap::Error::new(clap::error::ErrorKind::UnknownArgument);
        return Err(Refusal { error, text: Some(text), program });
    }
    Cli::from_arg_matches(&matches).map_err(refused)
}
