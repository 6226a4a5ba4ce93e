//! The shell's own commands: `.mode`, `.timer`, `.tables`, `.schema`, `.read`, `.output`, `.maxrows`.

use std::path::PathBuf;

use anyhow::Result;
use cauri_core::{Lang, say};
use clap::ValueEnum;

use super::{Next, Shell};
use crate::cli::Format;
use crate::commands::sql;
use crate::error::CliError;
use crate::names;
use crate::output::type_name;

/// The names, for completion.
pub(super) const NAMES: [&str; 10] =
    [".exit", ".help", ".maxrows", ".mode", ".output", ".quit", ".read", ".schema", ".tables", ".timer"];

/// Runs one command.
pub(super) async fn run(shell: &mut Shell<'_>, line: &str) -> Result<Next> {
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim().trim_end_matches(';').trim();
    match name.trim_end_matches(';') {
        ".quit" | ".exit" => return Ok(Next::Quit),
        ".help" => shell.printer.result_line(&help(shell.lang()))?,
        ".mode" => mode(shell, rest)?,
        ".timer" => timer(shell, rest)?,
        ".maxrows" => max_rows(shell, rest)?,
        ".output" => shell.output.file = (!rest.is_empty()).then(|| PathBuf::from(rest)),
        ".read" => {
            let text = sql::read(&PathBuf::from(rest))?;
            shell.script(&text).await?;
        }
        ".tables" => tables(shell, rest).await?,
        ".schema" => schema(shell, rest).await?,
        other => {
            return Err(CliError::BadWord {
                option: ".",
                given: other.to_owned(),
                known: ".exit .help .maxrows .mode .output .quit .read .schema .tables .timer",
            }
            .into());
        }
    }
    Ok(Next::GoOn)
}

fn mode(shell: &mut Shell<'_>, word: &str) -> Result<()> {
    if word.is_empty() {
        let name = shell.output.format.to_possible_value().map(|value| value.get_name().to_owned());
        return Ok(shell.printer.result_line(&name.unwrap_or_default())?);
    }
    shell.output.format = Format::from_str(word, true).map_err(|_| CliError::BadWord {
        option: ".mode",
        given: word.to_owned(),
        known: "table, json, csv, parquet, md",
    })?;
    Ok(())
}

fn timer(shell: &mut Shell<'_>, word: &str) -> Result<()> {
    shell.timer = match word {
        "on" => true,
        "off" => false,
        "" => !shell.timer,
        other => {
            return Err(CliError::BadWord { option: ".timer", given: other.to_owned(), known: "on, off" }.into());
        }
    };
    Ok(())
}

fn max_rows(shell: &mut Shell<'_>, word: &str) -> Result<()> {
    shell.output.limits.rows = word.parse().map_err(|_| CliError::BadWord {
        option: ".maxrows",
        given: word.to_owned(),
        known: "0 (all), 1, 2, ...",
    })?;
    Ok(())
}

async fn tables(shell: &Shell<'_>, part: &str) -> Result<()> {
    let part = part.to_lowercase();
    for relation in names::all(shell.lakehouse.warehouse()).await? {
        let name = relation.name.to_string();
        if name.to_lowercase().contains(&part) {
            shell.printer.result_line(&name)?;
        }
    }
    Ok(())
}

async fn schema(shell: &Shell<'_>, part: &str) -> Result<()> {
    let all = names::all(shell.lakehouse.warehouse()).await?;
    let shown: Vec<&names::Relation> =
        if part.is_empty() { all.iter().collect() } else { vec![names::resolve(part, &all)?] };
    for relation in shown {
        let schema = shell.lakehouse.engine().schema(&format!("select * from {}", relation.name)).await?;
        let columns: Vec<String> = schema
            .fields()
            .iter()
            .map(|field| format!("  {} {}", field.name(), type_name(field.data_type())))
            .collect();
        let kind = if relation.is_view { "view" } else { "table" };
        shell.printer.result_line(&format!("{kind} {} (\n{}\n)", relation.name, columns.join(",\n")))?;
    }
    Ok(())
}

fn help(lang: Lang) -> String {
    let lines = [
        (".help", say!(lang, "this list", "cette liste")),
        (
            ".maxrows N",
            say!(lang, "rows of a table to show, 0 for all", "lignes d'un tableau à montrer, 0 pour toutes"),
        ),
        (".mode FORM", say!(lang, "table, json, csv, parquet or md", "table, json, csv, parquet ou md")),
        (
            ".output FILE",
            say!(
                lang,
                "write results into a file; without one, here",
                "écrit les résultats dans un fichier ; sans nom, ici"
            ),
        ),
        (".quit", say!(lang, "leave", "sortir")),
        (".read FILE", say!(lang, "run the queries of a file", "exécute les requêtes d'un fichier")),
        (".schema [TABLE]", say!(lang, "columns and their types", "les colonnes et leurs types")),
        (
            ".tables [PART]",
            say!(lang, "the tables whose name has this part", "les tables dont le nom contient cette partie"),
        ),
        (".timer on|off", say!(lang, "say how long queries take", "dit le temps que prennent les requêtes")),
    ];
    lines.map(|(name, about)| format!("{name:<16} {about}")).join("\n")
}
