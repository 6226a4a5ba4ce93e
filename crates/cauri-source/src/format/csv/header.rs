//! A header against the declared columns.

use std::collections::HashMap;

use super::{CsvFormat, Undeclared};
use crate::Remark;
use crate::column::Column;
use crate::error::SourceError;

/// The names of a file's columns, as they stand in it.
pub(super) struct Header<'a> {
    pub(super) uri: &'a str,
    /// 0 when the file has no header line.
    pub(super) line: u64,
    pub(super) names: Vec<String>,
}

impl Header<'_> {
    /// Which field fills which column, and how many fields a record has.
    ///
    /// # Errors
    ///
    /// When names are empty or equal but for letter case, a declared column is missing, or an
    /// undeclared one is there and must not be.
    pub(super) fn plan(
        mut self,
        format: &CsvFormat,
        remarks: &mut Vec<Remark>,
    ) -> Result<(Vec<(Column, usize)>, usize), SourceError> {
        if format.dialect.trailing_delimiter && self.names.last().is_some_and(|name| name.trim().is_empty()) {
            self.names.pop();
        }
        let renamed: HashMap<&str, &str> =
            format.rename.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        let names: Vec<String> = self
            .names
            .iter()
            .map(|name| name.trim())
            .map(|name| renamed.get(name).copied().unwrap_or(name).to_owned())
            .collect();
        self.check_names(&names)?;
        let fields: HashMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let mut columns = Vec::with_capacity(names.len());
        let mut taken = vec![false; names.len()];
        for column in &format.columns {
            let Some(field) = fields.get(column.name.as_str()) else {
                return Err(self.missing(column));
            };
            if let Some(taken) = taken.get_mut(*field) {
                *taken = true;
            }
            columns.push((column.clone(), *field));
        }
        let others: Vec<usize> = (0..names.len()).filter(|at| taken.get(*at) == Some(&false)).collect();
        self.add_undeclared(format, &names, &others, remarks, &mut columns)?;
        Ok((columns, names.len()))
    }

    fn add_undeclared(
        &self,
        format: &CsvFormat,
        names: &[String],
        others: &[usize],
        remarks: &mut Vec<Remark>,
        columns: &mut Vec<(Column, usize)>,
    ) -> Result<(), SourceError> {
        if others.is_empty() || format.undeclared == Undeclared::Ignore && !format.columns.is_empty() {
            return Ok(());
        }
        let name_of = |at: &usize| names.get(*at).cloned().unwrap_or_default();
        if format.undeclared == Undeclared::Fail && !format.columns.is_empty() {
            let columns = others.iter().map(name_of).collect();
            return Err(SourceError::UndeclaredColumns { uri: self.uri.to_owned(), columns });
        }
        for at in others {
            let column = Column::text(name_of(at), &format.defaults);
            if !format.columns.is_empty() {
                remarks.push(Remark::UndeclaredColumn { column: column.name.clone() });
            }
            columns.push((column, *at));
        }
        Ok(())
    }

    fn check_names(&self, names: &[String]) -> Result<(), SourceError> {
        let empty: Vec<usize> =
            names.iter().enumerate().filter(|(_, name)| name.is_empty()).map(|(at, _)| at + 1).collect();
        if !empty.is_empty() {
            return Err(SourceError::EmptyHeader { uri: self.uri.to_owned(), line: self.line, positions: empty });
        }
        let mut places: HashMap<String, Vec<usize>> = HashMap::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            places.entry(name.to_lowercase()).or_default().push(at);
        }
        let mut doubled: Vec<usize> = places.into_values().filter(|places| places.len() > 1).flatten().collect();
        if doubled.is_empty() {
            return Ok(());
        }
        doubled.sort_unstable();
        let columns = doubled.into_iter().filter_map(|at| Some((names.get(at)?.clone(), at + 1))).collect();
        Err(SourceError::DuplicateHeader { uri: self.uri.to_owned(), line: self.line, columns })
    }

    fn missing(&self, column: &Column) -> SourceError {
        SourceError::MissingColumn {
            uri: self.uri.to_owned(),
            line: self.line,
            column: column.name.clone(),
            found: self.names.clone(),
        }
    }
}
