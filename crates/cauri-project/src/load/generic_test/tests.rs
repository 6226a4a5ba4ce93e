use serde_json::json;

use super::*;

fn name(kwargs: &Json) -> (String, String) {
    synthesized("accepted_values", "orders", kwargs.as_object().unwrap())
}

#[test]
fn a_name_is_made_of_the_sorted_arguments() {
    let (short, full) = name(&json!({"model": "x", "values": ["é à", 1.0, true], "column_name": "status"}));
    assert_eq!(full, "accepted_values_orders_status_____1_0__True");
    assert_eq!(short, full);
}

#[test]
fn a_long_name_is_shortened_with_its_digest() {
    let (short, full) = name(&json!({"column_name": "a_column_with_a_name_that_is_quite_long", "values": ["x", "y"]}));
    assert!(full.len() > LONGEST_NAME);
    assert_eq!(short, format!("accepted_values_orders_{}", md5_hex(&full)));
}

#[test]
fn settings_are_printed_as_python_prints_them() {
    let config = json!({"severity": "warn", "limit": 5, "enabled": true, "tags": ["a"], "where": "x = \"y\""});
    assert_eq!(
        config_call(config.as_object().unwrap()),
        r#"{{ config(severity="warn",limit=5,enabled=True,tags=['a'],where="x = \"y\"") }}"#
    );
}
