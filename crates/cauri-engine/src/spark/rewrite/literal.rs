//! Constants: Spark's types for numbers, typed texts, intervals.

use datafusion::sql::sqlparser::ast::{CastKind, DateTimeField, Expr, Interval, TypedString, Value, ValueWithSpan};

use super::super::dialect::SUFFIXED;
use super::super::fault::Fault;
use super::super::literal::typed as made;
use super::super::types::{decimal_digits, sql_type_name};
use super::build::{call, number, text};

/// A constant with Spark's type: INT, BIGINT or DECIMAL for digits, DOUBLE with an exponent.
pub(super) fn constant(value: ValueWithSpan) -> Result<Expr, Fault> {
    let at = value.span;
    Ok(match value.value {
        Value::Number(digits, true) => match digits.parse::<i64>() {
            Ok(_) => made(&digits, "bigint"),
            Err(_) => return Err(Fault::syntax("a BIGINT out of range", at.start.line, at.start.column)),
        },
        Value::Number(digits, false) => digits_constant(&digits)
            .ok_or_else(|| Fault::syntax("a number out of range", at.start.line, at.start.column))?,
        Value::DoubleQuotedString(s) => text(&s),
        other @ (Value::SingleQuotedString(_) | Value::Boolean(_) | Value::Null | Value::HexStringLiteral(_)) => {
            Expr::Value(other.with_span(at))
        }
        other => {
            let (line, column) = (at.start.line, at.start.column);
            let mut fault = Fault::syntax("", line, column);
            fault.reason = super::super::fault::Reason::NotSupported;
            fault.message = format!("the constant {other}");
            return Err(fault);
        }
    })
}

/// The constant that the tokenizer made of `7L`; `None` for any other cast.
pub(super) fn suffixed(cast: &Expr) -> Result<Option<Expr>, Fault> {
    let Expr::Cast { kind: CastKind::DoubleColon, expr, data_type, .. } = cast else { return Ok(None) };
    let digits = match expr.as_ref() {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => text.strip_prefix(SUFFIXED).map(|digits| (digits, value.span.start)),
            _ => None,
        },
        _ => None,
    };
    let Some((digits, at)) = digits else { return Ok(None) };
    let name = sql_type_name(data_type).unwrap_or_default();
    let fits = match name.as_str() {
        "tinyint" => digits.parse::<i8>().is_ok(),
        "smallint" => digits.parse::<i16>().is_ok(),
        "bigint" => digits.parse::<i64>().is_ok(),
        "float" => digits.parse::<f32>().is_ok_and(f32::is_finite),
        "double" => digits.parse::<f64>().is_ok_and(f64::is_finite),
        _ => decimal_digits(digits.trim_start_matches('-')).0 <= 38,
    };
    if !fits {
        return Err(Fault::syntax(format!("{digits} is no {}", name.to_uppercase()), at.line, at.column));
    }
    Ok(Some(made(digits.trim_end_matches('.'), &name)))
}

/// `-7L`, whose digits alone may be out of range.
pub(super) fn negated_suffix(cast: &Expr) -> Option<Expr> {
    let mut negative = cast.clone();
    let Expr::Cast { kind: CastKind::DoubleColon, expr, .. } = &mut negative else { return None };
    let Expr::Value(value) = expr.as_mut() else { return None };
    let Value::SingleQuotedString(text) = &mut value.value else { return None };
    let digits = text.strip_prefix(SUFFIXED).filter(|digits| !digits.starts_with('-'))?;
    *text = format!("{SUFFIXED}-{digits}");
    Some(negative)
}

/// Whether an interval moves a DATE to a DATE: it is of months or of days.
pub(super) fn moves_dates(interval: &Interval) -> bool {
    interval_name(interval).is_some_and(|name| {
        ["YEAR", "MONTH", "DAY"].iter().any(|last| name.ends_with(&format!("' {last}")))
            || name.ends_with("' YEAR TO MONTH")
    })
}

/// `INTERVAL '1' DAY`, as Spark names an interval by its value and its units.
pub(super) fn interval_name(interval: &Interval) -> Option<String> {
    let parts = parts_of(interval).ok()?;
    let order = ["year", "month", "day", "hour", "minute", "second"];
    let (mut months, mut micros) = (0i64, 0i64);
    let mut seen: Vec<usize> = Vec::new();
    for (amount, unit) in &parts {
        let whole = || amount.parse::<i64>().ok();
        let (kind, size) = match *unit {
            "year" => ("year", 12),
            "month" => ("month", 1),
            "week" => ("day", 7 * 86_400_000_000),
            "day" => ("day", 86_400_000_000),
            "hour" => ("hour", 3_600_000_000),
            "minute" => ("minute", 60_000_000),
            "millisecond" => ("second", 1_000),
            "microsecond" => ("second", 1),
            _ => ("second", 0),
        };
        seen.push(order.iter().position(|known| *known == kind)?);
        match (kind, size) {
            ("year" | "month", size) => months += whole()? * size,
            (_, 0) => micros += seconds(amount)?,
            (_, size) => micros = micros.checked_add(whole()?.checked_mul(size)?)?,
        }
    }
    let (first, last) = (*seen.iter().min()?, *seen.iter().max()?);
    if first < 2 && last >= 2 {
        return None;
    }
    let units = order[first].to_uppercase();
    let units = if first == last { units } else { format!("{units} TO {}", order[last].to_uppercase()) };
    let value = if last < 2 { months_text(months, first, last) } else { micros_text(micros, first, last) };
    Some(format!("INTERVAL '{value}' {units}"))
}

