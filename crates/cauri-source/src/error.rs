//! What can go wrong with a source, and what to do about it.
//!
//! An error concerns the declaration or a file as a whole and stops the reading; a record that
//! cannot be read is no error but a [`Rejected`](crate::Rejected).

use cauri_core::{Diagnose, Lang, nearest, say};

mod of_file;

/// The cause of an error, whatever library it comes from.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// An error of a source. `Display` is the English message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[error("{}", self.message(Lang::En))]
pub enum SourceError {
    /// The kind is not registered.
    UnknownKind {
        /// The source.
        stream: String,
        /// The kind that was asked for.
        kind: String,
        /// The kinds that exist.
        known: Vec<String>,
    },
    /// A parameter is missing, misspelt, or has a value it cannot have.
    Parameter {
        /// The source.
        stream: String,
        /// The parameter, or the path to it.
        parameter: String,
        /// What is wrong, in both languages.
        problem: Problem,
    },
    /// No file or object matches the declared path.
    NoInput {
        /// The source.
        stream: String,
        /// The pattern.
        pattern: String,
    },
    /// A file or folder could not be read.
    Unreadable {
        /// Its address.
        uri: String,
        /// What the system says.
        #[source]
        cause: std::io::Error,
    },
    /// An object store could not be reached, listed or read.
    Store {
        /// The address.
        uri: String,
        /// What the store says.
        #[source]
        cause: BoxError,
    },
    /// A vintage is declared, but this file has none.
    VintageMissing {
        /// The file.
        uri: String,
        /// The declaration that gave none.
        declared: String,
    },
    /// The text taken for a vintage is neither a date nor a period.
    VintageUnreadable {
        /// The file.
        uri: String,
        /// The text.
        value: String,
    },
    /// Compressed bytes are damaged or cut off.
    DamagedCompression {
        /// The file.
        uri: String,
        /// `gzip` or `zstd`.
        codec: &'static str,
        /// What the decoder says.
        #[source]
        cause: std::io::Error,
    },
    /// Decompression gives more than is allowed.
    TooLarge {
        /// The file.
        uri: String,
        /// Bytes read from the compressed file so far.
        compressed_bytes: u64,
        /// The limit that was passed, in bytes.
        limit_bytes: u64,
        /// The setting that holds the limit.
        setting: &'static str,
    },
    /// The file has no byte, or nothing after the lines to skip.
    Empty {
        /// The file.
        uri: String,
    },
    /// Columns of the header that have the same name, or differ in letter case only.
    DuplicateHeader {
        /// The file.
        uri: String,
        /// The line of the header, from 1.
        line: u64,
        /// Each name with its position, from 1.
        columns: Vec<(String, usize)>,
    },
    /// Columns of the header without a name.
    EmptyHeader {
        /// The file.
        uri: String,
        /// The line of the header, from 1.
        line: u64,
        /// The positions, from 1.
        positions: Vec<usize>,
    },
    /// A declared column is not in the file.
    MissingColumn {
        /// The file.
        uri: String,
        /// The line of the header, from 1; 0 when the format has no header line.
        line: u64,
        /// The declared column.
        column: String,
        /// The columns that the file has.
        found: Vec<String>,
    },
    /// The file has columns that the declaration does not name, and `undeclared: fail` is set.
    UndeclaredColumns {
        /// The file.
        uri: String,
        /// The columns.
        columns: Vec<String>,
    },
    /// A quote is opened and never closed.
    UnclosedQuote {
        /// The file.
        uri: String,
        /// The line on which the quote is opened, from 1.
        line: u64,
        /// The start of the field.
        text: String,
    },
    /// A record is longer than any record can be.
    RecordTooLong {
        /// The file.
        uri: String,
        /// The line on which it starts, from 1.
        line: u64,
        /// The limit in bytes.
        limit_bytes: u64,
    },
    /// A value is not of the declared type, and `on_type_mismatch: fail` is set.
    TypeMismatch {
        /// The file.
        uri: String,
        /// The line, from 1.
        line: u64,
        /// The column.
        column: String,
        /// Why.
        reason: crate::Reason,
    },
    /// The document is not JSON, or not of the declared form.
    Json {
        /// The file.
        uri: String,
        /// The line, from 1; 0 when it is not known.
        line: u64,
        /// What is wrong, in both languages.
        problem: Problem,
    },
    /// The file is not Parquet, or damaged.
    Parquet {
        /// The file.
        uri: String,
        /// What the reader says.
        #[source]
        cause: BoxError,
    },
    /// The layout file is wrong.
    Layout {
        /// The layout file.
        path: String,
        /// The key in it.
        key: String,
        /// What is wrong, in both languages.
        problem: Problem,
    },
    /// The file does not follow its layout.
    NotAsLaidOut {
        /// The file.
        uri: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong, in both languages.
        problem: Problem,
        /// The line's text, shortened.
        text: String,
    },
    /// A bug in cauri: a worker ended without an answer, or a batch does not fit its schema.
    Internal {
        /// The file.
        uri: String,
        /// What happened.
        #[source]
        cause: BoxError,
    },
}

