//! Every error code of cauri, in order, for `cauri explain`; and this crate's own, C07xx.

use cauri_core::{CodeEntry, Text};

/// All codes of all crates, in order.
pub(crate) fn all() -> Vec<&'static CodeEntry> {
    let lists: [&'static [CodeEntry]; 7] = [
        cauri_project::CODES,
        cauri_source::CODES,
        cauri_lake::CODES,
        cauri_engine::CODES,
        cauri_pipeline::CODES,
        cauri_server::CODES,
        CODES,
    ];
    let mut all: Vec<&CodeEntry> = lists.into_iter().flatten().collect();
    all.sort_by_key(|entry| entry.code);
    all
}

const fn entry(code: &'static str, title: [&'static str; 2], explanation: [&'static str; 2]) -> CodeEntry {
    CodeEntry {
        code,
        title: Text { en: title[0], fr: title[1] },
        explanation: Text { en: explanation[0], fr: explanation[1] },
    }
}

/// The codes of the command line.
pub(crate) const CODES: &[CodeEntry] = &[
    entry(
        "C0701",
        ["an unknown code", "un code inconnu"],
        [
            "`cauri explain` takes a code as error messages show it: C and four digits.",
            "`cauri explain` prend un code comme les messages d'erreur le montrent : C et quatre chiffres.",
        ],
    ),
    entry(
        "C0702",
        ["an ambiguous table name", "un nom de table ambigu"],
        [
            "A table may be named by its last part alone, or with a layer instead of its namespace (gold.x for default_gold.x), as long as only one table fits.",
            "Une table peut être nommée par sa dernière partie seule, ou avec une couche au lieu de son espace de noms (gold.x pour default_gold.x), tant qu'une seule table convient.",
        ],
    ),
    entry(
        "C0703",
        ["an unknown table", "une table inconnue"],
        [
            "No table or view has the name, or a part of it. Tables exist once a run has built them.",
            "Aucune table ni vue ne porte ce nom, même en partie. Les tables existent une fois qu'une exécution les a construites.",
        ],
    ),
    entry(
        "C0704",
        ["a view where a table is needed", "une vue là où il faut une table"],
        [
            "A view is a stored query: it has no rows of its own and therefore no snapshots. Its history is that of the tables it reads.",
            "Une vue est une requête enregistrée : elle n'a pas de lignes à elle, donc pas d'instantanés. Son histoire est celle des tables qu'elle lit.",
        ],
    ),
    entry(
        "C0705",
        ["an unknown snapshot", "un instantané inconnu"],
        [
            "A state of a table is named by a snapshot id, a tag or branch, a time such as 2024-12-31 or 2024-12-31T18:00:00Z, `current`, or `previous` (the snapshot before the current one).",
            "Un état d'une table se nomme par un numéro d'instantané, une étiquette ou une branche, une date comme 2024-12-31 ou 2024-12-31T18:00:00Z, `current`, ou `previous` (l'instantané avant l'actuel).",
        ],
    ),
    entry(
        "C0706",
        ["there is no earlier snapshot", "il n'y a pas d'instantané antérieur"],
        ["The current snapshot of the table is its first one.", "L'instantané actuel de la table est le premier."],
    ),
    entry(
        "C0707",
        ["a comparison without a key", "une comparaison sans clé"],
        [
            "`cauri diff` compares rows by the columns that name them. It takes them from `--key`, else from the `unique_key` of the model, else from its tests of uniqueness.",
            "`cauri diff` compare les lignes par les colonnes qui les nomment. Il les prend dans `--key`, sinon dans le `unique_key` du modèle, sinon dans ses tests d'unicité.",
        ],
    ),
    entry(
        "C0708",
        ["an unknown key column", "une colonne de clé inconnue"],
        [
            "A column of the key is not in both states of the table.",
            "Une colonne de la clé n'est pas dans les deux états de la table.",
        ],
    ),
    entry(
        "C0709",
        ["a key that does not name one row", "une clé qui ne nomme pas une seule ligne"],
        [
            "Several rows of one state have the same values in the columns of the key, so it cannot be said which of them became which.",
            "Plusieurs lignes d'un état ont les mêmes valeurs dans les colonnes de la clé ; on ne peut donc pas dire laquelle est devenue laquelle.",
        ],
    ),
    entry(
        "C0710",
        ["results cannot be written", "les résultats ne peuvent pas être écrits"],
        [
            "The file of `--output-file` or `.output` cannot be created or written.",
            "Le fichier de `--output-file` ou de `.output` ne peut pas être créé ou écrit.",
        ],
    ),
    entry(
        "C0711",
        ["Parquet on a terminal", "du Parquet sur un terminal"],
        [
            "Parquet files are binary; on a terminal they would show as noise.",
            "Les fichiers Parquet sont binaires ; sur un terminal, ils ne donneraient que du bruit.",
        ],
    ),
    entry(
        "C0712",
        ["a file cannot be read", "un fichier ne peut pas être lu"],
        [
            "The file of `cauri sql --file` or `.read` does not exist, cannot be opened, or is not UTF-8.",
            "Le fichier de `cauri sql --file` ou de `.read` n'existe pas, ne s'ouvre pas, ou n'est pas en UTF-8.",
        ],
    ),
    entry(
        "C0713",
        ["the folder has a project already", "le dossier a déjà un projet"],
        ["`cauri init` never overwrites a file.", "`cauri init` n'écrase jamais un fichier."],
    ),
    entry(
        "C0714",
        ["a name that no project can have", "un nom qu'aucun projet ne peut avoir"],
        [
            "dbt's rule: letters, digits and underscores, beginning with a letter or an underscore.",
            "La règle de dbt : lettres, chiffres et tirets bas, en commençant par une lettre ou un tiret bas.",
        ],
    ),
    entry(
        "C0715",
        ["no project here", "pas de projet ici"],
        [
            "A project is a folder with a dbt_project.yml. cauri looks in the folder of `--project`, else in CAURI_PROJECT_DIR, else in the current folder and those above it.",
            "Un projet est un dossier avec un dbt_project.yml. cauri cherche dans le dossier de `--project`, sinon dans CAURI_PROJECT_DIR, sinon dans le dossier courant et ceux au-dessus.",
        ],
    ),
    entry(
        "C0716",
        ["variables that cannot be read", "des variables illisibles"],
        ["`--vars` takes a YAML or JSON mapping.", "`--vars` prend une table YAML ou JSON."],
    ),
    entry(
        "C0717",
        ["an unknown word for an option", "un mot inconnu pour une option"],
        [
            "The option takes one of the words that the hint lists.",
            "L'option prend l'un des mots que le conseil énumère.",
        ],
    ),
    entry(
        "C0718",
        ["`show` needs one model", "`show` demande un modèle"],
        [
            "`cauri show` shows the rows of one model or query.",
            "`cauri show` montre les lignes d'un modèle ou d'une requête.",
        ],
    ),
    entry(
        "C0719",
        ["errors in the project", "des erreurs dans le projet"],
        [
            "All errors that were found in the project's files are listed, by file and line.",
            "Toutes les erreurs trouvées dans les fichiers du projet sont listées, par fichier et ligne.",
        ],
    ),
    entry(
        "C0730",
        ["an unknown word in an environment variable", "un mot inconnu dans une variable d'environnement"],
        [
            "Every global flag of dbt has a variable, such as DBT_FAIL_FAST for --fail-fast; switches take true or false, 1 or 0, yes or no.",
            "Chaque option globale de dbt a une variable, comme DBT_FAIL_FAST pour --fail-fast ; les bascules prennent true ou false, 1 ou 0, yes ou no.",
        ],
    ),
    entry(
        "C0731",
        ["an option that cauri does not follow", "une option que cauri ne suit pas"],
        [
            "Options of dbt that only tune its own caches and parsers are accepted and change nothing. One that would leave something undone is refused.",
            "Les options de dbt qui ne règlent que ses propres caches et analyseurs sont acceptées et ne changent rien. Une option qui laisserait quelque chose de côté est refusée.",
        ],
    ),
    entry(
        "C0732",
        ["options that exclude each other", "des options qui s'excluent"],
        ["Only one of the two can hold.", "Une seule des deux peut valoir."],
    ),
    entry(
        "C0733",
        ["a warning that is an error", "un avertissement qui est une erreur"],
        [
            "With --warn-error, or where --warn-error-options says so, what is odd in a project stops the command.",
            "Avec --warn-error, ou là où --warn-error-options le dit, ce qui est étrange dans un projet arrête la commande.",
        ],
    ),
    entry(
        "C0734",
        ["a clean-target that is not deleted", "un clean-target qui n'est pas supprimé"],
        [
            "`clean` deletes what commands write. It refuses the project itself, its resource folders, its tables, and folders outside of the project.",
            "`clean` supprime ce que les commandes écrivent. Il refuse le projet lui-même, ses dossiers de ressources, ses tables, et les dossiers en dehors du projet.",
        ],
    ),
    entry(
        "C0740",
        ["an entry of packages.yml that is no package", "une entrée de packages.yml qui n'est pas un paquet"],
        [
            "packages.yml lists packages: from dbt's hub (`package`, `version`), a git repository (`git`, `revision`, `subdirectory`), a folder (`local`) or an archive (`tarball`, `name`).",
            "packages.yml liste des paquets : du hub de dbt (`package`, `version`), d'un dépôt git (`git`, `revision`, `subdirectory`), d'un dossier (`local`) ou d'une archive (`tarball`, `name`).",
        ],
    ),
    entry(
        "C0741",
        ["a package that is no project", "un paquet qui n'est pas un projet"],
        [
            "A package is a dbt project: a folder with a dbt_project.yml.",
            "Un paquet est un projet dbt : un dossier avec un dbt_project.yml.",
        ],
    ),
    entry(
        "C0742",
        ["git failed for a package", "git a échoué pour un paquet"],
        [
            "Packages of type git are fetched by the git program, which asks nobody for a password.",
            "Les paquets de type git sont pris par le programme git, qui ne demande de mot de passe à personne.",
        ],
    ),
    entry(
        "C0743",
        ["a file of a package cannot be read or written", "un fichier de paquet ne peut pas être lu ou écrit"],
        [
            "Packages are written into dbt_packages, or where packages-install-path says.",
            "Les paquets sont écrits dans dbt_packages, ou là où packages-install-path le dit.",
        ],
    ),
    entry(
        "C0744",
        ["a broken archive", "une archive inutilisable"],
        [
            "An archive is a .tar.gz with one folder in it, the package. Names that lead out of it are refused.",
            "Une archive est un .tar.gz avec un seul dossier dedans, le paquet. Les noms qui en sortent sont refusés.",
        ],
    ),
    entry(
        "C0745",
        ["the hub or an archive cannot be reached", "le hub ou une archive est hors d'atteinte"],
        [
            "Packages of the hub need the network. A package that lies in dbt_packages already needs none.",
            "Les paquets du hub ont besoin du réseau. Un paquet qui est déjà dans dbt_packages n'en a pas besoin.",
        ],
    ),
    entry(
        "C0746",
        ["no version of a package fits", "aucune version d'un paquet ne convient"],
        [
            "All who ask for a package must agree on a version. Versions that are not final count only with install_prerelease.",
            "Tous ceux qui demandent un paquet doivent s'accorder sur une version. Les versions non finales ne comptent qu'avec install_prerelease.",
        ],
    ),
    entry(
        "C0747",
        ["packages that do not go together", "des paquets qui ne vont pas ensemble"],
        [
            "A package is there once, in one version and from one place, and its name is that of one project.",
            "Un paquet n'est là qu'une fois, dans une version et d'un seul endroit, et son nom est celui d'un seul projet.",
        ],
    ),
    entry(
        "C0748",
        ["a private package of dbt's platform", "un paquet privé de la plateforme de dbt"],
        [
            "`private:` asks dbt's own platform, which cauri does not know.",
            "`private:` interroge la plateforme de dbt, que cauri ne connaît pas.",
        ],
    ),
    entry(
        "C0760",
        ["there is no such column", "il n'y a pas de telle colonne"],
        [
            "`cauri lineage` follows a column of a table or view of the project. `cauri lineage TABLE` lists them all.",
            "`cauri lineage` suit une colonne d'une table ou vue du projet. `cauri lineage TABLE` les liste toutes.",
        ],
    ),
    entry(
        "C0780",
        ["nothing to defer to", "rien vers quoi différer"],
        [
            "`--defer` reads models that are not built here where an earlier run built them; its manifest.json says where.",
            "`--defer` lit les modèles non construits ici là où une exécution passée les a construits ; son manifest.json dit où.",
        ],
    ),
    entry(
        "C0781",
        ["no folder for the state", "pas de dossier pour l'état"],
        [
            "`--state` and `--defer-state` name a folder, relative to the project, with the artifacts of an earlier run.",
            "`--state` et `--defer-state` nomment un dossier, relatif au projet, avec les artefacts d'une exécution passée.",
        ],
    ),
    entry(
        "C0782",
        ["a state without a manifest", "un état sans manifeste"],
        [
            "Deferral needs the manifest.json of the earlier run, which knows the relations that it built.",
            "Différer demande le manifest.json de l'exécution passée, qui connaît les relations qu'elle a construites.",
        ],
    ),
    entry(
        "C0783",
        ["an artifact that cannot be read", "un artefact illisible"],
        [
            "manifest.json, run_results.json and sources.json are JSON; this one is cut off or something else.",
            "manifest.json, run_results.json et sources.json sont du JSON ; celui-ci est tronqué ou autre chose.",
        ],
    ),
    entry(
        "C0784",
        ["no run to retry", "pas d'exécution à reprendre"],
        [
            "`cauri retry` goes on from the run_results.json of the last run, or from where an interrupted run was.",
            "`cauri retry` repart du run_results.json de la dernière exécution, ou de là où une exécution interrompue en était.",
        ],
    ),
    entry(
        "C0785",
        ["a command that cannot be retried", "une commande qui ne se reprend pas"],
        [
            "Only commands that work on nodes one by one know which of them failed.",
            "Seules les commandes qui traitent des nœuds un à un savent lesquels ont échoué.",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_used_twice() {
        let all = all();
        assert!(all.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn every_code_of_the_command_line_is_explained() {
        let source = include_str!("error.rs");
        for code in source.split('"').filter(|text| text.len() == 5 && text.starts_with("C07")) {
            assert!(CODES.iter().any(|entry| entry.code == code), "{code} is not explained");
        }
    }
}
