//! Under which name the program was started: as `cauri`, or as `dbt` by tools that call dbt.
//!
//! A link named `dbt` is the same program with the same commands. It says dbt's version in dbt's
//! form, which tools parse, and logs in dbt's lines unless it is told otherwise.

use std::ffi::OsString;
use std::path::Path;

use cauri_pipeline::DBT_VERSION;

/// The name of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Cauri,
    Dbt,
}

impl Program {
    /// The name in the first argument.
    pub(crate) fn of(first: Option<&OsString>) -> Self {
        let stem = first.and_then(|path| Path::new(path).file_stem());
        if stem.is_some_and(|stem| stem == "dbt") { Self::Dbt } else { Self::Cauri }
    }

    /// What it is called in usage lines.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cauri => "cauri",
            Self::Dbt => "dbt",
        }
    }

    /// What `dbt --version` says, in dbt's form. No version is looked up on the network.
    pub(crate) fn dbt_version() -> String {
        let plugins = ["duckdb:  ", "postgres:", "spark:   "].map(|name| format!("  - {name} {DBT_VERSION}\n"));
        let ours = env!("CARGO_PKG_VERSION");
        format!(
            "Core:\n  - installed: {DBT_VERSION}\n\n  This is cauri {ours}, which answers as dbt {DBT_VERSION}.\n\nPlugins:\n{}\n",
            plugins.concat()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_named_dbt_is_dbt_wherever_it_lies() {
        let of = |path: &str| Program::of(Some(&OsString::from(path)));
        assert_eq!(of("/opt/venv/bin/dbt"), Program::Dbt);
        assert_eq!(of("dbt"), Program::Dbt);
        assert_eq!(of("/usr/bin/cauri"), Program::Cauri);
        assert_eq!(of("./dbt-old"), Program::Cauri);
        assert_eq!(Program::of(None), Program::Cauri);
    }

    #[test]
    fn the_version_is_in_the_form_that_tools_parse() {
        let text = Program::dbt_version();
        assert!(text.starts_with("Core:\n  - installed: 1.10."), "{text}");
        assert!(text.contains("\nPlugins:\n  - duckdb:   1.10."), "{text}");
    }
}