fn months_text(months: i64, first: usize, last: usize) -> String {
    let sign = if months < 0 { "-" } else { "" };
    let months = months.abs();
    match (first, last) {
        (0, 0) => format!("{sign}{}", months / 12),
        (1, 1) => format!("{sign}{months}"),
        _ => format!("{sign}{}-{}", months / 12, months % 12),
    }
}

/// Days, hours, minutes and seconds from the first unit to the last, the first with all that is above it.
fn micros_text(micros: i64, first: usize, last: usize) -> String {
    let sign = if micros < 0 { "-" } else { "" };
    let rest = micros.unsigned_abs();
    let sizes = [86_400_000_000u64, 3_600_000_000, 60_000_000, 1_000_000];
    let mut out = String::from(sign);
    for unit in first..=last {
        let at = unit - 2;
        let value = if unit == first { rest / sizes[at] } else { rest % sizes[at - 1] / sizes[at] };
        match (unit == first, unit) {
            (true, 2) => out.push_str(&value.to_string()),
            (true, _) => out.push_str(&format!("{value:02}")),
            (false, 3) => out.push_str(&format!(" {value:02}")),
            (false, _) => out.push_str(&format!(":{value:02}")),
        }
    }
    if last == 5 && !rest.is_multiple_of(1_000_000) {
        let fraction = format!(".{:06}", rest % 1_000_000);
        out.push_str(fraction.trim_end_matches('0'));
    }
    out
}

fn digits_constant(digits: &str) -> Option<Expr> {
    if digits.contains(['e', 'E']) {
        return digits.parse::<f64>().is_ok_and(f64::is_finite).then(|| made(digits, "double"));
    }
    if !digits.contains('.') {
        if digits.parse::<i32>().is_ok() {
            return Some(made(digits, "int"));
        }
        if digits.parse::<i64>().is_ok() {
            return Some(made(digits, "bigint"));
        }
    }
    let (precision, scale) = decimal_digits(digits);
    if precision > 38 {
        return None;
    }
    Some(made(digits.trim_end_matches('.'), &format!("decimal({precision},{scale})")))
}

/// `DATE '2024-01-31'`, `TIMESTAMP '…'`: a value that Spark refuses is refused.
pub(super) fn typed(typed: &TypedString) -> Result<Expr, Fault> {
    let at = typed.value.span.start;
    let value = match &typed.value.value {
        Value::SingleQuotedString(s) | Value::DoubleQuotedString(s) => s.clone(),
        other => other.to_string(),
    };
    let name = sql_type_name(&typed.data_type).unwrap_or_default();
    let valid = match name.as_str() {
        "date" => super::super::cast::time::parse_date(&value).is_some(),
        "timestamp" | "timestamp_ntz" => super::super::cast::time::parse_timestamp(&value).is_some(),
        _ => {
            return Err(Fault::not_supported(format!("a constant of type {}", typed.data_type), &typed.value));
        }
    };
    if !valid {
        return Err(Fault::syntax(format!("'{value}' is no {}", name.to_uppercase()), at.line, at.column));
    }
    Ok(call("spark_cast", vec![text(&value), text(&name)]))
}

/// The amounts of an interval and their units.
fn parts_of(interval: &Interval) -> Result<Vec<(String, &'static str)>, Fault> {
    let refuse = |what: &str| Fault::not_supported(what.to_owned(), interval.value.as_ref());
    let value = match interval.value.as_ref() {
        Expr::Value(v) => match &v.value {
            Value::Number(digits, _) => digits.clone(),
            Value::SingleQuotedString(s) | Value::DoubleQuotedString(s) => s.clone(),
            _ => return Err(refuse("this INTERVAL")),
        },
        Expr::UnaryOp { expr, .. } => format!("-{expr}"),
        _ => return Err(refuse("an INTERVAL that is computed")),
    };
    Ok(match (&interval.leading_field, &interval.last_field) {
        (Some(field), None) => {
            vec![(value.trim().to_owned(), unit(field).ok_or_else(|| refuse("this INTERVAL unit"))?)]
        }
        (Some(from), Some(to)) => range_parts(value.trim(), from, to).ok_or_else(|| refuse("this INTERVAL range"))?,
        (None, _) => word_parts(&value).ok_or_else(|| refuse("this INTERVAL text"))?,
    })
}

