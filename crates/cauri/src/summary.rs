//! What is said at the end of a run: sources, models, tests, and what to type next.

use cauri_core::{Lang, NodeStatus, say};
use cauri_pipeline::{Detail, NodeResult, PipelineError, RunResults, StepKind, TestFinding, UnitFinding};

use crate::printer::{Printer, Tone};
use crate::report;
use crate::words;

/// Rows of a test that are shown; all of them are one query away.
const SHOWN_ROWS: usize = 5;

/// Says how a run ended. `suggest` are commands worth typing next.
pub(crate) fn print(results: &RunResults, suggest: &[String], printer: Printer) {
    let lang = printer.lang;
    if nothing_new(results) {
        printer.say(unchanged_line(results, lang));
        return;
    }
    let found = |node: &&NodeResult| matches!(node.status, NodeStatus::Warn | NodeStatus::Fail) && !node.unchanged;
    for node in results.nodes.iter().filter(found) {
        print_test(node, printer);
    }
    let broken = |node: &&NodeResult| matches!(node.status, NodeStatus::Error | NodeStatus::PartialSuccess);
    for node in results.nodes.iter().filter(broken) {
        // What was cut off is no mistake of the node; the last line says that the run was interrupted.
        if let Some(error) = node.error.as_ref().filter(|error| !matches!(***error, PipelineError::Interrupted)) {
            printer.insist("");
            printer.insist(format!("{} {}", Tone::Bold.paint(&node.name), Tone::Dim.paint(&node.file)));
            printer.insist(report::render(error.as_ref(), lang));
        }
    }
    print_sources(results, printer);
    print_models(results, printer);
    print_last_line(results, printer);
    if !suggest.is_empty() && !results.has_failed() {
        printer.say("");
        printer.say(Tone::Dim.paint(say!(lang, "Next:", "Et maintenant :")));
        for command in suggest {
            printer.say(format!("  {}", Tone::Bold.paint(command)));
        }
    }
}

/// Whether a refresh found everything as it was.
fn nothing_new(results: &RunResults) -> bool {
    !results.nodes.is_empty() && !results.has_failed() && results.nodes.iter().all(|node| node.unchanged)
}

fn unchanged_line(results: &RunResults, lang: Lang) -> String {
    let of = |wanted: fn(&NodeResult) -> bool| results.nodes.iter().filter(|node| wanted(node)).count() as u64;
    let sources = of(|node| node.kind == StepKind::Ingest);
    let models = of(|node| node.kind.is_model() || node.kind == StepKind::Seed);
    let mut parts = Vec::new();
    if sources > 0 {
        parts.push(words::count(sources, lang, "source", "sources"));
    }
    if models > 0 {
        parts.push(words::count(models, lang, &say!(lang, "model", "modèle"), &say!(lang, "models", "modèles")));
    }
    let parts = parts.join(&say!(lang, " and ", " et "));
    let mut text = match sources + models {
        0 => say!(lang, "Nothing new", "Rien de nouveau"),
        1 => say!(lang, "Nothing new: {parts} is up to date", "Rien de nouveau : {parts} est à jour"),
        _ => say!(lang, "Nothing new: {parts} are up to date", "Rien de nouveau : {parts} sont à jour"),
    };
    if results.nodes.iter().any(|node| node.kind.is_test()) {
        text.push_str(&format!(", {}", tests_words(results, lang)));
    }
    format!("{text} ({})", words::duration(results.elapsed, lang))
}

