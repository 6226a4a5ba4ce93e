//! What `cauri explain C04xx` says.

use cauri_core::CodeEntry;

/// Every code of this crate, with its explanation.
pub const CODES: &[CodeEntry] = &[];
