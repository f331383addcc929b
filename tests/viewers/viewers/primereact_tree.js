import { Tree } from "primereact/tree";
import { branchesOf, nodesOf } from "../drawing/rows.js";

const node = (key, label, children) => ({ key, label, children: children ?? [] });
const open = (value) => Object.fromEntries(branchesOf(value).map((key) => [key, true]));
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "open"],
  mount: (place, text, value, depth) =>
    render(place, Tree, {
      value: nodesOf(value, node),
      ...(depth === "open" && { expandedKeys: open(value), onToggle: () => undefined }),
    }),
};
