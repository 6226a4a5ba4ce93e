use datafusion::physical_expr::expressions::{CastExpr, Literal, col};

use super::*;

fn with_id(name: &str, kind: DataType, id: i32) -> Field {
    Field::new(name, kind, true).with_metadata(HashMap::from([(FIELD_ID.to_owned(), id.to_string())]))
}

fn adapt(column: &str, physical: Schema) -> Arc<dyn PhysicalExpr> {
    let logical = Arc::new(Schema::new(vec![
        Field::new("pays", DataType::Utf8, true),
        Field::new("valeur", DataType::Int64, true),
    ]));
    let adapters = FieldIdAdapters::new(&logical, &[1, 2]);
    let expr = col(column, &logical).unwrap();
    adapters.create(logical, Arc::new(physical)).unwrap().rewrite(expr).unwrap()
}

#[test]
fn a_renamed_column_is_found_by_its_id() {
    let file = Schema::new(vec![with_id("valeur", DataType::Float64, 9), with_id("country", DataType::Utf8, 1)]);
    let expr = adapt("pays", file);
    assert_eq!(expr.downcast_ref::<Column>(), Some(&Column::new("country", 1)));
}

#[test]
fn a_name_that_was_used_again_is_another_column() {
    let file = Schema::new(vec![with_id("valeur", DataType::Float64, 9), with_id("pays", DataType::Utf8, 1)]);
    let expr = adapt("valeur", file);
    assert!(expr.downcast_ref::<Literal>().is_some_and(|literal| literal.value().is_null()), "{expr}");
}

#[test]
fn a_column_that_was_widened_is_cast() {
    let file = Schema::new(vec![with_id("pays", DataType::Utf8, 1), with_id("montant", DataType::Int32, 2)]);
    let expr = adapt("valeur", file);
    let cast = expr.downcast_ref::<CastExpr>().unwrap();
    assert_eq!(cast.expr().downcast_ref::<Column>(), Some(&Column::new("montant", 1)));
}

#[test]
fn a_file_without_ids_is_read_by_name() {
    let file = Schema::new(vec![Field::new("valeur", DataType::Int64, true), Field::new("pays", DataType::Utf8, true)]);
    assert_eq!(adapt("pays", file).downcast_ref::<Column>(), Some(&Column::new("pays", 1)));
}

#[test]
fn a_rename_inside_a_struct_is_refused() {
    let inner = |name: &str| DataType::Struct(Fields::from(vec![with_id(name, DataType::Utf8, 7)]));
    let logical = Arc::new(Schema::new(vec![Field::new("s", inner("new"), true)]));
    let adapters = FieldIdAdapters::new(&logical, &[1]);
    let file = Arc::new(Schema::new(vec![with_id("s", inner("old"), 1)]));
    assert!(adapters.create(logical, file).is_err());
}
