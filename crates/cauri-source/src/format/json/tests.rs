//! JSON documents and lines.

use expect_test::expect;
use serde_json::json;

use crate::fixture::check;

#[tokio::test]
async fn records_are_found_on_their_way_and_keep_their_digits() {
    check(
        json!({"path": "*.csv", "format": "json", "records": "1", "columns": [
            {"name": "pays", "path": "country.id"},
            {"name": "annee", "path": "date", "type": "int"},
            {"name": "valeur", "path": "value", "type": "decimal(38,18)"},
        ]}),
        r#"[{"page": 1}, [
            {"country": {"id": "BEN"}, "date": "2023", "value": 123456789012345678.123456789012345678, "unit": ""},
            {"country": {"id": "TGO"}, "date": "2024", "value": null, "note": {"a": [1, "}"]}},
            {"country": null, "date": "20x4", "value": 1},
            [1]
        ]]"#,
        expect![[r#"
            +------+-------+---------------------------------------+------+-----------------+
            | pays | annee | valeur                                | unit | note            |
            +------+-------+---------------------------------------+------+-----------------+
            | BEN  | 2023  | 123456789012345678.123456789012345678 |      |                 |
            | TGO  | 2024  |                                       |      | {"a": [1, "}"]} |
            +------+-------+---------------------------------------+------+-----------------+
            lines [1, 2]
            line 3 annee "{\"country\": null, \"date\": \"20x4\", \"value\": 1}" [not_of_type] "20x4" is not a int
            line 4  "[1]" [not_an_object] the record is not a JSON object
            remark: column unit is not declared and was read as text
            remark: column note is not declared and was read as text
        "#]],
    )
    .await;
}

#[tokio::test]
async fn lines_that_are_no_records_are_set_aside() {
    check(
        json!({"path": "*.csv", "format": "jsonl"}),
        b"{\"a\": 1, \"b\": \"\\u00e9 \\\"x\\\"\"}\n\n{\"b\": true, \"c\": [1, 2]}\r\n{\"a\": 1\n\"text\"\n{\"a\": \"\xff\"}\n{}\n",
        expect![[r#"
            +---+-------+--------+
            | a | b     | c      |
            +---+-------+--------+
            | 1 | é "x" |        |
            |   | true  | [1, 2] |
            |   |       |        |
            +---+-------+--------+
            lines [1, 3, 7]
            line 4  "{\"a\": 1" [not_json] the record is not JSON: EOF while parsing an object at line 1 column 7
            line 5  "\"text\"" [not_an_object] the record is not a JSON object
            line 6  "{\"a\": \"�\"}" [invalid_utf8] byte 79 of the file is not UTF-8; declare `encoding: windows-1252` if the file is latin-1
        "#]],
    )
    .await;
}

#[tokio::test]
async fn what_is_no_json_is_an_error() {
    check(
        json!({"path": "*.csv", "format": "json"}),
        "{\"a\": [1,\n 2",
        expect![[r#"
        C0330 a.csv, line 2: it is not JSON: EOF while parsing a list at line 2 column 2
        hint: Check `format` (json or jsonl) and `records`, the path to the array of records."#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "format": "json", "records": "data.rows"}),
        r#"{"data": {"row": []}}"#,
        expect![[r#"
            C0330 a.csv: there is no "rows" on the way `records: data.rows`
            hint: Check `format` (json or jsonl) and `records`, the path to the array of records."#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "format": "json"}),
        "3",
        expect![[r#"
        C0330 a.csv: the records are neither an array nor an object
        hint: Check `format` (json or jsonl) and `records`, the path to the array of records."#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "format": "json"}),
        "",
        expect![[r#"
        C0320 a.csv is empty
        hint: Fetch the file again, or declare `allow_empty: true` if no row is a possible answer."#]],
    )
    .await;
    check(
        json!({"path": "*.csv", "format": "json"}),
        "[]",
        expect![[r#"
        no row of 
        lines []
    "#]],
    )
    .await;
    check(json!({"path": "*.csv", "format": "jsonl"}), "{\"a\": 1, \"A\": 2}\n", expect![[r#"
        C0321 a.csv, line 0: the header names a column more than once: "a" (position 1), "A" (position 2)
        hint: Name the columns yourself: `header: false`, `skip_lines` past the header, and `columns` in the file's order; or `trailing_delimiter: true` if each line ends in one."#]]).await;
}
