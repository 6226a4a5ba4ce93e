//! Unit tests: `unit_tests:` of properties files, and the rows in `tests/fixtures`.
//!
//! Read when all models are known: a test of a versioned model becomes one for each version.

use serde_json::{Map, Value as Json};

use crate::config::plain_text;
use crate::config_merge::{apply, defaults, finish, levels};
use crate::jinja::python::repr_json;
use crate::load::Loader;
use crate::load::document::PropertyFile;
use crate::load::node_file::sha256;
use crate::load::property::render_config;
use crate::node::{
    DependsOn, Node, ResourceType, UnitContent, UnitFormat, UnitInput, UnitOverrides, UnitRows, UnitTest,
};
use crate::yaml::Cursor;
use crate::{Declared, Place, Problem, ProjectError};

/// Reads the unit tests of all properties files.
pub(super) fn read_all(loader: &mut Loader<'_>, documents: &[PropertyFile]) {
    for file in documents {
        for entry in file.document.root().maps("unit_tests", &mut loader.problems) {
            if let Some(test) = read(loader, file, entry) {
                let place = entry.place();
                for test in of_versions(loader, test, &place) {
                    loader.add_unit_test(test, &place);
                }
            }
        }
    }
}

fn read(loader: &mut Loader<'_>, file: &PropertyFile, entry: Cursor<'_>) -> Option<UnitTest> {
    let name = entry.required_text("name", &mut loader.problems)?;
    let model = entry.required_text("model", &mut loader.problems)?;
    let reader = Reader { file, place: entry.place(), name: name.clone() };
    let mut given = Vec::new();
    for input in entry.maps("given", &mut loader.problems) {
        let call = input.required_text("input", &mut loader.problems)?;
        let rows = reader.rows(loader, input, Some(&call))?;
        given.push(UnitInput { input: call, rows });
    }
    let expect = match entry.get("expect") {
        Some(expect) if expect.is_map() => reader.rows(loader, expect, None)?,
        _ => {
            loader.problems.push(ProjectError::MissingKey { place: entry.place(), key: "expect".to_owned() });
            return None;
        }
    };
    let mut fqn = vec![file.package.clone()];
    let folders: Vec<&str> = file.path.split('/').collect();
    if let Some((_, folders)) = folders.split_last() {
        fqn.extend(folders.iter().map(|&folder| folder.to_owned()));
    }
    fqn.extend([model.clone(), name.clone()]);
    let config = config(loader, file, entry, &fqn);
    let mut test = UnitTest {
        unique_id: format!("unit_test.{}.{model}.{name}", file.package),
        name,
        model,
        package: file.package.clone(),
        path: file.path.clone(),
        original_path: file.original_path.clone(),
        package_root: file.package_root.clone(),
        fqn,
        description: entry.text("description", &mut loader.problems).unwrap_or_default(),
        given,
        expect,
        overrides: overrides(loader, entry),
        tags: config.tags(),
        config,
        versions: entry.json_of("versions"),
        version: None,
        schema: None,
        checksum: String::new(),
        depends_on: DependsOn::default(),
    };
    test.checksum = checksum(&test);
    Some(test)
}

fn config(
    loader: &mut Loader<'_>,
    file: &PropertyFile,
    entry: Cursor<'_>,
    fqn: &[String],
) -> crate::config::NodeConfig {
    let mut config = defaults(ResourceType::UnitTest);
    let mut packages = vec![file.package.clone()];
    let root = loader.engine.facts.project.clone();
    let own = entry.map("config", &mut loader.problems);
    let rendered = render_config(loader, &own, &file.package, &entry.place());
    if root != file.package {
        packages.push(root);
    }
    for (at, package) in packages.iter().enumerate() {
        let Some(package) = loader.package(package) else { continue };
        for tree in package.settings.trees(ResourceType::UnitTest) {
            levels(tree, fqn).into_iter().for_each(|level| apply(&mut config, level));
        }
        if at == 0 {
            apply(&mut config, rendered.clone());
        }
    }
    finish(ResourceType::UnitTest, config)
}

