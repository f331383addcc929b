import { FINAL } from "../shared/documents.js";
import { Trouble } from "../shared/errors.js";
import { ask } from "../shared/messages.js";
import { dollars, sum } from "../shared/money.js";
import { stateWords } from "../shared/states.js";
import { mendedInOptions, troubleWords } from "../shared/troubles.js";
import { words } from "../shared/words.js";
import { button, el } from "./elements.js";
import { pause } from "./pause.js";

/**
 * After the click: says where the refund stands until the processor has answered.
 *
 * @typedef {import("../shared/documents.js").RefundStatus} RefundStatus
 * @typedef {import("../shared/messages.js").Sent} Sent
 * @typedef {{kind: "undone"} | {kind: "fix", status: RefundStatus} | {kind: "refused", refund: import("../shared/documents.js").Refund, trouble: Trouble} | {kind: "more"}} Outcome
 */

const OFTEN_MS = 700;
const SELDOM_MS = 4_000;
const OFTEN_FOR_MS = 90_000;

/**
 * @param {import("./panel.js").Panel} panel
 * @param {Sent} sent
 * @returns {Promise<Outcome>} does not end before the seller does something, or something needs him
 */
export async function follow(panel, sent) {
  /** @type {(outcome: Outcome) => void} */
  let decide = () => undefined;
  /** @type {Promise<Outcome>} */
  const decided = new Promise((resolve) => (decide = resolve));
  const over = new AbortController();
  const view = statusView(panel, decide, AbortSignal.any([over.signal, panel.closed]));
  try {
    return await look(panel, sent, view, decided);
  } finally {
    over.abort();
  }
}

/**
 * @param {import("./panel.js").Panel} panel
 * @param {Sent} sent
 * @param {ReturnType<typeof statusView>} view
 * @param {Promise<Outcome>} decided
 * @returns {Promise<Outcome>}
 */
async function look(panel, sent, view, decided) {
  const started = Date.now();
  for (;;) {
    if (sent.outgoing) view.waiting(sent.outgoing);
    else view.status(sent.status);
    const final = sent.status && FINAL.includes(sent.status.state);
    const outcome = final ? await Promise.race([decided, pause(Infinity, panel.closed)])
      : await Promise.race([decided, pause(Date.now() - started < OFTEN_FOR_MS ? OFTEN_MS : SELDOM_MS, panel.closed)]);
    if (outcome) return outcome;
    try {
      sent = sent.outgoing ? await ask("refund", sent.outgoing.refund) : { status: await ask("status", { id: sent.status.id }), outgoing: null };
      view.trouble(null);
    } catch (error) {
      const trouble = Trouble.from(error);
      if (sent.outgoing && trouble.code === "refused") return { kind: "refused", refund: sent.outgoing.refund, trouble };
      view.trouble(trouble);
      if (trouble.code === "context_gone") await pause(Infinity, panel.closed);
    }
  }
}

/** @param {import("./panel.js").Panel} panel @param {(outcome: Outcome) => void} decide @param {AbortSignal} over */
function statusView(panel, decide, over) {
  let shown = "";
  const note = el("p", { class: "facts" });
  const timer = el("span", { role: "timer", "aria-live": "off" });
  let heldUntil = 0;
  const count = () => void (timer.textContent = words("seconds", Math.max(0, Math.ceil((heldUntil - Date.now()) / 1000))));
  const beat = setInterval(count, 200);
  over.addEventListener("abort", () => clearInterval(beat));
  const draw = (/** @type {string} */ key, /** @type {() => void} */ work) => {
    if (shown === key) return; // what is said once is not said again to a screen reader
    shown = key;
    work();
  };
  const done = button(words("close"), "plain", () => panel.close());
  return {
    waiting: (/** @type {import("../shared/messages.js").Outgoing} */ outgoing) =>
      draw(`waiting ${outgoing.trouble.code}`, () => {
        const trouble = Trouble.of(outgoing.trouble);
        panel.show([summary(outgoing.refund.lines, outgoing.refund.order.order_items)], done);
        panel.say(
          el("p", { class: "state waiting" }, words("state_kept"), " ", troubleWords(trouble)),
          el(
            "div",
            { class: "beside" },
            mendedInOptions(trouble) ? button(words("open_options"), "plain", () => void ask("open_options", null)) : null,
            button(words("undo"), "plain", () => void press(ask("take_back", { refund: outgoing.refund }), () => decide({ kind: "undone" }))),
          ),
        );
      }),
    status: (/** @type {RefundStatus} */ status) => {
      heldUntil = Date.parse(status.held_until ?? "");
      if (status.state === "held") count();
      draw(`${status.state} ${status.reason}`, () => {
        panel.show([summary(status.lines, status.lines), facts(status), note], done);
        const said = el("p", { class: `state ${status.state}` }, stateWords(status));
        if (status.state === "cancelled") decide({ kind: "undone" });
        if (status.state === "held") {
          said.append(" ", timer);
          const undo = button(words("undo"), "plain", () => void press(ask("undo", { id: status.id }), () => decide({ kind: "undone" })));
          const send = button(words("send_now"), "plain", () => void press(ask("send", { id: status.id }), () => undefined));
          panel.say(said, el("div", { class: "beside" }, undo, send));
        } else if (status.state === "rejected" || status.state === "partly_accepted") {
          panel.say(said, button(words("fix_and_resend"), "plain", () => decide({ kind: "fix", status })));
        } else if (status.state === "accepted") {
          panel.say(said, button(words("refund_more"), "quiet", () => decide({ kind: "more" })));
        } else panel.say(said);
      });
    },
    trouble: (/** @type {Trouble | null} */ trouble) => void (note.textContent = trouble ? troubleWords(trouble) : ""),
  };
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

/**
 * @param {import("../shared/documents.js").Line[] | import("../shared/documents.js").StatusLine[]} lines
 * @param {{order_item_id: string, product_title: string}[]} titles
 */
function summary(lines, titles) {
  return el(
    "ul",
    { class: "summary" },
    ...lines.map((line) => {
      const title = titles.find((one) => one.order_item_id === line.order_item_id)?.product_title ?? line.order_item_id;
      const total = sum(Object.values(line.refund_amount));
      const said = words("summary_line", line.order_return_refund_qty ?? "", line.refund_reason);
      return el("li", {}, el("strong", {}, title), el("span", { class: "sum" }, total ? dollars(total) : ""), el("p", { class: "facts" }, said));
    }),
  );
}
