//! A source over files written for one test, and a text that shows all that it gives.

use std::path::Path;

use arrow::util::pretty::pretty_format_batches;
use cauri_core::{Diagnose, Lang};
use expect_test::Expect;
use futures::StreamExt;
use serde_json::Value;

use crate::{Landed, Registry, Source, SourceContext, SourceDeclaration, SourceError};

/// A source over files written for one test.
pub(crate) struct Fixture {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) parameters: Value,
}

impl Fixture {
    pub(crate) fn new(parameters: Value, files: &[(&str, &[u8])]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        Self { dir, parameters }
    }

    pub(crate) fn open(&self) -> Result<Box<dyn Source>, SourceError> {
        let declaration = SourceDeclaration {
            name: "s".to_owned(),
            kind: "file".to_owned(),
            parameters: self.parameters.clone(),
            base_dir: self.dir.path().to_path_buf(),
        };
        Registry::standard().open(&declaration, &SourceContext::local())
    }

    /// Rows, positions, rejected records and remarks of all inputs, or the error in three parts.
    pub(crate) async fn read(&self) -> String {
        match self.try_read().await {
            Ok(text) => text,
            Err(error) => {
                let hint = error.hint(Lang::En).unwrap_or_default();
                assert!(!error.message(Lang::Fr).is_empty() && error.hint(Lang::Fr).is_some(), "{error}");
                assert!(crate::CODES.iter().any(|entry| entry.code == error.code()), "{error}");
                format!("{} {error}\nhint: {hint}", error.code())
            }
        }
    }

    pub(crate) async fn try_read(&self) -> Result<String, SourceError> {
        let source = self.open()?;
        let mut shown = String::new();
        for input in source.inputs().await? {
            let landed = Landed::Path(self.dir.path().join(Path::new(&input.uri)));
            let mut reading = source.read(&input, &landed).await?;
            let mut remarks = reading.remarks.clone();
            let mut batches = Vec::new();
            let mut rejected = Vec::new();
            let mut numbers = Vec::new();
            let (mut blocks, mut cells): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
            let mut num_missing = 0;
            while let Some(chunk) = reading.chunks.next().await {
                let chunk = chunk?;
                assert_eq!(chunk.rows.num_rows(), chunk.positions.len());
                numbers.extend(chunk.positions.row_numbers.values().iter().copied());
                if let Some(found) = &chunk.positions.blocks {
                    blocks.extend(found.iter().map(|block| block.unwrap_or("-").to_owned()));
                }
                if let Some(found) = &chunk.positions.cells {
                    cells.extend(found.iter().map(|cell| cell.unwrap_or("-").to_owned()));
                }
                num_missing += chunk.num_missing;
                remarks.extend(chunk.remarks);
                rejected.extend(chunk.rejected);
                batches.push(chunk.rows);
            }
            if batches.iter().any(|batch| batch.num_rows() > 0) {
                shown += &pretty_format_batches(&batches).unwrap().to_string();
            } else {
                let names: Vec<&str> = reading.schema.fields().iter().map(|field| field.name().as_str()).collect();
                shown += &format!("no row of {}", names.join(", "));
            }
            shown += &format!("\nlines {numbers:?}\n");
            if !blocks.is_empty() {
                shown += &format!("blocks {blocks:?}\n");
            }
            if !cells.is_empty() {
                shown += &format!("cells {cells:?}, {num_missing} missing\n");
            }
            for record in rejected {
                assert!(!record.reason.message(Lang::Fr).is_empty());
                let column = record.column.unwrap_or_default();
                let block = record.block.map(|block| format!("block {block} ")).unwrap_or_default();
                shown += &format!(
                    "{block}line {} {column} {:?} [{}] {}\n",
                    record.row_number,
                    record.raw,
                    record.reason.code(),
                    record.reason
                );
            }
            for remark in remarks {
                shown += &format!("remark: {}\n", remark.message(Lang::En));
            }
        }
        Ok(shown)
    }
}

/// Reads one file with `parameters` and compares all that comes.
pub(crate) async fn check(parameters: Value, content: impl AsRef<[u8]>, expect: Expect) {
    let fixture = Fixture::new(parameters, &[("a.csv", content.as_ref())]);
    expect.assert_eq(&fixture.read().await);
}
