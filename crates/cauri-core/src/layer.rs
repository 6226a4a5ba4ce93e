//! The three layers of a lakehouse.

use std::fmt;

/// A layer of the medallion architecture. Each is a top-level Iceberg namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// Rows as the source wrote them, with where they came from.
    Bronze,
    /// Typed, named and checked rows.
    Silver,
    /// Figures ready to be published.
    Gold,
}

impl Layer {
    /// The name in lower case, as namespaces and schemas carry it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bronze => "bronze",
            Self::Silver => "silver",
            Self::Gold => "gold",
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
