//! Folders named `key=value` as columns, as DuckDB reads them: sorted by key.

use arrow::datatypes::DataType;

use super::find::FoundFile;
use crate::duckdb::cast::time::{parse_date, parse_timestamp};
use crate::duckdb::types::TIMESTAMP;

/// The keys that all files have, and each file's values for them; empty when they do not agree.
pub(super) fn keys(files: &[FoundFile]) -> (Vec<String>, Vec<Vec<String>>) {
    let pairs: Vec<Vec<(String, String)>> = files.iter().map(|file| pairs_of(&file.shown)).collect();
    let names = |pairs: &[(String, String)]| -> Vec<String> { pairs.iter().map(|(key, _)| key.clone()).collect() };
    let Some(first) = pairs.first().map(|first| names(first)).filter(|first| !first.is_empty()) else {
        return (Vec::new(), Vec::new());
    };
    if pairs.iter().any(|other| names(other) != first) {
        return (Vec::new(), Vec::new());
    }
    let values = pairs.into_iter().map(|pairs| pairs.into_iter().map(|(_, value)| value).collect()).collect();
    (first, values)
}

fn pairs_of(path: &str) -> Vec<(String, String)> {
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    let pairs = folders.into_iter().filter_map(|folder| folder.split_once('='));
    let mut pairs: Vec<(String, String)> =
        pairs.filter(|(key, _)| !key.is_empty()).map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    pairs.sort();
    pairs
}

/// The type of a key's values: whole numbers, dates, times, or texts.
pub(super) fn type_of<'a>(values: &(impl Iterator<Item = &'a str> + Clone)) -> DataType {
    let is_null = |value: &str| value == "__HIVE_DEFAULT_PARTITION__";
    let all = |fits: fn(&str) -> bool| values.clone().filter(|value| !is_null(value)).all(fits);
    if all(|value| value.parse::<i64>().is_ok()) {
        DataType::Int64
    } else if all(|value| parse_date(value).is_some() && value.len() <= 10) {
        DataType::Date32
    } else if all(|value| parse_timestamp(value, false).is_some()) {
        TIMESTAMP
    } else {
        DataType::Utf8
    }
}
