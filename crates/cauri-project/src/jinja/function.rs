//! The functions of dbt's context that need nothing but their arguments.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, State, Value};
use serde_json::Value as Json;

use crate::jinja::arithmetic;
use crate::jinja::filter::All;
use crate::jinja::for_loop;
use crate::jinja::iteration;
use crate::jinja::python;
use crate::jinja::rewrite;
use crate::jinja::set::{Set, set_of};
use crate::jinja::value::{arg, dict, fault, from_json, items, list, mutable, pair, split_args, to_json};
use crate::jinja::view::{self, View};
use crate::yaml;

/// Adds the functions that need nothing but their arguments.
pub(crate) fn register(environment: &mut Environment<'static>) {
    environment.add_function(rewrite::LIST, |value: Value| list(items(&value)));
    environment.add_function(rewrite::DICT, |value: Value| mutable(value));
    environment.add_function(rewrite::MUTABLE, mutable);
    environment.add_function(for_loop::EACH, for_loop::each);
    register_operators(environment);
    register_formats(environment);
    iteration::register(environment);
    view::register(environment);
    environment.add_function("dict", |all: All| -> Result<Value, Error> {
        let args = all.into_values();
        let (positional, keywords) = split_args(&args);
        let new = positional.first().cloned().map_or_else(|| dict::<Value>([]), mutable);
        let new = if new.kind() == ValueKind::Map { new } else { from_pairs(&new)? };
        let named: Vec<(Value, Value)> = keywords
            .iter()
            .flat_map(Kwargs::args)
            .filter_map(|name| Some((Value::from(name), keywords.as_ref()?.get::<Value>(name).ok()?)))
            .collect();
        let old = items(&new).into_iter().map(|key| {
            let value = new.get_item(&key).unwrap_or_default();
            (key, value)
        });
        Ok(dict(old.chain(named)))
    });
    environment.add_function("set", |value: Value, all: All| {
        let default = || arg(&all.into_values(), 0, "default").unwrap_or(Value::from(()));
        set_of(&value).unwrap_or_else(default)
    });
    environment.add_function("set_strict", |value: Value| {
        set_of(&value).ok_or_else(|| fault(format!("set_strict() cannot make a set of {}", python::repr(&value))))
    });
    environment.add_function("zip", |all: All| {
        let args = all.into_values();
        zip(split_args(&args).0).unwrap_or_else(|| arg(&args, usize::MAX, "default").unwrap_or(Value::from(())))
    });
    environment.add_function("zip_strict", |all: All| {
        zip(split_args(&all.into_values()).0).ok_or_else(|| fault("zip_strict() takes lists"))
    });
    environment.add_function("local_md5", |value: Value| md5_hex(&value.to_string()));
    environment.add_function("diff_of_two_dicts", |left: Value, right: Value| difference(&left, &right));
    environment.add_function("debug", || Value::from(""));
}

/// The functions that operators become.
fn register_operators(environment: &mut Environment<'static>) {
    environment.add_function(arithmetic::PLUS, |state: &State<'_, '_>, left: Value, right: Value| {
        arithmetic::plus(state, &left, &right)
    });
    environment.add_function(arithmetic::MINUS, |state: &State<'_, '_>, left: Value, right: Value| {
        arithmetic::minus(state, &left, &right)
    });
    environment.add_function(arithmetic::MODULO, |state: &State<'_, '_>, left: Value, right: Value| {
        arithmetic::modulo(state, &left, &right)
    });
    environment.add_function(arithmetic::DIVIDED, |state: &State<'_, '_>, left: Value, right: Value| {
        arithmetic::divided(state, &left, &right)
    });
    environment.add_function(arithmetic::TIMES, |state: &State<'_, '_>, left: Value, right: Value| {
        arithmetic::times(state, &left, &right)
    });
}

