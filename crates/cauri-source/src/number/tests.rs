use expect_test::{Expect, expect};
use serde_json::json;

use super::*;

fn style(decimal: &str, thousands: &str) -> NumberStyle {
    let value = json!({"decimal_separator": decimal, "thousands_separator": thousands});
    NumberStyle::parse(&Fields::of(&value, "").unwrap(), &NumberStyle::default()).unwrap()
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "an expectation is written in the call")]
fn check(style: &NumberStyle, texts: &[&str], expect: Expect) {
    let lines: Vec<String> = texts
        .iter()
        .map(|text| format!("{text:?}: {:?} {:?}", style.decimal(text, 18, 3, false), style.double(text)))
        .collect();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn the_same_digits_are_read_only_in_the_declared_style() {
    let texts = ["1,234.5", "1.234,5", "1 234,5", "1\u{a0}234,5", "1\u{202f}234,5", "1'234.5", "1234.5", "1234,5"];
    check(
        &style(".", "none"),
        &texts,
        expect![[r#"
            "1,234.5": Err(ThousandsSeparator(',')) Err(ThousandsSeparator(','))
            "1.234,5": Err(OtherSeparator(',')) Err(OtherSeparator(','))
            "1 234,5": Err(OtherSeparator(',')) Err(OtherSeparator(','))
            "1\u{a0}234,5": Err(OtherSeparator(',')) Err(OtherSeparator(','))
            "1\u{202f}234,5": Err(OtherSeparator(',')) Err(OtherSeparator(','))
            "1'234.5": Err(ThousandsSeparator('\'')) Err(ThousandsSeparator('\''))
            "1234.5": Ok(1234500) Ok(1234.5)
            "1234,5": Err(OtherSeparator(',')) Err(OtherSeparator(','))"#]],
    );
    check(
        &style(",", "space"),
        &texts,
        expect![[r#"
            "1,234.5": Err(OtherSeparator('.')) Err(OtherSeparator('.'))
            "1.234,5": Err(ThousandsSeparator('.')) Err(ThousandsSeparator('.'))
            "1 234,5": Ok(1234500) Ok(1234.5)
            "1\u{a0}234,5": Ok(1234500) Ok(1234.5)
            "1\u{202f}234,5": Ok(1234500) Ok(1234.5)
            "1'234.5": Err(OtherSeparator('.')) Err(OtherSeparator('.'))
            "1234.5": Err(OtherSeparator('.')) Err(OtherSeparator('.'))
            "1234,5": Ok(1234500) Ok(1234.5)"#]],
    );
}

#[test]
fn what_is_no_number_says_why() {
    check(
        &style(",", "."),
        &[
            "NaN",
            "-inf",
            "1e400",
            "12.34.567,5",
            "1.234.567,891",
            "1,2345",
            "",
            "-",
            "n.d.",
            "0,1e2",
            "--1",
            "1,",
            ",5",
        ],
        expect![[r#"
            "NaN": Err(NotFinite) Err(NotFinite)
            "-inf": Err(NotFinite) Err(NotFinite)
            "1e400": Err(OutOfRange) Err(OutOfRange)
            "12.34.567,5": Err(Grouping) Err(Grouping)
            "1.234.567,891": Ok(1234567891) Ok(1234567.891)
            "1,2345": Err(TooManyDecimals) Ok(1.2345)
            "": Err(Plain) Err(Plain)
            "-": Err(Plain) Err(Plain)
            "n.d.": Err(Plain) Err(Plain)
            "0,1e2": Ok(10000) Ok(10.0)
            "--1": Err(Plain) Err(Plain)
            "1,": Ok(1000) Ok(1.0)
            ",5": Ok(500) Ok(0.5)"#]],
    );
}

#[test]
fn a_decimal_neither_overflows_nor_rounds_in_silence() {
    let plain = NumberStyle::default();
    assert_eq!(plain.decimal("99999.999", 8, 3, false), Ok(99_999_999));
    assert_eq!(plain.decimal("100000", 8, 3, false), Err(Detail::OutOfRange));
    assert_eq!(plain.decimal("0.1230000000000000000000000000000000000000000", 8, 3, false), Ok(123));
    assert_eq!(plain.decimal("-0.10800000000000001", 24, 6, false), Err(Detail::TooManyDecimals));
    assert_eq!(plain.decimal("-0.10800000000000001", 24, 6, true), Ok(-108_000));
    assert_eq!(plain.decimal("2.5", 5, 0, true), Ok(3));
    assert_eq!(plain.decimal("-2.5", 5, 0, true), Ok(-3));
    assert_eq!(plain.decimal("123456789012345678901234567890123456789012", 38, 0, false), Err(Detail::OutOfRange));
}

#[test]
fn an_integer_is_whole() {
    let plain = NumberStyle::default();
    assert_eq!(plain.integer("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(plain.integer("9223372036854775808"), Err(Detail::OutOfRange));
    assert_eq!(plain.integer(" 42 "), Ok(42));
    assert_eq!(plain.integer("42.0"), Ok(42));
    assert_eq!(plain.integer("42.5"), Err(Detail::TooManyDecimals));
    assert_eq!(plain.integer("n.d."), Err(Detail::Plain));
}
