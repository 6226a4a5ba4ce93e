//! Sorts DataFusion's errors into the engine's kinds, and back.

use cauri_core::nearest;
use cauri_lake::{BoxError, LakeError};
use datafusion::arrow::error::ArrowError;
use datafusion::common::{Column, Diagnostic, SchemaError};
use datafusion::error::DataFusionError;
use datafusion::sql::sqlparser::parser::ParserError;

use super::{EngineError, Place};

/// The engine's error for one of DataFusion's that came up while `sql` was planned or run.
pub(crate) fn from_datafusion(error: DataFusionError, sql: &str) -> EngineError {
    let found = sort(error, sql, None);
    let text = match &found {
        EngineError::Invalid { message, place: None } | EngineError::NotSupported { what: message, place: None } => {
            message.clone()
        }
        _ => return found,
    };
    found.at(likely_place(&text, sql))
}

/// Where an error without a place belongs: the first word of the query, but one that the error speaks of.
pub(crate) fn likely_place(message: &str, sql: &str) -> Option<Place> {
    let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let spoken: Vec<String> =
        message.split(|c| !is_of_word(c)).filter(|word| word.len() > 1).map(str::to_lowercase).collect();
    let mut first = None;
    for (number, line) in (1..).zip(sql.lines()) {
        let mut column = 1;
        let mut rest = line;
        while let Some(begin) = rest.find(is_of_word) {
            let (before, from) = rest.split_at(begin);
            let word = from.get(..from.find(|c| !is_of_word(c)).unwrap_or(from.len())).unwrap_or_default();
            column += before.chars().count();
            let width = word.chars().count();
            let place = || Place::spanning(sql, number, u64::try_from(column).ok()?, u64::try_from(width).ok()?);
            rest = from.get(word.len()..).unwrap_or_default();
            if first.is_none() {
                first = place();
            }
            if rest.starts_with('(') && spoken.iter().any(|s| s.eq_ignore_ascii_case(word)) {
                return place();
            }
            column += width;
        }
    }
    first
}

fn sort(error: DataFusionError, sql: &str, place: Option<Place>) -> EngineError {
    match error {
        DataFusionError::Diagnostic(diagnostic, inner) => {
            let found = place_of(&diagnostic, sql).or(place);
            sort(*inner, sql, found)
        }
        DataFusionError::Context(_, inner) => sort(*inner, sql, place),
        DataFusionError::Shared(inner) => shared(&inner, sql, place),
        DataFusionError::Collection(errors) => match errors.into_iter().next() {
            Some(first) => sort(first, sql, place),
            None => EngineError::Internal { message: "an error without a text".to_owned() },
        },
        DataFusionError::External(inner) => external(inner, sql, place),
        DataFusionError::ArrowError(inner, _) => arrow(*inner, sql, place),
        DataFusionError::SQL(inner, _) => parser(&inner, sql).at(place),
        DataFusionError::SchemaError(inner, _) => {
            let place = place.or_else(|| only_place(&inner, sql));
            schema(*inner).at(place)
        }
        DataFusionError::ResourcesExhausted(message) => {
            EngineError::MemoryExceeded { limit_bytes: None, source: message.into() }
        }
        DataFusionError::NotImplemented(what) => EngineError::NotSupported { what, place: None }.at(place),
        DataFusionError::Plan(message) | DataFusionError::Configuration(message) => plan(&message).at(place),
        DataFusionError::Internal(message) | DataFusionError::Ffi(message) => {
            let message = message.lines().next().unwrap_or_default().to_owned();
            EngineError::Internal { message }
        }
        DataFusionError::Execution(message) => execution(&message),
        DataFusionError::ObjectStore(inner) => failed("a file could not be read", *inner),
        DataFusionError::ParquetError(inner) => failed("a Parquet file could not be read", *inner),
        DataFusionError::IoError(inner) => failed("a file could not be read or written", inner),
        DataFusionError::ExecutionJoin(inner) => failed("a task of the query was stopped", *inner),
        DataFusionError::Substrait(message) => EngineError::Internal { message },
    }
}

fn failed(what: &str, source: impl Into<BoxError>) -> EngineError {
    EngineError::Execution { message: what.to_owned(), source: Some(source.into()) }
}

/// An error that several tasks share cannot be moved out: its kind and text are kept.
fn shared(error: &DataFusionError, sql: &str, place: Option<Place>) -> EngineError {
    let text = error.strip_backtrace();
    match error.find_root() {
        DataFusionError::ResourcesExhausted(message) => {
            EngineError::MemoryExceeded { limit_bytes: None, source: message.clone().into() }
        }
        DataFusionError::ArrowError(..) => EngineError::Value { message: text },
        DataFusionError::NotImplemented(what) => EngineError::NotSupported { what: what.clone(), place: None },
        DataFusionError::Plan(message) => plan(message).at(place),
        DataFusionError::Execution(message) => execution(message),
        DataFusionError::External(inner) => match inner.downcast_ref::<EngineError>() {
            Some(EngineError::Value { message }) => EngineError::Value { message: message.clone() },
            Some(EngineError::NullValue { table, column }) => {
                EngineError::NullValue { table: table.clone(), column: column.clone() }
            }
            _ => EngineError::Execution { message: inner.to_string(), source: None },
        },
        DataFusionError::SQL(inner, _) => parser(inner, sql),
        _ => EngineError::Execution { message: text, source: None },
    }
}

