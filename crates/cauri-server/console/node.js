// The page of one node: what it is, its columns, its code, what it stands on and what stands on it.

function chip(text, tone, title) {
  return h("span", { class: `chip${tone ? ` tone-${tone}` : ""}`, title }, text);
}

function nodeLink(node, label) {
  return h("a", { href: addressOf(node), class: `node tone-${node.layer || node.kind}`, title: node.label }, h("i", { class: "dot", "aria-hidden": "true" }), h("span", null, label || node.label));
}

function section(id, title, extra, ...children) {
  return h("section", { id, "aria-label": title }, h("div", { class: "section-head" }, h("h2", null, title), extra), children);
}

function fact(label, value) {
  return value === null || value === undefined || value === "" ? null : h("div", { class: "fact" }, h("dt", null, label), h("dd", null, value));
}

function statusOf(node) {
  const status = node.result && node.result.status;
  if (!status) return null;
  const tone = { success: "good", pass: "good", warn: "warn", error: "bad", fail: "bad", skipped: "quiet" }[status] || "quiet";
  return h("span", { class: `status ${tone}` }, status);
}

function factsOf(node) {
  const stats = (node.built && node.built.stats) || {};
  const stat = (...ids) => ids.map((id) => stats[id]).find((one) => one && one.include !== false);
  const rows = stat("rows", "num_rows", "row_count");
  const bytes = stat("bytes", "num_bytes", "size");
  const files = stat("files");
  const modified = stat("last_modified");
  const owner = node.raw.owner || (node.raw.meta && node.raw.meta.owner) || (node.raw.config && node.raw.config.meta && node.raw.config.meta.owner);
  const ownerText = owner && typeof owner === "object" ? [owner.name, owner.email].filter(Boolean).join(", ") : owner;
  const facts = [
    fact(t("rows"), rows && (typeof rows.value === "number" ? formatNumber(rows.value) : rows.value)),
    fact(t("bytes"), bytes && (typeof bytes.value === "number" ? formatBytes(bytes.value) : bytes.value)),
    fact(t("files"), files && formatNumber(files.value)),
    fact(t("modified"), modified && formatTime(modified.value)),
    fact(t("lastRun"), node.result && [statusOf(node), ` ${new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(node.result.execution_time)} s`]),
    fact(t("kind"), node.kind === "exposure" ? node.raw.type : null),
    fact(t("maturity"), node.raw.maturity),
    fact(t("owner"), ownerText),
    fact(t("loader"), node.kind === "source" ? node.raw.loader : null),
    fact(t("path"), h("code", null, node.path)),
  ];
  return h("dl", { class: "facts" }, facts);
}

function freshnessOf(node) {
  const rule = node.raw.freshness;
  const text = (part) => (part && part.count ? `${part.count} ${part.period}` : null);
  const limits = rule && [[t("warnAfter"), text(rule.warn_after)], [t("errorAfter"), text(rule.error_after)]].filter(([, limit]) => limit);
  const found = node.freshnessResult;
  if (!(limits && limits.length) && !found) return null;
  return section("freshness", t("freshness"), null, h("p", null,
    found && [h("span", { class: `status ${{ pass: "good", warn: "warn" }[found.status] || "bad"}` }, found.status), found.max_loaded_at ? ` ${formatTime(found.max_loaded_at)} ` : " "],
    limits && limits.map(([label, limit]) => chip(`${label} ${limit}`))));
}

function testChip(test) {
  const status = test.result && test.result.status;
  const mark = { pass: "✓ ", fail: "✗ ", error: "✗ ", warn: "! " }[status] || "";
  const tone = { pass: "good", fail: "bad", error: "bad", warn: "warn" }[status];
  return h("a", { class: `test ${tone || ""}`, href: addressOf(test), title: test.name }, mark, testLabel(test));
}

function columnList(project, node, pairs) {
  if (!pairs.length) return h("p", { class: "quiet" }, t("nothing"));
  const line = ([id, column, how]) => {
    const other = project.nodes.get(id);
    return h("li", null,
      other ? h("a", { href: `${addressOf(other)}?column=${encodeURIComponent(column)}`, class: `node tone-${other.layer || other.kind}` }, h("i", { class: "dot", "aria-hidden": "true" }), `${other.name}.`, h("b", null, column)) : `${id}.${column}`,
      h("span", { class: "how" }, t(how)));
  };
  return shortList(pairs.map(line), 12);
}

