//! `from_json`: values of a schema out of JSON, in Spark's mode PERMISSIVE or FAILFAST.
//!
//! A field that does not fit is NULL and the rest of its object is kept; a text that is no JSON has
//! fields of NULL only. As in Spark, what follows a value that does not fit is read where its parser
//! stopped: inside of that value.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array,
    Int8Array, Int16Array, Int32Array, Int64Array, ListArray, MapArray, StringArray, StructArray,
    TimestampMicrosecondArray,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result, exec_datafusion_err, plan_err};

use super::super::Call;
use super::leaf;
use super::token::{Token, Tokens};

/// The column that takes a text which does not fit.
const CORRUPT: &str = "_corrupt_record";

/// One value; what a column of it needs.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    /// Whole numbers, days, microseconds.
    Long(i64),
    Float(f32),
    Double(f64),
    Decimal(i128),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    Struct(Vec<Value>),
}

/// Why there is no value.
#[derive(Debug)]
pub(super) enum Failed {
    /// It does not fit.
    Unfit,
    /// Some part of it does not fit; the others are here.
    Partly(Value),
    /// The query ends.
    Stop(DataFusionError),
}

type Read = std::result::Result<Value, Failed>;

/// Checks a schema, and makes of it the type that `from_json` gives.
pub(super) fn schema_type(text: &str) -> Result<DataType> {
    let kind = match super::schema::parse(text) {
        Ok(kind) => kind,
        Err(what) => return plan_err!("from_json does not read the schema '{text}': {what}"),
    };
    match &kind {
        DataType::Struct(fields) => {
            let corrupt = fields.iter().find(|f| f.name() == CORRUPT);
            if corrupt.is_some_and(|f| *f.data_type() != DataType::Utf8) {
                return plan_err!("the column {CORRUPT} of from_json must be of type string");
            }
            Ok(kind)
        }
        DataType::List(_) | DataType::Map(..) => Ok(kind),
        _ => plan_err!("the schema of from_json must be a struct, an array or a map, not '{text}'"),
    }
}

pub(super) fn from_json(call: &Call<'_>) -> Result<ArrayRef> {
    let texts = call.args[0].as_string_opt::<i32>();
    let fails = call.args.get(2).is_some_and(|mode| !mode.is_empty() && mode.as_string::<i32>().value(0) == "FAILFAST");
    let mut values = Vec::with_capacity(call.rows);
    for row in 0..call.rows {
        values.push(match texts {
            Some(texts) if texts.is_valid(row) => record(texts.value(row), call.out, fails)?,
            _ => Value::Null,
        });
    }
    column(values, call.out)
}

/// One text.
fn record(text: &str, to: &DataType, fails: bool) -> Result<Value> {
    let Some(mut tokens) = Tokens::new(text) else { return Ok(Value::Null) };
    let DataType::Struct(fields) = to else {
        return match root(&mut tokens, to) {
            Ok(found) => Ok(found),
            Err(Failed::Stop(error)) => Err(error),
            Err(_) if fails => Err(malformed(text)),
            Err(Failed::Partly(found)) => Ok(found),
            Err(Failed::Unfit) => Ok(Value::Null),
        };
    };
    let nothing = || vec![Value::Null; fields.len()];
    if *tokens.current() == Token::Null {
        return if fails { Err(malformed(text)) } else { Ok(Value::Struct(nothing())) };
    }
    let (mut values, fits) = match value(&mut tokens, to) {
        Ok(Value::Struct(values)) => (values, true),
        Err(Failed::Stop(error)) => return Err(error),
        Err(_) if fails => return Err(malformed(text)),
        Err(Failed::Partly(Value::Struct(values))) => (values, false),
        _ => (nothing(), false),
    };
    for (field, value) in fields.iter().zip(&mut values) {
        if field.name() == CORRUPT {
            *value = if fits { Value::Null } else { Value::Text(text.to_owned()) };
        }
    }
    Ok(Value::Struct(values))
}

fn malformed(text: &str) -> DataFusionError {
    exec_datafusion_err!("the text '{text}' does not fit the schema of from_json, whose mode is FAILFAST")
}

