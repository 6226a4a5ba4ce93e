//! What every command needs to know, resolved once: flags, then the environment, then defaults.

use std::ffi::OsString;
use std::path::PathBuf;

use cauri_core::{Lang, env};

use crate::cli::{ColorArg, GlobalArgs, LangArg};
use crate::printer::Printer;

/// The settings of this start of the program.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// How to speak, and in which language.
    pub(crate) printer: Printer,
    /// `--project`, or `CAURI_PROJECT_DIR`.
    pub(crate) project: Option<PathBuf>,
    /// `--profiles-dir`, or dbt's `DBT_PROFILES_DIR`.
    pub(crate) profiles_dir: Option<PathBuf>,
    /// `--target`.
    pub(crate) target: Option<String>,
    /// `--vars`.
    pub(crate) vars: Option<String>,
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
    /// Joins flags and environment.
    pub(crate) fn resolve(global: &GlobalArgs, lang: Lang) -> Self {
        let lang = match global.lang {
            Some(LangArg::Fr) => Lang::Fr,
            Some(LangArg::En) => Lang::En,
            None => lang,
        };
        match global.color {
            Some(ColorArg::Always) => anstream::ColorChoice::Always.write_global(),
            Some(ColorArg::Never) => anstream::ColorChoice::Never.write_global(),
            // `anstream` looks at NO_COLOR, CLICOLOR and the terminal itself.
            Some(ColorArg::Auto) | None => anstream::ColorChoice::Auto.write_global(),
        }
        Self {
            printer: Printer { lang, quiet: global.quiet },
            project: global.project.clone().or_else(|| env::read("CAURI_PROJECT_DIR").map(PathBuf::from)),
            profiles_dir: global.profiles_dir.clone().or_else(|| env::read("DBT_PROFILES_DIR").map(PathBuf::from)),
            target: global.target.clone(),
            vars: global.vars.clone(),
        }
    }
}

/// Sends the log to standard error, filtered by `CAURI_LOG`; without it only errors are logged.
pub(crate) fn start_log(_settings: &Settings) {
    let filter = env::read("CAURI_LOG").unwrap_or_else(|| "error".to_owned());
    let filter = tracing_subscriber::EnvFilter::builder().parse_lossy(filter);
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).finish();
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
