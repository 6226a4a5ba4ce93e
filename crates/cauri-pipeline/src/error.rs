//! What can go wrong in a run, beside what the project, a source, the lake or the engine say.
//!
//! Errors of those four pass through unchanged, with their codes and hints. The variants here
//! are the run's own: another run at work, too many bad rows, a column that changed its type.

use std::path::PathBuf;

use crate::freshness::FreshnessError;
use cauri_core::{Diagnose, Lang, say};
use cauri_engine::EngineError;
use cauri_lake::LakeError;
use cauri_project::ProjectError;
use cauri_source::SourceError;

/// The first row that a load did not accept, as an example of the others.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstRejected {
    /// The file.
    pub uri: String,
    /// Its line or record, from 1.
    pub row_number: u64,
    /// The column, when one is at fault.
    pub column: Option<String>,
    /// Why.
    pub reason: cauri_source::Reason,
}

impl FirstRejected {
    fn text(&self, lang: Lang) -> String {
        let Self { uri, row_number, column, reason } = self;
        let reason = reason.message(lang);
        match column {
            Some(column) => say!(
                lang,
                "{uri}, line {row_number}, column \"{column}\": {reason}",
                "{uri}, ligne {row_number}, colonne « {column} » : {reason}"
            ),
            None => say!(lang, "{uri}, line {row_number}: {reason}", "{uri}, ligne {row_number} : {reason}"),
        }
    }
}

