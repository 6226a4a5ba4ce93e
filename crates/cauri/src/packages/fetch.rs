//! Brings a package to this machine: a folder as it is, or fetched below the downloads folder.

use std::path::{Path, PathBuf};

use super::spec::{Origin, Spec};
use super::{PackageError, archive, git, hub};

/// A package on this machine.
#[derive(Debug, Clone)]
pub(super) struct Fetched {
    /// Its folder; empty while only the hub's index was asked.
    pub(super) dir: PathBuf,
    /// The version that it is pinned to, where its origin has versions.
    pub(super) version: Option<String>,
    /// Its name, where the origin tells it.
    pub(super) name: Option<String>,
    /// What it asks for, where the origin tells it without its files.
    pub(super) wishes: Option<Vec<Spec>>,
}

/// Fetches a package.
///
/// # Errors
///
/// When it cannot be had.
pub(super) async fn fetch(spec: &Spec, root: &Path, downloads: &Path) -> Result<Fetched, PackageError> {
    let plain = |dir: PathBuf| Fetched { dir, version: None, name: None, wishes: None };
    match &spec.origin {
        Origin::Local { path } => {
            let dir = root.join(path);
            if !dir.join("dbt_project.yml").is_file() {
                return Err(PackageError::NoProject { package: path.clone(), dir });
            }
            Ok(plain(dir))
        }
        Origin::Git { url, revision, subdirectory } => {
            let (dir, commit) = git::checkout(url, revision.as_deref(), downloads)?;
            let dir = subdirectory.as_ref().map_or(dir.clone(), |below| dir.join(below));
            Ok(Fetched { version: Some(commit), ..plain(dir) })
        }
        Origin::Tarball { url, name } => {
            let dir = unpacked(name, url, &root.join(url), downloads).await?;
            Ok(Fetched { name: Some(name.clone()), ..plain(dir) })
        }
        Origin::Hub { package, versions, prerelease } => {
            let found = hub::find(package, versions, *prerelease).await?;
            let dir = unpacked(package, &found.tarball, Path::new(""), downloads).await?;
            Ok(Fetched { dir, version: Some(found.version), name: Some(found.name), wishes: Some(found.wishes) })
        }
    }
}

/// The single folder inside of an archive from a path or a URL.
async fn unpacked(package: &str, url: &str, path: &Path, downloads: &Path) -> Result<PathBuf, PackageError> {
    let broken = |message: String| PackageError::Archive { package: package.to_owned(), message };
    let folder = downloads.join(format!("tar-{}", url.replace(|letter: char| !letter.is_alphanumeric(), "_")));
    if !folder.is_dir() {
        let bytes = match url.split_once("://") {
            Some(("http" | "https", _)) => hub::download(package, url).await?,
            Some(("file", path)) => read(package, Path::new(path))?,
            Some(_) => return Err(broken(format!("\"{url}\" is neither a path nor http"))),
            None => read(package, path)?,
        };
        archive::unpack(&bytes, &folder).map_err(broken)?;
    }
    let disk = |cause| PackageError::Disk { package: package.to_owned(), path: folder.clone(), cause };
    let entries = std::fs::read_dir(&folder).map_err(disk)?.collect::<Result<Vec<_>, _>>().map_err(disk)?;
    match entries.as_slice() {
        [one] if one.path().is_dir() => Ok(one.path()),
        _ => Err(broken("it must hold one folder, with the package in it".to_owned())),
    }
}

fn read(package: &str, path: &Path) -> Result<Vec<u8>, PackageError> {
    std::fs::read(path).map_err(|cause| PackageError::Disk {
        package: package.to_owned(),
        path: path.to_path_buf(),
        cause,
    })
}

/// Puts a package at its place: a link to a folder of the user, a copy of all that was fetched.
///
/// # Errors
///
/// When it cannot be written.
pub(super) fn place(spec: &Spec, from: &Path, to: &Path) -> Result<(), PackageError> {
    let disk = |cause| PackageError::Disk { package: spec.shown(), path: to.to_path_buf(), cause };
    if matches!(spec.origin, Origin::Local { .. }) && link(from, to).is_ok() {
        return Ok(());
    }
    copy(from, to).map_err(disk)
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(from.canonicalize()?, to)
}

#[cfg(not(unix))]
fn link(_from: &Path, _to: &Path) -> std::io::Result<()> {
    Err(std::io::Error::other("links need rights that users seldom have here"))
}

/// Copies a folder, but for what belongs to git.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            if entry.file_name() != ".git" {
                copy(&source, &target)?;
            }
        } else {
            std::fs::copy(&source, &target)?;
        }
    }
    Ok(())
}
