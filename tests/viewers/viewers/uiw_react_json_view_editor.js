import JsonViewEditor from "@uiw/react-json-view/editor";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) =>
    render(place, JsonViewEditor, { value, ...(depth === "folded" && { collapsed: 0 }) }),
};
