//! SET: a setting of Spark or DuckDB is taken where it asks for what is done anyway, or for speed alone. INSTALL and
//! LOAD of an extension of DuckDB whose abilities cauri has are taken too.

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

/// Settings of DuckDB that change answers, with the values that hold here.
const HELD_BY_DUCKDB: &[(&str, &[&str])] = &[
    ("timezone", &["utc", "etc/utc", "gmt"]),
    ("default_null_order", &["nulls_last", "nulls last", "last"]),
    ("null_order", &["nulls_last", "nulls last", "last"]),
    ("default_order", &["asc", "ascending"]),
    ("integer_division", &["false", "0"]),
    ("ieee_floating_point_ops", &["true", "1"]),
    ("old_implicit_casting", &["false", "0"]),
    ("order_by_non_integer_literal", &["false", "0"]),
    ("scalar_subquery_error_on_multiple_rows", &["true", "1"]),
];

/// Settings of DuckDB that say how a query is carried out, never what it answers.
const SPEED_OF_DUCKDB: &[&str] = &[
    "allocator_background_threads",
    "allocator_flush_threshold",
    "allow_unsigned_extensions",
    "autoinstall_known_extensions",
    "autoload_known_extensions",
    "checkpoint_threshold",
    "disable_object_cache",
    "disable_optimizer",
    "disable_progress_bar",
    "disabled_optimizers",
    "enable_http_metadata_cache",
    "enable_object_cache",
    "enable_optimizer",
    "enable_progress_bar",
    "enable_progress_bar_print",
    "errors_as_json",
    "explain_output",
    "external_threads",
    "force_compression",
    "http_keep_alive",
    "http_retries",
    "http_retry_backoff",
    "http_retry_wait_ms",
    "http_timeout",
    "immediate_transaction_mode",
    "max_expression_depth",
    "max_memory",
    "max_temp_directory_size",
    "memory_limit",
    "merge_join_threshold",
    "nested_loop_join_threshold",
    "partitioned_write_flush_threshold",
    "partitioned_write_max_open_files",
    "perfect_ht_threshold",
    "preserve_insertion_order",
    "progress_bar_time",
    "temp_directory",
    "threads",
    "wal_autocheckpoint",
    "worker_threads",
];

/// Extensions of DuckDB whose abilities are part of cauri.
const PARTS: &[&str] = &["core_functions", "httpfs", "icu", "json", "parquet"];

impl Words<'_> {
    /// `SET threads = 4`, `PRAGMA threads = 4`, `PRAGMA enable_progress_bar`, `INSTALL json`, `LOAD json`.
    pub(super) fn set_of_duckdb(&mut self) -> Result<Command, EngineError> {
        let is_extension = self.is("INSTALL") || self.is("LOAD");
        let is_pragma = self.is("PRAGMA");
        self.skip();
        let _ = !is_extension && (self.eat("GLOBAL") || self.eat("SESSION") || self.eat("LOCAL"));
        let place = self.position();
        let key = match self.peek() {
            Some(Token::SingleQuotedString(_)) => self.string("a name")?,
            _ => self.dotted("the name of a setting")?,
        };
        let lower = key.to_lowercase();
        if is_extension {
            return match PARTS.contains(&lower.as_str()) && self.is_end() {
                true => Ok(Command::Set { key }),
                false => Err(self.refused_at(place, format!("the extension {key}"))),
            };
        }
        if is_pragma && self.is_end() {
            return match SPEED_OF_DUCKDB.contains(&lower.as_str()) {
                true => Ok(Command::Set { key }),
                false => Err(self.refused_at(place, format!("the pragma {key}"))),
            };
        }
        if !self.eat_token(&Token::Eq) && !self.eat("TO") {
            return Err(self.refused_at(place, format!("this form of the setting {key}")));
        }
        let range = self.rest("a value")?;
        let value = self.text(range);
        let shown = value.trim().trim_matches('\'').to_lowercase();
        if let Some((_, values)) = HELD_BY_DUCKDB.iter().find(|(known, _)| *known == lower) {
            if !values.contains(&shown.as_str()) {
                return Err(self.refused_at(place, format!("the setting {key} with the value {}", value.trim())));
            }
        } else if !SPEED_OF_DUCKDB.contains(&lower.as_str()) {
            return Err(self.refused_at(place, format!("the setting {key}")));
        }
        Ok(Command::Set { key })
    }

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
