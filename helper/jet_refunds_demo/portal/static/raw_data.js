/** The raw data of one moment of an order, in the form that the server names. */

import { dialog, el, load } from "./dom.js";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?)|\b(true|false|null)\b/g;

/** @type {Record<string, (text: string) => HTMLElement>} */
const FORMS = { text, field, table, lines };

/** @param {string} number @param {number} index @param {{ name: string, at: string }} entry */
export async function openRawData(number, index, entry) {
  const window = dialog("Raw data", "raw");
  try {
    const found = await load(`/data/orders/${encodeURIComponent(number)}/history/${index}`);
    const form = FORMS[found.form] ?? text;
    window.body.replaceChildren(el("p.quiet", `${entry.name}, ${entry.at}`), form(found.text));
  } catch {
    window.body.replaceChildren(el("p.failed", "The raw data could not be loaded. Close them and try again."));
  }
}

/** @param {string} text */
function text(text) {
  return el("pre.code", text);
}

/** @param {string} text */
function field(text) {
  const found = document.createElement("textarea");
  found.className = "code";
  found.readOnly = true;
  found.rows = 24;
  found.spellcheck = false;
  found.setAttribute("aria-label", "Raw data");
  found.value = text;
  return found;
}

/** @param {string} text */
function table(text) {
  const rows = text
    .split("\n")
    .map((line, index) => el("tr", el("td.line-number", String(index + 1)), el("td.line", ...coloured(line))));
  return el("div.code", el("table", el("tbody", ...rows)));
}

/** @param {string} text */
function lines(text) {
  return el("ol.code", ...text.split("\n").map((line) => el("li", el("code", ...coloured(line)))));
}

/** @param {string} line @returns {(string | Node)[]} */
function coloured(line) {
  /** @type {(string | Node)[]} */
  const parts = [];
  let at = 0;
  for (const match of line.matchAll(TOKEN)) {
    const [whole, string, colon, number] = match;
    parts.push(line.slice(at, match.index));
    if (string !== undefined) parts.push(el(colon === undefined ? "span.string" : "span.key", string), colon ?? "");
    else parts.push(el(number === undefined ? "span.word" : "span.digits", whole));
    at = match.index + whole.length;
  }
  return [...parts, line.slice(at)];
}
