//! The files of a project, held in memory: path to text.
//!
//! [`FileMap::read_dir`] is the only place of this crate that touches a disk; everything else
//! takes a [`FileMap`], so that a project of a test is a string with `//- models/a.sql`
//! headings. Paths are relative to the project folder and written with `/` on every system.
//! Nothing is ever written, and nothing outside the given folders is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::ProjectError;
use crate::load::in_parts;

/// Folders that never hold project files, whatever the project says.
const SKIPPED_FOLDERS: [&str; 5] = [".git", ".cauri", "target", "logs", "node_modules"];

/// The file that makes a folder a project or a package.
const PROJECT_FILE: &str = "dbt_project.yml";

/// The settings that name resource folders, with dbt's defaults.
const FOLDER_KEYS: [(&str, &[&str]); 7] = [
    ("model-paths", &["models"]),
    ("seed-paths", &["seeds"]),
    ("test-paths", &["tests"]),
    ("macro-paths", &["macros"]),
    ("snapshot-paths", &["snapshots"]),
    ("analysis-paths", &["analyses"]),
    ("docs-paths", &[]),
];

/// Names that settings of folders had before dbt 1.0; dbt still reads them where the new one is not set.
const FORMER_KEYS: [(&str, &str); 2] = [("model-paths", "source-paths"), ("seed-paths", "data-paths")];

/// The files of a project, in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct FileMap {
    root: PathBuf,
    files: BTreeMap<String, String>,
}

impl FileMap {
    /// Reads the project in `root`, and the packages below it.
    ///
    /// Read are: YAML in the folder of the project itself; SQL, YAML, Markdown and Python in its
    /// resource folders; CSV in its seed folders and the fixtures of its tests only, since a folder of raw data beside them may
    /// be large and in any encoding. Hidden folders, `target/`, `logs/` and what `.dbtignore`
    /// names are left out. A `profiles.yml` that lies elsewhere is added with [`FileMap::insert`].
    ///
    /// # Errors
    ///
    /// [`ProjectError::Unreadable`] when a folder or a file cannot be read, or is not UTF-8.
    pub fn read_dir(root: &Path) -> Result<Self, ProjectError> {
        let ignore = match std::fs::read_to_string(root.join(".dbtignore")) {
            Ok(text) => Ignore::parse(&text),
            Err(_) => Ignore::default(),
        };
        let mut files = BTreeMap::new();
        let settings = read_project(root, String::new(), &ignore, &mut files)?;
        for folder in package_folders(root, &settings, &files)? {
            // `.dbtignore` is of the project; what a package holds is its own affair.
            read_project(root, format!("{folder}/"), &Ignore::default(), &mut files)?;
        }
        Ok(Self { root: root.to_path_buf(), files })
    }

    /// The files of a project in `root` that are added one by one; none yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), files: BTreeMap::new() }
    }

    /// Cuts a text with `//- models/a.sql` headings into files, as tests write them.
    ///
    /// Text before the first heading is dropped.
    pub fn from_fixture(fixture: &str) -> Self {
        let mut files = BTreeMap::new();
        let mut current: Option<(String, String)> = None;
        for line in fixture.split_inclusive('\n') {
            if let Some(path) = line.strip_prefix("//- ") {
                files.extend(current.replace((path.trim().to_owned(), String::new())));
            } else if let Some((_, text)) = &mut current {
                text.push_str(line);
            }
        }
        files.extend(current);
        Self { root: PathBuf::from("/project"), files }
    }

    /// The folder that the paths are relative to.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The text of a file, by its path relative to the root.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Adds a file, or replaces the one of that path.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), text.into());
    }

    /// Every file with its text, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files below a folder whose name ends in one of `endings` (without the dot), by path.
    pub fn below<'a>(&'a self, folder: &'a str, endings: &'a [&'a str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        let folder = folder.trim_matches('/');
        self.iter().filter(move |(path, _)| {
            let inside = folder.is_empty()
                || folder == "."
                || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            inside && path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
        })
    }
}

