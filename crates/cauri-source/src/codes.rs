//! What `cauri explain C03xx` says.

use cauri_core::{CodeEntry, Text};

/// Every code of this crate, with its explanation.
pub const CODES: &[CodeEntry] = &[
    entry(
        "C0301",
        "Unknown kind of source",
        "The `kind` of a source in cauri.yml names the connector that reads it. `file` is built in.",
        "Genre de source inconnu",
        "Le `kind` d'une source dans cauri.yml nomme le connecteur qui la lit. `file` est fourni.",
    ),
    entry(
        "C0302",
        "Wrong parameter of a source",
        "A key of the source is missing, misspelt, or has a value that it cannot have. The message names the key and what it may hold.",
        "Paramètre de source incorrect",
        "Une clé de la source manque, est mal écrite ou a une valeur impossible. Le message nomme la clé et ce qu'elle peut contenir.",
    ),
    entry(
        "C0303",
        "No file matches",
        "The `path` of the source matches no file. A path without a match is an error, since a moved folder would otherwise look like a quiet day. `optional: true` says that no file is a possible answer.",
        "Aucun fichier ne correspond",
        "Le `path` de la source ne correspond à aucun fichier. C'est une erreur, sinon un dossier déplacé passerait pour un jour sans nouvelle. `optional: true` dit que l'absence de fichier est possible.",
    ),
    entry(
        "C0304",
        "File that cannot be read",
        "The system refused to open or read a file or a folder; the cause says why.",
        "Fichier illisible",
        "Le système a refusé d'ouvrir ou de lire un fichier ou un dossier ; la cause dit pourquoi.",
    ),
    entry(
        "C0305",
        "Object store that does not answer",
        "The object could not be listed or read. The endpoint, the bucket or the keys may be wrong, or the network may be down; a later run may succeed.",
        "Stockage objet sans réponse",
        "L'objet n'a pas pu être listé ou lu. L'adresse, le compartiment ou les clés sont peut-être faux, ou le réseau est coupé ; une nouvelle exécution peut réussir.",
    ),
    entry(
        "C0306",
        "Publication date missing",
        "The source declares a vintage, but this file gives none: its name does not match `from_name`, or no pattern of `by_file` matches. Every figure needs the date on which it was published.",
        "Date de publication absente",
        "La source déclare un millésime, mais ce fichier n'en donne pas : son nom ne suit pas `from_name`, ou aucun motif de `by_file` ne lui correspond. Tout chiffre a besoin de sa date de publication.",
    ),
    entry(
        "C0307",
        "Publication date unreadable",
        "The text taken for a vintage is neither a date (2024-09-30), a month (2024-09), a year (2024) nor a quarter (3Q2024, 2024-Q3). A period stands for its last day.",
        "Date de publication illisible",
        "Le texte pris pour millésime n'est ni une date (2024-09-30), ni un mois (2024-09), ni une année (2024), ni un trimestre (3Q2024, 2024-Q3). Une période vaut son dernier jour.",
    ),
    entry(
        "C0310",
        "Damaged compressed file",
        "The file starts as gzip or zstd, but its content is damaged or ends too early, as after a broken download. No row of it was taken.",
        "Fichier compressé abîmé",
        "Le fichier commence en gzip ou zstd, mais son contenu est abîmé ou s'arrête trop tôt, comme après un téléchargement interrompu. Aucune de ses lignes n'a été prise.",
    ),
    entry(
        "C0311",
        "File too large once decompressed",
        "A small file may decompress to terabytes, by accident or by malice. cauri stops at `max_bytes`, and at `max_ratio` times the compressed size once 16 MiB are passed.",
        "Fichier trop grand une fois décompressé",
        "Un petit fichier peut donner des téraoctets, par accident ou par malveillance. cauri s'arrête à `max_bytes`, et à `max_ratio` fois la taille compressée au-delà de 16 Mio.",
    ),
    entry(
        "C0320",
        "Empty file",
        "The file has no content, or nothing after the lines to skip. A publication without a row is most often a failed export; `allow_empty: true` accepts it as zero rows.",
        "Fichier vide",
        "Le fichier n'a pas de contenu, ou rien après les lignes à sauter. Une publication sans ligne est le plus souvent un export raté ; `allow_empty: true` l'accepte comme zéro ligne.",
    ),
    entry(
        "C0321",
        "Column named twice",
        "Two columns of the header have the same name or differ in letter case only. SQL could not tell them apart, so none is chosen.",
        "Colonne nommée deux fois",
        "Deux colonnes de l'en-tête ont le même nom ou ne diffèrent que par la casse. SQL ne pourrait les distinguer ; aucune n'est choisie.",
    ),
    entry(
        "C0322",
        "Column without a name",
        "A field of the header is empty. If every line ends in a delimiter, declare `trailing_delimiter: true`.",
        "Colonne sans nom",
        "Un champ de l'en-tête est vide. Si chaque ligne finit par un séparateur, déclarez `trailing_delimiter: true`.",
    ),
    entry(
        "C0323",
        "Declared column not found",
        "The file has no column of the declared name: it was renamed, removed, or the delimiter is another. `rename` maps a new name to the declared one.",
        "Colonne déclarée introuvable",
        "Le fichier n'a pas de colonne du nom déclaré : elle a été renommée, supprimée, ou le séparateur est autre. `rename` ramène un nouveau nom au nom déclaré.",
    ),
    entry(
        "C0324",
        "Undeclared columns",
        "`undeclared: fail` is set and the file has columns beyond the declared ones.",
        "Colonnes non déclarées",
        "`undeclared: fail` est posé et le fichier a d'autres colonnes que celles déclarées.",
    ),
    entry(
        "C0325",
        "Quote never closed",
        "A field opens a quote that no later quote closes, so everything to the end of the file would be one field. The file is cut off, or a quote is a plain character there.",
        "Guillemet jamais fermé",
        "Un champ ouvre un guillemet que rien ne ferme ; tout jusqu'à la fin du fichier serait un seul champ. Le fichier est tronqué, ou le guillemet y est un caractère ordinaire.",
    ),
    entry(
        "C0326",
        "Record too long",
        "A record passes `max_record_bytes`. It is most often an open quote, a binary file, or a wrong encoding.",
        "Enregistrement trop long",
        "Un enregistrement dépasse `max_record_bytes`. C'est le plus souvent un guillemet ouvert, un fichier binaire ou un mauvais encodage.",
    ),
    entry(
        "C0327",
        "Value of another type",
        "`on_type_mismatch: fail` is set and a value is not of the declared type. With `quarantine`, the default, the row would be set aside with its reason.",
        "Valeur d'un autre type",
        "`on_type_mismatch: fail` est posé et une valeur n'est pas du type déclaré. Avec `quarantine`, par défaut, la ligne serait mise à part avec sa raison.",
    ),
    entry(
        "C0330",
        "Not the JSON that was declared",
        "The document is not JSON, or the path `records` does not lead to an array or an object.",
        "Pas le JSON déclaré",
        "Le document n'est pas du JSON, ou le chemin `records` ne mène ni à un tableau ni à un objet.",
    ),
    entry(
        "C0340",
        "Damaged Parquet file",
        "The file is not Parquet, is cut off, or uses a feature that cannot be read.",
        "Fichier Parquet abîmé",
        "Le fichier n'est pas du Parquet, est tronqué, ou emploie une possibilité qui ne peut être lue.",
    ),
    entry(
        "C0350",
        "Wrong layout",
        "The YAML file that describes the form of a publication has a key that does not exist, a wrong value, or contradicts itself.",
        "Disposition incorrecte",
        "Le fichier YAML qui décrit la forme d'une publication a une clé qui n'existe pas, une valeur fausse, ou se contredit.",
    ),
    entry(
        "C0351",
        "File not as laid out",
        "A line where the layout expects a preamble, a block or a header is something else. Rows would be attributed to the wrong area or period, so nothing of the file is taken.",
        "Fichier non conforme à sa disposition",
        "Là où la disposition attend un préambule, un bloc ou un en-tête, la ligne est autre. Les lignes seraient attribuées à un mauvais pays ou une mauvaise période ; rien du fichier n'est pris.",
    ),
    entry(
        "C0399",
        "Bug in cauri",
        "A part of the reading ended in a way that should not be possible.",
        "Défaut de cauri",
        "Une partie de la lecture s'est terminée d'une façon qui ne devrait pas être possible.",
    ),
];

const fn entry(
    code: &'static str,
    title_en: &'static str,
    explanation_en: &'static str,
    title_fr: &'static str,
    explanation_fr: &'static str,
) -> CodeEntry {
    CodeEntry {
        code,
        title: Text { en: title_en, fr: title_fr },
        explanation: Text { en: explanation_en, fr: explanation_fr },
    }
}
