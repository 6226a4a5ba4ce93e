//! `modules.re`: Python's regular expressions, as far as their syntax is that of this language's.
//!
//! What the engine cannot do (look-around, references to groups inside of a pattern) is an error.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Tuple};
use minijinja::{Error, ErrorKind, State, Value};

use crate::jinja::value::{arg, dict, fault, list, required};

const IGNORE_CASE: i64 = 2;
const MULTI_LINE: i64 = 8;
const DOT_ALL: i64 = 16;
const UNICODE: i64 = 32;
const VERBOSE: i64 = 64;

/// The functions of the module.
const FUNCTIONS: [&str; 10] =
    ["match", "search", "fullmatch", "findall", "finditer", "sub", "subn", "split", "compile", "escape"];

/// `modules.re`.
#[derive(Debug)]
pub(crate) struct Re;

impl Object for Re {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(Value::from(match key.as_str()? {
            "IGNORECASE" | "I" => IGNORE_CASE,
            "MULTILINE" | "M" => MULTI_LINE,
            "DOTALL" | "S" => DOT_ALL,
            "UNICODE" | "U" => UNICODE,
            "VERBOSE" | "X" => VERBOSE,
            name if FUNCTIONS.contains(&name) => {
                let (module, name) = (Arc::clone(self), name.to_owned());
                return Some(Value::from_function(move |state: &mut State<'_, '_>, all: crate::jinja::filter::All| {
                    module.call_method(state, &name, &all.into_values())
                }));
            }
            _ => return None,
        }))
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        if !FUNCTIONS.contains(&method) {
            return Err(Error::from(ErrorKind::UnknownMethod));
        }
        let first = required(args, 0, "pattern")?;
        if method == "escape" {
            return Ok(Value::from(escape(&text_of(&first, "pattern")?)));
        }
        if let Some(pattern) = first.downcast_object_ref::<Pattern>() {
            return if method == "compile" {
                Ok(first.clone())
            } else {
                pattern.apply(method, args.get(1..).unwrap_or_default())
            };
        }
        // pattern, string, flags; the others have more before the flags.
        let flags_at = match method {
            "compile" => 1,
            "sub" | "subn" => 4,
            "split" => 3,
            _ => 2,
        };
        let flags = arg(args, flags_at, "flags").and_then(|flags| flags.as_i64()).unwrap_or(0);
        let pattern = Pattern::new(&text_of(&first, "pattern")?, flags)?;
        match method {
            "compile" => Ok(Value::from_object(pattern)),
            _ => pattern.apply(method, args.get(1..).unwrap_or_default()),
        }
    }
}

