//! Spark's types and their names: `int`, `decimal(10,2)`, `array<string>`, and the Arrow types
//! that stand for them. Text is Utf8, TIMESTAMP is microseconds with the zone UTC (the session's
//! zone), TIMESTAMP_NTZ without; a year-month interval is `IntervalYearMonth`, a day interval
//! `IntervalDayTime`, one with a time of day `Duration(Microsecond)`.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, IntervalUnit, TimeUnit};
use datafusion::sql::sqlparser::ast::{ArrayElemTypeDef, DataType as SqlType, ExactNumberInfo, TimezoneInfo};

/// The zone of TIMESTAMP values.
pub(super) const ZONE: &str = "UTC";

/// TIMESTAMP.
pub(super) fn timestamp() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some(ZONE.into()))
}

/// A list of `element`, as every array function here makes it.
pub(super) fn list_of(element: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("item", element, true)))
}

/// A map, as every map function here makes it.
pub(super) fn map_of(key: DataType, value: DataType) -> DataType {
    let entries = Fields::from(vec![Field::new("key", key, false), Field::new("value", value, true)]);
    DataType::Map(Arc::new(Field::new("entries", DataType::Struct(entries), false)), false)
}

/// Precision and scale of a number constant without exponent.
pub(super) fn decimal_digits(number: &str) -> (usize, usize) {
    let number = number.trim_start_matches(['-', '+']);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let scale = fraction.len();
    let digits = whole.trim_start_matches('0').len() + scale;
    // 0.001 is DECIMAL(3,3): leading zeros count for nothing, the scale always counts.
    (digits.max(scale).max(1), scale)
}