/// What went wrong in a run or in one node of it.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The project's files, a template or a selection are wrong.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// A source cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A table cannot be read or changed.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// SQL cannot be planned or run.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The freshness of a source cannot be told.
    #[error(transparent)]
    Freshness(#[from] FreshnessError),
    /// Another run is at work on the project.
    #[error("another run is at work on this project: `{command}`{}", pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default())]
    AlreadyRunning {
        /// The lock file.
        path: PathBuf,
        /// The process that holds the lock, if it has said so.
        pid: Option<u32>,
        /// Its command.
        command: String,
    },
    /// The state folder, a raw file or an artifact cannot be written.
    #[error("could not write \"{}\"", path.display())]
    StateUnwritable {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
    /// More rows were not accepted than the source allows.
    #[error(
        "source \"{stream}\": {quarantined} of {read} rows were not accepted, more than {limit_pct} %{}",
        first.as_ref().map(|first| format!("; the first: {}", first.text(Lang::En))).unwrap_or_default()
    )]
    TooManyQuarantined {
        /// The stream.
        stream: String,
        /// Rows that were not accepted.
        quarantined: u64,
        /// Rows that were read.
        read: u64,
        /// The share that is allowed, in percent.
        limit_pct: f64,
        /// The first of them.
        first: Option<Box<FirstRejected>>,
    },
    /// `read = accepted + quarantined + duplicates` does not hold.
    #[error(
        "source \"{stream}\": {read} rows were read but {accepted} accepted, {quarantined} quarantined and {duplicates} found to be duplicates"
    )]
    CountsDisagree {
        /// The stream.
        stream: String,
        /// Rows that the source handed over.
        read: u64,
        /// Rows that were written.
        accepted: u64,
        /// Rows in the quarantine.
        quarantined: u64,
        /// Rows that were there already.
        duplicates: u64,
    },
    /// A column of a source has another type than its Bronze table.
    #[error("source \"{stream}\": column \"{column}\" is {found} in \"{uri}\", and {expected} in the table")]
    ColumnChangedType {
        /// The stream.
        stream: String,
        /// The column.
        column: String,
        /// The type in the table.
        expected: String,
        /// The type in the file.
        found: String,
        /// The file.
        uri: String,
    },
    /// A column of the Bronze table is not in the file, and the contract does not let it go.
    #[error("source \"{stream}\": column \"{column}\" is not in \"{uri}\"")]
    ColumnMissing {
        /// The stream.
        stream: String,
        /// The column.
        column: String,
        /// The file.
        uri: String,
        /// The column of the file whose name is closest, if one is close.
        nearest: Option<String>,
    },
    /// A file has a column that the table has not, and the contract is `freeze`.
    #[error("source \"{stream}\": \"{uri}\" has a new column \"{column}\", and its contract is frozen")]
    ColumnUnexpected {
        /// The stream.
        stream: String,
        /// The column.
        column: String,
        /// The file.
        uri: String,
    },
    /// A setting of a source that the pipeline reads is not valid.
    #[error("source \"{stream}\": `{setting}` is {found}; it must be {expected}")]
    BadSetting {
        /// The stream.
        stream: String,
        /// The key in `cauri.yml`.
        setting: &'static str,
        /// What is written.
        found: String,
        /// What may be written.
        expected: &'static str,
    },
    /// A source was asked for by a name that none has.
    #[error("there is no source \"{name}\"")]
    UnknownStream {
        /// The name.
        name: String,
        /// The closest that exists, if one is close.
        nearest: Option<String>,
        /// All that exist.
        known: Vec<String>,
    },
    /// A materialization that cauri does not run.
    #[error("node \"{node}\": cauri does not run the materialization \"{materialization}\"")]
    UnsupportedMaterialization {
        /// The id of the node.
        node: String,
        /// Its materialization.
        materialization: String,
    },
    /// A materialization of the project's own for what cauri always builds itself.
    #[error(
        "node \"{node}\": the project has a materialization \"{materialization}\" of its own, which cauri does not run"
    )]
    ReplacedMaterialization {
        /// The id of the node.
        node: String,
        /// Its materialization.
        materialization: String,
    },
    /// An incremental strategy that does not exist, or lacks what it needs.
    #[error("model \"{node}\": incremental strategy \"{strategy}\" {problem}")]
    IncrementalStrategy {
        /// The id of the model.
        node: String,
        /// The strategy.
        strategy: String,
        /// What is the matter, as the end of the sentence, in English.
        problem: &'static str,
        /// The same in French.
        problem_fr: &'static str,
    },
    /// The columns of an incremental model changed in a way that its `on_schema_change` does not allow.
    #[error("model \"{node}\": its columns changed ({change}) and on_schema_change is `{rule}`")]
    ModelColumnsChanged {
        /// The id of the model.
        node: String,
        /// What changed: `+new -gone ~of another type`.
        change: String,
        /// What `on_schema_change` says.
        rule: &'static str,
    },
    /// A microbatch model lacks a setting that it cannot be without.
    #[error("microbatch model \"{node}\" has no `{setting}`")]
    MicrobatchSetting {
        /// The id of the model.
        node: String,
        /// The setting.
        setting: &'static str,
    },
    /// A model that is written in Python.
    #[error("model \"{node}\" is written in Python, which cauri does not run")]
    PythonModel {
        /// The id of the model.
        node: String,
    },
    /// The relation of a snapshot is there and is no history that it could go on with.
    #[error("snapshot \"{node}\": {problem}")]
    SnapshotTarget {
        /// The id of the snapshot.
        node: String,
        /// What is the matter, in English.
        problem: String,
        /// The same in French.
        problem_fr: String,
    },
    /// A query does not give the columns that the contract of its model promises.
    #[error("model \"{node}\" does not keep its contract:\n{differences}")]
    ContractBroken {
        /// The id of the model.
        node: String,
        /// One line per column that differs: name, type of the query, type of the contract, what is wrong.
        differences: String,
    },
    /// Rows break a constraint of a model.
    #[error("model \"{node}\": constraint {constraint} does not hold, rows: {num_rows}")]
    ConstraintBroken {
        /// The id of the model.
        node: String,
        /// The constraint, such as `not_null (id)`.
        constraint: String,
        /// How many.
        num_rows: u64,
    },
    /// A condition of a test is not a comparison with a number.
    #[error("test \"{node}\": `{setting}` is \"{condition}\", which is not a comparison with a whole number")]
    TestCondition {
        /// The id of the test.
        node: String,
        /// `warn_if` or `error_if`.
        setting: &'static str,
        /// What is written.
        condition: String,
    },
    /// The query that counts a test's failures gave no whole number.
    #[error("test \"{node}\": `fail_calc` gave no whole number")]
    TestCount {
        /// The id of the test.
        node: String,
    },
    /// The name of a relation is not one that a table can have.
    #[error("node \"{node}\" has no valid relation name")]
    RelationName {
        /// The id of the node.
        node: String,
        /// What is wrong with it.
        #[source]
        cause: cauri_core::NameError,
    },
    /// The run was interrupted.
    #[error("interrupted")]
    Interrupted,
    /// A file of the state folder cannot be understood.
    #[error("file \"{}\" is damaged", path.display())]
    StateDamaged {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: serde_json::Error,
    },
    /// Rows could not be put into the form that the table needs.
    #[error("could not prepare the rows of \"{stream}\"")]
    Rows {
        /// The stream or node.
        stream: String,
        /// Why.
        #[source]
        cause: arrow::error::ArrowError,
    },
    /// A mistake in cauri itself.
    #[error("this is a bug in cauri: {what}")]
    Internal {
        /// What was found.
        what: String,
    },
}