fn external(error: BoxError, sql: &str, place: Option<Place>) -> EngineError {
    match error.downcast::<EngineError>() {
        Ok(own) => own.at(place),
        Err(other) => match other.downcast::<LakeError>() {
            Ok(lake) => EngineError::Lake(*lake),
            Err(other) => match other.downcast::<DataFusionError>() {
                Ok(inner) => sort(*inner, sql, place),
                Err(other) => EngineError::Execution { message: other.to_string(), source: Some(other) },
            },
        },
    }
}

fn arrow(error: ArrowError, sql: &str, place: Option<Place>) -> EngineError {
    match error {
        ArrowError::ExternalError(inner) => external(inner, sql, place),
        ArrowError::CastError(message) | ArrowError::ParseError(message) | ArrowError::ComputeError(message) => {
            EngineError::Value { message: lower_first(&message) }
        }
        ArrowError::ArithmeticOverflow(message) => EngineError::Value { message: lower_first(&message) },
        ArrowError::InvalidArgumentError(message) => EngineError::Value { message: lower_first(&message) },
        ArrowError::DivideByZero => EngineError::Value { message: "division by zero".to_owned() },
        ArrowError::MemoryError(message) => EngineError::MemoryExceeded { limit_bytes: None, source: message.into() },
        ArrowError::NotYetImplemented(what) => EngineError::not_supported(what).at(place),
        other => EngineError::Execution { message: other.to_string(), source: None },
    }
}

/// A parser's message ends with `at Line: 3, Column: 8` when it knows the place.
fn parser(error: &ParserError, sql: &str) -> EngineError {
    let message = match error {
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => message.clone(),
        ParserError::RecursionLimitExceeded => "the query is nested too deeply".to_owned(),
    };
    syntax_message(&message, sql)
}

/// A syntax error from the text of a parser's message.
pub(crate) fn syntax_message(message: &str, sql: &str) -> EngineError {
    let (text, place) = match message.rsplit_once(" at Line: ") {
        Some((text, at)) => {
            let mut numbers = at.split(", Column: ").map(|number| number.trim().parse::<u64>().ok());
            let line = numbers.next().flatten();
            let column = numbers.next().flatten();
            (text, line.zip(column).and_then(|(line, column)| Place::new(sql, line, column)))
        }
        // What is missing at the end of the text has no place of its own.
        None if message.ends_with("found: EOF") => (message, Place::end(sql)),
        None => (message, None),
    };
    EngineError::Syntax { message: lower_first(text), place: place.map(Box::new) }
}

fn schema(error: SchemaError) -> EngineError {
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => column_not_found(&field, &valid_fields),
        SchemaError::AmbiguousReference { field } => {
            EngineError::invalid(format!("the column name {} is ambiguous", field.flat_name()))
        }
        SchemaError::DuplicateQualifiedField { name, .. } | SchemaError::DuplicateUnqualifiedField { name } => {
            EngineError::invalid(format!("the column name {name} is given twice"))
        }
    }
}

fn column_not_found(field: &Column, valid_fields: &[Column]) -> EngineError {
    let columns: Vec<String> = valid_fields.iter().map(|column| column.name.clone()).collect();
    let nearest = nearest(&field.name, columns.iter().map(String::as_str)).map(str::to_owned);
    EngineError::ColumnNotFound { name: field.flat_name(), nearest, columns, place: None }
}

/// DataFusion has no kind of its own for a missing function: it is known by its text.
fn plan(message: &str) -> EngineError {
    if let Some(rest) = message.strip_prefix("Invalid function '") {
        let mut parts = rest.split('\'');
        let name = parts.next().unwrap_or_default().to_owned();
        // DataFusion always has a suggestion, near or not.
        let nearest = nearest(&name, parts.nth(1)).map(str::to_owned);
        return EngineError::FunctionNotFound { name, nearest, place: None };
    }
    if message.starts_with("Projections require unique expression names") {
        let expression = message.split('"').nth(1).unwrap_or_default();
        let name = expression.rsplit_once(" AS ").map_or(expression, |(_, alias)| alias);
        return EngineError::invalid(format!("two columns are named {name}; give one an alias"));
    }
    EngineError::invalid(lower_first(message))
}

fn execution(message: &str) -> EngineError {
    let lower = message.to_lowercase();
    let of_value = ["overflow", "divide by zero", "division by zero", "cannot cast", "error parsing", "out of range"];
    if lower.starts_with("the text '") || of_value.iter().any(|words| lower.contains(words)) {
        return EngineError::Value { message: lower_first(message) };
    }
    EngineError::Execution { message: lower_first(message), source: None }
}

fn place_of(diagnostic: &Diagnostic, sql: &str) -> Option<Place> {
    let span = diagnostic.span?;
    let width = if span.end.line == span.start.line { span.end.column.saturating_sub(span.start.column) } else { 1 };
    Place::spanning(sql, span.start.line, span.start.column, width)
}

/// Where an unknown column stands, when rewriting the query has lost its place and its name is there once.
fn only_place(error: &SchemaError, sql: &str) -> Option<Place> {
    let SchemaError::FieldNotFound { field, .. } = error else { return None };
    let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut found = None;
    for (number, line) in (1..).zip(sql.lines()) {
        for (at, word) in line.match_indices(field.name.as_str()) {
            let (before, after) = (line.get(..at)?, line.get(at + word.len()..)?);
            if before.ends_with(is_of_word) || after.starts_with(is_of_word) {
                continue;
            }
            if found.replace((number, before.chars().count() + 1, word.chars().count())).is_some() {
                return None;
            }
        }
    }
    let (line, column, width) = found?;
    Place::spanning(sql, line, u64::try_from(column).ok()?, u64::try_from(width).ok()?)
}

/// A message begins in lower case, unless it begins with a keyword or a name in capitals.
fn lower_first(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}
