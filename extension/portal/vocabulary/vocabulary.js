/**
 * The words by which a person finds things in a portal: lists of phrases, made into patterns that texts are tested with.
 *
 * @typedef {import("../../shared/documents.d.ts").ExceptionState} ExceptionState
 * @typedef {import("../../shared/documents.d.ts").OrderStatus} OrderStatus
 *
 * @typedef {object} Language Small letters; a space stands for any or none.
 * @property {string[]} rawData the button of a history entry that shows the order document
 * @property {string[]} hideRawData the same button, where it takes the document away again
 * @property {string[]} history the heading over the entries
 * @property {string[]} created the entry to open
 * @property {string[]} createdBy what may follow these words
 * @property {string[]} notCreated entries with any of these words are of something else that was created
 * @property {string[]} close takes a window away
 * @property {string[]} window what is taken away
 * @property {string[]} expand unfolds what is folded
 * @property {string[]} status the label of the status
 * @property {Record<Exclude<OrderStatus, null>, string[]>} statuses
 * @property {string[]} exception the label of the exception state
 * @property {Record<Exclude<ExceptionState, "other">, string[]>} exceptions what follows that word, or stands beside the label
 * @property {string[]} nothing what stands where there is none
 * @property {string[]} shipped the label of units that were
 * @property {string[]} cancelled the same
 * @property {string[]} units what may stand before or behind these labels
 *
 * @typedef {object} Vocabulary
 * @property {RegExp} number an order's number
 * @property {RegExp} rawData
 * @property {RegExp} entry the button of a history entry, whatever it does next
 * @property {RegExp} rawDataAnywhere the same in any text
 * @property {RegExp} hideRawData
 * @property {RegExp} history
 * @property {RegExp[]} created the strictest wording first
 * @property {RegExp} close
 * @property {RegExp} expand
 * @property {RegExp} status a group holds what follows in the same text
 * @property {{pattern: RegExp, status: OrderStatus}[]} statuses
 * @property {RegExp} exception a group, as in status
 * @property {RegExp} exceptionAnywhere what may be taken for an exception state wherever it stands; a group holds what follows the word
 * @property {{pattern: RegExp, exception_state: ExceptionState}[]} exceptions behind that word, or beside the label
 * @property {RegExp} shipped
 * @property {RegExp} cancelled
 */

const CROSS = "x\u00d7\u2715\u2716";
const GAP = "[\\s\\u00ad\\u200b-\\u200d\\u2060_\\-]*";
const END = "(?![\\p{L}\\p{N}])";
const LETTERS = "\\p{L}[\\p{L} _-]{0,150}"; // an address has digits and commas
const START = "(?<![\\p{L}\\p{N}])";

/**
 * @param {Language[]} languages a portal speaks any of them; which, nobody knows
 * @param {RegExp} number
 * @returns {Vocabulary}
 */
export function vocabulary(languages, number) {
  const phrases = (/** @type {Exclude<keyof Language, "statuses" | "exceptions">} */ name) =>
    languages.flatMap((language) => language[name]);
  const units = anyOf(phrases("units"));
  const counted = (/** @type {string[]} */ labels) => pattern(`^(?:${units} )?${anyOf(labels)}(?: ${units})?$`);
  const labelled = (/** @type {string[]} */ labels) => pattern(`^${anyOf(labels)}${END}\\s*:?\\s*(.*)$`);
  return {
    number,
    rawData: pattern(`^${anyOf(phrases("rawData"))}${END}`),
    entry: pattern(`^${anyOf([...phrases("rawData"), ...phrases("hideRawData")])}${END}`),
    rawDataAnywhere: pattern(anyOf(phrases("rawData"))),
    hideRawData: pattern(`^${anyOf(phrases("hideRawData"))}${END}`),
    history: pattern(`^${anyOf(phrases("history"))}${END}`),
    created: [
      pattern(`^${anyOf(phrases("created"))}(?: ${anyOf(phrases("createdBy"))}${END}.*)?[^\\p{L}\\p{N}]*$`),
      pattern(`^(?!.*${START}${anyOf(phrases("notCreated"))}${END}).*${START}${anyOf(phrases("created"))}${END}`),
    ],
    close: pattern(`^(?:${anyOf(phrases("close"))}|[${CROSS}])(?: ${anyOf(phrases("window"))})?$`),
    expand: pattern(`^${anyOf(phrases("expand"))}$`),
    status: labelled(phrases("status")),
    statuses: languages.flatMap(({ statuses }) =>
      Object.entries(statuses).map(([status, names]) => ({
        pattern: pattern(`^${anyOf(names)}$`),
        status: /** @type {OrderStatus} */ (status),
      })),
    ),
    exception: labelled(phrases("exception")),
    exceptionAnywhere: pattern(
      `^${anyOf(phrases("exception"))}\\s+[-\\u2013\\u2014]\\s+(?!${anyOf(phrases("nothing"))}$)(${LETTERS})`,
    ),
    exceptions: languages.flatMap(({ exceptions }) =>
      Object.entries(exceptions).map(([exception_state, names]) => ({
        pattern: pattern(`^${anyOf(names)}${END}`),
        exception_state: /** @type {ExceptionState} */ (exception_state),
      })),
    ),
    shipped: counted(phrases("shipped")),
    cancelled: counted(phrases("cancelled")),
  };
}

/** @param {string[]} phrases @returns {string} source of a pattern, in which the longest phrase comes first */
function anyOf(phrases) {
  const escaped = phrases.map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", GAP));
  return `(?:${escaped.sort((a, b) => b.length - a.length).join("|")})`;
}

/** @param {string} source */
function pattern(source) {
  return new RegExp(source, "iu");
}
