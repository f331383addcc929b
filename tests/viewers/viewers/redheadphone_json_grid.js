import JSONGrid from "@redheadphone/react-json-grid";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "open"],
  mount: (place, text, value, depth) =>
    render(place, JSONGrid, { data: value, ...(depth === "open" && { defaultExpandDepth: 10 }) }),
};
