// Ties the page together: reads the project, follows addresses, draws the overview and the graph.

let theProject = null;

function counts(project) {
  const of = (kind) => [...project.nodes.values()].filter((node) => node.kind === kind && (kind !== "macro" || node.package === project.name)).length;
  return ["source", "seed", "model", "snapshot", "test", "unit_test", "exposure", "semantic_model", "metric", "macro"].map((kind) => [kind, of(kind)]).filter(([, count]) => count);
}

function layersSection(project) {
  const built = [...project.nodes.values()].filter((node) => ["model", "source", "seed", "snapshot"].includes(node.kind));
  const layers = ["bronze", "silver", "gold"].map((layer) => [layer, built.filter((node) => node.layer === layer)]).filter(([, nodes]) => nodes.length);
  if (layers.length < 2) return null;
  const exposed = [...project.nodes.values()].filter((node) => node.kind === "exposure");
  const column = (title, tone, nodes) => h("div", { class: `layer tone-${tone}` },
    h("h3", null, title, h("span", { class: "count" }, formatNumber(nodes.length))),
    h("ul", { class: "plain" }, nodes.sort((a, b) => a.name.localeCompare(b.name)).map((node) => h("li", null, nodeLink(node, node.name)))));
  return section("layers", t("layers"), h("a", { class: "button", href: "#!/graph" }, icon(ICONS.branch), t("openGraph")),
    h("div", { class: "layers" }, layers.map(([layer, nodes]) => column(layer[0].toUpperCase() + layer.slice(1), layer, nodes)), exposed.length ? column(t("exposures"), "exposure", exposed) : null));
}

const weight = (node) => ({ error: 2, fail: 2, warn: 1 })[node.result.status] || 0;

function runSection(project) {
  const ran = [...project.nodes.values()].filter((node) => node.result);
  if (!ran.length) return null;
  const count = (...status) => ran.filter((node) => status.includes(node.result.status)).length;
  const bad = ran.filter((node) => ["error", "fail", "warn"].includes(node.result.status));
  return section("run", t("lastRun"), null,
    h("p", { class: "chips" },
      h("span", { class: "status good" }, `${formatNumber(count("success", "pass"))} ${t("passed")}`),
      count("warn") ? h("span", { class: "status warn" }, `${formatNumber(count("warn"))} ${t("warned")}`) : null,
      count("error", "fail") ? h("span", { class: "status bad" }, `${formatNumber(count("error", "fail"))} ${t("failedTests")}`) : null),
    bad.length ? shortList(bad.sort((a, b) => weight(b) - weight(a)).map((node) => h("li", null, statusOf(node), " ", nodeLink(node), node.result.message ? h("small", { class: "quiet" }, ` ${node.result.message}`) : null)), 8) : null);
}

function overviewPage(project) {
  const block = (name) => Object.values(project.docs).find((doc) => doc.name === name && doc.package_name === project.name);
  const own = block(`__overview_${language}__`) || block("__overview__");
  return h("article", { class: "page overview" },
    h("h1", null, project.name),
    h("p", { class: "quiet" }, `${project.adapter} · ${t("generated")} ${formatTime(project.generatedAt)}`),
    own ? h("div", { class: "prose" }, markdown(own.block_contents)) : null,
    h("dl", { class: "numbers" }, counts(project).map(([kind, count]) => h("div", { class: `number tone-${kind}` }, h("dt", null, t(PLURAL[kind])), h("dd", null, formatNumber(count))))),
    layersSection(project),
    runSection(project));
}

/** A stepper: fewer or more steps of the graph in one direction. */
function stepper(label, steps, set) {
  const button = (path, word, next) => h("button", { type: "button", class: "icon", title: `${label}: ${word}`, "aria-label": `${label}: ${word}`, onclick: () => set(next) }, icon(path));
  return h("div", { class: "stepper", role: "group", "aria-label": label }, h("span", null, label),
    button(ICONS.minus, t("less"), Math.max(0, (Number.isFinite(steps) ? steps : 4) - 1)),
    h("output", null, Number.isFinite(steps) ? String(steps) : "∞"),
    button(ICONS.plus, t("more"), Number.isFinite(steps) ? (steps >= 9 ? Infinity : steps + 1) : Infinity));
}

