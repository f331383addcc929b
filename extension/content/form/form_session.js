import { troubleText } from "../../shared/error_text.js";
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
import { placeErrors } from "./form_errors.js";
import { UNKNOWN_BASIS, applyJudgement, askToConfirm, initialForm } from "./form_state.js";
import { liveCheck } from "./live_check.js";

/**
 * A form from its first drawing until it is sent: judged by the helper while the seller types, kept as a draft, sent by the
 * seller's click. It knows the screen only as the functions that draw it.
 *
 * @typedef {import("./form_state.js").FormState} FormState
 * @typedef {import("../../shared/documents.d.ts").Judgement} Judgement
 * @typedef {import("../../shared/messages.js").Draft} Draft
 * @typedef {{request_id: string, trouble: Trouble}} Refused why the helper would not have a refund, which is kept until that is shown
 *
 * @typedef {object} FormScreen
 * @property {(state: FormState) => void} render
 * @property {(sentence: string) => void} say
 * @property {() => void} focusFirstError
 * @property {() => void} focusFirstChoice
 *
 * @typedef {object} GivenForm
 * @property {import("../../shared/documents.d.ts").Order} order
 * @property {import("../../shared/documents.d.ts").Standing} standing
 * @property {Draft | null} draft
 * @property {Refused | null} refused
 */

/**
 * @param {GivenForm} given
 * @param {(sent: import("../../shared/messages.js").Sent, draft: Draft) => void} sent draft: of what was sent, for another refund
 * @param {AbortSignal} over
 */
export function formSession({ order, standing, draft, refused }, sent, over) {
  let state = initialForm(order, standing, draft, refused !== null);
  /** @type {FormScreen} */
  let screen;
  const show = (/** @type {FormState} */ next) => screen.render((state = next));
  const drafts = draftKeeper(order.merchant_order_id, () => draftOfRefund(state), over);
  const check = liveCheck(
    () => (refundLines(state).length ? ask("check", enteredRefund(state, confirmedReadings(state))) : null),
    {
      judged: (judgement) => show(withJudgement(state, judgement)),
      troubled: (trouble) => show(withTrouble(state, trouble)),
    },
    over,
  );
  const showRefused = async (/** @type {Refused} */ { request_id, trouble }) => {
    show(withRefusal(state, trouble));
    screen.say(refusalText(trouble));
    screen.focusFirstError();
    if (trouble.code === "refused") await ask("forget", { request_id });
  };
  return {
    state: () => state,
    /** Draws it for the first time. @param {FormScreen} drawn @param {boolean} canRefund */
    begin: (drawn, canRefund) => {
      screen = drawn;
      show(state);
      if (draft) drafts.soon();
      if (refused) return void showRefused(refused);
      if (!canRefund) return;
      check.soon(0);
      screen.focusFirstChoice();
    },
    /** The seller entered something. @param {(state: FormState) => FormState} next */
    change: (next) => {
      show(next(state));
      drafts.soon();
      if (!state.busy) check.soon();
    },
    /** What was entered stays the same in another form. @param {(state: FormState) => FormState} next */
    adjust: (next) => show(next(state)),
    /** The helper is asked at once. */
    recheck: () => check.soon(0),
    /** The seller's click. While the refund is on its way, a second click is none. */
    send: async () => {
      if (state.busy) return;
      if (!refundLines(state).length) return screen.say(getMessage("choose_an_item"));
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

/** @param {FormState} state @param {Judgement | null} judgement null: there was nothing to judge @returns {FormState} */
export function withJudgement(state, judgement) {
  if (!judgement) return placeErrors(state, []);
  const questions = judgement.warnings.filter(({ code }) => code === UNKNOWN_BASIS);
  return placeErrors(applyJudgement(state, judgement), [...judgement.blocks, ...questions]);
}

/** The form could not be judged: what was typed cannot be read, or the helper cannot be asked. @param {FormState} state @param {Trouble} trouble @returns {FormState} */
export function withTrouble(state, trouble) {
  const errors = trouble.code === "refused" ? (trouble.problem?.errors ?? []) : [];
  return errors.length ? { ...placeErrors(state, errors), trouble: null } : { ...state, trouble };
}

/**
 * The helper would not have it as it was sent. Where another refund has its request_id, it is a refund of its own from now on.
 *
 * @param {FormState} state
 * @param {Trouble} trouble
 * @returns {FormState}
 */
export function withRefusal(state, { problem }) {
  const errors = problem?.errors ?? [];
  const toConfirm = errors.filter(isToConfirm);
  const taken = problem?.type.endsWith(":request_id_taken") ?? false;
  const attempted = {
    ...(toConfirm.length ? askToConfirm(state, toConfirm) : state),
    attempted: true,
    request_id: taken ? crypto.randomUUID() : state.request_id,
  };
  return placeErrors(
    attempted,
    errors.filter((error) => !isToConfirm(error) || error.code === UNKNOWN_BASIS),
  );
}

/** @param {Trouble} trouble @returns {string} what the seller does about it, or what is the matter */
export function refusalText(trouble) {
  const errors = trouble.problem?.errors ?? [];
  if (!errors.length) return troubleText(trouble);
  return errors.every(isToConfirm) ? getMessage("confirm_first") : getMessage("mend_marked");
}

/** @param {import("../../shared/documents.d.ts").Finding} error */
function isToConfirm({ pointer }) {
  return pointer === "/confirmed";
}