fn overrides(loader: &mut Loader<'_>, entry: Cursor<'_>) -> Option<UnitOverrides> {
    let overrides = entry.get("overrides")?;
    Some(UnitOverrides {
        macros: overrides.map("macros", &mut loader.problems),
        vars: overrides.map("vars", &mut loader.problems),
        env_vars: overrides.map("env_vars", &mut loader.problems),
    })
}

/// Reads the rows of one test.
struct Reader<'a> {
    file: &'a PropertyFile,
    place: Place,
    name: String,
}

impl Reader<'_> {
    fn wrong(&self, loader: &mut Loader<'_>, en: String, fr: String) {
        loader.problems.push(misdeclared(&self.place, &self.name, en, fr));
    }

    /// `rows:`, the file that `fixture:` names, or for an input without both the seed of that name.
    fn rows(&self, loader: &mut Loader<'_>, entry: Cursor<'_>, input: Option<&str>) -> Option<UnitRows> {
        let word = entry.text("format", &mut loader.problems).unwrap_or_else(|| "dict".to_owned());
        let format = match word.to_lowercase().as_str() {
            "dict" => UnitFormat::Dict,
            "csv" => UnitFormat::Csv,
            "sql" => UnitFormat::Sql,
            _ => {
                let known = ["dict", "csv", "sql"].map(str::to_owned).to_vec();
                loader.problems.push(ProjectError::BadValue {
                    place: entry.place(),
                    key: "format".to_owned(),
                    value: word,
                    known,
                });
                return None;
            }
        };
        let fixture = entry.text("fixture", &mut loader.problems);
        let content = match format {
            UnitFormat::Dict => self.dict(loader, entry, input, fixture.is_some())?,
            UnitFormat::Csv | UnitFormat::Sql => self.text(loader, entry, format, fixture.as_deref())?,
        };
        Some(UnitRows { format, fixture, content })
    }

    fn dict(
        &self,
        loader: &mut Loader<'_>,
        entry: Cursor<'_>,
        input: Option<&str>,
        has_fixture: bool,
    ) -> Option<UnitContent> {
        if entry.get("rows").is_none() {
            return match input.filter(|_| !has_fixture) {
                Some(input) => Some(UnitContent::Rows(self.of_seed(loader, input)?)),
                None => {
                    let en = "has no `rows`, and the format dict takes no fixture".to_owned();
                    let fr = "n'a pas de `rows`, et le format dict n'admet pas de fixture".to_owned();
                    self.wrong(loader, en, fr);
                    None
                }
            };
        }
        let rows = entry.maps("rows", &mut loader.problems);
        let rows = rows.iter().filter_map(|row| match row.json() {
            Json::Object(map) => Some(map),
            _ => None,
        });
        Some(UnitContent::Rows(with_full_row_first(rows.collect())))
    }

    fn text(
        &self,
        loader: &mut Loader<'_>,
        entry: Cursor<'_>,
        format: UnitFormat,
        fixture: Option<&str>,
    ) -> Option<UnitContent> {
        let text = match fixture {
            Some(name) => self.fixture(loader, name, format)?,
            None => match entry.get("rows").map(|rows| rows.json()) {
                Some(Json::String(text)) => text,
                _ => {
                    let word = format.as_str();
                    let en = format!("has rows that are not text, as the format {word} asks for");
                    let fr = format!("a des lignes qui ne sont pas du texte, comme le format {word} le demande");
                    self.wrong(loader, en, fr);
                    return None;
                }
            },
        };
        if format == UnitFormat::Sql {
            return Some(UnitContent::Sql(text));
        }
        let Some(rows) = csv_rows(&text) else {
            self.wrong(
                loader,
                "has rows that are not CSV".to_owned(),
                "a des lignes qui ne sont pas du CSV".to_owned(),
            );
            return None;
        };
        // An empty field is NULL.
        let null = |value: Json| if value.as_str() == Some("") { Json::Null } else { value };
        let rows = rows.into_iter().map(|row| row.into_iter().map(|(key, value)| (key, null(value))).collect());
        Some(UnitContent::Rows(with_full_row_first(rows.collect())))
    }

    /// The text of a file in `tests/fixtures`, by its name without the ending.
    fn fixture(&self, loader: &mut Loader<'_>, name: &str, format: UnitFormat) -> Option<String> {
        let ending = format.as_str();
        let folders: Vec<String> = loader
            .package(&self.file.package)
            .into_iter()
            .flat_map(|package| {
                package.settings.test_paths.iter().map(|folder| package.full_path(&format!("{folder}/fixtures")))
            })
            .collect();
        let wanted = format!("{name}.{ending}");
        let files = loader.files;
        let found = folders.iter().find_map(|folder| {
            let mut inside = files.below(folder, &["csv", "sql"]);
            inside
                .find(|(path, _)| path.rsplit('/').next() == Some(wanted.as_str()))
                .map(|(_, text)| text.trim().to_owned())
        });
        if found.is_none() {
            let place = folders.first().map_or("tests/fixtures", String::as_str);
            let en = format!("names the fixture \"{name}\", and there is no {place}/{wanted}");
            let fr = format!("nomme la fixture « {name} », et il n'y a pas de {place}/{wanted}");
            self.wrong(loader, en, fr);
        }
        found
    }

    /// The rows of a seed, for an input that gives none.
    fn of_seed(&self, loader: &mut Loader<'_>, input: &str) -> Option<Vec<Map<String, Json>>> {
        let name = input.trim().strip_prefix("ref(").and_then(|rest| rest.strip_suffix(')'));
        let name = name.and_then(|names| names.rsplit(',').next()).map(|name| name.trim().trim_matches(['\'', '"']));
        let seed = name.and_then(|name| {
            let seeds = loader.nodes.values().filter(|node| node.resource_type == ResourceType::Seed);
            seeds.filter(|node| node.name == name).min_by_key(|node| node.package != self.file.package)
        });
        let text = seed.and_then(|seed| loader.files.get(&seed.file()));
        let rows = text.and_then(csv_rows);
        if rows.is_none() {
            let en = format!("has no `rows` for {input}, which is no seed");
            let fr = format!("n'a pas de `rows` pour {input}, qui n'est pas une seed");
            self.wrong(loader, en, fr);
        }
        rows
    }
}

