//! Finds the packages of a project: the project itself, and what lies in `dbt_packages/`.
//!
//! Packages are not fetched here. A package that `packages.yml` names and that is not there is
//! an error; so is one that asks for a dbt version which cauri does not answer for.

use std::sync::Arc;

use crate::jinja::engine::Engine;
use crate::settings::Settings;
use crate::yaml::Document;
use crate::{DBT_VERSION, FileMap, Place, ProjectError};

/// The project, or a package of it.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    /// Its folder below the project's root; empty for the project itself.
    pub(crate) root: String,
    pub(crate) settings: Settings,
}

impl Package {
    /// A path below the package as a path below the project.
    pub(crate) fn full_path(&self, path: &str) -> String {
        if self.root.is_empty() { path.to_owned() } else { format!("{}/{path}", self.root) }
    }

    /// The name of the package.
    pub(crate) fn name(&self) -> &str {
        &self.settings.name
    }
}

/// The packages that lie in the packages folder, and local ones that `packages.yml` names.
pub(super) fn find(
    files: &FileMap,
    root: &Settings,
    engine: &Arc<Engine>,
    problems: &mut Vec<ProjectError>,
) -> Vec<Package> {
    let prefix = format!("{}/", root.packages_path);
    let mut folders: Vec<String> = files
        .iter()
        .filter_map(|(path, _)| path.strip_suffix("/dbt_project.yml"))
        .filter(|folder| folder.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('/')))
        .map(str::to_owned)
        .collect();
    let named = named_packages(files, problems);
    for (_, local) in named.iter().filter_map(|named| Some((named, named.local.as_ref()?))) {
        let folder = local.trim_start_matches("./").trim_end_matches('/').to_owned();
        let Some(text) = files.get(&format!("{folder}/dbt_project.yml")) else { continue };
        // Once it is installed, its folder below the packages folder bears the name of its project.
        let settings = crate::yaml::parse_json(text).unwrap_or_default();
        let last = folder.rsplit('/').next().unwrap_or(&folder);
        let name = settings.get("name").and_then(serde_json::Value::as_str).unwrap_or(last);
        let is_installed = |have: &String| [name, last].iter().any(|name| have.ends_with(&format!("/{name}")));
        if !folders.iter().any(is_installed) {
            folders.push(folder);
        }
    }
    if folders.len() < named.len() {
        report_missing(&named, &folders, problems);
    }
    let mut packages: Vec<Package> = Vec::new();
    for folder in folders {
        let file = format!("{folder}/dbt_project.yml");
        let Some(text) = files.get(&file) else { continue };
        let Some(document) = Document::parse(&file, text, problems) else { continue };
        let settings = Settings::read(&document, engine, problems);
        if settings.name == root.name || packages.iter().any(|have| have.name() == settings.name) {
            problems.push(ProjectError::DuplicatePackage { place: Place::file(file), package: settings.name });
            continue;
        }
        packages.push(Package { root: folder, settings });
    }
    packages
}

/// A package that `packages.yml` or `dependencies.yml` names.
struct Named {
    place: Place,
    name: String,
    local: Option<String>,
}

fn named_packages(files: &FileMap, problems: &mut Vec<ProjectError>) -> Vec<Named> {
    let mut named = Vec::new();
    for file in ["packages.yml", "dependencies.yml"] {
        let Some(document) = files.get(file).and_then(|text| Document::parse(file, text, problems)) else { continue };
        for entry in document.root().maps("packages", problems) {
            let local = entry.text("local", problems);
            let other = ["package", "git", "tarball", "private"].iter().find_map(|key| entry.text(key, problems));
            let name = local.clone().or(other).unwrap_or_default();
            named.push(Named { place: entry.place(), name, local });
        }
    }
    named
}

/// Names the packages that are missing, as far as folder names tell.
fn report_missing(named: &[Named], folders: &[String], problems: &mut Vec<ProjectError>) {
    for package in named {
        let last = package.name.trim_end_matches('/').trim_end_matches(".git");
        let last = last.rsplit('/').next().unwrap_or(last).replace('-', "_");
        if !folders.iter().any(|folder| folder.replace('-', "_").ends_with(&last)) {
            problems.push(ProjectError::MissingPackage { place: package.place.clone(), package: package.name.clone() });
        }
    }
}

/// Checks `require-dbt-version` of every package.
pub(super) fn check_versions(packages: &[Package], problems: &mut Vec<ProjectError>) {
    for package in packages {
        let settings = &package.settings;
        let wanted = &settings.required_version;
        let conditions = wanted.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|text| !text.is_empty());
        if !conditions.clone().all(|condition| accepts(condition, DBT_VERSION)) {
            problems.push(ProjectError::DbtVersion {
                place: settings.place.clone().unwrap_or_else(|| Place::file("dbt_project.yml")),
                package: settings.name.clone(),
                wanted: wanted.join(","),
            });
        }
    }
}

/// Whether a version fulfils a condition such as `>=1.3.0`.
fn accepts(condition: &str, version: &str) -> bool {
    let operators = [">=", "<=", "!=", "==", ">", "<", "="];
    let operator = operators.iter().find(|operator| condition.starts_with(**operator)).copied().unwrap_or("=");
    let wanted = numbers(condition.trim_start_matches(operator));
    let ours = numbers(version);
    match operator {
        ">=" => ours >= wanted,
        "<=" => ours <= wanted,
        ">" => ours > wanted,
        "<" => ours < wanted,
        "!=" => ours != wanted,
        _ => ours == wanted,
    }
}

/// The three numbers of a version; what follows them, such as `rc1`, does not count.
fn numbers(version: &str) -> [u32; 3] {
    let mut parts = version.trim().split('.').map(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(0)
    });
    [parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_compare_numbers_and_not_letters() {
        let cases = [(">=1.10.5", true), ("<2.0.0", true), (">=1.9.0", true), ("<1.9", false), ("=1.10.13", true)];
        for (condition, expected) in cases {
            assert_eq!(accepts(condition, "1.10.13"), expected, "{condition}");
        }
    }
}
