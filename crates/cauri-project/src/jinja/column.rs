//! Columns as templates see them, and `api.Column`.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{DynObject, Object, ObjectRepr};
use minijinja::{Error, ErrorKind, State, Value};

use crate::adapter::RelationColumn;
use crate::jinja::value::{arg, fault, required, required_text};
use crate::profile::AdapterType;

/// A column of a relation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Column {
    name: String,
    data_type: String,
    /// `char_size`, `numeric_precision` and `numeric_scale` that a template gave.
    sizes: [Option<u32>; 3],
    adapter: AdapterType,
}

impl Column {
    pub(crate) fn value(column: &RelationColumn, adapter: AdapterType) -> Value {
        let (name, data_type) = (column.name.clone(), column.data_type.clone());
        Value::from_object(Self { name, data_type, sizes: [None; 3], adapter })
    }

    /// The type with its parameters, as SQL writes it.
    fn written_type(&self) -> String {
        match self.digits() {
            _ if self.adapter == AdapterType::Spark => self.data_type.clone(),
            // PostgreSQL's texts without a length are written without one.
            _ if self.adapter == AdapterType::Postgres && self.char_size().is_none() && self.is_string() => {
                self.data_type.clone()
            }
            _ if self.is_string() => format!("character varying({})", self.char_size().unwrap_or(256)),
            (Some(precision), Some(scale)) if !self.data_type.contains('(') => {
                format!("{}({precision},{scale})", self.data_type)
            }
            _ => self.data_type.clone(),
        }
    }

    /// The type without its parameters, in lower case.
    fn base_type(&self) -> String {
        self.data_type.split('(').next().unwrap_or_default().trim().to_lowercase()
    }

    /// The length in `varchar(20)`.
    fn char_size(&self) -> Option<u32> {
        self.sizes[0].or_else(|| self.data_type.split_once('(')?.1.trim_end_matches(')').trim().parse().ok())
    }

    /// The digits of `decimal(18,2)`, all and behind the point.
    fn digits(&self) -> (Option<u32>, Option<u32>) {
        let inner = self.data_type.split_once('(').map_or("", |(_, inner)| inner.trim_end_matches(')'));
        let mut parts = inner.split(',').map(|part| part.trim().parse().ok());
        let [_, precision, scale] = self.sizes;
        if !self.is_numeric() {
            return (precision, scale);
        }
        (precision.or(parts.next().flatten()), scale.or(parts.next().flatten()))
    }

    /// The length of a text; dbt gives those without one that of PostgreSQL's oldest catalogs.
    fn string_size(&self) -> Result<u32, Error> {
        if !self.is_string() {
            return Err(fault(format!("string_size() of the column {}, which holds no text", self.name)));
        }
        Ok(self.char_size().unwrap_or(256))
    }

    fn is_string(&self) -> bool {
        matches!(self.base_type().as_str(), "text" | "character varying" | "character" | "varchar")
    }

    fn is_integer(&self) -> bool {
        matches!(
            self.base_type().as_str(),
            "smallint" | "integer" | "bigint" | "int" | "tinyint" | "hugeint" | "int2" | "int4" | "int8" | "long"
        )
    }

    fn is_float(&self) -> bool {
        matches!(self.base_type().as_str(), "real" | "float4" | "float" | "double precision" | "float8" | "double")
    }

    fn is_numeric(&self) -> bool {
        matches!(self.base_type().as_str(), "numeric" | "decimal")
    }
}

impl Object for Column {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(match key.as_str()? {
            "name" | "column" => Value::from(self.name.as_str()),
            "quoted" => Value::from(format!("{0}{1}{0}", self.adapter.quote(), self.name)),
            "dtype" => Value::from(self.data_type.as_str()),
            "data_type" => Value::from(self.written_type()),
            "char_size" => self.char_size().map_or(Value::from(()), Value::from),
            "numeric_precision" => self.digits().0.map_or(Value::from(()), Value::from),
            "numeric_scale" => self.digits().1.map_or(Value::from(()), Value::from),
            _ => return None,
        })
    }

    fn call_method(self: &Arc<Self>, state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        Ok(Value::from(match method {
            "string_size" => return self.string_size().map(Value::from),
            "can_expand_to" => {
                let other = required(args, 0, "other_column")?;
                let other = other.downcast_object_ref::<Self>();
                let other = other.ok_or_else(|| fault("can_expand_to() is asked of another column"))?;
                self.is_string() && other.is_string() && other.string_size()? > self.string_size()?
            }
            "literal" => {
                let value = required_text(args, 0, "value")?;
                let data_type = self.written_type();
                return Ok(Value::from(match self.adapter {
                    AdapterType::Spark => format!("cast({value} as {data_type})"),
                    _ => format!("{value}::{data_type}"),
                }));
            }
            "string_type" | "numeric_type" | "translate_type" | "create" => {
                return Arc::new(ColumnClass { adapter: self.adapter }).call_method(state, method, args);
            }
            "is_string" => self.is_string(),
            "is_integer" => self.is_integer(),
            "is_float" => self.is_float(),
            "is_numeric" => self.is_numeric(),
            "is_number" => self.is_integer() || self.is_float() || self.is_numeric(),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        }))
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<std::cmp::Ordering> {
        Some((**self).cmp(other.downcast_ref::<Self>()?))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<Column {} ({})>", self.name, self.data_type)
    }
}

/// `api.Column`.
#[derive(Debug)]
pub(crate) struct ColumnClass {
    pub(crate) adapter: AdapterType,
}

impl ColumnClass {
    /// dbt's own names for types, in the words of the adapter.
    fn translate(&self, data_type: &str) -> String {
        let is_text = self.adapter != AdapterType::Spark && data_type.eq_ignore_ascii_case("string");
        if is_text { "TEXT".to_owned() } else { data_type.to_owned() }
    }
}

impl Object for ColumnClass {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let size = |position, name| arg(args, position, name).and_then(|given| u32::try_from(given.as_usize()?).ok());
        Ok(Value::from_object(Column {
            name: required_text(args, 0, "column")?,
            data_type: arg(args, 1, "dtype").map(|given| given.to_string()).unwrap_or_default(),
            sizes: [size(2, "char_size"), size(3, "numeric_precision"), size(4, "numeric_scale")],
            adapter: self.adapter,
        }))
    }

    fn call_method(self: &Arc<Self>, state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        Ok(Value::from(match method {
            "translate_type" => self.translate(&required_text(args, 0, "dtype")?),
            "numeric_type" => {
                let precision = arg(args, 1, "precision").filter(|given| !given.is_none());
                let scale = arg(args, 2, "scale").filter(|given| !given.is_none());
                let name = required_text(args, 0, "dtype")?;
                let is_spark = self.adapter == AdapterType::Spark;
                let name = if is_spark && name == "numeric" { "decimal".to_owned() } else { name };
                match (precision, scale) {
                    (Some(precision), Some(scale)) => format!("{name}({precision},{scale})"),
                    _ => name,
                }
            }
            "string_type" => format!("character varying({})", required_text(args, 0, "size")?),
            "create" => {
                let data_type = self.translate(&required_text(args, 1, "label_or_dtype")?);
                return self.call(state, &[required(args, 0, "name")?, Value::from(data_type)]);
            }
            "from_description" => return self.call(state, args),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        }))
    }
}
