//! `tables`, `history`, `diff`, `rollback`, `tag`: what there is, and what it was.

use insta::assert_snapshot;

use crate::support::Cauri;

/// A project with two vintages loaded and built.
fn two_vintages() -> Cauri {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    cauri.project.write("data/ventes-2024-02-29.csv", "pays,annee,montant\nBEN,2024,1.00\n");
    cauri.succeed(&["refresh"]);
    cauri
}

#[test]
fn tables_lists_tables_and_views() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    let listed = cauri.csv("select 1 as one");
    assert_eq!(listed, "one\n1\n");
    let output = cauri.run(&["tables", "gold", "-o", "json"]);
    let tables: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<&str> = tables.as_array().unwrap().iter().map(|table| table["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["journal", "total"]);
    assert_eq!(tables[1]["rows"], 2);
}

#[test]
fn history_shows_what_made_each_snapshot() {
    let cauri = two_vintages();
    assert_snapshot!(cauri.say(&["history", "gold.total", "-o", "md"]), @"
    exit code: 0
    ----- stdout -----
    | snapshot_id | committed_at | operation | refs | is_ancestor | added_rows | deleted_rows | total_rows | made_by |
    | ---: | --- | --- | --- | --- | ---: | ---: | ---: | --- |
    | [SNAPSHOT] | [TIME] | overwrite | main | true | 2 | 2 | 2 | model.shop.total |
    | [SNAPSHOT] | [TIME] | append |  | true | 2 |  | 2 | model.shop.total |

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["history", "stg_ventes"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0704]: "default_silver.stg_ventes" is a view, and only tables have snapshots
    hint: Ask for one of the tables that the view reads; `cauri ls --select +NAME` lists them.
    "#);
    assert_snapshot!(cauri.say(&["history", "totl"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0703]: there is no table "totl"
    hint: Did you mean "total"?
    "#);
}

#[test]
fn diff_says_which_figures_changed() {
    let cauri = two_vintages();
    assert_snapshot!(cauri.say(&["diff", "total", "-o", "table"]), @"
    exit code: 0
    ----- stdout -----
    ┌────────┬─────────┬─────────┬────────┬────────┐
    │  pays  │ change  │ column  │  old   │  new   │
    │ string │ string  │ string  │ string │ string │
    ├────────┼─────────┼─────────┼────────┼────────┤
    │ BEN    │ changed │ montant │ 22.50  │ 23.50  │
    └────────┴─────────┴─────────┴────────┴────────┘

    ----- stderr -----
    0 rows added, 0 removed, 1 changed (1 figure)
    ");
    assert_snapshot!(cauri.say(&["diff", "ventes", "--key", "pays", "-o", "csv"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0709]: the key (pays) does not name one row of "bronze.ventes": 1 values occur more than once
    hint: Add columns to the key until each row has its own.
    "#);
    assert_snapshot!(cauri.say(&["diff", "ventes"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0707]: nothing says which columns name a row of "bronze.ventes"
    hint: Name them with `--key pays,annee`, or set `unique_key` in the model's config.
    "#);
    assert_snapshot!(cauri.say(&["diff", "total", "--key", "pay"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0708]: table "default_gold.total" has no column "pay" to use as a key
    hint: Did you mean "pays"?
    "#);
}

#[test]
fn diff_gives_rows_that_came_and_went() {
    let cauri = two_vintages();
    assert_snapshot!(cauri.say(&["diff", "journal", "-o", "csv"]), @"
    exit code: 0
    ----- stdout -----
    pays,annee,change,column,old,new
    BEN,2024,added,montant,,1.00

    ----- stderr -----
    1 row added, 0 removed, 0 changed (1 figure)
    ");
    assert_snapshot!(cauri.say(&["diff", "journal", "current", "previous", "-o", "csv"]), @"
    exit code: 0
    ----- stdout -----
    pays,annee,change,column,old,new
    BEN,2024,removed,montant,1.00,

    ----- stderr -----
    0 rows added, 1 removed, 0 changed (1 figure)
    ");
}

#[test]
fn a_rollback_and_the_way_back() {
    let cauri = two_vintages();
    let now = cauri.csv("select * from default_gold.total order by pays");
    let said = cauri.succeed(&["rollback", "total"]);
    assert!(said.contains("default_gold.total is back at snapshot [SNAPSHOT]"), "{said}");
    assert_eq!(cauri.csv("select montant from default_gold.total where pays = 'BEN'"), "montant\n22.50\n");
    // What came after the snapshot is not lost: the message says how to return.
    let output = cauri.run(&["history", "total", "-o", "json"]);
    let history: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let latest = history[0]["snapshot_id"].to_string();
    cauri.succeed(&["sql", &format!("call system.set_current_snapshot('default_gold.total', {latest})")]);
    assert_eq!(cauri.csv("select * from default_gold.total order by pays"), now);
}

#[test]
fn the_first_snapshot_has_none_before_it() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    assert_snapshot!(cauri.say(&["rollback", "total"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0706]: table "default_gold.total" has no snapshot before the current one
    hint: `cauri history default_gold.total` lists its snapshots; a tag, a date or `previous` works too.
    "#);
    assert_snapshot!(cauri.say(&["rollback", "total", "--to", "hier"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0705]: table "default_gold.total" has no snapshot "hier"
    hint: `cauri history default_gold.total` lists its snapshots; a tag, a date or `previous` works too.
    "#);
}

#[test]
fn a_tag_names_a_state_for_good() {
    let cauri = two_vintages();
    let said = cauri.succeed(&["tag", "total", "janvier", "--at", "previous"]);
    assert!(said.contains("default_gold.total: snapshot [SNAPSHOT] is now janvier"), "{said}");
    assert_eq!(
        cauri.csv("select montant from default_gold.total version as of 'janvier' where pays = 'BEN'"),
        "montant\n22.50\n"
    );
    assert_eq!(cauri.run(&["tag", "total", "janvier"]).status.code(), Some(2));
    cauri.succeed(&["tag", "total", "janvier", "--delete"]);
    assert_eq!(cauri.run(&["tag", "total", "janvier", "--delete"]).status.code(), Some(2));
}
