//! Filters of lists and dicts.

use std::cmp::Ordering;

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, State, Value};

use crate::jinja::filter::All;
use crate::jinja::python;
use crate::jinja::value::{arg, fault, items, list, pair, split_args};

pub(super) fn register(environment: &mut Environment<'static>) {
    environment.add_filter("list", |value: Value| list(items(&value)));
    environment.add_filter("join", |value: Value, all: All| -> Result<String, Error> {
        let args = all.into_values();
        let between = arg(&args, 0, "d").map(|between| python::text(&between)).unwrap_or_default();
        let attribute = arg(&args, 1, "attribute").filter(|given| !given.is_none());
        let parts = each(&value)?.into_iter().map(|item| match &attribute {
            Some(attribute) => Ok(python::text(&attribute_of(&item, attribute)?)),
            None => Ok(python::text(&item)),
        });
        Ok(parts.collect::<Result<Vec<_>, Error>>()?.join(&between))
    });
    environment.add_filter("sort", |value: Value, all: All| {
        let args = all.into_values();
        let order = Order::of(&args, ["reverse", "case_sensitive", "attribute"])?;
        Ok::<_, Error>(list(order.sorted(each(&value)?)?))
    });
    environment.add_filter("unique", |value: Value, all: All| {
        let args = all.into_values();
        let order = Order::of(&args, ["", "case_sensitive", "attribute"])?;
        let mut seen = Vec::new();
        let mut kept = Vec::new();
        for item in each(&value)? {
            let key = order.keys(&item)?;
            if !key.iter().all(crate::jinja::set::is_hashable) {
                return Err(fault("unique cannot compare lists and dicts"));
            }
            if !seen.contains(&key) {
                seen.push(key);
                kept.push(item);
            }
        }
        Ok(list(kept))
    });
    environment.add_filter("min", |value: Value, all: All| extreme(&value, &all.into_values(), Ordering::Less));
    environment.add_filter("max", |value: Value, all: All| extreme(&value, &all.into_values(), Ordering::Greater));
    environment.add_filter("dictsort", |value: Value, all: All| dictsort(&value, &all.into_values()));
    environment
        .add_filter("map", |state: &mut State<'_, '_>, value: Value, all: All| map(state, &value, &all.into_values()));
    environment.add_filter("batch", |value: Value, all: All| batch(&value, &all.into_values()));
    environment.add_filter("slice", |value: Value, all: All| slice(&value, &all.into_values()));
}

/// The items of a value that must have some; what is undefined has none.
fn each(value: &Value) -> Result<Vec<Value>, Error> {
    if value.is_none() {
        return Err(fault("none cannot be iterated"));
    }
    Ok(value.try_iter()?.collect())
}

/// `a.b.0` of an item, as Jinja's filters take attributes.
fn attribute_of(item: &Value, attribute: &Value) -> Result<Value, Error> {
    let Some(path) = attribute.as_str() else { return item.get_item(attribute) };
    let mut value = item.clone();
    for part in path.split('.') {
        if value.is_undefined() {
            return Ok(value);
        }
        value = match part.parse::<usize>() {
            Ok(at) => value.get_item(&Value::from(at))?,
            Err(_) => value.get_item_opt(part),
        };
    }
    Ok(value)
}

/// A look-up that gives undefined for what cannot be looked into.
trait GetItem {
    fn get_item_opt(&self, key: &str) -> Value;
}

impl GetItem for Value {
    fn get_item_opt(&self, key: &str) -> Value {
        self.get_attr(key).unwrap_or_default()
    }
}

/// What is compared, and how.
struct Order {
    attributes: Vec<Value>,
    is_case_sensitive: bool,
    is_reversed: bool,
}

impl Order {
    /// Reads `reverse`, `case_sensitive` and `attribute`, in that order; an empty name takes no place.
    fn of(args: &[Value], names: [&str; 3]) -> Result<Self, Error> {
        let skipped = usize::from(names.first().is_some_and(|name| name.is_empty()));
        let given = |at: usize| {
            let name = names.get(at).copied().unwrap_or_default();
            if name.is_empty() { None } else { arg(args, at - skipped, name) }
        };
        let (positional, keywords) = split_args(args);
        if positional.len() > 3 - skipped {
            return Err(fault("too many arguments"));
        }
        if let Some(unknown) = keywords.iter().flat_map(Kwargs::args).find(|name| !names.contains(name)) {
            return Err(fault(format!("unknown argument \"{unknown}\"")));
        }
        let attributes = match given(2).filter(|attribute| !attribute.is_none()) {
            None => Vec::new(),
            Some(attribute) => match attribute.as_str() {
                Some(text) => text.split(',').map(|part| Value::from(part.trim())).collect(),
                None => vec![attribute],
            },
        };
        Ok(Self {
            attributes,
            is_case_sensitive: given(1).is_some_and(|flag| flag.is_true()),
            is_reversed: given(0).is_some_and(|flag| flag.is_true()),
        })
    }

    fn folded(&self, value: Value) -> Value {
        match value.as_str() {
            Some(text) if !self.is_case_sensitive => Value::from(text.to_lowercase()),
            _ => value,
        }
    }

    fn keys(&self, item: &Value) -> Result<Vec<Value>, Error> {
        if self.attributes.is_empty() {
            return Ok(vec![self.folded(item.clone())]);
        }
        self.attributes.iter().map(|attribute| Ok(self.folded(attribute_of(item, attribute)?))).collect()
    }

