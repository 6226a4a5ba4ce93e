use super::*;

fn command(sql: &str) -> Command {
    read(sql, Dialect::Spark).unwrap()
}

fn refusal(sql: &str) -> String {
    read(sql, Dialect::Spark).unwrap_err().to_string()
}

#[test]
fn a_table_with_every_clause_is_read() {
    let sql = "create or replace table silver.`pib par pays` (
            pays string not null comment 'code ISO',
            valeur decimal(18, 2),
            detail struct<a: int, b: array<map<string, bigint>>>
        ) using iceberg partitioned by (pays, bucket(4, valeur)) comment 'le PIB'
        tblproperties ('write.format.default' = 'parquet', k 'v')";
    let Command::CreateTable(table) = command(sql) else { panic!("not a table") };
    assert!(table.or_replace && table.columns[0].required);
    assert_eq!(table.name[1].value, "pib par pays");
    assert_eq!(table.columns[0].comment.as_deref(), Some("code ISO"));
    assert_eq!(table.columns[1].kind, arrow::datatypes::DataType::Decimal128(18, 2));
    assert_eq!(table.partition_by, ["pays", "bucket(4, valeur)"]);
    assert_eq!(table.properties.get("k").map(String::as_str), Some("v"));
    assert_eq!(table.comment.as_deref(), Some("le PIB"));
}

#[test]
fn the_query_of_an_insert_keeps_its_place() {
    let sql = "insert into a.t (x, y)\n  select 1, 2";
    let Command::Insert(insert) = command(sql) else { panic!("not an insert") };
    assert_eq!(insert.columns, Some(vec!["x".to_owned(), "y".to_owned()]));
    assert_eq!(sql.get(insert.query.clone()).unwrap(), "select 1, 2");
    assert_eq!(crate::sql::blanked(sql, &insert.query), "                      \n  select 1, 2");
}

#[test]
fn an_update_is_cut_at_its_commas() {
    let sql = "update a.t as x set v = coalesce(v, 0) + 1, x.w = 'a, b' where v < (select max(v) from a.u)";
    let Command::Dml(dml) = command(sql) else { panic!("not an update") };
    let values: Vec<&str> = dml.assignments.iter().map(|(_, range)| sql.get(range.clone()).unwrap()).collect();
    assert_eq!(values, ["coalesce(v, 0) + 1", "'a, b'"]);
    assert_eq!(dml.assignments[1].0, "w");
    assert_eq!(sql.get(dml.condition.unwrap()).unwrap(), "v < (select max(v) from a.u)");
}

#[test]
fn refusals_point_at_the_word() {
    assert_eq!(
        refusal("alter table a.t\nadd column x intt"),
        "expected a type, found: intt (line 2, column 14)\n2 | add column x intt\n  |              ^"
    );
    assert_eq!(
        refusal("drop table a.t now"),
        "expected the end of the statement, found: now (line 1, column 16)\n1 | drop table a.t now\n  |                ^"
    );
    assert!(refusal("copy a.t to '/tmp/x'").starts_with("the statement COPY is not supported"));
    assert!(refusal("use bronze").starts_with("the statement USE is not supported"));
    assert!(refusal("set x = 1").starts_with("the setting x is not supported (line 1, column 5)"));
    assert!(refusal("create external table t stored as csv location '/etc/passwd'").contains("outside the lake"));
}

#[test]
fn a_setting_of_duckdb_is_taken_where_it_changes_no_answer() {
    let asked = |sql: &str| read(sql, Dialect::DuckDb).map_err(|error| error.to_string());
    for sql in [
        "set threads = 4",
        "SET GLOBAL memory_limit TO '1GB'",
        "set TimeZone = 'UTC'",
        "set disabled_optimizers='expression_rewriter'",
        "pragma threads=4",
        "pragma enable_progress_bar",
        "install json",
        "load 'httpfs'",
    ] {
        assert!(matches!(asked(sql), Ok(Command::Set { .. })), "{sql}");
    }
    let refusal = |sql: &str| asked(sql).unwrap_err();
    assert!(refusal("set timezone = 'Africa/Dakar'").starts_with("the setting timezone with the value 'Africa/Dakar'"));
    assert!(refusal("set integer_division = true").contains("is not supported"));
    assert!(refusal("set search_path = 'a'").starts_with("the setting search_path is not supported"));
    assert!(refusal("load spatial").starts_with("the extension spatial is not supported (line 1, column 6)"));
}

#[test]
fn branches_tags_and_partition_fields_are_read() {
    let change = |sql: &str| match command(sql) {
        Command::AlterTable(alter) => alter.change,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        change("alter table a.t create tag `v2024.1` as of version 17 retain 30 days"),
        TableChange::CreateRef {
            kind: RefKind::Tag,
            name: "v2024.1".to_owned(),
            at: cauri_lake::At::Snapshot(17),
            if_not_exists: false,
            replace: false,
            max_age_ms: Some(2_592_000_000),
        }
    );
    assert_eq!(
        change("alter table a.t add partition field month(d) as mois"),
        TableChange::AddPartitionField { text: "month(d)".to_owned(), name: Some("mois".to_owned()) }
    );
    assert_eq!(
        change("alter table a.t write ordered by pays, annee desc nulls last"),
        TableChange::WriteOrdered(vec!["pays".to_owned(), "annee desc nulls last".to_owned()])
    );
}

#[test]
fn a_token_is_found_again_in_a_line_of_any_letters() {
    let sql = "select 'é', \"ô\"\n  , 'čau' -- 'ï'\n from  t";
    let pieces = crate::sql::pieces(sql, Dialect::DuckDb).unwrap();
    let texts: Vec<&str> = pieces.iter().map(|piece| sql.get(piece.range.clone()).unwrap()).collect();
    assert_eq!(texts, ["select", "'é'", ",", "\"ô\"", ",", "'čau'", "from", "t"]);
}
