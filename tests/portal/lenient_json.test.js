import assert from "node:assert/strict";
import { test } from "node:test";
import { objectsIn } from "../../extension/portal/parse/json_in_text.js";
import { Digits } from "../../extension/portal/parse/lenient_json.js";
import { plainDecimal } from "../../extension/portal/parse/numbers.js";

/** @param {import("../../extension/portal/parse/lenient_json.js").Json} json @returns {any} with numbers as {digits} */
function shown(json) {
  return JSON.parse(JSON.stringify(json, (_, value) => (value instanceof Digits ? { digits: value.text } : value)));
}

test("numbers keep every digit", () => {
  const [object] = objectsIn('{"a": 123456789012345678901, "b": 0.10, "c": -1.5E+3}');
  assert.deepEqual(shown(object), {
    a: { digits: "123456789012345678901" },
    b: { digits: "0.10" },
    c: { digits: "-1.5E+3" },
  });
});

test("strings are read as JSON writes them", () => {
  const [object] = objectsIn(String.raw`{"a": "\"\\\/\b\f\n\r\t\u00e9\ud83e\udd8a", "__proto__": "b"}`);
  assert.equal(/** @type {any} */ (object).a, '"\\/\b\f\n\r\t\u00e9\u{1f98a}');
  assert.deepEqual(Object.keys(/** @type {any} */ (object)), ["a", "__proto__"]);
});

test("every object in a text is found, and brackets that begin none are passed over", () => {
  assert.deepEqual(objectsIn('} {no} {"a": 1} text {"b": {"c": null}} {"cut": ').map(shown), [
    { a: { digits: "1" } },
    { b: { c: null } },
  ]);
});

test("what is nested without end is refused, not followed", () => {
  assert.deepEqual(objectsIn('{"a":'.repeat(5000)), []);
});

test("an exponent moves the point and computes nothing", () => {
  for (const [digits, expected] of [
    ["1.759e1", "17.59"],
    ["5E-2", "0.05"],
    ["12e3", "12000"],
    ["1e0", "1"],
    ["120e-1", "12"],
    ["-1.5e1", "-15"],
    ["007.50", "7.50"],
    [".5", "0.5"],
    ["$1,234.50", "1234.50"],
    ["0", "0"],
    ["1,23", null],
    ["1.2.3", null],
    ["", null],
    ["1e300", null],
    ["abc", null],
    ["0x10", null],
    ["٣", null],
  ]) {
    assert.equal(plainDecimal(/** @type {string} */ (digits)), expected, String(digits));
  }
});
