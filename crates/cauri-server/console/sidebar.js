// The tree of the project, by folder or by table; and the search.

const TREE_KINDS = ["source", "seed", "model", "snapshot", "exposure", "semantic_model", "metric", "saved_query", "analysis", "macro", "test", "unit_test"];
/** Kinds that are declared in YAML, in no folder of their own. */
const FLAT_KINDS = new Set(["exposure", "semantic_model", "metric", "saved_query", "unit_test"]);

/** Puts nodes under folders: {folders: Map, nodes: []}. */
function folderTree(nodes, pathOf) {
  const root = { folders: new Map(), nodes: [] };
  for (const node of nodes) {
    let at = root;
    for (const part of pathOf(node)) {
      if (!at.folders.has(part)) at.folders.set(part, { folders: new Map(), nodes: [] });
      at = at.folders.get(part);
    }
    at.nodes.push(node);
  }
  return root;
}

/** The folders of a file below its resource folder; packages come first. */
function foldersOf(project, node) {
  const inPackage = node.package === project.name ? [] : [node.package];
  if (node.kind === "source") return [...inPackage, node.raw.source_name];
  if (FLAT_KINDS.has(node.kind)) return inPackage;
  return [...inPackage, ...node.path.split("/").slice(1, -1)];
}

function treeBranch(branch, current, depth) {
  const compare = (a, b) => a.localeCompare(b, language);
  const folders = [...branch.folders].sort(([a], [b]) => compare(a, b)).map(([name, inner]) => {
    const open = holds(inner, current) || depth < 0;
    return h("li", null, h("details", { open }, h("summary", null, icon(ICONS.chevron), h("span", null, name)), treeBranch(inner, current, depth + 1)));
  });
  const leaves = [...branch.nodes].sort((a, b) => compare(a.name, b.name)).map((node) => h("li", null,
    h("a", { href: addressOf(node), class: `leaf tone-${node.layer || node.kind}`, "aria-current": node.id === current ? "page" : null, title: node.name },
      h("i", { class: "dot", "aria-hidden": "true" }), h("span", null, node.kind === "source" ? node.name : node.label))));
  return h("ul", null, folders, leaves);
}

function holds(branch, id) {
  return branch.nodes.some((node) => node.id === id) || [...branch.folders.values()].some((inner) => holds(inner, id));
}

function projectTree(project, current) {
  const groups = [];
  for (const kind of TREE_KINDS) {
    let nodes = [...project.nodes.values()].filter((node) => node.kind === kind);
    // Generic tests stand at what they test; tests that are files of their own are listed.
    if (kind === "test") nodes = nodes.filter((node) => !node.raw.test_metadata);
    if (kind === "macro") nodes = nodes.filter((node) => node.package === project.name);
    if (!nodes.length) continue;
    const tree = folderTree(nodes, (node) => foldersOf(project, node));
    const open = ["source", "model", "exposure"].includes(kind) || holds(tree, current);
    groups.push(h("details", { class: "group", open },
      h("summary", null, icon(ICONS.chevron), h("span", null, t(PLURAL[kind])), h("span", { class: "count" }, formatNumber(nodes.length))),
      treeBranch(tree, current, kind === "model" ? -1 : 0)));
  }
  return groups;
}

function tableTree(project, current) {
  const nodes = [...project.nodes.values()].filter((node) => ["model", "source", "seed", "snapshot"].includes(node.kind) && node.materialized !== "ephemeral");
  const bySchema = folderTree(nodes, (node) => [node.schema]);
  return [...bySchema.folders].sort(([a], [b]) => a.localeCompare(b)).map(([schema, inner]) =>
    h("details", { class: "group", open: true },
      h("summary", null, icon(ICONS.chevron), h("span", null, schema), h("span", { class: "count" }, formatNumber(inner.nodes.length))),
      treeBranch(inner, current, 0)));
}

let sideTab = "project";

