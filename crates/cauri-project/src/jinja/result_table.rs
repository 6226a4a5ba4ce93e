//! Rows of a query as dbt's templates read them: an agate table.
//!
//! `run_query(sql).columns[0].values()`, `.rows`, `row['name']`, `.column_names`,
//! `.print_table()`: the ways in which packages read results.

mod print;

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Kwargs, Object, ObjectRepr, ValueKind};
use minijinja::{Error, ErrorKind, State, Value};
use serde_json::Value as Json;

use crate::adapter::{Cell, ResultTable};
use crate::jinja::value::{arg, dict, list, required};

/// A table of rows.
#[derive(Debug)]
struct Table {
    names: Arc<[String]>,
    rows: Vec<Value>,
    columns: Vec<Value>,
}

/// A row, by position or name.
#[derive(Debug)]
struct Row {
    names: Arc<[String]>,
    cells: Vec<Value>,
}

/// A column, by position.
#[derive(Debug)]
struct TableColumn {
    name: String,
    cells: Vec<Value>,
}

/// The table as a template value.
pub(crate) fn value(table: &ResultTable) -> Value {
    let names: Arc<[String]> = table.columns.iter().map(|column| column.name.clone()).collect();
    let rows = table
        .rows
        .iter()
        .map(|row| Value::from_object(Row { names: Arc::clone(&names), cells: row.iter().map(cell).collect() }))
        .collect();
    let columns = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let cells = table.rows.iter().map(|row| row.get(at).map_or(Value::from(()), cell)).collect();
            Value::from_object(TableColumn { name: name.clone(), cells })
        })
        .collect();
    Value::from_object(Table { names, rows, columns })
}

/// The rows as a list of lists.
pub(crate) fn rows(table: &ResultTable) -> Value {
    list(table.rows.iter().map(|row| list(row.iter().map(cell))))
}

/// The rows of an answer as `print_table` of a template writes them: all of them, the first columns, long texts cut.
pub fn as_text(table: &ResultTable) -> String {
    let all = Value::from(Kwargs::from_iter([("max_rows", Value::from(()))]));
    value(table).downcast_object_ref::<Table>().map(|table| table.markdown(&[all])).unwrap_or_default()
}

/// The rows of an answer as JSON: a list of objects.
pub fn as_json(table: &ResultTable) -> Json {
    let value = |cell: &Cell| match cell {
        Cell::Null => Json::Null,
        Cell::Bool(value) => Json::from(*value),
        Cell::Int(value) => Json::from(*value),
        Cell::Float(value) => Json::from(*value),
        Cell::Decimal(text) => text.parse::<f64>().map_or_else(|_| Json::from(text.as_str()), Json::from),
        Cell::Text(text) => Json::from(text.as_str()),
    };
    let row = |row: &Vec<Cell>| {
        let named = table.columns.iter().zip(row).map(|(column, cell)| (column.name.clone(), value(cell)));
        Json::Object(named.collect())
    };
    Json::Array(table.rows.iter().map(row).collect())
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::from(()),
        Cell::Bool(flag) => Value::from(*flag),
        Cell::Int(number) => Value::from(*number),
        Cell::Float(number) => Value::from(*number),
        // Templates compute with decimals as agate's Decimal; a number that f64 holds exactly
        // behaves alike, any other keeps its digits as text.
        Cell::Decimal(text) => exact_number(text).unwrap_or_else(|| Value::from(text.as_str())),
        Cell::Text(text) => Value::from(text.as_str()),
    }
}

fn exact_number(text: &str) -> Option<Value> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Value::from(whole));
    }
    let float: f64 = text.parse().ok()?;
    (float.to_string() == text).then(|| Value::from(float))
}

impl Object for Table {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let Some(name) = key.as_str() else { return pick(&self.rows, None, key) };
        Some(match name {
            "rows" => Value::from_object(Named { names: None, items: self.rows.clone() }),
            "columns" => {
                Value::from_object(Named { names: Some(Arc::clone(&self.names)), items: self.columns.clone() })
            }
            "column_names" => list(self.names.iter().map(|name| Value::from(name.as_str()))),
            _ => return None,
        })
    }

    /// A table is its rows.
    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.rows.clone())
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.rows.is_empty()
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        match method {
            "print_table" => Ok(print::say(&self.markdown(args))),
            "print_csv" => Ok(print::say(&self.csv())),
            "print_json" => Ok(print::say(&self.json())),
            "order_by" => {
                let key = required(args, 0, "key")?;
                let mut rows = self.rows.clone();
                // Rows without a value come last, as in agate.
                let value_of = |row: &Value| row.get_item(&key).unwrap_or_default();
                rows.sort_by(|one, other| {
                    let (one, other) = (value_of(one), value_of(other));
                    one.is_none().cmp(&other.is_none()).then_with(|| one.cmp(&other))
                });
                if arg(args, 1, "reverse").is_some_and(|given| given.is_true()) {
                    rows.reverse();
                }
                Ok(self.with_rows(rows))
            }
            "rename" => {
                let given = arg(args, 0, "column_names").filter(|given| !given.is_none());
                Ok(given.map_or_else(|| self.with_rows(self.rows.clone()), |given| self.renamed(&given)))
            }
            "limit" => {
                let most = required(args, 0, "start_or_stop")?.as_usize().unwrap_or(0);
                Ok(self.with_rows(self.rows.iter().take(most).cloned().collect()))
            }
            "distinct" => {
                let key = arg(args, 0, "key").filter(|key| !key.is_none());
                let mut seen: Vec<Value> = Vec::new();
                let mut rows = self.rows.clone();
                rows.retain(|row| {
                    let value = key.as_ref().map_or_else(|| row.clone(), |key| row.get_item(key).unwrap_or_default());
                    let is_new = !seen.contains(&value);
                    seen.extend(is_new.then_some(value));
                    is_new
                });
                Ok(self.with_rows(rows))
            }
            "select" | "exclude" => {
                let wanted: Vec<String> = args
                    .first()
                    .map(crate::jinja::value::items)
                    .unwrap_or_default()
                    .iter()
                    .map(Value::to_string)
                    .collect();
                Ok(self.keep(|name| wanted.iter().any(|want| want == name) == (method == "select")))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }
}

