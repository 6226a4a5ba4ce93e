//! An entry of `packages.yml`: which package, from where, in which version.

use serde_json::{Map, Value as Json, json};

use super::PackageError;
use super::fetch::Fetched;

/// Where a package comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Origin {
    /// A folder, below the project or absolute.
    Local { path: String },
    /// A git repository.
    Git { url: String, revision: Option<String>, subdirectory: Option<String> },
    /// An archive: a path or a URL, and the name that the package gets.
    Tarball { url: String, name: String },
    /// dbt's hub: the conditions that its version fulfils.
    Hub { package: String, versions: Vec<String>, prerelease: bool },
}

/// A package that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spec {
    pub(crate) origin: Origin,
    /// The entry as it is written, for the lock file, where secrets must not be filled in.
    pub(super) raw: Map<String, Json>,
    /// The rendered entry.
    pub(super) entry: Map<String, Json>,
}

impl Spec {
    /// Reads an entry.
    ///
    /// # Errors
    ///
    /// When it is no package.
    pub(crate) fn read(rendered: &Json, raw: &Json, file: &str) -> Result<Self, PackageError> {
        let wrong = || PackageError::NoPackage { file: file.to_owned(), entry: raw.to_string() };
        let (Json::Object(entry), Json::Object(raw)) = (rendered, raw) else { return Err(wrong()) };
        let text = |key: &str| entry.get(key).and_then(plain).filter(|text| !text.is_empty());
        let origin = if let Some(path) = text("local") {
            Origin::Local { path }
        } else if let Some(url) = text("git") {
            Origin::Git { url, revision: text("revision"), subdirectory: text("subdirectory") }
        } else if let Some(url) = text("tarball") {
            Origin::Tarball { url, name: text("name").ok_or_else(wrong)? }
        } else if let Some(package) = text("package") {
            let versions = match entry.get("version") {
                Some(Json::Array(all)) => all.iter().filter_map(plain).collect(),
                Some(one) => plain(one).into_iter().collect::<Vec<_>>(),
                None => Vec::new(),
            };
            if versions.is_empty() || !package.contains('/') {
                return Err(wrong());
            }
            let prerelease = ["install_prerelease", "install-prerelease"]
                .iter()
                .any(|key| entry.get(*key).and_then(Json::as_bool).unwrap_or(false));
            Origin::Hub { package, versions, prerelease }
        } else if let Some(package) = text("private") {
            return Err(PackageError::Private { package });
        } else {
            return Err(wrong());
        };
        Ok(Self { origin, raw: raw.clone(), entry: entry.clone() })
    }

    /// What people call it.
    pub(crate) fn shown(&self) -> String {
        match &self.origin {
            Origin::Local { path } => path.clone(),
            Origin::Git { .. } => self.raw.get("git").and_then(plain).unwrap_or_default(),
            Origin::Tarball { name, .. } => name.clone(),
            Origin::Hub { package, .. } => package.clone(),
        }
    }

    /// The version as people read it.
    pub(crate) fn shown_version(&self) -> String {
        match &self.origin {
            Origin::Local { .. } => "<local>".to_owned(),
            Origin::Git { revision, .. } => revision.clone().unwrap_or_else(|| "HEAD".to_owned()),
            Origin::Tarball { .. } => "tarball".to_owned(),
            Origin::Hub { versions, .. } => versions.join(", "),
        }
    }

    /// Whether both are of one package, in whatever version.
    pub(super) fn same_package(&self, other: &Self) -> bool {
        match (&self.origin, &other.origin) {
            (Origin::Local { path: one }, Origin::Local { path: other }) => one == other,
            (Origin::Git { url: one, subdirectory: a, .. }, Origin::Git { url: other, subdirectory: b, .. }) => {
                bare(one) == bare(other) && a == b
            }
            (Origin::Tarball { name: one, .. }, Origin::Tarball { name: other, .. }) => one == other,
            (Origin::Hub { package: one, .. }, Origin::Hub { package: other, .. }) => one == other,
            _ => false,
        }
    }

    /// Both wishes in one.
    pub(super) fn join(&self, other: &Self) -> Result<Self, PackageError> {
        let conflict =
            || PackageError::Conflict { name: self.shown(), one: self.shown_version(), other: other.shown_version() };
        let mut joined = self.clone();
        match (&mut joined.origin, &other.origin) {
            (Origin::Hub { versions, prerelease, .. }, Origin::Hub { versions: more, prerelease: also, .. }) => {
                versions.extend(more.iter().filter(|one| !self.mentions(one)).cloned());
                *prerelease |= also;
            }
            (Origin::Git { revision, .. }, Origin::Git { revision: wanted, .. }) => match (&revision, wanted) {
                (Some(one), Some(other)) if one != other => return Err(conflict()),
                (None, Some(_)) => revision.clone_from(wanted),
                _ => {}
            },
            _ => {}
        }
        Ok(joined)
    }

