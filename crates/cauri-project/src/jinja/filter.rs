//! Filters, tests and methods of Python's Jinja where minijinja lacks them or answers otherwise.
//!
//! Filters of text are in `filter/text.rs`, those of lists and dicts in `filter/sequence.rs`.

mod sequence;
mod text;

use std::hash::{BuildHasher, Hasher, RandomState};

pub(crate) use sequence::is_comparable;

use minijinja::value::{Rest, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, State, Value};

use crate::jinja::builtin::Builtin;
use crate::jinja::macro_object::BoundMacro;
use crate::jinja::value::{arg, fault, items, list};
use crate::jinja::{format, python, rewrite, text_method};

/// Positional and named arguments, as they are given.
pub(crate) type All = Rest<ValueOrKwargs>;

/// Adds the filters and tests.
pub(crate) fn register(environment: &mut Environment<'static>) {
    text::register(environment);
    sequence::register(environment);
    register_numbers(environment);
    environment.add_filter("string", |value: Value| python::text(&value));
    environment.add_filter(
        "as_text",
        |state: &State<'_, '_>, value: Value| {
            if is_native(state) { Value::from(python::text(&value)) } else { value }
        },
    );
    for name in ["as_bool", "as_number", "as_native"] {
        environment.add_filter(
            name,
            |state: &State<'_, '_>, value: Value| {
                if is_native(state) { Value::from(python::text(&value)) } else { value }
            },
        );
    }
    environment.add_filter("is_list", |value: Value| matches!(value.kind(), ValueKind::Seq) && !value.is_tuple());
    environment.add_filter("default", default);
    environment.add_filter("d", default);
    environment.add_filter("attr", |value: Value, name: String| {
        if value.kind() == ValueKind::Map && value.downcast_object_ref::<crate::jinja::relation::Relation>().is_none() {
            return Ok(Value::UNDEFINED);
        }
        value.get_attr(&name)
    });
    environment.add_filter("random", |value: Value| one_of(items(&value)));
    environment.add_test("callable", |value: Value| value.kind() == ValueKind::Plain && is_callable(&value));
    environment.add_test("sequence", |value: Value| match value.kind() {
        ValueKind::Undefined | ValueKind::Seq | ValueKind::String | ValueKind::Map => true,
        // `range()` has a length and can be indexed, which makes it a sequence; a set cannot.
        ValueKind::Iterable => {
            let has_no_first = value.downcast_object_ref::<crate::jinja::set::Set>().is_some()
                || value.downcast_object_ref::<crate::jinja::view::View>().is_some();
            !has_no_first && value.len().is_some()
        }
        _ => false,
    });
    environment.add_test("iterable", |value: Value| !value.is_none() && value.try_iter().is_ok());
}

/// Whether a value of a settings file is rendered, whose type is kept. In text, dbt's `as_number` and the
/// like change nothing.
fn is_native(state: &State<'_, '_>) -> bool {
    state.name() == "<expression>"
}

/// What the filters of types make of the value of an expression. As in dbt they only mark a text on its way, and
/// what the whole expression gives is read: `target.type == 'duckdb' | as_bool` compares two texts.
pub(crate) fn finished(environment: &Environment<'_>, expression: &str, value: Value) -> Result<Value, Error> {
    if value.as_str().is_none() {
        return Ok(value);
    }
    let filters = ["as_bool", "as_number", "as_native"];
    let last = filters.iter().filter_map(|name| Some((expression.rfind(name)?, *name))).max();
    let Some((at, name)) = last else { return Ok(value) };
    let found = as_native(environment, name, &value);
    let is_last = expression.get(at + name.len()..).is_some_and(|rest| rest.trim_matches([')', ' ', '\n']).is_empty());
    if is_last { found } else { Ok(found.unwrap_or(value)) }
}

