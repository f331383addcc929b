import { around, holds, upwards } from "../page/dom.js";
import { named, pieces, squeeze, textOf } from "../page/visible_text.js";

/** What an order's overlay says in words: its status, an exception, what was shipped and cancelled. */

/**
 * @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {{text: string, element: Element}[]} Pieces
 * @typedef {import("../../shared/documents.d.ts").OrderItem} OrderItem
 */

/**
 * What the overlay says of the order as it is now: all but its history.
 *
 * @param {Element} overlay
 * @param {Vocabulary} vocabulary
 * @returns {Pieces}
 */
export function overlayFacts(overlay, vocabulary) {
  const buttons = named(overlay, vocabulary.entry);
  const heading = named(overlay, vocabulary.history).at(-1);
  const first = heading ?? (buttons.length > 1 ? around(buttons) : buttons[0]);
  const last = buttons.at(-1);
  return pieces(overlay).filter(({ element }) => {
    const afterFirst =
      first && (first.contains(element) || first.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    const beforeLast =
      last && (last.contains(element) || last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
    return !(afterFirst && beforeLast);
  });
}

/**
 * The items with what the overlay shows of them.
 *
 * @param {OrderItem[]} items all of the order
 * @param {Element} overlay
 * @param {Pieces} facts
 * @param {Vocabulary} vocabulary
 * @returns {{known: boolean, item: OrderItem}[]} known: the overlay says how many were cancelled
 */
export function withOverlay(items, overlay, facts, vocabulary) {
  const text = facts.map((piece) => piece.text).join(" ");
  const marks = items.map((item) => markOf(item, text));
  const shown = new Set(facts.map((piece) => piece.element));
  const within = (/** @type {Element} */ element) => pieces(element).filter((piece) => shown.has(piece.element));
  return items.map((item, at) => {
    const alone = items.every((other) => other === item || other.merchant_sku !== item.merchant_sku);
    const own = alone && item.merchant_sku ? facts.find((piece) => says(piece.text, item.merchant_sku)) : null;
    const block = own
      ? blockOf(
          overlay,
          own.element,
          within,
          marks.filter((_, other) => other !== at),
        )
      : null;
    const shipped = block && quantityOf(block, within(block), item, vocabulary.shipped);
    const cancelled = block && quantityOf(block, within(block), item, vocabulary.cancelled);
    return {
      known: cancelled !== null,
      item: {
        ...item,
        shipped_quantity: shipped ?? item.shipped_quantity,
        request_order_cancel_qty: Math.max(cancelled ?? 0, item.request_order_cancel_qty),
      },
    };
  });
}

/**
 * A labelled status counts most. Without one, a word that is a status and stands by itself; two different ones say nothing.
 *
 * @param {Pieces} facts
 * @param {Vocabulary} vocabulary
 * @returns {import("../../shared/documents.d.ts").OrderStatus} other: a status that has no name here; null: none to be seen
 */
export function statusOf(facts, vocabulary) {
  const known = (/** @type {string} */ text) => vocabulary.statuses.find(([shape]) => shape.test(text))?.[1] ?? null;
  const labelled = labelledText(facts, vocabulary.status);
  if (labelled) return known(labelled) ?? "other";
  const found = facts
    .filter((piece, at) => !isLabel(piece) && !isDate(facts[at + 1]?.text))
    .map(({ text }) => known(text))
    .filter((one) => one !== null);
  return new Set(found).size === 1 ? found[0] : null;
}

/**
 * Beside an empty label may stand whatever belongs to the buyer: only what reads like an exception state is one.
 *
 * @param {Pieces} facts
 * @param {Vocabulary} vocabulary
 * @returns {string | null}
 */
export function exceptionOf(facts, vocabulary) {
  const said = facts.map(({ text }) => vocabulary.exceptionAnywhere.exec(text)?.[0]).find((state) => state);
  const labelled = labelledText(facts, vocabulary.exception) ?? "";
  return (
    said ?? vocabulary.exceptionAnywhere.exec(labelled)?.[0] ?? vocabulary.labelledException.exec(labelled)?.[0] ?? null
  );
}

/** @param {Pieces} facts @param {RegExp} label with a group for what follows in the same piece @returns {string | null} */
function labelledText(facts, label) {
  for (const [at, { text }] of facts.entries()) {
    const match = label.exec(text);
    const next = facts[at + 1];
    if (match) return match[1] || (next && isBeside(facts[at].element, next) ? next.text : null);
  }
  return null;
}

/** @param {Element} label @param {Pieces[number]} next @returns {boolean} it is what the label is of: nothing without words stands between, such as an icon */
function isBeside(label, next) {
  if (label.contains(next.element) || label.parentElement === next.element) return true;
  const last = [...upwards(label)].find((one) => one.nextElementSibling !== null);
  return !isLabel(next) && (last?.nextElementSibling?.contains(next.element) ?? false);
}

/** @param {Pieces[number]} piece */
function isLabel({ text, element }) {
  return text.endsWith(":") || element.closest("dt, th, label, [role=columnheader], [role=tab]") !== null;
}

/** @param {string | undefined} text */
function isDate(text) {
  return text !== undefined && /\d{4}|\d{1,2}[/.:]\d{1,2}/.test(text);
}

/**
 * Units that a block shows under a word, in a column of a table or as a label with a number.
 *
 * @param {Element} block
 * @param {Pieces} facts that stand in it
 * @param {OrderItem} item that the block is about
 * @param {RegExp} word
 * @returns {number | null} null where it does not show them
 */
function quantityOf(block, facts, item, word) {
  const units = inColumn(block, word) ?? besideLabel(facts, word);
  return units !== null && units <= item.request_order_quantity ? units : null;
}

/** @param {OrderItem} item @param {string} text of the overlay @returns {string | null} by what it is known there; null: by nothing */
function markOf({ merchant_sku, product_title }, text) {
  return [merchant_sku, squeeze(product_title)].find((mark) => mark && says(text, mark)) ?? null;
}

/**
 * @param {Element} overlay
 * @param {Element} own where the item's SKU stands
 * @param {(element: Element) => Pieces} within what an element says, but for the history
 * @param {(string | null)[]} others by what the other items are known
 * @returns {Element | null} the row, or the largest part of the overlay that is about this item alone
 */
function blockOf(overlay, own, within, others) {
  let block = null;
  for (const one of upwards(own)) {
    if (one === overlay || !holds(overlay, one)) break;
    const text = within(one)
      .map((piece) => piece.text)
      .join(" ");
    if (others.some((mark) => mark && says(text, mark))) break;
    if (one.matches("tr, [role=row]")) return one;
    if (!others.includes(null)) block = one; // an item that cannot be told from this one may stand in it too
  }
  return block;
}

/** @param {string} text @param {string} mark */
function says(text, mark) {
  const at = text.indexOf(mark);
  if (at === -1) return false;
  const edge = (/** @type {string} */ character) => !/[A-Za-z0-9_-]/.test(character);
  return edge(text[at - 1] ?? " ") && edge(text[at + mark.length] ?? " ");
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
