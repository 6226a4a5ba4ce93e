use std::path::Path;

use arrow::util::pretty::pretty_format_batches;
use cauri_core::{Diagnose, Lang};
use expect_test::{Expect, expect};
use futures::StreamExt;
use serde_json::{Value, json};

use super::*;
use crate::Registry;

/// A source over files written for one test.
struct Fixture {
    dir: tempfile::TempDir,
    parameters: Value,
}

impl Fixture {
    fn new(parameters: Value, files: &[(&str, &[u8])]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        Self { dir, parameters }
    }

    fn open(&self) -> Result<Box<dyn Source>, SourceError> {
        let declaration = SourceDeclaration {
            name: "s".to_owned(),
            kind: "file".to_owned(),
            parameters: self.parameters.clone(),
            base_dir: self.dir.path().to_path_buf(),
        };
        Registry::standard().open(&declaration, &SourceContext::local())
    }

    /// Rows, positions, rejected records and remarks of all inputs, or the error in three parts.
    async fn read(&self) -> String {
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

    async fn try_read(&self) -> Result<String, SourceError> {
        let source = self.open()?;
        let mut shown = String::new();
        for input in source.inputs().await? {
            let landed = Landed::Path(self.dir.path().join(Path::new(&input.uri)));
            let mut reading = source.read(&input, &landed).await?;
            let mut remarks = reading.remarks.clone();
            let mut batches = Vec::new();
            let mut rejected = Vec::new();
            let mut numbers = Vec::new();
            while let Some(chunk) = reading.chunks.next().await {
                let chunk = chunk?;
                assert_eq!(chunk.rows.num_rows(), chunk.positions.len());
                numbers.extend(chunk.positions.row_numbers.values().iter().copied());
                remarks.extend(chunk.remarks);
                rejected.extend(chunk.rejected);
                batches.push(chunk.rows);
            }
            shown += &pretty_format_batches(&batches).unwrap().to_string();
            shown += &format!("\nlines {numbers:?}\n");
            for record in rejected {
                assert!(!record.reason.message(Lang::Fr).is_empty());
                let column = record.column.unwrap_or_default();
                shown += &format!(
                    "line {} {column} {:?} [{}] {}\n",
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

async fn check(parameters: Value, content: impl AsRef<[u8]>, expect: Expect) {
    let fixture = Fixture::new(parameters, &[("a.csv", content.as_ref())]);
    expect.assert_eq(&fixture.read().await);
}

#[tokio::test]
async fn a_plain_table_is_typed() {
    check(
        json!({"path": "*.csv", "columns": [
            {"name": "pays", "type": "string", "required": true},
            {"name": "annee", "type": "int"},
            {"name": "pib", "type": "decimal(10,2)"},
            {"name": "le", "type": "date"},
        ]}),
        "le,pays,annee,pib,autre\n2024-09-30,BEN,2023,11822.5,x\n,\"B,\"\"F\n\",,,\r\n\nTGO,,1,1,1\n",
        expect![[r#"
            +------+-------+----------+------------+-------+
            | pays | annee | pib      | le         | autre |
            +------+-------+----------+------------+-------+
            | BEN  | 2023  | 11822.50 | 2024-09-30 | x     |
            | B,"F |       |          |            |       |
            |      |       |          |            |       |
            +------+-------+----------+------------+-------+
            lines [2, 3]
            line 6 pays "TGO,,1,1,1" [missing_required] a required value is missing
            remark: column autre is not declared and was read as text
        "#]],
    )
    .await;
}
