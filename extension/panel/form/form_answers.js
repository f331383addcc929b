import { troubleText } from "../../shared/error_text.js";
import { getMessage } from "../../shared/i18n.js";
import { placeErrors } from "./form_errors.js";
import { UNKNOWN_BASIS, applyJudgement, askToConfirm } from "./form_state.js";

/**
 * What an answer of the helper does to the form, and what the seller is told of it.
 *
 * @typedef {import("../../shared/documents.d.ts").Judgement} Judgement
 * @typedef {import("../../shared/errors.js").Trouble} Trouble
 * @typedef {import("./form_state.js").FormState} FormState
 */

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
