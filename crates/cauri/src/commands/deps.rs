//! `cauri deps`: the packages that `packages.yml` asks for, in `dbt_packages`.
//!
//! As dbt does: `package-lock.yml` is followed while it was written for the same wishes;
//! otherwise, and with `--upgrade`, versions are chosen anew.

use std::path::{Path, PathBuf};

use anyhow::Result;
use cauri_core::say;
use cauri_pipeline::PipelineError;
use cauri_project::LoadOptions;
use serde_json::{Map, Value as Json, json};

use crate::cli::packages::{DepsArgs, PackageSource};
use crate::lakehouse::{self, Invocation};
use crate::log::Entry;
use crate::packages::{self, Installer, LOCK_FILE, Locked, Origin, PackageError, Wishes};
use crate::report::Ended;
use crate::settings::Settings;
use crate::settings::flags::Level;

/// Runs the command. It reads no model and no profile.
pub(super) async fn run(arguments: &DepsArgs, settings: &Settings) -> Result<Ended> {
    let root = lakehouse::root(settings)?;
    let options = lakehouse::load_options(settings, &Invocation::new("deps", settings))?;
    if let Some(wanted) = &arguments.add_package {
        add(&root, wanted, arguments.source, &options, settings)?;
    }
    let wishes = Wishes::read(&root, &options)?;
    if wishes.specs.is_empty() {
        settings.log.fire(&Entry::new(
            "DepsNoPackagesFound",
            "M018",
            Level::Warn,
            "Warning: No packages were found in packages.yml",
        ));
        settings.printer.say(say!(
            settings.printer.lang,
            "No packages: there is no packages.yml, or it is empty",
            "Pas de paquets : il n'y a pas de packages.yml, ou il est vide"
        ));
        return Ok(Ended::Well);
    }
    let downloads = Downloads::new()?;
    let project = project_file(&root);
    let name = project.get("name").and_then(Json::as_str).unwrap_or_default();
    let installer = Installer { root: &root, project: name, options: &options, downloads: &downloads.0 };
    let known = if arguments.upgrade { None } else { packages::read_lock(&root, &wishes.specs, &options)? };
    let locked = match known {
        Some(locked) => locked,
        None => lock(&installer, &wishes, settings).await?,
    };
    if arguments.lock {
        return Ok(Ended::Well);
    }
    installer.install(&locked, &packages::folder(&root, &project, &options)).await?;
    locked.iter().for_each(|one| installed(one, settings));
    Ok(Ended::Well)
}

/// Chooses versions and writes the lock file.
async fn lock(installer: &Installer<'_>, wishes: &Wishes, settings: &Settings) -> Result<Vec<Locked>> {
    let locked = installer.resolve(&wishes.specs).await?;
    let path = installer.root.join(LOCK_FILE);
    write(&path, &packages::lock_text(&locked, &wishes.specs))?;
    let line = format!("Updating lock file in file path: {}", path.display());
    let fields = json!({"lock_filepath": path.to_string_lossy()});
    settings.log.fire(&Entry::new("DepsLockUpdating", "M033", Level::Info, line).with(fields));
    settings.printer.say(say!(settings.printer.lang, "Wrote {LOCK_FILE}", "{LOCK_FILE} écrit"));
    Ok(locked)
}

fn installed(one: &Locked, settings: &Settings) {
    let (name, version) = (&one.name, one.spec.shown_version());
    let start = json!({"package_name": one.spec.shown()});
    let line = format!("Installing {}", one.spec.shown());
    settings.log.fire(&Entry::new("DepsStartPackageInstall", "M014", Level::Info, line).with(start));
    let line = match &one.spec.origin {
        Origin::Hub { .. } => format!("Installed from version {version}"),
        Origin::Git { .. } => format!("Installed from revision {version}"),
        Origin::Tarball { url, .. } => format!("Installed from tarball (url: {url})"),
        Origin::Local { path } => format!("Installed from <local @ {path}>"),
    };
    settings.log.fire(&Entry::new("DepsInstallInfo", "M015", Level::Info, line).with(json!({"version_name": version})));
    settings.printer.say(say!(settings.printer.lang, "Installed {name} ({version})", "{name} installé ({version})"));
}

