import { FINAL } from "../shared/documents.js";
import { Trouble } from "../shared/errors.js";
import { ask } from "../shared/messages.js";
import { dollars, sum } from "../shared/money.js";
import { byId, translate } from "../shared/page.js";
import { moment, stateWords } from "../shared/states.js";
import { troubleWords } from "../shared/troubles.js";
import { words } from "../shared/words.js";

/** The last refunds and where they stand. */

const LOOK_MS = 2_000;
const MOST = 12;

/** @param {import("../shared/messages.js").Recent} recent */
function show({ refunds, outgoing, trouble }) {
  const state = byId("state");
  state.hidden = !trouble;
  state.textContent = trouble ? troubleWords(Trouble.of(trouble)) : "";
  byId("refunds").replaceChildren(...outgoing.map(waiting), ...refunds.slice(0, MOST).map(known));
  byId("none").hidden = Boolean(trouble || refunds.length || outgoing.length);
}

/** @param {import("../shared/messages.js").Outgoing} one */
function waiting({ refund, trouble, since }) {
  const total = sum(refund.lines.flatMap((line) => Object.values(line.refund_amount))) ?? "";
  const why = Trouble.of(trouble);
  const said = why.passes ? `${words("state_kept")} ${troubleWords(why)}` : words("state_refused", troubleWords(why));
  return row(refund.order.reference_order_id, total, since, said, why.passes ? "waiting" : "refused");
}

/** @param {import("../shared/documents.js").RefundStatus} status */
function known(status) {
  return row(status.reference_order_id, status.total, status.created_at, stateWords(status), status.reason && !FINAL.includes(status.state) ? "waiting" : status.state);
}

/** @param {string} order @param {string} total @param {string} time @param {string} said @param {string} kind */
function row(order, total, time, said, kind) {
  const item = document.createElement("li");
  const head = document.createElement("div");
  head.className = "head";
  head.append(span(words("order_number", order)), span(total ? dollars(total) : ""));
  const text = document.createElement("p");
  text.className = `said ${kind}`;
  text.textContent = said;
  const when = document.createElement("p");
  when.className = "soft";
  when.textContent = moment(time);
  item.append(head, text, when);
  return item;
}

/** @param {string} text */
function span(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}

async function look() {
  show(await ask("recent", null));
}

translate();
byId("options").onclick = () => chrome.runtime.openOptionsPage();
await look();
setInterval(look, LOOK_MS);