fn text_of(value: &Value, name: &str) -> Result<String, Error> {
    match value.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => {
            Err(fault(format!("the argument \"{name}\" of a regular expression must be a text, not {}", value.kind())))
        }
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        if "()[]{}?*+-|^$\\.&~# \t\n\r\u{b}\u{c}".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// A compiled expression.
#[derive(Debug)]
struct Pattern {
    written: String,
    flags: i64,
    /// Whether `$` stands for the end of the whole text.
    has_end: bool,
    search: regex::Regex,
    anchored: regex::Regex,
    full: regex::Regex,
}

impl Pattern {
    fn new(written: &str, flags: i64) -> Result<Self, Error> {
        let known = IGNORE_CASE | MULTI_LINE | DOT_ALL | UNICODE | VERBOSE;
        if flags & !known != 0 {
            return Err(fault(format!(
                "flags of the regular expression \"{written}\" are not supported: only IGNORECASE, MULTILINE, DOTALL, UNICODE and VERBOSE are"
            )));
        }
        let (text, has_dollar) = translated(written);
        let build = |text: &str| {
            regex::RegexBuilder::new(text)
                .case_insensitive(flags & IGNORE_CASE != 0)
                .multi_line(flags & MULTI_LINE != 0)
                .dot_matches_new_line(flags & DOT_ALL != 0)
                .ignore_whitespace(flags & VERBOSE != 0)
                .build()
                .map_err(|error| fault(format!("regular expression \"{written}\" is not supported: {error}")))
        };
        // A comment of a verbose pattern ends with its line.
        let end = if flags & VERBOSE != 0 { "\n" } else { "" };
        Ok(Self {
            written: written.to_owned(),
            flags,
            has_end: has_dollar && flags & MULTI_LINE == 0,
            search: build(&text)?,
            anchored: build(&format!("\\A(?:{text}{end})"))?,
            full: build(&format!("\\A(?:{text}{end})\\z"))?,
        })
    }

    /// Calls a function with what follows the pattern.
    fn apply(&self, method: &str, args: &[Value]) -> Result<Value, Error> {
        let text_at = usize::from(matches!(method, "sub" | "subn"));
        let text = text_of(&required(args, text_at, "string")?, "string")?;
        if self.has_end && text.ends_with('\n') {
            return Err(fault(format!(
                "regular expression \"{}\" is not supported for a text that ends with a line break: write \\Z for its end",
                self.written
            )));
        }
        let one = |expression: &regex::Regex| {
            let found = expression.captures(&text);
            found.map_or(Value::from(()), |found| Value::from_object(Match::new(&text, expression, &found)))
        };
        let most = |at: usize, name: &str| {
            arg(args, at, name).and_then(|most| most.as_usize()).filter(|most| *most > 0).unwrap_or(usize::MAX)
        };
        Ok(match method {
            "match" => one(&self.anchored),
            "fullmatch" => one(&self.full),
            "search" => one(&self.search),
            "finditer" => list(
                self.matches(&text)
                    .iter()
                    .map(|found| Value::from_object(Match::new(&text, &self.search, found)))
                    .collect::<Vec<_>>(),
            ),
            "findall" => list(self.matches(&text).iter().map(|found| {
                let group = |at: usize| Value::from(found.get(at).map_or("", |group| group.as_str()));
                match found.len() {
                    1 => group(0),
                    2 => group(1),
                    len => Value::from(Tuple::from((1..len).map(group).collect::<Vec<_>>())),
                }
            })),
            "sub" | "subn" => {
                let replacement = Replacement::parse(&text_of(&required(args, 0, "repl")?, "repl")?)?;
                let (new, count) = self.replaced(&text, &replacement, most(2, "count"))?;
                if method == "sub" { Value::from(new) } else { Value::from((new, count)) }
            }
            "split" => list(self.split(&text, most(1, "maxsplit"))),
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }

    /// Every match. As in Python, an empty one may follow directly on one that is not.
    fn matches<'t>(&self, text: &'t str) -> Vec<regex::Captures<'t>> {
        let mut found = Vec::new();
        let mut at = 0;
        let mut last_empty = None;
        while at <= text.len() {
            let Some(captures) = self.search.captures_at(text, at) else { break };
            let (start, end) = captures.get(0).map_or((at, at), |whole| (whole.start(), whole.end()));
            if start == end && last_empty == Some(start) {
                at = start + text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                continue;
            }
            last_empty = (start == end).then_some(end);
            at = end;
            found.push(captures);
        }
        found
    }

    fn replaced(&self, text: &str, replacement: &Replacement, most: usize) -> Result<(String, usize), Error> {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let mut count = 0;
        for found in self.matches(text).iter().take(most) {
            let Some(whole) = found.get(0) else { continue };
            out.push_str(text.get(at..whole.start()).unwrap_or_default());
            replacement.push(&mut out, found)?;
            at = whole.end();
            count += 1;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Ok((out, count))
    }

    fn split(&self, text: &str, most: usize) -> Vec<Value> {
        let mut parts = Vec::new();
        let mut at = 0;
        for found in self.matches(text).iter().take(most) {
            let Some(whole) = found.get(0) else { continue };
            parts.push(Value::from(text.get(at..whole.start()).unwrap_or_default()));
            let groups = found.iter().skip(1);
            parts.extend(groups.map(|group| group.map_or(Value::from(()), |group| Value::from(group.as_str()))));
            at = whole.end();
        }
        parts.push(Value::from(text.get(at..).unwrap_or_default()));
        parts
    }
}

/// The pattern in this language's syntax, and whether it has a `$`.
fn translated(pattern: &str) -> (String, bool) {
    let mut out = String::with_capacity(pattern.len());
    let mut has_dollar = false;
    let mut in_class = false;
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                match letters.next() {
                    Some('Z') if !in_class => out.push_str("\\z"),
                    // Python lets every character that is no letter be escaped.
                    Some(other) if !other.is_ascii() || other == '_' => out.push(other),
                    Some(other) => {
                        out.push('\\');
                        out.push(other);
                    }
                    None => out.push('\\'),
                }
                continue;
            }
            // A bracket inside of a class is a character in Python, and a class of its own here.
            '[' if in_class => out.push('\\'),
            '&' | '~' if in_class => out.push('\\'),
            '[' => {
                in_class = true;
                out.push('[');
                let mut rest = letters.clone();
                if rest.next() == Some('^') {
                    letters = rest.clone();
                    out.push('^');
                } else {
                    rest = letters.clone();
                }
                // A closing bracket that comes first is a character.
                if rest.next() == Some(']') {
                    letters = rest;
                    out.push_str("\\]");
                }
                continue;
            }
            ']' => in_class = false,
            '$' if !in_class => has_dollar = true,
            _ => {}
        }
        out.push(letter);
    }
    (out, has_dollar)
}

impl Object for Pattern {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(match key.as_str()? {
            "pattern" => Value::from(self.written.as_str()),
            "flags" => Value::from(self.flags | UNICODE),
            "groups" => Value::from(self.search.captures_len() - 1),
            _ => return None,
        })
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        self.apply(method, args)
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "re.compile({})", crate::jinja::python::repr_text(&self.written))
    }
}

/// What `sub` puts in the place of a match.
struct Replacement(Vec<Part>);

enum Part {
    Text(String),
    Group(String),
}

