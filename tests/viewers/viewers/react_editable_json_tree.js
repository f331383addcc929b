import { JsonTree } from "react-editable-json-tree";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded", "open"],
  mount: (place, text, value, depth) =>
    render(place, JsonTree, {
      data: value,
      readOnly: true,
      ...(depth !== "default" && { isCollapsed: () => depth === "folded" }),
    }),
};