    fn mentions(&self, version: &str) -> bool {
        matches!(&self.origin, Origin::Hub { versions, .. } if versions.iter().any(|one| one == version))
    }

    /// The same in the one version that was fetched.
    pub(super) fn pinned(mut self, fetched: &Fetched) -> Self {
        if let Some(version) = &fetched.version {
            match &mut self.origin {
                Origin::Hub { versions, .. } => *versions = vec![version.clone()],
                Origin::Git { revision, .. } => *revision = Some(version.clone()),
                Origin::Local { .. } | Origin::Tarball { .. } => {}
            }
        }
        self
    }

    /// The entry as the lock file has it; texts with secrets stay as they are written.
    pub(super) fn lock_entry(&self, name: &str) -> Map<String, Json> {
        let raw = |key: &str| self.raw.get(key).cloned().unwrap_or_default();
        let mut entry = Map::new();
        match &self.origin {
            Origin::Local { path } => {
                entry.insert("local".to_owned(), json!(path));
            }
            Origin::Git { revision, subdirectory, .. } => {
                entry.insert("git".to_owned(), raw("git"));
                entry.insert("revision".to_owned(), json!(revision));
                if let Some(subdirectory) = subdirectory {
                    entry.insert("subdirectory".to_owned(), json!(subdirectory));
                }
            }
            Origin::Tarball { .. } => {
                entry.insert("tarball".to_owned(), raw("tarball"));
            }
            Origin::Hub { package, versions, .. } => {
                entry.insert("package".to_owned(), json!(package));
                entry.insert("version".to_owned(), json!(versions.first()));
            }
        }
        entry.insert("name".to_owned(), json!(name));
        entry
    }

    /// The entry as dbt's data classes hold it: what the digest of the lock file is made of.
    pub(super) fn contract(&self) -> Json {
        let given = |key: &str| self.entry.get(key).cloned().unwrap_or(Json::Null);
        let mut contract = match &self.origin {
            Origin::Local { .. } => json!({"local": given("local")}),
            Origin::Git { .. } => json!({
                "git": given("git"), "revision": given("revision"), "subdirectory": given("subdirectory"),
                "warn-unpinned": self.entry.get("warn-unpinned").or_else(|| self.entry.get("warn_unpinned")),
            }),
            Origin::Tarball { .. } => json!({"tarball": given("tarball")}),
            Origin::Hub { prerelease, .. } => json!({
                "package": given("package"), "version": given("version"), "install_prerelease": prerelease,
            }),
        };
        if let Some(name) = self.entry.get("name").filter(|name| !name.is_null()) {
            contract["name"] = name.clone();
        }
        contract["unrendered"] = Json::Object(self.raw.clone());
        contract
    }
}

/// A URL without what does not tell repositories apart.
fn bare(url: &str) -> &str {
    url.trim_end_matches('/').trim_end_matches(".git")
}

/// A scalar as text.
fn plain(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entry: &Json) -> Result<Spec, PackageError> {
        Spec::read(entry, entry, "packages.yml")
    }

    #[test]
    fn wishes_for_one_package_are_joined() {
        let one = read(&json!({"package": "dbt-labs/dbt_utils", "version": [">=1.0.0", "<2.0.0"]})).unwrap();
        let other = read(&json!({"package": "dbt-labs/dbt_utils", "version": ">=1.1.0"})).unwrap();
        assert!(one.same_package(&other));
        assert_eq!(one.join(&other).unwrap().shown_version(), ">=1.0.0, <2.0.0, >=1.1.0");
        let one = read(&json!({"git": "https://host/a.git", "revision": "1.0"})).unwrap();
        let other = read(&json!({"git": "https://host/a", "revision": "2.0"})).unwrap();
        assert!(one.same_package(&other));
        assert!(matches!(one.join(&other), Err(PackageError::Conflict { .. })));
    }

    #[test]
    fn what_is_no_package_is_refused() {
        for entry in [json!({}), json!("x"), json!({"package": "dbt_utils", "version": "1"}), json!({"package": "a/b"})]
        {
            assert!(matches!(read(&entry), Err(PackageError::NoPackage { .. })));
        }
        assert!(matches!(read(&json!({"private": "a/b"})), Err(PackageError::Private { .. })));
    }
}
