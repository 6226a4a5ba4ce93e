//! How a command was called, as dbt notes it in its artifacts and `retry` reads it back.

use std::path::PathBuf;

use cauri_project::{IndirectSelection, ResourceType, Selection};
use serde_json::{Value as Json, json};

use crate::cli::state::StateArgs;
use crate::lakehouse;
use crate::settings::Settings;

/// What the notes of a command say.
pub(super) type Notes = Vec<(&'static str, Json)>;

/// What every command notes: its name, its flags, and where it ran.
pub(super) fn every(command: &'static str, settings: &Settings) -> Notes {
    let flags = &settings.flags;
    let mut args = vec![
        ("which", json!(command)),
        ("invocation_command", json!(command_line(settings))),
        ("warn_error_options", flags.warn_errors.to_json()),
        ("strict_mode", json!(false)),
        ("log_format", json!(flags.log.form.as_str())),
        ("log_format_file", json!(flags.log.file_form.as_str())),
        ("log_level", json!(flags.log.level.as_str())),
        ("log_level_file", json!(flags.log.file_level.as_str())),
        ("log_file_max_bytes", json!(flags.log.max_bytes)),
        ("printer_width", json!(flags.printer_width)),
    ];
    // Tools look for the project and its profile where dbt says that they were.
    if let Ok(root) = lakehouse::root(settings) {
        let profiles = lakehouse::profiles_dir(&root, settings).unwrap_or_else(|| root.clone());
        args.push(("profiles_dir", json!(profiles.to_string_lossy())));
        args.push(("project_dir", json!(root.to_string_lossy())));
    }
    args.extend(flags.target.as_ref().map(|target| ("target", json!(target))));
    args.extend(flags.profile.as_ref().map(|profile| ("profile", json!(profile))));
    args.extend(flags.target_path.as_ref().map(|path| ("target_path", json!(path))));
    args
}

/// What a command that works on a selection notes too.
pub(super) fn selecting(command: &'static str, selection: &Selection, settings: &Settings) -> Notes {
    let mut args = every(command, settings);
    args.extend([
        ("select", json!(selection.select)),
        ("exclude", json!(selection.exclude)),
        ("indirect_selection", json!(indirect_word(selection.indirect))),
    ]);
    args.extend(selection.selector.as_ref().map(|selector| ("selector", json!(selector))));
    args
}

/// The kinds of node that were asked for, of a command that asks for kinds.
pub(super) fn kinds(selection: &Selection) -> Notes {
    let words = |kinds: &[ResourceType]| kinds.iter().map(|kind| Json::from(kind.as_str())).collect::<Json>();
    vec![
        ("resource_types", words(&selection.resource_types)),
        ("exclude_resource_types", words(&selection.exclude_resource_types)),
    ]
}

/// The earlier run that a command looks at.
pub(super) fn state(arguments: &StateArgs) -> Notes {
    let folder = |given: &Option<PathBuf>| given.as_ref().map(|dir| json!(dir.to_string_lossy()));
    let mut args = vec![("defer", json!(arguments.defer)), ("favor_state", json!(arguments.favor_state))];
    args.extend(folder(&arguments.state).map(|dir| ("state", dir)));
    args.extend(folder(&arguments.defer_state).map(|dir| ("defer_state", dir)));
    args
}

fn indirect_word(indirect: IndirectSelection) -> &'static str {
    match indirect {
        IndirectSelection::Eager => "eager",
        IndirectSelection::Cautious => "cautious",
        IndirectSelection::Buildable => "buildable",
        IndirectSelection::Empty => "empty",
    }
}

/// The command as it was typed.
pub(super) fn command_line(settings: &Settings) -> String {
    let typed: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    format!("{} {}", settings.program.name(), typed.join(" "))
}
