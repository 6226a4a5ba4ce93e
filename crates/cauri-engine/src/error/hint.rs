//! What to do about an error.

use cauri_core::{Diagnose, Lang, say};

use super::EngineError;

/// How many columns a hint lists before it stops.
const LISTED_COLUMNS: usize = 12;

/// One or two sentences of advice.
pub(super) fn hint(error: &EngineError, lang: Lang) -> Option<String> {
    match error {
        EngineError::TableNotFound { nearest: Some(nearest), .. }
        | EngineError::ColumnNotFound { nearest: Some(nearest), .. }
        | EngineError::FunctionNotFound { nearest: Some(nearest), .. } => {
            Some(say!(lang, "Did you mean {nearest}?", "Vouliez-vous dire {nearest} ?"))
        }
        EngineError::TableNotFound { .. } => Some(say!(
            lang,
            "List the tables with SHOW TABLES IN <namespace>, the namespaces with SHOW NAMESPACES.",
            "Listez les tables avec SHOW TABLES IN <espace de noms>, les espaces de noms avec SHOW NAMESPACES."
        )),
        EngineError::ColumnNotFound { columns, .. } if !columns.is_empty() => {
            let more = if columns.len() > LISTED_COLUMNS { ", ..." } else { "" };
            let columns: Vec<&str> = columns.iter().take(LISTED_COLUMNS).map(String::as_str).collect();
            let columns = columns.join(", ");
            Some(say!(lang, "The columns are {columns}{more}.", "Les colonnes sont {columns}{more}."))
        }
        EngineError::MemoryExceeded { limit_bytes, .. } => Some(memory(*limit_bytes, lang)),
        EngineError::Value { .. } => Some(say!(
            lang,
            "Use try_cast(x AS type) or nullif(x, 0) where a bad value may become NULL.",
            "Employez try_cast(x AS type) ou nullif(x, 0) là où une mauvaise valeur peut devenir NULL."
        )),
        EngineError::DuplicateKeys { .. } => Some(say!(
            lang,
            "Keep one row per key before merging, for instance with row_number() over (partition by <key> order by ...) = 1.",
            "Gardez une ligne par clé avant de fusionner, par exemple avec row_number() over (partition by <clé> order by ...) = 1."
        )),
        EngineError::TableSpec { .. } => Some(say!(
            lang,
            "Write a column, or year(d), month(d), day(d), hour(t), bucket(16, id), truncate(4, code).",
            "Écrivez une colonne, ou year(d), month(d), day(d), hour(t), bucket(16, id), truncate(4, code)."
        )),
        EngineError::Internal { .. } => Some(say!(
            lang,
            "Report it with the SQL text; a simpler form of the query may work meanwhile.",
            "Signalez-le avec le texte SQL ; une forme plus simple de la requête peut fonctionner en attendant."
        )),
        EngineError::Lake(error) => error.hint(lang),
        _ => None,
    }
}

fn memory(limit_bytes: Option<u64>, lang: Lang) -> String {
    let Some(bytes) = limit_bytes else {
        return say!(
            lang,
            "Read fewer rows or columns, or run the query on a machine with more memory.",
            "Lisez moins de lignes ou de colonnes, ou exécutez la requête sur une machine qui a plus de mémoire."
        );
    };
    let mib = bytes / (1024 * 1024);
    say!(
        lang,
        "The limit is {mib} MiB: raise engine.memory_limit in cauri.yml, or read fewer rows or columns.",
        "La limite est de {mib} Mio : relevez engine.memory_limit dans cauri.yml, ou lisez moins de lignes ou de colonnes."
    )
}
