//! dbt's log: named events, as lines for people or JSON for tools, on standard output and in `logs/dbt.log`.
//!
//! The console is silent unless the program is called `dbt` or `--log-format` asks for dbt's
//! lines; the file is written by every command that dbt has. Events carry dbt's names and codes,
//! since orchestrators look for them. A log that cannot be written never stops a command.

mod around;
mod entry;
mod file;
mod run;
mod templates;

use std::fmt;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anstream::adapter::strip_str;
use cauri_core::{Clock, SystemClock};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use crate::program::Program;
use crate::settings::flags::{Flags, Level, LogForm};

pub(crate) use entry::Entry;
pub(crate) use run::{RunLog, ended, found, report_version};
pub(crate) use templates::Templates;

/// The log of this start of the program. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Log(Arc<Sinks>);

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").field("console", &self.0.console.map(|one| one.form.as_str())).finish_non_exhaustive()
    }
}

struct Sinks {
    console: Option<Sink>,
    file: Option<(Sink, Mutex<file::LogFile>)>,
    prints: bool,
    invocation_id: String,
    extra: Json,
}

/// What one place takes.
#[derive(Debug, Clone, Copy)]
struct Sink {
    form: LogForm,
    level: Level,
    colours: bool,
}

impl Log {
    /// The log that the flags ask for. Nothing is opened before the first event.
    pub(crate) fn new(flags: &Flags, program: Program, root: Option<&Path>) -> Self {
        let log = &flags.log;
        let form = match (log.form, program) {
            (LogForm::Default, Program::Dbt) => LogForm::Text,
            (LogForm::Default, Program::Cauri) if flags.is_on("debug") => LogForm::Debug,
            (form, _) => form,
        };
        let level = if flags.is_on("quiet") { log.level.max(Level::Error) } else { log.level };
        let form = if form == LogForm::Text && level == Level::Debug { LogForm::Debug } else { form };
        let console = (form != LogForm::Default).then_some(Sink { form, level, colours: log.colours });
        let file_form = if log.file_form == LogForm::Default { LogForm::Debug } else { log.file_form };
        let file = root.filter(|_| log.file_level != Level::Silent).map(|root| {
            let sink = Sink { form: file_form, level: log.file_level, colours: log.file_colours };
            (sink, Mutex::new(file::LogFile::new(root.join(&log.dir).join("dbt.log"), log.max_bytes)))
        });
        let invocation_id = flags.invocation_id.clone().unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
        let extra: serde_json::Map<String, Json> =
            cauri_core::env::custom().into_iter().map(|(name, value)| (name, Json::from(value))).collect();
        let prints = flags.is_on("print");
        Self(Arc::new(Sinks { console, file, prints, invocation_id, extra: Json::Object(extra) }))
    }

    /// The id of this start of the program.
    pub(crate) fn invocation_id(&self) -> &str {
        &self.0.invocation_id
    }

    /// Whether dbt's lines are on the console, in the place of cauri's own talk.
    pub(crate) fn speaks(&self) -> bool {
        self.0.console.is_some()
    }

    /// Whether the console takes JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.0.console.is_some_and(|console| console.form == LogForm::Json)
    }

    /// Whether any place takes JSON: the fields of an event show nowhere else.
    pub(crate) fn takes_fields(&self) -> bool {
        self.is_json() || self.0.file.as_ref().is_some_and(|(sink, _)| sink.form == LogForm::Json)
    }

    /// Logs an event.
    pub(crate) fn fire(&self, entry: &Entry) {
        let now = DateTime::from_timestamp_micros(SystemClock.now_us()).unwrap_or_default();
        if let Some(console) = self.0.console.filter(|console| console.takes(entry)) {
            let line = self.line(console, entry, now);
            // Nobody is left to be told when standard output itself is closed.
            drop(writeln!(anstream::stdout().lock(), "{line}"));
        }
        if let Some((sink, file)) = self.0.file.as_ref().filter(|(sink, _)| sink.takes(entry)) {
            let line = self.line(*sink, entry, now);
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            if entry.name == "MainReportVersion" && sink.form != LogForm::Json {
                let time = now.format("%H:%M:%S%.6f");
                let bar = "=".repeat(30);
                file.write(&format!("\n\n{bar} {time} | {} {bar}", self.0.invocation_id));
            }
            file.write(&line);
        }
    }

    /// Writes what `print()` of a template says: to standard output, whatever the log says.
    pub(crate) fn print(&self, text: &str) {
        if !self.0.prints {
            return;
        }
        if self.is_json() {
            self.fire(&Entry::new("PrintEvent", "Z052", Level::Error, text).level_shown("info"));
        } else {
            drop(writeln!(anstream::stdout().lock(), "{text}"));
        }
    }

    /// Writes what a command was asked to show: as it is, also when the log is quiet.
    pub(crate) fn show(&self, entry: Entry) {
        if self.is_json() {
            let shown = Entry { level: Level::Error, ..entry };
            self.fire(&shown.level_shown("info"));
        } else {
            drop(writeln!(anstream::stdout().lock(), "{}", entry.msg));
        }
    }

    fn line(&self, sink: Sink, entry: &Entry, now: DateTime<Utc>) -> String {
        let plain = || strip_str(&entry.msg).to_string();
        let text = || if sink.colours { entry.msg.clone() } else { plain() };
        match sink.form {
            LogForm::Json => self.json(entry, &plain(), now).to_string(),
            LogForm::Text | LogForm::Default => format!("{}  {}", now.format("%H:%M:%S"), text()),
            LogForm::Debug => {
                let (level, thread) = (entry.shown, &entry.thread);
                format!("{} [{level:<5}] [{thread}]: {}", now.format("%H:%M:%S%.6f"), text())
            }
        }
    }

    fn json(&self, entry: &Entry, msg: &str, now: DateTime<Utc>) -> Json {
        json!({
            "info": {
                "name": entry.name, "code": entry.code, "level": entry.shown, "msg": msg, "category": "",
                "ts": now.to_rfc3339_opts(SecondsFormat::Micros, true), "invocation_id": self.0.invocation_id,
                "pid": std::process::id(), "thread": entry.thread, "extra": self.0.extra,
            },
            "data": entry.fields,
        })
    }
}

impl Sink {
    fn takes(self, entry: &Entry) -> bool {
        entry.level >= self.level && self.level != Level::Silent
    }
}

/// Says that a command has ended.
pub(crate) fn completed(log: &Log, command: &str, success: bool, elapsed: Duration) {
    let now = DateTime::from_timestamp_micros(SystemClock.now_us()).unwrap_or_default();
    let word = if success { "succeeded" } else { "failed" };
    let seconds = elapsed.as_secs_f64();
    let line = format!("Command `dbt {command}` {word} at {} after {seconds:.2} seconds", now.format("%H:%M:%S%.6f"));
    let at = now.to_rfc3339_opts(SecondsFormat::Micros, true);
    let fields = json!({
        "command": format!("dbt {command}"), "success": success, "elapsed": seconds, "completed_at": at,
    });
    log.fire(&Entry::new("CommandCompleted", "Q039", Level::Debug, line).with(fields));
}

/// Says that an artifact was written.
pub(crate) fn wrote(log: &Log, kind: &str, path: &Path) {
    let line = format!("Wrote artifact {kind} to {}", path.display());
    let fields = json!({"artifact_type": kind, "artifact_path": path.to_string_lossy()});
    log.fire(&Entry::new("ArtifactWritten", "P001", Level::Debug, line).with(fields));
}
