//! A model whose table each build adds to, by one of dbt's strategies, in one commit.
//!
//! The first build, and every one under `--full-refresh`, makes the table whole. What happens when the
//! query has other columns than the table is `on_schema_change`; columns and rows change together.

mod columns;

use std::collections::HashMap;

use cauri_engine::{EngineError, MergeSpec, RowWrite, WriteMode};
use cauri_project::AdapterType;
use futures::StreamExt;

use super::{Build, built, table};
use crate::adapter::{quoted, quoted_part};
use crate::error::PipelineError;
use crate::results::Detail;
use columns::Fitted;

/// What is done with the new rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strategy {
    Append,
    Merge,
    DeleteInsert,
    InsertOverwrite,
}

/// Adds the rows of the query to the table.
pub(super) async fn add(build: &Build<'_>) -> Result<Detail, PipelineError> {
    let strategy = strategy(build)?;
    let existing = build.existing_table().await?;
    let Some(existing) = existing.filter(|_| !build.full_refresh) else {
        return table::replace(build).await;
    };
    let mut fitted = columns::fit(build).await?;
    fitted.changes.extend(columns::descriptions(build, &existing, &fitted));
    let mode = match strategy {
        _ if build.replaces_span() => delete_span(build, &mut fitted),
        Strategy::Append => WriteMode::Append,
        Strategy::InsertOverwrite => WriteMode::Partitions,
        Strategy::DeleteInsert => delete_keys(build, &fitted.sql),
        Strategy::Merge => merge(build, &mut fitted).await?,
    };
    let write = RowWrite { changes: fitted.changes, mode };
    let engine = build.lakehouse.engine();
    let written = engine.write_rows(&build.name, &fitted.sql, &write, build.summary()).await?;
    describe(build).await?;
    Ok(built(&written))
}

/// Writes the description of the model into the table, where `persist_docs` asks for it and it is another.
async fn describe(build: &Build<'_>) -> Result<(), PipelineError> {
    let Some(comment) = super::comment(build.node).filter(|_| build.node.config.persist_docs().relation) else {
        return Ok(());
    };
    let warehouse = build.lakehouse.warehouse();
    if let Some(table) = warehouse.find_table(&build.name).await?
        && table.metadata().properties().get("comment") != Some(&comment)
    {
        let set = HashMap::from([("comment".to_owned(), comment)]);
        warehouse.set_properties(&table, set, Vec::new()).await?;
    }
    Ok(())
}

/// The strategy of the model, or that of the adapter.
fn strategy(build: &Build<'_>) -> Result<Strategy, PipelineError> {
    let config = &build.node.config;
    let adapter = build.lakehouse.project().profile().adapter_type;
    let has_key = !config.unique_key().is_empty();
    let wrong = |strategy: &str, problem, problem_fr| PipelineError::IncrementalStrategy {
        node: build.node.unique_id.clone(),
        strategy: strategy.to_owned(),
        problem,
        problem_fr,
    };
    // Without a key nothing is matched, so that merge and delete+insert only add.
    let keyed = |strategy| if has_key { strategy } else { Strategy::Append };
    match (config.incremental_strategy(), adapter) {
        (None | Some("default"), AdapterType::Spark) | (Some("append"), _) => Ok(Strategy::Append),
        (None | Some("default"), _) | (Some("delete+insert"), _) => Ok(keyed(Strategy::DeleteInsert)),
        (Some("merge"), _) => Ok(keyed(Strategy::Merge)),
        (Some("insert_overwrite"), AdapterType::Spark) => Ok(Strategy::InsertOverwrite),
        (Some("insert_overwrite"), _) => {
            Err(wrong("insert_overwrite", "exists with type `spark` only", "n'existe qu'avec le type `spark`"))
        }
        (Some("microbatch"), AdapterType::Spark) if !config.partition_by().is_empty() => Ok(Strategy::InsertOverwrite),
        (Some("microbatch"), AdapterType::Spark) => Err(wrong(
            "microbatch",
            "needs partition_by with type `spark`",
            "demande partition_by avec le type `spark`",
        )),
        (Some("microbatch"), AdapterType::DuckDb) if !has_key => Ok(Strategy::DeleteInsert),
        (Some("microbatch"), AdapterType::DuckDb) => Err(wrong(
            "microbatch",
            "takes no unique_key with type `duckdb`",
            "n'admet pas unique_key avec le type `duckdb`",
        )),
        (Some("microbatch"), AdapterType::Postgres) if has_key => Ok(Strategy::Merge),
        (Some("microbatch"), AdapterType::Postgres) => Err(wrong(
            "microbatch",
            "needs a unique_key with type `postgres`",
            "demande une unique_key avec le type `postgres`",
        )),
        (Some(other), _) => Err(wrong(other, "does not exist", "n'existe pas")),
    }
}

