import { prettyPrintJson } from "pretty-print-json";
import "pretty-print-json/css/pretty-print-json.css";
import { drawMarkup } from "../drawing/markup.js";

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const pre = document.createElement("pre");
    pre.className = "json-container";
    drawMarkup(pre, prettyPrintJson.toHtml(value, { lineNumbers: true, quoteKeys: true, trailingCommas: false }));
    place.append(pre);
  },
};
