//! The codes of this crate's errors, as `cauri explain` prints them.

use cauri_core::{CodeEntry, Text};

/// Every code of this crate, in order.
pub const CODES: &[CodeEntry] = &[
    CodeEntry {
        code: "C0201",
        title: Text { en: "A file of the project cannot be read", fr: "Un fichier du projet est illisible" },
        explanation: Text {
            en: "The file does not exist, may not be read by you, or is not UTF-8. Save text files as UTF-8.",
            fr: "Le fichier n'existe pas, vous n'avez pas le droit de le lire, ou il n'est pas en UTF-8. Enregistrez les fichiers de texte en UTF-8.",
        },
    },
    CodeEntry {
        code: "C0202",
        title: Text { en: "There is no project in this folder", fr: "Il n'y a pas de projet dans ce dossier" },
        explanation: Text {
            en: "A project is a folder with a dbt_project.yml. Change to it, name it with `--project`, or start one with `cauri init`.",
            fr: "Un projet est un dossier qui contient un dbt_project.yml. Placez-vous dedans, indiquez-le avec `--project`, ou créez-en un avec `cauri init`.",
        },
    },
    CodeEntry {
        code: "C0203",
        title: Text { en: "A file is not YAML", fr: "Un fichier n'est pas du YAML" },
        explanation: Text {
            en: "The parser stopped at the line that is named. Often a colon is inside of a text without quotes, or a line is indented by one space too many.",
            fr: "L'analyse s'est arrêtée à la ligne indiquée. Souvent, un deux-points se trouve dans un texte sans guillemets, ou une ligne est décalée d'une espace de trop.",
        },
    },
    CodeEntry {
        code: "C0204",
        title: Text {
            en: "A line of YAML is indented with a tab",
            fr: "Une ligne de YAML est indentée par une tabulation",
        },
        explanation: Text {
            en: "YAML allows spaces only. Let your editor insert spaces for tabs.",
            fr: "YAML n'admet que des espaces. Réglez votre éditeur pour qu'il insère des espaces.",
        },
    },
    CodeEntry {
        code: "C0205",
        title: Text { en: "A key is set twice", fr: "Une clé est définie deux fois" },
        explanation: Text {
            en: "dbt would take the second one in silence; cauri asks you to keep one of the two.",
            fr: "dbt prendrait la seconde sans rien dire ; cauri vous demande de n'en garder qu'une.",
        },
    },
    CodeEntry {
        code: "C0206",
        title: Text { en: "A value has the wrong type", fr: "Une valeur n'est pas du bon type" },
        explanation: Text {
            en: "The key needs, for example, a list (`- x`) where a text stands, or true or false where a number stands.",
            fr: "La clé attend par exemple une liste (`- x`) là où se trouve un texte, ou vrai ou faux là où se trouve un nombre.",
        },
    },
    CodeEntry {
        code: "C0207",
        title: Text {
            en: "A value is not among the known ones",
            fr: "Une valeur ne fait pas partie des valeurs connues",
        },
        explanation: Text {
            en: "The key knows only the values that the hint lists.",
            fr: "La clé ne connaît que les valeurs que le conseil énumère.",
        },
    },
    CodeEntry {
        code: "C0208",
        title: Text { en: "A key is missing", fr: "Il manque une clé" },
        explanation: Text {
            en: "The entry cannot be used without it. Every model, source, column and test of a properties file needs at least a `name`.",
            fr: "L'entrée est inutilisable sans elle. Chaque modèle, source, colonne et test d'un fichier de propriétés a besoin au moins d'un `name`.",
        },
    },
    CodeEntry {
        code: "C0209",
        title: Text {
            en: "A package asks for another version of dbt",
            fr: "Un paquet demande une autre version de dbt",
        },
        explanation: Text {
            en: "`require-dbt-version` does not include the version that cauri answers for.",
            fr: "`require-dbt-version` n'inclut pas la version pour laquelle cauri répond.",
        },
    },
    CodeEntry {
        code: "C0210",
        title: Text { en: "A package is missing", fr: "Il manque un paquet" },
        explanation: Text {
            en: "packages.yml names it and the packages folder does not hold it. Unpack it there, or remove the entry.",
            fr: "packages.yml le nomme et le dossier des paquets ne le contient pas. Décompressez-le à cet endroit, ou retirez l'entrée.",
        },
    },
    CodeEntry {
        code: "C0211",
        title: Text { en: "Two packages have one name", fr: "Deux paquets portent le même nom" },
        explanation: Text {
            en: "The name of a package is the `name` of its dbt_project.yml, not that of its folder.",
            fr: "Le nom d'un paquet est le `name` de son dbt_project.yml, et non celui de son dossier.",
        },
    },
    CodeEntry {
        code: "C0212",
        title: Text { en: "The profile or target does not exist", fr: "Le profil ou la cible n'existe pas" },
        explanation: Text {
            en: "`profile` of dbt_project.yml or `--profile` names a top-level key of profiles.yml; `--target` names one of its `outputs`.",
            fr: "`profile` de dbt_project.yml ou `--profile` désigne une clé de premier niveau de profiles.yml ; `--target` désigne l'une de ses `outputs`.",
        },
    },
    CodeEntry {
        code: "C0213",
        title: Text { en: "A tag or block is not closed", fr: "Une balise ou un bloc n'est pas fermé" },
        explanation: Text {
            en: "Every `{% if %}`, `{% for %}`, `{% macro %}` and the like needs its `{% end.. %}`, every `{{` its `}}`.",
            fr: "Chaque `{% if %}`, `{% for %}`, `{% macro %}` et autre bloc a besoin de son `{% end.. %}`, chaque `{{` de son `}}`.",
        },
    },
    CodeEntry {
        code: "C0214",
        title: Text { en: "ref() names what does not exist", fr: "ref() nomme ce qui n'existe pas" },
        explanation: Text {
            en: "The name is that of a model, seed or snapshot: the name of its file without its ending, whatever folder it lies in.",
            fr: "Le nom est celui d'un modèle, d'une table CSV ou d'un historique : le nom de son fichier sans l'extension, quel que soit le dossier.",
        },
    },
    CodeEntry {
        code: "C0215",
        title: Text { en: "source() names what does not exist", fr: "source() nomme ce qui n'existe pas" },
        explanation: Text {
            en: "The two arguments are the name of a source and of one of its tables, as a properties file declares them under `sources:`.",
            fr: "Les deux arguments sont le nom d'une source et celui de l'une de ses tables, tels qu'un fichier de propriétés les déclare sous `sources:`.",
        },
    },
    CodeEntry {
        code: "C0216",
        title: Text { en: "doc() names no block", fr: "doc() ne nomme aucun bloc" },
        explanation: Text {
            en: "Blocks of documentation are written in Markdown files of the project: `{% docs name %}..{% enddocs %}`.",
            fr: "Les blocs de documentation s'écrivent dans les fichiers Markdown du projet : `{% docs nom %}..{% enddocs %}`.",
        },
    },
    CodeEntry {
        code: "C0217",
        title: Text { en: "A macro does not exist", fr: "Une macro n'existe pas" },
        explanation: Text {
            en: "A bare name is looked up in the own package, in the project and among the internal macros. Macros of other packages need the name of their package: `dbt_utils.star(..)`.",
            fr: "Un nom seul est cherché dans le paquet même, dans le projet et parmi les macros internes. Les macros d'autres paquets demandent le nom du paquet : `dbt_utils.star(..)`.",
        },
    },
    CodeEntry {
        code: "C0218",
        title: Text { en: "adapter.dispatch finds no macro", fr: "adapter.dispatch ne trouve aucune macro" },
        explanation: Text {
            en: "No package has the macro under a prefix of the adapter or `default__`.",
            fr: "Aucun paquet n'a la macro sous un préfixe de l'adaptateur ou sous `default__`.",
        },
    },
    CodeEntry {
        code: "C0219",
        title: Text { en: "A variable has no value", fr: "Une variable n'a pas de valeur" },
        explanation: Text {
            en: "`var('x')` without a default needs `x` under `vars:` of dbt_project.yml or in `--vars`.",
            fr: "`var('x')` sans valeur par défaut demande `x` sous `vars:` dans dbt_project.yml ou dans `--vars`.",
        },
    },
    CodeEntry {
        code: "C0220",
        title: Text { en: "An environment variable is not set", fr: "Une variable d'environnement n'est pas définie" },
        explanation: Text {
            en: "`env_var('X')` without a default needs X in the environment of the command.",
            fr: "`env_var('X')` sans valeur par défaut demande X dans l'environnement de la commande.",
        },
    },
    CodeEntry {
        code: "C0221",
        title: Text { en: "A required setting is missing", fr: "Il manque un réglage obligatoire" },
        explanation: Text {
            en: "The template calls `config.require(..)` for a setting that the node has not.",
            fr: "Le modèle Jinja appelle `config.require(..)` pour un réglage que le nœud n'a pas.",
        },
    },
    CodeEntry {
        code: "C0222",
        title: Text { en: "The Jinja of a file fails", fr: "Le Jinja d'un fichier échoue" },
        explanation: Text {
            en: "The line is that of the model or of the macro in which it happened, not of the compiled SQL.",
            fr: "La ligne est celle du modèle ou de la macro où cela s'est produit, et non celle du SQL compilé.",
        },
    },
    CodeEntry {
        code: "C0223",
        title: Text { en: "The project raised an error", fr: "Le projet a levé une erreur" },
        explanation: Text {
            en: "A template called `exceptions.raise_compiler_error(..)`. The text is its own.",
            fr: "Un modèle Jinja a appelé `exceptions.raise_compiler_error(..)`. Le texte est le sien.",
        },
    },
    CodeEntry {
        code: "C0224",
        title: Text {
            en: "A macro or a variable calls itself without end",
            fr: "Une macro ou une variable s'appelle elle-même sans fin",
        },
        explanation: Text {
            en: "Macros called each other so often that no end is to be expected, or the text of a variable asks for the variable itself.",
            fr: "Des macros se sont appelées si souvent qu'aucune fin n'est à attendre, ou le texte d'une variable demande la variable elle-même.",
        },
    },
    CodeEntry {
        code: "C0225",
        title: Text {
            en: "A template uses what cauri does not have",
            fr: "Un modèle Jinja utilise ce que cauri n'a pas",
        },
        explanation: Text {
            en: "cauri stops here, because going on would give another answer than dbt.",
            fr: "cauri s'arrête ici, car continuer donnerait une autre réponse que dbt.",
        },
    },
    CodeEntry {
        code: "C0226",
        title: Text {
            en: "A template's question to the lake failed",
            fr: "La question d'un modèle Jinja à l'entrepôt a échoué",
        },
        explanation: Text {
            en: "Templates may run queries while they are compiled, for example with `run_query`. The cause is that of the query.",
            fr: "Les modèles Jinja peuvent exécuter des requêtes pendant la compilation, par exemple avec `run_query`. La cause est celle de la requête.",
        },
    },
    CodeEntry {
        code: "C0227",
        title: Text { en: "A name is taken", fr: "Un nom est déjà pris" },
        explanation: Text {
            en: "Models, seeds and snapshots of a package share one set of names; so do the macros of a package.",
            fr: "Les modèles, tables CSV et historiques d'un paquet partagent un même ensemble de noms ; les macros d'un paquet aussi.",
        },
    },
    CodeEntry {
        code: "C0228",
        title: Text { en: "Two nodes have one relation", fr: "Deux nœuds ont la même relation" },
        explanation: Text {
            en: "Schema and alias together must be unique: the later node would overwrite the earlier one.",
            fr: "Le schéma et l'alias ensemble doivent être uniques : le second nœud écraserait le premier.",
        },
    },
    CodeEntry {
        code: "C0229",
        title: Text { en: "A test does not exist", fr: "Un test n'existe pas" },
        explanation: Text {
            en: "A generic test `x` is a block `{% test x(..) %}` of the project or of a package.",
            fr: "Un test générique `x` est un bloc `{% test x(..) %}` du projet ou d'un paquet.",
        },
    },
    CodeEntry {
        code: "C0230",
        title: Text { en: "A test is written in a wrong way", fr: "Un test est mal écrit" },
        explanation: Text {
            en: "Below `data_tests:` stands a list of names, each alone or as the one key of a mapping with its arguments.",
            fr: "Sous `data_tests:` se trouve une liste de noms, chacun seul ou comme unique clé d'un ensemble avec ses arguments.",
        },
    },
    CodeEntry {
        code: "C0231",
        title: Text { en: "Models form a cycle", fr: "Les modèles forment un cycle" },
        explanation: Text {
            en: "Each model in the list refers to the next one. One of the references has to go.",
            fr: "Chaque modèle de la liste fait référence au suivant. L'une des références doit disparaître.",
        },
    },
    CodeEntry {
        code: "C0232",
        title: Text {
            en: "A row of a seed has the wrong number of fields",
            fr: "Une ligne d'une table CSV n'a pas le bon nombre de champs",
        },
        explanation: Text {
            en: "Often a comma stands in a text without quotes, or the file has another separator; set `delimiter` then.",
            fr: "Souvent, une virgule se trouve dans un texte sans guillemets, ou le fichier a un autre séparateur ; réglez alors `delimiter`.",
        },
    },
    CodeEntry {
        code: "C0233",
        title: Text { en: "A seed is not CSV", fr: "Une table CSV n'est pas du CSV" },
        explanation: Text {
            en: "The header is empty or has a name twice, or a quote is not closed.",
            fr: "L'en-tête est vide ou contient deux fois un nom, ou un guillemet n'est pas fermé.",
        },
    },
    CodeEntry {
        code: "C0234",
        title: Text { en: "A selector cannot be read", fr: "Un sélecteur est illisible" },
        explanation: Text {
            en: "`@` and a `+` at the end exclude each other; the value of some methods has a form of its own.",
            fr: "`@` et un `+` final s'excluent ; la valeur de certaines méthodes a sa propre forme.",
        },
    },
    CodeEntry {
        code: "C0235",
        title: Text { en: "A selector method does not exist", fr: "Une méthode de sélection n'existe pas" },
        explanation: Text {
            en: "What stands before the colon is not a method of dbt.",
            fr: "Ce qui précède le deux-points n'est pas une méthode de dbt.",
        },
    },
    CodeEntry {
        code: "C0236",
        title: Text { en: "A selector needs a former state", fr: "Un sélecteur a besoin d'un état passé" },
        explanation: Text {
            en: "`state:`, `result:` and `source_status:` compare with the artifacts of another run.",
            fr: "`state:`, `result:` et `source_status:` comparent avec les artefacts d'une autre exécution.",
        },
    },
    CodeEntry {
        code: "C0237",
        title: Text { en: "A named selector does not exist", fr: "Un sélecteur nommé n'existe pas" },
        explanation: Text {
            en: "`--selector` takes a name of selectors.yml; a selector may use those that stand before it.",
            fr: "`--selector` prend un nom de selectors.yml ; un sélecteur peut utiliser ceux qui le précèdent.",
        },
    },
    CodeEntry {
        code: "C0238",
        title: Text { en: "A node does not exist", fr: "Un nœud n'existe pas" },
        explanation: Text {
            en: "The id is not that of an enabled node of the project.",
            fr: "L'identifiant n'est pas celui d'un nœud actif du projet.",
        },
    },
    CodeEntry {
        code: "C0260",
        title: Text { en: "A model broke its contract", fr: "Un modèle a rompu son contrat" },
        explanation: Text {
            en: "Compared with the state, a model with an enforced contract lost a column, a type or a constraint that readers rely on. For a versioned model this is an error, for others a warning.",
            fr: "Comparé à l'état, un modèle au contrat imposé a perdu une colonne, un type ou une contrainte dont dépendent ses lecteurs. Pour un modèle à versions c'est une erreur, pour les autres un avertissement.",
        },
    },
    CodeEntry {
        code: "C0261",
        title: Text { en: "A unit test is not written well", fr: "Un test unitaire est mal écrit" },
        explanation: Text {
            en: "A unit test names a model, gives rows for what the model reads, and the rows that should come out. The message says which part is missing or does not fit.",
            fr: "Un test unitaire nomme un modèle, donne des lignes pour ce qu'il lit et les lignes attendues. Le message dit quelle partie manque ou ne convient pas.",
        },
    },
    CodeEntry {
        code: "C0262",
        title: Text { en: "A snapshot is not written well", fr: "Un snapshot est mal écrit" },
        explanation: Text {
            en: "A snapshot needs a unique_key and a strategy: timestamp with updated_at, or check with check_cols.",
            fr: "Un snapshot demande une unique_key et une stratégie : timestamp avec updated_at, ou check avec check_cols.",
        },
    },
    CodeEntry {
        code: "C0263",
        title: Text {
            en: "A semantic model, metric or saved query is not written well",
            fr: "Un modèle sémantique, une métrique ou une requête enregistrée est mal écrit",
        },
        explanation: Text {
            en: "cauri hands these on to the manifest and checks that what they refer to exists: models, measures, metrics.",
            fr: "cauri les transmet au manifeste et vérifie que ce qu'ils citent existe : modèles, mesures, métriques.",
        },
    },
    CodeEntry {
        code: "C0264",
        title: Text { en: "A contract cannot hold", fr: "Un contrat ne peut pas tenir" },
        explanation: Text {
            en: "A model with an enforced contract declares every column with its data_type, and constraints of the kinds that dbt knows.",
            fr: "Un modèle au contrat imposé déclare chaque colonne avec son data_type, et des contraintes des genres que dbt connaît.",
        },
    },
    CodeEntry {
        code: "C0265",
        title: Text { en: "The versions of a model do not fit", fr: "Les versions d'un modèle ne conviennent pas" },
        explanation: Text {
            en: "Each version is there once, has a file, and latest_version is one of them.",
            fr: "Chaque version n'existe qu'une fois, a un fichier, et latest_version est l'une d'elles.",
        },
    },
    CodeEntry {
        code: "C0266",
        title: Text {
            en: "A model is kept for its group or package",
            fr: "Un modèle est réservé à son groupe ou à son paquet",
        },
        explanation: Text {
            en: "A private model is read inside of its group only, a protected one inside of its package when the package restricts access.",
            fr: "Un modèle privé ne se lit que dans son groupe ; un modèle protégé, que dans son paquet quand celui-ci restreint l'accès.",
        },
    },
    CodeEntry {
        code: "C0267",
        title: Text { en: "A model is deprecated", fr: "Un modèle est obsolète" },
        explanation: Text {
            en: "Its deprecation_date has passed or is near. It is still built; whoever reads it should move to a newer version.",
            fr: "Sa deprecation_date est passée ou proche. Il est encore construit ; ceux qui le lisent doivent passer à une version plus récente.",
        },
    },
    CodeEntry {
        code: "C0268",
        title: Text { en: "A setting stands in two places", fr: "Un réglage se trouve à deux endroits" },
        explanation: Text {
            en: "An entry of a properties file gives meta, docs, group, contract or access both in config: and beside it. dbt refuses that, since neither would count more.",
            fr: "Une déclaration donne meta, docs, group, contract ou access à la fois dans config: et à côté. dbt le refuse, car aucun ne compterait plus que l'autre.",
        },
    },
    CodeEntry {
        code: "C0269",
        title: Text { en: "A name has a space in it", fr: "Un nom contient un espace" },
        explanation: Text {
            en: "Names of models, seeds, snapshots and tests become names of tables and files. dbt refuses those with spaces unless the flag require_resource_names_without_spaces is false.",
            fr: "Les noms des modèles, seeds, snapshots et tests deviennent ceux de tables et de fichiers. dbt refuse les espaces, sauf si le drapeau require_resource_names_without_spaces est à false.",
        },
    },
    CodeEntry {
        code: "C0270",
        title: Text {
            en: "A ref() was not seen when the project was read",
            fr: "Un ref() n'a pas été vu à la lecture du projet",
        },
        explanation: Text {
            en: "The order of building follows the ref() calls that run while the project is read. One within a condition, such as {% if execute %}, is not among them: what it names could be built later, and the node would read what was there before. dbt refuses that too.",
            fr: "L'ordre de construction suit les appels de ref() exécutés à la lecture du projet. Un appel placé dans une condition, comme {% if execute %}, n'en fait pas partie : ce qu'il nomme pourrait être construit après, et le nœud lirait ce qui s'y trouvait avant. dbt le refuse aussi.",
        },
    },
];
