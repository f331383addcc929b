import { holds, selfAndAncestors } from "../page/dom.js";
import { joinedText } from "../page/text_runs.js";
import { squeeze, textOf } from "../page/visible_text.js";
import { itemMarks, mentionsMark, unitsBesideLabel, unitsFrom } from "./item_marks.js";

/**
 * How many units of each item an overlay shows as shipped and cancelled.
 *
 * @typedef {import("../vocabulary/vocabulary.js").Vocabulary} Vocabulary
 * @typedef {import("../page/text_runs.js").TextRun} TextRun
 * @typedef {import("../../shared/documents.d.ts").OrderItem} OrderItem
 * @typedef {{shipped: number | null, cancelled: number | null}} ShownQuantities units; null: the overlay does not show them
 */

/**
 * @param {OrderItem[]} items all of the order
 * @param {Element} overlay
 * @param {import("./overlay_facts.js").ShownFact[]} facts of the overlay
 * @param {import("../page/page_scan.js").PageScan} page as it is now: the facts may be older
 * @param {Vocabulary} vocabulary
 * @returns {ShownQuantities[]} of each item
 */
export function shownQuantities(items, overlay, facts, page, vocabulary) {
  const marks = itemMarks(items, joinedText(facts));
  const shown = new Set(facts.map(({ element }) => element));
  const factsIn = (/** @type {Element} */ element) => page.textRuns(element).filter((run) => shown.has(run.element));
  return items.map((item, at) => {
    const sku = skuElement(item, items, facts);
    const others = marks.filter((_, other) => other !== at);
    const block = sku && itemBlock(sku, overlay, factsIn, others);
    if (!block) return { shipped: null, cancelled: null };
    const texts = factsIn(block).map(({ text }) => text);
    const units = (/** @type {RegExp} */ label) => {
      const count = unitsInColumn(block, label) ?? unitsBesideLabel(texts, label);
      return count !== null && count <= item.request_order_quantity ? count : null;
    };
    return { shipped: units(vocabulary.shipped), cancelled: units(vocabulary.cancelled) };
  });
}

/**
 * @param {OrderItem} item
 * @param {OrderItem[]} items
 * @param {TextRun[]} facts
 * @returns {Element | null} where its SKU stands; null: nowhere, or another item has the same
 */
function skuElement(item, items, facts) {
  const { merchant_sku } = item;
  const alone = items.every((other) => other === item || other.merchant_sku !== merchant_sku);
  if (!alone || !merchant_sku) return null;
  return facts.find(({ text }) => mentionsMark(text, merchant_sku))?.element ?? null;
}

/**
 * @param {Element} sku where the item's SKU stands
 * @param {Element} overlay
 * @param {(element: Element) => TextRun[]} factsIn
 * @param {(string | null)[]} otherMarks of the other items
 * @returns {Element | null} the row, or the largest part of the overlay that is about this item alone
 */
function itemBlock(sku, overlay, factsIn, otherMarks) {
  let block = null;
  for (const outer of selfAndAncestors(sku)) {
    if (outer === overlay || !holds(overlay, outer)) break;
    const text = joinedText(factsIn(outer));
    if (otherMarks.some((mark) => mark && mentionsMark(text, mark))) break;
    if (outer.matches("tr, [role=row]")) return outer;
    if (!otherMarks.includes(null)) block = outer; // an item that cannot be told from this item may stand in it too
  }
  return block;
}

/** @param {Element} row @param {RegExp} label @returns {number | null} in the column under the label */
function unitsInColumn(row, label) {
  const table = row.closest("table, [role=table], [role=grid]");
  const heads = [...(table?.querySelectorAll("th:not([scope=row]), [role=columnheader]") ?? [])];
  const cells = [...row.querySelectorAll("td, th, [role=cell], [role=gridcell], [role=rowheader]")];
  const at = heads.findIndex((head) => label.test(squeeze(textOf(head))));
  return at !== -1 && heads.length === cells.length ? unitsFrom(squeeze(textOf(cells[at]))) : null;
}
