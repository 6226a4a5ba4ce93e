//! Locations of files: one way to write each, and one answer to "is it inside?".
//!
//! A location is `file:///folder/file`, `s3://bucket/key` or (in tests) `memory:///key`.
//! Every path that the lake reads or writes passes through [`Location::parse`], and every
//! question of the kind "does this file belong to that table" through [`is_inside`]. Parts
//! are compared whole, never as text that happens to start alike. Nothing is decoded:
//! `%20` in a location is three characters, as it is for every other Iceberg engine.

use std::fmt;
use std::path::PathBuf;

use crate::error::LakeError;

/// Where a file is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// The local disk.
    File,
    /// A bucket of S3 or of a store that speaks its language.
    S3,
    /// The memory of the process.
    Memory,
}

/// A location in its one canonical form. Its text has no slash at the end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    scheme: Scheme,
    bucket: String,
    segments: Vec<String>,
}

impl Location {
    /// Reads a location: `/p`, `file:/p`, `file:///p`, `s3://b/k`, `s3a://b/k`, `s3n://b/k`, `memory:///k`.
    ///
    /// # Errors
    ///
    /// [`LakeError::InvalidLocation`] for another scheme, a relative path, an empty, `.` or `..`
    /// part (also percent-encoded), a backslash, or a control character.
    pub fn parse(text: &str) -> Result<Self, LakeError> {
        let refuse = |reason| LakeError::InvalidLocation { location: text.to_owned(), reason };
        if text.chars().any(|letter| letter.is_control() || letter == '\\') {
            return Err(refuse("it holds a backslash or a control character"));
        }
        let (scheme, bucket, path) = split(text).map_err(refuse)?;
        let path = match path.strip_suffix('/') {
            Some("") => return Err(refuse("it has an empty part (two slashes in a row)")),
            Some(path) => path,
            None => path,
        };
        let mut segments = Vec::new();
        if !path.is_empty() {
            for segment in path.split('/') {
                check_segment(segment).map_err(refuse)?;
                segments.push(segment.to_owned());
            }
        }
        Ok(Self { scheme, bucket: bucket.to_ascii_lowercase(), segments })
    }

    /// Where it is kept.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The bucket; empty but for S3.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The parts of the path, from the outermost inwards.
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// The path without scheme and bucket, and without a slash at its start: the key of an object.
    pub fn key(&self) -> String {
        self.segments.join("/")
    }

    /// What stands in front of the path: `file://`, `s3://bucket`, `memory://`.
    pub fn root(&self) -> String {
        match self.scheme {
            Scheme::File => "file://".to_owned(),
            Scheme::S3 => format!("s3://{}", self.bucket),
            Scheme::Memory => "memory://".to_owned(),
        }
    }

    /// The path on the local disk, when it is there.
    pub fn local_path(&self) -> Option<PathBuf> {
        (self.scheme == Scheme::File).then(|| PathBuf::from(format!("/{}", self.key())))
    }

    /// Whether `self` is `root` or lies below it.
    pub fn is_inside(&self, root: &Self) -> bool {
        self.scheme == root.scheme && self.bucket == root.bucket && self.segments.starts_with(&root.segments)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.root())?;
        for segment in &self.segments {
            write!(f, "/{segment}")?;
        }
        Ok(())
    }
}

/// Whether `path` is `root` or lies below it.
///
/// # Errors
///
/// As [`Location::parse`], for either.
pub fn is_inside(root: &str, path: &str) -> Result<bool, LakeError> {
    Ok(Location::parse(path)?.is_inside(&Location::parse(root)?))
}

/// One part of a location made from any text, so that different texts give different parts.
///
/// Letters and digits of ASCII, `-`, `_` and `.` stay; every other byte is written `~C3`,
/// and so is the first dot of a part of dots only, which would lead out of its folder. The
/// sign is `~` and not `%` because engines do not agree on who decodes `%`.
pub fn encode_segment(text: &str) -> String {
    let only_dots = text.bytes().all(|byte| byte == b'.');
    let mut part = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if plain && !(at == 0 && only_dots) {
            part.push(char::from(byte));
        } else {
            part.push_str(&format!("~{byte:02X}"));
        }
    }
    part
}

fn split(text: &str) -> Result<(Scheme, &str, &str), &'static str> {
    if text.starts_with('/') {
        return rooted(text).map(|path| (Scheme::File, "", path));
    }
    let Some((scheme, rest)) = text.split_once(':') else {
        return Err("it is neither an absolute path nor a URL");
    };
    match scheme.to_ascii_lowercase().as_str() {
        "file" => rooted(rest.strip_prefix("//").unwrap_or(rest)).map(|path| (Scheme::File, "", path)),
        "memory" => rooted(rest.strip_prefix("//").unwrap_or(rest)).map(|path| (Scheme::Memory, "", path)),
        "s3" | "s3a" | "s3n" => {
            let rest = rest.strip_prefix("//").ok_or("a bucket is written s3://bucket/key")?;
            let (bucket, path) = rest.split_once('/').unwrap_or((rest, ""));
            let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
            if bucket.is_empty() || !bucket.chars().all(plain) {
                return Err("its bucket is missing or is not a name of a bucket");
            }
            Ok((Scheme::S3, bucket, path))
        }
        _ => Err("only file, s3, s3a and s3n are understood"),
    }
}

/// The path below the root of the disk; a host, as in `file://host/path`, is refused.
fn rooted(path: &str) -> Result<&str, &'static str> {
    path.strip_prefix('/').ok_or("a path on the local disk starts with one slash, and has no host")
}

fn check_segment(segment: &str) -> Result<(), &'static str> {
    if segment.is_empty() {
        return Err("it has an empty part (two slashes in a row)");
    }
    if matches!(segment, "." | "..") {
        return Err("it has a part \".\" or \"..\"");
    }
    let lower = segment.to_ascii_lowercase();
    if ["%2e", "%2f", "%5c", "%00"].iter().any(|code| lower.contains(code)) {
        return Err("it hides a dot, a slash, a backslash or a NUL behind a percent sign");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
