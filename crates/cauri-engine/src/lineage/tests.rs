use std::fmt::Write as _;
use std::future::Future;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema};
use cauri_core::FixedClock;
use cauri_lake::{CatalogOptions, Summary, Warehouse, WarehouseOptions};

use super::*;
use crate::{Dialect, Engine, EngineOptions};

/// A debug build of the planner needs more stack than a test thread has.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// Runs a test on bronze.ventes (pays, annee, montant, produits) and bronze.pays (pays, nom).
fn with_tables<F: Future<Output = ()>>(dialect: Dialect, test: impl FnOnce(Engine) -> F + Send + 'static) {
    let body = move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let opened = WarehouseOptions {
                clock: Arc::new(FixedClock::new(1_732_000_000_000)),
                ..WarehouseOptions::new(folder.path().to_str().unwrap(), CatalogOptions::Memory)
            };
            let warehouse = Warehouse::open(opened).await.unwrap();
            for namespace in ["bronze", "silver"] {
                warehouse.ensure_namespace(&namespace.parse().unwrap()).await.unwrap();
            }
            let spark = Engine::new(warehouse.clone(), EngineOptions::default()).unwrap();
            for statement in [
                "create table bronze.ventes (pays string, annee int, montant double, produits array<string>) using iceberg",
                "create table bronze.pays (pays string, nom string) using iceberg",
            ] {
                spark.execute(statement).await.unwrap();
            }
            let view = "select pays, montant * 2 as double_montant from bronze.ventes where annee > 2000";
            let name = "silver.vue".parse().unwrap();
            spark.create_or_replace_view(&name, view, None, Summary::new()).await.unwrap();
            test(Engine::new(warehouse, EngineOptions { dialect, ..EngineOptions::default() }).unwrap()).await;
        });
    };
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(body).unwrap().join().unwrap();
}

/// The lineage as text, a line an output column and the last for the rows.
async fn told(engine: &Engine, sql: &str) -> String {
    let lineage = engine.lineage(sql, &Arc::default()).await.unwrap();
    let inputs = |inputs: &[Input]| {
        let texts = inputs.iter().map(|one| format!("{}.{} {}", one.table, one.column, one.dependency.as_str()));
        texts.collect::<Vec<_>>().join(", ")
    };
    let mut text = String::new();
    for column in &lineage.columns {
        writeln!(text, "{} <- {}", column.name, inputs(&column.inputs)).unwrap();
    }
    writeln!(text, "rows <- {}", inputs(&lineage.rows)).unwrap();
    text
}

#[test]
fn a_column_is_followed_through_aliases_joins_and_groups() {
    with_tables(Dialect::Spark, |engine| async move {
        let sql = "
            with v as (select pays as code, annee, montant from bronze.ventes where annee >= 2020),
                 t as (select code, sum(montant) as total, count(*) as n from v group by code)
            select p.nom, t.total / 1000 as milliers, t.n, 'x' as constante
            from t join bronze.pays p on p.pays = t.code order by p.nom";
        let expected = "\
nom <- bronze.pays.nom identity
milliers <- bronze.ventes.montant aggregation
n <- 
constante <- 
rows <- bronze.pays.nom sort, bronze.pays.pays join, bronze.ventes.annee filter, bronze.ventes.pays join, \
bronze.ventes.pays group_by
";
        assert_eq!(told(&engine, sql).await, expected);
    });
}

#[test]
fn what_only_chooses_is_not_a_source_of_values() {
    with_tables(Dialect::Spark, |engine| async move {
        let sql =
            "select case when annee > 2000 then montant end as a, if(annee = 1, pays, 'x') as b from bronze.ventes";
        let expected = "\
a <- bronze.ventes.annee conditional, bronze.ventes.montant transformation
b <- bronze.ventes.annee conditional, bronze.ventes.pays transformation
rows <- 
";
        assert_eq!(told(&engine, sql).await, expected);
    });
}

