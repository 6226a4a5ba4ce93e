//! Which of dbt's global flags hold: command line, then `DBT_*`, then `flags:` of the project, then dbt's defaults.
//!
//! `DBT_ENGINE_X` comes before `DBT_X`, as in dbt. A flag that would change the answer and that
//! cauri does not follow is refused here; one that only tunes dbt's own machinery is accepted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cauri_core::env;
use serde_json::{Map, Value as Json};

use super::warn_error::WarnErrors;
use crate::cli::flags::{SWITCHES, Switches, WordArgs, id_of};
use crate::error::CliError;

/// How a log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogForm {
    /// cauri's own display on a console; dbt's lines in a program called `dbt`.
    Default,
    /// dbt's lines with the time of day.
    Text,
    /// dbt's lines with time, level and thread.
    Debug,
    /// One JSON object a line.
    Json,
}

/// The weight of an event, in dbt's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Debug,
    Info,
    Warn,
    Error,
    /// Above every event: nothing is logged.
    Silent,
}

/// Where the log goes, in which form, from which weight on.
#[derive(Debug, Clone)]
pub(crate) struct LogFlags {
    pub(crate) form: LogForm,
    pub(crate) level: Level,
    pub(crate) file_form: LogForm,
    pub(crate) file_level: Level,
    /// The folder of `dbt.log`; below the project when it is relative and not from the command line.
    pub(crate) dir: PathBuf,
    /// Above this a file is set aside; 0 means never.
    pub(crate) max_bytes: u64,
    pub(crate) colours: bool,
    pub(crate) file_colours: bool,
}

/// The flags that hold.
#[derive(Debug, Clone)]
pub(crate) struct Flags {
    on: BTreeMap<String, bool>,
    project: Map<String, Json>,
    pub(crate) profile: Option<String>,
    pub(crate) target: Option<String>,
    /// dbt's width of a line; cauri's own are as wide as the terminal.
    pub(crate) printer_width: i64,
    pub(crate) target_path: Option<String>,
    pub(crate) packages_path: Option<String>,
    pub(crate) invocation_id: Option<String>,
    pub(crate) log: LogFlags,
    pub(crate) warn_errors: WarnErrors,
}

/// The value of `DBT_ENGINE_<NAME>`, else of `DBT_<NAME>`.
pub(crate) fn variable(id: &str) -> Option<(String, String)> {
    let upper = id.to_uppercase();
    ["DBT_ENGINE_", "DBT_"].iter().find_map(|prefix| {
        let name = format!("{prefix}{upper}");
        env::read(&name).map(|value| (name, value))
    })
}

/// A truth value as dbt's command line reads it from the environment.
fn truth(name: &str, value: &str) -> Result<bool, CliError> {
    match value.trim().to_lowercase().as_str() {
        "1" | "true" | "t" | "yes" | "y" | "on" => Ok(true),
        "0" | "false" | "f" | "no" | "n" | "off" => Ok(false),
        _ => Err(CliError::BadVariable { name: name.to_owned(), given: value.to_owned(), known: "true, false" }),
    }
}

/// The truth that a variable holds, if there is one.
///
/// # Errors
///
/// When it holds something else.
pub(crate) fn truth_of(name: &str) -> Result<Option<bool>, CliError> {
    env::read(name).map(|value| truth(name, &value)).transpose()
}

impl Flags {
    /// Joins all that speaks of flags.
    pub(crate) fn resolve(
        switches: &Switches,
        words: &WordArgs,
        target: Option<&str>,
        root: Option<&Path>,
        profiles: Option<&Path>,
    ) -> Result<Self, CliError> {
        let project = project_flags(root, profiles);
        let mut on = BTreeMap::new();
        for switch in SWITCHES {
            let id = id_of(switch.name);
            let said = switches.get(&id).map_or_else(|| of_environment(&id), |said| Ok(Some(said)))?;
            let of_project = project.get(&id).and_then(Json::as_bool);
            on.insert(id, said.or(of_project).unwrap_or(switch.default));
        }
        // The older name of DBT_PRINT, which comes first as in dbt.
        if let Some(no) = truth_of("DBT_NO_PRINT")? {
            on.insert("print".to_owned(), !no);
        }
        if env::read("DO_NOT_TRACK").is_some() {
            on.insert("send_anonymous_usage_stats".to_owned(), false);
        }
        refuse(&on, words)?;
        let text = |id: &str, given: Option<&str>| {
            let of_project = || project.get(id).and_then(Json::as_str).map(str::to_owned);
            given.map(str::to_owned).or_else(|| variable(id).map(|(_, value)| value)).or_else(of_project)
        };
        let log = log_flags(&on, words, &text)?;
        let width = text("printer_width", words.printer_width.as_deref()).map(|given| {
            let known = "a whole number of columns";
            given.parse().map_err(|_| CliError::BadWord { option: "--printer-width", given, known })
        });
        let options = match (&words.warn_error_options, project.get("warn_error_options")) {
            (None, Some(given)) if variable("warn_error_options").is_none() => Some(given.to_string()),
            (given, _) => text("warn_error_options", given.as_deref()),
        };
        let warn_errors = WarnErrors::new(on.get("warn_error") == Some(&true), options.as_deref())?;
        let path = words.target_path.as_ref().map(|path| path.to_string_lossy().into_owned());
        Ok(Self {
            profile: text("profile", words.profile.as_deref()),
            target: text("target", target),
            printer_width: width.unwrap_or(Ok(80))?,
            target_path: text("target_path", path.as_deref()),
            packages_path: words.packages_install_path.clone(),
            invocation_id: words.invocation_id.clone(),
            on,
            project,
            log,
            warn_errors,
        })
    }

