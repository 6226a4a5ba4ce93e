//! Landing: what is new is loaded once, as its own vintage; what does not fit is kept aside.

use insta::assert_snapshot;

use crate::support::Cauri;

#[test]
fn the_same_content_again_adds_nothing_and_a_revision_adds_its_rows() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    let before = cauri.snapshots();
    let again = cauri.project.read("data/ventes-2024-01-31.csv");
    cauri.project.write("data/copie-2024-01-31.csv", &again);
    cauri.succeed(&["ingest"]);
    assert_eq!(cauri.snapshots(), before, "the same bytes under another name are known");
    cauri.project.write("data/ventes-2024-06-30.csv", again.replace("12.00", "12.50"));
    cauri.succeed(&["ingest"]);
    assert_snapshot!(
        cauri.csv("select annee, montant, _cauri_published_on as publie_le from bronze.ventes where pays = 'BEN' order by 1, 3"),
        @"
    annee,montant,publie_le
    2022,10.50,2024-01-31
    2022,10.50,2024-06-30
    2023,12.00,2024-01-31
    2023,12.50,2024-06-30
    "
    );
}

#[test]
fn every_row_knows_where_it_came_from_and_its_raw_file_is_kept() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    assert_snapshot!(
        cauri.filters().apply(&cauri.csv(
            "select _cauri_batch_id, _cauri_source_uri, _cauri_source_sha256, _cauri_row_number, _cauri_ingested_at from bronze.ventes order by _cauri_row_number"
        )),
        @"
    _cauri_batch_id,_cauri_source_uri,_cauri_source_sha256,_cauri_row_number,_cauri_ingested_at
    [UUID],data/ventes-2024-01-31.csv,[SHA256],2,[TIME]
    [UUID],data/ventes-2024-01-31.csv,[SHA256],3,[TIME]
    [UUID],data/ventes-2024-01-31.csv,[SHA256],4,[TIME]
    "
    );
    let sha256 = cauri.csv("select distinct _cauri_source_sha256 from bronze.ventes");
    let sha256 = sha256.lines().nth(1).unwrap();
    let raw = cauri.project.read(&format!(".cauri/warehouse/raw/{}/{sha256}", &sha256[..2]));
    assert_eq!(raw, cauri.project.read("data/ventes-2024-01-31.csv"));
}

#[test]
fn the_data_file_lies_under_the_stream_with_its_time_in_its_name() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    let files = std::fs::read_dir(cauri.project.path(".cauri/warehouse/bronze/ventes")).unwrap();
    let names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let parquet: Vec<&String> = names.iter().filter(|name| name.ends_with(".parquet")).collect();
    assert_eq!(parquet.len(), 1, "{names:?}");
    let parts: Vec<&str> = parquet[0].trim_end_matches(".parquet").split('_').collect();
    assert_eq!(parts.len(), 5, "{parquet:?}");
    assert!(parts[..4].iter().all(|part| part.parse::<u64>().is_ok()), "{parquet:?}");
}

#[test]
fn read_is_accepted_and_quarantined_and_duplicates() {
    let cauri = Cauri::on_shop();
    let mut text = "pays,annee,montant\nBEN,2022,1.00\nBEN,2022,1.00\nTGO,20x3,2.00\n".to_owned();
    for year in 1980..2020 {
        text.push_str(&format!("CIV,{year},3.00\n"));
    }
    cauri.project.write("data/ventes-2024-01-31.csv", text);
    let said = cauri.succeed(&["ingest"]);
    assert!(said.contains("bronze.ventes    43        41            1           1"), "{said}");
    assert_snapshot!(
        cauri.csv("select _cauri_row_number, column_name, raw, reason_code, reason from bronze.ventes__quarantine"),
        @r#"
    _cauri_row_number,column_name,raw,reason_code,reason
    4,annee,"TGO,20x3,2.00",not_of_type,"""20x3"" is not a int"
    "#
    );
    let output = cauri.run(&["sql", "-o", "json", "select summary from bronze.ventes.snapshots"]);
    let text = String::from_utf8(output.stdout).unwrap();
    for (key, value) in [("read", "43"), ("accepted", "41"), ("quarantined", "1"), ("duplicates", "1")] {
        assert!(text.contains(&format!("\"cauri.rows-{key}\":\"{value}\"")), "{key} in {text}");
    }
}

#[test]
fn too_many_bad_rows_stop_the_load_and_leave_the_table_as_it_was() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["ingest"]);
    let before = cauri.snapshots();
    cauri.project.write("data/ventes-2024-02-29.csv", "pays,annee,montant\nBEN,2022,1.00\nTGO,20x3,2.00\n");
    let output = cauri.run(&["ingest"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(cauri.filters().apply(&String::from_utf8_lossy(&output.stderr)), @r#"
    ✗ source bronze.ventes [DURATION]

    bronze.ventes cauri.yml
    error[C0603]: source "ventes": 1 of 2 rows were not accepted, more than 5 %; the first: data/ventes-2024-02-29.csv, line 3, column "annee": "20x3" is not a int
    hint: Correct the source or its declaration in cauri.yml; or raise `max_quarantined_pct` of "ventes" if these rows may stay out. The table is as it was.

    1 failed in [DURATION]
    "#);
    assert_eq!(cauri.snapshots(), before);
}

#[test]
fn a_new_column_comes_with_its_rows_in_one_commit() {
    let cauri = Cauri::on(&crate::support::SHOP.replace(
        "    columns:\n      - {name: pays, type: string, required: true}\n      - {name: annee, type: int, required: true}\n      - {name: montant, type: \"decimal(18,2)\"}\n",
        "",
    ));
    cauri.succeed(&["ingest"]);
    cauri.project.write("data/ventes-2024-02-29.csv", "pays,annee,montant,note\nTGO,2024,1.50,estimé\n");
    cauri.succeed(&["ingest"]);
    assert_snapshot!(
        cauri.csv("select pays, annee, note from bronze.ventes where annee > 2022 order by annee, pays"),
        @"
    pays,annee,note
    BEN,2023,
    TGO,2023,
    TGO,2024,estimé
    "
    );
    let history = cauri.csv("select count(*) as n from bronze.ventes.snapshots");
    assert_eq!(history, "n\n2\n");
}

#[test]
fn an_unknown_source_is_answered_with_the_nearest() {
    let cauri = Cauri::on_shop();
    assert_snapshot!(cauri.say(&["ingest", "vente"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0609]: there is no source "vente"
    hint: Did you mean "ventes"?
    "#);
}
