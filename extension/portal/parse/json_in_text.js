import { CutOff, LenientJsonReader, NotJson } from "./lenient_json.js";

/**
 * JSON in any text: every object that stands in it, whatever stands around it.
 *
 * @typedef {import("./lenient_json.js").Json} Json
 */

const COST = 16; // of a bracket that begins nothing, in characters; of each around it, too
const MOST_READINGS = 8; // of the whole text: where many brackets begin what has no end, the search is given up

/**
 * @param {string} text
 * @returns {Json[]} every object that stands in the text, outermost ones only
 */
export function objectsIn(text) {
  return scan(text, (reader) => reader.value());
}

/**
 * @param {string} text
 * @returns {Json[]} every object of which the text holds the beginning, with what of it is whole
 */
export function beginningsIn(text) {
  return scan(text, (reader) => {
    reader.toTheEnd = true;
    return reader.value();
  });
}

/** @param {string} text @returns {string[]} every string that stands in the text as JSON writes it and holds a bracket */
export function stringsIn(text) {
  const opening = /"(?=\s*(?:\\[nrt]\s*)*[[{])/g;
  return scan(text, (reader) => reader.string(), opening).filter((value) => typeof value === "string");
}

/**
 * @param {string} text
 * @param {(reader: LenientJsonReader) => Json} read
 * @param {RegExp} opening global: where a value may begin
 * @returns {Json[]}
 */
function scan(text, read, opening = /\{(?![\\{[,\]])/g) {
  /** @type {Json[]} */
  const values = [];
  const reader = new LenientJsonReader(text, 0);
  let left = MOST_READINGS * text.length;
  for (let match = opening.exec(text); match && left >= 0; match = opening.exec(text)) {
    reader.startAt(match.index);
    try {
      values.push(read(reader));
      opening.lastIndex = reader.at;
    } catch (error) {
      if (!(error instanceof NotJson)) throw error; // this bracket began no object; the next may
      if (error instanceof CutOff && text[match.index] === '"') break; // a quote within a string without an end begins another one
      left -= reader.at - match.index + COST * (reader.depth + 1);
    }
  }
  return values;
}
