//! Options that dbt has for some commands only: what another command is given of them is refused with a hint.
//!
//! The arguments of `run`, `build`, `test`, `seed` and `snapshot` are read as one; this says whose each is.

use cauri_core::{Lang, say};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};

/// An option that not every command takes which could read it.
struct Taken {
    id: &'static str,
    option: &'static str,
    by: &'static [&'static str],
}

const fn taken(id: &'static str, option: &'static str, by: &'static [&'static str]) -> Taken {
    Taken { id, option, by }
}

const KINDS: &[&str] = &["build", "test", "clone", "ls", "refresh"];

const TAKEN: &[Taken] = &[
    taken(
        "full_refresh",
        "--full-refresh",
        &["run", "build", "seed", "compile", "show", "clone", "retry", "refresh", "ingest"],
    ),
    taken("store_failures", "--store-failures", &["build", "test"]),
    taken("empty", "--empty", &["run", "build", "snapshot", "compile"]),
    taken("no_empty", "--no-empty", &["run", "build", "snapshot", "compile"]),
    taken("sample", "--sample", &["run", "build"]),
    taken("event_time_start", "--event-time-start", &["run", "build"]),
    taken("event_time_end", "--event-time-end", &["run", "build"]),
    taken("show", "--show", &["build", "seed"]),
    taken("export_saved_queries", "--export-saved-queries", &["build"]),
    taken("resource_type", "--resource-type", KINDS),
    taken("exclude_resource_type", "--exclude-resource-type", KINDS),
];

/// Whether a command takes an option; it then reads the variable of the option too.
pub(crate) fn takes(command: &str, id: &str) -> bool {
    TAKEN.iter().find(|taken| taken.id == id).is_none_or(|taken| taken.by.contains(&command))
}

/// Keeps options out of the help of the commands that do not take them.
pub(super) fn hide(command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |whole, name| {
        whole.mut_subcommand(&name, |sub| {
            let strangers = TAKEN.iter().filter(|taken| !taken.by.contains(&name.as_str()));
            let there = |sub: &Command, id: &str| sub.get_arguments().any(|arg| arg.get_id().as_str() == id);
            strangers.fold(sub, |sub, taken| match there(&sub, taken.id) {
                true => sub.mut_arg(taken.id, |arg| arg.hide(true)),
                false => sub,
            })
        })
    })
}

/// What to say when a command was given an option that it does not take.
pub(super) fn stranger(matches: &ArgMatches, lang: Lang) -> Option<String> {
    let (command, given) = matches.subcommand()?;
    let is_written = |id: &str| {
        given.try_contains_id(id).unwrap_or(false) && given.value_source(id) == Some(ValueSource::CommandLine)
    };
    let stranger = TAKEN.iter().find(|taken| !taken.by.contains(&command) && is_written(taken.id))?;
    let option = stranger.option;
    let by = stranger.by.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Some(say!(
        lang,
        "error: `{command}` takes no `{option}`\nhint: These commands take it: {by}.\n",
        "erreur : `{command}` ne prend pas `{option}`\nconseil : Ces commandes le prennent : {by}.\n"
    ))
}
