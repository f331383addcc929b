/**
 * Reads JSON out of any text, keeping every digit: a number stays the text it was, since 12 digits of an id or the
 * cents of a price do not survive a number type unharmed. What viewers do to JSON is let pass, where it cannot change
 * what is read: commas too many or too few, comments, keys without quotes, typographic quotes, marks of folding.
 */

/** A number as it was written. */
export class Digits {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/**
 * @typedef {string | boolean | null | Digits | JsonArray | JsonObject} Json
 * @typedef {Json[]} JsonArray
 * @typedef {{[key: string]: Json}} JsonObject without a prototype
 */

const DEEPEST = 100;
const ESCAPES = new Map(
  Object.entries({ '"': '"', "\\": "\\", "/": "/", "'": "'", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }),
);
const SPACES = [
  String.raw`[\s\u00ad\u200b-\u200d\u2060]`,
  String.raw`[\u25b2\u25b6\u25ba\u25b8\u25bc\u25be\u25bf\u25c0\u25c2\u229e\u229f]`, // marks of folding
  String.raw`[+-](?=\s*["'{}[\]\u201c])`, // marks of folding too
  String.raw`\/\/[^\n]*`,
];
const SPACE = new RegExp(`(?:${SPACES.join("|")})+`, "y");
const COUNT = /\d+ (?:items?|keys?|properties|entries|elements)\b/iy;
const TYPE_NAME = /(?:string|int(?:eger)?|float|number|bool(?:ean)?)\s*(?=["'\u201c\d.tfTF-])/y;
const LITERAL = /(?:true|false|null|None|NULL|True|False)\b/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const END = /\s*$/y;
const BARE_KEY = /[A-Za-z0-9_$][\w$-]*(?=\s*:)/y;
const INDEX = /\d+\s*:/y;
/** Each quote that opens a string, and the quotes that may close it. */
const QUOTES = new Map(
  Object.entries({
    '"': '"',
    "'": "'",
    "\u201c": "\u201d\u201c",
    "\u201d": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u201f": "\u201d",
  }),
);
const AFTER_STRING = /\s*(?:[,:}\]]|\/\/|\/\*|$)/y;

/** @type {WeakSet<object>} */
const cutOff = new WeakSet();

/**
 * The text says two things of one key: which is true, nobody here knows.
 *
 * @typedef {{key: string, first: Json, second: Json}} Contradiction
 */
/** @type {WeakMap<object, Contradiction[]>} */
const contradictions = new WeakMap();

/** @param {JsonObject} object @returns {Contradiction[]} */
export function contradictionsOf(object) {
  return contradictions.get(object) ?? [];
}

/** @param {JsonObject} object @param {JsonObject} members @returns {JsonObject} these members, and what is said twice of them */
export function withMembers(object, members) {
  /** @type {JsonObject} */
  const copy = Object.assign(Object.create(null), members);
  contradictions.set(copy, contradictionsOf(object));
  return copy;
}

/** @param {Json | undefined} json @returns {boolean} an object that the text holds only the beginning of */
export function isCutOff(json) {
  return typeof json === "object" && json !== null && cutOff.has(json);
}

/** What stands here is no JSON. No Error: a text may hold a million brackets, and where each stood in our code is of no use. */
export class NotJson {
  /** @param {string} reason */
  constructor(reason) {
    this.reason = reason;
  }
}

/** The text ended where something was to come. */
export class CutOff extends NotJson {}

export class LenientJsonReader {
  depth = 0;
  escape = -1; // where the first backslash from escapeFrom on stands
  escapeFrom = 0;
  /** @type {number | null} */
  commentEnd = null; // where the last one of the text ends
  toTheEnd = false; // an object that the text breaks off in is taken, without what is not whole

  /** @param {string} text @param {number} at */
  constructor(text, at) {
    this.text = text;
    this.at = at;
  }

  /** @param {number} at where another value may begin */
  startAt(at) {
    this.at = at;
    this.depth = 0;
  }

  /** @returns {Json} @throws {NotJson} */
  value() {
    this.space();
    const first = this.text[this.at];
    if (first === "{") return this.object();
    if (first === "[") return this.array();
    if (QUOTES.has(first)) return this.string();
    const digits = this.take(NUMBER);
    if (digits && this.follows(END)) throw new CutOff("there may be more digits");
    if (digits) return new Digits(digits);
    const literal = this.take(LITERAL).toLowerCase();
    if (literal) return literal === "null" || literal === "none" ? null : literal === "true";
    if (this.take(TYPE_NAME)) return this.value();
    throw this.expected("a value");
  }

  object() {
    /** @type {JsonObject} */
    const object = Object.create(null);
    const whole = this.members("{", "}", () => {
      const key = QUOTES.has(this.text[this.at]) ? this.string() : this.take(BARE_KEY);
      this.space();
      this.expect(":");
      const value = this.value();
      if (key in object && JSON.stringify(object[key]) !== JSON.stringify(value)) {
        const found = contradictions.get(object) ?? [];
        found.push({ key, first: object[key], second: value });
        contradictions.set(object, found);
      }
      object[key] = value;
    });
    if (!whole) cutOff.add(object);
    return object;
  }

