//! What `cauri explain C04xx` says.

use cauri_core::{CodeEntry, Text};

/// Every code of this crate, with its explanation.
pub const CODES: &[CodeEntry] = &[
    entry(
        "C0401",
        "Table not found",
        "No table of the catalog has this name. Names are `namespace.table`; a view is no table. The message names the nearest one when there is one.",
        "Table introuvable",
        "Aucune table du catalogue ne porte ce nom. Un nom s'écrit `espace.table` ; une vue n'est pas une table. Le message cite le nom le plus proche s'il y en a un.",
    ),
    entry(
        "C0402",
        "View not found",
        "No view of the catalog has this name; a table is no view.",
        "Vue introuvable",
        "Aucune vue du catalogue ne porte ce nom ; une table n'est pas une vue.",
    ),
    entry(
        "C0403",
        "Namespace not found",
        "A table is created in a namespace that exists. Create the namespace first: `CREATE NAMESPACE bronze`.",
        "Espace de noms introuvable",
        "Une table se crée dans un espace de noms qui existe. Créez-le d'abord : `CREATE NAMESPACE bronze`.",
    ),
    entry(
        "C0404",
        "Name taken",
        "A table or view of this name exists. Tables and views share one space of names. Drop or rename the other one, or use CREATE OR REPLACE.",
        "Nom déjà pris",
        "Une table ou une vue de ce nom existe. Tables et vues partagent les mêmes noms. Supprimez ou renommez l'autre, ou utilisez CREATE OR REPLACE.",
    ),
    entry(
        "C0405",
        "Namespace exists",
        "A namespace of this name exists, on its own or because it holds a table or another namespace. Use IF NOT EXISTS.",
        "Espace de noms existant",
        "Un espace de noms de ce nom existe, par lui-même ou parce qu'il contient une table ou un autre espace. Utilisez IF NOT EXISTS.",
    ),
    entry(
        "C0406",
        "Namespace not empty",
        "Only a namespace without tables, views and namespaces is dropped. Drop what it holds first.",
        "Espace de noms non vide",
        "Seul un espace de noms sans table, ni vue, ni sous-espace se supprime. Supprimez d'abord ce qu'il contient.",
    ),
    entry(
        "C0407",
        "Name that the catalog cannot keep",
        "A SQL catalog joins the levels of a namespace with dots, as the catalogs of Java and PyIceberg do, so that a level with a dot in it could not be told from two levels.",
        "Nom que le catalogue ne peut pas garder",
        "Un catalogue SQL joint les niveaux d'un espace de noms par des points, comme ceux de Java et de PyIceberg ; un niveau contenant un point ne se distinguerait pas de deux niveaux.",
    ),
    entry(
        "C0408",
        "Folders that would overlap",
        "The files of a table lie in a folder of its own. A table and a namespace of the same full name, or a table in the folder of another, would mix their files, and looking after one would delete those of the other.",
        "Dossiers qui se recouvriraient",
        "Les fichiers d'une table sont dans un dossier à elle. Une table et un espace de noms de même nom complet, ou une table dans le dossier d'une autre, mêleraient leurs fichiers, et l'entretien de l'une supprimerait ceux de l'autre.",
    ),
    entry(
        "C0410",
        "Conflicting change",
        "Another writer changed the table between the moment it was read and the commit, in a way that this change does not allow for. Nothing was written. Run it again: it starts from the new state.",
        "Modification en conflit",
        "Un autre programme a modifié la table entre sa lecture et la validation, d'une façon incompatible avec cette modification. Rien n'a été écrit. Relancez : le travail repart du nouvel état.",
    ),
    entry(
        "C0411",
        "Outcome of a commit unknown",
        "The connection to the catalog was lost at the very moment of the commit, and cauri could not find out afterwards whether the change was made. It never guesses. No file was deleted. Look at the table's snapshots when the catalog answers again.",
        "Issue d'une validation inconnue",
        "La connexion au catalogue s'est coupée au moment même de la validation, et cauri n'a pas pu savoir ensuite si la modification a eu lieu. Il ne devine jamais. Aucun fichier n'a été supprimé. Regardez les instantanés de la table quand le catalogue répondra.",
    ),
    entry(
        "C0412",
        "Change that is not valid",
        "The metadata of the table cannot take this change: it names a schema, a partition spec or a snapshot that does not exist, gives an id again, or moves the table. Nothing was written.",
        "Modification non valable",
        "Les métadonnées de la table ne permettent pas cette modification : elle cite un schéma, un partitionnement ou un instantané inexistant, réutilise un identifiant ou déplace la table. Rien n'a été écrit.",
    ),
    entry(
        "C0413",
        "Files outside the folder of a table",
        "All files of a table lie in its folder. `write.data.path`, `write.metadata.path` and the like may only name a folder inside it, and its location does not change.",
        "Fichiers hors du dossier d'une table",
        "Tous les fichiers d'une table sont dans son dossier. `write.data.path`, `write.metadata.path` et les réglages semblables ne peuvent nommer qu'un dossier à l'intérieur, et l'emplacement de la table ne change pas.",
    ),
    entry(
        "C0414",
        "Location that is not one",
        "A location is an absolute path, `file:///folder`, or `s3://bucket/prefix` (also s3a, s3n). Parts such as `..`, empty parts, backslashes and what hides them behind percent signs are refused, since they could lead out of a folder.",
        "Emplacement mal écrit",
        "Un emplacement est un chemin absolu, `file:///dossier` ou `s3://compartiment/préfixe` (aussi s3a, s3n). Les parties telles que `..`, les parties vides, les barres obliques inverses et ce qui les cache derrière un signe pour cent sont refusées, car elles pourraient mener hors d'un dossier.",
    ),
    entry(
        "C0415",
        "Storage setting",
        "A setting under `storage:` is missing, misspelt or not supported. The message names it and says what it may be. Keys sent with each request (SSE-C) are not supported.",
        "Réglage de stockage",
        "Un réglage sous `storage:` manque, est mal écrit ou n'est pas pris en charge. Le message le nomme et dit ce qu'il peut valoir. Les clés envoyées avec chaque requête (SSE-C) ne sont pas prises en charge.",
    ),
    entry(
        "C0416",
        "Missing file",
        "A file that a table needs does not exist. Somebody deleted or moved it outside cauri. Restore it from a backup, or roll the table back to a snapshot that does not need it.",
        "Fichier manquant",
        "Un fichier dont une table a besoin n'existe pas. Quelqu'un l'a supprimé ou déplacé hors de cauri. Restaurez-le depuis une sauvegarde, ou revenez à un instantané qui n'en a pas besoin.",
    ),
    entry(
        "C0417",
        "File in the way",
        "A file that was to be made exists. Files of a table are never replaced and their names hold a unique id, so that this should not happen; two copies of a folder may have been mixed.",
        "Fichier déjà présent",
        "Un fichier à créer existe déjà. Les fichiers d'une table ne sont jamais remplacés et leurs noms contiennent un identifiant unique ; cela ne devrait pas arriver, à moins que deux copies d'un dossier aient été mêlées.",
    ),
    entry(
        "C0418",
        "No permission",
        "The storage refused: the folder is read-only, belongs to another user, or the keys of S3 are wrong or not allowed to do this.",
        "Accès refusé",
        "Le stockage a refusé : le dossier est en lecture seule, appartient à un autre utilisateur, ou les clés S3 sont fausses ou n'en ont pas le droit.",
    ),
    entry(
        "C0419",
        "Storage failed",
        "Reading or writing a file failed; the cause says why: a full disk, a broken connection, an endpoint that does not answer. What was not finished does not exist.",
        "Échec du stockage",
        "La lecture ou l'écriture d'un fichier a échoué ; la cause dit pourquoi : disque plein, connexion coupée, adresse qui ne répond pas. Ce qui n'était pas fini n'existe pas.",
    ),
    entry(
        "C0420",
        "Catalog that cannot be opened",
        "The database of the catalog could not be opened: the folder cannot be written, the server does not answer, the password is wrong, or a SQLite file lies on a network file system, where it would not be safe.",
        "Catalogue impossible à ouvrir",
        "La base du catalogue n'a pas pu être ouverte : dossier non modifiable, serveur qui ne répond pas, mot de passe faux, ou fichier SQLite sur un système de fichiers réseau, où il ne serait pas en sécurité.",
    ),
    entry(
        "C0421",
        "Catalog failed",
        "The database of the catalog refused a statement; the cause says why. Nothing was changed.",
        "Échec du catalogue",
        "La base du catalogue a refusé une instruction ; la cause dit pourquoi. Rien n'a été modifié.",
    ),
    entry(
        "C0422",
        "Catalog busy",
        "Other programs were changing the catalog for longer than cauri waits. Nothing was changed; run it again.",
        "Catalogue occupé",
        "D'autres programmes modifiaient le catalogue plus longtemps que cauri n'attend. Rien n'a été modifié ; relancez.",
    ),
    entry(
        "C0423",
        "Damaged metadata",
        "The metadata file that the catalog points to is not valid. It was cut off or changed outside cauri. Restore it from a backup; earlier versions lie in the same folder.",
        "Métadonnées abîmées",
        "Le fichier de métadonnées désigné par le catalogue n'est pas valable. Il a été tronqué ou modifié hors de cauri. Restaurez-le depuis une sauvegarde ; les versions précédentes sont dans le même dossier.",
    ),
    entry(
        "C0424",
        "Iceberg library refused",
        "An operation of the Iceberg format failed; the cause says why.",
        "Refus de la bibliothèque Iceberg",
        "Une opération du format Iceberg a échoué ; la cause dit pourquoi.",
    ),
    entry(
        "C0425",
        "No such snapshot",
        "The table has no snapshot of this id, no branch or tag of this name, or had no snapshot yet at that time. `SELECT * FROM table.snapshots` and `table.refs` list what there is; old snapshots may have been expired.",
        "Instantané introuvable",
        "La table n'a pas d'instantané de ce numéro, pas de branche ou d'étiquette de ce nom, ou n'avait pas encore d'instantané à cette date. `SELECT * FROM table.snapshots` et `table.refs` listent ce qui existe ; d'anciens instantanés ont pu expirer.",
    ),
    entry(
        "C0426",
        "Outcome of a catalog change unknown",
        "The connection was lost while a namespace was changed, or a table dropped or renamed. Look whether it happened before running it again.",
        "Issue d'une modification du catalogue inconnue",
        "La connexion s'est coupée pendant la modification d'un espace de noms, ou la suppression ou le renommage d'une table. Regardez si elle a eu lieu avant de relancer.",
    ),
    entry(
        "C0430",
        "Type that a table cannot hold",
        "Iceberg v2 has no such type: intervals, times finer than a microsecond, unions. Cast the column in the SELECT.",
        "Type impossible dans une table",
        "Iceberg v2 n'a pas ce type : intervalles, heures plus fines que la microseconde, unions. Convertissez la colonne dans le SELECT.",
    ),
    entry(
        "C0431",
        "Transform that does not apply",
        "A partition transform does not go with the type of its column: `month` needs a date or timestamp, `truncate` a number or text.",
        "Transformation inapplicable",
        "Une transformation de partition ne convient pas au type de sa colonne : `month` demande une date ou un horodatage, `truncate` un nombre ou un texte.",
    ),
    entry(
        "C0432",
        "Feature of a table that is not supported",
        "Another engine wrote the table with delete files or in format version 3, which this version of cauri would read or change wrongly. Rewrite it there without them: compact it, or use copy-on-write.",
        "Fonction de table non prise en charge",
        "Un autre moteur a écrit la table avec des fichiers de suppression ou en version 3, que cette version de cauri lirait ou modifierait mal. Réécrivez-la là-bas sans eux : compactez-la, ou utilisez copy-on-write.",
    ),
    entry(
        "C0433",
        "Value that does not fit",
        "A value is too great, too long or too precise for the type of its column in the table. Nothing is rounded in silence. Widen the column or correct the value.",
        "Valeur qui ne tient pas",
        "Une valeur est trop grande, trop longue ou trop précise pour le type de sa colonne dans la table. Rien n'est arrondi en silence. Élargissez la colonne ou corrigez la valeur.",
    ),
    entry(
        "C0434",
        "Time too fine",
        "Iceberg v2 keeps microseconds. A value has a part finer than that, which would be lost.",
        "Heure trop fine",
        "Iceberg v2 garde les microsecondes. Une valeur a une part plus fine, qui serait perdue.",
    ),
    entry(
        "C0435",
        "Columns that differ",
        "The rows to be written have other columns than the table. Name the columns in the SELECT, or change the table first.",
        "Colonnes différentes",
        "Les lignes à écrire n'ont pas les colonnes de la table. Nommez les colonnes dans le SELECT, ou modifiez d'abord la table.",
    ),
    entry(
        "C0436",
        "NULL in a required column",
        "A row has no value in a column that requires one. Correct the row or make the column optional.",
        "NULL dans une colonne obligatoire",
        "Une ligne n'a pas de valeur dans une colonne obligatoire. Corrigez la ligne ou rendez la colonne facultative.",
    ),
    entry(
        "C0437",
        "Column not found",
        "The table has no column of this name. The hint names the nearest one.",
        "Colonne introuvable",
        "La table n'a pas de colonne de ce nom. Le conseil cite la plus proche.",
    ),
    entry(
        "C0438",
        "Table property that cannot be used",
        "A property of the table has a value that means nothing: a size that is no number, a codec that does not exist.",
        "Propriété de table inutilisable",
        "Une propriété de la table a une valeur qui ne veut rien dire : une taille qui n'est pas un nombre, une compression qui n'existe pas.",
    ),
    entry(
        "C0439",
        "Files of different partition specs",
        "Files that were written before and after a change of the partitioning cannot be added in one commit. Write them again.",
        "Fichiers de partitionnements différents",
        "Des fichiers écrits avant et après un changement de partitionnement ne peuvent pas être ajoutés ensemble. Réécrivez-les.",
    ),
    entry(
        "C0440",
        "Unknown partition spec",
        "A file names a partition spec that the table does not have: the metadata is damaged, or the file is another table's.",
        "Partitionnement inconnu",
        "Un fichier cite un partitionnement que la table n'a pas : les métadonnées sont abîmées, ou le fichier est celui d'une autre table.",
    ),
    entry(
        "C0441",
        "Files to be replaced are gone",
        "Another writer replaced or deleted files that this change was to replace. Nothing was written; run it again.",
        "Fichiers à remplacer disparus",
        "Un autre programme a remplacé ou supprimé des fichiers que cette modification devait remplacer. Rien n'a été écrit ; relancez.",
    ),
    entry(
        "C0442",
        "No partitions to overwrite",
        "INSERT OVERWRITE of partitions needs a partitioned table. Replace the whole table, or partition it.",
        "Pas de partitions à remplacer",
        "INSERT OVERWRITE de partitions demande une table partitionnée. Remplacez toute la table, ou partitionnez-la.",
    ),
    entry(
        "C0443",
        "Rows that cannot be converted",
        "Arrow failed to convert rows; the cause says why.",
        "Lignes impossibles à convertir",
        "Arrow n'a pas pu convertir des lignes ; la cause dit pourquoi.",
    ),
    entry(
        "C0444",
        "File that cannot be encoded",
        "Parquet failed to encode a file; the cause says why.",
        "Fichier impossible à encoder",
        "Parquet n'a pas pu encoder un fichier ; la cause dit pourquoi.",
    ),
    entry(
        "C0445",
        "Change of a column that is not possible",
        "A column changes only so that old files can still be read: int to bigint, float to double, a decimal to more digits, required to optional. A column that partitions or orders the table is not dropped.",
        "Modification de colonne impossible",
        "Une colonne ne change que si les anciens fichiers restent lisibles : int vers bigint, float vers double, decimal vers plus de chiffres, obligatoire vers facultatif. Une colonne qui partitionne ou trie la table ne se supprime pas.",
    ),
    entry(
        "C0446",
        "Branch or tag exists",
        "The table has a branch or tag of this name. Drop it first, or choose another name.",
        "Branche ou étiquette existante",
        "La table a une branche ou une étiquette de ce nom. Supprimez-la d'abord, ou choisissez un autre nom.",
    ),
    entry(
        "C0447",
        "The branch main",
        "Every table has the branch main; it is not dropped. Roll it back instead.",
        "La branche main",
        "Toute table a la branche main ; elle ne se supprime pas. Revenez plutôt à un état antérieur.",
    ),
    entry(
        "C0448",
        "Snapshot that is not an ancestor",
        "A rollback goes to a snapshot that main once was. This one is of another branch; use `set_current_snapshot` to go there all the same.",
        "Instantané qui n'est pas un ancêtre",
        "Un retour en arrière va à un instantané que main a été. Celui-ci est d'une autre branche ; `set_current_snapshot` permet d'y aller quand même.",
    ),
];

