//! The process is ended in the middle of commits; afterwards every table is readable, and the
//! next refresh gives what an undisturbed one gives.
//!
//! Run with `cargo test --workspace --features cauri/failpoints --test it failpoint`.

use crate::support::Cauri;

const POINTS: [&str; 9] = [
    "write::data_file",
    "write::manifest",
    "write::manifest_list",
    "commit::before_metadata",
    "commit::metadata_half_written",
    "commit::before_swap",
    "commit::in_transaction",
    "commit::after_swap",
    "ingest::after_quarantine",
];

const TABLES: [(&str, &str); 5] = [
    ("bronze.ventes", "pays, annee, montant, _cauri_published_on"),
    ("bronze.ventes__quarantine", "_cauri_row_number, raw, reason_code, _cauri_published_on"),
    ("default_silver.pays", "code, nom"),
    ("default_gold.total", "pays, nom, montant"),
    ("default_gold.journal", "pays, annee, montant"),
];

/// A first vintage that is loaded, and a second that is to come, each with a bad row.
fn prepared() -> Cauri {
    let cauri = Cauri::on_shop();
    write_vintage(&cauri, "2024-01-31", 1);
    cauri.succeed(&["refresh"]);
    write_vintage(&cauri, "2024-02-29", 2);
    cauri
}

fn write_vintage(cauri: &Cauri, date: &str, factor: u32) {
    let mut text = "pays,annee,montant\nTGO,20x3,1\n".to_owned();
    for at in 0..24 {
        let year = 2022 + at % 3;
        text.push_str(&format!("BEN,{year},{at}{factor}.50\nTGO,{year},{at}{factor}.25\n"));
    }
    cauri.project.write(&format!("data/ventes-{date}.csv"), text);
}

/// The rows of every table that exists, in one order.
fn content(cauri: &Cauri) -> String {
    let existing = cauri.snapshots();
    let tables = TABLES.iter().filter(|(name, _)| existing.contains(&format!("{name} ")));
    let read = tables.map(|(name, columns)| {
        let mut rows: Vec<String> =
            cauri.csv(&format!("select {columns} from {name}")).lines().map(str::to_owned).collect();
        rows.sort();
        format!("{name}\n{}\n", rows.join("\n"))
    });
    read.collect()
}

/// Runs `refresh` so that it dies at the `count`-th visit of `point`; false when it never came there.
fn dies(cauri: &Cauri, point: &str, count: usize) -> bool {
    let mut command = cauri.command(&["refresh", "--threads", "1"]);
    let output = command.env("CAURI_ABORT_AT", format!("{point}:{count}")).output().expect("the program starts");
    if output.status.success() {
        return false;
    }
    assert_eq!(output.status.code(), None, "killed, not ended: {}", String::from_utf8_lossy(&output.stderr));
    true
}

fn check(prepare: impl Fn() -> Cauri) {
    let undisturbed = prepare();
    undisturbed.succeed(&["refresh"]);
    let expected = content(&undisturbed);
    let mut deaths = 0;
    for point in POINTS {
        for count in 1.. {
            let cauri = prepare();
            if !dies(&cauri, point, count) {
                break;
            }
            deaths += 1;
            // Every table that exists is readable right after the crash.
            content(&cauri);
            cauri.succeed(&["refresh"]);
            assert_eq!(content(&cauri), expected, "after a crash at {point}, visit {count}");
        }
    }
    assert!(deaths >= POINTS.len(), "only {deaths} crashes");
}

#[test]
fn failpoint_in_a_first_refresh() {
    check(|| {
        let cauri = Cauri::on_shop();
        write_vintage(&cauri, "2024-01-31", 1);
        cauri
    });
}

#[test]
fn failpoint_in_a_refresh_of_a_new_vintage() {
    check(prepared);
}
