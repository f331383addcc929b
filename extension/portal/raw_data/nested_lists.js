import { roots } from "../page/dom.js";
import { squeeze, textOf } from "../page/visible_text.js";
import { REQUIRED_KEYS, mentionsOrder, ordersIn } from "../parse/orders_in_text.js";

/**
 * A document shown as nested lists, as some viewers do: a name and a value on each line, and neither brackets nor commas.
 *
 * @typedef {import("./document_places.js").DocumentPlace} DocumentPlace
 */

const LIST = 'ul, ol, [role="tree"], [role="group"]';
const ITEM = 'li, [role="treeitem"]';
const LINE = /^[^\p{L}\p{N}"'_]*["']?([\p{L}_][\p{L}\p{N}_-]*|\d+)["']?\s*[:=]?\s*(.*)$/u;
const COUNT = /(?:^|[[{(])(\d+)(?:[\]})]|\s*(?:items?|keys?)\b|$)/;
const AS_IT_IS = /^(?:-?\d+(?:\.\d+)?|true|false|null|".*")$/;

/** A blank value of these names is folded away; of another name it is an empty text. */
const NEVER_BLANK = new Set([
  ...REQUIRED_KEYS,
  "order_item_id",
  "item_price",
  "order_totals",
  "price_adjustment",
  "shipments",
  "shipment_items",
]);

/** @returns {DocumentPlace[]} orders in lists that can be seen, with nothing folded away in them */
export function placesInLists() {
  const lists = [...roots(document.body)].flatMap((root) => [...root.querySelectorAll(LIST)]);
  const outermost = lists.filter((list) => mentionsOrder(list.textContent ?? "") && !list.parentElement?.closest(LIST));
  return outermost.flatMap((element) => {
    const json = jsonOf(element);
    const rawOrders = json === null ? [] : ordersIn(json);
    return rawOrders.length ? [{ rawOrders, element }] : [];
  });
}

/** @param {Element} list @param {string} [summary] on the line that it hangs on @returns {string | null} JSON; null where a value or a member is missing */
function jsonOf(list, summary = "") {
  const items = [...list.querySelectorAll(ITEM)].filter((item) => item.parentElement?.closest(LIST) === list);
  const count = COUNT.exec(summary)?.[1];
  if (count !== undefined && Number(count) !== items.length) return null;
  /** @type {[string, string][]} */
  const members = [];
  for (const item of items) {
    const inner = item.querySelector(LIST);
    const [, name, rest] = LINE.exec(squeeze(textOf(item, { leaveOut: new Set(inner ? [inner] : []) }))) ?? [];
    if (name === undefined) return null;
    const value = inner ? jsonOf(inner, rest) : AS_IT_IS.test(rest) ? rest : JSON.stringify(rest);
    if (value === null || (rest === "" && !inner && NEVER_BLANK.has(name))) return null;
    members.push([name, value]);
  }
  const counted = members.every(([name], at) => name === String(at));
  if (counted && members.length) return `[${members.map(([, value]) => value).join(",")}]`;
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;
}
