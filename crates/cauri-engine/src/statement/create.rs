//! CREATE TABLE, CREATE VIEW, CREATE SCHEMA.

use std::collections::BTreeMap;
use std::ops::Range;

use arrow::datatypes::DataType;
use datafusion::sql::sqlparser::ast::Ident;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::Command;
use super::words::Words;
use crate::error::EngineError;

/// A column of CREATE TABLE.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColumnDefinition {
    pub(crate) name: String,
    pub(crate) kind: DataType,
    pub(crate) required: bool,
    pub(crate) comment: Option<String>,
}

/// `CREATE [OR REPLACE] TABLE`.
#[derive(Debug, Clone)]
pub(crate) struct CreateTable {
    pub(crate) name: Vec<Ident>,
    pub(crate) or_replace: bool,
    /// `REPLACE TABLE`.
    pub(crate) must_exist: bool,
    pub(crate) if_not_exists: bool,
    pub(crate) columns: Vec<ColumnDefinition>,
    pub(crate) partition_by: Vec<String>,
    pub(crate) sort_by: Vec<String>,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) comment: Option<String>,
    pub(crate) query: Option<Range<usize>>,
}

/// `CREATE [OR REPLACE] VIEW`.
#[derive(Debug, Clone)]
pub(crate) struct CreateView {
    pub(crate) name: Vec<Ident>,
    pub(crate) or_replace: bool,
    pub(crate) if_not_exists: bool,
    /// New names of the columns, with their descriptions.
    pub(crate) columns: Vec<(String, Option<String>)>,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) query: Range<usize>,
}

