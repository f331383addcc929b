/** Waiting for a page, without looking more often than it can bear. */

const BEAT_MS = 250; // shadow roots, frames and fields change without a mutation here
const SHORTEST_MS = 16;

/**
 * @typedef {object} Patience in milliseconds
 * @property {number} limit the portal fetches the document when it is asked for
 * @property {number} latest the same for what a refund can do without
 * @property {number} rest a text that has stayed the same for so long is taken for whole
 * @property {number} stuck the same for a text that is not whole, or not of the order that is looked for
 */

/** @type {Patience} */
export const PATIENCE = { limit: 10_000, latest: 4_000, rest: 60, stuck: 1_200 };

/**
 * The moments at which a page changes.
 *
 * @param {AbortSignal} signal
 */
export function pageChanges(signal) {
  signal.throwIfAborted();
  let changed = false;
  let wake = () => undefined;
  const observer = new MutationObserver(() => {
    changed = true;
    wake();
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  signal.addEventListener("abort", () => wake());
  return {
    stop: () => observer.disconnect(),
    /**
     * @param {number} atMost milliseconds
     * @param {number} took milliseconds that the last look needed; the page gets three times as many to itself
     * @returns {Promise<void>} after the page changed, or may have
     */
    next: async (atMost, took) => {
      const least = Math.max(SHORTEST_MS, 3 * took);
      await new Promise((resolve) => setTimeout(resolve, Math.min(least, atMost)));
      if (!changed && atMost > least) {
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, Math.min(BEAT_MS, atMost) - least);
          wake = () => void (clearTimeout(timer), resolve(undefined));
        });
      }
      wake = () => undefined;
      changed = false;
      signal.throwIfAborted();
    },
  };
}

/** @param {AbortSignal} signal @returns {Promise<void>} when the page has drawn what was just changed in it */
export async function nextDraw(signal) {
  // Two frames; a tab in the background draws none, and its timers run.
  const frame = () => new Promise((resolve) => void (requestAnimationFrame(resolve), setTimeout(resolve, 50)));
  await frame();
  await frame();
  signal.throwIfAborted();
}
