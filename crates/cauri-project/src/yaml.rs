//! YAML with places: every value knows its file and line, and mistakes are collected.
//!
//! Plain scalars are read by PyYAML's rules (`yes` is true), as dbt does. A key that comes
//! twice in one mapping is told, and its last value is the one that holds.

mod scalar;

use dbt_yaml::Value;
use dbt_yaml::mapping::DuplicateKey;
use serde_json::{Map, Value as Json};

use crate::{Place, ProjectError};

/// A parsed file.
#[derive(Debug)]
pub(crate) struct Document {
    file: String,
    value: Value,
}

/// A value inside of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    file: &'a str,
    value: &'a Value,
}

impl Document {
    /// Parses a file. `None` when it has mistakes, which go to `problems`.
    pub(crate) fn parse(file: &str, text: &str, problems: &mut Vec<ProjectError>) -> Option<Self> {
        let mut duplicates: Vec<(usize, String)> = Vec::new();
        // dbt takes the blanks off the end of a file, so a folded text there has no line break of its own.
        let text = text.trim_end();
        let parsed = Value::from_str(text, |_path, key, _old| {
            duplicates.push((key.span().start.line, key.as_str().map(str::to_owned).unwrap_or_default()));
            DuplicateKey::Overwrite
        });
        let parsed = parsed.and_then(|value| {
            let mut value = scalar::reread(value, text);
            value.apply_merge()?;
            Ok(value)
        });
        for (line, key) in &duplicates {
            let place = Place { file: file.to_owned(), line: *line };
            problems.push(ProjectError::DuplicateKey { place, key: key.clone(), first: first_line(text, *line, key) });
        }
        match parsed {
            Ok(value) => Some(Self { file: file.to_owned(), value }),
            Err(error) => {
                problems.push(syntax_error(file, text, &error));
                None
            }
        }
    }

    /// The whole document.
    pub(crate) fn root(&self) -> Cursor<'_> {
        Cursor { file: &self.file, value: &self.value }
    }
}

/// The line of the first occurrence of a key whose second one stands on `second`; both are
/// 1-based. Keys of one mapping are indented alike.
fn first_line(text: &str, second: usize, key: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let is_key = |line: &str| {
        let line = line.trim_start_matches([' ', '-']).trim_start_matches(['"', '\'']);
        line.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    };
    let width = lines.get(second.saturating_sub(1)).map_or(0, |line| indent(line));
    let above = lines.get(..second.saturating_sub(1)).unwrap_or_default();
    above.iter().rposition(|line| is_key(line) && indent(line) == width).map_or(second, |at| at + 1)
}

fn syntax_error(file: &str, text: &str, error: &dbt_yaml::Error) -> ProjectError {
    let line = error.location().map_or(0, |at| at.line());
    let tab = text.lines().enumerate().find(|(_, line)| {
        let blank: String = line.chars().take_while(|letter| letter.is_whitespace()).collect();
        blank.contains('\t') && !line.trim().is_empty()
    });
    if let Some((at, _)) = tab {
        return ProjectError::YamlTab { place: Place { file: file.to_owned(), line: at + 1 } };
    }
    let message = error.display_no_mark().to_string();
    // The parser's text carries its own place, which is told apart here.
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    ProjectError::YamlSyntax { place: Place { file: file.to_owned(), line }, message }
}

impl<'a> Cursor<'a> {
    /// Where the value starts.
    pub(crate) fn place(&self) -> Place {
        Place { file: self.file.to_owned(), line: self.value.span().start.line }
    }

    pub(crate) fn is_null(&self) -> bool {
        self.value.is_null()
    }

    pub(crate) fn is_map(&self) -> bool {
        self.value.is_mapping()
    }