impl Replacement {
    /// Reads `\1`, `\g<name>` and the escapes of characters.
    fn parse(text: &str) -> Result<Self, Error> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != '\\' {
                plain.push(letter);
                continue;
            }
            let mut group = String::new();
            match letters.next() {
                Some('g') if letters.next_if_eq(&'<').is_some() => {
                    group.extend(letters.by_ref().take_while(|letter| *letter != '>'));
                }
                Some(digit) if digit.is_ascii_digit() && digit != '0' => {
                    group.push(digit);
                    group.extend(letters.next_if(char::is_ascii_digit));
                }
                Some('n') => plain.push('\n'),
                Some('t') => plain.push('\t'),
                Some('r') => plain.push('\r'),
                Some('0') => plain.push('\0'),
                Some('\\') | None => plain.push('\\'),
                Some(other) if other.is_ascii_alphabetic() => {
                    return Err(fault(format!("bad escape \\{other} in the replacement of a regular expression")));
                }
                Some(other) => {
                    plain.push('\\');
                    plain.push(other);
                }
            }
            if !group.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
                parts.push(Part::Group(group));
            }
        }
        parts.push(Part::Text(plain));
        Ok(Self(parts))
    }

    fn push(&self, out: &mut String, found: &regex::Captures<'_>) -> Result<(), Error> {
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Group(name) => {
                    let at = name.parse::<usize>().ok();
                    if at.is_some_and(|at| at >= found.len()) {
                        return Err(fault(format!("the regular expression has no group {name}")));
                    }
                    let group = at.map_or_else(|| found.name(name), |at| found.get(at));
                    out.push_str(group.map_or("", |group| group.as_str()));
                }
            }
        }
        Ok(())
    }
}

/// A match.
#[derive(Debug)]
struct Match {
    text: String,
    /// Start and end of each group, in characters.
    spans: Vec<Option<(usize, usize)>>,
    groups: Vec<Option<String>>,
    names: Vec<Option<String>>,
}

impl Match {
    fn new(text: &str, expression: &regex::Regex, found: &regex::Captures<'_>) -> Self {
        let chars = |at: usize| text.get(..at).map_or(0, |before| before.chars().count());
        Self {
            text: text.to_owned(),
            spans: found.iter().map(|group| group.map(|group| (chars(group.start()), chars(group.end())))).collect(),
            groups: found.iter().map(|group| group.map(|group| group.as_str().to_owned())).collect(),
            names: expression.capture_names().map(|name| name.map(str::to_owned)).collect(),
        }
    }

    fn position(&self, key: &Value) -> Result<usize, Error> {
        let at = match key.as_usize() {
            Some(at) => Some(at),
            None => self.names.iter().position(|name| name.as_deref().is_some_and(|name| Some(name) == key.as_str())),
        };
        at.filter(|at| *at < self.groups.len()).ok_or_else(|| fault(format!("the match has no group {key}")))
    }

    fn group(&self, key: &Value) -> Result<Value, Error> {
        let at = self.position(key)?;
        Ok(self.groups.get(at).and_then(Option::as_deref).map_or(Value::from(()), Value::from))
    }
}

fn tuple(cells: Vec<Value>) -> Value {
    Value::from(Tuple::from(cells))
}

impl Object for Match {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str() {
            Some("string") => Some(Value::from(self.text.as_str())),
            Some("lastindex") => {
                let last = self.groups.iter().enumerate().skip(1).rev().find(|(_, group)| group.is_some());
                Some(last.map_or(Value::from(()), |(at, _)| Value::from(at)))
            }
            _ => self.group(key).ok(),
        }
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let first = args.first().cloned().unwrap_or_else(|| Value::from(0));
        let default = || arg(args, 0, "default").unwrap_or(Value::from(()));
        let filled = |at: usize| -> Result<Value, Error> {
            let group = self.group(&Value::from(at))?;
            Ok(if group.is_none() { default() } else { group })
        };
        let span = || -> Result<(i64, i64), Error> {
            let found = self.spans.get(self.position(&first)?).copied().flatten();
            let signed = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
            Ok(found.map_or((-1, -1), |(start, end)| (signed(start), signed(end))))
        };
        Ok(match method {
            "group" if args.len() > 1 => {
                tuple(args.iter().map(|key| self.group(key)).collect::<Result<Vec<_>, Error>>()?)
            }
            "group" => self.group(&first)?,
            "groups" => tuple((1..self.groups.len()).map(filled).collect::<Result<Vec<_>, Error>>()?),
            "groupdict" => {
                let named = self.names.iter().enumerate().filter_map(|(at, name)| Some((at, name.clone()?)));
                let pairs: Result<Vec<_>, Error> = named.map(|(at, name)| Ok((name, filled(at)?))).collect();
                dict(pairs?)
            }
            "start" => Value::from(span()?.0),
            "end" => Value::from(span()?.1),
            "span" => {
                let (start, end) = span()?;
                Value::from((start, end))
            }
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }
}
