import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withLatestEntry, withShownState } from "../../extension/portal/parse/current_state.js";
import { isCreated, orderFrom } from "../../extension/portal/parse/order_document.js";
import { ordersIn } from "../../extension/portal/parse/orders_in_text.js";

/** The order of the Created entry, brought up to date by the overlay and by the latest entry. */

/** @param {string} name of an example */
const rawOrder = (name) => ordersIn(readFileSync(new URL(`examples/${name}.txt`, import.meta.url), "utf8"))[0];
const created = rawOrder("created");
const { order } = orderFrom(created);
const nothing = { status: null, exception_state: null, quantities: order.order_items.map(() => unknown()) };

function unknown() {
  return /** @type {{shipped: number | null, cancelled: number | null}} */ ({ shipped: null, cancelled: null });
}

test("what the overlay does not show stays as the raw data have it", () => {
  const { status_source, ...others } = withShownState(order, nothing);
  assert.deepEqual({ ...others, status_source: order.status_source }, order);
  assert.equal(status_source, "overlay");
  assert.equal(withShownState({ ...order, status: "complete" }, nothing).status_source, "raw_data");
});

test("the overlay's status, exception and shipped units count, and the larger number of cancelled units", () => {
  const ordered = { ...order.order_items[0], request_order_quantity: 3, request_order_cancel_qty: 2 };
  const two = { ...order, order_items: [ordered, ordered] };
  const now = withShownState(two, {
    status: "complete",
    exception_state: "exception - order rejected",
    quantities: [
      { shipped: 1, cancelled: 1 },
      { shipped: null, cancelled: 3 },
    ],
  });
  assert.deepEqual(
    [now.status, now.status_source, now.exception_state],
    ["complete", "overlay", "exception - order rejected"],
  );
  assert.deepEqual(
    now.order_items.map((item) => [item.shipped_quantity, item.request_order_cancel_qty]),
    [
      [1, 2],
      [ordered.shipped_quantity, 3],
    ],
  );
});

test("the latest entry tells units, adjustment and exception that are not known yet, and no status", () => {
  const items = /** @type {import("../../extension/portal/parse/lenient_json.js").JsonObject[]} */ (
    created.order_items
  );
  const latest = Object.assign(Object.create(null), created, {
    status: "complete",
    exception_state: "exception - late",
    order_items: items.map((item) =>
      Object.assign(Object.create(null), item, { request_order_cancel_qty: "1", price_adjustment: "2.50" }),
    ),
  });
  const now = withLatestEntry(order, latest);
  assert.equal(now.status, order.status);
  assert.equal(now.exception_state, "other");
  for (const item of now.order_items) {
    assert.equal(item.request_order_cancel_qty, 1);
    assert.deepEqual(item.price_adjustment, { principal: "2.50" });
  }
  const known = { ...order, exception_state: "exception - order rejected" };
  assert.equal(withLatestEntry(known, latest).exception_state, "exception - order rejected");
});

test("a latest entry that cannot be read, or is of other items, changes nothing", () => {
  assert.deepEqual(withLatestEntry(order, Object.assign(Object.create(null), created, { order_items: [] })), order);
  const [item] = /** @type {import("../../extension/portal/parse/lenient_json.js").JsonObject[]} */ (
    created.order_items
  );
  const another = Object.assign(Object.create(null), item, { order_item_id: "another", request_order_cancel_qty: "1" });
  const latest = Object.assign(Object.create(null), created, { order_items: [another] });
  assert.deepEqual(withLatestEntry(order, latest).order_items, order.order_items);
});

test("the snapshot of the Created entry is known by its status", () => {
  assert.ok(isCreated({ status: "Created" }));
  for (const status of ["ready", "", null]) assert.ok(!isCreated({ status }));
  assert.ok(!isCreated({}));
});
