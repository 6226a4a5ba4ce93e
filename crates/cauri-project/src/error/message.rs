//! The texts of [`ProjectError`], in English and French: what happened, and what to do.

use cauri_core::{Diagnose, Lang, say};

use crate::error::{ContractChange, declaration};
use crate::{Declared, ProjectError, SeedFault};

impl Diagnose for ProjectError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "C0201",
            Self::NoProject { .. } => "C0202",
            Self::YamlSyntax { .. } => "C0203",
            Self::YamlTab { .. } => "C0204",
            Self::DuplicateKey { .. } => "C0205",
            Self::WrongType { .. } => "C0206",
            Self::BadValue { .. } => "C0207",
            Self::MissingKey { .. } => "C0208",
            Self::DbtVersion { .. } => "C0209",
            Self::MissingPackage { .. } => "C0210",
            Self::DuplicatePackage { .. } => "C0211",
            Self::UnknownTarget { .. } => "C0212",
            Self::UnclosedBlock { .. } => "C0213",
            Self::UnknownRef { .. } => "C0214",
            Self::UnknownSource { .. } => "C0215",
            Self::UnknownDoc { .. } => "C0216",
            Self::UnknownMacro { .. } => "C0217",
            Self::NoDispatch { .. } => "C0218",
            Self::UnknownVar { .. } => "C0219",
            Self::MissingEnvVar { .. } => "C0220",
            Self::MissingConfig { .. } => "C0221",
            Self::Template(_) => "C0222",
            Self::Raised { .. } => "C0223",
            Self::EndlessMacro { .. } | Self::EndlessVar { .. } => "C0224",
            Self::Unsupported { .. } => "C0225",
            Self::Adapter { .. } => "C0226",
            Self::DuplicateName { .. } => "C0227",
            Self::DuplicateRelation { .. } => "C0228",
            Self::UnknownTest { .. } => "C0229",
            Self::BadTest { .. } => "C0230",
            Self::Cycle { .. } => "C0231",
            Self::RaggedSeed { .. } => "C0232",
            Self::BadSeed { .. } => "C0233",
            Self::BadSelector { .. } => "C0234",
            Self::UnknownMethod { .. } => "C0235",
            Self::UnsupportedMethod { .. } => "C0236",
            Self::UnknownSelector { .. } => "C0237",
            Self::BrokenContract { .. } => "C0260",
            Self::UnknownNode { .. } => "C0238",
            Self::Misdeclared { what: Declared::UnitTest, .. } => "C0261",
            Self::Misdeclared { what: Declared::Snapshot, .. } => "C0262",
            Self::Misdeclared { what: Declared::Semantic, .. } => "C0263",
            Self::Misdeclared { what: Declared::Contract, .. } => "C0264",
            Self::Misdeclared { what: Declared::Version, .. } => "C0265",
            Self::Misdeclared { what: Declared::Entry, .. } => "C0268",
            Self::Misdeclared { what: Declared::Name, .. } => "C0269",
            Self::PrivateRef { .. } => "C0266",
            Self::Deprecated { .. } => "C0267",
            Self::UndeclaredRef { .. } => "C0270",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable { path, .. } => {
                let path = path.display();
                say!(lang, "could not read \"{path}\"", "impossible de lire « {path} »")
            }
            Self::NoProject { root } => {
                let root = root.display();
                say!(
                    lang,
                    "folder \"{root}\" holds no dbt_project.yml",
                    "le dossier « {root} » ne contient pas de dbt_project.yml"
                )
            }
            _ => file_message(self, lang)
                .or_else(|| template_message(self, lang))
                .or_else(|| reference_message(self, lang))
                .or_else(|| clash_message(self, lang))
                .unwrap_or_else(|| question_message(self, lang)),
        }
    }

    fn hint(&self, lang: Lang) -> Option<String> {
        file_hint(self, lang)
            .or_else(|| value_hint(self, lang))
            .or_else(|| name_hint(self, lang))
            .or_else(|| template_hint(self, lang))
            .or_else(|| clash_hint(self, lang))
            .or_else(|| selector_hint(self, lang))
    }
}

/// The French for what [`crate::yaml`] calls a type.
fn type_name(lang: Lang, english: &str) -> &str {
    if lang == Lang::En {
        return english;
    }
    match english {
        "a text" => "un texte",
        "a list" => "une liste",
        "a list of texts" => "une liste de textes",
        "a mapping" => "un ensemble de clés",
        "a number" => "un nombre",
        "a truth value" => "vrai ou faux",
        "a date" => "une date",
        "nothing" => "rien",
        other => other,
    }
}

