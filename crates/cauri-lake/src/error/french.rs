//! The messages in French. English is in `error.rs`, beside each error.

use super::LakeError;
use crate::table::At;

/// What happened, in French.
pub(super) fn message(error: &LakeError) -> String {
    use LakeError as E;
    match error {
        E::TableNotFound { table, .. } => format!("la table {table} n'existe pas"),
        E::ViewNotFound { view, .. } => format!("la vue {view} n'existe pas"),
        E::NamespaceNotFound { namespace, .. } => format!("l'espace de noms {namespace} n'existe pas"),
        E::AlreadyExists { name } => format!("{name} existe déjà"),
        E::NamespaceExists { namespace } => format!("l'espace de noms {namespace} existe déjà"),
        E::NamespaceNotEmpty { namespace } => format!("l'espace de noms {namespace} n'est pas vide"),
        E::InvalidName { name, reason } => format!("{name} n'est pas un nom possible ici : {}", phrase(reason)),
        E::Overlap { name, other } => {
            let other = other.replace("the namespace ", "l'espace de noms ");
            format!("{name} ne peut pas être créé à côté de {other} : le dossier de l'un serait dans celui de l'autre")
        }
        E::CommitConflict { table, reason } => {
            format!("la modification de {table} en contredit une autre : {}", phrase(reason))
        }
        E::CommitUnknown { table, .. } => format!("on ne sait pas si la modification de {table} a eu lieu"),
        E::InvalidChange { table, reason } => {
            format!("la modification de {table} n'est pas valable : {}", phrase(reason))
        }
        E::OutsideTable { table, location } => {
            format!("{table} ne peut pas utiliser {location} : ce lieu est hors du dossier de la table")
        }
        E::SnapshotNotFound { table, at, .. } => format!("{table} {}", state(at)),
        E::SchemaChange { table, column, reason } => {
            format!("la colonne {column:?} de {table} ne peut pas être modifiée ainsi : {}", phrase(reason))
        }
        E::RefExists { table, name } => format!("{table} a déjà une branche ou une étiquette {name:?}"),
        E::MainBranch { table } => format!("la branche main de {table} ne peut pas être supprimée"),
        E::NotAnAncestor { table, snapshot_id } => {
            format!("l'instantané {snapshot_id} n'est pas dans l'historique de {table}")
        }
        E::FilesGone { wanted, found } => {
            format!("sur les {wanted} fichiers à remplacer, {found} sont encore dans la table")
        }
        E::DynamicOverwrite { table } => format!("la table {table} n'a pas de partitions à remplacer"),
        E::MixedSpecs { one, other } => {
            format!("des fichiers partitionnés selon les schémas {one} et {other} ne peuvent pas être validés ensemble")
        }
        E::UnknownSpec { id } => format!("la table n'a pas de schéma de partitionnement {id}"),
        E::UnsupportedTable { table, feature } => {
            format!("la table {table} utilise {}, que cauri ne lit pas encore", phrase(feature))
        }
        other => message_of_files(other),
    }
}

