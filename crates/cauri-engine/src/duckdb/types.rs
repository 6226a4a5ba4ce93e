//! DuckDB's types and the Arrow types that stand for them: HUGEINT is DECIMAL(38, 0), TIMESTAMP
//! counts microseconds without a zone, an interval is months, days and a time.
//!
//! Also which type two values share. A text constant takes the type of the other side; a text
//! column is never compared with anything but a text.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, IntervalUnit, TimeUnit};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{Expr, ExprSchemable, lit};
use datafusion::sql::sqlparser::ast::{
    ArrayElemTypeDef, DataType as SqlType, ExactNumberInfo, StructField, TimezoneInfo,
};
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::function;
use crate::spark::coerce::Rules;

pub(super) const HUGEINT: DataType = DataType::Decimal128(38, 0);
pub(super) const TIMESTAMP: DataType = DataType::Timestamp(TimeUnit::Microsecond, None);
pub(super) const INTERVAL: DataType = DataType::Interval(IntervalUnit::MonthDayNano);

/// TIME, without a zone.
pub(super) const TIME: DataType = DataType::Time64(TimeUnit::Microsecond);

/// TIMESTAMP WITH TIME ZONE; the session's zone is UTC.
pub(super) fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// A list of `element`.
pub(super) fn list_of(element: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("item", element, true)))
}

/// A map, as every map here is made.
pub(super) fn map_of(key: DataType, value: DataType) -> DataType {
    let entries = Fields::from(vec![Field::new("key", key, false), Field::new("value", value, true)]);
    DataType::Map(Arc::new(Field::new("entries", DataType::Struct(entries), false)), false)
}

/// The types of the keys and of the values of a map.
pub(super) fn map_parts(kind: &DataType) -> Option<(DataType, DataType)> {
    let DataType::Map(entries, _) = kind else { return None };
    match entries.data_type() {
        DataType::Struct(fields) if fields.len() == 2 => {
            Some((fields[0].data_type().clone(), fields[1].data_type().clone()))
        }
        _ => None,
    }
}

/// What the names of the fields begin with of a row that has none, `(a, b)`.
pub(super) const UNNAMED: char = '\u{1}';

/// The name of a field and a blank; nothing where it has none.
fn field_name(field: &Field) -> String {
    if field.name().starts_with(UNNAMED) { String::new() } else { format!("{} ", field.name()) }
}

/// The name of the members of a list whose texts are JSON.
pub(super) const JSON_MEMBER: &str = "json";

/// A list of JSON. Its members are shown as they are; other texts stand in quotes where they need them.
pub(super) fn list_of_json() -> DataType {
    DataType::List(Arc::new(Field::new(JSON_MEMBER, DataType::Utf8, true)))
}

/// The type that computations use for a type as it is stored.
pub(super) fn computed(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Utf8View | DataType::LargeUtf8 => DataType::Utf8,
        DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => DataType::Binary,
        DataType::UInt8 => DataType::Int16,
        DataType::UInt16 => DataType::Int32,
        DataType::UInt32 | DataType::UInt64 => DataType::Int64,
        DataType::Date64 => DataType::Date32,
        DataType::Time32(_) | DataType::Time64(_) => TIME,
        DataType::Timestamp(_, Some(_)) => instant(),
        DataType::Timestamp(_, None) => TIMESTAMP,
        DataType::LargeList(field) | DataType::FixedSizeList(field, _) => list_of(computed(field.data_type())),
        DataType::Dictionary(_, value) => computed(value),
        DataType::Map(..) => match map_parts(data_type) {
            Some((key, value)) => map_of(computed(&key), computed(&value)),
            None => data_type.clone(),
        },
        other => other.clone(),
    }
}