/// Puts a package into `packages.yml`, in the place of an entry for the same one.
fn add(root: &Path, wanted: &str, source: PackageSource, options: &LoadOptions, settings: &Settings) -> Result<()> {
    let (package, version) =
        match wanted.rsplit_once('@').filter(|(name, _)| !name.is_empty() && !name.ends_with("git")) {
            Some((package, version)) => (package, Some(version)),
            None => (wanted, None),
        };
    if version.is_none() && source != PackageSource::Local {
        return Err(PackageError::BadRequest { given: wanted.to_owned() }.into());
    }
    let (key, version_key) = match source {
        PackageSource::Hub => ("package", "version"),
        PackageSource::Git => ("git", "revision"),
        PackageSource::Local => ("local", "version"),
    };
    let mut entry = Map::from_iter([(key.to_owned(), json!(package))]);
    if let Some(version) = version.filter(|_| source != PackageSource::Local) {
        let parts: Vec<&str> = version.split(',').collect();
        entry.insert(version_key.to_owned(), if parts.len() > 1 { json!(parts) } else { json!(version) });
    }
    let path = root.join("packages.yml");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let read = cauri_project::read_settings_file("packages.yml", &text, options).map_err(lakehouse::several)?;
    let mut entries = read.raw.get("packages").and_then(Json::as_array).cloned().unwrap_or_default();
    entries.retain(|one| {
        let texts = one.as_object().into_iter().flat_map(Map::values).filter_map(Json::as_str);
        !texts.into_iter().any(|text| text.contains(package))
    });
    entries.push(Json::Object(entry));
    write(&path, &packages_text(&entries))?;
    let lang = settings.printer.lang;
    settings.printer.say(say!(lang, "Added {package} to packages.yml", "{package} ajouté à packages.yml"));
    let line = format!("Added new package {package}@{} to {}", version.unwrap_or_default(), path.display());
    settings.log.fire(&Entry::new("DepsAddPackage", "M032", Level::Info, line));
    Ok(())
}

fn packages_text(entries: &[Json]) -> String {
    let mut text = String::from("packages:\n");
    for entry in entries {
        for (at, (key, value)) in entry.as_object().into_iter().flatten().enumerate() {
            let dash = if at == 0 { "- " } else { "  " };
            let value = match value {
                Json::Array(items) => format!("[{}]", items.iter().map(Json::to_string).collect::<Vec<_>>().join(", ")),
                other => packages::scalar(other),
            };
            text.push_str(&format!("  {dash}{key}: {value}\n"));
        }
    }
    text
}

fn write(path: &Path, text: &str) -> Result<(), PipelineError> {
    std::fs::write(path, text).map_err(|cause| PipelineError::StateUnwritable { path: path.to_path_buf(), cause })
}

/// `dbt_project.yml` as it is written; mistakes in it are for other commands to tell.
fn project_file(root: &Path) -> Json {
    let text = std::fs::read_to_string(root.join("dbt_project.yml")).unwrap_or_default();
    cauri_project::yaml_json(&text).unwrap_or_default()
}

/// A folder for what is fetched, gone when the command ends.
struct Downloads(PathBuf);

impl Downloads {
    fn new() -> std::io::Result<Self> {
        let dir = std::env::temp_dir().join(format!("cauri-deps-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&dir)?;
        Ok(Self(dir))
    }
}

impl Drop for Downloads {
    fn drop(&mut self) {
        // What cannot be deleted is in the folder of temporary files, where it is in nobody's way.
        drop(std::fs::remove_dir_all(&self.0));
    }
}