impl Build<'_> {
    /// Whether a batch takes the place of the rows of its span of time, as DuckDB's adapter does it.
    fn replaces_span(&self) -> bool {
        self.batch.is_some() && self.lakehouse.project().profile().adapter_type == AdapterType::DuckDb
    }

    /// The table as SQL writes it.
    fn target(&self) -> String {
        quoted(self.lakehouse.engine(), &self.name)
    }
}

/// The rows of the batch's span go, and only rows of it come.
fn delete_span(build: &Build<'_>, fitted: &mut Fitted) -> WriteMode {
    let config = &build.node.config;
    let (Some((batch, _)), Some(event_time)) = (build.batch, config.event_time()) else { return WriteMode::Append };
    let span = batch.condition(event_time);
    let further: String =
        config.incremental_predicates().iter().map(|predicate| format!("\nand ({predicate})")).collect();
    fitted.sql = format!("select * from (\n{}\n) as new_rows where {span}", fitted.sql);
    WriteMode::Delete(format!("delete from {} where {span}{further}", build.target()))
}

/// The rows with a key of the new ones go.
fn delete_keys(build: &Build<'_>, sql: &str) -> WriteMode {
    let config = &build.node.config;
    let predicates = config.incremental_predicates();
    // dbt-duckdb calls the table so when the key is a list.
    let is_duckdb = predicates.iter().any(|predicate| predicate.to_uppercase().contains("DBT_INCREMENTAL_TARGET"));
    let alias = if is_duckdb { "DBT_INCREMENTAL_TARGET" } else { "DBT_INTERNAL_DEST" };
    let matched = match config.unique_key().as_slice() {
        // One key may be an expression.
        [key] => format!("({key}) in (\nselect {key} from (\n{sql}\n) as DBT_INTERNAL_SOURCE\n)"),
        keys => {
            let equal: Vec<String> =
                keys.iter().map(|key| format!("DBT_INTERNAL_SOURCE.{key} = {alias}.{key}")).collect();
            format!("exists (\nselect 1 from (\n{sql}\n) as DBT_INTERNAL_SOURCE where {}\n)", equal.join(" and "))
        }
    };
    let further: String = predicates.iter().map(|predicate| format!("\nand ({predicate})")).collect();
    WriteMode::Delete(format!("delete from {} as {alias} where {matched}{further}", build.target()))
}

async fn merge(build: &Build<'_>, fitted: &mut Fitted) -> Result<WriteMode, PipelineError> {
    let config = &build.node.config;
    let (update, exclude) = (config.merge_update_columns(), config.merge_exclude_columns());
    if update.as_ref().is_some_and(|columns| !columns.is_empty()) && !exclude.is_empty() {
        return Err(PipelineError::IncrementalStrategy {
            node: build.node.unique_id.clone(),
            strategy: "merge".to_owned(),
            problem: "takes merge_update_columns or merge_exclude_columns, not both",
            problem_fr: "admet merge_update_columns ou merge_exclude_columns, pas les deux",
        });
    }
    let spec = MergeSpec {
        unique_key: config.unique_key().iter().map(|key| bare(key)).collect(),
        update_columns: update
            .filter(|columns| !columns.is_empty())
            .map(|all| all.iter().map(|one| bare(one)).collect()),
        exclude_columns: exclude.iter().map(|column| bare(column)).collect(),
        null_is_no_key: true,
    };
    if config.incremental_predicates().is_empty() {
        return Ok(WriteMode::Merge(spec));
    }
    check_keys(build, &fitted.sql, &spec).await?;
    Ok(merge_where(build, fitted, &spec))
}

