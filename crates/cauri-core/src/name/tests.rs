//! Names are read and written without losing a dot.

use super::*;

#[test]
fn a_dotted_name_splits_into_levels_and_table() {
    let name: TableName = "a.b.t".parse().unwrap();
    assert_eq!(name.namespace().levels(), ["a", "b"]);
    assert_eq!(name.name(), "t");
}

#[test]
fn a_dot_in_quotes_is_no_separator() {
    let one: Namespace = "\"a.b\"".parse().unwrap();
    let two: Namespace = "a.b".parse().unwrap();
    assert_ne!(one, two);
    assert_eq!(one.levels(), ["a.b"]);
}

#[test]
fn what_is_written_is_read_back() {
    for text in ["a.t", "\"a.b\".t", "a.\"t\"\"x\"", "`a.b`.`t`", "é.à la carte"] {
        let name: TableName = text.parse().unwrap();
        assert_eq!(name.to_string().parse::<TableName>().unwrap(), name, "{text}");
    }
}

#[test]
fn a_bad_name_is_refused() {
    assert_eq!("t".parse::<TableName>(), Err(NameError::NoNamespace("t".to_owned())));
    assert_eq!("a..t".parse::<TableName>(), Err(NameError::Empty("a..t".to_owned())));
    assert_eq!("\"a.t".parse::<TableName>(), Err(NameError::Unclosed("\"a.t".to_owned())));
    assert!(matches!("a.t\0".parse::<TableName>(), Err(NameError::Forbidden(_))));
}
