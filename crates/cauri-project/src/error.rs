//! What is wrong with a project, with the file and line of it.
//!
//! Loading reports every error that it can find, sorted by file and line; compiling and
//! selecting report one. Every variant is a situation that a user can tell from the others,
//! with the nearest valid name where there is one.

use std::path::PathBuf;

use cauri_core::{Diagnose, Lang, say};

/// A line of a file of the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path below the project's root.
    pub file: String,
    /// 1-based; 0 when the whole file is meant.
    pub line: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line == 0 { f.write_str(&self.file) } else { write!(f, "{}:{}", self.file, self.line) }
    }
}

/// What is wrong with the files of a project.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// A file or folder cannot be read.
    #[error("could not read \"{}\"", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
    /// There is no `dbt_project.yml`.
    #[error("folder \"{}\" holds no dbt_project.yml", root.display())]
    NoProject {
        /// The folder that was looked into.
        root: PathBuf,
    },
}

impl Diagnose for ProjectError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "C0201",
            Self::NoProject { .. } => "C0202",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable { path, .. } => {
                let path = path.display();
                say!(lang, "could not read \"{path}\"", "impossible de lire « {path} »")
            }
            Self::NoProject { root } => {
                let root = root.display();
                say!(
                    lang,
                    "folder \"{root}\" holds no dbt_project.yml",
                    "le dossier « {root} » ne contient pas de dbt_project.yml"
                )
            }
        }
    }

    fn hint(&self, _lang: Lang) -> Option<String> {
        None
    }
}
