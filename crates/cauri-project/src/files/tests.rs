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

#[test]
fn raw_data_beside_the_project_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &[u8]| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("dbt_project.yml", b"name: shop\nseed-paths: [reference]\n");
    write("cauri.yml", b"version: 1\n");
    write("models/a.sql", b"select 1");
    write("models/data.csv", b"\xe9");
    write("reference/pays.csv", b"code\nBJ\n");
    write("data/latin.csv", b"B\xe9nin");
    write("data/layout.yml", b"\xe9");
    write("target/compiled/a.sql", b"select 1");
    write("dbt_packages/tools/dbt_project.yml", b"name: tools\n");
    write("dbt_packages/tools/macros/m.sql", b"{% macro m() %}{% endmacro %}");
    write("dbt_packages/tools/tests_of_its_own/x.sql", b"select");
    let files = FileMap::read_dir(folder.path()).unwrap();
    let paths: Vec<&str> = files.iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "cauri.yml",
            "dbt_packages/tools/dbt_project.yml",
            "dbt_packages/tools/macros/m.sql",
            "dbt_project.yml",
            "models/a.sql",
            "reference/pays.csv"
        ]
    );
    write("models/b.sql", b"select '\xe9'");
    let error = FileMap::read_dir(folder.path()).unwrap_err().to_string();
    assert!(error.starts_with("could not read") && error.contains("b.sql"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_package_may_be_a_link_to_a_folder_above_the_project() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("integration_tests");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("dbt_project.yml", "name: tools\n");
    write("macros/m.sql", "{% macro m() %}{% endmacro %}");
    write("integration_tests/dbt_project.yml", "name: tools_tests\n");
    write("integration_tests/models/a.sql", "select 1");
    std::fs::create_dir_all(project.join("dbt_packages")).unwrap();
    std::os::unix::fs::symlink("../..", project.join("dbt_packages/tools")).unwrap();
    let files = FileMap::read_dir(&project).unwrap();
    let paths: Vec<&str> = files.iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        ["dbt_packages/tools/dbt_project.yml", "dbt_packages/tools/macros/m.sql", "dbt_project.yml", "models/a.sql"]
    );
}

#[test]
fn a_date_in_the_settings_leaves_the_folders_as_they_are_set() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("dbt_project.yml", "name: shop\nmodel-paths: [sql]\nvars: {start: 2020-01-01}\n");
    write("sql/a.sql", "select 1");
    let files = FileMap::read_dir(folder.path()).unwrap();
    assert_eq!(files.get("sql/a.sql"), Some("select 1"));
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("dbt_project.yml"), "name: shop\n").unwrap();
    std::os::unix::fs::symlink("/nowhere/target-base", folder.path().join("target-base")).unwrap();
    let files = FileMap::read_dir(folder.path()).unwrap();
    assert_eq!(files.iter().map(|(path, _)| path).collect::<Vec<_>>(), ["dbt_project.yml"]);
}
