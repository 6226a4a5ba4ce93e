//! How fresh the sources are: `cauri source freshness`, and `target/sources.json`.
//!
//! A source with a freshness rule is asked when it was loaded last: by its `loaded_at_query`,
//! else by the largest `loaded_at_field`, else by the last snapshot of its table. The age is
//! compared with the rule. Nothing is written but the result.

mod error;

use std::sync::Arc;
use std::time::Duration;

use cauri_core::{Diagnose, Lang};
use cauri_project::{Adapter, Cell, RelationName, SourceTable};
use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use futures::StreamExt;
use serde_json::{Value as Json, json};

use crate::adapter::LakeAdapter;
use crate::error::PipelineError;
pub use crate::freshness::error::FreshnessError;
use crate::lakehouse::{Lakehouse, relation};

/// dbt's identifier of the form of `sources.json`.
const SOURCES_SCHEMA: &str = "https://schemas.getdbt.com/dbt/sources/v3.json";

/// What freshness says of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FreshnessStatus {
    /// Younger than the rule asks for.
    Pass,
    /// Older than `warn_after`.
    Warn,
    /// Older than `error_after`.
    Error,
    /// It could not be told.
    RuntimeError,
}

impl FreshnessStatus {
    /// dbt's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::RuntimeError => "runtime error",
        }
    }
}

/// The freshness of one source.
#[derive(Debug, Clone)]
pub struct SourceFreshness {
    /// dbt's id.
    pub unique_id: String,
    /// `source.table`.
    pub name: String,
    /// Its status.
    pub status: FreshnessStatus,
    /// When it was loaded last; `None` when that could not be told.
    pub max_loaded_at: Option<DateTime<Utc>>,
    /// When it was asked.
    pub snapshotted_at: DateTime<Utc>,
    /// Why it could not be told.
    pub error: Option<Arc<PipelineError>>,
    /// The rule, as the manifest has it.
    criteria: Json,
    started_at: DateTime<Utc>,
    ended_at: DateTime<Utc>,
}

/// The freshness of all sources that were asked for.
#[derive(Debug, Clone)]
pub struct FreshnessResults {
    /// A UUID of this start of the program.
    pub invocation_id: String,
    /// When the program started.
    pub invocation_started_at: DateTime<Utc>,
    /// One per source, in the order of their ids.
    pub sources: Vec<SourceFreshness>,
    /// From the first source to the last.
    pub elapsed: Duration,
}

/// Asks sources how fresh they are. `ids` that have no freshness rule are left out.
///
/// # Errors
///
/// None of a single source: those are in the results.
pub async fn freshness(
    lakehouse: &Lakehouse,
    ids: impl IntoIterator<Item = &String>,
    concurrency: usize,
    invocation: (&str, DateTime<Utc>),
) -> FreshnessResults {
    let started_us = lakehouse.now_us();
    let project = lakehouse.project();
    let asked = ids.into_iter().filter_map(|id| project.sources().get(id)).filter(|one| one.has_freshness_rule());
    let adapter: Arc<dyn Adapter> = Arc::new(LakeAdapter::new(lakehouse));
    let asked: Vec<_> = asked.map(|source| ask(lakehouse, source, &adapter)).collect();
    let mut sources: Vec<SourceFreshness> =
        futures::stream::iter(asked).buffer_unordered(concurrency.max(1)).collect().await;
    sources.sort_by(|left, right| left.unique_id.cmp(&right.unique_id));
    let elapsed_us = u64::try_from(lakehouse.now_us() - started_us).unwrap_or_default();
    FreshnessResults {
        invocation_id: invocation.0.to_owned(),
        invocation_started_at: invocation.1,
        sources,
        elapsed: Duration::from_micros(elapsed_us),
    }
}

