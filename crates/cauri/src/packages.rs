//! The packages of a project: what `packages.yml` asks for, resolved, locked, and put into `dbt_packages`.
//!
//! `cauri deps` calls [`Installer`]. A package comes from a folder, a git repository, an archive,
//! or dbt's hub. What was chosen is written to `package-lock.yml` in dbt's form, so that dbt and
//! cauri agree on it. Nothing outside of the packages folder and the lock file is changed.

mod archive;
mod error;
mod fetch;
mod git;
mod hub;
mod lock;
mod spec;
mod version;

use std::path::{Path, PathBuf};

use cauri_project::{LoadOptions, read_settings_file};
use serde_json::Value as Json;

pub(crate) use error::PackageError;
pub(crate) use lock::{LOCK_FILE, Locked, read as read_lock, scalar, text as lock_text};
pub(crate) use spec::{Origin, Spec};

use crate::packages::fetch::Fetched;

/// What a project asks for, and where it is.
#[derive(Debug)]
pub(crate) struct Wishes {
    /// The entries of `packages.yml` or `dependencies.yml`, in order.
    pub(crate) specs: Vec<Spec>,
}

impl Wishes {
    /// Reads what the project in `root` asks for; nothing when it has no such file.
    ///
    /// # Errors
    ///
    /// When a file is no YAML, or an entry is no package.
    pub(crate) fn read(root: &Path, options: &LoadOptions) -> anyhow::Result<Self> {
        for file in ["packages.yml", "dependencies.yml"] {
            let Ok(text) = std::fs::read_to_string(root.join(file)) else { continue };
            let read = read_settings_file(file, &text, options).map_err(crate::lakehouse::several)?;
            let entries = |json: &Json| json.get("packages").and_then(Json::as_array).cloned().unwrap_or_default();
            let both = entries(&read.rendered).into_iter().zip(entries(&read.raw));
            let specs = both.map(|(rendered, raw)| Spec::read(&rendered, &raw, file)).collect::<Result<Vec<_>, _>>()?;
            if !specs.is_empty() {
                return Ok(Self { specs });
            }
        }
        Ok(Self { specs: Vec::new() })
    }
}

/// Resolves and installs packages.
#[derive(Debug)]
pub(crate) struct Installer<'a> {
    pub(crate) root: &'a Path,
    /// Name of the project itself, which no package may have.
    pub(crate) project: &'a str,
    pub(crate) options: &'a LoadOptions,
    /// A folder for what is fetched, deleted by the caller.
    pub(crate) downloads: &'a Path,
}

/// A package with its place, fetched.
#[derive(Debug)]
struct Resolved {
    spec: Spec,
    fetched: Fetched,
}

impl Installer<'_> {
    /// Resolves what is asked for and all that it asks for in turn.
    ///
    /// # Errors
    ///
    /// When a package cannot be fetched, or two wishes do not go together.
    pub(crate) async fn resolve(&self, wishes: &[Spec]) -> anyhow::Result<Vec<Locked>> {
        let mut resolved: Vec<Resolved> = Vec::new();
        let mut pending: Vec<Spec> = wishes.to_vec();
        while !pending.is_empty() {
            let mut next = Vec::new();
            for spec in std::mem::take(&mut pending) {
                let known = resolved.iter().position(|one| one.spec.same_package(&spec));
                let spec = match known {
                    Some(at) if resolved[at].spec == spec => continue,
                    Some(at) => resolved[at].spec.join(&spec)?,
                    None => spec,
                };
                let fetched = fetch::fetch(&spec, self.root, self.downloads).await?;
                next.extend(self.wishes_of(&fetched)?);
                match known {
                    Some(at) => resolved[at] = Resolved { spec, fetched },
                    None => resolved.push(Resolved { spec, fetched }),
                }
            }
            pending = next;
        }
        let mut locked: Vec<Locked> = Vec::new();
        for one in resolved {
            let name = self.name_of(&one)?;
            if name == self.project || locked.iter().any(|other| other.name == name) {
                return Err(PackageError::SameName { name }.into());
            }
            locked.push(Locked { name, spec: one.spec.pinned(&one.fetched) });
        }
        Ok(locked)
    }

    /// Puts the packages of the lock file into `folder`, which is emptied before.
    ///
    /// # Errors
    ///
    /// When a package cannot be fetched or written. The folder is then as far as the work came.
    pub(crate) async fn install(&self, locked: &[Locked], folder: &Path) -> anyhow::Result<()> {
        let disk = |path: &Path, cause| PackageError::Disk { package: String::new(), path: path.to_path_buf(), cause };
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(|cause| disk(folder, cause))?;
        }
        std::fs::create_dir_all(folder).map_err(|cause| disk(folder, cause))?;
        for one in locked {
            let fetched = fetch::fetch(&one.spec, self.root, self.downloads).await?;
            fetch::place(&one.spec, &fetched.dir, &folder.join(&one.name))?;
        }
        Ok(())
    }

    fn wishes_of(&self, fetched: &Fetched) -> anyhow::Result<Vec<Spec>> {
        match &fetched.wishes {
            Some(known) => Ok(known.clone()),
            None => Ok(Wishes::read(&fetched.dir, self.options)?.specs),
        }
    }

    /// The name of the project that a package is.
    fn name_of(&self, one: &Resolved) -> anyhow::Result<String> {
        if let Some(name) = &one.fetched.name {
            return Ok(name.clone());
        }
        let no_project = || PackageError::NoProject { package: one.spec.shown(), dir: one.fetched.dir.clone() };
        let text = std::fs::read_to_string(one.fetched.dir.join("dbt_project.yml")).map_err(|_| no_project())?;
        let read = read_settings_file("dbt_project.yml", &text, self.options).map_err(crate::lakehouse::several)?;
        let name = read.raw.get("name").and_then(Json::as_str).map(str::to_owned);
        Ok(name.ok_or_else(no_project)?)
    }
}

/// Where packages are installed: the flag, else `packages-install-path` of the project, else `dbt_packages`.
pub(crate) fn folder(root: &Path, project: &Json, options: &LoadOptions) -> PathBuf {
    let of_project = project.get("packages-install-path").and_then(Json::as_str);
    root.join(options.packages_path.as_deref().or(of_project).unwrap_or("dbt_packages"))
}
