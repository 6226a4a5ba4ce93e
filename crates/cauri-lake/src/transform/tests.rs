//! The vectors of the Iceberg specification, and the edges of each transform.

use arrow::array::{Date32Array, FixedSizeBinaryArray, Time64MicrosecondArray, TimestampMicrosecondArray};

use super::*;

#[expect(clippy::needless_pass_by_value, reason = "each test makes its column in the call")]
fn hash_of(column: ArrayRef) -> i32 {
    let buckets = apply(Transform::Bucket(i32::MAX.unsigned_abs()), &column).unwrap();
    buckets.as_primitive::<Int32Type>().value(0)
}

#[test]
fn hashes_are_those_of_appendix_b() {
    // A hash below 2^31 - 1 is its own bucket when there are 2^31 - 1 of them; the sign bit is masked.
    let masked = |hash: i32| (hash & i32::MAX) % i32::MAX;
    assert_eq!(hash_of(Arc::new(Int32Array::from(vec![34]))), masked(2_017_239_379));
    assert_eq!(hash_of(Arc::new(Int64Array::from(vec![34]))), masked(2_017_239_379));
    let decimal = Decimal128Array::from(vec![1420]).with_precision_and_scale(9, 2).unwrap();
    assert_eq!(hash_of(Arc::new(decimal)), masked(-500_754_589));
    assert_eq!(hash_of(Arc::new(Date32Array::from(vec![17_486]))), masked(-653_330_422));
    assert_eq!(hash_of(Arc::new(Time64MicrosecondArray::from(vec![81_068_000_000]))), masked(-662_762_989));
    let timestamp = TimestampMicrosecondArray::from(vec![1_510_871_468_000_000]);
    assert_eq!(hash_of(Arc::new(timestamp)), masked(-2_047_944_441));
    assert_eq!(hash_of(Arc::new(StringArray::from(vec!["iceberg"]))), masked(1_210_000_089));
    let uuid = [0xf7, 0x9c, 0x3e, 0x09, 0x67, 0x7c, 0x4b, 0xbd, 0xa4, 0x79, 0x3f, 0x34, 0x9c, 0xb7, 0x85, 0xe7];
    let uuid = FixedSizeBinaryArray::try_from_iter([uuid].into_iter()).unwrap();
    assert_eq!(hash_of(Arc::new(uuid)), masked(1_488_055_340));
    assert_eq!(hash_of(Arc::new(BinaryArray::from(vec![[0u8, 1, 2, 3].as_slice()]))), masked(-188_683_207));
}

#[test]
fn time_before_1970_goes_down() {
    let days: ArrayRef = Arc::new(Date32Array::from(vec![Some(-1), Some(0), Some(17_486), None]));
    let year = apply(Transform::Year, &days).unwrap();
    assert_eq!(year.as_primitive::<Int32Type>().iter().collect::<Vec<_>>(), [Some(-1), Some(0), Some(47), None]);
    let month = apply(Transform::Month, &days).unwrap();
    assert_eq!(month.as_primitive::<Int32Type>().iter().collect::<Vec<_>>(), [Some(-1), Some(0), Some(574), None]);
    let micros: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![-1, 3_600_000_000]));
    let hour = apply(Transform::Hour, &micros).unwrap();
    assert_eq!(hour.as_primitive::<Int32Type>().values().to_vec(), [-1, 1]);
}

#[test]
fn truncation_goes_towards_minus_infinity_and_counts_code_points() {
    let numbers: ArrayRef = Arc::new(Int32Array::from(vec![1, -1, 19]));
    let out = apply(Transform::Truncate(10), &numbers).unwrap();
    assert_eq!(out.as_primitive::<Int32Type>().values().to_vec(), [0, -10, 10]);
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["iceberg", "é", "Côte d'Ivoire"]));
    let out = apply(Transform::Truncate(3), &texts).unwrap();
    assert_eq!(out.as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["ice", "é", "Côt"]);
    let decimals = Decimal128Array::from(vec![1065, -5]).with_precision_and_scale(9, 2).unwrap();
    let out = apply(Transform::Truncate(50), &(Arc::new(decimals) as ArrayRef)).unwrap();
    assert_eq!(out.as_primitive::<Decimal128Type>().values().to_vec(), [1050, -50]);
}

#[test]
fn a_transform_that_the_type_does_not_have_is_refused() {
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["2024"]));
    let error = apply(Transform::Year, &texts).unwrap_err();
    assert_eq!(error.to_string(), "partition transform year does not apply to a column of type Utf8");
}

#[test]
fn years_and_months_agree_with_a_calendar_on_every_day_of_three_thousand_years() {
    use chrono::Datelike;
    let first = chrono::NaiveDate::from_ymd_opt(-1, 1, 1).unwrap();
    let epoch = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
    for date in first.iter_days().take(365 * 3_000) {
        let days = date.signed_duration_since(epoch).num_days();
        assert_eq!(year_and_month(days), (i64::from(date.year()), i64::from(date.month0())), "{date}");
    }
}

#[test]
fn a_time_too_far_away_is_refused_and_not_made_null() {
    let far: ArrayRef = Arc::new(Date32Array::from(vec![i32::MAX, i32::MIN]));
    let years = apply(Transform::Year, &far).unwrap();
    // Java's LocalDate.ofEpochDay: +5881580-07-11 and -5877641-06-23.
    assert_eq!(years.as_primitive::<Int32Type>().values().to_vec(), [5_881_580 - 1_970, -5_877_641 - 1_970]);
    let micros: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![i64::MAX]));
    assert!(apply(Transform::Hour, &micros).is_err());
    assert!(apply(Transform::Day, &micros).is_ok());
}

#[test]
fn truncation_of_an_own_result_changes_nothing() {
    let numbers: ArrayRef = Arc::new((-500..500).map(|n: i64| Some(n * 7_919)).collect::<Int64Array>());
    for width in [1, 2, 3, 10, 1_000] {
        let once = apply(Transform::Truncate(width), &numbers).unwrap();
        assert_eq!(&apply(Transform::Truncate(width), &once).unwrap(), &once);
        let step = i64::from(width);
        for (value, cut) in
            numbers.as_primitive::<Int64Type>().values().iter().zip(once.as_primitive::<Int64Type>().values())
        {
            assert!(cut % step == 0 && *cut <= *value && *value < *cut + step, "{value} {cut} {width}");
        }
    }
}