impl Table {
    /// The same columns with other rows.
    fn with_rows(&self, rows: Vec<Value>) -> Value {
        let columns = self.names.iter().enumerate().map(|(at, name)| {
            let cells = rows.iter().map(|row| row.get_item_by_index(at).unwrap_or_default()).collect();
            Value::from_object(TableColumn { name: name.clone(), cells })
        });
        let columns = columns.collect();
        Value::from_object(Self { names: Arc::clone(&self.names), columns, rows })
    }

    /// The same rows under new names, by position or by old name; a name that is not given stays.
    fn renamed(&self, given: &Value) -> Value {
        let by_old_name = given.kind() == ValueKind::Map;
        let new = |(at, old): (usize, &String)| {
            let found =
                if by_old_name { given.get_item(&Value::from(old.as_str())) } else { given.get_item_by_index(at) };
            let found = found.ok().filter(|name| !name.is_undefined() && !name.is_none());
            found.map_or_else(|| old.clone(), |name| name.to_string())
        };
        let names: Arc<[String]> = self.names.iter().enumerate().map(new).collect();
        let row = |row: &Value| {
            let cells = (0..names.len()).map(|at| row.get_item_by_index(at).unwrap_or_default()).collect();
            Value::from_object(Row { names: Arc::clone(&names), cells })
        };
        let rows = self.rows.iter().map(row).collect();
        Self { names: Arc::clone(&names), rows: Vec::new(), columns: Vec::new() }.with_rows(rows)
    }

    fn keep(&self, wanted: impl Fn(&str) -> bool) -> Value {
        let positions: Vec<usize> = (0..self.names.len()).filter(|at| wanted(&self.names[*at])).collect();
        let names: Arc<[String]> = positions.iter().map(|at| self.names[*at].clone()).collect();
        let rows = self
            .rows
            .iter()
            .map(|row| {
                let cells = positions.iter().map(|at| row.get_item_by_index(*at).unwrap_or_default()).collect();
                Value::from_object(Row { names: Arc::clone(&names), cells })
            })
            .collect();
        let columns = positions.iter().map(|at| self.columns[*at].clone()).collect();
        Value::from_object(Self { names, rows, columns })
    }
}

/// A sequence that may also be read by name.
#[derive(Debug)]
struct Named {
    names: Option<Arc<[String]>>,
    items: Vec<Value>,
}

/// The item at a position, from the end when it is negative, or by name.
fn pick(items: &[Value], names: Option<&[String]>, key: &Value) -> Option<Value> {
    let at = match key.as_i64() {
        Some(index) if index < 0 => items.len().checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?,
        Some(index) => usize::try_from(index).ok()?,
        None => {
            let wanted = key.as_str()?;
            names?.iter().position(|name| name == wanted)?
        }
    };
    items.get(at).cloned()
}

impl Object for Named {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        pick(&self.items, self.names.as_deref(), key)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.items.clone())
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let names = self.names.iter().flat_map(|names| names.iter());
        Ok(match method {
            "keys" => list(names.map(|name| Value::from(name.as_str()))),
            "values" => list(self.items.iter().cloned()),
            "items" => list(
                names
                    .zip(&self.items)
                    .map(|(name, item)| crate::jinja::value::pair(Value::from(name.as_str()), item.clone())),
            ),
            "get" => pick(&self.items, self.names.as_deref(), args.first().unwrap_or(&Value::UNDEFINED))
                .unwrap_or(Value::from(())),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }
}

impl Object for Row {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        pick(&self.cells, Some(&self.names), key)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.cells.clone())
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        Ok(match method {
            "values" => list(self.cells.iter().cloned()),
            "keys" => list(self.names.iter().map(|name| Value::from(name.as_str()))),
            "dict" => dict(self.names.iter().map(String::as_str).zip(self.cells.iter().cloned())),
            "items" => list(
                self.names
                    .iter()
                    .zip(&self.cells)
                    .map(|(name, cell)| crate::jinja::value::pair(Value::from(name.as_str()), cell.clone())),
            ),
            "get" => {
                let found = pick(&self.cells, Some(&self.names), args.first().unwrap_or(&Value::UNDEFINED));
                found.or_else(|| args.get(1).cloned()).unwrap_or(Value::from(()))
            }
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }
}

impl Object for TableColumn {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str() {
            Some("name") => Some(Value::from(self.name.as_str())),
            _ => pick(&self.cells, None, key),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.cells.clone())
    }

    fn call_method(
        self: &Arc<Self>,
        _state: &mut State<'_, '_>,
        method: &str,
        _args: &[Value],
    ) -> Result<Value, Error> {
        let mut seen: Vec<Value> = Vec::new();
        Ok(match method {
            "values" => list(self.cells.iter().cloned()),
            "values_distinct" => {
                for cell in &self.cells {
                    if !seen.contains(cell) {
                        seen.push(cell.clone());
                    }
                }
                list(seen)
            }
            "values_without_nulls" => list(self.cells.iter().filter(|cell| !cell.is_none()).cloned()),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<column {}>", self.name)
    }
}
