import { stringsIn } from "./json_in_text.js";

/** What pages and clipboards do to a document, undone: no-break spaces, line numbers, a string around it, entities. */

const ENTITIES = new Map(Object.entries({ quot: '"', amp: "&", lt: "<", gt: ">", apos: "'", nbsp: " " }));
const MOST_DECODINGS = 2; // entities of entities

/** @param {string} text @returns {Generator<string>} the text as it is, then as it was before something was done to it */
export function* repairedTexts(text) {
  const spaced =
    text.includes("\u00a0") && /^\u00a0|(?<!\\)"\s*:\u00a0/m.test(text) ? text.replaceAll("\u00a0", " ") : text;
  yield spaced;
  const unnumbered = withoutLineNumbers(spaced);
  if (unnumbered !== spaced) yield unnumbered;
  if (text.includes('\\"')) for (const string of stringsIn(spaced)) yield string;
  let decoded = spaced;
  for (let times = 0; times < MOST_DECODINGS && /&(?:amp;)*(?:quot|#0*34|#x0*22);/i.test(decoded); times++) {
    yield (decoded = withoutEntities(decoded));
  }
}

/**
 * Numbers of lines, before each line or on a line of their own, as they come along when text is copied.
 *
 * @param {string} text
 * @returns {string} the same where there are none
 */
function withoutLineNumbers(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  const isAlone = (/** @type {string} */ line) => /^\s*\d+\s*$/.test(line);
  const alone = lines.filter(isAlone);
  if (alone.length > 2 && countsUp(alone.map(Number))) return lines.filter((line) => !isAlone(line)).join("\n");
  const matches = lines.map((line) => /^\s*(\d+)(?:[.:|)]|(?=\s|["'{}[\]]|$))/.exec(line));
  const first = matches.findIndex((match) => match !== null);
  const last = matches.findLastIndex((match) => match !== null);
  const numbered = matches.slice(first, last + 1);
  if (
    numbered.length < 3 ||
    numbered.some((match) => match === null) ||
    !countsUp(numbered.map((match) => Number(match?.[1])))
  ) {
    return text;
  }
  return lines.map((line, at) => line.slice(matches[at]?.[0].length ?? 0)).join("\n");
}

/** @param {number[]} numbers @returns {boolean} each is the number before it plus 1 */
export function countsUp(numbers) {
  return numbers.every((number, at) => at === 0 || number === numbers[at - 1] + 1);
}

/** @param {string} text */
function withoutEntities(text) {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES.get(name.toLowerCase()) ?? whole;
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
