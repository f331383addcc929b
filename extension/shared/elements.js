import { plainSentence } from "./plain_text.js";

const SHOWN = ["title", "aria-label"]; // the attributes that a person reads or hears

/**
 * Makes an element. Text goes in as text, whatever it says.
 *
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} attributes functions listen; true is
 *   an attribute without a value; null, undefined and false leave it out
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[N]}
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, SHOWN.includes(key) ? plainSentence(String(value)) : String(value));
    }
  }
  const shown = children.filter((child) => child !== null && child !== undefined);
  element.append(...shown.map((child) => (typeof child === "string" ? plainSentence(child) : child)));
  return element;
}

/**
 * A button that only a person can press: a page's script may dispatch clicks, and those are not trusted. The second click
 * of a double click counts for nothing, since by then another button may stand there.
 *
 * @param {string} text
 * @param {string} kind a class: main, plain or quiet
 * @param {(event: MouseEvent) => void} pressed
 * @returns {HTMLButtonElement}
 */
export function button(text, kind, pressed) {
  return el(
    "button",
    { type: "button", class: kind, click: (event) => event.isTrusted && event.detail < 2 && pressed(event) },
    text,
  );
}

let count = 0;

/** @returns {string} an id that nothing else in the page has */
export function freshId() {
  return `jr-${++count}`;
}
