//! The codes C06xx: hints of this crate's errors, and what `cauri explain` says of them.

use cauri_core::{CodeEntry, Lang, Text, say};

use crate::error::PipelineError;

/// What to do about an error of this crate.
pub(crate) fn hint(error: &PipelineError, lang: Lang) -> Option<String> {
    let text = match error {
        PipelineError::AlreadyRunning { pid: Some(pid), .. } => say!(
            lang,
            "Wait until it has ended, or stop it with `kill {pid}`; the tables stay whole either way.",
            "Attendez qu'elle se termine, ou arrêtez-la avec `kill {pid}` ; dans les deux cas les tables restent entières."
        ),
        PipelineError::AlreadyRunning { pid: None, .. } => {
            say!(lang, "Wait until it has ended.", "Attendez qu'elle se termine.")
        }
        PipelineError::StateUnwritable { .. } => say!(
            lang,
            "Make the folder writable and check that the disk is not full, or give another one with `--project`.",
            "Donnez les droits d'écriture sur le dossier et vérifiez que le disque n'est pas plein, ou donnez-en un autre avec `--project`."
        ),
        PipelineError::TooManyQuarantined { stream, .. } => say!(
            lang,
            "Correct the source or its declaration in cauri.yml; or raise `max_quarantined_pct` of \"{stream}\" if these rows may stay out. The table is as it was.",
            "Corrigez la source ou sa déclaration dans cauri.yml ; ou augmentez `max_quarantined_pct` de « {stream} » si ces lignes peuvent rester dehors. La table est restée en l'état."
        ),
        PipelineError::ColumnMissing { nearest: Some(nearest), .. } => say!(
            lang,
            "Was it renamed to \"{nearest}\"? Map it in cauri.yml, or let it go with `contract: evolve`.",
            "A-t-elle été renommée en « {nearest} » ? Faites-la correspondre dans cauri.yml, ou laissez-la partir avec `contract: evolve`."
        ),
        PipelineError::ColumnMissing { nearest: None, .. } => say!(
            lang,
            "Map the column in cauri.yml, or let it go with `contract: evolve`.",
            "Faites correspondre la colonne dans cauri.yml, ou laissez-la partir avec `contract: evolve`."
        ),
        PipelineError::ColumnChangedType { column, .. } => say!(
            lang,
            "Declare the type of \"{column}\" under `columns` in cauri.yml: values that do not fit go to the quarantine.",
            "Déclarez le type de « {column} » sous `columns` dans cauri.yml : les valeurs qui n'y entrent pas vont en quarantaine."
        ),
        PipelineError::ColumnUnexpected { .. } => say!(
            lang,
            "Add the column to `columns` in cauri.yml, or set `contract: evolve`.",
            "Ajoutez la colonne à `columns` dans cauri.yml, ou mettez `contract: evolve`."
        ),
        PipelineError::UnknownStream { nearest: Some(nearest), .. } => {
            say!(lang, "Did you mean \"{nearest}\"?", "Vouliez-vous dire « {nearest} » ?")
        }
        PipelineError::UnknownStream { known, .. } => {
            let known = known.join(", ");
            say!(lang, "The sources of cauri.yml are: {known}.", "Les sources de cauri.yml sont : {known}.")
        }
        other => return hint_of_node(other, lang),
    };
    Some(text)
}

fn hint_of_node(error: &PipelineError, lang: Lang) -> Option<String> {
    let text = match error {
        PipelineError::BadSetting { setting, .. } => say!(
            lang,
            "Correct `{setting}` of this source in cauri.yml.",
            "Corrigez `{setting}` de cette source dans cauri.yml."
        ),
        PipelineError::TestCondition { .. } => {
            say!(lang, "Write it like `>= 10` or `!= 0`.", "Écrivez-le comme `>= 10` ou `!= 0`.")
        }
        PipelineError::TestCount { .. } => say!(
            lang,
            "Write an aggregate that counts, such as `count(*)` or `sum(n)`.",
            "Écrivez un agrégat qui compte, comme `count(*)` ou `sum(n)`."
        ),
        PipelineError::RelationName { .. } => {
            say!(lang, "Check schema and alias of the node.", "Vérifiez le schema et l'alias du nœud.")
        }
        PipelineError::StateDamaged { path, .. } => {
            let path = path.display();
            say!(
                lang,
                "Delete \"{path}\": it only saves work, and is written anew.",
                "Supprimez « {path} » : il ne fait qu'épargner du travail, et sera réécrit."
            )
        }
        PipelineError::CountsDisagree { .. } | PipelineError::Internal { .. } => say!(
            lang,
            "Please report it with the log of `CAURI_LOG=debug`. Nothing was committed.",
            "Merci de le signaler avec le journal de `CAURI_LOG=debug`. Rien n'a été validé."
        ),
        other => return hint_of_model(other, lang),
    };
    Some(text)
}