impl Diagnose for PipelineError {
    fn code(&self) -> &'static str {
        match self {
            Self::Project(error) => error.code(),
            Self::Source(error) => error.code(),
            Self::Lake(error) => error.code(),
            Self::Engine(error) => error.code(),
            Self::Freshness(error) => error.code(),
            Self::AlreadyRunning { .. } => "C0601",
            Self::StateUnwritable { .. } => "C0602",
            Self::TooManyQuarantined { .. } => "C0603",
            Self::CountsDisagree { .. } => "C0604",
            Self::ColumnChangedType { .. } => "C0605",
            Self::ColumnMissing { .. } => "C0606",
            Self::ColumnUnexpected { .. } => "C0607",
            Self::BadSetting { .. } => "C0608",
            Self::UnknownStream { .. } => "C0609",
            Self::UnsupportedMaterialization { .. } => "C0610",
            Self::ReplacedMaterialization { .. } => "C0620",
            Self::IncrementalStrategy { .. } => "C0611",
            Self::ModelColumnsChanged { .. } => "C0612",
            Self::TestCondition { .. } => "C0613",
            Self::TestCount { .. } => "C0614",
            Self::RelationName { .. } => "C0615",
            Self::Interrupted => "C0616",
            Self::StateDamaged { .. } => "C0617",
            Self::Rows { .. } => "C0618",
            Self::MicrobatchSetting { .. } => "C0631",
            Self::PythonModel { .. } => "C0632",
            Self::SnapshotTarget { .. } => "C0641",
            Self::ContractBroken { .. } => "C0642",
            Self::ConstraintBroken { .. } => "C0643",
            Self::Internal { .. } => "C0699",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Project(error), _) => error.message(lang),
            (Self::Source(error), _) => error.message(lang),
            (Self::Lake(error), _) => error.message(lang),
            (Self::Engine(error), _) => error.message(lang),
            (_, Lang::En) => self.to_string(),
            (_, Lang::Fr) => self.french(),
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Project(error) => error.hint(lang),
            Self::Source(error) => error.hint(lang),
            Self::Lake(error) => error.hint(lang),
            Self::Engine(error) => error.hint(lang),
            Self::Freshness(error) => error.hint(lang),
            other => crate::codes::hint(other, lang),
        }
    }

    fn is_retryable(&self) -> bool {
        match self {
            Self::Project(error) => error.is_retryable(),
            Self::Source(error) => error.is_retryable(),
            Self::Lake(error) => error.is_retryable(),
            Self::Engine(error) => error.is_retryable(),
            Self::Freshness(error) => error.is_retryable(),
            Self::AlreadyRunning { .. } | Self::Interrupted => true,
            _ => false,
        }
    }
}

