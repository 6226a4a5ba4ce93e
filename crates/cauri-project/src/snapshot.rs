//! The queries of a snapshot, as its strategy says.
//!
//! Strategies are macros, dbt's or the project's own. The macros give queries; who runs them
//! and writes the history is the pipeline.

use minijinja::Value;
use serde_json::{Map, Value as Json, json};

use crate::ProjectError;
use crate::compile::Compiler;
use crate::config::NodeConfig;

/// What a snapshot does with the history of a row that its query no longer gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HardDeletes {
    /// Nothing: the last record stays the current one.
    #[default]
    Ignore,
    /// The last record ends.
    Invalidate,
    /// The last record ends, and one that says so follows.
    NewRecord,
}

/// The names of the columns that a snapshot adds to those of its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotColumns {
    /// The digest of key and time that names a record.
    pub scd_id: String,
    /// When the row was changed, as far as the snapshot knows.
    pub updated_at: String,
    /// Since when the record holds.
    pub valid_from: String,
    /// Until when it held.
    pub valid_to: String,
    /// Whether it says that the row is gone.
    pub is_deleted: String,
}

const NAMES: [&str; 5] = ["dbt_valid_from", "dbt_valid_to", "dbt_scd_id", "dbt_updated_at", "dbt_is_deleted"];

impl SnapshotColumns {
    /// The names that `snapshot_meta_column_names` gives, dbt's where it gives none.
    pub fn of(config: &NodeConfig) -> Self {
        let name = |key: &str| {
            let given = config.get("snapshot_meta_column_names").and_then(|names| names.get(key));
            given.and_then(Json::as_str).filter(|name| !name.is_empty()).unwrap_or(key).to_owned()
        };
        Self {
            scd_id: name("dbt_scd_id"),
            updated_at: name("dbt_updated_at"),
            valid_from: name("dbt_valid_from"),
            valid_to: name("dbt_valid_to"),
            is_deleted: name("dbt_is_deleted"),
        }
    }

    fn json(&self) -> Json {
        json!({
            "dbt_valid_from": self.valid_from, "dbt_valid_to": self.valid_to, "dbt_scd_id": self.scd_id,
            "dbt_updated_at": self.updated_at, "dbt_is_deleted": self.is_deleted,
        })
    }
}

impl HardDeletes {
    /// What the settings say; `None` when they contradict themselves or are not understood.
    pub(crate) fn of(settings: &Map<String, Json>) -> Option<Self> {
        let set = |key: &str| settings.get(key).filter(|value| !value.is_null());
        match (set("invalidate_hard_deletes"), set("hard_deletes").and_then(Json::as_str)) {
            (Some(_), Some(_)) => None,
            (Some(flag), None) => Some(if flag == &Json::Bool(true) { Self::Invalidate } else { Self::Ignore }),
            (None, None | Some("ignore")) => Some(Self::Ignore),
            (None, Some("invalidate")) => Some(Self::Invalidate),
            (None, Some("new_record")) => Some(Self::NewRecord),
            (None, Some(_)) => None,
        }
    }

    /// dbt's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Invalidate => "invalidate",
            Self::NewRecord => "new_record",
        }
    }
}

/// What is wrong with the settings of a snapshot, in English and French.
pub(crate) fn fault(config: &NodeConfig) -> Option<(String, String)> {
    let told = |en: &str, fr: &str| Some((en.to_owned(), fr.to_owned()));
    if config.text("strategy").is_none() || config.unique_key().is_empty() {
        return told("needs a `strategy` and a `unique_key`", "demande une `strategy` et une `unique_key`");
    }
    if config.materialized() != "snapshot" {
        return told("is materialized as something else", "a une autre matérialisation");
    }
    if HardDeletes::of(config.values()).is_none() {
        return told(
            "sets `hard_deletes` to something else than ignore, invalidate or new_record, or `invalidate_hard_deletes` beside it",
            "donne à `hard_deletes` autre chose que ignore, invalidate ou new_record, ou `invalidate_hard_deletes` à côté",
        );
    }
    if let Some(names) = config.get("snapshot_meta_column_names").and_then(Json::as_object)
        && let Some(unknown) = names.keys().find(|name| !NAMES.contains(&name.as_str()))
    {
        let known = NAMES.join(", ");
        return Some((
            format!("names the column \"{unknown}\" in `snapshot_meta_column_names`, which knows {known}"),
            format!("nomme la colonne « {unknown} » dans `snapshot_meta_column_names`, qui connaît {known}"),
        ));
    }
    let check_cols = config.get("check_cols");
    match config.text("strategy") {
        Some("check") => match check_cols {
            Some(Json::String(all)) if all == "all" => None,
            Some(Json::Array(names)) if !names.is_empty() => None,
            _ => told(
                "has the strategy check and no `check_cols`, which is `all` or a list of columns",
                "a la stratégie check et pas de `check_cols`, qui est `all` ou une liste de colonnes",
            ),
        },
        Some("timestamp") if config.text("updated_at").is_none() => {
            told("has the strategy timestamp and no `updated_at`", "a la stratégie timestamp et pas de `updated_at`")
        }
        Some("timestamp") if check_cols.is_some() => told(
            "has the strategy timestamp, which takes no `check_cols`",
            "a la stratégie timestamp, qui n'admet pas de `check_cols`",
        ),
        _ => None,
    }
}

impl Compiler<'_> {
    /// The query of a snapshot whose own query is `sql`: the rows of its table when it is new,
    /// what has changed since when it is there.
    pub(crate) fn snapshot_sql(&self, unique_id: &str, sql: &str, target_exists: bool) -> Result<String, ProjectError> {
        let node = self.node(unique_id)?;
        let mut subject = self.subject(node);
        subject
            .config
            .values_mut()
            .insert("snapshot_table_column_names".to_owned(), SnapshotColumns::of(&node.config).json());
        if let Some(model) = subject.model.entries_mut() {
            model.insert("compiled_code".to_owned(), Json::from(sql));
            model.insert("compiled_sql".to_owned(), Json::from(sql));
        }
        subject.variables.insert("sql".to_owned(), Value::from(sql));
        subject.variables.insert("compiled_code".to_owned(), Value::from(sql));
        let text = format!("{{{{ cauri__snapshot_sql({target_exists}) }}}}");
        subject.source.clone_from(&text);
        self.render(subject).text(&text)
    }
}