/// DuckDB's name of a type, in lower case.
pub(super) fn type_name(data_type: &DataType) -> String {
    let simple = match data_type {
        DataType::Null => "\"null\"",
        DataType::Boolean => "boolean",
        DataType::Int8 => "tinyint",
        DataType::Int16 => "smallint",
        DataType::Int32 => "integer",
        DataType::Int64 => "bigint",
        DataType::Float32 => "float",
        DataType::Float64 => "double",
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "varchar",
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => "blob",
        DataType::Date32 => "date",
        DataType::Time64(_) => "time",
        DataType::Timestamp(_, None) => "timestamp",
        DataType::Timestamp(_, Some(_)) => "timestamp with time zone",
        DataType::Interval(_) => "interval",
        DataType::Decimal128(38, 0) => "hugeint",
        DataType::Decimal128(p, s) => return format!("decimal({p},{s})"),
        DataType::List(field) => return format!("{}[]", type_name(field.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{}{}", field_name(field), type_name(field.data_type()))).collect();
            return format!("struct({})", fields.join(", "));
        }
        DataType::Map(..) => match map_parts(data_type) {
            Some((key, value)) => return format!("map({}, {})", type_name(&key), type_name(&value)),
            None => return data_type.to_string().to_lowercase(),
        },
        other => return other.to_string().to_lowercase(),
    };
    simple.to_owned()
}

/// DuckDB's name of a type as `typeof` shows it: in upper case, but for the names of fields.
pub(super) fn shown_type(data_type: &DataType) -> String {
    match data_type {
        DataType::List(field) => format!("{}[]", shown_type(field.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|field| format!("{}{}", field_name(field), shown_type(field.data_type()))).collect();
            format!("STRUCT({})", fields.join(", "))
        }
        DataType::Map(..) => match map_parts(data_type) {
            Some((key, value)) => format!("MAP({}, {})", shown_type(&key), shown_type(&value)),
            None => type_name(data_type).to_uppercase(),
        },
        other => type_name(other).to_uppercase(),
    }
}

/// What stands before and behind the first comma that is in no parentheses.
fn parted(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => return Some((text.get(..at)?.trim(), text.get(at + 1..)?.trim())),
            _ => {}
        }
    }
    None
}

/// The type of a struct of such fields as `a integer, b varchar`.
fn struct_type(fields: &str) -> Option<DataType> {
    let mut found = Vec::new();
    let mut rest = fields;
    while !rest.is_empty() {
        let (field, after) = parted(rest).unwrap_or((rest, ""));
        let (name, kind) = field.split_once(' ')?;
        found.push(Field::new(name, parse_type(kind)?, true));
        rest = after;
    }
    (!found.is_empty()).then(|| DataType::Struct(Fields::from(found)))
}

/// The type of that name, as [`type_name`] writes it.
pub(super) fn parse_type(name: &str) -> Option<DataType> {
    if let Some(element) = name.strip_suffix("[]") {
        return Some(list_of(parse_type(element)?));
    }
    if let Some(digits) = name.strip_prefix("decimal(").and_then(|rest| rest.strip_suffix(')')) {
        let (p, s) = digits.split_once(',')?;
        let (p, s): (u8, i8) = (p.trim().parse().ok()?, s.trim().parse().ok()?);
        return (1..=38).contains(&p).then_some(DataType::Decimal128(p, s));
    }
    if let Some(parts) = name.strip_prefix("map(").and_then(|rest| rest.strip_suffix(')')) {
        let (key, value) = parted(parts)?;
        return Some(map_of(parse_type(key)?, parse_type(value)?));
    }
    if let Some(fields) = name.strip_prefix("struct(").and_then(|rest| rest.strip_suffix(')')) {
        return struct_type(fields);
    }
    Some(match name {
        "boolean" => DataType::Boolean,
        "tinyint" => DataType::Int8,
        "smallint" => DataType::Int16,
        "integer" => DataType::Int32,
        "bigint" => DataType::Int64,
        "hugeint" => HUGEINT,
        "float" => DataType::Float32,
        "double" => DataType::Float64,
        "varchar" => DataType::Utf8,
        "blob" => DataType::Binary,
        "date" => DataType::Date32,
        "timestamp" => TIMESTAMP,
        "timestamp with time zone" => instant(),
        "interval" => INTERVAL,
        "time" => TIME,
        _ => return None,
    })
}

