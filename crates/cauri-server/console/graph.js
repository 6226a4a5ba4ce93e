// Draws a lineage graph: cards, lines, and the moving and zooming of them.

const CARD_MIN = 150;
const CARD_MAX = 330;
const CARD_HEIGHT = 40;
const ROW_HEIGHT = 20;
/** Columns of one table that are shown before it is opened. */
const MOST_ROWS = 12;

/** The part of the graph around a node: `up` and `down` steps, Infinity for all of it. */
function around(project, focus, up, down) {
  const ids = new Set([focus]);
  const follow = (next, steps) => {
    let front = [focus];
    for (let step = 0; step < steps && front.length; step += 1) {
      front = front.flatMap((id) => project.nodes.get(id)[next]).filter((id) => {
        const node = project.nodes.get(id);
        if (!node || !DRAWN.has(node.kind) || ids.has(id)) return false;
        ids.add(id);
        return true;
      });
    }
  };
  follow("parents", up);
  follow("children", down);
  return ids;
}

const ruler = document.createElement("canvas").getContext("2d");

function textWidth(text, font) {
  ruler.font = font;
  return ruler.measureText(text).width;
}

const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, "Liberation Sans", "DejaVu Sans", sans-serif';
const MONO = 'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", "Liberation Mono", "DejaVu Sans Mono", monospace';

/** As wide as its name, and the columns that it shows. */
function cardWidth(node, rows) {
  const name = textWidth(titleOf(node), `600 13px ${SANS}`);
  const widest = Math.max(name, textWidth(detailOf(node), `11px ${SANS}`), ...rows.map((row) => textWidth(row, `11.5px ${MONO}`)));
  return Math.round(Math.min(CARD_MAX, Math.max(CARD_MIN, widest + 32)));
}

const titleOf = (node) => (node.kind === "source" ? node.name : node.label);

/** What stands below the name: what it is, how it is kept, in which layer. */
function detailOf(node) {
  const kept = node.kind === "model" && node.materialized;
  return [t(node.kind), kept, node.layer].filter(Boolean).join(" · ");
}

/** The text cut to a width. */
function fitted(text, width, font) {
  if (textWidth(text, font) <= width) return text;
  let cut = text;
  while (cut.length > 3 && textWidth(`${cut}…`, font) > width) cut = cut.slice(0, -1);
  return `${cut}…`;
}

function tableGraph(project, ids) {
  const nodes = [...ids].map((id) => ({ id, width: cardWidth(project.nodes.get(id), []), height: CARD_HEIGHT, rows: [] }));
  const edges = [];
  for (const id of ids) for (const parent of project.nodes.get(id).parents) if (ids.has(parent)) edges.push({ from: parent, to: id });
  return { nodes, edges };
}

/** The columns that a column comes from and goes to, as cards with rows. */
function columnGraph(project, focus, column, { indirect, up, down, opened = new Set() }) {
  const rows = new Map([[focus, new Set([column])]]);
  const edges = new Map();
  const follow = (nextOf, forward, steps) => {
    let front = [[focus, column]];
    const seen = new Set([`${focus}\n${column}`]);
    for (let step = 0; step < steps && front.length; step += 1) {
      const next = [];
      for (const [id, name] of front) {
        for (const [other, origin, how] of nextOf(id, name)) {
          if (!project.nodes.has(other)) continue;
          if (!rows.has(other)) rows.set(other, new Set());
          rows.get(other).add(origin);
          const [from, to] = forward ? [[id, name], [other, origin]] : [[other, origin], [id, name]];
          const key = [...from, ...to].join("\n");
          const old = edges.get(key);
          if (!old || (!isDirect(old.how) && isDirect(how))) edges.set(key, { from: from[0], fromRow: from[1], to: to[0], toRow: to[1], how });
          if (!seen.has(`${other}\n${origin}`)) {
            seen.add(`${other}\n${origin}`);
            next.push([other, origin]);
          }
        }
      }
      front = next;
    }
  };
  follow((id, name) => inputsOf(project, id, name, indirect && id === focus), false, up);
  follow((id, name) => outputsOf(project, id, name, false), true, down);
  const inOrder = (id, names) => project.nodes.get(id).columns.map((one) => one.name).filter((name) => names.has(name));
  const nodes = [...rows].map(([id, names]) => {
    const all = inOrder(id, names);
    const shown = all.length > MOST_ROWS && !opened.has(id) ? all.slice(0, MOST_ROWS - 1) : all;
    if (id === focus && !shown.includes(column)) shown.push(column);
    // What is left out stands as one line, to which its lines of the graph lead.
    if (shown.length < all.length) shown.push(`+ ${formatNumber(all.length - shown.length)}`);
    return { id, width: cardWidth(project.nodes.get(id), shown), height: CARD_HEIGHT + shown.length * ROW_HEIGHT + 6, rows: shown };
  });
  return { nodes, edges: [...edges.values()] };
}

