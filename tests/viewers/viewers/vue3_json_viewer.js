import { JsonViewer } from "vue3-json-viewer";
import "vue3-json-viewer/dist/vue3-json-viewer.css";
import { render } from "../drawing/vue.js";

export const viewer = {
  depths: ["default", "open"],
  mount: (place, text, value, depth) =>
    render(place, JsonViewer, { value, copyable: true, ...(depth === "open" && { expandDepth: 5 }) }),
};
