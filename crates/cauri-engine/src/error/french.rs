//! The messages in French.

use cauri_core::Lang;

use super::EngineError;
use super::phrase::french;
use super::place::suffix;

/// The French message of an error that is not the lake's.
pub(super) fn message(error: &EngineError) -> String {
    let at = suffix(error.place(), Lang::Fr);
    match error {
        EngineError::Syntax { message, .. } => format!("le texte n'est pas du SQL valide : {message}{at}"),
        EngineError::TableNotFound { name, .. } => format!("il n'y a ni table ni vue {name}{at}"),
        EngineError::ColumnNotFound { name, .. } => format!("il n'y a pas de colonne {name}{at}"),
        EngineError::FunctionNotFound { name, .. } => format!("il n'y a pas de fonction {name}{at}"),
        EngineError::Invalid { message, .. } => format!("la requête n'a pas de sens : {}{at}", french(message)),
        EngineError::NotSupported { what, .. } => format!("{} : pas pris en charge{at}", french(what)),
        EngineError::MemoryExceeded { .. } => {
            "la requête demande plus de mémoire que la limite ne le permet".to_owned()
        }
        EngineError::Value { message } => format!("une valeur ne peut pas être calculée : {}", french(message)),
        EngineError::Columns { table, reason } => {
            format!("les lignes ne correspondent pas à {table} : {reason}")
        }
        EngineError::NullValue { table, column } => {
            format!("la colonne {column} de {table} n'admet pas NULL, et une ligne en contient un")
        }
        EngineError::DuplicateKeys { table, num_keys, example } => format!(
            "{num_keys} clés figurent plus d'une fois dans les lignes à fusionner dans {table}, par exemple {example}"
        ),
        EngineError::WrongKind { name, is, wanted } => {
            format!("{name} est une {}, pas une {}", kind(is), kind(wanted))
        }
        EngineError::ViewCycle { view, path } => format!("la vue {view} se lit elle-même : {path}"),
        EngineError::TableSpec { text, clause, reason } => {
            let clause = if *clause == "sort field" { "un champ de tri" } else { "un champ de partition" };
            format!("« {text} » n'est pas {clause} : {reason}")
        }
        EngineError::Setting { key, reason } => {
            format!("le réglage {key} du moteur est inutilisable : {reason}")
        }
        EngineError::File { path, reason } => format!("le fichier {path} ne peut pas être lu : {}", french(reason)),
        EngineError::Execution { message, .. } => format!("la requête a échoué : {message}"),
        EngineError::Internal { message } => format!("le moteur a commis une erreur : {message}"),
        EngineError::Lake(error) => error.to_string(),
    }
}

fn kind(english: &str) -> &str {
    match english {
        "view" => "vue",
        "metadata table" => "table de métadonnées",
        other => other,
    }
}
