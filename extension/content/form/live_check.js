import { Trouble } from "../../shared/errors.js";

/**
 * Asks the helper what it would say to the form while it is filled in: soon after each change, and again while nobody answers.
 *
 * @typedef {import("../../shared/documents.d.ts").Judgement} Judgement
 */

const CHECK_MS = 250;
const AGAIN_MS = 2_000;

/**
 * @param {() => Promise<Judgement> | null} asked null: there is nothing to judge yet
 * @param {{judged: (judgement: Judgement | null) => void, troubled: (trouble: Trouble) => void}} told
 * @param {AbortSignal} over
 */
export function liveCheck(asked, { judged, troubled }, over) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let round = 0; // an answer to an older form says nothing about this one
  const stop = () => {
    round++;
    clearTimeout(timer);
  };
  const soon = (ms = CHECK_MS) => {
    stop();
    timer = setTimeout(() => void check(), ms);
  };
  const check = async () => {
    const mine = ++round;
    if (over.aborted) return;
    try {
      const judgement = await asked();
      if (mine === round) judged(judgement);
    } catch (error) {
      if (mine !== round) return;
      const trouble = Trouble.from(error);
      troubled(trouble);
      if (trouble.passes && !over.aborted) soon(AGAIN_MS);
    }
  };
  over.addEventListener("abort", stop);
  return { soon, stop };
}
