//! The arguments that compare with an earlier run: `--state`, `--defer` and what belongs to them.

use std::path::PathBuf;

use clap::{Arg, Args, Command, Subcommand};

use crate::cli::SelectionArgs;

/// What a command knows of an earlier run. Each has a `DBT_` variable of its name too.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct StateArgs {
    /// Folder of an earlier run's artifacts, for state:, result:, source_status: and --defer
    #[arg(long, value_name = "DIR", help_heading = "State")]
    pub(crate) state: Option<PathBuf>,
    /// Read models that are not built here where the state has them
    #[arg(long, overrides_with = "no_defer", help_heading = "State")]
    pub(crate) defer: bool,
    #[arg(long, hide = true, overrides_with = "defer")]
    pub(crate) no_defer: bool,
    /// Folder of the artifacts to defer to [default: that of --state]
    #[arg(long, value_name = "DIR", help_heading = "State")]
    pub(crate) defer_state: Option<PathBuf>,
    /// Defer also for models that are built here, unless they are selected
    #[arg(long, overrides_with = "no_favor_state", help_heading = "State")]
    pub(crate) favor_state: bool,
    #[arg(long, hide = true, overrides_with = "favor_state")]
    pub(crate) no_favor_state: bool,
}

/// Lets every command take these, before or after its name, as in dbt; the help of those that look at an earlier
/// run tells of them.
pub(super) fn everywhere(command: Command) -> Command {
    let indirect = Arg::new("indirect_selection").long("indirect-selection").value_name("MODE");
    let of_state = StateArgs::augment_args(Command::new("state"));
    let hidden = of_state.get_arguments().cloned().chain([indirect]);
    hidden.fold(command, |command, arg| command.arg(arg.global(true).hide(true)))
}

/// Arguments of `cauri retry`.
#[derive(Debug, Args)]
pub(crate) struct RetryArgs {
    /// Folder of the run_results.json to go on from [default: the target folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) state: Option<PathBuf>,
    /// Nodes built at the same time [default: as in the earlier run]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Rebuild incremental models from all of their inputs
    #[arg(long, short = 'f', help_heading = "Execution")]
    pub(crate) full_refresh: bool,
}

/// Arguments of `cauri source`.
#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    #[command(subcommand)]
    pub(crate) command: SourceCommand,
}

/// What can be done with sources.
#[derive(Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// Ask each source when it was loaded last, and compare with its freshness rule
    #[command(visible_alias = "snapshot-freshness")]
    Freshness(FreshnessArgs),
}

/// Arguments of `cauri source freshness`.
#[derive(Debug, Args)]
pub(crate) struct FreshnessArgs {
    #[command(flatten)]
    pub(crate) selection: SelectionArgs,
    /// File to write the result into [default: sources.json in the target folder]
    #[arg(long, short = 'o', value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Sources asked at the same time [default: the profile's threads, or the number of cores]
    #[arg(long, value_name = "N", help_heading = "Execution")]
    pub(crate) threads: Option<usize>,
}
