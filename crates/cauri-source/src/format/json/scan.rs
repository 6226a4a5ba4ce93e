//! Finds values in JSON that serde_json has found to be well formed, without changing a digit.

use std::borrow::Cow;
use std::ops::Range;

/// The span without white space around it.
pub(super) fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inside = text.get(span.clone()).unwrap_or_default();
    let start = span.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

/// The keys and values of the object at `span`.
pub(super) fn members(text: &str, span: Range<usize>) -> Vec<(Cow<'_, str>, Range<usize>)> {
    let mut members = Vec::new();
    let bytes = text.as_bytes();
    let mut at = skip_space(bytes, span.start + 1);
    while bytes.get(at) == Some(&b'"') {
        let key_end = value_end(bytes, at);
        let key = string(text.get(at..key_end).unwrap_or_default());
        let colon = skip_space(bytes, key_end);
        let value = skip_space(bytes, colon + 1);
        let end = value_end(bytes, value);
        members.push((key, value..end));
        at = after_comma(bytes, end);
    }
    members
}

/// The elements of the array at `span`; of an object, the object itself.
pub(super) fn elements(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    if bytes.get(span.start) != Some(&b'[') {
        return vec![span];
    }
    let mut elements = Vec::new();
    let mut at = skip_space(bytes, span.start + 1);
    while at < span.end && bytes.get(at) != Some(&b']') {
        let end = value_end(bytes, at);
        elements.push(at..end);
        at = after_comma(bytes, end);
    }
    elements
}

/// The value of a key or, in an array, of an index from 0.
pub(super) fn step(text: &str, span: Range<usize>, step: &str) -> Option<Range<usize>> {
    match text.as_bytes().get(span.start)? {
        b'{' => members(text, span).into_iter().find(|(key, _)| key == step).map(|(_, value)| value),
        b'[' => elements(text, span).into_iter().nth(step.parse().ok()?),
        _ => None,
    }
}

/// The text of a JSON string.
pub(super) fn string(raw: &str) -> Cow<'_, str> {
    let inside = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    // A lone surrogate is no text; what was written is kept.
    serde_json::from_str::<String>(raw).map_or(Cow::Borrowed(inside), Cow::Owned)
}

fn skip_space(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len())
}

fn after_comma(bytes: &[u8], end: usize) -> usize {
    let at = skip_space(bytes, end);
    if bytes.get(at) == Some(&b',') { skip_space(bytes, at + 1) } else { at }
}

/// Just after the value that starts at `from`.
fn value_end(bytes: &[u8], from: usize) -> usize {
    match bytes.get(from) {
        Some(b'"') => string_end(bytes, from),
        Some(b'{' | b'[') => {
            let mut depth = 0_usize;
            let mut at = from;
            while let Some(byte) = bytes.get(at) {
                match byte {
                    b'"' => {
                        at = string_end(bytes, at);
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    return at;
                }
            }
            at
        }
        _ => {
            let rest = bytes.get(from..).unwrap_or_default();
            let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
            from + rest.iter().position(ends).unwrap_or(rest.len())
        }
    }
}

fn string_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}
