//! A catalog that forgets: for tests, and for trying things out.

/// Pointers in memory.
#[derive(Debug, Default)]
pub struct MemoryCatalog {}
