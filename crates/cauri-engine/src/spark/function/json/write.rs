//! `to_json`: structs, arrays and maps as JSON without blanks, the fields that are NULL left out.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringArray};
use arrow::datatypes::{DataType, Date32Type, TimestampMicrosecondType};
use datafusion::common::{Result, plan_err};

use super::super::super::cast::text::to_text;
use super::super::super::cast::time::timestamp_text;
use super::super::super::types::type_name;
use super::super::digest::base64_line;
use super::super::pattern::Pattern;
use super::super::{Call, Planned};

/// How values are written.
struct Style {
    keep_nulls: bool,
    date: Option<Pattern>,
    time: Option<Pattern>,
}

/// Refuses what `to_json` does not take.
pub(super) fn json_type(planned: &Planned<'_>) -> Result<DataType> {
    match planned.kind(0) {
        DataType::Struct(_) | DataType::List(_) | DataType::Map(..) | DataType::Null => {}
        kind => return plan_err!("to_json takes a struct, an array or a map, not {}", type_name(&kind)),
    }
    writable(&planned.kind(0))?;
    Ok(DataType::Utf8)
}

fn writable(kind: &DataType) -> Result<()> {
    match kind {
        DataType::List(element) => writable(element.data_type()),
        DataType::Struct(fields) => fields.iter().try_for_each(|field| writable(field.data_type())),
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(sides) if sides.len() == 2 => {
                let key = sides[0].data_type();
                let plain = matches!(
                    key,
                    DataType::Utf8
                        | DataType::Boolean
                        | DataType::Date32
                        | DataType::Timestamp(..)
                        | DataType::Float32
                        | DataType::Float64
                        | DataType::Decimal128(..)
                        | DataType::Null
                ) || key.is_integer();
                if !plain {
                    return plan_err!("to_json does not take a map whose keys are {}", type_name(key));
                }
                writable(sides[1].data_type())
            }
            other => plan_err!("{other} is no map"),
        },
        _ => Ok(()),
    }
}

pub(super) fn to_json(call: &Call<'_>) -> Result<ArrayRef> {
    let mut style = Style { keep_nulls: false, date: None, time: None };
    if let Some(options) = call.args.get(1).filter(|o| !o.is_empty()) {
        for (name, value) in super::options(options.as_string::<i32>().value(0)) {
            let pattern = || Pattern::new(value).or_else(|what| plan_err!("{what}"));
            match name {
                "ignorenullfields" => style.keep_nulls = value.eq_ignore_ascii_case("false"),
                "dateformat" => style.date = Some(pattern()?),
                "timestampformat" => style.time = Some(pattern()?),
                _ => return plan_err!("to_json has no option {name} here"),
            }
        }
    }
    let mut out: Vec<Option<String>> = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        if call.args[0].is_null(row) || *call.args[0].data_type() == DataType::Null {
            out.push(None);
            continue;
        }
        let mut text = String::new();
        style.value(&mut text, &call.args[0], row)?;
        out.push(Some(text));
    }
    Ok(Arc::new(StringArray::from(out)))
}

impl Style {
    fn value(&self, out: &mut String, column: &ArrayRef, row: usize) -> Result<()> {
        let column = super::super::normal(column)?;
        if column.is_null(row) || *column.data_type() == DataType::Null {
            out.push_str("null");
            return Ok(());
        }
        match column.data_type() {
            DataType::Struct(_) => self.object(out, &column, row),
            DataType::List(_) => {
                let items = column.as_list::<i32>().value(row);
                out.push('[');
                for index in 0..items.len() {
                    if index > 0 {
                        out.push(',');
                    }
                    self.value(out, &items, index)?;
                }
                out.push(']');
                Ok(())
            }
            DataType::Map(..) => {
                let entries = column.as_map().value(row);
                out.push('{');
                for index in 0..entries.len() {
                    if index > 0 {
                        out.push(',');
                    }
                    quoted(out, &key(entries.column(0), index)?);
                    out.push(':');
                    self.value(out, entries.column(1), index)?;
                }
                out.push('}');
                Ok(())
            }
            _ => self.single(out, &column, row),
        }
    }

    fn object(&self, out: &mut String, column: &ArrayRef, row: usize) -> Result<()> {
        let fields = column.as_struct();
        out.push('{');
        let mut first = true;
        for (name, value) in fields.column_names().into_iter().zip(fields.columns()) {
            let absent = value.is_null(row) || *value.data_type() == DataType::Null;
            if absent && !self.keep_nulls {
                continue;
            }
            if !first {
                out.push(',');
            }
            first = false;
            quoted(out, name);
            out.push(':');
            self.value(out, value, row)?;
        }
        out.push('}');
        Ok(())
    }

    fn single(&self, out: &mut String, column: &ArrayRef, row: usize) -> Result<()> {
        match column.data_type() {
            DataType::Utf8 => quoted(out, column.as_string::<i32>().value(row)),
            DataType::Binary => quoted(out, &base64_line(column.as_binary::<i32>().value(row))),
            DataType::Date32 => {
                let days = column.as_primitive::<Date32Type>().value(row);
                match &self.date {
                    Some(pattern) => {
                        quoted(out, &pattern.write(i64::from(days) * super::super::super::cast::DAY_MICROS))
                    }
                    None => quoted(out, &plain(column, row)?),
                }
            }
            DataType::Timestamp(_, zone) => {
                let micros = column.as_primitive::<TimestampMicrosecondType>().value(row);
                match &self.time {
                    Some(pattern) if zone.is_some() => quoted(out, &pattern.write(micros)),
                    _ => {
                        // Thousandths of a second always, and the zone where there is one.
                        let millis = micros.div_euclid(1_000);
                        let text = timestamp_text(millis.div_euclid(1_000) * 1_000_000).replace(' ', "T");
                        let zone = if zone.is_some() { "Z" } else { "" };
                        quoted(out, &format!("{text}.{:03}{zone}", millis.rem_euclid(1_000)));
                    }
                }
            }
            DataType::Boolean | DataType::Decimal128(..) => out.push_str(&plain(column, row)?),
            DataType::Float32 | DataType::Float64 => {
                let text = plain(column, row)?;
                if text.ends_with(|c: char| c.is_ascii_digit()) { out.push_str(&text) } else { quoted(out, &text) }
            }
            kind if kind.is_integer() => out.push_str(&plain(column, row)?),
            _ => quoted(out, &plain(column, row)?),
        }
        Ok(())
    }
}

/// The text that CAST would give.
fn plain(column: &ArrayRef, row: usize) -> Result<String> {
    Ok(to_text(&column.slice(row, 1))?.value(0).to_owned())
}

/// The name of an entry: Spark writes times as the numbers that it keeps.
fn key(column: &ArrayRef, row: usize) -> Result<String> {
    match column.data_type() {
        DataType::Date32 => plain(&arrow::compute::cast(column, &DataType::Int32)?, row),
        DataType::Timestamp(..) => plain(&arrow::compute::cast(column, &DataType::Int64)?, row),
        _ => plain(&super::super::normal(column)?, row),
    }
}

/// A text in quotes.
pub(super) fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c < ' ' => {
                // Writing to a String cannot fail.
                let _written = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
