//! Filters of text.

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Value};

use crate::jinja::filter::{All, Side, pad};
use crate::jinja::python;
use crate::jinja::text_method::strip;
use crate::jinja::value::{arg, fault, items};
use crate::jinja::{format, function};

pub(super) fn register(environment: &mut Environment<'static>) {
    environment.add_filter("center", |value: Value, width: Option<usize>| {
        pad(&python::text(&value), width.unwrap_or(80), ' ', Side::Both)
    });
    environment.add_filter("wordcount", |value: Value| {
        python::text(&value)
            .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .filter(|word| !word.is_empty())
            .count()
    });
    environment.add_filter("trim", |value: Value, all: All| {
        let chars = arg(&all.into_values(), 0, "chars").filter(|chars| !chars.is_none());
        strip(&python::text(&value), chars.map(|chars| chars.to_string()).as_deref(), "strip").to_owned()
    });
    environment.add_filter("indent", |value: Value, all: All| indent(&python::text(&value), &all.into_values()));
    environment.add_filter("truncate", |value: Value, all: All| truncate(&python::text(&value), &all.into_values()));
    environment.add_filter("wordwrap", |value: Value, all: All| wordwrap(&python::text(&value), &all.into_values()));
    environment.add_filter("format", |value: Value, all: All| -> Result<String, Error> {
        let args = all.into_values();
        let given = match args.last() {
            Some(last) if last.is_kwargs() && args.len() > 1 => {
                return Err(fault("format takes either positional or named values"));
            }
            Some(last) if last.is_kwargs() => last.clone(),
            _ => Value::from(minijinja::value::Tuple::from(args)),
        };
        format::percent(&python::text(&value), &given)
    });
    environment.add_filter("escape", |value: Value| escape(&python::text(&value)));
    environment.add_filter("e", |value: Value| escape(&python::text(&value)));
    environment.add_filter("forceescape", |value: Value| escape(&python::text(&value)));
    environment.add_filter("striptags", |value: Value| striptags(&python::text(&value)));
    environment.add_filter("urlencode", |value: Value| urlencode(&value));
    environment.add_filter("filesizeformat", filesizeformat);
    environment.add_filter("tojson", |value: Value, all: All| -> Result<Value, Error> {
        let indent = arg(&all.into_values(), 0, "indent").and_then(|indent| indent.as_usize());
        let text = function::json(&value, true, indent)?;
        Ok(Value::from(
            ['<', '>', '&', '\'']
                .iter()
                .fold(text, |text, letter| text.replace(*letter, &format!("\\u{:04x}", u32::from(*letter)))),
        ))
    });
    for name in ["urlize", "xmlattr"] {
        environment.add_filter(name, move |_value: Value, _all: All| -> Result<Value, Error> {
            Err(Error::new(ErrorKind::UnknownFilter, format!("filter {name} is for web pages and not for SQL")))
        });
    }
}

fn indent(text: &str, args: &[Value]) -> Result<String, Error> {
    let width = match arg(args, 0, "width") {
        None => " ".repeat(4),
        Some(width) => match (width.as_usize(), width.as_str()) {
            (Some(width), _) => " ".repeat(width),
            (None, Some(text)) => text.to_owned(),
            _ => return Err(fault("the width of indent is a number or a text")),
        },
    };
    let is_set = |at, name| arg(args, at, name).is_some_and(|flag| flag.is_true());
    let (first, blank) = (is_set(1, "first"), is_set(2, "blank"));
    let mut out = String::with_capacity(text.len() + 64);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let is_indented = if at == 0 { first } else { blank || !line.is_empty() };
        if is_indented {
            out.push_str(&width);
        }
        out.push_str(line);
    }
    Ok(out)
}

fn truncate(text: &str, args: &[Value]) -> Result<String, Error> {
    let number = |at, name, default| arg(args, at, name).and_then(|given| given.as_usize()).unwrap_or(default);
    let (length, leeway) = (number(0, "length", 255), number(3, "leeway", 5));
    let end = arg(args, 2, "end").map_or_else(|| "...".to_owned(), |end| end.to_string());
    let kills_words = arg(args, 1, "killwords").is_some_and(|flag| flag.is_true());
    let Some(room) = length.checked_sub(end.chars().count()) else {
        return Err(fault(format!("truncate needs a length of at least {}", end.chars().count())));
    };
    if text.chars().count() <= length + leeway {
        return Ok(text.to_owned());
    }
    let cut: String = text.chars().take(room).collect();
    let kept = if kills_words { cut.as_str() } else { cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before) };
    Ok(format!("{kept}{end}"))
}

