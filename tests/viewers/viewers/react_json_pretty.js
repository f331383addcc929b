import JSONPretty from "react-json-pretty";
import "react-json-pretty/themes/monikai.css";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) => render(place, JSONPretty, { data: value }),
};
