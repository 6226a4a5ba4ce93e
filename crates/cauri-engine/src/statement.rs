//! What a statement asks for.

pub(crate) mod clause;