/// The rows of a CSV text, each as header to field. A short row has NULL at its end.
fn csv_rows(text: &str) -> Option<Vec<Map<String, Json>>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(header) = records.next().transpose().ok()? else { return Some(Vec::new()) };
    let mut rows = Vec::new();
    for record in records {
        let record = record.ok()?;
        if record.len() > header.len() {
            return None;
        }
        let fields = record.iter().map(Json::from).chain(std::iter::repeat(Json::Null));
        rows.push(header.iter().map(str::to_owned).zip(fields).collect());
    }
    Some(rows)
}

/// Exchanges the first row with the first one that has no NULL, as dbt does: some databases take
/// the types of a column from its first row.
fn with_full_row_first(mut rows: Vec<Map<String, Json>>) -> Vec<Map<String, Json>> {
    if let Some(full) = rows.iter().position(|row| row.values().all(|value| !value.is_null())) {
        rows.swap(0, full);
    }
    rows
}

fn misdeclared(place: &Place, name: &str, en: String, fr: String) -> ProjectError {
    ProjectError::Misdeclared {
        place: place.clone(),
        what: Declared::UnitTest,
        name: name.to_owned(),
        problem: Problem { en, fr },
    }
}

/// Finds the model of a test: one test, or one for each version of the model that it is for.
fn of_versions(loader: &mut Loader<'_>, test: UnitTest, place: &Place) -> Vec<UnitTest> {
    let mut words = test.model.split_whitespace();
    let name = words.next().unwrap_or_default().to_owned();
    let version = words.next().map(str::to_owned);
    let fits = |node: &&Node| {
        node.resource_type == ResourceType::Model
            && node.name == name
            && node.package == test.package
            && version.as_ref().is_none_or(|wanted| node.version.as_ref().map(plain_text).as_ref() == Some(wanted))
    };
    let models: Vec<Node> = loader.nodes.values().filter(fits).cloned().collect();
    let Some(first) = models.iter().find(|node| node.version == node.latest_version).or(models.first()) else {
        if loader.disabled.values().any(|node| fits(&node)) {
            loader.disabled_unit_tests.insert(test.unique_id.clone(), test);
            return Vec::new();
        }
        loader.problems.push(unknown_model(loader, test, name, place));
        return Vec::new();
    };
    if let Some(problem) = incremental_problem(&test, first, place) {
        loader.problems.push(problem);
        return Vec::new();
    }
    if first.version.is_none() {
        let is_chosen = test.versions.as_ref().is_some_and(|versions| {
            ["include", "exclude"]
                .iter()
                .any(|key| versions.get(key).is_some_and(|list| list != &Json::Array(Vec::new())))
        });
        if is_chosen {
            let en = format!("chooses versions of \"{name}\", which has none");
            let fr = format!("choisit des versions de « {name} », qui n'en a pas");
            loader.problems.push(misdeclared(place, &test.name, en, fr));
            return Vec::new();
        }
        return vec![attached(test, first)];
    }
    let chosen: Vec<UnitTest> = models
        .iter()
        .filter(|model| wants_version(test.versions.as_ref(), model.version.as_ref()))
        .map(|model| {
            let mut own = attached(test.clone(), model);
            let version = model.version.as_ref().map(plain_text).unwrap_or_default();
            own.unique_id = format!("{}_v{version}", own.unique_id);
            own.version.clone_from(&model.version);
            own
        })
        .collect();
    if chosen.is_empty() {
        let en = format!("is for versions of \"{name}\" that do not exist");
        let fr = format!("porte sur des versions de « {name} » qui n'existent pas");
        loader.problems.push(misdeclared(place, &test.name, en, fr));
    }
    chosen
}

