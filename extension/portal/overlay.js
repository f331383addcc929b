import { around, holds, upwards } from "./dom.js";
import { named, pieces, readable, squeeze, textOf } from "./text.js";

/** What an order's overlay says in words: its status, an exception, what was shipped and cancelled. */

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {{text: string, element: Element}[]} Pieces
 * @typedef {import("../shared/documents.js").OrderItem} OrderItem
 */

/**
 * What the overlay says of the order as it is now: all but its history.
 *
 * @param {Element} overlay
 * @param {Words} words
 * @returns {Pieces}
 */
export function factsOf(overlay, words) {
  const buttons = named(overlay, words.rawData);
  const heading = named(overlay, words.history).at(-1);
  const first = heading ?? (buttons.length > 1 ? around(buttons) : buttons[0]);
  const last = buttons.at(-1);
  return pieces(overlay).filter(({ element }) => {
    const afterFirst = first && (first.contains(element) || first.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    const beforeLast = last && (last.contains(element) || last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
    return !(afterFirst && beforeLast);
  });
}

/**
 * The item with what the overlay shows of it.
 *
 * @param {OrderItem} item
 * @param {OrderItem[]} items
 * @param {Element} overlay
 * @param {Words} words
 */
export function withOverlay(item, items, overlay, words) {
  const alone = items.every((other) => other === item || other.merchant_sku !== item.merchant_sku);
  const shipped = alone ? quantityOf(overlay, item, items, words.shipped) : null;
  const cancelled = alone ? quantityOf(overlay, item, items, words.cancelled) : null;
  return {
    known: cancelled !== null,
    item: {
      ...item,
      shipped_quantity: shipped ?? item.shipped_quantity,
      request_order_cancel_qty: Math.max(cancelled ?? 0, item.request_order_cancel_qty),
    },
  };
}

/**
 * A labelled status counts most. Without one, a word that is a status and stands by itself; two different ones say nothing.
 *
 * @param {Pieces} facts
 * @param {Words} words
 * @returns {import("../shared/documents.js").OrderStatus} other: a status that has no name here; null: none to be seen
 */
export function statusOf(facts, words) {
  const labelled = labelledText(facts, words.status);
  const known = (/** @type {string} */ text) => words.statuses.find(([shape]) => shape.test(text))?.[1] ?? null;
  if (labelled) return known(labelled) ?? "other";
  const found = facts
    .filter(({ element }, at) => !element.closest("dt, th, label, [role=columnheader], [role=tab]") && !isDate(facts[at + 1]?.text))
    .map(({ text }) => known(text))
    .filter((one) => one !== null);
  return new Set(found).size === 1 ? found[0] : null;
}

/** @param {Pieces} facts @param {Words} words @returns {string | null} */
export function exceptionOf(facts, words) {
  const said = facts.find(({ text }) => /^exception - /i.test(text))?.text ?? labelledText(facts, words.exception);
  return said ? said.slice(0, 200) : null;
}

/** @param {Pieces} facts @param {RegExp} label with a group for what follows in the same piece */
function labelledText(facts, label) {
  for (const [at, { text }] of facts.entries()) {
    const match = label.exec(text);
    if (match) return match[1] || facts[at + 1]?.text || null;
  }
  return null;
}

/** @param {string | undefined} text */
function isDate(text) {
  return text !== undefined && /\d{4}|\d{1,2}[/.:]\d{1,2}/.test(text);
}

/**
 * Units that the overlay shows for one item under a word, in a column of a table or as a label with a number.
 *
 * @param {Element} overlay
 * @param {OrderItem} item
 * @param {OrderItem[]} items all of the order
 * @param {RegExp} word
 * @returns {number | null} null where it does not show them
 */
export function quantityOf(overlay, item, items, word) {
  const block = blockOf(overlay, item, items);
  if (!block) return null;
  const units = inColumn(block, word) ?? besideLabel(pieces(block), word);
  return units !== null && units <= item.request_order_quantity ? units : null;
}

/**
 * @param {Element} overlay
 * @param {OrderItem} item
 * @param {OrderItem[]} items
 * @returns {Element | null} the row, or the largest part of the overlay that is about this item alone
 */
function blockOf(overlay, item, items) {
  if (!item.merchant_sku) return null;
  const own = pieces(overlay).find(({ text }) => says(text, item.merchant_sku));
  const others = items.filter((other) => other !== item).map((other) => other.merchant_sku);
  let block = null;
  for (const one of own ? upwards(own.element) : []) {
    if (one === overlay || !holds(overlay, one)) break;
    const text = readable(one);
    if (others.some((sku) => sku && says(text, sku))) break;
    block = one;
    if (one.matches("tr, [role=row]")) break;
  }
  return block;
}

/** @param {string} text @param {string} sku */
function says(text, sku) {
  const at = text.indexOf(sku);
  if (at === -1) return false;
  const edge = (/** @type {string} */ character) => !/[A-Za-z0-9_-]/.test(character);
  return edge(text[at - 1] ?? " ") && edge(text[at + sku.length] ?? " ");
}

/** @param {Element} row @param {RegExp} word */
function inColumn(row, word) {
  const table = row.closest("table, [role=table], [role=grid]");
  const heads = [...(table?.querySelectorAll("th:not([scope=row]), [role=columnheader]") ?? [])];
  const cells = [...row.querySelectorAll("td, th, [role=cell], [role=gridcell], [role=rowheader]")];
  const at = heads.findIndex((head) => word.test(squeeze(textOf(head))));
  return at !== -1 && heads.length === cells.length ? units(squeeze(textOf(cells[at]))) : null;
}

/** @param {Pieces} some @param {RegExp} word */
function besideLabel(some, word) {
  for (const [at, { text }] of some.entries()) {
    const [, before, label, after] = /^(\d*)\s*(.*?)\s*:?\s*(\d*)$/.exec(text) ?? [];
    if (label && word.test(label)) return units(after || before || (some[at + 1]?.text ?? ""));
  }
  return null;
}

/** @param {string} text */
function units(text) {
  return /^\d{1,5}$/.test(text) ? Number(text) : null;
}
