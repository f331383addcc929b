import { Trouble } from "../../shared/errors.js";
import { getMessage } from "../../shared/i18n.js";
import { ask } from "../../shared/messages.js";
import { draftKeeper } from "./draft.js";
import {
  confirmedCodes,
  confirmedReadings,
  draftOfForm,
  draftOfRefund,
  enteredRefund,
  refundLines,
} from "./entered_refund.js";
import { refusalText, withJudgement, withRefusal, withTrouble } from "./form_answers.js";
import { initialForm } from "./form_state.js";
import { awaitsAnyAmounts, quantitiesToAsk, withFullAmounts } from "./full_amounts.js";
import { liveCheck } from "./live_check.js";

/**
 * A form from its first drawing until it is sent: judged by the helper while the seller types, kept as a draft, sent by the
 * seller's click. It knows the screen only as the functions that draw it.
 *
 * @typedef {import("./form_state.js").FormState} FormState
 * @typedef {import("../../shared/messages.js").Draft} Draft
 * @typedef {{request_id: string, trouble: Trouble}} Refused why the helper would not have a refund, which is kept until that is shown
 *
 * @typedef {object} FormScreen
 * @property {(state: FormState) => void} render
 * @property {(sentence: string) => void} say
 * @property {() => void} focusFirstError
 * @property {() => void} focusFirstChoice
 *
 * @typedef {(next: (state: FormState) => FormState) => void} ChangeForm
 *
 * @typedef {object} FormSession
 * @property {() => FormState} state
 * @property {(screen: FormScreen, canRefund: boolean) => void} begin draws the form for the first time
 * @property {ChangeForm} change the seller entered something
 * @property {ChangeForm} adjust what was entered stays the same, in another form
 * @property {() => void} recheck asks the helper at once
 * @property {() => Promise<void>} send the seller's click. While the refund is on its way, a second click is none
 *
 * @typedef {object} GivenForm
 * @property {import("../../shared/documents.d.ts").Order} order
 * @property {import("../../shared/documents.d.ts").Standing} standing
 * @property {Draft | null} draft
 * @property {Refused | null} refused
 */

/** How long the amounts of another quantity are awaited at least: digits that are typed in one go are one question. */
const AMOUNTS_MS = 80;

/**
 * @param {GivenForm} given
 * @param {(sent: import("../../shared/messages.js").Sent, draft: Draft) => void} sent draft: of what was sent, for another refund
 * @param {AbortSignal} over
 * @returns {FormSession}
 */
export function formSession({ order, standing, draft, refused }, sent, over) {
  let state = initialForm(order, standing, draft, refused !== null);
  /** @type {FormScreen} */
  let screen;
  const show = (/** @type {FormState} */ next) => screen.render((state = next));
  const drafts = draftKeeper(order.merchant_order_id, () => draftOfRefund(state), over);
  const askForAmounts = async () => {
    const quantities = quantitiesToAsk(state);
    const answer = quantities && (await ask("full_amounts", quantities));
    if (answer) show(withFullAmounts(state, answer)); // which may be another state by now
  };
  const troubled = (/** @type {Trouble} */ trouble) => show(withTrouble(state, trouble));
  const check = liveCheck(
    async () => {
      await askForAmounts();
      if (!refundLines(state).length || awaitsAnyAmounts(state)) return null;
      return ask("check", enteredRefund(state, confirmedReadings(state)));
    },
    { judged: (judgement) => show(withJudgement(state, judgement)), troubled },
    over,
  );
  const showRefused = async (/** @type {Refused} */ { request_id, trouble }) => {
    show(withRefusal(state, trouble));
    screen.say(refusalText(trouble));
    screen.focusFirstError();
    if (trouble.code === "refused") await ask("forget", { request_id });
    await askForAmounts().catch((error) => troubled(Trouble.from(error)));
  };
  return {
    state: () => state,
    begin: (drawn, canRefund) => {
      screen = drawn;
      show(state);
      if (draft) drafts.soon();
      if (refused) return void showRefused(refused);
      if (!canRefund) return;
      check.soon(0);
      screen.focusFirstChoice();
    },
    change: (next) => {
      show(next(state));
      drafts.soon();
      if (!state.busy) check.soon(awaitsAnyAmounts(state) ? AMOUNTS_MS : undefined);
    },
    adjust: (next) => show(next(state)),
    recheck: () => check.soon(0),
    send: async () => {
      if (state.busy) return;
      if (!refundLines(state).length) return screen.say(getMessage("choose_an_item"));
      if (awaitsAnyAmounts(state)) {
        check.soon(0);
        return screen.say(getMessage("amounts_awaited"));
      }
      check.stop();
      show({ ...state, busy: true });
      const refund = enteredRefund(state, confirmedCodes(state));
      const typed = draftOfForm(state);
      try {
        const answer = await ask("refund", refund);
        await drafts.drop();
        sent(answer, typed);
      } catch (error) {
        await showRefused({ request_id: refund.request_id, trouble: Trouble.from(error) });
      } finally {
        show({ ...state, busy: false });
      }
    },
  };
}
