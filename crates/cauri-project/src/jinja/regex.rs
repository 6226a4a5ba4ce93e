//! `modules.re`: Python's regular expressions.
//!
//! A pattern goes through [`pattern`], which writes what Python means in the words of the engine;
//! searching, splitting and replacing follow Python 3.7 and later: an empty match may follow a
//! match, but not another empty one (<https://docs.python.org/3/library/re.html>).

mod pattern;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Tuple};
use minijinja::{Error, ErrorKind, State, Value};

use crate::jinja::filter::All;
use crate::jinja::python;
use crate::jinja::value::{arg, dict, fault, list, required, required_text};
use pattern::Flags;

/// The functions of the module.
const FUNCTIONS: [&str; 10] =
    ["match", "search", "fullmatch", "findall", "finditer", "sub", "subn", "split", "compile", "escape"];

/// The module.
#[derive(Debug)]
pub(crate) struct Module;

impl Object for Module {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        if let Some(flag) = Flags::named(name) {
            return Some(Value::from(flag));
        }
        // `set is_match = modules.re.match`.
        let (module, name) = (Arc::clone(self), FUNCTIONS.into_iter().find(|function| *function == name)?);
        Some(Value::from_function(move |state: &mut State<'_, '_>, all: All| {
            module.call_method(state, name, &all.into_values())
        }))
    }

    fn call_method(self: &Arc<Self>, state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        if method == "escape" {
            return Ok(Value::from(pattern::escape(&required_text(args, 0, "pattern")?)));
        }
        let given = required(args, 0, "pattern")?;
        // Where the flags stand among the arguments.
        let flags_at = match method {
            "compile" => 1,
            "match" | "search" | "fullmatch" | "findall" | "finditer" => 2,
            "split" => 3,
            "sub" | "subn" => 4,
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        };
        let flags = arg(args, flags_at, "flags").and_then(|flags| flags.as_i64()).unwrap_or(0);
        let pattern = match given.downcast_object_ref::<Pattern>() {
            Some(compiled) => compiled.clone(),
            None => Pattern::new(&given.to_string(), Flags(flags))?,
        };
        if method == "compile" {
            return Ok(Value::from_object(pattern));
        }
        let rest = args.get(1..).unwrap_or_default();
        Arc::new(pattern).call_method(state, method, rest)
    }
}

/// The text that is searched. None is no text.
fn searched(args: &[Value], position: usize) -> Result<String, Error> {
    let value = required(args, position, "string")?;
    match value.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(fault(format!("a regular expression searches a text, not {}", value.kind()))),
    }
}

/// A compiled pattern.
#[derive(Debug, Clone)]
struct Pattern {
    text: Arc<str>,
    flags: Flags,
    regex: fancy_regex::Regex,
}

impl Pattern {
    fn new(text: &str, flags: Flags) -> Result<Self, Error> {
        let regex = fancy_regex::Regex::new(&pattern::translate(text, flags))
            .map_err(|error| fault(format!("regular expression \"{text}\" is not supported: {error}")))?;
        Ok(Self { text: text.into(), flags, regex })
    }

    /// The first match at or behind a byte of the text.
    fn at(&self, text: &Arc<str>, from: usize) -> Result<Option<Match>, Error> {
        let found = self
            .regex
            .captures_from_pos(&**text, from)
            .map_err(|error| fault(format!("regular expression \"{}\" gives up: {error}", self.text)))?;
        Ok(found.map(|found| Match {
            pattern: self.clone(),
            text: Arc::clone(text),
            groups: found.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect(),
        }))
    }

    /// All matches from the left, at most `limit` of them unless it is 0.
    fn all(&self, text: &Arc<str>, limit: usize) -> Result<Vec<Match>, Error> {
        let mut found = Vec::new();
        let (mut from, mut last_empty) = (0, None);
        while limit == 0 || found.len() < limit {
            let Some(next) = self.at(text, from)? else { break };
            let (start, end) = next.span();
            if start == end && last_empty == Some(start) {
                // No two empty matches in one place: go on behind the next letter.
                let Some(letter) = text.get(start..).and_then(|rest| rest.chars().next()) else { break };
                (from, last_empty) = (start + letter.len_utf8(), None);
                continue;
            }
            last_empty = (start == end).then_some(start);
            from = end;
            found.push(next);
        }
        Ok(found)
    }

