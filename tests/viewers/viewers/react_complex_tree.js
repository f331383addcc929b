import { StaticTreeDataProvider, Tree, UncontrolledTreeEnvironment } from "react-complex-tree";
import "react-complex-tree/lib/style-modern.css";
import { createElement, render } from "../drawing/react.js";
import { branchesOf, nodesOf } from "../drawing/rows.js";

const node = (index, data, children) => ({ index, data, isFolder: children !== null, children: children ?? [] });

function itemsOf(nodes) {
  const flat = (item) => [item, ...item.children.flatMap(flat)];
  const all = nodes.flatMap(flat).map((item) => ({ ...item, children: item.children.map(({ index }) => index) }));
  const root = { index: "root", isFolder: true, data: "", children: nodes.map(({ index }) => index) };
  return Object.fromEntries([root, ...all].map((item) => [item.index, item]));
}

export const viewer = {
  depths: ["default", "open"],
  mount(place, text, value, depth) {
    const properties = {
      dataProvider: new StaticTreeDataProvider(itemsOf(nodesOf(value, node))),
      getItemTitle: ({ data }) => data,
      viewState: { tree: { expandedItems: depth === "open" ? branchesOf(value) : [] } },
    };
    render(place, UncontrolledTreeEnvironment, properties, createElement(Tree, { treeId: "tree", rootItem: "root" }));
  },
};
