import { Trouble } from "../shared/errors.js";
import { ask } from "../shared/messages.js";
import { dollars } from "../shared/money.js";
import { mendedInOptions, troubleWords } from "../shared/troubles.js";
import { words } from "../shared/words.js";
import { draftOf, keeper } from "./draft.js";
import { earlierRefunds } from "./earlier.js";
import { button, el, freshId } from "./elements.js";
import { choice } from "./fields.js";
import { refundForm } from "./form.js";
import { notice } from "./panel.js";
import { pause } from "./pause.js";

/**
 * The form on screen: judged by the helper while the seller types, kept as a draft, and sent by the seller's click.
 *
 * @typedef {import("../shared/documents.js").Order} Order
 * @typedef {import("../shared/documents.js").Standing} Standing
 * @typedef {import("../shared/messages.js").Draft} Draft
 * @typedef {{kind: "sent", sent: import("../shared/messages.js").Sent, draft: Draft}
 *   | {kind: "status", status: "inprogress" | "complete", draft: Draft} | {kind: "again", draft: Draft | null}} Answer
 */

const CHECK_MS = 250;
const AGAIN_MS = 2_000;
const STATUS_UNKNOWN = "status_unknown";

/**
 * @param {import("./panel.js").Panel} panel
 * @param {{order: Order, standing: Standing, remarks: import("../portal/raw_data.js").Remark[], draft: Draft | null, trouble: Trouble | null}} given
 * @returns {Promise<Answer>}
 */