fn hint_of_model(error: &PipelineError, lang: Lang) -> Option<String> {
    let text = match error {
        PipelineError::UnsupportedMaterialization { materialization, .. } => {
            say!(
                lang,
                "Use view, table, incremental or ephemeral, or define `{{% materialization {materialization}, default %}}` in a macro file.",
                "Utilisez view, table, incremental ou ephemeral, ou définissez `{{% materialization {materialization}, default %}}` dans un fichier de macros."
            )
        }
        PipelineError::ReplacedMaterialization { materialization, .. } => {
            say!(
                lang,
                "Remove `{{% materialization {materialization} %}}` from the macros of the project.",
                "Retirez `{{% materialization {materialization} %}}` des macros du projet."
            )
        }
        PipelineError::IncrementalStrategy { .. } => say!(
            lang,
            "The strategies are append, merge, delete+insert, insert_overwrite (Spark) and microbatch; any other one is a macro get_incremental_<name>_sql of the project.",
            "Les stratégies sont append, merge, delete+insert, insert_overwrite (Spark) et microbatch ; toute autre est une macro get_incremental_<nom>_sql du projet."
        ),
        PipelineError::ModelColumnsChanged { .. } => say!(
            lang,
            "Rebuild it with `--full-refresh`, or set on_schema_change to append_new_columns.",
            "Reconstruisez-le avec `--full-refresh`, ou mettez on_schema_change à append_new_columns."
        ),
        PipelineError::MicrobatchSetting { setting, .. } => say!(
            lang,
            "Give `{setting}` in its config: a microbatch model needs event_time, begin and batch_size (hour, day, month or year).",
            "Donnez `{setting}` dans sa configuration : un modèle microbatch demande event_time, begin et batch_size (hour, day, month ou year)."
        ),
        PipelineError::PythonModel { .. } => say!(
            lang,
            "Write it in SQL, or leave it out with `--exclude` or `enabled: false`.",
            "Écrivez-le en SQL, ou laissez-le de côté avec `--exclude` ou `enabled: false`."
        ),
        other => return hint_of_promise(other, lang),
    };
    Some(text)
}

/// What to do about histories and contracts.
fn hint_of_promise(error: &PipelineError, lang: Lang) -> Option<String> {
    let text = match error {
        PipelineError::SnapshotTarget { .. } => say!(
            lang,
            "Put the settings back to what the history was made with, or rename the old table and begin a new history.",
            "Remettez les réglages avec lesquels l'historique a été fait, ou renommez l'ancienne table pour en commencer un nouveau."
        ),
        PipelineError::ContractBroken { .. } => say!(
            lang,
            "Change the query, or the columns and types in the properties file.",
            "Changez la requête, ou les colonnes et types dans le fichier de propriétés."
        ),
        PipelineError::ConstraintBroken { .. } => say!(
            lang,
            "The table is as it was. Correct the rows in the query, or drop the constraint.",
            "La table est telle qu'elle était. Corrigez les lignes dans la requête, ou retirez la contrainte."
        ),
        _ => return None,
    };
    Some(text)
}

const fn entry(code: &'static str, title: [&'static str; 2], explanation: [&'static str; 2]) -> CodeEntry {
    CodeEntry {
        code,
        title: Text { en: title[0], fr: title[1] },
        explanation: Text { en: explanation[0], fr: explanation[1] },
    }
}

