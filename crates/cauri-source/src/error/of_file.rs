//! The texts of the errors that concern one file.

use cauri_core::{Diagnose, Lang, nearest, say};

use super::SourceError;

/// How many names of columns a hint lists: a header may have ten thousand.
const MAX_LISTED: usize = 20;

impl SourceError {
    pub(super) fn message_of_file(&self, lang: Lang) -> String {
        match self {
            Self::VintageMissing { uri, declared } => say!(
                lang,
                "{uri} has no publication date: {declared} gives none",
                "{uri} n'a pas de date de publication : {declared} n'en donne aucune"
            ),
            Self::VintageUnreadable { uri, value } => say!(
                lang,
                "{uri}: \"{value}\" is not a publication date",
                "{uri} : « {value} » n'est pas une date de publication"
            ),
            Self::DamagedCompression { uri, codec, .. } => {
                say!(lang, "{uri} is damaged or cut off ({codec})", "{uri} est abîmé ou tronqué ({codec})")
            }
            Self::TooLarge { uri, compressed_bytes, limit_bytes, .. } => say!(
                lang,
                "{uri} decompresses to more than {limit_bytes} bytes from {compressed_bytes}",
                "{uri} donne plus de {limit_bytes} octets décompressés à partir de {compressed_bytes}"
            ),
            Self::Empty { uri } => say!(lang, "{uri} is empty", "{uri} est vide"),
            Self::DuplicateHeader { uri, line, columns } => {
                let list = with_positions(columns, lang);
                say!(
                    lang,
                    "{uri}, line {line}: the header names a column more than once: {list}",
                    "{uri}, ligne {line} : l'en-tête nomme plusieurs fois une colonne : {list}"
                )
            }
            Self::EmptyHeader { uri, line, positions } => {
                let list = positions.iter().take(MAX_LISTED).map(usize::to_string).collect::<Vec<_>>().join(", ");
                say!(
                    lang,
                    "{uri}, line {line}: the header has no name at position {list}",
                    "{uri}, ligne {line} : l'en-tête n'a pas de nom en position {list}"
                )
            }
            Self::MissingColumn { uri, line: 0, column, .. } => {
                say!(lang, "{uri} has no column \"{column}\"", "{uri} n'a pas de colonne « {column} »")
            }
            Self::MissingColumn { uri, line, column, .. } => say!(
                lang,
                "{uri}, line {line}: there is no column \"{column}\"",
                "{uri}, ligne {line} : il n'y a pas de colonne « {column} »"
            ),
            Self::UndeclaredColumns { uri, columns } => {
                let list = listed(columns);
                say!(lang, "{uri} has undeclared columns: {list}", "{uri} a des colonnes non déclarées : {list}")
            }
            _ => self.message_of_content(lang),
        }
    }

    fn message_of_content(&self, lang: Lang) -> String {
        match self {
            Self::UnclosedQuote { uri, line, text } => say!(
                lang,
                "{uri}, line {line}: the quote before {text:?} is never closed",
                "{uri}, ligne {line} : le guillemet devant {text:?} n'est jamais fermé"
            ),
            Self::RecordTooLong { uri, line, limit_bytes } => say!(
                lang,
                "{uri}, line {line}: the record is longer than {limit_bytes} bytes",
                "{uri}, ligne {line} : l'enregistrement dépasse {limit_bytes} octets"
            ),
            Self::TypeMismatch { uri, line, column, reason } => {
                let reason = reason.message(lang);
                say!(
                    lang,
                    "{uri}, line {line}, column {column}: {reason}",
                    "{uri}, ligne {line}, colonne {column} : {reason}"
                )
            }
            Self::Json { uri, line: 0, problem } => {
                let problem = problem.get(lang);
                say!(lang, "{uri}: {problem}", "{uri} : {problem}")
            }
            Self::Json { uri, line, problem } => {
                let problem = problem.get(lang);
                say!(lang, "{uri}, line {line}: {problem}", "{uri}, ligne {line} : {problem}")
            }
            Self::Parquet { uri, .. } => {
                say!(lang, "{uri} is not Parquet, or damaged", "{uri} n'est pas du Parquet, ou est abîmé")
            }
            Self::Layout { path, key, problem } => {
                let problem = problem.get(lang);
                say!(lang, "layout {path}, {key}: {problem}", "disposition {path}, {key} : {problem}")
            }
            Self::NotAsLaidOut { uri, line, problem, text } => {
                let problem = problem.get(lang);
                say!(lang, "{uri}, line {line}: {problem}: {text:?}", "{uri}, ligne {line} : {problem} : {text:?}")
            }
            // Every other variant has its text in the caller.
            other => other.code().to_owned(),
        }
    }

