//! The local disk, so that a crash leaves a file whole or absent.
//!
//! A file is written beside its place under a temporary name, synced, moved into place
//! without replacing another (unless asked to), and its folder is synced, with every folder
//! that had to be made. These functions block: call them through [`blocking`].

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::error::LakeError;

const TEMPORARY_PREFIX: &str = ".cauri-";
const TEMPORARY_SUFFIX: &str = ".tmp";

/// What happens when the place is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Existing {
    Replace,
    Refuse,
}

/// Runs work that blocks where it blocks nobody else.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LakeError> + Send + 'static,
) -> Result<T, LakeError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => {
            Err(LakeError::Storage { action: "reach", path: "the local disk".to_owned(), source: stopped.into() })
        }
    }
}

/// Says what an error of the disk means for a file of the lake.
pub(super) fn describe(action: &'static str, path: &Path, error: io::Error) -> LakeError {
    let path = path.display().to_string();
    match error.kind() {
        io::ErrorKind::NotFound => LakeError::FileNotFound { path },
        io::ErrorKind::AlreadyExists => LakeError::FileExists { path },
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            LakeError::PermissionDenied { action, path, source: error.into() }
        }
        _ => LakeError::Storage { action, path, source: error.into() },
    }
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, LakeError> {
    fs::read(path).map_err(|error| describe("read", path, error))
}

pub(super) fn read_range(path: &Path, range: Range<u64>) -> Result<Vec<u8>, LakeError> {
    let fetch = || {
        let length = usize::try_from(range.end.saturating_sub(range.start)).map_err(io::Error::other)?;
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(range.start))?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    };
    fetch().map_err(|error| describe("read", path, error))
}

pub(super) fn size(path: &Path) -> Result<u64, LakeError> {
    let found = fs::metadata(path).map_err(|error| describe("read", path, error))?;
    if found.is_file() { Ok(found.len()) } else { Err(LakeError::FileNotFound { path: path.display().to_string() }) }
}

pub(super) fn delete(path: &Path) -> Result<(), LakeError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(describe("delete", path, error)),
        _ => Ok(()),
    }
}

pub(super) fn put(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), LakeError> {
    let mut staged = StagedFile::create(path)?;
    staged.write(bytes)?;
    staged.publish(existing)
}

/// A file below `folder` and what is known of it.
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) size_bytes: u64,
    pub(super) modified_ms: i64,
}

/// All finished files below `folder`. One that goes away meanwhile is left out. Links to
/// folders are not followed: they may lead out of the warehouse, or in circles.
pub(super) fn list(folder: &Path) -> Result<Vec<Found>, LakeError> {
    walk(folder, |path| !is_temporary(path))
}

/// Removes what writers that were killed left below `folder`, and tells how many files that were.
/// A file that its writer still has open is locked, and stays.
pub(super) fn sweep(folder: &Path) -> Result<usize, LakeError> {
    let mut removed = 0;
    for found in walk(folder, is_temporary)? {
        let unlocked = File::open(&found.path).and_then(|file| match file.try_lock() {
            Ok(()) => fs::remove_file(&found.path).map(|()| true),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => Ok(false),
        });
        match unlocked {
            Ok(was_removed) => removed += usize::from(was_removed),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(describe("delete", &found.path, error)),
        }
    }
    Ok(removed)
}

fn walk(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<Found>, LakeError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(describe("list", &folder, error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| describe("list", &folder, error))?;
            let metadata = match entry.metadata() {
                Ok(metadata) => metadata,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(describe("list", &entry.path(), error)),
            };
            if metadata.is_dir() {
                folders.push(entry.path());
            } else if metadata.is_file() && wanted(&entry.path()) {
                let since = metadata.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
                let modified_ms = since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
                found.push(Found { path: entry.path(), size_bytes: metadata.len(), modified_ms });
            }
        }
    }
    Ok(found)
}

fn is_temporary(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX))
}

/// A file on its way: written under a temporary name, in the folder where it will be.
/// Dropping it removes it.
#[derive(Debug)]
pub(super) struct StagedFile {
    file: File,
    temporary: PathBuf,
    target: PathBuf,
    folder: PathBuf,
    published: bool,
}

impl StagedFile {
    /// Makes the folder if need be, and the temporary file in it.
    pub(super) fn create(target: &Path) -> Result<Self, LakeError> {
        let at = |path: &Path, error| match describe("write", path, error) {
            // A missing or clashing parent says nothing about the file itself.
            LakeError::FileNotFound { path } | LakeError::FileExists { path } => {
                let source = io::Error::from(io::ErrorKind::NotADirectory).into();
                LakeError::Storage { action: "write", path, source }
            }
            other => other,
        };
        let folder = target.parent().unwrap_or(Path::new("/")).to_owned();
        make_folder(&folder).map_err(|error| at(&folder, error))?;
        let temporary = folder.join(format!("{TEMPORARY_PREFIX}{}{TEMPORARY_SUFFIX}", Uuid::new_v4().simple()));
        let opened = OpenOptions::new().write(true).create_new(true).open(&temporary);
        let file = opened.map_err(|error| at(target, error))?;
        // Tells `sweep` that the writer lives. Where the file system has no locks nothing is swept either.
        if let Err(error) = file.lock() {
            tracing::debug!(path = %temporary.display(), %error, "a temporary file is written without a lock");
        }
        Ok(Self { file, temporary, target: target.to_owned(), folder, published: false })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), LakeError> {
        self.file.write_all(bytes).map_err(|error| describe("write", &self.target, error))
    }

    /// Syncs the file, moves it into place, and syncs the folder.
    pub(super) fn publish(mut self, existing: Existing) -> Result<(), LakeError> {
        let published = self.file.sync_all().and_then(|()| match existing {
            Existing::Replace => fs::rename(&self.temporary, &self.target),
            Existing::Refuse => self.link_into_place(),
        });
        self.published = published.is_ok();
        published.and_then(|()| sync_folder(&self.folder)).map_err(|error| describe("write", &self.target, error))
    }

    /// A hard link, unlike a rename, fails when its name is taken.
    fn link_into_place(&self) -> io::Result<()> {
        match fs::hard_link(&self.temporary, &self.target) {
            Ok(()) => fs::remove_file(&self.temporary),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // The file system has no hard links: claim the name with an empty file, then replace that.
            Err(_) => {
                OpenOptions::new().write(true).create_new(true).open(&self.target)?;
                fs::rename(&self.temporary, &self.target)
            }
        }
    }
}

impl Drop for StagedFile {
    fn drop(&mut self) {
        if !self.published
            && let Err(error) = fs::remove_file(&self.temporary)
        {
            tracing::debug!(path = %self.temporary.display(), %error, "a temporary file stays behind");
        }
    }
}

/// Makes a folder and those above it, and syncs every folder that got a new entry.
fn make_folder(folder: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|ancestor| !ancestor.is_dir()).collect();
    for folder in missing.iter().rev() {
        match fs::create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists || !folder.is_dir() => return Err(error),
            _ => {}
        }
        if let Some(parent) = folder.parent() {
            sync_folder(parent)?;
        }
    }
    Ok(())
}

/// Makes new entries of a folder survive a crash.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(()); // a folder cannot be opened there
    }
    match File::open(folder)?.sync_all() {
        // Some network file systems cannot sync a folder, and say so.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}
