//! How a node of a run ended.

use std::fmt;

/// The end of one node, in dbt's words (`run_results.json` v6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NodeStatus {
    /// A model, seed or ingest that was built.
    Success,
    /// A microbatch model of which some batches failed.
    PartialSuccess,
    /// The node failed; what was there before it stays.
    Error,
    /// A node above it failed, or it was not asked for.
    Skipped,
    /// A test that found no row.
    Pass,
    /// A test that found rows, and whose severity is `error`.
    Fail,
    /// A test that found rows, and whose severity is `warn`.
    Warn,
    /// There is nothing to do for such a node.
    NoOp,
}

impl NodeStatus {
    /// Whether the run as a whole has failed because of this node.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Error | Self::Fail | Self::PartialSuccess)
    }

    /// Whether a node was built, or a test found nothing that fails.
    pub fn is_well(self) -> bool {
        matches!(self, Self::Success | Self::Pass | Self::Warn | Self::NoOp)
    }

    /// The word that dbt's artifacts carry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::PartialSuccess => "partial success",
            Self::Error => "error",
            Self::Skipped => "skipped",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::NoOp => "no-op",
        }
    }
}

impl fmt::Display for NodeStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
