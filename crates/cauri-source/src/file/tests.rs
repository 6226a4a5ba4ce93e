//! The kind as a whole: which inputs there are, and what each kind of bad input becomes.

use std::io::Write;

use cauri_core::{Diagnose, Lang};
use expect_test::expect;
use futures::{StreamExt, TryStreamExt};
use serde_json::json;

use super::*;
use crate::fixture::{Fixture, check};

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_plain_table_is_typed() {
    check(
        json!({"path": "*.csv", "columns": [
            {"name": "pays", "type": "string", "required": true},
            {"name": "annee", "type": "int"},
            {"name": "pib", "type": "decimal(10,2)"},
            {"name": "le", "type": "date"},
        ]}),
        "le,pays,annee,pib,autre\n2024-09-30,BEN,2023,11822.5,x\n,\"B,\"\"F\n\",,,\r\n\nTGO,,1,1,1\n",
        expect![[r#"
            +------+-------+----------+------------+-------+
            | pays | annee | pib      | le         | autre |
            +------+-------+----------+------------+-------+
            | BEN  | 2023  | 11822.50 | 2024-09-30 | x     |
            | B,"F |       |          |            |       |
            |      |       |          |            |       |
            +------+-------+----------+------------+-------+
            lines [2, 3]
            line 6 pays "TGO,,1,1,1" [missing_required] a required value is missing
            remark: column autre is not declared and was read as text
        "#]],
    )
    .await;
}

#[tokio::test]
async fn types_are_inferred_from_every_value() {
    check(
        json!({"path": "*.csv", "columns": "auto"}),
        "code,n,big,x,le,ok,vide\n007,1,9999999999,1.50,2024-01-31,true,\n8,2,1,10.255,,false,\n",
        expect![[r#"
            +------+---+------------+--------+------------+-------+------+
            | code | n | big        | x      | le         | ok    | vide |
            +------+---+------------+--------+------------+-------+------+
            | 007  | 1 | 9999999999 | 1.500  | 2024-01-31 | true  |      |
            | 8    | 2 | 1          | 10.255 |            | false |      |
            +------+---+------------+--------+------------+-------+------+
            lines [2, 3]
            remark: column code was inferred to be string
            remark: column n was inferred to be int
            remark: column big was inferred to be bigint
            remark: column x was inferred to be decimal(5,3)
            remark: column le was inferred to be date
            remark: column ok was inferred to be boolean
            remark: column vide was inferred to be string
        "#]],
    )
    .await;
}

#[tokio::test]
async fn an_int_that_becomes_text_is_set_aside_or_stops() {
    let content = "annee,valeur\n2023,1\n2024,2\nprojection,3\n";
    let columns = json!([{"name": "annee", "type": "int"}, {"name": "valeur", "type": "int"}]);
    check(
        json!({"path": "*.csv", "columns": columns}),
        content,
        expect![[r#"
        +-------+--------+
        | annee | valeur |
        +-------+--------+
        | 2023  | 1      |
        | 2024  | 2      |
        +-------+--------+
        lines [2, 3]
        line 4 annee "projection,3" [not_of_type] "projection" is not a int
    "#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "columns": columns, "on_type_mismatch": "fail"}),
        content,
        expect![[r#"
        C0327 a.csv, line 4, column annee: "projection" is not a int
        hint: Declare another type or a `null_values` entry; `on_type_mismatch: quarantine` sets such rows aside."#]],
    )
    .await;
}

#[tokio::test]
async fn numbers_in_another_style_are_never_guessed() {
    let content = "a;b\n1,5;x\n1.234,5;x\n1\u{a0}234,5;x\n1\u{202f}234,5;x\n1 234,5;x\n1,234.5;x\nNaN;x\ninf;x\n1e99;x\n0,1234;x\n12345678,0;x\n-;x\n";
    let columns = json!([{"name": "a", "type": "decimal(8,2)"}]);
    check(
        json!({"path": "*.csv", "delimiter": ";", "decimal_separator": ",", "thousands_separator": "space",
               "null_values": ["", "-"], "undeclared": "ignore", "columns": columns}),
        content,
        expect![[r#"
            +---------+
            | a       |
            +---------+
            | 1.50    |
            | 1234.50 |
            | 1234.50 |
            | 1234.50 |
            |         |
            +---------+
            lines [2, 4, 5, 6, 13]
            line 3 a "1.234,5;x" [number_separator] "1.234,5" is not a decimal(8,2) as declared; it looks like a number with `thousands_separator: "."`
            line 7 a "1,234.5;x" [number_separator] "1,234.5" is not a decimal(8,2) as declared; it looks like a number with `decimal_separator: "."`
            line 8 a "NaN;x" [not_finite] "NaN" is not a finite number; list it in `null_values` if it marks a missing value
            line 9 a "inf;x" [not_finite] "inf" is not a finite number; list it in `null_values` if it marks a missing value
            line 10 a "1e99;x" [out_of_range] "1e99" is too large for decimal(8,2)
            line 11 a "0,1234;x" [too_many_decimals] "0,1234" has more decimals than decimal(8,2) holds; declare a larger scale, or `round: true`
            line 12 a "12345678,0;x" [out_of_range] "12345678,0" is too large for decimal(8,2)
        "#]],
    )
    .await;
}

#[tokio::test]
async fn impossible_dates_are_refused() {
    check(
        json!({"path": "*.csv", "columns": [{"name": "le", "type": "date", "format": "%d/%m/%Y"}, {"name": "a", "type": "timestamp"}]}),
        "le,a\n29/02/2024,2024-01-01 10:00:00\n29/02/2023,\n31/04/2024,\n1/1/24,\nhier,\n01/01/2024,2024-01-01T25:00:00\n",
        expect![[r#"
            +------------+---------------------+
            | le         | a                   |
            +------------+---------------------+
            | 2024-02-29 | 2024-01-01T10:00:00 |
            +------------+---------------------+
            lines [2]
            line 3 le "29/02/2023," [impossible_date] "29/02/2023" is a date that no calendar has
            line 4 le "31/04/2024," [impossible_date] "31/04/2024" is a date that no calendar has
            line 5 le "1/1/24," [impossible_date] "1/1/24" is a date that no calendar has
            line 6 le "hier," [not_of_type] "hier" is not a date
            line 7 a "01/01/2024,2024-01-01T25:00:00" [impossible_date] "2024-01-01T25:00:00" is a timestamp that no calendar has
        "#]],
    )
    .await;
}

#[tokio::test]
async fn ragged_rows_keep_their_line_and_text() {
    check(json!({"path": "*.csv"}), "a,b\n1,2\n3\n4,5,6\n\"7\n7\",8\n9,\"x\"y\n10,11\n12", expect![[r#"
        +----+----+
        | a  | b  |
        +----+----+
        | 1  | 2  |
        | 7  | 8  |
        | 7  |    |
        | 10 | 11 |
        +----+----+
        lines [2, 5, 8]
        line 3  "3" [ragged_row] the record has 1 fields, the header has 2
        line 4  "4,5,6" [ragged_row] the record has 3 fields, the header has 2
        line 7  "9,\"x\"y" [malformed_quote] field 2 goes on after its closing quote; a quote inside a field must be doubled
        line 9  "12" [ragged_row] the record has 1 fields, the header has 2
    "#]]).await;
}

#[tokio::test]
async fn a_file_cut_off_in_its_last_record_loses_no_row_in_silence() {
    check(
        json!({"path": "*.csv"}),
        "a,b,c\n1,2,3\n4,5",
        expect![[r#"
        +---+---+---+
        | a | b | c |
        +---+---+---+
        | 1 | 2 | 3 |
        +---+---+---+
        lines [2]
        line 3  "4,5" [ragged_row] the record has 2 fields, the header has 3
    "#]],
    )
    .await;
}

#[tokio::test]
async fn an_open_quote_is_named_where_it_opens() {
    check(
        json!({"path": "*.csv"}),
        "a,b\n1,2\n3,\"four\n5,6\n7,8\n",
        expect![[r#"
        C0325 a.csv, line 3: the quote before "four" is never closed
        hint: Look at that line; if quotes have no meaning in this file, declare `quote: none`."#]],
    )
    .await;
    check(
        json!({"path": "*.csv"}),
        "a,\"b\n1,2\n",
        expect![[r#"
        C0325 a.csv, line 1: the quote before "b" is never closed
        hint: Look at that line; if quotes have no meaning in this file, declare `quote: none`."#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "quote": "none"}),
        "a,b\n3,\"four\n5,6\n",
        expect![[r#"
        +---+-------+
        | a | b     |
        +---+-------+
        | 3 | "four |
        | 5 | 6     |
        +---+-------+
        lines [2, 3]
    "#]],
    )
    .await;
}

#[tokio::test]
async fn damaged_bytes_are_refused_with_their_place() {
    check(json!({"path": "*.csv"}), b"a,b\n1,\xe9t\xe9\n2,\x00\n3,\"x\n\xff\"\n4,ok\n", expect![[r#"
        +---+----+
        | a | b  |
        +---+----+
        | 4 | ok |
        +---+----+
        lines [6]
        line 2  "1,�t�" [invalid_utf8] byte 6 of the file is not UTF-8; declare `encoding: windows-1252` if the file is latin-1
        line 3  "2,\0" [nul_byte] byte 12 of the file is NUL; the file is damaged or not text
        line 4  "3,\"x\n�\"" [invalid_utf8] byte 19 of the file is not UTF-8; declare `encoding: windows-1252` if the file is latin-1
    "#]]).await;
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
async fn encodings_are_declared_or_detected() {
    let latin: &[u8] = b"a,b\n1,C\xf4te d'Ivoire\n";
    check(
        json!({"path": "*.csv", "encoding": "latin-1"}),
        latin,
        expect![[r#"
        +---+---------------+
        | a | b             |
        +---+---------------+
        | 1 | Côte d'Ivoire |
        +---+---------------+
        lines [2]
    "#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "encoding": "auto"}),
        latin,
        expect![[r#"
        +---+---------------+
        | a | b             |
        +---+---------------+
        | 1 | Côte d'Ivoire |
        +---+---------------+
        lines [2]
        remark: the encoding was detected: windows-1252
    "#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "encoding": "per_line"}),
        b"a,b\n1,\xe9\n2,\xc3\xa9\n",
        expect![[r#"
        +---+---+
        | a | b |
        +---+---+
        | 1 | é |
        | 2 | é |
        +---+---+
        lines [2, 3]
    "#]],
    )
    .await;
    let mut wide = vec![0xff, 0xfe];
    wide.extend("a,b\n1,é\n".encode_utf16().flat_map(u16::to_le_bytes));
    check(
        json!({"path": "*.csv"}),
        wide,
        expect![[r#"
        +---+---+
        | a | b |
        +---+---+
        | 1 | é |
        +---+---+
        lines [2]
        remark: the encoding was detected: UTF-16LE
    "#]],
    )
    .await;
    check(
        json!({"path": "*.csv"}),
        "\u{feff}a,b\n1,2\n",
        expect![[r#"
        +---+---+
        | a | b |
        +---+---+
        | 1 | 2 |
        +---+---+
        lines [2]
    "#]],
    )
    .await;
}

#[tokio::test]
async fn latin_read_as_utf8_before_publication_is_remarked() {
    check(
        json!({"path": "*.csv"}),
        "a,b\n1,x\n2,le coÃ»t réel\n3,coÃ»t\n",
        expect![[r#"
        +---+---------------+
        | a | b             |
        +---+---------------+
        | 1 | x             |
        | 2 | le coÃ»t réel |
        | 3 | coÃ»t         |
        +---+---------------+
        lines [2, 3, 4]
        remark: line 3 has text that was damaged before publication: "coÃ»t"
    "#]],
    )
    .await;
}

#[tokio::test]
async fn headers_that_sql_cannot_tell_apart_are_refused() {
    check(json!({"path": "*.csv"}), "pays,annee,pays\n", expect![[r#"
        C0321 a.csv, line 1: the header names a column more than once: "pays" (position 1), "pays" (position 3)
        hint: Name the columns yourself: `header: false`, `skip_lines` past the header, and `columns` in the file's order; or `trailing_delimiter: true` if each line ends in one."#]]).await;
    check(json!({"path": "*.csv"}), "pays,Annee,annee\n", expect![[r#"
        C0321 a.csv, line 1: the header names a column more than once: "Annee" (position 2), "annee" (position 3)
        hint: Name the columns yourself: `header: false`, `skip_lines` past the header, and `columns` in the file's order; or `trailing_delimiter: true` if each line ends in one."#]]).await;
    check(json!({"path": "*.csv"}), "pays,,annee,\n", expect![[r#"
        C0322 a.csv, line 1: the header has no name at position 2, 4
        hint: Name the columns yourself: `header: false`, `skip_lines` past the header, and `columns` in the file's order; or `trailing_delimiter: true` if each line ends in one."#]]).await;
    check(
        json!({"path": "*.csv", "trailing_delimiter": true}),
        "pays,annee,\nBEN,1,\nTGO,2\n",
        expect![[r#"
        +------+-------+
        | pays | annee |
        +------+-------+
        | BEN  | 1     |
        | TGO  | 2     |
        +------+-------+
        lines [2, 3]
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a_renamed_column_names_the_nearest() {
    let columns = json!([{"name": "valeur"}]);
    check(json!({"path": "*.csv", "columns": columns}), "pays,valeurs\n", expect![[r#"
        C0323 a.csv, line 1: there is no column "valeur"
        hint: The nearest is "valeurs": if it is the same column, declare `rename: {"valeurs": valeur}`. The file has: pays, valeurs."#]]).await;
    check(
        json!({"path": "*.csv", "columns": columns}),
        "a;b\n",
        expect![[r#"
        C0323 a.csv, line 1: there is no column "valeur"
        hint: The file has: a;b. Check `delimiter`, `skip_lines` and `columns`."#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "columns": columns, "rename": {"valeurs": "valeur"}}),
        "pays,valeurs\nBEN,1\n",
        expect![[r#"
            +--------+------+
            | valeur | pays |
            +--------+------+
            | 1      | BEN  |
            +--------+------+
            lines [2]
            remark: column pays is not declared and was read as text
        "#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "columns": columns, "undeclared": "fail"}),
        "pays,valeur\n",
        expect![[r#"
        C0324 a.csv has undeclared columns: pays
        hint: Declare them under `columns`, or set `undeclared: string` or `undeclared: ignore`."#]],
    )
    .await;
}

#[tokio::test]
async fn an_empty_file_is_an_error_unless_it_may_be() {
    check(
        json!({"path": "*.csv"}),
        "",
        expect![[r#"
        C0320 a.csv is empty
        hint: Fetch the file again, or declare `allow_empty: true` if no row is a possible answer."#]],
    )
    .await;
    check(
        json!({"path": "*.csv"}),
        "\n  \n",
        expect![[r#"
        C0320 a.csv is empty
        hint: Fetch the file again, or declare `allow_empty: true` if no row is a possible answer."#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "allow_empty": true, "columns": [{"name": "a"}]}),
        "",
        expect![[r#"
        no row of a
        lines []
    "#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "columns": [{"name": "a", "required": true}]}),
        "a\n",
        expect![[r#"
        no row of a
        lines []
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a_file_without_header_takes_its_names_from_the_declaration() {
    check(
        json!({"path": "*.csv", "header": false, "skip_lines": 1, "comment": "#", "columns": [{"name": "pays"}, {"name": "n", "type": "int"}]}),
        "a \"title\n#,\"\nBEN,1,x\nTGO,2,y\n",
        expect![[r#"
            +------+---+----------+
            | pays | n | column_3 |
            +------+---+----------+
            | BEN  | 1 | x        |
            | TGO  | 2 | y        |
            +------+---+----------+
            lines [3, 4]
            remark: column column_3 is not declared and was read as text
        "#]],
    )
    .await;
}

#[tokio::test]
async fn ten_thousand_columns_are_read() {
    let names: Vec<String> = (0..10_000).map(|at| format!("c{at}")).collect();
    let values: Vec<String> = (0..10_000).map(|at| at.to_string()).collect();
    let content = format!("{}\n{}\n", names.join(","), values.join(","));
    let columns = json!([{"name": "c9999", "type": "int"}]);
    let parameters = json!({"path": "*.csv", "undeclared": "ignore", "columns": columns});
    check(
        parameters,
        &content,
        expect![[r#"
        +-------+
        | c9999 |
        +-------+
        | 9999  |
        +-------+
        lines [2]
    "#]],
    )
    .await;
    let fixture = Fixture::new(json!({"path": "*.csv"}), &[("a.csv", content.as_bytes())]);
    let source = fixture.open().unwrap();
    let input = source.inputs().await.unwrap().remove(0);
    let landed = Landed::Bytes(content.into_bytes().into());
    let mut reading = source.read(&input, &landed).await.unwrap();
    assert_eq!(reading.chunks.next().await.unwrap().unwrap().rows.num_columns(), 10_000);
}

#[tokio::test]
async fn compression_is_told_by_its_first_bytes() {
    let content = b"a,b\n1,2\n";
    check(
        json!({"path": "*.csv"}),
        gzip(content),
        expect![[r#"
        +---+---+
        | a | b |
        +---+---+
        | 1 | 2 |
        +---+---+
        lines [2]
    "#]],
    )
    .await;
    check(
        json!({"path": "*.csv"}),
        zstd::encode_all(content.as_slice(), 1).unwrap(),
        expect![[r#"
        +---+---+
        | a | b |
        +---+---+
        | 1 | 2 |
        +---+---+
        lines [2]
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a_truncated_archive_gives_no_row() {
    let mut content = b"a,b\n".to_vec();
    for at in 0..20_000 {
        content.extend(format!("{at},{}\n", at * 7919 % 1000).into_bytes());
    }
    let whole = gzip(&content);
    check(
        json!({"path": "*.csv"}),
        &whole[..whole.len() / 2],
        expect![[r#"
        C0310 a.csv is damaged or cut off (gzip)
        hint: Fetch the file again; compare its size with the publisher's."#]],
    )
    .await;
    let whole = zstd::encode_all(content.as_slice(), 1).unwrap();
    check(
        json!({"path": "*.csv"}),
        &whole[..whole.len() / 2],
        expect![[r#"
        C0310 a.csv is damaged or cut off (zstd)
        hint: Fetch the file again; compare its size with the publisher's."#]],
    )
    .await;
}

#[tokio::test]
async fn a_gzip_bomb_stops_at_its_limit() {
    let mut content = b"a\n".to_vec();
    content.resize(40 << 20, b'\n');
    let bomb = gzip(&content);
    let error = Fixture::new(json!({"path": "*.csv"}), &[("a.csv", &bomb)]).try_read().await.unwrap_err();
    assert!(matches!(error, SourceError::TooLarge { setting: "max_ratio", .. }), "{error}");
    let parameters = json!({"path": "*.csv", "max_bytes": "1MB"});
    let error = Fixture::new(parameters, &[("a.csv", &bomb)]).try_read().await.unwrap_err();
    assert!(matches!(error, SourceError::TooLarge { setting: "max_bytes", limit_bytes: 1_048_576, .. }), "{error}");
    assert!(error.hint(Lang::Fr).unwrap().contains("max_bytes"));
    let parameters = json!({"path": "*.csv", "max_ratio": 5000});
    assert!(Fixture::new(parameters, &[("a.csv", &bomb)]).try_read().await.is_ok());
}

#[tokio::test]
async fn a_record_without_end_stops_at_its_limit() {
    let mut content = b"a,b\n1,2\n".to_vec();
    content.resize(3 << 20, b'x');
    check(
        json!({"path": "*.csv", "max_record_bytes": "1MB"}),
        content,
        expect![[r#"
        C0326 a.csv, line 3: the record is longer than 1048576 bytes
        hint: Look for an open quote on that line, and check `delimiter`, `quote` and `encoding`."#]],
    )
    .await;
}

#[tokio::test]
async fn pieces_change_nothing() {
    // Several megabytes with quoted line feeds, so that records straddle every piece.
    let mut content = String::from("n,t,u\n");
    let mut lines = Vec::new();
    let mut line = 2_i64;
    for at in 0..150_000_i64 {
        lines.push(line);
        if at % 7 == 0 {
            content += &format!("{at},\"a \"\"b\"\"\n,{at}\",é\n");
            line += 2;
        } else {
            content += &format!("{at},t{at},5\" pipe\r\n");
            line += 1;
        }
    }
    let parameters = json!({"path": "*.csv", "columns": [{"name": "n", "type": "bigint"}]});
    let fixture = Fixture::new(parameters, &[("a.csv", content.as_bytes())]);
    let source = fixture.open().unwrap();
    let input = source.inputs().await.unwrap().remove(0);
    let landed = Landed::Path(fixture.dir.path().join("a.csv"));
    let chunks: Vec<_> = source.read(&input, &landed).await.unwrap().chunks.try_collect().await.unwrap();
    assert!(chunks.len() > 3, "{}", chunks.len());
    let numbers: Vec<i64> = chunks.iter().flat_map(|chunk| chunk.positions.row_numbers.values().to_vec()).collect();
    assert_eq!(numbers, lines);
    let column = |at: usize| chunks.iter().map(move |chunk| chunk.rows.column(at));
    let n: Vec<i64> = column(0)
        .flat_map(|array| arrow::array::AsArray::as_primitive::<arrow::datatypes::Int64Type>(array).values().to_vec())
        .collect();
    assert_eq!(n, (0..150_000).collect::<Vec<_>>());
    for chunk in &chunks {
        let texts = arrow::array::AsArray::as_string::<i32>(chunk.rows.column(1));
        for (text, n) in texts
            .iter()
            .zip(arrow::array::AsArray::as_primitive::<arrow::datatypes::Int64Type>(chunk.rows.column(0)).values())
        {
            let expected = if n % 7 == 0 { format!("a \"b\"\n,{n}") } else { format!("t{n}") };
            assert_eq!(text, Some(expected.as_str()));
        }
    }
}

#[tokio::test]
async fn inputs_come_in_a_stable_order_with_their_vintage() {
    let files: &[(&str, &[u8])] = &[
        ("data/b 2Q2025.csv", b"a\n"),
        ("data/a 3Q2025.csv", b"a\n1\n"),
        ("data/deep/c 1Q2025.csv", b"a\n"),
        ("data/notes.txt", b""),
    ];
    let shown = async |parameters| {
        let fixture = Fixture::new(parameters, files);
        let inputs = fixture.open().unwrap().inputs().await;
        inputs.map_or_else(
            |error| format!("{error}\nhint: {}", error.hint(Lang::Fr).unwrap()),
            |inputs| {
                inputs.iter().map(|input| format!("{} {} {:?}\n", input.uri, input.size_bytes, input.vintage)).collect()
            },
        )
    };
    let from_name = json!({"from_name": r"(\dQ\d{4})"});
    expect![[r#"
        data/a 3Q2025.csv 4 Some(2025-09-30)
        data/b 2Q2025.csv 2 Some(2025-06-30)
        data/deep/c 1Q2025.csv 2 Some(2025-03-31)
    "#]]
    .assert_eq(&shown(json!({"path": "data/**/*.csv", "vintage": from_name})).await);
    expect![[r#"
        data/a 3Q2025.csv 4 None
    "#]]
    .assert_eq(&shown(json!({"path": ["data/*.csv", "data/a*"], "exclude": "b*"})).await);
    expect![[r#"
        data/notes.txt has no publication date: `vintage.from_name: '(\dQ\d{4})'` gives none
        hint: Déclarez `vintage: {date: 2024-09-30}`, `vintage: {by_file: {'*2024*': 2024-09-30}}` ou `vintage: {from_name: '(\d{4}-\d{2}-\d{2})'}`."#]].assert_eq(&shown(json!({"path": "data/*", "vintage": from_name})).await);
    expect![[r#"
        data/a 3Q2025.csv 4 Some(2025-09-30)
        data/b 2Q2025.csv 2 Some(2025-06-30)
    "#]]
    .assert_eq(
        &shown(json!({"path": "data/*.csv", "vintage": {"by_file": {"a*": "2025-09-30", "b*": "2025-06"}}})).await,
    );
    expect![[r#"
        source "s": no file matches data/*.xls
        hint: Vérifiez `path` ; un chemin relatif part du dossier du projet. Ajoutez `optional: true` si la source peut n'avoir aucun fichier."#]].assert_eq(&shown(json!({"path": "data/*.xls"})).await);
    expect![[""]].assert_eq(&shown(json!({"path": "data/*.xls", "optional": true})).await);
    expect![[r#"
        data/notes.txt: "notes" is not a publication date
        hint: Écrivez la date comme 2024-09-30, 2024-09 ou 3Q2024."#]]
    .assert_eq(&shown(json!({"path": "data/notes.txt", "vintage": {"from_name": "(notes)"}})).await);
}

#[tokio::test]
async fn what_is_fetched_is_what_is_stored() {
    let content = gzip(b"a\n1\n");
    let fixture = Fixture::new(json!({"path": "a.csv"}), &[("a.csv", &content)]);
    let source = fixture.open().unwrap();
    let input = source.inputs().await.unwrap().remove(0);
    let fetched: Vec<bytes::Bytes> = source.fetch(&input).await.unwrap().try_collect().await.unwrap();
    assert_eq!(fetched.concat(), content);
    assert_eq!(input.size_bytes, content.len() as u64);
}

#[tokio::test]
async fn objects_are_found_like_files() {
    #[derive(Debug)]
    struct Memory(Arc<object_store::memory::InMemory>);
    impl crate::Stores for Memory {
        fn store(
            &self,
            url: &Url,
        ) -> Result<Arc<dyn object_store::ObjectStore>, Box<dyn std::error::Error + Send + Sync>> {
            assert_eq!(url.host_str(), Some("seau"));
            Ok(Arc::<object_store::memory::InMemory>::clone(&self.0))
        }
    }
    let memory = Arc::new(object_store::memory::InMemory::new());
    for key in ["in/b.csv", "in/a b.csv", "in/deep/c.csv", "inner/d.csv"] {
        memory.put(&ObjectPath::from(key), "x\n1\n".into()).await.unwrap();
    }
    let context = SourceContext { stores: Arc::new(Memory(memory)), num_threads: 2 };
    let open = |path: &str| {
        let declaration = SourceDeclaration {
            name: "s".to_owned(),
            kind: "file".to_owned(),
            parameters: json!({"path": path}),
            base_dir: PathBuf::from("/nowhere"),
        };
        open(&declaration, &context).unwrap()
    };
    let inputs = open("s3://seau/in/*.csv").inputs().await.unwrap();
    let uris: Vec<&str> = inputs.iter().map(|input| input.uri.as_str()).collect();
    assert_eq!(uris, ["s3://seau/in/a b.csv", "s3://seau/in/b.csv"]);
    for input in &inputs {
        let fetched: Vec<bytes::Bytes> =
            open("s3://seau/in/*.csv").fetch(input).await.unwrap().try_collect().await.unwrap();
        assert_eq!(fetched.concat(), b"x\n1\n", "{}", input.uri);
    }
    assert_eq!(open("s3a://seau/in/b.csv").inputs().await.unwrap().len(), 1);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn a_wrong_declaration_says_what_may_stand_there() {
    let shown = |parameters| {
        let error = Fixture::new(parameters, &[]).open().unwrap_err();
        format!("{}\n{}", error.message(Lang::En), error.message(Lang::Fr))
    };
    for (parameters, expect) in [
        (
            json!({"format": "csv"}),
            expect![[r#"
            source "s", path: is missing
            source « s », path : manque"#]],
        ),
        (
            json!({"path": "a", "delimeter": ";"}),
            expect![[r#"
            source "s", delimeter: there is no such key; did you mean `delimiter`
            source « s », delimeter : cette clé n'existe pas ; vouliez-vous écrire `delimiter`"#]],
        ),
        (
            json!({"path": "a", "format": "xlsx"}),
            expect![[r#"
            source "s", format: "xlsx" is not possible; possible are csv, json, jsonl, parquet, layout
            source « s », format : « xlsx » n'est pas possible ; sont possibles csv, json, jsonl, parquet, layout"#]],
        ),
        (
            json!({"path": "a", "columns": [{"name": "a", "type": "money"}]}),
            expect![[r#"
            source "s", columns[0].type: "money" is no type; the types are string, int, bigint, double, decimal(precision,scale), boolean, date, timestamp, timestamptz
            source « s », columns[0].type : « money » n'est pas un type ; les types sont string, int, bigint, double, decimal(precision,scale), boolean, date, timestamp, timestamptz"#]],
        ),
        (
            json!({"path": "a", "columns": [{"name": "a"}, {"name": "A"}]}),
            expect![[r#"
            source "s", columns: column "A" is declared twice (letter case does not count)
            source « s », columns : la colonne « A » est déclarée deux fois (la casse ne compte pas)"#]],
        ),
        (
            json!({"path": "a", "encoding": "klingon"}),
            expect![[r#"
            source "s", encoding: "klingon" is no known encoding; write utf-8, windows-1252, utf-16le, auto or per_line
            source « s », encoding : « klingon » n'est pas un encodage connu ; écrivez utf-8, windows-1252, utf-16le, auto ou per_line"#]],
        ),
        (
            json!({"path": "a", "vintage": {"date": "hier"}}),
            expect![[r#"
            source "s", vintage.date: "hier" is not a date; write 2024-09-30, 2024-09 or 3Q2024
            source « s », vintage.date : « hier » n'est pas une date ; écrivez 2024-09-30, 2024-09 ou 3Q2024"#]],
        ),
        (
            json!({"path": "a", "vintage": {}}),
            expect![[r#"
            source "s", vintage: exactly one of date, from_name, by_file and column is expected
            source « s », vintage : exactement une des clés date, from_name, by_file et column est attendue"#]],
        ),
        (
            json!({"path": "a", "vintage": {"from_name": "x"}}),
            expect![[r#"
            source "s", vintage.from_name: exactly one group in brackets is expected
            source « s », vintage.from_name : exactement un groupe entre parenthèses est attendu"#]],
        ),
        (
            json!({"path": "a", "vintage": {"column": "le"}}),
            expect![[r#"
            source "s", vintage.column: column "le" is not declared as a date
            source « s », vintage.column : la colonne « le » n'est pas déclarée comme date"#]],
        ),
        (
            json!({"path": "s3://seau"}),
            expect![[r#"
            source "s", path: "s3://seau" names no bucket and key
            source « s », path : « s3://seau » ne nomme pas de compartiment et de clé"#]],
        ),
    ] {
        expect.assert_eq(&shown(parameters));
    }
}

#[test]
fn an_unknown_kind_names_those_that_exist() {
    let declaration = SourceDeclaration {
        name: "s".to_owned(),
        kind: "files".to_owned(),
        parameters: json!({}),
        base_dir: PathBuf::new(),
    };
    let error = crate::Registry::standard().open(&declaration, &SourceContext::local()).unwrap_err();
    assert_eq!(error.hint(Lang::En).unwrap(), "Write `kind: file`.");
    assert_eq!(error.code(), "C0301");
}
