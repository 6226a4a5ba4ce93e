use super::*;

fn kinds(template: &str) -> Vec<&'static str> {
    let name = |piece: &Piece<'_>| match piece {
        Piece::Text(_) => "text",
        Piece::Comment(_) => "comment",
        Piece::Raw(_) => "raw",
        Piece::Expression(_) => "expression",
        Piece::Statement(_) => "statement",
    };
    pieces(template).unwrap().iter().map(name).collect()
}

#[test]
fn delimiters_inside_of_quotes_dicts_comments_and_raw_do_not_count() {
    assert_eq!(kinds("{{ '}}' }}"), ["expression"]);
    assert_eq!(kinds("{{ {'a': {'b': 1}} }}x"), ["expression", "text"]);
    assert_eq!(kinds("{# {{ #}{% set x = '%}' %}"), ["comment", "statement"]);
    assert_eq!(kinds("{% raw %}{{ {% {% endraw %}{{ x }}"), ["raw", "expression"]);
}

#[test]
fn what_never_ends_is_named_with_its_line() {
    let unclosed = |text: &str| {
        let found = pieces(text).unwrap_err();
        (found.line, found.what)
    };
    assert_eq!(unclosed("a\n{{ b"), (2, "{{".to_owned()));
    assert_eq!(unclosed("a\n\n{# b"), (3, "{#".to_owned()));
    assert_eq!(unclosed("{% raw %} {{ x }}"), (1, "raw".to_owned()));
}

#[test]
fn the_block_that_is_left_open_is_found() {
    let open = |text: &str| unbalanced(text).map(|found| (found.line, found.what));
    assert_eq!(open("{% if a %}\n{% for b in c %}\n{% endfor %}\n"), Some((1, "if".to_owned())));
    assert_eq!(open("{% if a %}\n{% for b in c %}\n{% endif %}\n"), Some((2, "for".to_owned())));
    assert_eq!(open("{% set x = 1 %}{% set y %}z{% endset %}{% if a %}{% endif %}"), None);
}

#[test]
fn blocks_of_a_file_know_name_arguments_and_lines() {
    let file =
        "-- x\n{% macro a(b, c=1) -%}\n{{ b }}\n{%- endmacro %}\n\n{%- snapshot s %}\nselect 1\n{% endsnapshot %}";
    let found = blocks(file, &["macro", "snapshot"]).unwrap();
    let seen: Vec<_> =
        found.iter().map(|block| (block.kind, block.name, block.arguments, block.line, block.contents_line)).collect();
    assert_eq!(seen, [("macro", "a", "(b, c=1)", 2, 3), ("snapshot", "s", "", 6, 6)]);
    assert!(found[0].full.starts_with("{% macro a") && found[0].full.ends_with("endmacro %}"));
}
