import { troubleText } from "../../shared/error_text.js";
import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { ask } from "../../shared/messages.js";
import { dollars } from "../../shared/money.js";
import { delay } from "../delay.js";
import { orderDetails, remarkList } from "../order/order_details.js";
import { button } from "../panel/elements.js";
import { notice } from "../panel/panel.js";
import { troubleBanner } from "../panel/trouble_banner.js";
import { draftOf, keeper } from "./draft.js";
import { earlierRefunds } from "./earlier_refunds.js";
import { refundForm } from "./form.js";
import { liveCheck } from "./live_check.js";
import { statusQuestion } from "./questions.js";
import { review } from "./review.js";

/**
 * The form on screen: judged by the helper while the seller types, kept as a draft, and sent by the seller's click.
 *
 * @typedef {import("../../shared/documents.d.ts").Order} Order
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 * @typedef {import("../../shared/messages.js").Draft} Draft
 * @typedef {{request_id: string, trouble: Trouble}} Refused why the helper would not have a refund, which is kept until that is shown
 * @typedef {{kind: "sent", sent: import("../../shared/messages.js").Sent, draft: Draft}
 *   | {kind: "status", status: "inprogress" | "complete", draft: Draft} | {kind: "again", draft: Draft | null}} Answer
 */

const STATUS_UNKNOWN = "status_unknown";

/**
 * @param {import("../panel/panel.js").Panel} panel
 * @param {import("../order/order_step.js").ChosenOrder & {standing: Standing, draft: Draft | null, refused: Refused | null}} given
 * @returns {Promise<Answer>}
 */
export async function formStep(panel, { order, standing, remarks, from, draft, refused }) {
  const shown = new AbortController();
  const over = AbortSignal.any([shown.signal, panel.closed]);
  /** @type {(answer: Answer) => void} */
  let answer = () => undefined;
  /** @type {Promise<Answer>} */
  const answered = new Promise((resolve) => (answer = resolve));
  const again = (/** @type {Draft | null} */ next) => answer({ kind: "again", draft: next });

  const banner = troubleBanner(() => judge.soon(0));
  const form = refundForm(order, standing, draft, () => changed());
  let request_id = draft?.request_id ?? crypto.randomUUID();
  const typedSoFar = () => ({ ...form.draft(), request_id });
  const drafts = keeper(order.merchant_order_id, typedSoFar, over);
  const reviewed = review(standing);
  const main = button(getMessage("refund"), "main", () => void send());
  main.setAttribute("aria-describedby", reviewed.id);
  let attempted = refused !== null;
  let busy = false;

  const label = () => {
    const total = form.total();
    main.setAttribute("aria-disabled", String(!form.lines().length));
    main.textContent = total ? getMessage("refund_sum", dollars(total)) : getMessage("refund");
    reviewed.show(form.lines());
  };
  const document = (/** @type {string[]} */ confirmed) => ({
    schema_version: /** @type {const} */ (1),
    request_id,
    order,
    lines: form.lines(),
    confirmed,
  });
  const changed = () => {
    label();
    drafts.soon();
    if (!busy) judge.soon();
  };
  const judged = (/** @type {import("../../shared/documents.d.ts").Judgement | null} */ judgement) => {
    if (!judgement) return form.blame([], attempted);
    form.judged(judgement);
    form.blame(
      [...judgement.blocks, ...judgement.warnings.filter((one) => one.code === "price_basis_unknown")],
      attempted,
    );
    label(); // whether it is full, and so whether a why goes with it, is the helper's to say
    banner.show(null);
  };
  const troubled = (/** @type {Trouble} */ now) => {
    const errors = now.code === "refused" ? (now.problem?.errors ?? []) : [];
    if (errors.length) form.blame(errors, attempted);
    banner.show(errors.length ? null : now);
  };
  const judge = liveCheck(
    () => (form.lines().length ? ask("check", document(form.readings())) : null),
    { judged, troubled },
    over,
  );
  const send = async () => {
    if (busy) return;
    if (!form.lines().length) return panel.say(getMessage("choose_an_item"));
    busy = true;
    judge.stop();
    main.setAttribute("aria-busy", "true");
    try {
      const typed = form.draft();
      const sent = await ask("refund", document(form.confirmed()));
      await drafts.drop();
      answer({ kind: "sent", sent, draft: typed });
    } catch (error) {
      await showRefused({ request_id, trouble: Trouble.from(error) });
    } finally {
      busy = false;
      main.removeAttribute("aria-busy");
    }
  };
  const showRefused = async (/** @type {Refused} */ { request_id: asked, trouble: why }) => {
    attempted = true;
    if (why.problem?.type.endsWith(":request_id_taken")) request_id = crypto.randomUUID();
    const errors = why.problem?.errors ?? [];
    const toConfirm = errors.filter((error) => error.pointer === "/confirmed");
    if (toConfirm.length) form.ask(toConfirm);
    form.blame(
      errors.filter((error) => error.pointer !== "/confirmed" || error.code === "price_basis_unknown"),
      true,
    );
    panel.say(
      toConfirm.length && toConfirm.length === errors.length
        ? getMessage("confirm_first")
        : errors.length
          ? getMessage("mend_marked")
          : troubleText(why),
    );
    form.lookAtFirstError();
    if (why.code === "refused") await ask("forget", { request_id: asked });
  };

  const blocks = standing.blocks.filter(
    (block) => block.code !== STATUS_UNKNOWN && !block.pointer.startsWith("/order_items"),
  );
  const statusUnknown = standing.blocks.some((block) => block.code === STATUS_UNKNOWN);
  const asksStatus = statusUnknown || order.status_source === "seller";
  const canRefund = !blocks.length && !statusUnknown && standing.items.some((item) => item.refundable_quantity > 0);
  const mended = (/** @type {import("../../shared/documents.d.ts").RefundStatus} */ status) =>
    again(
      draftOf(
        status.lines.filter((line) => line.result !== "accepted"),
        standing,
      ),
    );
  panel.show(
    [
      banner.element,
      ...blocks.map((block) => notice(block.message)),
      asksStatus ? statusQuestion(order, (status) => answer({ kind: "status", status, draft: typedSoFar() })) : null,
      blocks.length || statusUnknown ? null : form.element,
      earlierRefunds(standing.refunds, { signal: over, undone: () => again(typedSoFar()), fix: mended }),
      orderDetails(order, from),
      remarkList(remarks),
    ],
    canRefund ? reviewed.element : null,
    canRefund ? main : button(getMessage("close"), "main", () => panel.close()),
  );
  label();
  if (draft) drafts.soon();
  if (refused) void showRefused(refused);
  else if (canRefund) {
    judge.soon(0);
    form.lookAtFirstChoice();
  }
  try {
    return /** @type {Answer} */ (await Promise.race([answered, delay(Infinity, panel.closed)]));
  } finally {
    shown.abort();
  }
}