#[test]
fn unions_windows_and_lists_are_followed() {
    with_tables(Dialect::Spark, |engine| async move {
        let sql = "
            select pays, row_number() over (partition by pays order by annee) as rang,
                   sum(montant) over (partition by pays) as total
            from bronze.ventes
            union all
            select nom, 1, 2.0 from bronze.pays";
        let expected = "\
pays <- bronze.pays.nom identity, bronze.ventes.pays identity
rang <- bronze.ventes.annee window, bronze.ventes.pays window
total <- bronze.ventes.montant aggregation, bronze.ventes.pays window
rows <- 
";
        assert_eq!(told(&engine, sql).await, expected);
        let opened = told(&engine, "select pays, explode(produits) as produit from bronze.ventes").await;
        assert!(opened.contains("produit <- bronze.ventes.produits transformation"), "{opened}");
        assert!(opened.contains("pays <- bronze.ventes.pays identity"), "{opened}");
    });
}

#[test]
fn subqueries_see_the_query_around_them() {
    with_tables(Dialect::Spark, |engine| async move {
        let sql = "
            select v.annee, (select max(p.nom) from bronze.pays p where p.pays = v.pays) as nom
            from bronze.ventes v
            where v.pays in (select pays from bronze.pays) and exists (select 1 from bronze.pays q where q.nom = v.pays)";
        let expected = "\
annee <- bronze.ventes.annee identity
nom <- bronze.pays.nom aggregation, bronze.pays.pays filter, bronze.ventes.pays filter
rows <- bronze.pays.nom filter, bronze.pays.pays filter, bronze.ventes.pays filter
";
        assert_eq!(told(&engine, sql).await, expected);
    });
}

#[test]
fn a_view_is_named_and_not_opened() {
    with_tables(Dialect::Spark, |engine| async move {
        let expected = "d <- silver.vue.double_montant identity\nrows <- \n";
        assert_eq!(told(&engine, "select double_montant as d from silver.vue").await, expected);
        let lineage = engine.lineage("select * from silver.vue", &Arc::default()).await.unwrap();
        assert_eq!(lineage.relations, ["silver.vue".parse().unwrap()]);
    });
}

#[test]
fn every_dialect_is_followed() {
    for dialect in [Dialect::DuckDb, Dialect::Postgres, Dialect::DataFusion] {
        with_tables(dialect, |engine| async move {
            let sql = "select \"pays\" as p, montant::int + annee as m from bronze.ventes v where not exists (select 1 from bronze.pays x where x.pays = v.pays)";
            let expected = "\
p <- bronze.ventes.pays identity
m <- bronze.ventes.annee transformation, bronze.ventes.montant transformation
rows <- bronze.pays.pays filter, bronze.ventes.pays filter
";
            assert_eq!(told(&engine, sql).await, expected);
        });
    }
}

#[test]
fn a_recursive_query_is_followed_until_nothing_is_new() {
    with_tables(Dialect::DuckDb, |engine| async move {
        let sql = "
            with recursive r as (
                select pays, annee as n from bronze.ventes
                union all
                select r.pays, r.n + 1 from r where r.n < 3
            ) select n from r";
        let expected = "\
n <- bronze.ventes.annee identity, bronze.ventes.annee transformation
rows <- bronze.ventes.annee filter
";
        assert_eq!(told(&engine, sql).await, expected);
    });
}

#[test]
fn relations_that_do_not_exist_yet_may_be_described() {
    with_tables(Dialect::Spark, |engine| async move {
        let schema = Arc::new(Schema::new(vec![Field::new("valeur", DataType::Float64, true)]));
        let known = Arc::new(KnownRelations::from([("silver.future".parse().unwrap(), schema)]));
        let lineage = engine.lineage("select valeur + 1 as v from silver.future", &known).await.unwrap();
        assert_eq!(lineage.columns[0].inputs[0].table, "silver.future".parse().unwrap());
        assert_eq!(lineage.columns[0].inputs[0].dependency, Dependency::Transformation);
        assert!(engine.lineage("select valeur from silver.future", &Arc::default()).await.is_err());
    });
}

#[test]
fn dependencies_compose() {
    assert_eq!(Dependency::Identity.after(Dependency::Aggregation), Dependency::Aggregation);
    assert_eq!(Dependency::Aggregation.after(Dependency::Transformation), Dependency::Aggregation);
    assert_eq!(Dependency::Filter.after(Dependency::Aggregation), Dependency::Filter);
    assert_eq!(Dependency::Identity.after(Dependency::Window), Dependency::Window);
}
