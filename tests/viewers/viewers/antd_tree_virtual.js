import { Tree } from "antd";
import { nodesOf } from "../drawing/rows.js";

const node = (key, title, children) => ({ key, title, children });
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) =>
    render(place, Tree, { treeData: nodesOf(value, node), defaultExpandAll: true, height: 400 }),
};
