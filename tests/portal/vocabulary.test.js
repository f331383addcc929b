import assert from "node:assert/strict";
import { test } from "node:test";
import { english } from "../../extension/portal/vocabulary/english.js";
import { spanish } from "../../extension/portal/vocabulary/spanish.js";
import { vocabulary } from "../../extension/portal/vocabulary/vocabulary.js";

const both = vocabulary([english, spanish], /\d{12}/);

/** @param {string} text @returns {number} how strictly it is worded; -1 where it is not the entry */
const created = (text) => both.created.findIndex((wording) => wording.test(text));

test("every language has the same lists, and none is empty", () => {
  for (const language of [english, spanish]) {
    assert.deepEqual(Object.keys(language), Object.keys(english));
    for (const list of [...Object.values(language), ...Object.values(language.statuses)]) {
      assert.ok(Object.values(list).length);
    }
  }
});

test("a phrase is found however its words are parted", () => {
  for (const text of [
    "View raw data",
    "VIEW RAW DATA",
    "view raw-data",
    "View\u00a0raw  data (JSON)",
    "Ver datos sin procesar",
  ]) {
    assert.match(text, both.rawData);
  }
  for (const text of ["Review raw data", "View raw database", "raw data", "View data"]) {
    assert.doesNotMatch(text, both.rawData);
  }
  assert.match("x View\n raw data", both.rawDataAnywhere);
});

test("the order's own Created comes before whatever else was created", () => {
  for (const text of [
    "Created",
    "Order created",
    "Created on Nov 3, 2016",
    "CREATED:",
    "Creado el 3/11/2016",
    "Creaci\u00f3n del pedido",
  ]) {
    assert.equal(created(text), 0, text);
  }
  for (const text of ["Nov 3, 2016 Created", "The order was created by Jet"]) assert.equal(created(text), 1, text);
  for (const text of [
    "Return created",
    "Shipment label created",
    "Devoluci\u00f3n: creado",
    "Recreated",
    "Acknowledged",
  ]) {
    assert.equal(created(text), -1, text);
  }
});

test("labels say what follows them, and other words are no labels", () => {
  assert.equal(both.status.exec("Order status: In Progress")?.[1], "In Progress");
  assert.equal(both.status.exec("Estado del pedido")?.[1], "");
  assert.equal(both.status.exec("Statuses: 3"), null);
  for (const text of ["Shipped", "Qty shipped", "shipped units", "Cantidad enviada"]) assert.match(text, both.shipped);
  for (const text of ["Shipped to", "Not shipped"]) assert.doesNotMatch(text, both.shipped);
});

test("a status is one word, in either language", () => {
  const status = (/** @type {string} */ text) => both.statuses.find(({ pattern }) => pattern.test(text))?.status;
  assert.deepEqual(
    ["In Progress", "inprogress", "Completed", "En curso", "Rechazado", "In Progress soon"].map(status),
    ["inprogress", "inprogress", "complete", "inprogress", "other", undefined],
  );
});

test("an exception state is one by what it begins with, and nothing else is taken for one", () => {
  const state = (/** @type {string} */ text) => both.exceptionAnywhere.exec(text)?.[0];
  for (const text of [
    "exception - order rejected",
    "Exception \u2013 Jet manual canceled to complete state",
    "Excepci\u00f3n - pedido rechazado",
  ]) {
    assert.equal(state(text), text);
  }
  assert.equal(state("exception - order rejected, 1 Nowhere St"), "exception - order rejected");
  for (const text of [
    "Exception",
    "Exception: None",
    "Exception - None",
    "Exception - n/a",
    "Exception -",
    "Exception-free shipping",
    "Exception: A Buyer",
  ]) {
    assert.equal(state(text), undefined, text);
  }
  const known = (/** @type {string} */ text) =>
    both.exceptions.find(({ pattern }) => pattern.test(text))?.exception_state;
  for (const [text, exception_state] of [
    ["Order rejected", "exception - order rejected"],
    ["jet manual canceled to complete state", "exception - jet manual canceled to complete state"],
    ["Pedido rechazado", "exception - order rejected"],
  ]) {
    assert.equal(known(text), exception_state);
  }
  for (const text of ["A Buyer", "None", "Orders"]) assert.equal(known(text), undefined);
});

test("only what takes a window away closes it", () => {
  for (const text of ["Close", "\u00d7", "Close raw data", "Cerrar ventana", "OK"]) assert.match(text, both.close);
  for (const text of ["Close the order", "Back to orders", "Closed"]) assert.doesNotMatch(text, both.close);
});
