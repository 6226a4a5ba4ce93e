//! ALTER TABLE, and ALTER VIEW as far as it changes properties.

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use cauri_lake::{At, Position};
use datafusion::sql::sqlparser::ast::Ident;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::words::Words;
use super::{ColumnDefinition, Command};
use crate::error::EngineError;

/// `ALTER TABLE name change`.
#[derive(Debug, Clone)]
pub(crate) struct AlterTable {
    pub(crate) name: Vec<Ident>,
    pub(crate) change: TableChange,
}

/// A branch or a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefKind {
    Branch,
    Tag,
}

/// What is changed. All of it is one commit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TableChange {
    AddColumns(Vec<(ColumnDefinition, Option<Position>)>),
    DropColumns { names: Vec<String>, if_exists: bool },
    RenameColumn { from: String, to: String },
    ColumnType { column: String, kind: DataType },
    DropNotNull { column: String },
    ColumnComment { column: String, comment: Option<String> },
    MoveColumn { column: String, position: Position },
    Rename(Vec<String>),
    SetProperties(BTreeMap<String, String>),
    UnsetProperties(Vec<String>),
    AddPartitionField { text: String, name: Option<String> },
    DropPartitionField { text: String },
    ReplacePartitionField { old: String, new: String, name: Option<String> },
    WriteOrdered(Vec<String>),
    CreateRef { kind: RefKind, name: String, at: At, if_not_exists: bool, replace: bool, max_age_ms: Option<i64> },
    DropRef { kind: RefKind, name: String, if_exists: bool },
}

