import { JsonEditor } from "json-edit-react";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) =>
    render(place, JsonEditor, { data: value, collapse: depth === "folded" ? 0 : false }),
};
