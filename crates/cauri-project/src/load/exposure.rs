//! Exposures: `exposures:` of properties files.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::config_merge::{apply, defaults, finish, levels};
use crate::jinja::engine::{Phase, Render, Subject};
use crate::load::Loader;
use crate::load::document::PropertyFile;
use crate::load::property::{raw_config, render_config};
use crate::node::{DependsOn, Exposure, ResourceType};
use crate::yaml::Cursor;
use crate::{Place, ProjectError};

/// Reads the exposures of all properties files.
pub(super) fn read_all(loader: &mut Loader<'_>, documents: &[PropertyFile]) {
    for file in documents {
        for entry in file.document.root().maps("exposures", &mut loader.problems) {
            if let Some(exposure) = read(loader, file, entry) {
                let (unique_id, name) = (exposure.unique_id.clone(), exposure.name.clone());
                loader.places.insert(unique_id.clone(), entry.place());
                if !exposure.config.enabled() {
                    loader.disabled_exposures.insert(unique_id, exposure);
                    continue;
                }
                if loader.exposures.insert(unique_id, exposure).is_some() {
                    let place = entry.place();
                    let first = Place::file(place.file.clone());
                    loader.problems.push(ProjectError::DuplicateName { place, kind: "exposure", name, first });
                }
            }
        }
    }
}

fn read(loader: &mut Loader<'_>, file: &PropertyFile, entry: Cursor<'_>) -> Option<Exposure> {
    let name = entry.required_text("name", &mut loader.problems)?;
    entry.required_text("type", &mut loader.problems)?;
    let package = file.package.as_str();
    let name = loader.rendered_text(entry, "name", package).unwrap_or(name);
    let kind = loader.rendered_text(entry, "type", package)?;
    let mut fqn = vec![file.package.clone()];
    let folders: Vec<&str> = file.path.split('/').collect();
    if let Some((_, folders)) = folders.split_last() {
        fqn.extend(folders.iter().map(|&folder| folder.to_owned()));
    }
    fqn.push(name.clone());
    let mut config = defaults(ResourceType::Exposure);
    if let Some(package) = loader.package(&file.package) {
        for tree in package.settings.trees(ResourceType::Exposure) {
            levels(tree, &fqn).into_iter().for_each(|level| apply(&mut config, level));
        }
    }
    let mut raw = raw_config(entry, &mut loader.problems);
    // What stands beside `config:` counts, but is not told as written.
    let own = entry.json_of("config").and_then(|config| config.as_object().cloned()).unwrap_or_default();
    if let Some(tags) = entry.json_of("tags") {
        apply(&mut raw, Map::from_iter([("tags".to_owned(), tags)]));
    }
    let rendered = render_config(loader, &raw, &file.package, &entry.place());
    // Unlike those of models, its tags are not added to those of dbt_project.yml.
    if rendered.contains_key("tags") {
        config.insert("tags".to_owned(), Json::Array(Vec::new()));
    }
    let mut written = Map::new();
    if let Some(package) = loader.package(&file.package) {
        for tree in package.settings.raw_trees(ResourceType::Exposure) {
            levels(tree, &fqn).into_iter().for_each(|level| written.extend(level));
        }
    }
    written.extend(own);
    apply(&mut config, rendered);
    let config = finish(ResourceType::Exposure, config);
    let mut exposure = Exposure {
        unique_id: format!("exposure.{}.{name}", file.package),
        name,
        package: file.package.clone(),
        path: file.path.clone(),
        original_path: file.original_path.clone(),
        package_root: file.package_root.clone(),
        fqn,
        kind,
        owner: loader.rendered_json(entry, "owner", package).unwrap_or_else(|| Json::Object(Map::new())),
        description: entry.text("description", &mut loader.problems).unwrap_or_default(),
        label: loader.rendered_text(entry, "label", package),
        maturity: loader.rendered_text(entry, "maturity", package),
        url: loader.rendered_text(entry, "url", package),
        meta: config.meta(),
        tags: config.tags(),
        config,
        unrendered_config: written,
        refs: Vec::new(),
        sources: Vec::new(),
        depends_on: DependsOn::default(),
    };
    read_dependencies(loader, &mut exposure, entry);
    Some(exposure)
}

/// `depends_on:` holds calls such as `ref('orders')`.
fn read_dependencies(loader: &mut Loader<'_>, exposure: &mut Exposure, entry: Cursor<'_>) {
    let calls = entry.texts("depends_on", &mut loader.problems).unwrap_or_default();
    let place = entry.get("depends_on").map_or_else(|| entry.place(), |found| found.place());
    for call in calls {
        let mut subject = Subject::setting(&exposure.package, &place, &call);
        subject.unique_id = exposure.unique_id.clone();
        subject.variables = BTreeMap::new();
        let render = Render::new(&loader.engine, &loader.adapter, subject, Phase::Parse);
        if let Err(error) = render.native(&format!("{{{{ {call} }}}}")) {
            loader.problems.push(error);
        }
        let captured = render.take_captured();
        exposure.refs.extend(captured.refs);
        exposure.sources.extend(captured.sources);
    }
}
