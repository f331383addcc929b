import { ElTree } from "element-plus/es/components/tree/index.mjs";
import "element-plus/theme-chalk/el-tree.css";
import { nodesOf } from "../drawing/rows.js";

const node = (id, label, children) => ({ id, label, children: children ?? [] });
import { render } from "../drawing/vue.js";

export const viewer = {
  depths: ["default", "open"],
  mount: (place, text, value, depth) =>
    render(place, ElTree, { data: nodesOf(value, node), nodeKey: "id", defaultExpandAll: depth === "open" }),
};