/// A name without the quotes that a setting may have around it.
fn bare(name: &str) -> String {
    name.trim().trim_matches(['"', '`']).to_owned()
}

/// A merge under further conditions: matched rows go, and the new ones come with what they keep.
fn merge_where(build: &Build<'_>, fitted: &mut Fitted, spec: &MergeSpec) -> WriteMode {
    let config = &build.node.config;
    let engine = build.lakehouse.engine();
    let equal =
        config.unique_key().into_iter().map(|key| format!("DBT_INTERNAL_SOURCE.{key} = DBT_INTERNAL_DEST.{key}"));
    let further = config.incremental_predicates().into_iter().map(|predicate| format!("({predicate})"));
    let on: Vec<String> = equal.chain(further).collect();
    let on = on.join(" and ");
    let has = |names: &[String], name: &str| names.iter().any(|one| one.eq_ignore_ascii_case(name));
    let source = fitted.sql.clone();
    let mut keeps = false;
    let mut items = Vec::new();
    for name in &fitted.columns {
        let column = quoted_part(engine, name);
        let given = has(&fitted.given, name);
        let updated = has(&spec.unique_key, name)
            || spec.update_columns.as_ref().map_or(!has(&spec.exclude_columns, name), |all| has(all, name));
        let stored = has(&fitted.stored, name);
        keeps |= stored && !(given && updated);
        items.push(match (given && updated || !stored, given) {
            (true, _) => format!("DBT_INTERNAL_SOURCE.{column}"),
            (false, true) => format!(
                "case when DBT_INTERNAL_DEST.cauri_found then DBT_INTERNAL_DEST.{column} \
                 else DBT_INTERNAL_SOURCE.{column} end as {column}"
            ),
            (false, false) => format!("DBT_INTERNAL_DEST.{column} as {column}"),
        });
    }
    if keeps {
        fitted.sql = format!(
            "select {} from (\n{source}\n) as DBT_INTERNAL_SOURCE left join (select *, true as cauri_found from {}) \
             as DBT_INTERNAL_DEST on {on}",
            items.join(", "),
            build.target()
        );
    }
    WriteMode::Delete(format!(
        "delete from {} as DBT_INTERNAL_DEST where exists (\nselect 1 from (\n{source}\n) as DBT_INTERNAL_SOURCE \
         where {on}\n)",
        build.target()
    ))
}

/// Refuses new rows that share a key: which of them a row of the table becomes would be chance.
async fn check_keys(build: &Build<'_>, sql: &str, spec: &MergeSpec) -> Result<(), PipelineError> {
    let engine = build.lakehouse.engine();
    let keys: Vec<String> = spec.unique_key.iter().map(|key| quoted_part(engine, key)).collect();
    let some: Vec<String> = keys.iter().map(|key| format!("{key} is not null")).collect();
    let twice = format!(
        "select count(*) as n from (select 1 as one from (\n{sql}\n) as new_rows where {} group by {} having count(*) > 1) as twice",
        some.join(" and "),
        keys.join(", ")
    );
    let mut rows = engine.query(&twice).await?;
    while let Some(batch) = rows.batches.next().await {
        let batch = batch.map_err(crate::run::stream_error)?;
        let num_keys = crate::cell::first_count(&batch).and_then(|count| u64::try_from(count).ok()).unwrap_or(0);
        if num_keys > 0 {
            let example = spec.unique_key.join(", ");
            return Err(EngineError::DuplicateKeys { table: build.name.clone(), num_keys, example }.into());
        }
    }
    Ok(())
}
