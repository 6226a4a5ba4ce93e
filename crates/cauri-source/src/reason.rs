//! Why a record is refused, and what is worth remarking about a file, in both languages.
//!
//! A reason goes with its record into the quarantine; a remark goes into the summary of the run.

use cauri_core::{Lang, say};

/// Why a record is not accepted. `Display` is the English text.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[error("{}", self.message(Lang::En))]
pub enum Reason {
    /// Bytes that are not text in the encoding that was declared or detected.
    InvalidUtf8 {
        /// Where the first such byte stands in the decompressed file, from 0.
        byte_offset: u64,
    },
    /// A NUL byte, which no text of a statistic holds: the file is damaged.
    NulByte {
        /// Where it stands in the decompressed file, from 0.
        byte_offset: u64,
    },
    /// More or fewer fields than the header has.
    RaggedRow {
        /// Fields of the header.
        expected: usize,
        /// Fields of the record.
        found: usize,
    },
    /// Text between a closing quote and the next delimiter.
    MalformedQuote {
        /// The number of the field, from 1.
        field: usize,
    },
    /// The value is not of the declared type.
    NotOfType {
        /// The value.
        value: String,
        /// The declared type, as it is written in the declaration.
        declared: String,
        /// How the value differs, when that is known.
        detail: Detail,
    },
    /// A column that must have a value has none.
    MissingRequired,
    /// A text that the mapping does not know.
    Unmapped {
        /// The text.
        value: String,
        /// The name of the mapping.
        map: String,
        /// A known text that looks like it.
        nearest: Option<String>,
    },
    /// A period that no declared pattern reads.
    UnknownPeriod {
        /// The period as printed.
        value: String,
    },
    /// A text that its declared pattern does not match, such as a series code.
    PatternMismatch {
        /// The text.
        value: String,
        /// The regular expression.
        pattern: String,
    },
    /// Two statements of the same thing that differ, such as the area of a block and of a code.
    Differs {
        /// The value of the column.
        value: String,
        /// The column that it must equal.
        other: String,
        /// The value of that column.
        other_value: String,
    },
    /// A line that belongs to no block of the layout.
    OutsideBlock,
    /// A record that is not JSON.
    NotJson {
        /// What the parser says.
        detail: String,
    },
    /// A JSON record that is not an object.
    NotAnObject,
}

/// How a value differs from its declared type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// Nothing more is known.
    Plain,
    /// NaN or infinity.
    NotFinite,
    /// Too large for the type.
    OutOfRange,
    /// More decimals than the scale holds.
    TooManyDecimals,
    /// A date or time that no calendar has.
    ImpossibleDate,
    /// It would be a number with another decimal separator.
    OtherSeparator(char),
    /// It would be a number if this separator of thousands were declared.
    ThousandsSeparator(char),
    /// Separators of thousands that do not stand every three digits.
    Grouping,
}

impl Reason {
    /// The stable code, in snake case, that the quarantine keeps.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidUtf8 { .. } => "invalid_utf8",
            Self::NulByte { .. } => "nul_byte",
            Self::RaggedRow { .. } => "ragged_row",
            Self::MalformedQuote { .. } => "malformed_quote",
            Self::NotOfType { detail, .. } => match detail {
                Detail::NotFinite => "not_finite",
                Detail::OutOfRange => "out_of_range",
                Detail::TooManyDecimals => "too_many_decimals",
                Detail::ImpossibleDate => "impossible_date",
                Detail::OtherSeparator(_) | Detail::ThousandsSeparator(_) | Detail::Grouping => "number_separator",
                Detail::Plain => "not_of_type",
            },
            Self::MissingRequired => "missing_required",
            Self::Unmapped { .. } => "unmapped",
            Self::UnknownPeriod { .. } => "unknown_period",
            Self::PatternMismatch { .. } => "pattern_mismatch",
            Self::Differs { .. } => "differs",
            Self::OutsideBlock => "outside_block",
            Self::NotJson { .. } => "not_json",
            Self::NotAnObject => "not_an_object",
        }
    }

    /// What is wrong, and where it helps what to do.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::InvalidUtf8 { byte_offset } => say!(
                lang,
                "byte {byte_offset} of the file is not UTF-8; declare `encoding: windows-1252` if the file is latin-1",
                "l'octet {byte_offset} du fichier n'est pas de l'UTF-8 ; déclarez `encoding: windows-1252` si le fichier est en latin-1"
            ),
            Self::NulByte { byte_offset } => say!(
                lang,
                "byte {byte_offset} of the file is NUL; the file is damaged or not text",
                "l'octet {byte_offset} du fichier est nul ; le fichier est abîmé ou n'est pas du texte"
            ),
            Self::RaggedRow { expected, found } => say!(
                lang,
                "the record has {found} fields, the header has {expected}",
                "l'enregistrement a {found} champs, l'en-tête en a {expected}"
            ),
            Self::MalformedQuote { field } => say!(
                lang,
                "field {field} goes on after its closing quote; a quote inside a field must be doubled",
                "le champ {field} continue après son guillemet fermant ; un guillemet dans un champ doit être doublé"
            ),
            Self::NotOfType { value, declared, detail } => not_of_type(value, declared, *detail, lang),
            Self::MissingRequired => say!(lang, "a required value is missing", "une valeur obligatoire manque"),
            Self::Unmapped { value, map, nearest } => unmapped(value, map, nearest.as_deref(), lang),
            Self::UnknownPeriod { value } => say!(
                lang,
                "no period format of the layout reads \"{value}\"",
                "aucun format de période de la disposition ne lit « {value} »"
            ),
            Self::PatternMismatch { value, pattern } => say!(
                lang,
                "\"{value}\" does not match the pattern {pattern}",
                "« {value} » ne suit pas le motif {pattern}"
            ),
            Self::Differs { value, other, other_value } => say!(
                lang,
                "\"{value}\" differs from \"{other_value}\" in column {other}",
                "« {value} » diffère de « {other_value} » dans la colonne {other}"
            ),
            Self::OutsideBlock => say!(
                lang,
                "the line belongs to no block of the layout",
                "la ligne n'appartient à aucun bloc de la disposition"
            ),
            Self::NotJson { detail } => {
                say!(lang, "the record is not JSON: {detail}", "l'enregistrement n'est pas du JSON : {detail}")
            }
            Self::NotAnObject => {
                say!(lang, "the record is not a JSON object", "l'enregistrement n'est pas un objet JSON")
            }
        }
    }
}

