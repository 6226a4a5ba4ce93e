//! The publication date of a file, as declared or as its name says it.

use chrono::{Datelike, Months, NaiveDate};
use globset::{Glob, GlobMatcher};
use regex::Regex;
use serde_json::Value;

use crate::error::SourceError;
use crate::fields::{Fields, KeyError};
use crate::moment;

/// Where the publication date comes from.
#[derive(Debug)]
pub(super) enum Vintage {
    /// One date for all files.
    Date(NaiveDate),
    /// The one group of an expression that the name of the file matches.
    FromName(Regex),
    /// The first pattern that the name or path matches decides.
    ByFile(Vec<(GlobMatcher, NaiveDate)>),
    /// Each row carries its own, in a column that is declared as a date.
    Column(String),
}

impl Vintage {
    pub(super) fn parse(fields: &Fields<'_>) -> Result<Option<Self>, KeyError> {
        let Some(keys) = fields.fields("vintage")? else { return Ok(None) };
        let date = keys.text("date")?;
        let from_name = keys.text("from_name")?;
        let by_file = keys.value("by_file");
        let column = keys.text("column")?;
        keys.finish(&[])?;
        let given = [date.is_some(), from_name.is_some(), by_file.is_some(), column.is_some()];
        if given.iter().filter(|given| **given).count() != 1 {
            return Err(fields.wrong(
                "vintage",
                "exactly one of date, from_name, by_file and column is expected",
                "exactement une des clés date, from_name, by_file et column est attendue",
            ));
        }
        if let Some(text) = date {
            return Ok(Some(Self::Date(parse_date(&keys, "date", &text)?)));
        }
        if let Some(text) = from_name {
            return Ok(Some(Self::FromName(parse_pattern(&keys, &text)?)));
        }
        if let Some(name) = column {
            return Ok(Some(Self::Column(name)));
        }
        parse_files(&keys, by_file).map(|files| Some(Self::ByFile(files)))
    }

    /// The date of the file at `uri`; `None` when each row has its own.
    pub(super) fn of(&self, uri: &str) -> Result<Option<NaiveDate>, SourceError> {
        let name = uri.rsplit('/').next().unwrap_or(uri);
        let missing = |declared: String| SourceError::VintageMissing { uri: uri.to_owned(), declared };
        match self {
            Self::Date(date) => Ok(Some(*date)),
            Self::Column(_) => Ok(None),
            Self::ByFile(files) => files
                .iter()
                .find(|(glob, _)| glob.is_match(name) || glob.is_match(uri))
                .map(|(_, date)| Some(*date))
                .ok_or_else(|| missing("`vintage.by_file`".to_owned())),
            Self::FromName(pattern) => {
                let text = pattern
                    .captures(name)
                    .or_else(|| pattern.captures(uri))
                    .and_then(|groups| groups.get(1))
                    .ok_or_else(|| missing(format!("`vintage.from_name: '{pattern}'`")))?
                    .as_str();
                read(text)
                    .map(Some)
                    .ok_or_else(|| SourceError::VintageUnreadable { uri: uri.to_owned(), value: text.to_owned() })
            }
        }
    }
}

fn parse_date(fields: &Fields<'_>, key: &str, text: &str) -> Result<NaiveDate, KeyError> {
    read(text).ok_or_else(|| {
        fields.wrong(
            key,
            format!("\"{text}\" is not a date; write 2024-09-30, 2024-09 or 3Q2024"),
            format!("« {text} » n'est pas une date ; écrivez 2024-09-30, 2024-09 ou 3Q2024"),
        )
    })
}

fn parse_pattern(fields: &Fields<'_>, text: &str) -> Result<Regex, KeyError> {
    let pattern = Regex::new(text).map_err(|fault| {
        fields.wrong(
            "from_name",
            format!("it is not a regular expression: {fault}"),
            format!("ce n'est pas une expression régulière : {fault}"),
        )
    })?;
    if pattern.captures_len() == 2 {
        return Ok(pattern);
    }
    Err(fields.wrong(
        "from_name",
        "exactly one group in brackets is expected",
        "exactement un groupe entre parenthèses est attendu",
    ))
}

fn parse_files(fields: &Fields<'_>, value: Option<&Value>) -> Result<Vec<(GlobMatcher, NaiveDate)>, KeyError> {
    let Some(Value::Object(_)) = value else {
        return Err(fields.wrong(
            "by_file",
            "a mapping of patterns to dates is expected",
            "un dictionnaire de motifs et de dates est attendu",
        ));
    };
    let mut files = Vec::new();
    for (pattern, text) in fields.pairs("by_file")? {
        let glob = Glob::new(&pattern).map_err(|fault| {
            fields.wrong(
                "by_file",
                format!("\"{pattern}\" is not a glob: {fault}"),
                format!("« {pattern} » n'est pas un motif de fichier : {fault}"),
            )
        })?;
        files.push((glob.compile_matcher(), parse_date(fields, "by_file", &text)?));
    }
    Ok(files)
}

/// A day, or the last day of a month (`2024-09`), quarter (`3Q2024`, `2024Q3`, `2024-Q3`,
/// `Q3-2024`, `T3_2024`) or year: a publication about a period is not out before its end.
fn read(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if let Ok(date) = moment::iso_date(&text.replace(['_', '.'], "-")) {
        return Some(date);
    }
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == 8 && all_digits(text) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    }
    let parts: Vec<&str> = text.split(['-', '_', '.', ' ']).collect();
    let (year, month) = match parts.as_slice() {
        [year] if year.len() == 4 && all_digits(year) => (*year, 12),
        [year, month] if year.len() == 4 && all_digits(month) => (*year, month.parse::<u32>().ok()?),
        _ => {
            let joined = parts.concat().to_ascii_uppercase();
            let letter = joined.find(['Q', 'T'])?;
            let (before, after) = (joined.get(..letter)?, joined.get(letter + 1..)?);
            let (year, quarter) = match (before.len(), after.len()) {
                (4, 1) => (before.to_owned(), after.to_owned()),
                (1, 4) => (after.to_owned(), before.to_owned()),
                (0, 5) => (after.get(1..)?.to_owned(), after.get(..1)?.to_owned()),
                _ => return None,
            };
            return last_day(
                year.parse().ok()?,
                quarter.parse::<u32>().ok().filter(|quarter| (1..=4).contains(quarter))? * 3,
            );
        }
    };
    last_day(year.parse().ok()?, month)
}

fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let next = first.checked_add_months(Months::new(1))?;
    debug_assert_eq!(next.day(), 1, "the first of the next month");
    next.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_published_at_its_end_at_the_earliest() {
        let shown = |text: &str| read(text).map(|date| date.to_string());
        for (text, date) in [
            ("2024-09-30", "2024-09-30"),
            ("20240930", "2024-09-30"),
            ("2024_09_30", "2024-09-30"),
            ("2024-02", "2024-02-29"),
            ("2Q2025", "2025-06-30"),
            ("2025Q2", "2025-06-30"),
            ("2025-Q3", "2025-09-30"),
            ("Q4-2025", "2025-12-31"),
            ("T1_2025", "2025-03-31"),
            ("2019", "2019-12-31"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(date), "{text}");
        }
        for text in ["", "5Q2025", "2024-13", "2024-02-30", "été", "12345678"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
