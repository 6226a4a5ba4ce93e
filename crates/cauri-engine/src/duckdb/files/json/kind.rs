//! The type of JSON values, found value by value.

use arrow::datatypes::{DataType, Field, Fields, TimeUnit};
use serde_json::Value as Json;

use super::JSON_TEXT;
use crate::EngineError;
use crate::duckdb::cast::time::{parse_clock, parse_date, parse_timestamp};
use crate::duckdb::types::{HUGEINT, TIMESTAMP, instant, list_of, named_type};

/// Below this share of objects that have a key, DuckDB makes a map of objects.
const RARE: f64 = 0.1;

/// With so many keys DuckDB makes a map of objects.
const MANY: usize = 200;

/// What all values so far are.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::duckdb) enum Kind {
    /// NULL alone.
    Nothing,
    Boolean,
    Whole64,
    /// A number above those of BIGINT.
    Huge,
    Double,
    Text(Texts),
    List(Box<Kind>),
    Struct(Keys),
    /// Of several types.
    Mixed,
    /// A type that the call declares.
    Declared(DataType),
    /// The values themselves, not their keys.
    Whole(Box<Kind>),
}

/// What all texts so far may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::duckdb) struct Texts {
    is_date: bool,
    is_time: bool,
    is_moment: bool,
    /// A moment that says its zone.
    is_instant: bool,
}

impl Texts {
    fn of(text: &str) -> Self {
        Self {
            is_date: text.len() <= 10 && parse_date(text).is_some(),
            is_time: parse_clock(text).is_some(),
            is_moment: zone_of(text) == Some("") && parse_timestamp(text, false).is_some(),
            is_instant: zone_of(text).is_some_and(is_offset) && parse_timestamp(text, true).is_some(),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            is_date: self.is_date && other.is_date,
            is_time: self.is_time && other.is_time,
            is_moment: self.is_moment && other.is_moment,
            is_instant: self.is_instant && other.is_instant,
        }
    }
}

/// What follows the figures of a time of day; nothing where there is no time.
fn zone_of(text: &str) -> Option<&str> {
    let (_, clock) = text.split_once(':')?;
    Some(clock.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ':' || letter == '.'))
}

/// Whether it is a zone in figures; a zone by name makes the time a text.
fn is_offset(zone: &str) -> bool {
    zone == "Z" || zone.starts_with(['+', '-'])
}

/// The keys of objects, in the order in which they were seen.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::duckdb) struct Keys {
    fields: Vec<(String, Kind, usize)>,
    num_objects: usize,
}

impl Keys {
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub(super) fn into_columns(self) -> impl Iterator<Item = (String, Kind)> {
        self.fields.into_iter().map(|(name, kind, _)| (name, kind))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Kind)> {
        self.fields.iter().map(|(name, kind, _)| (name.as_str(), kind))
    }

    fn add(&mut self, object: &serde_json::Map<String, Json>) {
        self.num_objects += 1;
        for (key, value) in object {
            match self.fields.iter_mut().find(|(name, _, _)| name == key) {
                Some((_, kind, count)) => {
                    kind.add(value);
                    *count += 1;
                }
                None => {
                    let mut kind = Kind::Nothing;
                    kind.add(value);
                    self.fields.push((key.clone(), kind, 1));
                }
            }
        }
    }

    /// Whether DuckDB would make a map of these objects.
    fn is_map(&self) -> bool {
        let seen: usize = self.fields.iter().map(|(_, _, count)| *count).sum();
        let most = self.fields.len() * self.num_objects;
        #[expect(clippy::cast_precision_loss, reason = "a share of counts of rows in a sample")]
        let share = seen as f64 / most.max(1) as f64;
        self.fields.len() >= MANY || share < RARE
    }
}

impl Kind {
    pub(super) fn declared(data_type: &DataType) -> Self {
        match data_type {
            DataType::List(field) => Self::List(Box::new(Self::declared(field.data_type()))),
            DataType::Struct(fields) => {
                let fields = fields.iter().map(|field| (field.name().clone(), Self::declared(field.data_type()), 1));
                Self::Struct(Keys { fields: fields.collect(), num_objects: 1 })
            }
            other => Self::Declared(other.clone()),
        }
    }