fn not_of_type(value: &str, declared: &str, detail: Detail, lang: Lang) -> String {
    match detail {
        Detail::Plain => say!(lang, "\"{value}\" is not a {declared}", "« {value} » n'est pas de type {declared}"),
        Detail::NotFinite => say!(
            lang,
            "\"{value}\" is not a finite number; list it in `null_values` if it marks a missing value",
            "« {value} » n'est pas un nombre fini ; ajoutez-le à `null_values` s'il marque une valeur manquante"
        ),
        Detail::OutOfRange => {
            say!(lang, "\"{value}\" is too large for {declared}", "« {value} » est trop grand pour {declared}")
        }
        Detail::TooManyDecimals => say!(
            lang,
            "\"{value}\" has more decimals than {declared} holds; declare a larger scale, or `round: true`",
            "« {value} » a plus de décimales que {declared} n'en garde ; déclarez une échelle plus grande, ou `round: true`"
        ),
        Detail::ImpossibleDate => say!(
            lang,
            "\"{value}\" is a {declared} that no calendar has",
            "« {value} » est une date ({declared}) qui n'existe dans aucun calendrier"
        ),
        Detail::OtherSeparator(separator) => say!(
            lang,
            "\"{value}\" is not a {declared} as declared; it looks like a number with `decimal_separator: \"{separator}\"`",
            "« {value} » n'est pas de type {declared} tel que déclaré ; on dirait un nombre avec `decimal_separator: \"{separator}\"`"
        ),
        Detail::ThousandsSeparator(separator) => {
            let name = separator_name(separator);
            say!(
                lang,
                "\"{value}\" is not a {declared} as declared; it looks like a number with `thousands_separator: {name}`",
                "« {value} » n'est pas de type {declared} tel que déclaré ; on dirait un nombre avec `thousands_separator: {name}`"
            )
        }
        Detail::Grouping => say!(
            lang,
            "the separators of thousands in \"{value}\" do not stand every three digits",
            "les séparateurs de milliers de « {value} » ne tombent pas tous les trois chiffres"
        ),
    }
}

fn separator_name(separator: char) -> String {
    match separator {
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => "space".to_owned(),
        '\'' | '\u{2019}' => "apostrophe".to_owned(),
        other => format!("\"{other}\""),
    }
}

fn unmapped(value: &str, map: &str, nearest: Option<&str>, lang: Lang) -> String {
    match nearest {
        Some(nearest) => say!(
            lang,
            "\"{value}\" is not in the mapping {map}; the nearest entry is \"{nearest}\"",
            "« {value} » n'est pas dans la correspondance {map} ; l'entrée la plus proche est « {nearest} »"
        ),
        None => {
            say!(lang, "\"{value}\" is not in the mapping {map}", "« {value} » n'est pas dans la correspondance {map}")
        }
    }
}

/// Something worth telling about a file that was nevertheless read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remark {
    /// No encoding was declared and this one was found.
    EncodingDetected {
        /// Its name in the WHATWG list, such as `windows-1252`.
        encoding: &'static str,
    },
    /// Texts such as `coÃ»t`: UTF-8 that was read as latin-1 before the file was written.
    Mojibake {
        /// The first line that has one, from 1.
        row_number: u64,
        /// The suspicious text.
        sample: String,
    },
    /// A type was inferred from all values of a column.
    TypeInferred {
        /// The column.
        column: String,
        /// The type, as a declaration would write it.
        declared: String,
    },
    /// A column that the declaration does not name was read as text.
    UndeclaredColumn {
        /// The column.
        column: String,
    },
}

impl Remark {
    /// The remark in `lang`, one sentence without a period.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::EncodingDetected { encoding } => {
                say!(lang, "the encoding was detected: {encoding}", "l'encodage a été détecté : {encoding}")
            }
            Self::Mojibake { row_number, sample } => say!(
                lang,
                "line {row_number} has text that was damaged before publication: \"{sample}\"",
                "la ligne {row_number} a un texte abîmé avant la publication : « {sample} »"
            ),
            Self::TypeInferred { column, declared } => {
                say!(
                    lang,
                    "column {column} was inferred to be {declared}",
                    "la colonne {column} a été reconnue : {declared}"
                )
            }
            Self::UndeclaredColumn { column } => say!(
                lang,
                "column {column} is not declared and was read as text",
                "la colonne {column} n'est pas déclarée et a été lue comme texte"
            ),
        }
    }
}
