/**
 * What a single row of a viewer shows: a name, and what stands behind it. Brackets, quotes, commas, colons, types, counts and
 * marks of folding may be there or not.
 */

const MARK = /^[\s\-\u2013\u2014\u203a\u00bb|\p{So}\p{Sm}\p{Co}]+$/u;
export const MARKS_BEFORE = /^(?:[\p{So}\p{Co}]\ufe0f?|[+\-\u2212>\u25b6](?=\s*["'\p{L}[{]))\s*/u;
export const QUOTES = new Map(Object.entries({ '"': '"', "'": "'", "\u201c": "\u201d" }));
/** A name, a place in a list, or a path of such: order_items[0].merchant_sku. */
const NAME = String.raw`[\p{L}\p{N}_$][\p{L}\p{N}_$-]*(?:(?:[./]|\["?)[\p{L}\p{N}_$-]+(?:"?\])?)*|\[\d+\]`;
const KEY = new RegExp(String.raw`^(["']?)(${NAME})\1\s*[:=]?$`, "u");
const KEY_AND_VALUE = new RegExp(String.raw`^(?:"(${NAME})"|'(${NAME})'|(${NAME}))\s?[:=\u2192]\s?([^]*)$`, "u");
const LONGEST_KEY = 200; // characters, with what stands around it
const CLOSER = /^[\s\]})]+[,;]?$/;
export const COLON = /^\s*[:=]\s*$/;
const COMMA = /^\s*,\s*$/;
/** Beside a value: its type, or how long it is. */
export const DECORATION =
  /^(?:(?:string|str|text|number|num|int|integer|float|double|decimal|bool|boolean|date|url|auto)(?:\(\d+\))?:?|\(?\d+ (?:chars?|characters)\)?)$/i;
/** An object or a list, however much of it is shown: Object, Array(3), [3], {...}, 3 items, {} 3 keys, [ 3 items ]. */
export const CONTAINER =
  /^(?:object|array|list|map|root)?\s?(?:[[{(]\s?)?(?:\u2026|\.{3}|(\d+)(?:\s?(?:items?|keys?|props?|properties|entries|elements?|fields?|values?))?)?\s?[\]})]?(?:\s?[[({]?(\d+)(?:\s?(?:items?|keys?|props?|properties|entries|elements?|fields?))?[\])}]?)?,?$/i;
const LONGEST_CONTAINER = 40; // characters
/** A part of a long list: [0 ... 99]. */
export const RANGE = /^\[?\d+\s?(?:\.{2,3}|\u2026|-|\u2013)\s?\d+\]?:?$/;
export const EMPTY =
  /^(?:(?:object|array)\s?)?(?:\{\s?\}|\[\s?\]|[[{(]?0\s?(?:items?|keys?|props?|properties|entries|elements?)?[\])}]?)(?:\s?\(?0\)?)?,?$/i;
export const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** @param {readonly string[]} shown @returns {{key: string | null, value: string} | "closer" | null} null: nothing but marks */
export function shownIn(shown) {
  const parts = joinedQuotes(shown.filter((part) => part.trim() && !MARK.test(part)));
  const all = parts.join(" ").trim();
  if (!parts.length) return null;
  if (CLOSER.test(all)) return "closer";
  const [first, ...others] = parts;
  const bare = first.trim().replace(MARKS_BEFORE, "");
  if (isContainer(bare) && !others.length && !NUMBER.test(bare)) return { key: null, value: bare };
  if (RANGE.test(bare)) return { key: bare.replace(/:$/, ""), value: valueText(others) };
  const key = bare.length > LONGEST_KEY ? null : KEY.exec(bare);
  if (key && (others.length || !/^(?:\d+|["'].*["'])$/.test(bare))) return { key: key[2], value: valueText(others) };
  const [, double, single, plain, rest] = KEY_AND_VALUE.exec(bare) ?? [];
  const name = double ?? single ?? plain;
  if (name !== undefined) return { key: name, value: valueText([rest, ...others]) };
  return { key: null, value: valueText(parts) };
}

/** Quotes that stand alone belong to what is between them. @param {readonly string[]} parts @returns {string[]} */
function joinedQuotes(parts) {
  /** @type {string[]} */
  const joined = [];
  for (let at = 0; at < parts.length; at++) {
    const close = QUOTES.get(parts[at].trim());
    const end = close
      ? parts.findIndex((part, later) => later > at && part.replace(/[,:\s]+$/, "").trim() === close)
      : -1;
    if (end === -1) joined.push(parts[at]);
    else {
      joined.push(parts.slice(at, end + 1).join(""));
      at = end;
    }
  }
  return joined;
}

/** @param {readonly string[]} parts behind the name @returns {string} */
export function valueText(parts) {
  const meant = parts.filter((part) => part.trim() && !COLON.test(part) && !COMMA.test(part));
  const first = (meant[0] ?? "").replace(/^\s*[:=]\s*/, "");
  if (meant.length < 2) return withoutComma(first.trim());
  const values = [first, ...meant.slice(1)].filter((part) => part.trim() && !DECORATION.test(part.trim()));
  if (values.length === 1) return withoutComma(values[0].trim());
  const quoted = values.filter((part) => unquoted(withoutComma(part.trim())) !== null);
  if (quoted.length === 1 && values.every((part) => part === quoted[0] || isContainer(part.trim()))) {
    return withoutComma(quoted[0].trim());
  }
  return withoutComma(values.join("").trim());
}

/** @param {string} value @returns {string} */
function withoutComma(value) {
  return value.replace(/(["'\u201d\d\]}el])\s*,$/, "$1");
}

/** @param {string} value @returns {string | null} what stands between the quotes at its ends; null: it has none */
export function unquoted(value) {
  const close = QUOTES.get(value[0]);
  return close && value.length > 1 && value.endsWith(close) ? value.slice(1, -1) : null;
}

/** @param {string} value @returns {boolean} also where nothing is shown of it */
export function isContainer(value) {
  return value.length <= LONGEST_CONTAINER && CONTAINER.test(value);
}

/** @param {string} value @returns {boolean} it begins with a bracket, and ends with none */
export function isBroken(value) {
  return /^[[{(]./.test(value) && !/[\]})\u2026]$|\.{3}$/.test(value) && !isContainer(value);
}
