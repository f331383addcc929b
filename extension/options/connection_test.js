import { remedyOf, troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";

/**
 * The connection test: what a refund needs, step by step, and the first step that fails. Background/pairing.js looks in
 * this order and stops at the first trouble, so the trouble says how far it came.
 *
 * @typedef {import("../shared/messages.js").Connection} Connection
 * @typedef {"fine" | "waiting" | "failed" | "not_tried"} Result
 * @typedef {object} Step
 * @property {string} step its message is step_NAME
 * @property {Result} result its message is result_NAME
 * @property {string} code of the trouble; "" where there is none
 * @property {string} sentence for the seller; "" where nothing is to be said
 * @property {import("../shared/error_text.js").Remedy | null} remedy
 */

/** Each step and the troubles that end it. The last also ends with whatever fits none. */
const STEPS = Object.entries({
  helper_permission: ["no_permission"],
  portal_permission: ["no_portal_permission"],
  answers: ["helper_away"],
  is_helper: ["other_program"],
  versions: ["helper_old", "extension_old"],
  paired: ["not_paired"],
  known: ["pairing_ended"],
});
const HELPER_PARTS = ["ledger", "site", "courier", "keychain"];

/** @param {Connection} connection @returns {Step[]} */
export function testSteps(connection) {
  const trouble = connection.trouble && Trouble.fromDocument(connection.trouble);
  const named = STEPS.findIndex(([, codes]) => trouble && codes.includes(trouble.code));
  const ended = trouble ? (named < 0 ? STEPS.length - 1 : named) : STEPS.length;
  const asked = STEPS.map(([step], at) =>
    trouble && at === ended ? failed(step, trouble) : plain(step, at < ended ? "fine" : "not_tried"),
  );
  return [...asked, ...HELPER_PARTS.map((part) => partStep(part, connection))];
}

/** @param {string} part @param {Connection} connection @returns {Step} */
function partStep(part, { health }) {
  const entry = health?.parts.find((other) => other.part === part);
  if (!entry) return plain(part, "not_tried");
  if (entry.state === "fine") return plain(part, "fine");
  const result = entry.state === "needs_you" ? "failed" : "waiting";
  return { step: part, result, code: entry.state, sentence: entry.reason ?? "", remedy: "open_dashboard" };
}

/** @param {string} step @param {Trouble} trouble @returns {Step} */
function failed(step, trouble) {
  return { step, result: "failed", code: trouble.code, sentence: troubleText(trouble), remedy: remedyOf(trouble) };
}

/** @param {string} step @param {Result} result @returns {Step} */
function plain(step, result) {
  return { step, result, code: "", sentence: "", remedy: null };
}

/**
 * The test as text for whoever helps. Made of names of our own, numbers and versions only: no secret, no code, no
 * address, nothing of an order or a buyer can be in it, whatever the helper's reasons say.
 *
 * @param {Connection} connection
 * @param {{version: string, browser: string, at: Date}} from
 * @returns {string}
 */
export function testReport(connection, { version, browser, at }) {
  const { health, port, kept } = connection;
  return [
    `Jet Refunds extension ${version}, connection test at ${at.toISOString()}`,
    `Browser: ${browser}`,
    `Port: ${port}`,
    `Helper: ${health ? `${health.version}, contract ${health.api}, ${health.waiting} waiting` : "unknown"}`,
    `Kept in the browser: ${kept}`,
    ...testSteps(connection).map(({ step, result, code }) => `${step}: ${result}${code ? ` (${code})` : ""}`),
  ].join("\n");
}
