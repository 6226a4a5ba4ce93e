//! Parquet files: their own columns, declared ones, damage.

use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use expect_test::expect;
use parquet::arrow::ArrowWriter;
use serde_json::json;

use crate::fixture::check;

fn file() -> Vec<u8> {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("n", Arc::new(Int64Array::from(vec![Some(1), Some(5_000_000_000), None]))),
        ("t", Arc::new(StringArray::from(vec!["2.5", "x", "3"]))),
        ("d", Arc::new(Decimal128Array::from(vec![1250, 1255, 1]).with_precision_and_scale(9, 3).unwrap())),
    ];
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[tokio::test]
async fn the_schema_is_the_files_own() {
    check(
        json!({"path": "*.csv", "format": "parquet", "rename": {"t": "texte"}}),
        file(),
        expect![[r#"
        +------------+-------+-------+
        | n          | texte | d     |
        +------------+-------+-------+
        | 1          | 2.5   | 1.250 |
        | 5000000000 | x     | 1.255 |
        |            | 3     | 0.001 |
        +------------+-------+-------+
        lines [1, 2, 3]
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a_cast_that_would_change_a_value_refuses_its_row() {
    check(
        json!({"path": "*.csv", "format": "parquet", "columns": [{"name": "n", "type": "int"}]}),
        file(),
        expect![[r#"
            +---+
            | n |
            +---+
            | 1 |
            |   |
            +---+
            lines [1, 3]
            line 2 n "5000000000" [not_of_type] "5000000000" is not a int
        "#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "format": "parquet", "columns": [{"name": "d", "type": "decimal(9,2)"}, {"name": "t", "type": "double"}]}),
        file(),
        expect![[r#"
            +------+-----+
            | d    | t   |
            +------+-----+
            | 1.25 | 2.5 |
            | 0.00 | 3.0 |
            +------+-----+
            lines [1, 3]
            line 2 t "x" [not_of_type] "x" is not a double
        "#]],
    )
    .await;
}

#[tokio::test]
async fn damage_and_missing_columns_are_errors() {
    let whole = file();
    check(
        json!({"path": "*.csv", "format": "parquet"}),
        &whole[..whole.len() / 2],
        expect![[r#"
        C0340 a.csv is not Parquet, or damaged
        hint: Fetch the file again, and check `format`."#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "format": "parquet"}),
        "a,b\n1,2\n",
        expect![[r#"
        C0340 a.csv is not Parquet, or damaged
        hint: Fetch the file again, and check `format`."#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "format": "parquet", "columns": [{"name": "m"}]}),
        whole,
        expect![[r#"
        C0323 a.csv has no column "m"
        hint: The nearest is "d": if it is the same column, declare `rename: {"d": m}`. The file has: n, t, d."#]],
    )
    .await;
}
