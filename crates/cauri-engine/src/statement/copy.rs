//! DuckDB's `COPY query TO 'file' (options)`.

use datafusion::sql::sqlparser::tokenizer::Token;

use super::Command;
use super::words::Words;
use crate::duckdb::files::write::FileSpec;
use crate::error::EngineError;

impl Words<'_> {
    pub(super) fn copy(&mut self) -> Result<Command, EngineError> {
        self.skip();
        let is_table = self.peek() != Some(&Token::LParen);
        let query = if is_table {
            self.until("the name of a table", |words| words.is("TO") || words.is("FROM"))?
        } else {
            self.skip();
            let query = self.until("a query", |_| false)?;
            self.expect_token(&Token::RParen)?;
            query
        };
        if self.is("FROM") {
            return Err(self.not_supported("COPY FROM a file; read it with read_csv, read_parquet or read_json, it"));
        }
        self.expect("TO")?;
        let path = self.string("the path of a file")?;
        self.eat("WITH");
        let mut options = Vec::new();
        if self.eat_token(&Token::LParen) {
            loop {
                let name = self.ident("the name of an option")?.value.to_lowercase();
                options.push((name, self.copy_value()?));
                if !self.eat_token(&Token::Comma) {
                    break;
                }
            }
            self.expect_token(&Token::RParen)?;
        }
        Ok(Command::Copy { query, is_table, file: FileSpec { path, options } })
    }

    /// The value of an option; `true` where there is none.
    fn copy_value(&mut self) -> Result<String, EngineError> {
        match self.peek() {
            None | Some(Token::Comma | Token::RParen) => Ok("true".to_owned()),
            Some(Token::SingleQuotedString(text) | Token::Number(text, _)) => {
                let text = text.clone();
                self.skip();
                Ok(text)
            }
            Some(Token::Word(_)) => Ok(self.ident("a value")?.value),
            Some(_) => Err(self.not_supported("this value of an option of COPY")),
        }
    }
}