/// The French for a kind of thing, with its article.
fn kind_name(lang: Lang, english: &str) -> &str {
    if lang == Lang::En {
        return english;
    }
    match english {
        "model" => "le modèle",
        "seed" => "la table CSV",
        "snapshot" => "l'historique",
        "test" => "le test",
        "analysis" => "l'analyse",
        "source" => "la source",
        "exposure" => "l'exposition",
        "group" => "le groupe",
        "docs block" => "le bloc de documentation",
        "profile" => "le profil",
        "target" => "la cible",
        other => other,
    }
}

/// Errors of YAML files and packages.
fn file_message(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::YamlSyntax { place, message } => {
            say!(lang, "{place}: this is not YAML: {message}", "{place} : ce n'est pas du YAML : {message}")
        }
        ProjectError::YamlTab { place } => say!(
            lang,
            "{place}: the line is indented with a tab, which YAML does not allow",
            "{place} : la ligne est indentée par une tabulation, ce que YAML n'admet pas"
        ),
        ProjectError::DuplicateKey { place, key, first } => say!(
            lang,
            "{place}: key \"{key}\" is already set on line {first}",
            "{place} : la clé « {key} » est déjà définie à la ligne {first}"
        ),
        ProjectError::WrongType { place, key, expected, got } => {
            let (expected, got) = (type_name(lang, expected), type_name(lang, got));
            say!(
                lang,
                "{place}: \"{key}\" must be {expected}, not {got}",
                "{place} : « {key} » doit être {expected}, et non {got}"
            )
        }
        ProjectError::BadValue { place, key, value, .. } => say!(
            lang,
            "{place}: \"{key}\" does not know the value \"{value}\"",
            "{place} : « {key} » ne connaît pas la valeur « {value} »"
        ),
        ProjectError::MissingKey { place, key } => {
            say!(lang, "{place}: key \"{key}\" is missing", "{place} : il manque la clé « {key} »")
        }
        ProjectError::DbtVersion { place, package, wanted } => {
            let ours = crate::DBT_VERSION;
            say!(
                lang,
                "{place}: package \"{package}\" asks for dbt {wanted}, and cauri answers for {ours}",
                "{place} : le paquet « {package} » demande dbt {wanted}, et cauri répond pour {ours}"
            )
        }
        ProjectError::MissingPackage { place, package } => say!(
            lang,
            "{place}: package \"{package}\" is not in the packages folder",
            "{place} : le paquet « {package} » n'est pas dans le dossier des paquets"
        ),
        ProjectError::DuplicatePackage { place, package } => say!(
            lang,
            "{place}: another package is already named \"{package}\"",
            "{place} : un autre paquet porte déjà le nom « {package} »"
        ),
        ProjectError::UnknownTarget { place, what, name, .. } => {
            let what = kind_name(lang, what);
            say!(lang, "{place}: {what} \"{name}\" does not exist", "{place} : {what} « {name} » n'existe pas")
        }
        _ => return None,
    })
}

/// Errors of templates.
fn template_message(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::UnclosedBlock { place, what, excerpt } => {
            say!(
                lang,
                "{place}: \"{what}\" is opened and not closed\n  | {excerpt}",
                "{place} : « {what} » est ouvert et n'est pas fermé\n  | {excerpt}"
            )
        }
        ProjectError::Template(error) => {
            let (place, message, excerpt) = (&error.place, &error.message, &error.excerpt);
            let from: String = error
                .called_from
                .iter()
                .map(|file| say!(lang, "\n  called from {file}", "\n  appelé depuis {file}"))
                .collect();
            say!(lang, "{place}: {message}\n  | {excerpt}{from}", "{place} : {message}\n  | {excerpt}{from}")
        }
        ProjectError::Raised { place, message } => say!(lang, "{place}: {message}", "{place} : {message}"),
        ProjectError::EndlessMacro { place, name } => say!(
            lang,
            "{place}: macro \"{name}\" calls itself without end",
            "{place} : la macro « {name} » s'appelle elle-même sans fin"
        ),
        ProjectError::EndlessVar { place, name } => say!(
            lang,
            "{place}: variable \"{name}\" is made of itself",
            "{place} : la variable « {name} » est faite d'elle-même"
        ),
        ProjectError::Unsupported { place, what } => {
            say!(lang, "{place}: cauri does not support {what}", "{place} : cauri ne prend pas en charge {what}")
        }
        ProjectError::Adapter { place, .. } => say!(
            lang,
            "{place}: the template's question to the lake failed",
            "{place} : la question du modèle Jinja à l'entrepôt a échoué"
        ),
        ProjectError::MissingConfig { place, node, key } => say!(
            lang,
            "{place}: \"{node}\" needs the setting \"{key}\"",
            "{place} : « {node} » a besoin du réglage « {key} »"
        ),
        ProjectError::MissingEnvVar { place, name } => say!(
            lang,
            "{place}: environment variable \"{name}\" is not set and has no default",
            "{place} : la variable d'environnement « {name} » n'est pas définie et n'a pas de valeur par défaut"
        ),
        _ => return None,
    })
}