/// Reads one project or package, `project` being its folder with a `/` at its end, or nothing for the
/// root. Only its own folder and its resource folders are looked into, so that a package which is a
/// link to a folder above it, as `dbt deps` makes them for local packages, does not go round for ever.
fn read_project(
    root: &Path,
    project: String,
    ignore: &Ignore,
    files: &mut BTreeMap<String, String>,
) -> Result<String, ProjectError> {
    let file = format!("{project}{PROJECT_FILE}");
    let text = if root.join(&file).is_file() { read(root, &file)? } else { String::new() };
    let resources = ResourceFolders::parse(project, &text);
    if !text.is_empty() {
        files.insert(file, text.clone());
    }
    let mut paths = walk(root, &resources.project, 1)?;
    for folder in &resources.folders {
        paths.extend(walk(root, folder, usize::MAX)?);
    }
    paths.retain(|path| resources.reads(path) && !ignore.matches(path) && !files.contains_key(path));
    let texts = in_parts(&paths, paths.len(), |part| part.iter().map(|path| read(root, path)).collect::<Vec<_>>());
    for (path, text) in paths.iter().zip(texts.into_iter().flatten()) {
        files.insert(path.clone(), text?);
    }
    Ok(text)
}

/// The folders below the root that hold packages: those of the packages folder, and those inside of
/// the project that `packages.yml` names as `local`.
fn package_folders(root: &Path, settings: &str, files: &BTreeMap<String, String>) -> Result<Vec<String>, ProjectError> {
    let settings = crate::yaml::parse_json(settings).unwrap_or_default();
    let installed = settings.get("packages-install-path").and_then(|path| path.as_str()).unwrap_or("dbt_packages");
    let installed = installed.trim_start_matches("./").trim_end_matches('/');
    let mut folders = Vec::new();
    let path = root.join(installed);
    if path.is_dir() {
        let unreadable = |cause| ProjectError::Unreadable { path: path.clone(), cause };
        for entry in std::fs::read_dir(&path).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name();
            folders.extend(name.to_str().map(|name| format!("{installed}/{name}")));
        }
    }
    for file in ["packages.yml", "dependencies.yml"] {
        let document = files.get(file).and_then(|text| crate::yaml::parse_json(text)).unwrap_or_default();
        let entries = document.get("packages").and_then(|entries| entries.as_array()).cloned().unwrap_or_default();
        let local = entries.iter().filter_map(|entry| entry.get("local")?.as_str());
        let local = local.map(|path| path.trim_start_matches("./").trim_end_matches('/'));
        let inside = local.filter(|path| !path.is_empty() && !path.starts_with('/') && !path.starts_with(".."));
        folders.extend(inside.map(str::to_owned));
    }
    folders.retain(|folder| root.join(folder).join(PROJECT_FILE).is_file());
    folders.sort();
    folders.dedup();
    Ok(folders)
}

/// The paths of the files of a folder below `root`, relative to `root`, sorted; none when there is no
/// such folder.
fn walk(root: &Path, folder: &str, max_depth: usize) -> Result<Vec<String>, ProjectError> {
    let top = root.join(folder);
    if !top.is_dir() {
        return Ok(Vec::new());
    }
    let walk = walkdir::WalkDir::new(&top).follow_links(true).max_depth(max_depth).sort_by_file_name();
    let entries = walk.into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0
            || !entry.file_type().is_dir()
            || !(name.starts_with('.') || SKIPPED_FOLDERS.contains(&name.as_ref()))
    });
    let mut paths = Vec::new();
    for entry in entries {
        let entry = match entry {
            Err(cause) if leads_nowhere(&cause) => continue,
            entry => entry.map_err(|cause| ProjectError::Unreadable {
                path: cause.path().unwrap_or(&top).to_path_buf(),
                cause: cause.into_io_error().unwrap_or_else(|| std::io::Error::other("the folder links to itself")),
            })?,
        };
        if entry.file_type().is_file() {
            paths.extend(relative_path(root, entry.path()));
        }
    }
    Ok(paths)
}