/// An interval as a call: years and months, whole days, or days with a time of day.
pub(super) fn interval(interval: &Interval) -> Result<Expr, Fault> {
    let refuse = |what: &str| Fault::not_supported(what.to_owned(), interval.value.as_ref());
    let parts = parts_of(interval)?;
    let (mut months, mut days, mut micros) = (0i64, 0i64, 0i64);
    let (mut has_months, mut has_days, mut has_time) = (false, false, false);
    let seen: Vec<&str> = parts.iter().map(|(_, unit)| *unit).collect();
    for (amount, unit) in parts {
        let whole = || amount.parse::<i64>().map_err(|_| refuse("an INTERVAL with this amount"));
        match unit {
            "year" => (months, has_months) = (months + whole()? * 12, true),
            "month" => (months, has_months) = (months + whole()?, true),
            "week" => (days, has_days) = (days + whole()? * 7, true),
            "day" => (days, has_days) = (days + whole()?, true),
            "hour" => (micros, has_time) = (micros + whole()? * 3_600_000_000, true),
            "minute" => (micros, has_time) = (micros + whole()? * 60_000_000, true),
            "second" => {
                (micros, has_time) =
                    (micros + seconds(&amount).ok_or_else(|| refuse("an INTERVAL with this amount"))?, true);
            }
            "millisecond" => (micros, has_time) = (micros + whole()? * 1_000, true),
            _ => (micros, has_time) = (micros + whole()?, true),
        }
    }
    if has_months && (has_days || has_time) {
        return Err(refuse("an INTERVAL of months and days together"));
    }
    // What the type of the interval is called does not fit in Arrow's type: a second argument says that
    // it is not the widest one, so that it is not shown under a wrong name.
    let narrow = |wide: bool| if wide { vec![] } else { vec![text("narrow")] };
    let whole = |value: i64, rest: Vec<Expr>| [vec![number(&value.to_string())], rest].concat();
    if has_months {
        let wide = interval.last_field.is_some() || seen.contains(&"year") && seen.contains(&"month");
        return Ok(call("spark_interval_months", whole(months, narrow(wide))));
    }
    if has_time {
        let total = days * 86_400_000_000 + micros;
        let wide = has_days && seen.contains(&"second");
        return Ok(call("spark_interval_micros", whole(total, narrow(wide))));
    }
    Ok(call("spark_interval_days", whole(days, vec![])))
}

fn seconds(amount: &str) -> Option<i64> {
    let negative = amount.starts_with('-');
    let (whole, fraction) = amount.trim_start_matches(['-', '+']).split_once('.').unwrap_or((amount, ""));
    let whole: i64 = whole.trim_start_matches(['-', '+']).parse().ok()?;
    let fraction: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    let micros = whole.checked_mul(1_000_000)?.checked_add(fraction)?;
    Some(if negative { -micros } else { micros })
}

fn unit(field: &DateTimeField) -> Option<&'static str> {
    unit_word(&field.to_string())
}

fn unit_word(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    Some(match word.strip_suffix('s').unwrap_or(&word) {
        "year" => "year",
        "month" => "month",
        "week" => "week",
        "day" => "day",
        "hour" => "hour",
        "minute" => "minute",
        "second" => "second",
        "millisecond" => "millisecond",
        "microsecond" => "microsecond",
        _ => return None,
    })
}

/// `'1 day 2 hours'`, with or without the word interval in front.
fn word_parts(value: &str) -> Option<Vec<(String, &'static str)>> {
    let mut words = value.split_whitespace().peekable();
    if words.peek().is_some_and(|w| w.eq_ignore_ascii_case("interval")) {
        words.next();
    }
    let mut parts = Vec::new();
    while let Some(amount) = words.next() {
        parts.push((amount.to_owned(), unit_word(words.next()?)?));
    }
    (!parts.is_empty()).then_some(parts)
}

/// `'1-2' YEAR TO MONTH`, `'1 02:03:04' DAY TO SECOND` and the ranges between.
fn range_parts(value: &str, from: &DateTimeField, to: &DateTimeField) -> Option<Vec<(String, &'static str)>> {
    let order = ["year", "month", "day", "hour", "minute", "second"];
    let (from, to) = (unit(from)?, unit(to)?);
    let (first, last) = (order.iter().position(|u| *u == from)?, order.iter().position(|u| *u == to)?);
    let negative = value.starts_with('-');
    let amounts: Vec<&str> =
        value.trim_start_matches(['-', '+']).split(|c: char| c == '-' || c == ':' || c.is_whitespace()).collect();
    if first >= last || (first < 2) != (last < 2) || amounts.len() != last - first + 1 {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    Some(amounts.iter().zip(&order[first..=last]).map(|(amount, unit)| (format!("{sign}{amount}"), *unit)).collect())
}
