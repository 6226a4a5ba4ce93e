//! The reasons inside of messages in French. Each is written in English where it arises; `{}` stands
//! for a name or a value that stays. What quotes a library stays as it is.

/// English and French.
const PHRASES: &[(&str, &str)] = &[
    // What is not supported.
    ("reading files ({}) where no project runs", "la lecture de fichiers ({}) hors de l'exécution d'un projet"),
    ("reading a file from {} ({})", "la lecture d'un fichier de {} ({})"),
    ("the option {} of {}", "l'option {} de {}"),
    (
        "stack without a constant number of rows and their values",
        "stack sans un nombre constant de lignes et leurs valeurs",
    ),
    ("* beside a generator where a table has no name", "* à côté d'un générateur quand une table n'a pas de nom"),
    (
        "grouping_id of other columns than those of GROUP BY, or in another order",
        "grouping_id d'autres colonnes que celles de GROUP BY, ou dans un autre ordre",
    ),
    ("{}() without ROLLUP, CUBE or GROUPING SETS", "{}() sans ROLLUP, CUBE ni GROUPING SETS"),
    ("IF NOT EXISTS in INSERT", "IF NOT EXISTS dans INSERT"),
    ("a list of columns together with PARTITION", "une liste de colonnes avec PARTITION"),
    ("BY NAME together with PARTITION", "BY NAME avec PARTITION"),
    ("the table {} has no partition column {}", "la table {} n'a pas de colonne de partition {}"),
    (
        "the query gives {} columns, and the table takes {} beside PARTITION",
        "la requête donne {} colonnes, et la table en prend {} en plus de PARTITION",
    ),
    ("the setting {} with the value {}", "le réglage {} à la valeur {}"),
    ("the setting {}", "le réglage {}"),
    ("SET without a setting and its value", "SET sans un réglage et sa valeur"),
    ("an option of schema_of_json", "une option de schema_of_json"),
    ("schema_of_json of what is no JSON text", "schema_of_json de ce qui n'est pas un texte JSON"),
    ("options of {} that are no map of texts", "des options de {} qui ne sont pas un map de textes"),
    ("this decimal_separator of a CSV file", "ce decimal_separator d'un fichier CSV"),
    ("the encoding {} of a CSV file", "l'encodage {} d'un fichier CSV"),
    ("the format {} of a JSON file", "le format {} d'un fichier JSON"),
    ("there is no file of that name or pattern", "aucun fichier de ce nom ou de ce motif"),
    ("a subquery in MERGE", "une sous-requête dans MERGE"),
    ("the table {} has no property {}", "la table {} n'a pas de propriété {}"),
    (
        "the column {} is NULL without a type; write CAST(NULL AS STRING)",
        "la colonne {} est NULL sans type ; écrivez CAST(NULL AS STRING)",
    ),
    (
        "the condition of MERGE is NULL without a type, not a boolean",
        "la condition de MERGE est NULL sans type, pas un booléen",
    ),
    ("map_concat takes maps, not NULL", "map_concat prend des maps, pas NULL"),
    ("map_concat takes maps of one type, not {} and {}", "map_concat prend des maps d'un seul type, pas {} et {}"),
    ("array_insert takes a whole number, not NULL", "array_insert prend un nombre entier, pas NULL"),
    ("array_insert does not insert at {}", "array_insert n'insère pas à {}"),
    ("arrays_zip takes arrays, not {}", "arrays_zip prend des tableaux, pas {}"),
    ("str_to_map does not take a regular expression: {}", "str_to_map ne prend pas d'expression régulière : {}"),
    ("round to {} places needs more than 38 digits", "round à {} décimales demande plus de 38 chiffres"),
    (
        "several rows of the source belong to one row of the table",
        "plusieurs lignes de la source correspondent à une ligne de la table",
    ),
    ("a table or a query is expected here", "une table ou une requête est attendue ici"),
    (
        "COPY FROM a file; read it with read_csv, read_parquet or read_json, it",
        "COPY FROM un fichier ; lisez-le par read_csv, read_parquet ou read_json : il",
    ),
    ("this value of an option of COPY", "cette valeur d'une option de COPY"),
    ("{} with anything but a constant", "{} avec autre chose qu'une constante"),
    ("ISNULL as an operator", "ISNULL comme opérateur"),
    ("PIVOT without its values in a view", "PIVOT sans ses valeurs dans une vue"),
    ("there is no {} {}", "il n'y a pas de {} {}"),
    ("the {} {} exists already", "le {} {} existe déjà"),
    ("COLUMNS outside of SELECT, WHERE and ORDER BY", "COLUMNS hors de SELECT, WHERE et ORDER BY"),
    ("two different COLUMNS in one expression", "deux COLUMNS différents dans une expression"),
    ("*COLUMNS outside of the arguments of a call", "*COLUMNS hors des arguments d'un appel"),
    ("COLUMNS of no column", "COLUMNS sans aucune colonne"),
    ("this lambda in COLUMNS", "ce lambda dans COLUMNS"),
    ("PIVOT FOR several columns at once", "PIVOT FOR plusieurs colonnes à la fois"),
    ("PIVOT with the values of a query", "PIVOT avec les valeurs d'une requête"),
    ("FILTER in PIVOT", "FILTER dans PIVOT"),
    ("PIVOT without an aggregate", "PIVOT sans agrégat"),
    ("an enumeration (CREATE TYPE … AS ENUM)", "une énumération (CREATE TYPE … AS ENUM)"),
    ("an expression is expected as the body of a macro", "une expression est attendue comme corps d'une macro"),
    (
        "a query is expected as the body of a macro of rows",
        "une requête est attendue comme corps d'une macro de lignes",
    ),
    ("a macro that calls itself", "une macro qui s'appelle elle-même"),
    ("this form of COLUMNS", "cette forme de COLUMNS"),
    ("EXCLUDE or REPLACE of {}, which is no column,", "EXCLUDE ou REPLACE de {}, qui n'est pas une colonne,"),
    ("REPLACE and RENAME of {} at once", "REPLACE et RENAME de {} à la fois"),
    ("this form of calling a macro", "cette forme d'appel d'une macro"),
    ("this argument of a macro", "cet argument d'une macro"),
    ("an argument more than the {} of the macro", "un argument de plus que les {} de la macro"),
    ("a call of the macro without its argument {}", "un appel de la macro sans son argument {}"),
    ("writing files (COPY) where no project runs", "l'écriture de fichiers (COPY) hors de l'exécution d'un projet"),
    ("writing a file to {}:// ({})", "l'écriture d'un fichier vers {}:// ({})"),
    ("the format {} of COPY", "le format {} de COPY"),
    ("the compression {} of COPY", "la compression {} de COPY"),
    ("no file is named", "aucun fichier n'est nommé"),
    ("the argument {} of {}, which is no constant,", "l'argument {} de {}, qui n'est pas une constante,"),
    ("JSON without columns and without auto_detect", "du JSON sans columns ni auto_detect"),
    ("{} as a quote or an escape of a CSV file", "{} comme guillemet ou échappement d'un fichier CSV"),
    ("the files have a column {}, and so has their path", "les fichiers ont une colonne {}, et leur chemin aussi"),
    ("types names the column {}, which {} has not", "types nomme la colonne {}, que {} n'a pas"),
    ("JSON objects as a map (the column {})", "des objets JSON comme dictionnaire (la colonne {})"),
    ("this form of {}", "cette forme de {}"),
    ("the operator {}", "l'opérateur {}"),
    ("the function {}", "la fonction {}"),
    ("the table function {}", "la fonction de table {}"),
    ("the type {}", "le type {}"),
    ("the table name {}", "le nom de table {}"),
    ("the statement {}", "l'instruction {}"),
    ("the procedure {} outside of system", "la procédure {} hors de system"),
    ("the procedure {}", "la procédure {}"),
    ("the view {}, which has no SQL text,", "la vue {}, qui n'a pas de texte SQL,"),
    ("the interval {}", "l'intervalle {}"),
    ("the expression {}", "l'expression {}"),
    ("the constant {}", "la constante {}"),
    ("a constant of type {}", "une constante de type {}"),
    ("a dictionary constant", "une constante de dictionnaire"),
    ("a lambda function", "une fonction lambda"),
    ("CAST to {}", "CAST vers {}"),
    ("CAST with a format", "CAST avec un format"),
    ("{} with WITHIN GROUP", "{} avec WITHIN GROUP"),
    ("{} with {} arguments", "{} avec {} arguments"),
    ("writing to a folder outside the lake", "l'écriture dans un dossier hors du lac"),
    ("a table over files outside the lake", "une table sur des fichiers hors du lac"),
    ("a second ordering beside SORT BY or CLUSTER BY", "un second tri à côté de SORT BY ou CLUSTER BY"),
    ("time travel in a view", "un état passé d'une vue"),
    ("time travel in a metadata table", "un état passé d'une table de métadonnées"),
    ("this form of time travel", "cette forme d'état passé"),
    ("this relation", "cette relation"),
    ("this property of a column", "cette propriété d'une colonne"),
    ("this clause of CREATE TABLE", "cette clause de CREATE TABLE"),
    ("this access to a part of a value", "cet accès à une partie d'une valeur"),
    ("this LATERAL VIEW", "ce LATERAL VIEW"),
    ("this GROUP BY", "ce GROUP BY"),
    ("this ESCAPE", "cet ESCAPE"),
    ("this INTERVAL", "cet INTERVAL"),
    ("this INTERVAL unit", "cette unité d'INTERVAL"),
    ("this INTERVAL range", "cette étendue d'INTERVAL"),
    ("this INTERVAL text", "ce texte d'INTERVAL"),
    ("this unit of INTERVAL", "cette unité d'INTERVAL"),
    ("an INTERVAL that is computed", "un INTERVAL calculé"),
    ("an INTERVAL with this amount", "un INTERVAL de cette quantité"),
    ("an INTERVAL of months and days together", "un INTERVAL de mois et de jours ensemble"),
    ("making a column required", "rendre une colonne obligatoire"),
    ("count of several columns", "count de plusieurs colonnes"),
    ("array_length of a dimension", "array_length d'une dimension"),
    ("ESCAPE with a pattern that is no constant", "ESCAPE avec un motif qui n'est pas une constante"),
    ("LIKE with a character beyond the first 65536", "LIKE avec un caractère au-delà des 65536 premiers"),
    ("count(DISTINCT *) or count(table.*)", "count(DISTINCT *) ou count(table.*)"),
    ("a window that begins with a named one", "une fenêtre qui commence par une fenêtre nommée"),
    ("{} OVER a window without ORDER BY", "{} OVER une fenêtre sans ORDER BY"),
    ("{} without OVER", "{} sans OVER"),
    ("{} with FILTER and OVER", "{} avec FILTER et OVER"),
    ("{} with a frame", "{} avec un cadre"),
    ("{} with arguments", "{} avec des arguments"),
    ("{} of NULL", "{} de NULL"),
    ("ANY and ALL", "ANY et ALL"),
    ("an interval of one unit as a column", "un intervalle d'une seule unité comme colonne"),
    ("an ESCAPE of other than one character", "un ESCAPE qui n'est pas d'un caractère"),
    ("ESCAPE with a pattern that is no text", "ESCAPE avec un motif qui n'est pas un texte"),
    ("ESCAPE with a pattern that is computed", "ESCAPE avec un motif calculé"),
    ("ESCAPE with a computed pattern", "ESCAPE avec un motif calculé"),
    ("a pattern that ends with its escape character", "un motif qui finit par son caractère d'échappement"),
    ("a whole number of more than 38 digits", "un nombre entier de plus de 38 chiffres"),
    ("a quantile whose share is no constant number", "un quantile dont la part n'est pas un nombre constant"),
    ("a temporary view", "une vue temporaire"),
    ("USING in this RIGHT or FULL JOIN", "USING dans ce RIGHT ou FULL JOIN"),
    ("a table hint", "une indication sur une table"),
    ("a hint or partition after a table name", "une indication ou une partition après un nom de table"),
    ("a table format other than iceberg", "un format de table autre qu'iceberg"),
    (
        "a statement that changes something, where rows are asked for,",
        "une instruction qui modifie, là où des lignes sont demandées,",
    ),
    ("a statement other than a query at this place", "une instruction autre qu'une requête à cet endroit"),
    ("a slice of an array", "une tranche de tableau"),
    ("a pipe operator", "un opérateur de tuyau"),
    (
        "a new column that is not optional, or has a default,",
        "une nouvelle colonne obligatoire ou avec une valeur par défaut",
    ),
    ("a location of its own for a table", "un emplacement propre à une table"),
    ("a location of its own for a namespace", "un emplacement propre à un espace de noms"),
    ("a list of columns together with AS SELECT", "une liste de colonnes avec AS SELECT"),
    ("->> with anything but a constant", "->> avec autre chose qu'une constante"),
    ("->> beside another operator without parentheses", "->> à côté d'un autre opérateur sans parenthèses"),
    ("^ behind a sign without parentheses", "^ derrière un signe sans parenthèses"),
    ("a negative number of a type without sign", "un nombre négatif d'un type sans signe"),
    (
        "WRITE DISTRIBUTED BY; rows are always spread by partition, so it",
        "WRITE DISTRIBUTED BY (les lignes sont toujours réparties par partition)",
    ),
    ("SNAPSHOT RETENTION of a branch", "SNAPSHOT RETENTION d'une branche"),
    (
        "PARTITION in INSERT; rows find their partition by their values, so it",
        "PARTITION dans INSERT (les lignes trouvent leur partition par leurs valeurs)",
    ),
    ("ORDER BY a constant text", "ORDER BY un texte constant"),
    ("ORDER BY ALL of these columns", "ORDER BY ALL de ces colonnes"),
    ("GROUP BY ALL of a star", "GROUP BY ALL d'une étoile"),
    ("FLOOR TO a unit of time", "FLOOR TO une unité de temps"),
    ("IF NOT EXISTS for a column", "IF NOT EXISTS pour une colonne"),
    ("EXCLUDE after the columns", "EXCLUDE après les colonnes"),
    ("ALTER VIEW; CREATE OR REPLACE VIEW", "ALTER VIEW ; CREATE OR REPLACE VIEW"),
    // What means nothing.
    (
        "the name {} has no namespace; write it as namespace.table",
        "le nom {} n'a pas d'espace de noms ; écrivez-le espace.table",
    ),
    ("the column name {} is ambiguous", "le nom de colonne {} est ambigu"),
    ("the column name {} is given twice", "le nom de colonne {} est donné deux fois"),
    ("two columns are named {}; give one an alias", "deux colonnes se nomment {} ; donnez un alias à l'une"),
    ("an expression is expected here", "une expression est attendue ici"),
    ("the query is nested too deeply", "la requête est trop imbriquée"),
    ("the statement is empty", "l'instruction est vide"),
    ("the new name is empty", "le nouveau nom est vide"),
    ("system.{} takes {}", "system.{} prend {}"),
    ("system.{} needs {}, which is a number", "system.{} a besoin de {}, qui est un nombre"),
    ("system.{} needs {}, which is a text in quotes", "system.{} a besoin de {}, qui est un texte entre apostrophes"),
    ("system.{} needs {}, which is a time such as {}", "system.{} a besoin de {}, qui est une heure comme {}"),
    ("system.{} needs {}, which is {}", "system.{} a besoin de {}, qui est {}"),
    ("column {} is set twice", "la colonne {} est modifiée deux fois"),
    ("{} is given twice", "{} est donné deux fois"),
    ("say which namespace: {}", "dites quel espace de noms : {}"),
    ("the time of TIMESTAMP AS OF is NULL", "l'heure de TIMESTAMP AS OF est NULL"),
    (
        "a merge needs at least one column as its unique key",
        "une fusion a besoin d'au moins une colonne comme clé unique",
    ),
    ("{} and {} cannot be compared", "{} et {} ne se comparent pas"),
    ("{} cannot be cast to {}", "{} ne peut pas devenir {}"),
    ("the results of a CASE are {} and {}", "les résultats d'un CASE sont {} et {}"),
    ("an IN list holds {} and {}", "une liste IN contient {} et {}"),
    ("a CASE tests {}, not a boolean", "un CASE teste {}, pas un booléen"),
    (
        "column {} of a UNION is {} in one part and {} in another",
        "la colonne {} d'un UNION est {} dans une partie et {} dans une autre",
    ),
    ("the parts of a UNION have different numbers of columns", "les parties d'un UNION n'ont pas autant de colonnes"),
    ("argument {} of {} must be {}, not {}", "l'argument {} de {} doit être {}, pas {}"),
    ("{} does not take {} arguments", "{} ne prend pas {} arguments"),
    // Values.
    ("the text {} is no {}", "le texte {} n'est pas un {}"),
    ("division by zero", "division par zéro"),
];

