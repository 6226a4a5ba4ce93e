use cauri_core::Diagnose;

use super::*;
use crate::CODES;

fn every_error() -> Vec<EngineError> {
    let table: TableName = "silver.pib".parse().unwrap();
    let text = String::new;
    vec![
        EngineError::Syntax { message: text(), place: None },
        EngineError::TableNotFound { name: text(), nearest: None, place: None },
        EngineError::ColumnNotFound { name: text(), nearest: None, columns: vec![], place: None },
        EngineError::FunctionNotFound { name: text(), nearest: None, place: None },
        EngineError::Invalid { message: text(), place: None },
        EngineError::NotSupported { what: text(), place: None },
        EngineError::MemoryExceeded { limit_bytes: None, source: "x".into() },
        EngineError::Value { message: text() },
        EngineError::Columns { table: table.clone(), reason: text() },
        EngineError::NullValue { table: table.clone(), column: text() },
        EngineError::DuplicateKeys { table: table.clone(), num_keys: 1, example: text() },
        EngineError::WrongKind { name: table.clone(), is: "view", wanted: "table" },
        EngineError::ViewCycle { view: table, path: text() },
        EngineError::TableSpec { text: text(), clause: "sort field", reason: text() },
        EngineError::Setting { key: "engine.memory_limit", reason: text() },
        EngineError::File { path: text(), reason: text() },
        EngineError::Execution { message: text(), source: None },
        EngineError::Internal { message: text() },
    ]
}

#[test]
fn every_code_is_explained() {
    let errors = every_error();
    assert_eq!(errors.len(), CODES.len());
    for error in errors {
        let entry = CODES
            .iter()
            .find(|entry| entry.code == error.code())
            .unwrap_or_else(|| panic!("{} is not explained", error.code()));
        for text in [entry.title, entry.explanation] {
            assert!(!text.en.is_empty() && !text.fr.is_empty() && text.en != text.fr, "{}", entry.code);
        }
        assert_ne!(error.message(Lang::Fr), error.message(Lang::En), "{}", error.code());
    }
}

#[test]
fn a_place_shows_its_line() {
    let place = Place::spanning("select\n\tanee, x\nfrom t", 2, 2, 4).unwrap();
    assert_eq!(place.excerpt, "2 | \tanee, x\n  | \t^^^^");
    assert_eq!(Place::new("select", 3, 1), None);
}

#[test]
fn a_parser_says_where() {
    let error = syntax_message("Expected: an expression, found: FROM at Line: 1, Column: 8", "select FROM t");
    assert_eq!(
        error.to_string(),
        "expected: an expression, found: FROM (line 1, column 8)\n1 | select FROM t\n  |        ^"
    );
}
