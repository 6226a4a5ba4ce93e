//! The one commit: every change of every table passes through here.

use iceberg::{TableRequirement, TableUpdate};

/// A change of one table: what must hold, and what to do.
///
/// These are the types of the Iceberg REST catalog, so that a writer of ours and a foreign
/// client say the same thing in the same way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// What must hold of the table at the moment of the change.
    pub requirements: Vec<TableRequirement>,
    /// What to do, in this order.
    pub updates: Vec<TableUpdate>,
}