impl Words<'_> {
    pub(super) fn create(&mut self) -> Result<Command, EngineError> {
        // REPLACE TABLE is for a table that exists.
        let must_exist = self.eat("REPLACE");
        let or_replace = must_exist || (self.eat("CREATE") && self.eat_all(&["OR", "REPLACE"]));
        if self.is("TEMPORARY") || self.is("TEMP") || self.is("GLOBAL") {
            return Err(self.not_supported("a temporary view"));
        }
        if self.is("EXTERNAL") || self.is("UNBOUNDED") {
            return Err(self.not_supported("a table over files outside the lake"));
        }
        if self.eat("TABLE") {
            let Command::CreateTable(mut table) = self.create_table(or_replace)? else {
                return Err(self.wanted("a table"));
            };
            table.must_exist = must_exist;
            return Ok(Command::CreateTable(table));
        }
        if self.eat("VIEW") {
            return self.create_view(or_replace);
        }
        if !or_replace && (self.eat("SCHEMA") || self.eat("NAMESPACE") || self.eat("DATABASE")) {
            return self.create_namespace();
        }
        Err(self.wanted("TABLE, VIEW or SCHEMA"))
    }

    fn create_namespace(&mut self) -> Result<Command, EngineError> {
        let if_not_exists = self.if_not_exists();
        let name = self.name("the name of a namespace")?;
        let comment = if self.eat("COMMENT") { Some(self.string("a comment in quotes")?) } else { None };
        if self.is("LOCATION") {
            return Err(self.not_supported("a location of its own for a namespace"));
        }
        Ok(Command::CreateNamespace { name, if_not_exists, comment })
    }

    fn create_table(&mut self, or_replace: bool) -> Result<Command, EngineError> {
        let if_not_exists = self.if_not_exists();
        let mut table = CreateTable {
            name: self.name("the name of a table")?,
            or_replace,
            must_exist: false,
            if_not_exists,
            columns: Vec::new(),
            partition_by: Vec::new(),
            sort_by: Vec::new(),
            properties: BTreeMap::new(),
            comment: None,
            query: None,
        };
        if self.peek() == Some(&Token::LParen) && !self.is_at(1, "SELECT") && !self.is_at(1, "WITH") {
            self.skip();
            table.columns = self.list("a column", Self::column_definition)?;
        }
        self.table_clauses(&mut table)?;
        if !self.is_end() {
            self.eat("AS");
            table.query = Some(self.rest("a query")?);
        }
        if table.columns.is_empty() && table.query.is_none() {
            return Err(self.wanted("the columns of the table, or AS and a query"));
        }
        if !table.columns.is_empty() && table.query.is_some() {
            return Err(self.not_supported("a list of columns together with AS SELECT"));
        }
        Ok(Command::CreateTable(Box::new(table)))
    }

    fn table_clauses(&mut self, table: &mut CreateTable) -> Result<(), EngineError> {
        loop {
            if self.eat("USING") {
                if !self.eat("iceberg") {
                    return Err(self.not_supported("a table format other than iceberg"));
                }
            } else if self.eat_all(&["PARTITIONED", "BY"]) || self.eat_all(&["PARTITION", "BY"]) {
                self.expect_token(&Token::LParen)?;
                table.partition_by = self.list("a partition field", Self::field_text)?;
            } else if self.eat_all(&["ORDERED", "BY"]) || self.eat_all(&["ORDER", "BY"]) {
                self.expect_token(&Token::LParen)?;
                table.sort_by = self.list("a sort field", Self::field_text)?;
            } else if self.eat("COMMENT") {
                table.comment = Some(self.string("a comment in quotes")?);
            } else if self.eat("TBLPROPERTIES") || self.eat("OPTIONS") {
                table.properties.extend(self.properties()?);
            } else if self.is("LOCATION") {
                return Err(self.not_supported("a location of its own for a table"));
            } else if self.is("CLUSTERED") || self.is("CLUSTER") || self.is("STORED") || self.is("ROW") {
                return Err(self.not_supported("this clause of CREATE TABLE"));
            } else {
                return Ok(());
            }
        }
    }

    fn column_definition(&mut self) -> Result<ColumnDefinition, EngineError> {
        let name = self.ident("the name of a column")?.value;
        let kind = self.data_type()?;
        let (mut required, mut comment) = (false, None);
        loop {
            if self.eat_all(&["NOT", "NULL"]) {
                required = true;
            } else if self.eat("COMMENT") {
                comment = Some(self.string("a comment in quotes")?);
            } else if self.eat("NULL") {
                required = false;
            } else if self.is("DEFAULT") || self.is("PRIMARY") || self.is("REFERENCES") || self.is("GENERATED") {
                return Err(self.not_supported("this property of a column"));
            } else {
                return Ok(ColumnDefinition { name, kind, required, comment });
            }
        }
    }

    fn create_view(&mut self, or_replace: bool) -> Result<Command, EngineError> {
        let if_not_exists = self.if_not_exists();
        let name = self.name("the name of a view")?;
        let mut columns = Vec::new();
        if self.eat_token(&Token::LParen) {
            columns = self.list("a column", |words| {
                let name = words.ident("the name of a column")?.value;
                let comment = if words.eat("COMMENT") { Some(words.string("a comment in quotes")?) } else { None };
                Ok((name, comment))
            })?;
        }
        let mut properties = BTreeMap::new();
        loop {
            if self.eat("COMMENT") {
                properties.insert("comment".to_owned(), self.string("a comment in quotes")?);
            } else if self.eat("TBLPROPERTIES") {
                properties.extend(self.properties()?);
            } else {
                break;
            }
        }
        self.expect("AS")?;
        let query = self.rest("a query")?;
        Ok(Command::CreateView(CreateView { name, or_replace, if_not_exists, columns, properties, query }))
    }

    /// What stands between commas up to the closing parenthesis; at least one.
    pub(super) fn list<T>(
        &mut self,
        what: &str,
        mut one: impl FnMut(&mut Self) -> Result<T, EngineError>,
    ) -> Result<Vec<T>, EngineError> {
        let mut all = Vec::new();
        loop {
            if self.peek() == Some(&Token::RParen) {
                return Err(self.wanted(what));
            }
            all.push(one(self)?);
            if !self.eat_token(&Token::Comma) {
                break;
            }
        }
        self.expect_token(&Token::RParen)?;
        Ok(all)
    }

    /// The text of a partition or sort field.
    pub(super) fn field_text(&mut self) -> Result<String, EngineError> {
        let range = self.until("a column", |words| words.peek() == Some(&Token::Comma))?;
        Ok(self.text(range))
    }

    /// `('key' = 'value', ...)`; the equals sign may be left out, as in Spark.
    pub(super) fn properties(&mut self) -> Result<BTreeMap<String, String>, EngineError> {
        self.expect_token(&Token::LParen)?;
        let all = self.list("a property", |words| {
            let key = words.property_key()?;
            words.eat_token(&Token::Eq);
            let value = match words.peek() {
                Some(Token::Number(digits, _)) => digits.clone(),
                Some(Token::Word(word)) if word.quote_style.is_none() => word.value.clone(),
                _ => return Ok((key, words.string("the value of a property in quotes")?)),
            };
            words.skip();
            Ok((key, value))
        })?;
        Ok(all.into_iter().collect())
    }

    /// A property's name, in quotes or with dots.
    pub(super) fn property_key(&mut self) -> Result<String, EngineError> {
        match self.peek() {
            Some(Token::SingleQuotedString(_) | Token::DoubleQuotedString(_)) => self.string("a property"),
            _ => self.dotted("the name of a property"),
        }
    }
}