fn tests_words(results: &RunResults, lang: Lang) -> String {
    let count = |wanted: fn(&NodeResult) -> bool| {
        let tests = results.nodes.iter().filter(|node| node.kind.is_test());
        tests.filter(|node| wanted(node)).count() as u64
    };
    let words = |count: u64, fr: [&str; 2], en: &str| match lang {
        Lang::En => words::count(count, lang, en, en),
        Lang::Fr => words::count(count, lang, fr[0], fr[1]),
    };
    let passed = words(count(|node| node.status == NodeStatus::Pass), ["réussi", "réussis"], "passed");
    let mut text = say!(lang, "tests: {passed}", "tests : {passed}");
    let warned = count(|node| node.status == NodeStatus::Warn);
    if warned > 0 {
        let warned = words(warned, ["avertissement", "avertissements"], "warned");
        text.push_str(&format!(", {}", Tone::Warning.paint(warned)));
    }
    let failed = count(|node| node.status.is_failure());
    if failed > 0 {
        text.push_str(&format!(", {}", Tone::Bad.paint(words(failed, ["échoué", "échoués"], "failed"))));
    }
    text
}

fn print_test(node: &NodeResult, printer: Printer) {
    let lang = printer.lang;
    let finding = match &node.detail {
        Detail::Tested(finding) => finding,
        Detail::UnitTested(finding) => return print_unit_test(node, finding, printer),
        _ => return,
    };
    let (tone, word) = match node.status {
        NodeStatus::Warn => (Tone::Warning, say!(lang, "warning", "avertissement")),
        _ => (Tone::Bad, say!(lang, "failed", "échec")),
    };
    let rows = words::count(finding.failures, lang, &say!(lang, "row", "ligne"), &say!(lang, "rows", "lignes"));
    let colon = say!(lang, ":", " :");
    let text = format!("{}{colon} {} ({rows})", tone.paint(word), node.name);
    if node.status == NodeStatus::Warn && printer.quiet {
        return;
    }
    printer.insist("");
    printer.insist(text);
    for line in finding_lines(finding) {
        printer.insist(format!("  {}", Tone::Dim.paint(line)));
    }
}

/// A unit test that failed: the rows that came out beside those that were expected.
fn print_unit_test(node: &NodeResult, finding: &UnitFinding, printer: Printer) {
    let lang = printer.lang;
    let word = Tone::Bad.paint(say!(lang, "failed", "échec"));
    let colon = say!(lang, ":", " :");
    printer.insist("");
    printer.insist(format!("{word}{colon} {} {}", node.name, Tone::Dim.paint(&node.file)));
    printer.insist(say!(
        lang,
        "  --- is expected and did not come out, +++ came out and is not expected",
        "  --- est attendu et n'est pas sorti, +++ est sorti et n'est pas attendu"
    ));
    for line in finding.table() {
        let tone = match line.get(..3) {
            Some("---") => Tone::Bad,
            Some("+++") => Tone::Good,
            _ => Tone::Dim,
        };
        printer.insist(format!("  {}", tone.paint(line)));
    }
}

/// The first rows of a finding, `column=value` for each that has one.
fn finding_lines(finding: &TestFinding) -> Vec<String> {
    let rows = finding.rows.iter().take(SHOWN_ROWS).map(|row| {
        let cells = finding.columns.iter().zip(row).filter(|(_, value)| value.as_str() != "NULL");
        cells.map(|(column, value)| format!("{column}={value}")).collect::<Vec<_>>().join("  ")
    });
    let mut lines: Vec<String> = rows.collect();
    if finding.failures > lines.len() as u64 && !lines.is_empty() {
        lines.push("…".to_owned());
    }
    lines
}

fn print_sources(results: &RunResults, printer: Printer) {
    let lang = printer.lang;
    let loaded: Vec<(&NodeResult, cauri_pipeline::IngestCounts)> = results
        .nodes
        .iter()
        .filter(|node| !node.unchanged)
        .filter_map(|node| match &node.detail {
            Detail::Ingested(counts) => Some((node, *counts)),
            _ => None,
        })
        .collect();
    if loaded.is_empty() {
        return;
    }
    printer.say("");
    let heading = [
        say!(lang, "source", "source"),
        say!(lang, "read", "lues"),
        say!(lang, "accepted", "acceptées"),
        say!(lang, "quarantined", "quarantaine"),
        say!(lang, "duplicates", "doublons"),
    ];
    let rows = loaded.iter().map(|(node, counts)| {
        let number = |count| words::number(count, lang);
        vec![
            node.name.clone(),
            number(counts.read),
            number(counts.accepted),
            number(counts.quarantined),
            number(counts.duplicates),
        ]
    });
    print_columns(&heading, rows.collect(), printer);
}