/// Errors of names.
fn reference_message(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::UnknownRef { place, node, target, disabled, .. }
        | ProjectError::UnknownSource { place, node, target, disabled, .. } => match disabled {
            false => say!(
                lang,
                "{place}: \"{node}\" refers to \"{target}\", which does not exist",
                "{place} : « {node} » fait référence à « {target} », qui n'existe pas"
            ),
            true => say!(
                lang,
                "{place}: \"{node}\" refers to \"{target}\", which is disabled",
                "{place} : « {node} » fait référence à « {target} », qui est désactivé"
            ),
        },
        ProjectError::UndeclaredRef { place, node, target } => say!(
            lang,
            "{place}: \"{node}\" calls {target}, which was not seen when the project was read: what it names may be built later",
            "{place} : « {node} » appelle {target}, qui n'a pas été vu à la lecture du projet : ce qu'il nomme peut être construit après"
        ),
        ProjectError::UnknownDoc { place, name } => say!(
            lang,
            "{place}: docs block \"{name}\" does not exist",
            "{place} : le bloc de documentation « {name} » n'existe pas"
        ),
        ProjectError::UnknownMacro { place, name, .. } => {
            say!(lang, "{place}: macro \"{name}\" does not exist", "{place} : la macro « {name} » n'existe pas")
        }
        ProjectError::NoDispatch { place, name, tried } => {
            let tried = tried.join(", ");
            say!(
                lang,
                "{place}: adapter.dispatch found no macro for \"{name}\"; it looked for {tried}",
                "{place} : adapter.dispatch n'a trouvé aucune macro pour « {name} » ; il a cherché {tried}"
            )
        }
        ProjectError::UnknownVar { place, name, .. } => say!(
            lang,
            "{place}: variable \"{name}\" has no value and no default",
            "{place} : la variable « {name} » n'a ni valeur ni valeur par défaut"
        ),
        _ => return None,
    })
}

/// Errors of names that clash, tests and cycles.
fn clash_message(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::DuplicateName { place, kind, name, first } => {
            let kind = kind_name(lang, kind);
            say!(
                lang,
                "{place}: {kind} \"{name}\" is already declared at {first}",
                "{place} : {kind} « {name} » existe déjà dans {first}"
            )
        }
        ProjectError::DuplicateRelation { place, relation, nodes: [first, second] } => say!(
            lang,
            "{place}: \"{first}\" and \"{second}\" would both be written to {relation}",
            "{place} : « {first} » et « {second} » seraient tous deux écrits dans {relation}"
        ),
        ProjectError::UnknownTest { place, name, .. } => {
            say!(lang, "{place}: test \"{name}\" does not exist", "{place} : le test « {name} » n'existe pas")
        }
        ProjectError::BadTest { place } => say!(
            lang,
            "{place}: a test is a name, or one name with its arguments",
            "{place} : un test est un nom, ou un nom suivi de ses arguments"
        ),
        ProjectError::Cycle { names, .. } => {
            let names = names.join(" -> ");
            say!(lang, "models form a cycle: {names}", "les modèles forment un cycle : {names}")
        }
        _ => return None,
    })
}

fn seed_fault(fault: &SeedFault, lang: Lang) -> String {
    match fault {
        SeedFault::Empty => {
            say!(lang, "the file is empty; it needs a header", "le fichier est vide ; il lui faut un en-tête")
        }
        SeedFault::OpenQuote => {
            say!(lang, "a quote is opened and not closed", "un guillemet est ouvert et n'est pas fermé")
        }
        SeedFault::NamelessColumn => {
            say!(lang, "a column of the header has no name", "une colonne de l'en-tête n'a pas de nom")
        }
        SeedFault::DuplicateColumn(name) => say!(
            lang,
            "column \"{name}\" is in the header twice",
            "la colonne « {name} » figure deux fois dans l'en-tête"
        ),
        SeedFault::Csv(message) => message.clone(),
    }
}

