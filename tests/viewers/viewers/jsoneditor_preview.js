import { drawEditor } from "../drawing/jsoneditor.js";

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) => drawEditor(place, "preview", value),
};