/// Whether this is a link to what is not there, such as one that was committed on another machine.
fn leads_nowhere(cause: &walkdir::Error) -> bool {
    let is_missing = cause.io_error().is_some_and(|cause| cause.kind() == std::io::ErrorKind::NotFound);
    is_missing && cause.path().is_some_and(Path::is_symlink)
}

fn read(root: &Path, path: &str) -> Result<String, ProjectError> {
    let path = root.join(path);
    std::fs::read_to_string(&path).map_err(|cause| ProjectError::Unreadable { path, cause })
}

/// The folders of a project or package that hold resources.
struct ResourceFolders {
    /// The folder of the project below the root, with a `/` at its end unless it is the root.
    project: String,
    folders: Vec<String>,
    /// Where CSV files are read: seeds, and the fixtures of unit tests.
    csv: Vec<String>,
}

impl ResourceFolders {
    /// Reads the `*-paths` settings. Mistakes in the file are reported when it is loaded.
    fn parse(project: String, text: &str) -> Self {
        let settings = crate::yaml::parse_json(text).unwrap_or_default();
        let of = |key: &str, default: &[&str]| -> Vec<String> {
            let former = FORMER_KEYS.iter().find(|(new, _)| *new == key).and_then(|(_, old)| settings.get(old));
            let given = match settings.get(key).or(former) {
                Some(serde_json::Value::Array(paths)) => paths.iter().map(crate::config::plain_text).collect(),
                Some(serde_json::Value::String(path)) => vec![path.clone()],
                _ => default.iter().map(|&path| path.to_owned()).collect(),
            };
            given
                .iter()
                .map(|path| format!("{project}{}/", path.trim_start_matches("./").trim_end_matches('/')))
                .collect()
        };
        let folders = FOLDER_KEYS.iter().flat_map(|(key, default)| of(key, default)).collect();
        let mut csv = of("seed-paths", &["seeds"]);
        csv.extend(of("test-paths", &["tests"]).iter().map(|folder| format!("{folder}fixtures/")));
        Self { folders, csv, project }
    }

    fn reads(&self, path: &str) -> bool {
        let Some(inside) = path.strip_prefix(&self.project) else { return false };
        let below = |folders: &[String]| folders.iter().any(|folder| path.starts_with(folder.as_str()));
        match path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("csv") => below(&self.csv),
            Some("yml" | "yaml") => !inside.contains('/') || below(&self.folders),
            Some("sql" | "md" | "py") => below(&self.folders),
            _ => false,
        }
    }
}

fn relative_path(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// The patterns of `.dbtignore`, which are those of `.gitignore`.
#[derive(Debug, Clone, Default)]
struct Ignore {
    rules: Vec<IgnoreRule>,
}

#[derive(Debug, Clone)]
struct IgnoreRule {
    pattern: regex::Regex,
    /// A `!pattern` takes back what an earlier line has left out.
    keeps: bool,
}

impl Ignore {
    fn parse(text: &str) -> Self {
        let rules = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(|line| {
                let (keeps, line) = match line.strip_prefix('!') {
                    Some(rest) => (true, rest),
                    None => (false, line),
                };
                let pattern = regex::Regex::new(&ignore_regex(line)).ok()?;
                Some(IgnoreRule { pattern, keeps })
            })
            .collect();
        Self { rules }
    }

    fn matches(&self, path: &str) -> bool {
        self.rules.iter().rev().find(|rule| rule.pattern.is_match(path)).is_some_and(|rule| !rule.keeps)
    }
}

/// A line of `.gitignore` as a regular expression over the whole relative path of a file.
fn ignore_regex(line: &str) -> String {
    let anchored = line.trim_end_matches('/').contains('/');
    let folder_only = line.ends_with('/');
    let mut out = String::from(if anchored { "^" } else { "(^|/)" });
    let mut letters = line.trim_matches('/').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' if letters.peek() == Some(&'*') => {
                letters.next();
                if letters.peek() == Some(&'/') {
                    letters.next();
                    out.push_str("(.*/)?");
                } else {
                    out.push_str(".*");
                }
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            other => out.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    out.push_str(if folder_only { "/" } else { "(/|$)" });
    out
}

#[cfg(test)]
mod tests;