fn print_models(results: &RunResults, printer: Printer) {
    let lang = printer.lang;
    let built = results.nodes.iter().filter(|node| !node.unchanged && node.status == NodeStatus::Success);
    let rows: Vec<Vec<String>> = built
        .filter_map(|node| match &node.detail {
            Detail::Built { num_rows, .. } => {
                let rows = match num_rows {
                    Some(count) => words::number(*count, lang),
                    None => crate::progress::kind_word(node.kind, lang),
                };
                Some(vec![node.name.clone(), rows, words::duration(node.timing.elapsed(), lang)])
            }
            _ => None,
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    printer.say("");
    let heading = [say!(lang, "model", "modèle"), say!(lang, "rows", "lignes"), say!(lang, "time", "durée")];
    print_columns(&heading, rows, printer);
}

/// Names to the left, numbers to the right, two spaces between.
fn print_columns(heading: &[String], rows: Vec<Vec<String>>, printer: Printer) {
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let mut widths: Vec<usize> = heading.iter().map(|text| width(text)).collect();
    for row in &rows {
        for (at, cell) in row.iter().enumerate() {
            widths[at] = widths[at].max(width(cell));
        }
    }
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(at, (cell, wide))| {
            let space = " ".repeat(wide.saturating_sub(width(cell)));
            if at == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    printer.say(Tone::Dim.paint(line(heading)));
    for row in rows {
        printer.say(line(&row));
    }
}

fn print_last_line(results: &RunResults, printer: Printer) {
    let lang = printer.lang;
    let failed = results.count(NodeStatus::Error) + results.count(NodeStatus::PartialSuccess);
    let skipped = results.count(NodeStatus::Skipped);
    let unchanged = results.nodes.iter().filter(|node| node.unchanged).count();
    let mut parts = Vec::new();
    let done = |node: &&NodeResult| node.status == NodeStatus::Success && !node.unchanged;
    let (operations, built): (Vec<&NodeResult>, Vec<&NodeResult>) =
        results.nodes.iter().filter(done).partition(|node| node.kind == StepKind::Operation);
    let built = built.len();
    if !operations.is_empty() {
        let [one, more] = [say!(lang, "operation", "opération"), say!(lang, "operations", "opérations")];
        parts.push(words::count(operations.len() as u64, lang, &one, &more));
    }
    if built > 0 {
        parts.push(say!(lang, "{built} built", "{built} construits"));
    }
    if unchanged > 0 {
        parts.push(say!(lang, "{unchanged} unchanged", "{unchanged} inchangés"));
    }
    if failed > 0 {
        parts.push(Tone::Bad.paint(say!(lang, "{failed} failed", "{failed} en échec")));
    }
    if skipped > 0 {
        parts.push(say!(lang, "{skipped} skipped", "{skipped} laissés"));
    }
    if results.nodes.iter().any(|node| node.kind.is_test()) {
        parts.push(tests_words(results, lang));
    }
    if results.interrupted {
        parts.push(Tone::Bad.paint(say!(lang, "interrupted", "interrompu")));
    }
    if parts.is_empty() {
        parts.push(say!(lang, "nothing to do", "rien à faire"));
    }
    let seconds = words::duration(results.elapsed, lang);
    let word = say!(lang, "in {seconds}", "en {seconds}");
    let text = format!("{} {}", parts.join(" · "), Tone::Dim.paint(word));
    printer.say("");
    if results.has_failed() { printer.insist(text) } else { printer.say(text) }
}