/// The value that a text writes in Python, of the kind that the filter promises.
fn as_native(environment: &Environment<'_>, filter: &str, value: &Value) -> Result<Value, Error> {
    let text = python::text(value);
    let literal = literal(environment, text.trim());
    let kind = literal.as_ref().map(Value::kind);
    match (filter, literal) {
        ("as_bool", Some(flag)) if kind == Some(ValueKind::Bool) => Ok(flag),
        ("as_number", Some(number)) if kind == Some(ValueKind::Number) => Ok(number),
        ("as_native", Some(found)) => Ok(found),
        ("as_native", None) => Ok(Value::from(text)),
        ("as_bool", _) => Err(fault(format!("as_bool takes True or False, not \"{text}\""))),
        _ => Err(fault(format!("as_number takes a number, not \"{text}\""))),
    }
}

/// What Python's `literal_eval` makes of a text.
fn literal(environment: &Environment<'_>, text: &str) -> Option<Value> {
    match text {
        "True" => return Some(Value::from(true)),
        "False" => return Some(Value::from(false)),
        "None" => return Some(Value::from(())),
        _ => {}
    }
    if let Some(found) = number(&Value::from(text)) {
        return Some(found);
    }
    let is_literal = text.starts_with(['[', '{', '(', '\'', '"']) && rewrite::is_literal(text);
    let expression = is_literal.then(|| rewrite::sole_expression(text))?;
    environment.compile_expression(&expression).ok()?.eval(()).ok()
}

/// Objects that are plain and cannot be called: times, columns, matches.
fn is_callable(value: &Value) -> bool {
    value.downcast_object_ref::<BoundMacro>().is_some()
        || value.downcast_object_ref::<Builtin>().is_some()
        || value
            .as_object()
            .is_some_and(|object| object.type_name().contains("unction") || is_class(object.type_name()))
}

fn is_class(type_name: &str) -> bool {
    ["Class", "BoundMethod", "FixedAnswer", "Cycler", "Joiner"].iter().any(|name| type_name.ends_with(name))
}

fn default(value: Value, all: All) -> Value {
    let args = all.into_values();
    let or_false = arg(&args, 1, "boolean").is_some_and(|flag| flag.is_true());
    if value.is_undefined() || (or_false && !value.is_true()) {
        return arg(&args, 0, "default_value").unwrap_or_else(|| Value::from(""));
    }
    value
}

fn register_numbers(environment: &mut Environment<'static>) {
    environment.add_filter("int", |value: Value, all: All| -> Result<Value, Error> {
        if value.is_undefined() {
            return Err(Error::new(ErrorKind::UndefinedError, "an undefined value is no number"));
        }
        let args = all.into_values();
        let base = arg(&args, 1, "base").and_then(|base| base.as_i64()).and_then(|base| u32::try_from(base).ok());
        let default = || arg(&args, 0, "default").unwrap_or_else(|| Value::from(0));
        Ok(int(&value, base.unwrap_or(10)).unwrap_or_else(default))
    });
    environment.add_filter("float", |value: Value, all: All| -> Result<Value, Error> {
        if value.is_undefined() {
            return Err(Error::new(ErrorKind::UndefinedError, "an undefined value is no number"));
        }
        let args = all.into_values();
        let found = match value.kind() {
            ValueKind::Bool => Some(f64::from(u8::from(value.is_true()))),
            ValueKind::Number => f64::try_from(value.clone()).ok(),
            ValueKind::String => python_float(value.as_str().unwrap_or_default()),
            _ => None,
        };
        Ok(found.map_or_else(|| arg(&args, 0, "default").unwrap_or_else(|| Value::from(0.0)), Value::from))
    });
}

/// Python's `int()`, as Jinja falls back from it to `int(float())`.
fn int(value: &Value, base: u32) -> Option<Value> {
    match value.kind() {
        ValueKind::Bool => Some(Value::from(i64::from(value.is_true()))),
        ValueKind::Number if value.is_integer() => Some(value.clone()),
        ValueKind::Number => format::whole(f64::try_from(value.clone()).ok()?),
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            whole_of_text(text, base).or_else(|| format::whole(python_float(text)?))
        }
        _ => None,
    }
}

