//! What a layout file declares.

use regex::Regex;
use serde_json::Value;

use super::mapping::Mapping;
use super::period::PeriodFormat;
use crate::column::{Column, Defaults, NullMarks};
use crate::decode::Charset;
use crate::fields::{Fields, KeyError};
use crate::format::csv::{self, Dialect};

/// A checked layout.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) dialect: Dialect,
    pub(super) charset: Charset,
    pub(super) preamble: Preamble,
    pub(super) block: Option<Block>,
    /// Lines from the first that matches are no rows.
    pub(super) footer: Option<Regex>,
    pub(super) wide: Wide,
    pub(super) columns: Vec<LayoutColumn>,
    /// Headers that no column takes, and that are no mistake.
    pub(super) ignored_headers: Vec<String>,
    pub(super) periods: Vec<PeriodFormat>,
    pub(super) maps: Vec<(String, Mapping)>,
}

/// The lines before the first block or header.
#[derive(Debug, Default)]
pub(super) struct Preamble {
    /// Exactly so many lines; without it every line must be blank or captured.
    pub(super) skip_lines: Option<u64>,
    pub(super) captures: Vec<Regex>,
}

/// How a block starts.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) line: Regex,
    /// The group that names the block in positions.
    pub(super) name: String,
}

/// The columns of figures.
#[derive(Debug)]
pub(super) struct Wide {
    /// Which headers; without it all that no column takes.
    pub(super) headers: Option<Regex>,
    pub(super) missing: NullMarks,
    /// A missing cell gives a row without a value instead of none.
    pub(super) keep_missing: bool,
}

/// A column of the result, and how its text comes about.
#[derive(Debug, Clone)]
pub(super) struct LayoutColumn {
    pub(super) output: Column,
    pub(super) from: From,
    /// The column may be absent from the file; it is NULL then.
    pub(super) optional: bool,
    pub(super) pattern: Option<Regex>,
    /// First and last letter, from 1.
    pub(super) positions: Option<(usize, usize)>,
    pub(super) label: Option<LabelPart>,
    pub(super) period: Option<PeriodPart>,
    /// Index into [`Layout::maps`].
    pub(super) map: Option<usize>,
    pub(super) unmapped: Unmapped,
    /// An earlier column that must say the same.
    pub(super) equals: Option<usize>,
}

