import { JsonInspector } from "@rexxars/react-json-inspector";
import "@rexxars/react-json-inspector/json-inspector.css";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) => render(place, JsonInspector, { data: value }),
};
