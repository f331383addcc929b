import { JsonTreeView } from "json-tree-view-vue3";
import "json-tree-view-vue3/style.css";
import { render } from "../drawing/vue.js";

export const viewer = {
  depths: ["default", "folded", "open"],
  mount: (place, text, value, depth) =>
    render(place, JsonTreeView, {
      json: JSON.stringify(value),
      ...(depth !== "default" && { maxDepth: depth === "folded" ? 0 : 20 }),
    }),
};