/// Where the text of a column comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum From {
    /// The cell under one of these headers.
    Header(Vec<String>),
    /// A group of the block's line.
    Block(String),
    /// A group of a preamble line.
    Preamble(String),
    /// An earlier column.
    Column(usize),
    Constant(String),
    /// The header of the figure.
    WideHeader,
    /// The figure.
    WideValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelPart {
    Text,
    Depth,
    Parent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PeriodPart {
    Sdmx,
    Frequency,
    Year,
    Quarter,
    Month,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unmapped {
    Quarantine,
    Null,
    Keep,
}

impl Layout {
    pub(super) fn parse(value: &Value) -> Result<Self, KeyError> {
        let fields = Fields::of(value, "")?;
        if fields.number("version")? != Some(1) {
            return Err(fields.wrong("version", "`version: 1` is expected", "`version: 1` est attendu"));
        }
        let _about = fields.value("description");
        let defaults = Defaults::parse(&fields)?;
        let mut layout = Self {
            // Official exports end their lines in a delimiter more often than not.
            dialect: Dialect {
                trailing_delimiter: fields.flag("trailing_delimiter", true)?,
                ..Dialect::parse(&fields)?
            },
            charset: csv::charset(&fields)?,
            preamble: Preamble::parse(&fields)?,
            block: Block::parse(&fields)?,
            footer: expression(&fields, "footer")?,
            wide: Wide::parse(&fields, &defaults)?,
            columns: Vec::new(),
            ignored_headers: fields.texts("ignore_headers")?,
            periods: periods(&fields)?,
            maps: maps(&fields)?,
        };
        for (at, value) in fields.list("columns")?.iter().enumerate() {
            let path = fields.path(&format!("columns[{at}]"));
            let column = ColumnKeys { layout: &layout, fields: Fields::of(value, path)? }.parse(&defaults)?;
            layout.columns.push(column);
        }
        fields.finish(&[])?;
        layout.check(&fields)?;
        Ok(layout)
    }

    fn check(&self, fields: &Fields<'_>) -> Result<(), KeyError> {
        if !self.columns.iter().any(|column| matches!(column.from, From::Header(_))) {
            return Err(fields.wrong(
                "columns",
                "at least one column with `header` is expected",
                "au moins une colonne avec `header` est attendue",
            ));
        }
        let has = |from: &From| self.columns.iter().any(|column| column.from == *from);
        if has(&From::WideHeader) != has(&From::WideValue) {
            return Err(fields.wrong(
                "columns",
                "`wide: header` and `wide: value` go together: a figure needs its period",
                "`wide: header` et `wide: value` vont ensemble : un chiffre a besoin de sa période",
            ));
        }
        let mut seen = std::collections::BTreeSet::new();
        for column in &self.columns {
            if !seen.insert(column.output.name.to_lowercase()) {
                let name = &column.output.name;
                return Err(fields.wrong(
                    "columns",
                    format!("column \"{name}\" is declared twice"),
                    format!("la colonne « {name} » est déclarée deux fois"),
                ));
            }
        }
        Ok(())
    }

    /// Whether a column's text depends on the figure, not on the row alone.
    pub(super) fn is_wide_column(&self, at: usize) -> bool {
        let Some(column) = self.columns.get(at) else { return false };
        let by_itself = match column.from {
            From::WideHeader | From::WideValue => true,
            // Columns refer to earlier ones only, so this ends.
            From::Column(other) => other < at && self.is_wide_column(other),
            _ => false,
        };
        by_itself || column.equals.is_some_and(|other| other < at && self.is_wide_column(other))
    }

    /// Whether figures by period are turned into rows.
    pub(super) fn is_wide(&self) -> bool {
        self.columns.iter().any(|column| column.from == From::WideValue)
    }
}

impl Preamble {
    fn parse(fields: &Fields<'_>) -> Result<Self, KeyError> {
        let Some(keys) = fields.fields("preamble")? else { return Ok(Self::default()) };
        let skip_lines = keys.number("skip_lines")?;
        let captures =
            keys.texts("capture")?.iter().map(|text| regex_of(&keys, "capture", text)).collect::<Result<_, _>>()?;
        keys.finish(&[])?;
        Ok(Self { skip_lines, captures })
    }
}

impl Block {
    fn parse(fields: &Fields<'_>) -> Result<Option<Self>, KeyError> {
        let Some(keys) = fields.fields("block")? else { return Ok(None) };
        let text = keys.required_text("line")?;
        let line = regex_of(&keys, "line", &text)?;
        let name = keys.required_text("name")?;
        keys.finish(&[])?;
        if line.capture_names().flatten().all(|group| group != name) {
            return Err(keys.wrong(
                "name",
                format!("`line` has no group named {name}"),
                format!("`line` n'a pas de groupe nommé {name}"),
            ));
        }
        Ok(Some(Self { line, name }))
    }
}

impl Wide {
    fn parse(fields: &Fields<'_>, defaults: &Defaults) -> Result<Self, KeyError> {
        let Some(keys) = fields.fields("wide")? else {
            return Ok(Self { headers: None, missing: defaults.nulls.clone(), keep_missing: false });
        };
        let headers = expression(&keys, "headers")?;
        let missing = match keys.value("missing") {
            None => defaults.nulls.clone(),
            Some(_) => {
                let mut marks = keys.texts("missing")?;
                marks.push(String::new());
                NullMarks::new(marks)
            }
        };
        let keep_missing = keys.flag("keep_missing", false)?;
        keys.finish(&[])?;
        Ok(Self { headers, missing, keep_missing })
    }
}

/// The keys of one column.
struct ColumnKeys<'a> {
    layout: &'a Layout,
    fields: Fields<'a>,
}

impl ColumnKeys<'_> {
    fn parse(&self, defaults: &Defaults) -> Result<LayoutColumn, KeyError> {
        let fields = &self.fields;
        let name = fields.required_text("name")?;
        let column = LayoutColumn {
            from: self.from()?,
            optional: fields.flag("optional", false)?,
            pattern: expression(fields, "match")?,
            positions: self.positions()?,
            label: fields.choice(
                "label",
                &[("text", LabelPart::Text), ("depth", LabelPart::Depth), ("parent", LabelPart::Parent)],
            )?,
            period: self.period()?,
            map: self.map()?,
            unmapped: fields
                .choice(
                    "on_unmapped",
                    &[("quarantine", Unmapped::Quarantine), ("null", Unmapped::Null), ("keep", Unmapped::Keep)],
                )?
                .unwrap_or(Unmapped::Quarantine),
            equals: fields.text("equals")?.map(|other| self.earlier("equals", &other)).transpose()?,
            output: Column::parse_named(fields, name, defaults)?,
        };
        if column.label.is_some() && !matches!(column.from, From::Header(_)) {
            return Err(fields.wrong("label", "it goes with `header` only", "ne va qu'avec `header`"));
        }
        fields.finish(&[])?;
        Ok(column)
    }

    fn from(&self) -> Result<From, KeyError> {
        let fields = &self.fields;
        let headers = fields.texts("header")?;
        let block = fields.text("block")?;
        let preamble = fields.text("preamble")?;
        let column = fields.text("column")?;
        let constant = fields.text("constant")?;
        let wide = fields.choice("wide", &[("header", true), ("value", false)])?;
        let given = [
            (!headers.is_empty()).then_some(From::Header(headers)),
            block.map(|group| self.group("block", group)).transpose()?,
            preamble.map(|group| self.group("preamble", group)).transpose()?,
            column.map(|name| self.earlier("column", &name).map(From::Column)).transpose()?,
            constant.map(From::Constant),
            wide.map(|is_header| if is_header { From::WideHeader } else { From::WideValue }),
        ];
        let mut given = given.into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(from), None) => Ok(from),
            _ => Err(fields.wrong(
                "header",
                "exactly one of header, block, preamble, column, constant and wide is expected",
                "exactement une des clés header, block, preamble, column, constant et wide est attendue",
            )),
        }
    }

    /// A named group that the block's or a preamble's expression has.
    #[expect(clippy::needless_pass_by_value, reason = "the declaration gives its texts away")]
    fn group(&self, key: &str, group: String) -> Result<From, KeyError> {
        let has = |expression: &Regex| expression.capture_names().flatten().any(|name| name == group);
        let (found, from) = if key == "block" {
            (self.layout.block.as_ref().is_some_and(|block| has(&block.line)), From::Block(group.clone()))
        } else {
            (self.layout.preamble.captures.iter().any(has), From::Preamble(group.clone()))
        };
        if found {
            return Ok(from);
        }
        Err(self.fields.wrong(
            key,
            format!("no expression of the {key} has a group named {group}"),
            format!("aucune expression de {key} n'a de groupe nommé {group}"),
        ))
    }

    fn earlier(&self, key: &str, name: &str) -> Result<usize, KeyError> {
        self.layout.columns.iter().position(|column| column.output.name == name).ok_or_else(|| {
            self.fields.wrong(
                key,
                format!("there is no column \"{name}\" before this one"),
                format!("il n'y a pas de colonne « {name} » avant celle-ci"),
            )
        })
    }

    fn positions(&self) -> Result<Option<(usize, usize)>, KeyError> {
        let numbers = self.fields.texts("positions")?;
        let parsed: Vec<usize> = numbers.iter().filter_map(|number| number.parse().ok()).collect();
        match parsed.as_slice() {
            [] if numbers.is_empty() => Ok(None),
            [first, last] if numbers.len() == 2 && *first >= 1 && last >= first => Ok(Some((*first, *last))),
            _ => Err(self.fields.wrong(
                "positions",
                "the first and the last letter are expected, from 1: [1, 3]",
                "la première et la dernière lettre sont attendues, à partir de 1 : [1, 3]",
            )),
        }
    }

    fn period(&self) -> Result<Option<PeriodPart>, KeyError> {
        let part = self.fields.choice(
            "period",
            &[
                ("sdmx", PeriodPart::Sdmx),
                ("frequency", PeriodPart::Frequency),
                ("year", PeriodPart::Year),
                ("quarter", PeriodPart::Quarter),
                ("month", PeriodPart::Month),
            ],
        )?;
        if part.is_some() && self.layout.periods.is_empty() {
            return Err(self.fields.wrong(
                "period",
                "the layout declares no `periods`",
                "la disposition ne déclare pas de `periods`",
            ));
        }
        Ok(part)
    }

    fn map(&self) -> Result<Option<usize>, KeyError> {
        let Some(name) = self.fields.text("map")? else { return Ok(None) };
        let found = self.layout.maps.iter().position(|(known, _)| *known == name);
        found.map(Some).ok_or_else(|| {
            self.fields.wrong("map", format!("`maps` has no {name}"), format!("`maps` n'a pas de {name}"))
        })
    }
}

