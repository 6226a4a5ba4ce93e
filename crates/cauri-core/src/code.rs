//! Stable codes of errors, and what `cauri explain` says of them.

use crate::Lang;

/// A text in every language that cauri speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// French.
    pub fr: &'static str,
}

impl Text {
    /// The text in `lang`.
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Fr => self.fr,
        }
    }
}

/// What `cauri explain CODE` prints. Each crate lists its own codes; a code is never reused.
///
/// Ranges: C01 names and settings, C02 project, C03 sources, C04 tables, C05 SQL, C06 runs, C07 command line.
#[derive(Debug, Clone, Copy)]
pub struct CodeEntry {
    /// `C` and four digits.
    pub code: &'static str,
    /// One line: what is wrong.
    pub title: Text,
    /// Why it happens and what to do, in a few sentences, with an example where one helps.
    pub explanation: Text,
}