/// The reason in French; what is not known stays as it is.
pub(super) fn french(reason: &str) -> String {
    let found = PHRASES.iter().find_map(|(english, french)| Some((parts(english, reason)?, french)));
    let Some((values, french)) = found else { return reason.to_owned() };
    let mut values = values.into_iter();
    let mut out = String::with_capacity(reason.len() + 16);
    for (index, piece) in french.split("{}").enumerate() {
        if index > 0 {
            out.push_str(values.next().unwrap_or_default());
        }
        out.push_str(piece);
    }
    out
}

/// What stands at the places of a phrase, when the reason is that phrase.
fn parts<'a>(phrase: &str, reason: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = phrase.split("{}");
    let mut rest = reason.strip_prefix(pieces.next()?)?;
    let mut values = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        let at = if is_last { rest.len().checked_sub(piece.len())? } else { rest.find(piece)? };
        let value = rest.get(..at)?;
        if !rest.get(at..)?.starts_with(piece) || value.is_empty() {
            return None;
        }
        values.push(value);
        rest = rest.get(at + piece.len()..)?;
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::french;

    #[test]
    fn a_reason_is_said_in_french_with_its_values() {
        assert_eq!(french("this form of median"), "cette forme de median");
        assert_eq!(french("median with 3 arguments"), "median avec 3 arguments");
        assert_eq!(french("date and integer cannot be compared"), "date et integer ne se comparent pas");
        assert_eq!(french("TABLESAMPLE"), "TABLESAMPLE");
    }

    #[test]
    fn every_reason_that_is_written_in_the_engine_is_there() {
        let folder = std::path::Path::new(&cauri_core::env::read("CARGO_MANIFEST_DIR").unwrap_or_default()).join("src");
        let (mut folders, mut missing) = (vec![folder], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("error/phrase.rs") {
                    missing.extend(untold(&std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
        assert!(missing.is_empty(), "without French: {missing:#?}");
    }

    /// The constant reasons of a file that have no French and are not in SQL's own words.
    fn untold(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for call in ["not_supported(", "EngineError::invalid("] {
            for after in text.split(call).skip(1) {
                let after = after.trim_start();
                let after = after.strip_prefix("format!(").unwrap_or(after);
                let Some(reason) = after.strip_prefix('"').and_then(|rest| rest.split('"').next()) else { continue };
                let mut plain = reason.to_owned();
                while let (Some(start), Some(end)) = (plain.find('{'), plain.find('}')) {
                    plain.replace_range(start..=end, "VALUE");
                }
                let is_sql = plain.chars().all(|letter| letter.is_ascii_uppercase() || " ().'_".contains(letter));
                if !is_sql && french(&plain) == plain {
                    found.push(reason.to_owned());
                }
            }
        }
        found
    }
}
