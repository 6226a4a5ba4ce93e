//! What tests share: projects from text, the clock that stands still, filters for what varies.
//!
//! A development dependency only; nothing here is shipped. A fixture is a text with
//! `//- path` headings, next to the assertion that needs it.

mod filter;
mod project;

pub use cauri_core::FixedClock;
pub use filter::{Filters, transcript};
pub use project::{TempProject, files_of};

/// 2025-12-31T12:00:00Z in milliseconds, where tests let the clock begin.
pub const NOON: i64 = 1_767_182_400_000;

/// A clock that begins at [`NOON`] and moves on by a millisecond at each reading.
pub fn clock() -> FixedClock {
    FixedClock::new(NOON)
}
