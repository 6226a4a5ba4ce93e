// SQL and Jinja, coloured: a scan into pieces, each put into the page as text.

const KEYWORDS = new Set(`all alter analyze and any anti array as asc between bigint binary boolean by case cast cluster
 create cross current cube date decimal delete desc describe distinct distribute double drop else end except exists
 explode false filter first float following for from full function group grouping having if ilike in inner insert int
 integer intersect interval into is join last lateral left like limit map merge minus natural not null nulls numeric
 offset on or order outer over partition pivot preceding qualify range recursive replace right rlike rollup row rows
 select semi set sets smallint sort string struct table tablesample text then timestamp true unbounded union unnest
 unpivot update using values varchar view when where window with within`.split(/\s+/));

const SQL_PIECES = new RegExp([
  "(\\{#[\\s\\S]*?#\\}|--[^\\n]*|/\\*[\\s\\S]*?\\*/)",
  "(\\{\\{[\\s\\S]*?\\}\\}|\\{%[\\s\\S]*?%\\})",
  "('(?:[^'\\\\]|\\\\.|'')*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)",
  "(\\b\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?\\b)",
  "([A-Za-z_À-ÿ][\\wÀ-ÿ$]*)(\\s*\\()?",
].join("|"), "g");

const JINJA_PIECES = /('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(\b(?:if|elif|else|endif|for|endfor|in|set|endset|macro|endmacro|call|endcall|do|not|and|or|is|filter|endfilter|snapshot|endsnapshot|docs|enddocs)\b)|(\b(?:ref|source|config|var|env_var|this|target|adapter|dbt_utils)\b)/g;

/** The text as coloured lines. */
function codeBlock(text) {
  const code = h("code");
  const put = (piece, kind) => code.append(kind ? h("span", { class: `k-${kind}` }, piece) : piece);
  let from = 0;
  for (const found of text.matchAll(SQL_PIECES)) {
    put(text.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[1]) put(found[1], "comment");
    else if (found[2]) code.append(jinja(found[2]));
    else if (found[3]) put(found[3], found[3][0] === "'" ? "string" : "name");
    else if (found[4]) put(found[4], "number");
    else {
      const word = found[5];
      const isKeyword = KEYWORDS.has(word.toLowerCase());
      put(word, isKeyword ? "keyword" : found[6] ? "function" : null);
      if (found[6]) put(found[6]);
    }
  }
  put(text.slice(from));
  const lines = text.replace(/\n$/, "").split("\n").length;
  const numbers = Array.from({ length: lines }, (_, at) => at + 1).join("\n");
  return h("pre", { class: "code", tabindex: "0" }, h("span", { class: "lines", "aria-hidden": "true" }, numbers), code);
}

function jinja(text) {
  const whole = h("span", { class: "k-jinja" });
  let from = 0;
  for (const found of text.matchAll(JINJA_PIECES)) {
    whole.append(text.slice(from, found.index));
    from = found.index + found[0].length;
    const kind = found[1] ? "string" : found[2] ? "keyword" : "function";
    whole.append(h("span", { class: `k-${kind}` }, found[0]));
  }
  whole.append(text.slice(from));
  return whole;
}
