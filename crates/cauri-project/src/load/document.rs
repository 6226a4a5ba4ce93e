//! The properties files of all packages: YAML beside the models.

use std::collections::HashSet;

use crate::load::beside::in_parts;
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

/// A properties file that is to be parsed.
struct Unread<'a> {
    package: &'a Package,
    /// The path below the project.
    full: &'a str,
    text: &'a str,
    original_path: &'a str,
    path: &'a str,
}

/// Reads every YAML file in the resource folders.
pub(super) fn read_all(files: &FileMap, packages: &[Package], problems: &mut Vec<ProjectError>) -> Vec<PropertyFile> {
    let folders: Vec<(&Package, &String, String)> = packages.iter().flat_map(folders).collect();
    let mut unread: Vec<Unread<'_>> = Vec::new();
    let mut seen = HashSet::new();
    for (package, folder, full_folder) in &folders {
        for (full, text) in files.below(full_folder, &["yml", "yaml"]) {
            let original_path = full.strip_prefix(&package.root).unwrap_or(full).trim_start_matches('/');
            if !seen.insert((package.name(), original_path)) {
                continue;
            }
            let path = original_path.strip_prefix(folder.as_str()).unwrap_or(original_path).trim_start_matches('/');
            unread.push(Unread { package, full, text, original_path, path });
        }
    }
    // A kilobyte of YAML is about as much work as a node.
    let weight = unread.iter().map(|file| 1 + file.text.len() / 1024).sum();
    let parsed = in_parts(&unread, weight, |part| {
        let mut problems = Vec::new();
        let files: Vec<PropertyFile> = part.iter().filter_map(|file| file.parse(&mut problems)).collect();
        (files, problems)
    });
    let mut all = Vec::with_capacity(unread.len());
    for (files, faults) in parsed {
        all.extend(files);
        problems.extend(faults);
    }
    all
}

/// The folders of a package in which properties files may lie, and their paths below the project.
fn folders(package: &Package) -> impl Iterator<Item = (&Package, &String, String)> {
    let settings = &package.settings;
    let folders = [
        &settings.model_paths,
        &settings.seed_paths,
        &settings.snapshot_paths,
        &settings.analysis_paths,
        &settings.macro_paths,
        &settings.test_paths,
    ];
    folders.into_iter().flatten().map(move |folder| (package, folder, package.full_path(folder)))
}

impl Unread<'_> {
    fn parse(&self, problems: &mut Vec<ProjectError>) -> Option<PropertyFile> {
        let document = Document::parse(self.full, self.text, problems)?;
        Some(PropertyFile {
            package: self.package.name().to_owned(),
            package_root: self.package.root.clone(),
            original_path: self.original_path.to_owned(),
            path: self.path.to_owned(),
            document,
        })
    }
}
