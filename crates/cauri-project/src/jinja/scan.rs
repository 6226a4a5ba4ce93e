//! Cuts template text into text, comments and tags, with their lines.
//!
//! It knows as much of Jinja as is needed to find where a tag ends: quotes, brackets, comments
//! and raw blocks. [`blocks`] finds macros, tests, snapshots and docs blocks in a file; the
//! rewriter walks the same pieces.

/// One piece of a template. Joined, the pieces are the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text that is printed as it is.
    Text(&'a str),
    /// `{# .. #}`.
    Comment(&'a str),
    /// From `{% raw %}` to `{% endraw %}`.
    Raw(&'a str),
    /// `{{ .. }}`.
    Expression(Tag<'a>),
    /// `{% .. %}`.
    Statement(Tag<'a>),
}

/// A tag, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// All of it, delimiters included.
    pub(crate) whole: &'a str,
    /// `-` or `+` after the opening delimiter, or nothing.
    pub(crate) lead: &'a str,
    /// What is between.
    pub(crate) body: &'a str,
    /// `-` or `+` before the closing delimiter, or nothing.
    pub(crate) trail: &'a str,
    /// Byte offset of the tag in the template.
    pub(crate) start: usize,
}

impl<'a> Tag<'a> {
    /// The first word, which names the statement.
    pub(crate) fn word(&self) -> &'a str {
        leading_word(self.body.trim_start())
    }

    /// What follows the first word.
    pub(crate) fn rest(&self) -> &'a str {
        let body = self.body.trim_start();
        body.get(leading_word(body).len()..).unwrap_or_default()
    }
}

/// The identifier at the start of a text, possibly empty.
pub(crate) fn leading_word(text: &str) -> &str {
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The 1-based line of a byte offset.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
}

/// A tag, comment or raw block that never ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unclosed {
    /// 1-based line on which it opens.
    pub(crate) line: usize,
    /// What was opened, such as `{%` or `macro`.
    pub(crate) what: String,
}

/// Cuts a template into its pieces.
pub(crate) fn pieces(template: &str) -> Result<Vec<Piece<'_>>, Unclosed> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(open) = next_opening(template, at) {
        push_text(&mut pieces, template, at, open);
        let unclosed = |what: &str| Unclosed { line: line_of(template, open), what: what.to_owned() };
        let rest = template.get(open..).unwrap_or_default();
        if rest.starts_with("{#") {
            let end = rest.find("#}").ok_or_else(|| unclosed("{#"))? + 2;
            pieces.push(Piece::Comment(rest.get(..end).unwrap_or_default()));
            at = open + end;
            continue;
        }
        let is_expression = rest.starts_with("{{");
        let close = if is_expression { "}}" } else { "%}" };
        let end = tag_end(rest, close).ok_or_else(|| unclosed(if is_expression { "{{" } else { "{%" }))?;
        let tag = take_apart(rest.get(..end).unwrap_or_default(), open);
        at = open + end;
        if is_expression {
            pieces.push(Piece::Expression(tag));
        } else if tag.word() == "raw" {
            let end = raw_end(template, at).ok_or_else(|| unclosed("raw"))?;
            pieces.push(Piece::Raw(template.get(open..end).unwrap_or_default()));
            at = end;
        } else {
            pieces.push(Piece::Statement(tag));
        }
    }
    push_text(&mut pieces, template, at, template.len());
    Ok(pieces)
}

fn push_text<'a>(pieces: &mut Vec<Piece<'a>>, template: &'a str, from: usize, to: usize) {
    match template.get(from..to) {
        Some("") | None => {}
        Some(text) => pieces.push(Piece::Text(text)),
    }
}

fn next_opening(template: &str, from: usize) -> Option<usize> {
    let bytes = template.as_bytes();
    let mut at = from;
    while let Some(step) = bytes.get(at..)?.iter().position(|byte| *byte == b'{') {
        at += step;
        if matches!(bytes.get(at + 1), Some(b'{' | b'%' | b'#')) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The length of the tag at the start of `text`, whose closing delimiter is `close`.
fn tag_end(text: &str, close: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let close = close.as_bytes();
    let mut at = 2;
    let mut quote = None;
    let mut depth = 0usize;
    while let Some(byte) = bytes.get(at) {
        match (quote, *byte) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, byte @ (b'\'' | b'"')) => quote = Some(byte),
            (None, _) if depth == 0 && bytes.get(at..).is_some_and(|rest| rest.starts_with(close)) => {
                return Some(at + 2);
            }
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
        at += 1;
    }
    None
}

fn raw_end(template: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += template.get(at..)?.find("{%")?;
        let rest = template.get(at..)?;
        let end = rest.find("%}")? + 2;
        if take_apart(rest.get(..end)?, at).word() == "endraw" {
            return Some(at + end);
        }
        at += 2;
    }
}