/// A text whose schema is an array or a map: one object is an array of one.
fn root(tokens: &mut Tokens, to: &DataType) -> Read {
    if let DataType::List(element) = to
        && *tokens.current() == Token::StartObject
        && matches!(element.data_type(), DataType::Struct(_))
    {
        return match value(tokens, element.data_type()) {
            Ok(one) => Ok(Value::List(vec![one])),
            Err(Failed::Partly(one)) => Err(Failed::Partly(Value::List(vec![one]))),
            Err(other) => Err(other),
        };
    }
    value(tokens, to)
}

/// The value that begins at the current token; a name is passed over.
fn value(tokens: &mut Tokens, to: &DataType) -> Read {
    while matches!(tokens.current(), Token::Name(_)) {
        tokens.advance();
    }
    match (tokens.current(), to) {
        (Token::Broken, _) => Err(Failed::Unfit),
        (Token::Null, _) => Ok(Value::Null),
        (Token::StartObject, DataType::Struct(_)) => object(tokens, to),
        (Token::StartObject, DataType::Map(..)) => map(tokens, to),
        (Token::StartArray, DataType::List(element)) => array(tokens, element.data_type()),
        (_, DataType::Utf8) => leaf::text(tokens).map(Value::Text).ok_or(Failed::Unfit),
        (token, _) => leaf::value(token, to),
    }
}

fn object(tokens: &mut Tokens, to: &DataType) -> Read {
    let DataType::Struct(fields) = to else { return Err(Failed::Unfit) };
    let mut values = vec![Value::Null; fields.len()];
    let mut fits = true;
    loop {
        match tokens.advance() {
            Token::EndObject => break,
            Token::Broken => return Err(Failed::Unfit),
            _ => {}
        }
        let index = tokens.name().and_then(|name| fields.iter().rposition(|f| f.name() == name));
        let Some(index) = index else {
            tokens.skip_children();
            continue;
        };
        match value(tokens, fields[index].data_type()) {
            Ok(found) => values[index] = found,
            Err(Failed::Partly(found)) => {
                values[index] = found;
                fits = false;
            }
            Err(Failed::Unfit) => {
                fits = false;
                tokens.skip_children();
            }
            Err(stop) => return Err(stop),
        }
    }
    if fits { Ok(Value::Struct(values)) } else { Err(Failed::Partly(Value::Struct(values))) }
}

fn map(tokens: &mut Tokens, to: &DataType) -> Read {
    let DataType::Map(entries, _) = to else { return Err(Failed::Unfit) };
    let DataType::Struct(sides) = entries.data_type() else { return Err(Failed::Unfit) };
    let (mut pairs, mut fits) = (Vec::new(), true);
    loop {
        match tokens.advance() {
            Token::EndObject => break,
            Token::Broken => return Err(Failed::Unfit),
            _ => {}
        }
        let key = tokens.name().unwrap_or_default().to_owned();
        match value(tokens, sides[1].data_type()) {
            Ok(found) => pairs.push((key, found)),
            Err(Failed::Partly(found)) => {
                pairs.push((key, found));
                fits = false;
            }
            Err(other) => return Err(other),
        }
    }
    if fits { Ok(Value::Map(pairs)) } else { Err(Failed::Partly(Value::Map(pairs))) }
}

fn array(tokens: &mut Tokens, element: &DataType) -> Read {
    let (mut values, mut fits) = (Vec::new(), true);
    loop {
        match tokens.advance() {
            Token::EndArray => break,
            Token::Broken => return Err(Failed::Unfit),
            _ => {}
        }
        match value(tokens, element) {
            Ok(found) => values.push(found),
            Err(Failed::Partly(found)) => {
                values.push(found);
                fits = false;
            }
            Err(other) => return Err(other),
        }
    }
    if fits { Ok(Value::List(values)) } else { Err(Failed::Partly(Value::List(values))) }
}

