//! Seeds: CSV files of the project, typed as dbt types them.
//!
//! A column has the first of these types that all of its values fit: number, date, date and
//! time, truth value, text. Empty fields and `null` are NULL; on DuckDB, which reads the file itself, only empty
//! fields are. `column_types` overrides the
//! inferred type, and such a column keeps its text as it is. Unlike dbt, a row that is shorter
//! than the header is an error and not filled up with NULL.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::node::Node;
use crate::profile::AdapterType;
use crate::{Place, ProjectError, SeedFault};

/// The type of a seed's column, inferred from its values or declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeedType {
    /// Whole numbers. dbt makes them `bigint` on Spark and `integer` elsewhere.
    Integer,
    /// Numbers of which at least one has a fraction. dbt makes them `double`.
    Decimal,
    /// `true` and `false`.
    Boolean,
    /// `2024-12-31`.
    Date,
    /// `2024-12-31 23:59:59`, or the same with a `T` and a zone.
    Timestamp,
    /// Anything else.
    Text,
    /// The SQL type that `column_types` names.
    Declared(String),
}

/// A column of a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub seed_type: SeedType,
    /// One value per row, as text that a cast to the type reads.
    pub values: SeedValues,
}

/// The values of a column, one after the other in one text: a file of some hundred thousand cells would otherwise
/// be as many texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeedValues {
    text: String,
    /// Where each value ends in the text, and whether it is one: it is NULL otherwise.
    ends: Vec<(usize, bool)>,
}

impl SeedValues {
    /// The values in their order; `None` is NULL.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        let mut start = 0;
        self.ends.iter().map(move |&(end, is_value)| {
            let value = self.text.get(start..end);
            start = end;
            value.filter(|_| is_value)
        })
    }

    fn push(&mut self, value: Option<&str>) {
        self.text.push_str(value.unwrap_or_default());
        self.ends.push((self.text.len(), value.is_some()));
    }
}

/// The rows of a seed, by column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeedTable {
    /// The columns, in the order of the file.
    pub columns: Vec<SeedColumn>,
    /// The number of rows.
    pub num_rows: usize,
}

/// Reads the rows of a seed.
pub(crate) fn read(node: &Node, text: &str, adapter: AdapterType) -> Result<SeedTable, ProjectError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let place = |line: u64| Place { file: node.file(), line: usize::try_from(line).unwrap_or(0) };
    if text.matches('"').count() % 2 == 1 {
        let line = text.lines().enumerate().filter(|(_, line)| line.matches('"').count() % 2 == 1).last();
        let line = line.map_or(0, |(at, _)| at + 1);
        let place = Place { file: node.file(), line };
        return Err(ProjectError::BadSeed { place, fault: SeedFault::OpenQuote });
    }
    let delimiter = u8::try_from(node.config.delimiter()).unwrap_or(b',');
    // dbt-duckdb lets the database copy the file, unless `fast` is off.
    let read_by_database = adapter == AdapterType::DuckDb && node.config.get("fast") != Some(&Json::Bool(false));
    let quote = if read_by_database && stands_in_single_quotes(text, delimiter) { b'\'' } else { b'"' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quote(quote)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let bad = |error: csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        ProjectError::BadSeed { place: place(line), fault: SeedFault::Csv(error.to_string()) }
    };
    if !reader.read_record(&mut record).map_err(bad)? {
        return Err(ProjectError::BadSeed { place: place(1), fault: SeedFault::Empty });
    }
    let header = record.clone();
    check_header(&header).map_err(|fault| ProjectError::BadSeed { place: place(1), fault })?;
    let mut values: Vec<SeedValues> = vec![SeedValues::default(); header.len()];
    let mut num_rows = 0;
    while reader.read_record(&mut record).map_err(bad)? {
        if record.len() != header.len() {
            let line = record.position().map_or(0, csv::Position::line);
            let (expected, got) = (header.len(), record.len());
            return Err(ProjectError::RaggedSeed { place: place(line), expected, got });
        }
        for (column, field) in values.iter_mut().zip(&record) {
            column.push(Some(field));
        }
        num_rows += 1;
    }
    let columns =
        header.iter().zip(values).map(|(name, values)| column(node, name, &values, read_by_database)).collect();
    Ok(SeedTable { columns, num_rows })
}

