//! Errors in both languages, with advice.

use super::*;

fn table() -> TableName {
    "bronze.pib".parse().unwrap()
}

#[test]
fn english_is_what_is_displayed_and_french_is_french() {
    let lost = || BoxError::from("lost");
    for error in [
        LakeError::TableNotFound { table: table(), nearest: None },
        LakeError::CommitConflict { table: table(), reason: "another writer changed it first".to_owned() },
        LakeError::CommitUnknown { table: table(), source: lost() },
        LakeError::OutsideTable { table: table(), location: "/etc".to_owned() },
        LakeError::PermissionDenied { action: "write", path: "/w".to_owned(), source: lost() },
        LakeError::CatalogBusy { action: "change a table", source: lost() },
        LakeError::InvalidLocation { location: "a//b".to_owned(), reason: "it is not UTF-8" },
        LakeError::SnapshotNotFound { table: table(), at: At::Timestamp(0), near: Vec::new() },
        LakeError::StorageSetting { key: "s3.sse.type".to_owned(), reason: SSE_C.to_owned() },
    ] {
        let (english, french) = (error.message(Lang::En), error.message(Lang::Fr));
        assert_eq!(english, error.to_string());
        assert_ne!(english, french);
        assert!(!french.contains(" the ") && !french.ends_with('.') && !english.ends_with('.'), "{french}");
        assert!(crate::CODES.iter().any(|entry| entry.code == error.code()));
    }
}

#[test]
fn advice_names_the_nearest_name() {
    let error =
        LakeError::NoSuchColumn { column: "anee".to_owned(), known: vec!["pays".to_owned(), "annee".to_owned()] };
    assert_eq!(error.hint(Lang::Fr).as_deref(), Some("vouliez-vous dire annee ?"));
    let near = vec!["v2".to_owned(), "main".to_owned()];
    let error = LakeError::SnapshotNotFound { table: table(), at: At::Ref("v1".to_owned()), near };
    assert_eq!(error.message(Lang::Fr), "bronze.pib n'a ni branche ni étiquette v1");
    assert_eq!(error.hint(Lang::Fr).as_deref(), Some("elle a v2, main ; cauri history les montre tous"));
}

#[test]
fn only_what_may_succeed_unchanged_is_retryable() {
    assert!(LakeError::CommitConflict { table: table(), reason: String::new() }.is_retryable());
    assert!(!LakeError::CommitUnknown { table: table(), source: "lost".into() }.is_retryable());
}
