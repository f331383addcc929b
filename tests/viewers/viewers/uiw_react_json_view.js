import JsonView from "@uiw/react-json-view";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) => render(place, JsonView, { value, ...(depth === "folded" && { collapsed: 0 }) }),
};
