//! Why the freshness of a source could not be told.

use cauri_core::{Diagnose, Lang, say};
use cauri_project::AdapterError;

/// Why a source has no age.
#[derive(Debug, thiserror::Error)]
pub enum FreshnessError {
    /// The query failed.
    #[error("could not ask source \"{source_id}\" when it was loaded last")]
    Query {
        /// The id of the source.
        source_id: String,
        /// Why not.
        #[source]
        cause: AdapterError,
    },
    /// The query gave something else than one date or time.
    #[error("source \"{source_id}\": {value} is not a date or time")]
    NotAnInstant {
        /// The id of the source.
        source_id: String,
        /// What it gave.
        value: String,
    },
    /// There is no table whose snapshots would tell.
    #[error("source \"{source_id}\" has no `loaded_at_field`, and {} to tell by", if *is_view { "a view has no snapshot" } else { "there is no such table" })]
    NoSnapshot {
        /// The id of the source.
        source_id: String,
        /// Whether there is a view of that name.
        is_view: bool,
    },
}

impl Diagnose for FreshnessError {
    fn code(&self) -> &'static str {
        match self {
            Self::Query { .. } => "C0670",
            Self::NotAnInstant { .. } => "C0671",
            Self::NoSnapshot { .. } => "C0672",
        }
    }

    fn message(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::Query { source_id, .. } => {
                format!("impossible de demander à la source « {source_id} » son dernier chargement")
            }
            Self::NotAnInstant { source_id, value } => {
                format!("source « {source_id} » : {value} n'est ni une date ni une heure")
            }
            Self::NoSnapshot { source_id, is_view: true } => {
                format!("la source « {source_id} » n'a pas de `loaded_at_field`, et une vue n'a pas d'instantané")
            }
            Self::NoSnapshot { source_id, is_view: false } => {
                format!("la source « {source_id} » n'a pas de `loaded_at_field`, et cette table n'existe pas")
            }
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Query { .. } => say!(
                lang,
                "Check `loaded_at_field`, `loaded_at_query` and `filter` of the source, and that its table is there.",
                "Vérifiez `loaded_at_field`, `loaded_at_query` et `filter` de la source, et que sa table existe."
            ),
            Self::NotAnInstant { .. } => say!(
                lang,
                "Cast it: `loaded_at_field: cast(loaded_on as timestamp)`.",
                "Convertissez-la : `loaded_at_field: cast(charge_le as timestamp)`."
            ),
            Self::NoSnapshot { .. } => say!(
                lang,
                "Give the source a `loaded_at_field` or a `loaded_at_query`, or load its table.",
                "Donnez à la source un `loaded_at_field` ou un `loaded_at_query`, ou chargez sa table."
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_error_of_freshness_is_explained() {
        let source = include_str!("error.rs");
        for code in source.split('"').filter(|text| text.len() == 5 && text.starts_with("C06")) {
            assert!(crate::CODES.iter().any(|entry| entry.code == code), "{code} is not explained");
        }
    }
}
