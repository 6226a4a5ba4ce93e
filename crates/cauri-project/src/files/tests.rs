use super::*;

#[test]
fn a_fixture_is_cut_at_its_headings() {
    let files = FileMap::from_fixture("dropped\n//- models/a.sql\nselect 1\n//- b.yml\nx: 1\ny: 2\n");
    let all: Vec<_> = files.iter().collect();
    assert_eq!(all, [("b.yml", "x: 1\ny: 2\n"), ("models/a.sql", "select 1\n")]);
}

#[test]
fn a_folder_is_not_confused_with_its_longer_neighbour() {
    let files = FileMap::from_fixture("//- models/a.sql\n//- models_old/b.sql\n//- models/x/c.sql\n//- models/d.md\n");
    let found: Vec<_> = files.below("models", &["sql"]).map(|(path, _)| path).collect();
    assert_eq!(found, ["models/a.sql", "models/x/c.sql"]);
}

#[test]
fn dbtignore_reads_like_gitignore() {
    let ignore =
        Ignore::parse("# comment\n*.tmp.sql\nold/\n/models/private\n!models/private/keep.sql\n**/draft_?.sql\n");
    let left_out = [
        ("models/a.tmp.sql", true),
        ("models/old/a.sql", true),
        ("models/older/a.sql", false),
        ("models/private/x.sql", true),
        ("models/private/keep.sql", false),
        ("models/x/draft_1.sql", true),
        ("models/x/draft_12.sql", false),
    ];
    for (path, expected) in left_out {
        assert_eq!(ignore.matches(path), expected, "{path}");
    }
}
