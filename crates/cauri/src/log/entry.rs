//! One event of the log: dbt's name and code, a sentence, and fields for tools.

use serde_json::{Map, Value as Json};

use crate::settings::flags::Level;

/// An event, ready to be written.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(super) name: &'static str,
    pub(super) code: &'static str,
    pub(super) level: Level,
    /// The level as it is written; another than the one that counts for `print()` only.
    pub(super) shown: &'static str,
    /// What is said to people, colours included.
    pub(super) msg: String,
    pub(super) thread: String,
    pub(super) fields: Json,
}

impl Entry {
    /// An event whose only field is its sentence.
    pub(crate) fn new(name: &'static str, code: &'static str, level: Level, msg: impl Into<String>) -> Self {
        let msg = msg.into();
        let fields = Json::Object(Map::from_iter([("msg".to_owned(), Json::from(msg.as_str()))]));
        Self { name, code, level, shown: level.as_str(), msg, thread: "MainThread".to_owned(), fields }
    }

    /// The same with these fields.
    pub(crate) fn with(self, fields: Json) -> Self {
        Self { fields, ..self }
    }

    /// The same from a worker.
    pub(crate) fn on(self, thread: &str) -> Self {
        Self { thread: thread.to_owned(), ..self }
    }

    /// The same, written with another level than the one that counts.
    pub(super) fn level_shown(self, shown: &'static str) -> Self {
        Self { shown, ..self }
    }

    /// An empty line between groups of lines.
    pub(crate) fn blank() -> Self {
        Self::new("Formatting", "Z017", Level::Info, "")
    }
}