fn unknown_model(loader: &Loader<'_>, test: UnitTest, name: String, place: &Place) -> ProjectError {
    let names = loader.nodes.values().filter(|node| node.resource_type == ResourceType::Model);
    let nearest = cauri_core::nearest(&name, names.map(|node| node.name.as_str())).map(str::to_owned);
    ProjectError::UnknownRef { place: place.clone(), node: test.unique_id, target: name, nearest, disabled: false }
}

fn attached(mut test: UnitTest, model: &Node) -> UnitTest {
    test.depends_on.nodes = vec![model.unique_id.clone()];
    test.schema = Some(model.schema.clone());
    test
}

fn wants_version(versions: Option<&Json>, version: Option<&Json>) -> bool {
    let lists = |key: &str| {
        let list = versions.and_then(|versions| versions.get(key)).and_then(Json::as_array);
        list.filter(|list| !list.is_empty()).map(|list| list.iter().any(|one| Some(one) == version))
    };
    match (lists("exclude"), lists("include")) {
        (Some(excluded), _) => !excluded,
        (None, Some(included)) => included,
        (None, None) => true,
    }
}

/// A model that asks `is_incremental()` must be told the answer, and what `this` holds.
fn incremental_problem(test: &UnitTest, model: &Node, place: &Place) -> Option<ProjectError> {
    if !model.depends_on.macros.iter().any(|name| name == "macro.dbt.is_incremental") {
        return None;
    }
    let answer = test.overrides.as_ref().and_then(|overrides| overrides.macros.get("is_incremental"));
    let wrong = |en: &str, fr: &str| Some(misdeclared(place, &test.name, en.to_owned(), fr.to_owned()));
    match answer.and_then(Json::as_bool) {
        None => wrong(
            "has to override the macro is_incremental with true or false, since its model calls it",
            "doit remplacer la macro is_incremental par true ou false, car son modèle l'appelle",
        ),
        Some(true) if !test.given.iter().any(|input| input.input.trim() == "this") => wrong(
            "has no input `this`, which its model reads when it is incremental",
            "n'a pas d'entrée `this`, que son modèle lit quand il est incrémental",
        ),
        Some(_) => None,
    }
}

