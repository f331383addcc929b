/**
 * Reads JSON out of any text, keeping every digit: a number stays the text it was, since 12 digits of an id or the
 * cents of a price do not survive a number type unharmed. Commas before a closing bracket are let pass; Jet's own
 * examples have them.
 */

/** A number as it was written. */
export class Digits {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/**
 * @typedef {string | boolean | null | Digits | List | Table} Json
 * @typedef {Json[]} List
 * @typedef {{[key: string]: Json}} Table
 */

/**
 * @param {string} text
 * @returns {Json[]} every object that stands in the text, outermost ones only
 */
export function objectsIn(text) {
  /** @type {Json[]} */
  const found = [];
  for (let at = text.indexOf("{"); at !== -1; ) {
    const reader = new Reader(text, at);
    try {
      found.push(reader.value());
      at = text.indexOf("{", reader.at);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      at = text.indexOf("{", at + 1); // this bracket began no object; the next one may
    }
  }
  return found;
}

const DEEPEST = 100;
const ESCAPES = new Map(Object.entries({ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }));

class Reader {
  depth = 0;

  /** @param {string} text @param {number} at */
  constructor(text, at) {
    this.text = text;
    this.at = at;
  }

  /** @returns {Json} @throws {SyntaxError} */
  value() {
    this.space();
    const first = this.text[this.at];
    if (first === "{") return this.object();
    if (first === "[") return this.array();
    if (first === '"') return this.string();
    const word = this.take(/true|false|null/y);
    if (word) return word === "null" ? null : word === "true";
    const digits = this.take(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y);
    if (digits) return new Digits(digits);
    throw new SyntaxError(`no value at ${this.at}`);
  }

  object() {
    /** @type {{[key: string]: Json}} */
    const object = Object.create(null);
    this.members("{", "}", () => {
      const key = this.string();
      this.space();
      this.expect(":");
      object[key] = this.value();
    });
    return object;
  }

  array() {
    /** @type {Json[]} */
    const array = [];
    this.members("[", "]", () => array.push(this.value()));
    return array;
  }

  /** @param {string} open @param {string} close @param {() => void} member */
  members(open, close, member) {
    if (++this.depth > DEEPEST) throw new SyntaxError("nested too deeply");
    this.expect(open);
    for (this.space(); this.text[this.at] !== close; this.space()) {
      member();
      this.space();
      if (this.text[this.at] !== close) this.expect(",");
    }
    this.expect(close);
    this.depth--;
  }

  /** @returns {string} */
  string() {
    this.expect('"');
    let string = "";
    for (;;) {
      string += this.take(/[^"\\]*/y);
      const next = this.text[this.at++];
      if (next === '"') return string;
      if (next !== "\\") throw new SyntaxError("a string without an end");
      string += this.escaped();
    }
  }

  escaped() {
    const code = this.take(/u[0-9a-fA-F]{4}/y);
    if (code) return String.fromCharCode(parseInt(code.slice(1), 16));
    const plain = ESCAPES.get(this.text[this.at++]);
    if (plain === undefined) throw new SyntaxError(`no such escape at ${this.at}`);
    return plain;
  }

  space() {
    this.take(/\s*/y);
  }

  /** @param {string} character */
  expect(character) {
    if (this.text[this.at] !== character) throw new SyntaxError(`${character} expected at ${this.at}`);
    this.at++;
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