    pub(super) fn hint_of_file(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::VintageMissing { .. } => say!(
                lang,
                "Declare `vintage: {{date: 2024-09-30}}`, `vintage: {{by_file: {{'*2024*': 2024-09-30}}}}`, or `vintage: {{from_name: '(\\d{{4}}-\\d{{2}}-\\d{{2}})'}}`.",
                "Déclarez `vintage: {{date: 2024-09-30}}`, `vintage: {{by_file: {{'*2024*': 2024-09-30}}}}` ou `vintage: {{from_name: '(\\d{{4}}-\\d{{2}}-\\d{{2}})'}}`."
            ),
            Self::VintageUnreadable { .. } => say!(
                lang,
                "Write the date as 2024-09-30, 2024-09 or 3Q2024.",
                "Écrivez la date comme 2024-09-30, 2024-09 ou 3Q2024."
            ),
            Self::DamagedCompression { .. } => say!(
                lang,
                "Fetch the file again; compare its size with the publisher's.",
                "Téléchargez à nouveau le fichier ; comparez sa taille à celle du diffuseur."
            ),
            Self::TooLarge { setting, .. } => say!(
                lang,
                "If the file is sound, raise `{setting}` in its declaration.",
                "Si le fichier est sain, augmentez `{setting}` dans sa déclaration."
            ),
            Self::Empty { .. } => say!(
                lang,
                "Fetch the file again, or declare `allow_empty: true` if no row is a possible answer.",
                "Téléchargez à nouveau le fichier, ou déclarez `allow_empty: true` si l'absence de ligne est possible."
            ),
            Self::DuplicateHeader { .. } | Self::EmptyHeader { .. } => say!(
                lang,
                "Name the columns yourself: `header: false`, `skip_lines` past the header, and `columns` in the file's order; or `trailing_delimiter: true` if each line ends in one.",
                "Nommez vous-même les colonnes : `header: false`, `skip_lines` jusqu'après l'en-tête et `columns` dans l'ordre du fichier ; ou `trailing_delimiter: true` si chaque ligne finit par un séparateur."
            ),
            Self::MissingColumn { column, found, .. } => missing_column(column, found, lang),
            Self::UndeclaredColumns { .. } => say!(
                lang,
                "Declare them under `columns`, or set `undeclared: string` or `undeclared: ignore`.",
                "Déclarez-les sous `columns`, ou mettez `undeclared: string` ou `undeclared: ignore`."
            ),
            _ => return self.hint_of_content(lang),
        })
    }

    fn hint_of_content(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::UnclosedQuote { .. } => say!(
                lang,
                "Look at that line; if quotes have no meaning in this file, declare `quote: none`.",
                "Regardez cette ligne ; si les guillemets n'ont pas de sens dans ce fichier, déclarez `quote: none`."
            ),
            Self::RecordTooLong { .. } => say!(
                lang,
                "Look for an open quote on that line, and check `delimiter`, `quote` and `encoding`.",
                "Cherchez un guillemet ouvert sur cette ligne, et vérifiez `delimiter`, `quote` et `encoding`."
            ),
            Self::TypeMismatch { .. } => say!(
                lang,
                "Declare another type or a `null_values` entry; `on_type_mismatch: quarantine` sets such rows aside.",
                "Déclarez un autre type ou une entrée de `null_values` ; `on_type_mismatch: quarantine` met ces lignes à part."
            ),
            Self::Json { .. } => say!(
                lang,
                "Check `format` (json or jsonl) and `records`, the path to the array of records.",
                "Vérifiez `format` (json ou jsonl) et `records`, le chemin vers le tableau des enregistrements."
            ),
            Self::Parquet { .. } => say!(
                lang,
                "Fetch the file again, and check `format`.",
                "Téléchargez à nouveau le fichier et vérifiez `format`."
            ),
            Self::Layout { .. } => say!(
                lang,
                "Correct the layout; docs/src/reference/layouts.md lists every key.",
                "Corrigez la disposition ; docs/src/fr/dispositions.md donne toutes les clés."
            ),
            Self::NotAsLaidOut { .. } => say!(
                lang,
                "Compare the line with the layout's preamble, block and header; the publisher may have changed the form.",
                "Comparez la ligne au préambule, au bloc et à l'en-tête de la disposition ; le diffuseur a peut-être changé la forme."
            ),
            _ => return None,
        })
    }
}

fn missing_column(column: &str, found: &[String], lang: Lang) -> String {
    let list = listed(found);
    match nearest(column, found.iter().map(String::as_str)) {
        Some(name) => say!(
            lang,
            "The nearest is \"{name}\": if it is the same column, declare `rename: {{\"{name}\": {column}}}`. The file has: {list}.",
            "La plus proche est « {name} » : si c'est la même, déclarez `rename: {{\"{name}\": {column}}}`. Le fichier a : {list}."
        ),
        None => say!(
            lang,
            "The file has: {list}. Check `delimiter`, `skip_lines` and `columns`.",
            "Le fichier a : {list}. Vérifiez `delimiter`, `skip_lines` et `columns`."
        ),
    }
}

fn listed(names: &[String]) -> String {
    let mut list = names.iter().take(MAX_LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > MAX_LISTED {
        list.push_str(", …");
    }
    list
}

fn with_positions(columns: &[(String, usize)], lang: Lang) -> String {
    columns
        .iter()
        .take(MAX_LISTED)
        .map(|(name, at)| say!(lang, "\"{name}\" (position {at})", "« {name} » (position {at})"))
        .collect::<Vec<_>>()
        .join(", ")
}
