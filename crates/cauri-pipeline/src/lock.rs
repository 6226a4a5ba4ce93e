//! One run at a time on a project: an operating-system lock on a file in its state folder.
//!
//! The lock goes when the process does, however it ends, so a run that was killed never
//! blocks the next one. The file says who holds it. Runs on other machines on the same
//! catalog are not seen here: their commits conflict, and the lake sorts that out.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use cauri_core::Clock;

use crate::error::PipelineError;

/// The lock of a project. Dropping it lets the next run begin.
#[derive(Debug)]
pub struct RunLock {
    file: File,
    after_crash: bool,
}

impl RunLock {
    /// Takes the lock of the project whose state is kept in `state_dir`, which is created if needed.
    ///
    /// # Errors
    ///
    /// [`PipelineError::AlreadyRunning`] when another process holds it;
    /// [`PipelineError::StateUnwritable`] when the folder or the file cannot be written.
    pub fn take(state_dir: &Path, command: &str, clock: &dyn Clock) -> Result<Self, PipelineError> {
        let path = state_dir.join("lock");
        let unwritable = |cause| PipelineError::StateUnwritable { path: path.clone(), cause };
        std::fs::create_dir_all(state_dir).map_err(unwritable)?;
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(file, path)),
            Err(TryLockError::Error(cause)) => return Err(unwritable(cause)),
        }
        let mut last = String::new();
        file.read_to_string(&mut last).map_err(unwritable)?;
        let note = format!("{}\n{command}\n{}\n", std::process::id(), clock.now_ms());
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(note.as_bytes()))
            .map_err(unwritable)?;
        Ok(Self { file, after_crash: !last.is_empty() })
    }

    /// Whether the run before this one was killed: its note is still in the file.
    pub fn after_crash(&self) -> bool {
        self.after_crash
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // Closing the file unlocks it in any case; the note must not outlive the holder.
        if let Err(error) = self.file.set_len(0).and_then(|()| self.file.unlock()) {
            tracing::debug!(%error, "could not empty the lock file");
        }
    }
}

/// Reads who holds the lock. The holder may be between taking it and writing its note.
fn held(mut file: File, path: PathBuf) -> PipelineError {
    let mut note = String::new();
    if let Err(error) = file.read_to_string(&mut note) {
        tracing::debug!(%error, "could not read the lock file");
    }
    let mut lines = note.lines();
    let pid = lines.next().and_then(|line| line.parse().ok());
    let command = lines.next().unwrap_or("cauri").to_owned();
    PipelineError::AlreadyRunning { path, pid, command }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cauri_core::FixedClock;

    #[test]
    fn a_second_run_learns_who_holds_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let clock = FixedClock::new(0);
        let held = RunLock::take(dir.path(), "cauri refresh", &clock).unwrap();
        let error = RunLock::take(dir.path(), "cauri run", &clock).unwrap_err();
        match error {
            PipelineError::AlreadyRunning { pid, command, .. } => {
                assert_eq!(pid, Some(std::process::id()));
                assert_eq!(command, "cauri refresh");
            }
            other => panic!("{other}"),
        }
        drop(held);
        assert!(!RunLock::take(dir.path(), "cauri run", &clock).unwrap().after_crash());
        std::fs::write(dir.path().join("lock"), "1\ncauri refresh\n0\n").unwrap();
        assert!(RunLock::take(dir.path(), "cauri run", &clock).unwrap().after_crash());
    }
}
