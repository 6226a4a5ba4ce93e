//! What every command needs to know, resolved once: flags, then the environment, then defaults.

pub(crate) mod flags;
pub(crate) mod warn_error;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cauri_core::{Lang, env};

use crate::cli::{ColorArg, GlobalArgs, LangArg};
use crate::error::CliError;
use crate::log::Log;
use crate::printer::Printer;
use crate::program::Program;
use crate::settings::flags::Flags;

/// The settings of this start of the program.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// How to speak, and in which language.
    pub(crate) printer: Printer,
    /// The name under which the program was started.
    pub(crate) program: Program,
    /// `--project`, or `CAURI_PROJECT_DIR`, or `DBT_PROJECT_DIR`.
    pub(crate) project: Option<PathBuf>,
    /// `--profiles-dir`, or dbt's `DBT_PROFILES_DIR`.
    pub(crate) profiles_dir: Option<PathBuf>,
    /// `--vars`.
    pub(crate) vars: Option<String>,
    /// dbt's global flags.
    pub(crate) flags: Arc<Flags>,
    /// dbt's log: its events on the console, when it is asked for, and in `logs/dbt.log`.
    pub(crate) log: Log,
}

/// The language of messages, before the arguments are parsed: the help is written in it too.
pub(crate) fn language(arguments: &[OsString]) -> Lang {
    let mut wanted = None;
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = arguments.next() {
        match argument.as_ref() {
            "--" => break,
            "--lang" => wanted = arguments.next().map(std::borrow::Cow::into_owned),
            other => {
                if let Some(value) = other.strip_prefix("--lang=") {
                    wanted = Some(value.to_owned());
                }
            }
        }
    }
    let locale = wanted.or_else(|| env::read("CAURI_LANG")).or_else(sys_locale::get_locale);
    Lang::from_locale(&locale.unwrap_or_default())
}

impl Settings {
    /// Joins flags, environment and what the project says of flags.
    ///
    /// # Errors
    ///
    /// When a flag or its variable holds what it does not take.
    pub(crate) fn resolve(global: &GlobalArgs, program: Program, lang: Lang) -> Result<Self, CliError> {
        let lang = match global.lang {
            Some(LangArg::Fr) => Lang::Fr,
            Some(LangArg::En) => Lang::En,
            None => lang,
        };
        let folder = |given: &Option<PathBuf>, names: &[&str]| {
            given.clone().or_else(|| names.iter().find_map(|name| env::read(name)).map(PathBuf::from))
        };
        let project = folder(&global.project, &["CAURI_PROJECT_DIR", "DBT_ENGINE_PROJECT_DIR", "DBT_PROJECT_DIR"]);
        let profiles_dir = folder(&global.profiles_dir, &["DBT_ENGINE_PROFILES_DIR", "DBT_PROFILES_DIR"]);
        let root = nearest_project(project.as_deref());
        let profiles = profiles_dir.as_deref().or(root.as_deref());
        let target = global.target.as_deref();
        let flags = Flags::resolve(&global.switches, &global.words, target, root.as_deref(), profiles)?;
        match global.color {
            Some(ColorArg::Always) => anstream::ColorChoice::Always.write_global(),
            Some(ColorArg::Never) => anstream::ColorChoice::Never.write_global(),
            None if !flags.log.colours => anstream::ColorChoice::Never.write_global(),
            // `anstream` looks at NO_COLOR, CLICOLOR and the terminal itself.
            Some(ColorArg::Auto) | None => anstream::ColorChoice::Auto.write_global(),
        }
        let log = Log::new(&flags, program, root.as_deref());
        // dbt's lines take the place of cauri's own talk.
        let quiet = flags.is_on("quiet") || log.speaks();
        Ok(Self {
            printer: Printer { lang, quiet },
            program,
            project,
            profiles_dir,
            vars: global.vars.clone(),
            flags: Arc::new(flags),
            log,
        })
    }
}

/// The folder of the project, as far as it can be told before a command asks for it.
fn nearest_project(given: Option<&Path>) -> Option<PathBuf> {
    let has_project = |dir: &&Path| dir.join("dbt_project.yml").is_file();
    match given {
        Some(dir) => std::path::absolute(dir).ok().filter(|dir| has_project(&dir.as_path())),
        None => std::env::current_dir().ok()?.ancestors().find(has_project).map(Path::to_path_buf),
    }
}

/// Sends the technical log to standard error, filtered by `CAURI_LOG` (without it only errors are
/// logged), and what templates log to dbt's log.
pub(crate) fn start_log(settings: &Settings) {
    use tracing_subscriber::Layer;
    use tracing_subscriber::layer::SubscriberExt;
    let filter = env::read("CAURI_LOG").unwrap_or_else(|| "error".to_owned());
    let filter = tracing_subscriber::EnvFilter::builder().parse_lossy(filter);
    let technical = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(filter);
    let templates = crate::log::Templates::new(settings.log.clone(), settings.printer);
    let subscriber = tracing_subscriber::registry().with(technical).with(templates);
    if tracing::subscriber::set_global_default(subscriber).is_err() {
        // Only a second call in one process gets here, and the first log goes on.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_decides_the_language_wherever_it_stands() {
        let of = |arguments: &[&str]| language(&arguments.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["cauri", "ls", "--lang", "fr"]), Lang::Fr);
        assert_eq!(of(&["cauri", "--lang=en", "ls"]), Lang::En);
    }
}
