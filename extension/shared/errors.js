/**
 * Everything that can keep a seller from a refund is a Trouble. Its code chooses the message in _locales
 * (trouble_CODE, its facts fill $1, $2, ...) and whether waiting helps:
 *
 *   Trouble
 *   |- no_permission                    the browser keeps the extension from this computer's addresses
 *   |- no_portal_permission             or from the portal's
 *   |- helper_away, other_program       nobody, or somebody else, answers on the port
 *   |- not_paired, pairing_ended        the helper does not know this browser (any more)
 *   |- code_wrong                       the helper could not prove that it knows the pairing code
 *   |- helper_old, extension_old        they speak different versions
 *   |- refused                          the helper answered with a problem document, carried whole
 *   |- context_gone                     the extension was updated under an open page
 *   |- page_not_ready                   a page was open before the extension came, and knows nothing of it
 *   `- portal_*                         the page did not show what was looked for
 *
 * @typedef {{code: string, facts: string[], problem: import("./documents.d.ts").Problem | null}} TroubleDocument
 */
export class Trouble extends Error {
  /**
   * @param {string} code
   * @param {{facts?: (string | number)[], problem?: import("./documents.d.ts").Problem | null, cause?: unknown}} [more]
   */
  constructor(code, { facts = [], problem = null, cause } = {}) {
    super(problem ? problem.detail : [code, ...facts].join(" "), { cause });
    this.name = "Trouble";
    this.code = code;
    this.facts = facts.map(String);
    this.problem = problem;
  }

  /** The helper cannot be asked now; when it can, what was asked may be asked again as it is. */
  get passes() {
    return PASSING.has(this.code) || (this.problem?.status ?? 0) >= 500;
  }

  /** @returns {TroubleDocument} crosses the extension's message channel whole */
  toDocument() {
    return { code: this.code, facts: this.facts, problem: this.problem };
  }

  /** @param {TroubleDocument} document */
  static fromDocument(document) {
    return new Trouble(document.code, document);
  }

  /** @param {unknown} error what was caught @returns {Trouble} */
  static from(error) {
    if (error instanceof Trouble) return error;
    return new Trouble("unexpected", { facts: [error instanceof Error ? error.message : String(error)], cause: error });
  }
}

const PASSING = new Set([
  "no_permission",
  "no_portal_permission",
  "helper_away",
  "other_program",
  "not_paired",
  "pairing_ended",
  "helper_old",
  "extension_old",
]);
