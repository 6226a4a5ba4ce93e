//! What can go wrong on the command line itself, beside what the other crates say.

use std::path::PathBuf;

use cauri_core::{Diagnose, Lang, say};

/// A mistake in the use of a command, or a result that could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// `cauri explain` was asked for a code that nothing has.
    #[error("there is no error code \"{code}\"")]
    UnknownCode { code: String, nearest: Option<&'static str> },
    /// A part of a name fits several tables.
    #[error("\"{name}\" fits {} tables", candidates.len())]
    AmbiguousTable { name: String, candidates: Vec<String> },
    /// A name fits no table.
    #[error("there is no table \"{name}\"")]
    UnknownTable { name: String, nearest: Option<String> },
    /// A name is that of a view, and only tables have snapshots.
    #[error("\"{name}\" is a view, and only tables have snapshots")]
    IsAView { name: String },
    /// A snapshot that the table does not have.
    #[error("table \"{table}\" has no snapshot \"{wanted}\"")]
    UnknownSnapshot { table: String, wanted: String },
    /// The state before the first.
    #[error("table \"{table}\" has no snapshot before the current one")]
    NoPrevious { table: String },
    /// `cauri diff` does not know which columns name a row.
    #[error("nothing says which columns name a row of \"{table}\"")]
    NoKey { table: String },
    /// A key names a column that one of the states has not.
    #[error("table \"{table}\" has no column \"{column}\" to use as a key")]
    UnknownKey { table: String, column: String, nearest: Option<String> },
    /// A column that a table has not.
    #[error("table \"{table}\" has no column \"{column}\"")]
    UnknownColumn { table: String, column: String, nearest: Option<String> },
    /// A key that several rows share.
    #[error("the key ({}) does not name one row of \"{table}\": {repeated} values occur more than once", key.join(", "))]
    KeyNotUnique { table: String, key: Vec<String>, repeated: u64 },
    /// Results cannot be written to a file.
    #[error("could not write \"{}\"", path.display())]
    OutputUnwritable {
        path: PathBuf,
        #[source]
        cause: std::io::Error,
    },
    /// Bytes that are no text were about to go to a terminal.
    #[error("Parquet is no text, and standard output is a terminal")]
    ParquetOnTerminal,
    /// A file of queries cannot be read.
    #[error("could not read \"{}\"", path.display())]
    FileUnreadable {
        path: PathBuf,
        #[source]
        cause: std::io::Error,
    },
    /// The folder that `init` would write into has a project.
    #[error("folder \"{}\" has a \"{file}\" already", dir.display())]
    NotEmpty { dir: PathBuf, file: &'static str },
    /// A name that a project cannot have.
    #[error("\"{name}\" is no name of a project: letters, digits and underscores, not beginning with a digit")]
    ProjectName { name: String },
    /// No project here.
    #[error("there is no project in \"{}\"", dir.display())]
    NoProject { dir: PathBuf },
    /// `--vars` cannot be read.
    #[error("`--vars` is not a mapping of names to values: {given}")]
    Vars { given: String },
    /// A word of an option is not one of those it takes.
    #[error("\"{given}\" is no value of `{option}`")]
    BadWord { option: &'static str, given: String, known: &'static str },
    /// An environment variable holds a word that its flag does not take.
    #[error("\"{given}\" is no value of the environment variable {name}")]
    BadVariable { name: String, given: String, known: &'static str },
    /// An option of dbt that would do something which cauri does not do.
    #[error("cauri does not know what `{option}` asks for")]
    NotHere { option: &'static str },
    /// Two options that exclude each other.
    #[error("`{one}` and `{other}` exclude each other")]
    Exclusive { one: &'static str, other: &'static str },
    /// A warning, with `--warn-error`.
    #[error("{message}")]
    Warning { message: String, event: &'static str },
    /// `clean` was about to delete something else than what commands write.
    #[error("`clean-targets` names \"{path}\", which clean does not delete")]
    Unclean { path: String, outside: bool },
    /// `show` without anything to show.
    #[error("`show` was not told what to show")]
    NothingToShow,
    /// A selection gives nothing to show, or more than one file can take.
    #[error("the selection has {found} nodes to show; `cauri show` needs exactly one")]
    NotOneModel { found: usize },
    /// Projects report all their errors at once.
    #[error("the project has {count} errors")]
    ProjectErrors { count: usize },
}

impl CliError {
    fn french(&self) -> String {
        match self {
            Self::UnknownCode { code, .. } => format!("il n'y a pas de code d'erreur « {code} »"),
            Self::AmbiguousTable { name, candidates } => {
                format!("« {name} » convient à {} tables", candidates.len())
            }
            Self::UnknownTable { name, .. } => format!("il n'y a pas de table « {name} »"),
            Self::IsAView { name } => format!("« {name} » est une vue, et seules les tables ont des instantanés"),
            Self::UnknownSnapshot { table, wanted } => {
                format!("la table « {table} » n'a pas d'instantané « {wanted} »")
            }
            Self::NoPrevious { table } => format!("la table « {table} » n'a pas d'instantané avant l'actuel"),
            Self::NoKey { table } => format!("rien ne dit quelles colonnes nomment une ligne de « {table} »"),
            Self::UnknownKey { table, column, .. } => {
                format!("la table « {table} » n'a pas de colonne « {column} » qui puisse servir de clé")
            }
            Self::UnknownColumn { table, column, .. } => {
                format!("la table « {table} » n'a pas de colonne « {column} »")
            }
            Self::KeyNotUnique { table, key, repeated } => format!(
                "la clé ({}) ne nomme pas une seule ligne de « {table} » : {repeated} valeurs reviennent plusieurs fois",
                key.join(", ")
            ),
            Self::OutputUnwritable { path, .. } => format!("impossible d'écrire « {} »", path.display()),
            Self::ParquetOnTerminal => "Parquet n'est pas du texte, et la sortie standard est un terminal".to_owned(),
            Self::FileUnreadable { path, .. } => format!("impossible de lire « {} »", path.display()),
            Self::NotEmpty { dir, file } => format!("le dossier « {} » a déjà un « {file} »", dir.display()),
            Self::ProjectName { name } => format!(
                "« {name} » n'est pas un nom de projet : lettres, chiffres et tirets bas, sans chiffre au début"
            ),
            Self::NoProject { dir } => format!("il n'y a pas de projet dans « {} »", dir.display()),
            Self::Vars { given } => format!("`--vars` n'est pas une table de noms et de valeurs : {given}"),
            Self::BadWord { option, given, .. } => format!("« {given} » n'est pas une valeur de `{option}`"),
            Self::BadVariable { name, given, .. } => {
                format!("« {given} » n'est pas une valeur de la variable d'environnement {name}")
            }
            Self::NotHere { option } => format!("cauri ne sait pas faire ce que `{option}` demande"),
            Self::Exclusive { one, other } => format!("`{one}` et `{other}` s'excluent"),
            Self::Warning { message, .. } => message.clone(),
            Self::Unclean { path, .. } => {
                format!("`clean-targets` nomme « {path} », que clean ne supprime pas")
            }
            Self::NothingToShow => "`show` ne sait pas quoi montrer".to_owned(),
            Self::NotOneModel { found } => {
                format!("la sélection a {found} nœuds à montrer ; `cauri show` en demande exactement un")
            }
            Self::ProjectErrors { count } => format!("le projet a {count} erreurs"),
        }
    }
}

impl Diagnose for CliError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownCode { .. } => "C0701",
            Self::AmbiguousTable { .. } => "C0702",
            Self::UnknownTable { .. } => "C0703",
            Self::IsAView { .. } => "C0704",
            Self::UnknownSnapshot { .. } => "C0705",
            Self::NoPrevious { .. } => "C0706",
            Self::NoKey { .. } => "C0707",
            Self::UnknownKey { .. } => "C0708",
            Self::KeyNotUnique { .. } => "C0709",
            Self::OutputUnwritable { .. } => "C0710",
            Self::ParquetOnTerminal => "C0711",
            Self::FileUnreadable { .. } => "C0712",
            Self::NotEmpty { .. } => "C0713",
            Self::ProjectName { .. } => "C0714",
            Self::NoProject { .. } => "C0715",
            Self::Vars { .. } => "C0716",
            Self::BadWord { .. } => "C0717",
            Self::NotOneModel { .. } | Self::NothingToShow => "C0718",
            Self::ProjectErrors { .. } => "C0719",
            Self::BadVariable { .. } => "C0730",
            Self::NotHere { .. } => "C0731",
            Self::Exclusive { .. } => "C0732",
            Self::Warning { .. } => "C0733",
            Self::Unclean { .. } => "C0734",
            Self::UnknownColumn { .. } => "C0760",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.to_string(),
            Lang::Fr => self.french(),
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        let meant = |name: &str| say!(lang, "Did you mean \"{name}\"?", "Vouliez-vous dire « {name} » ?");
        Some(match self {
            Self::UnknownCode { nearest: Some(name), .. } => meant(name),
            Self::UnknownCode { nearest: None, .. } => say!(
                lang,
                "`cauri explain` without a code lists them all.",
                "`cauri explain` sans code les liste tous."
            ),
            Self::AmbiguousTable { candidates, .. } => {
                let all = candidates.join(", ");
                say!(lang, "Write one of: {all}.", "Écrivez l'un de : {all}.")
            }
            Self::UnknownTable { nearest: Some(name), .. }
            | Self::UnknownColumn { nearest: Some(name), .. }
            | Self::UnknownKey { nearest: Some(name), .. } => meant(name),
            Self::UnknownColumn { table, nearest: None, .. } => {
                say!(lang, "`cauri lineage {table}` lists its columns.", "`cauri lineage {table}` liste ses colonnes.")
            }
            Self::UnknownTable { nearest: None, .. } => {
                say!(lang, "`cauri tables` lists what there is.", "`cauri tables` liste ce qu'il y a.")
            }
            Self::IsAView { .. } => say!(
                lang,
                "Ask for one of the tables that the view reads; `cauri ls --select +NAME` lists them.",
                "Demandez l'une des tables que la vue lit ; `cauri ls --select +NOM` les liste."
            ),
            Self::UnknownSnapshot { table, .. } | Self::NoPrevious { table } => say!(
                lang,
                "`cauri history {table}` lists its snapshots; a tag, a date or `previous` works too.",
                "`cauri history {table}` liste ses instantanés ; une étiquette, une date ou `previous` conviennent aussi."
            ),
            other => return other.hint_of_use(lang),
        })
    }
}

impl CliError {
    fn hint_of_use(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NoKey { .. } | Self::UnknownKey { .. } => say!(
                lang,
                "Name them with `--key pays,annee`, or set `unique_key` in the model's config.",
                "Nommez-les avec `--key pays,annee`, ou mettez `unique_key` dans la config du modèle."
            ),
            Self::KeyNotUnique { .. } => say!(
                lang,
                "Add columns to the key until each row has its own.",
                "Ajoutez des colonnes à la clé jusqu'à ce que chaque ligne ait la sienne."
            ),
            Self::OutputUnwritable { .. } => say!(
                lang,
                "Check that the folder exists, is writable and has room.",
                "Vérifiez que le dossier existe, qu'il est accessible en écriture et qu'il reste de la place."
            ),
            Self::ParquetOnTerminal => say!(
                lang,
                "Give a file with `--output-file figures.parquet`, or send it into a pipe.",
                "Donnez un fichier avec `--output-file chiffres.parquet`, ou envoyez-le dans un tube."
            ),
            Self::NotEmpty { .. } => {
                say!(lang, "Give another folder: `cauri init DIR`.", "Donnez un autre dossier : `cauri init DOSSIER`.")
            }
            Self::ProjectName { .. } => {
                say!(lang, "Give one with `--name indicateurs`.", "Donnez-en un avec `--name indicateurs`.")
            }
            Self::NoProject { .. } => say!(
                lang,
                "Go to its folder, name it with `--project DIR`, or begin one with `cauri init`.",
                "Allez dans son dossier, nommez-le avec `--project DOSSIER`, ou commencez-en un avec `cauri init`."
            ),
            Self::Vars { .. } => {
                say!(lang, "Write it like `--vars '{{annee: 2024}}'`.", "Écrivez-le comme `--vars '{{annee: 2024}}'`.")
            }
            Self::BadWord { known, .. } | Self::BadVariable { known, .. } => {
                say!(lang, "The values are: {known}.", "Les valeurs sont : {known}.")
            }
            Self::NotOneModel { .. } | Self::NothingToShow => say!(
                lang,
                "Name one with `--select`, or give a query with `--inline`.",
                "Nommez-en un avec `--select`, ou donnez une requête avec `--inline`."
            ),
            Self::ProjectErrors { .. } => say!(
                lang,
                "Correct them and run the command again; nothing was changed.",
                "Corrigez-les et relancez la commande ; rien n'a été modifié."
            ),
            other => return other.hint_of_flags(lang),
        })
    }

    fn hint_of_flags(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NotHere { .. } => say!(
                lang,
                "Leave the option out; the page \"dbt projects\" of the manual lists what is left out.",
                "Retirez l'option ; la page « Les projets dbt » du manuel liste ce qui est laissé de côté."
            ),
            Self::Exclusive { .. } => say!(lang, "Give one of the two.", "Donnez l'une des deux."),
            Self::Warning { event, .. } => say!(
                lang,
                "It is an error because of --warn-error; `--warn-error-options '{{error: all, warn: [{event}]}}'` lets it pass.",
                "C'est une erreur à cause de --warn-error ; `--warn-error-options '{{error: all, warn: [{event}]}}'` la laisse passer."
            ),
            Self::Unclean { outside: true, .. } => say!(
                lang,
                "It lies outside of the project: `cauri clean --no-clean-project-files-only` deletes it all the same.",
                "Il est en dehors du projet : `cauri clean --no-clean-project-files-only` le supprime quand même."
            ),
            Self::Unclean { outside: false, .. } => say!(
                lang,
                "It holds what you wrote; take it out of `clean-targets` in dbt_project.yml.",
                "Il contient ce que vous avez écrit ; retirez-le de `clean-targets` dans dbt_project.yml."
            ),
            _ => return None,
        })
    }
}