/// The Arrow type of a type as it is written; `None` for what cauri has not.
pub(super) fn sql_type(sql: &SqlType) -> Option<DataType> {
    Some(match sql {
        SqlType::Boolean | SqlType::Bool => DataType::Boolean,
        SqlType::TinyInt(_) => DataType::Int8,
        SqlType::SmallInt(_) | SqlType::Int2(_) => DataType::Int16,
        SqlType::Int(_) | SqlType::Integer(_) | SqlType::Int4(_) | SqlType::Int32 => DataType::Int32,
        SqlType::BigInt(_) | SqlType::Int8(_) | SqlType::Int64 => DataType::Int64,
        SqlType::Real | SqlType::Float4 | SqlType::Float(ExactNumberInfo::None) => DataType::Float32,
        SqlType::Double(_) | SqlType::DoublePrecision | SqlType::Float8 | SqlType::Float64 => DataType::Float64,
        SqlType::Float(ExactNumberInfo::Precision(p)) => {
            if *p <= 24 {
                DataType::Float32
            } else {
                DataType::Float64
            }
        }
        SqlType::Decimal(digits) | SqlType::Numeric(digits) | SqlType::Dec(digits) => {
            let (p, s) = match digits {
                ExactNumberInfo::None => (18, 3),
                ExactNumberInfo::Precision(p) => (*p, 0),
                ExactNumberInfo::PrecisionAndScale(p, s) => (*p, *s),
            };
            let (p, s) = (u8::try_from(p).ok()?, i8::try_from(s).ok()?);
            return ((1..=38).contains(&p) && s >= 0 && i16::from(s) <= i16::from(p))
                .then_some(DataType::Decimal128(p, s));
        }
        SqlType::String(_)
        | SqlType::Text
        | SqlType::Varchar(_)
        | SqlType::Char(_)
        | SqlType::Character(_)
        | SqlType::CharacterVarying(_)
        | SqlType::CharVarying(_)
        | SqlType::Nvarchar(_) => DataType::Utf8,
        SqlType::Blob(_) | SqlType::Bytea | SqlType::Binary(_) | SqlType::Varbinary(_) => DataType::Binary,
        SqlType::Date => DataType::Date32,
        SqlType::Datetime(None) | SqlType::Timestamp(_, TimezoneInfo::None | TimezoneInfo::WithoutTimeZone) => {
            TIMESTAMP
        }
        SqlType::Timestamp(_, _) => instant(),
        SqlType::Interval { .. } => INTERVAL,
        SqlType::Time(_, TimezoneInfo::None | TimezoneInfo::WithoutTimeZone) => TIME,
        SqlType::Array(ArrayElemTypeDef::SquareBracket(element, None)) => list_of(sql_type(element)?),
        // sqlparser keeps what is in the parentheses as words.
        SqlType::Custom(name, parts) if parts.len() == 2 && name.to_string().eq_ignore_ascii_case("map") => {
            map_of(named_type(&parts[0])?, named_type(&parts[1])?)
        }
        SqlType::Map(key, value) => map_of(sql_type(key)?, sql_type(value)?),
        SqlType::Struct(fields, _) => {
            DataType::Struct(fields.iter().map(field).collect::<Option<Vec<Field>>>()?.into())
        }
        SqlType::Custom(name, arguments) if arguments.is_empty() => {
            return named(&name.to_string().to_lowercase()).or_else(|| unsigned(sql).map(held));
        }
        SqlType::HugeInt => HUGEINT,
        // A value of JSON or UUID is its text.
        SqlType::JSON | SqlType::Uuid => DataType::Utf8,
        _ => return unsigned(sql).map(held),
    })
}

/// Names of types that sqlparser does not know.
fn named(name: &str) -> Option<DataType> {
    Some(match name {
        "hugeint" | "int128" => HUGEINT,
        "int1" => DataType::Int8,
        "signed" => DataType::Int32,
        "timestamptz" => instant(),
        "short" => DataType::Int16,
        "long" => DataType::Int64,
        "logical" => DataType::Boolean,
        "bpchar" => DataType::Utf8,
        _ => return None,
    })
}

/// A field of a struct; its name has no letter that stands between fields.
fn field(field: &StructField) -> Option<Field> {
    let name = field.field_name.as_ref().filter(|name| !name.value.contains([' ', '(', ')', ',']))?;
    Some(Field::new(&name.value, sql_type(&field.field_type)?, true))
}

/// A number without sign is kept in the next greater type; `duck_unsigned` sees to its range.
fn held(unsigned: &str) -> DataType {
    match unsigned {
        "utinyint" => DataType::Int16,
        "usmallint" => DataType::Int32,
        "uinteger" => DataType::Int64,
        _ => HUGEINT,
    }
}

/// The name of a type without sign.
pub(super) fn unsigned(sql: &SqlType) -> Option<&'static str> {
    match sql {
        SqlType::UTinyInt => Some("utinyint"),
        SqlType::USmallInt => Some("usmallint"),
        SqlType::UBigInt => Some("ubigint"),
        SqlType::Custom(name, arguments) if arguments.is_empty() => match name.to_string().to_lowercase().as_str() {
            "uint8" => Some("utinyint"),
            "uint16" => Some("usmallint"),
            "uinteger" | "uint32" => Some("uinteger"),
            "uint64" => Some("ubigint"),
            _ => None,
        },
        _ => None,
    }
}