/** A list that shows its first items, and the others when it is asked to. */
function shortList(items, most) {
  const more = items.slice(most);
  const list = h("ul", { class: "plain" }, items.slice(0, most));
  if (more.length) {
    list.append(h("li", null, h("button", { type: "button", class: "link", onclick: (event) => { event.target.parentNode.replaceWith(...more); } }, `+ ${formatNumber(more.length)}`)));
  }
  return list;
}

/** The lineage of a column below its line. */
function columnDetail(project, node, column) {
  const traced = project.lineage[node.id];
  const inputs = inputsOf(project, node.id, column.name, false);
  const choosing = ((traced && traced.columns[column.name] && traced.columns[column.name].inputs) || []).filter(([, , how]) => !isDirect(how));
  const outputs = outputsOf(project, node.id, column.name, true);
  const canvas = h("div", { class: "canvas small" });
  const detail = h("div", { class: "detail" }, canvas,
    h("div", { class: "two" },
      h("div", null, h("h3", null, t("comesFrom")),
        inputs.length || choosing.length ? columnList(project, node, [...inputs, ...choosing]) : h("p", { class: "quiet" }, node.kind === "model" && traced && !traced.error ? t("constant") : t("nothing"))),
      h("div", null, h("h3", null, t("usedBy")), columnList(project, node, outputs))),
    h("a", { class: "button", href: `#!/graph?focus=${encodeURIComponent(node.id)}&column=${encodeURIComponent(column.name)}` }, icon(ICONS.branch), t("openGraph")));
  const opened = new Set();
  const draw = () => drawGraph(project, canvas, columnGraph(project, node.id, column.name, { up: Infinity, down: 1, opened }), {
    focus: node.id, column: column.name, still: true, pad: 14, most: 1, least: 0.62,
    hrefOf: addressOf, onRow: (id, row) => {
      if (row.startsWith("+ ")) { opened.add(id); draw(); return; }
      location.hash = `${addressOf(project.nodes.get(id))}?column=${encodeURIComponent(row)}`;
    },
  });
  onceShown(draw);
  return detail;
}

function columnsSection(project, node, wanted) {
  if (!node.columns.length) return null;
  const traced = project.lineage[node.id];
  const rows = [];
  for (const column of node.columns) {
    const cell = h("td", { colspan: "4" });
    const below = h("tr", { class: "below", hidden: true }, cell);
    const open = column.name === wanted;
    const toggle = (force) => {
      const show = force === undefined ? below.hidden : force;
      below.hidden = !show;
      button.setAttribute("aria-expanded", String(show));
      if (show && !cell.firstChild) {
        cell.append(columnDetail(project, node, column));
        nowShown();
      }
    };
    const button = h("button", { type: "button", class: "column", "aria-expanded": "false", title: `${t("expand")} ${column.name}`, onclick: () => toggle() }, icon(ICONS.chevron), h("span", null, column.name));
    const text = describedIn(column.about) || column.comment || "";
    rows.push(h("tr", { id: `column-${column.name}`, class: open ? "wanted" : null },
      h("th", { scope: "row" }, button),
      h("td", { class: "type" }, h("code", null, column.type)),
      h("td", { class: "text" }, text ? markdown(text) : null),
      h("td", { class: "tests" }, column.tests.map(testChip))), below);
    if (open) onceShown(() => { toggle(true); document.getElementById(`column-${column.name}`)?.scrollIntoView({ block: "center" }); });
  }
  return section("columns", t("columns"), h("span", { class: "count" }, formatNumber(node.columns.length)),
    traced && traced.error ? h("p", { class: "note bad" }, `${t("unfollowed")}: ${traced.error}`) : null,
    h("div", { class: "scroll" }, h("table", { class: "columns" },
      h("thead", null, h("tr", null, [t("name"), t("type"), t("description"), t("tests")].map((word) => h("th", { scope: "col" }, word)))),
      h("tbody", null, rows))));
}

function linksSection(project, node) {
  const group = (title, ids) => {
    const nodes = ids.map((id) => project.nodes.get(id)).filter((one) => one && (one.kind !== "test" || node.kind === "test"));
    const kinds = KINDS.filter((kind) => nodes.some((one) => one.kind === kind));
    return h("div", null, h("h3", null, title), kinds.length
      ? kinds.map((kind) => h("div", { class: "kind" }, h("h4", null, t(PLURAL[kind])), h("ul", { class: "plain" }, nodes.filter((one) => one.kind === kind).map((one) => h("li", null, nodeLink(one))))))
      : h("p", { class: "quiet" }, t("nothing")));
  };
  return h("div", { class: "two" }, group(t("dependsOn"), node.parents), group(t("referencedBy"), node.children));
}

