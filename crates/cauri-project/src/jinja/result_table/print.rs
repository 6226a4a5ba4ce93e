//! `print_table`, `print_csv` and `print_json` of a table, in agate's forms
//! (<https://agate.readthedocs.io/en/latest/api/table.html>).

use minijinja::Value;
use minijinja::value::ValueKind;

use super::Table;
use crate::jinja::builtin::TEMPLATE_LOG;
use crate::jinja::value::{arg, to_json};

const ELLIPSIS: &str = "...";

/// Prints as `print()` does. The answer is None, as of every function of Python's that prints.
pub(super) fn say(text: &str) -> Value {
    tracing::info!(target: TEMPLATE_LOG, kind = "print", node = "", "{}", text.trim_end_matches('\n'));
    Value::from(())
}

impl Table {
    /// A Markdown table of at most `max_rows` rows and `max_columns` columns.
    pub(super) fn markdown(&self, args: &[Value]) -> String {
        let most = |position, name, usual: Option<usize>| match arg(args, position, name) {
            Some(given) if given.is_none() => None,
            Some(given) => given.as_usize().or(usual),
            None => usual,
        };
        let max_rows = most(0, "max_rows", Some(20)).unwrap_or(self.rows.len());
        let max_columns = most(1, "max_columns", Some(6)).unwrap_or(self.names.len());
        let max_width = most(3, "max_column_width", Some(20));
        let max_precision = most(5, "max_precision", Some(3)).unwrap_or(usize::MAX);
        let columns: Vec<(bool, Vec<String>)> = (0..self.names.len().min(max_columns))
            .map(|at| self.printed_column(at, max_rows, max_precision, max_width))
            .collect();
        let more = self.names.len() > max_columns;
        let rows_shown = self.rows.len().min(max_rows) + usize::from(self.rows.len() > max_rows);
        let mut lines = Vec::new();
        for line in 0..=rows_shown {
            let mut cells: Vec<String> = columns.iter().map(|(is_text, cells)| padded(cells, line, *is_text)).collect();
            cells.extend(more.then(|| ELLIPSIS.to_owned()));
            lines.push(format!("| {} |", cells.join(" | ")));
            if line == 0 {
                let mut rules: Vec<String> = columns.iter().map(|(_, cells)| "-".repeat(width(cells))).collect();
                rules.extend(more.then(|| "-".repeat(ELLIPSIS.len())));
                lines.push(format!("| {} |", rules.join(" | ")));
            }
        }
        lines.join("\n")
    }

    /// Whether a column is text, and its cells below its name.
    fn printed_column(
        &self,
        at: usize,
        max_rows: usize,
        max_precision: usize,
        max_width: Option<usize>,
    ) -> (bool, Vec<String>) {
        let cells: Vec<Value> =
            self.rows.iter().take(max_rows).map(|row| row.get_item_by_index(at).unwrap_or_default()).collect();
        let is_number = |cell: &Value| cell.kind() == ValueKind::Number;
        let numbers = cells.iter().any(is_number) && cells.iter().all(|cell| cell.is_none() || is_number(cell));
        let is_text = !numbers && !cells.iter().any(|cell| cell.kind() == ValueKind::Bool);
        let places = if numbers { cells.iter().map(|cell| decimals(&cell.to_string())).max().unwrap_or(0) } else { 0 };
        let mut all = vec![shortened(&self.names[at], max_width)];
        all.extend(cells.iter().map(|cell| {
            let text = match cell {
                none if none.is_none() => String::new(),
                number if numbers => grouped(number, places.min(max_precision), places > max_precision),
                other => other.to_string(),
            };
            shortened(&text, max_width)
        }));
        if self.rows.len() > max_rows {
            all.push(ELLIPSIS.to_owned());
        }
        (is_text, all)
    }