function drawSidebar(project, current) {
  const side = document.getElementById("side");
  const top = side.querySelector(".trees") ? side.querySelector(".trees").scrollTop : 0;
  const tab = (name) => h("button", {
    type: "button", role: "tab", "aria-selected": String(sideTab === name),
    onclick: () => { sideTab = name; drawSidebar(project, current); },
  }, t(name));
  const trees = h("nav", { class: "trees", "aria-label": t("menu") }, sideTab === "project" ? projectTree(project, current) : tableTree(project, current));
  side.replaceChildren(
    h("div", { class: "tabs", role: "tablist" }, tab("project"), tab("tables")), trees);
  trees.scrollTop = top;
  const here = trees.querySelector("[aria-current]");
  if (here) {
    const [a, b] = [here.getBoundingClientRect(), trees.getBoundingClientRect()];
    if (a.top < b.top || a.bottom > b.bottom) trees.scrollTop += a.top - b.top - b.height / 3;
  }
}

const folded = (text) => String(text || "").normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** What a search finds, the best first: [{node, column, score}]. */
function find(project, query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const found = [];
  const rank = { model: 5, source: 4, exposure: 4, seed: 3, snapshot: 3, metric: 3, analysis: 1, macro: 1, test: 0 };
  for (const node of project.nodes.values()) {
    if (node.kind === "test" && node.raw.test_metadata) continue;
    const name = folded(`${node.label} ${node.name}`);
    const rest = folded(`${node.relation || ""} ${node.tags.join(" ")} ${describedIn(node.raw)}`);
    let score = 0;
    for (const word of words) {
      if (name === word || folded(node.name) === word) score += 100;
      else if (name.startsWith(word)) score += 60;
      else if (name.includes(word)) score += 40;
      else if (rest.includes(word)) score += 8;
      else { score = 0; break; }
    }
    if (score) found.push({ node, score: score + (rank[node.kind] || 0) });
    for (const column of node.columns) {
      const own = folded(column.name);
      const about = folded(describedIn(column.about));
      let points = 0;
      for (const word of words) {
        if (own === word) points += 70;
        else if (own.startsWith(word)) points += 30;
        else if (own.includes(word)) points += 22;
        else if (about.includes(word)) points += 4;
        else if (name.includes(word)) points += 2;
        else { points = 0; break; }
      }
      if (points > 3) found.push({ node, column: column.name, score: points + (rank[node.kind] || 0) });
    }
  }
  return found.sort((a, b) => b.score - a.score || a.node.label.localeCompare(b.node.label)).slice(0, 60);
}

function drawSearch(project) {
  const host = document.getElementById("search");
  const list = h("ul", { class: "found", role: "listbox", id: "found", hidden: true });
  const input = h("input", {
    type: "search", placeholder: t("search"), "aria-label": t("search"), role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
  });
  let chosen = -1;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (at) => {
    const items = [...list.querySelectorAll("[role=option]")];
    if (!items.length) return;
    chosen = (at + items.length) % items.length;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    const query = input.value.trim();
    if (!query) { close(); return; }
    const results = find(project, query);
    list.replaceChildren(...results.map(({ node, column }, at) => h("li", { role: "option", id: `found-${at}`, "aria-selected": "false" },
      h("a", { href: column ? `${addressOf(node)}?column=${encodeURIComponent(column)}` : addressOf(node), tabindex: "-1", onclick: close },
        h("span", { class: `badge tone-${node.layer || node.kind}` }, column ? t("column") : t(node.kind)),
        h("span", { class: "what" }, h("b", null, column || node.label), h("small", null, column ? node.label : shortened(describedIn(node.raw) || node.path, 90)))))));
    if (!results.length) list.append(h("li", { class: "quiet", role: "status" }, t("noResult")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    chosen = -1;
    choose(0);
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", () => { if (input.value) show(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape") { close(); input.blur(); return; }
    else if (event.key === "Enter") {
      const link = list.querySelectorAll("[role=option] a")[Math.max(0, chosen)];
      if (link) { location.hash = link.getAttribute("href"); close(); input.blur(); }
    } else return;
    event.preventDefault();
  });
  host.addEventListener("focusout", (event) => { if (!host.contains(event.relatedTarget)) setTimeout(close, 120); });
  host.replaceChildren(icon(ICONS.search), input, h("kbd", { "aria-hidden": "true" }, "/"), list);
}
