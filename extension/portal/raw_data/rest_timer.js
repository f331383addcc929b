/**
 * When a page that is waited for is looked at again, and what its rest means. No clock of its own: all moments are
 * milliseconds of performance.now(), given by whoever looks.
 *
 * @typedef {import("../page/page_changes.js").Patience} Patience
 */

const ALMOST_MS = 140; // a page that rests for so long waits for somebody

export class RestTimer {
  #state = "";
  #searched = false; // since the page changed
  #searchedRestless = false;

  /** @param {Patience} patience @param {number} began @param {number} end at which to give up */
  constructor(patience, began, end) {
    this.patience = patience;
    this.end = end;
    this.middle = (began + end) / 2;
    this.since = began;
    this.now = began;
  }

  /** @param {string} state anything that changes when the page does @param {number} now */
  look(state, now) {
    this.now = now;
    if (state === this.#state) return;
    this.#state = state;
    this.since = now;
    this.#searched = false;
  }

  get rested() {
    return this.now - this.since;
  }

  /** @returns {boolean} a document that is there is taken for whole */
  get isWhole() {
    return this.rested >= this.patience.rest;
  }

  /**
   * The page rests without the document, or never rests and half of the time is over.
   *
   * @returns {boolean} it is time to search what cannot be seen; true once for each rest
   */
  takeSearch() {
    const restless = !this.#searchedRestless && this.now > this.middle;
    if (!restless && (this.#searched || this.rested < ALMOST_MS)) return false;
    this.#searched = true;
    this.#searchedRestless ||= restless;
    return true;
  }

  /** @param {number} now @returns {boolean} what is there is all that will come */
  isStuck(now) {
    return this.rested >= this.patience.stuck || this.isOver(now);
  }

  /** @param {number} now */
  isOver(now) {
    return now >= this.end;
  }

  /** @param {boolean} isThere the document @returns {number} milliseconds, at least 1, after which to look again even if nothing changes */
  untilNextLook(isThere) {
    const left = this.patience[isThere ? "rest" : "stuck"] - this.rested;
    const toSearch = this.#searched ? Infinity : ALMOST_MS;
    return Math.max(1, Math.min(this.end - this.now, left > 0 ? left : Infinity, toSearch));
  }
}
