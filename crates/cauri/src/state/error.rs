//! What can go wrong with the artifacts of an earlier run.

use std::path::PathBuf;

use cauri_core::{Diagnose, Lang, say};

/// Why an earlier run cannot be compared with, deferred to, or gone on from.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StateError {
    /// `--defer` without a state.
    #[error("there is nothing to defer to: neither --state nor --defer-state is given")]
    NothingToDeferTo,
    /// The folder of a state is not there.
    #[error("there is no folder \"{}\" for the state", dir.display())]
    NoFolder { dir: PathBuf },
    /// A state without a manifest.
    #[error("folder \"{}\" has no manifest.json to defer to", dir.display())]
    NoManifest { dir: PathBuf },
    /// An artifact is not JSON.
    #[error("\"{}\" is not an artifact of dbt or cauri", path.display())]
    BadArtifact {
        path: PathBuf,
        #[source]
        cause: serde_json::Error,
    },
    /// Nothing to retry.
    #[error("there is no earlier run in \"{}\"", dir.display())]
    NoRun { dir: PathBuf },
    /// The earlier command is not one that can be retried.
    #[error("the earlier run was `{command}`, which cannot be retried")]
    NotRetryable { command: String },
}

impl StateError {
    fn french(&self) -> String {
        match self {
            Self::NothingToDeferTo => "rien vers quoi différer : ni --state ni --defer-state n'est donné".to_owned(),
            Self::NoFolder { dir } => format!("il n'y a pas de dossier « {} » pour l'état", dir.display()),
            Self::NoManifest { dir } => {
                format!("le dossier « {} » n'a pas de manifest.json vers lequel différer", dir.display())
            }
            Self::BadArtifact { path, .. } => {
                format!("« {} » n'est pas un artefact de dbt ou de cauri", path.display())
            }
            Self::NoRun { dir } => format!("il n'y a pas d'exécution passée dans « {} »", dir.display()),
            Self::NotRetryable { command } => {
                format!("l'exécution passée était `{command}`, qui ne peut pas être reprise")
            }
        }
    }
}

impl Diagnose for StateError {
    fn code(&self) -> &'static str {
        match self {
            Self::NothingToDeferTo => "C0780",
            Self::NoFolder { .. } => "C0781",
            Self::NoManifest { .. } => "C0782",
            Self::BadArtifact { .. } => "C0783",
            Self::NoRun { .. } => "C0784",
            Self::NotRetryable { .. } => "C0785",
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
            Self::NothingToDeferTo => say!(
                lang,
                "Add `--state DIR`, the folder with the manifest.json of the run to defer to.",
                "Ajoutez `--state DOSSIER`, le dossier du manifest.json de l'exécution vers laquelle différer."
            ),
            Self::NoFolder { .. } => say!(
                lang,
                "The folder is looked for below the project; keep a copy of target/ from the earlier run.",
                "Le dossier est cherché sous le projet ; gardez une copie de target/ de l'exécution passée."
            ),
            Self::NoManifest { .. } => say!(
                lang,
                "`cauri parse` or any run writes one; keep a copy of it.",
                "`cauri parse` ou toute exécution en écrit un ; gardez-en une copie."
            ),
            Self::BadArtifact { .. } => {
                say!(lang, "Copy it again from where it was made.", "Recopiez-le depuis sa source.")
            }
            Self::NoRun { .. } => say!(
                lang,
                "Run `cauri build` first, or name the folder of its run_results.json with `--state`.",
                "Lancez d'abord `cauri build`, ou indiquez avec `--state` le dossier de son run_results.json."
            ),
            Self::NotRetryable { .. } => say!(
                lang,
                "Build, run, test, seed, snapshot and refresh can be retried.",
                "On peut reprendre build, run, test, seed, snapshot et refresh."
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_error_of_the_state_is_explained() {
        let source = include_str!("error.rs");
        for code in source.split('"').filter(|text| text.len() == 5 && text.starts_with("C07")) {
            assert!(crate::codes::CODES.iter().any(|entry| entry.code == code), "{code} is not explained");
        }
    }
}
