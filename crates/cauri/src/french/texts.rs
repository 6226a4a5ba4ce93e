//! The French texts of the help, by command and argument.
//!
//! A command without its own text for an argument takes the one under the empty command,
//! which holds the arguments that several commands share.

/// The text of `argument` of `command`; of the command itself when `argument` is empty.
pub(super) fn of(command: &str, argument: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(c, a, _)| *c == command && *a == argument).map(|(_, _, text)| *text)
}

/// The French of a heading of the help.
pub(super) fn heading(english: &str) -> &str {
    match english {
        "Project" => "Projet",
        "Selection" => "Sélection",
        "Execution" => "Exécution",
        other => other,
    }
}

const TEXTS: &[(&str, &str, &str)] = &[
    ("", "", "Un lakehouse d'indicateurs économiques, en un seul programme"),
    ("", "help", "Affiche cette aide"),
    ("", "version", "Affiche la version"),
    ("", "project", "Dossier du projet [par défaut : le dossier courant, ou celui au-dessus qui a un dbt_project.yml]"),
    ("", "profiles_dir", "Dossier de profiles.yml [par défaut : celui du projet, puis ~/.dbt]"),
    ("", "target", "Cible du profil à utiliser"),
    ("", "vars", "Variables qui remplacent celles du projet, en YAML : '{annee: 2024}'"),
    ("", "lang", "Langue des messages : en ou fr [par défaut : celle du système]"),
    ("", "quiet", "N'affiche que les résultats et les erreurs"),
    ("", "color", "Couleurs : auto, always (toujours) ou never (jamais) [par défaut : auto]"),
    ("", "select", "Nœuds à prendre : nom, chemin, tag:x, +nœud, nœud+, @nœud"),
    ("", "exclude", "Nœuds à laisser de côté"),
    ("", "selector", "Sélecteur de selectors.yml à utiliser"),
    ("", "resource_type", "Sortes de nœuds à prendre : model, test, seed, source"),
    ("", "exclude_resource_type", "Sortes de nœuds à laisser de côté"),
    (
        "",
        "indirect_selection",
        "Tests qu'une sélection entraîne : eager, cautious, buildable ou empty [par défaut : eager]",
    ),
    ("", "threads", "Nœuds construits en même temps [par défaut : les threads du profil, ou le nombre de cœurs]"),
    ("", "fail_fast", "Ne commence plus rien après le premier échec"),
    ("", "full_refresh", "Reconstruit les modèles incrémentaux à partir de toutes leurs entrées"),
    ("", "store_failures", "Garde dans des tables à part les lignes que les tests trouvent"),
    ("", "output", "Forme des lignes [par défaut : table sur un terminal, csv dans un tube]"),
    ("", "output_file", "Fichier où écrire les lignes, au lieu de la sortie standard"),
    ("", "table", "La table ; une partie du nom suffit si une seule table le porte"),
    ("init", "", "Écrit un nouveau projet qui fonctionne tel quel"),
    ("init", "dir", "Dossier où écrire le projet"),
    ("init", "name", "Nom du projet [par défaut : celui du dossier]"),
    (
        "refresh",
        "",
        "Charge toutes les sources, puis construit et teste les modèles ; ce qui n'a pas changé reste en place",
    ),
    ("refresh", "force", "Construit et teste aussi ce qui n'a pas changé"),
    ("ingest", "", "Charge les sources dans Bronze"),
    ("ingest", "sources", "Sources à charger, par leur nom [par défaut : toutes]"),
    ("run", "", "Construit les modèles"),
    ("build", "", "Construit seeds et modèles et les teste, dans l'ordre du graphe"),
    ("test", "", "Exécute les tests"),
    ("seed", "", "Charge les seeds (fichiers CSV du projet)"),
    ("snapshot", "", "Écrit les snapshots : garde l'historique des lignes qui changent"),
    ("compile", "", "Écrit le SQL des modèles et des tests dans target/compiled"),
    ("compile", "inline", "Requête avec ref(), source() et des macros à compiler à la place"),
    ("ls", "", "Liste les nœuds du projet"),
    (
        "ls",
        "output",
        "Ce qui est écrit de chaque nœud : selector, name, path ou json (un objet par ligne) ; ou table, csv, md",
    ),
    ("ls", "output_keys", "Clés des objets JSON"),
    ("show", "", "Montre les premières lignes que donnerait un modèle, ou une requête avec ref()"),
    ("show", "inline", "Requête avec ref(), source() et des macros à montrer à la place"),
    ("show", "limit", "Lignes à montrer ; -1 pour toutes"),
    ("sql", "", "Pose une requête, ou ouvre une invite"),
    ("sql", "query", "La requête, ou plusieurs séparées par « ; » [par défaut : ouvre une invite]"),
    ("sql", "file", "Fichier de requêtes à exécuter ; - pour l'entrée standard"),
    ("sql", "timer", "Dit le temps que chaque requête a pris"),
    ("tables", "", "Liste les tables du lakehouse"),
    ("tables", "namespace", "Seulement les tables de cet espace de noms, comme default_gold"),
    ("history", "", "Montre les instantanés d'une table"),
    ("diff", "", "Montre les chiffres qui ont changé entre deux instantanés d'une table"),
    ("diff", "from", "État de départ : numéro d'instantané, étiquette, date, ou « previous » (le précédent)"),
    ("diff", "to", "État d'arrivée : numéro d'instantané, étiquette, date, ou « current » (l'actuel)"),
    ("diff", "key", "Colonnes qui nomment une ligne [par défaut : le unique_key du modèle]"),
    ("rollback", "", "Ramène une table à un instantané antérieur ; son historique est conservé"),
    ("rollback", "to", "État où revenir : numéro d'instantané, étiquette, date, ou « previous » (le précédent)"),
    ("tag", "", "Donne un nom à un instantané d'une table, pour qu'il reste"),
    ("tag", "name", "Nom de l'étiquette"),
    ("tag", "at", "État à nommer : numéro d'instantané, étiquette, date, « previous » ou « current »"),
    ("tag", "delete", "Supprime l'étiquette au lieu de la poser"),
    ("clean", "", "Supprime ce que les commandes écrivent à côté du lakehouse (target/)"),
    ("clean", "lakehouse", "Supprime aussi le lakehouse local : catalogue, tables et fichiers bruts sous .cauri"),
    ("explain", "", "Explique un code d'erreur, comme C0214"),
    ("explain", "code", "Le code ; sans lui, tous les codes sont listés"),
    ("completion", "", "Écrit le script de complétion d'un interpréteur de commandes"),
    ("completion", "shell", "L'interpréteur : bash, elvish, fish, powershell ou zsh"),
];
