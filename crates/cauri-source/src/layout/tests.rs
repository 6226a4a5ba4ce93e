//! Layouts against small files of the shapes that publications have.

use expect_test::{Expect, expect};
use serde_json::json;

use crate::fixture::Fixture;

const EDEN: &str = r#"
version: 1
delimiter: ";"
decimal_separator: ","
preamble:
  capture: ['^(?P<titre_code>[A-Z_]+) - (?P<titre>.+)$']
block:
  line: '^(?P<zone>[^;]+);$'
  name: zone
wide:
  missing: ["-", "..."]
periods: ["{year}", "{month_name}{year}", "Trim{quarter}-{year}", "{day}/{month}/{year}"]
maps:
  zones: {CIV: COTE D'IVOIRE, GNB: GUINEE-BISSAU, BEN: BENIN}
  lettres: {CIV: A, GNB: S, BEN: B}
columns:
  - {name: pays, block: zone, map: zones, required: true}
  - {name: code, header: CODE, match: '^[A-Z]{3}[A-Z0-9]+$', required: true}
  - {name: pays_du_code, column: code, positions: [1, 1], map: lettres, equals: pays}
  - {name: serie, column: code, positions: [4, 99]}
  - {name: libelle, header: LIBELLE, label: text}
  - {name: niveau, header: LIBELLE, label: depth, type: int}
  - {name: parent, header: LIBELLE, label: parent}
  - {name: unite, header: [UNITE DE MESURE, UNITE], optional: true}
  - {name: titre, preamble: titre_code}
  - {name: periode, wide: header, period: sdmx, required: true}
  - {name: freq, wide: header, period: frequency}
  - {name: valeur, wide: value, type: "decimal(18,3)"}
  - {name: editeur, constant: BCEAO}
"#;

async fn check(layout: &str, content: impl AsRef<[u8]>, expect: Expect) {
    let parameters = json!({"path": "*.csv", "layout": "l.yml"});
    let fixture = Fixture::new(parameters, &[("l.yml", layout.as_bytes()), ("a.csv", content.as_ref())]);
    expect.assert_eq(&fixture.read().await);
}

#[tokio::test]
async fn blocks_turn_long_and_know_their_cells() {
    check(
        EDEN,
        "\n\nIMECO - PRINCIPAUX INDICATEURS\n\nCOTE D’IVOIRE;\nCODE;LIBELLE;2005;FEV2005;Trim1-2005;01/02/2005;\n\
         AAASR1;Recettes;140,700;-;1,5;...;\nAAASR2;   . (en % du PIB);;2,000;-;-0,5;\n\n\
         GUINEE BISSAU;\nCODE;LIBELLE;UNITE;MAI2005;\nSSSSR1;Recettes;francs;1;\n\n",
        expect![[r#"
            +------+--------+--------------+-------+---------------+--------+----------+--------+-------+------------+------+---------+---------+
            | pays | code   | pays_du_code | serie | libelle       | niveau | parent   | unite  | titre | periode    | freq | valeur  | editeur |
            +------+--------+--------------+-------+---------------+--------+----------+--------+-------+------------+------+---------+---------+
            | CIV  | AAASR1 | CIV          | SR1   | Recettes      | 0      |          |        | IMECO | 2005       | A    | 140.700 | BCEAO   |
            | CIV  | AAASR1 | CIV          | SR1   | Recettes      | 0      |          |        | IMECO | 2005-Q1    | Q    | 1.500   | BCEAO   |
            | CIV  | AAASR2 | CIV          | SR2   | (en % du PIB) | 1      | Recettes |        | IMECO | 2005-02    | M    | 2.000   | BCEAO   |
            | CIV  | AAASR2 | CIV          | SR2   | (en % du PIB) | 1      | Recettes |        | IMECO | 2005-02-01 | D    | -0.500  | BCEAO   |
            | GNB  | SSSSR1 | GNB          | SR1   | Recettes      | 0      |          | francs | IMECO | 2005-05    | M    | 1.000   | BCEAO   |
            +------+--------+--------------+-------+---------------+--------+----------+--------+-------+------------+------+---------+---------+
            lines [7, 7, 8, 8, 12]
            blocks ["COTE D’IVOIRE", "COTE D’IVOIRE", "COTE D’IVOIRE", "COTE D’IVOIRE", "GUINEE BISSAU"]
            cells ["2005", "Trim1-2005", "FEV2005", "01/02/2005", "MAI2005"], 4 missing
        "#]],
    )
    .await;
}

#[tokio::test]
async fn what_cannot_be_attributed_is_set_aside_with_its_cell() {
    check(
        EDEN,
        "NIGERIA;\nCODE;LIBELLE;2005;\nAAASR1;x;1;\n\n\
         BENIN;\nCODE;LIBELLE;2005;2O06;2007\nAAASR1;x;1;2;3\nbad;x;1;2;3\nBBBSR1;x;1;2;3\nBBBSR2;x;n.d.;-;3;\nBBBSR3;x;1\n\
         \nBBBSR4;x;1;2;3\nCOTE D'IVOIRE;\nCODE;LIBELLE;2005\nAAASR1;x;1,2,3\nAAASR2;x;9\n",
        expect![[r#"
            +------+--------+--------------+-------+---------+--------+--------+-------+-------+---------+------+--------+---------+
            | pays | code   | pays_du_code | serie | libelle | niveau | parent | unite | titre | periode | freq | valeur | editeur |
            +------+--------+--------------+-------+---------+--------+--------+-------+-------+---------+------+--------+---------+
            | BEN  | BBBSR1 | BEN          | SR1   | x       | 0      |        |       |       | 2005    | A    | 1.000  | BCEAO   |
            | BEN  | BBBSR1 | BEN          | SR1   | x       | 0      |        |       |       | 2007    | A    | 3.000  | BCEAO   |
            | BEN  | BBBSR2 | BEN          | SR2   | x       | 0      |        |       |       | 2007    | A    | 3.000  | BCEAO   |
            | CIV  | AAASR2 | CIV          | SR2   | x       | 0      |        |       |       | 2005    | A    | 9.000  | BCEAO   |
            +------+--------+--------------+-------+---------+--------+--------+-------+-------+---------+------+--------+---------+
            lines [9, 9, 10, 17]
            blocks ["BENIN", "BENIN", "BENIN", "COTE D'IVOIRE"]
            cells ["2005", "2007", "2007", "2005"], 1 missing
            block NIGERIA line 3 pays "AAASR1;x;1;" [unmapped] "NIGERIA" is not in the mapping zones
            block BENIN line 7 pays_du_code "AAASR1;x;1;2;3" [differs] "CIV" differs from "BEN" in column pays
            block BENIN line 8 code "bad;x;1;2;3" [pattern_mismatch] "bad" does not match the pattern ^[A-Z]{3}[A-Z0-9]+$
            block BENIN line 9 2O06 "2" [unknown_period] no period format of the layout reads "2O06"
            block BENIN line 10 2005 "n.d." [not_of_type] "n.d." is not a decimal(18,3)
            block BENIN line 11  "BBBSR3;x;1" [ragged_row] the record has 3 fields, the header has 5
            line 13  "BBBSR4;x;1;2;3" [outside_block] the line belongs to no block of the layout
            block COTE D'IVOIRE line 16 2005 "1,2,3" [not_of_type] "1,2,3" is not a decimal(18,3)
        "#]],
    )
    .await;
}

#[tokio::test]
async fn a_changed_form_is_an_error_that_names_the_line() {
    check(EDEN, "Avertissement\nBENIN;\n", expect![[r#"
        C0351 a.csv, line 1: the line is neither blank, nor a line of the preamble, nor the start of a block: "Avertissement"
        hint: Compare the line with the layout's preamble, block and header; the publisher may have changed the form."#]]).await;
    check(EDEN, "BENIN;\nCODES;LIBELLE;2005;\n", expect![[r#"
        C0351 a.csv, line 2: the header has no "CODE"; the nearest is "CODES": "CODES;LIBELLE;2005;"
        hint: Compare the line with the layout's preamble, block and header; the publisher may have changed the form."#]]).await;
    check(EDEN, "BENIN;\nCODE;LIBELLE;2005;2005;\n", expect![[r#"
        C0351 a.csv, line 2: the header names "2005" twice (position 4): "CODE;LIBELLE;2005;2005;"
        hint: Compare the line with the layout's preamble, block and header; the publisher may have changed the form."#]]).await;
    check(EDEN, "BENIN;\n", expect![[r#"
        C0351 a.csv, line 2: the file ends before a header: ""
        hint: Compare the line with the layout's preamble, block and header; the publisher may have changed the form."#]]).await;
    check(
        EDEN,
        "",
        expect![[r#"
        C0320 a.csv is empty
        hint: Fetch the file again, or declare `allow_empty: true` if no row is a possible answer."#]],
    )
    .await;
}

#[tokio::test]
async fn bytes_that_are_no_text_lose_their_line_only() {
    check(EDEN, b"BENIN;\nCODE;LIBELLE;2005;\nBBBSR1;\xe9;1;\nBBBSR2;x;2;\nBBBSR3;\x00;2;\n", expect![[r#"
        +------+--------+--------------+-------+---------+--------+--------+-------+-------+---------+------+--------+---------+
        | pays | code   | pays_du_code | serie | libelle | niveau | parent | unite | titre | periode | freq | valeur | editeur |
        +------+--------+--------------+-------+---------+--------+--------+-------+-------+---------+------+--------+---------+
        | BEN  | BBBSR2 | BEN          | SR2   | x       | 0      |        |       |       | 2005    | A    | 2.000  | BCEAO   |
        +------+--------+--------------+-------+---------+--------+--------+-------+-------+---------+------+--------+---------+
        lines [4]
        blocks ["BENIN"]
        cells ["2005"], 0 missing
        line 3  "BBBSR1;�;1;" [invalid_utf8] byte 33 of the file is not UTF-8; declare `encoding: windows-1252` if the file is latin-1
        block BENIN line 5  "BBBSR3;\0;2;" [nul_byte] byte 57 of the file is NUL; the file is damaged or not text
    "#]]).await;
}

#[tokio::test]
async fn a_bulk_download_with_a_preamble_and_quotes_is_one_block() {
    let layout = r#"
version: 1
encoding: utf-8
preamble:
  skip_lines: 4
  capture: ['^"Last Updated Date","(?P<maj>[^"]+)"']
periods: ["{year}"]
ignore_headers: [Indicator Name]
columns:
  - {name: pays, header: Country Code, required: true}
  - {name: nom, header: Country Name}
  - {name: maj, preamble: maj, type: date}
  - {name: periode, wide: header, period: year, type: int}
  - {name: valeur, wide: value, type: double}
"#;
    check(
        layout,
        "\u{feff}\"Data Source\",\"WDI\",\n\n\"Last Updated Date\",\"2025-03-24\",\n\n\
         \"Country Name\",\"Country Code\",\"Indicator Name\",\"1960\",\"1961\",\n\
         \"Gambia, The\",\"GMB\",\"GDP\",\"\",\"4442524249.88378\",\n\"Togo \n(x)\",\"TGO\",\"GDP\",\"1\",\"\",\n",
        expect![[r#"
            +------+-------------+------------+---------+------------------+
            | pays | nom         | maj        | periode | valeur           |
            +------+-------------+------------+---------+------------------+
            | GMB  | Gambia, The | 2025-03-24 | 1961    | 4442524249.88378 |
            | TGO  | Togo        | 2025-03-24 | 1960    | 1.0              |
            |      | (x)         |            |         |                  |
            +------+-------------+------------+---------+------------------+
            lines [6, 7]
            cells ["1961", "1960"], 2 missing
        "#]],
    )
    .await;
}

#[tokio::test]
async fn a_long_table_may_need_periods_and_maps_too() {
    let layout = r#"
version: 1
periods: ["{year}", "{year}Q{quarter}"]
footer: '^Source'
columns:
  - {name: periode, header: periode, period: sdmx}
  - {name: trimestre, header: periode, period: quarter, type: int}
  - {name: valeur, header: valeur, type: "decimal(9,1)", required: true}
"#;
    check(
        layout,
        "periode,valeur\n2024,1.5\n2024Q3,2\n3T24,2\n2025,\nSource: BCEAO, 2025\n",
        expect![[r#"
        +---------+-----------+--------+
        | periode | trimestre | valeur |
        +---------+-----------+--------+
        | 2024    |           | 1.5    |
        | 2024-Q3 | 3         | 2.0    |
        +---------+-----------+--------+
        lines [2, 3]
        line 4 periode "3T24,2" [unknown_period] no period format of the layout reads "3T24"
        line 5 valeur "2025," [missing_required] a required value is missing
    "#]],
    )
    .await;
    check(layout, "periode,valeur,note\n", expect![[r#"
        C0351 a.csv, line 1: no column takes these headers (declare them, or list them in `ignore_headers`): note: "periode,valeur,note"
        hint: Compare the line with the layout's preamble, block and header; the publisher may have changed the form."#]]).await;
}

#[test]
fn a_wrong_layout_names_its_key() {
    let shown = |text: &str| match super::parse("l.yml", text) {
        Ok(_) => "accepted".to_owned(),
        Err(error) => error.to_string(),
    };
    let with = |from: &str, to: &str| shown(&EDEN.replace(from, to));
    expect!["accepted"].assert_eq(&with("", ""));
    expect!["layout l.yml, version: `version: 1` is expected"].assert_eq(&with("version: 1", "version: 2"));
    expect!["layout l.yml, block.name: `line` has no group named area"]
        .assert_eq(&with("name: zone\nwide", "name: area\nwide"));
    expect!["layout l.yml, columns[0].map: `maps` has no areas"].assert_eq(&with("map: zones", "map: areas"));
    expect![[r#"layout l.yml, columns[3].column: there is no column "cod" before this one"#]]
        .assert_eq(&with("column: code, positions: [4", "column: cod, positions: [4"));
    expect![[r#"layout l.yml, lettres: "A" stands for both CIV and GNB"#]].assert_eq(&with("GNB: S", "GNB: A"));
    expect![[r#"layout l.yml, periods: "{an}" is no pattern; its parts are {year}, {half}, {quarter}, {month}, {month_name}, {day}"#]].assert_eq(&with("{year}\"", "{an}\""));
    expect!["layout l.yml, columns[12].header: exactly one of header, block, preamble, column, constant and wide is expected"].assert_eq(&with("constant: BCEAO", "constante: BCEAO"));
    expect!["layout l.yml, columns[3].positions: the first and the last letter are expected, from 1: [1, 3]"]
        .assert_eq(&with("[4, 99]", "[4]"));
    expect!["layout l.yml, columns: `wide: header` and `wide: value` go together: a figure needs its period"]
        .assert_eq(&with("wide: value", "constant: x"));
    expect!["layout l.yml, YAML: it cannot be read: did not find expected ',' or ']' at line 2 column 1, while parsing a flow sequence at line 1 column 10"].assert_eq(&shown("version: [1"));
}
