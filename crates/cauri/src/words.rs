//! Numbers, sizes and durations as a reader of either language writes them.

use std::time::Duration;

use cauri_core::Lang;

/// Digits in groups of three: `12,345` in English, `12 345` (narrow no-break space) in French.
pub(crate) fn number(value: u64, lang: Lang) -> String {
    let digits = value.to_string();
    let separator = match lang {
        Lang::En => ',',
        Lang::Fr => '\u{202f}',
    };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Seconds with the digits that matter: `12 ms`, `1.2 s`, `2 min 03 s`.
pub(crate) fn duration(value: Duration, lang: Lang) -> String {
    let ms = value.as_millis();
    if ms < 1_000 {
        return format!("{ms} ms");
    }
    if ms < 60_000 {
        let text = format!("{:.1} s", value.as_secs_f64());
        return match lang {
            Lang::En => text,
            Lang::Fr => text.replace('.', ","),
        };
    }
    let seconds = value.as_secs();
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

/// `one` or `many` after a count, with the count: `1 row`, `2 rows`. French takes the singular for 0.
pub(crate) fn count(value: u64, lang: Lang, one: &str, many: &str) -> String {
    let singular = match lang {
        Lang::En => value == 1,
        Lang::Fr => value < 2,
    };
    format!("{} {}", number(value, lang), if singular { one } else { many })
}

/// JSON in the letters of Python's `json.dumps(…, sort_keys=True)`, which digests of dbt are made of.
pub(crate) fn python_json(value: &serde_json::Value) -> String {
    use serde_json::Value as Json;
    match value {
        Json::Array(items) => format!("[{}]", items.iter().map(python_json).collect::<Vec<_>>().join(", ")),
        Json::Object(map) => {
            let mut pairs: Vec<(&String, &Json)> = map.iter().collect();
            pairs.sort_by_key(|(key, _)| key.as_str());
            let pairs = pairs.iter().map(|(key, value)| format!("{}: {}", python_text(key), python_json(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        Json::String(text) => python_text(text),
        other => other.to_string(),
    }
}

/// A text of JSON in ASCII, as Python writes it.
fn python_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for unit in text.encode_utf16() {
        match char::from_u32(u32::from(unit)).filter(char::is_ascii) {
            Some('"') => quoted.push_str("\\\""),
            Some('\\') => quoted.push_str("\\\\"),
            Some('\n') => quoted.push_str("\\n"),
            Some('\r') => quoted.push_str("\\r"),
            Some('\t') => quoted.push_str("\\t"),
            Some(letter) if !letter.is_control() => quoted.push(letter),
            _ => quoted.push_str(&format!("\\u{unit:04x}")),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(number(1_234_567, Lang::En), "1,234,567");
        assert_eq!(number(123, Lang::En), "123");
        assert_eq!(number(12_345, Lang::Fr), "12\u{202f}345");
    }

    #[test]
    fn durations_follow_the_language() {
        assert_eq!(duration(Duration::from_millis(1_240), Lang::Fr), "1,2 s");
        assert_eq!(duration(Duration::from_secs(123), Lang::En), "2 min 03 s");
    }

    #[test]
    fn zero_is_singular_in_french_only() {
        assert_eq!(count(0, Lang::Fr, "ligne", "lignes"), "0 ligne");
        assert_eq!(count(0, Lang::En, "row", "rows"), "0 rows");
    }
}