fn take_apart(whole: &str, start: usize) -> Tag<'_> {
    let mut body = whole.get(2..whole.len().saturating_sub(2)).unwrap_or_default();
    let mut lead = "";
    let mut trail = "";
    if body.starts_with(['-', '+']) {
        (lead, body) = body.split_at(1);
    }
    if body.ends_with(['-', '+']) {
        (body, trail) = body.split_at(body.len() - 1);
    }
    Tag { whole, lead, body, trail, start }
}

/// A block such as `{% macro x() %} .. {% endmacro %}` at the top level of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block<'a> {
    /// `macro`, `test`, `data_test`, `materialization`, `snapshot` or `docs`.
    pub(crate) kind: &'a str,
    /// The name that follows.
    pub(crate) name: &'a str,
    /// What follows the name in the opening tag.
    pub(crate) arguments: &'a str,
    /// From the opening to the closing tag, both included.
    pub(crate) full: &'a str,
    /// The same, with the blanks that the signs of its tags take from around it.
    pub(crate) outer: &'a str,
    /// What is between the two tags.
    pub(crate) contents: &'a str,
    /// 1-based line of the opening tag.
    pub(crate) line: usize,
    /// 1-based line on which the contents start.
    pub(crate) contents_line: usize,
}

/// The blocks of the given kinds in a file, in order.
pub(crate) fn blocks<'a>(file: &'a str, kinds: &[&str]) -> Result<Vec<Block<'a>>, Unclosed> {
    let mut found = Vec::new();
    let mut open: Option<Tag<'a>> = None;
    // Where what the last block took ends.
    let mut taken = 0;
    for piece in pieces(file)? {
        let Piece::Statement(tag) = piece else { continue };
        match open {
            None if kinds.contains(&tag.word()) => open = Some(tag),
            Some(start) if tag.word().strip_prefix("end") == Some(start.word()) => {
                let block = block(file, taken, start, tag);
                taken = start.start + block.full.len() + if tag.trail == "-" { blanks_after(file, tag) } else { 0 };
                found.push(block);
                open = None;
            }
            _ => {}
        }
    }
    match open {
        Some(tag) => Err(Unclosed { line: line_of(file, tag.start), what: tag.word().to_owned() }),
        None => Ok(found),
    }
}

/// Bytes of the blanks behind a tag, none at the end of the file: dbt strips what it reads.
fn blanks_after(file: &str, tag: Tag<'_>) -> usize {
    let rest = file.get(tag.start + tag.whole.len()..).unwrap_or_default();
    let more = rest.trim_start();
    if more.is_empty() { 0 } else { rest.len() - more.len() }
}

fn block<'a>(file: &'a str, taken: usize, start: Tag<'a>, end: Tag<'a>) -> Block<'a> {
    let contents_start = start.start + start.whole.len();
    let rest = start.rest().trim_start();
    let name = leading_word(rest);
    let mut contents = file.get(contents_start..end.start).unwrap_or_default();
    let mut blank = 0;
    if start.trail == "-" {
        blank = contents.len() - contents.trim_start().len();
        contents = contents.trim_start();
    }
    if end.lead == "-" {
        contents = contents.trim_end();
    }
    let full_end = end.start + end.whole.len();
    let before = file.get(taken..start.start).unwrap_or_default();
    let opens_file = taken == 0 && before.trim().is_empty();
    let blanks_before = if start.lead == "-" && !opens_file { before.len() - before.trim_end().len() } else { 0 };
    let outer_end = full_end + if end.trail == "-" { blanks_after(file, end) } else { 0 };
    Block {
        outer: file.get(start.start - blanks_before..outer_end).unwrap_or_default(),
        kind: start.word(),
        name,
        arguments: rest.get(name.len()..).unwrap_or_default().trim(),
        full: file.get(start.start..full_end).unwrap_or_default(),
        contents,
        line: line_of(file, start.start),
        contents_line: line_of(file, contents_start + blank),
    }
}

/// The first block statement that is opened and not closed, or closed and not opened.
pub(crate) fn unbalanced(template: &str) -> Option<Unclosed> {
    let pieces = match pieces(template) {
        Ok(pieces) => pieces,
        Err(unclosed) => return Some(unclosed),
    };
    let mut stack: Vec<Tag<'_>> = Vec::new();
    for piece in pieces {
        let Piece::Statement(tag) = piece else { continue };
        let word = tag.word();
        if let Some(closed) = word.strip_prefix("end") {
            let opened = stack.pop();
            if opened.is_none_or(|open| open.word() != closed) {
                let tag = opened.unwrap_or(tag);
                return Some(Unclosed { line: line_of(template, tag.start), what: tag.word().to_owned() });
            }
        } else if opens_block(&tag) {
            stack.push(tag);
        }
    }
    stack.first().map(|tag| Unclosed { line: line_of(template, tag.start), what: tag.word().to_owned() })
}

fn opens_block(tag: &Tag<'_>) -> bool {
    match tag.word() {
        "if" | "for" | "macro" | "call" | "filter" | "with" | "test" | "data_test" | "materialization" | "snapshot"
        | "docs" | "block" | "autoescape" => true,
        "set" => !crate::jinja::rewrite::is_assignment(tag.body),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