    fn full(&self, text: &Arc<str>) -> Result<Option<Match>, Error> {
        let whole = Self {
            regex: fancy_regex::Regex::new(&format!(r"\A(?:{}){}", pattern::translate(&self.text, self.flags), r"\z"))
                .map_err(|error| fault(error.to_string()))?,
            ..self.clone()
        };
        whole.at(text, 0)
    }

    /// The text with its matches replaced, and their number.
    fn sub(&self, state: &mut State<'_, '_>, args: &[Value]) -> Result<(String, usize), Error> {
        let replacement = required(args, 0, "repl")?;
        let text: Arc<str> = searched(args, 1)?.into();
        let limit = arg(args, 2, "count").and_then(|count| count.as_usize()).unwrap_or(0);
        let found = self.all(&text, limit)?;
        let (mut out, mut from) = (String::new(), 0);
        for next in &found {
            let (start, end) = next.span();
            out.push_str(text.get(from..start).unwrap_or_default());
            match replacement.as_str() {
                Some(template) => next.expand(template, &mut out)?,
                None => {
                    let text = replacement.call(state, &[Value::from_object(next.clone())])?;
                    out.push_str(&text.to_string());
                }
            }
            from = end;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        Ok((out, found.len()))
    }

    fn split(&self, args: &[Value]) -> Result<Value, Error> {
        let text: Arc<str> = searched(args, 0)?.into();
        let limit = arg(args, 1, "maxsplit").and_then(|count| count.as_usize()).unwrap_or(0);
        let (mut parts, mut from) = (Vec::new(), 0);
        for found in self.all(&text, limit)? {
            let (start, end) = found.span();
            parts.push(Value::from(text.get(from..start).unwrap_or_default()));
            parts.extend((1..found.groups.len()).map(|at| found.group_at(at)));
            from = end;
        }
        parts.push(Value::from(text.get(from..).unwrap_or_default()));
        Ok(list(parts))
    }
}

impl Object for Pattern {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(match key.as_str()? {
            "pattern" => Value::from(&*self.text),
            "flags" => Value::from(self.flags.0 | 32),
            "groups" => Value::from(self.regex.captures_len() - 1),
            _ => return None,
        })
    }

    fn call_method(self: &Arc<Self>, state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let text = || searched(args, 0).map(Arc::<str>::from);
        let or_none = |found: Option<Match>| found.map_or(Value::from(()), Value::from_object);
        Ok(match method {
            "search" => or_none(self.at(&text()?, 0)?),
            "match" => or_none(self.at(&text()?, 0)?.filter(|found| found.span().0 == 0)),
            "fullmatch" => or_none(self.full(&text()?)?),
            "findall" => list(self.all(&text()?, 0)?.iter().map(Match::found)),
            "finditer" => list(self.all(&text()?, 0)?.into_iter().map(Value::from_object)),
            "split" => self.split(args)?,
            "sub" => Value::from(self.sub(state, args)?.0),
            "subn" => {
                let (text, count) = self.sub(state, args)?;
                Value::from(Tuple::from(vec![Value::from(text), Value::from(count)]))
            }
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "re.compile({})", python::repr(&Value::from(&*self.text)))
    }
}

/// What a pattern matched.
#[derive(Debug, Clone)]
struct Match {
    pattern: Pattern,
    text: Arc<str>,
    /// First byte and end of each group; the whole match is the first.
    groups: Vec<Option<(usize, usize)>>,
}

impl Match {
    fn span(&self) -> (usize, usize) {
        self.groups.first().copied().flatten().unwrap_or_default()
    }

    fn slice(&self, at: usize) -> Option<&str> {
        let (start, end) = (*self.groups.get(at)?)?;
        self.text.get(start..end)
    }

    fn group_at(&self, at: usize) -> Value {
        self.slice(at).map_or(Value::from(()), Value::from)
    }

