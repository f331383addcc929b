import { roots } from "../page/dom.js";
import { mentionsOrder } from "../parse/orders_in_text.js";
import { isValueInDocument } from "./quoted_documents.js";

/** Texts that a page holds and does not show: what a copy button would copy, what a link would save. The clipboard is left alone. */

const SHORTEST = 60; // characters; no order is shorter

/** @returns {Generator<string>} those that mention an order document */
export function* hiddenSources() {
  for (const root of roots(document.body)) {
    for (const element of root.querySelectorAll("*")) {
      for (const { value } of element.attributes) {
        const text = value.length < SHORTEST ? "" : decoded(value);
        if (mentionsOrder(text) && !isValueInDocument(element)) yield text;
      }
    }
    for (const element of root.querySelectorAll('script[type*="json"], template')) {
      const text =
        (element.localName === "template" ? /** @type {HTMLTemplateElement} */ (element).content : element)
          .textContent ?? "";
      if (mentionsOrder(text)) yield text;
    }
  }
}

/** @param {string} value of an attribute */
function decoded(value) {
  const data = /^data:[^,]*?(;base64)?,/i.exec(value);
  if (data?.[1]) return base64Text(value.slice(data[0].length));
  return data || /%22|%7b/i.test(value) ? percentDecoded(value) : value;
}

/** @param {string} encoded */
function base64Text(encoded) {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch (error) {
    if (error instanceof DOMException) return ""; // no base64 after all
    throw error;
  }
}

/** @param {string} encoded */
function percentDecoded(encoded) {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return encoded;
    throw error;
  }
}
