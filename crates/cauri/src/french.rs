//! The French of the command line: help texts, headings, and clap's refusals.
//!
//! The English texts are the doc comments of `cli.rs`; each has its French here under the
//! command's name and the argument's. A test walks the whole command and fails on a text that
//! is missing, so neither language can fall behind.

use cauri_core::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

mod texts;

/// Puts every text of `command` into `lang`. English is what it has already.
pub(crate) fn localize(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Fr => translate(command, ""),
    }
}

fn translate(command: Command, parent: &str) -> Command {
    let name = command.get_name().to_owned();
    let path = if parent.is_empty() { String::new() } else { name };
    let mut command = command
        .disable_help_flag(true)
        .subcommand_help_heading("Commandes")
        .subcommand_value_name("COMMANDE")
        .help_template("{about-with-newline}\nUtilisation : {usage}\n\n{all-args}{after-help}")
        .arg(help_flag());
    if let Some(about) = texts::of(&path, "") {
        command = command.about(about);
    }
    let known = path.clone();
    let command = command.mut_args(move |arg| translate_arg(arg, &known));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |whole, name| whole.mut_subcommand(name, |sub| translate(sub, "cauri")))
}

fn translate_arg(arg: Arg, path: &str) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    let Some(text) = texts::of(path, &id).or_else(|| texts::of("", &id)) else { return arg };
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let shows_default = !defaults.is_empty() && arg.get_action().takes_values() && !arg.is_hide_default_value_set();
    let values: Vec<String> = if arg.get_action().takes_values() && !arg.is_hide_possible_values_set() {
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
    } else {
        Vec::new()
    };
    let mut help = text.to_owned();
    if shows_default {
        help.push_str(&format!(" [par défaut : {}]", defaults.join(", ")));
    }
    if !values.is_empty() {
        help.push_str(&format!(" [valeurs : {}]", values.join(", ")));
    }
    let heading = arg.get_help_heading().map(|heading| texts::heading(heading).to_owned());
    let takes_values = arg.get_action().takes_values();
    let mut arg = arg.help(help).hide_env(true);
    if takes_values {
        arg = arg.hide_default_value(true).hide_possible_values(true);
    }
    match heading {
        Some(heading) => arg.help_heading(heading),
        None => arg,
    }
}

fn help_flag() -> Arg {
    Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help("Affiche cette aide")
}

/// The French of a refusal; `None` when clap's own text is right (English, help, version).
pub(crate) fn refusal(error: &clap::Error, lang: Lang) -> Option<String> {
    if lang == Lang::En || !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return None;
    }
    let text = |kind: ContextKind| error.get(kind).map(context_text).filter(|text| !text.is_empty());
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let mut message = match error.kind() {
        ErrorKind::UnknownArgument => format!("option ou argument « {argument} » inattendu"),
        ErrorKind::InvalidSubcommand => {
            format!("commande « {} » inconnue", text(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("il manque une valeur à « {argument} »"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("valeur « {value} » non valable pour « {argument} »")
        }
        ErrorKind::MissingRequiredArgument => format!("il manque : {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("« {argument} » ne va pas avec « {} »", text(ContextKind::PriorArg).unwrap_or_default())
        }
        ErrorKind::TooManyValues => format!("valeur « {value} » de trop pour « {argument} »"),
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("nombre de valeurs inattendu pour « {argument} »")
        }
        _ => return None,
    };
    if let Some(values) = text(ContextKind::ValidValue) {
        message.push_str(&format!("\n  valeurs possibles : {values}"));
    }
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(near) = suggested.into_iter().find_map(text) {
        message.push_str(&format!("\nconseil : Vouliez-vous dire « {near} » ?"));
    }
    Some(format!("erreur : {message}\n\nPour plus de détails, essayez « --help ».\n"))
}

fn context_text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn missing(command: &Command, path: &str, found: &mut Vec<String>) {
        if texts::of(path, "").is_none() {
            found.push(format!("the command \"{path}\""));
        }
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            if arg.is_hide_set() {
                continue;
            }
            if texts::of(path, id).or_else(|| texts::of("", id)).is_none() {
                found.push(format!("\"{path}\" argument \"{id}\""));
            }
        }
        for sub in command.get_subcommands() {
            missing(sub, sub.get_name(), found);
        }
    }

    #[test]
    fn every_text_of_the_help_has_its_french() {
        let mut found = Vec::new();
        missing(&crate::cli::Cli::command(), "", &mut found);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn both_commands_are_well_formed() {
        crate::cli::command(Lang::En).debug_assert();
        crate::cli::command(Lang::Fr).debug_assert();
    }

    #[test]
    fn a_refusal_speaks_french() {
        let error = crate::cli::command(Lang::Fr).try_get_matches_from(["cauri", "refesh"]).unwrap_err();
        let text = refusal(&error, Lang::Fr).unwrap();
        assert!(text.contains("commande « refesh » inconnue"), "{text}");
        assert!(text.contains("refresh"), "{text}");
    }
}