fn periods(fields: &Fields<'_>) -> Result<Vec<PeriodFormat>, KeyError> {
    let parse = |text: &String| {
        PeriodFormat::parse(text).ok_or_else(|| {
            fields.wrong(
                "periods",
                format!("\"{text}\" is no pattern; its parts are {{year}}, {{half}}, {{quarter}}, {{month}}, {{month_name}}, {{day}}"),
                format!("« {text} » n'est pas un motif ; ses parties sont {{year}}, {{half}}, {{quarter}}, {{month}}, {{month_name}}, {{day}}"),
            )
        })
    };
    fields.texts("periods")?.iter().map(parse).collect()
}

fn maps(fields: &Fields<'_>) -> Result<Vec<(String, Mapping)>, KeyError> {
    match fields.value("maps") {
        None => Ok(Vec::new()),
        Some(Value::Object(maps)) => {
            maps.iter().map(|(name, value)| Ok((name.clone(), Mapping::parse(fields, name, value)?))).collect()
        }
        Some(_) => Err(fields.wrong("maps", "a mapping is expected", "un dictionnaire est attendu")),
    }
}

fn expression(fields: &Fields<'_>, key: &'static str) -> Result<Option<Regex>, KeyError> {
    fields.text(key)?.map(|text| regex_of(fields, key, &text)).transpose()
}

fn regex_of(fields: &Fields<'_>, key: &str, text: &str) -> Result<Regex, KeyError> {
    Regex::new(text).map_err(|fault| {
        fields.wrong(
            key,
            format!("it is not a regular expression: {fault}"),
            format!("ce n'est pas une expression régulière : {fault}"),
        )
    })
}
