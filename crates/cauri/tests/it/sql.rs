//! `cauri sql`: a query, a file, a shell; each form of output.

use insta::assert_snapshot;

use crate::support::Cauri;

const QUERY: &str = "select pays, annee, montant from bronze.ventes order by pays, annee";

#[test]
fn each_form_of_output() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    assert_snapshot!(cauri.say(&["sql", QUERY, "-o", "table"]), @"
    exit code: 0
    ----- stdout -----
    ┌────────┬───────┬───────────────┐
    │  pays  │ annee │    montant    │
    │ string │  int  │ decimal(18,2) │
    ├────────┼───────┼───────────────┤
    │ BEN    │  2022 │         10.50 │
    │ BEN    │  2023 │         12.00 │
    │ TGO    │  2023 │          7.25 │
    └────────┴───────┴───────────────┘

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["sql", QUERY, "-o", "json"]), @r#"
    exit code: 0
    ----- stdout -----
    [
    {"pays":"BEN","annee":2022,"montant":10.50},
    {"pays":"BEN","annee":2023,"montant":12.00},
    {"pays":"TGO","annee":2023,"montant":7.25}
    ]

    ----- stderr -----
    "#);
    assert_snapshot!(cauri.say(&["sql", QUERY, "-o", "csv"]), @"
    exit code: 0
    ----- stdout -----
    pays,annee,montant
    BEN,2022,10.50
    BEN,2023,12.00
    TGO,2023,7.25

    ----- stderr -----
    ");
    assert_snapshot!(cauri.say(&["sql", QUERY, "-o", "md"]), @"
    exit code: 0
    ----- stdout -----
    | pays | annee | montant |
    | --- | ---: | ---: |
    | BEN | 2022 | 10.50 |
    | BEN | 2023 | 12.00 |
    | TGO | 2023 | 7.25 |

    ----- stderr -----
    ");
}

#[test]
fn parquet_comes_back_as_it_went() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    cauri.succeed(&["sql", QUERY, "--output-file", "out.parquet"]);
    cauri.project.write(
        "cauri.yml",
        "version: 1\nsources:\n  - {name: retour, kind: file, path: out.parquet, format: parquet}\n",
    );
    cauri.succeed(&["ingest"]);
    assert_eq!(cauri.csv("select pays, annee, montant from bronze.retour order by pays, annee"), cauri.csv(QUERY));
}

#[test]
fn a_file_of_queries_and_standard_input() {
    let cauri = Cauri::on_shop();
    cauri.project.write("q.sql", "select 1 as a; -- one\nselect ';' as b;");
    assert_snapshot!(cauri.say(&["sql", "-f", "q.sql", "-o", "csv"]), @"
    exit code: 0
    ----- stdout -----
    a
    1
    b
    ;

    ----- stderr -----
    ");
    let output = cauri.with_input(&["sql", "-f", "-", "-o", "csv"], "select 2 as c");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "c\n2\n");
    assert_snapshot!(cauri.say(&["sql", "-f", "absent.sql"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0712]: could not read "absent.sql"
      cause: No such file or directory (os error 2)
    "#);
}

#[test]
fn a_mistake_is_pointed_at_with_the_nearest_name() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    assert_snapshot!(cauri.say(&["sql", "select pais from bronze.ventes"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0503]: there is no column pais (line 1, column 8)
    1 | select pais from bronze.ventes
      |        ^^^^
    hint: Did you mean pays?
    ");
    assert_snapshot!(cauri.say(&["sql", "select * from bronze.vente"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0502]: there is no table or view bronze.vente (line 1, column 15)
    1 | select * from bronze.vente
      |               ^^^^^^^^^^^^
    hint: Did you mean bronze.ventes?
    ");
    assert_snapshot!(cauri.say(&["sql", "selct 1"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0501]: expected a statement such as SELECT, INSERT or CREATE, found: selct (line 1, column 1)
    1 | selct 1
      | ^
    ");
}

#[test]
fn statements_change_tables_and_say_so() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    assert_snapshot!(cauri.say(&["sql", "create table bronze.copie as select pays, annee from bronze.ventes"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    CREATE TABLE bronze.copie: 3 rows
    ");
    assert_snapshot!(cauri.say(&["sql", "delete from bronze.copie where pays = 'TGO'"]), @"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    DELETE bronze.copie: 1 row
    ");
    assert_eq!(cauri.csv("select count(*) as n from bronze.copie"), "n\n2\n");
}

#[test]
fn a_table_is_read_at_an_earlier_snapshot() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    let first = cauri.csv("select snapshot_id from bronze.ventes.snapshots");
    let first = first.lines().nth(1).unwrap();
    cauri.project.write("data/ventes-2024-02-29.csv", "pays,annee,montant\nBEN,2024,1.00\n");
    cauri.succeed(&["ingest"]);
    assert_eq!(cauri.csv(&format!("select count(*) as n from bronze.ventes version as of {first}")), "n\n3\n");
    assert_eq!(cauri.csv("select count(*) as n from bronze.ventes"), "n\n4\n");
}

#[test]
fn the_shell_reads_lines_and_goes_on_after_an_error() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    let input = ".tables\n.mode csv\nselect pays\nfrom bronze.ventes where annee = 2022;\nselect nope;\n.mode nope\n.schema ventes__nope\n.timer on\n.maxrows 5\nselect 1 as last;\n.quit\nselect 'not read';\n";
    let output = cauri.with_input(&["sql", "-o", "table"], input);
    assert_snapshot!(cauri_testkit::transcript(&output, &cauri.filters()), @r#"
    exit code: 0
    ----- stdout -----
    bronze.ventes
    pays
    BEN
    last
    1

    ----- stderr -----
    cauri 0.1.0. SQL ends with `;`. `.help` lists the other commands, `.quit` or Ctrl-D leaves.
    error[C0503]: there is no column nope (line 1, column 8)
    1 | select nope
      |        ^^^^
    error[C0717]: "nope" is no value of `.mode`
    hint: The values are: table, json, csv, parquet, md.
    error[C0703]: there is no table "ventes__nope"
    hint: `cauri tables` lists what there is.
    Run Time (s): real [SECONDS]
    "#);
}

#[test]
fn the_shell_writes_to_a_file_and_reads_one() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    cauri.project.write("q.sql", "select 1 as from_file;");
    let output =
        cauri.with_input(&["sql", "-o", "csv"], ".output out.csv\nselect 7 as seven;\n.output\n.read q.sql\n.help\n");
    assert!(output.status.success());
    assert_eq!(cauri.project.read("out.csv"), "seven\n7\n");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("from_file\n1\n") && said.contains(".maxrows N"), "{said}");
}
