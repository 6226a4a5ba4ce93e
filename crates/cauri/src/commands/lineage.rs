//! `cauri lineage`: where the columns of a table come from, or what is made of them; or all of it as
//! OpenLineage events.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use arrow::array::{ArrayRef, RecordBatch, StringArray};
use cauri_core::{Diagnose, SystemClock, nearest, say};
use cauri_pipeline::{EventFacts, LakeAdapter, Lakehouse, Origin, ProjectLineage};
use cauri_project::Adapter;

use crate::cli::LineageArgs;
use crate::error::CliError;
use crate::lakehouse::{self, Invocation};
use crate::names::{self, Relation};
use crate::output::{self, Output};
use crate::printer::Tone;
use crate::report::Ended;
use crate::settings::Settings;

/// One line of the answer.
struct Line {
    column: String,
    /// The other table and column; `None` when there is none.
    other: Option<(String, String)>,
    dependency: Option<&'static str>,
    through: String,
}

/// Runs the command.
pub(super) async fn run(arguments: &LineageArgs, settings: &Settings) -> Result<Ended> {
    let printer = settings.printer;
    let invocation = Invocation::new("lineage", settings);
    let project = lakehouse::project(settings, &invocation)?;
    let lakehouse = Lakehouse::open(project, Arc::new(SystemClock)).await?;
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(&lakehouse));
    let lineage = cauri_pipeline::lineage(&lakehouse, &adapter, &BTreeMap::new()).await?;
    if let Some(file) = &arguments.openlineage {
        write_events(&lakehouse, &lineage, file, (&invocation, settings))?;
        return Ok(Ended::Well);
    }
    let wanted = arguments.table.as_deref().unwrap_or_default();
    let (id, column) = resolve(&lineage, wanted)?;
    if let Some(problem) = lineage.nodes.get(&id).and_then(|node| node.problem.as_ref()) {
        let why = problem.message(printer.lang);
        let text = say!(
            printer.lang,
            "the columns of {id} could not be followed: {why}",
            "les colonnes de {id} n'ont pas pu être suivies : {why}"
        );
        printer.insist(format!("{} {text}", Tone::Warning.paint("!")));
    }
    let lines = lines(&lineage, &id, column.as_deref(), arguments);
    let mut target = Output::new(&arguments.rows, printer);
    target.limits.rows = 0;
    output::write_batch(batch(&lines, arguments.uses)?, &target, printer).await?;
    Ok(Ended::Well)
}

/// The node that is meant, and the column when one is.
fn resolve(lineage: &ProjectLineage, wanted: &str) -> Result<(String, Option<String>)> {
    if lineage.nodes.contains_key(wanted) {
        return Ok((wanted.to_owned(), None));
    }
    let owners: BTreeMap<String, &String> =
        lineage.nodes.iter().filter_map(|(id, node)| Some((node.relation.as_ref()?.to_string(), id))).collect();
    let all: Vec<Relation> = lineage
        .nodes
        .values()
        .filter_map(|node| Some(Relation { name: node.relation.clone()?, is_view: false }))
        .collect();
    let id_of = |relation: &Relation| owners.get(&relation.name.to_string()).map(|id| (*id).clone());
    let as_table = names::resolve(wanted, &all);
    if let Ok(relation) = &as_table
        && let Some(id) = id_of(relation)
    {
        return Ok((id, None));
    }
    let Some((table, column)) = wanted.rsplit_once('.') else {
        return Err(as_table.err().map_or_else(|| unknown(wanted), Into::into));
    };
    let found = match lineage.nodes.contains_key(table) {
        true => Some(table.to_owned()),
        false => names::resolve(table, &all).ok().and_then(id_of),
    };
    // Which of the two readings was meant cannot be known: the message is about the whole.
    let Some(id) = found else { return Err(as_table.err().map_or_else(|| unknown(wanted), Into::into)) };
    match lineage.column(&id, column) {
        Some(column) => Ok((id, Some(column.name.clone()))),
        None => {
            let columns = lineage.nodes.get(&id).map(|node| node.columns.as_slice()).unwrap_or_default();
            let nearest = nearest(column, columns.iter().map(|one| one.name.as_str())).map(str::to_owned);
            Err(CliError::UnknownColumn { table: table.to_owned(), column: column.to_owned(), nearest }.into())
        }
    }
}

fn unknown(name: &str) -> anyhow::Error {
    CliError::UnknownTable { name: name.to_owned(), nearest: None }.into()
}

