import "@shoelace-style/shoelace/dist/components/tree-item/tree-item.js";
import "@shoelace-style/shoelace/dist/components/tree/tree.js";
import { nodesOf } from "../drawing/rows.js";

export const viewer = {
  depths: ["default", "open"],
  mount(place, text, value, depth) {
    const node = (id, label, children) => {
      const item = document.createElement("sl-tree-item");
      item.expanded = children !== null && depth === "open";
      item.append(label, ...(children ?? []));
      return item;
    };
    const tree = document.createElement("sl-tree");
    tree.append(...nodesOf(value, node));
    place.append(tree);
  },
};
