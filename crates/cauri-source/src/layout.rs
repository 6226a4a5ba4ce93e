//! Declared layouts: statistical text files that are more than one plain table, read by a YAML
//! file and no code.
//!
//! A layout says which lines are preamble, where blocks start (one per country, say), which
//! header follows, which columns are figures by period, and how texts become codes. The result
//! is long: one row per figure, each with its block, line and cell.

mod declaration;
mod fold;
mod header;
mod label;
mod mapping;
mod period;
mod reader;

use std::sync::Arc;

use futures::StreamExt;

use crate::build::{Mismatch, Plan};
use crate::column::Column;
use crate::decode::{self, Charset, Limits};
use crate::error::{Problem, SourceError};
use crate::fields::{Fields, KeyError};
use crate::format::{csv, pieces};
use crate::{Landed, Reading, SourceDeclaration};
use declaration::Layout;

/// A layout with what the source itself declares beside it.
#[derive(Debug, Clone)]
pub(crate) struct LayoutFormat {
    layout: Arc<Layout>,
    plan: Arc<Plan>,
    declared: Vec<Column>,
    charset: Charset,
    limits: Limits,
    allow_empty: bool,
}

/// A layout is read as a whole: publications are small, and labels look back at their parents.
const DEFAULT_MAX_BYTES: u64 = 512 << 20;

impl LayoutFormat {
    /// Reads the layout file that a source names; the one place where a declaration is a file.
    pub(crate) fn load(declaration: &SourceDeclaration, fields: &Fields<'_>) -> Result<Self, SourceError> {
        let wrong = |error: KeyError| SourceError::parameter(&declaration.name, error.key, error.problem);
        let path = fields.required_text("layout").map_err(wrong)?;
        let file = declaration.base_dir.join(&path);
        let text = std::fs::read_to_string(&file).map_err(|cause| SourceError::unreadable(&path, cause))?;
        let layout = parse(&path, &text)?;
        let limits = Limits {
            max_bytes: fields.number("max_bytes").map_err(wrong)?.unwrap_or(DEFAULT_MAX_BYTES),
            ..csv::limits(fields).map_err(wrong)?
        };
        let mismatch = fields
            .choice("on_type_mismatch", &[("quarantine", Mismatch::Quarantine), ("fail", Mismatch::Fail)])
            .map_err(wrong)?
            .unwrap_or_default();
        let charset = match fields.value("encoding") {
            Some(_) => csv::charset(fields).map_err(wrong)?,
            None => layout.charset,
        };
        let declared: Vec<Column> = layout.columns.iter().map(|column| column.output.clone()).collect();
        let planned = declared.iter().cloned().enumerate().map(|(at, column)| (column, at)).collect();
        Ok(Self {
            plan: Arc::new(Plan::new(planned, mismatch)),
            layout: Arc::new(layout),
            declared,
            charset,
            limits,
            allow_empty: fields.flag("allow_empty", false).map_err(wrong)?,
        })
    }

    pub(crate) fn declared(&self) -> &[Column] {
        &self.declared
    }

    /// Reads landed bytes.
    pub(crate) async fn read(&self, uri: &str, landed: &Landed) -> Result<Reading, SourceError> {
        let (format, name, landed) = (self.clone(), uri.to_owned(), landed.clone());
        let opened = tokio::task::spawn_blocking(move || format.open(&name, &landed))
            .await
            .map_err(|cause| SourceError::internal(uri, cause))??;
        let Some((mut rows, remarks)) = opened else { return Ok(pieces::empty(&self.declared, Mismatch::Quarantine)) };
        let schema = Arc::clone(&self.plan.schema);
        let chunks = pieces::produce(uri.into(), move || rows.next_chunk()).boxed();
        Ok(Reading { schema, remarks, chunks })
    }

    fn open(
        &self,
        uri: &str,
        landed: &Landed,
    ) -> Result<Option<(reader::LayoutRows, Vec<crate::Remark>)>, SourceError> {
        let mut opened = decode::open_text(uri, landed, self.charset, self.limits)?;
        let bytes = decode::read_all(uri, &mut opened.reader, self.limits)?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return if self.allow_empty { Ok(None) } else { Err(SourceError::Empty { uri: uri.to_owned() }) };
        }
        let rows = reader::LayoutRows::new(uri, bytes.into(), Arc::clone(&self.layout), Arc::clone(&self.plan));
        Ok(Some((rows, opened.remark.into_iter().collect())))
    }
}

/// Reads the text of a layout file.
fn parse(path: &str, text: &str) -> Result<Layout, SourceError> {
    let error = |key: String, problem: Problem| SourceError::Layout { path: path.to_owned(), key, problem };
    let value: serde_json::Value = dbt_yaml::from_str(text).map_err(|fault| {
        error(
            "YAML".to_owned(),
            Problem::new(format!("it cannot be read: {fault}"), format!("lecture impossible : {fault}")),
        )
    })?;
    Layout::parse(&value).map_err(|fault| error(fault.key, fault.problem))
}

#[cfg(test)]
mod tests;
