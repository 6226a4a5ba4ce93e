//! Lists and dicts that change in place, as Python's do, and the way to and from JSON.
//!
//! minijinja's own sequences and maps are immutable; dbt's macros append to lists and update
//! dicts in more than a thousand places of the common packages. The rewriter wraps literals so
//! that they become these objects. As in Python, assignment shares the object.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indexmap::IndexMap;
use minijinja::value::{DynObject, Enumerator, Kwargs, Object, ObjectRepr, ValueKind};
use minijinja::{Error, ErrorKind, State, Value};
use serde_json::{Map, Value as Json};

use crate::jinja::filter::is_comparable;
use crate::jinja::python;
use crate::jinja::set::Set;
use crate::jinja::view::View;

/// A Python list.
#[derive(Debug)]
pub(crate) struct List(Mutex<Vec<Value>>);

/// A Python dict.
#[derive(Debug)]
pub(crate) struct Dict(Mutex<IndexMap<Value, Value>>);

/// A new list.
pub(crate) fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::from_object(List(Mutex::new(items.into_iter().collect())))
}

/// A new dict.
pub(crate) fn dict<K: Into<Value>>(pairs: impl IntoIterator<Item = (K, Value)>) -> Value {
    let map = pairs.into_iter().map(|(key, value)| (key.into(), value)).collect();
    Value::from_object(Dict(Mutex::new(map)))
}

/// An error of a template that is not a project error of its own.
pub(crate) fn fault(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// The items of anything that can be iterated; none otherwise.
pub(crate) fn items(value: &Value) -> Vec<Value> {
    value.try_iter().map(Iterator::collect).unwrap_or_default()
}

/// The value as an object that changes in place, if it is a plain list or map.
///
/// Results of filters and methods are immutable in minijinja; a template that keeps one in a
/// variable may append to it. Tuples, namespaces and objects of ours stay as they are.
pub(crate) fn mutable(value: Value) -> Value {
    if value.is_tuple() || value.is_kwargs() {
        return value;
    }
    let Some(kind) = value.as_object().map(DynObject::type_name) else { return value };
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable if !kind.contains("cauri_project") => list(items(&value)),
        ValueKind::Map if kind.contains("IndexMap") || kind.contains("BTreeMap") || kind.contains("MergeDict") => {
            dict(items(&value).into_iter().map(|key| {
                let item = value.get_item(&key).unwrap_or_default();
                (key, item)
            }))
        }
        _ => value,
    }
}

/// JSON as template values; arrays and objects change in place.
pub(crate) fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(float)) => Value::from(float),
            (None, None) => Value::from(number.to_string()),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(values) => list(values.iter().map(from_json)),
        Json::Object(map) => from_map(map),
    }
}

/// A JSON object as a dict.
pub(crate) fn from_map(map: &Map<String, Json>) -> Value {
    dict(map.iter().map(|(key, value)| (key.as_str(), from_json(value))))
}

/// A template value as JSON; objects that are neither list nor map become their text.
pub(crate) fn to_json(value: &Value) -> Json {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => Json::Null,
        ValueKind::Bool => Json::Bool(value.is_true()),
        ValueKind::Number => number_to_json(value),
        ValueKind::Seq | ValueKind::Iterable => Json::Array(items(value).iter().map(to_json).collect()),
        ValueKind::Map if !renders_as_text(value) => Json::Object(
            items(value).iter().map(|key| (json_key(key), to_json(&value.get_item(key).unwrap_or_default()))).collect(),
        ),
        _ => Json::String(value.to_string()),
    }
}

/// The key of a JSON object, as Python writes keys that are no texts.
fn json_key(key: &Value) -> String {
    match key.kind() {
        ValueKind::None => "null".to_owned(),
        ValueKind::Bool => if key.is_true() { "true" } else { "false" }.to_owned(),
        _ => python::text(key),
    }
}

/// Relations are maps to macros and text to everybody else.
fn renders_as_text(value: &Value) -> bool {
    value.downcast_object_ref::<crate::jinja::relation::Relation>().is_some()
}

fn number_to_json(value: &Value) -> Json {
    if let Some(whole) = value.as_i64().filter(|_| value.is_integer()) {
        return Json::from(whole);
    }
    f64::try_from(value.clone()).ok().and_then(serde_json::Number::from_f64).map_or(Json::Null, Json::Number)
}