impl Words<'_> {
    pub(super) fn alter(&mut self) -> Result<Command, EngineError> {
        self.skip();
        if self.is("VIEW") {
            return Err(self.not_supported("ALTER VIEW; CREATE OR REPLACE VIEW"));
        }
        self.expect("TABLE")?;
        let name = self.name("the name of a table")?;
        let change = self.table_change()?;
        Ok(Command::AlterTable(AlterTable { name, change }))
    }

    fn table_change(&mut self) -> Result<TableChange, EngineError> {
        if self.eat("ADD") {
            return self.add();
        }
        if self.eat("DROP") {
            return self.drop_part();
        }
        if self.eat_all(&["RENAME", "TO"]) {
            let parts = self.name("the new name of the table")?;
            return Ok(TableChange::Rename(parts.into_iter().map(|part| part.value).collect()));
        }
        if self.eat("RENAME") {
            self.eat("COLUMN");
            let from = self.ident("the name of a column")?.value;
            self.expect("TO")?;
            return Ok(TableChange::RenameColumn { from, to: self.ident("the new name of the column")?.value });
        }
        if self.eat("ALTER") || self.eat("CHANGE") || self.eat("MODIFY") {
            self.eat("COLUMN");
            return self.alter_column();
        }
        if self.eat_all(&["REPLACE", "PARTITION", "FIELD"]) {
            let old = self.text_until("WITH")?;
            self.expect("WITH")?;
            let new = self.text_until("AS")?;
            let name = if self.eat("AS") { Some(self.ident("the name of the field")?.value) } else { None };
            return Ok(TableChange::ReplacePartitionField { old, new, name });
        }
        if self.eat("WRITE") {
            return self.write_order();
        }
        if self.eat_all(&["SET", "TBLPROPERTIES"]) {
            return Ok(TableChange::SetProperties(self.properties()?));
        }
        if self.eat_all(&["UNSET", "TBLPROPERTIES"]) {
            self.if_exists();
            self.expect_token(&Token::LParen)?;
            return Ok(TableChange::UnsetProperties(self.list("a property", Self::property_key)?));
        }
        if self.is("CREATE") || self.is("REPLACE") {
            return self.create_ref();
        }
        Err(self.wanted("ADD, DROP, RENAME, ALTER, SET, UNSET, WRITE, CREATE or REPLACE"))
    }

    fn add(&mut self) -> Result<TableChange, EngineError> {
        if self.eat_all(&["PARTITION", "FIELD"]) {
            let text = self.text_until("AS")?;
            let name = if self.eat("AS") { Some(self.ident("the name of the field")?.value) } else { None };
            return Ok(TableChange::AddPartitionField { text, name });
        }
        if !self.eat("COLUMNS") {
            self.eat("COLUMN");
        }
        if self.eat_token(&Token::LParen) {
            return Ok(TableChange::AddColumns(self.list("a column", Self::added_column)?));
        }
        let mut columns = vec![self.added_column()?];
        while self.eat_token(&Token::Comma) {
            if self.eat("ADD") {
                self.eat("COLUMN");
            }
            columns.push(self.added_column()?);
        }
        Ok(TableChange::AddColumns(columns))
    }

    fn added_column(&mut self) -> Result<(ColumnDefinition, Option<Position>), EngineError> {
        if self.if_not_exists() {
            return Err(self.not_supported("IF NOT EXISTS for a column"));
        }
        let name = self.ident("the name of a column")?.value;
        let kind = self.data_type()?;
        let mut column = ColumnDefinition { name, kind, required: false, comment: None };
        let mut position = None;
        loop {
            if self.eat("COMMENT") {
                column.comment = Some(self.string("a comment in quotes")?);
            } else if let Some(found) = self.position_clause()? {
                position = Some(found);
            } else if self.is("NOT") || self.is("DEFAULT") {
                return Err(self.not_supported("a new column that is not optional, or has a default,"));
            } else {
                return Ok((column, position));
            }
        }
    }

    fn position_clause(&mut self) -> Result<Option<Position>, EngineError> {
        if self.eat("FIRST") {
            return Ok(Some(Position::First));
        }
        if self.eat("AFTER") {
            return Ok(Some(Position::After(self.ident("the name of a column")?.value)));
        }
        Ok(None)
    }

    fn drop_part(&mut self) -> Result<TableChange, EngineError> {
        if self.eat_all(&["PARTITION", "FIELD"]) {
            let range = self.rest("a partition field")?;
            return Ok(TableChange::DropPartitionField { text: self.text(range) });
        }
        for (word, kind) in [("BRANCH", RefKind::Branch), ("TAG", RefKind::Tag)] {
            if self.eat(word) {
                let if_exists = self.if_exists();
                return Ok(TableChange::DropRef { kind, name: self.ref_name()?, if_exists });
            }
        }
        if !self.eat("COLUMNS") {
            self.eat("COLUMN");
        }
        let if_exists = self.if_exists();
        let one = |words: &mut Self| words.ident("the name of a column").map(|name| name.value);
        let names = if self.eat_token(&Token::LParen) { self.list("a column", one)? } else { vec![one(self)?] };
        Ok(TableChange::DropColumns { names, if_exists })
    }

    fn alter_column(&mut self) -> Result<TableChange, EngineError> {
        let column = self.ident("the name of a column")?.value;
        if self.eat("TYPE") || self.eat_all(&["SET", "DATA", "TYPE"]) {
            return Ok(TableChange::ColumnType { column, kind: self.data_type()? });
        }
        if self.eat_all(&["DROP", "NOT", "NULL"]) {
            return Ok(TableChange::DropNotNull { column });
        }
        if self.is("SET") {
            return Err(self.not_supported("making a column required"));
        }
        if self.eat("COMMENT") {
            return Ok(TableChange::ColumnComment { column, comment: Some(self.string("a comment in quotes")?) });
        }
        match self.position_clause()? {
            Some(position) => Ok(TableChange::MoveColumn { column, position }),
            None => Err(self.wanted("TYPE, COMMENT, DROP NOT NULL, FIRST or AFTER")),
        }
    }

    fn write_order(&mut self) -> Result<TableChange, EngineError> {
        if self.eat("UNORDERED") {
            return Ok(TableChange::WriteOrdered(Vec::new()));
        }
        if self.is("DISTRIBUTED") {
            return Err(self.not_supported("WRITE DISTRIBUTED BY; rows are always spread by partition, so it"));
        }
        self.eat("LOCALLY");
        self.expect("ORDERED")?;
        self.expect("BY")?;
        let mut fields = vec![self.field_text()?];
        while self.eat_token(&Token::Comma) {
            fields.push(self.field_text()?);
        }
        Ok(TableChange::WriteOrdered(fields))
    }

    fn create_ref(&mut self) -> Result<TableChange, EngineError> {
        let replace = self.eat("REPLACE") || (self.eat("CREATE") && self.eat_all(&["OR", "REPLACE"]));
        let kind = if self.eat("TAG") {
            RefKind::Tag
        } else if self.eat("BRANCH") {
            RefKind::Branch
        } else {
            return Err(self.wanted("TAG or BRANCH"));
        };
        let if_not_exists = self.if_not_exists();
        let name = self.ref_name()?;
        let at = if self.eat_all(&["AS", "OF", "VERSION"]) {
            At::Snapshot(self.number("the id of a snapshot")?)
        } else {
            At::Current
        };
        let max_age_ms = if self.eat("RETAIN") { Some(self.duration_ms()?) } else { None };
        if self.is("WITH") {
            return Err(self.not_supported("SNAPSHOT RETENTION of a branch"));
        }
        Ok(TableChange::CreateRef { kind, name, at, if_not_exists, replace, max_age_ms })
    }

    /// A name with letters, digits and signs between them, or in quotes.
    fn ref_name(&mut self) -> Result<String, EngineError> {
        match self.peek() {
            Some(Token::SingleQuotedString(_)) => self.string("the name of a branch or tag"),
            _ => Ok(self.ident("the name of a branch or tag")?.value),
        }
    }

    fn duration_ms(&mut self) -> Result<i64, EngineError> {
        let count: i64 = self.number("a number")?;
        let units =
            [("DAYS", 86_400_000), ("DAY", 86_400_000), ("HOURS", 3_600_000), ("HOUR", 3_600_000), ("MINUTES", 60_000)];
        match units.into_iter().find(|(word, _)| self.eat(word)) {
            Some((_, unit)) => Ok(count.saturating_mul(unit)),
            None => Err(self.wanted("DAYS, HOURS or MINUTES")),
        }
    }

    fn text_until(&mut self, word: &str) -> Result<String, EngineError> {
        let range = self.until("a partition field", |words| words.is(word))?;
        Ok(self.text(range))
    }
}
