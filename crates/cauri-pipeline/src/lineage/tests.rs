use super::*;

fn on(node: &str, column: &str, dependency: Dependency) -> ColumnRef {
    ColumnRef { node: node.to_owned(), column: column.to_owned(), dependency }
}

fn node(sql: Option<&str>, columns: &[(&str, &[ColumnRef])], rows: &[ColumnRef]) -> NodeLineage {
    let column = |(name, inputs): &(&str, &[ColumnRef])| NodeColumn {
        name: (*name).to_owned(),
        data_type: "string".to_owned(),
        inputs: inputs.to_vec(),
    };
    NodeLineage {
        columns: columns.iter().map(column).collect(),
        rows: rows.to_vec(),
        sql: sql.map(str::to_owned),
        ..NodeLineage::default()
    }
}

/// source.b -> model.s -> model.g: a sum over a product, filtered in Silver.
fn project() -> ProjectLineage {
    let silver = [on("source.b", "montant", Dependency::Transformation)];
    let pays = [on("source.b", "pays", Dependency::Identity)];
    let total = [on("model.s", "v", Dependency::Aggregation)];
    let code = [on("model.s", "pays", Dependency::Identity)];
    let nodes = [
        ("source.b", node(None, &[("pays", &[]), ("montant", &[]), ("annee", &[])], &[])),
        (
            "model.s",
            node(Some("x"), &[("pays", &pays), ("v", &silver)], &[on("source.b", "annee", Dependency::Filter)]),
        ),
        (
            "model.g",
            node(
                Some("x"),
                &[("code", &code), ("total", &total), ("un", &[])],
                &[on("model.s", "pays", Dependency::GroupBy)],
            ),
        ),
    ];
    ProjectLineage { nodes: nodes.into_iter().map(|(id, node)| (id.to_owned(), node)).collect() }
}

#[test]
fn a_gold_column_is_followed_to_its_bronze_columns() {
    let origins = project().origins("model.g", "total", false);
    assert_eq!(
        origins,
        [Origin { column: on("source.b", "montant", Dependency::Aggregation), through: vec!["model.s".to_owned()] }]
    );
    assert_eq!(project().origins("model.g", "un", false), []);
}

#[test]
fn what_only_decides_about_rows_is_told_when_it_is_asked_for() {
    let origins = project().origins("model.g", "code", true);
    let columns: Vec<ColumnRef> = origins.into_iter().map(|origin| origin.column).collect();
    assert_eq!(
        columns,
        [
            on("source.b", "annee", Dependency::GroupBy),
            on("source.b", "annee", Dependency::Filter),
            on("source.b", "pays", Dependency::Identity),
            on("source.b", "pays", Dependency::GroupBy),
        ]
    );
}

#[test]
fn a_bronze_column_knows_what_is_made_of_it() {
    let uses = project().uses("source.b", "montant", false);
    let columns: Vec<ColumnRef> = uses.into_iter().map(|origin| origin.column).collect();
    assert_eq!(
        columns,
        [on("model.g", "total", Dependency::Aggregation), on("model.s", "v", Dependency::Transformation)]
    );
}