    /// The type of a structure as `from_json` takes it: `"INTEGER"`, `["VARCHAR"]`, `{"a": "JSON"}`.
    pub(in crate::duckdb) fn of_structure(structure: &Json) -> Option<Self> {
        Some(match structure {
            Json::String(name) if name.eq_ignore_ascii_case("json") => Self::Mixed,
            Json::String(name) => Self::declared(&named_type(name)?),
            Json::Array(members) => match members.as_slice() {
                [member] => Self::List(Box::new(Self::of_structure(member)?)),
                _ => return None,
            },
            Json::Object(fields) => {
                let fields = fields.iter().map(|(name, kind)| Some((name.clone(), Self::of_structure(kind)?, 1)));
                Self::Struct(Keys { fields: fields.collect::<Option<_>>()?, num_objects: 1 })
            }
            _ => return None,
        })
    }

    pub(super) fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }

    /// Takes a value into account.
    pub(super) fn add(&mut self, value: &Json) {
        let one = match value {
            Json::Null => return,
            Json::Bool(_) => Self::Boolean,
            Json::Number(number) if number.is_i64() => Self::Whole64,
            Json::Number(number) if number.is_u64() => Self::Huge,
            Json::Number(_) => Self::Double,
            Json::String(text) => Self::Text(Texts::of(text)),
            Json::Array(values) => {
                let mut inner = match self {
                    Self::List(inner) => std::mem::replace(inner.as_mut(), Self::Nothing),
                    _ => Self::Nothing,
                };
                values.iter().for_each(|value| inner.add(value));
                let list = Self::List(Box::new(inner));
                *self = if matches!(self, Self::Nothing | Self::List(_)) { list } else { Self::Mixed };
                return;
            }
            Json::Object(object) => {
                match self {
                    Self::Struct(keys) => keys.add(object),
                    Self::Nothing => {
                        let mut keys = Keys::default();
                        keys.add(object);
                        *self = Self::Struct(keys);
                    }
                    _ => *self = Self::Mixed,
                }
                return;
            }
        };
        let both = match (&*self, one) {
            (Self::Nothing, one) => one,
            (Self::Text(before), Self::Text(now)) => Self::Text(before.and(now)),
            (before, one) if *before == one => one,
            (Self::Whole64, Self::Huge) | (Self::Huge, Self::Whole64) => Self::Huge,
            (Self::Whole64 | Self::Huge | Self::Double, Self::Whole64 | Self::Huge | Self::Double) => Self::Double,
            _ => Self::Mixed,
        };
        *self = both;
    }

    /// The type of the column.
    pub(in crate::duckdb) fn data_type(&self) -> DataType {
        match self {
            Self::Nothing | Self::Mixed => JSON_TEXT,
            Self::Boolean => DataType::Boolean,
            Self::Whole64 => DataType::Int64,
            Self::Huge => HUGEINT,
            Self::Double => DataType::Float64,
            Self::Text(texts) if texts.is_date => DataType::Date32,
            Self::Text(texts) if texts.is_time => DataType::Time64(TimeUnit::Microsecond),
            Self::Text(texts) if texts.is_moment => TIMESTAMP,
            Self::Text(texts) if texts.is_instant => instant(),
            Self::Text(_) => DataType::Utf8,
            Self::List(inner) => list_of(inner.data_type()),
            // An object without any key stays a text.
            Self::Struct(keys) if keys.is_empty() => JSON_TEXT,
            Self::Struct(keys) => {
                let fields = keys.iter().map(|(name, kind)| Field::new(name, kind.data_type(), true));
                DataType::Struct(fields.collect::<Fields>())
            }
            Self::Declared(kind) => kind.clone(),
            Self::Whole(inner) => inner.data_type(),
        }
    }

    /// What DuckDB would read otherwise is refused.
    pub(super) fn check(&self, name: &str) -> Result<(), EngineError> {
        match self {
            Self::Struct(keys) if !keys.is_empty() && keys.is_map() => {
                Err(EngineError::not_supported(format!("JSON objects as a map (the column {name})")))
            }
            Self::Struct(keys) => keys.iter().try_for_each(|(key, kind)| kind.check(&format!("{name}.{key}"))),
            Self::List(inner) => inner.check(name),
            _ => Ok(()),
        }
    }
}
