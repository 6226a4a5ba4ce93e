//! `cauri init`: a small project that runs as it is, to be changed into one's own.
//!
//! It holds one source (a CSV of four lines), one Silver and one Gold model with their tests.
//! Nothing that exists is overwritten.

use std::path::Path;

use anyhow::Result;
use cauri_core::{Lang, say};

use crate::cli::InitArgs;
use crate::error::CliError;
use crate::printer::Tone;
use crate::report::Ended;
use crate::settings::Settings;

/// A file of the template, by language where its text is for people.
struct Template {
    path: &'static str,
    en: &'static str,
    fr: &'static str,
}

const fn same(path: &'static str, text: &'static str) -> Template {
    Template { path, en: text, fr: text }
}

/// `{name}` stands for the name of the project.
const FILES: &[Template] = &[
    same("dbt_project.yml", include_str!("init/dbt_project.yml")),
    Template { path: "cauri.yml", en: include_str!("init/cauri.en.yml"), fr: include_str!("init/cauri.fr.yml") },
    same("data/indicateurs.csv", include_str!("init/indicateurs.csv")),
    Template {
        path: "models/_sources.yml",
        en: include_str!("init/sources.en.yml"),
        fr: include_str!("init/sources.fr.yml"),
    },
    same("models/silver/stg_indicateurs.sql", include_str!("init/stg_indicateurs.sql")),
    same("models/gold/croissance.sql", include_str!("init/croissance.sql")),
    Template {
        path: "models/_models.yml",
        en: include_str!("init/models.en.yml"),
        fr: include_str!("init/models.fr.yml"),
    },
    same(".gitignore", ".cauri/\ntarget/\n"),
];

/// Runs the command.
pub(super) fn run(arguments: &InitArgs, settings: &Settings) -> Result<Ended> {
    let dir = &arguments.dir;
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => name_of(&std::path::absolute(dir)?),
    };
    if !is_name(&name) {
        return Err(CliError::ProjectName { name }.into());
    }
    if let Some(file) = FILES.iter().find(|file| file.path != ".gitignore" && dir.join(file.path).exists()) {
        return Err(CliError::NotEmpty { dir: dir.clone(), file: file.path }.into());
    }
    let lang = settings.printer.lang;
    for file in FILES {
        let text = match lang {
            Lang::En => file.en,
            Lang::Fr => file.fr,
        };
        write(&dir.join(file.path), &text.replace("{name}", &name))?;
    }
    let printer = settings.printer;
    let shown = dir.display();
    printer.say(say!(lang, "Wrote the project {name} into {shown}", "Projet {name} écrit dans {shown}"));
    printer.say("");
    printer.say(Tone::Dim.paint(say!(lang, "Next:", "Et maintenant :")));
    let project = if dir == Path::new(".") { String::new() } else { format!(" --project {shown}") };
    for command in ["refresh", "sql", "ls"] {
        printer.say(format!("  {}", Tone::Bold.paint(format_args!("cauri {command}{project}"))));
    }
    Ok(Ended::Well)
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let unwritable = |cause| CliError::OutputUnwritable { path: path.to_path_buf(), cause };
    if path.exists() {
        // Only .gitignore gets here: a folder under git has its own.
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    std::fs::write(path, text).map_err(unwritable)
}

/// A name made of the folder's: other letters become underscores.
fn name_of(dir: &Path) -> String {
    let folder = dir.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    folder.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}

/// dbt's rule for names of projects.
fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
