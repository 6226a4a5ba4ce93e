//! Errors that advise.

use crate::Lang;

/// An error that says what happened, why, and what to do, in the reader's language.
///
/// `Display` is the English message: lower case, no final period, without its cause.
/// Causes go through [`std::error::Error::source`] and are printed by the binary only.
pub trait Diagnose: std::error::Error {
    /// The stable code, such as `C0214`, that `cauri explain` knows.
    fn code(&self) -> &'static str;

    /// What happened, in `lang`. In English it equals `Display`.
    fn message(&self, lang: Lang) -> String;

    /// What to do about it: one or two imperative sentences that name a command, a file or a setting.
    fn hint(&self, lang: Lang) -> Option<String>;

    /// Whether the same call may succeed when it is made again, unchanged.
    fn is_retryable(&self) -> bool {
        false
    }
}
