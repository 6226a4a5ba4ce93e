//! Columns keep their ids and types on the way to Iceberg and back.

use arrow::array::{
    ArrayRef, Decimal128Array, Float64Array, Int64Array, ListBuilder, RecordBatch, StringArray,
    TimestampMicrosecondArray, TimestampNanosecondArray, TimestampNanosecondBuilder, UInt64Array,
};

use super::*;

fn nested() -> ArrowSchema {
    ArrowSchema::new(vec![
        Field::new("a", DataType::Int64, false),
        Field::new(
            "s",
            DataType::Struct(Fields::from(vec![
                Field::new("x", DataType::Utf8, true),
                Field::new("l", DataType::List(Arc::new(Field::new("element", DataType::Int32, true))), true),
            ])),
            true,
        ),
        Field::new("z", DataType::Decimal128(18, 2), true),
    ])
}

#[test]
fn columns_of_one_level_are_numbered_before_what_is_in_them() {
    let schema = iceberg_schema(&nested()).unwrap();
    let ids: Vec<(i32, &str)> = (1..=6).filter_map(|id| schema.name_by_field_id(id).map(|name| (id, name))).collect();
    assert_eq!(ids, [(1, "a"), (2, "s"), (3, "z"), (4, "s.x"), (5, "s.l"), (6, "s.l.element")]);
}

#[test]
fn a_schema_comes_back_as_it_went() {
    let arrow = arrow_schema(&iceberg_schema(&nested()).unwrap()).unwrap();
    for (before, after) in nested().fields().iter().zip(arrow.fields()) {
        assert_eq!(before.name(), after.name());
        assert_eq!(before.is_nullable(), after.is_nullable());
        assert!(same_type(before.data_type(), after.data_type()), "{before:?} {after:?}");
    }
}

#[test]
fn a_replacing_schema_keeps_an_id_only_for_the_same_name_and_type() {
    let old = iceberg_schema(&nested()).unwrap();
    let new = ArrowSchema::new(vec![
        Field::new("z", DataType::Decimal128(18, 2), true),
        Field::new("a", DataType::Utf8, true),
        Field::new("b", DataType::Int64, true),
    ]);
    let new = replacing_schema(&new, Some(&old), 6).unwrap();
    let ids: Vec<(i32, &str)> = new.as_struct().fields().iter().map(|field| (field.id, field.name.as_str())).collect();
    assert_eq!(ids, [(3, "z"), (7, "a"), (8, "b")]);
}

#[test]
fn what_iceberg_lacks_is_widened() {
    let column: ArrayRef = Arc::new(UInt64Array::from(vec![u64::MAX]));
    let batch = RecordBatch::try_from_iter([("n", column)]).unwrap();
    let coercion = Coercion::new(&batch.schema()).unwrap();
    let out = coercion.apply(&batch).unwrap();
    assert_eq!(out.column(0).data_type(), &DataType::Decimal128(20, 0));
    assert!(format!("{:?}", out.column(0)).contains("18446744073709551615"));
}

#[test]
fn a_nanosecond_is_refused_rather_than_lost() {
    let column: ArrayRef = Arc::new(TimestampNanosecondArray::from(vec![1_000, 1_001]));
    let batch = RecordBatch::try_from_iter([("t", column)]).unwrap();
    let error = Coercion::new(&batch.schema()).unwrap().apply(&batch).unwrap_err();
    assert_eq!(error.to_string(), "column \"t\" holds a time of 1001 ns, finer than the microseconds Iceberg keeps");
}

#[test]
fn a_part_of_a_value_is_never_dropped() {
    let refused = |column: ArrayRef, to: DataType| {
        let batch = RecordBatch::try_from_iter([("c", column)]).unwrap();
        cast_to(&batch, &Arc::new(ArrowSchema::new(vec![Field::new("c", to, true)]))).unwrap_err()
    };
    let decimal = |values: Vec<i128>| -> ArrayRef {
        Arc::new(Decimal128Array::from(values).with_precision_and_scale(18, 4).unwrap())
    };
    assert!(matches!(refused(decimal(vec![12_345]), DataType::Decimal128(18, 2)), LakeError::Lossy { .. }));
    assert!(matches!(
        refused(Arc::new(Int64Array::from(vec![5_000_000_000])), DataType::Int32),
        LakeError::Lossy { .. }
    ));
    assert!(matches!(
        refused(Arc::new(Int64Array::from(vec![(1 << 53) + 1])), DataType::Float64),
        LakeError::Lossy { .. }
    ));
    for (column, to) in [
        (Arc::new(Float64Array::from(vec![1.0])) as ArrayRef, DataType::Int32),
        (Arc::new(StringArray::from(vec!["12"])), DataType::Int64),
        (Arc::new(TimestampMicrosecondArray::from(vec![0])), DataType::Date32),
    ] {
        assert!(matches!(refused(column, to), LakeError::ColumnMismatch { .. }));
    }
    let fits = RecordBatch::try_from_iter([("c", decimal(vec![12_300, -500]))]).unwrap();
    let out = cast_to(&fits, &Arc::new(ArrowSchema::new(vec![Field::new("c", DataType::Decimal128(18, 2), true)])));
    assert_eq!(arrow::util::display::array_value_to_string(out.unwrap().column(0), 0).unwrap(), "1.23");
}

#[test]
fn a_nanosecond_inside_a_list_is_refused_too() {
    let times = |values: Vec<i64>| -> RecordBatch {
        let mut list = ListBuilder::new(TimestampNanosecondBuilder::new());
        list.values().append_slice(&values);
        list.append(true);
        list.append(false);
        RecordBatch::try_from_iter([("l", Arc::new(list.finish()) as ArrayRef)]).unwrap()
    };
    let coercion = Coercion::new(&times(vec![]).schema()).unwrap();
    assert!(matches!(coercion.apply(&times(vec![1_000, 1_001])), Err(LakeError::Lossy { .. })));
    assert_eq!(coercion.apply(&times(vec![1_000, 2_000])).unwrap().num_rows(), 2);
}
