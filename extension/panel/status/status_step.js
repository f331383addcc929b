import { FINAL_STATES } from "../../shared/refund_states.js";
import { Trouble } from "../../shared/errors.js";
import { ask } from "../../shared/messages.js";
import { delay } from "../../shared/delay.js";
import { statusView } from "./status_view.js";

/**
 * After the click: follows the refund until the processor has answered, and on: a second answer may contradict the first.
 *
 * @typedef {import("./status_view.js").Outcome} Outcome
 * @typedef {import("../../shared/messages.js").Sent} Sent
 */

const OFTEN_MS = 700;
const SELDOM_MS = 4_000;
const FINAL_MS = 15_000;
const OFTEN_FOR_MS = 90_000;

/**
 * @param {import("../widgets/panel.js").Panel} panel
 * @param {Sent} sent
 * @returns {Promise<Outcome>} does not end before the seller does something, or something needs him
 */
export async function statusStep(panel, sent) {
  /** @type {(outcome: Outcome) => void} */
  let decide = () => undefined;
  /** @type {Promise<Outcome>} */
  const decided = new Promise((resolve) => (decide = resolve));
  let again = () => {};
  const over = new AbortController();
  const view = statusView(panel, { decide, again: () => again() }, AbortSignal.any([over.signal, panel.closed]));
  /** @param {number} ms @returns {Promise<Outcome | null>} null: it is time for another look */
  const pause = (ms) => {
    /** @type {Promise<null>} */
    const pressed = new Promise((resolve) => (again = () => resolve(null)));
    return Promise.race([decided, pressed, delay(ms, panel.closed)]);
  };
  try {
    return await look(panel, sent, view, pause);
  } finally {
    over.abort();
  }
}

/**
 * @param {import("../widgets/panel.js").Panel} panel
 * @param {Sent} sent
 * @param {import("./status_view.js").StatusView} view
 * @param {(ms: number) => Promise<Outcome | null>} pause
 * @returns {Promise<Outcome>}
 */
async function look(panel, sent, view, pause) {
  const started = Date.now();
  for (;;) {
    if (sent.outgoing) view.waiting(sent.outgoing);
    else view.status(sent.status);
    const final = sent.status && FINAL_STATES.includes(sent.status.state);
    const outcome = await pause(final ? FINAL_MS : Date.now() - started < OFTEN_FOR_MS ? OFTEN_MS : SELDOM_MS);
    if (outcome) return outcome;
    try {
      if (sent.outgoing) {
        const { refund } = sent.outgoing;
        const answer = await ask("again", { request_id: refund.request_id });
        if (!answer) return { kind: "gone", refund };
        sent = answer;
      } else sent = { status: await ask("status", { id: sent.status.id }), outgoing: null };
      view.trouble(null);
    } catch (error) {
      const trouble = Trouble.from(error);
      if (sent.outgoing && trouble.code === "refused") {
        return { kind: "refused", refund: sent.outgoing.refund, trouble };
      }
      view.trouble(trouble);
      if (trouble.code === "context_gone") await delay(Infinity, panel.closed);
    }
  }
}
