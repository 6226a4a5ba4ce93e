//! Filters, tests and string methods of Python's Jinja that minijinja lacks.

use minijinja::value::{Rest, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, Value};

use crate::jinja::value::{arg, items, list, required, required_text};

/// Adds the filters and tests.
pub(crate) fn register(environment: &mut Environment<'static>) {
    environment.add_filter("list", |value: Value| list(items(&value)));
    environment.add_filter("as_text", |value: Value| Value::from(value.to_string()));
    environment.add_filter("as_bool", |value: Value| match value.to_string().to_lowercase().as_str() {
        "true" => Value::from(true),
        "false" => Value::from(false),
        _ => value,
    });
    environment.add_filter("as_number", |value: Value| number(&value).unwrap_or(value));
    environment.add_filter("as_native", |value: Value| {
        let text = value.to_string();
        match text.as_str() {
            "True" => Value::from(true),
            "False" => Value::from(false),
            "None" => Value::from(()),
            _ => number(&value).unwrap_or(value),
        }
    });
    environment.add_filter("is_list", |value: Value| matches!(value.kind(), ValueKind::Seq));
    environment.add_test("callable", |value: Value| value.kind() == ValueKind::Plain);
    environment.add_filter("random", |value: Value| items(&value).into_iter().next().unwrap_or_default());
    environment.add_filter("center", |value: Value, width: Option<usize>| {
        pad(&value.to_string(), width.unwrap_or(80), ' ', Side::Both)
    });
    environment.add_filter("wordcount", |value: Value| value.to_string().split_whitespace().count());
    environment.add_filter("xmlattr", |_value: Value, _rest: Rest<Value>| -> Result<Value, Error> {
        Err(Error::new(ErrorKind::UnknownFilter, "filter xmlattr is not for SQL"))
    });
}

fn number(value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<f64>().map(Value::from)).ok()
}

/// Where text is padded.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
    Both,
}

fn pad(text: &str, width: usize, fill: char, side: Side) -> String {
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

/// Methods of Python's `str` that neither minijinja nor its compatibility module has.
pub(crate) fn unknown_method(
    state: &mut State<'_, '_>,
    value: &Value,
    method: &str,
    args: &[Value],
) -> Result<Value, Error> {
    if let Some(text) = value.as_str()
        && let Some(result) = text_method(text, method, args)?
    {
        return Ok(result);
    }
    let result = minijinja_contrib::pycompat::unknown_method_callback(state, value, method, args)?;
    // What Python returns as a list may be appended to.
    Ok(if matches!(method, "split" | "splitlines" | "items" | "keys" | "values") {
        list(items(&result))
    } else {
        result
    })
}

fn text_method(text: &str, method: &str, args: &[Value]) -> Result<Option<Value>, Error> {
    let padded = |side: Side| -> Result<Value, Error> {
        let width = required(args, 0, "width")?.as_usize().unwrap_or(0);
        let fill = arg(args, 1, "fillchar").and_then(|fill| fill.to_string().chars().next()).unwrap_or(' ');
        Ok(Value::from(pad(text, width, fill, side)))
    };
    Ok(Some(match method {
        "zfill" => {
            let width = required(args, 0, "width")?.as_usize().unwrap_or(0);
            let (sign, digits) =
                text.strip_prefix(['-', '+']).map_or(("", text), |rest| (text.get(..1).unwrap_or_default(), rest));
            Value::from(format!("{sign}{}", pad(digits, width.saturating_sub(sign.len()), '0', Side::Left)))
        }
        "ljust" => padded(Side::Right)?,
        "rjust" => padded(Side::Left)?,
        "center" => padded(Side::Both)?,
        "swapcase" => Value::from(
            text.chars()
                .flat_map(|letter| {
                    if letter.is_uppercase() {
                        letter.to_lowercase().collect::<Vec<_>>()
                    } else {
                        letter.to_uppercase().collect()
                    }
                })
                .collect::<String>(),
        ),
        "casefold" => Value::from(text.to_lowercase()),
        _ => return cut_method(text, method, args),
    }))
}

/// The methods that cut a text.
fn cut_method(text: &str, method: &str, args: &[Value]) -> Result<Option<Value>, Error> {
    Ok(Some(match method {
        "removeprefix" => {
            let prefix = required_text(args, 0, "prefix")?;
            Value::from(text.strip_prefix(prefix.as_str()).unwrap_or(text))
        }
        "removesuffix" => {
            let suffix = required_text(args, 0, "suffix")?;
            Value::from(text.strip_suffix(suffix.as_str()).unwrap_or(text))
        }
        "partition" => {
            let separator = required_text(args, 0, "sep")?;
            let (before, middle, after) = match text.split_once(separator.as_str()) {
                Some((before, after)) => (before, separator.as_str(), after),
                None => (text, "", ""),
            };
            Value::from((before, middle, after))
        }
        "rpartition" => {
            let separator = required_text(args, 0, "sep")?;
            let (before, middle, after) = match text.rsplit_once(separator.as_str()) {
                Some((before, after)) => (before, separator.as_str(), after),
                None => ("", "", text),
            };
            Value::from((before, middle, after))
        }
        "rsplit" => {
            let separator = arg(args, 0, "sep").filter(|given| !given.is_none());
            let most = arg(args, 1, "maxsplit").and_then(|given| given.as_usize());
            match (separator, most) {
                (Some(separator), Some(most)) => {
                    let separator = separator.to_string();
                    let mut parts: Vec<Value> = text.rsplitn(most + 1, separator.as_str()).map(Value::from).collect();
                    parts.reverse();
                    list(parts)
                }
                (Some(separator), None) => list(text.split(separator.to_string().as_str()).map(Value::from)),
                (None, _) => list(text.split_whitespace().map(Value::from)),
            }
        }
        _ => return Ok(None),
    }))
}
