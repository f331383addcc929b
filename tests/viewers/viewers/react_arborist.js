import { Tree } from "react-arborist";
import { nodesOf } from "../drawing/rows.js";

const node = (id, name, children) => ({ id, name, children });
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) =>
    render(place, Tree, {
      initialData: nodesOf(value, node),
      openByDefault: depth === "default",
      height: 400,
      width: 800,
    }),
};
