//! The properties files of all packages: YAML beside the models.

use crate::load::package::Package;
use crate::yaml::Document;
use crate::{FileMap, ProjectError};

/// A parsed properties file.
pub(crate) struct PropertyFile {
    /// The name of its package.
    pub(crate) package: String,
    /// The folder of its package.
    pub(crate) package_root: String,
    /// The path below the package, such as `models/gold/_gold.yml`.
    pub(crate) original_path: String,
    /// The path below its resource folder, such as `gold/_gold.yml`.
    pub(crate) path: String,
    pub(crate) document: Document,
}

/// Reads every YAML file in the resource folders.
pub(super) fn read_all(files: &FileMap, packages: &[Package], problems: &mut Vec<ProjectError>) -> Vec<PropertyFile> {
    let mut all: Vec<PropertyFile> = Vec::new();
    for package in packages {
        let settings = &package.settings;
        let folders = [
            &settings.model_paths,
            &settings.seed_paths,
            &settings.snapshot_paths,
            &settings.analysis_paths,
            &settings.macro_paths,
            &settings.test_paths,
        ];
        for folder in folders.into_iter().flatten() {
            let full_folder = package.full_path(folder);
            for (full, text) in files.below(&full_folder, &["yml", "yaml"]) {
                let original_path = full.strip_prefix(&package.root).unwrap_or(full).trim_start_matches('/');
                let seen = all.iter().any(|have| have.package == package.name() && have.original_path == original_path);
                if seen {
                    continue;
                }
                let Some(document) = Document::parse(full, text, problems) else { continue };
                let path = original_path.strip_prefix(folder.as_str()).unwrap_or(original_path);
                all.push(PropertyFile {
                    package: package.name().to_owned(),
                    package_root: package.root.clone(),
                    original_path: original_path.to_owned(),
                    path: path.trim_start_matches('/').to_owned(),
                    document,
                });
            }
        }
    }
    all
}