/// The Arrow type of a type that stands in a text, such as `DECIMAL(10, 2)` or `VARCHAR[]`.
pub(super) fn named_type(text: &str) -> Option<DataType> {
    let mut parser = Parser::new(&super::DuckDialect).try_with_sql(text).ok()?;
    let parsed = parser.parse_data_type().ok()?;
    let is_whole = parser.peek_token().token == Token::EOF;
    sql_type(&parsed).filter(|_| is_whole)
}

/// Digits and scale of a number that is no binary fraction.
pub(super) fn digits(data_type: &DataType) -> Option<(i32, i32)> {
    Some(match data_type {
        DataType::Int8 => (3, 0),
        DataType::Int16 => (5, 0),
        DataType::Int32 => (10, 0),
        DataType::Int64 => (19, 0),
        DataType::Decimal128(p, s) => (i32::from(*p), i32::from(*s)),
        _ => return None,
    })
}

/// DECIMAL(p, s), of at most 38 digits.
pub(super) fn decimal(p: i32, s: i32) -> DataType {
    DataType::Decimal128(u8::try_from(p.min(38)).unwrap_or(38), i8::try_from(s.min(38)).unwrap_or(38))
}

/// Whether values of the type are numbers.
pub(super) fn is_number(data_type: &DataType) -> bool {
    rank(data_type).is_some()
}

fn rank(data_type: &DataType) -> Option<u8> {
    Some(match data_type {
        DataType::Int8 => 1,
        DataType::Int16 => 2,
        DataType::Int32 => 3,
        DataType::Int64 => 4,
        DataType::Decimal128(..) => 5,
        DataType::Float32 => 6,
        DataType::Float64 => 7,
        _ => return None,
    })
}

/// The type of both of two numbers.
pub(super) fn number_type(left: &DataType, right: &DataType) -> Option<DataType> {
    let (a, b) = (rank(left)?, rank(right)?);
    if a.max(b) == 5 {
        let ((p1, s1), (p2, s2)) = (digits(left)?, digits(right)?);
        let scale = s1.max(s2);
        return Some(decimal((p1 - s1).max(p2 - s2) + scale, scale));
    }
    Some(if a >= b { left.clone() } else { right.clone() })
}

/// The common type of CASE, IN, COALESCE, lists and set operations.
pub(super) fn common_type(left: &DataType, right: &DataType) -> Option<DataType> {
    let (left, right) = (computed(left), computed(right));
    if left == right {
        return Some(left);
    }
    match (&left, &right) {
        (DataType::Null, other) | (other, DataType::Null) => Some(other.clone()),
        (DataType::Utf8, other) | (other, DataType::Utf8) => (!other.is_nested()).then_some(DataType::Utf8),
        (DataType::Date32, DataType::Timestamp(..)) => Some(right),
        (DataType::Timestamp(..), DataType::Date32) => Some(left),
        (DataType::Timestamp(..), DataType::Timestamp(..)) => Some(instant()),
        (DataType::List(a), DataType::List(b)) => Some(list_of(common_type(a.data_type(), b.data_type())?)),
        (DataType::Struct(a), DataType::Struct(b)) => joined_fields(a, b),
        (DataType::Map(..), DataType::Map(..)) => {
            let ((k1, v1), (k2, v2)) = (map_parts(&left)?, map_parts(&right)?);
            Some(map_of(common_type(&k1, &k2)?, common_type(&v1, &v2)?))
        }
        (DataType::Boolean, other) | (other, DataType::Boolean) if is_number(other) => Some(other.clone()),
        _ => number_type(&left, &right),
    }
}

/// The fields of two structs by their names: those of the first, then what only the second has.
fn joined_fields(left: &Fields, right: &Fields) -> Option<DataType> {
    let of = |fields: &Fields, name: &str| fields.iter().position(|field| field.name().eq_ignore_ascii_case(name));
    let mut out = Vec::with_capacity(left.len().max(right.len()));
    for field in left {
        let kind = match of(right, field.name()) {
            Some(at) => common_type(field.data_type(), right[at].data_type())?,
            None => computed(field.data_type()),
        };
        out.push(Field::new(field.name(), kind, true));
    }
    for field in right.iter().filter(|field| of(left, field.name()).is_none()) {
        out.push(Field::new(field.name(), computed(field.data_type()), true));
    }
    Some(DataType::Struct(out.into()))
}

