//! Mappings from printed texts to codes.

use std::collections::HashMap;

use cauri_core::nearest;
use serde_json::Value;

use super::fold::fold;
use crate::fields::{Fields, KeyError};
use crate::reason::Reason;

/// A named mapping. Texts are compared without letter case, accents, apostrophes and hyphens.
#[derive(Debug, Clone)]
pub(super) struct Mapping {
    name: String,
    /// Folded text to code.
    codes: HashMap<String, String>,
    /// Texts as declared, for the nearest name.
    texts: Vec<String>,
}

impl Mapping {
    /// Reads `CIV: ["COTE D'IVOIRE", A]`: a code and the texts that stand for it.
    pub(super) fn parse(fields: &Fields<'_>, name: &str, value: &Value) -> Result<Self, KeyError> {
        let Value::Object(entries) = value else {
            return Err(fields.wrong(
                name,
                "a mapping of codes to texts is expected",
                "un dictionnaire de codes et de textes est attendu",
            ));
        };
        let mut mapping = Self { name: name.to_owned(), codes: HashMap::new(), texts: Vec::new() };
        for (code, texts) in entries {
            let texts: Vec<&Value> = match texts {
                Value::Array(items) => items.iter().collect(),
                one => vec![one],
            };
            for text in texts {
                let text = match text {
                    Value::String(text) => text.clone(),
                    Value::Number(number) => number.to_string(),
                    _ => {
                        return Err(fields.wrong(
                            name,
                            format!("the texts of {code} are not texts"),
                            format!("les textes de {code} n'en sont pas"),
                        ));
                    }
                };
                mapping.add(fields, code, text)?;
            }
        }
        Ok(mapping)
    }

    fn add(&mut self, fields: &Fields<'_>, code: &str, text: String) -> Result<(), KeyError> {
        let other = self.codes.insert(fold(&text), code.to_owned());
        if let Some(other) = other.filter(|other| other != code) {
            return Err(fields.wrong(
                &self.name,
                format!("\"{text}\" stands for both {other} and {code}"),
                format!("« {text} » vaut à la fois {other} et {code}"),
            ));
        }
        self.texts.push(text);
        Ok(())
    }

    pub(super) fn get(&self, text: &str) -> Result<&str, Reason> {
        self.codes.get(&fold(text)).map(String::as_str).ok_or_else(|| Reason::Unmapped {
            value: text.to_owned(),
            map: self.name.clone(),
            nearest: nearest(text, self.texts.iter().map(String::as_str)).map(str::to_owned),
        })
    }
}
