import { troubleText } from "../../shared/error_text.js";
import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { ask } from "../../shared/messages.js";
import { statusText } from "../../shared/status_text.js";
import { button, el } from "../../shared/elements.js";
import { remedyButton } from "../widgets/remedy_button.js";
import { countdown } from "./countdown.js";
import { summary } from "./summary.js";

/**
 * Where a refund stands, on screen, with what can be done about it.
 *
 * @typedef {import("../../shared/documents.d.ts").RefundStatus} RefundStatus
 * @typedef {import("../../shared/messages.js").EnteredRefund} EnteredRefund
 * @typedef {import("../../shared/messages.js").Outgoing} Outgoing
 * @typedef {{kind: "undone"} | {kind: "fix", status: RefundStatus} | {kind: "refused", refund: EnteredRefund, trouble: Trouble} | {kind: "more"}
 *   | {kind: "gone", refund: EnteredRefund}} Outcome gone: it waits no more in this browser
 *
 * @typedef {object} StatusView
 * @property {(outgoing: Outgoing) => void} waiting it waits in this browser
 * @property {(status: RefundStatus) => void} status the helper has it
 * @property {(trouble: Trouble | null) => void} trouble why the last look gave no answer
 */

/**
 * @param {import("../widgets/panel.js").Panel} panel
 * @param {{decide: (outcome: Outcome) => void, again: () => void}} handlers again: looks at once
 * @param {AbortSignal} over
 * @returns {StatusView}
 */
export function statusView(panel, { decide, again }, over) {
  let shown = "";
  const note = el("p", { class: "facts" });
  const failed = el("p", { class: "error", role: "alert" }); // stays when the next look shows another state: it says why that is so
  /** @param {"undo" | "send_now"} name @param {string} label @param {() => Promise<unknown>} work @param {() => void} then */
  const act = (name, label, work, then) =>
    button(label, "plain", async () => {
      failed.textContent = "";
      try {
        await work();
        then();
      } catch (error) {
        failed.textContent = getMessage(`failed_${name}`, troubleText(Trouble.from(error)));
      }
    });
  const draw = (/** @type {string} */ key, /** @type {() => void} */ work) => {
    if (shown === key) return; // what is said once is not said again to a screen reader
    shown = key;
    work();
  };
  const done = button(getMessage("close"), "plain", () => panel.close());
  const undone = () => decide({ kind: "undone" });

  /** @param {RefundStatus} status @returns {HTMLElement[]} */
  const statusLine = (status) => {
    if (status.state === "held") {
      const { id } = status;
      const buttons = [
        act("undo", getMessage("undo"), () => ask("undo", { id }), undone),
        act("send_now", getMessage("send_now"), () => ask("send", { id }), again),
      ];
      return [countdown(status, over), el("div", { class: "beside" }, ...buttons)];
    }
    const doubted = status.state === "accepted" && status.reason !== null;
    const sentence = el("p", { class: `state ${doubted ? "waiting" : status.state}` }, statusText(status));
    if (status.state === "rejected" || status.state === "partly_accepted") {
      return [sentence, button(getMessage("fix_and_resend"), "plain", () => decide({ kind: "fix", status }))];
    }
    if (status.state === "accepted") {
      return [sentence, button(getMessage("refund_more"), "quiet", () => decide({ kind: "more" }))];
    }
    return [sentence];
  };
  return {
    waiting: (outgoing) =>
      draw(`waiting ${outgoing.trouble.code}`, () => {
        const trouble = Trouble.fromDocument(outgoing.trouble);
        const undo = act("undo", getMessage("undo"), () => ask("take_back", { refund: outgoing.refund }), undone);
        panel.show([summary(outgoing.refund.lines, outgoing.refund.order.order_items), note, failed], done);
        panel.say(
          el("p", { class: "state waiting" }, getMessage("state_kept"), " ", troubleText(trouble)),
          el("div", { class: "beside" }, remedyButton(trouble, { again }), undo),
        );
      }),
    status: (status) =>
      draw(`${status.state} ${status.reason}`, () => {
        if (status.state === "cancelled") undone();
        const later = status.state === "accepted" ? el("p", { class: "facts" }, getMessage("later_return")) : null;
        panel.show([summary(status.lines, status.lines), facts(status), later, note, failed], done);
        panel.say(...statusLine(status));
      }),
    trouble: (trouble) => void (note.textContent = trouble ? troubleText(trouble) : ""),
  };
}

/** @param {RefundStatus} status */
function facts(status) {
  const names = [status.alt_refund_id];
  if (status.file) names.push(status.file.name);
  return el("p", { class: "facts" }, names.join(" \u00b7 "));
}
