//! Declared columns: their types, and how their texts are written.

use std::fmt;

use arrow::datatypes::{DataType, Field, TimeUnit};
use serde_json::Value;

use crate::fields::{Fields, KeyError};
use crate::number::NumberStyle;

/// The type of a column, as a declaration writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnType {
    String,
    Int,
    BigInt,
    Double,
    Decimal {
        precision: u8,
        scale: i8,
    },
    Boolean,
    Date,
    /// Microseconds, without a zone.
    Timestamp,
    /// Microseconds since 1970 in UTC; the text has an offset.
    TimestampTz,
}

impl ColumnType {
    pub(crate) fn arrow(self) -> DataType {
        match self {
            Self::String => DataType::Utf8,
            Self::Int => DataType::Int32,
            Self::BigInt => DataType::Int64,
            Self::Double => DataType::Float64,
            Self::Decimal { precision, scale } => DataType::Decimal128(precision, scale),
            Self::Boolean => DataType::Boolean,
            Self::Date => DataType::Date32,
            Self::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::TimestampTz => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        }
    }

    /// Reads `decimal(18, 3)`, `int`, `string` and so on; SQL's other names too.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let (name, arguments) = match text.split_once('(') {
            Some((name, rest)) => (name.trim(), Some(rest.strip_suffix(')')?)),
            None => (text.as_str(), None),
        };
        let simple = match name {
            "string" | "text" | "varchar" => Self::String,
            "int" | "integer" => Self::Int,
            "bigint" | "long" => Self::BigInt,
            "double" | "float" => Self::Double,
            "boolean" | "bool" => Self::Boolean,
            "date" => Self::Date,
            "timestamp" | "datetime" => Self::Timestamp,
            "timestamptz" => Self::TimestampTz,
            "decimal" | "numeric" => return Self::decimal(arguments?),
            _ => return None,
        };
        arguments.is_none().then_some(simple)
    }

    fn decimal(arguments: &str) -> Option<Self> {
        let (precision, scale) = arguments.split_once(',').unwrap_or((arguments, "0"));
        let precision: u8 = precision.trim().parse().ok()?;
        let scale: i8 = scale.trim().parse().ok()?;
        let fits = (1..=38).contains(&precision) && scale >= 0 && scale.unsigned_abs() <= precision;
        fits.then_some(Self::Decimal { precision, scale })
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Int => f.write_str("int"),
            Self::BigInt => f.write_str("bigint"),
            Self::Double => f.write_str("double"),
            Self::Decimal { precision, scale } => write!(f, "decimal({precision},{scale})"),
            Self::Boolean => f.write_str("boolean"),
            Self::Date => f.write_str("date"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::TimestampTz => f.write_str("timestamptz"),
        }
    }
}

/// The texts that stand for no value. The comparison is exact, after trimming.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NullMarks {
    empty: bool,
    others: Vec<String>,
}

impl NullMarks {
    pub(crate) fn new(marks: Vec<String>) -> Self {
        let empty = marks.iter().any(String::is_empty);
        Self { empty, others: marks.into_iter().filter(|mark| !mark.is_empty()).collect() }
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        if text.is_empty() {
            return self.empty;
        }
        !self.others.is_empty() && self.others.iter().any(|mark| mark == text.trim())
    }
}

impl Default for NullMarks {
    /// Only the empty text is missing.
    fn default() -> Self {
        Self { empty: true, others: Vec::new() }
    }
}

/// A column of a source, with everything that reading its texts needs.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) column_type: ColumnType,
    /// A missing value sends the record to the quarantine.
    pub(crate) required: bool,
    /// Patterns of dates and times, tried in order; empty for ISO 8601.
    pub(crate) formats: Vec<String>,
    pub(crate) numbers: NumberStyle,
    pub(crate) nulls: NullMarks,
    /// Decimals beyond the scale are rounded half up instead of refused.
    pub(crate) round: bool,
    /// Where JSON keeps it: keys and indexes joined by dots. The name unless declared.
    pub(crate) path: Option<String>,
    pub(crate) doc: Option<String>,
}

impl Column {
    /// A column of text that the declaration does not name.
    pub(crate) fn text(name: impl Into<String>, defaults: &Defaults) -> Self {
        Self::of_type(name, ColumnType::String, defaults)
    }

