//! What can go wrong with a package, in both languages.

use std::path::PathBuf;

use cauri_core::{Diagnose, Lang, say};

/// What can go wrong with a package.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackageError {
    /// An entry of `packages.yml` is of no known form.
    #[error("{file} has an entry that is no package: {entry}")]
    NoPackage { file: String, entry: String },
    /// A folder that is no project.
    #[error("package \"{package}\" has no dbt_project.yml in \"{}\"", dir.display())]
    NoProject { package: String, dir: PathBuf },
    /// A program failed.
    #[error("`{command}` failed for package \"{package}\": {message}")]
    Program { command: String, package: String, message: String },
    /// A file cannot be read or written.
    #[error("could not read or write \"{}\" for package \"{package}\"", path.display())]
    Disk {
        package: String,
        path: PathBuf,
        #[source]
        cause: std::io::Error,
    },
    /// An archive is broken, or writes outside of its folder.
    #[error("the archive of package \"{package}\" cannot be unpacked: {message}")]
    Archive { package: String, message: String },
    /// Something on the network cannot be reached.
    #[error("\"{url}\" cannot be reached for package \"{package}\": {message}")]
    Unreachable { package: String, url: String, message: String, hub: bool },
    /// No version of a package fits.
    #[error("no version of \"{package}\" fits {}: there is {}", wanted.join(", "), known.join(", "))]
    NoVersion { package: String, wanted: Vec<String>, known: Vec<String> },
    /// A version that is none.
    #[error("\"{version}\" is no version of package \"{package}\"")]
    BadVersion { package: String, version: String },
    /// Two places for one package.
    #[error("package \"{name}\" is asked for in two ways: {one} and {other}")]
    Conflict { name: String, one: String, other: String },
    /// Two packages of one project name, or one of the project's own.
    #[error("two packages are called \"{name}\"")]
    SameName { name: String },
    /// `--add-package` without a version.
    #[error("`--add-package {given}` has no version")]
    BadRequest { given: String },
    /// A package of a provider that cauri does not know.
    #[error("package \"{package}\" is private to dbt's platform")]
    Private { package: String },
}

impl PackageError {
    fn french(&self) -> String {
        match self {
            Self::NoPackage { file, entry } => format!("{file} a une entrée qui n'est pas un paquet : {entry}"),
            Self::NoProject { package, dir } => {
                format!("le paquet « {package} » n'a pas de dbt_project.yml dans « {} »", dir.display())
            }
            Self::Program { command, package, message } => {
                format!("`{command}` a échoué pour le paquet « {package} » : {message}")
            }
            Self::Disk { package, path, .. } => {
                format!("impossible de lire ou d'écrire « {} » pour le paquet « {package} »", path.display())
            }
            Self::Archive { package, message } => {
                format!("l'archive du paquet « {package} » ne peut pas être ouverte : {message}")
            }
            Self::Unreachable { package, url, message, .. } => {
                format!("« {url} » est hors d'atteinte pour le paquet « {package} » : {message}")
            }
            Self::NoVersion { package, wanted, known } => {
                let (wanted, known) = (wanted.join(", "), known.join(", "));
                format!("aucune version de « {package} » ne convient à {wanted} : il y a {known}")
            }
            Self::BadVersion { package, version } => {
                format!("« {version} » n'est pas une version du paquet « {package} »")
            }
            Self::Conflict { name, one, other } => {
                format!("le paquet « {name} » est demandé de deux façons : {one} et {other}")
            }
            Self::SameName { name } => format!("deux paquets s'appellent « {name} »"),
            Self::Private { package } => format!("le paquet « {package} » est privé, sur la plateforme de dbt"),
            Self::BadRequest { given } => format!("`--add-package {given}` n'a pas de version"),
        }
    }
}

impl Diagnose for PackageError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoPackage { .. } => "C0740",
            Self::NoProject { .. } => "C0741",
            Self::Program { .. } => "C0742",
            Self::Disk { .. } => "C0743",
            Self::Archive { .. } => "C0744",
            Self::Unreachable { .. } => "C0745",
            Self::NoVersion { .. } | Self::BadVersion { .. } | Self::BadRequest { .. } => "C0746",
            Self::Conflict { .. } | Self::SameName { .. } => "C0747",
            Self::Private { .. } => "C0748",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Fr => self.french(),
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NoPackage { .. } => say!(
                lang,
                "An entry has `package` and `version`, or `git`, or `local`, or `tarball` and `name`.",
                "Une entrée a `package` et `version`, ou `git`, ou `local`, ou `tarball` et `name`."
            ),
            Self::NoProject { .. } => say!(
                lang,
                "Check the path; for a package in a folder of a repository, add `subdirectory`.",
                "Vérifiez le chemin ; pour un paquet dans un dossier d'un dépôt, ajoutez `subdirectory`."
            ),
            Self::Program { .. } => say!(
                lang,
                "Check the address and the revision, and that git is installed and may read the repository.",
                "Vérifiez l'adresse et la révision, et que git est installé et peut lire le dépôt."
            ),
            Self::Unreachable { hub: true, .. } => say!(
                lang,
                "Without a way to the hub, put the package into dbt_packages yourself, or name its repository with `git:` and `revision:`; DBT_PACKAGE_HUB_URL names another hub.",
                "Sans accès au hub, mettez vous-même le paquet dans dbt_packages, ou nommez son dépôt avec `git:` et `revision:` ; DBT_PACKAGE_HUB_URL nomme un autre hub."
            ),
            Self::Unreachable { hub: false, .. } | Self::Archive { .. } => say!(
                lang,
                "Check the address; `tarball:` also takes the path of a file.",
                "Vérifiez l'adresse ; `tarball:` prend aussi le chemin d'un fichier."
            ),
            Self::NoVersion { .. } | Self::BadVersion { .. } => say!(
                lang,
                "Write a version such as 1.3.0, or a range such as [\">=1.0.0\", \"<2.0.0\"].",
                "Écrivez une version comme 1.3.0, ou un intervalle comme [\">=1.0.0\", \"<2.0.0\"]."
            ),
            Self::Conflict { .. } => say!(
                lang,
                "Write the version that all of them can live with into packages.yml.",
                "Écrivez dans packages.yml la version qui convient à tous."
            ),
            Self::SameName { .. } => say!(
                lang,
                "Names of packages are names of folders: leave one of them out.",
                "Les noms de paquets sont des noms de dossiers : retirez l'un des deux."
            ),
            Self::Private { .. } => {
                say!(lang, "Name its repository with `git:`.", "Nommez son dépôt avec `git:`.")
            }
            Self::BadRequest { .. } => say!(
                lang,
                "Write `--add-package dbt-labs/dbt_utils@1.3.0`; only --source local needs no version.",
                "Écrivez `--add-package dbt-labs/dbt_utils@1.3.0` ; seul --source local n'a pas besoin de version."
            ),
            Self::Disk { .. } => return None,
        })
    }
}