async fn ask(lakehouse: &Lakehouse, source: &SourceTable, adapter: &Arc<dyn Adapter>) -> SourceFreshness {
    let now = || lakehouse.now();
    let started_at = now();
    let loaded_at = last_load(lakehouse, source, adapter).await;
    let snapshotted_at = now();
    let criteria = source.freshness.clone().unwrap_or_default();
    let (status, max_loaded_at, error) = match loaded_at {
        Ok(at) => (judge(&criteria, snapshotted_at - at), Some(at), None),
        Err(error) => (FreshnessStatus::RuntimeError, None, Some(Arc::new(error))),
    };
    SourceFreshness {
        unique_id: source.unique_id.clone(),
        name: format!("{}.{}", source.source_name, source.name),
        status,
        max_loaded_at,
        snapshotted_at,
        error,
        criteria,
        started_at,
        ended_at: now(),
    }
}

/// dbt's answer for a table without rows: infinitely long ago.
fn never() -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(1, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).unwrap_or_default().and_utc()
}

async fn last_load(
    lakehouse: &Lakehouse,
    source: &SourceTable,
    adapter: &Arc<dyn Adapter>,
) -> Result<DateTime<Utc>, PipelineError> {
    let filter = source.freshness.as_ref().and_then(|rule| rule["filter"].as_str());
    let sql = if let Some(query) = &source.loaded_at_query {
        let (project, adapter) = (lakehouse.project().clone(), Arc::clone(adapter));
        let (query, id) = (query.clone(), source.unique_id.clone());
        crate::run::blocking(move || project.render_of_source(&query, &id, &adapter)).await??
    } else if let Some(field) = &source.loaded_at_field {
        let filter = filter.map(|filter| format!(" where {filter}")).unwrap_or_default();
        format!("select max({field}) as max_loaded_at from {}{filter}", source.relation_name)
    } else {
        return last_snapshot(lakehouse, source, adapter).await;
    };
    let sql = sql.trim().trim_end_matches(';').to_owned();
    let asked = Arc::clone(adapter);
    let rows = crate::run::blocking(move || asked.run(&sql)).await?;
    let rows = rows.map_err(|cause| FreshnessError::Query { source_id: source.unique_id.clone(), cause })?;
    match rows.rows.as_slice() {
        [] => Ok(never()),
        [row] if row.len() == 1 => match &row[0] {
            Cell::Null => Ok(never()),
            Cell::Text(text) => instant(text).ok_or_else(|| not_an_instant(source, text)),
            other => Err(not_an_instant(source, &format!("{other:?}"))),
        },
        _ => Err(not_an_instant(source, "several values")),
    }
}

fn not_an_instant(source: &SourceTable, value: &str) -> PipelineError {
    FreshnessError::NotAnInstant { source_id: source.unique_id.clone(), value: value.to_owned() }.into()
}

/// When the last snapshot of the table was made; for a table that never had one, when it was made.
async fn last_snapshot(
    lakehouse: &Lakehouse,
    source: &SourceTable,
    adapter: &Arc<dyn Adapter>,
) -> Result<DateTime<Utc>, PipelineError> {
    let name = relation(&source.unique_id, &source.schema, &source.identifier)?;
    if let Some(table) = lakehouse.warehouse().find_table(&name).await? {
        let metadata = table.metadata();
        let at_ms = metadata.current_snapshot().map_or(metadata.last_updated_ms(), |snapshot| snapshot.timestamp_ms());
        return Ok(DateTime::from_timestamp_millis(at_ms).unwrap_or_default());
    }
    let (asked, name) = (
        Arc::clone(adapter),
        RelationName { database: None, schema: source.schema.clone(), identifier: source.identifier.clone() },
    );
    let kind = crate::run::blocking(move || asked.relation(&name)).await?.ok().flatten();
    Err(FreshnessError::NoSnapshot { source_id: source.unique_id.clone(), is_view: kind.is_some() }.into())
}

/// A date or time as queries give it, with or without a zone; without one it is UTC.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(at) =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z"))
    {
        return Some(at.to_utc());
    }
    let forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
    let time = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    time.or_else(day).map(|at| at.and_utc())
}

fn judge(rule: &Json, age: chrono::Duration) -> FreshnessStatus {
    let is_older = |key: &str| {
        let (Some(count), Some(period)) = (rule[key]["count"].as_i64(), rule[key]["period"].as_str()) else {
            return false;
        };
        let limit = match period {
            "minute" => chrono::Duration::minutes(count),
            "hour" => chrono::Duration::hours(count),
            _ => chrono::Duration::days(count),
        };
        age > limit
    };
    if is_older("error_after") {
        FreshnessStatus::Error
    } else if is_older("warn_after") {
        FreshnessStatus::Warn
    } else {
        FreshnessStatus::Pass
    }
}

