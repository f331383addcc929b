import { JSONTree } from "react-json-tree";
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded", "open"],
  mount: (place, text, value, depth) =>
    render(place, JSONTree, {
      data: value,
      ...(depth !== "default" && { shouldExpandNodeInitially: () => depth === "open" }),
    }),
};