/// Errors of seeds and of questions about the project.
fn question_message(error: &ProjectError, lang: Lang) -> String {
    match error {
        ProjectError::RaggedSeed { place, expected, got } => say!(
            lang,
            "{place}: the row has {got} fields, the header {expected}",
            "{place} : la ligne a {got} champs, l'en-tête {expected}"
        ),
        ProjectError::BadSeed { place, fault } => {
            let fault = seed_fault(fault, lang);
            say!(lang, "{place}: this is not CSV: {fault}", "{place} : ce n'est pas du CSV : {fault}")
        }
        ProjectError::BadSelector { expression } => {
            say!(lang, "selector \"{expression}\" cannot be read", "le sélecteur « {expression} » est illisible")
        }
        ProjectError::UnknownMethod { method, .. } => say!(
            lang,
            "selector method \"{method}\" does not exist",
            "la méthode de sélection « {method} » n'existe pas"
        ),
        ProjectError::UnsupportedMethod { method } => say!(
            lang,
            "selector method \"{method}\" needs the state of a former run, and none is given",
            "la méthode de sélection « {method} » a besoin de l'état d'une exécution passée, et aucun n'est donné"
        ),
        ProjectError::UnknownSelector { name, .. } => {
            say!(lang, "selectors.yml has no selector \"{name}\"", "selectors.yml n'a pas de sélecteur « {name} »")
        }
        ProjectError::BrokenContract { node, changes } => {
            let changes: Vec<String> = changes.iter().map(|change| contract_change(change, lang)).collect();
            let changes = changes.join("; ");
            say!(
                lang,
                "\"{node}\" no longer keeps its contract: {changes}",
                "« {node} » ne respecte plus son contrat : {changes}"
            )
        }
        ProjectError::UnknownNode { unique_id, .. } => {
            say!(lang, "the project has no node \"{unique_id}\"", "le projet n'a pas de nœud « {unique_id} »")
        }
        other => declaration::message(other, lang).unwrap_or_default(),
    }
}

fn file_hint(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::Unreadable { .. } => say!(
            lang,
            "Check that the file exists, that you may read it, and that it is UTF-8.",
            "Vérifiez que le fichier existe, que vous pouvez le lire et qu'il est en UTF-8."
        ),
        ProjectError::NoProject { .. } => say!(
            lang,
            "Change to the folder of a project, name one with `--project`, or start one with `cauri init`.",
            "Placez-vous dans le dossier d'un projet, indiquez-en un avec `--project`, ou créez-en un avec `cauri init`."
        ),
        ProjectError::YamlSyntax { .. } => say!(
            lang,
            "Check indentation, colons and quotes around this line.",
            "Vérifiez l'indentation, les deux-points et les guillemets autour de cette ligne."
        ),
        ProjectError::YamlTab { .. } => {
            say!(lang, "Replace the tab by spaces.", "Remplacez la tabulation par des espaces.")
        }
        ProjectError::DuplicateKey { .. } => {
            say!(lang, "Keep one of the two.", "Ne gardez que l'une des deux.")
        }
        ProjectError::WrongType { key, .. } => {
            say!(lang, "Correct the value of \"{key}\".", "Corrigez la valeur de « {key} ».")
        }
        ProjectError::MissingKey { key, .. } => say!(lang, "Add \"{key}\".", "Ajoutez « {key} »."),
        _ => return None,
    })
}

/// Hints on values that are not known, and on packages.
fn value_hint(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::BadValue { known, .. } => {
            let known = known.join(", ");
            say!(lang, "Use one of {known}.", "Utilisez l'une de ces valeurs : {known}.")
        }
        ProjectError::UnknownTarget { known, .. } => {
            let known = known.join(", ");
            say!(lang, "profiles.yml knows {known}.", "profiles.yml connaît {known}.")
        }
        ProjectError::DbtVersion { .. } => say!(
            lang,
            "Take a version of the package that supports it, or widen `require-dbt-version`.",
            "Prenez une version du paquet qui l'accepte, ou élargissez `require-dbt-version`."
        ),
        ProjectError::MissingPackage { .. } => say!(
            lang,
            "Run `cauri deps`, or put the unpacked package into `dbt_packages/`.",
            "Lancez `cauri deps`, ou placez le paquet décompressé dans `dbt_packages/`."
        ),
        ProjectError::DuplicatePackage { .. } => {
            say!(lang, "Remove one of the two packages.", "Retirez l'un des deux paquets.")
        }
        _ => return None,
    })
}

