//! `range()` and what `keys()`, `values()` and `items()` of a dict give: Python's objects, printed as it prints them.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{DynObject, Enumerator, Object, ObjectRepr};
use minijinja::{Environment, Value};

use crate::jinja::filter::All;
use crate::jinja::python;
use crate::jinja::value::{Dict, fault, pair, split_args};

/// The most numbers that dbt lets a template count.
const MOST: i64 = 100_000;

/// Adds the function.
pub(crate) fn register(environment: &mut Environment<'static>) {
    environment.add_function("range", |all: All| {
        let args = all.into_values();
        let (positional, _) = split_args(&args);
        let whole = |value: &Value| {
            let is_whole = value.is_integer() || value.kind() == minijinja::value::ValueKind::Bool;
            let number = value.as_i64().or_else(|| Some(i64::from(value.is_true()))).filter(|_| is_whole);
            number.ok_or_else(|| fault(format!("range() takes whole numbers, not {}", python::repr(value))))
        };
        let (start, stop, step) = match positional {
            [stop] => (0, whole(stop)?, 1),
            [start, stop] => (whole(start)?, whole(stop)?, 1),
            [start, stop, step] => (whole(start)?, whole(stop)?, whole(step)?),
            _ => return Err(fault("range() takes one to three numbers")),
        };
        if step == 0 {
            return Err(fault("the step of range() must not be zero"));
        }
        let range = Range { start, stop, step };
        if range.len() > MOST {
            return Err(fault(format!("range() counts to {MOST} at most")));
        }
        Ok(Value::from_object(range))
    });
}

/// Python's `range(..)`.
#[derive(Debug, PartialEq, Eq)]
struct Range {
    start: i64,
    stop: i64,
    step: i64,
}

impl Range {
    fn len(&self) -> i64 {
        let span = if self.step > 0 { self.stop - self.start } else { self.start - self.stop };
        let step = self.step.abs();
        if span <= 0 { 0 } else { (span + step - 1) / step }
    }

    fn at(&self, index: i64) -> Option<Value> {
        let index = if index < 0 { index + self.len() } else { index };
        (0..self.len()).contains(&index).then(|| Value::from(self.start + index * self.step))
    }
}

impl Object for Range {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.at(key.as_i64()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values((0..self.len()).filter_map(|index| self.at(index)).collect())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        usize::try_from(self.len()).ok()
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Self>()?;
        Some((self.start, self.len(), self.step).cmp(&(other.start, other.len(), other.step)))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            1 => write!(f, "range({}, {})", self.start, self.stop),
            step => write!(f, "range({}, {}, {step})", self.start, self.stop),
        }
    }
}

/// Which part of a dict a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Keys,
    Values,
    Items,
}

/// A view of a dict, which shows what the dict holds when it is looked at.
#[derive(Debug)]
pub(crate) struct View {
    dict: Arc<Dict>,
    part: Part,
}

impl View {
    /// What the method of a dict gives; `None` for one that gives no view.
    pub(crate) fn of(dict: &Arc<Dict>, method: &str) -> Option<Value> {
        let part = match method {
            "keys" => Part::Keys,
            "values" => Part::Values,
            "items" => Part::Items,
            _ => return None,
        };
        Some(Value::from_object(Self { dict: Arc::clone(dict), part }))
    }

    fn shown(&self) -> Vec<Value> {
        let pairs = self.dict.pairs().into_iter();
        match self.part {
            Part::Keys => pairs.map(|(key, _)| key).collect(),
            Part::Values => pairs.map(|(_, value)| value).collect(),
            Part::Items => pairs.map(|(key, value)| pair(key, value)).collect(),
        }
    }
}

impl Object for View {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    /// Nothing: a view has no first member.
    fn get_value(self: &Arc<Self>, _key: &Value) -> Option<Value> {
        Some(Value::UNDEFINED)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.shown())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.dict.pairs().len())
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        // A view equals no list. The keys and items of two dicts are equal when they hold the same.
        let Some(other) = other.downcast_ref::<Self>() else { return Some(Ordering::Less) };
        let (mut mine, mut theirs) = (self.shown(), other.shown());
        mine.sort();
        theirs.sort();
        Some(if self.part == other.part { mine.cmp(&theirs) } else { Ordering::Less })
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.part {
            Part::Keys => "dict_keys(",
            Part::Values => "dict_values(",
            Part::Items => "dict_items(",
        })?;
        python::write_list(f, &self.shown())?;
        f.write_str(")")
    }
}