function shortened(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function card(project, node, place, options) {
  const about = project.nodes.get(node.id);
  const tone = about.layer || about.kind;
  const title = fitted(titleOf(about), node.width - 28, `600 13px ${SANS}`);
  const label = `${t(about.kind)} ${about.label}`;
  const classes = `card tone-${tone}${node.id === options.focus ? " focus" : ""}`;
  const link = s("a", { class: classes, href: options.hrefOf(about), "aria-label": label, "data-id": node.id, transform: `translate(${place.x},${place.y})` },
    s("title", null, `${about.label}\n${about.relation || about.path}`),
    s("rect", { class: "box", width: node.width, height: node.height, rx: 8 }),
    s("path", { class: "strip", d: `M6,0.25A8,8 0 0 0 0,8V${node.height - 8}A8,8 0 0 0 6,${node.height - 0.25}Z` }),
    s("text", { class: "name", x: 16, y: 17 }, title),
    s("text", { class: "sort", x: 16, y: 31 }, fitted(detailOf(about), node.width - 28, `11px ${SANS}`)));
  node.rows.forEach((row, at) => {
    const y = CARD_HEIGHT + at * ROW_HEIGHT;
    const chosen = node.id === options.focus && row === options.column;
    const group = s("g", { class: `row${chosen ? " chosen" : ""}${row.startsWith("+ ") ? " more" : ""}`, "data-row": row, transform: `translate(0,${y})` },
      s("rect", { x: 6, width: node.width - 12, height: ROW_HEIGHT - 2, rx: 4 }),
      s("text", { x: 16, y: 13 }, fitted(row, node.width - 28, `11.5px ${MONO}`)), s("title", null, row));
    if (options.onRow) group.addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); options.onRow(node.id, row); });
    link.append(group);
  });
  return link;
}

/** Draws `graph` into `host`; gives functions to move it. */
function drawGraph(project, host, graph, options) {
  host.replaceChildren();
  if (!graph.nodes.length) {
    host.append(h("p", { class: "quiet" }, t("empty")));
    return { fit() {}, zoom() {} };
  }
  const pairs = new Map(graph.edges.map((edge) => [`${edge.from}\n${edge.to}`, [edge.from, edge.to]]));
  const placed = placeGraph(graph.nodes, [...pairs.values()]);
  const bends = new Map([...pairs.keys()].map((key, at) => [key, placed.ways[at]]));
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const rowY = (node, row) => (row === undefined ? CARD_HEIGHT / 2 : CARD_HEIGHT + (node.rows.includes(row) ? node.rows.indexOf(row) : node.rows.length - 1) * ROW_HEIGHT + 9);
  const lines = graph.edges.filter((edge) => byId.has(edge.from) && byId.has(edge.to)).map((edge) => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    const [a, b] = [placed.at.get(edge.from), placed.at.get(edge.to)];
    const start = { x: a.x + from.width, y: a.y + rowY(from, edge.fromRow) };
    const end = { x: b.x, y: b.y + rowY(to, edge.toRow) };
    const kind = edge.how && !isDirect(edge.how) ? " indirect" : "";
    const line = s("path", { class: `line${kind}`, d: wayPath(start, bends.get(`${edge.from}\n${edge.to}`) || [], end) });
    if (edge.how) line.append(s("title", null, `${edge.fromRow} → ${edge.toRow}: ${t(edge.how)}`));
    line.edge = edge;
    return line;
  });
  const cards = graph.nodes.map((node) => card(project, node, placed.at.get(node.id), options));
  const scene = s("g", null, s("g", { class: "lines" }, lines), cards);
  const svg = s("svg", { class: "graph", role: "group", tabindex: "0", "aria-label": t("graphLabel") }, scene);
  host.append(svg);
  lightUp(cards, lines);
  return movable(svg, scene, placed, options);
}