/// Errors of files, of the catalog and of rows.
fn message_of_files(error: &LakeError) -> String {
    use LakeError as E;
    match error {
        E::InvalidLocation { location, reason } => {
            format!("{location:?} n'est pas un emplacement : {}", phrase(reason))
        }
        E::StorageSetting { key, reason } => {
            format!("le réglage de stockage {key} ne peut pas servir : {}", phrase(reason))
        }
        E::FileNotFound { path } => format!("le fichier {path} n'existe pas"),
        E::FileExists { path } => format!("le fichier {path} existe déjà"),
        E::PermissionDenied { action, path, .. } => format!("pas le droit {} {path}", verb(action)),
        E::Storage { action, path, .. } => format!("impossible {} {path}", verb(action)),
        E::CatalogOpen { catalog, .. } => format!("impossible d'ouvrir le catalogue {catalog}"),
        E::Catalog { action, .. } => format!("le catalogue n'a pas pu {}", deed(action)),
        E::CatalogBusy { action, .. } => {
            format!("le catalogue est occupé par d'autres programmes et n'a pas pu {}", deed(action))
        }
        E::CatalogUnknown { action, .. } => format!("on ne sait pas si le catalogue a pu {}", deed(action)),
        E::InvalidMetadata { path, .. } => format!("les métadonnées {path} ne sont pas valables"),
        E::Format { action, .. } => format!("une opération sur une table a échoué ({action})"),
        E::UnsupportedType { column, kind } => {
            format!("la colonne {column:?} a un type qu'une table Iceberg v2 ne peut pas contenir : {kind}")
        }
        E::UnsupportedTransform { transform, kind } => {
            format!("la transformation de partition {transform} ne s'applique pas à une colonne de type {kind}")
        }
        E::Lossy { column, .. } => {
            format!("la colonne {column:?} contient une valeur que son type dans la table ne peut pas contenir")
        }
        E::Nanoseconds { column, value } => format!(
            "la colonne {column:?} contient une heure de {value} ns, plus fine que les microsecondes que garde Iceberg"
        ),
        E::ColumnMismatch { given, wanted } => {
            format!("les colonnes des lignes ne sont pas celles de la table : reçu {given:?}, attendu {wanted:?}")
        }
        E::NullInRequired { column } => {
            format!("la colonne {column:?} est obligatoire et une ligne n'y a pas de valeur")
        }
        E::NoSuchColumn { column, .. } => format!("la colonne {column:?} n'existe pas"),
        E::Property { key, value } => format!("la propriété de table {key} ne peut pas valoir {value:?}"),
        E::Arrow(_) => "des lignes n'ont pas pu être converties".to_owned(),
        E::Parquet { path, .. } => format!("impossible d'encoder {path}"),
        other => other.to_string(),
    }
}

fn state(at: &At) -> String {
    match at {
        At::Current => "n'a pas encore d'instantané".to_owned(),
        At::Snapshot(id) => format!("n'a pas d'instantané {id}"),
        At::Ref(name) => format!("n'a ni branche ni étiquette {name}"),
        At::Timestamp(ms) => format!("n'a pas d'instantané aussi ancien que {}", super::time(*ms)),
    }
}

/// After «le droit» and «impossible».
fn verb(action: &str) -> &str {
    match action {
        "read" => "de lire",
        "write" => "d'écrire",
        "list" => "de lister",
        "delete" => "de supprimer",
        "reach" => "d'atteindre",
        other => other,
    }
}

/// What the catalog was to do.
fn deed(action: &str) -> &str {
    match action {
        "list namespaces" => "lister les espaces de noms",
        "read a namespace" => "lire un espace de noms",
        "create a namespace" => "créer un espace de noms",
        "change a namespace" => "modifier un espace de noms",
        "drop a namespace" => "supprimer un espace de noms",
        "list tables" => "lister les tables",
        "find a table" => "trouver une table",
        "change a table" => "modifier une table",
        "drop a table" => "supprimer une table",
        "rename a table" => "renommer une table",
        "make its tables" => "créer ses tables",
        "answer" => "répondre",
        other => other,
    }
}

/// A reason in French. One that quotes a library stays as it is.
fn phrase(reason: &str) -> String {
    let between = |start: &str, end: &str| reason.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    if let Some(id) = between("the schema id ", " was used before") {
        return format!("l'identifiant de schéma {id} a déjà servi");
    }
    if let Some(id) = between("the partition spec id ", " was used before") {
        return format!("l'identifiant de partitionnement {id} a déjà servi");
    }
    let inside =
        between("its location ", "").and_then(|rest| rest.split_once(" is not a folder inside the warehouse "));
    if let Some((location, warehouse)) = inside {
        return format!("son emplacement {location} n'est pas un dossier de l'entrepôt {warehouse}");
    }
    constant(reason).to_owned()
}

