import JsonViewer from "vue-json-viewer";
import "vue-json-viewer/style.css";
import { render } from "../drawing/vue.js";

export const viewer = {
  depths: ["default", "open"],
  mount: (place, text, value, depth) =>
    render(place, JsonViewer.default ?? JsonViewer, { value, ...(depth === "open" && { expandDepth: 20 }) }),
};
