/**
 * The words by which a person finds things in a portal: lists, made into what a piece of text is compared with.
 *
 * @typedef {import("../../shared/documents.d.ts").OrderStatus} OrderStatus
 *
 * @typedef {object} Language Small letters; a space stands for any or none.
 * @property {string[]} rawData the button of a history entry that shows the order document
 * @property {string[]} hideRawData the same button, where it takes the document away again
 * @property {string[]} history the heading over the entries
 * @property {string[]} created the entry to open
 * @property {string[]} createdBy what may follow these words
 * @property {string[]} notCreated entries with one of these words are of something else that was created
 * @property {string[]} close takes a window away
 * @property {string[]} window what is taken away
 * @property {string[]} expand unfolds what is folded
 * @property {string[]} status the label of the status
 * @property {Record<Exclude<OrderStatus, null>, string[]>} statuses
 * @property {string[]} exception the label of the exception state
 * @property {string[]} exceptions states that may be written without that word, beside the label
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
 * @property {RegExp} status a group holds what follows in the same piece of text
 * @property {[RegExp, OrderStatus][]} statuses
 * @property {RegExp} exception a group, as in status
 * @property {RegExp} exceptionAnywhere what may be taken for one wherever it stands
 * @property {RegExp} labelledException the same beside the label
 * @property {RegExp} shipped
 * @property {RegExp} cancelled
 */

const CROSS = "x\u00d7\u2715\u2716";
const GAP = "[\\s\\u00ad\\u200b-\\u200d\\u2060_\\-]*";
const END = "(?![\\p{L}\\p{N}])";
const LETTERS = "\\p{L}[\\p{L} _-]{0,150}"; // an address has digits and commas
const START = "(?<![\\p{L}\\p{N}])";

/**
 * @param {Language[]} languages a portal speaks one of them; which, nobody says
 * @param {RegExp} number
 * @returns {Vocabulary}
 */
export function vocabulary(languages, number) {
  const all = (/** @type {Exclude<keyof Language, "statuses">} */ name) =>
    languages.flatMap((language) => language[name]);
  const units = anyOf(all("units"));
  const counted = (/** @type {string[]} */ labels) => shape(`^(?:${units} )?${anyOf(labels)}(?: ${units})?$`);
  const labelled = (/** @type {string[]} */ labels) => shape(`^${anyOf(labels)}${END}\\s*:?\\s*(.*)$`);
  return {
    number,
    rawData: shape(`^${anyOf(all("rawData"))}${END}`),
    entry: shape(`^${anyOf([...all("rawData"), ...all("hideRawData")])}${END}`),
    rawDataAnywhere: shape(anyOf(all("rawData"))),
    hideRawData: shape(`^${anyOf(all("hideRawData"))}${END}`),
    history: shape(`^${anyOf(all("history"))}${END}`),
    created: [
      shape(`^${anyOf(all("created"))}(?: ${anyOf(all("createdBy"))}${END}.*)?[^\\p{L}\\p{N}]*$`),
      shape(`^(?!.*${START}${anyOf(all("notCreated"))}${END}).*${START}${anyOf(all("created"))}${END}`),
    ],
    close: shape(`^(?:${anyOf(all("close"))}|[${CROSS}])(?: ${anyOf(all("window"))})?$`),
    expand: shape(`^${anyOf(all("expand"))}$`),
    status: labelled(all("status")),
    statuses: languages.flatMap(({ statuses }) =>
      Object.entries(statuses).map(
        ([status, called]) => /** @type {[RegExp, OrderStatus]} */ ([shape(`^${anyOf(called)}$`), status]),
      ),
    ),
    exception: labelled(all("exception")),
    exceptionAnywhere: shape(
      `^${anyOf(all("exception"))}\\s+[-\\u2013\\u2014]\\s+(?!${anyOf(all("nothing"))}$)${LETTERS}`,
    ),
    labelledException: shape(`^${anyOf(all("exceptions"))}${END}`),
    shipped: counted(all("shipped")),
    cancelled: counted(all("cancelled")),
  };
}

/** @param {string[]} phrases */
function anyOf(phrases) {
  const escaped = phrases.map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", GAP));
  return `(?:${escaped.sort((a, b) => b.length - a.length).join("|")})`;
}

/** @param {string} source */
function shape(source) {
  return new RegExp(source, "iu");
}