/// What is wrong with a declaration or a file, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// English, without a final period.
    pub en: String,
    /// French, without a final period.
    pub fr: String,
}

impl Problem {
    pub(crate) fn new(en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self { en: en.into(), fr: fr.into() }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}

impl SourceError {
    pub(crate) fn parameter(stream: &str, parameter: impl Into<String>, problem: Problem) -> Self {
        Self::Parameter { stream: stream.to_owned(), parameter: parameter.into(), problem }
    }

    pub(crate) fn internal(uri: &str, cause: impl Into<BoxError>) -> Self {
        Self::Internal { uri: uri.to_owned(), cause: cause.into() }
    }

    pub(crate) fn unreadable(uri: &str, cause: std::io::Error) -> Self {
        Self::Unreadable { uri: uri.to_owned(), cause }
    }
}

impl Diagnose for SourceError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind { .. } => "C0301",
            Self::Parameter { .. } => "C0302",
            Self::NoInput { .. } => "C0303",
            Self::Unreadable { .. } => "C0304",
            Self::Store { .. } => "C0305",
            Self::VintageMissing { .. } => "C0306",
            Self::VintageUnreadable { .. } => "C0307",
            Self::DamagedCompression { .. } => "C0310",
            Self::TooLarge { .. } => "C0311",
            Self::Empty { .. } => "C0320",
            Self::DuplicateHeader { .. } => "C0321",
            Self::EmptyHeader { .. } => "C0322",
            Self::MissingColumn { .. } => "C0323",
            Self::UndeclaredColumns { .. } => "C0324",
            Self::UnclosedQuote { .. } => "C0325",
            Self::RecordTooLong { .. } => "C0326",
            Self::TypeMismatch { .. } => "C0327",
            Self::Json { .. } => "C0330",
            Self::Parquet { .. } => "C0340",
            Self::Layout { .. } => "C0350",
            Self::NotAsLaidOut { .. } => "C0351",
            Self::Internal { .. } => "C0399",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match self {
            Self::UnknownKind { stream, kind, .. } => say!(
                lang,
                "source \"{stream}\" is of the kind \"{kind}\", which does not exist",
                "la source « {stream} » est du genre « {kind} », qui n'existe pas"
            ),
            Self::Parameter { stream, parameter, problem } => {
                let problem = problem.get(lang);
                say!(
                    lang,
                    "source \"{stream}\", {parameter}: {problem}",
                    "source « {stream} », {parameter} : {problem}"
                )
            }
            Self::NoInput { stream, pattern } => say!(
                lang,
                "source \"{stream}\": no file matches {pattern}",
                "source « {stream} » : aucun fichier ne correspond à {pattern}"
            ),
            Self::Unreadable { uri, .. } => say!(lang, "could not read {uri}", "impossible de lire {uri}"),
            Self::Store { uri, .. } => say!(
                lang,
                "could not read {uri} from its object store",
                "impossible de lire {uri} dans son stockage objet"
            ),
            Self::Internal { uri, .. } => {
                say!(lang, "reading {uri} ended in a bug of cauri", "la lecture de {uri} a buté sur un défaut de cauri")
            }
            _ => self.message_of_file(lang),
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        match self {
            Self::UnknownKind { kind, known, .. } => {
                let known_list = known.join(", ");
                Some(match nearest(kind, known.iter().map(String::as_str)) {
                    Some(name) => say!(lang, "Write `kind: {name}`.", "Écrivez `kind: {name}`."),
                    None => say!(lang, "The kinds are: {known_list}.", "Les genres sont : {known_list}."),
                })
            }
            Self::Parameter { .. } => Some(say!(
                lang,
                "Correct the source in cauri.yml; docs/src/reference/file-source.md lists every key.",
                "Corrigez la source dans cauri.yml ; docs/src/fr/source-fichier.md donne toutes les clés."
            )),
            Self::NoInput { .. } => Some(say!(
                lang,
                "Check `path`; relative paths start at the project's folder. Add `optional: true` if the source may have no file.",
                "Vérifiez `path` ; un chemin relatif part du dossier du projet. Ajoutez `optional: true` si la source peut n'avoir aucun fichier."
            )),
            Self::Unreadable { .. } => Some(say!(
                lang,
                "Check that the file exists and that you may read it.",
                "Vérifiez que le fichier existe et que vous avez le droit de le lire."
            )),
            Self::Store { .. } => Some(say!(
                lang,
                "Check `storage` in cauri.yml: endpoint, region and keys.",
                "Vérifiez `storage` dans cauri.yml : adresse, région et clés."
            )),
            Self::Internal { .. } => Some(say!(
                lang,
                "Please report it with the file, if you may share it.",
                "Signalez-le avec le fichier, si vous pouvez le partager."
            )),
            _ => self.hint_of_file(lang),
        }
    }

    fn is_retryable(&self) -> bool {
        matches!(self, Self::Store { .. })
    }
}
