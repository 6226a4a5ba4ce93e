//! Every environment variable that cauri reads, with what it means.
//!
//! No other place asks the environment: clippy forbids `std::env::var` elsewhere. The table
//! [`VARIABLES`] is what the reference page is generated from.

use crate::Text;

/// A documented environment variable.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it does, and its default.
    pub about: Text,
}

/// All variables that cauri reads, in the order of the reference page.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: "CAURI_LANG",
        about: Text {
            en: "Language of messages, `en` or `fr`. Default: the locale's.",
            fr: "Langue des messages, `en` ou `fr`. Par défaut : celle du système.",
        },
    },
    Variable {
        name: "CAURI_PROJECT_DIR",
        about: Text {
            en: "Folder of the project. Default: the current folder.",
            fr: "Dossier du projet. Par défaut : le dossier courant.",
        },
    },
    Variable {
        name: "CAURI_LOG",
        about: Text {
            en: "Filter of the log on standard error, such as `cauri_lake=debug`. Default: `error`.",
            fr: "Filtre du journal sur la sortie d'erreur, par exemple `cauri_lake=debug`. Par défaut : `error`.",
        },
    },
    Variable {
        name: "DBT_PROFILES_DIR",
        about: Text {
            en: "Folder of profiles.yml, as in dbt. Default: the project's, then `.dbt` in HOME.",
            fr: "Dossier de profiles.yml, comme dans dbt. Par défaut : celui du projet, puis `.dbt` dans HOME.",
        },
    },
    Variable {
        name: "DBT_*",
        about: Text {
            en: "Every global flag of dbt: DBT_TARGET_PATH for --target-path, DBT_FAIL_FAST=true for --fail-fast. DBT_ENGINE_* comes first.",
            fr: "Chaque option globale de dbt : DBT_TARGET_PATH pour --target-path, DBT_FAIL_FAST=true pour --fail-fast. DBT_ENGINE_* passe avant.",
        },
    },
    Variable {
        name: "DBT_ENV_CUSTOM_ENV_*",
        about: Text {
            en: "Facts that dbt's artifacts and log repeat, under the name that follows the prefix.",
            fr: "Faits que les artefacts et le journal de dbt répètent, sous le nom qui suit le préfixe.",
        },
    },
    Variable {
        name: "DO_NOT_TRACK",
        about: Text {
            en: "cauri sends nothing anywhere; templates see `flags.SEND_ANONYMOUS_USAGE_STATS` as false.",
            fr: "cauri n'envoie rien nulle part ; les gabarits voient `flags.SEND_ANONYMOUS_USAGE_STATS` à faux.",
        },
    },
    Variable {
        name: "HOME",
        about: Text {
            en: "The user's folder, where `.dbt/profiles.yml` may be.",
            fr: "Le dossier de l'utilisateur, où peut se trouver `.dbt/profiles.yml`.",
        },
    },
];

/// The value of a variable, or `None` when it is not set, empty, or not UTF-8.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What dbt calls custom variables, `DBT_ENV_CUSTOM_ENV_X`, by the name after the prefix.
pub fn custom() -> Vec<(String, String)> {
    const PREFIX: &str = "DBT_ENV_CUSTOM_ENV_";
    let all = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok()?;
        Some((name.strip_prefix(PREFIX)?.to_owned(), value.into_string().ok()?))
    });
    let mut found: Vec<(String, String)> = all.collect();
    found.sort();
    found
}