/// Whether DuckDB takes `'` for the quote of a file: no value stands in `"`, and each that begins with `'` ends with it.
fn stands_in_single_quotes(text: &str, delimiter: u8) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut any) = (0, false);
    while let Some(first) = bytes.get(at) {
        if *first == b'"' {
            return false;
        }
        if *first == b'\'' {
            let Some(end) = end_of_quoted(bytes, at, delimiter) else { return false };
            (at, any) = (end, true);
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| *byte == delimiter || *byte == b'\n') else { break };
        at += length + 1;
    }
    any
}

/// Behind the quote that ends a value; `None` when more of the value follows it.
fn end_of_quoted(bytes: &[u8], begin: usize, delimiter: u8) -> Option<usize> {
    let mut end = begin + 1;
    loop {
        end += bytes.get(end..)?.iter().position(|byte| *byte == b'\'')? + 1;
        match bytes.get(end) {
            Some(b'\'') => end += 1,
            None | Some(b'\n' | b'\r') => return Some(end),
            Some(byte) => return (*byte == delimiter).then_some(end),
        }
    }
}

fn check_header(header: &csv::StringRecord) -> Result<(), SeedFault> {
    let mut seen: Vec<String> = Vec::new();
    for name in header {
        if name.trim().is_empty() {
            return Err(SeedFault::NamelessColumn);
        }
        if seen.contains(&name.to_lowercase()) {
            return Err(SeedFault::DuplicateColumn(name.to_owned()));
        }
        seen.push(name.to_lowercase());
    }
    Ok(())
}

fn is_null(value: &str) -> bool {
    value.is_empty() || value.eq_ignore_ascii_case("null")
}

/// How a value is written for its column's type; `None` when it does not fit.
type Reading = fn(&str) -> Option<Cow<'_, str>>;

fn column(node: &Node, name: &str, texts: &SeedValues, read_by_database: bool) -> SeedColumn {
    let declared = match node.config.get("column_types") {
        Some(Json::Object(map)) => map
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| crate::config::plain_text(value)),
        _ => None,
    };
    let (seed_type, read): (SeedType, Reading) = match declared {
        Some(sql) => (SeedType::Declared(sql), |value| Some(Cow::Borrowed(value))),
        None => infer(texts),
    };
    let mut values = SeedValues::default();
    for text in texts.iter().flatten() {
        if text.is_empty() || (!read_by_database && is_null(text)) {
            values.push(None);
            continue;
        }
        let written = read(text);
        // What the database cannot read as the column's type is its error.
        values.push(written.as_deref().or(read_by_database.then_some(text)));
    }
    SeedColumn { name: name.to_owned(), seed_type, values }
}

/// The type of a column, and how its values are written for it.
fn infer(values: &SeedValues) -> (SeedType, Reading) {
    let all =
        |fits: Reading| values.iter().flatten().filter(|value| !is_null(value)).all(|value| fits(value).is_some());
    if all(number) {
        let whole = values.iter().flatten().filter_map(number).all(|value| !value.contains('.'));
        return (if whole { SeedType::Integer } else { SeedType::Decimal }, number);
    }
    if all(date) {
        return (SeedType::Date, date);
    }
    if all(timestamp) {
        return (SeedType::Timestamp, timestamp);
    }
    if all(boolean) {
        return (SeedType::Boolean, boolean);
    }
    (SeedType::Text, |value| Some(Cow::Borrowed(value)))
}

