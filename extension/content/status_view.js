import { Trouble } from "../shared/errors.js";
import { ask } from "../shared/messages.js";
import { stateWords } from "../shared/states.js";
import { troubleWords } from "../shared/troubles.js";
import { words } from "../shared/words.js";
import { countdown } from "./countdown.js";
import { button, el } from "./elements.js";
import { remedyButton } from "./remedy.js";
import { summary } from "./summary.js";

/**
 * Where a refund stands, on screen, with what can be done about it.
 *
 * @typedef {import("../shared/documents.js").RefundStatus} RefundStatus
 * @typedef {{kind: "undone"} | {kind: "fix", status: RefundStatus} | {kind: "refused", refund: import("../shared/documents.js").Refund, trouble: Trouble} | {kind: "more"}} Outcome
 */

/** @param {import("./panel.js").Panel} panel @param {(outcome: Outcome) => void} decide @param {AbortSignal} over */
export function statusView(panel, decide, over) {
  let shown = "";
  const note = el("p", { class: "facts" });
  const draw = (/** @type {string} */ key, /** @type {() => void} */ work) => {
    if (shown === key) return; // what is said once is not said again to a screen reader
    shown = key;
    work();
  };
  const done = button(words("close"), "plain", () => panel.close());
  const undone = () => decide({ kind: "undone" });

  /** @param {RefundStatus} status @returns {HTMLElement[]} */
  const said = (status) => {
    if (status.state === "held") return [countdown(status, over), heldButtons(status, undone)];
    const doubted = status.state === "accepted" && status.reason !== null;
    const sentence = el("p", { class: `state ${doubted ? "waiting" : status.state}` }, stateWords(status));
    if (status.state === "rejected" || status.state === "partly_accepted") {
      return [sentence, button(words("fix_and_resend"), "plain", () => decide({ kind: "fix", status }))];
    }
    if (status.state === "accepted") return [sentence, button(words("refund_more"), "quiet", () => decide({ kind: "more" }))];
    return [sentence];
  };
  return {
    waiting: (/** @type {import("../shared/messages.js").Outgoing} */ outgoing) =>
      draw(`waiting ${outgoing.trouble.code}`, () => {
        const trouble = Trouble.of(outgoing.trouble);
        const undo = button(words("undo"), "plain", () => void press(ask("take_back", { refund: outgoing.refund }), undone));
        panel.show([summary(outgoing.refund.lines, outgoing.refund.order.order_items)], done);
        panel.say(
          el("p", { class: "state waiting" }, words("state_kept"), " ", troubleWords(trouble)),
          el("div", { class: "beside" }, remedyButton(trouble), undo),
        );
      }),
    status: (/** @type {RefundStatus} */ status) =>
      draw(`${status.state} ${status.reason}`, () => {
        if (status.state === "cancelled") undone();
        const later = status.state === "accepted" ? el("p", { class: "facts" }, words("later_return")) : null;
        panel.show([summary(status.lines, status.lines), facts(status), later, note], done);
        panel.say(...said(status));
      }),
    trouble: (/** @type {Trouble | null} */ trouble) => void (note.textContent = trouble ? troubleWords(trouble) : ""),
  };
}

/** @param {RefundStatus} status @param {() => void} undone */
function heldButtons({ id }, undone) {
  const undo = button(words("undo"), "plain", () => void press(ask("undo", { id }), undone));
  const send = button(words("send_now"), "plain", () => void press(ask("send", { id }), () => undefined));
  return el("div", { class: "beside" }, undo, send);
}

/**
 * @template T
 * @param {Promise<T>} asked
 * @param {(answer: T) => void} then
 */
async function press(asked, then) {
  try {
    then(await asked);
  } catch (error) {
    const trouble = Trouble.from(error);
    if (trouble.code !== "refused" && !trouble.passes) throw error; // those: too late, or nobody there; the next look says which
  }
}

/** @param {RefundStatus} status */
function facts(status) {
  const said = [status.alt_refund_id];
  if (status.file) said.push(status.file.name);
  return el("p", { class: "facts" }, said.join(" \u00b7 "));
}
