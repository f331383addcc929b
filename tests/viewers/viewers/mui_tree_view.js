import { RichTreeView } from "@mui/x-tree-view/RichTreeView";
import { branchesOf, nodesOf } from "../drawing/rows.js";

const node = (id, label, children) => ({ id, label, children: children ?? [] });
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "open"],
  mount: (place, text, value, depth) =>
    render(place, RichTreeView, {
      items: nodesOf(value, node),
      defaultExpandedItems: depth === "open" ? branchesOf(value) : [],
    }),
};
