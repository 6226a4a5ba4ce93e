//! SET: a setting of Spark is taken where it asks for what is done anyway, or for speed alone.

use datafusion::sql::sqlparser::tokenizer::Token;

use super::Command;
use super::words::Words;
use crate::error::EngineError;

/// Settings that change answers, with the values that hold here.
const HELD: &[(&str, &[&str])] = &[
    ("spark.sql.ansi.enabled", &["false"]),
    ("spark.sql.casesensitive", &["false"]),
    ("spark.sql.session.timezone", &["utc", "z", "etc/utc", "gmt", "+00:00", "utc+0"]),
    ("spark.sql.storeassignmentpolicy", &["ansi"]),
    ("spark.sql.sources.partitionoverwritemode", &["static"]),
    ("spark.sql.legacy.timeparserpolicy", &["exception"]),
    ("spark.sql.mapkeydeduppolicy", &["exception"]),
    ("spark.sql.groupbyordinal", &["true"]),
    ("spark.sql.orderbyordinal", &["true"]),
];

/// What settings begin with that say how a query is carried out, never what it answers.
const SPEED: &[&str] = &[
    "spark.default.parallelism",
    "spark.driver.",
    "spark.executor.",
    "spark.dynamicallocation.",
    "spark.sql.adaptive.",
    "spark.sql.autobroadcastjointhreshold",
    "spark.sql.broadcasttimeout",
    "spark.sql.cbo.",
    "spark.sql.files.maxpartitionbytes",
    "spark.sql.inmemorycolumnarstorage.",
    "spark.sql.join.prefersortmergejoin",
    "spark.sql.optimizer.",
    "spark.sql.shuffle.partitions",
    "spark.sql.statistics.",
];

impl Words<'_> {
    pub(super) fn set(&mut self) -> Result<Command, EngineError> {
        self.skip();
        if self.is_all(&["TIME", "ZONE"]) {
            let place = self.not_supported("the setting TIME ZONE");
            self.eat_all(&["TIME", "ZONE"]);
            let zone = self.string("the name of a time zone in quotes")?;
            return match holds("spark.sql.session.timezone", &zone) {
                Some(true) => Ok(Command::Set { key: "TIME ZONE".to_owned() }),
                _ => Err(place),
            };
        }
        if !matches!(self.peek(), Some(Token::Word(_))) || self.is_end() {
            return Err(self.not_supported("SET without a setting and its value"));
        }
        let named = self.not_supported("SET without a setting and its value");
        let key_place = self.position();
        let key = self.dotted("the name of a setting")?;
        if !self.eat_token(&Token::Eq) {
            return Err(named);
        }
        let value = match self.peek() {
            Some(Token::SingleQuotedString(_) | Token::DoubleQuotedString(_)) => self.string("a value")?,
            _ => {
                let range = self.rest("a value")?;
                self.text(range)
            }
        };
        match holds(&key.to_lowercase(), value.trim()) {
            Some(true) => Ok(Command::Set { key }),
            Some(false) => {
                Err(self.refused_at(key_place, format!("the setting {key} with the value {}", value.trim())))
            }
            None => Err(self.refused_at(key_place, format!("the setting {key}"))),
        }
    }
}

/// Whether a setting has the value that holds here; `None` for one that is not known.
fn holds(key: &str, value: &str) -> Option<bool> {
    if let Some((_, values)) = HELD.iter().find(|(known, _)| *known == key) {
        return Some(values.contains(&value.to_lowercase().as_str()));
    }
    SPEED.iter().any(|begin| key.starts_with(begin)).then_some(true)
}