    /// The value of a key, if this is a mapping that has it and it is not null.
    pub(crate) fn get(&self, key: &str) -> Option<Cursor<'a>> {
        let value = self.value.as_mapping()?.get(key)?;
        Some(Cursor { file: self.file, value }).filter(|found| !found.is_null())
    }

    /// The pairs of a mapping; none otherwise.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (String, Cursor<'a>)> + use<'a> {
        let file = self.file;
        self.value
            .as_mapping()
            .into_iter()
            .flat_map(|map| map.iter())
            .map(move |(key, value)| (scalar_text(key), Cursor { file, value }))
    }

    /// The items of a sequence; none otherwise.
    pub(crate) fn items(&self) -> impl Iterator<Item = Cursor<'a>> + use<'a> {
        let file = self.file;
        self.value.as_sequence().into_iter().flatten().map(move |value| Cursor { file, value })
    }

    /// The value as JSON. Dates become text, as in Python's `str`.
    pub(crate) fn json(&self) -> Json {
        to_json(self.value)
    }

    /// The value of a key as JSON, if it is there and not null.
    pub(crate) fn json_of(&self, key: &str) -> Option<Json> {
        self.get(key).map(|found| found.json())
    }

    /// The value of a key as it is written, `null` included; `None` when the key is not there.
    pub(crate) fn written(&self, key: &str) -> Option<Json> {
        let value = self.value.as_mapping()?.get(key)?;
        Some(Cursor { file: self.file, value }.json())
    }

    fn wrong(&self, key: &str, expected: &'static str) -> ProjectError {
        ProjectError::WrongType { place: self.place(), key: key.to_owned(), expected, got: kind(self.value) }
    }

    /// A text; numbers and truth values count as their text.
    pub(crate) fn text(&self, key: &str, problems: &mut Vec<ProjectError>) -> Option<String> {
        let found = self.get(key)?;
        if found.value.is_sequence() || found.value.is_mapping() {
            problems.push(found.wrong(key, "a text"));
            return None;
        }
        Some(scalar_text(found.value))
    }

    /// A text that must be there.
    pub(crate) fn required_text(&self, key: &str, problems: &mut Vec<ProjectError>) -> Option<String> {
        if self.get(key).is_none() {
            problems.push(ProjectError::MissingKey { place: self.place(), key: key.to_owned() });
            return None;
        }
        self.text(key, problems)
    }

    /// A list; an absent one is empty.
    pub(crate) fn list(&self, key: &str, problems: &mut Vec<ProjectError>) -> Vec<Cursor<'a>> {
        let Some(found) = self.get(key) else { return Vec::new() };
        if !found.value.is_sequence() {
            problems.push(found.wrong(key, "a list"));
        }
        found.items().collect()
    }

    /// A list of mappings; items that are not are reported and left out.
    pub(crate) fn maps(&self, key: &str, problems: &mut Vec<ProjectError>) -> Vec<Cursor<'a>> {
        let all = self.list(key, problems);
        for item in all.iter().filter(|item| !item.is_map()) {
            problems.push(item.wrong(key, "a mapping"));
        }
        all.into_iter().filter(Cursor::is_map).collect()
    }

    /// A mapping as JSON; an absent one is empty.
    pub(crate) fn map(&self, key: &str, problems: &mut Vec<ProjectError>) -> Map<String, Json> {
        let Some(found) = self.get(key) else { return Map::new() };
        match found.json() {
            Json::Object(map) => map,
            _ => {
                problems.push(found.wrong(key, "a mapping"));
                Map::new()
            }
        }
    }

    /// A list of texts, or one text.
    pub(crate) fn texts(&self, key: &str, problems: &mut Vec<ProjectError>) -> Option<Vec<String>> {
        let found = self.get(key)?;
        if found.value.is_mapping() {
            problems.push(found.wrong(key, "a list of texts"));
            return None;
        }
        if !found.value.is_sequence() {
            return Some(vec![scalar_text(found.value)]);
        }
        for item in found.items().filter(|item| item.is_map() || item.value.is_sequence()) {
            problems.push(item.wrong(key, "a text"));
        }
        Some(found.items().filter(|item| item.value.is_scalar()).map(|item| scalar_text(item.value)).collect())
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null(..) => "nothing",
        Value::Bool(..) => "a truth value",
        Value::Number(..) => "a number",
        Value::String(..) => "a text",
        Value::Timestamp(..) => "a date",
        Value::Sequence(..) => "a list",
        Value::Mapping(..) => "a mapping",
        Value::Tagged(..) => "a tagged value",
    }
}

fn scalar_text(value: &Value) -> String {
    match to_json(value) {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

/// A text of YAML as JSON; `None` when it is none. Dates become texts, which reading it as JSON refuses.
pub fn parse_json(text: &str) -> Option<Json> {
    let value = Value::from_str(text, |_, _, _| DuplicateKey::Overwrite).ok()?;
    let mut value = scalar::reread(value, text);
    value.apply_merge().ok()?;
    Some(to_json(&value))
}

/// A YAML value as JSON.
fn to_json(value: &Value) -> Json {
    match value {
        Value::Null(..) => Json::Null,
        Value::Bool(flag, ..) => Json::Bool(*flag),
        Value::Number(number, ..) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(whole), _, _) => Json::from(whole),
            (None, Some(whole), _) => Json::from(whole),
            (None, None, Some(float)) => serde_json::Number::from_f64(float).map_or(Json::Null, Json::Number),
            (None, None, None) => Json::Null,
        },
        Value::String(text, ..) => Json::String(text.clone()),
        Value::Timestamp(at, ..) => Json::String(at.to_string().replace('T', " ")),
        Value::Sequence(items, ..) => Json::Array(items.iter().map(to_json).collect()),
        Value::Mapping(map, ..) => {
            Json::Object(map.iter().map(|(key, value)| (scalar_text(key), to_json(value))).collect())
        }
        Value::Tagged(tagged, ..) => to_json(&tagged.value),
    }
}
