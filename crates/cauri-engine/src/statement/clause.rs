//! Partition and sort fields as SQL writes them.

use cauri_lake::spec::Transform;
use cauri_lake::{PartitionBy, SortBy};

use crate::error::EngineError;

/// Reads `annee`, `month(d)`, `bucket(4, id)`, `truncate(2, code)`.
///
/// # Errors
///
/// [`EngineError::TableSpec`].
pub(crate) fn partition_field(text: &str) -> Result<PartitionBy, EngineError> {
    let refuse = |reason: &str| EngineError::TableSpec {
        text: text.trim().to_owned(),
        clause: "partition field",
        reason: reason.to_owned(),
    };
    let trimmed = text.trim();
    let Some((function, rest)) = trimmed.split_once('(').filter(|_| !trimmed.starts_with(['`', '"'])) else {
        let source = unquoted(trimmed).ok_or_else(|| refuse("it is not a column"))?;
        return Ok(PartitionBy { source, transform: Transform::Identity, name: None });
    };
    let inside = rest.trim_end().strip_suffix(')').ok_or_else(|| refuse("a parenthesis is not closed"))?;
    let arguments: Vec<&str> = inside.split(',').map(str::trim).collect();
    let function = function.trim().to_lowercase();
    let (column, transform) = match (function.as_str(), arguments.as_slice()) {
        ("year" | "years", [column]) => (*column, Transform::Year),
        ("month" | "months", [column]) => (*column, Transform::Month),
        ("day" | "days" | "date", [column]) => (*column, Transform::Day),
        ("hour" | "hours" | "date_hour", [column]) => (*column, Transform::Hour),
        ("identity", [column]) => (*column, Transform::Identity),
        ("bucket" | "truncate", [one, other]) => {
            // Spark writes the number first, other engines last.
            let (number, column) = if one.parse::<u32>().is_ok() { (*one, *other) } else { (*other, *one) };
            let number: u32 = number.parse().map_err(|_| refuse("it needs a number and a column"))?;
            if number == 0 {
                return Err(refuse("its number must be at least 1"));
            }
            (column, if function == "bucket" { Transform::Bucket(number) } else { Transform::Truncate(number) })
        }
        ("year" | "years" | "month" | "months" | "day" | "days" | "hour" | "hours" | "identity", _) => {
            return Err(refuse("it takes one column"));
        }
        ("bucket" | "truncate", _) => return Err(refuse("it needs a number and a column")),
        _ => return Err(refuse("there is no such transform")),
    };
    let source = unquoted(column).ok_or_else(|| refuse("it is not of a column"))?;
    Ok(PartitionBy { source, transform, name: None })
}

/// Reads `pays`, `annee desc`, `valeur asc nulls last`. NULLs come first ascending and last descending, as in Spark.
///
/// # Errors
///
/// [`EngineError::TableSpec`].
pub(crate) fn sort_field(text: &str) -> Result<SortBy, EngineError> {
    let refuse = |reason: &str| EngineError::TableSpec {
        text: text.trim().to_owned(),
        clause: "sort field",
        reason: reason.to_owned(),
    };
    let trimmed = text.trim();
    let (column, rest) = column_and_rest(trimmed).ok_or_else(|| refuse("it is not a column"))?;
    let source = unquoted(column).ok_or_else(|| refuse("it is not a column"))?;
    let words: Vec<String> = rest.split_whitespace().map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (descending, nulls) = match words.as_slice() {
        ["asc", nulls @ ..] => (false, nulls),
        ["desc", nulls @ ..] => (true, nulls),
        nulls => (false, nulls),
    };
    let nulls_first = match nulls {
        [] => !descending,
        ["nulls", "first"] => true,
        ["nulls", "last"] => false,
        _ => return Err(refuse("after the column only asc, desc, nulls first and nulls last may stand")),
    };
    Ok(SortBy { source, descending, nulls_first })
}

fn column_and_rest(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|letter| matches!(letter, '`' | '"'));
    let end = match quote {
        Some(quote) => text.get(1..)?.find(quote)? + 2,
        None => text.find(char::is_whitespace).unwrap_or(text.len()),
    };
    Some((text.get(..end)?, text.get(end..)?))
}

/// A column name without its quotes; `None` when it is not one.
fn unquoted(text: &str) -> Option<String> {
    let text = text.trim();
    for quote in ['`', '"'] {
        if let Some(inside) = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            let doubled = format!("{quote}{quote}");
            return (!inside.is_empty()).then(|| inside.replace(&doubled, &quote.to_string()));
        }
    }
    let plain = !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partition_fields_are_read_as_spark_writes_them() {
        let read = |text| partition_field(text).map(|field| (field.source, field.transform));
        assert_eq!(read("annee").unwrap(), ("annee".to_owned(), Transform::Identity));
        assert_eq!(
            read(" months( `date de publication` ) ").unwrap(),
            ("date de publication".to_owned(), Transform::Month)
        );
        assert_eq!(read("bucket(16, id)").unwrap(), ("id".to_owned(), Transform::Bucket(16)));
        assert_eq!(read("truncate(code, 4)").unwrap(), ("code".to_owned(), Transform::Truncate(4)));
        for wrong in ["bucket(id)", "bucket(0, id)", "week(d)", "month(d", "a + b", ""] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nulls_come_where_spark_puts_them() {
        let read = |text| sort_field(text).map(|field| (field.source, field.descending, field.nulls_first)).unwrap();
        assert_eq!(read("pays"), ("pays".to_owned(), false, true));
        assert_eq!(read("annee DESC"), ("annee".to_owned(), true, false));
        assert_eq!(read("`ma colonne` desc nulls first"), ("ma colonne".to_owned(), true, true));
        assert!(sort_field("annee upwards").is_err());
    }
}