  array() {
    /** @type {Json[]} */
    const array = [];
    this.members("[", "]", () => {
      if (this.digit()) this.take(INDEX);
      array.push(this.value());
    });
    return array;
  }

  /** @param {string} open @param {string} close @param {() => void} member @returns {boolean} false: cut off */
  members(open, close, member) {
    if (++this.depth > DEEPEST) throw new NotJson("nested too deeply");
    this.expect(open);
    this.space();
    const count = this.digit() ? parseInt(this.take(COUNT) || "-1", 10) : -1;
    let members = 0;
    try {
      for (this.space(); this.text[this.at] !== close; this.space()) {
        member();
        members++;
        this.space();
        if (this.text[this.at] === ",") this.at++;
      }
      this.expect(close);
      if (count !== -1 && count !== members) throw new NotJson(`${count} announced, ${members} here`); // the others are folded away
    } catch (error) {
      if (!(error instanceof CutOff) || !this.toTheEnd || open === "[") throw error; // a list without its end: who knows what else was in it
      this.at = this.text.length;
      return false;
    }
    this.depth--;
    return true;
  }

  /** @returns {string} */
  string() {
    const open = this.text[this.at];
    const close = QUOTES.get(open);
    if (!close) throw this.expected("a string");
    this.at++;
    if (open === '"') return this.simple() ?? this.upTo(/[^"\\]*/y, () => true);
    if (open === "'") return this.upTo(/[^'\\]*/y, () => true);
    // Typographic quotes may stand in the string too: the quote that ends it has something behind it that follows a string.
    return this.upTo(/[^\u201c\u201d\\]*/y, (next) => close.includes(next) && this.follows(AFTER_STRING));
  }

  /** @returns {string | null} a string without escapes, as most are; null where it has some */
  simple() {
    const end = this.next('"');
    if (this.nextEscape() < end || end === this.text.length) return null;
    const string = this.text.slice(this.at, end);
    this.at = end + 1;
    return string.includes("\n") ? string.replace(/\n/g, "") : string;
  }

  /** @returns {number} where the next backslash stands; what is known of it is not searched again */
  nextEscape() {
    if (this.at < this.escapeFrom) {
      const earlier = this.text.slice(this.at, this.escapeFrom).indexOf("\\");
      if (earlier !== -1) this.escape = this.at + earlier;
    } else if (this.escape < this.at) this.escape = this.next("\\");
    this.escapeFrom = this.at;
    return this.escape;
  }

  /** @param {string} character @returns {number} where it stands next; the end where it does not */
  next(character) {
    const at = this.text.indexOf(character, this.at);
    return at === -1 ? this.text.length : at;
  }

  /** @param {RegExp} plain @param {(next: string) => boolean} closes */
  upTo(plain, closes) {
    let string = this.line(plain);
    for (;;) {
      const next = this.text[this.at++];
      if (next === undefined) throw new CutOff("a string without an end");
      if (next === "\\") string += this.escaped();
      else if (closes(next)) return string;
      else string += next;
      string += this.line(plain);
    }
  }

  /** @param {RegExp} plain @returns {string} JSON writes no line break into a string: what stands there is the page's */
  line(plain) {
    const text = this.take(plain);
    return text.includes("\n") ? text.replace(/\n/g, "") : text;
  }

  escaped() {
    const code = this.take(/u[0-9a-fA-F]{4}/y);
    if (code) return String.fromCharCode(parseInt(code.slice(1), 16));
    const next = this.text[this.at++];
    if (next === undefined) throw new CutOff("an escape without an end");
    if (next === "\u201c" || next === "\u201d") return next;
    const plain = ESCAPES.get(next);
    if (plain === undefined) throw new NotJson(`no such escape at ${this.at}`);
    return plain;
  }

  space() {
    let code = this.text.charCodeAt(this.at);
    while (code === 32 || code === 10) code = this.text.charCodeAt(++this.at);
    if (code < 34 || !NO_SPACE.has(code)) while (this.take(SPACE) || this.comment());
  }

  /** @returns {boolean} one was passed over */
  comment() {
    if (!this.text.startsWith("/*", this.at)) return false;
    this.commentEnd ??= this.text.lastIndexOf("*/");
    if (this.commentEnd < this.at + 2) return false;
    this.at = this.text.indexOf("*/", this.at + 2) + 2;
    return true;
  }

  digit() {
    const code = this.text.charCodeAt(this.at);
    return code >= 48 && code <= 57;
  }

  /** @param {string} character */
  expect(character) {
    if (this.text[this.at] !== character) throw this.expected(character);
    this.at++;
  }

  /** @param {string} name of what should stand here */
  expected(name) {
    return this.at >= this.text.length ? new CutOff(`${name} expected after the end`) : new NotJson(`${name} expected`);
  }

  /** @param {RegExp} pattern sticky */
  follows(pattern) {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** @param {RegExp} pattern sticky @returns {string} empty where it does not stand here */
  take(pattern) {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) return "";
    this.at = pattern.lastIndex;
    return match[0];
  }
}

/** What is no space, however it is written: asking the pattern each time took half of the time. */
const NO_SPACE = new Set([...'"{}[],:0123456789ntf'].map((character) => character.charCodeAt(0)));
