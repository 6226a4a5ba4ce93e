//! Completion of keywords, tables, columns and dot commands; statements of several lines.

use std::collections::BTreeSet;
use std::sync::{Arc, RwLock};

use cauri_pipeline::Lakehouse;
use rustyline::completion::{Completer, Pair};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper, Highlighter, Hinter, Result};

use crate::commands::sql;
use crate::names;

/// Words of SQL that are worth completing.
const KEYWORDS: &[&str] = &[
    "alter table",
    "and",
    "as",
    "between",
    "by",
    "case",
    "cast",
    "count",
    "create",
    "cross join",
    "current_date",
    "decimal",
    "delete from",
    "desc",
    "describe",
    "distinct",
    "drop",
    "else",
    "end",
    "except",
    "exists",
    "explain",
    "false",
    "from",
    "full join",
    "group by",
    "having",
    "in",
    "inner join",
    "insert into",
    "intersect",
    "interval",
    "is not null",
    "is null",
    "join",
    "left join",
    "like",
    "limit",
    "not",
    "null",
    "nullif",
    "on",
    "or",
    "order by",
    "over",
    "partition by",
    "replace",
    "right join",
    "select",
    "set",
    "show tables",
    "table",
    "then",
    "timestamp as of",
    "true",
    "union all",
    "update",
    "using",
    "values",
    "version as of",
    "view",
    "when",
    "where",
    "with",
];

/// Names that can be completed.
#[derive(Debug, Default)]
pub(super) struct Names {
    tables: BTreeSet<String>,
    columns: BTreeSet<String>,
}

/// Reads the names of all tables and of their columns. What cannot be read is not offered.
pub(super) async fn load(lakehouse: &Lakehouse) -> Names {
    let mut found = Names::default();
    let Ok(relations) = names::all(lakehouse.warehouse()).await else { return found };
    for relation in relations {
        if !relation.is_view
            && let Ok(Some(table)) = lakehouse.warehouse().find_table(&relation.name).await
        {
            let fields = table.metadata().current_schema().as_struct().fields();
            found.columns.extend(fields.iter().map(|field| field.name.clone()));
        }
        found.tables.insert(relation.name.to_string());
    }
    found
}

/// The editor's helper.
#[derive(Debug, Helper, Highlighter, Hinter)]
pub(super) struct SqlHelper {
    names: Arc<RwLock<Names>>,
}

impl SqlHelper {
    /// A helper that offers these names.
    pub(super) fn new(names: Arc<RwLock<Names>>) -> Self {
        Self { names }
    }

    fn candidates(&self, word: &str, is_command: bool) -> Vec<String> {
        let lower = word.to_lowercase();
        let fits = |name: &str| name.to_lowercase().starts_with(&lower);
        if is_command {
            return super::dot::NAMES.iter().filter(|name| fits(name)).map(|name| (*name).to_owned()).collect();
        }
        let mut found: Vec<String> = Vec::new();
        if let Ok(names) = self.names.read() {
            found.extend(names.columns.iter().filter(|name| fits(name)).cloned());
            // A table is found by its own name as well, without its namespace.
            let own = |name: &str| name.rsplit('.').next().is_some_and(&fits);
            found.extend(names.tables.iter().filter(|name| fits(name) || own(name)).cloned());
        }
        found.extend(KEYWORDS.iter().filter(|word| fits(word)).map(|word| (*word).to_owned()));
        found
    }
}

impl Completer for SqlHelper {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _ctx: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        let before = line.get(..pos).unwrap_or(line);
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
        let start = before
            .rfind(|letter: char| !is_part(letter))
            .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
        let word = before.get(start..).unwrap_or_default();
        if word.is_empty() {
            return Ok((pos, Vec::new()));
        }
        let is_command = start == 0 && word.starts_with('.');
        let pairs = self.candidates(word, is_command).into_iter();
        Ok((start, pairs.map(|name| Pair { display: name.clone(), replacement: name }).collect()))
    }
}

impl Validator for SqlHelper {
    /// A line is whole when it is a dot command, is blank, or ends with `;` outside of quotes.
    fn validate(&self, ctx: &mut ValidationContext<'_>) -> Result<ValidationResult> {
        let text = ctx.input().trim();
        let is_whole = text.is_empty() || text.starts_with('.') || (text.ends_with(';') && !sql::is_unfinished(text));
        Ok(if is_whole { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}
