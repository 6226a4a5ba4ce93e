//! Checked access to the keys of a declaration, be it a source in cauri.yml or a layout.
//!
//! Every accessor remembers the key it was asked for; [`Fields::finish`] then refuses the keys
//! that nobody asked for and names the nearest one, so that no misspelt key is ignored.

use std::cell::RefCell;
use std::collections::BTreeSet;

use cauri_core::nearest;
use serde_json::{Map, Value};

use crate::error::Problem;

/// A wrong key: its path in the declaration, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyError {
    pub(crate) key: String,
    pub(crate) problem: Problem,
}

impl KeyError {
    pub(crate) fn new(key: impl Into<String>, en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self { key: key.into(), problem: Problem::new(en, fr) }
    }
}

/// The keys of one mapping.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    path: String,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Fields<'a> {
    /// The keys of `value`, which stands at `path` (empty for the top).
    pub(crate) fn of(value: &'a Value, path: impl Into<String>) -> Result<Self, KeyError> {
        let path = path.into();
        match value {
            Value::Object(map) => Ok(Self { map, path, asked: RefCell::default() }),
            _ => Err(KeyError::new(path, "a mapping is expected", "un dictionnaire est attendu")),
        }
    }

    /// The path of `key`, for errors.
    pub(crate) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The value of `key`; an absent key and a null are the same.
    pub(crate) fn value(&self, key: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().insert(key);
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// An error about `key`.
    pub(crate) fn wrong(&self, key: &str, en: impl Into<String>, fr: impl Into<String>) -> KeyError {
        KeyError::new(self.path(key), en, fr)
    }

    /// A text. A number is taken as it is written.
    pub(crate) fn text(&self, key: &'static str) -> Result<Option<String>, KeyError> {
        self.value(key).map(|value| self.as_text(key, value)).transpose()
    }

    /// A text that must be there.
    pub(crate) fn required_text(&self, key: &'static str) -> Result<String, KeyError> {
        self.text(key)?.ok_or_else(|| self.wrong(key, "is missing", "manque"))
    }

    pub(crate) fn flag(&self, key: &'static str, default: bool) -> Result<bool, KeyError> {
        match self.value(key) {
            None => Ok(default),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.wrong(key, "true or false is expected", "true ou false est attendu")),
        }
    }

    /// A whole number, or a size such as `512MB` (powers of 1024).
    pub(crate) fn number(&self, key: &'static str) -> Result<Option<u64>, KeyError> {
        let wrong = || self.wrong(key, "a positive whole number is expected", "un nombre entier positif est attendu");
        match self.value(key) {
            None => Ok(None),
            Some(Value::Number(number)) => number.as_u64().map(Some).ok_or_else(wrong),
            Some(Value::String(text)) => size(text).map(Some).ok_or_else(wrong),
            Some(_) => Err(wrong()),
        }
    }

    /// One text or a list of texts; empty when absent.
    pub(crate) fn texts(&self, key: &'static str) -> Result<Vec<String>, KeyError> {
        match self.value(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => items.iter().map(|item| self.as_text(key, item)).collect(),
            Some(value) => Ok(vec![self.as_text(key, value)?]),
        }
    }

    /// A list; empty when absent.
    pub(crate) fn list(&self, key: &'static str) -> Result<&'a [Value], KeyError> {
        match self.value(key) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(self.wrong(key, "a list is expected", "une liste est attendue")),
        }
    }

    /// A nested mapping.
    pub(crate) fn fields(&self, key: &'static str) -> Result<Option<Fields<'a>>, KeyError> {
        self.value(key).map(|value| Fields::of(value, self.path(key))).transpose()
    }

    /// The pairs of a nested mapping of texts to texts.
    pub(crate) fn pairs(&self, key: &'static str) -> Result<Vec<(String, String)>, KeyError> {
        match self.value(key) {
            None => Ok(Vec::new()),
            Some(Value::Object(map)) => {
                map.iter().map(|(name, value)| Ok((name.clone(), self.as_text(key, value)?))).collect()
            }
            Some(_) => Err(self.wrong(key, "a mapping is expected", "un dictionnaire est attendu")),
        }
    }

    /// One of the listed words.
    pub(crate) fn choice<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Result<Option<T>, KeyError> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        let found = choices.iter().find(|(word, _)| *word == text);
        found.map(|(_, choice)| Some(*choice)).ok_or_else(|| {
            let words = choices.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            self.wrong(
                key,
                format!("\"{text}\" is not possible; possible are {words}"),
                format!("« {text} » n'est pas possible ; sont possibles {words}"),
            )
        })
    }

    /// Refuses every key that was not asked for, but those in `others`.
    pub(crate) fn finish(&self, others: &[&'static str]) -> Result<(), KeyError> {
        let mut known = self.asked.borrow().clone();
        known.extend(others);
        let Some(unknown) = self.map.keys().find(|key| !known.contains(key.as_str())) else { return Ok(()) };
        let (en, fr) = match nearest(unknown, known.iter().copied()) {
            Some(name) => (
                format!("there is no such key; did you mean `{name}`"),
                format!("cette clé n'existe pas ; vouliez-vous écrire `{name}`"),
            ),
            None => {
                let list = known.iter().copied().collect::<Vec<_>>().join(", ");
                (
                    format!("there is no such key; the keys are {list}"),
                    format!("cette clé n'existe pas ; les clés sont {list}"),
                )
            }
        };
        Err(self.wrong(unknown, en, fr))
    }

    fn as_text(&self, key: &str, value: &Value) -> Result<String, KeyError> {
        match value {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            Value::Bool(flag) => Ok(flag.to_string()),
            _ => Err(self.wrong(key, "a text is expected", "un texte est attendu")),
        }
    }
}

/// Reads `64`, `512MB`, `2 GiB`; units are powers of 1024.
fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(end)?;
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        "t" | "tb" | "tib" => 1 << 40,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_misspelt_key_names_the_nearest() {
        let value = json!({"delimeter": ";"});
        let fields = Fields::of(&value, "").unwrap();
        assert_eq!(fields.text("delimiter"), Ok(None));
        let error = fields.finish(&[]).unwrap_err();
        assert_eq!(error.key, "delimeter");
        assert_eq!(error.problem.en, "there is no such key; did you mean `delimiter`");
    }

    #[test]
    fn sizes_are_powers_of_1024() {
        assert_eq!(size("512MB"), Some(512 << 20));
        assert_eq!(size("2 GiB"), Some(2 << 30));
        assert_eq!(size("7"), Some(7));
        assert_eq!(size("7 apples"), None);
    }
}
