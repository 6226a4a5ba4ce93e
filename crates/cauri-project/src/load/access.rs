//! Who may refer to a model: groups and access, versions, and dates of deprecation.

use std::collections::BTreeSet;

use crate::config::plain_text;
use crate::load::Loader;
use crate::node::{Node, ResourceType};
use crate::yaml::Cursor;
use crate::{Declared, Place, Problem, ProjectError};

/// Checks every reference, when all are resolved.
pub(super) fn check(loader: &mut Loader<'_>) {
    set_groups_of_tests(loader);
    let mut problems = Vec::new();
    for node in loader.nodes.values() {
        problems.extend(group_problem(loader, node));
        for id in &node.depends_on.nodes {
            let own = (node.unique_id.as_str(), node.package.as_str(), node.group.as_deref());
            problems.extend(reference_problem(loader, own, id, || loader.place(node)));
        }
    }
    for exposure in loader.exposures.values() {
        for id in &exposure.depends_on.nodes {
            let own = (exposure.unique_id.as_str(), exposure.package.as_str(), None);
            let place = || {
                let place = loader.places.get(&exposure.unique_id).cloned();
                place.unwrap_or_else(|| Place::file(exposure.original_path.clone()))
            };
            problems.extend(reference_problem(loader, own, id, place));
        }
    }
    loader.problems.extend(problems);
    warn_of_deprecations(loader);
}

/// A generic test belongs to the group of what it is declared on.
fn set_groups_of_tests(loader: &mut Loader<'_>) {
    let groups: Vec<(String, Option<String>)> = loader
        .nodes
        .values()
        .filter_map(|test| {
            let attached = loader.nodes.get(test.attached_node.as_ref()?)?;
            attached.group.is_some().then(|| (test.unique_id.clone(), attached.group.clone()))
        })
        .collect();
    for (id, group) in groups {
        if let Some(test) = loader.nodes.get_mut(&id) {
            test.group = group;
        }
    }
}

/// A group that no properties file declares.
fn group_problem(loader: &Loader<'_>, node: &Node) -> Option<ProjectError> {
    let group = node.group.as_ref().filter(|_| node.resource_type != ResourceType::Test)?;
    let known: BTreeSet<String> = loader
        .groups
        .values()
        .filter(|known| known.package == node.package || known.package == loader.engine.facts.project)
        .map(|known| known.name.clone())
        .collect();
    if known.contains(group) {
        return None;
    }
    Some(ProjectError::BadValue {
        place: loader.place(node),
        key: "group".to_owned(),
        value: group.clone(),
        known: known.into_iter().collect(),
    })
}

/// A reference to a model that is kept for another group or package.
fn reference_problem(
    loader: &Loader<'_>,
    (node, package, group): (&str, &str, Option<&str>),
    target: &str,
    place: impl Fn() -> Place,
) -> Option<ProjectError> {
    let target = loader.nodes.get(target).filter(|target| target.resource_type == ResourceType::Model)?;
    let is_foreign = target.package != package;
    let restricts = loader.package(&target.package).is_some_and(|package| package.settings.restrict_access);
    let refused = |border: &'static str, owner: &str| {
        Some(ProjectError::PrivateRef {
            place: place(),
            node: node.to_owned(),
            target: target.unique_id.clone(),
            border,
            owner: owner.to_owned(),
        })
    };
    match target.access.as_deref() {
        Some("private") if group.is_none() || group != target.group.as_deref() => {
            refused("group", target.group.as_deref().unwrap_or_default())
        }
        Some("private" | "protected") if is_foreign && restricts => refused("package", &target.package),
        _ => None,
    }
}

fn warn_of_deprecations(loader: &mut Loader<'_>) {
    let now = loader.engine.facts.options.started_at;
    let mut warnings = Vec::new();
    for model in loader.nodes.values() {
        let Some(written) = &model.deprecation_date else { continue };
        let Ok(date) = chrono::DateTime::parse_from_rfc3339(written) else { continue };
        let is_past = date < now;
        let name = match &model.version {
            Some(version) => format!("{}.v{}", model.name, plain_text(version)),
            None => model.name.clone(),
        };
        let date = date.format("%Y-%m-%d").to_string();
        let warning = |place: Place, node: Option<String>| ProjectError::Deprecated {
            place,
            model: name.clone(),
            date: date.clone(),
            node,
            is_past,
        };
        if is_past {
            warnings.push(warning(loader.place(model), None));
        }
        let is_reader = |node: &&Node| {
            node.resource_type == ResourceType::Model && node.depends_on.nodes.contains(&model.unique_id)
        };
        for reader in loader.nodes.values().filter(is_reader) {
            warnings.push(warning(loader.place(reader), Some(reader.unique_id.clone())));
        }
    }
    loader.warnings.extend(warnings);
}

/// Versions that are there twice or have no file, and a latest version that is none of them.
pub(super) fn check_versions(loader: &mut Loader<'_>, patches: &super::property::Patches<'_>) {
    let mut problems = Vec::new();
    for patch in patches.values().filter(|patch| patch.resource_type == ResourceType::Model) {
        let mut reported = Vec::new();
        let versions: Vec<String> = patch
            .entry
            .list("versions", &mut reported)
            .iter()
            .filter_map(|entry| entry.json_of("v").map(|version| plain_text(&version)))
            .collect();
        if versions.is_empty() {
            continue;
        }
        let mut told = |en: String, fr: String| {
            let (place, name, problem) = (patch.place.clone(), patch.name.clone(), Problem { en, fr });
            problems.push(ProjectError::Misdeclared { place, what: Declared::Version, name, problem });
        };
        let unique: BTreeSet<&String> = versions.iter().collect();
        if unique.len() < versions.len() {
            told("has a version twice".to_owned(), "a deux fois une même version".to_owned());
        }
        let chooses = |entry: &Cursor<'_>| {
            entry.maps("columns", &mut Vec::new()).iter().filter(|column| column.get("include").is_some()).count() > 1
        };
        if patch.entry.list("versions", &mut reported).iter().any(chooses) {
            told(
                "has a version with more than one include/exclude".to_owned(),
                "a une version avec plus d'un include/exclude".to_owned(),
            );
        }
        if let Some(latest) = patch.entry.json_of("latest_version").map(|latest| plain_text(&latest))
            && !versions.contains(&latest)
        {
            let known = versions.join(", ");
            told(
                format!("has the latest_version {latest}, which is none of its versions {known}"),
                format!("a latest_version {latest}, qui n'est aucune de ses versions {known}"),
            );
        }
        for version in unique {
            let id = format!("model.{}.{}.v{version}", patch.package, patch.name);
            if !loader.nodes.contains_key(&id) && !loader.disabled.contains_key(&id) {
                let file = format!("{}_v{version}.sql", patch.name);
                told(
                    format!("has a version {version} and no file {file}, nor another that `defined_in` names"),
                    format!("a une version {version} et pas de fichier {file}, ni d'autre que `defined_in` nomme"),
                );
            }
        }
    }
    loader.problems.extend(problems);
}
