//! Python's two ways of putting values into text: `"%02d" % x` and `"{:>8}".format(x)`.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, Value};

use crate::jinja::python;
use crate::jinja::value::{fault, items};

/// How one value is written: Python's format specification.
#[derive(Debug, Clone, Default)]
struct Spec {
    fill: Option<char>,
    align: Option<char>,
    sign: Option<char>,
    alternate: bool,
    zero: bool,
    width: usize,
    grouping: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
}

/// `text % value`.
pub(crate) fn percent(text: &str, value: &Value) -> Result<String, Error> {
    let mut arguments = Arguments::of(value);
    let mut out = String::with_capacity(text.len() + 16);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let mut conversion = String::new();
        for next in letters.by_ref() {
            conversion.push(next);
            let in_key = conversion.starts_with('(') && !conversion.contains(')');
            if !in_key && (next.is_ascii_alphabetic() && !matches!(next, 'h' | 'l' | 'L') || next == '%') {
                break;
            }
        }
        out.push_str(&arguments.convert(&conversion)?);
    }
    if arguments.is_exhausted() { Ok(out) } else { Err(fault("not all arguments converted during string formatting")) }
}

/// What stands to the right of a `%`.
struct Arguments<'a> {
    whole: &'a Value,
    positional: Vec<Value>,
    used: usize,
    /// Whether unused values are an error: not so for what can be asked by key.
    is_strict: bool,
}

impl<'a> Arguments<'a> {
    fn of(whole: &'a Value) -> Self {
        let positional = if whole.is_tuple() { items(whole) } else { vec![whole.clone()] };
        let is_strict = whole.is_tuple() || !matches!(whole.kind(), ValueKind::Map | ValueKind::Seq);
        Self { whole, positional, used: 0, is_strict }
    }

    fn is_exhausted(&self) -> bool {
        !self.is_strict || self.used >= self.positional.len()
    }

    fn next(&mut self) -> Result<Value, Error> {
        let found = self.positional.get(self.used).cloned();
        self.used += 1;
        found.ok_or_else(|| fault("not enough arguments for format string"))
    }

    fn size(&mut self, text: &mut &str) -> Result<Option<usize>, Error> {
        if let Some(rest) = text.strip_prefix('*') {
            *text = rest;
            return Ok(self.next()?.as_usize());
        }
        Ok(take_number(text))
    }