/// The place of a type that no other is cast to by itself, in DuckDB's order of types.
fn order(data_type: &DataType) -> Option<u8> {
    Some(match data_type {
        DataType::Boolean => 10,
        DataType::Int8 => 11,
        DataType::Int16 => 12,
        DataType::Int32 => 13,
        DataType::Int64 => 14,
        DataType::Date32 => 15,
        DataType::Time64(_) => 16,
        DataType::Timestamp(_, None) => 19,
        DataType::Decimal128(..) => 21,
        DataType::Float32 => 22,
        DataType::Float64 => 23,
        DataType::Interval(_) => 27,
        DataType::Timestamp(_, Some(_)) => 32,
        _ => return None,
    })
}

/// DuckDB's rules for implicit casts.
#[derive(Debug)]
pub(super) struct DuckRules;

/// Whether an expression is a text as it is written, which may stand for a value of any type.
pub(super) fn is_text_constant(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(value, _) if matches!(computed(&value.data_type()), DataType::Utf8 | DataType::Null))
}

fn narrowed(constant: &Expr, beside: &DataType) -> Option<Expr> {
    let Expr::Literal(value, metadata) = constant else { return None };
    let smaller = matches!((value.data_type(), beside), (DataType::Int32, DataType::Int8 | DataType::Int16));
    let value = value.cast_to(beside).ok().filter(|value| smaller && !value.is_null())?;
    Some(Expr::Literal(value, metadata.clone()))
}

impl Rules for DuckRules {
    fn common(&self, left: &DataType, right: &DataType) -> Option<DataType> {
        common_type(left, right)
    }

    /// Without a common type it is the later one of the two in DuckDB's order, in which any NULL may stand.
    fn united(&self, left: &DataType, right: &DataType) -> Option<DataType> {
        common_type(left, right).or_else(|| {
            let (left, right) = (computed(left), computed(right));
            let later = order(&left)? <= order(&right)?;
            Some(if later { right } else { left })
        })
    }

    /// A text as it is written is a text in the columns of a query.
    fn shown(&self, expr: &Expr, schema: &DFSchema) -> Result<DataType> {
        match expr {
            Expr::Literal(value, _) if value.is_null() => Ok(DataType::Null),
            other => other.get_type(schema),
        }
    }

    fn compared(&self, left: &DataType, right: &DataType) -> Option<DataType> {
        let both = (computed(left), computed(right));
        if let (DataType::Utf8, other) | (other, DataType::Utf8) = &both
            && !matches!(other, DataType::Utf8 | DataType::Null)
        {
            return None;
        }
        common_type(left, right).map(|common| if common == DataType::Null { DataType::Utf8 } else { common })
    }

    fn cast(&self, expr: Expr, from: &DataType, to: &DataType) -> Result<Expr> {
        if from == to || (computed(from) == *to && *to == DataType::Utf8) {
            return Ok(expr);
        }
        if super::cast::is_lossless(from, to) {
            return Ok(Expr::Cast(datafusion::logical_expr::Cast::new(Box::new(expr), to.clone())));
        }
        let name = type_name(to);
        Ok(Expr::ScalarFunction(ScalarFunction::new_udf(function::internal("duck_cast")?, vec![expr, lit(name)])))
    }

    fn kind(&self, expr: &Expr, schema: &DFSchema) -> Result<DataType> {
        if is_text_constant(expr) { Ok(DataType::Null) } else { expr.get_type(schema) }
    }

    fn name(&self, data_type: &DataType) -> String {
        type_name(data_type)
    }

    /// A whole number as it is written takes the type of the smaller integer beside it.
    fn other(&self, expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
        let Expr::ScalarFunction(mut call) = expr else { return Ok(Transformed::no(expr)) };
        let computes = ["duck_add", "duck_subtract", "duck_multiply", "duck_remainder", "duck_quotient"];
        if let [left, right] = call.args.as_mut_slice()
            && computes.contains(&call.func.name())
        {
            let (a, b) = (left.get_type(schema)?, right.get_type(schema)?);
            let narrowed = [narrowed(left, &b), narrowed(right, &a)];
            if let [Some(value), None] = narrowed {
                *left = value;
                return Ok(Transformed::yes(Expr::ScalarFunction(call)));
            } else if let [None, Some(value)] = narrowed {
                *right = value;
                return Ok(Transformed::yes(Expr::ScalarFunction(call)));
            }
        }
        Ok(Transformed::no(Expr::ScalarFunction(call)))
    }
}