fn whole_of_text(text: &str, base: u32) -> Option<Value> {
    let digits = plain_digits(text.trim())?.to_lowercase();
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.trim_start_matches('+')), |rest| ("-", rest));
    let prefix = match base {
        2 => "0b",
        8 => "0o",
        16 => "0x",
        _ => "",
    };
    let text = format!("{sign}{}", digits.strip_prefix(prefix).unwrap_or(digits));
    let base = if (2..=36).contains(&base) { base } else { 10 };
    i64::from_str_radix(&text, base)
        .map(Value::from)
        .or_else(|_| i128::from_str_radix(&text, base).map(Value::from))
        .ok()
}

/// Python lets `_` stand between two digits.
fn plain_digits(text: &str) -> Option<String> {
    let is_wrong = text.starts_with('_') || text.ends_with('_') || text.contains("__");
    (!is_wrong).then(|| text.replace('_', ""))
}

/// Python's `float()` of a text.
fn python_float(text: &str) -> Option<f64> {
    plain_digits(text.trim())?.parse().ok()
}

fn number(value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<f64>().map(Value::from)).ok()
}

/// Where text is padded.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    Left,
    Right,
    Both,
}

/// Fills a text up to a width.
pub(crate) fn pad(text: &str, width: usize, fill: char, side: Side) -> String {
    let missing = width.saturating_sub(text.chars().count());
    let left = match side {
        Side::Left => missing,
        Side::Right => 0,
        // Python puts the odd blank to the left when the width is odd.
        Side::Both => missing / 2 + (missing & width & 1),
    };
    let filled = |count: usize| fill.to_string().repeat(count);
    format!("{}{text}{}", filled(left), filled(missing - left))
}

/// Methods of Python's types that minijinja has not.
pub(crate) fn unknown_method(
    state: &mut State<'_, '_>,
    value: &Value,
    method: &str,
    args: &[Value],
) -> Result<Value, Error> {
    if let Some(text) = value.as_str() {
        return text_method::call(text, method, args)?.ok_or_else(|| Error::from(ErrorKind::UnknownMethod));
    }
    if let Some(answer) = number_method(value, method)? {
        return Ok(answer);
    }
    if value.is_tuple() && method == "index" {
        let wanted = args.first().ok_or_else(|| fault("index() takes a value"))?;
        let at = items(value).iter().position(|have| have == wanted);
        return at.map(Value::from).ok_or_else(|| fault("value is not in the tuple"));
    }
    let result = minijinja_contrib::pycompat::unknown_method_callback(state, value, method, args)?;
    // What Python returns as a list may be appended to.
    Ok(if matches!(method, "items" | "keys" | "values") { list(items(&result)) } else { result })
}

fn number_method(value: &Value, method: &str) -> Result<Option<Value>, Error> {
    if value.kind() != ValueKind::Number {
        return Ok(None);
    }
    Ok(Some(match (method, value.is_integer()) {
        ("is_integer", true) => Value::from(true),
        ("is_integer", false) => Value::from(f64::try_from(value.clone())?.fract() == 0.0),
        ("bit_length", true) => {
            let size = i128::try_from(value.clone())?.unsigned_abs();
            Value::from(u128::BITS - size.leading_zeros())
        }
        _ => return Ok(None),
    }))
}

/// Any of the items. The seed of a hasher is different each time, and that is all the chance that this needs.
fn one_of(mut items: Vec<Value>) -> Value {
    let chance = RandomState::new().build_hasher().finish();
    match u64::try_from(items.len()) {
        Ok(count @ 1..) => items.swap_remove(usize::try_from(chance % count).unwrap_or_default()),
        _ => Value::UNDEFINED,
    }
}