function lineageSection(project, node) {
  if (!DRAWN.has(node.kind)) return node.kind === "macro" ? null : section("lineage", t("lineage"), null, linksSection(project, node));
  const canvas = h("div", { class: "canvas" });
  const ids = around(project, node.id, 2, 1);
  onceShown(() => drawGraph(project, canvas, tableGraph(project, ids), { focus: node.id, still: true, pad: 16, most: 1, least: 0.6, hrefOf: addressOf }));
  const open = h("a", { class: "button", href: `#!/graph?focus=${encodeURIComponent(node.id)}` }, icon(ICONS.branch), t("openGraph"));
  return section("lineage", t("lineage"), open, ids.size > 1 ? canvas : null, linksSection(project, node));
}

function codeSection(node) {
  const raw = node.kind === "macro" ? node.raw.macro_sql : node.raw.raw_code;
  if (!raw) return null;
  const compiled = node.raw.compiled_code;
  const texts = node.kind === "macro" ? { sourceCode: raw } : { sourceCode: raw, compiledCode: compiled };
  const body = h("div", { class: "code-body" });
  let shown = "sourceCode";
  const head = h("div", { class: "code-head" });
  const draw = () => {
    const tabs = Object.keys(texts).map((key) => h("button", { type: "button", role: "tab", "aria-selected": String(key === shown), onclick: () => { shown = key; draw(); } }, t(key)));
    head.replaceChildren(h("div", { class: "tabs", role: "tablist" }, tabs), texts[shown] ? copyButton(texts[shown]) : "");
    body.replaceChildren(texts[shown] ? codeBlock(texts[shown]) : h("p", { class: "quiet pad" }, t("notCompiled")));
  };
  draw();
  return section("code", t("code"), null, h("div", { class: "code-box" }, head, body));
}

function metaSection(node) {
  const meta = { ...(node.raw.config && node.raw.config.meta), ...node.raw.meta };
  delete meta[language];
  for (const key of ["fr", "en"]) if (typeof meta[key] === "string") delete meta[key];
  const entries = Object.entries(meta);
  if (!entries.length) return null;
  return section("meta", t("meta"), null, h("dl", { class: "facts" }, entries.map(([key, value]) => fact(key, typeof value === "object" ? JSON.stringify(value) : String(value)))));
}

function crumbs(project, node) {
  const parts = [t(PLURAL[node.kind] || node.kind), ...foldersOf(project, node)];
  return h("p", { class: "crumbs" }, parts.map((part, at) => [at ? h("span", { "aria-hidden": "true" }, " / ") : null, part]));
}

function nodePage(project, node, query) {
  const config = node.raw.config || {};
  const text = describedIn(node.raw);
  const chips = [
    chip(t(node.kind), node.kind),
    node.layer && chip(node.layer, node.layer),
    node.materialized && !["seed", "snapshot", "test"].includes(node.materialized) && chip(node.materialized),
    node.raw.version && chip(`v${node.raw.version}`),
    node.raw.access && node.raw.access !== "protected" && chip(node.raw.access),
    node.raw.group && chip(node.raw.group),
    config.contract && config.contract.enforced && chip("contract"),
    node.kind === "test" && chip(`${t("severity")}: ${String(config.severity || "error").toLowerCase()}`),
    node.tags.map((tag) => chip(`#${tag}`)),
  ];
  const absent = ["model", "seed", "snapshot", "source"].includes(node.kind) && node.materialized !== "ephemeral" && !node.built;
  return h("article", { class: `page tone-${node.layer || node.kind}` },
    crumbs(project, node),
    h("h1", null, node.kind === "test" ? testLabel(node) : node.label),
    h("div", { class: "chips" }, chips, statusOf(node)),
    node.relation ? h("div", { class: "relation" }, h("code", null, node.relation), copyButton(node.relation.replace(/[`"]/g, ""))) : null,
    absent ? h("p", { class: "note" }, t("notBuilt")) : null,
    text || node.kind !== "test" ? h("div", { class: "prose" }, text ? markdown(text) : h("p", { class: "quiet" }, t("noDescription"))) : null,
    node.raw.url ? h("p", null, linkTo(node.raw.url, node.raw.url)) : null,
    factsOf(node),
    freshnessOf(node),
    columnsSection(project, node, query.get("column")),
    node.tests.length ? section("tests", t("tableTests"), h("span", { class: "count" }, formatNumber(node.tests.length)), h("div", { class: "tests" }, node.tests.map(testChip))) : null,
    lineageSection(project, node),
    codeSection(node),
    metaSection(node));
}