    /// Writes one conversion, without its per cent sign.
    fn convert(&mut self, conversion: &str) -> Result<String, Error> {
        let mut rest = conversion;
        let mut keyed = None;
        if let Some((key, after)) = rest.strip_prefix('(').and_then(|inside| inside.split_once(')')) {
            if self.whole.kind() != ValueKind::Map {
                return Err(fault("format requires a mapping"));
            }
            let found = self.whole.get_item(&Value::from(key))?;
            if found.is_undefined() {
                return Err(fault(format!("the values for the text have no key \"{key}\"")));
            }
            keyed = Some(found);
            rest = after;
        }
        let mut spec = Spec::default();
        while let Some(flag) = rest.chars().next().filter(|flag| "#0- +".contains(*flag)) {
            match flag {
                '#' => spec.alternate = true,
                '0' => spec.zero = true,
                '-' => spec.align = Some('<'),
                ' ' if spec.sign.is_none() => spec.sign = Some(' '),
                '+' => spec.sign = Some('+'),
                _ => {}
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        spec.width = self.size(&mut rest)?.unwrap_or(0);
        if let Some(after) = rest.strip_prefix('.') {
            rest = after;
            spec.precision = Some(self.size(&mut rest)?.unwrap_or(0));
        }
        rest = rest.trim_start_matches(['h', 'l', 'L']);
        let Some(kind) = rest.chars().next() else { return Err(fault("incomplete format")) };
        if kind == '%' {
            return Ok("%".to_owned());
        }
        let value = match keyed {
            Some(value) => value,
            None => self.next()?,
        };
        written_percent(&value, kind, spec)
    }
}

fn written_percent(value: &Value, kind: char, mut spec: Spec) -> Result<String, Error> {
    spec.align = spec.align.or(Some('>'));
    if spec.align == Some('<') {
        spec.zero = false;
    }
    match kind {
        's' | 'r' | 'a' => {
            spec.zero = false;
            let text = if kind == 's' { python::text(value) } else { python::repr(value) };
            spec.kind = None;
            write(&Value::from(text), &spec)
        }
        'c' => {
            let code = value.as_i64().and_then(|code| char::from_u32(u32::try_from(code).ok()?));
            let text = code.map_or_else(|| value.to_string(), String::from);
            write(&Value::from(text), &Spec { zero: false, ..spec })
        }
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            let whole = match value.kind() {
                ValueKind::Bool => Value::from(i64::from(value.is_true())),
                ValueKind::Number if value.is_integer() => value.clone(),
                ValueKind::Number if "diu".contains(kind) => truncated(value)?,
                other => return Err(fault(format!("%{kind} needs a number, not {other}"))),
            };
            spec.kind = Some(if "iu".contains(kind) { 'd' } else { kind });
            if let Some(digits) = spec.precision.take() {
                let plain = write_integer(&whole, &Spec { kind: spec.kind, ..Spec::default() })?;
                let missing = digits.saturating_sub(plain.trim_start_matches('-').len());
                let signed = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
                let text = format!("{}{}{}", signed.0, "0".repeat(missing), signed.1);
                return write(&Value::from(text), &Spec { kind: None, zero: false, ..spec });
            }
            write(&whole, &spec)
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' if matches!(value.kind(), ValueKind::Number | ValueKind::Bool) => {
            spec.kind = Some(kind);
            write(value, &spec)
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => Err(fault(format!("%{kind} needs a number, not {}", value.kind()))),
        other => Err(fault(format!("unsupported format character '{other}'"))),
    }
}

fn truncated(value: &Value) -> Result<Value, Error> {
    let float = f64::try_from(value.clone())?;
    whole(float).ok_or_else(|| fault("a number that is not finite has no whole part"))
}

/// The whole part of a float, if it can be counted.
pub(crate) fn whole(float: f64) -> Option<Value> {
    let text = format!("{:.0}", float.trunc());
    text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<i128>().map(Value::from)).ok()
}

/// `text.format(..)`.
pub(crate) fn braces(text: &str, positional: &[Value], keywords: Option<&Kwargs>) -> Result<String, Error> {
    Braces { positional, keywords, next: 0, is_manual: false }.write(text)
}

/// A filling of `{}` fields.
struct Braces<'a> {
    positional: &'a [Value],
    keywords: Option<&'a Kwargs>,
    next: usize,
    is_manual: bool,
}

impl Braces<'_> {
    fn write(&mut self, text: &str) -> Result<String, Error> {
        let mut out = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(rest.get(..at).unwrap_or_default());
            let from = rest.get(at..).unwrap_or_default();
            if from.starts_with("{{") || from.starts_with("}}") {
                out.push_str(from.get(..1).unwrap_or_default());
                rest = from.get(2..).unwrap_or_default();
                continue;
            }
            if from.starts_with('}') {
                return Err(fault("single '}' encountered in format string"));
            }
            let end = field_end(from).ok_or_else(|| fault("expected '}' before end of string"))?;
            out.push_str(&self.field(from.get(1..end).unwrap_or_default())?);
            rest = from.get(end + 1..).unwrap_or_default();
        }
        out.push_str(rest);
        Ok(out)
    }

    /// Writes the field `name!conversion:specification`.
    fn field(&mut self, field: &str) -> Result<String, Error> {
        let name_end = field.find(['!', ':']).unwrap_or(field.len());
        let (name, mut rest) = field.split_at(name_end);
        let mut value = self.value(name)?;
        if let Some(after) = rest.strip_prefix('!') {
            let text = match after.chars().next() {
                Some('r' | 'a') => python::repr(&value),
                Some('s') => python::text(&value),
                _ => return Err(fault("unknown conversion in format string")),
            };
            value = Value::from(text);
            rest = after.get(1..).unwrap_or_default();
        }
        let spec = self.write(rest.strip_prefix(':').unwrap_or_default())?;
        write(&value, &parse_spec(&spec)?)
    }

    fn value(&mut self, name: &str) -> Result<Value, Error> {
        let first_end = name.find(['.', '[']).unwrap_or(name.len());
        let (first, mut path) = name.split_at(first_end);
        let mut value = self.first(first)?;
        while !path.is_empty() {
            let found = if let Some(inside) = path.strip_prefix('[') {
                let (key, after) = inside.split_once(']').ok_or_else(|| fault("missing ']' in format string"))?;
                path = after;
                let key = key.parse::<i64>().map_or_else(|_| Value::from(key), Value::from);
                value.get_item(&key)?
            } else {
                let inside = path.strip_prefix('.').unwrap_or(path);
                let end = inside.find(['.', '[']).unwrap_or(inside.len());
                let (attribute, after) = inside.split_at(end);
                path = after;
                value.get_attr(attribute)?
            };
            if found.is_undefined() {
                return Err(fault(format!("\"{{{name}}}\" names nothing")));
            }
            value = found;
        }
        Ok(value)
    }

    fn first(&mut self, name: &str) -> Result<Value, Error> {
        let at = if name.is_empty() {
            if self.is_manual {
                return Err(fault("cannot switch from manual field specification to automatic field numbering"));
            }
            self.next += 1;
            Some(self.next - 1)
        } else {
            let at = name.parse::<usize>().ok();
            if at.is_some() && self.next > 0 {
                return Err(fault("cannot switch from automatic field numbering to manual field specification"));
            }
            self.is_manual |= at.is_some();
            at
        };
        match at {
            Some(at) => self
                .positional
                .get(at)
                .cloned()
                .ok_or_else(|| fault(format!("replacement index {at} out of range for positional arguments"))),
            None => self
                .keywords
                .filter(|given| given.has(name))
                .and_then(|given| given.get::<Value>(name).ok())
                .ok_or_else(|| fault(format!("format() has no argument \"{name}\""))),
        }
    }
}

