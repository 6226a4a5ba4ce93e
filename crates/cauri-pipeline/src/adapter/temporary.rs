//! `create temporary table`: a table of the lake that goes away with the run that made it.
//!
//! A lake has no sessions. What a template makes for the time being is an ordinary table under the
//! name that it gives; [`Temporaries`] remembers it, and the end of the run drops it.

use std::sync::{Mutex, PoisonError};

/// A statement that makes something temporary.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Temporary {
    /// The same statement without the word.
    pub(super) statement: String,
    /// The statement that drops what it makes.
    pub(super) drop: String,
}

impl Temporary {
    /// Reads `create [or replace] [local] temp[orary] table|view [if not exists] NAME ..`.
    pub(super) fn read(statement: &str) -> Option<Self> {
        let mut words = Words { text: statement, at: 0 };
        words.eat("create")?;
        if words.eat("or").is_some() {
            words.eat("replace")?;
        }
        let start = words.at;
        let _ = words.eat("local");
        words.eat("temporary").or_else(|| words.eat("temp"))?;
        let end = words.at;
        let kind = if words.eat("table").is_some() { "table" } else { words.eat("view").map(|()| "view")? };
        if words.eat("if").is_some() {
            words.eat("not")?;
            words.eat("exists")?;
        }
        let name = words.name();
        if name.is_empty() {
            return None;
        }
        let (before, after) = (statement.get(..start)?, statement.get(end..)?);
        Some(Self { statement: format!("{before}{after}"), drop: format!("drop {kind} if exists {name}") })
    }
}

/// What the templates of a run have made for the time being.
#[derive(Debug, Default)]
pub(super) struct Temporaries(Mutex<Vec<String>>);

impl Temporaries {
    pub(super) fn remember(&self, drop: String) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains(&drop) {
            all.push(drop);
        }
    }

    /// The statements that drop them; there are none afterwards.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The words of a statement, one after the other.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// Passes blanks and comments.
    fn skip(&mut self) {
        while let Some(rest) = self.text.get(self.at..) {
            let bare = rest.trim_start();
            self.at += rest.len() - bare.len();
            let comment = if bare.starts_with("--") {
                bare.find('\n').unwrap_or(bare.len())
            } else if bare.starts_with("/*") {
                bare.find("*/").map_or(bare.len(), |end| end + 2)
            } else {
                return;
            };
            self.at += comment;
        }
    }

    /// Passes a word, if it is the next one.
    fn eat(&mut self, word: &str) -> Option<()> {
        self.skip();
        let rest = self.text.get(self.at..)?;
        let found = rest.get(..word.len())?;
        let after = rest.get(word.len()..)?.chars().next();
        if !found.eq_ignore_ascii_case(word) || after.is_some_and(|next| next.is_alphanumeric() || next == '_') {
            return None;
        }
        self.at += word.len();
        Some(())
    }

    /// The name that comes next, with its quotes and dots.
    fn name(&mut self) -> &'a str {
        self.skip();
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut quote = None;
        let end = rest.char_indices().find(|(_, letter)| match quote {
            Some(open) => {
                if *letter == open {
                    quote = None;
                }
                false
            }
            None if matches!(letter, '"' | '`') => {
                quote = Some(*letter);
                false
            }
            None => !(letter.is_alphanumeric() || matches!(letter, '_' | '.' | '$')),
        });
        rest.get(..end.map_or(rest.len(), |(at, _)| at)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temporary_table_is_made_without_the_word_and_dropped_by_its_name() {
        let read = |text: &str| Temporary::read(text).map(|found| (found.statement, found.drop));
        assert_eq!(
            read("create or replace  temporary  table \"d\".\"s\".\"a b\"\n  as select 1"),
            Some((
                "create or replace  table \"d\".\"s\".\"a b\"\n  as select 1".to_owned(),
                "drop table if exists \"d\".\"s\".\"a b\"".to_owned()
            ))
        );
        assert_eq!(
            read("-- why\nCREATE TEMP VIEW IF NOT EXISTS s.v as select 1"),
            Some((
                "-- why\nCREATE  VIEW IF NOT EXISTS s.v as select 1".to_owned(),
                "drop view if exists s.v".to_owned()
            ))
        );
    }

    #[test]
    fn other_statements_are_left_alone() {
        for text in ["create table temporary as select 1", "create or replace view v as select 1", "select 1", ""] {
            assert_eq!(Temporary::read(text), None, "{text}");
        }
    }
}
