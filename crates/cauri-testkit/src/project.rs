//! A project in a temporary folder, written from a text with `//- path` headings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder with the files of a fixture. It goes away when the value does.
#[derive(Debug)]
pub struct TempProject {
    dir: TempDir,
}

impl TempProject {
    /// Writes the files of `fixture` into a new folder.
    ///
    /// # Panics
    ///
    /// When the folder cannot be written: a test cannot go on without it.
    #[expect(clippy::expect_used, reason = "a test without its files cannot go on")]
    pub fn new(fixture: &str) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let project = Self { dir };
        for (path, text) in files_of(fixture) {
            project.write(&path, text);
        }
        project
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    /// The place of a file of the project.
    pub fn path(&self, below: &str) -> PathBuf {
        self.root().join(below)
    }

    /// Writes a file, in place of one that exists, and the folders above it.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    #[expect(clippy::expect_used, reason = "a test without its files cannot go on")]
    pub fn write(&self, below: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(below);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("a folder of the fixture");
        }
        std::fs::write(path, bytes).expect("a file of the fixture");
    }

    /// Reads a file of the project.
    ///
    /// # Panics
    ///
    /// When there is none, or it is no text.
    #[expect(clippy::expect_used, reason = "the file is what the test is about")]
    pub fn read(&self, below: &str) -> String {
        std::fs::read_to_string(self.path(below)).expect("a file that the command writes")
    }
}

/// The files of a fixture by path; text before the first heading is left out.
pub fn files_of(fixture: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut current: Option<(String, String)> = None;
    for line in fixture.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("//- ") {
            files.extend(current.replace((path.trim().to_owned(), String::new())));
        } else if let Some((_, text)) = &mut current {
            text.push_str(line);
        }
    }
    files.extend(current);
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixture_becomes_files() {
        let project = TempProject::new("lost\n//- a/b.sql\nselect 1\n//- c.yml\nx: 1\n");
        assert_eq!(project.read("a/b.sql"), "select 1\n");
        assert_eq!(project.read("c.yml"), "x: 1\n");
    }
}