const stepsOf = (text, otherwise) => (text === null ? otherwise : text === "all" ? Infinity : Math.max(0, Number(text) || 0));

function graphPage(project, query) {
  const focus = project.nodes.get(query.get("focus"));
  const column = focus && query.get("column");
  const indirect = query.get("indirect") === "1";
  const [up, down] = [stepsOf(query.get("up"), column ? Infinity : 2), stepsOf(query.get("down"), 1)];
  const goTo = (changes) => {
    const next = new URLSearchParams(query);
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) next.delete(key);
      else next.set(key, value === Infinity ? "all" : String(value));
    }
    location.hash = `#!/graph?${next}`;
  };
  const opened = new Set();
  const canvas = h("div", { class: "canvas full" });
  let drawn = null;
  const traced = focus && project.lineage[focus.id];
  const columns = focus ? focus.columns.filter((one) => traced && traced.columns[one.name]) : [];
  const picker = columns.length ? h("select", { "aria-label": t("columnLineage"), onchange: (event) => goTo({ column: event.target.value || null, up: null, down: null }) },
    h("option", { value: "" }, t("allColumns")), columns.map((one) => h("option", { value: one.name, selected: one.name === column }, one.name))) : null;
  const bar = h("div", { class: "bar" },
    focus ? [h("span", { class: "focused" }, nodeLink(focus), h("a", { class: "icon", href: "#!/graph", title: t("wholeGraph"), "aria-label": t("wholeGraph") }, icon(ICONS.close))), picker,
      stepper(t("upstream"), up, (steps) => goTo({ up: steps })), stepper(t("downstream"), down, (steps) => goTo({ down: steps })),
      column ? h("label", { class: "check" }, h("input", { type: "checkbox", checked: indirect, onchange: (event) => goTo({ indirect: event.target.checked ? 1 : null }) }), t("indirect")) : null]
      : h("span", { class: "focused" }, t("wholeGraph")));
  const button = (path, word, does) => h("button", { type: "button", class: "icon", title: word, "aria-label": word, onclick: does }, icon(path));
  const zoom = h("div", { class: "zoom" },
    button(ICONS.plus, t("zoomIn"), () => drawn.zoom(1.25)), button(ICONS.minus, t("zoomOut"), () => drawn.zoom(0.8)), button(ICONS.fit, t("fit"), () => drawn.fit()));
  const graphOf = () => {
    if (focus && column) return columnGraph(project, focus.id, column, { indirect, up, down, opened });
    if (focus) return tableGraph(project, around(project, focus.id, up, down));
    const isDrawn = (id) => DRAWN.has(project.nodes.get(id).kind);
    const joined = [...project.nodes.values()].filter((node) => isDrawn(node.id) && (node.parents.length || node.children.some(isDrawn)));
    return tableGraph(project, new Set(joined.map((node) => node.id)));
  };
  const draw = () => {
    drawn = drawGraph(project, canvas, graphOf(), {
      focus: focus && focus.id, column, pad: 32, least: innerWidth < 700 ? 0.55 : 0.35,
      hrefOf: (node) => (focus && node.id === focus.id ? addressOf(node) : `#!/graph?focus=${encodeURIComponent(node.id)}`),
      onRow: (id, row) => {
        if (row.startsWith("+ ")) { opened.add(id); draw(); return; }
        goTo({ focus: id, column: row, up: null, down: null });
      },
    });
  };
  onceShown(draw);
  return h("div", { class: "graph-page" }, bar, h("div", { class: "stage" }, canvas, zoom));
}