/// Breaks lines as Python's `textwrap` does with white space left as it is.
fn wordwrap(text: &str, args: &[Value]) -> Result<String, Error> {
    let width = arg(args, 0, "width").and_then(|width| width.as_usize()).unwrap_or(79);
    let breaks_words = arg(args, 1, "break_long_words").is_none_or(|flag| flag.is_true());
    let between = arg(args, 2, "wrapstring").filter(|given| !given.is_none());
    let between = between.map_or_else(|| "\n".to_owned(), |given| given.to_string());
    let at_hyphens = arg(args, 3, "break_on_hyphens").is_none_or(|flag| flag.is_true());
    if at_hyphens && text.split_whitespace().any(|word| word.trim_matches('-').contains('-')) {
        return Err(fault("wordwrap does not break at hyphens here: give break_on_hyphens=false"));
    }
    if width == 0 {
        return Err(fault("the width of wordwrap must be more than 0"));
    }
    let wrapped = text.lines().map(|line| wrap_line(line, width, breaks_words).join(&between));
    Ok(wrapped.collect::<Vec<_>>().join(&between))
}

fn wrap_line(line: &str, width: usize, breaks_words: bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let is_blank = first.is_whitespace();
        let end = rest.find(|letter: char| letter.is_whitespace() != is_blank).unwrap_or(rest.len());
        let (mut chunk, after) = rest.split_at(end);
        rest = after;
        let used = lines.last().map_or(0, |last| last.chars().count());
        if used + chunk.chars().count() <= width {
            if let Some(last) = lines.last_mut() {
                last.push_str(chunk);
            }
            continue;
        }
        if is_blank {
            // Blanks at the end of a line are dropped.
            lines.push(String::new());
            continue;
        }
        if breaks_words && chunk.chars().count() > width {
            let room = width.saturating_sub(used);
            let cut = chunk.char_indices().nth(room).map_or(chunk.len(), |(at, _)| at);
            if let Some(last) = lines.last_mut() {
                last.push_str(chunk.get(..cut).unwrap_or_default());
            }
            chunk = chunk.get(cut..).unwrap_or_default();
            let letters: Vec<char> = chunk.chars().collect();
            lines.extend(letters.chunks(width).map(|part| part.iter().collect()));
        } else if lines.last().is_some_and(String::is_empty) {
            if let Some(last) = lines.last_mut() {
                last.push_str(chunk);
            }
        } else {
            lines.push(chunk.to_owned());
        }
    }
    let trimmed: Vec<String> = lines.iter().map(|line| line.trim_end().to_owned()).collect();
    trimmed.into_iter().filter(|line| !line.is_empty()).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&#34;").replace('\'', "&#39;")
}

fn striptags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        let Some((_, after)) = after.split_once('>') else { break };
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn urlencode(value: &Value) -> String {
    let quoted = |value: &Value, safe: &str, blank: &str| -> String {
        let text = python::text(value);
        text.bytes()
            .map(|byte| match char::from(byte) {
                letter if letter.is_ascii_alphanumeric() || "_.-~".contains(letter) || safe.contains(letter) => {
                    letter.to_string()
                }
                ' ' => blank.to_owned(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pair = |key: &Value, value: &Value| format!("{}={}", quoted(key, "", "+"), quoted(value, "", "+"));
    match value.kind() {
        ValueKind::Map => {
            let pairs = items(value).into_iter().map(|key| pair(&key, &value.get_item(&key).unwrap_or_default()));
            pairs.collect::<Vec<_>>().join("&")
        }
        ValueKind::Seq | ValueKind::Iterable => {
            let pairs = items(value).into_iter().filter_map(|two| match items(&two).as_slice() {
                [key, value] => Some(pair(key, value)),
                _ => None,
            });
            pairs.collect::<Vec<_>>().join("&")
        }
        _ => quoted(value, "/", "%20"),
    }
}

fn filesizeformat(value: Value, all: All) -> Result<String, Error> {
    let binary = arg(&all.into_values(), 0, "binary").is_some_and(|flag| flag.is_true());
    let bytes = f64::try_from(value)?;
    let base: f64 = if binary { 1024.0 } else { 1000.0 };
    if bytes < base {
        return Ok(if (bytes - 1.0).abs() < f64::EPSILON { "1 Byte".to_owned() } else { format!("{bytes:.0} Bytes") });
    }
    let mut unit = base;
    let letters = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
    let mut found = 'Y';
    for letter in letters {
        found = letter;
        if bytes < unit * base {
            break;
        }
        unit *= base;
    }
    let name = if binary { format!("{}iB", found.to_ascii_uppercase()) } else { format!("{found}B") };
    Ok(format!("{:.1} {name}", bytes / unit))
}
