import assert from "node:assert/strict";
import { test } from "node:test";
import { RestTimer } from "../../extension/portal/raw_data/rest_timer.js";

/** When a page that is waited for is looked at again; moments are milliseconds. */

const PATIENCE = { limit: 10_000, latest: 4_000, rest: 60, stuck: 1_200 };

test("a document is whole when the page has not changed for a while", () => {
  const timer = new RestTimer(PATIENCE, 0, 10_000);
  timer.look("mine 10", 100);
  assert.equal(timer.isWhole, false);
  timer.look("mine 12", 150); // it grew
  timer.look("mine 12", 205);
  assert.equal(timer.isWhole, false);
  timer.look("mine 12", 210);
  assert.equal(timer.isWhole, true);
});

test("a page that rests without the document is searched once for each rest", () => {
  const timer = new RestTimer(PATIENCE, 0, 10_000);
  timer.look("100", 0);
  assert.equal(timer.takeSearch(), false);
  timer.look("100", 140);
  assert.equal(timer.takeSearch(), true);
  timer.look("100", 300);
  assert.equal(timer.takeSearch(), false);
  timer.look("200", 400); // it changed: a new rest begins
  assert.equal(timer.takeSearch(), false);
  timer.look("200", 540);
  assert.equal(timer.takeSearch(), true);
});

test("a page that never rests is searched once when half of the time is over", () => {
  const timer = new RestTimer(PATIENCE, 0, 1_000);
  let searches = 0;
  for (let now = 0; now < 1_000; now += 50) {
    timer.look(`text of ${now}`, now);
    if (timer.takeSearch()) searches += now > 500 ? 1 : 100;
  }
  assert.equal(searches, 1);
});

test("nothing more is expected after a long rest, or at the end of the time", () => {
  const timer = new RestTimer(PATIENCE, 0, 10_000);
  timer.look("100", 0);
  timer.look("100", 1_199);
  assert.equal(timer.isStuck(1_199), false);
  assert.equal(timer.isStuck(10_000), true);
  timer.look("100", 1_200);
  assert.equal(timer.isStuck(1_200), true);
  assert.equal(timer.isOver(9_999), false);
  assert.equal(timer.isOver(10_000), true);
});

test("the next look comes when the rest would be long enough, and not after the end", () => {
  const timer = new RestTimer(PATIENCE, 0, 10_000);
  timer.look("mine 10", 0);
  timer.look("mine 10", 20);
  assert.equal(timer.untilNextLook(true), 40);
  assert.equal(timer.untilNextLook(false), 140, "soon enough to search");
  timer.look("mine 10", 150);
  timer.takeSearch();
  assert.equal(timer.untilNextLook(false), 1_050, "searched already: until it is stuck");
  timer.look("mine 10", 9_999.5);
  assert.equal(timer.untilNextLook(false), 1, "never less than a millisecond");
});
