//! What can go wrong before a page is served.

use std::path::PathBuf;

use cauri_core::{Diagnose, Lang, say};

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address is taken, or not this machine's.
    #[error("could not listen on {host}:{port}")]
    Listen {
        /// The host, as given.
        host: String,
        /// The port.
        port: u16,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
    /// The folder has no manifest.
    #[error("folder \"{}\" has no manifest.json", folder.display())]
    NoManifest {
        /// The folder of artifacts.
        folder: PathBuf,
    },
}

impl Diagnose for ServerError {
    fn code(&self) -> &'static str {
        match self {
            Self::Listen { .. } => "C0801",
            Self::NoManifest { .. } => "C0802",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::En, _) => self.to_string(),
            (Lang::Fr, Self::Listen { host, port, .. }) => format!("impossible d'écouter sur {host}:{port}"),
            (Lang::Fr, Self::NoManifest { folder }) => {
                format!("le dossier « {} » n'a pas de manifest.json", folder.display())
            }
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Listen { .. } => say!(
                lang,
                "Give another port with `--port`; `--port 0` takes a free one.",
                "Donnez un autre port avec `--port` ; `--port 0` en prend un libre."
            ),
            Self::NoManifest { .. } => {
                say!(lang, "Write it with `cauri docs generate`.", "Écrivez-le avec `cauri docs generate`.")
            }
        })
    }
}