/// A number as agate reads it: a percent sign, a currency sign and commas between groups are
/// passed over.
fn number(value: &str) -> Option<Cow<'_, str>> {
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Cow::Borrowed(value));
    }
    let value = value.trim().trim_matches('%');
    let (sign, digits) = match value.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", value),
    };
    let digits = digits.trim_start_matches(['$', '€', '£', '¥', '₩', '₦', '₽']).replace(',', "");
    let parsed = digits.strip_prefix('+').unwrap_or(&digits);
    let (mantissa, exponent) = match parsed.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (parsed, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits_only = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits_only(whole) || !digits_only(fraction) {
        return None;
    }
    if let Some(exponent) = exponent {
        let exponent: i32 = exponent.parse().ok()?;
        let written = format!("{sign}{mantissa}e{exponent}").replace("e0", "");
        return Some(Cow::Owned(written)).filter(|_| exponent.abs() < 400);
    }
    // A fraction of zeros does not make a column decimal: agate looks at significant digits.
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(Cow::Owned(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }))
}

fn date(value: &str) -> Option<Cow<'_, str>> {
    let value = value.trim();
    if is_plain_date(value) {
        return Some(Cow::Borrowed(value));
    }
    let parsed = chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").ok()?;
    Some(Cow::Owned(parsed.format("%Y-%m-%d").to_string()))
}

fn timestamp(value: &str) -> Option<Cow<'_, str>> {
    let value = value.trim();
    match plain_timestamp(value) {
        Some(b' ') => return Some(Cow::Borrowed(value)),
        Some(_) => return Some(Cow::Owned(value.replacen('T', " ", 1))),
        None => {}
    }
    if let Ok(parsed) = chrono::NaiveDateTime::parse_from_str(value, "%Y-%m-%d %H:%M:%S") {
        return Some(Cow::Owned(parsed.format("%Y-%m-%d %H:%M:%S").to_string()));
    }
    if let Ok(parsed) = chrono::DateTime::parse_from_rfc3339(value) {
        return Some(Cow::Owned(parsed.to_utc().format("%Y-%m-%d %H:%M:%S%.f").to_string()));
    }
    let parsed = chrono::NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    Some(Cow::Owned(parsed.format("%Y-%m-%d %H:%M:%S%.f").to_string()))
}

fn boolean(value: &str) -> Option<Cow<'_, str>> {
    let lower = value.trim().to_lowercase();
    matches!(lower.as_str(), "true" | "false").then_some(Cow::Owned(lower))
}

/// Whether a text is a day of the calendar, written `2024-12-31`: as nearly all are.
fn is_plain_date(value: &str) -> bool {
    let (Some(year), Some(month), Some(day)) = (digits(value, 0, 4), digits(value, 5, 2), digits(value, 8, 2)) else {
        return false;
    };
    let bytes = value.as_bytes();
    bytes.len() == 10
        && bytes.get(4) == Some(&b'-')
        && bytes.get(7) == Some(&b'-')
        && i32::try_from(year).is_ok_and(|year| chrono::NaiveDate::from_ymd_opt(year, month, day).is_some())
}

/// The letter between day and time of a text that is written `2024-12-31 23:59:59`, or with a `T`.
fn plain_timestamp(value: &str) -> Option<u8> {
    let bytes = value.as_bytes();
    let between = bytes.get(10).copied().filter(|letter| matches!(letter, b' ' | b'T'))?;
    let in_place = bytes.len() == 19 && bytes.get(13) == Some(&b':') && bytes.get(16) == Some(&b':');
    let is_time = digits(value, 11, 2)? < 24 && digits(value, 14, 2)? < 60 && digits(value, 17, 2)? < 60;
    (in_place && is_time && is_plain_date(value.get(..10)?)).then_some(between)
}

/// The number that the digits at a place of a text make.
fn digits(value: &str, from: usize, count: usize) -> Option<u32> {
    let text = value.get(from..from + count)?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}
