//! What a refresh remembers of its tests, so that those whose inputs are the same need not run.
//!
//! Tests leave no table behind that could carry this, so it is a file in the state folder. It
//! only saves work: without it, or with a damaged one, every test runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cauri_core::NodeStatus;
use serde::{Deserialize, Serialize};

use crate::error::PipelineError;
use crate::results::{TestFinding, write_text};

/// The form of the file; another number is not read.
const VERSION: u32 = 1;

/// How tests ended, by unique id.
#[derive(Debug, Default)]
pub(crate) struct TestMemory {
    path: PathBuf,
    tests: BTreeMap<String, Remembered>,
}

/// How one test ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Remembered {
    /// Digest of its query, settings and inputs.
    pub(crate) digest: String,
    /// Pass or warn; failures are never remembered.
    pub(crate) status: NodeStatus,
    /// What it found.
    pub(crate) finding: TestFinding,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    tests: BTreeMap<String, Remembered>,
}

impl TestMemory {
    /// Reads the memory of a project; empty when there is none that can be read.
    pub(crate) fn read(state_dir: &Path) -> Self {
        let path = state_dir.join("tests.json");
        let stored = std::fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str::<Stored>(&text).ok());
        let tests = stored.filter(|stored| stored.version == VERSION).map(|stored| stored.tests).unwrap_or_default();
        Self { path, tests }
    }

    /// How a test ended on exactly this digest.
    pub(crate) fn of(&self, id: &str, digest: &str) -> Option<&Remembered> {
        self.tests.get(id).filter(|remembered| remembered.digest == digest)
    }

    /// Takes in how a test ended.
    pub(crate) fn learn(&mut self, id: &str, remembered: Remembered) {
        if remembered.status.is_failure() {
            self.tests.remove(id);
        } else {
            self.tests.insert(id.to_owned(), remembered);
        }
    }

    /// Writes the memory.
    ///
    /// # Errors
    ///
    /// [`PipelineError::StateUnwritable`].
    pub(crate) fn write(&self) -> Result<(), PipelineError> {
        let stored = Stored { version: VERSION, tests: self.tests.clone() };
        let text = serde_json::to_string(&stored)
            .map_err(|cause| PipelineError::StateDamaged { path: self.path.clone(), cause })?;
        write_text(&self.path, &text)
    }
}