    /// Whether a global switch is on.
    pub(crate) fn is_on(&self, id: &str) -> bool {
        self.on.get(id).copied().unwrap_or(false)
    }

    /// Whether a switch of one command is on: its option, the environment, or the project says so.
    ///
    /// # Errors
    ///
    /// When the variable holds no truth value.
    pub(crate) fn command_switch(&self, id: &str, given: bool) -> Result<bool, CliError> {
        if given {
            return Ok(true);
        }
        let of_project = self.project.get(id).and_then(Json::as_bool).unwrap_or(false);
        Ok(of_environment(id)?.unwrap_or(of_project))
    }

    /// The word of an option of one command: as written, from the environment, or from the project.
    pub(crate) fn command_word(&self, id: &str, given: Option<&str>) -> Option<String> {
        let of_project = || self.project.get(id).and_then(Json::as_str).map(str::to_owned);
        given.map(str::to_owned).or_else(|| variable(id).map(|(_, value)| value)).or_else(of_project)
    }

    /// The flags of an earlier call, as its artifact has them, under what is said now.
    pub(crate) fn as_called(&self, args: &Json) -> Self {
        let word = |id: &str| args.get(id).and_then(Json::as_str).map(str::to_owned);
        let mut flags = self.clone();
        flags.target = flags.target.or_else(|| word("target"));
        flags.profile = flags.profile.or_else(|| word("profile"));
        if args.get("fail_fast") == Some(&Json::Bool(true)) {
            flags.on.insert("fail_fast".to_owned(), true);
        }
        flags
    }

    /// The flags as templates see them in `flags`, under dbt's names in capitals.
    pub(crate) fn for_templates(&self) -> Map<String, Json> {
        let mut all = Map::new();
        for (id, on) in self.on.iter().filter(|(id, _)| !id.starts_with("upload")) {
            all.insert(id.to_uppercase(), Json::Bool(*on));
        }
        for (id, value) in &self.project {
            all.entry(id.to_uppercase()).or_insert_with(|| value.clone());
        }
        all.insert("LOG_FORMAT".to_owned(), Json::from(self.log.form.as_str()));
        all.insert("LOG_PATH".to_owned(), Json::from(self.log.dir.to_string_lossy()));
        all.insert("TARGET_PATH".to_owned(), self.target_path.as_deref().map_or(Json::Null, Json::from));
        all
    }
}

impl LogForm {
    /// dbt's word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Text => "text",
            Self::Debug => "debug",
            Self::Json => "json",
        }
    }

    fn parse(option: &'static str, word: &str) -> Result<Self, CliError> {
        match word.to_lowercase().as_str() {
            "default" => Ok(Self::Default),
            "text" => Ok(Self::Text),
            "debug" => Ok(Self::Debug),
            // dbt 1.12 asks for `otel` of the parser that it starts; it reads only the exit code.
            "json" | "otel" => Ok(Self::Json),
            _ => Err(CliError::BadWord { option, given: word.to_owned(), known: "default, text, debug, json" }),
        }
    }
}

impl Level {
    /// dbt's word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::Silent => "none",
        }
    }

    fn parse(option: &'static str, word: &str) -> Result<Self, CliError> {
        match word.to_lowercase().as_str() {
            "debug" | "trace" => Ok(Self::Debug),
            "info" => Ok(Self::Info),
            "warn" => Ok(Self::Warn),
            "error" => Ok(Self::Error),
            "none" | "off" => Ok(Self::Silent),
            _ => Err(CliError::BadWord { option, given: word.to_owned(), known: "debug, info, warn, error, none" }),
        }
    }
}

fn of_environment(id: &str) -> Result<Option<bool>, CliError> {
    match variable(id) {
        Some((name, value)) => truth(&name, &value).map(Some),
        None => Ok(None),
    }
}

