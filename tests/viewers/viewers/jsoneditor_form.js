import JSONEditor from "jsoneditor";
import "jsoneditor/dist/jsoneditor.css";

export const viewer = {
  depths: ["default", "folded", "open"],
  mount(place, text, value, depth) {
    place.style.height = "400px";
    const editor = new JSONEditor(place, { mode: "form" }, value);
    if (depth === "folded") editor.collapseAll();
    if (depth === "open") editor.expandAll();
  },
};