/** The address as a page: `#!/model/<id>?column=x`, as dbt's own documentation has it. */
function route() {
  const hash = decodeURI(location.hash.replace(/^#!?\/?/, ""));
  const [path, search] = hash.split("?");
  const [kind, ...rest] = path.split("/");
  return { kind: kind || "overview", id: decodeURIComponent(rest.join("/")), query: new URLSearchParams(search || "") };
}

function drawPage() {
  const main = document.getElementById("main");
  const { kind, id, query } = route();
  const node = theProject.nodes.get(id);
  let content;
  let title = theProject.name;
  if (kind === "graph") {
    content = graphPage(theProject, query);
    title = `${t("lineage")} · ${title}`;
  } else if (node) {
    content = nodePage(theProject, node, query);
    title = `${node.label} · ${title}`;
  } else if (kind === "overview") {
    content = overviewPage(theProject);
  } else {
    content = h("article", { class: "page" }, h("h1", null, t("notFound")), h("p", null, h("a", { href: "#!/overview" }, t("overview"))));
  }
  document.title = title;
  document.documentElement.lang = language;
  main.replaceChildren(content);
  main.scrollTop = 0;
  main.classList.toggle("wide", kind === "graph");
  nowShown();
  drawSidebar(theProject, node ? node.id : query.get("focus"));
  toggleMenu(false);
}

function toggleMenu(open) {
  document.body.classList.toggle("menu-open", open);
  document.getElementById("veil").hidden = !open;
  document.getElementById("menu").setAttribute("aria-expanded", String(open));
}

function theme() {
  return document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function drawFrame() {
  document.querySelector("[data-word=skip]").textContent = t("skip");
  document.getElementById("menu").setAttribute("aria-label", t("menu"));
  document.getElementById("project").textContent = theProject ? theProject.name : "cauri";
  document.getElementById("to-graph").replaceChildren(icon(ICONS.branch), h("span", null, t("graph")));
  const other = document.getElementById("language");
  other.textContent = language === "fr" ? "EN" : "FR";
  other.title = t("otherLanguage");
  other.lang = language === "fr" ? "en" : "fr";
  other.setAttribute("aria-label", t("otherLanguage"));
  const dark = theme() === "dark";
  const button = document.getElementById("theme");
  button.replaceChildren(icon(dark ? ICONS.sun : ICONS.moon));
  button.title = dark ? t("toLight") : t("toDark");
  button.setAttribute("aria-label", button.title);
  if (theProject) drawSearch(theProject);
}

function failurePage(error) {
  const local = location.protocol === "file:";
  return h("article", { class: "page" }, h("h1", null, t("failed")),
    local ? h("p", null, t("needsServer")) : h("p", { class: "quiet" }, String(error.message || error)),
    h("p", null, t("howTo")), h("pre", null, h("code", null, "cauri docs generate\ncauri docs serve")),
    h("p", null, t("orStatic")), h("pre", null, h("code", null, "cauri docs generate --static")));
}

function listen() {
  document.getElementById("language").addEventListener("click", () => {
    language = language === "fr" ? "en" : "fr";
    store.set("language", language);
    drawFrame();
    if (theProject) drawPage();
  });
  document.getElementById("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = theme() === "dark" ? "light" : "dark";
    store.set("theme", document.documentElement.dataset.theme);
    drawFrame();
  });
  document.getElementById("menu").addEventListener("click", () => toggleMenu(!document.body.classList.contains("menu-open")));
  document.getElementById("veil").addEventListener("click", () => toggleMenu(false));
  addEventListener("hashchange", () => { if (theProject) { drawPage(); document.getElementById("main").focus({ preventScroll: true }); } });
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      document.querySelector("#search input").focus();
    } else if (event.key === "Escape") toggleMenu(false);
  });
  let waiting = 0;
  let width = innerWidth;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    // A drawing depends on the width that it has; a keyboard that opens changes the height only.
    waiting = setTimeout(() => { if (theProject && innerWidth !== width) { width = innerWidth; drawPage(); } }, 200);
  });
}

async function start() {
  if (store.get("theme")) document.documentElement.dataset.theme = store.get("theme");
  document.documentElement.lang = language;
  drawFrame();
  listen();
  try {
    theProject = await loadProject();
  } catch (error) {
    document.getElementById("main").replaceChildren(failurePage(error));
    return;
  }
  drawFrame();
  drawPage();
}

start();
