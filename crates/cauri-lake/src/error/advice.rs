//! What to do about an error: a command, a file, a setting.

use cauri_core::{Lang, nearest, say};

use super::LakeError;

/// Advice in `lang`, where there is any that is always right.
pub(super) fn hint(error: &LakeError, lang: Lang) -> Option<String> {
    use LakeError as E;
    let text = match error {
        E::TableNotFound { nearest: Some(near), .. }
        | E::ViewNotFound { nearest: Some(near), .. }
        | E::NamespaceNotFound { nearest: Some(near), .. } => {
            say!(lang, "did you mean {near}?", "vouliez-vous dire {near} ?")
        }
        E::NoSuchColumn { column, known } => match nearest(column, known.iter().map(String::as_str)) {
            Some(near) => say!(lang, "did you mean {near}?", "vouliez-vous dire {near} ?"),
            None => {
                let all = known.join(", ");
                say!(lang, "the columns are {all}", "les colonnes sont {all}")
            }
        },
        E::SnapshotNotFound { near, .. } if !near.is_empty() => states(near, lang),
        E::NamespaceNotEmpty { .. } => {
            say!(lang, "drop its tables and views first", "supprimez d'abord ses tables et ses vues")
        }
        E::InvalidName { .. } | E::Overlap { .. } => say!(lang, "choose another name", "choisissez un autre nom"),
        E::CommitConflict { .. } | E::FilesGone { .. } => say!(
            lang,
            "run it again: it will start from what the other writer left",
            "relancez : le travail repartira de ce que l'autre programme a laissé"
        ),
        E::CommitUnknown { .. } | E::CatalogUnknown { .. } => say!(
            lang,
            "look at the table before running it again, and delete no file",
            "regardez la table avant de relancer, et ne supprimez aucun fichier"
        ),
        E::CatalogBusy { .. } => say!(
            lang,
            "wait for the other program to end, then run it again",
            "attendez la fin de l'autre programme, puis relancez"
        ),
        E::PermissionDenied { .. } => say!(
            lang,
            "check the rights on the folder or bucket, and the keys under `storage:` in cauri.yml",
            "vérifiez les droits sur le dossier ou le compartiment, et les clés sous `storage:` dans cauri.yml"
        ),
        E::StorageSetting { .. } => {
            say!(lang, "correct it under `storage:` in cauri.yml", "corrigez-le sous `storage:` dans cauri.yml")
        }
        E::CatalogOpen { .. } => {
            say!(lang, "check `catalog:` in cauri.yml", "vérifiez `catalog:` dans cauri.yml")
        }
        E::InvalidLocation { .. } => say!(
            lang,
            "write it as an absolute path, file:///folder or s3://bucket/prefix",
            "écrivez-le comme un chemin absolu, file:///dossier ou s3://compartiment/préfixe"
        ),
        E::InvalidMetadata { .. } => say!(
            lang,
            "restore the file from a backup; the versions before it are in the same folder",
            "restaurez le fichier depuis une sauvegarde ; les versions précédentes sont dans le même dossier"
        ),
        _ => return None,
    };
    Some(text)
}

fn states(near: &[String], lang: Lang) -> String {
    let near = near.join(", ");
    say!(lang, "it has {near}; cauri history lists them all", "elle a {near} ; cauri history les montre tous")
}
