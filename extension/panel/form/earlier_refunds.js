import { FINAL_STATES } from "../../shared/refund_states.js";
import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { ask } from "../../shared/messages.js";
import { dollars } from "../../shared/money.js";
import { moment, statusText } from "../../shared/status_text.js";
import { button, el, freshId } from "../../shared/elements.js";

/**
 * The earlier refunds of the order, each with where it stands.
 *
 * @typedef {import("../../shared/documents.d.ts").RefundStatus} RefundStatus
 */

const ASK_MS = 2_000;

/**
 * @param {RefundStatus[]} refunds newest first
 * @param {{signal: AbortSignal, undone: () => void, fix: (status: RefundStatus) => void}} more
 * @returns {HTMLElement | null}
 */
export function earlierRefunds(refunds, { signal, undone, fix }) {
  if (!refunds.length) return null;
  const id = freshId();
  const rows = refunds.map((status) => row(status, { signal, undone, fix }));
  const counts = refunds.some((status) => !["rejected", "cancelled"].includes(status.state));
  return el(
    "section",
    { class: "earlier", "aria-labelledby": id },
    el("h3", { id }, getMessage("earlier_refunds")),
    el("ul", {}, ...rows),
    counts ? el("p", { class: "facts" }, getMessage("later_return")) : null,
  );
}

/** @param {RefundStatus} first @param {{signal: AbortSignal, undone: () => void, fix: (status: RefundStatus) => void}} more */
function row(first, { signal, undone, fix }) {
  const sentence = el("p", {}, statusText(first));
  const act = el("div", {});
  const show = (/** @type {RefundStatus} */ status) => {
    if (sentence.textContent !== statusText(status)) sentence.textContent = statusText(status);
    const wanted =
      status.state === "held" ? "undo" : ["rejected", "partly_accepted"].includes(status.state) ? "fix_and_resend" : "";
    if (act.dataset.wanted === wanted) return;
    act.dataset.wanted = wanted;
    const pressed =
      wanted === "undo" ? () => ask("undo", { id: status.id }).then(undone, () => look()) : () => fix(status);
    act.replaceChildren(...(wanted ? [button(getMessage(wanted), "quiet", () => void pressed())] : []));
  };
  const look = async () => {
    try {
      show((first = await ask("status", { id: first.id })));
    } catch (error) {
      if (!Trouble.from(error).passes) return; // the form above says what is the matter
    }
    if (!FINAL_STATES.includes(first.state) && !signal.aborted) setTimeout(look, ASK_MS);
  };
  show(first);
  if (!FINAL_STATES.includes(first.state)) setTimeout(look, ASK_MS);
  return el(
    "li",
    {},
    el("p", { class: "facts" }, [first.alt_refund_id, dollars(first.total), moment(first.created_at)].join(" \u00b7 ")),
    sentence,
    act,
  );
}
