// Descriptions: the Markdown that dbt projects use, made into elements, never into HTML text.

const SAFE_LINK = /^(https?:|mailto:|#)/i;

/** The inline parts of a line. */
function inline(text) {
  const parts = [];
  const pattern = /(`+)(.+?)\1|!?\[([^\]]*)\]\(\s*([^\s)]+)(?:\s+"[^"]*")?\s*\)|(\*\*|__)(?=\S)(.+?)\5|(\*|_)(?=\S)([^*_]+?)\7(?![A-Za-z0-9])|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])/g;
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    // An underscore inside of a word is a letter of a name.
    if (found[7] === "_" && /[A-Za-z0-9]/.test(text[found.index - 1] || " ")) continue;
    if (found[5] === "__" && /[A-Za-z0-9]/.test(text[found.index - 1] || " ")) continue;
    if (found.index < from) continue;
    parts.push(text.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[2] !== undefined) parts.push(h("code", null, found[2]));
    else if (found[4] !== undefined) parts.push(linkTo(found[4], found[3] || found[4]));
    else if (found[6] !== undefined) parts.push(h("strong", null, inline(found[6])));
    else if (found[8] !== undefined) parts.push(h("em", null, inline(found[8])));
    else parts.push(linkTo(found[9], found[9]));
  }
  parts.push(text.slice(from));
  return parts;
}

function linkTo(address, label) {
  if (!SAFE_LINK.test(address)) return label;
  const outside = !address.startsWith("#");
  return h("a", { href: address, rel: outside ? "noreferrer noopener" : null, target: outside ? "_blank" : null }, label);
}

const isTableLine = (line) => /^\s*\|.*\|\s*$/.test(line || "");
const cellsOf = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));
const LIST = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;

/** The blocks of a text, as elements. */
function markdown(text) {
  const lines = String(text || "").replace(/\r/g, "").split("\n");
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    let found;
    if (!line.trim()) {
      at += 1;
    } else if ((found = line.match(/^\s*(```|~~~)/))) {
      const body = [];
      for (at += 1; at < lines.length && !lines[at].trim().startsWith(found[1]); at += 1) body.push(lines[at]);
      at += 1;
      blocks.push(h("pre", null, h("code", null, body.join("\n"))));
    } else if ((found = line.match(/^(#{1,6})\s+(.*?)\s*#*$/))) {
      blocks.push(h(`h${Math.min(6, found[1].length + 2)}`, null, inline(found[2])));
      at += 1;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      blocks.push(h("hr"));
      at += 1;
    } else if (/^\s*>/.test(line)) {
      const body = [];
      for (; at < lines.length && /^\s*>/.test(lines[at]); at += 1) body.push(lines[at].replace(/^\s*>\s?/, ""));
      blocks.push(h("blockquote", null, markdown(body.join("\n"))));
    } else if (isTableLine(line) && /^\s*\|?[\s:|-]+\|?\s*$/.test(lines[at + 1] || "") && (lines[at + 1] || "").includes("-")) {
      const head = cellsOf(line);
      const body = [];
      for (at += 2; at < lines.length && isTableLine(lines[at]); at += 1) body.push(cellsOf(lines[at]));
      blocks.push(h("div", { class: "scroll" }, h("table", null,
        h("thead", null, h("tr", null, head.map((cell) => h("th", null, inline(cell))))),
        h("tbody", null, body.map((row) => h("tr", null, row.map((cell) => h("td", null, inline(cell)))))))));
    } else if (LIST.test(line)) {
      const [list, next] = listAt(lines, at);
      blocks.push(list);
      at = next;
    } else {
      const body = [];
      for (; at < lines.length && lines[at].trim() && !/^\s*(```|~~~|#{1,6}\s|>)/.test(lines[at]) && !(body.length && LIST.test(lines[at])); at += 1) body.push(lines[at].trim());
      blocks.push(h("p", null, inline(body.join(" "))));
    }
  }
  return blocks;
}

function listAt(lines, from) {
  const [, indent, mark] = lines[from].match(LIST);
  const list = h(/\d/.test(mark) ? "ol" : "ul");
  let at = from;
  while (at < lines.length) {
    const found = lines[at].match(LIST);
    if (!found || found[1].length < indent.length) break;
    if (found[1].length > indent.length) {
      const [inner, next] = listAt(lines, at);
      (list.lastElementChild || list).append(inner);
      at = next;
      continue;
    }
    const body = [found[3]];
    for (at += 1; at < lines.length && /^\s+\S/.test(lines[at]) && !LIST.test(lines[at]); at += 1) body.push(lines[at].trim());
    list.append(h("li", null, inline(body.join(" "))));
  }
  return [list, at];
}
