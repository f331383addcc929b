import { FINAL_STATES } from "../shared/refund_states.js";
import { el } from "../shared/elements.js";
import { troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { ask } from "../shared/messages.js";
import { dollars, sum } from "../shared/money.js";
import { byId } from "../shared/page.js";
import { moment, statusText } from "../shared/status_text.js";

/** The last refunds, or those that are looked for, and where each stands. */

const QUIET_MS = 250; // while the seller types

let shown = "";

/** Looks for what the seller types. */
export function start() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  byId("text").oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET_MS);
  };
  byId("search").onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void look();
  };
}

/** @param {string} text what the seller would have typed */
export function lookFor(text) {
  byId("text").value = text;
  byId("text").focus();
  return look();
}

/** Asks for the refunds that fit what is typed, and shows them. @returns {Promise<void>} @throws {Trouble} the background cannot be asked */
export async function look() {
  const text = byId("text").value.trim();
  const recent = await ask("recent", { text });
  if (text === byId("text").value.trim()) show(recent, text); // else another answer is on its way
}

/** @param {import("../shared/messages.js").Recent} recent @param {string} text */
function show({ refunds, more, outgoing, trouble }, text) {
  byId("refunds-title").textContent = text ? getMessage("found_refunds") : getMessage("last_refunds");
  const key = JSON.stringify([text, refunds, more, outgoing, trouble]);
  if (key === shown) return; // a list that has not changed keeps its place on screen
  shown = key;
  byId("refunds").replaceChildren(...outgoing.map(waiting), ...refunds.map(known));
  byId("count").textContent = trouble ? "" : countText(refunds.length + outgoing.length, more, text);
}

/** @param {number} count @param {boolean} more @param {string} text */
function countText(count, more, text) {
  if (!text) return count ? "" : getMessage("no_refunds");
  return more ? getMessage("found_more", count) : getMessage("found_count", count);
}

/** @param {import("../shared/messages.js").Outgoing} outgoing */
function waiting({ refund, trouble, since }) {
  const total = sum(refund.lines.flatMap((line) => Object.values(line.refund_amount))) ?? "";
  const why = Trouble.fromDocument(trouble);
  const sentence = why.passes
    ? `${getMessage("state_kept")} ${troubleText(why)}`
    : getMessage("state_refused", troubleText(why));
  return row(refund.order.reference_order_id, total, [moment(since)], sentence, why.passes ? "waiting" : "refused");
}

/** @param {import("../shared/documents.d.ts").RefundStatus} status */
function known(status) {
  const kind = status.reason && !FINAL_STATES.includes(status.state) ? "waiting" : status.state;
  return row(
    status.reference_order_id,
    status.total,
    [status.alt_refund_id, moment(status.created_at)],
    statusText(status),
    kind,
  );
}

/** @param {string} order @param {string} total @param {string[]} facts @param {string} sentence @param {string} kind */
function row(order, total, facts, sentence, kind) {
  const sentences = [getMessage("order_number", order), total ? dollars(total) : ""];
  return el(
    "li",
    {},
    el("div", { class: "head" }, ...sentences.map((text) => el("span", {}, text))),
    el("p", { class: `said ${kind}` }, sentence),
    el("p", { class: "soft" }, facts.join(" \u00b7 ")),
  );
}
