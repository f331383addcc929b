import { Digits } from "./lenient_json.js";
import { NEVER_BLANK, NEVER_EMPTY, READ_KEYS } from "./read_keys.js";
import {
  COLON,
  CONTAINER,
  DECORATION,
  EMPTY,
  MARKS_BEFORE,
  NUMBER,
  QUOTES,
  RANGE,
  isBroken,
  isContainer,
  shownIn,
  unquoted,
  valueText,
} from "./shown_names.js";

/**
 * Rows -> JSON. A viewer writes a name and a value on each row, and what belongs to a row further in: that is all that is relied
 * on. Brackets, quotes, commas, colons, types, counts and marks of folding may be there or not. A value is what the row
 * shows as one; what stands in it is never syntax.
 *
 * @typedef {import("./lenient_json.js").Json} Json
 * @typedef {import("./lenient_json.js").JsonObject} JsonObject
 *
 * @typedef {object} Row
 * @property {number} indent how far in its name stands: more means that it belongs to a row above
 * @property {string[]} parts what it shows, as the page divides it
 * @property {boolean} [isFolded] its control says that there is more
 *
 * @typedef {object} Node
 * @property {number} at which row; -1: of no row
 * @property {string | null} key null: the row names none
 * @property {string} value what the row shows behind its name
 * @property {Node[]} children
 * @property {boolean} isOpen it begins with a bracket that is not closed again
 * @property {boolean} isFolded
 */

/** What is shown cannot be said with certainty to be the document, or not all of it. */
export class NotWhole {
  /** @param {string} key of which something is missing */
  constructor(key) {
    this.key = key;
  }
}