    pub(crate) fn of_type(name: impl Into<String>, column_type: ColumnType, defaults: &Defaults) -> Self {
        Self {
            name: name.into(),
            column_type,
            required: false,
            formats: Vec::new(),
            numbers: defaults.numbers.clone(),
            nulls: defaults.nulls.clone(),
            round: false,
            path: None,
            doc: None,
        }
    }

    pub(crate) fn field(&self) -> Field {
        let field = Field::new(&self.name, self.column_type.arrow(), !self.required);
        match &self.doc {
            Some(doc) => field.with_metadata([("doc".to_owned(), doc.clone())].into()),
            None => field,
        }
    }

    /// Reads one entry of `columns`.
    pub(crate) fn parse(value: &Value, path: String, defaults: &Defaults) -> Result<Self, KeyError> {
        let fields = Fields::of(value, path)?;
        let name = fields.required_text("name")?;
        let column = Self::parse_named(&fields, name, defaults)?;
        fields.finish(&[])?;
        Ok(column)
    }

    /// Reads the keys that every declared column has; layouts add keys of their own.
    pub(crate) fn parse_named(fields: &Fields<'_>, name: String, defaults: &Defaults) -> Result<Self, KeyError> {
        if name.trim().is_empty() {
            return Err(fields.wrong("name", "a column needs a name", "une colonne a besoin d'un nom"));
        }
        let column_type = match fields.text("type")? {
            None => ColumnType::String,
            Some(text) => ColumnType::parse(&text).ok_or_else(|| unknown_type(fields, &text))?,
        };
        let nulls = match fields.value("null_values") {
            None => defaults.nulls.clone(),
            Some(_) => NullMarks::new(fields.texts("null_values")?),
        };
        Ok(Self {
            name,
            column_type,
            required: fields.flag("required", false)?,
            formats: formats(fields)?,
            numbers: NumberStyle::parse(fields, &defaults.numbers)?,
            nulls,
            round: fields.flag("round", false)?,
            path: fields.text("path")?,
            doc: description(fields)?,
        })
    }
}

/// What columns take over from their source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Defaults {
    pub(crate) numbers: NumberStyle,
    pub(crate) nulls: NullMarks,
}

impl Defaults {
    /// Reads `decimal_separator`, `thousands_separator` and `null_values` of a source.
    pub(crate) fn parse(fields: &Fields<'_>) -> Result<Self, KeyError> {
        let nulls = match fields.value("null_values") {
            None => NullMarks::default(),
            Some(_) => NullMarks::new(fields.texts("null_values")?),
        };
        Ok(Self { numbers: NumberStyle::parse(fields, &NumberStyle::default())?, nulls })
    }
}

fn unknown_type(fields: &Fields<'_>, text: &str) -> KeyError {
    const TYPES: &str = "string, int, bigint, double, decimal(precision,scale), boolean, date, timestamp, timestamptz";
    fields.wrong(
        "type",
        format!("\"{text}\" is no type; the types are {TYPES}"),
        format!("« {text} » n'est pas un type ; les types sont {TYPES}"),
    )
}

fn formats(fields: &Fields<'_>) -> Result<Vec<String>, KeyError> {
    let formats = fields.texts("format")?;
    for format in &formats {
        if chrono::format::StrftimeItems::new(format).any(|item| item == chrono::format::Item::Error) {
            return Err(fields.wrong(
                "format",
                format!("\"{format}\" is not a date pattern such as %d/%m/%Y"),
                format!("« {format} » n'est pas un motif de date tel que %d/%m/%Y"),
            ));
        }
    }
    Ok(formats)
}

/// A description is a text, or one text per language; the table keeps the English one.
fn description(fields: &Fields<'_>) -> Result<Option<String>, KeyError> {
    match fields.value("description") {
        Some(Value::Object(_)) => {
            let pairs = fields.pairs("description")?;
            let of = |lang: &str| pairs.iter().find(|(key, _)| key == lang).map(|(_, text)| text.clone());
            Ok(of("en").or_else(|| of("fr")))
        }
        _ => fields.text("description"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_sql_writes_them() {
        for (text, shown) in [
            ("decimal(18, 3)", Some("decimal(18,3)")),
            ("NUMERIC(5)", Some("decimal(5,0)")),
            ("Integer", Some("int")),
            ("decimal", None),
            ("decimal(39,2)", None),
            ("decimal(2,3)", None),
            ("money", None),
        ] {
            assert_eq!(ColumnType::parse(text).map(|parsed| parsed.to_string()).as_deref(), shown, "{text}");
        }
    }
}