/// JSON and YAML.
fn register_formats(environment: &mut Environment<'static>) {
    environment.add_function("tojson", |value: Value, all: All| {
        let sorts = arg(&all.into_values(), 1, "sort_keys").is_some_and(|flag| flag.is_true());
        json(&value, sorts, None)
    });
    environment.add_function("fromjson", |text: Value, all: All| {
        let rest = all.into_values();
        let parsed = serde_json::from_str::<Json>(&text.to_string());
        parsed.map_or_else(|_| arg(&rest, 0, "default").unwrap_or(Value::from(())), |json| from_json(&json))
    });
    environment.add_function("fromyaml", |text: Value, all: All| {
        let default = || arg(&all.into_values(), 0, "default").unwrap_or(Value::from(()));
        yaml::parse_json(&text.to_string()).map_or_else(default, |json| from_json(&json))
    });
    environment.add_function("toyaml", |value: Value, all: All| {
        let rest = all.into_values();
        let mut json = to_json(&value);
        if arg(&rest, 1, "sort_keys").is_some_and(|flag| flag.is_true()) {
            json.sort_all_objects();
        }
        let text = dbt_yaml::to_string(&json).ok();
        text.map_or_else(|| arg(&rest, 0, "default").unwrap_or(Value::from(())), Value::from)
    });
}

/// The digest as dbt's `local_md5` gives it: lower-case hex.
pub(crate) fn md5_hex(text: &str) -> String {
    use md5::Digest;
    md5::Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_pairs(value: &Value) -> Result<Value, Error> {
    let mut pairs = Vec::new();
    for item in items(value) {
        let two = items(&item);
        let [key, value] = two.as_slice() else { return Err(fault("dict() needs pairs")) };
        pairs.push((key.clone(), value.clone()));
    }
    Ok(dict(pairs))
}

/// JSON as Python's `json.dumps()` writes it. What is undefined and sets have no JSON form.
pub(crate) fn json(value: &Value, sort_keys: bool, indent: Option<usize>) -> Result<String, Error> {
    fn check(value: &Value) -> Result<(), Error> {
        match value.kind() {
            ValueKind::Undefined => Err(fault("an undefined value has no JSON form")),
            _ if value.downcast_object_ref::<Set>().is_some() => Err(fault("a set has no JSON form")),
            _ if value.downcast_object_ref::<View>().is_some() => Err(fault("the view of a dict has no JSON form")),
            ValueKind::Seq => items(value).iter().try_for_each(check),
            ValueKind::Map => items(value).iter().try_for_each(|key| check(&value.get_item(key).unwrap_or_default())),
            _ => Ok(()),
        }
    }
    check(value)?;
    Ok(python::json_dumps(&to_json(value), sort_keys, indent))
}

fn zip(columns: &[Value]) -> Option<Value> {
    let columns: Option<Vec<Vec<Value>>> = columns
        .iter()
        .map(|column| column.try_iter().ok().filter(|_| !column.is_none()).map(Iterator::collect))
        .collect();
    let columns = columns?;
    let rows = columns.iter().map(Vec::len).min().unwrap_or(0);
    Some(list((0..rows).map(|row| {
        let cells: Vec<Value> = columns.iter().filter_map(|column| column.get(row).cloned()).collect();
        match <[Value; 2]>::try_from(cells) {
            Ok([first, second]) => pair(first, second),
            Err(cells) => Value::from(minijinja::value::Tuple::from(cells)),
        }
    })))
}

/// Keys and values of `left` that `right` has not, without regard to letter case.
fn difference(left: &Value, right: &Value) -> Value {
    let lower = |value: &Value| value.to_string().to_lowercase();
    let theirs: Vec<(String, Vec<String>)> = items(right)
        .iter()
        .map(|key| (lower(key), items(&right.get_item(key).unwrap_or_default()).iter().map(lower).collect()))
        .collect();
    dict(items(left).into_iter().filter_map(|key| {
        let values = items(&left.get_item(&key).unwrap_or_default());
        let have = theirs.iter().find(|(name, _)| *name == lower(&key));
        let kept: Vec<Value> = match have {
            Some((_, have)) => values.into_iter().filter(|value| !have.contains(&lower(value))).collect(),
            None => values,
        };
        if kept.is_empty() { None } else { Some((key, list(kept))) }
    }))
}
