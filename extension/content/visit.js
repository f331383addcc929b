import { Trouble } from "../shared/errors.js";
import { ask } from "../shared/messages.js";
import { mendedInOptions, troubleWords } from "../shared/troubles.js";
import { words } from "../shared/words.js";
import { draftOf } from "./draft.js";
import { button, el } from "./elements.js";
import { fillIn } from "./fill_in.js";
import { follow } from "./follow.js";
import { notice, openPanel } from "./panel.js";
import { pause } from "./pause.js";

/**
 * One visit: from the click on Refund until the seller closes the panel.
 *
 * @typedef {import("../shared/documents.js").Order} Order
 * @typedef {import("../shared/documents.js").Standing} Standing
 * @typedef {import("../shared/messages.js").Draft} Draft
 * @typedef {import("./panel.js").Panel} Panel
 */

const AGAIN_MS = 1_500;

/**
 * @param {import("../portal/portal.js").Portal} portal
 * @param {Element} overlay
 * @param {HTMLButtonElement} pressed
 */
export async function visit(portal, overlay, pressed) {
  if (!chrome.runtime?.id) return unreadable(openPanel(), new Trouble("context_gone"));
  pressed.textContent = words("reading");
  const found = await portal.read(overlay, new AbortController().signal).catch(Trouble.from);
  pressed.textContent = words("refund");
  const panel = openPanel();
  try {
    if (found instanceof Trouble) await unreadable(panel, found);
    else await serve(panel, found);
  } catch (error) {
    if (!panel.closed.aborted) throw error;
  }
}

/** @param {Panel} panel @param {Trouble} trouble @returns {Promise<void>} until the seller closes it */
async function unreadable(panel, trouble) {
  panel.show([notice(troubleWords(trouble))], button(words("close"), "main", () => panel.close()));
  await new Promise((resolve) => panel.closed.addEventListener("abort", resolve));
}

/** @param {Panel} panel @param {{order: Order, remarks: import("../portal/raw_data.js").Remark[]}} found */
async function serve(panel, { order, remarks }) {
  panel.name(order.reference_order_id);
  const { merchant_order_id } = order;
  const outgoing = await patiently(panel, () => ask("outgoing", { merchant_order_id }));
  let draft = await patiently(panel, () => ask("draft", { merchant_order_id }));
  if (draft?.status && order.status === null) order = { ...order, status: draft.status, status_source: "seller" };
  /** @type {import("../shared/messages.js").Sent | null} */
  let sent = null;
  /** @type {Trouble | null} */
  let trouble = null;
  /** @param {(import("../shared/documents.js").Line | import("../shared/documents.js").StatusLine)[]} lines */
  const fillInAgain = async (lines) => {
    draft = draftOf(lines, await patiently(panel, () => ask("standing", order)));
  };
  /** @param {import("../shared/documents.js").Refund} refund @param {Trouble} why */
  const mend = async (refund, why) => {
    await fillInAgain(refund.lines);
    await ask("forget", { request_id: refund.request_id });
    trouble = why;
  };
  const before = outgoing && Trouble.of(outgoing.trouble);
  const refusedBefore = before?.code === "refused" && !before.passes;
  if (outgoing && before && refusedBefore) await mend(outgoing.refund, before);
  else if (outgoing) sent = { status: null, outgoing };
  for (;;) {
    if (!sent) {
      const standing = await patiently(panel, () => ask("standing", order));
      const answer = await fillIn(panel, { order, standing, remarks, draft, trouble });
      ({ draft, trouble } = { draft: answer.draft, trouble: null });
      if (answer.kind === "status") order = { ...order, status: answer.status, status_source: "seller" };
      if (answer.kind === "sent") sent = answer.sent;
      continue;
    }
    const outcome = await follow(panel, sent);
    sent = null;
    panel.say(outcome.kind === "undone" ? words("state_cancelled") : "");
    if (outcome.kind === "more") draft = null;
    if (outcome.kind === "fix") await fillInAgain(outcome.status.lines.filter((line) => line.result !== "accepted"));
    if (outcome.kind === "refused") await mend(outcome.refund, outcome.trouble);
  }
}

/**
 * Asks until there is an answer. Meanwhile the panel says what is in the way and what to do about it.
 *
 * @template T
 * @param {Panel} panel
 * @param {() => Promise<T>} asked
 * @returns {Promise<T>}
 */
async function patiently(panel, asked) {
  let said = "";
  for (;;) {
    try {
      const answer = await asked();
      if (said) panel.say();
      return answer;
    } catch (error) {
      const trouble = Trouble.from(error);
      if (said !== trouble.message) showTrouble(panel, trouble);
      said = trouble.message;
      await pause(trouble.passes ? AGAIN_MS : Infinity, panel.closed);
    }
  }
}

/** @param {Panel} panel @param {Trouble} trouble */
function showTrouble(panel, trouble) {
  const remedy = mendedInOptions(trouble) ? button(words("open_options"), "main", () => void ask("open_options", null)) : null;
  const errors = (trouble.problem?.errors ?? []).map((error) => el("p", { class: "error" }, error.message));
  panel.show([notice(troubleWords(trouble), remedy), ...errors], button(words("close"), "plain", () => panel.close()));
  panel.say(trouble.passes ? words("form_appears") : "");
}
