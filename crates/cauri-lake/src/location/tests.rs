//! One spelling a place, and no way out of a folder.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn canonical(text: &str) -> Option<String> {
    Location::parse(text).ok().map(|location| location.to_string())
}

#[test]
fn every_spelling_of_a_place_has_one_form() {
    for (spelling, form) in [
        ("/a/b", "file:///a/b"),
        ("/a/b/", "file:///a/b"),
        ("file:/a/b", "file:///a/b"),
        ("FILE:///a/b", "file:///a/b"),
        ("s3://b/k", "s3://b/k"),
        ("s3a://B/k/", "s3://b/k"),
        ("S3N://b/k", "s3://b/k"),
        ("s3://b", "s3://b"),
        ("memory:///a", "memory:///a"),
        ("/a b/é%20", "file:///a b/é%20"),
    ] {
        assert_eq!(canonical(spelling).as_deref(), Some(form), "{spelling}");
    }
}

#[test]
fn what_may_lead_elsewhere_is_refused() {
    for text in [
        "",
        "a/b",
        "./a",
        "/a/../b",
        "/a/./b",
        "/a//b",
        "//a",
        "/a/%2e%2E/b",
        "/a/%2E",
        "/a/%2fb",
        "/a\\..\\b",
        "/a\0b",
        "/a\nb",
        "file://host/a",
        "file:a",
        "s3:/b/k",
        "s3:///k",
        "s3://b//k",
        "s3://b/../c",
        "s3://b/k//",
        "s3://user@b/k",
        "http://h/a",
        "https://h/a",
        "gs://b/k",
        "/a/b//",
        "/..",
    ] {
        assert_eq!(canonical(text), None, "{text:?}");
    }
}

#[test]
fn a_sibling_that_starts_alike_is_outside() {
    assert!(is_inside("s3://b/t", "s3a://b/t/metadata/v1").unwrap());
    assert!(is_inside("s3://b/t/", "s3://b/t").unwrap());
    assert!(!is_inside("s3://b/t", "s3://b/t2/x").unwrap());
    assert!(!is_inside("s3://b/t", "s3://b2/t/x").unwrap());
    assert!(!is_inside("/t", "s3://t/t").unwrap());
}

#[test]
fn different_names_give_different_parts() {
    let names =
        [".", "~2E", "..", "...", "~.", "~..", "%2E", "a/b", "a%2Fb", "a b", "a+b", "é", "É", "a.b", "a_b", "\\", "%"];
    let parts: BTreeSet<String> = names.iter().map(|name| encode_segment(name)).collect();
    assert_eq!(parts.len(), names.len());
    for part in &parts {
        assert!(Location::parse(&format!("/w/{part}/t")).is_ok(), "{part}");
    }
}

/// The second opinion: walk the text letter by letter and keep a stack, as a file system would
/// after decoding; a text that needs a `.`, `..` or an empty part to be understood is no location.
fn naive(text: &str) -> Option<(String, Vec<String>)> {
    let lower = text.to_lowercase();
    let (place, rest) = if let Some(at) = lower.find("://") {
        let after = text.get(at + 3..)?;
        match lower.get(..at)? {
            "file" => ("disk".to_owned(), after.strip_prefix('/')?.to_owned()),
            "memory" => ("memory".to_owned(), after.strip_prefix('/')?.to_owned()),
            "s3" | "s3a" | "s3n" => {
                let mut parts = after.splitn(2, '/');
                let bucket = parts.next().filter(|bucket| !bucket.is_empty())?;
                if bucket.chars().any(|c| !(c.is_ascii_alphanumeric() || "-_.".contains(c))) {
                    return None;
                }
                (format!("bucket {}", bucket.to_lowercase()), parts.next().unwrap_or("").to_owned())
            }
            _ => return None,
        }
    } else {
        let rest = if lower.starts_with("file:") { text.get(5..)? } else { text };
        ("disk".to_owned(), rest.strip_prefix('/')?.to_owned())
    };
    let mut parts: Vec<String> = vec![String::new()];
    for letter in rest.chars() {
        match letter {
            '\\' | '\0'..='\u{1f}' | '\u{7f}' => return None,
            '/' => parts.push(String::new()),
            other => parts.last_mut()?.push(other),
        }
    }
    if parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    for part in &parts {
        let decoded = percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned();
        let changed: Vec<char> = decoded.chars().filter(|c| "./\\\0".contains(*c)).collect();
        let written: Vec<char> = part.chars().filter(|c| "./\\\0".contains(*c)).collect();
        if part.is_empty() || part == "." || part == ".." || changed != written {
            return None;
        }
    }
    Some((place, parts))
}

/// xorshift: the same texts in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (sides as u64)).unwrap()
    }
}

#[test]
fn two_implementations_agree_on_two_hundred_thousand_texts() {
    let starts =
        ["/", "file:/", "file:///", "s3://b/", "s3a://b/", "s3n://B/", "s3://c/", "memory:///", "http://", "", "s3://"];
    let parts = [
        "a", "b", "ab", "t", ".", "..", "", "%2e", "%2E%2e", "a%20b", "a b", "%2f", "é", "\\", "a.b", "...", "%", "%2",
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut text = || {
        let mut text = starts[dice.roll(starts.len())].to_owned();
        for at in 0..dice.roll(5) {
            if at > 0 {
                text.push('/');
            }
            // Mostly plain parts, so that many texts are locations.
            let choice = if dice.roll(4) == 0 { dice.roll(parts.len()) } else { dice.roll(4) };
            text.push_str(parts[choice]);
        }
        if dice.roll(8) == 0 {
            text.push('/');
        }
        text
    };
    let mut counts: BTreeMap<(bool, bool), u32> = BTreeMap::new();
    for _ in 0..200_000 {
        let (root, path) = (text(), text());
        let expected = match (naive(&root), naive(&path)) {
            (Some((root_place, root)), Some((place, path))) => {
                Some(root_place == place && path.len() >= root.len() && path[..root.len()] == root[..])
            }
            _ => None,
        };
        let found = is_inside(&root, &path).ok();
        assert_eq!(found, expected, "root {root:?}, path {path:?}");
        *counts.entry((found.is_some(), found == Some(true))).or_default() += 1;
    }
    assert!(counts.values().all(|count| *count > 2_000), "the texts are too much alike: {counts:?}");
}
