import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NotWhole, foldedRows, jsonOfRows } from "../../extension/portal/parse/document_rows.js";
import { Digits } from "../../extension/portal/parse/lenient_json.js";

/**
 * Rows of viewers -> JSON: right, or refused; never something else.
 *
 * @typedef {import("../../extension/portal/parse/document_rows.js").Row} Row
 * @typedef {(key: string | null, value: any, depth: number) => Row[]} Style of a viewer
 */

/** @param {readonly Row[]} rows @returns {any} with numbers as numbers; "not whole KEY" where they are refused */
function read(rows) {
  try {
    const json = jsonOfRows(rows);
    return JSON.parse(JSON.stringify(json, (_, value) => (value instanceof Digits ? Number(value.text) : value)));
  } catch (error) {
    if (error instanceof NotWhole) return `not whole ${error.key}`;
    throw error;
  }
}

/** @param {number} indent @param {string[]} parts @returns {Row} */
const row = (indent, ...parts) => ({ indent, parts });

const ORDER = [
  row(20, "merchant_order_id", "8a0c"),
  row(20, "order_items", "[1]"),
  row(40, "0", "{2}"),
  row(60, "product_title", 'Mug", "request_order_quantity": 9, "x": "'),
  row(60, "request_order_quantity", "2"),
];
const READ = {
  merchant_order_id: "8a0c",
  order_items: [{ product_title: 'Mug", "request_order_quantity": 9, "x": "', request_order_quantity: 2 }],
};

test("names and values, whatever a viewer writes between them", () => {
  assert.deepEqual(read(ORDER), READ);
  const written = [
    row(0, "{"),
    row(4, '"merchant_order_id": "8a0c",'),
    row(4, '"order_items": ['),
    row(8, "{"),
    row(12, '"product_title": "17" Monitor, 5\'4" stand",'),
    row(12, '"request_order_quantity": 2'),
    row(8, "}"),
    row(4, "]"),
    row(0, "}"),
  ];
  const title = '17" Monitor, 5\'4" stand';
  assert.deepEqual(read(written), { ...READ, order_items: [{ ...READ.order_items[0], product_title: title }] });
  assert.equal(read(written.slice(0, -3)), "not whole ", "it breaks off");
});

test("headings and buttons around a document are no part of it", () => {
  assert.deepEqual(read([row(10, "Raw data"), row(15, "\u25bc", "root", "Object"), ...ORDER, row(10, "Close")]), READ);
});

test("names that are paths", () => {
  const flat = [row(0, "merchant_order_id", "8a0c"), row(0, "order_items[0].product_title", "Mug")];
  const expected = { merchant_order_id: "8a0c", order_items: [{ product_title: "Mug" }] };
  assert.deepEqual(read(flat), expected);
  assert.deepEqual(read([flat[0], row(0, "order_items.0.product_title", "Mug")]), expected);
});

test("what is folded, shortened or counted otherwise is not whole, if anybody reads it", () => {
  const last = ORDER[ORDER.length - 1];
  for (const [rows, key] of /** @type {[Row[], string][]} */ ([
    [[...ORDER.slice(0, 3), row(60, "item_price", "{4}"), last], "item_price"],
    [[...ORDER.slice(0, 2)], "order_items"],
    [[...ORDER.slice(0, 3)], "order_items"],
    [[...ORDER.slice(0, 1), row(20, "order_items", "[2]"), ...ORDER.slice(2)], "order_items"],
    [[...ORDER.slice(0, 3), row(60, "product_title", '"A long title\u2026"'), last], "product_title"],
  ])) {
    assert.equal(read(rows), `not whole ${key}`);
  }
  assert.deepEqual(read([...ORDER, row(20, "buyer", "{2}")]), READ, "the buyer need not be opened");
  assert.deepEqual(foldedRows([...ORDER, row(20, "buyer", "{2}"), row(20, "shipments", "[1]")]), [6]);
});

/** Each as a viewer writes it: JSON by lines, with and without escapes; a tree with its types; a tree of names alone. @type {Record<string, Style>} */
const STYLES = {
  lines: (key, value, depth) => byLines(key, value, depth, (text) => JSON.stringify(text)),
  "lines that show strings as they are": (key, value, depth) => byLines(key, value, depth, (text) => `"${text}"`),
  typed: (key, value, depth) => byNodes(key, value, depth, (text) => ["string", `"${text}"`]),
  bare: (key, value, depth) => byNodes(key, value, depth, (text) => [text]),
};

/** @param {string | null} key @param {any} value @param {number} depth @param {(text: string) => string} quoted @returns {Row[]} */
function byLines(key, value, depth, quoted) {
  const name = key === null ? "" : `"${key}": `;
  if (typeof value !== "object") {
    return [row(4 * depth, `${name}${typeof value === "string" ? quoted(value) : value},`)];
  }
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const inner = Object.entries(value).flatMap(([one, child]) =>
    byLines(Array.isArray(value) ? null : one, child, depth + 1, quoted),
  );
  return [row(4 * depth, name + open), ...inner, row(4 * depth, `${close},`)];
}

/** @param {string | null} key @param {any} value @param {number} depth @param {(text: string) => string[]} shown @returns {Row[]} */
function byNodes(key, value, depth, shown) {
  const name = key ?? "root";
  if (typeof value !== "object") {
    return [row(9 * depth, `${name}:`, ...(typeof value === "string" ? shown(value) : [`${value}`]))];
  }
  const entries = Object.entries(value);
  const count = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  return [
    row(9 * depth, `${name}:`, count),
    ...entries.flatMap(([one, child]) => byNodes(one, child, depth + 1, shown)),
  ];
}

const title = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom(
    '17" Monitor',
    'Mug", "request_order_quantity": 9, "x": "',
    '{"merchant_order_id": "ffff", "order_items": []}',
    "Set of 3 items",
    "[3]",
    "null",
    "\u05e1\u05e4\u05dc",
    "\u{1f469}\u200d\u{1f467} cup",
    "a\\b",
    "Two\nlines",
  ),
);
const order = fc.record({
  merchant_order_id: fc.constantFrom("8a0c", "0f1e2d"),
  order_items: fc.array(fc.record({ product_title: title, request_order_quantity: fc.integer({ min: 1, max: 99 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
});

/** Always the same orders: a run must not depend on luck. */
const RUNS = { seed: 1, numRuns: 500 };

for (const [name, style] of Object.entries(STYLES)) {
  test(`right or refused, whatever the titles hold: ${name}`, () => {
    let right = 0;
    fc.assert(
      fc.property(order, (wanted) => {
        const found = read(style(null, wanted, 0));
        const whole = found.root ?? found;
        if (typeof whole === "string") return;
        right++;
        // What is money must be right to the last digit. Where no quote tells, a title may be shown as something else is.
        if (name === "lines") assert.equal(JSON.stringify(whole), JSON.stringify(wanted));
        assert.deepEqual(quantities(whole), quantities(wanted));
      }),
      RUNS,
    );
    assert.ok(right > 5, `${right} were read`);
  });
}

/** @param {any} read */
function quantities(read) {
  return [read.merchant_order_id, read.order_items.map((/** @type {any} */ item) => item.request_order_quantity)];
}
