//! The methods of Python's `str`.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, Value};

use crate::jinja::filter::{Side, pad};
use crate::jinja::format;
use crate::jinja::value::{arg, dict, fault, items, list, required, required_text, split_args};

/// Calls a method of a text; `None` for a method that texts do not have.
pub(crate) fn call(text: &str, method: &str, args: &[Value]) -> Result<Option<Value>, Error> {
    if let Some(answer) = question(text, method, args)? {
        return Ok(Some(answer));
    }
    Ok(Some(match method {
        "format" => {
            let (positional, keywords) = split_args(args);
            Value::from(format::braces(text, positional, keywords.as_ref())?)
        }
        "format_map" => {
            let map = required(args, 0, "mapping")?;
            let pairs = items(&map).into_iter().map(|key| (key.to_string(), map.get_item(&key).unwrap_or_default()));
            Value::from(format::braces(text, &[], Some(&Kwargs::from_iter(pairs)))?)
        }
        "join" => join(text, &required(args, 0, "iterable")?)?,
        "replace" => {
            let (old, new) = (required_string(args, 0, "old")?, required_string(args, 1, "new")?);
            match count(args, 2, "count") {
                Some(most) => Value::from(text.replacen(&old, &new, most)),
                None => Value::from(text.replace(&old, &new)),
            }
        }
        "split" => list(split(text, args)?),
        "rsplit" => list(split_from_end(text, args)?),
        "splitlines" => list(lines(text, arg(args, 0, "keepends").is_some_and(|keeps| keeps.is_true()))),
        "strip" | "lstrip" | "rstrip" => {
            let chars = arg(args, 0, "chars").filter(|chars| !chars.is_none()).map(|chars| chars.to_string());
            Value::from(strip(text, chars.as_deref(), method))
        }
        "removeprefix" => {
            let prefix = required_text(args, 0, "prefix")?;
            Value::from(text.strip_prefix(prefix.as_str()).unwrap_or(text))
        }
        "removesuffix" => {
            let suffix = required_text(args, 0, "suffix")?;
            Value::from(text.strip_suffix(suffix.as_str()).unwrap_or(text))
        }
        "partition" | "rpartition" => partition(text, &required_text(args, 0, "sep")?, method == "rpartition"),
        "translate" => translate(text, &required(args, 0, "table")?)?,
        "maketrans" => make_table(args)?,
        _ => return recast(text, method, args),
    }))
}

/// The methods that give the text in another form.
fn recast(text: &str, method: &str, args: &[Value]) -> Result<Option<Value>, Error> {
    let padded = |side: Side| -> Result<Value, Error> {
        let width = required(args, 0, "width")?.as_i64().unwrap_or(0);
        let fill = arg(args, 1, "fillchar").and_then(|fill| fill.to_string().chars().next()).unwrap_or(' ');
        Ok(Value::from(pad(text, usize::try_from(width).unwrap_or(0), fill, side)))
    };
    Ok(Some(match method {
        "upper" => Value::from(text.to_uppercase()),
        "lower" => Value::from(text.to_lowercase()),
        "casefold" => Value::from(text.to_lowercase().replace('ß', "ss").replace('ς', "σ")),
        "capitalize" => {
            let mut letters = text.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            Value::from(first + &letters.as_str().to_lowercase())
        }
        "title" => Value::from(title(text)),
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
        "zfill" => {
            let width = required(args, 0, "width")?.as_usize().unwrap_or(0);
            let (sign, digits) =
                text.strip_prefix(['-', '+']).map_or(("", text), |rest| (text.get(..1).unwrap_or_default(), rest));
            Value::from(format!("{sign}{}", pad(digits, width.saturating_sub(sign.len()), '0', Side::Left)))
        }
        "ljust" => padded(Side::Right)?,
        "rjust" => padded(Side::Left)?,
        "center" => padded(Side::Both)?,
        "expandtabs" => Value::from(expand_tabs(text, count(args, 0, "tabsize").unwrap_or(8))),
        _ => return Ok(None),
    }))
}