/// What would leave something undone that was asked for.
fn refuse(on: &BTreeMap<String, bool>, words: &WordArgs) -> Result<(), CliError> {
    let is_on = |id: &str| on.get(id) == Some(&true);
    if is_on("upload_to_artifacts_ingest_api") {
        return Err(CliError::NotHere { option: "--upload-to-artifacts-ingest-api" });
    }
    if words.record_timing_info.is_some() {
        return Err(CliError::NotHere { option: "--record-timing-info" });
    }
    if !on.get("inject_ephemeral_ctes").copied().unwrap_or(true) {
        return Err(CliError::NotHere { option: "--no-inject-ephemeral-ctes" });
    }
    Ok(())
}

type Text<'a> = dyn Fn(&str, Option<&str>) -> Option<String> + 'a;

fn log_flags(on: &BTreeMap<String, bool>, words: &WordArgs, text: &Text<'_>) -> Result<LogFlags, CliError> {
    let form = text("log_format", words.log_format.as_deref());
    let level = text("log_level", words.log_level.as_deref());
    // The file follows the console, unless it is told otherwise.
    let file_form = text("log_format_file", words.log_format_file.as_deref()).or_else(|| form.clone());
    let file_level = text("log_level_file", words.log_level_file.as_deref()).or_else(|| level.clone());
    let debug = on.get("debug") == Some(&true);
    let level = match level {
        _ if debug => Level::Debug,
        Some(word) => Level::parse("--log-level", &word)?,
        None => Level::Info,
    };
    let path = words.log_path.as_ref().map(std::path::absolute).transpose().ok().flatten();
    let path = path.map(|path| path.to_string_lossy().into_owned());
    let max_bytes = text("log_file_max_bytes", words.log_file_max_bytes.as_deref());
    let max_bytes = max_bytes.map(|given| {
        let known = "a whole number of bytes; 0 for no limit";
        given.parse().map_err(|_| CliError::BadWord { option: "--log-file-max-bytes", given, known })
    });
    let colours = on.get("use_colors").copied().unwrap_or(true);
    Ok(LogFlags {
        form: form.map_or(Ok(LogForm::Default), |word| LogForm::parse("--log-format", &word))?,
        level,
        file_form: file_form.map_or(Ok(LogForm::Debug), |word| LogForm::parse("--log-format-file", &word))?,
        file_level: file_level.map_or(Ok(Level::Debug), |word| Level::parse("--log-level-file", &word))?,
        dir: PathBuf::from(text("log_path", path.as_deref()).unwrap_or_else(|| "logs".to_owned())),
        max_bytes: max_bytes.unwrap_or(Ok(10 * 1024 * 1024))?,
        colours,
        file_colours: colours && on.get("use_colors_file").copied().unwrap_or(true),
    })
}

/// `flags:` of `dbt_project.yml`; without them the `config:` of `profiles.yml`, dbt's old place.
///
/// A file that is wrong is reported when the project is loaded, not here.
fn project_flags(root: Option<&Path>, profiles: Option<&Path>) -> Map<String, Json> {
    let read = |file: PathBuf, key: &str| {
        let text = std::fs::read_to_string(file).ok()?;
        let document = cauri_project::yaml_json(&text)?;
        document.get(key)?.as_object().cloned()
    };
    let of_project = root.and_then(|root| read(root.join("dbt_project.yml"), "flags"));
    of_project.or_else(|| read(profiles?.join("profiles.yml"), "config")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(words: &WordArgs) -> Result<Flags, CliError> {
        Flags::resolve(&Switches::default(), words, None, None, None)
    }

    #[test]
    fn the_file_follows_the_console_unless_it_is_told_otherwise() {
        let words = WordArgs { log_format: Some("json".to_owned()), ..WordArgs::default() };
        let log = resolved(&words).unwrap().log;
        assert_eq!((log.form, log.file_form), (LogForm::Json, LogForm::Json));
        let words = WordArgs { log_format_file: Some("json".to_owned()), ..WordArgs::default() };
        let log = resolved(&words).unwrap().log;
        assert_eq!((log.form, log.file_form), (LogForm::Default, LogForm::Json));
        assert_eq!((log.level, log.file_level), (Level::Info, Level::Debug));
    }

    #[test]
    fn what_would_be_left_undone_is_refused() {
        let words = WordArgs { record_timing_info: Some("out.prof".into()), ..WordArgs::default() };
        assert!(matches!(resolved(&words), Err(CliError::NotHere { option: "--record-timing-info" })));
    }

    #[test]
    fn truth_is_written_as_in_dbt() {
        assert!(truth("DBT_QUIET", " True ").unwrap());
        assert!(!truth("DBT_QUIET", "off").unwrap());
        assert!(truth("DBT_QUIET", "maybe").is_err());
    }
}
