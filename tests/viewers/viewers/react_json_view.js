import module from "react-json-view";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) => render(place, module.default, { src: value, collapsed: depth === "folded" }),
};
