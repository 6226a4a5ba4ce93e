//! `cauri diff`: which figures changed between two states of a table, cell by cell.

use anyhow::Result;
use cauri_core::say;
use cauri_lake::{At, Table};
use cauri_pipeline::Lakehouse;
use cauri_project::{Node, Project};

use crate::cli::DiffArgs;
use crate::diff::{self, Comparison};
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::names;
use crate::output::{self, Output};
use crate::printer::Tone;
use crate::report::Ended;
use crate::settings::Settings;
use crate::words;

/// Runs the command.
pub(super) async fn run(arguments: &DiffArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let lakehouse = lakehouse::open(settings, &Invocation::new("diff", settings)).await?;
    let table = names::table(lakehouse.warehouse(), &arguments.table).await?;
    let from = snapshot_id(&table, &arguments.from)?;
    let to = snapshot_id(&table, &arguments.to)?;
    let key = key(&lakehouse, &table, &arguments.key)?;
    let compared =
        diff::compare(lakehouse.engine(), &Comparison { table: table.name().clone(), from, to, key }).await?;
    let mut target = Output::new(&arguments.rows, printer);
    if target.limits.rows > 0 {
        target.limits.rows = 200;
    }
    if compared.cells.num_rows() > 0 {
        output::write_batch(compared.cells, &target, printer).await?;
    }
    let lang = printer.lang;
    let number = |count| words::number(count, lang);
    let rows = |count| words::count(count, lang, &say!(lang, "row", "ligne"), &say!(lang, "rows", "lignes"));
    let (added, removed, changed) = (rows(compared.added), number(compared.removed), number(compared.changed));
    let figures = (say!(lang, "figure", "chiffre"), say!(lang, "figures", "chiffres"));
    let cells = words::count(compared.num_cells, lang, &figures.0, &figures.1);
    printer.say(Tone::Bold.paint(say!(
        lang,
        "{added} added, {removed} removed, {changed} changed ({cells})",
        "ajouts : {added} ; retraits : {removed} ; modifications : {changed} ({cells})"
    )));
    Ok(Ended::Well)
}

fn snapshot_id(table: &Table, wanted: &str) -> Result<i64> {
    let at = names::state(table, wanted)?;
    let none = || CliError::UnknownSnapshot { table: table.name().to_string(), wanted: wanted.to_owned() };
    let snapshot = table.snapshot_at(&at)?.or(table.snapshot_at(&At::Current)?).ok_or_else(none)?;
    Ok(snapshot.snapshot_id())
}

/// The columns that name a row: those given, else the model's key, else those that its tests say.
fn key(lakehouse: &Lakehouse, table: &Table, given: &[String]) -> Result<Vec<String>> {
    let columns: Vec<&str> =
        table.metadata().current_schema().as_struct().fields().iter().map(|field| field.name.as_str()).collect();
    let wanted = if given.is_empty() { key_of_model(lakehouse.project(), table) } else { given.to_vec() };
    if wanted.is_empty() {
        return Err(CliError::NoKey { table: table.name().to_string() }.into());
    }
    let known = |name: &String| columns.iter().find(|column| column.eq_ignore_ascii_case(name));
    wanted
        .iter()
        .map(|name| {
            known(name).map(|column| (*column).to_owned()).ok_or_else(|| {
                let nearest = cauri_core::nearest(name, columns.iter().copied()).map(str::to_owned);
                CliError::UnknownKey { table: table.name().to_string(), column: name.clone(), nearest }.into()
            })
        })
        .collect()
}

fn key_of_model(project: &Project, table: &Table) -> Vec<String> {
    let is_it = |node: &&Node| {
        cauri_pipeline::relation_of(node).is_ok_and(|name| &name == table.name()) && node.test_metadata.is_none()
    };
    let Some(node) = project.nodes().values().find(is_it) else { return Vec::new() };
    let key = node.config.unique_key();
    if !key.is_empty() {
        return key;
    }
    let tests = project.nodes().values().filter(|test| test.attached_node.as_deref() == Some(&node.unique_id));
    for test in tests {
        let Some(metadata) = &test.test_metadata else { continue };
        match metadata.name.as_str() {
            "unique" => return test.column_name.iter().cloned().collect(),
            "unique_combination_of_columns" | "unique_combination" => {
                let columns = metadata.kwargs.values().find_map(|value| value.as_array());
                if let Some(columns) = columns {
                    return columns.iter().filter_map(|name| name.as_str()).map(str::to_owned).collect();
                }
            }
            _ => {}
        }
    }
    Vec::new()
}