/// Hints that offer the nearest name.
fn name_hint(error: &ProjectError, lang: Lang) -> Option<String> {
    let (nearest, list) = match error {
        ProjectError::UnknownRef { nearest, disabled: false, .. } => {
            (nearest.as_ref().map(|name| format!("ref('{name}')")), "cauri ls")
        }
        ProjectError::UnknownSource { nearest, disabled: false, .. } => {
            let call = nearest.as_ref().and_then(|name| name.split_once('.'));
            (call.map(|(source, table)| format!("source('{source}', '{table}')")), "cauri ls --resource-type source")
        }
        ProjectError::UnknownVar { nearest, .. } => (nearest.as_ref().map(|name| format!("var('{name}')")), ""),
        ProjectError::UnknownMacro { nearest, .. }
        | ProjectError::UnknownTest { nearest, .. }
        | ProjectError::UnknownMethod { nearest, .. }
        | ProjectError::UnknownSelector { nearest, .. } => (nearest.clone(), ""),
        ProjectError::UnknownNode { nearest, .. } => (nearest.clone(), "cauri ls"),
        _ => return None,
    };
    match (nearest, list) {
        (Some(name), _) => Some(say!(lang, "Did you mean {name}?", "Vouliez-vous dire {name} ?")),
        (None, "") => None,
        (None, command) => {
            Some(say!(lang, "Run `{command}` to list what exists.", "Lancez `{command}` pour voir ce qui existe."))
        }
    }
}

/// How a tag or block is closed.
fn closing_hint(what: &str, lang: Lang) -> String {
    let close = match what {
        "{{" => "}}".to_owned(),
        "{%" => "%}".to_owned(),
        "{#" => "#}".to_owned(),
        block => format!("{{% end{block} %}}"),
    };
    say!(lang, "Close it with `{close}`.", "Fermez-le avec `{close}`.")
}

/// How a call of `ref()` is made known.
fn declare_hint(target: &str, lang: Lang) -> String {
    say!(
        lang,
        "Write `-- depends_on: {{{{ {target} }}}}` at the top of the file, outside of any condition.",
        "Écrivez `-- depends_on: {{{{ {target} }}}}` en tête du fichier, hors de toute condition."
    )
}

/// Hints on templates.
fn template_hint(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::UnclosedBlock { what, .. } => closing_hint(what, lang),
        ProjectError::Template(_) => {
            say!(lang, "Correct the Jinja of this line.", "Corrigez le Jinja de cette ligne.")
        }
        ProjectError::Raised { .. } => say!(
            lang,
            "The project or a package raised this error itself; follow its text.",
            "Le projet ou un paquet a levé cette erreur lui-même ; suivez son texte."
        ),
        ProjectError::EndlessMacro { .. } => say!(
            lang,
            "Give the macro a case in which it does not call itself.",
            "Donnez à la macro un cas où elle ne s'appelle plus."
        ),
        ProjectError::EndlessVar { .. } => say!(
            lang,
            "Give it a value that does not call var() with its own name.",
            "Donnez-lui une valeur qui n'appelle pas var() avec son propre nom."
        ),
        ProjectError::Unsupported { .. } => {
            say!(lang, "Write it in another way.", "Écrivez-le d'une autre manière.")
        }
        ProjectError::UnknownRef { .. } | ProjectError::UnknownSource { .. } => {
            say!(lang, "Set `enabled: true`.", "Mettez `enabled: true`.")
        }
        ProjectError::UndeclaredRef { target, .. } => declare_hint(target, lang),
        ProjectError::UnknownDoc { name, .. } => say!(
            lang,
            "Write it in a Markdown file: `{{% docs {name} %}}..{{% enddocs %}}`.",
            "Écrivez-le dans un fichier Markdown : `{{% docs {name} %}}..{{% enddocs %}}`."
        ),
        ProjectError::UnknownMacro { .. } | ProjectError::UnknownTest { .. } | ProjectError::NoDispatch { .. } => say!(
            lang,
            "Check the spelling, and that its package is in `dbt_packages/`.",
            "Vérifiez l'orthographe, et que son paquet est dans `dbt_packages/`."
        ),
        ProjectError::UnknownVar { name, .. } => say!(
            lang,
            "Set it under `vars:` in dbt_project.yml, or with `--vars '{{{name}: ..}}'`.",
            "Définissez-la sous `vars:` dans dbt_project.yml, ou avec `--vars '{{{name}: ..}}'`."
        ),
        ProjectError::MissingEnvVar { name, .. } => say!(
            lang,
            "Set it, or write env_var('{name}', 'default').",
            "Définissez-la, ou écrivez env_var('{name}', 'valeur par défaut')."
        ),
        ProjectError::MissingConfig { key, .. } => {
            say!(lang, "Write config({key}=..).", "Écrivez config({key}=..).")
        }
        ProjectError::Adapter { .. } => say!(
            lang,
            "Read the cause; the query is the template's own.",
            "Lisez la cause ; la requête est celle du modèle Jinja."
        ),
        _ => return None,
    })
}