/** What is above and below the card under the pointer stands out. */
function lightUp(cards, lines) {
  const reach = (id, from, to) => {
    const seen = new Set([id]);
    const ways = new Set();
    let front = [id];
    while (front.length) {
      const next = [];
      for (const line of lines) {
        if (!front.includes(line.edge[from])) continue;
        ways.add(line);
        if (!seen.has(line.edge[to])) { seen.add(line.edge[to]); next.push(line.edge[to]); }
      }
      front = next;
    }
    return [seen, ways];
  };
  const set = (id) => {
    const [above, upWays] = id ? reach(id, "to", "from") : [null, null];
    const [below, downWays] = id ? reach(id, "from", "to") : [null, null];
    for (const one of cards) {
      const own = one.getAttribute("data-id");
      one.classList.toggle("dim", Boolean(id) && !above.has(own) && !below.has(own));
    }
    for (const line of lines) {
      const lit = Boolean(id) && (upWays.has(line) || downWays.has(line));
      line.classList.toggle("lit", lit);
      line.classList.toggle("dim", Boolean(id) && !lit);
    }
  };
  for (const one of cards) {
    for (const name of ["pointerenter", "focus"]) one.addEventListener(name, () => set(one.getAttribute("data-id")));
    for (const name of ["pointerleave", "blur"]) one.addEventListener(name, () => set(null));
  }
}

function movable(svg, scene, placed, options) {
  const view = { x: 0, y: 0, k: 1 };
  const apply = () => scene.setAttribute("transform", `translate(${view.x},${view.y}) scale(${view.k})`);
  const size = () => svg.getBoundingClientRect();
  const zoomAt = (factor, px, py) => {
    const k = Math.min(2.5, Math.max(0.08, view.k * factor));
    view.x = px - ((px - view.x) * k) / view.k;
    view.y = py - ((py - view.y) * k) / view.k;
    view.k = k;
    apply();
  };
  const fit = () => {
    const { width, height } = size();
    const pad = options.pad || 24;
    const k = Math.min(options.most || 1.15, (width - 2 * pad) / Math.max(1, placed.width), (height - 2 * pad) / Math.max(1, placed.height));
    view.k = Math.max(k, options.least || 0.08);
    view.x = (width - placed.width * view.k) / 2;
    view.y = (height - placed.height * view.k) / 2;
    const focus = placed.at.get(options.focus);
    // What does not fit is shown around the node that it is about, without a gap at its ends.
    const within = (size, whole, middle) => Math.min(pad, Math.max(size - whole - pad, size / 2 - middle));
    if (focus && placed.width * view.k > width - 2 * pad) view.x = within(width, placed.width * view.k, (focus.x + focus.width / 2) * view.k);
    if (focus && placed.height * view.k > height - 2 * pad) view.y = within(height, placed.height * view.k, (focus.y + CARD_HEIGHT / 2) * view.k);
    apply();
  };
  const pointers = new Map();
  let moved = false;
  svg.addEventListener("pointerdown", (event) => { pointers.set(event.pointerId, { x: event.clientX, y: event.clientY }); moved = false; });
  svg.addEventListener("pointermove", (event) => {
    const old = pointers.get(event.pointerId);
    if (!old) return;
    const here = { x: event.clientX, y: event.clientY };
    if (pointers.size === 1) {
      if (!moved && Math.hypot(here.x - old.x, here.y - old.y) < 4) return;
      if (!moved) svg.setPointerCapture(event.pointerId);
      moved = true;
      view.x += here.x - old.x;
      view.y += here.y - old.y;
      apply();
    } else if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      const { left, top } = size();
      moved = true;
      zoomAt(Math.hypot(here.x - other.x, here.y - other.y) / Math.max(1, Math.hypot(old.x - other.x, old.y - other.y)), (here.x + other.x) / 2 - left, (here.y + other.y) / 2 - top);
    }
    pointers.set(event.pointerId, here);
  });
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, (event) => pointers.delete(event.pointerId));
  svg.addEventListener("click", (event) => { if (moved) { event.preventDefault(); event.stopPropagation(); } }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("wheel", (event) => {
    if (options.still && !event.ctrlKey) return;
    event.preventDefault();
    const { left, top } = size();
    zoomAt(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.clientX - left, event.clientY - top);
  }, { passive: false });
  const zoom = (factor) => { const { width, height } = size(); zoomAt(factor, width / 2, height / 2); };
  svg.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (steps) { view.x += steps[0]; view.y += steps[1]; apply(); }
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
  // A card that the keyboard reaches is brought into view.
  svg.addEventListener("focusin", (event) => {
    const place = placed.at.get(event.target.getAttribute("data-id"));
    if (!place || !event.target.matches(":focus-visible")) return;
    const { width, height } = size();
    const [x, y] = [view.x + place.x * view.k, view.y + place.y * view.k];
    if (x < 0 || y < 0 || x + place.width * view.k > width || y + CARD_HEIGHT * view.k > height) {
      view.x = width / 2 - (place.x + place.width / 2) * view.k;
      view.y = height / 2 - (place.y + CARD_HEIGHT / 2) * view.k;
      apply();
    }
  });
  fit();
  return { fit, zoom };
}