/// The methods that ask something about the text.
fn question(text: &str, method: &str, args: &[Value]) -> Result<Option<Value>, Error> {
    let all = |holds: fn(char) -> bool| Value::from(!text.is_empty() && text.chars().all(holds));
    let digit = |letter: char| letter.is_ascii_digit() || is_other_digit(letter);
    Ok(Some(match method {
        "startswith" | "endswith" => {
            let wanted = required(args, 0, "prefix")?;
            let part = window(text, args).map_or("", |(_, part)| part);
            let candidates = match wanted.kind() {
                ValueKind::String => vec![wanted],
                _ if wanted.is_tuple() => items(&wanted),
                other => return Err(fault(format!("{method}() takes a text or a tuple of texts, not {other}"))),
            };
            let holds = |wanted: &Value| {
                wanted.as_str().is_some_and(|wanted| {
                    if method == "endswith" { part.ends_with(wanted) } else { part.starts_with(wanted) }
                })
            };
            Value::from(candidates.iter().any(holds))
        }
        "find" | "index" | "rfind" | "rindex" => {
            let wanted = required_string(args, 0, "sub")?;
            let found = window(text, args).and_then(|(start, part)| {
                let at = if method.starts_with('r') { part.rfind(&wanted) } else { part.find(&wanted) }?;
                Some(start + part.get(..at)?.chars().count())
            });
            match found {
                Some(at) => Value::from(at),
                None if method.ends_with("find") => Value::from(-1),
                None => return Err(fault(format!("substring \"{wanted}\" not found"))),
            }
        }
        "count" => {
            let wanted = required_string(args, 0, "sub")?;
            Value::from(window(text, args).map_or(0, |(_, part)| part.matches(&wanted).count()))
        }
        "isdigit" => Value::from(!text.is_empty() && text.chars().all(digit)),
        "isdecimal" => Value::from(!text.is_empty() && text.chars().all(|letter: char| letter.is_ascii_digit())),
        "isnumeric" => all(char::is_numeric),
        "isalpha" => all(char::is_alphabetic),
        "isalnum" => all(char::is_alphanumeric),
        "isspace" => all(char::is_whitespace),
        "isascii" => Value::from(text.is_ascii()),
        "isprintable" => Value::from(!text.chars().any(char::is_control)),
        "islower" => Value::from(text.chars().any(char::is_lowercase) && !text.chars().any(char::is_uppercase)),
        "isupper" => Value::from(text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)),
        "istitle" => Value::from(text.chars().any(char::is_alphabetic) && title(text) == text),
        "isidentifier" => {
            let starts = text.starts_with(|first: char| first.is_alphabetic() || first == '_');
            Value::from(starts && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_'))
        }
        _ => return Ok(None),
    }))
}

/// Superscript and subscript digits are digits to Python.
fn is_other_digit(letter: char) -> bool {
    matches!(letter, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉')
}

fn required_string(args: &[Value], position: usize, name: &str) -> Result<String, Error> {
    let value = required(args, position, name)?;
    match value.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(fault(format!("the argument \"{name}\" must be a text, not {}", value.kind()))),
    }
}

/// A number of times; negative and absent mean no limit.
fn count(args: &[Value], position: usize, name: &str) -> Option<usize> {
    arg(args, position, name).and_then(|given| given.as_usize())
}

/// The part of the text between the optional second and third argument, and where it starts.
fn window<'a>(text: &'a str, args: &[Value]) -> Option<(usize, &'a str)> {
    let (positional, _) = split_args(args);
    let len = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let bound = |at: usize, default: i64| {
        let given = positional.get(at).and_then(Value::as_i64).unwrap_or(default);
        let from_start = if given < 0 { (given + len).max(0) } else { given };
        usize::try_from(from_start).unwrap_or(usize::MAX)
    };
    let (start, end) = (bound(1, 0), bound(2, len).min(usize::try_from(len).unwrap_or(usize::MAX)));
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    (start <= end).then(|| text.get(byte(start)..byte(end)).map(|part| (start, part)))?
}

fn join(separator: &str, value: &Value) -> Result<Value, Error> {
    let mut parts = Vec::new();
    for (at, item) in value.try_iter()?.enumerate() {
        match item.as_str() {
            Some(text) => parts.push(text.to_owned()),
            None => return Err(fault(format!("join() takes texts, and item {at} is {}", item.kind()))),
        }
    }
    Ok(Value::from(parts.join(separator)))
}

fn separator(args: &[Value]) -> Result<Option<String>, Error> {
    match arg(args, 0, "sep").filter(|given| !given.is_none()) {
        None => Ok(None),
        Some(given) if given.as_str() == Some("") => Err(fault("empty separator")),
        Some(given) => Ok(Some(given.to_string())),
    }
}

fn split(text: &str, args: &[Value]) -> Result<Vec<Value>, Error> {
    let most = count(args, 1, "maxsplit");
    if let Some(separator) = separator(args)? {
        return Ok(match most {
            Some(most) => text.splitn(most + 1, separator.as_str()).map(Value::from).collect(),
            None => text.split(separator.as_str()).map(Value::from).collect(),
        });
    }
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = if most.is_some_and(|most| parts.len() >= most) { None } else { rest.find(char::is_whitespace) };
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        parts.push(Value::from(part));
        rest = after.trim_start();
    }
    Ok(parts)
}

