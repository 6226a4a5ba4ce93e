//! Dates and times, from ISO 8601 or a declared pattern.

use chrono::format::ParseErrorKind;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::reason::Detail;

/// 1970-01-01 in chrono's count of days from year 1.
const EPOCH_DAYS: i32 = 719_163;

/// A date as days since 1970.
pub(crate) fn date(text: &str, formats: &[String]) -> Result<i32, Detail> {
    let text = text.trim();
    let date = if formats.is_empty() {
        iso_date(text)?
    } else {
        try_formats(formats, |format| NaiveDate::parse_from_str(text, format))?
    };
    check_year(date)?;
    Ok(date.num_days_from_ce() - EPOCH_DAYS)
}

/// A time without zone, as microseconds since 1970-01-01T00:00:00. A date alone is its midnight.
pub(crate) fn timestamp(text: &str, formats: &[String]) -> Result<i64, Detail> {
    let text = text.trim();
    let moment = if formats.is_empty() {
        match text.get(10..) {
            None | Some("") => iso_date(text)?.and_time(NaiveTime::MIN),
            Some(rest) => {
                let format = if rest.starts_with('T') { "%Y-%m-%dT%H:%M:%S%.f" } else { "%Y-%m-%d %H:%M:%S%.f" };
                try_formats(&[format.to_owned()], |format| NaiveDateTime::parse_from_str(text, format))?
            }
        }
    } else {
        try_formats(formats, |format| NaiveDateTime::parse_from_str(text, format))?
    };
    check_year(moment.date())?;
    Ok(moment.and_utc().timestamp_micros())
}

/// A time with an offset, as microseconds since 1970 in UTC.
pub(crate) fn timestamp_with_zone(text: &str, formats: &[String]) -> Result<i64, Detail> {
    let text = text.trim();
    let moment = if formats.is_empty() {
        DateTime::parse_from_rfc3339(text).map_err(|error| detail(error.kind()))?
    } else {
        try_formats(formats, |format| DateTime::parse_from_str(text, format))?
    };
    check_year(moment.date_naive())?;
    Ok(moment.timestamp_micros())
}

/// `YYYY-MM-DD` and nothing else.
pub(crate) fn iso_date(text: &str) -> Result<NaiveDate, Detail> {
    let bytes = text.as_bytes();
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = bytes else { return Err(Detail::Plain) };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_u32, |number, byte| {
            let digit = byte.wrapping_sub(b'0');
            (digit <= 9).then(|| number * 10 + u32::from(digit))
        })
    };
    let parts = (number(&[y0, y1, y2, y3]), number(&[m0, m1]), number(&[d0, d1]));
    let (Some(year), Some(month), Some(day)) = parts else { return Err(Detail::Plain) };
    let year = i32::try_from(year).map_err(|_| Detail::Plain)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(Detail::ImpossibleDate)
}

/// A year of fewer than four digits is a two-digit year that met `%Y`: 24 would be the year 24.
fn check_year(date: NaiveDate) -> Result<(), Detail> {
    if (1000..=9999).contains(&date.year()) { Ok(()) } else { Err(Detail::ImpossibleDate) }
}

fn try_formats<T>(formats: &[String], parse: impl Fn(&str) -> Result<T, chrono::ParseError>) -> Result<T, Detail> {
    let mut worst = Detail::Plain;
    for format in formats {
        match parse(format) {
            Ok(value) => return Ok(value),
            Err(error) => {
                if detail(error.kind()) == Detail::ImpossibleDate {
                    worst = Detail::ImpossibleDate;
                }
            }
        }
    }
    Err(worst)
}

fn detail(kind: ParseErrorKind) -> Detail {
    match kind {
        ParseErrorKind::OutOfRange | ParseErrorKind::Impossible => Detail::ImpossibleDate,
        _ => Detail::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_dates_are_told_from_other_texts() {
        let french = ["%d/%m/%Y".to_owned()];
        assert_eq!(date("1970-01-02", &[]), Ok(1));
        assert_eq!(date("2024-02-29", &[]), Ok(19782));
        assert_eq!(date("2023-02-29", &[]), Err(Detail::ImpossibleDate));
        assert_eq!(date("2023-13-01", &[]), Err(Detail::ImpossibleDate));
        assert_eq!(date("0000-00-00", &[]), Err(Detail::ImpossibleDate));
        assert_eq!(date("n.d.", &[]), Err(Detail::Plain));
        assert_eq!(date("02/01/1970", &french), Ok(1));
        assert_eq!(date("31/02/2024", &french), Err(Detail::ImpossibleDate));
        assert_eq!(date("01/02/24", &french), Err(Detail::ImpossibleDate));
    }

    #[test]
    fn a_zone_must_be_declared() {
        assert_eq!(timestamp("1970-01-01T00:00:01.5", &[]), Ok(1_500_000));
        assert_eq!(timestamp("1970-01-01 00:00:01", &[]), Ok(1_000_000));
        assert_eq!(timestamp("1970-01-02", &[]), Ok(86_400_000_000));
        assert_eq!(timestamp("1970-01-01T00:00:01Z", &[]), Err(Detail::Plain));
        assert_eq!(timestamp_with_zone("1970-01-01T01:00:01+01:00", &[]), Ok(1_000_000));
        assert_eq!(timestamp("2024-01-01 25:00:00", &[]), Err(Detail::ImpossibleDate));
    }
}