const fn entry(
    code: &'static str,
    title: &'static str,
    explanation: &'static str,
    title_fr: &'static str,
    explanation_fr: &'static str,
) -> CodeEntry {
    CodeEntry {
        code,
        title: Text { en: title, fr: title_fr },
        explanation: Text { en: explanation, fr: explanation_fr },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes that `error.rs` gives, read from its text so that no error is forgotten here.
    fn given() -> Vec<&'static str> {
        let source = include_str!("error.rs");
        source
            .split("=> \"C")
            .skip(1)
            .filter_map(|rest| source.find(rest).and_then(|at| source.get(at - 1..at + 4)))
            .collect()
    }

    #[test]
    fn every_code_is_explained_once_and_none_is_idle() {
        let mut given = given();
        given.sort_unstable();
        let listed: Vec<&str> = CODES.iter().map(|entry| entry.code).collect();
        assert!(given.len() > 40 && given.iter().all(|code| code.starts_with("C04") && code.len() == 5), "{given:?}");
        assert_eq!(listed, given);
    }

    #[test]
    fn both_languages_say_something_of_their_own() {
        for entry in CODES {
            assert_ne!(entry.explanation.en, entry.explanation.fr, "{}", entry.code);
            assert!(entry.explanation.en.ends_with('.') && entry.explanation.fr.ends_with('.'), "{}", entry.code);
            assert!(!entry.title.en.is_empty() && !entry.title.fr.ends_with('.'), "{}", entry.code);
        }
    }
}
