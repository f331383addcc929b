import { getMessage } from "../../shared/i18n.js";
import { dollars } from "../../shared/money.js";
import { delay } from "../../shared/delay.js";
import { orderDetails, remarkList } from "../order/order_details.js";
import { button } from "../../shared/elements.js";
import { notice } from "../widgets/panel.js";
import { troubleBanner } from "../widgets/trouble_banner.js";
import { draftOfLines, notAccepted } from "./draft.js";
import { earlierRefunds } from "./earlier_refunds.js";
import { draftOfRefund, refundLines, refundTotal } from "./entered_refund.js";
import { formView } from "./form.js";
import { formOffer } from "./form_offer.js";
import { formSession } from "./form_session.js";
import { awaitsAnyAmounts } from "./full_amounts.js";
import { statusQuestion } from "./questions.js";
import { review } from "./review.js";

/**
 * The step in which the seller fills in the form: it ends with what comes of that.
 *
 * @typedef {import("./form_session.js").FormScreen} FormScreen
 * @typedef {import("./form_state.js").FormState} FormState
 * @typedef {import("../widgets/panel.js").Panel} Panel
 * @typedef {import("../../shared/messages.js").Draft} Draft
 * @typedef {import("../order/order_step.js").ChosenOrder & import("./form_session.js").GivenForm & {wasSeen: () => Promise<boolean>}} Given wasSeen: whether the
 *   panel could be seen for long enough before a click
 * @typedef {{kind: "sent", sent: import("../../shared/messages.js").Sent, draft: Draft}
 *   | {kind: "status", status: "inprogress" | "complete", draft: Draft} | {kind: "again", draft: Draft | null}} Answer
 */

/**
 * @param {Panel} panel
 * @param {Given} given
 * @returns {Promise<Answer>}
 */
export async function formStep(panel, given) {
  const shown = new AbortController();
  const over = AbortSignal.any([shown.signal, panel.closed]);
  /** @type {(answer: Answer) => void} */
  let answer = () => undefined;
  /** @type {Promise<Answer>} */
  const answered = new Promise((resolve) => (answer = resolve));
  const session = formSession(given, (sent, draft) => answer({ kind: "sent", sent, draft }), over);
  session.begin(formScreen(panel, session, given, answer, over), formOffer(given.order, given.standing).canRefund);
  try {
    return /** @type {Answer} */ (await Promise.race([answered, delay(Infinity, panel.closed)]));
  } finally {
    shown.abort();
  }
}

/**
 * @param {Panel} panel
 * @param {import("./form_session.js").FormSession} session
 * @param {Given} given
 * @param {(answer: Answer) => void} answer
 * @param {AbortSignal} over
 * @returns {FormScreen}
 */
function formScreen(panel, session, given, answer, over) {
  const { order, standing, remarks, from, wasSeen } = given;
  const offer = formOffer(order, standing);
  const form = formView(session.state(), session);
  const banner = troubleBanner(session.recheck);
  const reviewed = review(standing);
  const main = mainButton(reviewed.id, () => void sendWhatWasSeen(panel, session, wasSeen));
  const typed = () => draftOfRefund(session.state());
  panel.show(
    [
      banner.element,
      ...offer.blocks.map(({ message }) => notice(message)),
      offer.asksStatus ? statusQuestion(order, (status) => answer({ kind: "status", status, draft: typed() })) : null,
      offer.showsForm ? form.element : null,
      earlierRefunds(standing.refunds, {
        signal: over,
        undone: () => answer({ kind: "again", draft: typed() }),
        fix: ({ lines }) => answer({ kind: "again", draft: draftOfLines(notAccepted(lines), standing) }),
      }),
      orderDetails(order, from),
      remarkList(remarks),
    ],
    offer.canRefund ? reviewed.element : null,
    offer.canRefund ? main.element : button(getMessage("close"), "main", () => panel.close()),
  );
  if (offer.canRefund) void watchSight(wasSeen, main.seen, over);
  return {
    render: (state) => {
      form.render(state);
      banner.show(state.trouble);
      reviewed.show(refundLines(state));
      main.render(state);
    },
    say: panel.say,
    focusFirstError: form.focusFirstError,
    focusFirstChoice: form.focusFirstChoice,
  };
}

/**
 * The seller's click counts where the panel could be seen before it: a page may lay something over it, or push it under the hand.
 *
 * @param {Panel} panel
 * @param {import("./form_session.js").FormSession} session
 * @param {() => Promise<boolean>} wasSeen
 */
async function sendWhatWasSeen(panel, session, wasSeen) {
  if (await wasSeen()) return session.send();
  panel.say(getMessage("not_seen"));
}

const LOOK_MS = 150;

/** @param {() => Promise<boolean>} wasSeen @param {(seen: boolean) => void} show @param {AbortSignal} over */
async function watchSight(wasSeen, show, over) {
  while (!over.aborted) {
    show(await wasSeen());
    await delay(LOOK_MS, over).catch(() => null); // the form is over
  }
}

/** @param {string} describedBy id of what says what the click does @param {() => void} pressed */
function mainButton(describedBy, pressed) {
  const element = button(getMessage("refund"), "main", pressed);
  let busy = false;
  let seen = false;
  const showBusy = () => {
    element.classList.toggle("unread", !busy && !seen);
    if (busy || !seen) element.setAttribute("aria-busy", "true");
    else element.removeAttribute("aria-busy");
  };
  showBusy();
  element.setAttribute("aria-describedby", describedBy);
  return {
    element,
    render: (/** @type {FormState} */ state) => {
      element.textContent = mainButtonText(state);
      element.setAttribute("aria-disabled", String(!refundLines(state).length || awaitsAnyAmounts(state)));
      busy = state.busy;
      showBusy();
    },
    seen: (/** @type {boolean} */ now) => {
      seen = now;
      showBusy();
    },
  };
}

/** @param {FormState} state @returns {string} what a click refunds, where that is an amount */
export function mainButtonText(state) {
  const total = refundTotal(state);
  return total ? getMessage("refund_sum", dollars(total)) : getMessage("refund");
}
