import JsonView from "react18-json-view";
import "react18-json-view/src/style.css";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) => render(place, JsonView, { src: value, collapsed: depth === "folded" }),
};