/// Every code of this crate.
pub const CODES: &[CodeEntry] = &[
    entry(
        "C0601",
        ["another run is at work", "une autre exécution est en cours"],
        [
            "Commands that change tables take a lock on the project, so that two of them do not do the same work twice. The message names the process that holds it. The lock goes when that process ends, even when it is killed.",
            "Les commandes qui modifient des tables prennent un verrou sur le projet, pour que deux d'entre elles ne fassent pas deux fois le même travail. Le message nomme le processus qui le tient. Le verrou tombe quand ce processus se termine, même s'il est tué.",
        ],
    ),
    entry(
        "C0602",
        ["a file cannot be written", "un fichier ne peut pas être écrit"],
        [
            "cauri keeps the state of a project in .cauri/ and what it reports in target/. One of them cannot be written: the folder is read-only, or the disk is full. No table was changed by the node that failed.",
            "cauri garde l'état d'un projet dans .cauri/ et ses comptes rendus dans target/. L'un d'eux ne peut pas être écrit : le dossier est en lecture seule, ou le disque est plein. Le nœud en échec n'a modifié aucune table.",
        ],
    ),
    entry(
        "C0603",
        ["too many rows were not accepted", "trop de lignes n'ont pas été acceptées"],
        [
            "Rows that do not fit the declared columns go to the quarantine table of their source. When their share is above `max_quarantined_pct` (5 % by default), something more than a few cells is wrong: the wrong separator, encoding or file. Nothing is committed then.",
            "Les lignes qui n'entrent pas dans les colonnes déclarées vont dans la table de quarantaine de leur source. Quand leur part dépasse `max_quarantined_pct` (5 % par défaut), il ne s'agit plus de quelques cellules : mauvais séparateur, mauvais encodage ou mauvais fichier. Rien n'est alors validé.",
        ],
    ),
    entry(
        "C0604",
        ["the counts of a load disagree", "les comptes d'un chargement ne concordent pas"],
        [
            "Before each commit cauri checks that rows read = accepted + quarantined + duplicates. It does not hold, so nothing was committed. This is a mistake in cauri.",
            "Avant chaque validation, cauri vérifie que lignes lues = acceptées + en quarantaine + doublons. Ce n'est pas le cas, donc rien n'a été validé. C'est un défaut de cauri.",
        ],
    ),
    entry(
        "C0605",
        ["a column of a source changed its type", "une colonne d'une source a changé de type"],
        [
            "A file has a column whose values are of another type than the column of the Bronze table, and no value of the one is a value of the other: an integer became text, for instance. Declare the type in cauri.yml; values that do not fit then go to the quarantine, with their cell.",
            "Un fichier a une colonne dont les valeurs sont d'un autre type que celle de la table Bronze, sans conversion possible : un entier est devenu du texte, par exemple. Déclarez le type dans cauri.yml ; les valeurs qui n'y entrent pas vont alors en quarantaine, avec leur cellule.",
        ],
    ),
    entry(
        "C0606",
        ["a column of a source is gone", "une colonne d'une source a disparu"],
        [
            "The Bronze table has a column that the file has not. It may have been renamed. With `contract: evolve` (the default) a missing column that nothing declares gives NULL; a declared one, or any under another contract, stops the load.",
            "La table Bronze a une colonne que le fichier n'a pas. Elle a peut-être été renommée. Avec `contract: evolve` (par défaut), une colonne absente que rien ne déclare donne NULL ; une colonne déclarée, ou toute colonne sous un autre contrat, arrête le chargement.",
        ],
    ),
    entry(
        "C0607",
        ["a frozen source has a new column", "une source figée a une nouvelle colonne"],
        [
            "The source says `contract: freeze`, and a file has a column that its table has not. Nothing was loaded.",
            "La source dit `contract: freeze`, et un fichier a une colonne que sa table n'a pas. Rien n'a été chargé.",
        ],
    ),
    entry(
        "C0608",
        ["a setting of a source is not valid", "un réglage d'une source n'est pas valable"],
        [
            "The keys `contract` (evolve or freeze), `duplicates` (drop or keep) and `max_quarantined_pct` (a number from 0 to 100) of a source in cauri.yml are read by the load itself.",
            "Les clés `contract` (evolve ou freeze), `duplicates` (drop ou keep) et `max_quarantined_pct` (un nombre de 0 à 100) d'une source dans cauri.yml sont lues par le chargement lui-même.",
        ],
    ),
    entry(
        "C0609",
        ["there is no such source", "cette source n'existe pas"],
        [
            "`cauri ingest NAME` takes the names under `sources` in cauri.yml.",
            "`cauri ingest NOM` prend les noms qui sont sous `sources` dans cauri.yml.",
        ],
    ),
    entry(
        "C0610",
        ["a materialization is not supported", "une matérialisation n'est pas prise en charge"],
        [
            "cauri builds views, tables, incremental and ephemeral models, and seeds.",
            "cauri construit des vues, des tables, des modèles incrémentaux et éphémères, et des seeds.",
        ],
    ),
    entry(
        "C0611",
        ["an incremental strategy cannot be used", "une stratégie incrémentale ne peut pas servir"],
        [
            "`append` adds rows. `merge` replaces the rows that have the same unique_key and adds the others. `insert_overwrite` replaces the partitions that the query has rows for, and the whole table when it has no partitions.",
            "`append` ajoute des lignes. `merge` remplace les lignes qui ont la même unique_key et ajoute les autres. `insert_overwrite` remplace les partitions pour lesquelles la requête a des lignes, et toute la table si elle n'a pas de partition.",
        ],
    ),
    entry(
        "C0612",
        ["the columns of an incremental model changed", "les colonnes d'un modèle incrémental ont changé"],
        [
            "The model says `on_schema_change: fail`, and its query has other columns than its table. The table was not touched.",
            "Le modèle dit `on_schema_change: fail`, et sa requête a d'autres colonnes que sa table. La table n'a pas été touchée.",
        ],
    ),
    entry(
        "C0613",
        ["a condition of a test cannot be read", "une condition d'un test ne se lit pas"],
        [
            "`warn_if` and `error_if` compare the number of failing rows with a whole number, such as `>10` or `!= 0`.",
            "`warn_if` et `error_if` comparent le nombre de lignes en échec avec un nombre entier, comme `>10` ou `!= 0`.",
        ],
    ),
    entry(
        "C0614",
        ["a test's count is not a number", "le compte d'un test n'est pas un nombre"],
        [
            "`fail_calc` is an expression over the rows that a test finds; it must give one whole number.",
            "`fail_calc` est une expression sur les lignes qu'un test trouve ; elle doit donner un nombre entier.",
        ],
    ),
    entry(
        "C0615",
        ["a relation's name is not valid", "le nom d'une relation n'est pas valable"],
        [
            "A table's name and its namespace must not be empty and must not hold NUL or U+001F.",
            "Le nom d'une table et son espace de noms ne doivent pas être vides ni contenir NUL ou U+001F.",
        ],
    ),
    entry(
        "C0616",
        ["the run was interrupted", "l'exécution a été interrompue"],
        [
            "Nodes that had ended keep their results; those that were running changed nothing. The same command goes on from there.",
            "Les nœuds terminés gardent leur résultat ; ceux qui étaient en cours n'ont rien changé. La même commande reprend à cet endroit.",
        ],
    ),
    entry(
        "C0617",
        ["a state file is damaged", "un fichier d'état est endommagé"],
        [
            "A file under .cauri/ that remembers which tests passed cannot be read. It only saves work.",
            "Un fichier sous .cauri/ qui retient quels tests ont réussi ne se lit pas. Il ne fait qu'épargner du travail.",
        ],
    ),
    entry(
        "C0618",
        ["rows cannot be prepared", "des lignes ne peuvent pas être préparées"],
        [
            "Rows that a source gave could not be put into the columns of their table. The cause says which.",
            "Des lignes qu'une source a données n'ont pas pu être mises dans les colonnes de leur table. La cause dit lesquelles.",
        ],
    ),
    entry(
        "C0620",
        ["a materialization is replaced", "une matérialisation est remplacée"],
        [
            "The project has a materialization of its own for seeds or snapshots. cauri builds those itself, in one commit, and would pass it over. Materializations of models and tests are run.",
            "Le projet a sa propre matérialisation pour les seeds ou les snapshots. cauri les construit lui-même, en une seule validation, et ne la suivrait pas. Celles des modèles et des tests sont exécutées.",
        ],
    ),
    entry(
        "C0631",
        ["a microbatch model lacks a setting", "il manque un réglage à un modèle microbatch"],
        [
            "A model of the strategy microbatch is built in spans of time. It needs event_time (a column), begin (the earliest time) and batch_size (hour, day, month or year).",
            "Un modèle de la stratégie microbatch se construit par tranches de temps. Il demande event_time (une colonne), begin (le temps le plus ancien) et batch_size (hour, day, month ou year).",
        ],
    ),
    entry(
        "C0632",
        ["a model is written in Python", "un modèle est écrit en Python"],
        [
            "cauri builds models in SQL only. The model stays in the graph and in the artifacts; building it fails.",
            "cauri ne construit que des modèles en SQL. Le modèle reste dans le graphe et les artefacts ; sa construction échoue.",
        ],
    ),
    entry(
        "C0641",
        ["a snapshot cannot go on", "un snapshot ne peut pas continuer"],
        [
            "The relation that it writes to is a view, or a table without the columns of a history, such as dbt_scd_id and dbt_valid_to. It was left as it is.",
            "La relation dans laquelle il écrit est une vue, ou une table sans les colonnes d'un historique, comme dbt_scd_id et dbt_valid_to. Elle a été laissée telle quelle.",
        ],
    ),
    entry(
        "C0642",
        ["a model does not keep its contract", "un modèle ne tient pas son contrat"],
        [
            "The model has `contract: {enforced: true}`, and its query gives other columns or types than its properties declare. Its table was not touched.",
            "Le modèle a `contract: {enforced: true}`, et sa requête donne d'autres colonnes ou types que ses propriétés ne déclarent. Sa table n'a pas été touchée.",
        ],
    ),
    entry(
        "C0643",
        ["rows break a constraint", "des lignes ne respectent pas une contrainte"],
        [
            "A column of a model with an enforced contract is not_null, or has a check, and rows of the query break it. Nothing was written.",
            "Une colonne d'un modèle au contrat imposé est not_null, ou a un check, et des lignes de la requête ne le respectent pas. Rien n'a été écrit.",
        ],
    ),
    entry(
        "C0670",
        ["a source cannot be asked for its freshness", "une source ne peut pas dire sa fraîcheur"],
        [
            "The query for the last load failed; the cause says why. The other sources were asked.",
            "La requête du dernier chargement a échoué ; la cause dit pourquoi. Les autres sources ont été interrogées.",
        ],
    ),
    entry(
        "C0671",
        ["a freshness that is no date", "une fraîcheur qui n'est pas une date"],
        [
            "`loaded_at_field` and `loaded_at_query` give one date or time; a time without a zone is UTC.",
            "`loaded_at_field` et `loaded_at_query` donnent une date ou une heure ; une heure sans fuseau est en UTC.",
        ],
    ),
    entry(
        "C0672",
        ["a source without a snapshot", "une source sans instantané"],
        [
            "Without `loaded_at_field` the last snapshot of the source's table tells how fresh it is.",
            "Sans `loaded_at_field`, le dernier instantané de la table de la source dit sa fraîcheur.",
        ],
    ),
    entry(
        "C0699",
        ["a mistake in cauri", "un défaut de cauri"],
        [
            "Something that must always hold does not. Nothing was committed by the node that met it.",
            "Une chose qui doit toujours être vraie ne l'est pas. Le nœud concerné n'a rien validé.",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_all_explained() {
        assert!(CODES.windows(2).all(|pair| pair[0].code < pair[1].code));
        for entry in CODES {
            assert!(!entry.explanation.en.is_empty() && !entry.explanation.fr.is_empty(), "{}", entry.code);
        }
    }

    #[test]
    fn every_code_of_the_errors_is_listed() {
        // The match in `Diagnose::code` is the list of what exists; its text is read here so that
        // a new variant cannot forget its explanation.
        let source = include_str!("error.rs");
        let used = source.split('"').filter(|text| text.len() == 5 && text.starts_with("C06"));
        for code in used {
            assert!(CODES.iter().any(|entry| entry.code == code), "{code} is not explained");
        }
    }
}