/// A column of a type.
fn column(values: Vec<Value>, to: &DataType) -> Result<ArrayRef> {
    let long = |value: Value| if let Value::Long(v) = value { Some(v) } else { None };
    // Values were read for this type: what does not fit it is not there.
    macro_rules! whole {
        ($array:ty) => {
            Arc::new(values.into_iter().map(|v| long(v).and_then(|v| v.try_into().ok())).collect::<$array>())
        };
    }
    macro_rules! plain {
        ($kind:ident, $array:ty) => {
            Arc::new(
                values.into_iter().map(|v| if let Value::$kind(v) = v { Some(v) } else { None }).collect::<$array>(),
            )
        };
    }
    Ok(match to {
        DataType::Boolean => plain!(Boolean, BooleanArray),
        DataType::Int8 => whole!(Int8Array),
        DataType::Int16 => whole!(Int16Array),
        DataType::Int32 => whole!(Int32Array),
        DataType::Int64 => whole!(Int64Array),
        DataType::Date32 => whole!(Date32Array),
        DataType::Timestamp(_, zone) => {
            let times: TimestampMicrosecondArray = values.into_iter().map(long).collect();
            Arc::new(times.with_timezone_opt(zone.clone()))
        }
        DataType::Float32 => plain!(Float, Float32Array),
        DataType::Float64 => plain!(Double, Float64Array),
        DataType::Decimal128(p, s) => {
            let found = values.into_iter().map(|v| if let Value::Decimal(v) = v { Some(v) } else { None });
            Arc::new(found.collect::<Decimal128Array>().with_precision_and_scale(*p, *s)?)
        }
        DataType::Utf8 => plain!(Text, StringArray),
        DataType::Binary => {
            let bytes: Vec<Option<&[u8]>> =
                values.iter().map(|v| if let Value::Bytes(v) = v { Some(v.as_slice()) } else { None }).collect();
            Arc::new(BinaryArray::from(bytes))
        }
        _ => nested(values, to)?,
    })
}

fn nested(values: Vec<Value>, to: &DataType) -> Result<ArrayRef> {
    let nulls = Some(NullBuffer::from_iter(values.iter().map(|v| !matches!(v, Value::Null))));
    match to {
        DataType::Struct(fields) => {
            let mut sides: Vec<Vec<Value>> = fields.iter().map(|_| Vec::with_capacity(values.len())).collect();
            for value in values {
                let mut parts = if let Value::Struct(parts) = value { parts } else { vec![] }.into_iter();
                sides.iter_mut().for_each(|side| side.push(parts.next().unwrap_or(Value::Null)));
            }
            let columns: Result<Vec<ArrayRef>> =
                sides.into_iter().zip(fields).map(|(side, field)| column(side, field.data_type())).collect();
            Ok(Arc::new(StructArray::try_new(fields.clone(), columns?, nulls)?))
        }
        DataType::List(field) => {
            let lists: Vec<Vec<Value>> =
                values.into_iter().map(|v| if let Value::List(v) = v { v } else { vec![] }).collect();
            let offsets = OffsetBuffer::from_lengths(lists.iter().map(Vec::len));
            let items = column(lists.into_iter().flatten().collect(), field.data_type())?;
            Ok(Arc::new(ListArray::try_new(Arc::clone(field), offsets, items, nulls)?))
        }
        DataType::Map(field, sorted) => {
            let DataType::Struct(sides) = field.data_type() else { return plan_err!("{to} is no map") };
            let maps: Vec<Vec<(String, Value)>> =
                values.into_iter().map(|v| if let Value::Map(v) = v { v } else { vec![] }).collect();
            let offsets = OffsetBuffer::from_lengths(maps.iter().map(Vec::len));
            let (keys, items): (Vec<String>, Vec<Value>) = maps.into_iter().flatten().unzip();
            let keys: ArrayRef = Arc::new(StringArray::from(keys));
            let entries = StructArray::try_new(sides.clone(), vec![keys, column(items, sides[1].data_type())?], None)?;
            Ok(Arc::new(MapArray::try_new(Arc::clone(field), offsets, entries, nulls, *sorted)?))
        }
        other => plan_err!("from_json does not make {other}"),
    }
}