/// Positional arguments, and the keyword arguments that follow them.
pub(crate) fn split_args(args: &[Value]) -> (&[Value], Option<Kwargs>) {
    match args.split_last() {
        Some((last, rest)) if last.is_kwargs() => (rest, Kwargs::try_from(last.clone()).ok()),
        _ => (args, None),
    }
}

/// The argument at `position`, or by `name`.
pub(crate) fn arg(args: &[Value], position: usize, name: &str) -> Option<Value> {
    let (positional, keywords) = split_args(args);
    positional.get(position).cloned().or_else(|| {
        // None that is given is a value, as in Python, and no missing argument.
        let given = keywords.filter(|given| given.has(name))?;
        given.get::<Value>(name).ok()
    })
}

/// The argument at `position` or by `name`, which must be there.
pub(crate) fn required(args: &[Value], position: usize, name: &str) -> Result<Value, Error> {
    arg(args, position, name)
        .ok_or_else(|| Error::new(ErrorKind::MissingArgument, format!("argument \"{name}\" is missing")))
}

/// The argument as text, which must be there.
pub(crate) fn required_text(args: &[Value], position: usize, name: &str) -> Result<String, Error> {
    Ok(required(args, position, name)?.to_string())
}

/// Goes over a list, also over what is appended on the way.
struct Walk {
    list: Arc<List>,
    at: usize,
}

impl Iterator for Walk {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        let item = lock(&self.list.0).get(self.at).cloned()?;
        self.at += 1;
        Some(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = lock(&self.list.0).len().saturating_sub(self.at);
        (left, Some(left))
    }
}

/// A lock whose holder cannot have left a half-made value: every change below is one call.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A Python index, which may count from the end, as a position.
fn position(index: i64, len: usize) -> Option<usize> {
    let len = i64::try_from(len).ok()?;
    let index = if index < 0 { index + len } else { index };
    if index < 0 || index >= len { None } else { usize::try_from(index).ok() }
}

impl List {
    fn change(&self, method: &str, args: &[Value]) -> Result<Value, Error> {
        let none = Ok(Value::from(()));
        match method {
            "append" => {
                let item = required(args, 0, "object")?;
                lock(&self.0).push(item);
                none
            }
            "extend" => {
                // All of them first: a list may be extended by itself.
                let more = items(&required(args, 0, "iterable")?);
                lock(&self.0).extend(more);
                none
            }
            "insert" => {
                let index = required(args, 0, "index")?.as_i64().unwrap_or(0);
                let item = required(args, 1, "object")?;
                let mut all = lock(&self.0);
                let at = if index >= 0 && position(index, all.len()).is_none() {
                    all.len()
                } else {
                    position(index, all.len()).unwrap_or(0)
                };
                all.insert(at, item);
                none
            }
            "pop" => {
                let index = args.first().and_then(Value::as_i64).unwrap_or(-1);
                let mut all = lock(&self.0);
                let at = position(index, all.len()).ok_or_else(|| fault("pop index out of range"))?;
                Ok(all.remove(at))
            }
            "remove" => {
                let item = required(args, 0, "value")?;
                let mut all = lock(&self.0);
                let at = all.iter().position(|have| *have == item).ok_or_else(|| fault("value is not in the list"))?;
                all.remove(at);
                none
            }
            "clear" => {
                lock(&self.0).clear();
                none
            }
            "reverse" => {
                lock(&self.0).reverse();
                none
            }
            "sort" => {
                self.sort(arg(args, usize::MAX, "reverse").is_some_and(|flag| flag.is_true()))?;
                none
            }
            _ => self.ask(method, args),
        }
    }

    fn sort(&self, backwards: bool) -> Result<(), Error> {
        let mut all = lock(&self.0);
        if let Some((first, rest)) = all.split_first()
            && let Some(other) = rest.iter().find(|other| !is_comparable(first, other))
        {
            return Err(fault(format!("{} and {} cannot be ordered", first.kind(), other.kind())));
        }
        all.sort();
        if backwards {
            all.reverse();
        }
        Ok(())
    }