/// The digest of all but the description: dbt hashes what Python prints for the parts.
fn checksum(test: &UnitTest) -> String {
    let content = |rows: &UnitRows| match &rows.content {
        UnitContent::Rows(rows) => {
            let rows: Vec<Json> = rows.iter().map(|row| Json::Object(row.clone())).collect();
            repr_json(&Json::Array(rows))
        }
        UnitContent::Sql(text) => repr_json(&Json::from(text.as_str())),
    };
    let rows = |rows: &UnitRows| {
        let (word, member) = match rows.format {
            UnitFormat::Dict => ("dict", "Dict"),
            UnitFormat::Csv => ("csv", "CSV"),
            UnitFormat::Sql => ("sql", "SQL"),
        };
        let fixture = rows.fixture.as_deref().map_or(Json::Null, Json::from);
        format!("rows={}, format=<UnitTestFormat.{member}: '{word}'>, fixture={})", content(rows), repr_json(&fixture))
    };
    let given: Vec<String> = test
        .given
        .iter()
        .map(|one| {
            format!("UnitTestInputFixture(input={}, {}", repr_json(&Json::from(one.input.as_str())), rows(&one.rows))
        })
        .collect();
    let overrides = test.overrides.as_ref().map_or_else(
        || "None".to_owned(),
        |overrides| {
            let of = |map: &Map<String, Json>| repr_json(&Json::Object(map.clone()));
            format!(
                "UnitTestOverrides(macros={}, vars={}, env_vars={})",
                of(&overrides.macros),
                of(&overrides.vars),
                of(&overrides.env_vars)
            )
        },
    );
    let versions = test.versions.as_ref().map_or_else(
        || "None".to_owned(),
        |versions| {
            let of = |key: &str| repr_json(versions.get(key).unwrap_or(&Json::Null));
            format!("UnitTestNodeVersions(include={}, exclude={})", of("include"), of("exclude"))
        },
    );
    let mut text = format!(
        "{}-{versions}-[{}]-UnitTestOutputFixture({}-{overrides}",
        test.model,
        given.join(", "),
        rows(&test.expect)
    );
    for input in test.given.iter().filter(|input| input.rows.fixture.is_some()) {
        // Python prints a query as it is, and rows as their repr.
        match &input.rows.content {
            UnitContent::Sql(sql) => text.push_str(&format!("-{sql}")),
            UnitContent::Rows(_) => text.push_str(&format!("-{}", content(&input.rows))),
        }
    }
    sha256(&text).checksum
}

impl Loader<'_> {
    fn add_unit_test(&mut self, test: UnitTest, place: &Place) {
        if !test.config.enabled() {
            self.disabled_unit_tests.insert(test.unique_id.clone(), test);
            return;
        }
        if self.unit_tests.contains_key(&test.unique_id) {
            let first = self.places.get(&test.unique_id).cloned().unwrap_or_else(|| place.clone());
            let (place, name) = (place.clone(), test.name);
            self.problems.push(ProjectError::DuplicateName { place, kind: "unit test", name, first });
            return;
        }
        self.places.insert(test.unique_id.clone(), place.clone());
        self.unit_tests.insert(test.unique_id.clone(), test);
    }
}
