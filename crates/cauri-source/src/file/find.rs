//! Finds the files and objects of a pattern.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::error::{Problem, SourceError};

/// A path or a glob, local or of a bucket. `*` and `?` stay within a folder, `**` does not.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: String,
    /// `s3://bucket/`, or nothing.
    bucket: String,
    /// The folders before the first wildcard.
    fixed: String,
    /// `None` for a path without wildcard.
    glob: Option<GlobMatcher>,
}

pub(super) fn is_remote(uri: &str) -> bool {
    uri.starts_with("s3://") || uri.starts_with("s3a://")
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let (bucket, path) = if is_remote(text) { split_bucket(text)? } else { (String::new(), text) };
        if path.is_empty() {
            return Err(Problem::new("a path is empty", "un chemin est vide"));
        }
        let wildcard = path.find(['*', '?', '[', '{']);
        let fixed = match wildcard {
            Some(at) => path.get(..at).and_then(|start| start.rfind('/').and_then(|end| path.get(..end))).unwrap_or(""),
            None => path,
        };
        let glob = wildcard.map(|_| matcher(path)).transpose()?;
        let fixed = if wildcard.is_some() && fixed.is_empty() && path.starts_with('/') { "/" } else { fixed };
        Ok(Self { text: text.to_owned(), bucket, fixed: fixed.to_owned(), glob })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_remote(&self) -> bool {
        !self.bucket.is_empty()
    }

    pub(super) fn is_exact(&self) -> bool {
        self.glob.is_none()
    }

    /// `s3://bucket/`.
    pub(super) fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The folders, or the whole path of an exact pattern.
    pub(super) fn fixed_prefix(&self) -> &str {
        &self.fixed
    }

    /// Whether a path (without bucket) matches.
    pub(super) fn matches(&self, path: &str) -> bool {
        match &self.glob {
            Some(glob) => glob.is_match(path),
            None => self.fixed == path,
        }
    }

    /// Whether an address of an input matches; a pattern without folder looks at the name only.
    pub(super) fn matches_uri(&self, uri: &str) -> bool {
        let path = uri.strip_prefix(&self.bucket).unwrap_or(uri);
        let name = path.rsplit('/').next().unwrap_or(path);
        self.matches(path) || (!self.text.contains('/') && self.matches(name))
    }

    /// The files below `base_dir` that match, with their sizes. Blocking.
    pub(super) fn list_local(&self, base_dir: &Path) -> Result<Vec<(String, u64)>, SourceError> {
        let start = base_dir.join(&self.fixed);
        let mut found = Vec::new();
        if self.glob.is_none() {
            match std::fs::metadata(&start) {
                Ok(metadata) if metadata.is_file() => found.push((address(base_dir, &start), metadata.len())),
                Ok(_) => {}
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
                Err(cause) => return Err(SourceError::unreadable(&self.text, cause)),
            }
            return Ok(found);
        }
        let mut folders = vec![(start, PathBuf::from(&self.fixed), 0_usize)];
        while let Some((folder, relative, depth)) = folders.pop() {
            let entries = match std::fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && depth == 0 => continue,
                Err(cause) => return Err(SourceError::unreadable(&folder.to_string_lossy(), cause)),
            };
            for entry in entries {
                let entry = entry.map_err(|cause| SourceError::unreadable(&folder.to_string_lossy(), cause))?;
                let relative = relative.join(entry.file_name());
                // Follows links, as a shell's glob does; one that leads nowhere is no file.
                let Ok(metadata) = std::fs::metadata(entry.path()) else { continue };
                if metadata.is_dir() && depth < MAX_DEPTH && self.may_hold(&relative) {
                    folders.push((entry.path(), relative, depth + 1));
                } else if metadata.is_file() && self.matches(&relative.to_string_lossy()) {
                    found.push((address(base_dir, &entry.path()), metadata.len()));
                }
            }
        }
        Ok(found)
    }

    /// Whether files below a folder can match: always with `**`, else by the number of parts.
    fn may_hold(&self, folder: &Path) -> bool {
        self.text.contains("**") || folder.components().count() < Path::new(&self.text).components().count()
    }
}

/// Links can make circles; no real tree is this deep.
const MAX_DEPTH: usize = 64;

fn split_bucket(text: &str) -> Result<(String, &str), Problem> {
    let after_scheme = text.find("://").map_or(0, |at| at + 3);
    let slash = text.get(after_scheme..).and_then(|rest| rest.find('/')).filter(|length| *length > 0);
    let Some(length) = slash else {
        return Err(Problem::new(
            format!("\"{text}\" names no bucket and key"),
            format!("« {text} » ne nomme pas de compartiment et de clé"),
        ));
    };
    let (bucket, path) = text.split_at(after_scheme + length + 1);
    Ok((bucket.to_owned(), path))
}

fn matcher(path: &str) -> Result<GlobMatcher, Problem> {
    let glob = GlobBuilder::new(path).literal_separator(true).build();
    glob.map(|glob| glob.compile_matcher()).map_err(|fault| {
        Problem::new(
            format!("\"{path}\" is not a glob: {fault}"),
            format!("« {path} » n'est pas un motif de chemin : {fault}"),
        )
    })
}

/// A path relative to the project's folder where it lies inside, else absolute without `..`.
fn address(base_dir: &Path, path: &Path) -> String {
    let clean = clean(path);
    let inside = clean.strip_prefix(self::clean(base_dir)).map(Path::to_path_buf);
    inside.unwrap_or(clean).to_string_lossy().into_owned()
}

fn clean(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut clean = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean
}