impl PipelineError {
    fn french(&self) -> String {
        match self {
            Self::Project(_) | Self::Source(_) | Self::Lake(_) | Self::Engine(_) => self.message(Lang::Fr),
            Self::AlreadyRunning { pid, command, .. } => {
                let pid = pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default();
                format!("une autre exécution travaille déjà sur ce projet : `{command}`{pid}")
            }
            Self::StateUnwritable { path, .. } => format!("impossible d'écrire « {} »", path.display()),
            Self::StateDamaged { path, .. } => format!("le fichier « {} » est endommagé", path.display()),
            Self::UnsupportedMaterialization { node, materialization } => {
                format!("nœud « {node} » : cauri n'exécute pas la matérialisation « {materialization} »")
            }
            Self::ReplacedMaterialization { node, materialization } => format!(
                "nœud « {node} » : le projet a sa propre matérialisation « {materialization} », que cauri n'exécute pas"
            ),
            Self::IncrementalStrategy { node, strategy, problem_fr, .. } => {
                format!("modèle « {node} » : la stratégie incrémentale « {strategy} » {problem_fr}")
            }
            Self::MicrobatchSetting { node, setting } => {
                format!("le modèle microbatch « {node} » n'a pas de `{setting}`")
            }
            Self::PythonModel { node } => {
                format!("le modèle « {node} » est écrit en Python, que cauri n'exécute pas")
            }
            Self::ModelColumnsChanged { node, change, rule } => {
                format!("modèle « {node} » : ses colonnes ont changé ({change}) et on_schema_change vaut `{rule}`")
            }
            Self::SnapshotTarget { node, problem_fr, .. } => format!("snapshot « {node} » : {problem_fr}"),
            Self::ContractBroken { node, differences } => {
                format!("le modèle « {node} » ne tient pas son contrat :\n{differences}")
            }
            Self::ConstraintBroken { node, constraint, num_rows } => {
                format!("modèle « {node} » : la contrainte {constraint} n'est pas tenue, lignes : {num_rows}")
            }
            Self::TestCondition { node, setting, condition } => format!(
                "test « {node} » : `{setting}` vaut « {condition} », qui n'est pas une comparaison avec un nombre entier"
            ),
            Self::TestCount { node } => format!("test « {node} » : `fail_calc` n'a pas donné de nombre entier"),
            Self::RelationName { node, .. } => format!("le nœud « {node} » n'a pas de nom de relation valable"),
            Self::Interrupted => "interrompu".to_owned(),
            Self::Internal { what } => format!("ceci est un défaut de cauri : {what}"),
            of_a_source => of_a_source.french_of_source(),
        }
    }

    fn french_of_source(&self) -> String {
        match self {
            Self::TooManyQuarantined { stream, quarantined, read, limit_pct, first } => {
                let limit = limit_pct.to_string().replace('.', ",");
                let first = first.as_ref().map(|first| format!(" ; la première : {}", first.text(Lang::Fr)));
                let first = first.unwrap_or_default();
                format!(
                    "source « {stream} » : {quarantined} lignes sur {read} n'ont pas été acceptées, plus de {limit} %{first}"
                )
            }
            Self::CountsDisagree { stream, read, accepted, quarantined, duplicates } => format!(
                "source « {stream} » : {read} lignes lues, mais {accepted} acceptées, {quarantined} en quarantaine et {duplicates} doublons"
            ),
            Self::ColumnChangedType { stream, column, expected, found, uri } => format!(
                "source « {stream} » : la colonne « {column} » est de type {found} dans « {uri} », et {expected} dans la table"
            ),
            Self::ColumnMissing { stream, column, uri, .. } => {
                format!("source « {stream} » : la colonne « {column} » n'est pas dans « {uri} »")
            }
            Self::ColumnUnexpected { stream, column, uri } => {
                format!("source « {stream} » : « {uri} » a une nouvelle colonne « {column} », et son contrat est figé")
            }
            Self::BadSetting { stream, setting, found, expected } => {
                format!("source « {stream} » : `{setting}` vaut {found} ; attendu : {expected}")
            }
            Self::UnknownStream { name, .. } => format!("il n'y a pas de source « {name} »"),
            Self::Rows { stream, .. } => format!("impossible de préparer les lignes de « {stream} »"),
            other => other.to_string(),
        }
    }
}
