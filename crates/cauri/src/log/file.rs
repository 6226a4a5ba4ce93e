//! `logs/dbt.log`: opened with the first line, set aside when it has grown large.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

/// Files that were set aside and are kept: `dbt.log.1` is the youngest.
const KEPT: usize = 5;

/// The file of the log.
#[derive(Debug)]
pub(super) struct LogFile {
    path: PathBuf,
    max_bytes: u64,
    file: Option<File>,
    failed: bool,
}

impl LogFile {
    pub(super) fn new(path: PathBuf, max_bytes: u64) -> Self {
        Self { path, max_bytes, file: None, failed: false }
    }

    /// Writes a line. The first failure is told in the technical log, and ends the writing.
    pub(super) fn write(&mut self, line: &str) {
        if self.failed {
            return;
        }
        let written = self.open().and_then(|file| file.write_all(format!("{line}\n").as_bytes()));
        if let Err(cause) = written {
            self.failed = true;
            tracing::warn!(path = %self.path.display(), %cause, "the log file cannot be written");
        }
    }

    fn open(&mut self) -> std::io::Result<&mut File> {
        if self.file.is_none() {
            if let Some(folder) = self.path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let size = std::fs::metadata(&self.path).map_or(0, |found| found.len());
            if self.max_bytes > 0 && size >= self.max_bytes {
                self.set_aside()?;
            }
            self.file = Some(OpenOptions::new().create(true).append(true).open(&self.path)?);
        }
        self.file.as_mut().ok_or_else(|| std::io::Error::other("the file is not open"))
    }

    fn set_aside(&self) -> std::io::Result<()> {
        let aside = |at: usize| self.path.with_extension(format!("log.{at}"));
        for at in (1..KEPT).rev() {
            if aside(at).exists() {
                std::fs::rename(aside(at), aside(at + 1))?;
            }
        }
        std::fs::rename(&self.path, aside(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_set_aside_before_the_first_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logs/dbt.log");
        let say = |line: &str| LogFile::new(path.clone(), 8).write(line);
        say("a first line");
        say("a second line");
        say("a third line");
        let read = |name: &str| std::fs::read_to_string(folder.path().join("logs").join(name)).unwrap();
        assert_eq!(read("dbt.log"), "a third line\n");
        assert_eq!(read("dbt.log.1"), "a second line\n");
        assert_eq!(read("dbt.log.2"), "a first line\n");
    }
}
