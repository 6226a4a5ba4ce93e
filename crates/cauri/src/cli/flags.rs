//! dbt's global flags, before or after the command: words with a value, and switches with a `--no-` twin.
//!
//! Parsing only records what was written. What holds in the end (environment, `flags:` of the
//! project, defaults) is decided in `settings/flags.rs`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, parser::ValueSource};

/// A flag that is on or off: `--name` and `--no-name`.
#[derive(Debug)]
pub(crate) struct Switch {
    /// Its name, as it is written after `--`.
    pub(crate) name: &'static str,
    /// Its letter, if it has one.
    short: Option<char>,
    /// The heading of the help that it stands under; `None` keeps it out of the help.
    heading: Option<&'static str>,
    /// What it does; empty when it is not in the help.
    about: &'static str,
    /// What holds when nobody says anything.
    pub(crate) default: bool,
}

const fn shown(name: &'static str, short: Option<char>, heading: &'static str, about: &'static str) -> Switch {
    Switch { name, short, heading: Some(heading), about, default: false }
}

/// A flag that people seldom write; the manual lists it.
const fn quiet(name: &'static str, default: bool) -> Switch {
    Switch { name, short: None, heading: None, about: "", default }
}

/// Every switch of dbt. Those about caches, parsers and statistics change nothing here, and say nothing.
pub(crate) const SWITCHES: &[Switch] = &[
    shown("fail-fast", Some('x'), "Execution", "Start nothing new after the first failure"),
    shown("warn-error", None, "Execution", "Take warnings for errors"),
    shown("quiet", Some('q'), "Messages", "Say nothing but results and errors"),
    shown("debug", Some('d'), "Messages", "Log everything, also to the console"),
    Switch {
        name: "write-json",
        short: None,
        heading: Some("Project"),
        about: "Write manifest.json and run_results.json; --no-write-json writes neither",
        default: true,
    },
    quiet("print", true),
    quiet("use-colors", true),
    quiet("use-colors-file", true),
    quiet("version-check", true),
    quiet("introspect", true),
    quiet("partial-parse", true),
    quiet("partial-parse-file-diff", true),
    quiet("static-parser", true),
    quiet("use-experimental-parser", false),
    quiet("send-anonymous-usage-stats", true),
    quiet("cache-selected-only", false),
    quiet("populate-cache", true),
    quiet("log-cache-events", false),
    quiet("macro-debugging", false),
    quiet("single-threaded", false),
    quiet("show-all-deprecations", false),
    quiet("show-resource-report", false),
    quiet("use-fast-test-edges", false),
    quiet("inject-ephemeral-ctes", true),
    quiet("upload-to-artifacts-ingest-api", false),
];

/// The switches that were written, by their id (`fail_fast`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Switches(BTreeMap<String, bool>);

impl Switches {
    /// What the command line says of a switch.
    pub(crate) fn get(&self, id: &str) -> Option<bool> {
        self.0.get(id).copied()
    }
}

/// The id of a switch: its name with underscores, as dbt's `flags` object has it.
pub(crate) fn id_of(name: &str) -> String {
    name.replace('-', "_")
}

impl FromArgMatches for Switches {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let written = |id: &str| {
            let said = matches.value_source(id) == Some(ValueSource::CommandLine);
            (said && matches.get_flag(id)).then_some(())
        };
        let found = SWITCHES.iter().filter_map(|switch| {
            let id = id_of(switch.name);
            let on = written(&id).map(|()| true).or_else(|| written(&format!("no_{id}")).map(|()| false));
            Some((id, on?))
        });
        Ok(Self(found.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.extend(Self::from_arg_matches(matches)?.0);
        Ok(())
    }
}

impl Args for Switches {
    fn augment_args(command: Command) -> Command {
        SWITCHES.iter().fold(command, |command, switch| {
            let id = id_of(switch.name);
            let off = format!("no_{id}");
            let on = Arg::new(id.clone())
                .long(switch.name)
                .action(ArgAction::SetTrue)
                .global(true)
                .overrides_with(off.clone())
                .hide(switch.heading.is_none());
            let on = match switch.short {
                Some(letter) => on.short(letter),
                None => on,
            };
            let on = match switch.heading {
                Some(heading) => on.help_heading(heading).help(switch.about),
                None => on,
            };
            let negative = Arg::new(off)
                .long(format!("no-{}", switch.name))
                .action(ArgAction::SetTrue)
                .global(true)
                .overrides_with(id)
                .hide(true);
            command.arg(on).arg(negative)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// Global flags that take a value.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct WordArgs {
    /// Profile to use, instead of the one that dbt_project.yml names
    #[arg(long, value_name = "NAME", global = true, help_heading = "Project")]
    pub(crate) profile: Option<String>,
    /// Folder for artifacts and compiled SQL [default: target]
    #[arg(long, value_name = "DIR", global = true, help_heading = "Project")]
    pub(crate) target_path: Option<PathBuf>,
    /// How the log is written: text, debug or json, dbt's; default is cauri's own
    #[arg(long, value_name = "FORM", global = true, help_heading = "Messages")]
    pub(crate) log_format: Option<String>,
    /// Least weight of what is logged: debug, info, warn, error or none [default: info]
    #[arg(long, value_name = "LEVEL", global = true, help_heading = "Messages")]
    pub(crate) log_level: Option<String>,
    /// Folder of dbt.log [default: logs]
    #[arg(long, value_name = "DIR", global = true, help_heading = "Messages")]
    pub(crate) log_path: Option<PathBuf>,
    #[arg(long, value_name = "FORM", global = true, hide = true)]
    pub(crate) log_format_file: Option<String>,
    #[arg(long, value_name = "LEVEL", global = true, hide = true)]
    pub(crate) log_level_file: Option<String>,
    #[arg(long, value_name = "BYTES", global = true, hide = true)]
    pub(crate) log_file_max_bytes: Option<String>,
    #[arg(long, value_name = "YAML", global = true, hide = true)]
    pub(crate) warn_error_options: Option<String>,
    #[arg(long, value_name = "UUID", global = true, hide = true)]
    pub(crate) invocation_id: Option<String>,
    #[arg(long, value_name = "N", global = true, hide = true)]
    pub(crate) printer_width: Option<String>,
    #[arg(long, value_name = "DIR", global = true, hide = true)]
    pub(crate) packages_install_path: Option<String>,
    #[arg(long, value_name = "FILE", global = true, hide = true)]
    pub(crate) partial_parse_file_path: Option<PathBuf>,
    #[arg(long, short = 'r', value_name = "FILE", global = true, hide = true)]
    pub(crate) record_timing_info: Option<PathBuf>,
}
