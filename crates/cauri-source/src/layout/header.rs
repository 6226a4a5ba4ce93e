//! The header of a block against the columns of its layout.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use cauri_core::nearest;

use super::declaration::{From, Layout, LayoutColumn};
use crate::error::Problem;
use crate::reason::Reason;

/// Which field of a row is what.
pub(super) struct Header {
    /// Fields of every row.
    pub(super) width: usize,
    /// The field of each column of the layout that is taken from a header.
    pub(super) fields: Vec<Option<usize>>,
    /// The figures, in the order of the file.
    pub(super) wide: Vec<WideCell>,
    /// For each column, its text for each figure, if it depends on the header alone.
    wide_texts: Vec<Vec<Result<Option<String>, Reason>>>,
}

/// A column of figures.
pub(super) struct WideCell {
    pub(super) field: usize,
    /// Its header as printed.
    pub(super) text: Arc<str>,
}

impl Header {
    /// Finds the layout's columns among the names of a header line. `evaluate` gives the text of
    /// a column for the header of a figure; it is asked once per block, not once per figure.
    pub(super) fn parse(
        layout: &Layout,
        names: &[String],
        evaluate: impl Fn(&LayoutColumn, &str) -> Result<Option<String>, Reason>,
    ) -> Result<Self, Problem> {
        let mut names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        if layout.dialect.trailing_delimiter && names.last().is_some_and(|name| name.is_empty()) {
            names.pop();
        }
        check_names(&names)?;
        let places: HashMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let mut fields = Vec::with_capacity(layout.columns.len());
        for column in &layout.columns {
            fields.push(find(column, &places, &names)?);
        }
        let taken: HashSet<usize> = fields.iter().flatten().copied().collect();
        let others = names.iter().enumerate().filter(|(at, _)| !taken.contains(at));
        let mut wide = Vec::new();
        let mut unknown = Vec::new();
        for (field, name) in others {
            let fits = layout.is_wide() && layout.wide.headers.as_ref().is_none_or(|headers| headers.is_match(name));
            if layout.ignored_headers.iter().any(|ignored| ignored == name || ignored == "*" && !fits) {
                continue;
            }
            if fits {
                wide.push(WideCell { field, text: (*name).into() });
            } else {
                unknown.push(*name);
            }
        }
        if !unknown.is_empty() {
            let list = unknown.into_iter().take(10).collect::<Vec<_>>().join(", ");
            return Err(Problem::new(
                format!("no column takes these headers (declare them, or list them in `ignore_headers`): {list}"),
                format!(
                    "aucune colonne ne prend ces en-têtes (déclarez-les, ou listez-les dans `ignore_headers`) : {list}"
                ),
            ));
        }
        let texts_of = |column: &LayoutColumn| -> Vec<_> {
            let alone = column.from == From::WideHeader && column.equals.is_none();
            if alone { wide.iter().map(|cell| evaluate(column, &cell.text)).collect() } else { Vec::new() }
        };
        let wide_texts = layout.columns.iter().map(texts_of).collect();
        Ok(Self { width: names.len(), fields, wide, wide_texts })
    }

    /// What `column` says for a figure, if its header alone decides.
    pub(super) fn wide_text(&self, column: usize, cell: usize) -> Option<Result<Option<String>, Reason>> {
        self.wide_texts.get(column)?.get(cell).cloned()
    }
}

fn find(column: &LayoutColumn, places: &HashMap<&str, usize>, names: &[&str]) -> Result<Option<usize>, Problem> {
    let From::Header(headers) = &column.from else { return Ok(None) };
    let found = headers.iter().find_map(|header| places.get(header.as_str()).copied());
    if found.is_some() || column.optional {
        return Ok(found);
    }
    let header = headers.join(" / ");
    let close = headers.iter().find_map(|header| nearest(header, names.iter().copied()));
    Err(match close {
        Some(close) => Problem::new(
            format!("the header has no \"{header}\"; the nearest is \"{close}\""),
            format!("l'en-tête n'a pas de « {header} » ; le plus proche est « {close} »"),
        ),
        None => Problem::new(format!("the header has no \"{header}\""), format!("l'en-tête n'a pas de « {header} »")),
    })
}

fn check_names(names: &[&str]) -> Result<(), Problem> {
    let mut seen = HashSet::new();
    for (at, name) in names.iter().enumerate() {
        let position = at + 1;
        if name.is_empty() {
            return Err(Problem::new(
                format!("the header has no name at position {position}"),
                format!("l'en-tête n'a pas de nom en position {position}"),
            ));
        }
        if !seen.insert(name.to_lowercase()) {
            return Err(Problem::new(
                format!("the header names \"{name}\" twice (position {position})"),
                format!("l'en-tête nomme « {name} » deux fois (position {position})"),
            ));
        }
    }
    Ok(())
}
