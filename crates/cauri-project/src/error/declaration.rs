//! The texts of declarations that do not hold: unit tests, snapshots, metrics, contracts, versions.

use cauri_core::{Lang, say};

use crate::{Declared, Problem, ProjectError};

/// What happened; `None` for errors of another kind.
pub(super) fn message(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::Misdeclared { place, what, name, problem } => {
            let Problem { en, fr } = problem;
            let word = match what {
                Declared::UnitTest => say!(lang, "unit test", "le test unitaire"),
                Declared::Snapshot => say!(lang, "snapshot", "le snapshot"),
                Declared::Semantic => say!(lang, "declaration", "la déclaration"),
                Declared::Contract => say!(lang, "contract of model", "le contrat du modèle"),
                Declared::Version => say!(lang, "model", "le modèle"),
                Declared::Entry => say!(lang, "the entry", "la déclaration de"),
                Declared::Name => say!(lang, "the name", "le nom"),
            };
            say!(lang, "{place}: {word} \"{name}\" {en}", "{place} : {word} « {name} » {fr}")
        }
        ProjectError::PrivateRef { place, node, target, border, owner } => match *border {
            "group" => say!(
                lang,
                "{place}: \"{node}\" refers to \"{target}\", which is private to the group \"{owner}\"",
                "{place} : « {node} » fait référence à « {target} », qui est réservé au groupe « {owner} »"
            ),
            _ => say!(
                lang,
                "{place}: \"{node}\" refers to \"{target}\", which is protected in the package \"{owner}\"",
                "{place} : « {node} » fait référence à « {target} », qui est réservé au paquet « {owner} »"
            ),
        },
        ProjectError::Deprecated { place, model, date, node, is_past } => match (node, is_past) {
            (None, _) => say!(
                lang,
                "{place}: model \"{model}\" has been deprecated since {date}",
                "{place} : le modèle « {model} » est obsolète depuis le {date}"
            ),
            (Some(node), true) => say!(
                lang,
                "{place}: \"{node}\" refers to model \"{model}\", which has been deprecated since {date}",
                "{place} : « {node} » fait référence au modèle « {model} », obsolète depuis le {date}"
            ),
            (Some(node), false) => say!(
                lang,
                "{place}: \"{node}\" refers to model \"{model}\", which will be deprecated on {date}",
                "{place} : « {node} » fait référence au modèle « {model} », qui sera obsolète le {date}"
            ),
        },
        _ => return None,
    })
}

/// What to do.
pub(super) fn hint(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::PrivateRef { .. } => say!(
            lang,
            "Make the model `access: public`, or put both into one group.",
            "Donnez au modèle `access: public`, ou mettez les deux dans un même groupe."
        ),
        ProjectError::Deprecated { .. } => say!(
            lang,
            "Refer to a newer version of the model, as in `ref('m', v=2)`.",
            "Faites référence à une version plus récente du modèle, comme `ref('m', v=2)`."
        ),
        ProjectError::Misdeclared { what, .. } => match what {
            Declared::UnitTest => say!(
                lang,
                "A unit test names its model, `given` rows for each ref() and source() of it, and the rows to `expect`.",
                "Un test unitaire nomme son modèle, donne des lignes (`given`) pour chaque ref() et source(), et les lignes attendues (`expect`)."
            ),
            Declared::Snapshot => say!(
                lang,
                "A snapshot needs `unique_key` and `strategy`: `timestamp` with `updated_at`, or `check` with `check_cols`.",
                "Un snapshot demande `unique_key` et `strategy` : `timestamp` avec `updated_at`, ou `check` avec `check_cols`."
            ),
            Declared::Semantic => say!(
                lang,
                "Correct the YAML; cauri hands it on and does not compute metrics.",
                "Corrigez le YAML ; cauri le transmet et ne calcule pas de métriques."
            ),
            Declared::Contract => say!(
                lang,
                "Declare each column of the model with its `data_type`, or set `contract: {{enforced: false}}`.",
                "Déclarez chaque colonne du modèle avec son `data_type`, ou mettez `contract: {{enforced: false}}`."
            ),
            Declared::Version => say!(
                lang,
                "Correct `versions:` and `latest_version:` in the properties file.",
                "Corrigez `versions:` et `latest_version:` dans le fichier de propriétés."
            ),
            Declared::Name => say!(
                lang,
                "Write `_` for the space, or set the flag `require_resource_names_without_spaces: false`.",
                "Écrivez `_` au lieu de l'espace, ou mettez le drapeau `require_resource_names_without_spaces: false`."
            ),
            Declared::Entry => say!(lang, "Keep the one in `config:`.", "Gardez celui qui est dans `config:`."),
        },
        _ => return None,
    })
}
