import prettyHtml from "json-pretty-html";
import "json-pretty-html/style.css";
import { drawMarkup } from "../drawing/markup.js";

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) => drawMarkup(place, (prettyHtml.default ?? prettyHtml)(value)),
};
