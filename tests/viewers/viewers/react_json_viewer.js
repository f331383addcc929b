import JSONViewer from "react-json-viewer";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) => render(place, JSONViewer, { json: value }),
};
