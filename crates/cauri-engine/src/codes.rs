//! What `cauri explain C05xx` says.

use cauri_core::{CodeEntry, Text};

/// Every code of this crate, with its explanation.
pub const CODES: &[CodeEntry] = &[
    entry(
        "C0501",
        Text { en: "the text is not SQL", fr: "le texte n'est pas du SQL" },
        Text {
            en: "The parser could not read the statement. The message shows the line and, under it, the first word that does not fit. Often a comma, a quote or a parenthesis is missing just before it.",
            fr: "L'analyseur n'a pas pu lire l'instruction. Le message montre la ligne et, en dessous, le premier mot qui ne convient pas. Souvent une virgule, un guillemet ou une parenthèse manque juste avant.",
        },
    ),
    entry(
        "C0502",
        Text { en: "there is no such table or view", fr: "cette table ou cette vue n'existe pas" },
        Text {
            en: "A name after FROM, JOIN, INTO or the like stands for nothing in the lake. A table is named namespace.table, such as silver.stg_pib. SHOW TABLES IN silver lists what exists; a model that has not been run yet has no table.",
            fr: "Un nom après FROM, JOIN, INTO ou autre ne désigne rien dans le lac. Une table se nomme espace.table, par exemple silver.stg_pib. SHOW TABLES IN silver liste ce qui existe ; un modèle qui n'a pas encore été exécuté n'a pas de table.",
        },
    ),
    entry(
        "C0503",
        Text { en: "there is no such column", fr: "cette colonne n'existe pas" },
        Text {
            en: "A name in the query stands for no column of the tables that the query reads at that place. The hint gives the nearest name, or the columns that exist. A name with special characters is written in backticks.",
            fr: "Un nom de la requête ne désigne aucune colonne des tables lues à cet endroit. Le conseil donne le nom le plus proche, ou les colonnes qui existent. Un nom qui contient des caractères spéciaux s'écrit entre accents graves.",
        },
    ),
    entry(
        "C0504",
        Text { en: "there is no such function", fr: "cette fonction n'existe pas" },
        Text {
            en: "The query calls a function that the engine does not have. It may be misspelt, or belong to another SQL dialect than the project's.",
            fr: "La requête appelle une fonction que le moteur n'a pas. Elle est peut-être mal orthographiée, ou appartient à un autre dialecte SQL que celui du projet.",
        },
    ),
    entry(
        "C0505",
        Text { en: "the query means nothing", fr: "la requête n'a pas de sens" },
        Text {
            en: "The SQL is well formed, but cannot be planned: types that do not fit, a column that is neither grouped nor aggregated, an ambiguous name, a number of columns that differs between the parts of a UNION.",
            fr: "Le SQL est bien formé mais ne peut pas être planifié : des types qui ne s'accordent pas, une colonne ni groupée ni agrégée, un nom ambigu, un nombre de colonnes différent entre les parties d'une UNION.",
        },
    ),
    entry(
        "C0506",
        Text { en: "this SQL is not supported", fr: "ce SQL n'est pas pris en charge" },
        Text {
            en: "The engine refuses what it cannot honour, rather than ignore it: TABLESAMPLE, for instance, or files outside the lake. The message names the part; write the query without it.",
            fr: "Le moteur refuse ce qu'il ne peut honorer plutôt que de l'ignorer : TABLESAMPLE par exemple, ou des fichiers hors du lac. Le message nomme la partie en cause ; écrivez la requête sans elle.",
        },
    ),
    entry(
        "C0507",
        Text { en: "the query exceeds the memory limit", fr: "la requête dépasse la limite de mémoire" },
        Text {
            en: "Sorts, aggregations and joins go to disk when the memory limit is reached; some steps cannot. Raise engine.memory_limit in cauri.yml, select fewer columns, or filter before joining.",
            fr: "Les tris, agrégations et jointures passent sur disque quand la limite de mémoire est atteinte ; certaines étapes ne le peuvent pas. Relevez engine.memory_limit dans cauri.yml, sélectionnez moins de colonnes, ou filtrez avant de joindre.",
        },
    ),
    entry(
        "C0508",
        Text { en: "a value cannot be computed", fr: "une valeur ne peut pas être calculée" },
        Text {
            en: "A cast, an addition or a division failed for a row: text that is no number, a result that its type cannot hold, a zero to divide by. No row was written. try_cast and nullif turn such a value into NULL where that is wanted.",
            fr: "Une conversion, une addition ou une division a échoué pour une ligne : un texte qui n'est pas un nombre, un résultat que son type ne peut contenir, un zéro au dénominateur. Aucune ligne n'a été écrite. try_cast et nullif changent une telle valeur en NULL là où on le souhaite.",
        },
    ),
    entry(
        "C0509",
        Text { en: "the rows do not fit the table", fr: "les lignes ne correspondent pas à la table" },
        Text {
            en: "The number, the names or the types of the columns differ from those of the table that is written to. A value is cast only where nothing can be lost.",
            fr: "Le nombre, les noms ou les types des colonnes diffèrent de ceux de la table où l'on écrit. Une valeur n'est convertie que si rien ne peut se perdre.",
        },
    ),
    entry(
        "C0510",
        Text { en: "NULL in a column that takes none", fr: "NULL dans une colonne qui n'en admet pas" },
        Text {
            en: "The column is declared NOT NULL. Filter the rows, give a value with coalesce, or relax the column with ALTER TABLE t ALTER COLUMN c DROP NOT NULL. No row was written.",
            fr: "La colonne est déclarée NOT NULL. Filtrez les lignes, donnez une valeur avec coalesce, ou assouplissez la colonne avec ALTER TABLE t ALTER COLUMN c DROP NOT NULL. Aucune ligne n'a été écrite.",
        },
    ),
    entry(
        "C0511",
        Text { en: "a key occurs more than once", fr: "une clé figure plus d'une fois" },
        Text {
            en: "A merge updates each row of the table at most once, so the rows to merge must have unique keys. Which of two rows is right cannot be guessed. Nothing was written.",
            fr: "Une fusion met à jour chaque ligne de la table au plus une fois : les clés des lignes à fusionner doivent être uniques. On ne peut deviner laquelle de deux lignes est la bonne. Rien n'a été écrit.",
        },
    ),
    entry(
        "C0512",
        Text {
            en: "a table is needed where a view is, or the other way round",
            fr: "une table est attendue à la place d'une vue, ou l'inverse",
        },
        Text {
            en: "Views are read, not written to; DROP TABLE drops tables and DROP VIEW views; metadata tables such as t.snapshots are read only.",
            fr: "Une vue se lit et ne s'écrit pas ; DROP TABLE supprime une table et DROP VIEW une vue ; les tables de métadonnées comme t.snapshots sont en lecture seule.",
        },
    ),
    entry(
        "C0513",
        Text { en: "a view reads itself", fr: "une vue se lit elle-même" },
        Text {
            en: "The view refers to itself, directly or through other views. The message shows the way; give one of them another source.",
            fr: "La vue se réfère à elle-même, directement ou par d'autres vues. Le message montre le chemin ; donnez à l'une d'elles une autre source.",
        },
    ),
    entry(
        "C0514",
        Text { en: "a partition or sort field cannot be used", fr: "un champ de partition ou de tri est inutilisable" },
        Text {
            en: "A partition field is a column, or one of year, month, day, hour, bucket and truncate of a column. A sort field is a column with asc or desc and nulls first or nulls last.",
            fr: "Un champ de partition est une colonne, ou l'une des transformations year, month, day, hour, bucket et truncate d'une colonne. Un champ de tri est une colonne avec asc ou desc et nulls first ou nulls last.",
        },
    ),
    entry(
        "C0515",
        Text { en: "a setting of the engine cannot be used", fr: "un réglage du moteur est inutilisable" },
        Text {
            en: "The value of a setting below engine: in cauri.yml is out of its range, or its folder cannot be used.",
            fr: "La valeur d'un réglage sous engine: dans cauri.yml est hors de ses bornes, ou son dossier est inutilisable.",
        },
    ),
    entry(
        "C0516",
        Text { en: "the query failed while it ran", fr: "la requête a échoué pendant son exécution" },
        Text {
            en: "Reading a file, writing a temporary file or a step of the query failed. The table that was being written is as it was. The causes say what happened.",
            fr: "La lecture d'un fichier, l'écriture d'un fichier temporaire ou une étape de la requête a échoué. La table en cours d'écriture est restée telle quelle. Les causes disent ce qui s'est passé.",
        },
    ),
    entry(
        "C0517",
        Text { en: "the engine made a mistake", fr: "le moteur a commis une erreur" },
        Text {
            en: "Something that cannot happen has happened. Nothing was written. Please report the SQL text; a simpler form of the query may work meanwhile.",
            fr: "Ce qui ne peut arriver est arrivé. Rien n'a été écrit. Merci de signaler le texte SQL ; une forme plus simple de la requête peut fonctionner en attendant.",
        },
    ),
    entry(
        "C0518",
        Text { en: "a file that SQL reads cannot be read", fr: "un fichier que lit le SQL est illisible" },
        Text {
            en: "read_csv, read_parquet, read_json or FROM 'file' names a file that is not there, or whose content is not what the options or the first rows say. A relative path starts in the folder of dbt_project.yml. Nothing was written. Correct the path, or say delim, header, columns or types.",
            fr: "read_csv, read_parquet, read_json ou FROM 'fichier' nomme un fichier absent, ou dont le contenu n'est pas ce que disent les options ou les premières lignes. Un chemin relatif part du dossier de dbt_project.yml. Rien n'a été écrit. Corrigez le chemin, ou précisez delim, header, columns ou types.",
        },
    ),
];

const fn entry(code: &'static str, title: Text, explanation: Text) -> CodeEntry {
    CodeEntry { code, title, explanation }
}