    /// The methods that change nothing.
    fn ask(&self, method: &str, args: &[Value]) -> Result<Value, Error> {
        let all = lock(&self.0).clone();
        match method {
            "copy" => Ok(list(all)),
            "count" => {
                let item = required(args, 0, "value")?;
                Ok(Value::from(all.iter().filter(|have| **have == item).count()))
            }
            "index" => {
                let item = required(args, 0, "value")?;
                let at = all.iter().position(|have| *have == item);
                at.map(Value::from).ok_or_else(|| fault("value is not in the list"))
            }
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }
}

impl Object for List {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let all = lock(&self.0);
        all.get(position(key.as_i64()?, all.len())?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Iter(Box::new(Walk { list: Arc::clone(self), at: 0 }))
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(lock(&self.0).len())
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<std::cmp::Ordering> {
        if other.downcast_ref::<Set>().is_some() {
            return Some(std::cmp::Ordering::Greater);
        }
        let other = other.downcast_ref::<Self>()?;
        if std::ptr::eq(&raw const **self, other) {
            return Some(std::cmp::Ordering::Equal);
        }
        let mine = lock(&self.0).clone();
        let theirs = lock(&other.0).clone();
        Some(mine.cmp(&theirs))
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        self.change(method, args)
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        python::write_list(f, &lock(&self.0).clone())
    }
}

impl Dict {
    pub(crate) fn pairs(&self) -> Vec<(Value, Value)> {
        lock(&self.0).iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    fn answer(&self, method: &str, args: &[Value]) -> Result<Option<Value>, Error> {
        let none = Value::from(());
        Ok(Some(match method {
            "fromkeys" => {
                let value = args.get(1).cloned().unwrap_or(none);
                dict(items(&required(args, 0, "iterable")?).into_iter().map(|key| (key, value.clone())))
            }
            "get" => {
                let key = required(args, 0, "key")?;
                let found = lock(&self.0).get(&key).cloned();
                found.or_else(|| arg(args, 1, "default")).unwrap_or(none)
            }
            // Results of nodes are objects in dbt; `to_dict` is how templates take them apart.
            "copy" | "to_dict" => dict(self.pairs()),
            "update" => {
                self.update(args)?;
                none
            }
            "pop" => {
                let key = required(args, 0, "key")?;
                let taken = lock(&self.0).shift_remove(&key);
                taken.or_else(|| args.get(1).cloned()).ok_or_else(|| fault(format!("dict has no key {key:?}")))?
            }
            "popitem" => {
                let last = lock(&self.0).pop().ok_or_else(|| fault("dict is empty"))?;
                pair(last.0, last.1)
            }
            "setdefault" => {
                let key = required(args, 0, "key")?;
                let default = arg(args, 1, "default").unwrap_or(none);
                lock(&self.0).entry(key).or_insert(default).clone()
            }
            "clear" => {
                lock(&self.0).clear();
                none
            }
            _ => return Ok(None),
        }))
    }

    fn update(&self, args: &[Value]) -> Result<(), Error> {
        let (positional, keywords) = split_args(args);
        let mut new = Vec::new();
        for source in positional {
            for key in items(source) {
                if source.kind() == ValueKind::Map {
                    new.push((key.clone(), source.get_item(&key)?));
                } else {
                    let two = items(&key);
                    let [key, value] = two.as_slice() else { return Err(fault("dict.update needs pairs")) };
                    new.push((key.clone(), value.clone()));
                }
            }
        }
        if let Some(given) = &keywords {
            for name in given.args() {
                new.push((Value::from(name), given.get::<Value>(name)?));
            }
        }
        lock(&self.0).extend(new);
        Ok(())
    }
}

/// A tuple of two.
pub(crate) fn pair(first: Value, second: Value) -> Value {
    Value::from((first, second))
}

impl Object for Dict {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        lock(&self.0).get(key).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(lock(&self.0).keys().cloned().collect())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(lock(&self.0).len())
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<std::cmp::Ordering> {
        let other = other.downcast_ref::<Self>()?;
        if std::ptr::eq(&raw const **self, other) {
            return Some(std::cmp::Ordering::Equal);
        }
        let sorted = |dict: &Self| {
            let mut pairs = dict.pairs();
            pairs.sort();
            pairs
        };
        Some(sorted(self).cmp(&sorted(other)))
    }

    fn call_method(self: &Arc<Self>, state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        if let Some(view) = View::of(self, method) {
            return Ok(view);
        }
        if let Some(result) = self.answer(method, args)? {
            return Ok(result);
        }
        let held = lock(&self.0).get(&Value::from(method)).cloned();
        match held {
            Some(function) => function.call(state, args),
            None => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        python::write_dict(f, &self.pairs())
    }
}
