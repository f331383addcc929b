import assert from "node:assert/strict";
import { test } from "node:test";
import { cents, dollars, sum, tidy } from "../../extension/shared/money.js";

test("what is typed as an amount becomes one, and anything unclear stays as it is", () => {
  for (const [typed, amount] of [
    ["5", "5.00"],
    ["5.", "5.00"],
    ["5.5", "5.50"],
    ["$5.25", "5.25"],
    [" 12.30 ", "12.30"],
    ["007", "7.00"],
    ["0", "0.00"],
    ["5,25", "5,25"],
    ["1,234.00", "1,234.00"],
    ["5.255", "5.255"],
    ["-5", "-5"],
    ["", ""],
    ["five", "five"],
  ]) {
    assert.equal(tidy(typed), amount, typed);
  }
});

test("a sum is exact to the cent, and none where one of them is no amount", () => {
  assert.equal(sum(["0.10", "0.20"]), "0.30");
  assert.equal(sum(Array(1000).fill("1234567.89")), "1234567890.00");
  assert.equal(sum([]), "0.00");
  assert.equal(sum(["1.00", "x"]), null);
  assert.equal(cents("12.34"), 1234);
});

test("amounts are dollars to the cent, as the seller's language writes them", () => {
  assert.equal(dollars("41.20", "en-US"), "$41.20");
  assert.equal(dollars("1234567.00", "en-US"), "$1,234,567.00");
  assert.equal(dollars("90071992547409.93", "en-US"), "$90,071,992,547,409.93");
  assert.equal(dollars("1234567.05", "es"), "1.234.567,05\u00a0US$");
});