/// Where the field at the start of `text` closes.
fn field_end(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn take_number(text: &mut &str) -> Option<usize> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    digits.parse().ok()
}

fn parse_spec(text: &str) -> Result<Spec, Error> {
    let mut spec = Spec::default();
    let mut letters = text.chars();
    let (first, second) = (letters.next(), letters.next());
    let is_align = |letter: Option<char>| letter.is_some_and(|letter| "<>^=".contains(letter));
    let mut rest = text;
    if is_align(second) {
        (spec.fill, spec.align) = (first, second);
        rest = text.get(first.map_or(0, char::len_utf8) + 1..).unwrap_or_default();
    } else if is_align(first) {
        spec.align = first;
        rest = text.get(1..).unwrap_or_default();
    }
    let mut take = |allowed: &str| {
        let found = rest.chars().next().filter(|letter| allowed.contains(*letter))?;
        rest = rest.get(found.len_utf8()..).unwrap_or_default();
        Some(found)
    };
    spec.sign = take("+- ");
    spec.alternate = take("#").is_some();
    spec.zero = take("0").is_some();
    spec.width = take_number(&mut rest).unwrap_or(0);
    if let Some(found) = rest.chars().next().filter(|letter| ",_".contains(*letter)) {
        spec.grouping = Some(found);
        rest = rest.get(1..).unwrap_or_default();
    }
    if let Some(after) = rest.strip_prefix('.') {
        rest = after;
        let digits = take_number(&mut rest).ok_or_else(|| fault("format specifier missing precision"))?;
        spec.precision = Some(digits);
    }
    spec.kind = rest.chars().next();
    if rest.chars().count() > 1 {
        return Err(fault(format!("invalid format specifier \"{text}\"")));
    }
    Ok(spec)
}

/// Writes a value as a specification says.
fn write(value: &Value, spec: &Spec) -> Result<String, Error> {
    let unknown = || {
        let kind = spec.kind.unwrap_or(' ');
        fault(format!("unknown format code '{kind}' for {}", value.kind()))
    };
    let is_plain = spec.width == 0 && spec.kind.is_none() && spec.precision.is_none() && spec.sign.is_none();
    match value.kind() {
        ValueKind::Bool if is_plain => Ok(python::text(value)),
        ValueKind::Bool => write(&Value::from(i64::from(value.is_true())), spec),
        ValueKind::Number => {
            let is_float = !value.is_integer();
            let written = match spec.kind {
                None | Some('n') if is_float => general(value, spec)?,
                None | Some('d' | 'n' | 'b' | 'o' | 'x' | 'X') if !is_float => write_integer(value, spec)?,
                Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => write_float(f64::try_from(value.clone())?, spec),
                Some('c') if !is_float => {
                    let code = value.as_i64().and_then(|code| char::from_u32(u32::try_from(code).ok()?));
                    return Ok(padded(&code.ok_or_else(unknown)?.to_string(), spec, '>'));
                }
                _ => return Err(unknown()),
            };
            Ok(padded_number(&signed(&grouped(&written, spec), spec), spec))
        }
        ValueKind::String if matches!(spec.kind, None | Some('s')) => {
            let text = value.as_str().unwrap_or_default();
            let text: String = text.chars().take(spec.precision.unwrap_or(usize::MAX)).collect();
            let zero_filled = Spec { fill: spec.fill.or(spec.zero.then_some('0')), ..spec.clone() };
            Ok(padded(&text, &zero_filled, '<'))
        }
        ValueKind::String => Err(unknown()),
        _ if is_plain => Ok(python::text(value)),
        _ => Err(fault(format!("a format specification cannot be used with {}", value.kind()))),
    }
}

