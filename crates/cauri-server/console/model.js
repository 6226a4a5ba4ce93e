// The project as the page knows it: made once from manifest.json, catalog.json and lineage.json.

const KINDS = ["model", "source", "seed", "snapshot", "exposure", "semantic_model", "metric", "saved_query", "analysis", "test", "unit_test", "macro"];
const DRAWN = new Set(["model", "source", "seed", "snapshot", "exposure", "semantic_model", "metric", "saved_query"]);
const PLURAL = { semantic_model: "semantic_models", saved_query: "saved_queries", unit_test: "unit_tests", model: "models", source: "sources", seed: "seeds", snapshot: "snapshots", exposure: "exposures", analysis: "analyses", test: "tests", macro: "macros", metric: "metrics" };

/** Reads an artifact: the one inside of the page, or the file beside it. */
async function artifact(name, needed) {
  const inside = document.querySelector(`script[data-artifact="${name}"]`);
  if (inside) return JSON.parse(inside.textContent);
  if (document.querySelector("script[data-artifact]")) return null;
  try {
    const answer = await fetch(name, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return await answer.json();
  } catch (error) {
    if (needed) throw error;
    return null;
  }
}

async function loadProject() {
  const manifest = await artifact("manifest.json", true);
  const [catalog, lineage, results, freshness] = await Promise.all(
    ["catalog.json", "lineage.json", "run_results.json", "sources.json"].map((name) => artifact(name, false)));
  return buildProject(manifest, catalog, lineage, results, freshness);
}

function buildProject(manifest, catalog, lineage, results, freshness) {
  const project = {
    name: manifest.metadata.project_name || "project",
    adapter: manifest.metadata.adapter_type,
    generatedAt: (catalog && catalog.metadata.generated_at) || manifest.metadata.generated_at,
    nodes: new Map(), lineage: (lineage && lineage.nodes) || {}, docs: manifest.docs || {},
  };
  const sections = [manifest.nodes, manifest.sources, manifest.exposures, manifest.semantic_models, manifest.metrics, manifest.saved_queries, manifest.unit_tests];
  for (const section of sections) {
    for (const raw of Object.values(section || {})) project.nodes.set(raw.unique_id, nodeOf(raw, catalog, project));
  }
  for (const raw of Object.values(manifest.macros || {})) {
    if (raw.package_name !== "dbt" && !raw.package_name.startsWith("dbt_")) project.nodes.set(raw.unique_id, nodeOf(raw, catalog, project));
  }
  for (const node of project.nodes.values()) {
    for (const id of manifest.parent_map[node.id] || []) {
      const parent = project.nodes.get(id);
      if (!parent) continue;
      node.parents.push(id);
      parent.children.push(node.id);
    }
  }
  attachTests(project);
  for (const result of (results && results.results) || []) {
    const node = project.nodes.get(result.unique_id);
    if (node) node.result = result;
  }
  for (const result of (freshness && freshness.results) || []) {
    const node = project.nodes.get(result.unique_id);
    if (node) node.freshnessResult = result;
  }
  project.uses = usesOf(project);
  return project;
}

function nodeOf(raw, catalog, project) {
  const kind = raw.resource_type;
  const built = catalog && ((catalog.nodes || {})[raw.unique_id] || (catalog.sources || {})[raw.unique_id]);
  const node = {
    id: raw.unique_id, kind, raw, built, name: raw.name, parents: [], children: [], tests: [],
    label: kind === "source" ? `${raw.source_name}.${raw.name}` : raw.version ? `${raw.name}.v${raw.version}` : (raw.label && ["exposure", "metric", "saved_query"].includes(kind) ? raw.label : raw.name),
    package: raw.package_name, path: raw.original_file_path || "", schema: raw.schema || "",
    identifier: raw.alias || raw.identifier || raw.name, relation: raw.relation_name,
    materialized: raw.config && raw.config.materialized, tags: raw.tags || [],
  };
  node.columns = columnsOf(raw, built, project.lineage[raw.unique_id]);
  node.layer = layerOf(node);
  return node;
}

/** Columns as built, with what is written about them; what is written and not built comes last. */
function columnsOf(raw, built, traced) {
  const described = new Map(Object.values(raw.columns || {}).map((one) => [one.name.toLowerCase(), one]));
  const columns = [];
  const add = (name, type, comment) => {
    const about = described.get(name.toLowerCase()) || {};
    described.delete(name.toLowerCase());
    columns.push({ name, type: type || about.data_type || "", comment, about, tests: [] });
  };
  if (built) {
    const all = Object.values(built.columns).sort((a, b) => a.index - b.index);
    for (const one of all) add(one.name, one.type, one.comment);
  } else if (traced) {
    for (const [name, one] of Object.entries(traced.columns || {})) add(name, one.type, null);
  }
  for (const about of [...described.values()]) add(about.name, about.data_type, null);
  return columns;
}

function layerOf(node) {
  if (!["model", "source", "seed", "snapshot"].includes(node.kind)) return null;
  const found = node.schema.toLowerCase().match(/(?:^|_)(bronze|silver|gold)$/);
  return found ? found[1] : null;
}

function attachTests(project) {
  for (const test of project.nodes.values()) {
    if (test.kind !== "test" && test.kind !== "unit_test") continue;
    const attached = project.nodes.get(test.raw.attached_node);
    const owners = attached ? [attached] : test.parents.map((id) => project.nodes.get(id));
    for (const owner of owners) {
      const wanted = (test.raw.column_name || "").replace(/[`"]/g, "").toLowerCase();
      const column = wanted && owner.columns.find((one) => one.name.toLowerCase() === wanted);
      (column || owner).tests.push(test);
    }
  }
}

/** Who uses a column: the lineage turned around. */
function usesOf(project) {
  const uses = new Map();
  for (const [id, node] of Object.entries(project.lineage)) {
    for (const [name, column] of Object.entries(node.columns || {})) {
      for (const [from, origin, how] of column.inputs || []) {
        const key = `${from}\n${origin}`;
        if (!uses.has(key)) uses.set(key, []);
        uses.get(key).push([id, name, how]);
      }
    }
  }
  return uses;
}

const DIRECT = new Set(["identity", "transformation", "aggregation"]);
const isDirect = (how) => DIRECT.has(how);

/** What a column is made of: [node, column, how]. */
function inputsOf(project, id, column, indirect) {
  const node = project.lineage[id];
  const own = (node && node.columns[column] && node.columns[column].inputs) || [];
  const rows = (indirect && node && node.rows) || [];
  return [...own, ...rows].filter(([, , how]) => indirect || isDirect(how));
}

function outputsOf(project, id, column, indirect) {
  return (project.uses.get(`${id}\n${column}`) || []).filter(([, , how]) => indirect || isDirect(how));
}

/** The short word of a test: its name without the model's and the column's. */
function testLabel(test) {
  const about = test.raw.test_metadata;
  if (!about) return test.name;
  const name = about.namespace ? `${about.namespace}.${about.name}` : about.name;
  const { model, column_name: column, quote, ...rest } = about.kwargs || {};
  const plain = (value) => String(value).replace(/^\{\{\s*|\s*\}\}$/g, "").replace(/^(?:ref|source)\(\s*(.*?)\s*\)$/, (_, names) => names.replace(/['"]/g, "").replace(/,\s*/g, "."));
  if (about.name === "relationships" && rest.to) return `${name}: ${plain(rest.to)}.${rest.field}`;
  const values = Object.values(rest).map((value) => (Array.isArray(value) ? value.join(", ") : typeof value === "object" && value ? JSON.stringify(value) : String(value)));
  const text = values.join("; ").replace(/\{\{\s*|\s*\}\}/g, "");
  return text ? `${name}: ${text.length > 60 ? `${text.slice(0, 59)}…` : text}` : name;
}

/** The description in the reader's language: `meta.fr` or `meta.en` where a project has them. */
function describedIn(about) {
  const meta = about.meta || (about.config && about.config.meta) || {};
  const own = meta[language] || meta[`description_${language}`];
  return typeof own === "string" ? own : about.description || "";
}

const addressOf = (node) => `#!/${node.kind}/${encodeURIComponent(node.id)}`;