fn split_from_end(text: &str, args: &[Value]) -> Result<Vec<Value>, Error> {
    let most = count(args, 1, "maxsplit");
    let mut parts: Vec<Value> = if let Some(separator) = separator(args)? {
        match most {
            Some(most) => text.rsplitn(most + 1, separator.as_str()).map(Value::from).collect(),
            None => text.rsplit(separator.as_str()).map(Value::from).collect(),
        }
    } else {
        let mut parts = Vec::new();
        let mut rest = text.trim_end();
        while !rest.is_empty() {
            let full = most.is_some_and(|most| parts.len() >= most);
            let cut = rest.char_indices().rev().find(|(_, letter)| letter.is_whitespace() && !full);
            let start = cut.map_or(0, |(at, letter)| at + letter.len_utf8());
            let (before, part) = rest.split_at(start);
            parts.push(Value::from(part));
            rest = before.trim_end();
        }
        parts
    };
    parts.reverse();
    Ok(parts)
}

fn lines(text: &str, keeps_ends: bool) -> Vec<Value> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_end = |letter: char| {
            matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        };
        let cut = rest.find(is_end).unwrap_or(rest.len());
        let (line, after) = rest.split_at(cut);
        let end = if after.starts_with("\r\n") { 2 } else { after.chars().next().map_or(0, char::len_utf8) };
        found.push(Value::from(if keeps_ends { rest.get(..cut + end).unwrap_or(line) } else { line }));
        rest = after.get(end..).unwrap_or_default();
    }
    found
}

/// `strip`, `lstrip` and `rstrip`.
pub(crate) fn strip<'a>(text: &'a str, chars: Option<&str>, method: &str) -> &'a str {
    let goes = |letter: char| chars.map_or_else(|| letter.is_whitespace(), |chars| chars.contains(letter));
    match method {
        "lstrip" => text.trim_start_matches(goes),
        "rstrip" => text.trim_end_matches(goes),
        _ => text.trim_matches(goes),
    }
}

fn partition(text: &str, separator: &str, from_end: bool) -> Value {
    let cut = if from_end { text.rsplit_once(separator) } else { text.split_once(separator) };
    match cut {
        Some((before, after)) => Value::from((before, separator, after)),
        None if from_end => Value::from(("", "", text)),
        None => Value::from((text, "", "")),
    }
}

/// Each run of letters begins with a capital, as in Python also after an apostrophe.
fn title(text: &str) -> String {
    let mut after_letter = false;
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if after_letter {
            out.extend(letter.to_lowercase());
        } else {
            out.extend(letter.to_uppercase());
        }
        after_letter = letter.is_alphabetic();
    }
    out
}

fn expand_tabs(text: &str, size: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for letter in text.chars() {
        match letter {
            '\t' => {
                let blanks = if size == 0 { 0 } else { size - column % size };
                out.push_str(&" ".repeat(blanks));
                column += blanks;
            }
            '\n' | '\r' => {
                out.push(letter);
                column = 0;
            }
            other => {
                out.push(other);
                column += 1;
            }
        }
    }
    out
}

fn translate(text: &str, table: &Value) -> Result<Value, Error> {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let new = table.get_item(&Value::from(u32::from(letter)))?;
        match new.kind() {
            ValueKind::Undefined => out.push(letter),
            ValueKind::None => {}
            ValueKind::Number => {
                let code = new.as_i64().and_then(|code| char::from_u32(u32::try_from(code).ok()?));
                out.push(code.ok_or_else(|| fault("translate() needs codes of characters"))?);
            }
            _ => out.push_str(&new.to_string()),
        }
    }
    Ok(Value::from(out))
}

/// `maketrans({'a': 'b'})`, `maketrans('ab', 'xy')` and `maketrans('ab', 'xy', 'z')`.
fn make_table(args: &[Value]) -> Result<Value, Error> {
    let first = required(args, 0, "x")?;
    let code = |letter: char| Value::from(u32::from(letter));
    if let Some(from) = first.as_str() {
        let to = required_string(args, 1, "y")?;
        if from.chars().count() != to.chars().count() {
            return Err(fault("the first two arguments of maketrans() must have the same length"));
        }
        let gone = arg(args, 2, "z").map(|gone| gone.to_string()).unwrap_or_default();
        let changed = from.chars().map(code).zip(to.chars().map(code));
        return Ok(dict(changed.chain(gone.chars().map(|letter| (code(letter), Value::from(()))))));
    }
    Ok(dict(items(&first).into_iter().map(|key| {
        let value = first.get_item(&key).unwrap_or_default();
        let key = key.as_str().and_then(|text| text.chars().next()).map_or(key.clone(), code);
        (key, value)
    })))
}
