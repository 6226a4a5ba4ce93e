//! The files that paths and patterns of paths stand for, sorted by name, as DuckDB finds them.

use std::path::{Path, PathBuf};

use crate::EngineError;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundFile {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its path as the query wrote it, with what stands for a pattern.
    pub(super) shown: String,
}

/// All files of some paths. A path without a file is an error.
///
/// # Errors
///
/// [`EngineError::NotSupported`] for an address, [`EngineError::File`] where there is no file.
pub(super) fn all(paths: &[String], root: &Path) -> Result<Vec<FoundFile>, EngineError> {
    let mut files = Vec::new();
    for written in paths {
        let path = match written.split_once("://") {
            Some(("file", path)) => path,
            Some((scheme, _)) => {
                return Err(EngineError::not_supported(format!("reading a file from {scheme}:// ({written})")));
            }
            None => written.as_str(),
        };
        let found = matches(path, root);
        if found.is_empty() {
            let reason = "there is no file of that name or pattern".to_owned();
            return Err(EngineError::File { path: written.clone(), reason });
        }
        files.extend(found);
    }
    if files.is_empty() {
        return Err(EngineError::invalid("no file is named"));
    }
    Ok(files)
}

fn is_pattern(part: &str) -> bool {
    part.contains(['*', '?', '['])
}

fn matches(path: &str, root: &Path) -> Vec<FoundFile> {
    let parts: Vec<&str> = path.split('/').collect();
    let Some(first) = parts.iter().position(|part| is_pattern(part)) else {
        let full = root.join(path);
        let found = full.is_file().then(|| FoundFile { path: full, shown: path.to_owned() });
        return found.into_iter().collect();
    };
    let fixed = parts.get(..first).unwrap_or_default().join("/");
    let start = if fixed.is_empty() && path.starts_with('/') { "/".to_owned() } else { fixed };
    let mut found = Vec::new();
    walk(&root.join(&start), &start, parts.get(first..).unwrap_or_default(), &mut found);
    found.sort_by(|one, other| one.shown.cmp(&other.shown));
    found.dedup();
    found
}

/// Adds the files below a folder whose path from there fits the parts of a pattern.
fn walk(folder: &Path, shown: &str, parts: &[&str], found: &mut Vec<FoundFile>) {
    let Some((part, rest)) = parts.split_first() else { return };
    if *part == "**" {
        walk(folder, shown, rest, found);
    }
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = entry.path();
        let below = if shown.is_empty() {
            name.clone()
        } else {
            format!("{}/{name}", shown.strip_suffix('/').unwrap_or(shown))
        };
        // Hidden files are found only by who writes the dot.
        if name.starts_with('.') && !part.starts_with('.') {
            continue;
        }
        if *part == "**" {
            if path.is_dir() {
                walk(&path, &below, parts, found);
            }
        } else if fits(&name, part) {
            if rest.is_empty() {
                if path.is_file() {
                    found.push(FoundFile { path, shown: below });
                }
            } else if path.is_dir() {
                walk(&path, &below, rest, found);
            }
        }
    }
}

/// Whether a name fits a pattern of `*`, `?` and `[a-c]`.
fn fits(name: &str, pattern: &str) -> bool {
    let (name, pattern): (Vec<char>, Vec<char>) = (name.chars().collect(), pattern.chars().collect());
    fits_from(&name, &pattern)
}

fn fits_from(name: &[char], pattern: &[char]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(('*', rest)), _) => {
            fits_from(name, rest) || name.split_first().is_some_and(|(_, after)| fits_from(after, pattern))
        }
        (Some(('?', rest)), Some((_, after))) => fits_from(after, rest),
        (Some(('[', rest)), Some((letter, after))) => match class(rest, *letter) {
            Some((true, rest)) => fits_from(after, rest),
            _ => false,
        },
        (Some((expected, rest)), Some((letter, after))) => expected == letter && fits_from(after, rest),
        (Some(_), None) => false,
    }
}

/// Whether a letter is of a class whose text begins after `[`, and what follows the class.
fn class(text: &[char], letter: char) -> Option<(bool, &[char])> {
    let (negated, text) = match text.split_first() {
        Some(('!' | '^', rest)) => (true, rest),
        _ => (false, text),
    };
    let end = text.iter().skip(1).position(|one| *one == ']')? + 1;
    let members = text.get(..end)?;
    let mut is_member = false;
    let mut at = 0;
    while let Some(low) = members.get(at) {
        match (members.get(at + 1), members.get(at + 2)) {
            (Some('-'), Some(high)) => {
                is_member |= (*low..=*high).contains(&letter);
                at += 3;
            }
            _ => {
                is_member |= *low == letter;
                at += 1;
            }
        }
    }
    Some((is_member != negated, text.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_files_in_the_order_of_their_names() {
        let root = tempfile::tempdir().unwrap();
        for file in ["a/2.csv", "a/10.csv", "a/.hidden.csv", "a/b/3.csv", "c/4.csv", "c/4.txt"] {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let found = |pattern: &str| -> Vec<String> {
            matches(pattern, root.path()).into_iter().map(|file| file.shown).collect()
        };
        assert_eq!(found("a/*.csv"), ["a/10.csv", "a/2.csv"]);
        assert_eq!(found("a/?.csv"), ["a/2.csv"]);
        assert_eq!(found("*/[3-4].csv"), ["c/4.csv"]);
        assert_eq!(found("**/*.csv"), ["a/10.csv", "a/2.csv", "a/b/3.csv", "c/4.csv"]);
        assert_eq!(found("a/b/3.csv"), ["a/b/3.csv"]);
        assert!(found("a/none*.csv").is_empty());
    }
}