const PATH = /[.[/]/;
const STEPS = /[\p{L}\p{N}_$-]+/gu;
const ELLIPSIS = /(?:\u2026|\.{3})["'\u201d]?$/;
const SAME = 1.5; // pixels between two rows that stand equally far in

/**
 * @param {readonly Row[]} rows
 * @returns {Json} what they show
 * @throws {NotWhole}
 */
export function jsonOfRows(rows) {
  const root = nest(rows);
  const reading = new Reading(root);
  const around = root.children.filter(({ children }) => children.length);
  const [only] = around;
  // What stands around a document has nothing in it: a heading, a button.
  if (around.length === 1 && !root.children.some(({ key }) => READ_KEYS.has(key ?? ""))) {
    return reading.value(only, only.key ?? "");
  }
  return reading.children(root, "");
}

/**
 * @param {readonly Row[]} rows
 * @returns {number[]} which of them seem folded, of what an order is read from
 */
export function foldedRows(rows) {
  /** @type {number[]} */
  const folded = [];
  const visit = (/** @type {Node} */ { key: outer, children }) => {
    const isKnown = children.some(({ key }) => key !== null && READ_KEYS.has(key));
    for (const child of children) {
      const { at, key, value } = child;
      if (child.children.length) visit(child);
      else if (isBarePlace(child, outer ?? "")) folded.push(at);
      else if (isKnown && !isRead(key ?? "")) continue;
      else if (value === "" ? isOpenable(key, rows[at]) : isFolded(value) || (child.isFolded && EMPTY.test(value))) {
        folded.push(at);
      }
    }
  };
  visit(nest(rows));
  return folded;
}

/** @param {string | null} key @param {Row} row that shows nothing but its name @returns {boolean} something is folded away behind it */
function isOpenable(key, { parts }) {
  return key !== null && (NEVER_BLANK.has(key) || /^\d+$/.test(key) || MARKS_BEFORE.test(parts.join(" ").trim()));
}

/** @param {readonly Row[]} rows @returns {Node} */
function nest(rows) {
  /** @type {Node} */
  const root = { at: -1, key: null, value: "", children: [], isOpen: false, isFolded: false };
  const around = [{ indent: -Infinity, node: root }];
  /** @type {Node} */
  let last = root;
  const leave = (/** @type {number} */ indent) => {
    while (
      around.length > 1 &&
      (around[around.length - 1].indent >= indent || !mayHold(around[around.length - 1].node))
    ) {
      around.pop();
    }
  };
  for (const [at, { indent, parts, isFolded = false }] of rows.entries()) {
    const shown = shownIn(parts);
    if (shown === "closer") {
      leave(indent + SAME);
      const opened = around.findLast(({ node }) => node.isOpen);
      if (opened) opened.node.isOpen = false;
      continue;
    }
    if (!shown) continue;
    const name = at > 0 ? nameAlone(rows[at - 1], last) : null;
    const isTyped = DECORATION.test(parts[0]) && !COLON.test(parts[1] ?? "");
    if (name && (isTyped || (shown.key === null && !mayHold(shown)))) {
      name.value = shown.key === null ? shown.value : valueText(parts); // it stands below its name
      continue;
    }
    const isOpen = /^[[{(]$/.test(shown.value);
    const node = { at, key: shown.key, value: shown.value, children: [], isOpen, isFolded };
    leave(indent - SAME);
    around[around.length - 1].node.children.push(node);
    around.push({ indent, node });
    last = node;
  }
  return root;
}

/** @param {Row} row @param {Node} node that it became @returns {Node | null} null: it is no name with a colon and nothing else */
function nameAlone({ parts }, node) {
  return node.key !== null && node.value === "" && /:\s*$/.test(parts.join("")) ? node : null;
}

/** @param {{value: string}} node @returns {boolean} it shows no value of its own: a heading above a document holds nothing of it */
function mayHold({ value }) {
  return /^[[{(]/.test(value) || /^\d+$/.test(value) || isContainer(value);
}

class Reading {
  /** @param {Node} root */
  constructor(root) {
    /** Whether the viewer writes a quote in a string as JSON does. */
    this.escapes = isEscaped(root);
  }

  /** @param {Node} node @param {string} name of it, or of the list that it stands in @returns {Json} */
  children(node, name) {
    const members = membersOf(node);
    const isList = members.every(({ key }, at) => key === null || key.replace(/[[\]]/g, "") === String(at));
    if (isList && name === "" && members.length === 1) return this.value(members[0], name); // the row of the whole document
    if (isList) return members.map((member) => this.value(member, name));
    return members.some(({ key }) => isPath(key)) ? this.byPaths(members) : this.object(members, name);
  }

  /** @param {Node[]} members @param {string} name @returns {JsonObject} */
  object(members, name) {
    /** @type {JsonObject} */
    const object = Object.create(null);
    for (const member of members) {
      const { key } = member;
      if (key === null || key in object) throw new NotWhole(name);
      const value = this.valueIfRead(member, key);
      if (value !== undefined) object[key] = value;
    }
    return object;
  }

  /** @param {Node[]} members whose names are paths, such as order_items[0].merchant_sku @returns {Json} */
  byPaths(members) {
    /** @type {any} */
    const tree = Object.create(null);
    for (const member of members) {
      const path = (member.key ?? "").match(STEPS) ?? [];
      const value = this.valueIfRead(member, path.findLast((step) => !/^\d+$/.test(step)) ?? "");
      let place = tree;
      for (const step of path.slice(0, -1)) {
        place = isObject(place[step]) ? place[step] : (place[step] = Object.create(null));
      }
      const last = path[path.length - 1];
      if (isObject(place[last]) && !isObject(value)) continue; // the row of what the other rows are in
      if (last === undefined || last in place) throw new NotWhole(last ?? "");
      place[last] = value ?? null;
    }
    return listed(tree);
  }

  /** @param {Node} member @param {string} name @returns {Json | undefined} undefined: not whole, and nobody reads it */
  valueIfRead(member, name) {
    try {
      return this.value(member, name);
    } catch (error) {
      if (!(error instanceof NotWhole) || isRead(name)) throw error;
      return undefined;
    }
  }

  /** @param {Node} node @param {string} name of it, or of the list that it stands in @returns {Json} @throws {NotWhole} it is folded or shortened */
  value(node, name) {
    const { key, value, children } = node;
    if (node.isOpen || isBroken(value)) throw new NotWhole(name);
    if (children.length) {
      const json = this.children(node, name);
      const isIndex = key === null && /^\d+$/.test(value);
      const counted = isIndex || !isContainer(value) ? null : CONTAINER.exec(value);
      const count = counted?.[1] ?? counted?.[2];
      if (count !== undefined && Number(count) > membersOf(node).length && isRead(name)) throw new NotWhole(name);
      return json;
    }
    if (isBarePlace(node, name)) throw new NotWhole(name);
    const string = unquoted(value);
    if (string !== null && !ELLIPSIS.test(value)) {
      if (value[0] === '"') return this.escapes ? String(JSON.parse(`"${string}"`)) : string;
      if (!string.includes("\\")) return string;
    }
    if (QUOTES.has(value[0])) throw new NotWhole(name); // it is shortened, or written nobody knows how
    if (NUMBER.test(value)) return new Digits(value);
    if (/^(?:true|false)$/i.test(value)) return value.toLowerCase() === "true";
    if (/^(?:null|none|nil|undefined)$/i.test(value)) return null;
    if (value === "" && NEVER_BLANK.has(name)) throw new NotWhole(name);
    if (value === "") return "";
    if (EMPTY.test(value) && (node.isFolded || NEVER_EMPTY.has(name))) throw new NotWhole(name);
    if (EMPTY.test(value)) return /[[]|array|items|elements/i.test(value) ? [] : Object.create(null);
    if (value.includes("\\") && isRead(name)) throw new NotWhole(name); // written as JSON writes it, or not
    if (isFolded(value) || /^[[{(]$/.test(value) || ELLIPSIS.test(value)) throw new NotWhole(name);
    return value;
  }
}

/** @param {string | null} key @returns {boolean} not merely a place in a list */
function isPath(key) {
  return key !== null && PATH.test(key) && !/^\[\d+\]$/.test(key) && !RANGE.test(key);
}

/** @param {string} value of a row with nothing in it @returns {boolean} there may be something in it */
function isFolded(value) {
  return (
    (/^(?:(?:object|array(?:\(\d+\))?)\s?)?[[{(]/i.test(value) || isContainer(value)) &&
    !EMPTY.test(value) &&
    !NUMBER.test(value)
  );
}

/** @param {Node} node @returns {Node[]} without the groups that a long list is shown in */
function membersOf({ children }) {
  return children.flatMap((child) => (RANGE.test(child.key ?? "") ? child.children : [child]));
}

/** @param {Node} node @param {string} list that it stands in @returns {boolean} its place in a list of objects, and nothing of the object */
function isBarePlace({ key, value, children }, list) {
  return key === null && /^\d+$/.test(value) && !children.length && NEVER_BLANK.has(list);
}

/** @param {unknown} json */
function isObject(json) {
  return typeof json === "object" && json !== null && !(json instanceof Digits);
}

/** @param {any} json @returns {Json} with a list wherever the names count 0, 1, 2, ... */
function listed(json) {
  if (!isObject(json) || Array.isArray(json)) return json;
  const names = Object.keys(json);
  if (names.length && names.every((name, at) => name === String(at))) return names.map((name) => listed(json[name]));
  for (const name of names) json[name] = listed(json[name]);
  return json;
}

/** @param {string} key */
function isRead(key) {
  return key === "" || READ_KEYS.has(key) || /^\d+$/.test(key);
}

/** @param {Node} node @returns {boolean} each string in quotes is one as JSON writes it */
function isEscaped({ value, children }) {
  const string = value.startsWith('"') ? unquoted(value) : null;
  return (string === null || isJsonString(string)) && children.every(isEscaped);
}

/** @param {string} string */
function isJsonString(string) {
  return /^(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*$/u.test(string);
}