    /// The number of a group that is given by number or name.
    fn number(&self, key: &Value) -> Result<usize, Error> {
        let number = match key.as_usize() {
            Some(at) => Some(at).filter(|at| *at < self.groups.len()),
            None => self.pattern.regex.capture_names().position(|name| name.is_some() && name == key.as_str()),
        };
        number.ok_or_else(|| fault(format!("the regular expression \"{}\" has no group {key}", self.pattern.text)))
    }

    /// What `findall` gives: the match, its only group, or a tuple of its groups.
    fn found(&self) -> Value {
        let text = |at| Value::from(self.slice(at).unwrap_or_default());
        match self.groups.len() {
            0 | 1 => text(0),
            2 => text(1),
            groups => Value::from(Tuple::from((1..groups).map(text).collect::<Vec<_>>())),
        }
    }

    /// Writes a replacement with its `\1`, `\g<name>` and `\n`.
    fn expand(&self, template: &str, out: &mut String) -> Result<(), Error> {
        let mut letters = template.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != '\\' {
                out.push(letter);
                continue;
            }
            let mut group = String::new();
            match letters.next() {
                Some('g') if letters.next_if_eq(&'<').is_some() => {
                    group.extend(letters.by_ref().take_while(|letter| *letter != '>'));
                }
                Some(digit) if digit.is_ascii_digit() => {
                    group.push(digit);
                    group.extend(letters.next_if(char::is_ascii_digit));
                }
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('\\') => out.push('\\'),
                other => {
                    out.push('\\');
                    out.extend(other);
                }
            }
            if !group.is_empty() {
                let key = group.parse::<usize>().map_or_else(|_| Value::from(group.as_str()), Value::from);
                out.push_str(self.slice(self.number(&key)?).unwrap_or_default());
            }
        }
        Ok(())
    }

    fn letters(&self, byte: usize) -> usize {
        self.text.get(..byte).map_or(0, |before| before.chars().count())
    }
}

impl Object for Match {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str() {
            Some("string") => Some(Value::from(&*self.text)),
            Some("re") => Some(Value::from_object(self.pattern.clone())),
            Some("lastindex") => {
                Some((1..self.groups.len()).rfind(|at| self.slice(*at).is_some()).map_or(Value::from(()), Value::from))
            }
            _ => self.number(key).ok().map(|at| self.group_at(at)),
        }
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let at = || args.first().map_or(Ok(0), |key| self.number(key));
        let bounds = || at().map(|at| self.groups.get(at).copied().flatten());
        let place = |byte: Option<usize>| byte.map_or(Value::from(-1), |byte| Value::from(self.letters(byte)));
        let missing = arg(args, 0, "default").unwrap_or(Value::from(()));
        let or_missing = |at: usize| self.slice(at).map_or_else(|| missing.clone(), Value::from);
        Ok(match method {
            "group" if args.len() > 1 => {
                let groups: Result<Vec<Value>, Error> =
                    args.iter().map(|key| self.number(key).map(|at| self.group_at(at))).collect();
                Value::from(Tuple::from(groups?))
            }
            "group" => self.group_at(at()?),
            "groups" => Value::from(Tuple::from((1..self.groups.len()).map(or_missing).collect::<Vec<_>>())),
            "groupdict" => {
                let names = self.pattern.regex.capture_names().enumerate();
                dict(names.filter_map(|(at, name)| Some((name?, or_missing(at)))))
            }
            "start" => place(bounds()?.map(|(start, _)| start)),
            "end" => place(bounds()?.map(|(_, end)| end)),
            "span" => {
                let bounds = bounds()?;
                let ends = vec![place(bounds.map(|(start, _)| start)), place(bounds.map(|(_, end)| end))];
                Value::from(Tuple::from(ends))
            }
            "expand" => {
                let mut out = String::new();
                self.expand(&required_text(args, 0, "template")?, &mut out)?;
                Value::from(out)
            }
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        })
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = self.span();
        let text = python::repr(&self.group_at(0));
        write!(f, "<re.Match object; span=({}, {}), match={text}>", self.letters(start), self.letters(end))
    }
}