/// Hints on names that clash, tests, cycles and seeds.
fn clash_hint(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::DuplicateName { .. } => {
            say!(lang, "Rename one of the two.", "Renommez l'un des deux.")
        }
        ProjectError::DuplicateRelation { .. } => say!(
            lang,
            "Give one of them another `alias` or `schema`.",
            "Donnez à l'un d'eux un autre `alias` ou un autre `schema`."
        ),
        ProjectError::BadTest { .. } => say!(
            lang,
            "Write `- unique`, or `- accepted_values:` with `arguments:` below it.",
            "Écrivez `- unique`, ou `- accepted_values:` avec `arguments:` en dessous."
        ),
        ProjectError::Cycle { .. } => say!(
            lang,
            "Move the columns that they share into an intermediate model.",
            "Déplacez les colonnes qu'ils partagent dans un modèle intermédiaire."
        ),
        ProjectError::RaggedSeed { .. } | ProjectError::BadSeed { .. } => say!(
            lang,
            "Check separators and quotes around this line.",
            "Vérifiez les séparateurs et les guillemets autour de cette ligne."
        ),
        _ => return None,
    })
}

fn contract_change(change: &ContractChange, lang: Lang) -> String {
    match change {
        ContractChange::Unenforced => say!(lang, "it is not enforced any more", "il n'est plus imposé"),
        ContractChange::ModelRemoved => say!(lang, "the model is gone", "le modèle a disparu"),
        ContractChange::ColumnRemoved { column } => {
            say!(lang, "column \"{column}\" is gone", "la colonne « {column} » a disparu")
        }
        ContractChange::TypeChanged { column, from, to } => {
            say!(lang, "column \"{column}\" was {from} and is {to}", "la colonne « {column} » était {from} et est {to}")
        }
        ContractChange::ConstraintRemoved { column: Some(column) } => say!(
            lang,
            "a constraint of column \"{column}\" is gone",
            "une contrainte de la colonne « {column} » a disparu"
        ),
        ContractChange::ConstraintRemoved { column: None } => {
            say!(lang, "a constraint of the model is gone", "une contrainte du modèle a disparu")
        }
        ContractChange::Materialization { from, to } => {
            say!(lang, "it was a {from} and is a {to}", "il était « {from} » et est « {to} »")
        }
    }
}

/// Hints on selections.
fn selector_hint(error: &ProjectError, lang: Lang) -> Option<String> {
    Some(match error {
        ProjectError::BadSelector { .. } => say!(
            lang,
            "Write for example `+model`, `tag:daily`, `path:models/gold` or `a,b`.",
            "Écrivez par exemple `+modele`, `tag:jour`, `path:models/gold` ou `a,b`."
        ),
        ProjectError::UnsupportedMethod { .. } => {
            say!(
                lang,
                "Name the folder of the earlier run's artifacts with --state; it needs manifest.json, run_results.json or sources.json.",
                "Indiquez avec --state le dossier des artefacts de l'exécution passée ; il y faut manifest.json, run_results.json ou sources.json."
            )
        }
        ProjectError::BrokenContract { .. } => say!(
            lang,
            "Give the change a new version of the model, or agree on it with those who read it.",
            "Donnez à ce changement une nouvelle version du modèle, ou convenez-en avec ceux qui le lisent."
        ),
        ProjectError::UnknownSelector { .. } => {
            say!(lang, "Look into selectors.yml.", "Regardez dans selectors.yml.")
        }
        ProjectError::UnknownMethod { .. } => say!(
            lang,
            "The methods are tag, path, file, fqn, source, package, config, test_name, ..",
            "Les méthodes sont tag, path, file, fqn, source, package, config, test_name, .."
        ),
        other => return declaration::hint(other, lang),
    })
}
