/**
 * Text of others as text: what it holds is shown, and nothing in it acts on what it is shown in. The helper has the same rule
 * (plain_text.py); tests/contract/plain-text.json holds for both.
 *
 * What the order of letters is turned around with is written out, and so are control characters and halves of a letter; what
 * nobody sees is left out; white space is a space, but for what keeps a sum together. Text that runs from right to left is
 * kept apart from the sentence around it by isolates (Unicode Standard Annex 9): else it would carry off the numbers beside it.
 */

/* eslint-disable no-control-regex, no-misleading-character-class -- such letters are the subject here */
const SPACE = /(?![\u00a0\u202f\ufeff])[\s\u001c-\u001f\u0085]/gu;
const ACTING = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u206f\ufff9-\ufffb]/gu;
const UNSEEN =
  /\u00ad|\u034f|[\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2065\u3164\ufeff\uffa0\ufff0-\ufff8]|[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]/gu;
const STRAY_JOINER = /(?<![^\0-\x7f\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f\u200c\u200d])/gu;
/* eslint-enable */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ISOLATED = /(\u2068[^\u2068\u2069]*\u2069)/u;

/** @param {string} text @returns {string} one line */
export function plain(text) {
  const shown = text.replace(SPACE, " ").replace(ACTING, writtenOut);
  return shown.replace(UNSEEN, "").replace(STRAY_JOINER, "");
}

/**
 * @param {string} text part of a sentence; parts of its own may be isolated already
 * @returns {string} the same as a part that turns nothing else around
 */
export function isolated(text) {
  const pieces = text.split(ISOLATED);
  const turns = pieces.some((piece) => RIGHT_TO_LEFT.test(piece) && !ISOLATED.test(piece));
  return turns ? `\u2068${plain(text)}\u2069` : pieces.map(plainPiece).join("");
}

/** @param {string} sentence in which parts may be isolated; line ends stay @returns {string} */
export function plainSentence(sentence) {
  return sentence.split(ISOLATED).map(plainPiece).join("");
}

/** @param {string} piece */
function plainPiece(piece) {
  if (ISOLATED.test(piece)) return `\u2068${plain(piece.slice(1, -1))}\u2069`;
  return piece.split("\n").map(plain).join("\n");
}

/** @param {string} letter */
function writtenOut(letter) {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