    /// The rows as CSV, quoted where it must be.
    pub(super) fn csv(&self) -> String {
        let quoted = |text: &str| {
            let needs = text.contains([',', '"', '\n', '\r']);
            if needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
        };
        let mut lines = vec![self.names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(",")];
        for row in &self.rows {
            let cells = (0..self.names.len()).map(|at| row.get_item_by_index(at).unwrap_or_default());
            let cells = cells.map(|cell| if cell.is_none() { String::new() } else { quoted(&cell.to_string()) });
            lines.push(cells.collect::<Vec<_>>().join(","));
        }
        lines.join("\n")
    }

    /// The rows as a JSON array of objects.
    pub(super) fn json(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            let cells = self.names.iter().enumerate().map(|(at, name)| {
                let cell = to_json(&row.get_item_by_index(at).unwrap_or_default());
                format!("{}: {cell}", serde_json::Value::from(name.as_str()))
            });
            format!("{{{}}}", cells.collect::<Vec<_>>().join(", "))
        });
        format!("[{}]", rows.collect::<Vec<_>>().join(", "))
    }
}

fn width(cells: &[String]) -> usize {
    cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0)
}

/// A cell in the width of its column: text to the left, everything else to the right.
fn padded(cells: &[String], line: usize, is_text: bool) -> String {
    let (cell, width) = (cells.get(line).map_or("", String::as_str), width(cells));
    if is_text { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
}

fn shortened(text: &str, max_width: Option<usize>) -> String {
    match max_width {
        Some(most) if text.chars().count() > most => {
            let kept: String = text.chars().take(most.saturating_sub(ELLIPSIS.len())).collect();
            kept + ELLIPSIS
        }
        _ => text.to_owned(),
    }
}

fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, behind)| if behind == "0" { 0 } else { behind.len() })
}

/// A number with its thousands parted, as babel writes it for English.
fn grouped(number: &Value, places: usize, is_cut: bool) -> String {
    let float = f64::try_from(number.clone()).unwrap_or_default();
    let text = match number.as_i64().filter(|_| number.is_integer() && places == 0) {
        Some(whole) => whole.to_string(),
        None => format!("{float:.places$}"),
    };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, behind) = digits.split_once('.').map_or((digits, None), |(whole, behind)| (whole, Some(behind)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(behind) = behind {
        out.push('.');
        out.push_str(behind);
    }
    if is_cut {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::adapter::{Cell, RelationColumn, ResultTable};

    /// Recorded from agate 1.9.
    #[test]
    fn a_table_prints_as_agate_prints_it() {
        let column = |name: &str| RelationColumn { name: name.to_owned(), data_type: String::new() };
        let row = |pays: &str, pib: &str, n: i64| {
            vec![Cell::Text(pays.to_owned()), Cell::Decimal(pib.to_owned()), Cell::Int(n), Cell::Null]
        };
        let table = ResultTable {
            columns: vec![column("pays"), column("pib"), column("n"), column("note")],
            rows_affected: None,
            rows: vec![row("Côte d'Ivoire, République de", "48392.5", 1), row("Bénin", "12.25", 1_234_567)],
        };
        let value = super::super::value(&table);
        let table = value.downcast_object_ref::<Table>().unwrap();
        expect![[r#"
            | pays                 |       pib |         n | note |
            | -------------------- | --------- | --------- | ---- |
            | Côte d'Ivoire, Ré... | 48,392.50 |         1 |      |
            | Bénin                |     12.25 | 1,234,567 |      |"#]]
        .assert_eq(&table.markdown(&[]));
        expect![[r#"
            | pays                 |      pib | ... |
            | -------------------- | -------- | --- |
            | Côte d'Ivoire, Ré... | 48,392.5 | ... |
            | ...                  |      ... | ... |"#]]
        .assert_eq(&table.markdown(&[Value::from(1), Value::from(2)]));
        expect![[r#"
            pays,pib,n,note
            "Côte d'Ivoire, République de",48392.5,1,
            Bénin,12.25,1234567,"#]]
        .assert_eq(&table.csv());
        expect![[r#"[{"pays": "Côte d'Ivoire, République de", "pib": 48392.5, "n": 1, "note": null}, {"pays": "Bénin", "pib": 12.25, "n": 1234567, "note": null}]"#]].assert_eq(&table.json());
    }
}
