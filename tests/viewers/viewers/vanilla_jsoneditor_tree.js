import { createJSONEditor } from "vanilla-jsoneditor";

export const viewer = {
  depths: ["default", "folded", "open"],
  mount(place, text, value, depth) {
    place.style.height = "400px";
    const editor = createJSONEditor({
      target: place,
      props: { mode: "tree", content: { json: value }, readOnly: true },
    });
    if (depth === "open") editor.expand([]);
    if (depth === "folded") editor.collapse([], true);
  },
};
