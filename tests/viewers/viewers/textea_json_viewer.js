import { JsonViewer } from "@textea/json-viewer";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) =>
    render(place, JsonViewer, { value, ...(depth === "folded" && { defaultInspectDepth: 0 }) }),
};