    fn sorted(&self, values: Vec<Value>) -> Result<Vec<Value>, Error> {
        let mut keyed = Vec::with_capacity(values.len());
        for value in values {
            keyed.push((self.keys(&value)?, value));
        }
        check_comparable(keyed.iter().map(|(keys, _)| keys.as_slice()))?;
        keyed.sort_by(|(one, _), (other, _)| if self.is_reversed { other.cmp(one) } else { one.cmp(other) });
        Ok(keyed.into_iter().map(|(_, value)| value).collect())
    }
}

/// Refuses to order what Python does not order.
fn check_comparable<'a>(all: impl Iterator<Item = &'a [Value]>) -> Result<(), Error> {
    let mut first: Option<&[Value]> = None;
    for keys in all {
        let Some(have) = first else {
            first = Some(keys);
            continue;
        };
        for (one, other) in have.iter().zip(keys) {
            if !is_comparable(one, other) {
                return Err(fault(format!("{} and {} cannot be ordered", one.kind(), other.kind())));
            }
        }
    }
    Ok(())
}

/// Whether Python would say which of two values is less.
pub(crate) fn is_comparable(one: &Value, other: &Value) -> bool {
    let class = |value: &Value| match value.kind() {
        ValueKind::Number | ValueKind::Bool => 1,
        ValueKind::String => 2,
        ValueKind::Seq if value.is_tuple() => 3,
        ValueKind::Seq => 4,
        ValueKind::Plain => 5,
        ValueKind::Iterable => 6,
        _ => 0,
    };
    class(one) != 0 && class(one) == class(other)
}

fn extreme(value: &Value, args: &[Value], wanted: Ordering) -> Result<Value, Error> {
    let order = Order::of(args, ["", "case_sensitive", "attribute"])?;
    let mut best: Option<(Vec<Value>, Value)> = None;
    for item in each(value)? {
        let keys = order.keys(&item)?;
        if let Some((have, _)) = &best {
            check_comparable([have.as_slice(), keys.as_slice()].into_iter())?;
            if keys.cmp(have) != wanted {
                continue;
            }
        }
        best = Some((keys, item));
    }
    Ok(best.map(|(_, item)| item).unwrap_or_default())
}

fn dictsort(value: &Value, args: &[Value]) -> Result<Value, Error> {
    if value.kind() != ValueKind::Map {
        return Err(fault(format!("dictsort sorts a dict, not {}", value.kind())));
    }
    let by = arg(args, 1, "by").map_or_else(|| "key".to_owned(), |by| by.to_string());
    let at = match by.as_str() {
        "key" => 0,
        "value" => 1,
        _ => return Err(fault("dictsort sorts by \"key\" or by \"value\"")),
    };
    let order = Order {
        attributes: vec![Value::from(at)],
        is_case_sensitive: arg(args, 0, "case_sensitive").is_some_and(|flag| flag.is_true()),
        is_reversed: arg(args, 2, "reverse").is_some_and(|flag| flag.is_true()),
    };
    let pairs = items(value).into_iter().map(|key| {
        let item = value.get_item(&key).unwrap_or_default();
        pair(key, item)
    });
    Ok(list(order.sorted(pairs.collect())?))
}

fn map(state: &mut State<'_, '_>, value: &Value, args: &[Value]) -> Result<Value, Error> {
    // Jinja passes over what is false, None too, where its other filters fail.
    if !value.is_true() {
        return Ok(list([]));
    }
    let (positional, keywords) = split_args(args);
    let Some((name, rest)) = positional.split_first() else {
        let Some(attribute) = arg(args, 0, "attribute") else {
            return Err(fault("map takes the name of a filter, or attribute=.."));
        };
        let default = arg(args, usize::MAX, "default");
        let found = each(value)?.into_iter().map(|item| {
            let found = attribute_of(&item, &attribute)?;
            Ok(if found.is_undefined() { default.clone().unwrap_or(found) } else { found })
        });
        return Ok(list(found.collect::<Result<Vec<_>, Error>>()?));
    };
    let name = name.as_str().ok_or_else(|| fault("map takes the name of a filter"))?.to_owned();
    let mut found = Vec::new();
    for item in each(value)? {
        let mut call = vec![item];
        call.extend(rest.iter().cloned());
        if keywords.is_some() {
            call.extend(args.last().cloned());
        }
        found.push(state.apply_filter(&name, &call)?);
    }
    Ok(list(found))
}

fn batch(value: &Value, args: &[Value]) -> Result<Value, Error> {
    let size = arg(args, 0, "linecount").and_then(|size| size.as_usize()).filter(|size| *size > 0);
    let size = size.ok_or_else(|| fault("batch takes the number of items of a batch"))?;
    let fill = arg(args, 1, "fill_with").filter(|fill| !fill.is_none());
    let all = each(value)?;
    Ok(list(all.chunks(size).map(|chunk| {
        let missing = fill.iter().cycle().take(size - chunk.len()).cloned();
        list(chunk.iter().cloned().chain(missing))
    })))
}

fn slice(value: &Value, args: &[Value]) -> Result<Value, Error> {
    let count = arg(args, 0, "slices").and_then(|count| count.as_usize()).filter(|count| *count > 0);
    let count = count.ok_or_else(|| fault("slice takes the number of slices"))?;
    let fill = arg(args, 1, "fill_with").filter(|fill| !fill.is_none());
    let all = each(value)?;
    let (size, longer) = (all.len() / count, all.len() % count);
    let mut rest = all.as_slice();
    Ok(list(
        (0..count)
            .map(|at| {
                let (part, after) = rest.split_at(size + usize::from(at < longer));
                rest = after;
                let filled = fill.iter().filter(|_| at >= longer && longer > 0).cloned();
                list(part.iter().cloned().chain(filled).collect::<Vec<_>>())
            })
            .collect::<Vec<_>>(),
    ))
}
