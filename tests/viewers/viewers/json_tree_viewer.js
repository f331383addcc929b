import "json-tree-viewer/libs/jsonTree/jsonTree.css";
import jsonTree from "json-tree-viewer";

export const viewer = {
  depths: ["default", "open"],
  mount(place, text, value, depth) {
    const tree = jsonTree.create(value, place);
    if (depth === "open") tree.expand();
  },
};