/// Spark's name of a type of the syntax tree; `None` for types that Spark has not.
pub(super) fn sql_type_name(sql: &SqlType) -> Option<String> {
    let simple = |text: &str| Some(text.to_owned());
    match sql {
        SqlType::Boolean | SqlType::Bool => simple("boolean"),
        SqlType::TinyInt(None) => simple("tinyint"),
        SqlType::SmallInt(None) => simple("smallint"),
        SqlType::Int(None) | SqlType::Integer(None) => simple("int"),
        SqlType::BigInt(None) => simple("bigint"),
        SqlType::Float(ExactNumberInfo::None) | SqlType::Real => simple("float"),
        SqlType::Double(ExactNumberInfo::None) | SqlType::DoublePrecision => simple("double"),
        SqlType::Decimal(digits) | SqlType::Numeric(digits) | SqlType::Dec(digits) => match digits {
            ExactNumberInfo::None => simple("decimal(10,0)"),
            ExactNumberInfo::Precision(p) => Some(format!("decimal({p},0)")),
            ExactNumberInfo::PrecisionAndScale(p, s) => Some(format!("decimal({p},{s})")),
        },
        SqlType::String(None) | SqlType::Varchar(_) | SqlType::Char(_) | SqlType::Character(_) => simple("string"),
        SqlType::Binary(None) | SqlType::Bytea => simple("binary"),
        SqlType::Date => simple("date"),
        SqlType::Timestamp(None, TimezoneInfo::None) => simple("timestamp"),
        SqlType::TimestampNtz(None) => simple("timestamp_ntz"),
        SqlType::Array(ArrayElemTypeDef::AngleBracket(element)) => Some(format!("array<{}>", sql_type_name(element)?)),
        SqlType::Map(key, value) => Some(format!("map<{},{}>", sql_type_name(key)?, sql_type_name(value)?)),
        SqlType::Struct(fields, _) => {
            let fields: Option<Vec<String>> = fields
                .iter()
                .map(|f| Some(format!("{}:{}", f.field_name.as_ref()?.value, sql_type_name(&f.field_type)?)))
                .collect();
            Some(format!("struct<{}>", fields?.join(",")))
        }
        SqlType::Custom(name, arguments) if arguments.is_empty() => {
            match name.to_string().to_ascii_lowercase().as_str() {
                "byte" => simple("tinyint"),
                "short" => simple("smallint"),
                "long" => simple("bigint"),
                "string" => simple("string"),
                "timestamp_ltz" => simple("timestamp"),
                "timestamp_ntz" => simple("timestamp_ntz"),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The Arrow type of Spark's type name as [`sql_type_name`] writes it.
pub(super) fn parse_type(name: &str) -> Option<DataType> {
    let name = name.trim();
    Some(match name {
        "boolean" => DataType::Boolean,
        "tinyint" => DataType::Int8,
        "smallint" => DataType::Int16,
        "int" | "integer" => DataType::Int32,
        "bigint" | "long" => DataType::Int64,
        "float" => DataType::Float32,
        "double" => DataType::Float64,
        "string" => DataType::Utf8,
        "binary" => DataType::Binary,
        "date" => DataType::Date32,
        "timestamp" => timestamp(),
        "timestamp_ntz" => DataType::Timestamp(TimeUnit::Microsecond, None),
        "void" => DataType::Null,
        _ => return parse_compound(name),
    })
}

fn parse_compound(name: &str) -> Option<DataType> {
    if let Some(inside) = name.strip_prefix("decimal(").and_then(|n| n.strip_suffix(')')) {
        let (p, s) = inside.split_once(',')?;
        let (p, s): (u8, i8) = (p.trim().parse().ok()?, s.trim().parse().ok()?);
        return (p <= 38 && s >= 0 && i16::from(s) <= i16::from(p)).then_some(DataType::Decimal128(p, s));
    }
    if let Some(inside) = name.strip_prefix("array<").and_then(|n| n.strip_suffix('>')) {
        return Some(list_of(parse_type(inside)?));
    }
    if let Some(inside) = name.strip_prefix("map<").and_then(|n| n.strip_suffix('>')) {
        let [key, value] = split_top(inside)?.try_into().ok()?;
        return Some(map_of(parse_type(&key)?, parse_type(&value)?));
    }
    let inside = name.strip_prefix("struct<").and_then(|n| n.strip_suffix('>'))?;
    let fields: Option<Vec<Field>> = split_top(inside)?
        .iter()
        .map(|f| {
            let (name, kind) = f.split_once(':')?;
            Some(Field::new(name.trim(), parse_type(kind)?, true))
        })
        .collect();
    Some(DataType::Struct(Fields::from(fields?)))
}

/// Splits at the commas outside brackets.
fn split_top(text: &str) -> Option<Vec<String>> {
    let (mut depth, mut parts, mut part) = (0usize, Vec::new(), String::new());
    for c in text.chars() {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    Some(parts)
}

/// Spark's name of an Arrow type, as `simpleString` has it.
pub(super) fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Null => "void".into(),
        DataType::Boolean => "boolean".into(),
        DataType::Int8 => "tinyint".into(),
        DataType::Int16 | DataType::UInt8 => "smallint".into(),
        DataType::Int32 | DataType::UInt16 => "int".into(),
        DataType::Int64 | DataType::UInt32 => "bigint".into(),
        DataType::UInt64 => "decimal(20,0)".into(),
        DataType::Float16 | DataType::Float32 => "float".into(),
        DataType::Float64 => "double".into(),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "string".into(),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => "binary".into(),
        DataType::Date32 | DataType::Date64 => "date".into(),
        DataType::Timestamp(_, Some(_)) => "timestamp".into(),
        DataType::Timestamp(_, None) => "timestamp_ntz".into(),
        DataType::Decimal128(p, s) => format!("decimal({p},{s})"),
        DataType::Interval(IntervalUnit::YearMonth) => "interval year to month".into(),
        DataType::Interval(IntervalUnit::DayTime) => "interval day".into(),
        DataType::Duration(_) => "interval day to second".into(),
        DataType::List(f) | DataType::LargeList(f) => format!("array<{}>", type_name(f.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|f| format!("{}:{}", f.name(), type_name(f.data_type()))).collect();
            format!("struct<{}>", fields.join(","))
        }
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(kv) if kv.len() == 2 => {
                format!("map<{},{}>", type_name(kv[0].data_type()), type_name(kv[1].data_type()))
            }
            other => other.to_string(),
        },
        other => other.to_string(),
    }
}

/// The type that computations use for a type as it is stored: one kind of text, one kind of
/// timestamp, signed integers.
pub(super) fn computed(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Utf8View | DataType::LargeUtf8 => DataType::Utf8,
        DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => DataType::Binary,
        DataType::UInt8 => DataType::Int16,
        DataType::UInt16 => DataType::Int32,
        DataType::UInt32 => DataType::Int64,
        DataType::UInt64 => DataType::Decimal128(20, 0),
        DataType::Float16 => DataType::Float32,
        DataType::Date64 => DataType::Date32,
        DataType::Timestamp(_, Some(_)) => timestamp(),
        DataType::Timestamp(_, None) => DataType::Timestamp(TimeUnit::Microsecond, None),
        DataType::Dictionary(_, value) => computed(value),
        other => other.clone(),
    }
}
