//! Words that every crate of cauri shares: names, layers, languages, advice, time.
//!
//! This crate does no I/O, knows no Arrow, no async, and no other crate of cauri. It is
//! the place where a word of the field is given its one meaning (STYLE.md, "Naming").

mod clock;
mod code;
mod diagnose;
pub mod env;
mod lang;
mod layer;
mod name;
mod nearest;
mod status;

pub use clock::{Clock, FixedClock, SystemClock};
pub use code::{CodeEntry, Text};
pub use diagnose::Diagnose;
pub use lang::Lang;
pub use layer::Layer;
pub use name::{NameError, Namespace, TableName};
pub use nearest::nearest;
pub use status::NodeStatus;

/// Picks the text of one language; both are written side by side so that neither is forgotten.
///
/// ```
/// use cauri_core::{Lang, say};
/// let rows = 3;
/// assert_eq!(say!(Lang::Fr, "{rows} rows", "{rows} lignes"), "3 lignes");
/// ```
#[macro_export]
macro_rules! say {
    ($lang:expr, $en:literal, $fr:literal $(, $arg:expr)* $(,)?) => {
        match $lang {
            $crate::Lang::En => ::std::format!($en $(, $arg)*),
            $crate::Lang::Fr => ::std::format!($fr $(, $arg)*),
        }
    };
}
