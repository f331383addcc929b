import { createJSONEditor } from "vanilla-jsoneditor";

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    place.style.height = "400px";
    createJSONEditor({ target: place, props: { mode: "text", content: { json: value }, readOnly: true } });
  },
};