fn lines(lineage: &ProjectLineage, id: &str, column: Option<&str>, arguments: &LineageArgs) -> Vec<Line> {
    let columns = lineage.nodes.get(id).map(|node| node.columns.as_slice()).unwrap_or_default();
    let mut lines = Vec::new();
    for own in columns.iter().filter(|own| column.is_none_or(|wanted| wanted == own.name)) {
        let mut others = match (arguments.uses, arguments.direct) {
            (true, _) => lineage.uses(id, &own.name, arguments.indirect),
            (false, false) => lineage.origins(id, &own.name, arguments.indirect),
            (false, true) => direct(lineage, id, &own.name, arguments.indirect),
        };
        if arguments.uses && arguments.direct {
            others.retain(|other| other.through.is_empty());
        }
        if others.is_empty() {
            let column = own.name.clone();
            lines.push(Line { column, other: None, dependency: None, through: String::new() });
        }
        lines.extend(others.into_iter().map(|other| line(lineage, &own.name, &other)));
    }
    lines
}

/// What a column depends on itself.
fn direct(lineage: &ProjectLineage, id: &str, column: &str, indirect: bool) -> Vec<Origin> {
    let of_column = lineage.column(id, column).map(|one| one.inputs.clone()).unwrap_or_default();
    let rows = lineage.nodes.get(id).map(|node| node.rows.clone()).unwrap_or_default();
    let all = of_column.into_iter().chain(rows.into_iter().filter(|_| indirect));
    let kept = all.filter(|input| indirect || input.dependency.is_direct());
    kept.map(|column| Origin { column, through: Vec::new() }).collect()
}

fn line(lineage: &ProjectLineage, column: &str, other: &Origin) -> Line {
    let through: Vec<String> = other.through.iter().map(|id| shown(lineage, id)).collect();
    Line {
        column: column.to_owned(),
        other: Some((shown(lineage, &other.column.node), other.column.column.clone())),
        dependency: Some(other.column.dependency.as_str()),
        through: through.join(", "),
    }
}

/// The table of a node; its id when it keeps none.
fn shown(lineage: &ProjectLineage, id: &str) -> String {
    let relation = lineage.nodes.get(id).and_then(|node| node.relation.as_ref());
    relation.map_or_else(|| id.to_owned(), ToString::to_string)
}

fn batch(lines: &[Line], uses: bool) -> Result<RecordBatch> {
    let text =
        |of: &dyn Fn(&Line) -> Option<String>| -> ArrayRef { Arc::new(lines.iter().map(of).collect::<StringArray>()) };
    let (table, column) = if uses { ("used_by_table", "used_by_column") } else { ("from_table", "from_column") };
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("column", text(&|line| Some(line.column.clone())), false),
        (table, text(&|line| line.other.as_ref().map(|(table, _)| table.clone())), true),
        (column, text(&|line| line.other.as_ref().map(|(_, column)| column.clone())), true),
        ("dependency", text(&|line| line.dependency.map(str::to_owned)), true),
        ("through", text(&|line| Some(line.through.clone()).filter(|text| !text.is_empty())), true),
    ])?)
}

/// Writes the lineage as OpenLineage events, one a line.
fn write_events(
    lakehouse: &Lakehouse,
    lineage: &ProjectLineage,
    file: &Path,
    (invocation, settings): (&Invocation, &Settings),
) -> Result<()> {
    let printer = settings.printer;
    let named = cauri_core::env::read("OPENLINEAGE_NAMESPACE").filter(|name| !name.is_empty());
    let facts = EventFacts {
        job_namespace: named.unwrap_or_else(|| format!("cauri://{}", lakehouse.project().name())),
        invocation_id: invocation.id.clone(),
        at: lakehouse.now(),
    };
    let events = cauri_pipeline::openlineage_events(lakehouse, lineage, None, &facts);
    let text: String = events.iter().map(|event| format!("{event}\n")).collect();
    if file == Path::new("-") {
        printer.result(&text)?;
        return Ok(());
    }
    let unwritable = |cause| CliError::OutputUnwritable { path: file.to_owned(), cause };
    std::fs::write(file, text).map_err(unwritable)?;
    let (count, file) = (events.len(), file.display());
    printer.say(say!(
        printer.lang,
        "Wrote {count} OpenLineage events into {file}",
        "{count} événements OpenLineage écrits dans {file}"
    ));
    Ok(())
}
