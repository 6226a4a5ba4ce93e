//! Cuts a script into statements.

use crate::error::EngineError;
use crate::options::Dialect;

/// One statement of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its text, without the semicolon.
    pub text: String,
    /// Where it begins in the script, in bytes.
    pub offset: usize,
}

/// The statements of a script, in order; semicolons in quotes and comments do not end one.
/// Statements that are empty or only comments are left out. In a text of Spark's dialect a backslash takes the
/// next letter with it.
pub(crate) fn split(script: &str, dialect: Dialect) -> Result<Vec<Statement>, EngineError> {
    let mut statements = Vec::new();
    let mut begin = 0;
    let mut cursor = Cursor { text: script, at: 0, escapes: dialect == Dialect::Spark };
    let mut has_words = false;
    while let Some(kind) = cursor.next()? {
        match kind {
            Piece::Semicolon => {
                push(&mut statements, script, begin..cursor.at - 1, has_words);
                begin = cursor.at;
                has_words = false;
            }
            Piece::Word => has_words = true,
            Piece::Blank => {}
        }
    }
    push(&mut statements, script, begin..script.len(), has_words);
    Ok(statements)
}

fn push(statements: &mut Vec<Statement>, script: &str, range: std::ops::Range<usize>, has_words: bool) {
    let Some(text) = script.get(range.clone()).filter(|_| has_words) else { return };
    let trimmed = text.trim_start();
    let offset = range.start + text.len() - trimmed.len();
    statements.push(Statement { text: trimmed.trim_end().to_owned(), offset });
}

enum Piece {
    Semicolon,
    Blank,
    Word,
}

/// Walks over quotes and comments as wholes.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Whether a backslash in a text is no letter of its own.
    escapes: bool,
}

impl Cursor<'_> {
    fn next(&mut self) -> Result<Option<Piece>, EngineError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(letter) = rest.chars().next() else { return Ok(None) };
        let (length, piece) = match letter {
            ';' => (1, Piece::Semicolon),
            '\'' | '"' | '`' => (quoted(rest, letter, self.escapes).ok_or_else(|| self.unclosed(letter))?, Piece::Word),
            '-' if rest.starts_with("--") => (rest.find('\n').unwrap_or(rest.len()), Piece::Blank),
            '/' if rest.starts_with("/*") => (comment(rest).ok_or_else(|| self.unclosed(letter))?, Piece::Blank),
            blank if blank.is_whitespace() => (blank.len_utf8(), Piece::Blank),
            other => (other.len_utf8(), Piece::Word),
        };
        self.at += length;
        Ok(Some(piece))
    }

    fn unclosed(&self, letter: char) -> EngineError {
        let what = if letter == '/' { "a comment".to_owned() } else { format!("a quote {letter}") };
        let before = self.text.get(..self.at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        EngineError::syntax(self.text, line as u64, column as u64, format!("{what} is not closed"))
    }
}

/// The length in bytes of the quoted text that `rest` begins with. A backslash takes the next
/// letter with it, as in Spark; a doubled quote is two quoted texts side by side.
fn quoted(rest: &str, quote: char, escapes: bool) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' if escapes && quote != '`' => escaped = true,
            letter if letter == quote => return Some(at + letter.len_utf8()),
            _ => {}
        }
    }
    None
}

/// The length in bytes of the comment, with those nested in it, that `rest` begins with.
fn comment(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" if depth == 1 => return Some(at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_in_quotes_and_comments_end_nothing() {
        let script = "select ';' as `a;b`; -- one; two\n/* ; /* ; */ ; */ ;\n select 'l\\'eau; douce'";
        let texts: Vec<_> =
            split(script, Dialect::Spark).unwrap().into_iter().map(|one| (one.text, one.offset)).collect();
        assert_eq!(texts, [("select ';' as `a;b`".to_owned(), 0), ("select 'l\\'eau; douce'".to_owned(), 54)]);
    }

    #[test]
    fn a_backslash_is_a_letter_where_the_dialect_says_so() {
        let texts = |dialect| {
            let all = split("select '\\'; select 2", dialect);
            all.map(|all| all.into_iter().map(|one| one.text).collect::<Vec<_>>())
        };
        assert_eq!(texts(Dialect::DuckDb).unwrap(), ["select '\\'", "select 2"]);
        assert!(texts(Dialect::Spark).is_err());
    }

    #[test]
    fn a_quote_that_is_not_closed_is_pointed_at() {
        let error = split("select 1;\nselect 'pays", Dialect::Spark).unwrap_err().to_string();
        assert_eq!(error, "a quote ' is not closed (line 2, column 8)\n2 | select 'pays\n  |        ^");
    }
}
