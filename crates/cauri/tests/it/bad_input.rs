//! What users give by mistake: each gets a clear error, never a panic, and no table changes.

use std::fs::File;
use std::io::Write;

use insta::assert_snapshot;

use crate::support::Cauri;

/// Changes a project that was refreshed, refreshes it again, and gives what was said. The run
/// must end with `code`, and no table may have changed.
fn after(code: i32, change: impl FnOnce(&Cauri)) -> String {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    let before = cauri.snapshots();
    change(&cauri);
    let output = cauri.run(&["refresh", "--threads", "1"]);
    let said = cauri.filters().apply(&String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(cauri.snapshots(), before, "{said}");
    said
}

/// The errors of what was said: from the first one on, up to the tables of the summary.
fn errors(said: &str) -> &str {
    let start = said.find("error[").unwrap_or(0);
    let rest = &said[start..];
    rest.find("\n\n").map_or(rest, |end| &rest[..end])
}

#[test]
fn a_cycle_between_models_names_all_of_it() {
    let said = after(2, |cauri| {
        cauri.project.write("models/gold/total.sql", "select * from {{ ref('journal') }}");
        cauri.project.write("models/gold/journal.sql", "select * from {{ ref('total') }}");
    });
    assert_snapshot!(errors(&said), @"
    error[C0231]: models form a cycle: journal -> total -> journal
    hint: Move the columns that they share into an intermediate model.
    ");
}

#[test]
fn an_unknown_ref_gets_the_nearest_name() {
    let said = after(2, |cauri| {
        cauri.project.write("models/gold/total.sql", "select * from {{ ref('stg_vente') }}");
    });
    assert_snapshot!(errors(&said), @r#"
    error[C0214]: models/gold/total.sql:1: "model.shop.total" refers to "stg_vente", which does not exist
    hint: Did you mean ref('stg_ventes')?
    "#);
}

#[test]
fn a_missing_column_in_sql_gets_the_nearest_name() {
    let said = after(1, |cauri| {
        cauri.project.write("models/gold/total.sql", "select pays, monttant from {{ ref('stg_ventes') }}");
    });
    assert_snapshot!(errors(&said), @"
    error[C0503]: there is no column monttant (line 1, column 14)
    1 | select pays, monttant from default_silver.stg_ventes
      |              ^^^^^^^^
    hint: Did you mean montant?
    ");
}

#[test]
fn sql_that_is_none_is_pointed_at() {
    let said = after(1, |cauri| {
        cauri.project.write("models/gold/total.sql", "select pays,, annee from {{ ref('stg_ventes') }}");
    });
    assert!(errors(&said).contains("error["), "{said}");
}

#[test]
fn an_empty_file_says_so() {
    let said = after(1, |cauri| cauri.project.write("data/ventes-2024-02-29.csv", ""));
    assert_snapshot!(errors(&said), @"
    error[C0320]: data/ventes-2024-02-29.csv is empty
    hint: Fetch the file again, or declare `allow_empty: true` if no row is a possible answer.
    ");
}

#[test]
fn a_renamed_column_gets_the_nearest_name() {
    let said = after(1, |cauri| {
        cauri.project.write("data/ventes-2024-02-29.csv", "pays,anne,montant\nBEN,2024,1\n");
    });
    assert_snapshot!(errors(&said), @r#"
    error[C0323]: data/ventes-2024-02-29.csv, line 1: there is no column "annee"
    hint: The nearest is "anne": if it is the same column, declare `rename: {"anne": annee}`. The file has: pays, anne, montant.
    "#);
}

#[test]
fn an_integer_that_becomes_text_stops_the_load() {
    let said = after(1, |cauri| {
        cauri.project.write("data/ventes-2024-02-29.csv", "pays,annee,montant\nBEN,deux mille,1\n");
    });
    assert_snapshot!(errors(&said), @r#"
    error[C0603]: source "ventes": 1 of 1 rows were not accepted, more than 5 %; the first: data/ventes-2024-02-29.csv, line 2, column "annee": "deux mille" is not a int
    hint: Correct the source or its declaration in cauri.yml; or raise `max_quarantined_pct` of "ventes" if these rows may stay out. The table is as it was.
    "#);
}

#[test]
fn quotes_that_do_not_balance_stop_the_load() {
    let said = after(1, |cauri| {
        cauri.project.write("data/ventes-2024-02-29.csv", "pays,annee,montant\n\"BEN,2024,1\nTGO,2024,2\n");
    });
    assert!(errors(&said).contains("ventes"), "{said}");
}

#[test]
fn bytes_that_are_no_text_stop_the_load() {
    let said = after(1, |cauri| {
        cauri.project.write("data/ventes-2024-02-29.csv", b"pays,annee,montant\nB\0N,2024,1\nTG\xff,2024,2\n");
    });
    assert!(errors(&said).contains("error["), "{said}");
}

#[test]
fn a_truncated_gzip_stops_the_load() {
    let said = after(1, |cauri| {
        let text = "pays,annee,montant\n".to_owned() + &"BEN,2024,1\n".repeat(5_000);
        let packed = gzip(text.as_bytes());
        cauri.project.write("cauri.yml", cauri.project.read("cauri.yml").replace("data/*.csv", "data/*"));
        cauri.project.write("data/ventes-2024-02-29.csv.gz", &packed[..packed.len() / 2]);
    });
    assert!(errors(&said).contains("error["), "{said}");
}

#[test]
fn a_gzip_bomb_is_defused() {
    let said = after(1, |cauri| {
        // One line of 512 MB of the same letter packs into half a megabyte.
        let packed = gzip_bomb(512);
        cauri.project.write("cauri.yml", cauri.project.read("cauri.yml").replace("data/*.csv", "data/*"));
        cauri.project.write("data/ventes-2024-02-29.csv.gz", &packed);
    });
    assert!(errors(&said).contains("error["), "{said}");
}

#[test]
fn ten_thousand_columns_are_no_reason_to_fail() {
    let cauri = Cauri::on_shop();
    let names: Vec<String> = (0..10_000).map(|at| format!("c{at}")).collect();
    let values: Vec<String> = (0..10_000).map(|at| at.to_string()).collect();
    cauri
        .project
        .write("cauri.yml", "version: 1\nsources:\n  - {name: large, kind: file, path: large.csv, format: csv}\n");
    cauri.project.write("large.csv", format!("{}\n{}\n", names.join(","), values.join(",")));
    cauri.succeed(&["ingest", "large"]);
    assert_eq!(cauri.csv("select c0, c9999 from bronze.large"), "c0,c9999\n0,9999\n");
}

#[test]
fn a_state_folder_that_cannot_be_written_says_so() {
    let cauri = Cauri::on_shop();
    // A file where the folder should be stops even those whom permissions do not.
    cauri.project.write(".cauri", "");
    assert_snapshot!(cauri.say(&["refresh"]), @r#"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0602]: could not write "[PROJECT]/.cauri/lock"
      cause: File exists (os error 17)
    hint: Make the folder writable and check that the disk is not full, or give another one with `--project`.
    "#);
}

#[test]
fn a_warehouse_that_cannot_be_written_says_so() {
    let cauri = Cauri::on_shop();
    let config = cauri.project.read("cauri.yml");
    cauri.project.write("cauri.yml", format!("warehouse: /proc/cauri\n{config}"));
    let output = cauri.run(&["refresh"]);
    let said = cauri.filters().apply(&String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(errors(&said).contains("/proc/cauri"), "{said}");
}

#[test]
fn a_disk_without_room_stops_the_load_and_leaves_the_table() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    let before = cauri.snapshots();
    let rows: String = (0..200_000).map(|at| format!("BEN,{},{at}.25\n", 1900 + at % 200)).collect();
    cauri.project.write("data/ventes-2024-02-29.csv", format!("pays,annee,montant\n{rows}"));
    // A limit on the size of files fails a write in its middle as a full disk does.
    let program = env!("CARGO_BIN_EXE_cauri");
    let mut shell = cauri.command(&[]);
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f 1024; exec {program} ingest")]);
    command.current_dir(cauri.project.root());
    for (key, value) in shell.get_envs() {
        if let Some(value) = value {
            command.env(key, value);
        }
    }
    shell.arg("--version");
    let output = command.output().expect("a shell");
    let said = cauri.filters().apply(&String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(errors(&said).contains("error[C0602]"), "{said}");
    assert_eq!(cauri.snapshots(), before);
    cauri.succeed(&["ingest"]);
    assert_eq!(cauri.csv("select count(*) > 3 as more from bronze.ventes"), "more\ntrue\n");
}

#[test]
fn a_second_run_at_the_same_time_names_the_first() {
    let cauri = Cauri::on_shop();
    cauri.succeed(&["refresh"]);
    let mut lock = File::options().read(true).write(true).open(cauri.project.path(".cauri/lock")).unwrap();
    lock.lock().unwrap();
    write!(lock, "4321\ncauri refresh\n0\n").unwrap();
    assert_snapshot!(cauri.say(&["refresh"]), @"
    exit code: 2
    ----- stdout -----

    ----- stderr -----
    error[C0601]: another run is at work on this project: `cauri refresh` (pid [PID])
    hint: Wait until it has ended, or stop it with `kill [PID]`; the tables stay whole either way.
    ");
    drop(lock);
    cauri.succeed(&["refresh"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn gzip_bomb(megabytes: usize) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"pays,annee,montant\n").unwrap();
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..megabytes {
        packed.write_all(&piece).unwrap();
    }
    packed.finish().unwrap()
}
