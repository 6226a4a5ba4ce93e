//! Column types as Spark's DDL writes them, and as other engines do where that is no other meaning.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, TimeUnit};
use datafusion::sql::sqlparser::tokenizer::Token;

use super::words::Words;
use crate::error::EngineError;

/// Digits of a decimal that is written without any, as in Spark.
const DEFAULT_PRECISION: u8 = 10;

impl Words<'_> {
    /// A type, down to its last parenthesis.
    pub(super) fn data_type(&mut self) -> Result<DataType, EngineError> {
        let word = match self.peek() {
            Some(Token::Word(word)) if word.quote_style.is_none() => word.value.to_lowercase(),
            _ => return Err(self.wanted("a type")),
        };
        let here = self.wanted("a type");
        self.skip();
        Ok(match word.as_str() {
            "boolean" | "bool" => DataType::Boolean,
            "tinyint" | "byte" | "smallint" | "short" | "int" | "integer" => DataType::Int32,
            "bigint" | "long" => DataType::Int64,
            "float" | "real" => DataType::Float32,
            "double" => {
                self.eat("precision");
                DataType::Float64
            }
            "decimal" | "dec" | "numeric" => self.decimal()?,
            "string" | "text" => DataType::Utf8,
            "varchar" | "char" | "character" => {
                self.eat("varying");
                self.length()?;
                DataType::Utf8
            }
            "binary" | "bytea" | "blob" => DataType::Binary,
            "date" => DataType::Date32,
            "time" => DataType::Time64(TimeUnit::Microsecond),
            "timestamp" | "timestamp_ltz" | "timestamptz" => self.timestamp(&word)?,
            "timestamp_ntz" => DataType::Timestamp(TimeUnit::Microsecond, None),
            "uuid" => DataType::FixedSizeBinary(16),
            "array" => {
                self.expect_token(&Token::Lt)?;
                let element = self.data_type()?;
                self.close_angle()?;
                DataType::List(Arc::new(Field::new("element", element, true)))
            }
            "map" => self.map()?,
            "struct" => self.structure()?,
            _ => return Err(here),
        })
    }

    fn decimal(&mut self) -> Result<DataType, EngineError> {
        if !self.eat_token(&Token::LParen) {
            return Ok(DataType::Decimal128(DEFAULT_PRECISION, 0));
        }
        let precision: u8 = self.number("the number of digits")?;
        let scale: i8 = if self.eat_token(&Token::Comma) { self.number("the number of decimals")? } else { 0 };
        if precision == 0 || precision > 38 || scale < 0 || scale.unsigned_abs() > precision {
            return Err(self.error(format!("decimal({precision},{scale}) is not possible; the most is decimal(38,38)")));
        }
        self.expect_token(&Token::RParen)?;
        Ok(DataType::Decimal128(precision, scale))
    }

    fn length(&mut self) -> Result<(), EngineError> {
        if self.eat_token(&Token::LParen) {
            let _: u32 = self.number("a length")?;
            self.expect_token(&Token::RParen)?;
        }
        Ok(())
    }

    /// In Spark a timestamp is a moment; `WITHOUT TIME ZONE` says otherwise.
    fn timestamp(&mut self, word: &str) -> Result<DataType, EngineError> {
        let without = word == "timestamp" && self.eat_all(&["WITHOUT", "TIME", "ZONE"]);
        if !without {
            self.eat_all(&["WITH", "TIME", "ZONE"]);
        }
        let zone = (!without).then(|| "UTC".into());
        Ok(DataType::Timestamp(TimeUnit::Microsecond, zone))
    }

    fn map(&mut self) -> Result<DataType, EngineError> {
        self.expect_token(&Token::Lt)?;
        let key = self.data_type()?;
        self.expect_token(&Token::Comma)?;
        let value = self.data_type()?;
        self.close_angle()?;
        let pair = Fields::from(vec![Field::new("key", key, false), Field::new("value", value, true)]);
        Ok(DataType::Map(Arc::new(Field::new("key_value", DataType::Struct(pair), false)), false))
    }

    fn structure(&mut self) -> Result<DataType, EngineError> {
        self.expect_token(&Token::Lt)?;
        let mut fields = Vec::new();
        loop {
            let name = self.ident("the name of a field")?.value;
            self.eat_token(&Token::Colon);
            let kind = self.data_type()?;
            let required = self.eat_all(&["NOT", "NULL"]);
            if self.eat("COMMENT") {
                self.string("a comment in quotes")?;
            }
            fields.push(Field::new(name, kind, !required));
            if !self.eat_token(&Token::Comma) {
                break;
            }
        }
        self.close_angle()?;
        Ok(DataType::Struct(Fields::from(fields)))
    }

    /// `>`; of `>>`, which two nested types end with, the first half is taken.
    fn close_angle(&mut self) -> Result<(), EngineError> {
        if self.take_half_shift() { Ok(()) } else { self.expect_token(&Token::Gt) }
    }
}
