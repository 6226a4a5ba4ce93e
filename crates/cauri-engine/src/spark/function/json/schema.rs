//! The second argument of `from_json`: columns (`a INT, b STRING`) or a type (`array<int>`).

use arrow::datatypes::{DataType, Field, Fields, TimeUnit};

use super::super::super::types::{list_of, map_of, timestamp};

/// The type that a text describes; what is wrong with it otherwise.
pub(super) fn parse(text: &str) -> Result<DataType, String> {
    let tokens = tokenize(text)?;
    let whole = |kind: DataType, reader: &Reader<'_>| {
        if reader.at == tokens.len() { Ok(kind) } else { Err(reader.unexpected()) }
    };
    let mut reader = Reader { tokens: &tokens, at: 0 };
    let columns = reader.fields(false).and_then(|fields| whole(DataType::Struct(fields), &reader));
    if let Ok(found) = columns {
        return Ok(found);
    }
    let mut reader = Reader { tokens: &tokens, at: 0 };
    let kind = reader.kind();
    match kind.and_then(|kind| whole(kind, &reader)) {
        Ok(found) => Ok(found),
        // A list of columns tells more about what is wrong with it than a type would.
        Err(error) if tokens.len() < 2 => Err(error),
        Err(error) => Err(columns.err().unwrap_or(error)),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Word {
    /// A bare word.
    Bare(String),
    /// A name in back quotes.
    Quoted(String),
    Text,
    Mark(char),
}

fn tokenize(text: &str) -> Result<Vec<Word>, String> {
    let mut out = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            c if c.is_whitespace() => {}
            c if c.is_ascii_alphanumeric() || c == '_' => {
                let mut word = String::from(c);
                while let Some(next) = letters.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    word.push(next);
                }
                out.push(Word::Bare(word));
            }
            quote @ ('`' | '\'' | '"') => {
                let mut name = String::new();
                loop {
                    match letters.next() {
                        None => return Err(format!("{quote} is not closed")),
                        Some('\\') if quote != '`' => return Err("a backslash is not read here".to_owned()),
                        Some(c) if c != quote => name.push(c),
                        Some(_) if quote == '`' && letters.next_if_eq(&quote).is_some() => name.push(quote),
                        Some(_) => break,
                    }
                }
                out.push(if quote == '`' { Word::Quoted(name) } else { Word::Text });
            }
            mark @ (',' | ':' | '<' | '>' | '(' | ')') => out.push(Word::Mark(mark)),
            other => return Err(format!("{other} is unexpected")),
        }
    }
    Ok(out)
}

struct Reader<'a> {
    tokens: &'a [Word],
    at: usize,
}

impl Reader<'_> {
    fn unexpected(&self) -> String {
        match self.tokens.get(self.at) {
            Some(Word::Bare(word) | Word::Quoted(word)) => format!("{word} is unexpected"),
            Some(Word::Mark(mark)) => format!("{mark} is unexpected"),
            Some(Word::Text) => "a text is unexpected".to_owned(),
            None => "more is expected".to_owned(),
        }
    }

    fn mark(&mut self, mark: char) -> Result<(), String> {
        if self.tokens.get(self.at) == Some(&Word::Mark(mark)) {
            self.at += 1;
            return Ok(());
        }
        Err(self.unexpected())
    }

    fn is_word(&self, ahead: usize, wanted: &str) -> bool {
        matches!(self.tokens.get(self.at + ahead), Some(Word::Bare(word)) if word.eq_ignore_ascii_case(wanted))
    }

    /// `name type, name type`; inside of STRUCT a colon may stand between.
    fn fields(&mut self, colons: bool) -> Result<Fields, String> {
        let mut fields = Vec::new();
        loop {
            let name = match self.tokens.get(self.at) {
                Some(Word::Bare(word)) if !word.starts_with(|c: char| c.is_ascii_digit()) => word.clone(),
                Some(Word::Quoted(name)) => name.clone(),
                _ => return Err(self.unexpected()),
            };
            self.at += 1;
            if colons {
                // The colon may be left out.
                let _colon = self.mark(':');
            }
            fields.push(Field::new(name, self.kind()?, true));
            if self.is_word(0, "not") && self.is_word(1, "null") {
                self.at += 2;
            }
            if self.is_word(0, "comment") && self.tokens.get(self.at + 1) == Some(&Word::Text) {
                self.at += 2;
            }
            if self.mark(',').is_err() {
                return Ok(Fields::from(fields));
            }
        }
    }

    fn kind(&mut self) -> Result<DataType, String> {
        let Some(Word::Bare(word)) = self.tokens.get(self.at) else { return Err(self.unexpected()) };
        let word = word.to_ascii_lowercase();
        self.at += 1;
        Ok(match word.as_str() {
            "boolean" => DataType::Boolean,
            "tinyint" | "byte" => DataType::Int8,
            "smallint" | "short" => DataType::Int16,
            "int" | "integer" => DataType::Int32,
            "bigint" | "long" => DataType::Int64,
            "float" | "real" => DataType::Float32,
            "double" => DataType::Float64,
            "string" => DataType::Utf8,
            "binary" => DataType::Binary,
            "date" => DataType::Date32,
            "timestamp" | "timestamp_ltz" => timestamp(),
            "timestamp_ntz" => DataType::Timestamp(TimeUnit::Microsecond, None),
            "decimal" | "dec" | "numeric" => self.decimal()?,
            "array" => {
                self.mark('<')?;
                let element = self.kind()?;
                self.mark('>')?;
                list_of(element)
            }
            "map" => {
                self.mark('<')?;
                let key = self.kind()?;
                self.mark(',')?;
                let value = self.kind()?;
                self.mark('>')?;
                if key != DataType::Utf8 {
                    return Err("the keys of a map are of type string in JSON".to_owned());
                }
                map_of(key, value)
            }
            "struct" => {
                self.mark('<')?;
                let fields = self.fields(true)?;
                self.mark('>')?;
                DataType::Struct(fields)
            }
            other => return Err(format!("the type {other} is not known here")),
        })
    }

    fn decimal(&mut self) -> Result<DataType, String> {
        if self.mark('(').is_err() {
            return Ok(DataType::Decimal128(10, 0));
        }
        let precision = self.count()?;
        let scale = if self.mark(',').is_ok() { self.count()? } else { 0 };
        self.mark(')')?;
        match i8::try_from(scale) {
            Ok(s) if precision <= 38 && scale <= precision => Ok(DataType::Decimal128(precision, s)),
            _ => Err(format!("decimal({precision},{scale}) is no type")),
        }
    }

    fn count(&mut self) -> Result<u8, String> {
        let found = match self.tokens.get(self.at) {
            Some(Word::Bare(digits)) => digits.parse().ok(),
            _ => None,
        };
        match found {
            Some(count) => {
                self.at += 1;
                Ok(count)
            }
            None => Err(self.unexpected()),
        }
    }
}
