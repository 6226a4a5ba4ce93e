//! The codes of this crate's errors, C08xx.

use cauri_core::{CodeEntry, Text};

const fn entry(code: &'static str, title: [&'static str; 2], explanation: [&'static str; 2]) -> CodeEntry {
    CodeEntry {
        code,
        title: Text { en: title[0], fr: title[1] },
        explanation: Text { en: explanation[0], fr: explanation[1] },
    }
}

/// Every code of this crate, in order.
pub const CODES: &[CodeEntry] = &[
    entry(
        "C0801",
        ["the address cannot be listened on", "impossible d'écouter à cette adresse"],
        [
            "Another program listens on the port, or the host is none of this machine's addresses. `--port 0` takes a free port.",
            "Un autre programme écoute sur ce port, ou l'hôte n'est pas une adresse de cette machine. `--port 0` prend un port libre.",
        ],
    ),
    entry(
        "C0802",
        ["there is no documentation to serve", "il n'y a pas de documentation à servir"],
        [
            "`cauri docs serve` shows target/manifest.json and target/catalog.json, which `cauri docs generate` writes.",
            "`cauri docs serve` montre target/manifest.json et target/catalog.json, qu'écrit `cauri docs generate`.",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_errors_is_listed() {
        let source = include_str!("error.rs");
        for code in source.split('"').filter(|text| text.len() == 5 && text.starts_with("C08")) {
            assert!(CODES.iter().any(|entry| entry.code == code), "{code} is not explained");
        }
    }
}
