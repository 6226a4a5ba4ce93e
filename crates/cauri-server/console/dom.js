// Makes elements. Text always goes in as text: nothing of a project is ever read as HTML.

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** An HTML element. */
function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
function s(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function icon(path) {
  return s("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, s("path", { d: path }));
}

const ICONS = {
  moon: "M15.5 12.5A6.5 6.5 0 0 1 7.5 4.5a6.5 6.5 0 1 0 8 8z",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M16 4l-1.4 1.4M5.4 14.6L4 16",
  branch: "M3.5 10h4M12.5 4.5h4M12.5 15.5h4M7.5 10c3 0 2-5.5 5-5.5M7.5 10c3 0 2 5.5 5 5.5",
  copy: "M7 7h9v9H7zM4 13V4h9",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
  chevron: "M7 4l6 6-6 6",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  fit: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
  close: "M5 5l10 10M15 5L5 15",
};

/** A button that copies a text. */
function copyButton(text, label) {
  const said = h("span", { class: "said" }, label || t("copy"));
  return h("button", {
    type: "button", class: "copy", title: t("copy"),
    onclick: async () => {
      try { await navigator.clipboard.writeText(text); } catch { return; }
      said.textContent = t("copied");
      setTimeout(() => { said.textContent = label || t("copy"); }, 1200);
    },
  }, icon(ICONS.copy), said);
}

/** What is to be done once the elements that are being made stand in the page: drawings need their size. */
const waitingForPage = [];

function onceShown(work) {
  waitingForPage.push(work);
}

function nowShown() {
  while (waitingForPage.length) waitingForPage.shift()();
}
