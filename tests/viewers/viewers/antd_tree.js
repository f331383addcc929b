import { Tree } from "antd";
import { nodesOf } from "../drawing/rows.js";

const node = (key, title, children) => ({ key, title, children });
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default", "open"],
  mount: (place, text, value, depth) =>
    render(place, Tree, { treeData: nodesOf(value, node), defaultExpandAll: depth === "open" }),
};
