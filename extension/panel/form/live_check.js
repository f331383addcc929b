import { Trouble } from "../../shared/errors.js";

/**
 * Asks the helper what it would say to the form while it is filled in: soon after each change, and again while nobody answers.
 *
 * @typedef {import("../../shared/documents.d.ts").Judgement} Judgement
 */

const CHECK_MS = 250;
const AGAIN_MS = 2_000;

/**
 * @param {() => Promise<Judgement | null>} ask null: there is nothing to judge yet
 * @param {{judged: (judgement: Judgement | null) => void, troubled: (trouble: Trouble) => void}} handlers
 * @param {AbortSignal} over
 * @returns {{soon: (ms?: number) => void, stop: () => void}} soon: asks in so many milliseconds; stop: what was asked is not heard any more
 */
export function liveCheck(ask, { judged, troubled }, over) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let round = 0; // an answer to an older form says nothing about the form as it is now
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
      const judgement = await ask();
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
