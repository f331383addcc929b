import { drawEditor } from "../drawing/jsoneditor.js";

export const viewer = {
  depths: ["default", "folded", "open"],
  mount: (place, text, value, depth) => drawEditor(place, "form", value, depth),
};