impl SourceFreshness {
    /// Seconds between the last load and the question.
    pub fn age_seconds(&self) -> Option<f64> {
        let age = self.snapshotted_at - self.max_loaded_at?;
        // Microseconds of millennia fit into the 53 bits of a float but for their last digits.
        #[expect(clippy::cast_precision_loss, reason = "dbt writes seconds as a float")]
        Some(age.num_microseconds().map_or_else(|| age.num_seconds() as f64, |micros| micros as f64 / 1_000_000.0))
    }

    fn to_dbt(&self) -> Option<Json> {
        let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        let (start, end) = (instant(self.started_at), instant(self.ended_at));
        let seconds = (self.ended_at - self.started_at).to_std().unwrap_or_default().as_secs_f64();
        Some(json!({
            "unique_id": self.unique_id,
            "max_loaded_at": instant(self.max_loaded_at?),
            "snapshotted_at": instant(self.snapshotted_at),
            "max_loaded_at_time_ago_in_s": self.age_seconds()?,
            "status": self.status.as_str(),
            "criteria": self.criteria,
            "adapter_response": {"_message": "OK"},
            "timing": [
                {"name": "compile", "started_at": start, "completed_at": start},
                {"name": "execute", "started_at": start, "completed_at": end},
            ],
            "thread_id": "Thread-1",
            "execution_time": seconds,
        }))
    }

    /// Why it could not be told, in English.
    pub fn message(&self) -> Option<String> {
        self.error.as_ref().map(|error| error.message(Lang::En))
    }
}

impl FreshnessResults {
    /// Whether a source is too old, or could not be asked.
    pub fn has_failed(&self) -> bool {
        let bad = [FreshnessStatus::Error, FreshnessStatus::RuntimeError];
        self.sources.iter().any(|source| bad.contains(&source.status))
    }

    /// dbt's `sources.json`, version 3. As in dbt, sources that could not be asked are not in it.
    pub fn to_dbt(&self, generated_at: DateTime<Utc>) -> Json {
        let micros = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
        json!({
            "metadata": {
                "dbt_schema_version": SOURCES_SCHEMA,
                "dbt_version": crate::DBT_VERSION,
                "generated_at": micros(generated_at),
                "invocation_id": self.invocation_id,
                "invocation_started_at": micros(self.invocation_started_at),
                "env": crate::results::env(),
            },
            "results": self.sources.iter().filter_map(SourceFreshness::to_dbt).collect::<Vec<_>>(),
            "elapsed_time": self.elapsed.as_secs_f64(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_in_every_form_that_queries_give() {
        let noon = Some("2024-02-29T12:00:00Z".to_owned());
        for text in [
            "2024-02-29 12:00:00",
            "2024-02-29T12:00:00.000",
            "2024-02-29T12:00:00Z",
            "2024-02-29 13:00:00+01:00",
            "2024-02-29 13:00:00+01",
        ] {
            let read = instant(text).map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
            assert_eq!(read, noon, "{text}");
        }
        assert_eq!(instant("2024-02-29").map(|at| at.timestamp()), Some(1_709_164_800));
        assert_eq!(instant("hier"), None);
    }

    #[test]
    fn the_age_is_judged_by_the_stricter_threshold_that_it_passes() {
        let rule = json!({
            "warn_after": {"count": 12, "period": "hour"},
            "error_after": {"count": 1, "period": "day"},
        });
        assert_eq!(judge(&rule, chrono::Duration::hours(12)), FreshnessStatus::Pass);
        assert_eq!(judge(&rule, chrono::Duration::minutes(721)), FreshnessStatus::Warn);
        assert_eq!(judge(&rule, chrono::Duration::hours(25)), FreshnessStatus::Error);
        let only_error = json!({"warn_after": null, "error_after": {"count": 1, "period": "minute"}});
        assert_eq!(judge(&only_error, chrono::Duration::seconds(61)), FreshnessStatus::Error);
    }
}
