//! Names of namespaces and tables.

use std::fmt;
use std::str::FromStr;

/// The path of a namespace: one or more levels, each a non-empty text that may hold any
/// character but NUL and the unit separator (U+001F), dots included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Namespace(Vec<String>);

/// The full name of a table or view: its namespace and its own name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableName {
    namespace: Namespace,
    name: String,
}

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A level or the name itself has no character.
    #[error("name \"{0}\" has an empty part")]
    Empty(String),
    /// A character that no name may hold.
    #[error("name {0:?} holds a character that no name may hold (NUL or U+001F)")]
    Forbidden(String),
    /// A quote that is opened and not closed.
    #[error("name {0:?} has a quote that is not closed")]
    Unclosed(String),
    /// A table without a namespace.
    #[error("table \"{0}\" has no namespace; write it as namespace.table")]
    NoNamespace(String),
}

impl Namespace {
    /// Checks the levels, from the outermost inwards.
    ///
    /// # Errors
    ///
    /// When there is no level, or a level is empty or holds a forbidden character.
    pub fn new(levels: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, NameError> {
        let levels: Vec<String> = levels.into_iter().map(Into::into).collect();
        if levels.is_empty() {
            return Err(NameError::Empty(String::new()));
        }
        for level in &levels {
            check_part(level)?;
        }
        Ok(Self(levels))
    }

    /// The levels, from the outermost inwards; never empty.
    pub fn levels(&self) -> &[String] {
        &self.0
    }

    /// The namespace that holds this one, if it is nested.
    pub fn parent(&self) -> Option<Self> {
        match self.0.split_last() {
            Some((_, rest)) if !rest.is_empty() => Some(Self(rest.to_vec())),
            _ => None,
        }
    }
}

impl TableName {
    /// Joins a namespace and a name.
    ///
    /// # Errors
    ///
    /// When the name is empty or holds a forbidden character.
    pub fn new(namespace: Namespace, name: impl Into<String>) -> Result<Self, NameError> {
        let name = name.into();
        check_part(&name)?;
        Ok(Self { namespace, name })
    }

    /// The namespace of the table.
    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// The name without its namespace.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl FromStr for Namespace {
    type Err = NameError;

    /// Splits at dots; a level in double quotes or backticks may hold dots.
    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::new(split(text)?)
    }
}

impl FromStr for TableName {
    type Err = NameError;

    /// Splits at dots; the last part is the table. A part in double quotes or backticks may hold dots.
    fn from_str(text: &str) -> Result<Self, NameError> {
        let mut parts = split(text)?;
        let name = parts.pop().unwrap_or_default();
        if parts.is_empty() {
            return Err(NameError::NoNamespace(text.to_owned()));
        }
        Self::new(Namespace::new(parts)?, name)
    }
}

impl fmt::Display for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, level) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            write_part(f, level)?;
        }
        Ok(())
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.", self.namespace)?;
        write_part(f, &self.name)
    }
}

fn check_part(part: &str) -> Result<(), NameError> {
    if part.is_empty() {
        return Err(NameError::Empty(part.to_owned()));
    }
    if part.contains(['\0', '\u{1f}']) {
        return Err(NameError::Forbidden(part.to_owned()));
    }
    Ok(())
}

/// Writes a part so that [`split`] reads it back: quoted when it holds a dot or a quote.
fn write_part(f: &mut fmt::Formatter<'_>, part: &str) -> fmt::Result {
    if part.contains(['.', '"', '`']) { write!(f, "\"{}\"", part.replace('"', "\"\"")) } else { f.write_str(part) }
}

fn split(text: &str) -> Result<Vec<String>, NameError> {
    let mut parts = vec![String::new()];
    let mut quote: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(part) = parts.last_mut() else { break };
        match quote {
            Some(open) if letter == open && letters.peek() == Some(&open) => {
                letters.next();
                part.push(open);
            }
            Some(open) if letter == open => quote = None,
            Some(_) => part.push(letter),
            None if letter == '.' => parts.push(String::new()),
            None if part.is_empty() && matches!(letter, '"' | '`') => quote = Some(letter),
            None => part.push(letter),
        }
    }
    if quote.is_some() {
        return Err(NameError::Unclosed(text.to_owned()));
    }
    if parts.iter().any(String::is_empty) {
        return Err(NameError::Empty(text.to_owned()));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests;
