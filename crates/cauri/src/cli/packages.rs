//! The arguments of `cauri deps`.

use clap::{Args, ValueEnum};

/// Arguments of `cauri deps`.
#[derive(Debug, Args)]
pub(crate) struct DepsArgs {
    /// Write package-lock.yml and install nothing
    #[arg(long)]
    pub(crate) lock: bool,
    /// Look for newer versions than those of package-lock.yml
    #[arg(long)]
    pub(crate) upgrade: bool,
    /// Package to put into packages.yml first, such as dbt-labs/dbt_utils@1.3.0
    #[arg(long, value_name = "PACKAGE")]
    pub(crate) add_package: Option<String>,
    /// Where the package of --add-package comes from
    #[arg(long, value_enum, value_name = "SOURCE", default_value = "hub")]
    pub(crate) source: PackageSource,
}

/// Where a package comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PackageSource {
    Hub,
    Git,
    Local,
}