export async function fillIn(panel, { order, standing, remarks, draft, trouble }) {
  const shown = new AbortController();
  const over = AbortSignal.any([shown.signal, panel.closed]);
  /** @type {(answer: Answer) => void} */
  let answer = () => undefined;
  /** @type {Promise<Answer>} */
  const answered = new Promise((resolve) => (answer = resolve));
  const again = (/** @type {Draft | null} */ next) => answer({ kind: "again", draft: next });

  const strip = el("div", { class: "strip", "aria-live": "polite" });
  const form = refundForm(order, standing, draft, () => changed());
  let request_id = draft?.request_id ?? crypto.randomUUID();
  const typedSoFar = () => ({ ...form.draft(), request_id });
  const drafts = keeper(order.merchant_order_id, typedSoFar, over);
  const main = button(words("refund"), "main", () => void send());
  let attempted = trouble !== null;
  let busy = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let round = 0;

  const label = () => {
    const total = form.total();
    main.setAttribute("aria-disabled", String(!form.lines().length));
    main.textContent = total ? words("refund_sum", dollars(total)) : words("refund");
  };
  const document = (/** @type {string[]} */ confirmed) => ({
    schema_version: /** @type {const} */ (1), request_id, order, lines: form.lines(), confirmed,
  });
  const changed = () => {
    round++; // what is still to be answered was asked of another form
    label();
    drafts.soon();
    checkIn(CHECK_MS);
  };
  const checkIn = (/** @type {number} */ ms) => {
    clearTimeout(timer);
    timer = setTimeout(() => void check(), ms);
  };
  const check = async () => {
    const mine = ++round;
    if (over.aborted || busy) return;
    if (!form.lines().length) return form.blame([], attempted);
    try {
      const judgement = await ask("check", document(form.readings()));
      if (mine !== round) return;
      form.judged(judgement);
      form.blame([...judgement.blocks, ...judgement.warnings.filter((one) => one.code === "price_basis_unknown")], attempted);
      showStrip(strip, null);
    } catch (error) {
      if (mine === round) troubled(Trouble.from(error));
    }
  };
  const troubled = (/** @type {Trouble} */ trouble) => {
    if (trouble.code === "refused" && trouble.problem?.errors.length) {
      form.blame(trouble.problem.errors, attempted);
      return showStrip(strip, null);
    }
    showStrip(strip, trouble);
    if (trouble.passes && !over.aborted) checkIn(AGAIN_MS);
  };
  const send = async () => {
    if (busy) return;
    if (!form.lines().length) return panel.say(words("choose_an_item"));
    busy = true;
    round++;
    main.setAttribute("aria-busy", "true");
    try {
      const typed = form.draft();
      const sent = await ask("refund", document(form.confirmed()));
      await drafts.drop();
      answer({ kind: "sent", sent, draft: typed });
    } catch (error) {
      refused(Trouble.from(error));
    } finally {
      busy = false;
      main.removeAttribute("aria-busy");
    }
  };
  const refused = (/** @type {Trouble} */ trouble) => {
    attempted = true;
    if (trouble.problem?.type.endsWith(":request_id_taken")) request_id = crypto.randomUUID();
    const errors = trouble.problem?.errors ?? [];
    const toConfirm = errors.filter((error) => error.pointer === "/confirmed");
    if (toConfirm.length) form.ask(toConfirm);
    form.blame(errors.filter((error) => error.pointer !== "/confirmed" || error.code === "price_basis_unknown"), true);
    panel.say(toConfirm.length && toConfirm.length === errors.length ? words("confirm_first") : errors.length ? words("mend_marked") : troubleWords(trouble));
    form.lookAtFirstError();
  };

  const blocks = standing.blocks.filter((block) => block.code !== STATUS_UNKNOWN && !block.pointer.startsWith("/order_items"));
  const asksStatus = order.status === null || order.status_source === "seller";
  const canRefund = !blocks.length && order.status !== null && standing.items.some((item) => item.refundable_quantity > 0);
  panel.show(
    [
      strip,
      ...blocks.map((block) => notice(block.message)),
      asksStatus ? statusQuestion(order, (status) => answer({ kind: "status", status, draft: typedSoFar() })) : null,
      remarkList(remarks),
      blocks.length || order.status === null ? null : form.element,
      earlierRefunds(standing.refunds, { signal: over, undone: () => again(typedSoFar()), fix: (status) => again(draftOf(status.lines.filter((line) => line.result !== "accepted"), standing)) }),
    ],
    canRefund ? main : button(words("close"), "main", () => panel.close()),
  );
  label();
  if (draft) drafts.soon();
  if (trouble) refused(trouble);
  else if (canRefund) {
    checkIn(0);
    form.lookAtFirstChoice();
  }
  try {
    return /** @type {Answer} */ (await Promise.race([answered, pause(Infinity, panel.closed)]));
  } finally {
    clearTimeout(timer);
    shown.abort();
  }
}

/** @param {HTMLElement} strip @param {Trouble | null} trouble */
function showStrip(strip, trouble) {
  const said = trouble ? troubleWords(trouble) : "";
  if (strip.dataset.said === said) return;
  strip.dataset.said = said;
  const remedy = trouble && mendedInOptions(trouble) ? button(words("open_options"), "plain", () => void ask("open_options", null)) : null;
  strip.replaceChildren(...(trouble ? [notice(trouble.passes ? `${said} ${words("can_click_anyway")}` : said, remedy)] : []));
}

/**
 * @param {Order} order
 * @param {(status: "inprogress" | "complete") => void} chosen
 */
function statusQuestion(order, chosen) {
  const name = freshId();
  const choices = /** @type {const} */ (["inprogress", "complete"]).map((status) => {
    const made = choice("radio", words(`status_${status}`), { name, value: status, checked: order.status === status });
    made.control.addEventListener("change", () => chosen(status));
    return made.element;
  });
  return el("fieldset", { class: "question" }, el("legend", {}, words("status_question")), ...choices);
}

/** @param {import("../portal/raw_data.js").Remark[]} remarks */
function remarkList(remarks) {
  const said = [...new Set(remarks.map(({ code, facts }) => words(`remark_${code}`, ...facts)))];
  if (!said.length) return null;
  return el("details", { class: "remarks" }, el("summary", {}, words("remarks", said.length)), el("ul", {}, ...said.map((one) => el("li", {}, one))));
}
