use std::sync::Arc;
use std::sync::Mutex;

use arrow::array::{Float64Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use cauri_core::Lang;

use super::*;

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn batch() -> RecordBatch {
    let schema = Schema::new(vec![
        Field::new("pays", DataType::Utf8, true),
        Field::new("annee", DataType::Int64, false),
        Field::new("taux", DataType::Float64, true),
    ]);
    RecordBatch::try_new(
        Arc::new(schema),
        vec![
            Arc::new(StringArray::from(vec![Some("Bénin"), None, Some("Côte d'Ivoire | CI")])),
            Arc::new(Int64Array::from(vec![2018, 2019, 2020])),
            Arc::new(Float64Array::from(vec![Some(41.1), Some(2.0), None])),
        ],
    )
    .unwrap()
}

fn written(format: Format, limits: Limits) -> String {
    let shared = Shared::default();
    let mut sink = open(format, &batch().schema(), Box::new(shared.clone()), limits).unwrap();
    sink.write(&batch()).unwrap();
    sink.finish(Printer { lang: Lang::Fr, quiet: false }).unwrap();
    let bytes = shared.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_table_has_a_line_of_types_and_numbers_to_the_right() {
    insta::assert_snapshot!(written(Format::Table, Limits::none()), @r"
    ┌────────────────────┬────────┬────────┐
    │        pays        │ annee  │  taux  │
    │       string       │ bigint │ double │
    ├────────────────────┼────────┼────────┤
    │ Bénin              │   2018 │   41.1 │
    │ NULL               │   2019 │    2.0 │
    │ Côte d'Ivoire | CI │   2020 │   NULL │
    └────────────────────┴────────┴────────┘
    ");
}

#[test]
fn a_narrow_terminal_leaves_out_columns_and_says_so() {
    insta::assert_snapshot!(written(Format::Table, Limits { rows: 2, width: 28 }), @r"
    ┌────────────────────┬───┐
    │        pays        │ … │
    │       string       │ … │
    ├────────────────────┼───┤
    │ Bénin              │ … │
    │         ·          │ · │
    │         ·          │ · │
    │         ·          │ · │
    │ Côte d'Ivoire | CI │ … │
    └────────────────────┴───┘
    3 lignes (2 montrées), 3 colonnes (2 montrées)
    ");
}

#[test]
fn json_is_an_array_with_explicit_nulls() {
    let text = written(Format::Json, Limits::none());
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json[0], serde_json::json!({"pays": "Bénin", "annee": 2018, "taux": 41.1}));
    assert_eq!(json[2]["taux"], serde_json::Value::Null);
}

#[test]
fn csv_has_a_header_and_empty_fields_for_null() {
    insta::assert_snapshot!(written(Format::Csv, Limits::none()), @r"
    pays,annee,taux
    Bénin,2018,41.1
    ,2019,2.0
    Côte d'Ivoire | CI,2020,
    ");
}

#[test]
fn markdown_escapes_its_bars() {
    insta::assert_snapshot!(written(Format::Md, Limits::none()), @r"
    | pays | annee | taux |
    | --- | ---: | ---: |
    | Bénin | 2018 | 41.1 |
    |  | 2019 | 2.0 |
    | Côte d'Ivoire \| CI | 2020 |  |
    ");
}