/// Reasons that are always said in the same words.
fn constant(reason: &str) -> &str {
    match reason {
        "another writer changed it first" => "un autre programme l'a modifiée avant",
        "the table was dropped or renamed" => "la table a été supprimée ou renommée",
        "the table was dropped and made again" => "la table a été supprimée puis recréée",
        "the table is given twice in one commit" => "la table est donnée deux fois dans la même validation",
        "a table keeps its uuid" => "une table garde son uuid",
        "a table keeps its encryption key" => "une table garde sa clé de chiffrement",
        "this catalog joins the levels of a namespace with dots, so that none may hold one" => {
            "ce catalogue joint les niveaux d'un espace de noms par des points ; aucun niveau ne peut donc en contenir"
        }
        "it holds a backslash or a control character" => {
            "il contient une barre oblique inverse ou un caractère de contrôle"
        }
        "it is neither an absolute path nor a URL" => "ce n'est ni un chemin absolu ni une URL",
        "a bucket is written s3://bucket/key" => "un compartiment s'écrit s3://compartiment/clé",
        "its bucket is missing or is not a name of a bucket" => "le nom du compartiment manque ou n'en est pas un",
        "only file, s3, s3a and s3n are understood" => "seuls file, s3, s3a et s3n sont compris",
        "a path on the local disk starts with one slash, and has no host" => {
            "un chemin du disque local commence par une seule barre oblique et n'a pas d'hôte"
        }
        "it has an empty part (two slashes in a row)" => "il a une partie vide (deux barres obliques de suite)",
        "it has a part \".\" or \"..\"" => "il a une partie « . » ou « .. »",
        "it hides a dot, a slash, a backslash or a NUL behind a percent sign" => {
            "il cache un point, une barre oblique ou un NUL derrière un signe pour cent"
        }
        "its path is not the key of an object" => "son chemin n'est pas la clé d'un objet",
        "the current folder is not known" => "le dossier courant n'est pas connu",
        "it is not UTF-8" => "il n'est pas en UTF-8",
        "it is a URL that starts with http:// or https://" => "c'est une URL qui commence par http:// ou https://",
        "it is true or false" => "il vaut true ou false",
        "it is one of none, s3, kms" => "il vaut none, s3 ou kms",
        "it goes with s3.access-key-id" => "il va avec s3.access-key-id",
        "it goes with s3.secret-access-key" => "il va avec s3.secret-access-key",
        "s3.sse.type = kms needs the ARN or the id of a key" => {
            "s3.sse.type = kms demande l'ARN ou l'identifiant d'une clé"
        }
        super::SSE_C => {
            "les clés envoyées avec chaque requête (SSE-C) ne sont pas prises en charge, car qui perd la clé perd les \
             tables ; utilisez s3 ou kms"
        }
        "a column of this name exists" => "une colonne de ce nom existe",
        "a partition field has this name" => "un champ de partition porte ce nom",
        "a partition spec of the table, current or past, is made of it" => {
            "un partitionnement de la table, actuel ou passé, en dépend"
        }
        "a type can only widen: int to bigint, float to double, or a decimal to more digits of the same scale" => {
            "un type ne peut que s'élargir : int vers bigint, float vers double, ou decimal vers plus de chiffres à la \
             même échelle"
        }
        "the table is ordered by it" => "la table est triée selon elle",
        "it identifies the rows of the table" => "elle identifie les lignes de la table",
        "it is the last column" => "c'est la dernière colonne",
        "format version 3" => "la version 3 du format",
        "delete files (merge-on-read)" => "des fichiers de suppression (merge-on-read)",
        other => of_change(other),
    }
}

/// Reasons for which a change is refused.
fn of_change(reason: &str) -> &str {
    match reason {
        "cauri writes tables of format version 2 only, and this one has another" => {
            "cauri n'écrit que des tables de la version 2 du format, et celle-ci en a une autre"
        }
        "it holds files written under earlier partitions, whose rows would stay; overwrite the whole table" => {
            "elle contient des fichiers écrits sous d'anciennes partitions, dont les lignes resteraient ; réécrivez \
             toute la table"
        }
        "the rows were written for another table" => "les lignes ont été écrites pour une autre table",
        other => other,
    }
}
