import { JsonView, allExpanded, collapseAllNested, defaultStyles } from "react-json-view-lite";
import "react-json-view-lite/dist/index.css";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) =>
    render(place, JsonView, {
      data: value,
      style: defaultStyles,
      shouldExpandNode: depth === "folded" ? collapseAllNested : allExpanded,
    }),
};