fn write_integer(value: &Value, spec: &Spec) -> Result<String, Error> {
    let whole = i128::try_from(value.clone())?;
    let size = whole.unsigned_abs();
    let prefix = |text: &str| if spec.alternate { text.to_owned() } else { String::new() };
    let digits = match spec.kind {
        Some('b') => format!("{}{size:b}", prefix("0b")),
        Some('o') => format!("{}{size:o}", prefix("0o")),
        Some('x') => format!("{}{size:x}", prefix("0x")),
        Some('X') => format!("{}{size:X}", prefix("0X")),
        _ => size.to_string(),
    };
    Ok(if whole < 0 { format!("-{digits}") } else { digits })
}

/// A float without a letter that says how.
fn general(value: &Value, spec: &Spec) -> Result<String, Error> {
    let float = f64::try_from(value.clone())?;
    if spec.precision.is_none() {
        return Ok(python::repr_float(float));
    }
    let text = write_float(float, &Spec { kind: Some('g'), ..spec.clone() });
    Ok(if text.contains(['.', 'e', 'n']) { text } else { format!("{text}.0") })
}

fn write_float(float: f64, spec: &Spec) -> String {
    let digits = spec.precision.unwrap_or(6);
    let kind = spec.kind.unwrap_or('f');
    if !float.is_finite() {
        let text = python::repr_float(float);
        return if kind.is_uppercase() { text.to_uppercase() } else { text };
    }
    let text = match kind.to_ascii_lowercase() {
        '%' => format!("{:.digits$}%", float * 100.0),
        'e' => exponent_form(float, digits),
        'g' => {
            let digits = digits.max(1);
            let scientific = exponent_form(float, digits - 1);
            let exponent: i64 = scientific.split_once('e').and_then(|(_, text)| text.parse().ok()).unwrap_or(0);
            let limit = i64::try_from(digits).unwrap_or(i64::MAX);
            let strip = |text: String| {
                if spec.alternate || !text.contains('.') {
                    text
                } else {
                    text.trim_end_matches('0').trim_end_matches('.').to_owned()
                }
            };
            if exponent < -4 || exponent >= limit {
                let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "+00"));
                format!("{}e{exponent}", strip(mantissa.to_owned()))
            } else {
                let decimals = usize::try_from(limit - 1 - exponent).unwrap_or(0);
                strip(format!("{float:.decimals$}"))
            }
        }
        _ => format!("{float:.digits$}"),
    };
    if kind.is_uppercase() { text.to_uppercase() } else { text }
}

/// `1.5e+04`.
fn exponent_form(float: f64, digits: usize) -> String {
    let text = format!("{float:.digits$e}");
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |rest| ('-', rest));
    format!("{mantissa}e{sign}{exponent:0>2}")
}

/// Puts the separator between the thousands of the whole part.
fn grouped(number: &str, spec: &Spec) -> String {
    let Some(separator) = spec.grouping else { return number.to_owned() };
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(end);
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out + rest
}

fn signed(number: &str, spec: &Spec) -> String {
    match spec.sign {
        Some(sign @ ('+' | ' ')) if !number.starts_with('-') => format!("{sign}{number}"),
        _ => number.to_owned(),
    }
}

fn padded_number(number: &str, spec: &Spec) -> String {
    let zero_fills = spec.zero && matches!(spec.align, None | Some('>'));
    if spec.align == Some('=') || zero_fills {
        let prefix = usize::from(number.starts_with(['-', '+', ' ']));
        let (sign, digits) = number.split_at(prefix);
        let missing = spec.width.saturating_sub(number.chars().count());
        let fill = spec.fill.unwrap_or(if spec.zero { '0' } else { ' ' });
        return format!("{sign}{}{digits}", fill.to_string().repeat(missing));
    }
    padded(number, spec, '>')
}

fn padded(text: &str, spec: &Spec, default_align: char) -> String {
    let missing = spec.width.saturating_sub(text.chars().count());
    let fill = spec.fill.unwrap_or(' ').to_string();
    let left = match spec.align.unwrap_or(default_align) {
        '<' => 0,
        '^' => missing / 2,
        _ => missing,
    };
    format!("{}{text}{}", fill.repeat(left), fill.repeat(missing - left))
}
