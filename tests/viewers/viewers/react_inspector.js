import { ObjectInspector } from "react-inspector";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "open"],
  mount: (place, text, value, depth) =>
    render(place, ObjectInspector, { data: value, ...(depth === "open" && { expandLevel: 20 }) }),
};
